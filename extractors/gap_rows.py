"""Rows and cells of a table whose columns are told by the white between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.gaps import SetLine, White, crosses
from extractors.pdf_rules import Edge, Grid, edge, grids_of

_FULL = 4
"""A line that ends so many font sizes before its column does, or nearer, goes on in the next."""
SAME = 4.0
"""Points between the ends of rules that belong together."""
_ALIGNED = 2.0
"""Points between the left ends of lines that begin under each other."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table: the white between them, the table's left and right end, where words begin."""

    whites: tuple[White, ...]
    left: float
    right: float
    starts: frozenset[float]
    is_ruled: bool
    """Whether it stands between rules."""

    def hold(self, line: SetLine) -> bool:
        """True where the line's words stand in the columns, at least one where words of the table begin."""
        if any(crosses(line, w, 1.0) for w in self.whites):
            return False
        within = all(self.left - SAME < p.x0 and p.x1 < self.right + SAME for p in line.pieces)
        return within and any(begins(p.x0, self.starts) for p in line.pieces)


def begins(x0: float, starts: Iterable[float]) -> bool:
    """True where words that begin at `x0` stand under others."""
    return any(abs(x0 - x) < _ALIGNED for x in starts)


def starts_of(lines: Sequence[SetLine]) -> frozenset[float]:
    """Where words begin in lines with words in several columns."""
    return frozenset(p.x0 for x in lines if len(x.pieces) > 1 for p in x.pieces if p.is_words)


@dataclass(frozen=True, slots=True)
class Spread:
    """A table, and the columns that it may go on in on the next page."""

    grid: Grid
    columns: Columns


def rows_of(lines: Sequence[SetLine], whites: Sequence[White]) -> list[list[SetLine]]:
    """Lines to rows: one begins with each line of figures, and with each band; those above are the heading."""
    keys = [i for i, x in enumerate(lines) if x.has_figures]
    rows = headings_of(lines[: keys[0]], whites)
    for i in range(keys[0], len(lines)):
        line = lines[i]
        if line.has_figures or _is_band(lines[i - 1], line, whites):
            rows.append([line])
        else:
            rows[-1].append(line)
    return rows


def _is_band(above: SetLine, line: SetLine, whites: Sequence[White]) -> bool:
    """True where a line goes across the columns, or stands in the first alone without going on from above."""
    if any(crosses(line, w, 1.0) for w in whites):
        return True
    alone = len(line.pieces) == 1 and line.pieces[0].x1 <= whites[0][0] + 1
    return alone and not is_continued(above, line, whites)


def headings_of(lines: Sequence[SetLine], whites: Sequence[White]) -> list[list[SetLine]]:
    """The lines of a heading: those that go across a column's edge begin and end a row of their own."""
    rows: list[list[SetLine]] = []
    for line in lines:
        across = [_spans(line, w) for w in whites]
        before = [_spans(x, w) for x in rows[-1] for w in whites] if rows else []
        if rows and any(across) == any(before):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _spans(line: SetLine, white: White) -> bool:
    return crosses(line, white, 1.0) or line.covers((white[0] + white[1]) / 2)


def grid_of(
    rows: Sequence[Sequence[SetLine]],
    whites: Sequence[White],
    left: float,
    right: float,
    rules: Sequence[Edge],
) -> Grid | None:
    """The cells between the rules and the lines put in where none are drawn."""
    drawn = [e for e in rules if e["top"] >= rules[0]["top"]]
    levels = [drawn[0]["top"] if drawn else rows[0][0].top - 1]
    level_edges: list[Edge] = list(drawn)
    for above, below in pairwise(rows):
        a, b = above[-1].middle, below[0].middle
        between = [e for e in drawn if a < e["top"] < b]
        levels.append(between[0]["top"] if between else (a + b) / 2)
        if not between:
            level_edges.append(edge(left, levels[-1], right, levels[-1]))
    levels.append(drawn[-1]["top"] if drawn else rows[-1][-1].base + 0.4 * rows[-1][-1].size)
    if not drawn:
        level_edges += [edge(left, levels[0], right, levels[0]), edge(left, levels[-1], right, levels[-1])]
    upright: list[Edge] = [edge(x, levels[0], x, levels[-1]) for x in (left, right)]
    ends = sorted({x for e in drawn for x in (e["x0"], e["x1"]) if left + SAME < x < right - SAME})
    places = []
    for white in whites:
        at = [x for x in ends if white[0] < x < white[1]]
        places.append((white, at[0] if at else (white[0] + white[1]) / 2))
    # Beside a column that is blank only the end of a rule shows where it ends.
    inside = [((x - 1, x + 1), x) for x in ends if not any(a < x < b for a, b in whites)]
    for white, x in [*places, *inside]:
        for row, (top, bottom) in zip(rows, pairwise(levels), strict=True):
            if not any(crosses(line, white, 1.0) or line.covers(x) for line in row):
                upright.append(edge(x, top, x, bottom))
    found = grids_of([*level_edges, *upright])
    return max(found, key=lambda g: len(g.cells)) if found else None


def is_continued(above: SetLine, line: SetLine, whites: Sequence[White]) -> bool:
    """True where a line goes on with the words over it, which filled their column."""
    piece = line.pieces[0]
    over = [p for p in above.pieces if begins(p.x0, [piece.x0]) or begins(p.x0 + p.x1, [piece.x0 + piece.x1])]
    edge_at = next((w for w in whites if w[0] >= piece.x1 - 1), None)
    return bool(over) and edge_at is not None and over[0].x1 >= edge_at[0] - _FULL * line.size
