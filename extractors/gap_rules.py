"""Tables of a PDF page between rules of one width, one under the other, without upright lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractors.gap_rows import SAME, Columns, Spread, grid_of, headings_of, rows_of, starts_of
from extractors.gaps import (
    FARTHEST,
    Piece,
    SetLine,
    White,
    columns_by_figures,
    columns_by_white,
    crosses,
    narrowed,
)
from extractors.pdf_rules import Edge, Grid, edge

_ROWS = 3
"""So many figures make a table of a heading and one row."""
_HEADS = 2
"""So many rules over the body, at most, in a table with rules only over, under and at its end."""
_WIDE = 100.0
"""Points; a rule of a table is longer."""
_PAD = 1.5
"""Points; words in a cell are further from its left side. Those over a table may begin where its rules do."""
_ROOM = 1.35
"""A row of one line is no higher than a line of other rows by this factor; a heading between tables is."""


def between_rules(
    lines: Sequence[SetLine], edges: Sequence[Edge], ruled: Sequence[Grid], above: Columns | None
) -> tuple[list[Spread], list[SetLine]]:
    """The tables between rules, outside those that upright lines show, and the lines that are in none.

    `above` are the columns of the table that the page before ends with.
    """
    found: list[Spread] = []
    rest = list(lines)
    for rules in _frames(edges, ruled):
        on = above if not found and above is not None and _goes_on(above, rest, rules) else None
        for inside, own in _stretches(rest, rules, on):
            spread = None if _heads_only(inside, own, rest) else _table(inside, own, on)
            if spread is not None:
                found.append(spread)
                rest = [x for x in rest if x not in inside]
            on = None
    return found, rest


def _heads_only(inside: Sequence[SetLine], rules: Sequence[Edge], lines: Sequence[SetLine]) -> bool:
    """True where the rules are over and under a heading, and the page ends before the table does."""
    under = next((x for x in lines if x.middle > rules[-1]["top"]), None)
    return (
        len(_whole(rules)) == 2
        and not any(x.has_figures for x in inside)
        and bool(under and under.has_figures)
    )


def _goes_on(above: Columns, lines: Sequence[SetLine], rules: Sequence[Edge]) -> bool:
    """True where rules stand at the top of a page and are as wide as those that the page before ends with."""
    left, right = _ends(rules)
    over = sum(x.middle < rules[0]["top"] for x in lines)
    return above.is_ruled and over <= 2 and abs(left - above.left) < SAME and abs(right - above.right) < SAME


def _ends(rules: Sequence[Edge]) -> tuple[float, float]:
    return min(e["x0"] for e in rules), max(e["x1"] for e in rules)


def _whole(rules: Sequence[Edge]) -> list[float]:
    """Where the rules are that go over the whole width."""
    left, right = _ends(rules)
    return [e["top"] for e in rules if e["x1"] - e["x0"] > right - left - 2 * SAME]


def _frames(edges: Sequence[Edge], ruled: Sequence[Grid]) -> list[list[Edge]]:
    """Rules of one width under each other, outside ruled tables, with what is drawn between them."""
    level = [
        e
        for e in edges
        if e["orientation"] == "h"
        and e["width"] > 0
        and not any(g.bbox[1] - 1 <= e["top"] <= g.bbox[3] + 1 for g in ruled)
    ]
    if len(level) < 2:
        return []
    level = _joined(level)
    out: list[list[Edge]] = []
    rest = sorted((e for e in level if e["width"] > _WIDE), key=lambda e: (e["top"], -e["width"]))
    while rest:
        first = rest[0]
        same = [e for e in rest if abs(e["x0"] - first["x0"]) < SAME and abs(e["x1"] - first["x1"]) < SAME]
        bottom = same[-1]["top"]
        rest = [e for e in rest if e not in same and not (first["top"] <= e["top"] <= bottom)]
        if len(same) > 1:
            out.append(
                [
                    e
                    for e in level
                    if first["top"] <= e["top"] <= bottom
                    and e["x0"] > first["x0"] - SAME
                    and e["x1"] < first["x1"] + SAME
                ]
            )
    return out


def _joined(edges: Sequence[Edge]) -> list[Edge]:
    """Rules whose pieces touch, as one; sorted from top to bottom."""
    out: list[Edge] = []
    for e in sorted(edges, key=lambda e: (round(e["top"]), e["x0"])):
        last = out[-1] if out else None
        if last is not None and abs(last["top"] - e["top"]) < 1.5 and e["x0"] - last["x1"] < 2:
            out[-1] = edge(last["x0"], last["top"], max(last["x1"], e["x1"]), last["top"])
        else:
            out.append(e)
    return sorted(out, key=lambda e: e["top"])


Band = tuple[float, float, list[SetLine]]
"""What stands between two rules over the whole width: where they are, and its lines."""


def _stretches(
    lines: Sequence[SetLine], rules: list[Edge], above: Columns | None
) -> list[tuple[list[SetLine], list[Edge]]]:
    """Tables of one width under each other, parted: each as its lines and its rules."""
    left, right = _ends(rules)
    inside = [x for x in lines if x.pieces[0].x0 > left - SAME and x.pieces[-1].x1 < right + SAME]
    bands: list[Band] = [(a, b, [x for x in inside if a < x.middle < b]) for a, b in pairwise(_whole(rules))]
    padded = any(len(own) > 1 and not _is_flush(own, left) for _, _, own in bands)
    runs: list[list[Band]] = []
    loose: list[Band] = []
    for n, band in enumerate(bands):
        several = any(len(x.pieces) > 1 for x in band[2]) and not (padded and _is_flush(band[2], left))
        if not several and not (n == 0 and above and band[2] and all(above.hold(x) for x in band[2])):
            loose.append(band)
            continue
        # One line across two parts of a table is a row of its own; more is text between two tables.
        joins = runs and len(loose) < 2 and all(_is_row(x, bands, left, runs[-1]) for x in loose)
        # Under a line a heading may fit by chance: what it heads must, too.
        below = bands[n : n + (2 if loose else 1)]
        if joins and _fit([x for b in runs[-1] for x in b[2]], [x for b in below for x in b[2]]):
            runs[-1] += [*loose, band]
        else:
            runs.append([band])
        loose = []
    if (
        runs
        and len(loose) == 1
        and runs[-1][-1][1] == loose[0][0]
        and _is_row(loose[0], bands, left, runs[-1])
    ):
        runs[-1] += loose
    return [
        ([x for band in run for x in band[2]], [e for e in rules if run[0][0] <= e["top"] <= run[-1][1]])
        for run in runs
    ]


def _is_flush(lines: Sequence[SetLine], left: float) -> bool:
    """True where words begin where the rules do: in a cell they are set off."""
    return any(x.pieces[0].x0 < left + _PAD for x in lines)


def _is_row(band: Band, bands: Sequence[Band], left: float, run: Sequence[Band]) -> bool:
    """True where lines of one piece each between two rules are a row.

    One line is with no more room than others have; several are in a column that is not the first.
    """
    top, bottom, lines = band
    if _is_flush(lines, left):
        return False
    if len(lines) > 1:
        whites = _columns([x for b in run for x in b[2]])
        inner = [x for x in lines if whites and x.pieces[0].x0 > whites[0][0]]
        return len(inner) == len(lines) and not any(crosses(x, w, 1.0) for x in lines for w in whites)
    each = [(b - a) / len(own) for a, b, own in bands if any(len(x.pieces) > 1 for x in own)]
    return bottom - top < _ROOM * min(each) + SAME


def _fit(above: Sequence[SetLine], below: Sequence[SetLine]) -> bool:
    """True where lines stand in the columns of those above them."""
    whites = _columns(above)
    most = max([len(whites) + 1, *(len(x.pieces) for x in above)])
    if any(x.exact() for x in above) and any(len(x.pieces) > most for x in below):
        return False
    return not any(crosses(x, w, 1.0) for x in below if len(x.pieces) > 1 for w in whites)


def _columns(lines: Sequence[SetLine]) -> list[White]:
    """The white between the columns of a table that has rules."""
    keys = [x for x in lines if x.has_figures]
    by_figures = sum(x.exact() for x in keys) > 1
    whites = columns_by_figures(lines) if by_figures else columns_by_white(lines)
    k = 0
    while k < len(whites):
        left = whites[k - 1][1] if k else -FARTHEST
        right = whites[k + 1][0] if k + 1 < len(whites) else FARTHEST
        before = [p for x in lines if len(x.pieces) > 1 for p in x.pieces if _within(p, left, whites[k][0])]
        if any(_fills(x, left, whites[k][0]) and _fills(x, whites[k][1], right) for x in lines) and not all(
            p.is_list_mark for p in before
        ):
            k += 1
        else:
            # No line has words on both sides: a heading and what is under it, set off from it. Or marks of a list.
            del whites[k]
    return whites


def _fills(line: SetLine, left: float, right: float) -> bool:
    return any(_within(p, left, right) for p in line.pieces)


def _within(piece: Piece, left: float, right: float) -> bool:
    return piece.x0 >= left - 1 and piece.x1 <= right + 1


def _table(lines: list[SetLine], rules: list[Edge], above: Columns | None) -> Spread | None:
    """The table between rules, or None where its lines do not stand in columns."""
    left, right = _ends(rules)
    whole = _whole(rules)
    bands = [band for a, b in pairwise(whole) if (band := [x for x in lines if a < x.middle < b])]
    exact = sum(x.exact() for x in lines if x.has_figures)
    whites = _columns(lines)
    held = [above.hold(x) for x in lines if len(x.pieces) > 1] if above is not None else [False]
    on = sum(held) * 2 >= len(held)  # A total may go over several columns.
    if above is not None and on and len(whites) <= len(above.whites):
        whites = [narrowed(w, lines) for w in above.whites]
    elif len(whites) < (1 if len(bands) > 2 or exact >= _ROWS else 4 - len(bands)):
        return None
    parts = [e["top"] for e in rules if e["top"] not in whole]
    few = len(bands) <= _HEADS + 1
    rows = [row for band in bands for row in _rows_between(band, whites, parts, few)]
    grid = grid_of(rows, whites, left, right, rules)
    if grid is None or len(grid.cells) <= (1 if on else max(2, len(whites))):
        return None
    starts = starts_of(lines) | (above.starts if above is not None and on else frozenset())
    return Spread(grid, Columns(tuple(whites), left, right, starts, True))


def _rows_between(
    lines: Sequence[SetLine], whites: Sequence[White], parts: Sequence[float], few: bool
) -> list[list[SetLine]]:
    """What stands between two rules over the whole width: a row each between `parts`, rules over less of it.

    With `few` rules in all it may be a heading, or a row for each line of figures.
    """
    rows: list[list[SetLine]] = []
    for line in lines:
        if rows and not any(rows[-1][-1].middle < at < line.middle for at in parts):
            rows[-1].append(line)
        else:
            rows.append([line])
    if len(rows) > 1 or not few:
        return rows
    exact = sum(x.has_figures and (x.exact() > 0 or _has_column_of_figures(lines, whites)) for x in lines)
    return rows_of(lines, whites) if exact > 1 else [list(lines)] if exact else headings_of(lines, whites)


def _has_column_of_figures(lines: Sequence[SetLine], whites: Sequence[White]) -> bool:
    """True where a column after the first holds figures and nothing else."""
    columns: list[list[Piece]] = [[] for _ in range(len(whites) + 1)]
    for piece in (p for x in lines if len(x.pieces) > 1 for p in x.pieces):
        columns[sum(piece.x0 >= w[1] - 1 for w in whites)].append(piece)
    return any(len(column) > 1 and all(p.is_figure for p in column) for column in columns[1:])
