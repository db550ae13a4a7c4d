"""The records that are made of one report, and their JSON: the contract with whoever reads the data.

Years are fiscal years of the Buddhist Era (2568). Text is Thai in its proper order, digits inside
prose as printed; every value (number, date, code, year) is normalised. None means unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any, Literal

from corpus.columns_read import TableRead
from corpus.grounds import Grounds

Level = Literal["overall", "instrument", "indicator", "sub_indicator", "item"]
Statistic = Literal["score", "highest", "target", "change", "weighted"]
Kind = Literal["analysis", "measures", "progress", "results"]
FindingKind = Literal["strength", "weakness", "improvement", "general"]
Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Source:
    """The place in the file and the printed words that a record rests on."""

    text: str
    page: int | None = None
    """1-based; None for DOCX."""
    bbox: tuple[float, float, float, float] | None = None
    """x0, top, x1, bottom in PDF points."""
    confidence: float | None = None
    """0-1, only where the words were recognised from an image."""


@dataclass(frozen=True, slots=True)
class Agency:
    """The local government that the report is about."""

    name: str
    """เทศบาลตำบลต้นไทร"""
    kind: str | None = None
    """เทศบาลตำบล"""
    district: str | None = None
    """Without อำเภอ."""
    province: str | None = None
    """Without จังหวัด."""
    province_code: str | None = None
    """ISO 3166-2: TH-96."""


@dataclass(frozen=True, slots=True)
class Report:
    report_id: str
    """First 16 hex digits of the SHA-256 of the file's bytes."""
    file: str
    """Path as given."""
    media_type: str
    pages: int | None = None
    ocr: bool = False
    """True where text was recognised from images."""
    title: str | None = None
    kind: Kind | None = None
    agency: Agency | None = None
    fiscal_year: int | None = None
    """The year of the assessment that is analysed; for `progress` the year reported on."""
    issued: dt.date | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator, sub-indicator or item that the report names or words."""

    level: Level
    name: str
    """As the report words it most fully, without number or code."""
    instrument: str | None = None
    indicator: int | None = None
    sub_indicator: str | None = None
    item: str | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """A figure on the 0-100 scale that the report states for something assessed."""

    level: Level
    value: Decimal
    """As stated, with the decimals as printed."""
    statistic: Statistic = "score"
    instrument: str | None = None
    indicator: int | None = None
    sub_indicator: str | None = None
    item: str | None = None
    fiscal_year: int | None = None
    """The year it was achieved in; of a target, the year it is for."""
    agency: str | None = None
    """Only where the score is another agency's than the report's own."""
    rating: str | None = None
    """Of the overall score, as printed."""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the report says about a result."""

    text: str
    finding: FindingKind = "general"
    instrument: str | None = None
    indicator: int | None = None
    sub_indicator: str | None = None
    items: tuple[str, ...] = ()
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure, project or activity that the report plans or reports on."""

    title: str
    """Its name without its number."""
    indicators: tuple[int, ...] = ()
    items: tuple[str, ...] = ()
    fiscal_year: int | None = None
    rationale: str | None = None
    activities: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    period: str | None = None
    """As printed."""
    start: dt.date | None = None
    end: dt.date | None = None
    monitoring: str | None = None
    progress: str | None = None
    outcome: str | None = None
    suggestion: str | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Message:
    th: str
    en: str


@dataclass(frozen=True, slots=True)
class About:
    """What a finding is about: a record of this report, a page, or (both None) the file."""

    record: str | None = None
    """report, indicator, score, analysis or measure."""
    index: int | None = None
    """0-based place in the report's list of such records; None for `report`."""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a careful clerk would question."""

    code: str
    severity: Severity
    message: Message
    about: tuple[About, ...] = ()
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class ReportRecords:
    """One report with all its records, in document order."""

    report: Report
    indicators: tuple[Indicator, ...] = ()
    scores: tuple[Score, ...] = ()
    analyses: tuple[Analysis, ...] = ()
    measures: tuple[Measure, ...] = ()
    findings: tuple[Finding, ...] = ()
    read_by: str = field(default="", compare=False)
    """The programs that read the file, with their versions; no part of what the report says."""
    tables: tuple[TableRead, ...] = field(default=(), compare=False)
    """What the columns of its tables were taken for; no part of what the report says."""
    grounds: Grounds = field(default=Grounds(), compare=False, repr=False)
    """What its scores rest on, while they are being read; no part of what the report says."""

    def to_json(self) -> dict[str, Any]:
        """JSON values: numbers as strings, dates as ISO, unknown keys left out."""
        return {f.name: _json(getattr(self, f.name)) for f in fields(self) if f.compare}


RECORD_TYPES: dict[str, type] = {
    "indicators": Indicator,
    "scores": Score,
    "analyses": Analysis,
    "measures": Measure,
    "findings": Finding,
}
RECORD_LISTS = {kind.__name__.lower(): name for name, kind in RECORD_TYPES.items()}
"""Name of a record in references (`About.record`) -> its list in `ReportRecords`; the report itself is apart."""


_PLAIN = frozenset((str, int, float, bool, type(None)))


def _json(value: Any) -> Any:
    # Called for each value of each record, so what most values are is asked first.
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple:
        return [v if type(v) in _PLAIN else _json(v) for v in value]
    if is_dataclass(kind):
        return _known(value, kind)
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def _known(record: Any, kind: type) -> dict[str, Any]:
    """The fields of a record that are not unknown."""
    names, values = _fields(kind)
    return {
        name: v if type(v) in _PLAIN else _json(v)
        for name, v in zip(names, values(record), strict=True)
        if v or (v is not None and v != ())
    }


@cache
def _fields(kind: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The names of a record's fields, and what gives their values."""
    names = tuple(f.name for f in fields(kind))
    return names, attrgetter(*names)
