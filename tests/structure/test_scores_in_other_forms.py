"""Scores in forms met later: named by the columns, year above the table, level below it, instruments in one line."""

from __future__ import annotations

from invented import codes, read, report, scores

NAMES = ["การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ"]


def test_indicators_that_head_their_columns_are_named() -> None:
    """A table may run across instead of down."""
    got = report([["ตัวชี้วัด", *NAMES], ["คะแนน", "๙๑.๒๐", "๘๕.๐๑", "๘๘.๙๙"]])
    assert [s[:2] for s in scores(got)] == [("1", "91.20"), ("2", "85.01"), ("3", "88.99")]
    assert [i.name for i in got.indicators] == NAMES


def test_the_year_above_a_table() -> None:
    """It holds for columns that name none; not where it stands beside figures, or is only compared with."""
    rows = [["ตัวชี้วัด", "คะแนน"], ["การใช้อำนาจ", "80.00"], ["การใช้งบประมาณ", "81.00"]]
    title = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. 2568"
    years = {s.fiscal_year for s in report(title, "ก. ผลการประเมินรายตัวชี้วัด (คะแนนปี 2567)", rows).scores}
    assert years == {2567}
    compared = "ได้คะแนนในภาพรวม 79.32 คะแนน ระดับ ผ่าน เมื่อเทียบกับปีงบประมาณ พ.ศ. 2567 ลดลง 4.53 คะแนน"
    below = report(title, compared, "คะแนนรายตัวชี้วัด", rows)
    assert {s.fiscal_year for s in below.scores if s.level == "indicator"} == {2568}


def test_a_row_of_levels() -> None:
    """Below the figures, each of its column's year."""
    got = report(
        [
            ["ตัวชี้วัด", "ปี ๒๕๖๓", "ปี ๒๕๖๔"],
            ["การใช้อำนาจ", "๗๑.๓๗", "๗๔.๓๗"],
            ["คะแนนรวม", "๗๗.๕๔", "๘๖.๐๑"],
            ["ระดับ", "B", "A"],
        ]
    )
    assert [(s.fiscal_year, s.rating) for s in got.scores if s.level == "overall"] == [
        (2563, "B"),
        (2564, "A"),
    ]


def test_a_level_belongs_to_the_figure_before_it() -> None:
    """The year it is compared with has none."""
    got = report(
        "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. ๒๕๖๖ ในภาพรวมได้คะแนน ๘๘.๒๔ คะแนน อยู่ในระดับ ผ่าน "
        "โดยเพิ่มขึ้นจากปีงบประมาณ พ.ศ. ๒๕๖๕ ที่ได้คะแนน ๘๔.๒๐ คะแนน"
    )
    assert [(s.fiscal_year, s.rating) for s in got.scores] == [(2566, "ผ่าน"), (2565, None)]


def test_instruments_in_one_line() -> None:
    """A line that is nothing but instruments and their figures."""
    got = report("ผลการประเมิน ITA ปี ๒๕๖๕", "IIT : 89.12   EIT : 85.40   OIT : 88.24")
    assert [s[:2] for s in scores(got)] == [("IIT", "89.12"), ("EIT", "85.40"), ("OIT", "88.24")]


def test_the_total_of_an_instrument() -> None:
    """คะแนนรวม right behind an instrument is not the whole's."""
    got = report("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (IIT) ได้คะแนนรวม 90.05")
    assert [(s.level, s.instrument) for s in got.scores] == [("instrument", "IIT")]


def test_a_memo_is_called_by_its_subject() -> None:
    """A heading within that neither says whose nor of which year is not the report's title; a cover is."""
    memo = ["บันทึกข้อความ", "เรื่อง การวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. ๒๕๖๖"]
    plain = "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"
    table = [["มาตรการ", "วิธีดำเนินการ"], ["มาตรการหลัก", "๑. ประชุม"]]
    assert read(*memo, plain, table).report.title == memo[1].removeprefix("เรื่อง ")
    cover = f"{plain} ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"
    assert read(*memo, cover, table).report.title == cover


def test_the_agency_below_a_title_is_not_its_end() -> None:
    """Lines of a PDF that were taken for one end where the year does."""
    title = "แผนปฏิบัติการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. 2566"
    got = read(f"{title}องค์การบริหารส่วนตำบลโนนทองงาม อำเภอเมืองขอนแก่น จังหวัดขอนแก่น", "- งดรับของขวัญ")
    assert got.report.title == title
    assert got.report.agency is not None and got.report.agency.name == "องค์การบริหารส่วนตำบลโนนทองงาม"


def test_a_year_that_no_title_tells_is_said_to_be_taken() -> None:
    """It may be that of a year compared with."""
    title = "รายงานการวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ"
    filler = ["เทศบาลตำบลทุ่งแสงดาว", *(["บุคลากรให้บริการประชาชนตามขั้นตอนที่กำหนดไว้อย่างเท่าเทียมกัน"] * 8)]
    got = read(title, *filler, "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. ๒๕๖๖ ได้คะแนน ๘๘.๒๔ คะแนน")
    assert got.report.fiscal_year == 2566
    assert "fiscal_year_inferred" in codes(got)
    assert "fiscal_year_inferred" not in codes(report("ได้คะแนนรวม ๘๘.๒๔ คะแนน"))


def test_a_pass_mark_with_its_tone_lost() -> None:
    """ตำกว่า, as recognition has it."""
    assert scores(report("๓. จุดที่ต้องพัฒนา (ตัวชี้วัดที่มีคะแนนตำกว่า ๘๕ คะแนน)")) == []
