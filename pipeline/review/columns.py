"""The columns of the tables on a page: what each was taken for, and what a person says instead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from corpus.columns_read import ChosenRole, ColumnAt, ColumnRead, TableRead
from corpus.vocabulary import load
from output.review.columns import Choice
from pipeline.review.words import Words


@dataclass(frozen=True, slots=True)
class ColumnShown:
    name: str
    """Of its field in the form."""
    heading: str
    role: str
    """Nothing where it was not understood."""
    also: str
    by: str = ""
    """Who chose it."""
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class TableShown:
    number: int
    """On the page, from 1."""
    understood: bool
    columns: tuple[ColumnShown, ...]


@cache
def roles() -> tuple[str, ...]:
    """What a column can be, in the order of the vocabulary."""
    return tuple(load("columns"))


def roles_named(words: Words) -> list[tuple[str, str]]:
    """Role -> what people call it."""
    return [(role, words.role(role)) for role in roles()]


def tables_shown(
    words: Words, tables: Iterable[TableRead], choices: Iterable[Choice], page: int, pages: int | None
) -> list[TableShown]:
    """The tables that stand on a page, also those that began before it; all of a file without pages."""
    by = {choice.at: choice for choice in choices}
    here = [t for t in tables if t.page is None or pages is None or t.page <= page <= (t.last_page or t.page)]
    found = []
    for number, table in enumerate(here, 1):
        columns = []
        for at, column in _columns(table):
            choice = by.get(at) if column.chosen else None
            columns.append(
                ColumnShown(
                    _name(at),
                    column.heading,
                    column.role or "",
                    words.role(column.also) if column.also else "",
                    choice.chosen_by if choice else "",
                    choice.chosen_at if choice else None,
                )
            )
        found.append(TableShown(number, table.understood, tuple(columns)))
    return found


def chosen_in(form: Mapping[str, str], tables: Iterable[TableRead]) -> dict[ColumnAt, ChosenRole]:
    """What a form says of columns that is other than what they were taken for."""
    found = {}
    for table in tables:
        for at, column in _columns(table):
            role = form.get(_name(at), "")
            if role in roles() and role != column.role:
                found[at] = ChosenRole(role, column.heading)
    return found


def _columns(table: TableRead) -> Iterator[tuple[ColumnAt, ColumnRead]]:
    for n, column in enumerate(table.columns):
        yield ColumnAt(table.page, table.number, n), column


def _name(at: ColumnAt) -> str:
    return f"role-{at.page or 0}-{at.table}-{at.column}"
