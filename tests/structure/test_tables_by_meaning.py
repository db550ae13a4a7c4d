"""Score tables in layouts that no report before had: order, merging, years, totals, missing headings."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import LEFT, UP, codes, report, scores

from corpus.vocabulary import load
from pipeline.structure.vocabulary import column_role, column_roles

NAMES = ("การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "การใช้ทรัพย์สินของราชการ", "การแก้ไขปัญหาการทุจริต")


@pytest.mark.parametrize(
    ("role", "phrase"), [(r, p.text) for r, ps in load("columns").items() for p in ps if len(p.key) > 1]
)
def test_every_known_heading_has_its_role_in_any_dress(role: str, phrase: str) -> None:
    """Broken over lines, with a year, in brackets or with a star, a heading means the same."""
    middle = len(phrase) // 2
    for dressed in (phrase, f"{phrase[:middle]}\n{phrase[middle:]}", f"{phrase} *", f"{phrase} (คะแนน)"):
        assert column_role(dressed) == role, dressed


@pytest.mark.parametrize(
    "heading", ["คะแนน ปี ๒๕๖๗", "ผลคะแนน ITA ประจำปีงบประมาณ พ.ศ. 2568", "คะแเนน", "คะแนนที่ได้รับจริง"]
)
def test_a_heading_nearly_known_is_known(heading: str) -> None:
    """A year, a slip of the pen and a word more do not hide a column of scores."""
    assert column_role(heading) == "score"


@pytest.mark.parametrize("heading", ["สีประจำวัน", "ผู้อำนวยการ", "วันลา", "ชื่อ-สกุล"])
def test_a_heading_like_none_has_no_role(heading: str) -> None:
    """It is reported, not guessed."""
    assert column_roles(heading) == ()


HEADINGS = {
    "indicator": ["ตัวชี้วัด", "ชื่อตัวชี้วัด", "ประเด็นการประเมิน"],
    "score": ["คะแนน", "คะแนนที่ได้", "ผลคะแนน", "ค่าคะแนน"],
    "rating": ["ระดับ", "ระดับผลการประเมิน"],
    "number": ["ที่", "ลำดับ"],
    "full_score": ["คะแนนเต็ม", "ค่าน้ำหนัก"],
}


@given(
    st.permutations(list(HEADINGS)),
    st.data(),
    st.lists(st.decimals(0, 100, places=2), min_size=5, max_size=5),
    st.booleans(),
)
def test_columns_may_stand_in_any_order(
    order: list[str], data: st.DataObject, values: list[object], thai: bool
) -> None:
    """Whatever the order and the wording of the headings, the five scores are those written."""
    digits = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙") if thai else {}
    head = [data.draw(st.sampled_from(HEADINGS[role])) for role in order]
    rows = [head]
    for n, (name, value) in enumerate(zip(NAMES, values, strict=True), 1):
        cells = {"indicator": name, "score": str(value), "rating": "", "number": f"{n}", "full_score": "100"}
        rows.append([cells[role].translate(digits) for role in order])
    found = scores(report(rows))
    assert found == [(str(n), str(v), "score") for n, v in enumerate(values, 1)]


def test_years_side_by_side_and_their_change() -> None:
    """A column a year, the difference of the later one; the later year's rating."""
    got = report(
        [
            ["ตัวชี้วัด", "คะแนน", LEFT, "เพิ่ม/ลด", "ระดับ"],
            [UP, "ปี ๒๕๖๗", "ปี ๒๕๖๘", UP, UP],
            ["๑. การปฏิบัติหน้าที่", "๙๕.๐๐", "๙๖.๐๐", "+๑.๐๐", ""],
            ["๒. การใช้งบประมาณ", "๙๐.๐๐", "๘๘.๘๐", "ลดลง ๑.๒๐", ""],
            ["คะแนนภาพรวม", "๙๒.๐๐", "๙๑.๐๐", "▼ ๑.๐๐", "ผ่าน"],
        ]
    )
    assert scores(got) == [
        ("1", "95.00", "score 2567"),
        ("1", "96.00", "score"),
        ("1", "1.00", "change"),
        ("2", "90.00", "score 2567"),
        ("2", "88.80", "score"),
        ("2", "-1.20", "change"),
        ("overall", "92.00", "score 2567"),
        ("overall", "91.00", "score"),
        ("overall", "-1.00", "change"),
    ]
    assert [s.rating for s in got.scores if s.level == "overall" and s.statistic == "score"] == [None, "ผ่าน"]
    assert "change_not_difference" not in codes(got)


def test_a_row_a_year() -> None:
    """Instruments lie across the table, years down it."""
    got = report(
        [
            ["ปีงบประมาณ พ.ศ.", "IIT", "EIT", "OIT", "คะแนนรวม", "ระดับ"],
            ["๒๕๖๗", "๙๐.๐๐", "๙๑.๐๐", "๙๒.๐๐", "๙๑.๑๐", "ผ่านดี"],
            ["๒๕๖๘", "๙๓.๐๐", "๙๔.๐๐", "๙๕.๐๐", "๙๔.๑๐", "ผ่านดี"],
        ]
    )
    assert scores(got)[:5] == [
        ("IIT", "90.00", "score 2567"),
        ("EIT", "91.00", "score 2567"),
        ("OIT", "92.00", "score 2567"),
        ("overall", "91.10", "score 2567"),
        ("IIT", "93.00", "score"),
    ]
    assert [s.rating for s in got.scores if s.level == "overall"] == ["ผ่านดี", "ผ่านดี"]


@pytest.mark.parametrize("label", ["คะแนน", "คะแนนที่ได้", "ผลคะแนน", "เทศบาลตำบลทุ่งแสงดาว"])
def test_indicators_across_the_table(label: str) -> None:
    """Names or numbers as headings, one row of scores; a row of full marks is none."""
    head = ["รายการ", "การปฏิบัติหน้าที่", "ตัวชี้วัดที่ ๒", "ตัวชี้วัดที่ ๓ การใช้อำนาจ"]
    got = report([head, ["คะแนนเต็ม", "100", "100", "100"], [label, "90.00", "91.00", "92.00"]])
    assert scores(got) == [("1", "90.00", "score"), ("2", "91.00", "score"), ("3", "92.00", "score")]


def test_instrument_and_indicator_in_one_column() -> None:
    """แบบวัด/ตัวชี้วัด lists both, and the whole."""
    got = report(
        [
            ["แบบวัด/ตัวชี้วัด", "คะแนน/ระดับ"],
            ["แบบวัด EIT", "๙๕.๐๐"],
            ["คุณภาพการดำเนินงาน", "๙๔.๐๐ คะแนน"],
            ["ประสิทธิภาพการสื่อสาร", "(๙๖.๐๐)"],
            ["ภาพรวม", "๙๖.๐๔ (ผ่าน)"],
        ]
    )
    assert scores(got) == [
        ("EIT", "95.00", "score"),
        ("6", "94.00", "score"),
        ("7", "96.00", "score"),
        ("overall", "96.04", "score"),
    ]
    assert got.scores[-1].rating == "ผ่าน"


def test_totals_belong_to_the_rows_above_them() -> None:
    """A total of an instrument's indicators is the instrument's, the last one the whole's."""
    rows = [["ตัวชี้วัด", "คะแนน"]]
    rows += [[n, "90.00"] for n in ("คุณภาพการดำเนินงาน", "ประสิทธิภาพการสื่อสาร", "การปรับปรุงการทำงาน")]
    rows += [["รวมเฉลี่ย", "90.00"], ["การเปิดเผยข้อมูล", "80.00"], ["การป้องกันการทุจริต", "70.00"]]
    rows += [["คะแนนเฉลี่ย OIT", "75.00"], ["คะแนนรวม ITA", "81.00"]]
    assert [s for s in scores(report(rows)) if s[0] in ("EIT", "OIT", "overall")] == [
        ("EIT", "90.00", "score"),
        ("OIT", "75.00", "score"),
        ("overall", "81.00", "score"),
    ]


def test_one_total_below_bands_of_instruments_is_the_wholes() -> None:
    """Bands do not end what a total sums up; totals before it do."""
    rows = [["ตัวชี้วัด", "คะแนน"], ["แบบวัด EIT", LEFT]]
    rows += [[n, "90.00"] for n in ("คุณภาพการดำเนินงาน", "ประสิทธิภาพการสื่อสาร", "การปรับปรุงการทำงาน")]
    rows += [["แบบวัด OIT", LEFT], ["การเปิดเผยข้อมูล", "80.00"], ["การป้องกันการทุจริต", "70.00"]]
    rows += [["รวม", "81.00"]]
    assert scores(report(rows))[-1] == ("overall", "81.00", "score")


def test_a_score_merged_over_its_items_is_their_indicators() -> None:
    """One figure for the rows of I1-I3 is no item's."""
    got = report(
        [
            ["ข้อ", "ข้อคำถาม", "คะแนนรายข้อ", "คะแนนรายตัวชี้วัด"],
            ["I1", "เจ้าหน้าที่ให้บริการตามขั้นตอน", "90.00", "92.00"],
            ["I2", "เจ้าหน้าที่ให้บริการเท่าเทียม", "92.00", UP],
            ["I3", "เจ้าหน้าที่เรียกรับสินบน", "94.00", UP],
        ]
    )
    assert scores(got) == [
        ("I1", "90.00", "score"),
        ("1", "92.00", "score"),
        ("I2", "92.00", "score"),
        ("I3", "94.00", "score"),
    ]


def test_new_headings_inside_a_table_begin_a_new_one() -> None:
    """A title over them tells the finding of the rows below, a repeated heading tells nothing."""
    head = ["ข้อ", "ข้อคำถาม", "คะแนน", "การวิเคราะห์"]
    again = ["ข้อคำถาม", "คะแนน", "ผลการวิเคราะห์", "ข้อ"]
    got = report(
        [
            ["จุดแข็ง", LEFT, LEFT, LEFT],
            head,
            ["I1", "เจ้าหน้าที่ให้บริการตามขั้นตอน", "99.00", "มีคู่มือการให้บริการครบทุกงาน"],
            head,
            ["I2", "เจ้าหน้าที่ให้บริการเท่าเทียม", "98.00", "มีบัตรคิวกลางทุกจุดบริการ"],
            ["ประเด็นที่ควรปรับปรุง", LEFT, LEFT, LEFT],
            again,
            ["เจ้าหน้าที่เรียกรับสินบน", "80.00", "ช่องทางร้องเรียนยังไม่เป็นที่รู้จัก", "I3"],
        ]
    )
    assert scores(got) == [("I1", "99.00", "score"), ("I2", "98.00", "score"), ("I3", "80.00", "score")]
    assert [(a.items, a.finding) for a in got.analyses] == [
        (("I1",), "strength"),
        (("I2",), "strength"),
        (("I3",), "improvement"),
    ]


def test_a_table_without_headings_is_read_where_its_cells_tell() -> None:
    """Names beside one column of figures are scores; two columns of figures are left alone."""
    rows = [[str(n), name, f"{90 + n}.00"] for n, name in enumerate(NAMES, 1)]
    assert scores(report(rows)) == [(str(n), f"{90 + n}.00", "score") for n in range(1, 6)]
    assert scores(report([[*row, "99.50"] for row in rows])) == []


def test_a_heading_drawn_without_merged_cells() -> None:
    """Blanks above the parts of a heading mean the same as a merged cell."""
    got = report(
        [
            ["ตัวชี้วัด", "คะแนน", "", "ระดับ"],
            ["", "ปี 2567", "ปี 2568", ""],
            ["การใช้อำนาจ", "80.00", "81.00", ""],
            ["การใช้งบประมาณ", "82.00", "83.00", ""],
        ]
    )
    assert [s[1:] for s in scores(got)] == [
        ("80.00", "score 2567"),
        ("81.00", "score"),
        ("82.00", "score 2567"),
        ("83.00", "score"),
    ]


def test_weighted_parts_of_one_agency() -> None:
    """คะแนนถ่วงน้ำหนัก is a part of the sum, its total the overall score."""
    got = report(
        [
            ["แบบวัด", "ค่าน้ำหนัก", "คะแนน", "คะแนนถ่วงน้ำหนัก"],
            ["IIT", "30", "90.00", "27.00"],
            ["EIT", "30", "80.00", "24.00"],
            ["OIT", "40", "95.00", "38.00"],
            ["รวม", "100", "", "89.00"],
        ],
        year=2564,
    )
    assert scores(got) == [
        ("IIT", "90.00", "score"),
        ("IIT", "27.00", "weighted"),
        ("EIT", "80.00", "score"),
        ("EIT", "24.00", "weighted"),
        ("OIT", "95.00", "score"),
        ("OIT", "38.00", "weighted"),
        ("overall", "89.00", "score"),
    ]
    assert codes(got) == []


def test_a_column_of_targets_is_of_the_next_year() -> None:
    """Unless its heading says another."""
    rows = [["ตัวชี้วัด", "คะแนน", "เป้าหมาย"], ["การใช้อำนาจ", "80.00", "90.00"], ["การใช้งบประมาณ", "81", "91.00"]]
    assert ("3", "90.00", "target 2569") in scores(report(rows))
    rows[0][2] = "เป้าหมาย ปี 2570"
    assert ("3", "90.00", "target 2570") in scores(report(rows))


def test_a_column_that_fits_no_role_is_reported_and_its_words_kept() -> None:
    """Nothing of the table is lost."""
    got = report([["ตัวชี้วัด", "คะแนน", "สีประจำตัวชี้วัด"], ["การใช้อำนาจ", "90.00", "เหลืองทอง"]])
    finding = next(f for f in got.findings if f.code == "unmapped_column")
    assert scores(got) == [("3", "90.00", "score")]
    assert "สีประจำตัวชี้วัด" in finding.message.th
    assert finding.source is not None and "เหลืองทอง" in finding.source.text


def test_counts_of_people_and_percentages_of_answers_are_no_scores() -> None:
    """A table on who answered has rows that are nothing assessed."""
    rows = [
        ["รายการ", "จำนวน", "ร้อยละ"],
        ["ชาย", "20", "40.00"],
        ["หญิง", "30", "60.00"],
        ["รวม", "50", "100.00"],
    ]
    assert scores(report(rows)) == []


def test_measures_beside_the_scores_they_answer() -> None:
    """A table of weak points and what is done gives scores, analyses and measures."""
    got = report(
        [
            ["ตัวชี้วัด", "คะแนน", "จุดอ่อน", "มาตรการ", "ระยะเวลา/ผู้รับผิดชอบ"],
            [
                "ตัวชี้วัดที่ ๓ การใช้อำนาจ",
                "80.00",
                "บุคลากรไม่ทราบเกณฑ์การเลื่อนเงินเดือน",
                "โครงการประกาศเกณฑ์ล่วงหน้า",
                "มี.ค. – ก.ย. ๖๙\nกองคลัง",
            ],
        ]
    )
    measure = got.measures[0]
    assert scores(got) == [("3", "80.00", "score")]
    assert [(a.indicator, a.finding) for a in got.analyses] == [(3, "weakness")]
    assert (measure.title, measure.indicators) == ("โครงการประกาศเกณฑ์ล่วงหน้า", (3,))
    assert (measure.responsible, str(measure.end)) == (("กองคลัง",), "2026-09-30")


ROLES = ("title", "steps", "responsible", "period", "progress")
HEADS = ("มาตรการ/โครงการ", "ขั้นตอนการดำเนินการ", "หน่วยงานที่รับผิดชอบ", "ห้วงเวลา", "ผลการดำเนินงาน")
CELLS = ("โครงการบัตรคิวกลาง", "1. จัดซื้อตู้บัตรคิว\n2. อบรมเจ้าหน้าที่", "สำนักปลัด", "ต.ค. 67 – ก.ย. 68", "ดำเนินการแล้ว")


@pytest.mark.parametrize("order", list(itertools.permutations(range(5)))[::7])
def test_tables_of_measures_in_any_order(order: tuple[int, ...]) -> None:
    """Each cell goes to the field that its heading means."""
    got = report([[HEADS[i] for i in order], [CELLS[i] for i in order]])
    m = got.measures[0]
    assert (m.title, m.steps, m.responsible) == (CELLS[0], ("จัดซื้อตู้บัตรคิว", "อบรมเจ้าหน้าที่"), ("สำนักปลัด",))
    assert (str(m.start), str(m.end), m.progress) == ("2024-10-01", "2025-09-30", CELLS[4])
