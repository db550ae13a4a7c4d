"""Agencies and their printed names in the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from corpus.records import Agency
from output import reading_rows, rows, schema
from output.agencies import Identified, Name, identified, spelled_out
from output.writer import Writer

_NAME_COLUMNS = (
    "name_id",
    "agency_id",
    *rows.AGENCY_FIELDS,
    "plain_kind",
    "plain_province",
    "joined_by",
    "apart",
)
_KNOWN = (
    "SELECT name_id, name, kind, district, province, province_code, agency_id, joined_by, apart"
    " FROM agency_names WHERE plain_province IS NOT DISTINCT FROM ? AND plain_kind IS NOT DISTINCT FROM ?"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """An agency with what the store has of it."""

    agency_id: str
    agency: Agency
    years: tuple[int, ...]
    """Fiscal years of its reports."""
    reports: int
    names: tuple[tuple[Agency, str | None, str | None], ...]
    """Its names as printed, why each is taken for its own, and why it was not joined with another."""


def put(writer: Writer, agency: Agency) -> tuple[str, str]:
    """The ids of a printed name and of the agency it is of; a new name may change what its neighbours are."""
    row = rows.agency_row(agency)
    known = writer.first("SELECT agency_id FROM agency_names WHERE name_id = ?", row["name_id"])
    if known:
        return row["name_id"], known[0]
    new = spelled_out(**row)
    found = _settle(writer, new.plain.province, new.plain.kind, new)
    return row["name_id"], found[new.name_id].agency_id


def drop_unused(writer: Writer, name_id: str | None) -> None:
    """Forget a printed name that no report has any more, and look at its neighbours again."""
    if name_id is None or writer.first("SELECT 1 FROM reports WHERE agency_name_id = ? LIMIT 1", name_id):
        return
    known = "SELECT plain_province, plain_kind, agency_id FROM agency_names WHERE name_id = ?"
    if place := writer.first(known, name_id):
        writer.run("DELETE FROM agency_names WHERE name_id = ?", name_id)
        _settle(writer, place[0], place[1])
        _drop_agency(writer, place[2])


def settle_all(writer: Writer) -> None:
    """Look at all names again; after an upgrade, when none has been looked at."""
    query = select(schema.agency_names)
    for row in list(writer.connection.execute(query).mappings()):
        plain = spelled_out(row["name_id"], *(row[field] for field in rows.AGENCY_FIELDS)).plain
        placed = "UPDATE agency_names SET plain_kind = ?, plain_province = ? WHERE name_id = ?"
        writer.run(placed, plain.kind, plain.province, row["name_id"])
    c = schema.agency_names.c
    places = writer.connection.execute(select(c.plain_province, c.plain_kind).distinct()).all()
    for province, kind in places:
        _settle(writer, province, kind)


def listed(connection: Connection) -> Iterator[Listed]:
    """All agencies in the order of their provinces and names."""
    agency, name, report = schema.agencies.c, schema.agency_names.c, schema.reports.c
    names: dict[str, list[Any]] = {}
    for row in connection.execute(select(schema.agency_names).order_by(name.name, name.name_id)).mappings():
        printed = Agency(*(row[field] for field in rows.AGENCY_FIELDS))
        names.setdefault(row["agency_id"], []).append((printed, row["joined_by"], row["apart"]))
    years: dict[str, list[int | None]] = {}
    for id_, year in connection.execute(
        select(report.agency_id, report.fiscal_year).where(report.agency_id.is_not(None))
    ):
        years.setdefault(id_, []).append(year)
    query = select(schema.agencies).order_by(agency.province_code, agency.name, agency.agency_id)
    for row in connection.execute(query).mappings():
        of_agency = years.get(row["agency_id"], [])
        yield Listed(
            agency_id=row["agency_id"],
            agency=Agency(*(row[field] for field in rows.AGENCY_FIELDS)),
            years=tuple(sorted({year for year in of_agency if year is not None})),
            reports=len(of_agency),
            names=tuple(names.get(row["agency_id"], [])),
        )


def _settle(
    writer: Writer, province: str | None, kind: str | None, new: Name | None = None
) -> dict[str, Identified]:
    """Identify the names of one kind and province, and write down what changed."""
    if writer.connection.dialect.name == "sqlite":
        sql = _KNOWN.replace("IS NOT DISTINCT FROM", "IS")
    else:
        sql = _KNOWN
    known = {row[0]: row for row in writer.all(sql, province, kind)}
    names = [spelled_out(*row[:6]) for row in known.values()]
    found = {one.name_id: one for one in identified([*names, new] if new else names)}
    moved: set[reading_rows.Group] = set()
    for one in found.values():
        before = known.get(one.name_id)
        now = (one.agency_id, one.joined_by, one.apart)
        if before and before[6:] == now:
            continue
        if not writer.first("SELECT 1 FROM agencies WHERE agency_id = ?", one.agency_id):
            columns = ("agency_id", *rows.AGENCY_FIELDS)
            writer.insert(schema.agencies, columns, [(one.agency_id, *rows.agency_values(one.agency))])
        if before:
            changed = "UPDATE agency_names SET agency_id = ?, joined_by = ?, apart = ? WHERE name_id = ?"
            writer.run(changed, *now, one.name_id)
            if before[6] != one.agency_id:
                moved |= set(_moved(writer, one.name_id, one.agency_id))
        elif new:
            printed = (one.name_id, one.agency_id, *rows.agency_values(new.agency))
            row = (*printed, new.plain.kind, new.plain.province, one.joined_by, one.apart)
            writer.insert(schema.agency_names, _NAME_COLUMNS, [row])
    left = {row[6] for row in known.values()} - {one.agency_id for one in found.values()}
    for id_ in left:
        _drop_agency(writer, id_)
    for group in moved:
        reading_rows.relink(writer, group)
    return found


def _moved(writer: Writer, name_id: str, agency_id: str) -> Iterator[reading_rows.Group]:
    """Give the reports of a printed name to an agency; the groups that they leave, and come to."""
    of_name = "SELECT DISTINCT agency_id, fiscal_year, kind FROM reports WHERE agency_name_id = ?"
    for left, year, kind in writer.all(of_name, name_id):
        yield left, year, kind
        yield agency_id, year, kind
    writer.run("UPDATE reports SET agency_id = ? WHERE agency_name_id = ?", agency_id, name_id)


def _drop_agency(writer: Writer, id_: str) -> None:
    if not writer.first("SELECT 1 FROM agency_names WHERE agency_id = ? LIMIT 1", id_):
        writer.run("DELETE FROM agencies WHERE agency_id = ?", id_)
