"""The exported tables out of a snapshot, column by column, a batch of reports at a time.

A block is the values of a table's columns for the records of some reports. Blocks are read straight from the
rows of the database, since building records first would take most of the time of an export.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby, repeat
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Select, func, select

from output import rows, schema
from output.panel import panel_rows
from output.selection import Selection
from output.snapshot import Snapshot
from output.tables import Table

_REPORTS = 200
"""So many reports are in memory at once."""
_ROWS = 5_000
"""So many rows of files or agencies are in memory at once."""

Block = list[Sequence[Any]]
"""The columns of a table in its order, all of the same length."""
_Facts = Mapping[str, Mapping[str, Any]]
"""Report id -> what every record of it says of the report; in the order of the export."""
_Data = dict[str, Sequence[Any]]
"""Column -> values."""

_CORRECTED = {
    "reports": "report",
    "indicators": "indicator",
    "scores": "score",
    "analyses": "analysis",
    "measures": "measure",
}
"""Tables whose values can be corrected -> what a correction calls a record of it."""

_OF_PEOPLE = ("corrected", "review")
"""Columns that say what people did about a record."""

_STORED_AS = {"page": "source_page", "confidence": "source_confidence"}
"""Exported column -> column of the store, where they differ."""


def blocks(snapshot: Snapshot, table: Table, selection: Selection | None = None) -> Iterator[Block]:
    """The table's rows, reports in the order of their files, records in the order of the report.

    Files that were not read, and the findings about them, come where no filter is set: nothing is known of
    their year or place.
    """
    read = _READERS.get(table.name, _records)
    for data in read(_Reading(snapshot, snapshot.connection, selection or Selection()), table):
        if table.name in _CORRECTED:
            data["corrected"] = _corrected(snapshot, _CORRECTED[table.name], data)
            data["review"] = _reviewed(snapshot, _CORRECTED[table.name], data)
        block = [data[column.name] for column in table.columns]
        if block[0]:
            yield block


@dataclass(frozen=True, slots=True)
class _Reading:
    snapshot: Snapshot
    connection: Connection
    selection: Selection

    def unfiltered(self) -> bool:
        """Whether files without a report belong to it."""
        return replace(self.selection, all_readings=True) == Selection(all_readings=True)

    def batches(self) -> Iterator[_Facts]:
        """The facts of the reports selected, a batch at a time."""
        report, agency = schema.reports.c, schema.agencies.c
        query = (
            select(
                *report,
                agency.name.label("agency"),
                agency.kind.label("agency_kind"),
                agency.district,
                agency.province,
                agency.province_code,
                report.fiscal_year.label("report_year"),
                report.kind.label("report_kind"),
            )
            .outerjoin(schema.agencies, agency.agency_id == report.agency_id)
            .where(*self.selection.conditions())
            .order_by(report.file, report.report_id)
        )
        for found in self.streamed(query, _REPORTS):
            yield {row["report_id"]: row for row in (row._mapping for row in found)}

    def streamed(self, query: Select[Any], size: int) -> Iterator[Sequence[Any]]:
        yield from self.connection.execute(query.execution_options(yield_per=size)).partitions()

    def of_reports(self, facts: _Facts, table: sa.Table, names: Sequence[str]) -> _Data:
        """Those columns of the records of the reports, in the order of the reports and of each report."""
        columns = [table.c[name] for name in names]
        query = (
            select(table.c.report_id, *columns)
            .where(table.c.report_id.in_(list(facts)))
            .order_by(*(table.primary_key if "position" in table.primary_key else _place(table)))
        )
        by_report: dict[str, list[Any]] = {
            id_: list(of) for id_, of in groupby(self.connection.execute(query).all(), itemgetter(0))
        }
        found = chain.from_iterable(by_report.get(report_id, ()) for report_id in facts)
        values = list(zip(*found, strict=True)) or [()] * (len(names) + 1)
        return {"report_id": values[0], **dict(zip(names, values[1:], strict=True))}


def _place(table: sa.Table) -> tuple[Any, Any]:
    return table.c.report_id, table.c.position


def _records(reading: _Reading, table: Table) -> Iterator[_Data]:
    """Rows of one table of the store, with the facts of their reports beside them."""
    stored = schema.metadata.tables[table.name]
    for facts in reading.batches():
        yield _with_facts(_own(reading, facts, table, stored), facts, table)


def _own(reading: _Reading, facts: _Facts, table: Table, stored: sa.Table) -> _Data:
    """What the store's table itself has of the columns, under the names of the export."""
    names = {c.name: _STORED_AS.get(c.name, c.name) for c in table.columns}
    own = {name: of for name, of in names.items() if of in stored.c and name != "report_id"}
    data = reading.of_reports(facts, stored, list(own.values()))
    return {"report_id": data["report_id"], **{name: data[of] for name, of in own.items()}}


def _with_facts(data: _Data, facts: _Facts, table: Table) -> _Data:
    """The data with what their reports say of themselves; records of one report lie together."""
    missing = [column for column in table.names() if column not in data and column not in _OF_PEOPLE]
    counts = [(report_id, sum(1 for _ in of)) for report_id, of in groupby(data["report_id"])]
    for column in missing:
        of_reports = (repeat(facts[report_id][column], count) for report_id, count in counts)
        data[column] = list(chain.from_iterable(of_reports))
    return data


def _reports(reading: _Reading, table: Table) -> Iterator[_Data]:
    for facts in reading.batches():
        names = {c: _STORED_AS.get(c, c) for c in table.names() if c not in _OF_PEOPLE}
        yield {c: [row[of] for row in facts.values()] for c, of in names.items()}


def _scores(reading: _Reading, table: Table) -> Iterator[_Data]:
    """Scores with the place of their agency, empty for another agency's, and the report's names of things."""
    for facts in reading.batches():
        data = _own(reading, facts, table, schema.scores)
        others = data.pop("agency")
        indicators, items = _names(reading, facts)
        of_report = data["report_id"]
        data["indicator_name"] = [
            indicators.get(key) for key in zip(of_report, data["indicator"], strict=True)
        ]
        data["item_name"] = [items.get(key) for key in zip(of_report, data["item"], strict=True)]
        _with_facts(data, facts, table)
        for place in ("agency_kind", "district", "province", "province_code"):
            data[place] = [
                value if other is None else None for value, other in zip(data[place], others, strict=True)
            ]
        data["agency"] = [
            name if other is None else other for name, other in zip(data["agency"], others, strict=True)
        ]
        yield data


def _names(reading: _Reading, facts: _Facts) -> tuple[dict[Any, str], dict[Any, str]]:
    """(report, indicator) and (report, item) -> the report's own name; the first where one is named twice."""
    found = reading.of_reports(facts, schema.indicators, ["level", "indicator", "item", "name"])
    indicators: dict[Any, str] = {}
    items: dict[Any, str] = {}
    for report_id, level, indicator, item, name in zip(*found.values(), strict=True):
        if level == "indicator" and indicator is not None:
            indicators.setdefault((report_id, indicator), name)
        if level == "item" and item is not None:
            items.setdefault((report_id, item), name)
    return indicators, items


def _with_lists(reading: _Reading, table: Table) -> Iterator[_Data]:
    """Records that hold lists: each list as a tuple."""
    (kind,) = (k for k in rows.RECORD_TABLES if k.name == table.name)
    for facts in reading.batches():
        data = _own(reading, facts, table, kind.table)
        places = list(zip(data["report_id"], data["position"], strict=True))
        for field, child in kind.lists.items():
            _, owner, _, value = (c.name for c in child.columns)
            entries = reading.of_reports(facts, child, [owner, value])
            lists = _gathered(zip(entries["report_id"], entries[owner], strict=True), entries[value])
            data[field] = [lists.get(place, ()) for place in places]
        yield _with_facts(data, facts, table)


def _gathered(owners: Iterator[Any], values: Sequence[Any]) -> dict[Any, list[Any]]:
    """Owner -> its values, in their order."""
    lists: dict[Any, list[Any]] = defaultdict(list)
    for owner, value in zip(owners, values, strict=True):
        lists[owner].append(value)
    return lists


def _findings(reading: _Reading, table: Table) -> Iterator[_Data]:
    """Findings of reports, then of files that were not read."""
    for facts in reading.batches():
        data = _own(reading, facts, table, schema.findings)
        yield _with_facts(_with_about(reading, data), facts, table)
    if reading.unfiltered():
        finding, file = schema.findings.c, schema.files.c
        names = [name for name in table.names() if name not in ("file", "about")]
        query = (
            select(*(finding[_STORED_AS.get(name, name)] for name in names), file.file)
            .join(schema.files, file.path == finding.path)
            .order_by(file.file, file.path)
        )
        for found in reading.streamed(query, _ROWS):
            yield _with_about(reading, _of_rows(found, [*names, "file"]))


def _with_about(reading: _Reading, data: _Data) -> _Data:
    about = schema.finding_about.c
    query = select(about.finding_id, about.record, about.record_index, about.page)
    query = query.order_by(about.finding_id, about.position)
    ids = data["finding_id"]
    lists: dict[str, list[str]] = defaultdict(list)
    for start in range(0, len(ids), _ROWS):  # a statement takes only so many values
        some = about.finding_id.in_(ids[start : start + _ROWS])
        for finding_id, *of in reading.connection.execute(query.where(some)).all():
            lists[finding_id].append(about_text(*of))
    data["about"] = [lists.get(finding_id, ()) for finding_id in ids]
    return data


def about_text(record: str | None, index: int | None, page: int | None) -> str:
    """What a finding is about, in a word or two.

    >>> about_text("score", 3, None), about_text("score", 3, 7), about_text(None, None, None)
    ('score 3', 'score 3 page 7', 'file')
    """
    parts = [record or "", "" if index is None else str(index), "" if page is None else f"page {page}"]
    return " ".join(filter(None, parts)) or "file"


def _finding_about(reading: _Reading, table: Table) -> Iterator[_Data]:
    """What findings of reports are about; those of files that were not read are about nothing but the file."""
    about, finding = schema.finding_about, schema.findings
    for facts in reading.batches():
        rank = {report_id: n for n, report_id in enumerate(facts)}
        query = (
            select(finding.c.report_id, *(about.c[name] for name in table.names()))
            .join(about, about.c.finding_id == finding.c.finding_id)
            .where(finding.c.report_id.in_(list(facts)))
            .order_by(finding.c.position, about.c.position)
        )
        found = sorted(reading.connection.execute(query).all(), key=lambda row: rank[row[0]])
        yield _of_rows([row[1:] for row in found], table.names())


def _corrected(snapshot: Snapshot, record: str, data: _Data) -> list[list[str]]:
    """The corrected fields of each record, by name."""
    of_reports = {report_id: snapshot.corrected(report_id) for report_id in set(data["report_id"])}
    if not any(of_reports.values()):
        return [[]] * len(data["report_id"])
    positions = data.get("position") or [None] * len(data["report_id"])
    return [
        sorted(of_reports[report_id].get((record, position), ()))
        for report_id, position in zip(data["report_id"], positions, strict=True)
    ]


def _reviewed(snapshot: Snapshot, record: str, data: _Data) -> list[str | None]:
    """What people decided on each record."""
    of_reports = {report_id: snapshot.reviewed(report_id) for report_id in set(data["report_id"])}
    if not any(of_reports.values()):
        return [None] * len(data["report_id"])
    positions = data.get("position") or [None] * len(data["report_id"])
    return [
        of_reports[report_id].get((record, position))
        for report_id, position in zip(data["report_id"], positions, strict=True)
    ]


def _corrections(reading: _Reading, table: Table) -> Iterator[_Data]:
    c = schema.corrections.c
    query = select(*(c[name] for name in table.names())).order_by(c.correction_id)
    if not reading.unfiltered():
        query = query.where(c.report_id.in_(_selected(reading, schema.reports.c.report_id)))
    for found in reading.streamed(query, _ROWS):
        yield _of_rows(found, table.names())


def _files(reading: _Reading, table: Table) -> Iterator[_Data]:
    c = schema.files.c
    report = schema.reports.c
    # A file that is another reading of a report is a file of that report.
    of = c.report_id if reading.selection.all_readings else func.coalesce(report.same_as, c.report_id)
    wanted = [of.label(name) if name == "report_id" else c[name] for name in table.names()]
    query = (
        select(*wanted).outerjoin(schema.reports, report.report_id == c.report_id).order_by(c.file, c.path)
    )
    if not reading.unfiltered():
        query = query.where(of.in_(_selected(reading, report.report_id)))
    for found in reading.streamed(query, _ROWS):
        yield _of_rows(found, table.names())


def _agencies(reading: _Reading, table: Table) -> Iterator[_Data]:
    c = schema.agencies.c
    query = select(*(c[name] for name in table.names())).order_by(c.province_code, c.name, c.agency_id)
    query = query.where(c.agency_id.in_(_selected(reading, schema.reports.c.agency_id)))
    for found in reading.streamed(query, _ROWS):
        yield _of_rows(found, table.names())


def _selected(reading: _Reading, column: sa.ColumnElement[Any]) -> Select[Any]:
    return reading.selection.of(select(column))


def _panel(reading: _Reading, table: Table) -> Iterator[_Data]:
    for found in panel_rows(reading.snapshot, reading.selection):
        yield {name: [row.get(name) for row in found] for name in table.names()}


def _of_rows(found: Sequence[Sequence[Any]], names: Sequence[str]) -> _Data:
    return dict(zip(names, list(zip(*found, strict=True)) or [()] * len(names), strict=True))


_READERS: dict[str, Callable[[_Reading, Table], Iterator[_Data]]] = {
    "panel": _panel,
    "reports": _reports,
    "agencies": _agencies,
    "scores": _scores,
    "analyses": _with_lists,
    "measures": _with_lists,
    "findings": _findings,
    "finding_about": _finding_about,
    "corrections": _corrections,
    "files": _files,
}
"""Tables that are more than rows of one table of the store."""
