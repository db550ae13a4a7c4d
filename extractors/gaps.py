"""Lines of a PDF page with the gaps in them, and the white that goes down between columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extractors.pdf_chars import IS_BLANK, IS_MARK, SARA_AM, Chars, Floats, codes_of, is_in, table, where
from extractors.pdf_rules import Grid

GAP = 10.0
"""Points between the words of two cells, at least: office programs leave 10.8. Blanks, also two, are narrower."""
_LETTER = 0.6
"""The height of most letters, as a share of the font size."""
_FIGURE = re.compile(r"[+\-−–]?[\d๐-๙]{1,3}(?:[.,][\d๐-๙]{1,3})?(?:%|คะแนน)?|[-–]")
_EXACT = re.compile(r"[\d๐-๙]\.[\d๐-๙]")
_MARK = re.compile(r"\W*(?:[\d๐-๙]{1,2}(?:\.[\d๐-๙]{1,2})?|[ก-ฮ])?\W*")
"""The number or dash of a list's entry."""
_DASHES = ("-", "–")

_TAIL = 4.0
"""Points that a letter's tail hangs below its line, at most."""
_HAS_TAIL = table(np.array([ord(letter) for letter in "ญฎฏฐฤฦ"]))
"""Letters whose tails may hang so far that they would stand on a line of their own."""
_NO_LETTER = IS_MARK | IS_BLANK
_NO_LETTER[SARA_AM] = False

White = tuple[float, float]
"""The left and right end of a strip without letters."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one line without a gap between them."""

    text: str
    x0: float
    x1: float

    @property
    def is_figure(self) -> bool:
        return _FIGURE.fullmatch(self.text) is not None

    @property
    def is_exact(self) -> bool:
        """True for a figure with decimals."""
        return self.is_figure and _EXACT.search(self.text) is not None

    @property
    def value(self) -> int | None:
        """The number of a figure without decimals."""
        return int(self.text) if self.text.isdecimal() else None

    @property
    def is_list_mark(self) -> bool:
        """True for "1.", "(ก)", "-": not for a bare number."""
        if self.text in _DASHES:
            return True
        return (
            not self.is_figure and _MARK.fullmatch(self.text) is not None and not self.text.strip().isalnum()
        )

    @property
    def is_words(self) -> bool:
        if self.text in _DASHES:
            return True
        return not self.is_figure and _MARK.fullmatch(self.text) is None


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line of the page outside ruled tables."""

    pieces: tuple[Piece, ...]
    top: float
    base: float
    """Where most of its letters stand."""
    size: float
    """The usual font size of the page."""

    @property
    def middle(self) -> float:
        return self.base - _LETTER * self.size / 2

    @property
    def has_figures(self) -> bool:
        """True where figures stand beside words, or beside each other."""
        words = any(p.is_words for p in self.pieces)
        return any(p.is_figure for p in self.pieces[1:]) and (words or self.exact() > 1)

    def exact(self) -> int:
        return sum(p.is_exact for p in self.pieces[1:])

    def covers(self, x: float) -> bool:
        return any(p.x0 < x < p.x1 for p in self.pieces)

    def gaps(self) -> list[White]:
        return [(a.x1, b.x0) for a, b in pairwise(self.pieces)]

    def whites(self) -> list[White]:
        """Its gaps, and what is beside it."""
        return [(-FARTHEST, self.pieces[0].x0), *self.gaps(), (self.pieces[-1].x1, FARTHEST)]


# Lines


def letters_outside(chars: Chars, ruled: Sequence[Grid]) -> NDArray[np.int64]:
    """The letters outside ruled tables, by their place in the text."""
    codes = codes_of(chars.text)
    seen = where(~is_in(codes, _NO_LETTER))
    for grid in ruled:
        left, upper, right, lower = grid.bbox
        x, y = chars.x0[seen], chars.bottom[seen]
        seen = seen[(x < left) | (x > right) | (y < upper) | (y > lower)]
    return seen


def has_gaps(chars: Chars, seen: NDArray[np.int64]) -> bool:
    """True where the text goes on to the right of a gap, and not further down, as it does from cell to cell.

    Few pages do, and the others cost no more than this.
    """
    if len(seen) < 2:
        return False
    x0, bottom = chars.x0[seen], chars.bottom[seen]
    right = (x0[1:] > chars.x1[seen[:-1]] + GAP) & (bottom[1:] < bottom[:-1] + _TAIL)
    return int(np.count_nonzero(right)) > 1


def lines_of_letters(chars: Chars, seen: NDArray[np.int64]) -> list[SetLine]:
    """The lines of the letters, from top to bottom."""
    x0, x1, top, bottom = chars.x0[seen], chars.x1[seen], chars.top[seen], chars.bottom[seen]
    size = float(np.median(bottom - top)) / _LETTER
    bottom = _without_tails(codes_of(chars.text)[seen], top, bottom, size)
    order = np.argsort(bottom, kind="stable")
    starts = where(np.diff(bottom[order], prepend=-np.inf) > _APART * size)
    line = np.empty(len(seen), dtype=np.int64)
    line[order] = starts.searchsorted(np.arange(len(seen)), side="right")
    order = np.lexsort((x0, line))
    return _cut(chars.text, seen[order], line[order], x0[order], x1[order], top[order], bottom[order], size)


def _without_tails(codes: NDArray[np.uint32], top: Floats, bottom: Floats, size: float) -> Floats:
    """Where letters stand: those with a tail stand where the letter before them does."""
    tailed = is_in(codes, _HAS_TAIL)
    before = np.maximum.accumulate(np.where(tailed, 0, np.arange(len(codes))))
    beside = tailed & (np.abs(top - top[before]) < _APART * size)
    return np.where(beside, np.minimum(bottom, bottom[before]), bottom)


def _cut(
    text: str,
    at: NDArray[np.int64],
    line: NDArray[np.int64],
    x0: Floats,
    x1: Floats,
    top: Floats,
    bottom: Floats,
    size: float,
) -> list[SetLine]:
    """Lines of letters that come sorted by line and place."""
    begins = where(np.diff(line, prepend=0))
    ends = np.append(begins[1:], len(at))
    upper = np.minimum.reduceat(top, begins)
    reach = np.maximum.accumulate(x1 + line * FARTHEST) - line * FARTHEST
    gap = np.zeros(len(at))
    gap[1:] = x0[1:] - reach[:-1]
    parts = where((gap > GAP) | (np.diff(line, prepend=0) > 0))
    stops = np.append(parts[1:], len(at))
    first = parts.searchsorted(begins)
    last = parts.searchsorted(ends)
    out = []
    for k in range(len(begins)):
        pieces = tuple(
            Piece(
                # The letters of a lone piece are never asked for.
                "".join([text[i] for i in at[parts[n] : stops[n]]]) if last[k] - first[k] > 1 else "",
                float(x0[parts[n]]),
                float(reach[stops[n] - 1]),
            )
            for n in range(first[k], last[k])
        )
        base = float(np.median(bottom[begins[k] : ends[k]]))
        out.append(SetLine(pieces, float(upper[k]), base, size))
    return out


FARTHEST = 100_000.0
"""Points; wider than any page."""
_APART = 0.3
"""Letters of one line stand at one height, but for tails below it, so closer than this share of the font size."""


# Columns


def meet(whites: Iterable[White], others: Sequence[White]) -> list[White]:
    """The strips that are white in both."""
    both = [(max(a, c), min(b, d)) for a, b in whites for c, d in others]
    return [(a, b) for a, b in both if b - a >= GAP]


def crosses(line: SetLine, white: White, least: float = GAP) -> bool:
    """True where a piece leaves less than so many points of the strip white."""
    return any(
        p.x0 < white[1] and p.x1 > white[0] and max(p.x0 - white[0], white[1] - p.x1) < least
        for p in line.pieces
    )


def narrowed(white: White, lines: Iterable[SetLine]) -> White:
    """What the lines that do not cross a strip leave of it."""
    a, b = white
    for line in lines:
        if crosses(line, (a, b)):
            continue
        for p in line.pieces:
            # Words that stand in the middle of it are a heading over the columns beside it.
            if p.x0 < b and p.x1 > a and not (p.x0 - a > GAP and b - p.x1 > GAP):
                a, b = (a, p.x0) if p.x0 - a > b - p.x1 else (p.x1, b)
    return a, b


def columns_by_figures(lines: Sequence[SetLine]) -> list[White]:
    """The white between the columns, as the lines with figures show it."""
    return white_in_all([x for x in lines if x.has_figures], lines)


def white_in_all(keys: Sequence[SetLine], lines: Sequence[SetLine]) -> list[White]:
    """What is white in all of the key lines, as far as the other lines leave it so."""
    whites = keys[0].whites()
    for line in keys[1:]:
        whites = meet(whites, line.whites())
    return [narrowed(w, lines) for w in between_columns(whites)]


def between_columns(whites: Iterable[White]) -> list[White]:
    """The strips between columns, without those beside the table."""
    return [(a, b) for a, b in whites if a > -FARTHEST and b < FARTHEST]


def columns_by_white(lines: Sequence[SetLine]) -> list[White]:
    """The white that goes down through all lines with words in several columns."""
    several = [x for x in lines if len(x.pieces) > 1]
    return white_in_all(several, lines) if several else []


def parts(line: SetLine, white: White) -> bool:
    """True where the line has words on both sides of the strip."""
    return bool(meet([white], line.gaps()))
