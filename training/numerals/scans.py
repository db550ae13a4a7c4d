"""Pictures of made texts as a scanner would deliver them, cut as a reader of pages would cut them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from extractors.numerals import Gray
from training.numerals.fonts import Face

Floats = NDArray[np.float32]

_DIGITS = frozenset("๐๑๒๓๔๕๖๗๘๙0123456789")
_POINTS = (".", ",", ":")
_APART = 2
"""Pixels of white between a point and the digits beside it, before paper, where text is set tight."""
_BEFORE_PAPER = 2
"""Text is set so many times larger than it is scanned."""

KEPT = 1 / 3
"""The share of its ink that each stroke, point and mark must keep for its sign to count as printed."""


@dataclass(frozen=True, slots=True)
class Scan:
    """How a page was printed and scanned."""

    dpi: int
    points: float
    harsh: float
    """How much damage: 0 none, 1 what an office scanner does at its worst."""


def any_scan(rng: random.Random) -> Scan:
    """For training: any resolution and damage."""
    dpi = rng.choice([100, 120, 150, 150, 150, 200, 200, 200, 240, 300, 300])
    harsh = rng.uniform(0, 1.1)
    # What is harshly damaged has more to learn from.
    harsh = max(harsh, rng.uniform(0, 1.1)) if rng.random() < 0.5 else harsh
    return Scan(dpi, rng.uniform(11 if dpi >= 150 else 14, 20), harsh)


def shoot(
    text: str,
    face: Face,
    latin: Sequence[Face],
    scan: Scan,
    rng: random.Random,
    others: Sequence[str] = (),
    tries: int = 0,
) -> Gray:
    """The crop of a text, set in a face, printed, scanned and cut out.

    Where a sign lost more of its ink than `KEPT` allows, the page is printed and scanned again, so many times
    at most: what is not there cannot be asked for.
    """
    size = scan.points * scan.dpi / 72
    drawn, em = _set(text, face, latin, size * _BEFORE_PAPER, rng, others)
    height, width = drawn.shape
    # Skewed pages, glyphs narrower or wider than they should be, and a grid of pixels that falls anywhere.
    angle = np.deg2rad(rng.gauss(0, 0.8) * scan.harsh)
    slant = rng.gauss(0, 0.05) if rng.random() < 0.3 else 0.0
    scale = 1 / _BEFORE_PAPER
    sx = scale * rng.uniform(0.88, 1.12)
    shift = np.array([[sx, slant * scale, rng.random()], [np.sin(angle) * sx, scale, rng.random()]])
    shift[1, 2] += abs(np.sin(angle)) * sx * width if angle < 0 else 0
    shift[0, 2] += abs(slant) * scale * height if slant < 0 else 0
    out = (
        int(width * sx + abs(slant) * scale * height) + 2,
        int(height * scale + abs(np.sin(angle)) * sx * width) + 2,
    )
    blurred = cv2.GaussianBlur(drawn, (0, 0), 0.7)
    ink = cv2.warpAffine(blurred, shift, out, flags=cv2.INTER_LINEAR).astype(np.float32) / 255
    box = _box(drawn, shift, em)
    ink, box = _resampled(ink, box, scan, rng)
    size = em * scale
    said = ink
    ink = _neighbours(ink, box, size, face, others, rng)
    ink = _lines(ink, box, size, rng)
    page, contrast = _damage(ink, scan, rng)
    for _ in range(tries):
        if kept(said, page, contrast) >= KEPT:
            break
        page, contrast = _damage(ink, scan, rng)
    return _cut(page, box, size, rng)


def _set(
    text: str, face: Face, latin: Sequence[Face], size: float, rng: random.Random, others: Sequence[str]
) -> tuple[Gray, float]:
    """The text as white on black with room around it, and the em in pixels."""
    del others
    font = face.at(size)
    second = None
    strange = any(ord(ch) not in face.codes for ch in text if ch != " ")
    if latin and (strange or rng.random() < 0.06):
        # Cut so that its capitals come near those of a Thai font, which are small.
        second = rng.choice(latin).at(size * rng.uniform(0.6, 0.85))
    room = int(size * 0.7)
    # Set wide or tight; and some fonts draw points under the arm of the digit before.
    way = rng.random()
    spread = (rng.uniform(0, 0.12) if way < 0.06 else rng.uniform(-0.05, 0) if way > 0.92 else 0.0) * size
    tuck = rng.uniform(0, 0.5) * font.getlength(".") if rng.random() < 0.12 else 0.0
    runs: list[tuple[str, bool]] = []
    for ch in text:
        other = second is not None and ch != " " and (ch.isascii() or ord(ch) not in face.codes)
        alone = spread or (tuck and (ch in ".," or (runs and runs[-1][0] in _POINTS)))
        if runs and runs[-1][1] == other and not alone:
            runs[-1] = (runs[-1][0] + ch, other)
        else:
            runs.append((ch, other))
    rise, fall = font.getmetrics()
    line = room + max(rise, int(size))
    high = line + max(fall, int(size / 3)) + room
    fonts = [second if other and second else font for _, other in runs]
    for less in (1.0, 0.5, 0.25, 0.0) if spread < 0 or tuck else (1.0,):
        widths = [
            one.getlength(run) + (spread if spread > 0 else spread * less)
            for (run, _), one in zip(runs, fonts, strict=True)
        ]
        for before, (run, _) in enumerate(runs[1:]):
            widths[before] -= tuck * less if run[0] in ".," and runs[before][0][-1] in _DIGITS else 0.0
        starts = np.cumsum([room, *widths[:-1]])
        wide = int(sum(widths)) + 2 * room
        drawn, points = np.zeros((high, wide), np.uint8), np.zeros((high, wide), np.uint8)
        for point in (False, True):
            picture = Image.new("L", (wide, high), 0)
            draw = ImageDraw.Draw(picture)
            for start, (run, _), one in zip(starts, runs, fonts, strict=True):
                if (run in _POINTS) == point:
                    draw.text((float(start), line), run, 255, one, anchor="ls")
            drawn, points = (drawn, np.asarray(picture)) if point else (np.asarray(picture), points)
        # A point that a digit hides cannot be asked for: text is printed so that it shows.
        if not (cv2.dilate(points, np.ones((3, 3), np.uint8), iterations=_APART)[drawn > 127] > 127).any():
            break
    return np.maximum(drawn, points), size


def _box(drawn: Gray, shift: NDArray[np.float64], em: float) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the ink after the warp."""
    x, y, w, h = cv2.boundingRect((drawn > 40).astype(np.uint8))
    corners = np.array([[x, y, 1], [x + w, y, 1], [x, y + h, 1], [x + w, y + h, 1]]) @ shift.T
    (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
    return float(x0), float(y0), float(x1), float(y1)


def _resampled(
    ink: Floats, box: tuple[float, float, float, float], scan: Scan, rng: random.Random
) -> tuple[Floats, tuple[float, float, float, float]]:
    """Some pages were scanned at one resolution and stored at another, larger or smaller."""
    if rng.random() > 0.15 * scan.harsh:
        return ink, box
    down = rng.uniform(0.65, 0.95)
    small = cv2.resize(ink, None, fx=down, fy=down, interpolation=cv2.INTER_AREA)
    back = cv2.resize(
        small, (ink.shape[1], ink.shape[0]), interpolation=rng.choice([cv2.INTER_NEAREST, cv2.INTER_LINEAR])
    )
    return back.astype(np.float32), box


def _neighbours(
    ink: Floats,
    box: tuple[float, float, float, float],
    size: float,
    face: Face,
    others: Sequence[str],
    rng: random.Random,
) -> Floats:
    """Feet of the line above, heads and marks of the line below, that reach into the crop."""
    if not others or rng.random() > 0.1:
        return ink
    font = face.at(size)
    layer = Image.new("L", (ink.shape[1], ink.shape[0]), 0)
    draw = ImageDraw.Draw(layer)
    gap = rng.uniform(0.12, 0.3) * size
    x = rng.uniform(-0.5, 0.5) * size
    if rng.random() < 0.5:
        draw.text((x, box[1] - gap), rng.choice(others), 255, font, anchor="ls")
    else:
        draw.text((x, box[3] + gap + size * 0.5), rng.choice(others), 255, font, anchor="ls")
    return np.maximum(ink, np.asarray(layer, np.float32) / 255)


def _lines(ink: Floats, box: tuple[float, float, float, float], size: float, rng: random.Random) -> Floats:
    """Ruled lines beside, above and below; a few touch the digits."""
    if rng.random() > 0.22:
        return ink
    x0, y0, x1, y1 = box
    height, width = ink.shape
    thick = rng.choice([1, 1, 1, 2, 2, 3])
    strength = rng.uniform(0.6, 1)
    tilt = round(rng.gauss(0, 0.6))
    for _ in range(rng.choice([1, 1, 2])):
        away = rng.uniform(-0.02, 0.3) * size
        match rng.randrange(4):
            case 0:
                ends = (0, y0 - away - thick, width, y0 - away - thick + tilt)
            case 1:
                ends = (0, y1 + away, width, y1 + away + tilt)
            case 2:
                ends = (x0 - away - thick, 0, x0 - away - thick + tilt, height)
            case _:
                ends = (x1 + away, 0, x1 + away + tilt, height)
        one = np.zeros_like(ink)
        start, end = (round(ends[0]), round(ends[1])), (round(ends[2]), round(ends[3]))
        cv2.line(one, start, end, strength, thick)
        ink = np.maximum(ink, one)
    return ink


def _damage(ink: Floats, scan: Scan, rng: random.Random) -> tuple[Gray, float]:
    """What printing, paper, lens, sensor and storage do; and the grey levels between paper and full ink."""
    harsh = scan.harsh
    noise = np.random.default_rng(rng.getrandbits(32))
    if rng.random() < 0.12 * harsh:
        ink = _broken(ink, rng)
    # Thicker or thinner strokes: blur, then a threshold that is soft.
    if rng.random() < 0.5 * harsh:
        spread = cv2.GaussianBlur(ink, (0, 0), rng.uniform(0.5, 0.9)).astype(np.float32)
        at, steep = rng.uniform(0.3, 0.62), rng.uniform(2, 6)
        thinned = np.clip((spread - at) * steep + 0.5, 0, 1)
        ink = thinned if thinned.max() > 0.8 else ink
    ink = cv2.GaussianBlur(ink, (0, 0), 0.3 + rng.uniform(0, 0.75) * harsh * max(scan.dpi, 150) / 220).astype(
        np.float32
    )
    paper = rng.uniform(255 - 60 * harsh, 255)
    black = rng.uniform(0, 90 * harsh) if rng.random() < 0.7 else rng.uniform(0, 20)
    page = paper + (black - paper) * ink
    if rng.random() < 0.3 * harsh:
        page += np.linspace(-1, 1, page.shape[1], dtype=np.float32) * rng.uniform(-20, 20)
    if rng.random() < 0.7:
        page += noise.standard_normal(page.shape, dtype=np.float32) * rng.uniform(0, 16) * harsh
        if rng.random() < 0.3:
            page = cv2.GaussianBlur(page, (0, 0), 0.5).astype(np.float32)
    way = rng.random()
    bilevel = False
    if way < 0.3:
        at = paper + (black - paper) * rng.uniform(0.5 - 0.22 * harsh, 0.5 + 0.16 * harsh)
        two = np.where(page < at, 0, 255).astype(np.float32)
        bilevel = bool((two == 0).sum() > 0.6 * (ink > 0.5).sum())
        page = two if bilevel else page
    if rng.random() < 0.12 * harsh:
        specks = noise.random(page.shape) < rng.uniform(0, 0.012)
        page = np.where(specks, rng.choice([0.0, 255.0]), page)
    done = np.clip(page, 0, 255).astype(np.uint8)
    if way > 0.6:
        _, stored = cv2.imencode(
            ".jpg", done, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(int(90 - 65 * min(harsh, 1)), 92)]
        )
        done = cv2.imdecode(stored, cv2.IMREAD_GRAYSCALE).astype(np.uint8)
    return done, 255.0 if bilevel else paper - black


def kept(printed: Floats, page: Gray, contrast: float) -> float:
    """The least share of its ink that a connected piece of the text kept; blur only spreads ink and costs none."""
    dark = (printed > 0.3).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    least = 1.0
    for x, y, w, h, area in stats[1:count]:
        if area < 2:
            continue
        around = slice(max(y - 3, 0), y + h + 3), slice(max(x - 3, 0), x + w + 3)
        ink, grey = printed[around], page[around].astype(np.float32)
        bare = grey[ink < 0.02]
        light = float(np.median(bare)) if bare.size else 255.0
        least = min(least, float((light - grey)[ink > 0.02].sum()) / (contrast * float(ink.sum())))
    return least


def _broken(ink: Floats, rng: random.Random) -> Floats:
    """Strokes broken by scratches and by toner that did not hold."""
    ink = ink.copy()
    height, width = ink.shape
    for _ in range(rng.randint(1, 3)):
        if rng.random() < 0.5:
            y = rng.randrange(height)
            cv2.line(ink, (0, y), (width, y + rng.randint(-2, 2)), 0.0, 1)
        else:
            x, y = rng.randrange(width), rng.randrange(height)
            cv2.circle(ink, (x, y), rng.choice([1, 1, 2]), 0.0, -1)
    return ink


def _cut(page: Gray, box: tuple[float, float, float, float], size: float, rng: random.Random) -> Gray:
    """The crop: a margin on each side, seldom a little too tight on one."""
    margins = [
        rng.uniform(0.06, 0.3) * size if rng.random() < 0.85 else rng.uniform(0.3, 0.9) * size
        for _ in range(4)
    ]
    margins = [max(margin, 2.0) for margin in margins]
    if rng.random() < 0.05:
        margins[rng.randrange(4)] = -rng.uniform(0, 0.02) * size
    height, width = page.shape
    left, top = max(int(box[0] - margins[0]), 0), max(int(box[1] - margins[1]), 0)
    right, bottom = (
        min(int(np.ceil(box[2] + margins[2])), width),
        min(int(np.ceil(box[3] + margins[3])), height),
    )
    return page[top : max(bottom, top + 3), left : max(right, left + 3)]
