"""The scores of one agency in one year, as the questions of arithmetic look at them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from corpus.frame import FIRST_YEAR, INSTRUMENT_LETTER, LAST_YEAR, Frame, IndicatorFrame, load_frame
from corpus.records import About, Finding, Message, ReportRecords, Severity

TOLERANCE = Decimal("0.02")
"""Points: printed scores are rounded to two decimals."""
Key = tuple[str, object]
"""Level, and the number or code at that level."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A score record: its place in the list of scores, and its value."""

    index: int
    value: Decimal

    @property
    def about(self) -> About:
        return About("score", self.index)


@dataclass(slots=True)
class Results:
    """What a report states for one agency in one fiscal year."""

    year: int
    agency: str | None
    """None for the report's own."""
    frame: Frame
    scores: dict[Key, Stated] = field(default_factory=dict)
    weighted: dict[str, Stated] = field(default_factory=dict)
    """Instrument to its part of the weighted sum."""

    def indicator(self, number: int) -> Stated | None:
        return self.scores.get(("indicator", number))

    def instrument(self, code: str) -> Stated | None:
        return self.scores.get(("instrument", code))

    @property
    def overall(self) -> Stated | None:
        return self.scores.get(("overall", "overall"))

    def of(self) -> tuple[str, str]:
        """Whose and of which year, in Thai and English, for a message on another than the report's own."""
        if self.agency is None:
            return "", ""
        return f"ของ{self.agency}", f" of {self.agency}"

    def finding(self, code: str, th: str, en: str, about: Iterable[Stated], fact: str) -> Finding:
        """An error, or a warning where the frame is not sure of the fact that it rests on."""
        severity: Severity = "warning" if self.frame.certainty.get(fact) == "unverified" else "error"
        return Finding(code, severity, Message(th, en), tuple(s.about for s in about))


def results_of(records: ReportRecords) -> list[Results]:
    """The stated scores by agency and year; years outside the known frames are left out."""
    out: dict[tuple[str | None, int], Results] = {}
    for i, s in enumerate(records.scores):
        year = s.fiscal_year
        if s.statistic not in ("score", "weighted") or year is None or not FIRST_YEAR <= year <= LAST_YEAR:
            continue
        results = out.setdefault((s.agency, year), Results(year, s.agency, load_frame(year)))
        if s.statistic == "weighted":
            results.weighted.setdefault(s.instrument or "", Stated(i, s.value))
        elif s.level != "item" or s.item is not None:
            key = s.item or s.sub_indicator or s.indicator or s.instrument or "overall"
            results.scores.setdefault((s.level, key), Stated(i, s.value))
    return list(out.values())


def mean(values: Sequence[Decimal]) -> Decimal:
    return sum(values, Decimal()) / len(values)


def codes_of(indicator: IndicatorFrame) -> list[str]:
    """The codes of an indicator's items; none where the year's range is not known."""
    if not indicator.first or not indicator.last:
        return []
    letter = INSTRUMENT_LETTER[indicator.instrument]
    return [f"{letter}{n}" for n in range(indicator.first, indicator.last + 1)]


def all_stated(results: Results, level: str, keys: Sequence[object]) -> list[Stated] | None:
    """The scores of all keys; None where there is no key or one of them is not stated."""
    found = [results.scores.get((level, key)) for key in keys]
    stated = [s for s in found if s is not None]
    return stated if stated and len(stated) == len(found) else None


def weight_of(frame: Frame, instrument: str) -> Decimal:
    weights: Mapping[str, Decimal] = frame.weights
    return weights[instrument[:3]]
