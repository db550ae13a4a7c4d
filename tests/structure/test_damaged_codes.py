"""Codes of items in every damaged form that was met, and questions known by their wording alone."""

from __future__ import annotations

import pytest
from invented import codes, report, scores

from corpus.frame import Item, load_frame
from normalizers.text import squeeze
from normalizers.tokens import words
from pipeline.structure.references import OVERALL, Place, item_by_wording, leading_item, references

IIT_1, IIT_2, IIT_3, IIT_4 = (Place("IIT", n) for n in (1, 2, 3, 4))
OIT_9, OIT_10 = Place("OIT", 9), Place("OIT", 10)


def span(letter: str, first: int, last: int) -> list[str]:
    return [f"{letter}{n}" for n in range(first, last + 1)]


@pytest.mark.parametrize(
    ("text", "year", "near", "expected"),
    [
        ("ข้อ ๑๑–๑๖ ได้คะแนนสูง", 2564, IIT_1, span("I", 1, 6)),
        ("ข้อ ๑๗–๑๒๒ ได้คะแนนสูง", 2564, IIT_2, span("I", 7, 12)),
        ("ข้อ ๑๒ ได้คะแนน", 2564, IIT_2, ["I12"]),
        ("ข้อ ๑๓–๑๘ ได้คะแนนสูง", 2564, IIT_3, span("I", 13, 18)),
        ("ข้อ 1๑๙–1๒๔ ได้คะแนนสูง", 2564, IIT_4, span("I", 19, 24)),
        ("ข้อ 1๑๙ – ข้อ 1๒๔", 2564, IIT_4, span("I", 19, 24)),
        ("ข้อ ๗ ๘ ๙", 2568, IIT_3, ["I7"]),
        ("ข้อ ๑๐ ได้คะแนน", 2568, IIT_4, ["I10"]),
        ("ข้อคำถาม E๗ และ e๑", 2568, OVERALL, ["E7", "E1"]),
        ("ข้อ O๖ ไม่ผ่าน", 2568, OVERALL, ["O6"]),
        ("ข้อ O.1 และ o1", 2568, OVERALL, ["O1", "O1"]),
        ("ข้อ l๗ ได้คะแนน", 2568, OVERALL, ["I7"]),
        ("i๗ ถึง i๙", 2568, OVERALL, span("I", 7, 9)),
        ("ข้อ ๐๓๘ ไม่ผ่าน", 2564, OIT_10, ["O38"]),
        ("ข้อ 017 และข้อ 034", 2564, OVERALL, ["O17", "O34"]),
        ("ข้อ ๑๗ ได้คะแนน", 2568, IIT_3, ["I7"]),
        ("ข้อ ๒๙ ได้คะแนน", 2568, IIT_3, []),
        ("ข้อ ๑๐ – ๑๒ คะแนน", 2568, IIT_4, ["I10"]),
        ("ข้อ O29 ของปีนี้", 2568, OVERALL, []),
    ],
)
def test_codes_in_running_text(text: str, year: int, near: Place, expected: list[str]) -> None:
    """The range of the indicator decides, not the string."""
    assert [r.place.item for r in references(text, load_frame(year), near) if r.place.is_item] == expected


@pytest.mark.parametrize(
    ("text", "year", "near", "code"),
    [
        ("๐๑ โครงสร้าง", 2564, OIT_9, "O1"),
        ("๐๑๐ E-Service", 2568, OIT_9, "O10"),
        ("๐๒๘ รายงานผล", 2568, OIT_10, "O28"),
        ("OIT 34 เจตจำนงสุจริต", 2564, OVERALL, "O34"),
        ("OIT1", 2564, OVERALL, "O1"),
        ("๗ ท่านเคยถูกผู้บังคับบัญชาสั่ง", 2568, IIT_3, "I7"),
        ("1๒๐. ขั้นตอนการขออนุญาต", 2564, IIT_4, "I20"),
        ("๑๒๐ ขั้นตอนการขออนุญาต", 2564, IIT_4, "I20"),
    ],
)
def test_codes_that_a_cell_begins_with(text: str, year: int, near: Place, code: str) -> None:
    """Zero for the letter O, one for the letter I, or none at all."""
    lead = leading_item(text, load_frame(year), near)
    assert lead is not None and lead[0] == code


def test_a_resolved_code_is_said_and_an_unknown_one_is_left_open() -> None:
    """The finding tells how; the score of O29, which 2568 does not have, is some item's of OIT."""
    got = report(
        "ตัวชี้วัดที่ ๓ การใช้อำนาจ",
        [["ข้อ", "ข้อคำถาม", "คะแนน"], ["๗", "ท่านเคยถูกสั่งให้ทำธุระส่วนตัว", "90.00"], ["O29", "เรื่องอื่น", "80.00"]],
    )
    assert scores(got)[0] == ("I7", "90.00", "score")
    lost = got.scores[1]
    assert (lost.level, lost.instrument, lost.item, str(lost.value)) == ("item", "OIT", None, "80.00")
    assert {"code_resolved", "unknown_code"} <= set(codes(got))
    assert "๗ → I7" in next(f.message.th for f in got.findings if f.code == "code_resolved")


# Questions by their wording. Every wording of the frames is damaged in a fixed way and looked up again.


def _worded() -> list[tuple[int, Item]]:
    return [
        (y, i)
        for y in (2564, 2566, 2568)
        for i in load_frame(y).items
        if i.wording and len(squeeze(i.wording)) > 8
    ]


def _without_every_seventh_word(wording: str) -> str:
    return "".join(w for n, w in enumerate(words(wording), 1) if n % 7)


def _with_slips(wording: str) -> str:
    return "".join("ฦ" if n % 25 == 12 else ch for n, ch in enumerate(wording))


def _first_two_thirds(wording: str) -> str:
    split = words(wording)
    return "".join(split[: max(3, len(split) * 2 // 3)])


def _of_the_municipality(wording: str) -> str:
    return wording.replace("หน่วยงานของท่าน", "เทศบาล").replace("บุคลากร", "เจ้าหน้าที่")


@pytest.mark.parametrize(
    ("damage", "least"),
    [
        (str.strip, 1.0),
        (_with_slips, 0.9),
        (_without_every_seventh_word, 0.8),
        (_first_two_thirds, 0.8),
        (_of_the_municipality, 0.95),
    ],
)
@pytest.mark.parametrize("known", ["nothing", "instrument", "indicator"])
def test_a_question_is_known_by_its_wording(damage: object, least: float, known: str) -> None:
    """At least 99 of 100 answers are right, and `least` of all damaged wordings are answered."""
    assert callable(damage)
    right = wrong = asked = 0
    for year, item in _worded():
        near = {
            "nothing": OVERALL,
            "instrument": Place(item.instrument),
            "indicator": Place(item.instrument, item.indicator),
        }
        found, _ = item_by_wording(damage(item.wording), load_frame(year), near[known])
        asked += 1
        right += found == item
        wrong += found is not None and found != item
    assert right / (right + wrong) >= 0.99
    assert right / asked >= least


@pytest.mark.parametrize(
    "wording",
    [
        "ประชาชนพึงพอใจต่อการซ่อมถนนในหมู่บ้าน",
        "แผนพัฒนาบุคลากรครู",
        "การดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสของโรงเรียน",
        "รายงานผลการดำเนิน",
    ],
)
def test_another_question_is_left_open(wording: str) -> None:
    """Words in common are not enough, nor is the beginning that several wordings share."""
    assert item_by_wording(wording, load_frame(2568))[0] is None
