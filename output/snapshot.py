"""The store as it is at one moment, for reading: reports as records, the files seen, counts."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, Table, func, or_, select

from corpus.records import Agency, Finding, Report, ReportRecords
from output import rows, schema
from output.errors import OutputError
from output.selection import Selection

_BATCH = 200
"""So many reports are in memory at once while the store is read."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file as it was found on the disk."""

    path: str
    """Absolute: what makes it the same file in the next run."""
    file: str
    """As the run was given it."""
    extraction_version: str
    sha256: str | None = None
    """None where not even its bytes could be had."""
    size: int | None = None
    mtime_ns: int | None = None
    media_type: str | None = None
    settings: str = ""
    """Those that change what is read from it."""
    engines: str = ""
    """What read it, with versions."""


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file that the store has seen."""

    facts: FileFacts
    report_id: str | None
    """None where it was not read."""
    reason: str | None
    """The kind of failure where it was not read: encrypted, damaged …"""
    read_at: dt.datetime
    """UTC."""

    @property
    def outcome(self) -> str:
        return "not_read" if self.report_id is None else "read"


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that was not read, and the finding that says why."""

    file: KnownFile
    finding: Finding


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the store holds."""

    reports: int
    records: Mapping[str, int]
    """Rows of indicators, scores, analyses, measures and findings."""
    severities: Mapping[str, int]
    """Findings by severity."""
    files_read: int
    files_not_read: int


Corrected = Mapping[tuple[str, int | None], frozenset[str]]
"""(record, position) -> fields: ("score", 3), ("report", None); names as in `corrections`."""


class Snapshot:
    """The store as it is at one moment, whatever is written meanwhile. Streams."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._corrected: Mapping[str, Corrected] | None = None
        self._reviewed: Mapping[str, Mapping[tuple[str, int | None], str]] | None = None

    @property
    def connection(self) -> Connection:
        """For queries of other modules over the same moment."""
        return self._connection

    def reports(self, selection: Selection | None = None) -> Iterator[ReportRecords]:
        """The reports selected, in the order of their files' names, a batch of them in memory at a time."""
        for batch in self._batches(selection):
            yield from self._load(batch)

    def documents(self, selection: Selection | None = None) -> Iterator[dict[str, Any]]:
        """What `ReportRecords.to_json` makes of `reports`, sooner."""
        for batch in self._batches(selection):
            for report, records in self._gathered(batch, rows.record_json):
                found = ReportRecords(report, findings=tuple(records.pop("findings", ()))).to_json()
                yield found | records

    def _batches(self, selection: Selection | None) -> Iterator[Sequence[str]]:
        query = (selection or Selection()).of(select(schema.reports.c.report_id))
        query = query.order_by(schema.reports.c.file, schema.reports.c.report_id)
        found = self._connection.execute(query.execution_options(yield_per=_BATCH))
        yield from found.scalars().partitions(_BATCH)

    def report(self, report_id: str) -> ReportRecords | None:
        """The report of that id."""
        return next(self._load([report_id]), None)

    def stored(self, report_id: str, error: type[OutputError]) -> ReportRecords:
        """The report of that id; raises `error` where there is none."""
        records = self.report(report_id)
        if records is None:
            raise error(
                f"ไม่มีรายงาน {report_id} ในฐานข้อมูลนี้", f"there is no report {report_id} in this database"
            )
        return records

    def of(self, report_ids: Iterable[str]) -> Iterator[ReportRecords]:
        """The reports of those ids that are there, in their order; all are in memory at once."""
        yield from self._load(report_ids)

    def corrected(self, report_id: str) -> Corrected:
        """Which fields of a report's records people corrected, or made by joining and splitting measures; a field
        whose reading agrees is not marked.

        Corrections are few: those of the whole store are loaded at the first call.
        """
        if self._corrected is None:
            c = schema.corrections.c
            query = select(c.report_id, c.record, c.position, c.field).where(c.state == "applied")
            found: dict[str, dict[tuple[str, int | None], frozenset[str]]] = defaultdict(dict)
            for of_report, record, position, field in self._connection.execute(query):
                place = (record, position)
                found[of_report][place] = found[of_report].get(place, frozenset()) | {field}
            for of_report, position, fields in reshaped_fields(self._connection):
                place = ("measure", position)
                found[of_report][place] = found[of_report].get(place, frozenset()) | fields
            self._corrected = found
        return self._corrected.get(report_id, {})

    def reviewed(self, report_id: str) -> Mapping[tuple[str, int | None], str]:
        """What people decided on a report's records: accepted, wrong, added, joined or split; loaded for the whole store at the first call."""
        if self._reviewed is None:
            a, c = schema.additions.c, schema.reviews.c
            found: dict[str, dict[tuple[str, int | None], str]] = defaultdict(dict)
            added = select(a.report_id, a.record, a.position).where(a.state == "applied")
            for of_report, record, position in self._connection.execute(added):
                found[of_report][record, position] = "added"
            r = schema.reshapes.c
            for at in (r.position, r.second):
                made = select(r.report_id, at, r.how).where(r.state == "applied", at.is_not(None))
                for of_report, position, how in self._connection.execute(made):
                    found[of_report]["measure", position] = how
            query = select(c.report_id, c.record, c.position, c.decision).where(c.state == "applied")
            for of_report, record, position, decision in self._connection.execute(query):
                found[of_report][record, position] = decision
            self._reviewed = found
        return self._reviewed.get(report_id, {})

    def failures(self) -> Iterator[Failure]:
        """The files that were not read, in the order of their names."""
        query = (
            select(schema.findings, *(c.label(f"file_{c.name}") for c in schema.files.c))
            .join(schema.files, schema.files.c.path == schema.findings.c.path)
            .order_by(schema.files.c.file, schema.files.c.path)
        )
        for row in self._connection.execute(query.execution_options(yield_per=_BATCH)).mappings():
            file = {c.name: row[f"file_{c.name}"] for c in schema.files.c}
            yield Failure(_known_file(file), rows.finding_of(row, ()))

    def file(self, path: str) -> KnownFile | None:
        """What the store knows of the file at that absolute path."""
        query = select(schema.files).where(schema.files.c.path == path)
        row = self._connection.execute(query).mappings().first()
        return _known_file(row) if row else None

    def known(self, paths: Iterable[str]) -> dict[str, KnownFile]:
        """What the store knows of the files at those absolute paths, by path."""
        known = {}
        left = iter(paths)
        while batch := list(islice(left, _BATCH)):
            query = select(schema.files).where(schema.files.c.path.in_(batch))
            for row in self._connection.execute(query).mappings():
                known[row["path"]] = _known_file(row)
        return known

    def failure(self, path: str) -> Failure | None:
        """Why the file at that absolute path was not read."""
        file = self.file(path)
        query = select(schema.findings).where(schema.findings.c.path == path)
        finding = self._connection.execute(query).mappings().first()
        return Failure(file, rows.finding_of(finding, ())) if file and finding else None

    def copies(self, sha256: str) -> list[KnownFile]:
        """The files with these bytes that were read, the latest reading first."""
        c = schema.files.c
        query = select(schema.files).where(c.sha256 == sha256, c.report_id.is_not(None))
        found = self._connection.execute(query.order_by(c.read_at.desc(), c.path)).mappings()
        return [_known_file(row) for row in found]

    def digests(self) -> set[str]:
        """SHA-256 of every file that was read."""
        c = schema.files.c
        query = select(c.sha256).where(c.sha256.is_not(None), c.report_id.is_not(None)).distinct()
        return set(self._connection.execute(query).scalars())

    def files(self) -> Iterator[KnownFile]:
        """Every file seen, in the order of their names."""
        query = select(schema.files).order_by(schema.files.c.file, schema.files.c.path)
        for row in self._connection.execute(query.execution_options(yield_per=_BATCH)).mappings():
            yield _known_file(row)

    def counts(self) -> Counts:
        def rows_of(table: Table) -> int:
            return self._connection.execute(select(func.count()).select_from(table)).scalar_one()

        def by(column: Any) -> dict[str, int]:
            found = self._connection.execute(select(column, func.count()).group_by(column).order_by(column))
            return {row[0]: row[1] for row in found}

        outcomes = by(schema.files.c.outcome)
        tables = [*(kind.table for kind in rows.RECORD_TABLES), schema.findings]
        return Counts(
            reports=rows_of(schema.reports),
            records={table.name: rows_of(table) for table in tables},
            severities=by(schema.findings.c.severity),
            files_read=outcomes.get("read", 0),
            files_not_read=outcomes.get("not_read", 0),
        )

    def files_not_read(self) -> int:
        query = select(func.count()).where(schema.files.c.outcome == "not_read")
        return self._connection.execute(query).scalar_one()

    def find(self, report: str) -> list[KnownFile]:
        """The files that a person means by a report's id, its beginning, or a file's path, its end or name.

        The first of these readings that finds something counts: whole id, path, end of the path, beginning
        of the id. One file stands for a report, even where several have the same bytes.
        """
        c = schema.files.c
        exact = [c.report_id == report, or_(c.file == report, c.path == report)]
        end = "%" + report.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
        for condition in exact:
            if found := self._files_where(condition):
                return found
        ends = or_(c.file.like(end, escape="\\"), c.path.like(end, escape="\\"))
        if report and (found := [f for f in self._files_where(ends) if _names(f, report)]):
            return found
        if report and set(report.lower()) <= set("0123456789abcdef"):
            return self._files_where(c.report_id.startswith(report.lower()))
        return []

    def _files_where(self, condition: ColumnElement[bool]) -> list[KnownFile]:
        """Files in the order of their names; one for a report, even where several have the same bytes."""
        query = select(schema.files).where(condition).order_by(schema.files.c.file, schema.files.c.path)
        found = [_known_file(row) for row in self._connection.execute(query).mappings()]
        one_each = {f.report_id or f.facts.path: f for f in reversed(found)}
        return list(reversed(one_each.values()))

    def _load(self, ids: Iterable[str]) -> Iterator[ReportRecords]:
        """Those reports whole, in the order of `ids`."""
        for report, records in self._gathered(ids, rows.record_of):
            found: dict[str, Any] = {name: tuple(of_kind) for name, of_kind in records.items()}
            yield ReportRecords(report, **found)

    def _gathered(
        self, ids: Iterable[str], make: Callable[[rows.RecordTable, Any, Any], Any]
    ) -> Iterator[tuple[Report, dict[str, list[Any]]]]:
        """Those reports in the order of `ids`, each with its findings and what is made of its other records."""
        ids = list(ids)
        names = schema.agency_names
        printed = [c.label(f"printed_{c.name}") for c in names.c]
        query = (
            select(schema.reports, *printed)
            .outerjoin(names, names.c.name_id == schema.reports.c.agency_name_id)
            .where(schema.reports.c.report_id.in_(ids))
        )
        found = {row["report_id"]: row for row in self._connection.execute(query).mappings()}
        records: dict[str, dict[str, list[Any]]] = {id_: defaultdict(list) for id_ in found}
        for kind in rows.RECORD_TABLES:
            lists = {field: self._lists(child, ids) for field, child in kind.lists.items()}
            columns = [kind.table.c[name] for name in rows.record_columns(kind)]
            for record in self._connection.execute(_in_order(select(*columns), kind.table, ids)).all():
                place = (record[0], record[1])
                values = {field: tuple(of.get(place, ())) for field, of in lists.items()}
                records[record[0]][kind.name].append(make(kind, record, values))
        about: dict[str, list[RowMapping]] = defaultdict(list)
        about_query = (
            select(schema.finding_about)
            .join(schema.findings, schema.findings.c.finding_id == schema.finding_about.c.finding_id)
            .where(schema.findings.c.report_id.in_(ids))
            .order_by(schema.finding_about.c.finding_id, schema.finding_about.c.position)
        )
        for row in self._connection.execute(about_query).mappings():
            about[row["finding_id"]].append(row)
        findings = _in_order(select(schema.findings), schema.findings, ids)
        for row in self._connection.execute(findings).mappings():
            records[row["report_id"]]["findings"].append(rows.finding_of(row, about[row["finding_id"]]))
        for id_ in ids:
            if id_ in found:
                yield rows.report_of(found[id_], _agency(found[id_])), records[id_]

    def _lists(self, child: Table, ids: list[str]) -> dict[tuple[str, int], list[Any]]:
        report_id, owner, position, value = child.columns
        query = select(report_id, owner, value).where(report_id.in_(ids)).order_by(report_id, owner, position)
        values: dict[tuple[str, int], list[Any]] = defaultdict(list)
        for of_report, of_record, entry in self._connection.execute(query).all():
            values[of_report, of_record].append(entry)
        return values


def reshaped_fields(connection: Connection) -> Iterator[tuple[str, int, frozenset[str]]]:
    """Report, position and other fields than the first part's of each measure that stands joined or split."""
    c = schema.reshapes.c
    query = select(c.report_id, c.position, c.second, c.parts, c.made).where(c.state == "applied")
    for report_id, *places, parts, made in connection.execute(query):
        first = json.loads(parts)[0]
        for position, one in zip(places, json.loads(made), strict=False):
            if position is not None:
                named = {*first, *one} - {"source"}
                yield report_id, position, frozenset(n for n in named if first.get(n) != one.get(n))


def _in_order(query: Select[Any], table: Table, ids: list[str]) -> Select[Any]:
    """The query for the table's rows of those reports, those of each in their order."""
    return query.where(table.c.report_id.in_(ids)).order_by(table.c.report_id, table.c.position)


def _known_file(row: rows.Row) -> KnownFile:
    facts = FileFacts(
        path=row["path"],
        file=row["file"],
        extraction_version=row["extraction_version"],
        sha256=row["sha256"],
        size=row["size"],
        mtime_ns=row["mtime_ns"],
        media_type=row["media_type"],
        settings=row["settings"],
        engines=row["engines"],
    )
    return KnownFile(facts, row["report_id"], row["reason"], row["read_at"])


def _agency(row: rows.Row) -> Agency | None:
    if row["printed_name"] is None:
        return None
    names = ("name", "kind", "district", "province", "province_code")
    return Agency(**{name: row[f"printed_{name}"] for name in names})


def _names(file: KnownFile, wanted: str) -> bool:
    """Whether `wanted` is the end of the file's path, whole parts of it."""
    paths = (file.facts.file.replace("\\", "/"), file.facts.path.replace("\\", "/"))
    return any(("/" + path).endswith("/" + wanted.replace("\\", "/")) for path in paths)
