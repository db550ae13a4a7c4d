"""The queue: reports and records that want a person's eyes, the worst first.

A record is in it where a finding is about it or where it was recognised with little confidence; a finding that is about no record
(a page that was not read, a column that was not understood) stands for itself. It is done where someone decided on it,
corrected it, or joined or split it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Double,
    Row,
    Select,
    Subquery,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    tuple_,
    union_all,
)

from corpus.records import Severity
from output import schema
from output.selection import Selection

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
LOW = "low_confidence"

_TABLES = {
    "indicator": schema.indicators,
    "score": schema.scores,
    "analysis": schema.analyses,
    "measure": schema.measures,
    "finding": schema.findings,
}
RECORDS = ("report", *_TABLES)
BARS: Mapping[str, float] = MappingProxyType(
    {"score": 0.9, "measure": 0.9, "analysis": 0.5, "indicator": 0.5}
)
"""Record -> the confidence below which it is looked at; numbers of scans want more of it than words."""
_NOWHERE = -1
"""Stands for the position of a report itself."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the queue; all that are given must hold."""

    selection: Selection = field(default_factory=Selection)
    agency: str = ""
    """A part of the agency's name."""
    record: str = ""
    """One of `RECORDS`."""
    code: str = ""
    """Of a finding, or `LOW`."""
    done: bool = False
    """What is done rather than what is open."""
    infos: bool = False
    """Also what is only good to know."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the queue."""

    report_id: str
    record: str
    position: int | None
    """None of a report itself."""
    severity: Severity
    codes: tuple[str, ...]
    """Why it is in the queue."""
    report: Mapping[str, Any]
    """file, agency, province, fiscal_year, kind."""
    facts: Mapping[str, Any]
    """The record's own columns."""
    page: int | None


@dataclass(frozen=True, slots=True)
class ReportItem:
    """A report with entries in the queue."""

    report_id: str
    report: Mapping[str, Any]
    severity: Severity
    counts: Mapping[Severity, int]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is of what is asked for, whether open or done."""

    open: int
    done: int
    severities: Mapping[Severity, int]
    """Of those that are shown."""
    reports: int
    """That have some of those shown."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be filtered by."""

    provinces: tuple[str, ...]
    years: tuple[int, ...]
    kinds: tuple[str, ...]
    codes: tuple[str, ...]


def counts(connection: Connection, wanted: Wanted) -> Counts:
    items = _items(wanted)
    query = select(items.c.rank, items.c.done, func.count()).group_by(items.c.rank, items.c.done)
    by = {(rank, bool(done)): count for rank, done, count in connection.execute(query)}
    shown = {s: by.get((n, wanted.done), 0) for n, s in enumerate(SEVERITIES)}
    reports = select(func.count(items.c.report_id.distinct())).where(_shown(items, wanted))
    return Counts(
        open=sum(count for (_, done), count in by.items() if not done),
        done=sum(count for (_, done), count in by.items() if done),
        severities=shown,
        reports=connection.execute(reports).scalar_one(),
    )


def items(connection: Connection, wanted: Wanted, limit: int, offset: int = 0) -> list[Item]:
    """Errors first, then what was read with the least confidence; those of a report stay together."""
    found = _items(wanted)
    query = (
        select(found)
        .where(_shown(found, wanted))
        .order_by(
            found.c.rank,
            func.coalesce(found.c.confidence, 1.0),
            found.c.file,
            found.c.report_id,
            found.c.record,
            found.c.position,
        )
        .limit(limit)
        .offset(offset)
    )
    return _filled(connection, connection.execute(query).all(), wanted)


def of_report(connection: Connection, report_id: str, wanted: Wanted) -> list[Item]:
    """What is in the queue of one report, in the order of its records; the filters on reports do not count."""
    found = _items(wanted, report_id)
    query = select(found).where(_shown(found, wanted)).order_by(found.c.record, found.c.position)
    return _filled(connection, connection.execute(query).all(), wanted)


def reports(connection: Connection, wanted: Wanted, limit: int, offset: int = 0) -> list[ReportItem]:
    """Reports with the worst first, then those with the most to look at."""
    found = _items(wanted)
    of = [func.sum(case((found.c.rank == n, 1), else_=0)) for n in range(len(SEVERITIES))]
    query = (
        select(found.c.report_id, *of)
        .where(_shown(found, wanted))
        .group_by(found.c.report_id, found.c.file)
        .order_by(*(count.desc() for count in of), found.c.file, found.c.report_id)
        .limit(limit)
        .offset(offset)
    )
    rows = list(connection.execute(query))
    facts = _reports(connection, [row[0] for row in rows])
    return [
        ReportItem(
            report_id,
            facts[report_id],
            next(s for s, count in zip(SEVERITIES, by, strict=True) if count),
            dict(zip(SEVERITIES, by, strict=True)),
        )
        for report_id, *by in rows
    ]


def waiting_reports(wanted: Wanted) -> Select[tuple[str]]:
    """A query for the ids of reports that have something in the queue."""
    found = _items(wanted)
    return select(found.c.report_id).distinct().where(_shown(found, wanted))


def choices(connection: Connection) -> Choices:
    """What reports and findings there are to choose among."""

    def values(column: ColumnElement[Any]) -> tuple[Any, ...]:
        query = select(column).distinct().where(column.is_not(None)).order_by(column)
        return tuple(connection.execute(query).scalars())

    years = values(schema.reports.c.fiscal_year)
    codes = {*values(schema.findings.c.code), LOW}
    return Choices(
        provinces=values(schema.agencies.c.province),
        years=tuple(reversed(years)),
        kinds=values(schema.reports.c.kind),
        codes=tuple(sorted(codes)),
    )


def _shown(found: Subquery, wanted: Wanted) -> ColumnElement[bool]:
    return found.c.done == wanted.done


def _items(wanted: Wanted, report_id: str | None = None) -> Subquery:
    """One row an entry: report_id, file, record, position, rank, confidence, done."""
    reasons = _reasons(wanted, report_id)
    grouped = (
        select(
            reasons.c.report_id,
            reasons.c.record,
            reasons.c.position,
            func.min(reasons.c.rank).label("rank"),
            func.min(reasons.c.confidence).label("confidence"),
        )
        .group_by(reasons.c.report_id, reasons.c.record, reasons.c.position)
        .subquery()
    )
    query: Select[Any] = select(
        *grouped.c, schema.reports.c.file, case((_done(grouped), True), else_=False).label("done")
    ).join(schema.reports, schema.reports.c.report_id == grouped.c.report_id)
    if report_id is None:
        query = wanted.selection.of(query)
        if wanted.agency:
            query = query.where(schema.agencies.c.name.contains(wanted.agency, autoescape=True))
    return query.subquery("items")


def _reasons(wanted: Wanted, report_id: str | None) -> Subquery:
    """One row a reason: report_id, record, position, rank, confidence, code."""
    finding, about = schema.findings.c, schema.finding_about.c
    rank = case({s: n for n, s in enumerate(SEVERITIES)}, value=finding.severity)
    what = (rank.label("rank"), cast(null(), Double).label("confidence"), finding.code)
    of_records = (
        select(
            finding.report_id,
            about.record,
            func.coalesce(about.record_index, _NOWHERE).label("position"),
            *what,
        )
        .join(schema.finding_about, about.finding_id == finding.finding_id)
        .where(about.record.is_not(None))
    )
    named = exists().where(about.finding_id == finding.finding_id, about.record.is_not(None))
    alone = select(finding.report_id, literal("finding").label("record"), finding.position, *what).where(
        ~named
    )
    parts: list[Select[Any]] = []
    for query in (of_records, alone):
        query = query.where(finding.report_id.is_not(None))
        if not wanted.infos:
            query = query.where(finding.severity != "info")
        if wanted.code:
            query = query.where(finding.code == wanted.code)
        parts.append(query if report_id is None else query.where(finding.report_id == report_id))
    for record, bar in BARS.items() if wanted.code in ("", LOW) else ():
        c = _TABLES[record].c
        warning = SEVERITIES.index("warning")
        unsure = select(
            c.report_id,
            literal(record).label("record"),
            c.position,
            literal(warning).label("rank"),
            c.source_confidence.label("confidence"),
            literal(LOW).label("code"),
        ).where(c.source_confidence < bar)
        parts.append(unsure if report_id is None else unsure.where(c.report_id == report_id))
    reasons = union_all(*parts).subquery("reasons")
    if not wanted.record:
        return reasons
    return select(reasons).where(reasons.c.record == wanted.record).subquery("reasons_of_kind")


def _done(found: Subquery) -> ColumnElement[bool]:
    """Whether someone decided on the record or corrected it."""

    def there(table: Any, states: tuple[str, ...]) -> ColumnElement[bool]:
        same = (table.c.report_id == found.c.report_id, table.c.record == found.c.record)
        where = func.coalesce(table.c.position, _NOWHERE) == found.c.position
        return exists().where(*same, where, table.c.state.in_(states))

    made = schema.reshapes.c
    reshaped = exists().where(
        found.c.record == "measure",
        made.report_id == found.c.report_id,
        or_(made.position == found.c.position, made.second == found.c.position),
        made.state == "applied",
    )
    return or_(
        there(schema.reviews, ("applied",)), there(schema.corrections, ("applied", "confirmed")), reshaped
    )


def _filled(connection: Connection, rows: Sequence[Row[Any]], wanted: Wanted) -> list[Item]:
    """Entries with what is shown of them."""
    by_report = _reports(connection, [row.report_id for row in rows])
    places = [(row.report_id, row.record, row.position) for row in rows]
    facts, codes = _facts(connection, places), _codes(connection, places, wanted)
    pages = _finding_pages(connection, [f["finding_id"] for f in facts.values() if "finding_id" in f])
    out = []
    for row, place in zip(rows, places, strict=True):
        own = facts.get(place, {})
        page = own.get("source_page") or pages.get(own.get("finding_id", ""))
        position = None if row.position == _NOWHERE else row.position
        out.append(
            Item(
                row.report_id,
                row.record,
                position,
                SEVERITIES[row.rank],
                tuple(sorted(codes[place])),
                by_report[row.report_id],
                own,
                page,
            )
        )
    return out


def _reports(connection: Connection, ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    report, agency = schema.reports.c, schema.agencies.c
    query = (
        select(
            report.report_id,
            report.file,
            report.kind,
            report.fiscal_year,
            report.title,
            report.pages,
            report.source_page,
            agency.name.label("agency"),
            agency.district,
            agency.province,
        )
        .outerjoin(schema.agencies, agency.agency_id == report.agency_id)
        .where(report.report_id.in_(set(ids)))
    )
    return {row["report_id"]: dict(row) for row in connection.execute(query).mappings()}


_Place = tuple[str, str, int]


def _facts(connection: Connection, places: Sequence[_Place]) -> dict[_Place, Mapping[str, Any]]:
    """The columns of the records at those places."""
    found: dict[_Place, Mapping[str, Any]] = {}
    for record, table in _TABLES.items():
        wanted = [(report_id, position) for report_id, of, position in places if of == record]
        if not wanted:
            continue
        query = select(table).where(tuple_(table.c.report_id, table.c.position).in_(wanted))
        for row in connection.execute(query).mappings():
            found[row["report_id"], record, row["position"]] = dict(row)
    return found


def _codes(connection: Connection, places: Sequence[_Place], wanted: Wanted) -> Mapping[_Place, set[str]]:
    """Why the records at those places are in the queue."""
    found: dict[_Place, set[str]] = defaultdict(set)
    if not places:
        return found
    reasons = _reasons(wanted, None)
    c = reasons.c
    at = tuple_(c.report_id, c.record, c.position).in_(list(places))
    ids = {report_id for report_id, _, _ in places}
    query = select(c.report_id, c.record, c.position, c.code).where(c.report_id.in_(ids), at)
    for report_id, record, position, code in connection.execute(query):
        found[report_id, record, position].add(code)
    return found


def _finding_pages(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """The first page that each finding is about."""
    if not ids:
        return {}
    about = schema.finding_about.c
    query = select(about.finding_id, func.min(about.page)).where(
        about.finding_id.in_(ids), about.page.is_not(None)
    )
    found = connection.execute(query.group_by(about.finding_id))
    return {finding_id: page for finding_id, page in found}  # noqa: C416 - rows are no pairs to mypy
