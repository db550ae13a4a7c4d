"""Documents that only look like ITA reports are known, and give no records."""

from __future__ import annotations

import pytest
from invented import LEFT, Rows, codes, document, read

from corpus.records import Report
from extractors.document import Document, Page, Paragraph
from pipeline.structure.build import structure

AGENCY = "เทศบาลตำบลทุ่งแสงดาว อำเภอเมือง จังหวัดลำปาง"
FILLER = "เทศบาลจัดให้มีการประชุมคณะทำงานเพื่อพิจารณารายละเอียดและกำหนดแนวทางการดำเนินงานให้เป็นไปตามวัตถุประสงค์ที่กำหนดไว้ทุกประการ "
PLAN = [
    ["มิติ", "มาตรการ", "โครงการ/กิจกรรม", "งบประมาณ (บาท)", "ผู้รับผิดชอบ", "คะแนน"],
    ["มิติที่ ๑ การสร้างสังคมที่ไม่ทนต่อการทุจริต", LEFT, LEFT, LEFT, LEFT, LEFT],
    ["๑", "มาตรการเสริมสร้างจิตสำนึก", "โครงการคุณธรรมนำชีวิต", "๓๐,๐๐๐", "สำนักปลัด", "๑๐๐"],
    ["๒", "มาตรการใช้อำนาจอย่างโปร่งใส", "โครงการหน้าต่างความดี", "๑๐,๐๐๐", "กองคลัง", "๙๐"],
]


@pytest.mark.parametrize(
    ("blocks", "told"),
    [
        (["แผนปฏิบัติการป้องกันการทุจริต ๕ ปี (พ.ศ. ๒๕๖๖ – ๒๕๗๐)", AGENCY, FILLER * 3, PLAN], "against corruption"),
        (["รายงานผลตามแผนปฏิบัติการป้องกันการทุจริต ประจำปี ๒๕๖๘", AGENCY, FILLER * 3, PLAN], "against corruption"),
        (
            [
                "การประเมินประสิทธิภาพขององค์กรปกครองส่วนท้องถิ่น (LPA) ประจำปี ๒๕๖๘",
                AGENCY,
                [["ตัวชี้วัดที่", "คะแนนเต็ม", "คะแนนที่ได้"], ["๑๒๗", "๕", "๕"], ["๒", "๕", "๓"]],
            ],
            "LPA",
        ),
        (
            [
                "MOIT 2 หน่วยงานมีการเปิดเผยข้อมูลข่าวสาร",
                "การประเมินคุณธรรมและความโปร่งใส (ITA) โรงพยาบาล",
                FILLER * 3,
            ],
            "MOIT",
        ),
        (
            ["แผนยุทธศาสตร์การพัฒนาท้องถิ่น พ.ศ. ๒๕๖๘", AGENCY, "คะแนนความพึงพอใจร้อยละ ๙๕.๐๐", FILLER * 3],
            "strategic",
        ),
        (["ประกาศเจตนารมณ์นโยบายไม่รับของขวัญ (No Gift Policy)", AGENCY, FILLER * 3], "declaration"),
        (["คู่มือการให้บริการงานทะเบียน", AGENCY, FILLER * 3, "ได้คะแนน ๙๐.๐๐ คะแนน"], "another document"),
    ],
)
def test_another_document_is_named_and_gives_nothing(blocks: list[str | Rows], told: str) -> None:
    """The finding says what it is; facts of the file stay."""
    got = read(*blocks)
    assert codes(got) == ["not_ita_report"]
    assert told in got.findings[0].message.en
    assert not (got.scores or got.indicators or got.analyses or got.measures)
    assert got.report.kind is None


@pytest.mark.parametrize(
    "blocks",
    [
        [
            "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปี ๒๕๖๘",
            AGENCY,
            "ตามแผนปฏิบัติการป้องกันการทุจริต " + FILLER,
        ],
        ["รายงานการวิเคราะห์ผลการประเมิน ITA ประจำปี ๒๕๖๘", AGENCY, "ประกาศเจตนารมณ์ No Gift Policy", FILLER],
        [
            "รายงานผลการดำเนินงาน ประจำปี ๒๕๖๘",
            AGENCY,
            FILLER,
            "แบบวัด IIT ได้ ๙๐.๐๐ คะแนน และแบบวัด EIT ได้ ๙๑.๐๐ คะแนน",
        ],
        ["รายงานผล", AGENCY, FILLER, "๑. การปฏิบัติหน้าที่", "๒. การใช้งบประมาณ", "๓. การใช้อำนาจ"],
    ],
)
def test_a_report_on_the_ita_is_one_by_its_head_or_by_what_it_names(blocks: list[str]) -> None:
    """Words of other plans in its text do not matter."""
    assert "not_ita_report" not in codes(read(*blocks))


def test_hardly_any_text_tells_nothing() -> None:
    """A stamp on scanned pages, or pages that could not be read, make no other document of a report."""
    report = Report("0", "x", "application/pdf")
    stamp = document("สำเนาถูกต้อง")
    unread = Document(
        "application/pdf", (Page(1, 1, 1, (Paragraph(FILLER * 4),)), Page(2, 1, 1, (), has_text=False))
    )
    assert [f.code for f in structure(stamp, report).findings] == []
    assert [f.code for f in structure(unread, report).findings] == []
    much = Document(
        "application/pdf", (Page(1, 1, 1, (Paragraph(FILLER * 60),)), Page(2, 1, 1, (), has_text=False))
    )
    assert [f.code for f in structure(much, report).findings] == ["not_ita_report"]
