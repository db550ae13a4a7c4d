"""Tables that a page break cut in two, put together: with their merged cells and the row that was cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.frame import Frame
from normalizers.numbers import parse_decimal
from normalizers.text import squeeze
from pipeline.structure.heading_rows import is_heading
from pipeline.structure.heading_words import heading_place
from pipeline.structure.items import EMPTY, Box, Grid, Item, Passage, Row, distinct
from pipeline.structure.lists import begins_entry
from pipeline.structure.score_rows import is_total
from pipeline.structure.vocabulary import is_rating, rating_in


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


_BARE_FIGURE = re.compile(r"[๐-๙\d]{1,3}\.[๐-๙\d]{2}\s*(?:คะแนน|%)?")
_LABEL = 60
"""Letters of a line that a figure below it may belong to."""


def join_figures(items: Sequence[Item], frame: Frame) -> list[Item]:
    """The items with every figure that stands alone below what it is of, as on slides, put behind it."""
    out: list[Item] = []
    joined = False
    for item in items:
        before = out[-1] if out else None
        if (
            isinstance(item, Passage)
            and isinstance(before, Passage)
            and (_labels(before, item, frame) or (joined and _is_level(item)))
        ):
            text, printed = f"{before.text} {item.text}", f"{before.printed}\n{item.printed}"
            out[-1], joined = replace(before, text=text, printed=printed), True
        else:
            out.append(item)
            joined = False
    return out


def _labels(a: Passage, b: Passage, frame: Frame) -> bool:
    """True for a figure alone below the name of what is assessed."""
    if not _BARE_FIGURE.fullmatch(b.text.strip()) or len(a.text) > _LABEL or _BARE_FIGURE.search(a.text):
        return False
    return is_total(a.text) or heading_place(a.text, frame) is not None


def _is_level(p: Passage) -> bool:
    return len(p.text) < _LABEL and (rating_in(p.text) is not None or is_rating(p.text))


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
    if is_heading(last):  # its words do not go on in what stands under it
        return replace(a, rows=tuple(rows + rest), last_page=_page(rest, a))
    cut = _is_cut(last, first)
    for c in range(len(last)):
        upper, lower = last[c], first[c]
        merged = _is_merged(rows, rest, c)
        if not cut and not (merged and _continues(upper, lower)):
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


def _is_merged(rows: Sequence[Row], rest: Sequence[Row], column: int) -> bool:
    """True where a cell over several rows stands in a column at the page's end, or at the next one's top."""
    upper, lower = rows[-1][column], rest[0][column]
    above = len(rows) > 1 and bool(upper.text) and rows[-2][column] is upper
    below = len(rest) > 1 and rest[1][column] is lower and lower is not EMPTY
    return bool(upper.text) and (above or below)


def _is_cut(last: Row, first: Row) -> bool:
    """True where the row below is the rest of the row above: cells go on, and none begins anew.

    Text goes on for sure where the line before it was full. The entry of a list may go on, or begin a new row's.
    Where two cells or more surely go on and others have nothing more to say, a third may have a paragraph more.
    A row that says of itself that it goes on is a row.
    """
    if any("(ต่อ)" in squeeze(b.text) for b in first):
        return False
    going = [(a, b) for a, b in zip(last, first, strict=True) if b.text]
    if any(
        parse_decimal(b.text, units=True) is not None
        and parse_decimal(a.text, units=True) is not None
        and not _is_parted(a, b)
        for a, b in going
    ):
        return False
    sure = sum(_continues(a, b) for a, b in going)
    open_to = sum(bool(a.text) and begins_entry(b.text) for a, b in going)
    ended = sum(bool(a.text) and not b.text for a, b in zip(last, first, strict=True))
    anew = len(going) - sure - open_to
    return sure > 0 and (anew == 0 or (anew == 1 and sure > 1 and ended > 0))


def _continues(a: Box, b: Box) -> bool:
    if not b.text or _is_parted(a, b):
        return True
    return bool(a.text) and a.open_end and not begins_entry(b.text)


_FIRST_OF_FIGURE = re.compile(r"[+-]|[+-]?\s*[๐-๙\d]")
_REST_OF_FIGURE = re.compile(r"[๐-๙\d]{1,2}\.[๐-๙\d]{1,2}")


def _is_parted(a: Box, b: Box) -> bool:
    """True for a figure whose first digit or sign a narrow column set on a line of its own: ๗ over ๙.๐๖."""
    first, rest = a.text.strip(), b.text.strip()
    return bool(_FIRST_OF_FIGURE.fullmatch(first)) and bool(_REST_OF_FIGURE.fullmatch(rest))


def _glued(a: Box, b: Box) -> Box:
    if not b.text:
        return replace(a, open_end=False)
    if not a.text:
        return b
    if not _continues(a, b):
        return replace(
            a,
            text=f"{a.text}\n{b.text}",
            printed=f"{a.printed}\n{b.printed}",
            lines=a.lines + b.lines,
            open_end=b.open_end,
        )
    return replace(
        a,
        text=a.text + b.text,
        printed=f"{a.printed}\n{b.printed}",
        lines=a.lines + b.lines,
        open_end=b.open_end,
    )
