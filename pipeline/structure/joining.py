"""Tables that a page break cut in two, put together: with their merged cells and the row that was cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from normalizers.numbers import parse_decimal
from pipeline.structure.columns import is_heading
from pipeline.structure.items import Box, Grid, Item, Row, distinct
from pipeline.structure.lists import begins_entry


def join_grids(items: Sequence[Item]) -> list[Item]:
    """The items with every table that goes on over a page as one grid.

    A table goes on where the next item is a table on the next page, as wide in columns, whose heading
    repeats the one before or is missing.
    """
    out: list[Item] = []
    for item in items:
        before = out[-1] if out else None
        if isinstance(item, Grid) and isinstance(before, Grid) and _goes_on(before, item):
            out[-1] = _joined(before, item.rows[item.repeated_rows :])
        else:
            out.append(item)
    return out


def _goes_on(a: Grid, b: Grid) -> bool:
    if a.n_columns != b.n_columns or a.n_columns < 2 or a.last_page is None or b.page != a.last_page + 1:
        return False
    body = b.rows[b.repeated_rows :]
    if not body or is_heading(body[0]):
        return False
    titled = len(distinct(body[0])) == 1 and body[0][0] is body[0][-1]
    return b.repeated_rows > 0 or not titled


def _joined(a: Grid, body: Sequence[Row]) -> Grid:
    rows, rest = list(a.rows), list(body)
    last, first = rows[-1], rest[0]
    cut = _is_cut(last, first)
    for c in range(len(last)):
        upper, lower = last[c], first[c]
        merged_down = len(rows) > 1 and upper.text and rows[-2][c] is upper
        if not cut and not (merged_down and _continues(upper, lower)):
            continue
        whole = _glued(upper, lower)
        rows = [tuple(whole if box is upper else box for box in row) for row in rows] if upper.text else rows
        if not upper.text:
            rows[-1] = tuple(whole if i == c else box for i, box in enumerate(rows[-1]))
        if not cut:
            rest = [
                tuple(whole if i == c and box is lower else box for i, box in enumerate(row)) for row in rest
            ]
    return replace(a, rows=tuple(rows + rest[1:] if cut else rows + rest), last_page=_page(rest, a))


def _page(rows: Sequence[Row], a: Grid) -> int | None:
    pages = [box.page for row in rows for box in row if box.page is not None]
    return max(pages, default=(a.last_page or 0) + 1)


def _is_cut(last: Row, first: Row) -> bool:
    """True where the row below is the rest of the row above: every cell goes on, and none begins anew."""
    going = [(a, b) for a, b in zip(last, first, strict=True) if b.text]
    if not going or not any(a.text for a, _ in going):
        return False
    if any(
        parse_decimal(b.text, units=True) is not None and parse_decimal(a.text, units=True) is not None
        for a, b in going
    ):
        return False
    return all(_continues(a, b) for a, b in going)


def _continues(a: Box, b: Box) -> bool:
    if not b.text:
        return True
    return bool(a.text) and a.open_end and not begins_entry(b.text)


def _glued(a: Box, b: Box) -> Box:
    if not b.text:
        return a
    lines = (
        (*a.lines[:-1], a.lines[-1] + b.lines[0], *b.lines[1:]) if a.lines and b.lines else a.lines + b.lines
    )
    return replace(
        a, text=a.text + b.text, printed=f"{a.printed}\n{b.printed}", lines=lines, open_end=b.open_end
    )
