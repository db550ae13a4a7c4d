"""Which rows of a table are titles and headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.frame import Frame
from normalizers.numbers import parse_decimal, to_arabic_digits
from normalizers.text import squeeze
from pipeline.structure.cells import figure
from pipeline.structure.heading_words import (
    heading_place,
    instrument_in,
    is_month_heading,
    is_year_heading,
    squeeze_upper,
)
from pipeline.structure.items import Box, Grid, Row, distinct
from pipeline.structure.lists import leading_number
from pipeline.structure.vocabulary import column_role, column_roles


def depth_of_heading(rows: Sequence[Row], frame: Frame) -> int:
    """So many rows make one heading, the first of them given."""
    depth = 1
    while depth < min(_DEEPEST, len(rows)) and _is_lower_heading(rows[depth - 1], rows[depth], frame):
        depth += 1
    return depth


_DEEPEST = 3


def is_title(row: Row) -> bool:
    """True for a row over the headings: blank, or one cell that spans columns."""
    boxes = distinct(row)
    return not boxes or (len(boxes) == 1 and spans(row))


def spans(row: Row) -> bool:
    first = next((b for b in row if b.text), None)
    return len(row) > 1 and sum(b is first for b in row) > 1


def is_heading(row: Row, frame: Frame | None = None) -> bool:
    """True for a row of column headings: most are known, some of them surely, none is a figure or a list."""
    boxes = distinct(row)
    if any("\n" in b.text and leading_number(b.text) == 1 for b in boxes):
        return False
    known = [b for b in boxes if _is_known(b, frame)]
    sure = sum(_is_sure(b, frame) for b in known)
    if len(known) < 2 or not sure or any(figure(b.text) is not None for b in boxes):
        return False
    return len(known) * 2 >= len(boxes) - 1 if sure > 1 else len(known) * 5 >= len(boxes) * 3


def _is_sure(box: Box, frame: Frame | None) -> bool:
    """True for a heading that no cell of a body is likely to be: known word by word, or short and no place."""
    if column_role(box.text, exact=True) or len(column_roles(box.text)) > 1:
        return True
    short = len(squeeze(box.text)) <= _SHORT and column_role(box.text) is not None
    return short and (frame is None or heading_place(box.text, frame) is None)


_SHORT = 22
"""Letters of a heading that is only like a known one, or begins with one."""


def _is_known(box: Box, frame: Frame | None) -> bool:
    if len(squeeze(box.text)) > 80:
        return False
    return bool(
        column_roles(box.text)
        or is_year_heading(box.text)
        or is_month_heading(box.text)
        or (frame and heading_place(box.text, frame) is not None)
    )


def _is_lower_heading(upper: Row, lower: Row, frame: Frame) -> bool:
    """True for the second row of a heading: it has parts of a cell above, or repeats one merged downwards."""
    wide = any(sum(b is u for b in upper) > 1 for u in upper if u.text)
    merged_down = any(a is b and a.text for a, b in zip(upper, lower, strict=True))
    own = [b for b in distinct(lower) if not any(b is u for u in upper)]
    # A heading drawn without merging leaves blanks: above the parts, and below what has none.
    apart = any(not u.text for u in upper) and all(
        not (u.text and b.text) or i + 1 == len(upper) or not upper[i + 1].text
        for i, (u, b) in enumerate(zip(upper, lower, strict=True))
    )
    if not own or not (wide or merged_down or apart):
        return False
    short = all(len(squeeze(b.text)) <= 45 for b in own)
    values = any(parse_decimal(b.text) is not None and "." in to_arabic_digits(b.text) for b in own)
    parts = [
        b for u, b in zip(upper, lower, strict=True) if instrument_in(u.text) == "EIT" and _is_part(b.text)
    ]
    meaning = [b for b in own if _is_known(b, frame) or instrument_in(b.text) or any(b is p for p in parts)]
    if not (wide or merged_down) and len(meaning) < len(own):
        return False
    if merged_down and _is_under_wide(upper, lower):
        return short and not values
    return (
        short
        and not values
        and bool(meaning)
        and not any(re.match(r"^[ieoIEO]\s?[๐-๙\d]", b.text) for b in own)
    )


def _is_under_wide(upper: Row, lower: Row) -> bool:
    """True where the lower row has words of its own under wide cells only, and all else is merged downwards."""
    wide = [u for u in upper if u.text and sum(b is u for b in upper) > 1]
    return all(
        a is b or any(a is u for u in wide) or not (a.text or b.text)
        for a, b in zip(upper, lower, strict=True)
    )


def _is_part(text: str) -> bool:
    """True for the heading of one of the parts of EIT: ส่วนที่ ๑, (๒)."""
    return re.fullmatch(r"(?:\(|ส่วนที่|PART)\(?[12]\)?", squeeze_upper(text)) is not None


def sections(grid: Grid, frame: Frame) -> list[Grid]:
    """A table cut before each row of headings inside it; a heading that only repeats is dropped.

    A title right above such a row goes with it, and so do the lower rows of the same heading.
    """
    first = next((i for i, row in enumerate(grid.rows[:4]) if not is_title(row)), None)
    if first is None or not is_heading(grid.rows[first]):
        return [grid]
    headings = {_key(row) for row in grid.rows[first : first + 2] if not any(figure(b.text) for b in row)}
    under = depth_of_heading(grid.rows[first:], frame)
    cuts, rows = [0], list(grid.rows[: first + under])
    for row in grid.rows[first + under :]:
        if _key(row) in headings and len(rows) > first + 1 + (len(headings) > 1):
            continue
        lower = cuts[-1] == len(rows) - 1 and _is_lower_heading(rows[-1], row, frame)
        if (
            not lower
            and len(distinct(row)) > 2
            and all(column_role(b.text, exact=True) for b in distinct(row))
            and is_heading(row)
        ):
            at = len(rows)
            while at - 1 > first and is_title(rows[at - 1]):
                at -= 1
            cuts.append(at)
        rows.append(row)
    ends = [*cuts[1:], len(rows)]
    return [replace(grid, rows=tuple(rows[a:b])) for a, b in zip(cuts, ends, strict=True)]


def _key(row: Row) -> tuple[str, ...]:
    return tuple(squeeze(b.text) for b in distinct(row))
