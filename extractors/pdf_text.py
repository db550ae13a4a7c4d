"""Characters of a PDF page in bulk, and the runs of them that stand together.

pdfium gives text in content order with a box for each character. A run is a stretch of that order
that lies on one line and in one table cell; Thai marks stay with the base letter before them, since
a mark often reaches into the cell above.
"""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_MARKS = np.array([0x0E31, *range(0x0E33, 0x0E3B), *range(0x0E47, 0x0E4F)])
"""Thai letters drawn on or bound to the letter before them, SARA AM among them."""
_MARK_LETTERS = frozenset(map(chr, _MARKS))
_BLANKS = np.array([0x09, 0x0A, 0x0D, 0x20, 0xA0])
_HYPHEN_AT_LINE_END = "\ufffe"
"""What pdfium writes for a hyphen that ends a line."""


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


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that follow each other on one line of one region."""

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


class Frame:
    """Maps pdfium's page space (origin lower left, unrotated) to the page as it is shown."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        left, bottom, right, top = page.get_bbox()
        self._box = (left, bottom, right, top)
        self.rotation = page.get_rotation()
        across, up = right - left, top - bottom
        turned = self.rotation in (90, 270)
        self.width, self.height = (up, across) if turned else (across, up)

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


def read_chars(textpage: pdfium.PdfTextPage, frame: Frame) -> Chars:
    """All characters of a page with their boxes (advance width by font height)."""
    n = textpage.count_chars()
    text = textpage.get_text_range() if n else ""
    if len(text) != n:
        # pdfium leaves characters without Unicode out of its text, which would shift every box.
        codes = (c.FPDFText_GetUnicode(textpage.raw, i) for i in range(n))
        text = "".join(
            chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd" for code in codes
        )
    boxes = (c.FS_RECTF * n)()
    get, raw = c.FPDFText_GetLooseCharBox, textpage.raw
    for i, box in enumerate(boxes):
        get(raw, i, box)
    flat = np.frombuffer(boxes, dtype=np.float32).reshape(n, 4).astype(np.float64)
    left, top, right, bottom = flat.T if n else np.zeros((4, 0))
    x0, y0, x1, y1 = frame.boxes(left, bottom, right, top)
    return Chars(text.replace(_HYPHEN_AT_LINE_END, "-"), x0, y0, x1, y1)


def runs(chars: Chars, regions: NDArray[np.int64], textpage: pdfium.PdfTextPage, frame: Frame) -> list[Run]:
    """Cut the characters of a page into runs.

    `regions` gives for each character the region of its base letter (see `base_index`). A new run
    begins where the region changes, where pdfium saw a line end, where a letter stands on another
    line than the one before it, or where the content order jumps back.
    """
    n = len(chars.text)
    if not n:
        return []
    codes = _codes(chars.text)
    blank = np.isin(codes, _BLANKS)
    base = ~np.isin(codes, _MARKS) & ~blank
    seen = np.flatnonzero(base)
    if not len(seen):
        return []
    x0, x1 = chars.x0[seen], chars.x1[seen]
    bottom, height = chars.bottom[seen], chars.bottom[seen] - chars.top[seen]
    region = regions[seen]
    line_end = np.isin(codes, (0x0A, 0x0D)).cumsum()[seen]
    tall = np.maximum(np.minimum(height[1:], height[:-1]), 1.0)
    breaks = (
        (region[1:] != region[:-1])
        | (line_end[1:] != line_end[:-1])
        | (np.abs(bottom[1:] - bottom[:-1]) > 0.6 * tall)
        | (x0[1:] < x0[:-1] - 2.0 * tall)
    )
    starts = np.concatenate(([0], np.flatnonzero(breaks) + 1))
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
    out = []
    strays = _strays(chars, codes, blank)
    for k in range(len(starts)):
        text = chars.text[first[k] : last[k]]
        if false_space[first[k] : last[k]].any():
            kept = ~false_space[first[k] : last[k]]
            text = "".join(ch for ch, keep in zip(text, kept, strict=True) if keep)
        if lies[k]:
            text = _by_geometry(chars, int(first[k]), int(last[k]), blank)
        elif strays[first[k] : last[k]].any():
            text = _brought_home(chars, int(first[k]), int(last[k]), blank, strays, false_space)
        baseline, size = _baseline_and_size(textpage, int(first[k]), frame)
        out.append(
            Run(
                text.replace("\r", "").replace("\n", ""),
                float(left[k]),
                float(upper[k]),
                float(right[k]),
                float(lower[k]),
                baseline,
                size or float(np.median(height[starts[k] : ends[k]])),
                int(region[starts[k]]),
            )
        )
    return out


def _false_spaces(chars: Chars, codes: NDArray[np.uint32], seen: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Spaces that pdfium put in where a mark stands off its letter: before a mark, or without a gap.

    pdfium marks a space of its own by a box without width.
    """
    out = np.zeros(len(codes), dtype=bool)
    spaces = np.flatnonzero((codes == 0x20) & (chars.x1 - chars.x0 < 0.01))
    if not len(spaces):
        return out
    nth = np.searchsorted(seen, spaces)
    inner = (nth > 0) & (nth < len(seen))
    spaces, nth = spaces[inner], nth[inner]
    before, after = seen[nth - 1], seen[nth]
    height = np.maximum(chars.bottom[after] - chars.top[after], 1.0)
    gap = chars.x0[after] - chars.x1[before]
    follows = np.minimum(spaces + 1, len(codes) - 1)
    thai = (
        (codes[after] >= 0x0E01)
        & (codes[after] <= 0x0E4F)
        & (codes[before] >= 0x0E01)
        & (codes[before] <= 0x0E4F)
    )
    # Where the producer writes its spaces as characters, a small gap before a Thai digit (1๒๐, i๑) is none.
    written = np.count_nonzero((codes == 0x20) & (chars.x1 - chars.x0 >= 0.01)) >= 5
    digit = (codes[after] >= 0x0E50) & (codes[after] <= 0x0E59)
    small = np.where(~thai & digit & written, 0.32, 0.1)
    out[spaces] = np.isin(codes[follows], _MARKS) | ((gap < small * height) & (gap > -0.5 * height))
    return out


def _strays(chars: Chars, codes: NDArray[np.uint32], blank: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Marks drawn far behind their letter in content order: they lie over another letter."""
    mark = np.isin(codes, _MARKS)
    base = np.maximum.accumulate(np.where(mark | blank, 0, np.arange(len(codes))))
    middle = (chars.x0 + chars.x1) / 2
    reach = 0.6 * np.maximum(chars.bottom[base] - chars.top[base], 1.0)
    return mark & ((middle < chars.x0[base] - reach) | (middle > chars.x1[base] + reach))


def _brought_home(
    chars: Chars,
    first: int,
    last: int,
    blank: NDArray[np.bool_],
    strays: NDArray[np.bool_],
    drop: NDArray[np.bool_],
) -> str:
    """The letters of a run in content order, each stray mark behind the letter it lies over."""
    bases = [i for i in range(first, last) if not blank[i] and chars.text[i] not in _MARK_LETTERS]
    home: dict[int, str] = {}
    moved: set[int] = set()
    for i in map(int, np.flatnonzero(strays[first:last]) + first):
        middle = (chars.x0[i] + chars.x1[i]) / 2
        away = {b: float(max(chars.x0[b] - middle, middle - chars.x1[b], 0.0)) for b in bases}
        over = min(bases, key=lambda b: away[b])
        if away[over] < 0.2 * (chars.bottom[over] - chars.top[over]):  # else its letter is in another run
            home[over] = home.get(over, "") + chars.text[i]
            moved.add(i)
    out = []
    i = first
    while i < last:
        end = i + 1
        while end < last and chars.text[end] in _MARK_LETTERS:
            end += 1
        if i not in moved and not drop[i]:
            out.append(chars.text[i])
        own = "".join(chars.text[j] for j in range(i + 1, end) if j not in moved)
        # Vowels before tones and silencers, SARA AM last.
        out.append("".join(sorted(own + home.get(i, ""), key=_mark_rank)) if i in home else own)
        i = end
    return "".join(out)


def _mark_rank(mark: str) -> int:
    return 2 if mark == "\u0e33" else int(mark >= "\u0e47")


def _baseline_and_size(textpage: pdfium.PdfTextPage, index: int, frame: Frame) -> tuple[float, float]:
    """Where the letter stands, and the size it is set in, both in points."""
    x, y, m = ctypes.c_double(), ctypes.c_double(), c.FS_MATRIX()
    c.FPDFText_GetCharOrigin(textpage.raw, index, x, y)
    _, baseline, _, _ = frame.boxes(*(np.array([v.value]) for v in (x, y, x, y)))
    scale = math.hypot(m.c, m.d) if c.FPDFText_GetMatrix(textpage.raw, index, m) else 1.0
    return float(baseline[0]), c.FPDFText_GetFontSize(textpage.raw, index) * scale


def base_index(text: str) -> NDArray[np.int64]:
    """For each character the index of the base letter it belongs to (itself where it is one)."""
    codes = _codes(text)
    base = ~np.isin(codes, _MARKS) & ~np.isin(codes, _BLANKS)
    index = np.where(base, np.arange(len(codes)), -1)
    index = np.maximum.accumulate(index) if len(index) else index
    return np.maximum(index, 0).astype(np.int64)


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _by_geometry(chars: Chars, first: int, last: int, blank: NDArray[np.bool_]) -> str:
    """The letters of a run from left to right, each with the marks that lie over it."""
    codes = _codes(chars.text[first:last])
    mark = np.isin(codes, _MARKS)
    bases = [i for i in range(first, last) if not mark[i - first] and not blank[i]]
    bases.sort(key=lambda i: chars.x0[i])
    over: dict[int, list[int]] = {i: [] for i in bases}
    for i in range(first, last):
        if not mark[i - first]:
            continue
        middle = (chars.x0[i] + chars.x1[i]) / 2
        nearest = min(bases, key=lambda b: max(chars.x0[b] - middle, middle - chars.x1[b], 0.0))
        over[nearest].append(i)
    parts = []
    for before, i in zip([None, *bases], bases, strict=False):
        if before is not None:
            gap = chars.x0[i] - chars.x1[before]
            if gap > 0.2 * max(chars.bottom[i] - chars.top[i], 1.0):
                parts.append(" ")
        marks = sorted(over[i], key=lambda m: (chars.text[m] == "\u0e33", m))
        parts.append(chars.text[i] + "".join(chars.text[m] for m in marks))
    return "".join(parts)
