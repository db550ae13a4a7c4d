"""How list entries and responsible units are told apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.structure.lists import entries, leading_number, strip_mark, units


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- เผยแพร่ข้อมูลใน ๒ ประเด็น คือ\n๑. การป้องกัน\nการทุจริต ๒. มาตรการภายใน", 1),
        ("๓. จัดทำมาตรฐาน\n๔. จัดทำช่องทาง\n๕. จัดให้มีส่วนร่วม", 3),
        ("- ๓.๑ จัดทำทะเบียน\n- ๓.๒ ปรับปรุงทะเบียน", 2),
        ("๑) ประชุมทีมงาน ๒) ออกคำสั่ง ๓) รายงานผล", 3),
        ("๑. แก้ไขทันที:\n- ข้อหนึ่ง\n- ข้อสอง\n๒. สุ่มตรวจ", 2),
        ("จัดประชุม (Walk-in) เดือนละ ๑.๕ ชั่วโมง", 1),
    ],
)
def test_only_the_outermost_list_makes_entries(text: str, expected: int) -> None:
    """Lists nested in an entry stay in its text, whether on lines of their own or not."""
    assert len(entries(text)) == expected


def test_entries_lose_their_marks_and_nothing_else() -> None:
    """What is left of an entry is its words."""
    assert entries("๑. จัดทำคู่มือ ๒ ภาษา\n๒. แจกคู่มือ") == ["จัดทำคู่มือ ๒ ภาษา", "แจกคู่มือ"]


@given(st.lists(st.sampled_from(["จัดทำแผน", "ประชุมชี้แจง", "รายงานผล", "เผยแพร่ข้อมูล"]), min_size=2, max_size=9))
def test_numbered_steps_come_back_as_they_were(steps: list[str]) -> None:
    """Numbers put before steps and taken off again leave the steps."""
    text = "\n".join(f"{n}. {step}" for n, step in enumerate(steps, 1))
    assert entries(text) == steps


def test_a_number_that_is_no_mark_is_no_number() -> None:
    """Years, decimals and plain counts do not number an entry."""
    assert [leading_number(t) for t in ("๒๕๖๘ ดังนี้", "๓.๙๙ คะแนน", "๓๐ กันยายน")] == [None, None, None]
    assert strip_mark("๒๕๖๘ ดังนี้") == "๒๕๖๘ ดังนี้"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["กองคลัง", "กองคลัง", "กองคลัง"], ("กองคลัง",)),
        (["สำนักปลัด, กองคลัง และกองช่าง"], ("สำนักปลัด", "กองคลัง", "กองช่าง")),
        (["นักบริหารงานทั่วไป (งานประชาสัมพันธ์/งานนโยบาย) สำนักปลัด ร่วมกับ เจ้าหน้าที่พัสดุ"], 2),
        (["๑. สำนักปลัด", "๒. กองช่าง"], ("สำนักปลัด", "กองช่าง")),
        (["กองยุทธศาสตร์", "และงบประมาณ"], ("กองยุทธศาสตร์และงบประมาณ",)),
        ([], ()),
    ],
)
def test_units_are_split_only_where_both_sides_are_units(lines: list[str], expected: object) -> None:
    """Slashes inside brackets, and และ inside a name, part nothing."""
    found = units(lines)
    assert found == expected if isinstance(expected, tuple) else len(found) == expected
