"""What on a page's picture is ink, whatever the shade that it is printed on."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
Mask = NDArray[np.uint8]
Ints = NDArray[np.int32]

LOWEST_DPI = 200.0
"""No page is rendered at less."""
_WHITE = 255
_SEEN = 32
"""Levels of gray under the paper: what is nearer to it is its grain, or print on its back."""
_BROADEST = 5.0
"""Broadest stroke of a letter in a picture of a quarter of the size, at the lowest resolution."""
_DARKEST, _PAPER = 0.45, 95
"""The darkest shade that text is printed on, of the paper's level; and its percentile of a page's levels."""
_SHADE = 0.93
"""Of the paper's level: what is darker is a shade."""
_STRIP = 256
"""Rows of a page that are looked at together."""
_OF_INK = 0.7
"""What has so much of the usual darkness of the ink about it is ink."""


def binary(gray: Gray, dpi: float) -> Mask:
    """Ink as 255, paper as 0, whatever the paper's shade."""
    return ink_of(gray, dpi)[0]


def ink_of(gray: Gray, dpi: float) -> tuple[Mask, Any, Any]:
    """Ink as 255, paper as 0, whatever the paper's shade; the levels that it was told from, 255 for paper; the paper.

    The paper is none where the page is in black and white.
    """
    if not cv2.countNonZero(cv2.inRange(gray, np.array(33), np.array(223))):
        return under(gray, 128), gray, None
    small: Any = cv2.resize(gray, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    # Without strokes there is left what they are printed on: paper, and shades up to their edges.
    size = int(_BROADEST * dpi / LOWEST_DPI) | 1
    paper = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8)), 5)
    paper = np.maximum(paper, np.uint8(_DARKEST * np.percentile(paper, _PAPER)))
    paper = cv2.resize(paper, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
    level = cv2.divide(gray, np.maximum(paper, 1), scale=255)
    level = cv2.GaussianBlur(level, (3, 3), 0)
    threshold, _ = cv2.threshold(level, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    # A blank page has no two classes; letters are always well under the paper.
    least = min(max(threshold, 110.0), 190.0)
    ink = under(level, least)
    pale = _pale(level, ink, dpi)
    both: Any = cv2.bitwise_or(ink, thin(pale, dpi))
    return both, level, paper


def without_shades(gray: Gray, paper: Any) -> Gray:
    """The page with what is printed on shades as it were printed on paper."""
    if paper is None:
        return gray
    usual = int(np.percentile(paper[::8, ::8], _PAPER))
    shades: Any = cv2.threshold(paper, _SHADE * usual, 255, cv2.THRESH_BINARY_INV)[1]
    if not cv2.countNonZero(shades):
        return gray
    evened: Any = cv2.divide(gray, np.maximum(paper, 1), scale=usual)
    return np.where(shades > 0, evened, gray).astype(np.uint8)


def thin(pale: Mask, dpi: float) -> Mask:
    """The pale strokes, which are thin; the corner of a shade is not."""
    thick = np.ones((max(int(dpi / 25), 3),) * 2, np.uint8)
    shade = cv2.dilate(cv2.morphologyEx(pale, cv2.MORPH_OPEN, thick), thick)
    thin: Any = cv2.bitwise_and(pale, cv2.bitwise_not(shade))
    return thin  # type: ignore[no-any-return]


def under(level: Any, bar: float) -> Mask:
    """255 where the level is under the bar."""
    under: Any = cv2.threshold(level, np.ceil(bar) - 1, 255, cv2.THRESH_BINARY_INV)[1]
    return under  # type: ignore[no-any-return]


def _pale(level: Any, ink: Mask, dpi: float) -> Mask:
    """What else is ink where all print about is pale, as thin small print is beside a title."""
    dark: Any = cv2.bitwise_not(level)
    window = int(dpi / 6) | 1
    pale: Mask = np.zeros_like(ink)
    # Strip by strip: sums of a whole page are large.
    for top in range(0, len(ink), _STRIP):
        first, last = max(top - window, 0), min(top + _STRIP + window, len(ink))
        own = slice(top - first, min(top + _STRIP, last) - first)
        strip = dark[first:last]
        usual, count = (
            cv2.boxFilter(
                cv2.threshold(strip, _SEEN, 1, kind)[1], cv2.CV_32F, (window, window), normalize=False
            )[own]
            for kind in (cv2.THRESH_TOZERO, cv2.THRESH_BINARY)
        )
        rows = slice(top, top + len(usual))
        # Most of a page is white: only what is dark enough anywhere is looked at.
        may_be = cv2.subtract(
            cv2.threshold(dark[rows], _OF_INK * _SEEN, 255, cv2.THRESH_BINARY)[1], ink[rows]
        )
        at = np.flatnonzero(may_be)
        around = count.ravel()[at]
        bar = usual.ravel()[at] / np.maximum(around, 1.0) * np.float32(-_OF_INK) + np.float32(_WHITE)
        found = (around > 0) & (level[rows].ravel()[at] < bar.astype(np.uint8))
        pale[rows].ravel()[at[found]] = _WHITE
    return pale
