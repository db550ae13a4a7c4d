"""What the columns of each table were taken for, and the meanings that people chose instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.columns_read import ChosenRole, ColumnAt, ColumnRead, TableRead
from corpus.frame import Frame
from normalizers.text import squeeze
from pipeline.structure.columns import Column, Layout
from pipeline.structure.heading_rows import is_title
from pipeline.structure.items import Grid, distinct
from pipeline.structure.layouts import column_for
from pipeline.structure.lists import leading_number

Roles = Mapping[ColumnAt, ChosenRole]
"""Chosen by people, by the place of the column."""

_LONGEST = 120
"""Letters kept of what stands for a heading."""


def table_number(grid: Grid, before: Sequence[TableRead]) -> int:
    """Which of the tables that begin on its page it is."""
    return sum(table.page == grid.page for table in before)


def chosen_for(grid: Grid, number: int, layout: Layout | None, roles: Roles) -> dict[int, ChosenRole]:
    """Column -> the role that a person chose, of the columns that are still those which were chosen for."""
    if not roles:
        return {}
    headings = _headings(grid, layout)
    found = {i: roles.get(ColumnAt(grid.page, number, i)) for i in range(grid.n_columns)}
    return {i: c for i, c in found.items() if c is not None and squeeze(c.heading) == squeeze(headings[i])}


def with_roles(
    grid: Grid, layout: Layout | None, chosen: Mapping[int, ChosenRole], frame: Frame
) -> Layout | None:
    """The layout with the chosen roles; a table that nothing was known of gets one of these alone."""
    if not chosen:
        return layout
    if layout is None:
        titles = _titles(grid)
        columns = tuple(Column(None, heading) for heading in _headings(grid, None))
        layout = Layout(columns, _words(grid, titles), titles + _has_heading(grid, titles))
    columns = tuple(
        column_for(chosen[i].role, c, frame) if i in chosen else c for i, c in enumerate(layout.columns)
    )
    return replace(layout, columns=columns)


def read_as(
    grid: Grid, number: int, layout: Layout | None, plain: Layout | None, chosen: Mapping[int, ChosenRole]
) -> TableRead:
    """What a table was taken for; `plain` is its layout without what people chose."""
    headings = _headings(grid, plain)
    columns = layout.columns if layout else (Column(None, ""),) * grid.n_columns
    return TableRead(
        grid.page,
        grid.last_page,
        number,
        tuple(
            ColumnRead(heading, column.role, column.also, i in chosen)
            for i, (heading, column) in enumerate(zip(headings, columns, strict=True))
        ),
        layout is not None,
    )


def _headings(grid: Grid, layout: Layout | None) -> list[str]:
    """The heading of each column, or the words of its first cell below titles."""
    body = grid.rows[_titles(grid) :]
    found = []
    for i in range(grid.n_columns):
        known = layout.columns[i].heading if layout else ""
        cell = known or next((row[i].text for row in body if row[i].text), "")
        found.append(" ".join(cell.split())[:_LONGEST])
    return found


def _titles(grid: Grid) -> int:
    """Rows of titles above a table."""
    return next((i for i, row in enumerate(grid.rows) if not is_title(row)), 0)


def _words(grid: Grid, rows: int) -> tuple[str, ...]:
    return tuple(b.text for row in grid.rows[:rows] for b in distinct(row))


def _has_heading(grid: Grid, row: int) -> bool:
    """Whether the first row below titles may be headings: there is a row under it, and it begins no list."""
    return len(grid.rows) > row + 1 and leading_number(grid.rows[row][0].text) is None
