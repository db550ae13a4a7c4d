"""Characters of a PDF page in bulk, and the runs of them that stand together.

pdfium gives text in content order with a box for each character. A run is a stretch of that order
that lies on one line and in one table cell; Thai marks stay with the base letter before them, since
a mark often reaches into the cell above.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import repeat

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c
from numpy.typing import NDArray

from normalizers.repair.marks import private_use

Floats = NDArray[np.float64]

_SARA_AA, _SARA_AM, _NIKHAHIT = 0x0E32, 0x0E33, 0x0E4D
_PRIVATE_MARKS = [*range(0xF701, 0xF70F), *range(0xF710, 0xF71B)]
"""The codes that old fonts keep moved marks in (U+F700 and U+F70F are letters)."""
_COMBINING = np.array([0x0E31, *range(0x0E34, 0x0E3B), *range(0x0E47, 0x0E4F), *_PRIVATE_MARKS])
_MARKS = np.append(_COMBINING, _SARA_AM)
"""Thai letters drawn on or bound to the letter before them, SARA AM among them."""
_TONES = np.array(
    [*range(0x0E48, 0x0E4C), *range(0xF705, 0xF709), *range(0xF70A, 0xF70E), *range(0xF713, 0xF717)]
)
_BLANKS = np.array([0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x200B, 0x200C, 0x200D, 0xFEFF])
_FLAT = np.array([ord(ch) for ch in "กขคฆงจฉชซดตถทธนบผพภมยรลวหอาเแ"])
"""Letters without a stroke above the others."""


def _table(codes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether a code is one of these, by the code; for the first plane of Unicode."""
    table = np.zeros(0x10000, dtype=bool)
    table[codes] = True
    return table


_IS_MARK, _IS_BLANK, _IS_FLAT = _table(_MARKS), _table(_BLANKS), _table(_FLAT)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_UNREADABLE = "\ufffd"
_SARA_U, _SARA_UU, _MAI_THO = "\u0e38", "\u0e39", "\u0e49"
_TONE_LETTERS = "\u0e48\u0e49\u0e4a\u0e4b"
_TWO_TONES = re.compile(f"[{_TONE_LETTERS}]{{2}}")
_MANY_TONES = 40
"""A text with so many tones has SARA UU as well (ผู้, อยู่, รู้)."""
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
    index: NDArray[np.int64]
    """The number that pdfium knows each character by."""


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
        self._box: tuple[float, float, float, float] = (left, bottom, right, top)
        self.rotation = page.get_rotation()
        across, up = right - left, top - bottom
        turned = self.rotation in (90, 270)
        self.width, self.height = (up, across) if turned else (across, up)

    def depth(self, x: float, y: float) -> float:
        """How far below the top of the shown page a point lies."""
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


def read_chars(textpage: pdfium.PdfTextPage, frame: Frame, names: Mapping[int, str] | None = None) -> Chars:
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
            chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else _UNREADABLE for code in codes
        )
    text = text.replace(_HYPHEN_AT_LINE_END, "-")
    boxes = (c.FS_RECTF * n)()
    # Page after page this is the most called function: without Python's own loop around it.
    deque(map(c.FPDFText_GetLooseCharBox, repeat(textpage.raw, n), range(n), boxes), maxlen=0)
    flat = np.frombuffer(boxes, dtype=np.float32).reshape(n, 4).astype(np.float64)
    left, top, right, bottom = flat.T if n else np.zeros((4, 0))
    x0, y0, x1, y1 = frame.boxes(left, bottom, right, top)
    chars = Chars(text, x0, y0, x1, y1, np.arange(n))
    if not n:
        return chars
    if names:
        chars = _named(chars, names)
    chars = replace(chars, text=_CONTROL.sub(_UNREADABLE, chars.text))
    return _settled(_without(_told_by_ink(chars, textpage, frame), _drawn_twice))


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
    blank = _is(codes, _IS_BLANK)
    base = ~_is(codes, _IS_MARK) & ~blank
    seen = np.flatnonzero(base)
    if not len(seen):
        return []
    x0, x1 = chars.x0[seen], chars.x1[seen]
    bottom, height = chars.bottom[seen], chars.bottom[seen] - chars.top[seen]
    region = regions[seen]
    line_end = ((codes == 0x0A) | (codes == 0x0D)).cumsum()[seen]
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
    for k in range(len(starts)):
        text = chars.text[first[k] : last[k]]
        if false_space[first[k] : last[k]].any():
            kept = ~false_space[first[k] : last[k]]
            text = "".join(ch for ch, keep in zip(text, kept, strict=True) if keep)
        if lies[k]:
            text = _by_geometry(chars, int(first[k]), int(last[k]), blank)
        baseline, size = _baseline_and_size(textpage, int(chars.index[first[k]]), frame)
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
    out[spaces] = _is(codes[follows], _IS_MARK) | ((gap < small * height) & (gap > -0.5 * height))
    return out


def _named(chars: Chars, names: Mapping[int, str]) -> Chars:
    """With the names in place of the characters; one that is several letters shares its box among them."""
    parts = [names.get(i, ch) for i, ch in enumerate(chars.text)]
    sizes = np.array([len(part) for part in parts])
    out = _taken(chars, np.repeat(np.arange(len(parts)), sizes))
    nth = np.concatenate([np.arange(size) for size in sizes])
    wide = (out.x1 - out.x0) / np.repeat(sizes, sizes)
    left = out.x0 + nth * wide
    return replace(out, text="".join(parts), x0=left, x1=left + wide)


def _told_by_ink(chars: Chars, textpage: pdfium.PdfTextPage, frame: Frame) -> Chars:
    """NIKHAHIT, SARA AA and lost marks where the code says something else, but the ink says what it is.

    Word writes NIKHAHIT as a space, and by another fault every SARA AA as SARA AM. A space with ink above the
    letters is NIKHAHIT where SARA AA stands beside it; elsewhere a space with ink above or below is some lost
    mark, U+FFFD. SARA AM without a ring is SARA AA. Only characters that cannot be what they say are looked at.
    """
    codes = _codes(chars.text)
    letters = ~_is(codes, _IS_BLANK) & ~_is(codes, _IS_MARK) & (codes != 0xFFFD)
    before = np.maximum.accumulate(np.where(letters, np.arange(len(codes)), 0))
    height = np.maximum(chars.bottom[before] - chars.top[before], 1.0)
    over = (chars.x0 < chars.x1[before] - 0.05 * height) & (chars.x1 > chars.x0[before] - height)
    over &= np.abs(chars.bottom - chars.bottom[before]) < 0.6 * height
    hollow = ((codes == 0x20) & (chars.x1 - chars.x0 >= 0.01)) | (codes == 0xFFFD)
    told: dict[int, str] = {}
    suspects = np.flatnonzero(hollow & over)
    ink = _ink(textpage, chars.index[suspects], frame)
    above = ink.baseline - ink.bottom > 0.25 * height[suspects]
    below = ink.top > ink.baseline - 0.05 * height[suspects]
    for i, is_above, is_mark, right in zip(
        suspects.tolist(), above.tolist(), (above | below).tolist(), ink.x1.tolist(), strict=True
    ):
        if is_above and _beside_aa(chars, codes, i, right):
            told[i] = chr(_NIKHAHIT)
        elif is_mark:
            spoken_for = codes[i] == 0xFFFD and _holds_its_marks(textpage, chars, int(before[i]), i)
            told[i] = "" if spoken_for else _UNREADABLE
    told |= dict.fromkeys(_ringless(chars, codes, textpage, frame), chr(_SARA_AA))
    told |= _upside_down(chars, codes, textpage, frame)
    if not told:
        return chars
    text = "".join(told.get(i, ch) or "\0" for i, ch in enumerate(chars.text))
    return _without(replace(chars, text=text), lambda these: _codes(these.text) == 0)


@dataclass(frozen=True, slots=True)
class _Ink:
    """Where glyphs are black, and the points they are set at, on the page as shown; NaN without ink."""

    x0: Floats
    top: Floats
    x1: Floats
    bottom: Floats
    origin: Floats
    baseline: Floats


def _ink(textpage: pdfium.PdfTextPage, indices: NDArray[np.int64], frame: Frame) -> _Ink:
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    rows = np.empty((len(indices), 6))
    for row, i in zip(rows, indices.tolist(), strict=True):
        c.FPDFText_GetCharBox(textpage.raw, i, left, right, bottom, top)
        c.FPDFText_GetCharOrigin(textpage.raw, i, x, y)
        row[:] = left.value, bottom.value, right.value, top.value, x.value, y.value
    wide, tall = rows[:, 2] - rows[:, 0], rows[:, 3] - rows[:, 1]
    # A blank's box is a line, or thin as one.
    rows[(wide < 0.01) | (tall < 0.05 * wide), :4] = np.nan
    x0, upper, x1, lower = frame.boxes(*rows[:, :4].T)
    origin, baseline, _, _ = frame.boxes(*rows[:, [4, 5, 4, 5]].T)
    return _Ink(x0, upper, x1, lower, origin, baseline)


def _beside_aa(chars: Chars, codes: NDArray[np.uint32], i: int, right: float) -> bool:
    """True where SARA AA follows, a tone between them or not, or stands before and to the right of the ink."""
    after = i + 1
    while after < len(codes) and after < i + 3 and codes[after] in _TONES:
        after += 1
    if after < len(codes) and codes[after] in (_SARA_AA, _SARA_AM):
        return True
    return i > 0 and codes[i - 1] in (_SARA_AA, _SARA_AM) and right <= float(chars.x0[i - 1]) + 1.0


def _holds_its_marks(textpage: pdfium.PdfTextPage, chars: Chars, base: int, i: int) -> bool:
    """True where the letter's own glyph is said to be letter and marks, so that what is drawn over it is said."""

    def origin(of: int) -> tuple[float, float]:
        x, y = ctypes.c_double(), ctypes.c_double()
        c.FPDFText_GetCharOrigin(textpage.raw, int(chars.index[of]), x, y)
        return x.value, y.value

    return any(origin(k) == origin(base) for k in range(base + 1, i))


def _ringless(
    chars: Chars, codes: NDArray[np.uint32], textpage: pdfium.PdfTextPage, frame: Frame
) -> list[int]:
    """Each SARA AM without ink left of its origin or above the letters: it is drawn as SARA AA."""
    found = np.flatnonzero(codes == _SARA_AM)
    if not len(found):
        return []
    flat = np.flatnonzero(_is(codes, _IS_FLAT))
    nth = np.searchsorted(flat, found) - 1
    found, nth = found[nth >= 0], nth[nth >= 0]
    ink = _ink(textpage, chars.index[found], frame)
    beside = _ink(textpage, chars.index[flat[nth]], frame)
    tall = beside.baseline - beside.top
    inset, rise = ink.x0 - ink.origin, ink.baseline - ink.top
    ringless = (
        (np.abs(ink.baseline - beside.baseline) < 1.0)
        & (ink.origin != beside.origin)  # else one glyph is said to be several characters
        & (inset > -0.05 * tall)
        & (inset < 0.3 * tall)
        & (np.abs(ink.baseline - ink.bottom) < 0.1 * tall)
        & (rise > 0.8 * tall)
        & (rise < 1.12 * tall)
    )
    return [int(i) for i in found[ringless]]


def _upside_down(
    chars: Chars, codes: NDArray[np.uint32], textpage: pdfium.PdfTextPage, frame: Frame
) -> dict[int, str]:
    """MAI THO that is drawn below the letter, and SARA UU above it: subsets of fonts that swap their codes.

    Looked at only where two tones stand on one letter (ผ้้), or tones are many and SARA UU is nowhere.
    """
    tones = sum(map(chars.text.count, _TONE_LETTERS))
    if not _TWO_TONES.search(chars.text) and (tones < _MANY_TONES or _SARA_UU in chars.text):
        return {}
    found = np.flatnonzero((codes == ord(_MAI_THO)) | (codes == ord(_SARA_UU)))
    ink = _ink(textpage, chars.index[found], frame)
    below, above = ink.top > ink.baseline, ink.bottom < ink.baseline
    mai_tho = codes[found] == ord(_MAI_THO)
    # SARA U is half as wide as SARA UU, and a fifth of an em.
    wide = ink.x1 - ink.x0 > 0.175 * (chars.bottom[found] - chars.top[found])
    uu = dict.fromkeys(found[below & mai_tho & wide].tolist(), _SARA_UU)
    u = dict.fromkeys(found[below & mai_tho & ~wide].tolist(), _SARA_U)
    return uu | u | dict.fromkeys(found[above & ~mai_tho].tolist(), _MAI_THO)


def _without(chars: Chars, which: Callable[[Chars], NDArray[np.bool_]]) -> Chars:
    """The characters that are not of the kind."""
    gone = which(chars)
    return chars if not gone.any() else _taken(chars, np.flatnonzero(~gone))


def _taken(chars: Chars, order: NDArray[np.int64]) -> Chars:
    text = "".join([chars.text[i] for i in order])
    return Chars(
        text, chars.x0[order], chars.top[order], chars.x1[order], chars.bottom[order], chars.index[order]
    )


def _drawn_twice(chars: Chars) -> NDArray[np.bool_]:
    """The second of two equal characters at the same place: how some producers make bold letters."""
    codes = _codes(chars.text)
    out = np.zeros(len(codes), dtype=bool)
    order = np.argsort(codes * 1e8 + np.rint(chars.bottom) * 1e4 + chars.x0)
    one, other = order[:-1], order[1:]
    height = chars.bottom[one] - chars.top[one]
    same = (
        (codes[one] == codes[other])
        & (np.abs(chars.x0[one] - chars.x0[other]) < 0.06 * height)
        & (np.abs(chars.bottom[one] - chars.bottom[other]) < 0.06 * height)
        & (chars.x1[one] - chars.x0[one] >= 0.01)
        & ~_is(codes[one], _IS_BLANK)
    )
    out[np.maximum(one[same], other[same])] = True
    return out


def _settled(chars: Chars) -> Chars:
    """Each mark behind the letter that it lies over.

    Producers write marks after the next letter (ขอ้ มลู), or all of a line at its end. In sound text the
    middle of a mark is over its letter, seldom a little to the right of it and never to the left.
    """
    codes = _codes(chars.text)
    mark = _is(codes, _IS_MARK)
    base = ~mark & ~_is(codes, _IS_BLANK)
    own = np.maximum.accumulate(np.where(base, np.arange(len(codes)), 0))
    middle = (chars.x0 + chars.x1) / 2
    height = np.maximum(chars.bottom[own] - chars.top[own], 1.0)
    away = np.maximum(chars.x0[own] - middle, middle - chars.x1[own])
    consonant = ((codes >= 0x0E01) & (codes <= 0x0E2E)) | (codes == 0xF700) | (codes == 0xF70F)
    slack = np.where(codes == _SARA_AM, 0.6, np.where(middle < chars.x0[own], 0.03, 0.15))
    homeless = ~consonant[own] & (codes != _SARA_AM)
    strays = np.flatnonzero(mark & ((away > slack * height) | homeless))
    bases = np.flatnonzero(consonant)
    if not len(strays) or not len(bases):
        return chars
    home: dict[int, list[int]] = {}
    level = (chars.top + chars.bottom) / 2
    line = float(np.median((chars.bottom - chars.top)[bases]))
    for i in map(int, strays):
        apart = np.abs(level[bases] - level[i])
        distance = np.maximum(np.maximum(chars.x0[bases] - middle[i], middle[i] - chars.x1[bases]), 0.0)
        # Of letters as near, the one on the mark's own line, then the one next to it in the text.
        distance = np.where(apart < line, distance + 0.01 * apart + 1e-6 * np.abs(bases - i), np.inf)
        over = int(bases[np.argmin(distance)])
        far = away[i] > 0.6 * height[i]
        if over != own[i] and distance.min() < (0.2 if far else 0.03) * height[i]:
            home.setdefault(over, []).append(i)
    if not home:
        return chars
    moved = {i for marks in home.values() for i in marks}
    order: list[int] = []
    i = 0
    while i < len(codes):
        end = i + 1
        while end < len(codes) and mark[end]:
            end += 1
        stay = [k for k in range(i + 1, end) if k not in moved]
        if i not in moved:
            order.append(i)
        order += sorted(stay + home[i], key=lambda k: _mark_rank(chars.text[k])) if i in home else stay
        i = end
    return _taken(chars, np.array(order))


def _mark_rank(mark: str) -> int:
    """Vowels and NIKHAHIT before tones and silencers, SARA AM last."""
    mark = private_use(mark)
    return 2 if mark == chr(_SARA_AM) else int(mark >= "\u0e47" and mark != chr(_NIKHAHIT))


def _baseline_and_size(textpage: pdfium.PdfTextPage, index: int, frame: Frame) -> tuple[float, float]:
    """Where the letter stands, and the size it is set in, both in points."""
    x, y, m = ctypes.c_double(), ctypes.c_double(), c.FS_MATRIX()
    c.FPDFText_GetCharOrigin(textpage.raw, index, x, y)
    scale = math.hypot(m.c, m.d) if c.FPDFText_GetMatrix(textpage.raw, index, m) else 1.0
    return frame.depth(x.value, y.value), c.FPDFText_GetFontSize(textpage.raw, index) * scale


def base_index(text: str) -> NDArray[np.int64]:
    """For each character the index of the base letter it belongs to (itself where it is one)."""
    codes = _codes(text)
    base = ~_is(codes, _IS_MARK) & ~_is(codes, _IS_BLANK)
    index = np.where(base, np.arange(len(codes)), -1)
    index = np.maximum.accumulate(index) if len(index) else index
    return np.maximum(index, 0).astype(np.int64)


def _is(codes: NDArray[np.uint32], table: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return table[np.minimum(codes, 0xFFFF)]


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _by_geometry(chars: Chars, first: int, last: int, blank: NDArray[np.bool_]) -> str:
    """The letters of a run from left to right, each with the marks that lie over it."""
    codes = _codes(chars.text[first:last])
    mark = _is(codes, _IS_MARK)
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
