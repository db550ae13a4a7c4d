"""Forms that offices make for themselves: cards, weights beside scores, codes with scores in one cell, memos."""

from __future__ import annotations

import datetime as dt

import pytest
from invented import codes, read, report, scores

from corpus.records import ReportRecords


def analyses(records: ReportRecords) -> list[tuple[int | None, tuple[str, ...], str]]:
    return [(a.indicator, a.items, a.finding) for a in records.analyses]


def test_a_difference_is_of_the_later_year() -> None:
    """Its heading names the year that it is reckoned from."""
    got = report(
        [
            ["ตัวชี้วัด", "คะแนน", "ผลต่างจากปี 2567"],
            ["การใช้อำนาจ", "91.02", "-1.20"],
            ["การใช้งบประมาณ", "89.63", "-"],
        ]
    )
    assert scores(got) == [("3", "91.02", "score"), ("3", "-1.20", "change"), ("2", "89.63", "score")]


def test_scores_beside_their_weights() -> None:
    """Where no figure passes its full mark of 30 or 40 they are parts of the sum; a score passes it."""
    head = ["แบบวัด", "น้ำหนัก", "คะแนนที่ได้"]
    parts = [["IIT", "30", "27.36"], ["EIT", "30", "25.65"], ["OIT", "40", "34.92"], ["รวม", "100", "87.93"]]
    got = report(
        [
            [*head, "คิดเป็นร้อยละ"],
            *([*r, p] for r, p in zip(parts, ["91.20", "85.50", "87.30", "87.93"], strict=True)),
        ]
    )
    assert scores(got)[:3] == [
        ("IIT", "27.36", "weighted"),
        ("IIT", "91.20", "score"),
        ("EIT", "25.65", "weighted"),
    ]
    assert scores(got)[-1] == ("overall", "87.93", "score")
    whole = report([head, ["IIT", "30", "91.20"], ["EIT", "30", "85.50"], ["OIT", "40", "87.30"]])
    assert {s.statistic for s in whole.scores} == {"score"}


def test_the_share_of_work_done_is_no_score() -> None:
    """A progress in per cent stands beside an indicator without being its score."""
    got = report(
        [
            ["ตัวชี้วัด", "กิจกรรม", "ร้อยละความก้าวหน้า", "ผู้รับผิดชอบ"],
            ["การใช้อำนาจ", "จัดทำคู่มือ", "65.50", "สำนักปลัด"],
            ["การใช้งบประมาณ", "เผยแพร่แผน", "80.00", "กองคลัง"],
        ]
    )
    assert scores(got) == [] and len(got.measures) == 2


def test_the_number_of_a_heading_is_no_score() -> None:
    """๒.๑ before คะแนนภาพรวม counts paragraphs."""
    got = report("๒.๑ คะแนนภาพรวมของหน่วยงาน ได้ ๘๐.๑๒ คะแนน")
    assert scores(got) == [("overall", "80.12", "score")]


def test_what_it_was_and_by_how_much() -> None:
    """In brackets behind the year stands the score that it was, behind them the difference."""
    got = report("คะแนนรวม ๗๙.๖๖ คะแนน ซึ่งลดลงจากปีงบประมาณ พ.ศ. ๒๕๖๗ (๘๖.๐๒ คะแนน) จำนวน ๖.๓๖ คะแนน")
    assert scores(got) == [
        ("overall", "79.66", "score"),
        ("overall", "86.02", "score 2567"),
        ("overall", "-6.36", "change"),
    ]
    alone = report("คะแนนรวม ๘๖.๐๒ คะแนน เพิ่มขึ้นจากปีงบประมาณ พ.ศ. ๒๕๖๗ (๔.๕๓ คะแนน)")
    assert scores(alone)[-1] == ("overall", "4.53", "change")


def test_both_parts_of_eit_in_a_sentence() -> None:
    got = report("คะแนนแยกตามแบบวัด คือ IIT ๘๘.๓๔ / EIT ส่วนที่ ๑ ๘๒.๔๐ / EIT ส่วนที่ ๒ ๘๕.๑๖ / OIT ๗๐.๐๖")
    assert [s[:2] for s in scores(got)] == [
        ("IIT", "88.34"),
        ("EIT1", "82.40"),
        ("EIT2", "85.16"),
        ("OIT", "70.06"),
    ]


def test_cards() -> None:
    """Each cell a name and its figure, in a table or as lines of a slide."""
    got = report([["IIT\n94.50", "EIT 92.06", "OIT94.35"]], [["การใช้อำนาจ\n95.03", "การเปิดเผยข้อมูล\n96.20"]])
    assert [s[:2] for s in scores(got)] == [
        ("IIT", "94.50"),
        ("EIT", "92.06"),
        ("OIT", "94.35"),
        ("3", "95.03"),
        ("9", "96.20"),
    ]
    assert [i.name for i in got.indicators] == ["การใช้อำนาจ", "การเปิดเผยข้อมูล"]
    slide = report("คะแนนรวม", "93.71", "ระดับ ผ่านดี", "การใช้อำนาจ", "95.03")
    assert scores(slide) == [("overall", "93.71", "score"), ("3", "95.03", "score")]
    assert slide.scores[0].rating == "ผ่านดี"


def test_a_table_read_as_text_tells_nothing_of_what_follows() -> None:
    """The last indicator in its cells is not that of the measures below the table."""
    got = report(
        [["การใช้อำนาจ\n95.03", "การป้องกันการทุจริต\n96.20"], ["ดีมาก", "ดี"]],
        [["สิ่งที่จะทำ", "ใครทำ", "เสร็จเมื่อ"], ["ปรับปรุงเว็บไซต์", "งานประชาสัมพันธ์", "ธ.ค. 2568"]],
    )
    (measure,) = got.measures
    assert (measure.title, measure.indicators, measure.end) == ("ปรับปรุงเว็บไซต์", (), dt.date(2025, 12, 31))


def test_a_card_of_an_indicator() -> None:
    """Its score above, labels in the first column below; what lists items keeps to them."""
    got = report(
        [
            ["ตัวชี้วัดที่ ๒ การใช้งบประมาณ", "ร้อยละ ๘๑.๓๕"],
            ["ข้อที่ได้คะแนนสูงสุด", "I๕ (๙๐.๐๑)"],
            ["ข้อที่ได้คะแนนต่ำสุด", "I๔ (๖๘.๔๒)"],
            ["บทวิเคราะห์", "บุคลากรรับทราบแผนการใช้จ่ายงบประมาณน้อย"],
            ["สิ่งที่จะทำต่อไป", "จัดทำสรุปแผนการใช้จ่ายงบประมาณ"],
            ["เจ้าภาพ", "กองคลัง, กองยุทธศาสตร์และงบประมาณ"],
        ]
    )
    assert sorted(s[:2] for s in scores(got)) == [("2", "81.35"), ("I4", "68.42"), ("I5", "90.01")]
    assert analyses(got) == [(2, (), "general")]
    (measure,) = got.measures
    assert (measure.title, measure.indicators) == ("จัดทำสรุปแผนการใช้จ่ายงบประมาณ", (2,))
    assert measure.responsible == ("กองคลัง", "กองยุทธศาสตร์และงบประมาณ")


def test_codes_with_their_scores_in_one_cell() -> None:
    """They are scores of the items, and say what the row's analysis and measure are about."""
    got = report(
        [
            ["ประเด็นการพัฒนา", "ผลการประเมิน (ข้อ/คะแนน)", "จุดอ่อน", "มาตรการ", "ผู้รับผิดชอบ"],
            ["๑. การใช้ทรัพย์สิน", "i๑๐ (๘๕.๕๕)\ni๑๒ (๘๙.๙๐)", "ทะเบียนไม่เป็นปัจจุบัน", "จัดทำทะเบียนดิจิทัล", "กองคลัง"],
            ["๒. การให้บริการ", "E9 = 79.08, O10 = 100", "ผู้ใช้น้อย", "รณรงค์การใช้บริการ", "ทุกกอง"],
        ]
    )
    assert [s[:2] for s in scores(got)] == [
        ("I10", "85.55"),
        ("I12", "89.90"),
        ("E9", "79.08"),
        ("O10", "100"),
    ]
    assert analyses(got) == [(4, ("I10", "I12"), "weakness"), (None, ("E9", "O10"), "weakness")]
    assert [(m.indicators, m.items) for m in got.measures] == [
        ((4,), ("I10", "I12")),
        ((8, 9), ("E9", "O10")),
    ]


def test_gaps_targets_and_what_to_do() -> None:
    """A gap is no score; a column of what to do beside the score of each indicator is one of measures."""
    got = read(
        "การวิเคราะห์ช่องว่าง (Gap Analysis) ผลการประเมิน ITA เพื่อกำหนดแผนยกระดับ",
        "ประจำปีงบประมาณ พ.ศ. ๒๕๖๘ (ข้อมูลผลคะแนนปีงบประมาณ พ.ศ. ๒๕๖๗)",
        "เทศบาลตำบลทุ่งแสงดาว อำเภอเมือง จังหวัดลำปาง",
        [
            [
                "ตัวชี้วัด",
                "สภาพปัจจุบัน (คะแนนปี ๒๕๖๗)",
                "เป้าหมายปี ๒๕๖๘",
                "ช่องว่าง (Gap)",
                "ระดับความเร่งด่วน",
                "กลยุทธ์/กิจกรรม",
            ],
            ["๒. การใช้งบประมาณ", "๗๙.๑๕", "๙๐.๐๐", "๑๐.๘๕", "เร่งด่วน", "สื่อสารแผนงบประมาณ"],
            ["๘. การปรับปรุงการทำงาน", "๘๖.๗๗", "๙๐.๐๐", "๓.๒๓", "ปานกลาง", "ขยายบริการออนไลน์"],
        ],
    )
    assert got.report.fiscal_year == 2567
    assert scores(got) == [
        ("2", "79.15", "score"),
        ("2", "90.00", "target 2568"),
        ("8", "86.77", "score"),
        ("8", "90.00", "target 2568"),
    ]
    assert [(m.title, m.indicators, m.fiscal_year) for m in got.measures] == [
        ("สื่อสารแผนงบประมาณ", (2,), 2568),
        ("ขยายบริการออนไลน์", (8,), 2568),
    ]


def test_entries_of_strengths_and_gaps() -> None:
    """Each is about the one indicator it names, also where it begins with it and reads like a heading."""
    got = report(
        "จุดแข็ง (Strengths)",
        "๑) ผู้บริหารประกาศนโยบายไม่รับของขวัญและติดตามผล ทำให้ตัวชี้วัดที่ ๑๐ ได้คะแนนสูง",
        "๒) บุคลากรมีทัศนคติที่ดีต่อการให้บริการอย่างเท่าเทียมตามตัวชี้วัดที่ ๑",
        "จุดที่ต้องพัฒนา (Gap)",
        "๑) ตัวชี้วัดที่ ๒ บุคลากรไม่ทราบแผนงบประมาณเพราะเผยแพร่เฉพาะบนเว็บไซต์",
        "ข้อสังเกต",
        "• ตัวชี้วัดที่ ๑ ข้อ ๒ คะแนนลดลงจากปีก่อน เพราะการเรียงคิวไม่เป็นระบบ",
        "• ตัวชี้วัดที่ ๒ ทุกข้อมีคะแนนเพิ่มขึ้น แต่ข้อ ๔ ยังต่ำกว่า ๘๕ คะแนน จึงควรปรับปรุงการชี้แจงแผนการใช้จ่าย",
    )
    assert analyses(got) == [
        (10, (), "strength"),
        (1, (), "strength"),
        (2, (), "improvement"),
        (1, ("I2",), "general"),
        (2, (), "improvement"),
    ]


def test_items_without_score() -> None:
    """A sentence says of the items below it that they got none; each line tells why."""
    got = report(
        "ข้อที่ไม่ได้คะแนน (๐ คะแนน) ในแบบวัด OIT มีจำนวน ๒ ข้อ ดังนี้",
        "- O๖ แผนและความก้าวหน้าในการดำเนินงาน เหตุผล : ไม่ได้รายงานความก้าวหน้าถึงไตรมาสที่ ๒",
        "- O๒๔ รายงานผลการจัดการความเสี่ยง เหตุผล : แนบไฟล์ของปีก่อนหน้า",
        "ข้อเสนอ",
        "- O๗ รายงานผลการดำเนินงานประจำปี",
    )
    assert scores(got) == [("O6", "0", "score"), ("O24", "0", "score")]
    assert [i.name for i in got.indicators][:2] == [
        "แผนและความก้าวหน้าในการดำเนินงาน",
        "รายงานผลการจัดการความเสี่ยง",
    ]
    assert [a for a in analyses(got) if a[1]] == [(9, ("O6",), "weakness"), (10, ("O24",), "weakness")]


def test_proposals_of_a_memo() -> None:
    """A sentence between their heading and the entries says for which year they are."""
    got = report(
        "๓. ข้อเสนอ",
        "เห็นควรดำเนินการปรับปรุงในปีงบประมาณ พ.ศ. ๒๕๖๙ ดังนี้",
        "๓.๑ จัดทำปฏิทินการเผยแพร่ข้อมูลรายเดือน",
        "๓.๒ จัดทำคู่มือการขอยืมทรัพย์สินของราชการ",
        "จึงเรียนมาเพื่อโปรดพิจารณา",
    )
    assert [(m.title, m.fiscal_year) for m in got.measures] == [
        ("จัดทำปฏิทินการเผยแพร่ข้อมูลรายเดือน", 2569),
        ("จัดทำคู่มือการขอยืมทรัพย์สินของราชการ", 2569),
    ]


def test_who_is_charged_with_a_proposal() -> None:
    """Units and time at a proposal's end are its responsible and period; the sentence stays as its source."""
    sentence = "๓.๑ จัดทำปฏิทินการเผยแพร่ข้อมูล (O๑๒) โดยมอบหมายให้กองคลัง และหน่วยตรวจสอบภายใน ดำเนินการภายในวันที่ ๓๑ มกราคม ๒๕๖๙"
    got = report(
        "๓. ข้อเสนอ",
        "เห็นควรดำเนินการปรับปรุงในปีงบประมาณ พ.ศ. ๒๕๖๙ ดังนี้",
        sentence,
        "๓.๒ ประชุมชี้แจง และมอบหมายให้กองคลังจัดทำทะเบียนคุม",
    )
    first, second = got.measures
    assert (first.title, first.items) == ("จัดทำปฏิทินการเผยแพร่ข้อมูล (O๑๒)", ("O12",))
    assert first.responsible == ("กองคลัง", "หน่วยตรวจสอบภายใน")
    assert (first.period, first.end) == ("ภายในวันที่ ๓๑ มกราคม ๒๕๖๙", dt.date(2026, 1, 31))
    assert first.source.text == sentence
    assert second.title == "ประชุมชี้แจง และมอบหมายให้กองคลังจัดทำทะเบียนคุม"
    assert second.responsible == ()


def test_projects_with_purpose_and_budget() -> None:
    """What has no field of its own stays with the source, and out of the steps."""
    got = report(
        "ค. โครงการที่จะดำเนินการ ปีงบประมาณ พ.ศ. ๒๕๖๙",
        "๑. โครงการปรับปรุงเว็บไซต์",
        "วัตถุประสงค์ : เพื่อให้ข้อมูลครบตามแบบ OIT",
        "งบประมาณ : ๓๕,๐๐๐ บาท",
        "วิธีการ :",
        "- จัดจ้างผู้พัฒนาเว็บไซต์",
        "- ทดสอบระบบ",
        "ผู้รับผิดชอบ : สำนักปลัด",
        "ช่วงเวลา : ต.ค. ๒๕๖๘ - ธ.ค. ๒๕๖๘",
    )
    (measure,) = got.measures
    assert measure.steps == ("จัดจ้างผู้พัฒนาเว็บไซต์", "ทดสอบระบบ")
    assert (measure.responsible, measure.fiscal_year) == (("สำนักปลัด",), 2569)
    assert measure.source is not None and "๓๕,๐๐๐" in measure.source.text


@pytest.mark.parametrize(
    ("line", "year"),
    [
        ("ผลการประเมิน ITA เปรียบเทียบรายข้อคำถาม พ.ศ. ๒๕๖๗ – ๒๕๖๘", 2568),
        ("รายงานการวิเคราะห์ผลการประเมิน ITA ปีงบประมาณ พ.ศ. ๒๕๖๗", 2567),
    ],
)
def test_the_year_of_a_comparison_is_the_later(line: str, year: int) -> None:
    assert read(line, "เทศบาลตำบลทุ่งแสงดาว อำเภอเมือง จังหวัดลำปาง").report.fiscal_year == year


def test_a_memo_is_not_addressed_in_its_subject() -> None:
    got = read(
        "บันทึกข้อความ",
        "เรื่อง รายงานผลการวิเคราะห์คะแนน ITA ปีงบประมาณ พ.ศ. ๒๕๖๘เรียน นายกเทศมนตรีตำบลทุ่งแสงดาว",
    )
    assert got.report.title == "รายงานผลการวิเคราะห์คะแนน ITA ปีงบประมาณ พ.ศ. ๒๕๖๘"


def test_a_table_that_looks_relevant_is_not_lost_in_silence() -> None:
    """Figures below each other, or a known heading, and no record of them: a finding holds the text."""
    got = report([["หัวเรื่อง", "ผลของเรา"], ["ความพร้อม", "91.20"], ["ความรู้", "85.00"]])
    assert scores(got) == [] and "unmapped_column" in codes(got)
    assert "unmapped_column" not in codes(report([["ชื่อ", "ตำแหน่ง"], ["ก", "ข"]]))
