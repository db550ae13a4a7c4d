"""Numbers in recognised words: how sure they are, and what else they may be."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2")

from extractors import scan_numbers
from extractors.document import Word
from extractors.numerals import Numeral


def numeral(text: str, sure: float, *others: str, as_number: float | None = None) -> Numeral:
    return Numeral(text, (sure,) * len(text), False, others, as_number)


def test_a_code_is_as_sure_as_its_digits() -> None:
    code = numeral("๐๑๒", 0.75, as_number=0.99)
    assert scan_numbers.word(code).confidence == 0.99
    assert scan_numbers.merge("O12", 0.9, code, 2.4) == Word("๐๑๒", 0.99, True)


def test_a_number_beside_a_word_keeps_its_other_readings() -> None:
    read = numeral("…๒๕๖๗", 0.8, "…๒๕๖๓", "๑…๒๕๖๗")
    assert scan_numbers.merge("ปี2567", 0.9, read, 5.0) == Word("ปี๒๕๖๗", 0.8, True, ("ปี๒๕๖๓",))
