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
_MIDDLE = 0.1
"""A heading stands in the middle of its columns where it is off by no more than this share of their width."""
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
    first = next((i for i, x in enumerate(lines) if x.has_figures), len(lines))
    rows = headings_of(lines[:first], whites)
    for i in range(first, len(lines)):
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
        apart = bool(rows) and (_stands_alone(rows[-1], line) or _is_under_one(rows[-1][-1], line, whites))
        if rows and any(across) == any(before) and not apart:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _stands_alone(above: Sequence[SetLine], line: SetLine) -> bool:
    """True where a line's only words neither begin nor stand in the middle under any of the lines above."""
    piece = line.pieces[0]
    over = [p for x in above for p in x.pieces]
    aligned = any(
        begins(p.x0, [piece.x0]) or begins((p.x0 + p.x1) / 2, [(piece.x0 + piece.x1) / 2]) for p in over
    )
    return len(line.pieces) == 1 and max(len(x.pieces) for x in above) > 1 and not aligned


def _is_under_one(above: SetLine, line: SetLine, whites: Sequence[White]) -> bool:
    """True where words of a line stand in three columns under words in the middle one only."""
    held, under = ({sum(w[1] - 1 <= p.x0 for w in whites) for p in x.pieces} for x in (above, line))
    return any({c - 1, c, c + 1} <= under and not {c - 1, c + 1} & held for c in held)


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
        places.append((white, at[0] if at else _between(white, rows)))
    spans = _spanned(rows, [left, *(x for _, x in places), right])
    if drawn:
        spans |= {(n, k) for n in _bands(rows, whites) for k in range(len(whites))}
    # Beside a column that is blank only the end of a rule shows where it ends.
    inside = [((x - 1, x + 1), x) for x in ends if not any(a < x < b for a, b in whites)]
    for k, (white, x) in enumerate([*places, *inside]):
        for n, (row, (top, bottom)) in enumerate(zip(rows, pairwise(levels), strict=True)):
            if (n, k) not in spans and not any(crosses(line, white, 1.0) or line.covers(x) for line in row):
                upright.append(edge(x, top, x, bottom))
    found = grids_of([*level_edges, *upright])
    return max(found, key=lambda g: len(g.cells)) if found else None


def _between(white: White, rows: Sequence[Sequence[SetLine]]) -> float:
    """Where in the white a line down crosses the fewest words, and best in the middle."""
    lines = [x for row in rows for x in row]
    ends = {x for line in lines for p in line.pieces for x in (p.x0, p.x1) if white[0] < x < white[1]}
    middle = (white[0] + white[1]) / 2
    at = [middle, *((a + b) / 2 for a, b in pairwise(sorted({*white, *ends})))]
    return min(at, key=lambda x: (sum(line.covers(x) for line in lines), abs(x - middle)))


def _bands(rows: Sequence[Sequence[SetLine]], whites: Sequence[White]) -> list[int]:
    """The rows between rules that hold a line at their left end and nothing else; the first may be a cut cell."""
    return [
        n
        for n, row in enumerate(rows)
        if n and len(row) == 1 and len(row[0].pieces) == 1 and whites and row[0].pieces[0].x1 <= whites[0][1]
    ]


def _spanned(rows: Sequence[Sequence[SetLine]], edges: Sequence[float]) -> set[tuple[int, int]]:
    """The lines down, by row and place, that a heading in the middle of several columns stands over."""
    at = edges[1:-1]
    held = [{sum(x < (p.x0 + p.x1) / 2 for x in at): p for line in row for p in line.pieces} for row in rows]
    out: set[tuple[int, int]] = set()
    for n, (above, below) in enumerate(pairwise(held)):
        if any(x.has_figures for row in rows[n : n + 2] for x in row):
            break
        for c, piece in above.items():
            reach = 0
            while all(k in below and k not in above for k in (c - reach - 1, c + reach + 1)):
                reach += 1
            a, b = edges[c - reach], edges[c + reach + 1]
            middle = abs((piece.x0 + piece.x1) / 2 - (a + b) / 2) < _MIDDLE * (b - a)
            if reach and middle:
                out.update((n, k) for k in range(c - reach, c + reach))
    return out


def is_continued(above: SetLine, line: SetLine, whites: Sequence[White]) -> bool:
    """True where a line goes on with the words over it, which filled their column."""
    piece = line.pieces[0]
    over = [p for p in above.pieces if begins(p.x0, [piece.x0]) or begins(p.x0 + p.x1, [piece.x0 + piece.x1])]
    edge_at = next((w for w in whites if w[0] >= piece.x1 - 1), None)
    return bool(over) and edge_at is not None and over[0].x1 >= edge_at[0] - _FULL * line.size
