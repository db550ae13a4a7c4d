"""Spaces that a page's content has elsewhere than the page: letters that stand together are one word again."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from extractors.pdf_chars import Chars
from extractors.pdf_spaces import respaced

_WIDE, _HIGH = 7.0, 8.0


def line(words: list[str], gap: float = 3.5, y: float = 100.0) -> list[tuple[str, float, float, float]]:
    """Letters of words with gaps between them: letter, left, right, foot."""
    out, x = [], 90.0
    for word in words:
        for letter in word:
            out.append((letter, x, x + _WIDE, y))
            x += _WIDE
        x += gap
    return out


def chars(letters: list[tuple[str, float, float, float]]) -> Chars:
    text = "".join(x[0] for x in letters)
    x0, x1, foot = (np.array([x[i] for x in letters], dtype=np.float64) for i in (1, 2, 3))
    return Chars(text, x0, foot - _HIGH, x1, foot, np.arange(len(letters)))


def test_a_space_drawn_elsewhere_parts_no_number() -> None:
    """๘๘ .๒๔ is ๘๘.๒๔, and the gaps of the line are its spaces."""
    letters = line(["คะแนน", "๘๘.๒๔", "คะแนน"])
    at = 7  # before the point
    foot = letters[0][3]
    drawn = [*letters[:at], (" ", 90.0 + 5 * _WIDE, 90.0 + 5 * _WIDE + 3.5, foot), *letters[at:]]
    assert respaced(chars(drawn)).text == "คะแนน ๘๘.๒๔ คะแนน"


def test_a_space_at_the_end_of_a_line_stays_there_only_if_drawn_there() -> None:
    """One drawn in the middle does not part the word that goes on in the next line."""
    first, second = line(["ประเมิ"]), line(["นผล"], y=120.0)
    middle = (" ", 100.0, 103.5, 100.0)
    assert respaced(chars([*first, middle, *second])).text == "ประเมินผล"
    end = (" ", first[-1][2], first[-1][2] + 3.5, 100.0)
    assert respaced(chars([*first, end, *second])).text == "ประเมิ นผล"


@given(st.lists(st.text("กขคงจ๐๑๒", min_size=1, max_size=6), min_size=1, max_size=6), st.floats(0.0, 12.0))
def test_a_page_with_its_spaces_in_place_stays_as_it_is(words: list[str], gap: float) -> None:
    """Whatever the gaps between its letters, nothing is put in or taken out."""
    letters: list[tuple[str, float, float, float]] = []
    for letter, x0, x1, foot in line(words, gap):
        if letters and x0 - letters[-1][2] > 0.01:
            letters.append((" ", letters[-1][2], x0, foot))
        letters.append((letter, x0, x1, foot))
    page = chars(letters)
    assert respaced(page) is page
