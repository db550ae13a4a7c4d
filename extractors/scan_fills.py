"""Light letters on dark fills, as in the heading rows of tables: turned to dark letters on paper.

A scan in black and white has such a row as one black block, borders and all: its edges are taken for rules, and the
columns below (or above) go on through it where no letter stands in their way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from extractors.scan_ink import Gray, Mask

_DARK = 0.62
"""Of the paper's level: fills that letters are set light on are darker."""
_PAPER = 95
"""Percentile of the levels of a page that is its paper's, if little is dark."""
_WHITE = 255

# Lengths in points.
_STROKE = 3.5
"""No stroke of a letter of the text is thicker, and none of its openings is much wider."""
_LEAST = (24.0, 8.0)
"""Width and height of the smallest fill that holds a word."""
_EDGE = 1.0
"""How far about the edge of a fill its blur and its border go."""
_ENDS = 5.0
"""How near a fill a column's rule ends."""
_SPECK = 0.8
"""What is smaller in a fill is its grain."""
_BESIDE = 0.75
"""White beside a column that goes on."""

_FULL = 0.52
"""Share of what is dark in a fill, at least; of a line of bold text less is."""
_LETTERS = (0.01, 0.45)
"""Share of a fill that its letters take up."""
_THICK = 0.2
"""Share of what is light in a fill that may be thicker than strokes."""
_MOST, _FLAT = (5, 50), 0.25
"""Percentiles that a fill's own levels lie between, and how far apart these are, of the way to the paper."""
_BETWEEN = 0.5
"""Of the way from fill to paper: lighter than that is a letter."""


@dataclass(frozen=True, slots=True)
class Fill:
    """Where a dark fill was, in pixels."""

    x0: int
    top: int
    x1: int
    bottom: int


def turned(gray: Gray, dpi: float) -> tuple[Gray, list[Fill]]:
    """The page with its light letters dark on white, and where they are; the same page where it has none."""
    points = dpi / 72.0
    small: Any = cv2.resize(gray, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    paper = float(np.percentile(small[::4, ::4], _PAPER))
    dark: Any = cv2.threshold(small, _DARK * paper, 255, cv2.THRESH_BINARY_INV)[1]
    fills = [fill for fill in _blocks(dark, points / 2) if _has_light_letters(gray, fill, paper, points)]
    if not fills:
        return gray, []
    out = gray.copy()
    for fill in fills:
        place = out[fill.top : fill.bottom, fill.x0 : fill.x1]
        place[:] = _light_on_dark(place, paper)
        edge = max(round(_EDGE * points), 2)
        for across in (slice(max(fill.x0 - edge, 0), fill.x0 + edge), slice(fill.x1 - edge, fill.x1 + edge)):
            out[max(fill.top - edge, 0) : fill.bottom + edge, across] = round(paper)
        for down in (
            slice(max(fill.top - edge, 0), fill.top + edge),
            slice(fill.bottom - edge, fill.bottom + edge),
        ):
            out[down, max(fill.x0 - edge, 0) : fill.x1 + edge] = round(paper)
    return out, fills


def _blocks(dark: Mask, points: float) -> list[Fill]:
    """The dark blocks that fill their boxes, from a picture of half the size."""
    room = (max(round(_LEAST[0] * points), 3), max(round(_LEAST[1] * points), 3))
    around: Any = cv2.blur(dark, room)
    full: Any = cv2.threshold(around, _FULL * 255, 255, cv2.THRESH_BINARY)[1]
    # A fill is blurred away for half the room beside its ends.
    least = np.ones((max(room[1] // 2, 2), max(room[0] // 2, 2)), np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(
        cv2.morphologyEx(full, cv2.MORPH_OPEN, least), connectivity=4
    )
    out = []
    for x, y, wide, high, _ in stats[1:].tolist():
        left, over = max(x - room[0], 0), max(y - room[1], 0)
        window = dark[over : y + high + room[1], left : x + wide + room[0]]
        down = np.flatnonzero(window[:, x - left : x - left + wide].mean(axis=1) > _FULL * 255)
        across = np.flatnonzero(window[y - over : y - over + high].mean(axis=0) > _FULL * 255)
        if len(down) >= room[1] and len(across) >= room[0]:
            x0, top = left + int(across[0]), over + int(down[0])
            x1, bottom = left + int(across[-1]) + 1, over + int(down[-1]) + 1
            out.append(Fill(2 * x0, 2 * top, 2 * x1, 2 * bottom))
    return out


def _light_on_dark(place: Gray, paper: float) -> Gray:
    """A part of the page with what is lighter than most of it dark, and all else white."""
    fill = float(np.median(place))
    lighter = (place.astype(np.float32) - fill) * (_WHITE / max(paper - fill, 1.0))
    turned: Gray = np.clip(_WHITE - lighter, 0, _WHITE).astype(np.uint8)
    return turned


def _has_light_letters(gray: Gray, fill: Fill, paper: float, points: float) -> bool:
    """True where what is light in a fill is strokes, and not too much or too little for letters."""
    edge = max(round(_EDGE * points), 2)
    place = gray[fill.top + edge : fill.bottom - edge, fill.x0 + edge : fill.x1 - edge]
    if not place.size:
        return False
    level = float(np.median(place))
    darkest, most = np.percentile(place[::2, ::2], _MOST)
    if level > _DARK * paper or most - darkest > _FLAT * (paper - level):
        return False
    bar = level + _BETWEEN * (paper - level)
    light: Any = cv2.threshold(place, bar, 255, cv2.THRESH_BINARY)[1]
    share = cv2.countNonZero(light) / light.size
    if not _LETTERS[0] <= share <= _LETTERS[1]:
        return False
    size = max(round(_STROKE * points), 3)
    thick = cv2.countNonZero(cv2.morphologyEx(light, cv2.MORPH_OPEN, np.ones((size, size), np.uint8)))
    return thick <= _THICK * cv2.countNonZero(light)


def columns_through(
    fill: Fill, ends: list[tuple[float, float, float]], ink: Mask, points: float
) -> list[float]:
    """Where columns go on through a fill, in pixels: from `ends`, the middle, top and bottom of rules that go down.

    `ink` holds the letters: a column that one of them stands in ends there.
    """
    reach, beside = _ENDS * points, max(round(_BESIDE * points), 1)
    edge = max(round(_EDGE * points), 2) + 1
    speck = np.ones((max(round(_SPECK * points), 2),) * 2, np.uint8)
    out = []
    for x, top, bottom in ends:
        if not fill.x0 + reach < x < fill.x1 - reach:
            continue
        if abs(top - fill.bottom) > reach and abs(bottom - fill.top) > reach:
            continue
        way = ink[fill.top + edge : fill.bottom - edge, max(int(x) - beside, 0) : int(x) + beside + 1]
        if not cv2.countNonZero(cv2.morphologyEx(way, cv2.MORPH_OPEN, speck)):
            out.append(x)
    return out
