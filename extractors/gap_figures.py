"""Tables of a PDF page without any rule: figures under each other, beside words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from extractors.gap_rows import Columns, Spread, begins, grid_of, is_continued, rows_of, starts_of
from extractors.gaps import (
    FARTHEST,
    Piece,
    SetLine,
    White,
    between_columns,
    columns_by_figures,
    crosses,
    meet,
    narrowed,
    parts,
)

_FAR = 2.8
"""Lines of one table stand closer, as a multiple of the font size."""
_ROWS = 3
"""So many lines with a figure, or so many figures, make a table without rules."""
_CLEAR = 2.5
"""Where a heading stands over one row only, the columns are further apart than so many font sizes."""
_BETWEEN = 4
"""So many lines of a wording may stand between two lines with figures."""
_HEAD = 6
"""So many lines a heading has at most."""
_MOST = 14
"""So many, where all of them begin under words of those lines."""


def without_rules(lines: Sequence[SetLine], above: Columns | None) -> list[Spread]:
    """The tables in lines that stand in none; `above` are the columns that the page before ends with."""
    found = []
    for group, on in _groups(lines, above):
        spread = _table(group, on)
        if spread is not None:
            found.append(spread)
    return found


def _groups(lines: Sequence[SetLine], above: Columns | None) -> list[tuple[list[SetLine], Columns | None]]:
    """Lines that may be a table: some with figures under each other, what stands between them, a heading.

    With them the columns that they go on in, where they begin the page.
    """
    out: list[tuple[list[SetLine], Columns | None]] = []
    taken = -1
    begin, end = _going_on(lines, above) if above else (0, 0)
    keys = [i for i, line in enumerate(lines) if line.has_figures and i >= end]
    if above and end > begin:
        keys.insert(0, end - 1)
    while keys:
        members = [keys.pop(0)]
        if members[0] <= taken:
            continue
        on = above if members[0] < end else None
        whites = _with_sides(on.whites) if on else lines[members[0]].whites()
        starts = set(on.starts if on else starts_of([lines[members[0]]]))
        while keys:
            i = keys[0]
            met = _goes_on(lines, members[-1], i, whites, starts)
            if not met:
                break
            whites = met
            members.append(keys.pop(0))
            starts |= starts_of([lines[i]])
        whites = between_columns(whites)
        first = _top(lines, begin if on else members[0], whites, taken + 1)
        exact = sum(lines[i].exact() for i in members)
        clear = len(whites) > 1 or all(b - a > _CLEAR * lines[first].size for a, b in whites)
        headed = first < members[0] and clear
        if not on and exact < (1 if headed else _ROWS) and not (headed and _whole(lines, first, members)):
            continue
        last = _bottom(lines, members[-1], whites, starts)
        out.append((list(lines[first : last + 1]), on))
        taken = last
    return out


def _whole(lines: Sequence[SetLine], first: int, members: Sequence[int]) -> bool:
    """True where the last column has figures without decimals that do not count up, as pages do."""
    columns = len(lines[first].pieces)
    last = [x.pieces[-1] for x in (lines[i] for i in members) if len(x.pieces) == columns]
    figures = [p.value for p in last if p.is_figure and p.value is not None]
    if len(figures) < len(members):
        return False
    return not _counts_up(last) if len(figures) > 1 else columns > 2


def _going_on(lines: Sequence[SetLine], above: Columns) -> tuple[int, int]:
    """From which to which line a page begins with more of the table that the page before ends with."""
    for begin in range(min(3, len(lines))):
        end = begin
        while (
            end < len(lines)
            and above.hold(lines[end])
            and (end == begin or lines[end].middle - lines[end - 1].middle < _FAR * lines[end].size)
        ):
            end += 1
        if any(len(x.pieces) > 1 or x.pieces[0].x0 > above.whites[0][0] for x in lines[begin:end]):
            return begin, end
    return 0, 0


def _with_sides(whites: Sequence[White]) -> list[White]:
    return [(-FARTHEST, -FARTHEST + 1), *whites, (FARTHEST - 1, FARTHEST)]


def _goes_on(
    lines: Sequence[SetLine], a: int, b: int, whites: list[White], starts: Collection[float]
) -> list[White]:
    """The white left where the line `b` belongs to the table that `a` does; nothing where it does not."""
    between = lines[a + 1 : b]
    if any(y.middle - x.middle > _FAR * x.size for x, y in pairwise(lines[a : b + 1])):
        return []
    met = meet(whites, lines[b].whites())
    whites_between = between_columns(met)
    across = [all(crosses(x, w) for w in whites_between) for x in between]
    over = next((x for x in reversed(lines[: a + 1]) if x.has_figures), lines[a])
    figures = [p for p in over.pieces[1:] if p.is_figure]
    # Words beside words run out from line to line; where they come again, another heading begins.
    loose = [x for x in between if not _stands(x, whites_between, starts)]
    again = any(len(x.pieces) < 2 and y in loose and len(y.pieces) > 1 for x, y in pairwise(between))
    headed = again or any(_heads(x, figures) for x in between)
    few = len(between) <= _BETWEEN or (not loose and len(between) <= _MOST)
    return met if few and whites_between and sum(across) < 2 and not headed else []


def _stands(line: SetLine, whites: Sequence[White], starts: Collection[float]) -> bool:
    """True where all words of a line begin under others and stay in their columns."""
    return all(begins(p.x0, starts) for p in line.pieces) and not any(crosses(line, w, 1.0) for w in whites)


def _heads(line: SetLine, figures: Sequence[Piece]) -> bool:
    """True where a line is a heading over figures that come after it: words stand where figures stood before."""
    words = [p for p in line.pieces[1:] if p.is_words]
    return any(p.x0 < f.x1 and f.x0 < p.x1 for p in words for f in figures)


def _top(lines: Sequence[SetLine], first: int, whites: list[White], least_index: int) -> int:
    """The line that the heading over the first figures begins with."""
    found = first
    for i in range(first - 1, max(least_index, first - _HEAD) - 1, -1):
        line, below = lines[i], lines[i + 1]
        if below.middle - line.middle > _FAR * line.size or all(crosses(line, w) for w in whites):
            break
        if len(line.pieces) > 1 and any(parts(line, w) for w in whites):
            found = i
    return found


def _bottom(lines: Sequence[SetLine], last: int, whites: list[White], starts: Collection[float]) -> int:
    """The line that the words beside the last figures end with."""
    for i in range(last + 1, min(last + _MOST, len(lines))):
        line, above = lines[i], lines[i - 1]
        several = len(line.pieces) > 1
        if (
            line.middle - above.middle > _FAR * line.size
            or (several and not _stands(line, whites, starts))
            or (not several and not is_continued(above, line, whites) and not _is_under(line, whites, starts))
            or (i > last + _BETWEEN and not _stands(line, whites, starts))
        ):
            return i - 1
    return min(last + _MOST, len(lines)) - 1


def _is_under(line: SetLine, whites: Sequence[White], starts: Collection[float]) -> bool:
    """True where words stand under those of a column, not of the first: there they may be prose."""
    return bool(whites) and line.pieces[0].x0 > whites[0][0] and _stands(line, whites, starts)


def _table(lines: list[SetLine], above: Columns | None) -> Spread | None:
    """The table of lines with figures, or None where words stand beside no figures but a list's marks."""
    if above:
        whites = [narrowed(w, lines) for w in above.whites]
    else:
        whites = columns_by_figures(lines)
        if not whites or not _holds_words_and_figures(lines, whites):
            return None
    rows = rows_of(lines, whites)
    if len(rows) < 2 and not above:
        return None
    left = min(p.x0 for x in lines for p in x.pieces) - 1
    right = max(p.x1 for x in lines for p in x.pieces) + 1
    if above:
        left, right = min(left, above.left), max(right, above.right)
    grid = grid_of(rows, whites, left, right, [])
    if grid is None:
        return None
    starts = starts_of(lines) | (above.starts if above else frozenset())
    return Spread(grid, Columns(tuple(whites), left, right, starts, False))


def _holds_words_and_figures(lines: Sequence[SetLine], whites: Sequence[White]) -> bool:
    """True where one column is of figures, most of them with decimals, and another is of words."""
    columns: list[list[Piece]] = [[] for _ in range(len(whites) + 1)]
    first = next(i for i, line in enumerate(lines) if line.has_figures)
    for line in lines[first:]:
        for piece in line.pieces:
            columns[sum(piece.x0 >= w[1] - 1 for w in whites)].append(piece)
    figures = [
        sum(p.is_figure for p in column) >= 0.6 * len(column)
        and (sum(p.is_exact for p in column) * 2 >= len(column) - 1 or not _counts_up(column))
        for column in columns
        if column
    ]
    words = [sum(p.is_words for p in column) * 2 > len(column) for column in columns]
    return any(figures) and (any(words) or first > 0)


def _counts_up(pieces: Sequence[Piece]) -> bool:
    """True where no figure is less than that above, as of pages and of rows."""
    figures = [p.value for p in pieces if p.value is not None]
    return all(a <= b for a, b in pairwise(figures))
