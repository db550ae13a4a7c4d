"""What became of the columns that people chose a meaning for: findings about the records that are other for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from corpus.columns_read import ColumnAt, TableRead
from corpus.records import RECORD_LISTS, About, Finding, Message, ReportRecords
from pipeline.structure.roles import Roles


def chosen_told(records: ReportRecords, before: ReportRecords, roles: Roles) -> ReportRecords:
    """The records with findings on the choices; `before` are those that are read without any."""
    found = []
    used = _used(records.tables)
    for page in sorted({at.page for at in used}, key=lambda page: page or 0):
        names = [
            f"“{column.heading}” = {column.role}"
            for table in records.tables
            if table.page == page
            for column in table.columns
            if column.chosen
        ]
        found.append(_applied(", ".join(names), page))
    changed = tuple(_changed(records, before))
    if found and changed:
        found[0] = replace(found[0], about=(*found[0].about, *changed))
    found += [_lost(roles[at].heading, at.page) for at in sorted(roles, key=str) if at not in used]
    return replace(records, findings=(*records.findings, *found))


def _used(tables: tuple[TableRead, ...]) -> set[ColumnAt]:
    return {
        ColumnAt(table.page, table.number, i)
        for table in tables
        for i, column in enumerate(table.columns)
        if column.chosen
    }


def _changed(records: ReportRecords, before: ReportRecords) -> Iterator[About]:
    """The records that are not read without the choices."""
    for record, name in RECORD_LISTS.items():
        if record == "finding":
            continue
        left = Counter(getattr(before, name))
        for index, one in enumerate(getattr(records, name)):
            if left[one]:
                left[one] -= 1
            else:
                yield About(record, index)


def _applied(names: str, page: int | None) -> Finding:
    return Finding(
        "column_role_chosen",
        "info",
        Message(f"คนเลือกความหมายของคอลัมน์: {names}", f"a person chose what these columns hold: {names}"),
        (About(page=page),) if page else (),
    )


def _lost(heading: str, page: int | None) -> Finding:
    return Finding(
        "choice_not_applied",
        "warning",
        Message(
            f"ไม่พบคอลัมน์ “{heading}” ที่คนเคยเลือกความหมาย จึงไม่ได้ใช้สิ่งที่เลือกไว้",
            f"the column “{heading}” that a person chose a meaning for is not there any more; the choice was not applied",
        ),
        (About(page=page),) if page else (),
    )
