"""The columns of a table by the meaning of their headings, in any order; by their cells where headings tell nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.frame import Frame
from normalizers.numbers import to_arabic_digits
from normalizers.text import squeeze
from pipeline.structure.cells import figure
from pipeline.structure.coded import coded_scores
from pipeline.structure.columns import CODED, NAMING, STATISTICS, Column, Layout
from pipeline.structure.heading_rows import depth_of_heading, is_heading, is_title
from pipeline.structure.heading_words import (
    heading_place,
    instrument_in,
    is_month_heading,
    is_weight,
    is_year_heading,
    year_told,
)
from pipeline.structure.items import Box, Grid, Row, distinct
from pipeline.structure.references import Place, leading_indicator
from pipeline.structure.vocabulary import column_role, column_roles


def layout_of(grid: Grid, before: Layout | None, frame: Frame) -> Layout | None:
    """The columns of a table by its headings; without them those of the table before, or by its cells.

    None where nothing tells.
    """
    titles: list[str] = []
    row = 0
    while row < len(grid.rows) and is_title(grid.rows[row]):
        titles += [b.text for b in distinct(grid.rows[row])]
        row += 1
    if row < len(grid.rows) and is_heading(grid.rows[row], frame):
        depth = depth_of_heading(grid.rows[row:], frame)
        columns = _columns(grid.rows[row : row + depth], frame)
        body = grid.rows[row + depth :]
        known = tuple(_by_cells(c, i, body, frame) for i, c in enumerate(columns))
        return Layout(known, tuple(titles), row + depth)
    if before is not None and len(before.columns) == grid.n_columns and _fits(before, grid.rows[row:]):
        return Layout(before.columns, tuple(titles), row)
    guessed = _columns_by_cells(grid.rows[row:], frame)
    return Layout(guessed, tuple(titles), row) if guessed else None


def _columns(rows: Sequence[Row], frame: Frame) -> list[Column]:
    out = []
    for i in range(len(rows[0])):
        boxes: list[Box] = []
        for row in rows:
            if row[i].text and not any(row[i] is b for b in boxes):
                boxes.append(row[i])
        out.append(_column([b.text for b in boxes], frame))
    side_by_side = [c for c in out if c.role in NAMING and c.place]
    if len(side_by_side) < 2:
        return out
    return [replace(c, role="score") if c in side_by_side else c for c in out]


def _column(texts: Sequence[str], frame: Frame) -> Column:
    """`texts` are the headings over one column, from the top."""
    heading = " ".join(" ".join(texts).split())
    roles = column_roles(heading)
    also = roles[1] if len(roles) > 1 else None
    role = (
        column_role(heading, exact=True)
        or (column_role(texts[-1], exact=True) if len(texts) > 1 else None)
        or (roles[0] if roles else next((r for r in map(column_role, reversed(texts)) if r), None))
    )
    if texts and is_month_heading(texts[-1]):
        over = next((r for r in map(column_role, reversed(texts[:-1])) if r), "period")
        return Column(over, heading, month=texts[-1] if over == "period" else None)
    year = next((y for t in reversed(texts) if (y := year_told(t, role))), None)
    place = next((p for t in reversed(texts) if (p := heading_place(t, frame)) is not None), None)
    if place == Place("EIT"):
        place = Place(instrument_in(heading) or "EIT")  # EIT over ส่วนที่ ๑
    if (is_year_heading(texts[-1] if texts else "") and role in (None, "score", "rating")) or (
        place is not None and (role is None or (role == "full_score" and len(texts) > 1))
    ):
        role = "score"
    if role == "score" and place is not None and is_weight(texts, frame, place):
        role = "weighted"
    return Column(role, heading, year, place if role in (*STATISTICS, *NAMING) else None, also)


def column_for(role: str, column: Column, frame: Frame) -> Column:
    """The column where it is known otherwise what it holds."""
    place = heading_place(column.heading, frame) if role in (*STATISTICS, *NAMING) else None
    return Column(role, column.heading, year_told(column.heading, role), place)


_COUNTED_AS_SCORES = frozenset({"rating", "progress", "outcome"})
"""Headings as ผลการประเมิน, ผลการดำเนินงาน stand over figures too."""


_MAY_BE_CODED = frozenset({None, "rating", "score", "item", "indicator", "analysis"})


def _by_cells(column: Column, i: int, body: Sequence[Row], frame: Frame) -> Column:
    cells = [row[i].text for row in body if row[i].text]
    if column.role in _MAY_BE_CODED and cells:
        coded = sum(bool(coded_scores(text, frame)) for text in cells)
        if coded * 3 >= len(cells) * 2:
            return replace(column, role=CODED)
    if column.role not in _COUNTED_AS_SCORES or "ก้าวหน้า" in column.heading:
        return column
    return replace(column, role="score") if _holds_figures(i, body) else column


def _holds_figures(i: int, body: Sequence[Row]) -> bool:
    cells = [row[i] for row in body if row[i].text]
    found = [b for b in cells if figure(b.text) is not None and _is_score(b.text)]
    return len(found) >= 1 and len(found) * 3 >= len(cells) * 2


def _is_score(text: str) -> bool:
    plain = to_arabic_digits(text)
    return "." in plain or re.search(r"\b(?:100|0)\b", plain) is not None


def _fits(layout: Layout, body: Sequence[Row]) -> bool:
    """True where a body without headings may stand under the headings of the table before."""
    if layout.is_measures or not any(c.statistic for c in layout.columns):
        return True
    figures = [i for i, c in enumerate(layout.columns) if c.statistic]
    cells = [row[i] for row in body for i in figures if row[i].text]
    return not cells or any(figure(b.text) is not None for b in cells)


def _columns_by_cells(body: Sequence[Row], frame: Frame) -> tuple[Column, ...] | None:
    """Columns of a table without headings: one names what is assessed, one other holds the figures."""
    rows = [row for row in body if len(distinct(row)) > 1]
    if len(rows) < 2:
        return None
    width = range(len(rows[0]))
    naming = [i for i in width if sum(_names(row[i].text, frame) for row in rows) * 5 >= len(rows) * 4]
    figures = [i for i in width if i not in naming and _holds_figures(i, rows)]
    if not naming or len(figures) != 1:
        return None
    roles = {figures[0]: "score", naming[0]: "indicator"}
    texts = [i for i in width if i not in roles and sum(len(squeeze(row[i].text)) > 20 for row in rows) > 1]
    roles.update(dict.fromkeys(texts, "item"))
    return tuple(Column(roles.get(i), "") for i in width)


def _names(text: str, frame: Frame) -> bool:
    return (
        leading_indicator(text, frame) is not None
        or instrument_in(text) is not None
        or re.match(r"^\W*(?:ข้อ\s*)?[ieoIEO]\s?[๐-๙\d]{1,2}(?![๐-๙\d])", text) is not None
        or re.match(r"^\W*ตัวชี้\s?วัด(?:ที่)?\s*[๐-๙\d]", text) is not None
    )
