"""Codes as reports print them, and figures in running text."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.frame import load_frame
from pipeline.structure.prose import statements
from pipeline.structure.references import (
    OVERALL,
    Place,
    item_by_wording,
    leading_item,
    references,
    resolve_item,
)


@pytest.mark.parametrize(
    ("letter", "digits", "year", "near", "code"),
    [
        (None, "11", 2564, Place("IIT", 1), "I1"),
        (None, "12", 2564, Place("IIT", 1), "I2"),
        (None, "12", 2564, Place("IIT", 2), "I12"),
        (None, "17", 2564, Place("IIT", 2), "I7"),
        (None, "120", 2564, Place("IIT", 4), "I20"),
        (None, "038", 2564, Place("OIT", 10), "O38"),
        (None, "010", 2568, Place("OIT", 9), "O10"),
        (None, "7", 2568, Place("IIT", 3), "I7"),
        ("e", "7", 2568, OVERALL, "E7"),
        (None, "7", 2568, OVERALL, None),
        (None, "29", 2568, Place("IIT", 3), None),
        ("O", "29", 2568, OVERALL, None),
    ],
)
def test_a_damaged_code_is_resolved_by_its_indicators_range(
    letter: str | None, digits: str, year: int, near: Place, code: str | None
) -> None:
    """The same digits mean another item under another indicator; what fits none stays open."""
    assert resolve_item(letter, digits, load_frame(year), near) == code


def test_a_range_of_items_names_every_item_in_it() -> None:
    """i๗ - i๙ is three items."""
    found = references("จากข้อ i๗ - i๙ ควรวางนโยบาย", load_frame(2568))
    assert [r.place.item for r in found] == ["I7", "I8", "I9"]


def test_a_list_number_is_no_item() -> None:
    """`๑) ตัวชี้วัดที่ ๖` does not begin with an item."""
    assert leading_item("๑) ตัวชี้วัดที่ ๖ คุณภาพการดำเนินงาน", load_frame(2564), Place("EIT")) is None


def test_a_question_is_known_by_its_wording_and_left_open_where_it_is_like_none() -> None:
    """A repeated question gives its item; a remote one gives none."""
    frame = load_frame(2568)
    exact = "เจ้าหน้าที่ในหน่วยงานของท่าน มีการเรียก รับสินบน เพื่อแลกกับการปฏิบัติงานหรือการบริการ หรือไม่"
    item, _ = item_by_wording(exact, frame)
    assert item is not None and item.code == "I3"
    assert item_by_wording("ท่านชอบสีอะไรมากที่สุด", frame)[0] is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ตัวชี้วัดที่ ๖ ได้คะแนน ๙๖.๘๐ คะแนน", [(6, "96.80", "score")]),
        ("ตัวชี้วัดที่ ๑ (๑๐๐.๐๐ คะแนน): ดี", [(1, "100.00", "score")]),
        ("ตัวชี้วัดที่ ๒ คะแนนสูงสุดรายตัวชี้วัด ๙๘.๗๗ คะแนน", [(2, "98.77", "highest")]),
        ("ตัวชี้วัดที่ ๗ จาก ๙๐.๖๓ ให้เป็น ๑๐๐ คะแนนเต็ม", [(7, "90.63", "score"), (7, "100", "target")]),
        ("ตัวชี้วัดที่ ๘ มีคะแนนเฉลี่ยเพิ่มขึ้น ๓.๙๙ คะแนน", [(8, "3.99", "change")]),
        ("ตัวชี้วัดที่ ๘ คะแนนลดลง ๑.๒๐ คะแนน", [(8, "-1.20", "change")]),
        ("ตัวชี้วัดที่ ๙ ไม่ผ่านเกณฑ์ (๐.๐๐ คะแนน)", [(9, "0.00", "score")]),
        ("ตัวชี้วัดที่ ๙ ต้องมีผลคะแนน ๘๕ คะแนนขึ้นไป", []),
        ("ตัวชี้วัดที่ ๙ จากคะแนนเต็ม 100 คะแนน ร้อยละ ๘๐", []),
        ("ตัวชี้วัดที่ ๙ เลข e-GP ลำดับที่ ๑๙ และ ๒๙ ไม่ครบ ๑๑ หลัก", []),
    ],
)
def test_figures_are_told_from_pass_marks_full_marks_and_counts(
    text: str, expected: list[tuple[int, str, str]]
) -> None:
    """Only what something achieved, is to achieve, or changed by is a figure."""
    found = [(s.place.indicator, str(s.value), s.statistic) for s in statements(text, load_frame(2568))]
    assert found == expected


def test_two_figures_of_eit_are_its_two_parts() -> None:
    """๙๙.๗๐ และ ๙๙.๗๖ after EIT are part one and part two, in that order."""
    found = statements("ผู้มีส่วนได้ส่วนเสียภายนอก (EIT) ได้ ๙๙.๗๐ และ ๙๙.๗๖ คะแนน", load_frame(2568))
    assert [(s.place.instrument, s.value) for s in found] == [
        ("EIT1", Decimal("99.70")),
        ("EIT2", Decimal("99.76")),
    ]


def test_each_year_named_before_a_figure_is_its_year() -> None:
    """ITA ปี ๒๕๖๗ ได้คะแนน … is a score of 2567, whatever the report's year."""
    found = statements("ข้อ E๗ ITA ปี๒๕๖๗ ได้คะแนน ๙๒.๕๐ คะแนน ITA ปี ๒๕๖๘ ได้คะแนน ๙๗.๓๘ คะแนน", load_frame(2568))
    assert [s.fiscal_year for s in found] == [2567, 2568]
