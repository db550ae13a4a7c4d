"""Columns of a page's picture that no upright lines show: told by the white between what was read.

Before reading, ink is parted at white that goes down a whole band, so that the lines of two columns are not taken
for one; after it, words are put into the cells that `extractors.borderless` finds, and what lies in none is made
lines again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from extractors.borderless import Found, borderless
from extractors.gap_rows import Columns
from extractors.gaps import GAP
from extractors.pdf_chars import IS_MARK, Chars, codes_of, is_in
from extractors.pdf_rules import Edge, Grid, locate
from extractors.scan_image import Picture
from extractors.scan_rows import parted
from extractors.scan_words import TextLine

_ONE_LINE = 0.3
"""Lines whose baselines lie nearer, in heights of a letter, are one."""
_LONG = 100.0
"""Points; a rule between rows of a table is longer."""


def bands(picture: Picture, tables: Sequence[Grid]) -> NDArray[np.float64]:
    """Where tables begin and rules go across outside them, in points from the top of the page."""
    edges = [grid.bbox[1] for grid in tables]
    for rule in picture.rules:
        depth = (rule.top + rule.bottom) / 2
        inside = any(grid.bbox[1] - 1 <= depth <= grid.bbox[3] + 1 for grid in tables)
        if rule.across and rule.x1 - rule.x0 > _LONG and not inside:
            edges.append(depth)
    return np.array(sorted(edges))


def columns(picture: Picture, pieces: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """The pieces of a band, parted at the white that goes down all of it."""
    return parted(picture, pieces, GAP / picture.scale)


def tables(
    lines: Sequence[TextLine],
    scale: float,
    ruled: Sequence[Grid],
    edges: Sequence[Edge],
    above: Columns | None = None,
) -> Found:
    """The tables that no upright lines show; `above` are the columns that the page before ends with."""
    return borderless(_letters(lines, scale), ruled, edges, above)


def _letters(lines: Iterable[TextLine], scale: float) -> Chars:
    """The letters of the words, side by side in the word's room."""
    texts: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    for line in lines:
        for word, (x0, x1) in zip(line.words, line.places, strict=True):
            text = word.text.replace(" ", "")
            marks = is_in(codes_of(text), IS_MARK)
            wide = max(int((~marks).sum()), 1)
            at = np.maximum(np.cumsum(~marks) - 1, 0)
            step = (x1 - x0) / wide
            texts.append(text)
            boxes += [
                (x0 + n * step, line.baseline - line.letter, x0 + (n + 1) * step, line.baseline)
                for n in at.tolist()
            ]
    x0s, tops, x1s, bottoms = (np.array(boxes, dtype=np.float64).reshape(-1, 4) * scale).T
    text = "".join(texts)
    return Chars(text, x0s, tops, x1s, bottoms, np.arange(len(text)))


def by_cell(lines: Iterable[TextLine], scale: float, grids: list[Grid]) -> dict[int, list[TextLine]]:
    """The lines in each cell of the tables, and outside them (-1); those that go over several are cut."""
    out: dict[int, list[TextLine]] = {}
    for line in lines:
        middles = np.array([(x0 + x1) / 2 for x0, x1 in line.places]) * scale
        depth = np.full(len(middles), (line.baseline - line.letter / 2) * scale)
        cells = locate(grids, middles, depth).tolist()
        for cell, run in groupby(range(len(cells)), key=cells.__getitem__):
            own = list(run)
            out.setdefault(cell, []).append(_part(line, own[0], own[-1] + 1))
    return out


def _part(line: TextLine, start: int, end: int) -> TextLine:
    """Some of the words of a line, as a line."""
    if (start, end) == (0, len(line.words)):
        return line
    words = line.words[start:end]
    return replace(
        line,
        text=" ".join(word.text for word in words),
        words=words,
        x0=line.places[start][0],
        x1=line.places[end - 1][1],
        places=line.places[start:end],
    )


def joined(lines: Iterable[TextLine]) -> list[TextLine]:
    """The lines from top to bottom, with those that stand beside each other as one."""
    rows: list[list[TextLine]] = []
    for line in sorted(lines, key=lambda line: line.baseline):
        for row in rows[-3:]:
            near = abs(line.baseline - row[0].baseline) < _ONE_LINE * min(line.letter, row[0].letter)
            if near and all(line.x0 >= other.x1 or line.x1 <= other.x0 for other in row):
                row.append(line)
                break
        else:
            rows.append([line])
    return [_one(sorted(row, key=lambda line: line.x0)) for row in rows]


def _one(row: list[TextLine]) -> TextLine:
    widest = max(row, key=lambda line: line.x1 - line.x0)
    if len(row) == 1:
        return widest
    return TextLine(
        " ".join(line.text for line in row),
        tuple(word for line in row for word in line.words),
        row[0].x0,
        min(line.top for line in row),
        row[-1].x1,
        max(line.bottom for line in row),
        widest.baseline,
        widest.letter,
        tuple(place for line in row for place in line.places),
    )
