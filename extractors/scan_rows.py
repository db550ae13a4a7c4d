"""Lines of a region told by its ink alone: which pieces stand on one line, and whose marks are whose."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extractors.scan_image import Picture

_BASE = 0.62
"""Pieces of ink lower than this, in heights of a letter, are marks and signs."""
_CLOSEST = 1.6
"""No two lines are closer, in heights of a letter."""


def rows_of(picture: Picture, pieces: NDArray[np.int64]) -> list[tuple[float, float, NDArray[np.int64]]]:
    """Baseline, height of letters and pieces of each line, from top to bottom."""
    if not len(pieces):
        return []
    boxes = picture.boxes[pieces].astype(np.float64)
    usual = picture.letter
    heights = boxes[:, 3] - boxes[:, 1]
    base = (heights >= _BASE * usual) & (heights <= 3.2 * usual)
    if not base.any():
        base = heights >= 0.5 * heights.max()
    rows: list[list[int]] = []
    bottoms: list[float] = []
    edges = boxes[:, [1, 3]].tolist()
    # Letters that hang below or stand on marks join the row whose middle they cross.
    for i in sorted(np.flatnonzero(base).tolist(), key=lambda i: edges[i][1]):
        top, bottom = edges[i]
        for n in range(len(rows) - 1, max(len(rows) - 4, -1), -1):
            if bottom - bottoms[n] < 0.55 * usual or top < bottoms[n] - 0.5 * usual:
                rows[n].append(i)
                # The median: they come from the upper to the lower.
                half = len(rows[n])
                bottoms[n] = (edges[rows[n][(half - 1) // 2]][1] + edges[rows[n][half // 2]][1]) / 2
                break
        else:
            rows.append([i])
            bottoms.append(bottom)
    rows, marks = _strong_rows(boxes, rows, usual)
    metrics = [_metrics(boxes[row], usual) for row in rows]
    _give_marks(boxes, rows, metrics, [*marks, *(int(i) for i in np.flatnonzero(~base))], usual)
    return [(*metric, np.array(row)) for metric, row in zip(metrics, rows, strict=True)]


def _strong_rows(
    boxes: NDArray[np.float64], rows: list[list[int]], usual: float
) -> tuple[list[list[int]], list[int]]:
    """The rows without those that are too near to another to be lines, and the pieces of these: tall marks."""
    widths = [float((boxes[row, 2] - boxes[row, 0]).sum()) for row in rows]
    bottoms = [float(np.median(boxes[row, 3])) for row in rows]
    strong, marks = [], []
    letters = [_metrics(boxes[row], usual)[1] for row in rows]
    for n, row in enumerate(rows):
        # Over a title its marks are as high as letters of the text; a line over one of figures is higher than marks.
        reach = [
            _CLOSEST * (max(usual, letter) if letters[n] < _BASE * letter else usual) for letter in letters
        ]
        rivals = (
            m for m in range(len(rows)) if m != n and -_CLOSEST * usual < bottoms[m] - bottoms[n] < reach[m]
        )
        if any(widths[m] > widths[n] for m in rivals):
            marks += row
        else:
            strong.append(row)
    return strong, marks


def _give_marks(
    boxes: NDArray[np.float64],
    rows: list[list[int]],
    metrics: list[tuple[float, float]],
    marks: list[int],
    usual: float,
) -> None:
    """Add marks and signs to the rows of the letters or marks next to them, nearest first; drop those far off."""
    row_of = np.full(len(boxes), -1)
    for n, row in enumerate(rows):
        row_of[row] = n
    baselines = np.array([baseline for baseline, _ in metrics])
    pending = []
    for i in marks:
        middle = (boxes[i, 1] + boxes[i, 3]) / 2
        inside = [
            n for n, (line, letter) in enumerate(metrics) if line - letter <= middle <= line + 0.1 * letter
        ]
        if inside:
            row_of[i] = inside[0]
        else:
            pending.append(i)
    # First the vowels that stand on letters, so that tones find theirs.
    for limit in (0.0, 0.2, 0.4, 0.7, 1.2, 2.0):
        found = True
        while found and pending:
            found = False
            placed = np.flatnonzero(row_of >= 0)
            near = boxes[placed]
            lines = baselines[row_of[placed]]
            ascends = near[:, 1] < lines - 1.35 * usual
            descends = near[:, 3] > lines + 0.25 * usual
            is_base = near[:, 3] > lines - 0.5 * usual
            for i in list(pending):
                box = boxes[i]
                side = np.maximum(np.maximum(near[:, 0] - box[2], box[0] - near[:, 2]) + 1.0, 0.0)
                side[side > 0] += 0.35 * usual
                below, above = near[:, 1] - box[3], box[1] - near[:, 3]
                # A mark under a letter is short and rare; most stand over theirs.
                tall = box[3] - box[1] > 0.6 * usual
                gap = np.where(above > -0.2 * usual, above + (0.6 if tall else 0.05) * usual, below)
                # No mark stands on an ascender, or hangs from a tail.
                off = np.where((below > 0) & ascends & is_base | (above > 0) & descends, 1.0, 0.0)
                # Marks end where their letter ends, more or less.
                askew = np.minimum(np.abs(near[:, 2] - box[2]), 0.6 * usual)
                distance = np.maximum(gap, 0.0) + side + off * usual + 0.6 * askew
                best = int(np.argmin(distance))
                on_letter = is_base[best] and below[best] > -0.2 * usual
                if distance[best] < (limit or (0.4 if on_letter else 0.0)) * usual:
                    row_of[i] = row_of[placed[best]]
                    pending.remove(i)
                    found = True
    for i in marks:
        if row_of[i] >= 0:
            rows[row_of[i]].append(i)


def _metrics(boxes: NDArray[np.float64], usual: float) -> tuple[float, float]:
    """Baseline of a line and the height of its letters, from their boxes."""
    # Lines are short: lists are faster than arrays.
    edges = boxes[:, [1, 3]].tolist()
    baseline = _at(sorted(bottom for _, bottom in edges), 0.5)
    heights = sorted(bottom - top for top, bottom in edges if abs(bottom - baseline) < 0.2 * usual)
    letter = _at(heights, 0.4) if heights else usual
    return baseline, min(max(letter, 0.6 * usual), 2.0 * usual)


def _at(values: list[float], share: float) -> float:
    """The value that this share of sorted values lies under, between two of them where none is at the place."""
    place = (len(values) - 1) * share
    first = int(place)
    after = values[min(first + 1, len(values) - 1)]
    return values[first] + (after - values[first]) * (place - first)


def parted(picture: Picture, pieces: NDArray[np.int64], gap: float) -> list[NDArray[np.int64]]:
    """The pieces from left to right, parted where nothing stands over so many pixels."""
    order = pieces[np.argsort(picture.boxes[pieces, 0], kind="stable")]
    reach = np.maximum.accumulate(picture.boxes[order, 2])
    return np.split(order, np.flatnonzero(picture.boxes[order[1:], 0] - reach[:-1] > gap) + 1)
