"""Questions to the index.

A question is parts between blanks; each must be there. `"…"` keeps blanks inside a part. A part is found as whole
words, in its order; where that finds less than was asked for, also inside other words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from normalizers.numbers import to_arabic_digits, to_thai_digits
from output import schema
from output.errors import OutputError
from output.search import tables
from output.search.index import quoted
from output.search.tables import passages
from output.search.words import indexed
from output.selection import Selection
from output.snapshot import Snapshot

KINDS = ("report", "indicator", "analysis", "measure")
"""Records whose texts can be found."""

CAP = 2000
"""So many hits are looked at; a question that has more is too wide to be ranked."""

_TRIGRAM = 3
"""Shorter parts of words cannot be found by SQLite's trigrams."""
_PARTS = re.compile(r'"([^"]*)"|(\S+)')


class SearchError(OutputError):
    """A question that asks for nothing."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A text in which all parts of the question stand."""

    report_id: str
    file: str
    agency: str | None
    province: str | None
    fiscal_year: int | None
    """Of the report (B.E.)."""
    record: str
    """report, indicator, analysis or measure."""
    position: int | None
    """0-based place among the report's records of that kind; None for the report itself."""
    page: int | None
    text: str
    marks: tuple[tuple[int, int], ...]
    """Where the parts of the question stand in `text`."""
    whole_words: bool
    """False where a part was found inside other words."""


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits, and how many there are."""

    hits: tuple[Hit, ...]
    total: int
    """At most `CAP`."""
    capped: bool
    """There are more than `total`; then the hits are not the best but some."""


def parts(question: str) -> list[str]:
    """The parts of a question that hold a letter or digit.

    >>> parts('เรียกรับสินบน "ภาษี ป้าย" -')
    ['เรียกรับสินบน', 'ภาษี ป้าย']
    """
    found = (quoted_part or bare for quoted_part, bare in _PARTS.findall(question))
    return [part.strip() for part in found if indexed(part)]


def search(
    snapshot: Snapshot,
    question: str,
    *,
    selection: Selection | None = None,
    kinds: Sequence[str] = (),
    limit: int = 20,
    offset: int = 0,
) -> Found:
    """The texts that hold every part of the question, best first: whole words before parts of words.

    `kinds`: of records (`KINDS`); none for all. Raises `SearchError` where the question holds no word.
    """
    asked = parts(question)
    if not asked:
        raise SearchError(
            "คำค้นว่างเปล่า พิมพ์คำไทย คำอังกฤษ หรือตัวเลขอย่างน้อยหนึ่งคำ",
            "nothing to look for: give at least one word or number",
        )
    connection = snapshot.connection
    if not tables.is_ready(connection):
        return Found((), 0, False)
    conditions = selection.conditions() if selection else []
    if kinds:
        conditions.append(passages.c.record.in_(kinds))
    whole, more = _ids(connection, _as_words(connection, asked), conditions)
    if not more:
        whole = _ranked(connection, asked, whole)
    known = set(whole)
    inside, more_inside = ([], False) if more else _ids(connection, _as_parts(connection, asked), conditions)
    ids = [*whole, *(id_ for id_ in inside if id_ not in known)]
    wanted = ids[offset : offset + limit]
    hits = _hits(connection, wanted, asked, known)
    return Found(tuple(hits[id_] for id_ in wanted if id_ in hits), min(len(ids), CAP), more or more_inside)


def _ids(
    connection: Connection, matches: ColumnElement[bool] | None, conditions: Sequence[ColumnElement[bool]]
) -> tuple[list[int], bool]:
    """The passages that match, at most `CAP` of them, and whether there are more."""
    if matches is None:
        return [], False
    query = _joined(select(passages.c.passage_id)).where(matches, *conditions).limit(CAP + 1)
    found = list(connection.scalars(query))
    return found[:CAP], len(found) > CAP


def _joined(query: Select[Any]) -> Select[Any]:
    return (
        query.select_from(passages)
        .join(schema.reports, schema.reports.c.report_id == passages.c.report_id)
        .outerjoin(schema.agencies, schema.agencies.c.agency_id == schema.reports.c.agency_id)
    )


def _as_words(connection: Connection, asked: Sequence[str]) -> ColumnElement[bool]:
    """All parts as whole words, each in its order."""
    if connection.dialect.name == "postgresql":
        return passages.c.words.op("@@")(cast(literal(_tsquery(asked)), TSQUERY))
    match = text("SELECT rowid FROM passage_words WHERE passage_words MATCH :words").bindparams(
        words=_phrases(asked)
    )
    return passages.c.passage_id.in_(match.columns(literal_column("rowid")).scalar_subquery())


def _phrases(asked: Sequence[str]) -> str:
    """The question as FTS5 wants it. Words hold letters and digits only where quoted, so quotes are all there is
    to escape."""
    return " AND ".join('"' + indexed(part).replace('"', '""') + '"' for part in asked)


def _tsquery(asked: Sequence[str]) -> str:
    return " & ".join("(" + " <-> ".join(map(quoted, indexed(part).split(" "))) + ")" for part in asked)


def _as_parts(connection: Connection, asked: Sequence[str]) -> ColumnElement[bool] | None:
    """All parts by their letters, wherever they stand; None where one is too short to be found so."""
    forms = [dict.fromkeys((part, to_arabic_digits(part), to_thai_digits(part))) for part in asked]
    if connection.dialect.name == "postgresql":
        return and_(
            *(or_(*(passages.c.text.icontains(form, autoescape=True) for form in of)) for of in forms)
        )
    if any(len(form) < _TRIGRAM for of in forms for form in of):
        return None
    match = " AND ".join(
        "(" + " OR ".join('"' + form.replace('"', '""') + '"' for form in of) + ")" for of in forms
    )
    query = text("SELECT rowid FROM passage_parts WHERE passage_parts MATCH :parts").bindparams(parts=match)
    return passages.c.passage_id.in_(query.columns(literal_column("rowid")).scalar_subquery())


def _ranked(connection: Connection, asked: Sequence[str], ids: list[int]) -> list[int]:
    """The passages by how much they are about the question."""
    if len(ids) < 2:
        return ids
    if connection.dialect.name == "postgresql":
        rank = func.ts_rank(passages.c.words, cast(literal(_tsquery(asked)), TSQUERY))
        query = select(passages.c.passage_id).where(passages.c.passage_id.in_(ids))
        return list(connection.scalars(query.order_by(rank.desc(), passages.c.passage_id)))
    wanted = set(ids)
    ranked = text("SELECT rowid FROM passage_words WHERE passage_words MATCH :words ORDER BY rank, rowid")
    return [id_ for (id_,) in connection.execute(ranked, {"words": _phrases(asked)}) if id_ in wanted]


def _hits(
    connection: Connection, ids: Sequence[int], asked: Sequence[str], whole: set[int]
) -> dict[int, Hit]:
    report, agency = schema.reports.c, schema.agencies.c
    query = _joined(
        select(passages, report.file, report.fiscal_year, agency.name.label("agency"), agency.province)
    ).where(passages.c.passage_id.in_(ids))
    return {
        row["passage_id"]: Hit(
            report_id=row["report_id"],
            file=row["file"],
            agency=row["agency"],
            province=row["province"],
            fiscal_year=row["fiscal_year"],
            record=row["record"],
            position=row["position"],
            page=row["page"],
            text=row["text"],
            marks=marks(row["text"], asked),
            whole_words=row["passage_id"] in whole,
        )
        for row in connection.execute(query).mappings()
    }


def marks(text: str, asked: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where the parts stand in a text, whatever the blanks, the digits and the case; none overlaps another.

    >>> marks("ปี ๒๕๖๘ การ เรียกรับสินบน", ["2568", "การเรียกรับ"])
    ((3, 7), (8, 20))
    """
    plain = to_arabic_digits(text).lower()
    if len(plain) != len(text):  # a letter whose small form is longer
        plain = to_arabic_digits(text)
    found: list[tuple[int, int]] = []
    for part in asked:
        letters = [re.escape(c) for c in to_arabic_digits(part).lower() if not c.isspace()]
        found += (m.span() for m in re.finditer(r"\s*".join(letters), plain))
    out: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)
