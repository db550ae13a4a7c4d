"""Tables of a PDF page without upright lines: columns told by the white between them.

Two sorts are found. Between rules of one width, one under the other, stands a table ruled across only. Without
any rule a table is what has figures under each other, beside words: nothing else that is set with blanks (lists,
contents, signatures, forms) has them.

Cells come from the same geometry as those of ruled tables: the lines that the page does not draw are put in.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractors.gaps import (
    FARTHEST,
    Piece,
    SetLine,
    White,
    between_columns,
    columns_by_figures,
    columns_by_white,
    crosses,
    has_gaps,
    letters_outside,
    lines_of_letters,
    meet,
    parts,
)
from extractors.pdf_chars import Chars
from extractors.pdf_rules import Edge, Grid, edge, grids_of

_FAR = 2.8
"""Lines of one table stand closer, as a multiple of the font size."""
_FULL = 4
"""A line that ends so many font sizes before its column does, or nearer, goes on in the next."""
_ROWS = 3
"""So many lines with a figure, or so many figures, make a table without rules."""
_CLEAR = 2.5
"""Where a heading stands over one row only, the columns are further apart than so many font sizes."""
_BETWEEN = 4
"""So many lines of a wording may stand between two lines with figures."""
_HEADS = 2
"""So many rules over the body, at most, in a table with rules only over, under and at its end."""
_WIDE = 100.0
"""Points; a rule of a table is longer."""
_SAME = 4.0
"""Points between the ends of rules that belong together."""


def borderless(chars: Chars, ruled: Sequence[Grid], edges: Sequence[Edge]) -> list[Grid]:
    """The tables of a page that no upright lines show, from top to bottom; `ruled` are those they do."""
    seen = letters_outside(chars, ruled)
    if not has_gaps(chars, seen):
        return []
    lines = lines_of_letters(chars, seen)
    found: list[Grid] = []
    for rules in _frames(edges, ruled):
        for inside, own in _stretches(lines, rules):
            grid = _between_rules(inside, own)
            if grid is not None:
                found.append(grid)
                lines = [x for x in lines if x not in inside]
    for group in _groups(lines):
        grid = _without_rules(group)
        if grid is not None:
            found.append(grid)
    return found


# Tables between rules


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
        same = [e for e in rest if abs(e["x0"] - first["x0"]) < _SAME and abs(e["x1"] - first["x1"]) < _SAME]
        bottom = same[-1]["top"]
        rest = [e for e in rest if e not in same and not (first["top"] <= e["top"] <= bottom)]
        if len(same) > 1:
            out.append(
                [
                    e
                    for e in level
                    if first["top"] <= e["top"] <= bottom
                    and e["x0"] > first["x0"] - _SAME
                    and e["x1"] < first["x1"] + _SAME
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


def _stretches(lines: Sequence[SetLine], rules: list[Edge]) -> list[tuple[list[SetLine], list[Edge]]]:
    """Tables of one width under each other, parted: each as its lines and its rules."""
    left, right = min(e["x0"] for e in rules), max(e["x1"] for e in rules)
    whole = [e["top"] for e in rules if e["x1"] - e["x0"] > right - left - 2 * _SAME]
    inside = [x for x in lines if x.pieces[0].x0 > left - _SAME and x.pieces[-1].x1 < right + _SAME]
    bands = [(a, b, [x for x in inside if a < x.middle < b]) for a, b in pairwise(whole)]
    runs: list[list[tuple[float, float, list[SetLine]]]] = []
    loose: list[tuple[float, float, list[SetLine]]] = []
    for band in bands:
        if not any(len(x.pieces) > 1 for x in band[2]):
            loose.append(band)
            continue
        # One line across two parts of a table is a row of its own; more is text between two tables.
        joins = runs and len(loose) < 2 and all(len(x[2]) < 2 for x in loose)
        if joins and _fit([x for b in runs[-1] for x in b[2]], band[2]):
            runs[-1] += [*loose, band]
        else:
            runs.append([band])
        loose = []
    return [
        ([x for band in run for x in band[2]], [e for e in rules if run[0][0] <= e["top"] <= run[-1][1]])
        for run in runs
    ]


def _fit(above: Sequence[SetLine], below: Sequence[SetLine]) -> bool:
    """True where lines stand in the columns of those above them."""
    whites = _columns(above)
    if any(x.exact() for x in above) and any(len(x.pieces) > len(whites) + 1 for x in below):
        return False
    return not any(crosses(x, w) for x in below if len(x.pieces) > 1 for w in whites)


def _columns(lines: Sequence[SetLine]) -> list[White]:
    """The white between the columns of a table that has rules."""
    keys = [x for x in lines if x.has_figures]
    by_figures = sum(x.exact() for x in keys) > 1
    whites = columns_by_figures(lines) if by_figures else columns_by_white(lines)
    k = 0
    while k < len(whites):
        left = whites[k - 1][1] if k else -FARTHEST
        right = whites[k + 1][0] if k + 1 < len(whites) else FARTHEST
        if any(_fills(x, left, whites[k][0]) and _fills(x, whites[k][1], right) for x in lines):
            k += 1
        else:  # No line has words on both sides: a heading and what is under it, set off from it.
            del whites[k]
    return whites


def _fills(line: SetLine, left: float, right: float) -> bool:
    return any(p.x0 >= left - 1 and p.x1 <= right + 1 for p in line.pieces)


def _between_rules(lines: list[SetLine], rules: list[Edge]) -> Grid | None:
    """The table between rules, or None where its lines do not stand in columns."""
    left, right = min(e["x0"] for e in rules), max(e["x1"] for e in rules)
    whole = [e["top"] for e in rules if e["x1"] - e["x0"] > right - left - 2 * _SAME]
    bands = [band for a, b in pairwise(whole) if (band := [x for x in lines if a < x.middle < b])]
    exact = sum(x.exact() for x in lines if x.has_figures)
    whites = _columns(lines)
    if len(whites) < (1 if len(bands) > 2 or exact >= _ROWS else 4 - len(bands)):
        return None
    parts = [e["top"] for e in rules if e["top"] not in whole]
    few = len(bands) <= _HEADS + 1
    rows = [row for band in bands for row in _rows_between(band, whites, parts, few)]
    grid = _grid(rows, whites, left, right, rules)
    return grid if grid and len(grid.cells) > max(2, len(whites)) else None


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
    exact = sum(x.has_figures and x.exact() > 0 for x in lines)
    return _rows(lines, whites) if exact > 1 else [list(lines)] if exact else _headings(lines, whites)


# Tables without rules


def _groups(lines: Sequence[SetLine]) -> list[list[SetLine]]:
    """Lines that may be a table: some with figures under each other, what stands between them, a heading."""
    out: list[list[SetLine]] = []
    taken = -1
    keys = [i for i, line in enumerate(lines) if line.has_figures]
    while keys:
        members = [keys.pop(0)]
        if members[0] <= taken:
            continue
        whites = lines[members[0]].whites()
        while keys:
            i = keys[0]
            met = _goes_on(lines, members[-1], i, whites)
            if not met:
                break
            whites = met
            members.append(keys.pop(0))
        whites = between_columns(whites)
        first = _top(lines, members[0], whites, taken + 1)
        exact = sum(lines[i].exact() for i in members)
        clear = len(whites) > 1 or all(b - a > _CLEAR * lines[first].size for a, b in whites)
        headed = first < members[0] and clear
        if exact < (1 if headed else _ROWS):
            continue
        last = _bottom(lines, members[-1], whites)
        out.append(list(lines[first : last + 1]))
        taken = last
    return out


def _goes_on(lines: Sequence[SetLine], a: int, b: int, whites: list[White]) -> list[White]:
    """The white left where the line `b` belongs to the table that `a` does; nothing where it does not."""
    between = lines[a + 1 : b]
    if len(between) > _BETWEEN or any(
        y.middle - x.middle > _FAR * x.size for x, y in pairwise(lines[a : b + 1])
    ):
        return []
    met = meet(whites, lines[b].whites())
    whites_between = between_columns(met)
    across = [all(crosses(x, w) for w in whites_between) for x in between]
    figures = [p for p in lines[a].pieces[1:] if p.is_figure]
    # Words beside words run out from line to line; where they come again, another heading begins.
    again = any(len(x.pieces) < 2 and len(y.pieces) > 1 for x, y in pairwise(between))
    headed = again or any(_heads(x, figures) for x in between)
    return met if whites_between and sum(across) < 2 and not headed else []


def _heads(line: SetLine, figures: Sequence[Piece]) -> bool:
    """True where a line is a heading over figures that come after it: words stand where figures stood before."""
    words = [p for p in line.pieces[1:] if p.is_words]
    return any(p.x0 < f.x1 and f.x0 < p.x1 for p in words for f in figures)


def _top(lines: Sequence[SetLine], first: int, whites: list[White], least_index: int) -> int:
    """The line that the heading over the first figures begins with."""
    found = first
    for i in range(first - 1, max(least_index, first - _BETWEEN) - 1, -1):
        line, below = lines[i], lines[i + 1]
        if below.middle - line.middle > _FAR * line.size or all(crosses(line, w) for w in whites):
            break
        if len(line.pieces) > 1 and any(parts(line, w) for w in whites):
            found = i
    return found


def _bottom(lines: Sequence[SetLine], last: int, whites: list[White]) -> int:
    """The line that the words beside the last figures end with."""
    for i in range(last + 1, min(last + _BETWEEN, len(lines))):
        line, above = lines[i], lines[i - 1]
        if (
            line.middle - above.middle > _FAR * line.size
            or len(line.pieces) > 1
            or not _is_continued(above, line, whites)
        ):
            return i - 1
    return min(last + _BETWEEN, len(lines)) - 1


def _is_continued(above: SetLine, line: SetLine, whites: Sequence[White]) -> bool:
    """True where a line goes on with the words over it, which filled their column."""
    piece = line.pieces[0]
    over = [p for p in above.pieces if abs(p.x0 - piece.x0) < line.size]
    edge_at = next((w for w in whites if w[0] >= piece.x1 - 1), None)
    return bool(over) and edge_at is not None and over[0].x1 >= edge_at[0] - _FULL * line.size


def _without_rules(lines: list[SetLine]) -> Grid | None:
    """The table of lines with figures, or None where words stand beside no figures but a list's marks."""
    whites = columns_by_figures(lines)
    if not whites or not _holds_words_and_figures(lines, whites):
        return None
    rows = _rows(lines, whites)
    if len(rows) < 2:
        return None
    left = min(p.x0 for x in lines for p in x.pieces) - 1
    right = max(p.x1 for x in lines for p in x.pieces) + 1
    return _grid(rows, whites, left, right, [])


def _holds_words_and_figures(lines: Sequence[SetLine], whites: Sequence[White]) -> bool:
    """True where one column is of figures, most of them with decimals, and another is of words."""
    columns: list[list[Piece]] = [[] for _ in range(len(whites) + 1)]
    first = next(i for i, line in enumerate(lines) if line.has_figures)
    for line in lines[first:]:
        for piece in line.pieces:
            columns[sum(piece.x0 >= w[1] - 1 for w in whites)].append(piece)
    figures = [
        sum(p.is_figure for p in column) >= 0.6 * len(column)
        and sum(p.is_exact for p in column) * 2 >= len(column) - 1
        for column in columns
        if column
    ]
    words = [sum(p.is_words for p in column) * 2 > len(column) for column in columns]
    return any(figures) and (any(words) or first > 0)


# Rows and cells


def _rows(lines: Sequence[SetLine], whites: Sequence[White]) -> list[list[SetLine]]:
    """Lines to rows: one begins with each line of figures, and with each band; those above are the heading."""
    keys = [i for i, x in enumerate(lines) if x.has_figures]
    rows = _headings(lines[: keys[0]], whites)
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
    return alone and not _is_continued(above, line, whites)


def _headings(lines: Sequence[SetLine], whites: Sequence[White]) -> list[list[SetLine]]:
    """The lines of a heading: those that go across a column's edge begin and end a row of their own."""
    rows: list[list[SetLine]] = []
    for line in lines:
        across = [crosses(line, w, 1.0) for w in whites]
        before = [crosses(x, w, 1.0) for x in rows[-1] for w in whites] if rows else []
        if rows and any(across) == any(before):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _grid(
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
    ends = sorted({x for e in drawn for x in (e["x0"], e["x1"]) if left + _SAME < x < right - _SAME})
    places = []
    for white in whites:
        at = [x for x in ends if white[0] < x < white[1]]
        places.append((white, at[0] if at else (white[0] + white[1]) / 2))
    # Beside a column that is blank only the end of a rule shows where it ends.
    inside = [((x - 1, x + 1), x) for x in ends if not any(a < x < b for a, b in whites)]
    for white, x in [*places, *inside]:
        for row, (top, bottom) in zip(rows, pairwise(levels), strict=True):
            if not any(crosses(line, white, 1.0) for line in row):
                upright.append(edge(x, top, x, bottom))
    found = grids_of([*level_edges, *upright])
    return max(found, key=lambda g: len(g.cells)) if found else None
