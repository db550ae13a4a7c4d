"""The grade of a page's text: sound, repaired, unusable."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.quality import (
    _DAMAGED,
    FEWEST_SIGNS,
    MOST_UNKNOWN,
    Grade,
    _codes,
    _may_be_damaged,
    judge,
    known_letters,
)

SOUND = (
    "เทศบาลตำบลได้วิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ "
    "เพื่อกำหนดมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงานให้เจ้าหน้าที่ทุกคนถือปฏิบัติอย่างเคร่งครัด "
    "และเผยแพร่ให้ประชาชนรับทราบผ่านช่องทางประชาสัมพันธ์ทุกช่องทางของเทศบาล ประจำปีงบประมาณ พ.ศ. ๒๕๖๘\n"
) * 3


@pytest.mark.parametrize(
    "text",
    [
        SOUND,
        "The Integrity and Transparency Assessment (ITA) is made every year; see https://ita.example.go.th/2025?x=1. "
        "LibreOffice's E-Service and iPhone apps answer e-mail@example.com." * 5,
        "๙๙.๕๘ 85.20 1,234,567.00 (12) 75% 0-2134-5678 2566/2567 - - - ***** ......... \n" * 20,
        "รายงาน ITA",
        "- 2 -",
        "๑",
        "",
        "เรื่อง ............................................................ วันที่ ....../....../......\n" * 10,
        "ITA O1-O43 EIT iOS A4 3P MOIT2 <- -> ระบบ e-PlanNACC, e-GP และ E-Service " + SOUND,
    ],
    ids=["Thai", "English", "numbers", "a cover", "a page number", "one digit", "nothing", "a form", "codes"],
)
def test_sound_text_is_good(text: str) -> None:
    """Also where there are few Thai words, or none."""
    assert judge(text).grade is Grade.GOOD


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("ำ", " า"),
        ("ำ", "ํา"),
        ("ำ", "ำา"),
        ("่", "\uf70a"),
        ("แ", "เเ"),
        ("่", "่่"),
        ("า", "ำ"),
    ],
    ids=["Word", "decomposed", "doubled", "private use", "two SARA E", "fake bold", "swapped"],
)
def test_damage_that_repair_mends_is_repaired(right: str, wrong: str) -> None:
    """Whatever it is, the text is readable in the end, and its source is known to be damaged."""
    quality = judge(SOUND.replace(right, wrong))
    assert quality.grade is Grade.REPAIRED
    assert quality.usable


def shifted(text: str) -> str:
    """As a wrong map to Unicode gives it: each letter another sign, some of them control codes."""
    return "".join(chr(0x0F + ord(ch) % 0x40) if ch > "\u0e00" else ch for ch in text)


@pytest.mark.parametrize(
    "text",
    [
        "".join(chr(0x3A3 + ord(ch) % 0x50) if ch > "\u0e00" else ch for ch in SOUND),
        shifted(SOUND),
        "หนา ๑ เลม ๑๔๒ ตอนที่ ๖๑ ก ราชกิจจานุเบกษา " + shifted(SOUND),
        "".join("\ufffd" if i % 4 == 0 else ch for i, ch in enumerate(SOUND)),
        "".join("(cid:917)" if ch == "่" else ch for ch in SOUND),
        SOUND.translate(dict(zip(map(ord, "ีือุัิ"), "ชทคขดต", strict=True))),
        "~'suu drraiw n.o.o. uar ~n4nin w 8 a wa^6 RJWW ~~a~~flisd~~~~d~~d~~udn~n~iu~iwwrn PII ID^$ n.9.o.\n"
        * 5,
    ],
    ids=[
        "Greek",
        "other signs",
        "a head that can be read",
        "holes",
        "glyph numbers",
        "vowels lost",
        "recognised junk",
    ],
)
def test_what_cannot_be_read_is_unusable(text: str) -> None:
    """It is neither good nor made good."""
    assert judge(text).grade is Grade.UNUSABLE


def test_a_text_with_a_few_holes_can_be_read() -> None:
    """The threshold lies between a slip and a page of them."""
    holes = SOUND[:200].replace("่", "\ufffd", 1) + SOUND[200:]
    assert judge(holes).usable


def test_names_that_no_dictionary_has_are_no_damage() -> None:
    """A list of people is readable, however unknown their names."""
    names = "นายจำรูญ เร่งถนอม นางสาวกัญญารัตน์ วงศ์พิพัฒน์ นายธนภัทร ศรีสุวรรณ ปลัดเทศบาล ผู้อำนวยการกองคลัง " * 5
    quality = judge(names)
    assert quality.usable and quality.unknown < MOST_UNKNOWN


def test_too_short_a_text_is_not_judged_by_its_words() -> None:
    """A name on a cover is no damage; codes without letters are, however few."""
    assert judge("บ้านโคกสูงเนิน"[:FEWEST_SIGNS]).grade is Grade.GOOD
    assert judge("\ufffd\ufffd\ufffd ๑").grade is Grade.UNUSABLE


@given(st.text(max_size=400))
def test_any_text_has_a_grade_and_shares(text: str) -> None:
    """Between none and all, whatever the characters."""
    q = judge(text)
    for value in (q.damaged, q.private_use, q.unknown, q.unreadable, q.foreign, q.tangled):
        assert 0 <= value <= 1
    assert q.signs == len("".join(text.split()))


@given(st.lists(st.sampled_from(SOUND.split()), max_size=60))
def test_sound_words_in_any_order_are_never_unusable(words: list[str]) -> None:
    """Nor do they have unreadable, foreign or tangled signs."""
    q = judge(" ".join(words))
    assert q.usable
    assert q.unreadable == q.foreign == q.tangled == 0


def test_known_letters_count_thai_words_only() -> None:
    """Not numbers, Latin or signs."""
    assert known_letters("ประเมิน ๒๕๖๘ ITA 12.5 %") == (7, 7)


def test_a_sound_page_is_judged_quickly() -> None:
    """A millisecond or so; here with room for a busy machine."""
    page = SOUND * 3
    judge(page)
    best = min(_seconds(page) for _ in range(10))
    assert best < 0.01


def _seconds(page: str) -> float:
    start = time.perf_counter()
    judge(page)
    return time.perf_counter() - start


@given(st.text(st.sampled_from("กาเแำิ่้์ํ็ุๆ ๑a\n\ufffd\uf70a\U0001f600"), max_size=12))
def test_the_quick_look_for_damage_overlooks_none(text: str) -> None:
    assert _may_be_damaged(_codes(text)) or not _DAMAGED.search(text)
