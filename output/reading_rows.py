"""Which reports are readings of the same one, in the database, as reports come and go.

A group is the reports of one agency, fiscal year and kind. Of each that is not alone in its group the store keeps what it is
compared by, and a report that comes in is compared with the best readings; with all only where it is better than
these. So a thousand copies of one report are stored nearly as fast as a thousand reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from corpus.records import ReportRecords
from output import schema
from output.readings import Reading, alike, reading, same_as
from output.snapshot import Snapshot
from output.writer import Writer

Group = tuple[str | None, int | None, str | None]
"""Agency, fiscal year, kind."""

_OF_GROUP = "FROM reports WHERE agency_id = ? AND fiscal_year = ? AND kind = ?"
_BATCH = 500
"""So many ids are in one statement."""


def group_of(writer: Writer, report_id: str) -> Group | None:
    """The group of a report; None where there is no such report."""
    found = writer.first("SELECT agency_id, fiscal_year, kind FROM reports WHERE report_id = ?", report_id)
    return found[:3] if found else None


def link(writer: Writer, records: ReportRecords, left: Group | None) -> None:
    """Link a report that was just stored with the others of its group; `left` is the group it was in before."""
    id_ = records.report.report_id
    group = group_of(writer, id_)
    stayed = left == group
    if not stayed:
        let_go(writer, id_, left)
    if group is None or None in group or not _others(writer, id_, group):
        if left is not None:
            _note(writer, id_, None)
            writer.run("DELETE FROM reading_shingles WHERE report_id = ?", id_)
        return
    new = reading(records)
    (before,) = _kept(writer, [id_]) or (None,)
    if stayed and new == before:
        return
    if before:
        writer.run("DELETE FROM reading_shingles WHERE report_id = ?", id_)
    _keep(writer, new)
    if stayed and _stands_for_others(writer, id_, group):
        relink(writer, group)
    else:
        _put(writer, new, group)


def let_go(writer: Writer, report_id: str, group: Group | None) -> None:
    """Find another reading for those that a report stood for, which is no longer in this group."""
    if group is not None and None not in group and _stands_for_others(writer, report_id, group):
        relink(writer, group)


def relink(writer: Writer, group: Group) -> None:
    """Link all reports of a group anew."""
    if None in group:
        return
    before: dict[str, str | None] = dict(writer.all(f"SELECT report_id, same_as {_OF_GROUP}", *group))
    if len(before) > 1 or any(before.values()):
        for id_, other in same_as(_readings(writer, before)).items():
            if other != before[id_]:
                _note(writer, id_, other)


def _put(writer: Writer, new: Reading, group: Group) -> None:
    """Link a reading that is new in its group, and those that are alike and worse."""
    wanted = f"SELECT report_id {_OF_GROUP} AND same_as IS NULL AND report_id <> ?"
    best = _readings(writer, (id_ for (id_,) in writer.all(wanted, *group, new.report_id)))
    better = sorted((one for one in best if one.rank < new.rank), key=lambda one: one.rank)
    if found := next((one for one in better if alike(new, one)), None):
        _note(writer, new.report_id, found.report_id)
        return
    # Those that a better reading stands for keep it: it comes before the new one.
    worse = {one.report_id: one for one in best if one.rank > new.rank}
    before: dict[str, str | None] = {new.report_id: new.report_id, **dict.fromkeys(worse)}
    if worse:
        linked = f"SELECT report_id, same_as {_OF_GROUP} AND same_as IS NOT NULL AND report_id <> ?"
        before |= {id_: of for id_, of in writer.all(linked, *group, new.report_id) if of in worse}
    others = _readings(writer, before.keys() - worse.keys() - {new.report_id})
    for id_, other in same_as([new, *worse.values(), *others]).items():
        if other != before[id_]:
            _note(writer, id_, other)


def _others(writer: Writer, report_id: str, group: Group) -> bool:
    return writer.first(f"SELECT 1 {_OF_GROUP} AND report_id <> ? LIMIT 1", *group, report_id) is not None


def _stands_for_others(writer: Writer, report_id: str, group: Group) -> bool:
    return writer.first(f"SELECT 1 {_OF_GROUP} AND same_as = ? LIMIT 1", *group, report_id) is not None


def _note(writer: Writer, report_id: str, other: str | None) -> None:
    writer.run("UPDATE reports SET same_as = ? WHERE report_id = ?", other, report_id)


def _readings(writer: Writer, ids: Iterable[str]) -> list[Reading]:
    """What those reports are compared by; made of their records, and kept, where it is not there."""
    found: list[Reading] = []
    left = iter(ids)
    while batch := list(islice(left, _BATCH)):
        kept = {one.report_id: one for one in _kept(writer, batch)}
        for id_ in batch:
            if id_ not in kept and (records := Snapshot(writer.connection).report(id_)):
                kept[id_] = reading(records)
                _keep(writer, kept[id_])
        found += kept.values()
    return found


def _kept(writer: Writer, ids: Sequence[str]) -> list[Reading]:
    marks = ", ".join("?" * len(ids))
    query = f"SELECT report_id, rank, shingles FROM reading_shingles WHERE report_id IN ({marks})"  # noqa: S608
    return [Reading(id_, rank, bytes(numbers)) for id_, rank, numbers in writer.all(query, *ids)]


def _keep(writer: Writer, one: Reading) -> None:
    row: dict[str, Any] = {"report_id": one.report_id, "rank": one.rank, "shingles": one.shingles}
    writer.put(schema.reading_shingles, row)
