"""Names of the instruments told by the strokes of their letters: IIT, EIT, OIT.

Thai readers make แก, เห or ๐ห of them, and a reader of English is not sure of three letters.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extractors.scan_image import Picture

Ink = NDArray[np.bool_]

_LEAST = 9
"""Pixels; strokes of lower letters are not told from each other."""
_ALIKE = 0.9
"""Capitals are as high as each other, but for so much."""
_NARROW = 0.5
"""An I by its height, with serifs."""
_STEM = 0.45
"""The stem of a T by the width of its bar."""
_FULL, _EMPTY = 0.8, 0.2
"""Shares of ink along a stroke, and in the white beside it."""

_ARMS = ((0.0, 0.15), (0.38, 0.62), (0.85, 1.0))
_GAPS = ((0.23, 0.35), (0.65, 0.77))
"""Where the arms of an E are, and the white between them, from its top."""


def by_strokes(picture: Picture, pieces: Sequence[int]) -> str | None:
    """The name that three pieces from left to right are, or None: each letter is one piece."""
    if len(pieces) != len("IIT"):
        return None
    letters = []
    for piece in pieces:
        x0, top, x1, bottom = (int(side) for side in picture.boxes[piece])
        letters.append(np.asarray(picture.labels[top:bottom, x0:x1] == piece))
    heights = [len(letter) for letter in letters]
    if min(heights) < _LEAST or min(heights) < _ALIKE * max(heights):
        return None
    first, second, third = letters
    if not (_is_i(second) and _is_t(third)):
        return None
    shapes = {"IIT": _is_i, "EIT": _is_e, "OIT": _is_o}
    return next((name for name, is_it in shapes.items() if is_it(first)), None)


def _is_i(ink: Ink) -> bool:
    """True for one upright stroke from top to bottom."""
    height, width = ink.shape
    return width < _NARROW * height and bool(ink.any(axis=1).all() and ink[:, _middle(width)].mean() > 0.9)


def _is_t(ink: Ink) -> bool:
    """True for a bar at the top, and one stroke down from the middle of it."""
    height, width = ink.shape
    if not 0.5 * height < width < 1.2 * height:
        return False
    body = ink[int(0.3 * height) : int(0.75 * height)]
    across = np.flatnonzero(body.mean(axis=0) > 0.5)
    if not len(across) or across[-1] - across[0] + 1 > _STEM * width:
        return False
    middle = (across[0] + across[-1] + 1) / 2
    beside = np.delete(body, np.arange(max(across[0] - 1, 0), min(across[-1] + 2, width)), axis=1)
    foot = ink[-max(int(0.15 * height), 1) :].any(axis=0).mean()
    return bool(
        abs(middle - width / 2) < 0.15 * width
        and body.mean(axis=0).max() > 0.9
        and ink[: max(int(0.2 * height), 2)].any(axis=0).mean() > 0.9
        and beside.mean() < _EMPTY / 4
        and foot < 0.75
    )


def _is_e(ink: Ink) -> bool:
    """True for an upright stroke at the left with three arms."""
    height, width = ink.shape
    if not 0.4 * height < width < height:
        return False
    right = ink[:, width // 2 :]
    arms = [
        right[int(a * height) : max(int(b * height), int(a * height) + 1)].max(axis=0).mean()
        for a, b in _ARMS
    ]
    gaps = [right[int(a * height) : max(int(b * height), int(a * height) + 1)].mean() for a, b in _GAPS]
    left = ink[:, : max(int(0.35 * width), 1)].any(axis=1).mean()
    return bool(left > 0.95 and arms[0] > _FULL and arms[2] > _FULL and arms[1] > 0.3 and max(gaps) < _EMPTY)


def _is_o(ink: Ink) -> bool:
    """True for a ring with nothing in it."""
    height, width = ink.shape
    if not 0.6 * height < width < 1.25 * height:
        return False
    inside = ink[int(0.3 * height) : int(0.7 * height), int(0.35 * width) : int(0.65 * width)]
    ends = ink[_middle(height), :], ink[:, _middle(width)]
    corners = max(int(0.12 * height), 1), max(int(0.12 * width), 1)
    down, across = corners
    empty = (ink[:down, :across], ink[:down, -across:], ink[-down:, :across], ink[-down:, -across:])
    return bool(
        inside.mean() < _EMPTY / 4
        and all(_runs(end) == 2 for end in ends)
        and all(end[0] or end[1] for end in ends)
        and all(end[-1] or end[-2] for end in ends)
        and max(corner.mean() for corner in empty) < 0.5
    )


def _middle(length: int) -> int:
    return length // 2


def _runs(row: Ink) -> int:
    return int(np.count_nonzero(np.diff(row.astype(np.int8), prepend=0) == 1))
