"""The records of a page as they are shown: each with what was read, how sure, what is questioned and what was decided."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from corpus.records import RECORD_LISTS, Finding, ReportRecords
from extractors.document import Bbox
from output.corrections import Correction, value_of
from output.field_values import Value, fields_of
from output.review.additions import Addition
from output.review.decisions import Decision
from output.review.reshaping import Reshape
from pipeline.review.addresses import ref_of
from pipeline.review.labels import Title, title_of
from pipeline.review.pages import Place
from pipeline.review.places import Ref
from pipeline.review.words import Words

ORDER = ("report", "score", "analysis", "measure", "indicator", "finding")
"""Kinds of records as they follow each other on the desk."""
_HEADLINE = {
    "score": {
        "value",
        "level",
        "instrument",
        "indicator",
        "sub_indicator",
        "item",
        "statistic",
        "fiscal_year",
        "agency",
    },
    "analysis": {"instrument", "indicator", "sub_indicator", "items"},
    "indicator": {"level", "name", "instrument", "indicator", "sub_indicator", "item"},
    "measure": {"title"},
    "report": {"title"},
}
"""Fields that the line of a record says already."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A field with its value."""

    label: str
    entries: tuple[str, ...]
    """One, or those of a list."""
    was: str | None = None
    """What was read, where it was corrected."""


@dataclass(frozen=True, slots=True)
class Card:
    """One record of a page."""

    ref: str
    """score-3, report."""
    record: str
    position: int | None
    title: Title
    fields: tuple[Shown, ...]
    printed: str
    confidence: int | None
    """Percent."""
    findings: tuple[Finding, ...]
    state: Literal["open", "accepted", "wrong", "corrected", "added", "joined", "split", ""]
    """open: waiting in the queue; nothing: not doubtful, and nobody looked."""
    by: str
    at: dt.datetime | None
    boxes: tuple[Bbox, ...]
    message: str = ""
    """Of a finding, all of it."""


def facts_of(records: ReportRecords, record: str, position: int | None) -> Mapping[str, Any]:
    """The fields of a record by name; of a finding also its messages."""
    one: Any = records.report if position is None else getattr(records, RECORD_LISTS[record])[position]
    facts = {f.name: getattr(one, f.name) for f in fields(one)}
    if record == "finding":
        facts |= {"message_th": one.message.th, "message_en": one.message.en}
    return facts


def questions(records: ReportRecords) -> Mapping[Ref, list[Finding]]:
    """Record -> the findings about it; a finding about no record is about itself."""
    found: dict[Ref, list[Finding]] = defaultdict(list)
    for n, finding in enumerate(records.findings):
        about = {
            (a.record, None if a.record == "report" else a.index)
            for a in finding.about
            if a.record is not None
        }
        for ref in about or {("finding", n)}:
            found[ref].append(finding)
    return found


def cards_of(
    words: Words,
    records: ReportRecords,
    places: Mapping[Ref, Place],
    page: int,
    waiting: Iterable[Ref],
    decisions: Iterable[Decision],
    corrections: Iterable[Correction],
    added: Iterable[Addition],
    reshapes: Iterable[Reshape],
) -> list[Card]:
    """The records of a page by kind, those of a kind in the order of the report."""
    asked = questions(records)
    open_ = set(waiting)
    decided = {(d.record, d.position): d for d in decisions}
    corrected: dict[Ref, list[Correction]] = defaultdict(list)
    for c in corrections:
        if c.state in ("applied", "confirmed"):
            corrected[c.record, c.position].append(c)
    additions = {(a.record, a.position): a for a in added if a.state == "applied"}
    reshaped = {("measure", p): r for r in reshapes if r.state == "applied" for p in (r.position, r.second)}
    found = []
    for record in ORDER:
        count = 1 if record == "report" else len(getattr(records, RECORD_LISTS[record]))
        for n in range(count):
            ref: Ref = (record, None if record == "report" else n)
            place = places.get(ref, Place(1))
            if place.page != page or (record == "finding" and ref not in asked):
                continue
            facts = facts_of(records, *ref)
            source = facts["source"]
            decision, changes = decided.get(ref), corrected.get(ref, [])
            last = max(changes, key=lambda c: c.corrected_at, default=None)
            state: Any = "open" if ref in open_ else ""
            by, at = "", None
            if addition := additions.get(ref):
                state, by, at = "added", addition.added_by, addition.added_at
            if reshape := reshaped.get(ref):
                state, by, at = reshape.how, reshape.made_by, reshape.made_at
            if last is not None:
                state, by, at = "corrected", last.corrected_by, last.corrected_at
            if decision is not None:
                state, by, at = decision.decision, decision.reviewed_by, decision.reviewed_at
            sure = source.confidence if source else None
            found.append(
                Card(
                    ref_of(*ref),
                    *ref,
                    title_of(words, record, facts),
                    _fields(words, record, facts, records, changes),
                    source.text if source else "",
                    None if sure is None else round(sure * 100),
                    tuple(asked.get(ref, ())) if record != "finding" else (),
                    state,
                    by,
                    at,
                    place.boxes,
                    words.of(facts["message"]) if record == "finding" else "",
                )
            )
    return found


def _fields(
    words: Words,
    record: str,
    facts: Mapping[str, Any],
    records: ReportRecords,
    changes: Iterable[Correction],
) -> tuple[Shown, ...]:
    if record == "finding":
        return ()
    was = {c.field: c.read_value for c in changes if c.state == "applied"}
    found = []
    for field in fields_of(record):
        value = (
            value_of(records, record, facts.get("position"), field) if record == "report" else facts[field]
        )
        if field in was or (value not in (None, ()) and field not in _HEADLINE.get(record, ())):
            read = None
            if field in was:
                read = was[field] if was[field] is not None else words("nothing")
            found.append(Shown(words.field(record, field), _entries(words, record, field, value), read))
    return tuple(found)


def _entries(words: Words, record: str, field: str, value: Value) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return tuple(map(str, value))
    return ("–",) if value is None else (words.choice(record, field, value),)
