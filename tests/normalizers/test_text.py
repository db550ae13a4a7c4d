import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.text import COMBINING, clean, clusters, is_thai, likeness, squeeze

THAI = "".join(chr(c) for c in (*range(0x0E01, 0x0E3B), *range(0x0E40, 0x0E4F)))
DAMAGED = st.text(alphabet=THAI + " \n\t\u00a0\u200b\u00ad\ufeff๐๙09aZ.-", max_size=60)


@pytest.mark.parametrize(
    ("printed", "right"),
    [
        ("ข้ึน", "ขึ้น"),
        ("ท่ี", "ที่"),
        ("ชี้้วัด", "ชี้วัด"),
        ("กำาหนด", "กำหนด"),
        ("ตำาบล", "ตำบล"),
        ("อําเภอ", "อำเภอ"),
        ("นํ้า", "น้ำ"),
        ("น้ํา", "น้ำ"),
        ("นำ้", "น้ำ"),
        ("ดํ าเนิน", "ดำเนิน"),
        ("ก ำหนด", "กำหนด"),
        ("เเบบวัด", "แบบวัด"),
        ("คุณ\u200bธรรม\ufeff", "คุณธรรม"),
        ("โปร่ง\u00adใส", "โปร่งใส"),
        ("ข้อ\u00a0 \u2003\u3000\t๑", "ข้อ ๑"),
        ("  ก  \r\n\n\n\n ข ", "ก\n\nข"),
        ("ก\fข\u2028ค", "ก\nข\nค"),
    ],
)
def test_damage_is_mended(printed: str, right: str) -> None:
    """Each kind of damage that needs no dictionary comes out right."""
    assert clean(printed) == right


@pytest.mark.parametrize(
    "text",
    [
        "เทศบาลตำบลต้นไทร อำเภอบาเจาะ",
        "สิทธิ์ พันธุ์ ก๊าซ เก๋ง จ๋า น้ำ ปฏิญญา ฤๅษี ๆ ฯลฯ",
        "พุทฺธํ สรณํ คจฺฉามิ",
        "แบบวัด IIT ๙๙.๕๘ (A)\nข้อ ๑",
        "กาหนด ป้ องกัน",
    ],
)
def test_sound_text_and_what_needs_a_dictionary_stay(text: str) -> None:
    """Well formed Thai, Pali, digits and Latin are untouched, and so is damage that is not ours."""
    assert clean(text) == text


@given(DAMAGED)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    """Clean text is left as it is."""
    assert clean(clean(text)) == clean(text)


@given(st.text(max_size=60))
def test_cleaning_any_text_is_idempotent(text: str) -> None:
    """The same holds for text of every script."""
    assert clean(clean(text)) == clean(text)


@given(DAMAGED)
def test_digits_and_latin_letters_survive(text: str) -> None:
    """No digit and no Latin letter is lost, made or moved."""

    def kept(s: str) -> str:
        return "".join(ch for ch in s if ch.isdigit() or (ch.isascii() and ch.isalpha()))

    assert kept(clean(text)) == kept(text)


@given(DAMAGED)
def test_consonants_survive(text: str) -> None:
    """No consonant is lost, made or moved."""

    def kept(s: str) -> str:
        return "".join(ch for ch in s if "ก" <= ch <= "ฮ")

    assert kept(clean(text)) == kept(text)


@given(DAMAGED)
def test_no_blank_is_doubled_and_no_line_ragged(text: str) -> None:
    """What comes out has single blanks, trimmed lines and at most one blank line in a row."""
    out = clean(text)
    assert "  " not in out
    assert "\n\n\n" not in out
    assert all(line == line.strip() for line in out.split("\n"))


def test_the_key_forgets_how_it_was_printed() -> None:
    """Blanks, digits, dashes, quotes and case make no difference to the key."""
    assert squeeze("ข้อ ๑๐ “O๖” – ก") == squeeze('ข้อ10"o6"-ก') == squeeze("ข้อ\n10 'O๖' — ก")


@given(DAMAGED)
def test_the_key_of_a_key_is_itself(text: str) -> None:
    """Squeezing twice is squeezing once."""
    assert squeeze(squeeze(text)) == squeeze(text)


@given(DAMAGED)
def test_clusters_joined_are_the_text(text: str) -> None:
    """Nothing is lost between the clusters."""
    assert "".join(clusters(text)) == text


def test_a_cluster_is_a_letter_with_its_marks() -> None:
    """Marks and SARA AM go with their consonant; leading vowels stand alone."""
    assert clusters("เปิ่น น้ำ์") == ["เ", "ปิ่", "น", " ", "น้ำ์"]
    assert clusters("่ก") == ["่", "ก"]


def test_the_marks_are_the_nonspacing_ones() -> None:
    """The set of marks agrees with Unicode."""
    assert {ch for ch in map(chr, range(0x0E00, 0x0E80)) if unicodedata.category(ch) == "Mn"} == COMBINING


def test_thai_is_told_from_other_scripts() -> None:
    """Characters of the Thai block only."""
    assert all(map(is_thai, "กฮะำเ๙ๆฯ่"))
    assert not any(map(is_thai, "a9 ກ–"))


def test_likeness_goes_by_the_key() -> None:
    """The same words printed differently are equal, other words are not."""
    assert likeness("ตัวชี้วัดที่ ๔", "ตัวชี้วัดที่4") == 1
    assert likeness("การใช้อำนาจ", "การใช้งบประมาณ") < 0.8
