"""What is exported: tables, columns and keys, described once in `tables.toml`.

CSV, Parquet, XLSX, the data package, the codebook and the DataFrames all go by this description.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

Type = Literal["string", "integer", "number", "decimal", "boolean", "date", "datetime"]
"""`number` is what one calculates with, `decimal` the digits as they were printed, as text."""


@dataclass(frozen=True, slots=True)
class Words:
    """The same in Thai and English."""

    th: str
    en: str


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: Type
    """Of a list, the type of its entries."""
    title: Words
    means: Words
    values: Mapping[str, Words] | None = None
    """All that can stand here, where that is known, with what each means."""
    unit: Words | None = None
    required: bool = False
    """Never empty."""
    list: bool = False
    """Holds several entries; in CSV and XLSX they are lines of one cell."""
    long: bool = False
    """Holds passages rather than words; shown over several lines."""
    width: int | None = None
    """Of the column on a sheet, in signs, where it is not what its type needs."""
    minimum: int | None = None
    stated: str | None = None
    """The column that has the same number as it was printed."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns that name a row of another table."""

    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    record: str
    """The record type that a person asks for to get it (`--record`)."""
    title: Words
    means: Words
    columns: tuple[Column, ...]
    """In the order of the file."""
    key: tuple[str, ...]
    """Columns that together name a row; none where rows have no key."""
    refers: tuple[Reference, ...]
    part_of: str | None = None
    """The table of which a list column is here spread over rows."""
    note: Words | None = None

    def names(self) -> tuple[str, ...]:
        """
        >>> tables()["measure_steps"].names()
        ('report_id', 'measure_position', 'position', 'text')
        """
        return tuple(column.name for column in self.columns)


@cache
def tables() -> Mapping[str, Table]:
    """All tables by name, in the order in which they are shown."""
    described = tomllib.loads(files("output").joinpath("tables.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {name: _table(name, table, described) for name, table in described["tables"].items()}
    )


@cache
def record_types() -> tuple[str, ...]:
    """What can be asked for: `scores`, `measures` …"""
    return tuple(dict.fromkeys(table.record for table in tables().values()))


def _table(name: str, table: Mapping[str, Any], described: Mapping[str, Any]) -> Table:
    own = table.get("column", {})
    if unused := set(own) - set(table["columns"]):
        raise ValueError(f"tables.toml: {name} describes columns that it does not have: {unused}")
    keys = {*table["key"], *(column for refers in table.get("refers", ()) for column in refers["columns"])}
    columns = []
    for column in table["columns"]:
        facts = {**described["column"].get(column, {}), **own.get(column, {})}
        if column in table["key"]:
            facts["required"] = True
        columns.append(_column(column, facts, described))
    if missing := keys - set(table["columns"]):
        raise ValueError(f"tables.toml: {name} has keys that are no columns: {missing}")
    return Table(
        name=name,
        record=table["record"],
        title=Words(**table["title"]),
        means=Words(**table["means"]),
        columns=tuple(columns),
        key=tuple(table["key"]),
        refers=tuple(
            Reference(tuple(r["columns"]), r["table"], tuple(r["to"])) for r in table.get("refers", ())
        ),
        part_of=table.get("part_of"),
        note=Words(**{lang: text.strip() for lang, text in table["note"].items()})
        if "note" in table
        else None,
    )


def _column(name: str, facts: Mapping[str, Any], described: Mapping[str, Any]) -> Column:
    rest = dict(facts)
    values, unit = rest.pop("values", None), rest.pop("unit", None)
    return Column(
        name=name,
        title=Words(**rest.pop("title")),
        means=Words(**rest.pop("means")),
        values=_words_of(described["values"][values]) if values else None,
        unit=Words(**described["units"][unit]) if unit else None,
        **rest,
    )


def _words_of(values: Mapping[str, Mapping[str, str]]) -> Mapping[str, Words]:
    return MappingProxyType({value: Words(**words) for value, words in values.items()})
