"""Questions to the index.

A question is parts between blanks; each must be there. `"…"` keeps blanks inside a part. A part is found as whole
words, in its order; where that finds less than was asked for, also inside other words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
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
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from normalizers.numbers import to_arabic_digits, to_thai_digits
from output import schema
from output.errors import OutputError
from output.search import tables
from output.search.index import quoted
from output.search.matches import Wanted, matching, ranked, wanted_passages
from output.search.tables import passages
from output.search.words import indexed
from output.selection import Selection
from output.snapshot import Snapshot

CAP = 1000
"""So many hits are looked at; a question that has more is too wide to be ranked."""
CAP_INSIDE = 500
"""So many hits inside other words are looked at; they are not ranked."""

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
    """At most `CAP`, and `CAP_INSIDE` more; of whole words alone, where these are enough for what was asked."""
    capped: bool
    """There are more than `total`; where there are more than `CAP`, the hits are not the best but some."""


@dataclass(frozen=True, slots=True)
class _Among:
    """The passages that are looked through."""

    selection: Selection
    kinds: Sequence[str]
    wanted: Wanted | None
    """Their numbers, in SQLite."""


def parts(question: str) -> list[str]:
    """The parts of a question that hold a letter or digit.

    >>> parts('เรียกรับสินบน "ภาษี ป้าย" -')
    ['เรียกรับสินบน', 'ภาษี ป้าย']
    """
    question = question.replace("\0", " ")  # would end the question where the index reads it
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

    `kinds`: of records (`tables.KINDS`); none for all. Raises `SearchError` where the question holds no word.
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
    selection = selection or Selection()
    numbers = wanted_passages(connection, selection, kinds) if connection.dialect.name == "sqlite" else None
    among = _Among(selection, kinds, numbers)
    whole, more = _whole(connection, asked, among)
    if not more:
        whole = _ranked(connection, asked, whole)
    known = set(whole)
    inside: list[int] = []
    if len(whole) < offset + limit and not more:
        inside, more = _inside(connection, asked, among, known)
    ids = [*whole, *inside]
    wanted = ids[offset : offset + limit]
    hits = _hits(connection, wanted, asked, known)
    return Found(tuple(hits[id_] for id_ in wanted if id_ in hits), len(ids), more)


def _whole(connection: Connection, asked: Sequence[str], among: _Among) -> tuple[list[int], bool]:
    """The passages that have all parts as whole words, each in its order, and whether there are more."""
    if among.wanted is not None:
        return matching(connection, "passage_words", _phrases(asked), among.wanted, CAP)
    matches = passages.c.words.op("@@")(cast(literal(_tsquery(asked)), TSQUERY))
    return _ids(connection, matches, among, CAP)


def _inside(
    connection: Connection,
    asked: Sequence[str],
    among: _Among,
    known: Collection[int],
) -> tuple[list[int], bool]:
    """The passages that have all parts by their letters, wherever they stand, without those that are known.

    SQLite finds none where a part is too short.
    """
    most = CAP_INSIDE + len(known)
    forms = [dict.fromkeys((part, to_arabic_digits(part), to_thai_digits(part))) for part in asked]
    if among.wanted is None:
        matches = and_(
            *(or_(*(passages.c.text.icontains(form, autoescape=True) for form in of)) for of in forms)
        )
        found, more = _ids(connection, matches, among, most)
    elif any(len(form) < _TRIGRAM for of in forms for form in of):
        return [], False
    else:
        match = " AND ".join(
            "(" + " OR ".join('"' + form.replace('"', '""') + '"' for form in of) + ")" for of in forms
        )
        found, more = matching(connection, "passage_parts", match, among.wanted, most)
    return [id_ for id_ in found if id_ not in known], more


def _ids(
    connection: Connection,
    matches: ColumnElement[bool],
    among: _Among,
    most: int,
) -> tuple[list[int], bool]:
    """The passages that match, at most so many, and whether there are more."""
    of_kinds = [passages.c.record.in_(among.kinds)] if among.kinds else []
    query = (
        _joined(select(passages.c.passage_id))
        .where(matches, *among.selection.conditions(), *of_kinds)
        .limit(most + 1)
    )
    found = list(connection.scalars(query))
    return found[:most], len(found) > most


def _joined(query: Select[Any]) -> Select[Any]:
    return (
        query.select_from(passages)
        .join(schema.reports, schema.reports.c.report_id == passages.c.report_id)
        .outerjoin(schema.agencies, schema.agencies.c.agency_id == schema.reports.c.agency_id)
    )


def _phrases(asked: Sequence[str]) -> str:
    """The question as FTS5 wants it. Words hold letters and digits only where quoted, so quotes are all there is
    to escape."""
    return " AND ".join('"' + indexed(part).replace('"', '""') + '"' for part in asked)


def _tsquery(asked: Sequence[str]) -> str:
    return " & ".join("(" + " <-> ".join(map(quoted, indexed(part).split(" "))) + ")" for part in asked)


def _ranked(connection: Connection, asked: Sequence[str], ids: list[int]) -> list[int]:
    """The passages by how much they are about the question."""
    if len(ids) < 2:
        return ids
    if connection.dialect.name == "sqlite":
        return ranked(connection, [indexed(part) for part in asked], ids)
    rank = func.ts_rank(passages.c.words, cast(literal(_tsquery(asked)), TSQUERY))
    query = select(passages.c.passage_id).where(passages.c.passage_id.in_(ids))
    return list(connection.scalars(query.order_by(rank.desc(), passages.c.passage_id)))


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
