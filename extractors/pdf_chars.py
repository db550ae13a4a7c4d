"""The characters of one PDF page as arrays, and what kinds of Thai letters they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SARA_AA, SARA_AM, NIKHAHIT = 0x0E32, 0x0E33, 0x0E4D
_PRIVATE_MARKS = [*range(0xF701, 0xF70F), *range(0xF710, 0xF71B)]
"""The codes that old fonts keep moved marks in (U+F700 and U+F70F are letters)."""
_COMBINING = np.array([0x0E31, *range(0x0E34, 0x0E3B), *range(0x0E47, 0x0E4F), *_PRIVATE_MARKS])
_MARKS = np.append(_COMBINING, SARA_AM)
"""Thai letters drawn on or bound to the letter before them, SARA AM among them."""
_BLANKS = np.array([0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x200B, 0x200C, 0x200D, 0xFEFF])
UNREADABLE = "\ufffd"


def table(codes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether a code is one of these, by the code; for the first plane of Unicode."""
    found = np.zeros(0x10000, dtype=bool)
    found[codes] = True
    return found


IS_MARK, IS_BLANK = table(_MARKS), table(_BLANKS)


@dataclass(frozen=True, slots=True)
class Chars:
    """The characters of one page; arrays run parallel to `text`.

    Coordinates are points from the upper left corner of the page as shown.
    """

    text: str
    x0: Floats
    top: Floats
    x1: Floats
    bottom: Floats
    index: NDArray[np.int64]
    """The number that pdfium knows each character by."""


class Frame:
    """Maps pdfium's page space (origin lower left, unrotated) to the page as it is shown."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        left, bottom, right, top = page.get_bbox()
        self._box: tuple[float, float, float, float] = (left, bottom, right, top)
        self.rotation = page.get_rotation()
        across, up = right - left, top - bottom
        turned = self.rotation in (90, 270)
        self.width, self.height = (up, across) if turned else (across, up)

    def depth(self, x: Floats, y: Floats) -> Floats:
        """How far below the top of the shown page points lie."""
        left, bottom, right, top = self._box
        match self.rotation:
            case 90:
                return x - left
            case 180:
                return y - bottom
            case 270:
                return right - x
            case _:
                return top - y

    def boxes(self, x0: Floats, y0: Floats, x1: Floats, y1: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """x0, top, x1, bottom on the shown page for boxes given as left, bottom, right, top."""
        left, bottom, right, top = self._box
        match self.rotation:
            case 90:
                return y0 - bottom, x0 - left, y1 - bottom, x1 - left
            case 180:
                return right - x1, y0 - bottom, right - x0, y1 - bottom
            case 270:
                return top - y1, right - x1, top - y0, right - x0
            case _:
                return x0 - left, top - y1, x1 - left, top - y0


_ASKED = 8
"""The steps of a page ask for the codes of the same few texts."""


@lru_cache(_ASKED)
def codes_of(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


@lru_cache(_ASKED)
def marks_of(text: str) -> NDArray[np.bool_]:
    """Which of its characters are `IS_MARK`; not to be written to."""
    return is_in(codes_of(text), IS_MARK)


@lru_cache(_ASKED)
def blanks_of(text: str) -> NDArray[np.bool_]:
    """Which of its characters are `IS_BLANK`; not to be written to."""
    return is_in(codes_of(text), IS_BLANK)


@lru_cache(_ASKED)
def letters_of(text: str) -> NDArray[np.bool_]:
    """Which of its characters are neither marks nor blanks; not to be written to."""
    return ~marks_of(text) & ~blanks_of(text)


def where(these: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The places of those that are true, as `np.flatnonzero`, which takes longer to get ready than to look."""
    return these.nonzero()[0]


def is_in(codes: NDArray[np.uint32], table: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return table.take(codes, mode="clip")  # all beyond the first plane as its last code, which is none


def taken(chars: Chars, order: NDArray[np.int64]) -> Chars:
    text = codes_of(chars.text)[order].tobytes().decode("utf-32-le", "surrogatepass")
    return Chars(
        text, chars.x0[order], chars.top[order], chars.x1[order], chars.bottom[order], chars.index[order]
    )


def without(chars: Chars, which: Callable[[Chars], NDArray[np.bool_]]) -> Chars:
    """The characters that are not of the kind."""
    gone = which(chars)
    return chars if not gone.any() else taken(chars, where(~gone))
