"""The columns of a report's tables as they were read, and the meanings that people chose for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class ColumnAt(NamedTuple):
    """The place of a column in a file: the same bytes have the same columns at the same places."""

    page: int | None
    """Where its table begins, from 1; None in a file without pages."""
    table: int
    """Which of the tables that begin there, from 0."""
    column: int
    """From the left, from 0."""


@dataclass(frozen=True, slots=True)
class ChosenRole:
    """What a person says that a column holds."""

    role: str
    """A role of `corpus/vocabulary/columns.toml`."""
    heading: str
    """The column's heading when it was chosen. Another column at that place is left as it was read."""


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """A column as it was read."""

    heading: str
    """Its heading, else the words of its first cell that has any."""
    role: str | None
    """None where it was not understood."""
    also: str | None = None
    """The second role of a column that holds two."""
    chosen: bool = False
    """A person chose the role."""


@dataclass(frozen=True, slots=True)
class TableRead:
    """A table as it was read, with what goes on over the page."""

    page: int | None
    last_page: int | None
    number: int
    """Which of the tables that begin on its page, from 0."""
    columns: tuple[ColumnRead, ...]
    understood: bool = True
    """False where nothing told what its columns are, so that its cells were read as passages of text."""
