"""Measures joined or split: what becomes of a list of measures, in plain functions without a database.

A reshape knows the measures it was made of by what they say. Where a new reading does not say so any more it is not
applied, as nobody has seen what would come of it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import Any, Literal, get_args, get_origin

from corpus.records import About, Measure, Report, ReportRecords, Source
from output.field_values import fields_of

How = Literal["joined", "split"]
State = Literal["applied", "confirmed", "orphan", "undone"]

TEXTS = ("rationale", "monitoring", "progress", "outcome", "suggestion")
LISTS = ("activities", "steps")
UNITS = ("indicators", "items", "responsible")
"""Lists in which each entry stands once."""
_FIRST = ("fiscal_year", "period", "start", "end")
"""Of a measure in several parts the first part's, where it says any."""


@dataclass(frozen=True, slots=True)
class Reshape:
    """What a person joined or split, as the store keeps it."""

    reshape_id: int
    report_id: str
    how: How
    position: int | None
    """Where what was made stands now; None where it does not, or was reshaped further."""
    second: int | None
    """Where the second half stands."""
    parts: tuple[Measure, ...]
    """As they were read."""
    made: tuple[Measure, ...]
    """What stands instead."""
    stood_at: tuple[int, ...]
    """Positions of the parts before."""
    set_aside: tuple[int, ...]
    """Corrections of the parts; what they say is in what was made."""
    state: State
    """applied; confirmed: the latest reading says so itself; orphan: the parts are not there as they were; undone."""
    made_by: str
    made_at: dt.datetime
    """UTC."""
    note: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A measure in a list that is being reshaped."""

    measure: Measure
    of: frozenset[int]
    """Positions of the measures it came of, before anything was reshaped."""
    by: tuple[int, int] | None = None
    """The reshape that made it, and which of those it made."""


def joined(first: Measure, second: Measure) -> Measure:
    """Two measures as one, in that order: lists and texts one after the other, of the rest what the first says.

    >>> a, b = Measure("อบรม", steps=("ประชุม",), period="ต.ค."), Measure("อบรม (ต่อ)", steps=("อบรม",), outcome="ดี")
    >>> whole = joined(a, b)
    >>> whole.title, whole.steps, whole.period, whole.outcome
    ('อบรม', ('ประชุม', 'อบรม'), 'ต.ค.', 'ดี')
    """
    values: dict[str, Any] = {}
    for name in TEXTS:
        said = [text for text in (getattr(first, name), getattr(second, name)) if text]
        values[name] = "\n".join(dict.fromkeys(said)) or None
    for name in LISTS:
        values[name] = getattr(first, name) + getattr(second, name)
    for name in UNITS:
        values[name] = tuple(dict.fromkeys(getattr(first, name) + getattr(second, name)))
    for name in _FIRST:
        one = getattr(first, name)
        values[name] = getattr(second, name) if one is None else one
    return replace(first, **values, source=source_of([first, second]))


def halves(measure: Measure, step: int) -> tuple[Measure, Measure]:
    """A measure as two, of which the second begins with that step (from 0); a start for who splits it.

    Texts stay with the first; what tells when, by whom and for what goes to both.
    """
    first = replace(measure, steps=measure.steps[:step])
    second = replace(measure, steps=measure.steps[step:], activities=(), **dict.fromkeys(TEXTS))  # type: ignore[arg-type]
    return first, second


def source_of(parts: Sequence[Measure]) -> Source | None:
    """The words of all, the place of the first; one box around them where they stand on one page."""
    sources = [part.source for part in parts if part.source is not None]
    if not sources:
        return None
    boxes = [s.bbox for s in sources if s.bbox is not None]
    box = boxes[0] if boxes else None
    if len(boxes) == len(sources) and len({s.page for s in sources}) == 1:
        left, top, right, bottom = zip(*boxes, strict=True)
        box = (min(left), min(top), max(right), max(bottom))
    sure = [s.confidence for s in sources if s.confidence is not None]
    text = "\n".join(dict.fromkeys(s.text for s in sources))
    page = next((s.page for s in sources if s.page is not None), None)
    return Source(text, page, box, min(sure, default=None))


def reshaped(standing: Sequence[Standing], reshape: Reshape) -> tuple[list[Standing], Reshape]:
    """The list with what the reshape says, where its parts stand in it; and how the reshape fares."""
    places = _places(standing, reshape)
    if places is None:
        there = all(any(_says(s.measure, one) for s in standing) for one in reshape.made)
        state: State = "confirmed" if there else "orphan"
        return list(standing), replace(reshape, state=state, position=None, second=None)
    parts = [standing[i] for i in places]
    source = source_of([part.measure for part in parts])
    of = frozenset[int]().union(*(part.of for part in parts))
    made = [
        Standing(replace(one, source=source), of, (reshape.reshape_id, n))
        for n, one in enumerate(reshape.made)
    ]
    before = list(standing[: min(places)])
    behind = [s for i, s in enumerate(standing) if i > min(places) and i not in places]
    read = tuple(part.measure for part in parts)
    return [*before, *made, *behind], replace(reshape, state="applied", parts=read, stood_at=tuple(places))


def _places(standing: Sequence[Standing], reshape: Reshape) -> list[int] | None:
    """Where the parts stand; None where one does not, or several say the same and none stands where it stood."""
    found: list[int] = []
    for part, stood_at in zip(reshape.parts, reshape.stood_at, strict=True):
        same = [i for i, s in enumerate(standing) if i not in found and _says(s.measure, part)]
        if stood_at in same:
            found.append(stood_at)
        elif len(same) == 1:
            found += same
        else:
            return None
    return found if all(a < b for a, b in pairwise(found)) else None


def _says(one: Measure, other: Measure) -> bool:
    return replace(one, source=None) == replace(other, source=None)


def about_now(about: Iterable[About], standing: Sequence[Standing]) -> tuple[About, ...]:
    """What a finding is about, where the measures stand now; of a measure that was split it is about both."""
    found: dict[About, None] = {}
    for one in about:
        if one.record != "measure":
            found[one] = None
            continue
        for position, s in enumerate(standing):
            if one.index in s.of:
                found[replace(one, index=position)] = None
    return tuple(found)


def to_json(measures: Sequence[Measure]) -> str:
    """Measures with their sources, for the store."""
    records = ReportRecords(Report("", "", ""), measures=tuple(measures))
    return json.dumps(records.to_json()["measures"], ensure_ascii=False)


def from_json(text: str) -> tuple[Measure, ...]:
    """What `to_json` made a text of.

    >>> one = Measure("อบรม", (3,), ("I1",), 2568, end=dt.date(2026, 9, 30), source=Source("อบรม", 2, (1.5, 2, 3, 4)))
    >>> from_json(to_json([one, one])) == (one, one)
    True
    """
    return tuple(_measure(values) for values in json.loads(text))


def _measure(values: Mapping[str, Any]) -> Measure:
    kinds, known = fields_of("measure"), {f.name for f in fields(Measure)}
    made: dict[str, Any] = {n: _value(kinds[n], v) for n, v in values.items() if n in known and n != "source"}
    if source := values.get("source"):
        box = source.get("bbox")
        made["source"] = Source(**{**source, "bbox": tuple(box) if box else None})
    return Measure(**{"title": "", **made})


def _value(kind: Any, value: Any) -> Any:
    if get_origin(kind) is tuple:
        return tuple(value)
    return dt.date.fromisoformat(value) if dt.date in get_args(kind) else value
