"""What the columns of a report's tables were taken for, and the meanings that people chose for them instead.

A choice is applied whenever the file is read (`pipeline.structure.roles`); here it is only kept.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Literal

from sqlalchemy import Connection, select

from corpus.columns_read import ChosenRole, ColumnAt, ColumnRead, TableRead
from output import schema
from output.errors import ReviewError
from output.writer import Writer

_TABLE, _READ = schema.column_choices, schema.tables_read
_MOST = 400
"""Tables of one report that are kept."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person said that a column holds, as the store keeps it."""

    choice_id: int
    report_id: str
    page: int | None
    table_number: int
    column_number: int
    heading: str
    role: str
    state: Literal["applied", "replaced", "undone"]
    chosen_by: str
    chosen_at: dt.datetime
    """UTC. Those of one form have the same."""
    note: str | None

    @property
    def at(self) -> ColumnAt:
        return ColumnAt(self.page, self.table_number, self.column_number)

    @property
    def chosen(self) -> ChosenRole:
        """As the reading takes it."""
        return ChosenRole(self.role, self.heading)


def keep(writer: Writer, report_id: str, tables: Iterable[TableRead]) -> None:
    """What the tables of a report that was just read were taken for, in place of what was kept."""
    wide = [asdict(table) for table in tables if len(table.columns) > 1][:_MOST]
    writer.run("DELETE FROM tables_read WHERE report_id = ?", report_id)
    if wide:
        row = (report_id, json.dumps(wide, ensure_ascii=False))
        writer.insert(_READ, ("report_id", "tables"), [row])


def tables_of(connection: Connection, report_id: str) -> tuple[TableRead, ...] | None:
    """The tables of a report with two columns or more, in its order; None where none are kept."""
    text = connection.execute(select(_READ.c.tables).where(_READ.c.report_id == report_id)).scalar()
    if text is None:
        return None
    return tuple(
        TableRead(**{**table, "columns": tuple(ColumnRead(**column) for column in table["columns"])})
        for table in json.loads(text)
    )


def choices(connection: Connection, report_id: str) -> Iterator[Choice]:
    """The choices that are in force, in the order they were made."""
    query = select(_TABLE).where(_TABLE.c.report_id == report_id, _TABLE.c.state == "applied")
    for row in connection.execute(query.order_by(_TABLE.c.choice_id)).mappings():
        yield Choice(**row)


def roles(connection: Connection, report_id: str) -> dict[ColumnAt, ChosenRole]:
    """What the choices in force say."""
    return {choice.at: choice.chosen for choice in choices(connection, report_id)}


def choose(
    connection: Connection,
    report_id: str,
    chosen: Mapping[ColumnAt, ChosenRole],
    by: str,
    note: str | None = None,
) -> None:
    """Note choices that were made together, each in place of an earlier one."""
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    earlier = {c.at: c.choice_id for c in choices(connection, report_id)}
    for at, one in chosen.items():
        if at in earlier:
            old = _TABLE.c.choice_id == earlier[at]
            connection.execute(_TABLE.update().where(old).values(state="replaced"))
        row = {
            "report_id": report_id,
            "page": at.page,
            "table_number": at.table,
            "column_number": at.column,
            "heading": one.heading,
            "role": one.role,
            "state": "applied",
            "chosen_by": by,
            "chosen_at": now,
            "note": note,
        }
        connection.execute(_TABLE.insert().values(row))


def take_back(connection: Connection, choice_ids: Iterable[int]) -> None:
    """Undo choices: the next reading takes the columns for what it finds. `ReviewError` where none is in force."""
    undone = _TABLE.update().where(_TABLE.c.choice_id.in_(list(choice_ids)), _TABLE.c.state == "applied")
    if not connection.execute(undone.values(state="undone")).rowcount:
        raise ReviewError("ไม่มีการเลือกคอลัมน์ที่ใช้อยู่", "no such choice of a column is in force")
