"""Characters of a PDF page in bulk, and the runs of them that stand together.

pdfium gives text in content order with a box for each character. A run is a stretch of that order
that lies on one line and in one table cell; Thai marks stay with the base letter before them, since
a mark often reaches into the cell above.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import compress, pairwise
from math import hypot, inf
from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c
from numpy.typing import NDArray

from extractors.pdf_bulk import CharsOf, Things
from extractors.pdf_chars import (
    IS_MARK,
    SARA_AM,
    UNREADABLE,
    Chars,
    Frame,
    blanks_of,
    codes_of,
    is_in,
    marks_of,
    table,
    taken,
    where,
    without,
)
from extractors.pdf_marks import drawn_twice, in_content_order, settled, told_by_ink
from extractors.pdf_spaces import respaced

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_IS_CONTROL = table(np.array([code for code in range(0xA0) if _CONTROL.match(chr(code))]))
_HYPHEN_AT_LINE_END = "\ufffe"
"""What pdfium writes for a hyphen that ends a line."""


class Run(NamedTuple):
    """Characters that follow each other on one line of one region.

    A page has hundreds, and a frozen dataclass takes five times as long to make.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    """Distance of its baseline from the top of the page, in points."""
    size: float
    """Font size in points."""
    region: int
    """Index of the cell it lies in, or -1 outside all tables."""
    bold: bool = False
    """Whether its first letter is; not asked in tables."""
    bold_end: bool = False
    """Whether its last letter is."""


def read_chars(
    textpage: pdfium.PdfTextPage, frame: Frame, content: Things, names: Mapping[int, str] | None = None
) -> Chars:
    """All characters of a page with their boxes (advance width by font height), marks behind their letters.

    `names` says what some characters are, by their numbers, where the page's own codes do not. What is no
    text at all (control codes, glyphs without a code) is U+FFFD. Private Use marks stay as they are.
    """
    n = textpage.count_chars()
    text = textpage.get_text_range() if n else ""
    if len(text) != n:
        # pdfium leaves characters without Unicode out of its text, which would shift every box.
        codes = (c.FPDFText_GetUnicode(textpage.raw, i) for i in range(n))
        text = "".join(
            chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else UNREADABLE for code in codes
        )
    text = text.replace(_HYPHEN_AT_LINE_END, "-")
    left, top, right, bottom = CharsOf(textpage).loose_boxes(range(n)).T
    x0, y0, x1, y1 = frame.boxes(left, bottom, right, top)
    chars = Chars(text, x0, y0, x1, y1, np.arange(n))
    if not n:
        return chars
    chars = respaced(in_content_order(chars, textpage, content))
    if names:
        chars = _named(chars, names)
    if is_in(codes_of(chars.text), _IS_CONTROL).any():
        chars = replace(chars, text=_CONTROL.sub(UNREADABLE, chars.text))
    return settled(without(told_by_ink(chars, textpage, frame), drawn_twice))


def runs(
    chars: Chars,
    seen: NDArray[np.int64],
    region: NDArray[np.int64],
    textpage: pdfium.PdfTextPage,
    frame: Frame,
) -> list[Run]:
    """Cut the characters of a page into runs.

    `seen` are the places of its letters, `region` says for each of them where it lies; marks and blanks lie where the
    letter before them does. A new run begins where the region changes, where pdfium saw a line end, where a letter
    stands on another line than the one before it, or where the content order jumps back.
    """
    n = len(chars.text)
    if not len(seen):
        return []
    codes = codes_of(chars.text)
    x0, x1 = chars.x0[seen], chars.x1[seen]
    bottom, height = chars.bottom[seen], chars.bottom[seen] - chars.top[seen]
    line_ends = ((codes == 0x0A) | (codes == 0x0D)).cumsum()
    line_end = line_ends[seen]
    tall = np.maximum(np.minimum(height[1:], height[:-1]), 1.0)
    breaks = (
        (region[1:] != region[:-1])
        | (line_end[1:] != line_end[:-1])
        | (np.abs(bottom[1:] - bottom[:-1]) > 0.6 * tall)
        | (x0[1:] < x0[:-1] - 2.0 * tall)
    )
    starts = np.concatenate(([0], where(breaks) + 1))
    ends = np.concatenate((starts[1:], [len(seen)]))
    # Characters of a run: from its first base to just before the next run's first base.
    first = seen[starts]
    last = np.concatenate((first[1:], [n]))
    left = np.minimum.reduceat(x0, starts)
    right = np.maximum.reduceat(x1, starts)
    upper = np.minimum.reduceat(chars.top[seen], starts)
    lower = np.maximum.reduceat(bottom, starts)
    false_space = _false_spaces(chars, codes, seen)
    # Where letters of one run go back, or a mark lies outside its letter, the content order lies.
    back = np.zeros(len(seen), dtype=bool)
    back[1:] = x0[1:] < x0[:-1] - 0.35 * np.maximum(height[1:], 1.0)
    back[starts] = False
    lies = np.add.reduceat(back.astype(np.int64), starts) > 0
    holds_false = np.logical_or.reduceat(false_space, first)
    # Without line ends runs still follow each other.
    printed = _without_line_ends(chars.text)
    bounds = [*(first - line_ends[first]).tolist(), len(printed)]
    texts = [printed[begin:end] for begin, end in pairwise(bounds)]
    for k in where(holds_false & ~lies).tolist():
        here = slice(first[k], last[k])
        texts[k] = _without_line_ends("".join(compress(chars.text[here], (~false_space[here]).tolist())))
    for k in where(lies).tolist():
        texts[k] = _by_geometry(chars, int(first[k]), int(last[k]))
    known = CharsOf(textpage)
    heads, tails = chars.index[first], chars.index[seen[ends - 1]]
    baselines, sizes = _baselines_and_sizes(known, heads.tolist(), frame)
    for k in [k for k, size in enumerate(sizes) if not size]:
        sizes[k] = float(np.median(height[starts[k] : ends[k]]))
    cell = region[starts]
    in_text = where(cell < 0)
    box = (side.tolist() for side in (left, upper, right, lower))
    bold = np.zeros((2, len(first)), dtype=bool)
    bold[:, in_text] = _bold(known, np.concatenate((heads[in_text], tails[in_text]))).reshape(2, -1)
    return list(map(Run, texts, *box, baselines, sizes, cell.tolist(), *bold.tolist()))


def _without_line_ends(text: str) -> str:
    return text.replace("\r", "").replace("\n", "")


def _bold(known: CharsOf, indices: NDArray[np.int64]) -> NDArray[np.bool_]:
    """By their fonts' names, since fonts' own weights are seldom said."""
    return np.array([b"bold" in name.lower() for name in known.font_names(indices.tolist())], dtype=bool)


def _false_spaces(chars: Chars, codes: NDArray[np.uint32], seen: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Spaces that pdfium put in where a mark stands off its letter: before a mark, or without a gap.

    pdfium marks a space of its own by a box without width.
    """
    out = np.zeros(len(codes), dtype=bool)
    spaces = where((codes == 0x20) & (chars.x1 - chars.x0 < 0.01))
    if not len(spaces):
        return out
    nth = seen.searchsorted(spaces)
    inner = (nth > 0) & (nth < len(seen))
    spaces, nth = spaces[inner], nth[inner]
    before, after = seen[nth - 1], seen[nth]
    height = np.maximum(chars.bottom[after] - chars.top[after], 1.0)
    am = codes[spaces - 1] == SARA_AM
    gap = chars.x0[after] - chars.x1[np.where(am, spaces - 1, before)]
    follows = np.minimum(spaces + 1, len(codes) - 1)
    thai = (
        (codes[after] >= 0x0E01)
        & (codes[after] <= 0x0E4F)
        & (codes[before] >= 0x0E01)
        & (codes[before] <= 0x0E4F)
    )
    # Where the producer writes its spaces as characters, a small gap before a Thai digit (1๒๐, i๑) or after
    # SARA AM is none.
    written = np.count_nonzero((codes == 0x20) & (chars.x1 - chars.x0 >= 0.01)) >= 5
    digit = (codes[after] >= 0x0E50) & (codes[after] <= 0x0E59)
    small = np.where(~thai & digit & written, 0.32, np.where(thai & am & written, 0.25, 0.1))
    out[spaces] = is_in(codes[follows], IS_MARK) | ((gap < small * height) & (gap > -0.5 * height))
    return out


def _named(chars: Chars, names: Mapping[int, str]) -> Chars:
    """With the names in place of the characters; one that is several letters shares its box among them."""
    parts = [names.get(i, ch) for i, ch in zip(chars.index.tolist(), chars.text, strict=True)]
    sizes = np.array([len(part) for part in parts])
    out = taken(chars, np.repeat(np.arange(len(parts)), sizes))
    nth = np.concatenate([np.arange(size) for size in sizes])
    wide = (out.x1 - out.x0) / np.repeat(sizes, sizes)
    left = out.x0 + nth * wide
    return replace(out, text="".join(parts), x0=left, x1=left + wide)


def _baselines_and_sizes(known: CharsOf, indices: list[int], frame: Frame) -> tuple[list[float], list[float]]:
    """Where the letters stand, and the sizes they are set in, all in points."""
    depths = frame.depth(*known.origins(indices).T).tolist()
    upright = known.matrices(indices)[:, 2:4].tolist()
    sizes = known.font_sizes(indices)
    return depths, [size * (hypot(*axis) or 1.0) for size, axis in zip(sizes, upright, strict=True)]


def _by_geometry(chars: Chars, first: int, last: int) -> str:
    """The letters of a run from left to right, each with its marks."""
    mark, blank = marks_of(chars.text), blanks_of(chars.text)
    letters: list[list[int]] = []
    for i in range(first, last):
        if mark[i]:
            letters[-1].append(i)
        elif not blank[i]:
            letters.append([i])
    letters.sort(key=lambda letter: chars.x0[letter[0]])
    text, right = "", inf
    for letter in letters:
        base = letter[0]
        if chars.x0[base] - right > 0.2 * max(chars.bottom[base] - chars.top[base], 1.0):
            text += " "
        text += "".join(sorted((chars.text[i] for i in letter), key=chr(SARA_AM).__eq__))
        right = max(chars.x1[i] for i in letter if i == base or chars.text[i] == chr(SARA_AM))
    return text
