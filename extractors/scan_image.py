"""A page's picture made ready to be read: upright, straight, without ruled lines, stamps and pictures.

Lengths are pixels of the rendered page; `Picture.scale` makes points of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c
from numpy.typing import NDArray

from extractors import scan_fills
from extractors.scan_ink import LOWEST_DPI, Gray, Ints, Mask, binary, ink_of, thin, under, without_shades
from extractors.scan_specks import dust_of, forget, grain_of

HIGHEST_DPI = 300.0
"""Pages are rendered at the resolution of their picture, within these."""
_MOST_SKEW = 7.0
"""Degrees; a sheet that lies further askew on the glass is noticed by who scans it."""
_EDGE = 0.04
"""Of the shorter side: how far in the shadow of the sheet's edge goes."""
_WHITE = 255


_FAINT = 235
"""Of 255 for paper: what a thin rule, worn or between two rows of pixels, still has where it is no ink."""

# Lengths in points.
_RULE_ACROSS, _RULE_DOWN = 26.0, 18.0
"""No stroke of a letter is so long."""
_RULE_WIDTH = 3.0
_MEET = 2.0
"""How near a rule ends to the one it meets."""
_SPECK = 0.5
_LETTER = (3.0, 14.0)
"""Heights of letters without marks, from small print to titles."""
_LARGE = 26.0
"""No letter, not even of a title, is so high."""
_TALL = 44.0
"""Ink that hangs together over so much height is a picture, a logo or a stamp."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line as a thin box in points."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def across(self) -> bool:
        return self.x1 - self.x0 >= self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Picture:
    """A page ready to be read."""

    gray: Gray
    """Upright and straight, with everything but its text painted white."""
    labels: Ints
    """For each pixel the number of the piece of ink it belongs to; 0 for none."""
    boxes: Ints
    """x0, top, x1, bottom of each piece of ink, by its number; of piece 0, nothing."""
    rules: tuple[Rule, ...]
    letter: float
    """Usual height of a letter without ascender and marks."""
    scale: float
    """Points to a pixel."""
    width: float
    """Points, of the upright page."""
    height: float


def native_dpi(page: pdfium.PdfPage) -> float:
    """The resolution of the page's largest picture, within the bounds that pages are rendered at."""
    largest, dpi = 0.0, HIGHEST_DPI
    for image in page.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = image.get_bounds()
        area = (right - left) * (top - bottom)
        across, down = image.get_px_size()
        if area > largest:
            largest = area
            dpi = 72.0 * float(np.sqrt(across * down / area))
    return min(max(dpi, LOWEST_DPI), HIGHEST_DPI)


def render(page: pdfium.PdfPage, dpi: float) -> Gray:
    """The page as it is shown, in gray."""
    bitmap = page.render(scale=dpi / 72.0, grayscale=True)
    try:
        return np.ascontiguousarray(bitmap.to_numpy().reshape(bitmap.height, bitmap.width, -1)[:, :, 0])
    finally:
        bitmap.close()


def prepare(gray: Gray, dpi: float) -> Picture:
    """Straighten an upright page, find its ruled lines and its pieces of ink, and paint out what is no text."""
    gray, fills = scan_fills.turned(straight(gray), dpi)
    ink, level, paper = ink_of(gray, dpi)
    gray = without_shades(gray, paper)
    del paper
    points = dpi / 72.0
    rules, lines = _rules(ink, thin(under(level, _FAINT), dpi), points)
    del level
    ink[lines > 0] = 0
    rules += [rule for fill in fills for rule in _rules_of(fill, rules, ink, points)]
    halo = cv2.dilate(lines, np.ones((3, 3), np.uint8))
    gray = _white_at(gray, cv2.subtract(halo, cv2.erode(ink, np.ones((2, 2), np.uint8))))
    labels, stats = _pieces(ink)
    drawn = _drawn(ink, labels, stats, points)
    if drawn is not None:
        del labels
        ink[drawn > 0] = 0
        gray = _white_at(gray, drawn)
        labels, stats = _pieces(ink)
    boxes = np.stack(
        [
            stats[:, cv2.CC_STAT_LEFT],
            stats[:, cv2.CC_STAT_TOP],
            stats[:, cv2.CC_STAT_LEFT] + stats[:, cv2.CC_STAT_WIDTH],
            stats[:, cv2.CC_STAT_TOP] + stats[:, cv2.CC_STAT_HEIGHT],
        ],
        axis=1,
    ).astype(np.int32)
    boxes[0] = 0
    small = (
        np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) <= max(_SPECK * points, 1.5)
    ) | (stats[:, cv2.CC_STAT_AREA] <= 2)
    small[0] = True
    boxes[small] = 0
    forget(labels, stats, np.flatnonzero(small[1:]) + 1)
    heights = (boxes[:, 3] - boxes[:, 1])[~small]
    letters = heights[(heights >= _LETTER[0] * points) & (heights <= _LETTER[1] * points)]
    letter = float(np.median(letters)) if len(letters) else 6.0 * points
    dust = dust_of(boxes, letter, ink.shape)
    grain = grain_of(boxes, stats[:, cv2.CC_STAT_AREA], dust, letter)
    boxes[dust] = 0
    boxes[grain] = 0
    boxes = _parted(labels, boxes, letter)
    height, width = gray.shape
    scale = 72.0 / dpi
    return Picture(gray, labels, boxes, tuple(rules), letter, scale, width * scale, height * scale)


def _rules_of(fill: scan_fills.Fill, rules: list[Rule], ink: Mask, points: float) -> list[Rule]:
    """The edges of a fill, and the columns that go on through it, as rules in points."""
    x0, top, x1, bottom = (side / points for side in (fill.x0, fill.top, fill.x1, fill.bottom))
    ends = [
        ((rule.x0 + rule.x1) / 2 * points, rule.top * points, rule.bottom * points)
        for rule in rules
        if not rule.across
    ]
    through = [x / points for x in scan_fills.columns_through(fill, ends, ink, points)]
    across = [Rule(x0, depth, x1, depth) for depth in (top, bottom)]
    return [*across, *(Rule(x, top, x, bottom) for x in (x0, *through, x1))]


def _pieces(ink: Mask) -> tuple[Ints, Ints]:
    """For each pixel the number of the piece of ink it belongs to, and what OpenCV measured of each piece."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_32S)
    return np.asarray(labels, np.int32), np.asarray(stats, np.int32)


def _white_at(gray: Gray, mask: Any) -> Gray:
    """The picture with white where the mask is."""
    white: Any = cv2.max(gray, mask)
    return white  # type: ignore[no-any-return]


def _parted(labels: Ints, boxes: Ints, letter: float) -> Ints:
    """The boxes with pieces that join two lines (a tail that touches the mark under it) cut between the lines."""
    heights, widths = boxes[:, 3] - boxes[:, 1], boxes[:, 2] - boxes[:, 0]
    base = (heights > 0.62 * letter) & (heights < 1.6 * letter)
    grown = boxes.tolist()
    for i in np.flatnonzero((heights > 1.25 * letter) & (widths < 8 * letter)):
        x0, top, x1, bottom = (int(v) for v in boxes[i])
        near = base & (boxes[:, 2] > x0 - 8 * letter) & (boxes[:, 0] < x1 + 8 * letter)
        near &= (boxes[:, 3] > top + 0.6 * letter) & (boxes[:, 3] < bottom - 0.25 * letter)
        if not near.any():
            continue
        # The upper line's baseline: most of the letters beside the piece stand on it.
        bottoms = np.sort(boxes[near, 3])
        counts = [int((np.abs(bottoms - b) < 0.2 * letter).sum()) for b in bottoms]
        baseline = float(bottoms[int(np.argmax(counts))])
        first, last = int(baseline), min(int(baseline + 0.9 * letter), bottom - 2)
        if last - first < 2:
            continue
        mine = labels[top:bottom, x0:x1] == i
        waist = mine[first - top : last - top].sum(axis=1)
        if waist.min() > 0.4 * letter:
            continue
        cut = first + int(np.argmin(waist))
        lower = mine.copy()
        lower[: cut - top] = False
        labels[top:bottom, x0:x1][lower] = len(grown)
        grown[i] = _box(mine & ~lower, x0, top)
        grown.append(_box(lower, x0, top))
    return np.array(grown, dtype=np.int32)


def _box(mask: NDArray[np.bool_], x0: int, top: int) -> list[int]:
    across, down = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    if not len(across):
        return [0, 0, 0, 0]
    return [x0 + int(across[0]), top + int(down[0]), x0 + int(across[-1]) + 1, top + int(down[-1]) + 1]


def lies_on_its_side(gray: Gray) -> bool:
    """True where lines of text run down the page: rows of ink differ less than columns do."""
    small: Any = cv2.resize(gray, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    ink = binary(small, LOWEST_DPI / 4).astype(np.float64)
    # Long strokes are frames and rules and run both ways.
    ink = np.where(ink > 0, 1.0, 0.0)
    return _roughness(ink.mean(axis=0)) > 1.6 * _roughness(ink.mean(axis=1))


def _roughness(profile: NDArray[np.float64]) -> float:
    return float(np.mean(np.diff(np.clip(profile, 0.0, 0.35)) ** 2))


def straight(gray: Gray) -> Gray:
    """The page turned so that its lines of text run level."""
    angle = _skew(gray)
    if abs(angle) < 0.03:
        return gray
    height, width = gray.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned: Any = cv2.warpAffine(
        gray,
        matrix,
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=_WHITE,
    )
    straight: Gray = turned
    return straight


def _skew(gray: Gray) -> float:
    """Degrees that the page has to be turned by, anticlockwise: the angle whose rows differ most."""
    factor = min(1.0, 1200.0 / max(gray.shape))
    small: Any = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    ink = binary(small, LOWEST_DPI * factor)
    # The shadow of a sheet's edge runs along the glass, not along the lines.
    aside = int(_EDGE * min(ink.shape))
    ink[:aside] = ink[-aside:] = ink[:, :aside] = ink[:, -aside:] = 0
    if not ink.any():
        return 0.0
    coarse: Any = cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)

    def sharpness(angle: float, ink: Mask) -> float:
        height, width = ink.shape
        shift = np.tan(np.radians(angle)) * (width / 2)
        matrix = np.array([[1.0, 0.0, 0.0], [-2 * shift / width, 1.0, shift]])
        sheared = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_LINEAR)
        rows: Any = cv2.reduce(sheared, 1, cv2.REDUCE_SUM, dtype=cv2.CV_64F)
        return float(np.mean(np.diff(rows[:, 0] / width) ** 2))

    coarsest: Any = cv2.resize(coarse, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    best = 0.0
    for span, step, picture in ((_MOST_SKEW, 0.5, coarsest), (0.5, 0.1, coarse)):
        angles = best + np.arange(-span, span + step / 2, step)
        best = float(max(angles, key=lambda angle, own=picture: sharpness(angle, own)))  # type: ignore[misc]
    return _uphill(best, 0.02, 5, lambda angle: sharpness(angle, ink))


def _uphill(start: float, step: float, most: int, height: Callable[[float], float]) -> float:
    """Where the height is greatest, at most so many steps to one side of the start: there is one top."""
    best, top = 0, height(start)
    for way in (1, -1):
        while abs(best) < most and (found := height(start + (best + way) * step)) > top:
            best, top = best + way, found
        if best:
            break
    return start + best * step


def _rules(ink: Mask, faint: Mask, points: float) -> tuple[list[Rule], Mask]:
    """Ruled lines in points, and a mask of their ink; where they are worn they go on in what is faint.

    What is faint all along is a rule where it goes from one rule to another, as between two rows.
    """
    found: tuple[list[Rule], list[Rule]] = ([], [])
    pale: list[tuple[bool, Rule, Any, Any]] = []
    runs_of = []
    for down in (False, True):
        length = int((_RULE_DOWN if down else _RULE_ACROSS) * points)
        long, thick = ((1, length), (3, 1)) if down else ((length, 1), (1, 3))
        inked, runs = (
            cv2.morphologyEx(
                cv2.dilate(mask, np.ones(thick[::-1], np.uint8)),  # a line that wanders by a pixel
                cv2.MORPH_OPEN,
                np.ones(long[::-1], np.uint8),
            )
            for mask in (ink, cv2.bitwise_or(ink, faint))
        )
        outlines, inside = cv2.findContours(runs, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
        boxes = [
            (y, x, y + h, x + w, i)
            for i, (x, y, w, h) in enumerate(map(cv2.boundingRect, outlines))
            if inside[0][i][3] < 0  # no hole
        ]
        for top, x0, bottom, x1, i in sorted(boxes):
            rule = Rule(x0 / points, top / points, x1 / points, bottom / points)
            thin = (x1 - x0 if down else bottom - top) <= _RULE_WIDTH * points + 2
            if thin and cv2.countNonZero(inked[top:bottom, x0:x1]):
                found[down].append(rule)
                continue
            if thin:
                place = runs[top:bottom, x0:x1]
                pale.append((down, rule, place, place.copy()))
            cv2.drawContours(runs, outlines, i, 0, cv2.FILLED, 8, inside, 1)
        runs_of.append(runs)
    frame = [*found[0]], [*found[1]]
    for down, rule, place, line in pale:
        if _between(rule, frame[not down]):
            found[down].append(rule)
            place |= line
    masks = [np.bitwise_and(runs, ink) for runs in runs_of]
    return [*found[0], *found[1]], _alone(ink, masks[0], masks[1], False) | _alone(
        ink, masks[1], masks[0], True
    )


def _between(line: Rule, others: list[Rule]) -> bool:
    """True for a line that goes from one of these rules to another, which both cross its way."""

    def met(x: float, y: float) -> bool:
        return any(
            rule.x0 - _MEET <= x <= rule.x1 + _MEET and rule.top - _MEET <= y <= rule.bottom + _MEET
            for rule in others
        )

    if line.across:
        depth = (line.top + line.bottom) / 2
        return met(line.x0, depth) and met(line.x1, depth)
    middle = (line.x0 + line.x1) / 2
    return met(middle, line.top) and met(middle, line.bottom)


def _alone(ink: Mask, rule: Mask, other: Mask, down: bool) -> Mask:
    """The ink of rules without the strokes of letters that cross them or end on them."""
    thick = np.ones((3, 3), np.uint8)
    stroke = _thickness(rule, down) + 3
    crossing = cv2.morphologyEx(
        cv2.bitwise_and(ink, cv2.bitwise_not(cv2.dilate(other, thick))),
        cv2.MORPH_OPEN,
        np.ones((1, stroke) if down else (stroke, 1), np.uint8),
    )
    alone: Any = cv2.bitwise_and(rule, cv2.bitwise_not(crossing))
    erased: Mask = alone
    return erased


def _thickness(rule: Mask, down: bool) -> int:
    """How thick rules are: their pixels to their length."""
    pixels = cv2.countNonZero(rule)
    if not pixels:
        return 1
    first, later, before = (
        (rule[:, :1], rule[:, 1:], rule[:, :-1]) if down else (rule[:1], rule[1:], rule[:-1])
    )
    begun = cv2.countNonZero(first) + cv2.countNonZero(cv2.subtract(later, before))
    return -(-pixels // begun)


def _drawn(ink: Mask, numbers: Ints, measured: Ints, points: float) -> Mask | None:
    """Pictures, logos and stamps: ink that hangs together over a height that no letter has. None where none is."""
    large = measured[:, cv2.CC_STAT_HEIGHT] > _LARGE * points
    large[0] = False
    if not large.any():
        return None
    within = large[numbers]
    reach = max(3, int(points))
    grown = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    n, labels, stats, _ = cv2.connectedComponentsWithStats(grown, connectivity=8)
    # Lines of text may grow together too, but no letter is large.
    heaps = np.zeros(n, dtype=bool)
    heaps[np.unique(labels[within])] = True
    tall = (stats[:, cv2.CC_STAT_HEIGHT] > _TALL * points) & heaps
    tall[0] = False
    if not tall.any():
        return None
    out = np.zeros_like(ink)
    for i in np.flatnonzero(tall):
        x, y, w, h, _ = (int(v) for v in stats[i])
        if w > 0.5 * _TALL * points:
            out[y : y + h, x : x + w] = 255
        else:
            out[labels == i] = 255
    return out
