"""Which cell of a table each piece of a page's ink belongs to: letters by their middle, marks by their letter."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extractors.pdf_rules import Grid, locate
from extractors.scan_image import Picture

# Heights of a letter.
_LETTER = (0.62, 3.2)
"""What is lower is a mark or a sign, what is higher no letter."""
_AT_RULE = 0.7
"""Marks that reach over a rule are so near to it."""
_OVER = 0.25
"""How far beside its letter a mark may stand."""
_REACH = 0.9
"""How far over or under its letter a mark may stand."""
_BESIDE = 1.0
"""How far beside a letter the point of a number may stand."""
_THROUGH = 0.2
"""A rule goes through a letter that stands out so far on both sides of it."""


def cells_of(picture: Picture, pieces: NDArray[np.int64], tables: list[Grid]) -> NDArray[np.int64]:
    """The number of each piece's cell, counted over all tables; -1 outside.

    In rows as high as their text marks reach over the rules, and the letters of the next row are as near as those
    of the own one: only marks change their cell, and letters that a rule goes through.
    """
    if not tables:
        return np.full(len(pieces), -1, dtype=np.int64)
    boxes = picture.boxes[pieces].astype(np.float64)
    x = (boxes[:, 0] + boxes[:, 2]) / 2 * picture.scale
    y = (boxes[:, 1] + boxes[:, 3]) / 2 * picture.scale
    cell = locate(tables, x, y)
    letter = picture.letter
    height = boxes[:, 3] - boxes[:, 1]
    is_base = (height >= _LETTER[0] * letter) & (height <= _LETTER[1] * letter)
    near, through = _at_rules(picture, boxes)
    base = np.flatnonzero(is_base)
    out = cell.copy()
    for i in np.flatnonzero(near & (~is_base | through)):
        best = _letter_of(boxes, base[base != i], int(i), cell, letter, free=bool(through[i]))
        if best is not None:
            out[i] = cell[best]
    return out


def _at_rules(picture: Picture, boxes: NDArray[np.float64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which pieces end near a rule that goes across, and which of all have one going through them."""
    letter = picture.letter
    near = np.zeros(len(boxes), dtype=bool)
    through = near.copy()
    for rule in picture.rules:
        if not rule.across:
            continue
        depth = (rule.top + rule.bottom) / 2 / picture.scale
        along = (boxes[:, 0] < rule.x1 / picture.scale) & (boxes[:, 2] > rule.x0 / picture.scale)
        ends = np.minimum(np.abs(boxes[:, 1] - depth), np.abs(boxes[:, 3] - depth))
        near |= along & (ends < _AT_RULE * letter)
        through |= (
            along & (boxes[:, 1] < depth - _THROUGH * letter) & (boxes[:, 3] > depth + _THROUGH * letter)
        )
    return near, through


def _letter_of(
    boxes: NDArray[np.float64],
    base: NDArray[np.int64],
    i: int,
    cell: NDArray[np.int64],
    letter: float,
    free: bool,
) -> int | None:
    """The letter that a mark stands at; the own cell's is asked first, unless a rule goes through the mark."""
    x0, top, x1, bottom = boxes[i]
    aside = np.maximum(np.maximum(boxes[base, 0] - x1, x0 - boxes[base, 2]), 0.0)
    away = np.maximum(np.maximum(boxes[base, 1] - bottom, top - boxes[base, 3]), 0.0)
    # A point stands on the line of the digits beside it, nearer to them than to the next row's.
    if not free and ((cell[base] == cell[i]) & (away == 0) & (aside < _BESIDE * letter)).any():
        return None
    over = np.flatnonzero((aside < _OVER * letter) & (away < _REACH * letter))
    if not len(over):
        return None
    return int(base[over[np.argmin(away[over])]])
