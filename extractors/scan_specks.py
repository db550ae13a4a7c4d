"""Dust on a page's picture, and the grain of a copy: ink that is no text."""

from __future__ import annotations

from math import ceil, floor

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan_ink import Ints

# Heights of a letter, where nothing else is said.
_DUST, _APART = 0.5, 1.2
"""Heights of a letter: the largest dust, and how near a letter its marks and signs are."""
_GRAINY = 40
"""So many grains of dust on white show that the page is full of it."""
_IN_LINE = 0.4
"""Share of dust that lies in dotted lines, which are no grain; on a page full of grain little does by chance."""
_MOST_GRAIN, _POINT = 98, 0.05
"""Percentile of the dust's areas that is the grain's; all points have more than that share of a letter's ink."""


def forget(labels: Ints, stats: Ints, small: NDArray[np.int64]) -> None:
    """Make paper of these pieces, which are specks of a few pixels: no pass over all of the page."""
    if not len(small):
        return
    x0, top = stats[small, cv2.CC_STAT_LEFT], stats[small, cv2.CC_STAT_TOP]
    wide, high = stats[small, cv2.CC_STAT_WIDTH], stats[small, cv2.CC_STAT_HEIGHT]
    for down in range(int(high.max())):
        for right in range(int(wide.max())):
            inside = (down < high) & (right < wide)
            y, x = top[inside] + down, x0[inside] + right
            own = labels[y, x] == small[inside]
            labels[y[own], x[own]] = 0


def dust_of(boxes: Ints, letter: float, size: tuple[int, int]) -> NDArray[np.int64]:
    """The pieces too small for a letter that lie by no letter. Dashes stay, which may stand alone in a cell."""
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    small = np.maximum(width, height) < _DUST * letter
    small &= (width > 0) & ~((width > 2 * height) & (width > 0.25 * letter))
    by_letter = np.zeros(size, np.uint8)
    reach = _APART * letter
    for x0, top, x1, bottom in boxes[height >= 0.62 * letter].tolist():
        left, over = max(floor(x0 - reach), 0), max(floor(top - reach), 0)
        by_letter[over : ceil(bottom + reach), left : ceil(x1 + reach)] = 1
    out = []
    for piece in np.flatnonzero(small).tolist():
        x0, top, x1, bottom = boxes[piece].tolist()
        if not by_letter[top:bottom, x0:x1].any():
            out.append(piece)
    return np.array(out, dtype=np.int64)


def grain_of(boxes: Ints, areas: Ints, dust: NDArray[np.int64], letter: float) -> NDArray[np.int64]:
    """The pieces no larger than the grain of the page, as its dust shows it: also those that lie by letters.

    On clean pages none; the points of the text are larger, and stay.
    """
    if len(dust) < _GRAINY or _dotted(boxes[dust], letter) > _IN_LINE:
        return np.zeros(0, dtype=np.int64)
    high = boxes[:, 3] - boxes[:, 1]
    letters = areas[(high >= 0.62 * letter) & (high <= 1.6 * letter)]
    most = min(float(np.percentile(areas[dust], _MOST_GRAIN)), _POINT * float(np.median(letters)))
    return np.flatnonzero((boxes[:, 2] > 0) & (areas <= most))


def _dotted(dust: Ints, letter: float) -> float:
    """The share of dust that follows other dust at the same depth, as the points of a dotted line do."""
    depth = dust[:, 3] // 3
    order = np.lexsort((dust[:, 0], depth))
    near = (np.diff(depth[order]) == 0) & (np.diff(dust[order, 0]) <= letter)
    return float(near.mean())
