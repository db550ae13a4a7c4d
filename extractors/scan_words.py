"""What the lines of a page's picture are made of: ink between gaps, and the words read of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors import scan_numbers
from extractors.document import Word
from extractors.engines import Glyph

if TYPE_CHECKING:
    from extractors.numerals import Numeral

GAP, WEAK_GAP = 0.42, 0.22
"""White between words; less than the first only where Tesseract has a space there; in heights of a letter."""
LATIN_LETTERS = re.compile("[A-Za-z]{2}|[A-Za-z]\\.")
_ON_SIGN = re.compile("(?<=[.,:;/()0-9\u0e50-\u0e59-])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+")
_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32|([\u0e48-\u0e4b])\u0e4d\u0e32")
DIGIT = re.compile("[0-9\u0e50-\u0e59]")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Ink between two gaps of a line, and what was read of it."""

    x0: int
    x1: int
    pieces: tuple[int, ...]
    glyphs: tuple[Glyph, ...] = ()
    numeral: Numeral | None = None
    """What the reader of numerals says of it."""
    read: Word | None = None
    """What was read of it in the end, where that is not Tesseract's reading."""

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a region, in pixels of the page."""

    text: str
    words: tuple[Word, ...]
    x0: int
    top: int
    x1: int
    bottom: int
    baseline: float
    letter: float
    """Height of its letters without ascenders and marks."""
    places: tuple[tuple[int, int], ...]
    """The left and right end of each word."""


def width_of(chunk: Chunk, letter: float) -> float:
    return (chunk.x1 - chunk.x0) / letter


def word_of(chunk: Chunk) -> Word | None:
    if chunk.read is not None:
        return chunk.read
    if not chunk.glyphs:
        return None
    number = bool(DIGIT.search(chunk.text))
    # A digit that only Tesseract has seen, and English that is none by itself.
    doubted = number or LATIN_LETTERS.search(chunk.text) is not None
    sure = min(sureness(chunk), scan_numbers.DOUBTED) if doubted else sureness(chunk)
    return Word(chunk.text, round(sure, 3), number)


def sureness(chunk: Chunk) -> float:
    """How sure Tesseract is of a word's letters: all but its least sure ones."""
    sure = [glyph.confidence for glyph in chunk.glyphs]
    return max(sorted(sure)[len(sure) // 5], 0.0) if sure else 0.0


def one_am(word: Word) -> Word:
    """The word with SARA AM as one letter, which Tesseract knows in its parts alone, and no marks on signs."""
    text = with_am(_ON_SIGN.sub("", word.text))
    return word if text == word.text else replace(word, text=text)


def with_am(text: str) -> str:
    """The text with SARA AM as one letter."""
    return _AM.sub(lambda m: f"{m[1] or m[2] or ''}\u0e33", text)
