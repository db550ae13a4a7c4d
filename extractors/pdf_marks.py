"""Marks and letters that a page's codes, or pdfium's order of them, say wrongly: told by what is drawn where."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c
from numpy.typing import NDArray

from extractors.pdf_bulk import CharsOf, Things, matrices, objects
from extractors.pdf_chars import (
    NIKHAHIT,
    SARA_AA,
    SARA_AM,
    UNREADABLE,
    Chars,
    Floats,
    Frame,
    blanks_of,
    codes_of,
    is_in,
    letters_of,
    marks_of,
    table,
    taken,
    where,
    without,
)
from normalizers.marks import private_use

_TONES = np.array(
    [*range(0x0E48, 0x0E4C), *range(0xF705, 0xF709), *range(0xF70A, 0xF70E), *range(0xF713, 0xF717)]
)
_IS_FLAT = table(np.array([ord(ch) for ch in "กขคฆงจฉชซดตถทธนบผพภมยรลวหอาเแ"]))
"""Letters without a stroke above the others."""
_IS_CONSONANT = table(np.array([*range(0x0E01, 0x0E2F), 0xF700, 0xF70F]))
_SARA_U, _SARA_UU, _MAI_THO = "\u0e38", "\u0e39", "\u0e49"
_IS_TONE = table(np.arange(0x0E48, 0x0E4C))
_CROSSED = ("\u0e38\u0e49", "\u0e39\u0e49")
"""LibreOffice may say of the glyphs of such a pair that each is the other: the text is right."""
_MANY_TONES = 40
"""A text with so many tones has SARA UU as well (ผู้, อยู่, รู้)."""

_FEW = 8
"""So many SARA AM of a page, spread over it, are looked at first, or some more."""

_DEEPEST_FORM = 5
_SAME_LINE = 12.0
"""Points: half the width of a letter of a title, generously."""


def in_content_order(chars: Chars, textpage: pdfium.PdfTextPage, things: Things) -> Chars:
    """Each mark behind the letter that it follows in the page's content.

    pdfium sorts the text objects of a line by where they begin. Where a producer draws a mark by itself, to lift
    it over another or to move it off a tall letter, pdfium so puts it behind the letters after it (ขอ้มลู,
    ขันตอน้). The content is in order in nearly all files; a mark that it puts far from its letter stays.
    """
    ranks = _ranks(textpage.page, things)
    if not ranks:
        return chars
    codes, mark = codes_of(chars.text), marks_of(chars.text)
    # The blanks that pdfium puts in have no width, and are not in the content.
    places = where(~blanks_of(chars.text) | (chars.x1 - chars.x0 >= 0.01))
    of = CharsOf(textpage).objects(places.tolist())
    rank = np.array([ranks.get(thing, -1) for thing in of], dtype=np.int64)
    if (rank < 0).any() or (rank[1:] >= rank[:-1]).all():
        return chars
    content = places[np.argsort(rank, kind="stable")]
    own, said = _letters_before(content, mark), _letters_before(places, mark)
    turn = np.zeros(len(codes), dtype=np.int64)
    turn[content] = np.arange(1, len(content) + 1)
    follows = np.zeros(len(codes), dtype=np.int64)
    follows[content[1:]] = content[:-1]
    precedes = np.zeros(len(codes), dtype=np.int64)
    precedes[places[1:]] = places[:-1]
    found = where(mark)
    astray = found[follows[found] != precedes[found]]
    changed = np.zeros(len(codes) + 1, dtype=bool)
    changed[own[astray]] = changed[said[astray]] = True
    changed[-1] = False
    moved = found[changed[own[found]]]
    moved = moved[(own[moved] == said[moved]) | _beside(chars, moved, own[moved])]
    letter, nth = np.arange(len(codes)), np.zeros(len(codes), dtype=np.int64)
    letter[moved], nth[moved] = own[moved], turn[moved]
    return taken(chars, np.lexsort((nth, letter)))


def _ranks(page: pdfium.PdfPage, things: Things) -> dict[int | None, int]:
    """By its address the number of each text object in the content; none where pdfium had nothing to sort."""
    texts = _texts(*things)
    # Where there is a form it may be turned.
    if c.FPDF_PAGEOBJ_FORM not in things[1] and page.get_rotation() == 0 and _in_order(texts):
        return {}
    return {thing: number for number, thing in enumerate(texts)}


def _texts(things: list[int], kinds: list[int], depth: int = 0) -> list[int]:
    if c.FPDF_PAGEOBJ_FORM not in kinds:
        return [thing for thing, kind in zip(things, kinds, strict=True) if kind == c.FPDF_PAGEOBJ_TEXT]
    out = []
    for thing, kind in zip(things, kinds, strict=True):
        if kind == c.FPDF_PAGEOBJ_TEXT:
            out.append(thing)
        elif kind == c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            out += _texts(*objects(thing, is_form=True), depth + 1)
    return out


def _in_order(texts: list[int]) -> bool:
    """Whether none of the text objects begins before the one before it on its line."""
    x, y = matrices(texts)[:, 4:].T
    return not ((x[1:] < x[:-1]) & (np.abs(y[1:] - y[:-1]) < _SAME_LINE)).any()


def _letters_before(order: NDArray[np.int64], mark: NDArray[np.bool_]) -> NDArray[np.int64]:
    """By its number for each character the last before it in this order that is no mark; -1 where there is none."""
    nth = np.maximum.accumulate(np.where(mark[order], -1, np.arange(len(order))))
    out = np.full(len(mark), -1, dtype=np.int64)
    out[order] = np.where(nth < 0, -1, order[nth])
    return out


def _beside(chars: Chars, marks: NDArray[np.int64], letters: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each mark stands at its letter, or at the one before or after it."""
    height = np.maximum(chars.bottom[letters] - chars.top[letters], 1.0)
    gap = np.maximum(chars.x0[letters] - chars.x1[marks], chars.x0[marks] - chars.x1[letters])
    apart = chars.top[letters] + chars.bottom[letters] - chars.top[marks] - chars.bottom[marks]
    return (gap < height) & (np.abs(apart) < 3 * height)


def told_by_ink(chars: Chars, textpage: pdfium.PdfTextPage, frame: Frame) -> Chars:
    """NIKHAHIT, SARA AA and lost marks where the code says something else, but the ink says what it is.

    Word writes NIKHAHIT as a space, and by another fault every SARA AA as SARA AM. A space with ink above the
    letters is NIKHAHIT where SARA AA stands beside it; elsewhere a space with ink above or below is some lost
    mark, U+FFFD. SARA AM without a ring is SARA AA. Only characters that cannot be what they say are looked at.
    """
    codes = codes_of(chars.text)
    hollow = where(((codes == 0x20) & (chars.x1 - chars.x0 >= 0.01)) | (codes == 0xFFFD))
    letters = where(letters_of(chars.text) & (codes != 0xFFFD))
    before = _last_before(letters, hollow)
    height = np.maximum(chars.bottom[before] - chars.top[before], 1.0)
    over = (chars.x0[hollow] < chars.x1[before] - 0.05 * height) & (
        chars.x1[hollow] > chars.x0[before] - height
    )
    over &= np.abs(chars.bottom[hollow] - chars.bottom[before]) < 0.6 * height
    told: dict[int, str] = {}
    suspects, before, height = hollow[over], before[over], height[over]
    if len(suspects):
        ink = _ink(textpage, chars.index[suspects], frame)
        above = ink.baseline - ink.bottom > 0.25 * height
        below = ink.top > ink.baseline - 0.05 * height
        for i, letter, is_above, is_mark, right in zip(
            suspects.tolist(),
            before.tolist(),
            above.tolist(),
            (above | below).tolist(),
            ink.x1.tolist(),
            strict=True,
        ):
            if is_above and _beside_aa(chars, codes, i, right):
                told[i] = chr(NIKHAHIT)
            elif is_mark:
                spoken_for = codes[i] == 0xFFFD and _holds_its_marks(textpage, chars, letter, i)
                told[i] = "" if spoken_for else UNREADABLE
    told |= dict.fromkeys(_ringless(chars, codes, textpage, frame), chr(SARA_AA))
    told |= _upside_down(chars, codes, textpage, frame)
    if not told:
        return chars
    text = "".join(told.get(i, ch) or "\0" for i, ch in enumerate(chars.text))
    return without(replace(chars, text=text), lambda these: codes_of(these.text) == 0)


def _last_before(places: NDArray[np.int64], at: NDArray[np.int64]) -> NDArray[np.int64]:
    """The last of the places (in order) at or before each point; 0 where there is none."""
    return np.concatenate(([0], places))[places.searchsorted(at, side="right")]


class _Ink(NamedTuple):
    """Where glyphs are black, and the points they are set at, on the page as shown; NaN without ink."""

    x0: Floats
    top: Floats
    x1: Floats
    bottom: Floats
    origin: Floats
    baseline: Floats


def _ink(textpage: pdfium.PdfTextPage, indices: NDArray[np.int64], frame: Frame) -> _Ink:
    known, numbers = CharsOf(textpage), indices.tolist()
    boxes = known.ink_boxes(numbers)
    left, right, bottom, top = boxes.T
    x, y = known.origins(numbers).T
    wide = right - left
    # A blank's box is a line, or thin as one.
    boxes[(wide < 0.01) | (top - bottom < 0.05 * wide)] = np.nan
    x0, upper, x1, lower = frame.boxes(left, bottom, right, top)
    origin, baseline, _, _ = frame.boxes(x, y, x, y)
    return _Ink(x0, upper, x1, lower, origin, baseline)


def _beside_aa(chars: Chars, codes: NDArray[np.uint32], i: int, right: float) -> bool:
    """True where SARA AA follows, a tone between them or not, or stands before and to the right of the ink."""
    after = i + 1
    while after < len(codes) and after < i + 3 and codes[after] in _TONES:
        after += 1
    if after < len(codes) and codes[after] in (SARA_AA, SARA_AM):
        return True
    return i > 0 and codes[i - 1] in (SARA_AA, SARA_AM) and right <= float(chars.x0[i - 1]) + 1.0


def _holds_its_marks(textpage: pdfium.PdfTextPage, chars: Chars, base: int, i: int) -> bool:
    """True where the letter's own glyph is said to be letter and marks, so that what is drawn over it is said."""

    letter, *others = CharsOf(textpage).origins(chars.index[base:i].tolist()).tolist()
    return letter in others


def _ringless(
    chars: Chars, codes: NDArray[np.uint32], textpage: pdfium.PdfTextPage, frame: Frame
) -> list[int]:
    """Each SARA AM without ink left of its origin or above the letters: it is drawn as SARA AA."""
    found = where(codes == SARA_AM)
    if not len(found):
        return []
    # Hardly any font is so: a few tell whether to look at all of them.
    if not _may_lack_ring(_ink(textpage, chars.index[found[:: 1 + len(found) // _FEW]], frame)).any():
        return []
    flat = where(is_in(codes, _IS_FLAT))
    nth = flat.searchsorted(found) - 1
    found, nth = found[nth >= 0], nth[nth >= 0]
    ink = _ink(textpage, chars.index[found], frame)
    if 2 * np.count_nonzero(_may_lack_ring(ink)) < len(found):
        return []
    inset, rise = ink.x0 - ink.origin, ink.baseline - ink.top
    beside = _ink(textpage, chars.index[flat[nth]], frame)
    tall = beside.baseline - beside.top
    ringless = (
        (np.abs(ink.baseline - beside.baseline) < 1.0)
        & (ink.origin != beside.origin)  # else one glyph is said to be several characters
        & (inset > -0.05 * tall)
        & (inset < 0.3 * tall)
        & (np.abs(ink.baseline - ink.bottom) < 0.1 * tall)
        & (rise > 0.8 * tall)
        & (rise < 1.12 * tall)
    )
    # In a sound font a few letters may have their ring drawn apart; where the codes lie, most are without one.
    return found[ringless].tolist() if 2 * np.count_nonzero(ringless) >= len(found) else []


def _may_lack_ring(ink: _Ink) -> NDArray[np.bool_]:
    """Whether each is as tall as a letter, with ink so far to the right of its origin as SARA AA has it."""
    inset, rise = ink.x0 - ink.origin, ink.baseline - ink.top
    return (rise > 0) & (inset > -0.07 * rise)


def _upside_down(
    chars: Chars, codes: NDArray[np.uint32], textpage: pdfium.PdfTextPage, frame: Frame
) -> dict[int, str]:
    """MAI THO that is drawn below the letter, and SARA UU above it: subsets of fonts that swap their codes.

    Looked at only where two tones stand on one letter (ผ้้), or tones are many and SARA UU is nowhere.
    """
    tone = is_in(codes, _IS_TONE)
    many = np.count_nonzero(tone) >= _MANY_TONES and _SARA_UU not in chars.text
    if not many and not (tone[1:] & tone[:-1]).any():
        return {}
    found = where((codes == ord(_MAI_THO)) | (codes == ord(_SARA_UU)))
    found = found[
        [chars.text[i - 1 : i + 1] not in _CROSSED and chars.text[i : i + 2] not in _CROSSED for i in found]
    ]
    ink = _ink(textpage, chars.index[found], frame)
    below, above = ink.top > ink.baseline, ink.bottom < ink.baseline
    mai_tho = codes[found] == ord(_MAI_THO)
    # SARA U is half as wide as SARA UU, and a fifth of an em.
    wide = ink.x1 - ink.x0 > 0.175 * (chars.bottom[found] - chars.top[found])
    uu = dict.fromkeys(found[below & mai_tho & wide].tolist(), _SARA_UU)
    u = dict.fromkeys(found[below & mai_tho & ~wide].tolist(), _SARA_U)
    return uu | u | dict.fromkeys(found[above & ~mai_tho].tolist(), _MAI_THO)


def drawn_twice(chars: Chars) -> NDArray[np.bool_]:
    """The second of two equal characters at the same place: how some producers make bold letters."""
    codes = codes_of(chars.text)
    out = np.zeros(len(codes), dtype=bool)
    order = np.argsort(codes * 1e8 + np.rint(chars.bottom) * 1e4 + chars.x0)
    x0, height = chars.x0[order], (chars.bottom - chars.top)[order[:-1]]
    near = where(np.abs(x0[1:] - x0[:-1]) < 0.06 * height)
    one, other, height = order[near], order[near + 1], height[near]
    same = (
        (codes[one] == codes[other])
        & (np.abs(chars.bottom[one] - chars.bottom[other]) < 0.06 * height)
        & (chars.x1[one] - chars.x0[one] >= 0.01)
        & ~blanks_of(chars.text)[one]
    )
    out[np.maximum(one[same], other[same])] = True
    return out


def settled(chars: Chars) -> Chars:
    """Each mark behind the letter that it lies over, where the content has it behind a later one.

    Producers write marks after the next letter (ขอ้ มลู), or all of a line at its end. In sound text the middle of
    a mark is never to the left of its letter; in fonts of one width it may stand over the letter after it.
    """
    codes = codes_of(chars.text)
    mark = marks_of(chars.text)
    base = where(letters_of(chars.text))
    found = where(mark)
    own = _last_before(base, found)
    after = np.append(base, len(codes) - 1)[base.searchsorted(found)]
    middle = (chars.x0[found] + chars.x1[found]) / 2
    level = (chars.top + chars.bottom) / 2
    height = np.maximum(chars.bottom[own] - chars.top[own], 1.0)
    left_of = chars.x0[own] - middle
    beside = np.abs(level[after] - level[own]) < height
    right_of = middle - np.where(beside, np.maximum(chars.x1[own], chars.x1[after]), chars.x1[own])
    am = codes[found] == SARA_AM
    away = (left_of > np.where(am, 0.6, 0.03) * height) | (right_of > np.where(am, 0.6, 0.15) * height)
    strays = where(away | (~is_in(codes[own], _IS_CONSONANT) & ~am))
    bases = where(is_in(codes, _IS_CONSONANT))
    if not len(strays) or not len(bases):
        return chars
    home: dict[int, list[int]] = {}
    line = float(np.median((chars.bottom - chars.top)[bases]))
    for n, i in zip(strays.tolist(), found[strays].tolist(), strict=True):
        apart = np.abs(level[bases] - level[i])
        distance = np.maximum(np.maximum(chars.x0[bases] - middle[n], middle[n] - chars.x1[bases]), 0.0)
        # Of letters as near, the one on the mark's own line, then the one next to it in the text.
        distance = np.where(apart < line, distance + 0.01 * apart + 1e-6 * np.abs(bases - i), np.inf)
        over = int(bases[np.argmin(distance)])
        far = max(left_of[n], right_of[n]) > 0.6 * height[n]
        if over != own[n] and distance.min() < (0.2 if far else 0.03) * height[n]:
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
    return taken(chars, np.array(order))


def _mark_rank(mark: str) -> int:
    """Vowels and NIKHAHIT before tones and silencers, SARA AM last."""
    mark = private_use(mark)
    return 2 if mark == chr(SARA_AM) else int(mark >= "\u0e47" and mark != chr(NIKHAHIT))
