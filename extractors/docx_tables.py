"""Rows and merged cells of a Word table as cells with spans."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby

from extractors.document import Cell, Table
from extractors.errors import TooLarge
from extractors.limits import DEFAULT


@dataclass(slots=True)
class _Open:
    """A cell that may go on in the row below (w:vMerge)."""

    index: int
    column_span: int


class Grid:
    """Places cells row by row as Word does, each merged cell once.

    >>> grid = Grid()
    >>> grid.begin_row(); grid.add("ก", vertical="restart"); grid.add("ข", column_span=2)
    >>> grid.begin_row(); grid.add("", vertical="continue"); grid.add("ค"); grid.add("ง")
    >>> [(c.row, c.column, c.row_span, c.column_span, c.text) for c in grid.table().cells]
    [(0, 0, 2, 1, 'ก'), (0, 1, 1, 2, 'ข'), (1, 1, 1, 1, 'ค'), (1, 2, 1, 1, 'ง')]
    """

    def __init__(self, most: int = DEFAULT.table_cells) -> None:
        """`most`: so many cells it may have."""
        self._most = most
        self._cells: list[Cell] = []
        self._row = -1
        self._column = 0
        self._above: dict[int, _Open] = {}
        self._here: dict[int, _Open] = {}
        self._last: int | None = None

    def begin_row(self, skipped_columns: int = 0) -> None:
        """Start a row whose first cell stands after so many empty columns (w:gridBefore)."""
        self._row += 1
        self._column = skipped_columns
        self._above, self._here = self._here, {}
        self._last = None

    def add(
        self,
        text: str,
        column_span: int = 1,
        vertical: str | None = None,
        horizontal: str | None = None,
    ) -> None:
        """Add the row's next cell.

        Word does not print what stands in a cell that continues the one above. A continuation
        of nothing (no cell of the same place and width goes on above it) is a cell of its own.

        Raises `TooLarge`.
        """
        column, self._column = self._column, self._column + column_span
        if horizontal == "continue" and self._last is not None:
            self._widen(self._last, column_span, text)
            return
        above = self._above.get(column)
        if vertical == "continue" and above is not None and above.column_span == column_span:
            cell = self._cells[above.index]
            self._cells[above.index] = replace(cell, row_span=self._row - cell.row + 1)
            self._here[column] = above
            self._last = None
            return
        if len(self._cells) >= self._most:
            th, en = "ไฟล์ Word มีตารางที่มีเซลล์มาก", "a Word file with a table of too many cells"
            raise TooLarge.of("table_cells", self._most, th, en)
        self._last = len(self._cells)
        self._cells.append(Cell(self._row, column, text, column_span=column_span))
        if vertical is not None:
            self._here[column] = _Open(self._last, column_span)

    def _widen(self, index: int, by: int, text: str) -> None:
        cell = self._cells[index]
        joined = "\n".join(t for t in (cell.text, text) if t)
        self._cells[index] = replace(cell, column_span=cell.column_span + by, text=joined)
        if cell.column in self._here:
            self._here[cell.column].column_span += by

    def table(self) -> Table:
        """What was placed, in order of row and column."""
        return Table(tuple(sorted(self._cells, key=lambda c: (c.row, c.column))))


def nested_text(table: Table) -> str:
    """A table inside a cell as text: a line a row, cells parted by a space.

    A row with one cell that holds text (a table used as a frame) keeps its line breaks.
    """
    lines: list[str] = []
    for _, row in groupby(table.cells, key=lambda c: c.row):
        texts = [c.text for c in row if c.text]
        lines.append(texts[0] if len(texts) == 1 else " ".join(t.replace("\n", " ") for t in texts))
    return "\n".join(line for line in lines if line)
