"""Numbers in recognised words: how sure they are, and what else they may be."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2")

from extractors import scan_figures, scan_numbers
from extractors.document import Word
from extractors.numerals import Numeral
from extractors.scan_words import Chunk


def numeral(text: str, sure: float, *others: str, as_number: float | None = None) -> Numeral:
    return Numeral(text, (sure,) * len(text), False, others, as_number)


def test_a_code_is_as_sure_as_its_digits() -> None:
    code = numeral("๐๑๒", 0.75, as_number=0.99)
    assert scan_numbers.word(code).confidence == 0.99
    assert scan_numbers.merge("O12", 0.9, code, 2.4) == Word("๐๑๒", 0.99, True)


def test_a_number_beside_a_word_keeps_its_other_readings() -> None:
    read = numeral("…๒๕๖๗", 0.8, "…๒๕๖๓", "๑…๒๕๖๗")
    assert scan_numbers.merge("ปี2567", 0.9, read, 5.0) == Word("ปี๒๕๖๗", 0.8, True, ("ปี๒๕๖๓",))


@pytest.mark.parametrize(
    ("whole", "parts", "gap", "wide"),
    [
        ("2567", "2567", 0.7, True),
        ("๒๕๖๗", "๒๕๖๗", 0.7, True),
        ("1567", "1567", 0.7, False),
        ("1567", "1567", 0.4, True),
        ("2567", "256", 0.7, False),
        ("86.20", "8620", 0.7, True),
    ],
)
def test_a_year_set_wide_is_one_number(whole: str, parts: str, gap: float, wide: bool) -> None:
    """256 7 is a year, as far apart as the digits of a score may be; of other numbers so much white makes two."""
    assert scan_numbers.is_wide(numeral(whole, 0.83), parts, gap) is wide


def test_a_point_that_is_unsurely_read_as_a_digit_is_a_point() -> None:
    """10.1, of which the point by itself looks like a 2."""
    assert scan_figures._is_point(Chunk(0, 6, (), numeral=numeral("2", 0.26)), 25.0)
    assert not scan_figures._is_point(Chunk(0, 6, (), numeral=numeral("1", 0.99)), 25.0)
    assert not scan_figures._is_point(Chunk(0, 16, (), numeral=numeral("2", 0.26)), 25.0)
