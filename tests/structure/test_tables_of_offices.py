"""Tables as offices draw them: years over two columns, parts of EIT, the instrument's score at the side, obstacles."""

from __future__ import annotations

import pytest
from invented import LEFT, UP, codes, read, report, scores

from corpus.frame import load_frame
from pipeline.structure.references import leading_indicator


@pytest.mark.parametrize("merged", [True, False])
def test_each_year_stands_over_its_score_and_level(merged: bool) -> None:
    """The lower row of a heading, all of whose words head columns, begins no table of its own."""
    left, up = (LEFT, UP) if merged else ("", "")
    got = report(
        [
            ["ที่", "ตัวชี้วัด", "ปี พ.ศ. ๒๕๖๓", left, "ปี พ.ศ. ๒๕๖๔", left, "ผลต่าง"],
            [up, up, "คะแนน", "ระดับ", "คะแนน", "ระดับ", up],
            ["๑", "การใช้อำนาจ", "๘๓.๙๐", "B", "๘๘.๐๒", "A", "๔.๑๒"],
            ["๒", "การใช้งบประมาณ", "๗๘.๒๒", "B", "๘๔.๑๙", "B", "๕.๙๗"],
        ],
        year=2564,
    )
    assert scores(got) == [
        ("3", "83.90", "score 2563"),
        ("3", "88.02", "score"),
        ("3", "4.12", "change"),
        ("2", "78.22", "score 2563"),
        ("2", "84.19", "score"),
        ("2", "5.97", "change"),
    ]


def test_a_heading_of_two_rows_inside_a_table() -> None:
    """It parts the table once."""
    got = report(
        [
            ["ตัวชี้วัด", "ปี ๒๕๖๗", "ปี ๒๕๖๘"],
            ["การใช้อำนาจ", "๘๓.๙๐", "๘๘.๐๒"],
            ["ตัวชี้วัด", "คะแนน", LEFT],
            [UP, "คะแนนเต็ม", "คะแนนที่ได้"],
            ["การป้องกันการทุจริต", "๑๐๐", "๗๕.๐๐"],
        ]
    )
    assert scores(got)[-1] == ("10", "75.00", "score") and len(got.scores) == 3


@pytest.mark.parametrize("parts", [("ส่วนที่ 1", "ส่วนที่ 2"), ("(๑)", "(๒)"), ("EIT 1", "EIT 2")])
def test_the_parts_of_eit_under_their_instrument(parts: tuple[str, str]) -> None:
    """EIT over two columns."""
    got = report(
        [
            ["เครื่องมือ", "IIT", "EIT", LEFT, "OIT"],
            [UP, UP, *parts, UP],
            ["คะแนนที่ได้", "91.20", "88.05", "94.60", "93.44"],
        ]
    )
    assert [s[:2] for s in scores(got)] == [
        ("IIT", "91.20"),
        ("EIT1", "88.05"),
        ("EIT2", "94.60"),
        ("OIT", "93.44"),
    ]


def test_both_parts_in_one_heading_are_the_instrument() -> None:
    """A figure under them is neither part's."""
    got = report([["แบบวัด", "IIT", "EIT ส่วนที่ 1 และ 2"], ["คะแนน", "91.20", "88.05"]])
    assert scores(got)[-1][:2] == ("EIT", "88.05")


def test_the_score_of_the_instrument_at_the_side() -> None:
    """One cell beside all its indicators, also where a page break leaves but one of them beside it."""
    head = ["แบบวัด", "ตัวชี้วัด", "คะแนน", "คะแนนแบบวัด"]
    rows = [["EIT", "คุณภาพการดำเนินงาน", "80.11", "75.85"], [UP, "ประสิทธิภาพการสื่อสาร", "72.35", UP]]
    whole, cut = report([head, *rows]), report([head, rows[0]])
    assert ("EIT", "75.85", "score") in scores(whole) and len(whole.scores) == 3
    assert scores(cut) == [("6", "80.11", "score"), ("EIT", "75.85", "score")]


def test_what_got_in_the_way_of_a_measure_is_no_analysis() -> None:
    """It stands behind what was done; before a measure it says why there is one."""
    title = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. ๒๕๖๘"
    head = ["ตัวชี้วัด", "มาตรการ", "ผลการดำเนินงาน", "ปัญหา/อุปสรรค"]
    got = read(title, [head, ["การใช้อำนาจ", "จัดทำคู่มือ", "เผยแพร่คู่มือแล้ว", "สถานการณ์น้ำท่วมในพื้นที่"]])
    assert not got.analyses and got.measures[0].indicators == (3,)
    assert got.measures[0].source is not None and "น้ำท่วม" in got.measures[0].source.text
    before = report([["ตัวชี้วัด", "ปัญหา/อุปสรรค", "มาตรการ"], ["การใช้อำนาจ", "มอบหมายงานไม่เป็นธรรม", "จัดทำคู่มือ"]])
    assert [a.indicator for a in before.analyses] == [3]


@pytest.mark.parametrize(
    ("text", "number"),
    [("การใช้งบบประมาณ", 2), ("การป้องกันกาทุจริต", 10), ("การใช้อำนาด", 3), ("การใช้รถราชการ", None)],
)
def test_a_name_with_a_letter_amiss(text: str, number: int | None) -> None:
    """It is the indicator's, and not the name."""
    frame = load_frame(2565)
    found = leading_indicator(text, frame)
    assert (found and found[0]) == number
    if number and found:
        indicator = frame.indicator(number)
        assert indicator is not None and found[1] in indicator.variants


def test_columns_that_say_which_indicator_a_measure_serves() -> None:
    """And those that say how it is carried out."""
    head = ["มาตรการ", "สอดคล้องกับตัวชี้วัด", "แนวทาง/วิธีปฏิบัติ", "เจ้าภาพ"]
    got = report([head, ["ปรับระบบยืมคืน", "ตัวชี้วัดที่ 4 (ข้อ I10)", "๑. สำรวจ\n๒. จัดทำทะเบียน", "กองคลัง"]])
    (measure,) = got.measures
    assert (measure.indicators, measure.steps) == ((4,), ("สำรวจ", "จัดทำทะเบียน"))
    assert "unmapped_column" not in codes(got)


PROGRESS = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. ๒๕๖๘"


def test_a_heading_whose_parts_are_unknown_words_is_no_measure() -> None:
    """All else of its lower row goes on from above."""
    got = read(
        PROGRESS,
        [
            ["มาตรการ", "ขั้นตอนการดำเนินการ", "ผู้รับผิดชอบ", "ผลการดำเนินการ", LEFT],
            [UP, UP, UP, "รอบ ๖ เดือน", "รอบ ๑๒ เดือน"],
            ["จัดทำคู่มือ", "๑. รวบรวม\n๒. เผยแพร่", "กองคลัง", "รวบรวมแล้ว", "เผยแพร่แล้ว"],
        ],
    )
    assert [(m.title, m.progress) for m in got.measures] == [("จัดทำคู่มือ", "รวบรวมแล้ว\nเผยแพร่แล้ว")]


def test_the_parts_of_eit_as_rows() -> None:
    """Beside their instrument."""
    head = ["แบบวัด", "ส่วน", "คะแนน"]
    rows = [["IIT", "", "91.20"], ["EIT", "ส่วนที่ ๑", "88.20"], [UP, "ส่วนที่ ๒", "90.11"], ["OIT", "", "85.00"]]
    got = report([head, *rows])
    assert [s[0] for s in scores(got)] == ["IIT", "EIT1", "EIT2", "OIT"] and "unmapped_column" not in codes(
        got
    )


def test_the_mean_beside_the_items() -> None:
    """It is the indicator's, also where a page leaves it beside one item; of what it is else, nobody tells."""
    head = ["ตัวชี้วัด", "ข้อ", "ข้อคำถาม", "คะแนน", "เฉลี่ย"]
    rows = [
        ["การปฏิบัติหน้าที่", "i1", "เป็นไปตามขั้นตอนและระยะเวลา", "95.00", "97.50"],
        [UP, "i3", "เรียกรับสินบน", "100", UP],
    ]
    assert ("1", "97.50", "score") in scores(report([head, *rows]))
    assert scores(report([head, rows[0]])) == [("I1", "95.00", "score"), ("1", "97.50", "score")]
    plain = report([["ตัวชี้วัด", "คะแนน", "เฉลี่ย"], ["การใช้อำนาจ", "95.00", "91.00"]])
    assert scores(plain) == [("3", "95.00", "score")]


def test_scores_of_years_side_by_side() -> None:
    """A row called คะแนน is the whole's where the table names nothing assessed."""
    got = report(
        [
            ["ปีงบประมาณ", "๒๕๖๖", "๒๕๖๗", "๒๕๖๘"],
            ["คะแนน", "๘๕.๐๒", "๘๘.๔๐", "๙๑.๗๗"],
            ["ระดับ", "ผ่าน", "ผ่านดี", "ผ่านดี"],
        ]
    )
    assert [(s.level, s.fiscal_year, s.rating) for s in got.scores] == [
        ("overall", 2566, "ผ่าน"),
        ("overall", 2567, "ผ่านดี"),
        ("overall", 2568, "ผ่านดี"),
    ]


def test_a_comparison_in_words() -> None:
    """Its figure is the change."""
    head = ["ตัวชี้วัดที่", "ชื่อตัวชี้วัด", "คะแนนปี ๒๕๖๗", "คะแนนปี ๒๕๖๘", "ผลการเปรียบเทียบ"]
    got = report(
        [
            head,
            ["๒", "การใช้งบประมาณ", "๘๕.๐๐", "๘๔.๐๐", "ลดลง ๑.๐๐"],
            ["๓", "การใช้อำนาจ", "๘๐.๐๐", "๘๐.๐๐", "เท่าเดิม"],
        ]
    )
    assert [s for s in scores(got) if "change" in s[2]] == [("2", "-1.00", "change")]


def test_a_suggestion_beside_a_result() -> None:
    """It says what should be better; beside a measure it is the measure's."""
    head = ["ข้อ", "ข้อมูล", "ผลการประเมิน", "ข้อเสนอแนะ"]
    got = report(
        [head, ["O1", "โครงสร้างและอำนาจหน้าที่", "๑๐๐", "-"], ["O8", "คู่มือการปฏิบัติงาน", "๐", "ไม่ครบทุกภารกิจ"]]
    )
    assert [s[:2] for s in scores(got)] == [("O1", "100"), ("O8", "0")]
    assert [(a.items, a.finding) for a in got.analyses] == [(("O8",), "improvement")]
    with_measure = report(
        [["ตัวชี้วัด", "มาตรการ", "วิธีดำเนินการ", "ข้อเสนอแนะ"], ["การใช้อำนาจ", "จัดทำคู่มือ", "ประชุม", "ควรทำทุกปี"]]
    )
    assert not with_measure.analyses and with_measure.measures[0].suggestion == "ควรทำทุกปี"


def test_years_of_two_digits_head_columns() -> None:
    """ปี 67; a sign for the change."""
    head = ["ที่", "ตัวชี้วัด", "ปี 67", "ปี ๖๘", "+/-"]
    got = report(
        [
            head,
            ["๑", "การใช้อำนาจ", "๘๘.๑๑", "๙๐.๑๐", "+๑.๙๙"],
            ["๒", "การใช้งบประมาณ", "๘๕.๐๐", "๘๔.๐๐", "-๑.๐๐"],
        ]
    )
    assert [s[1:] for s in scores(got) if s[0] == "3"] == [
        ("88.11", "score 2567"),
        ("90.10", "score"),
        ("1.99", "change"),
    ]


def test_a_row_across_that_gives_the_score_of_its_indicator() -> None:
    """Above the headings and between the rows; wordings under ประเด็น are the items'."""
    head = ["ข้อ", "ประเด็น", "คะแนน"]
    got = report(
        [
            ["ตัวชี้วัดที่ ๗ ประสิทธิภาพการสื่อสาร (๘๗.๔๔ คะแนน)", LEFT, LEFT],
            head,
            ["e๔", "ช่องทางการเผยแพร่ข้อมูลข่าวสารเข้าถึงได้ง่าย", "๘๖.๐๐"],
            ["ตัวชี้วัดที่ ๘ การปรับปรุงการทำงาน (๙๑.๐๐ คะแนน)", LEFT, LEFT],
            ["e๘", "ปรับปรุงการดำเนินงานให้ตอบสนองต่อประชาชน", "๙๒.๐๐"],
        ]
    )
    assert {s[:2] for s in scores(got)} == {("7", "87.44"), ("E4", "86.00"), ("8", "91.00"), ("E8", "92.00")}
    assert {i.item or i.name for i in got.indicators} == {
        "ประสิทธิภาพการสื่อสาร",
        "E4",
        "การปรับปรุงการทำงาน",
        "E8",
    }
    assert not got.analyses


def test_labels_and_values() -> None:
    """The whole's score and its level in a table of two columns; a rank is none."""
    rows = [["คะแนนภาพรวม", "๘๘.๒๑ คะแนน"], ["ระดับผลการประเมิน", "ผ่าน"], ["อันดับในจังหวัด", "๑๒"]]
    got = report([["ประเด็น", "รายละเอียด"], *rows])
    assert scores(got) == [("overall", "88.21", "score")] and got.scores[0].rating == "ผ่าน"
