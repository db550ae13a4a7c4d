"""Records as they are found, in document order: the same figure twice is one record, of names the fullest."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from corpus.frame import Frame
from corpus.grounds import Ground
from corpus.records import (
    About,
    Analysis,
    Finding,
    FindingKind,
    Indicator,
    Measure,
    Message,
    Score,
    Severity,
    Source,
    Statistic,
)
from normalizers.text import squeeze
from pipeline.structure.references import Place

_NONE = Ground()


@dataclass(slots=True)
class Collected:
    """What has been found so far. `year` is the report's fiscal year."""

    frame: Frame
    year: int | None
    indicators: dict[tuple[object, ...], Indicator] = field(default_factory=dict)
    scores: list[Score] = field(default_factory=list)
    grounds: list[list[Ground]] = field(default_factory=list)
    """What the scores rest on, by their places: a ground for each place that states one."""
    analyses: list[Analysis] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    resolved: dict[str, str] = field(default_factory=dict)
    """Damaged codes as printed, and what they were resolved to."""

    def name(self, place: Place, name: str, source: Source) -> None:
        """Take the name or wording of an indicator, sub-indicator or item; the fullest one stays."""
        name = " ".join(name.split()).strip(' :."“”')
        if len(squeeze(name)) < 3 or place.level in ("overall", "instrument"):
            return
        key: tuple[object, ...] = (place.level, place.indicator, place.sub_indicator, place.item)
        if place.is_item and place.item is None:
            key = (*key, squeeze(name))
        before = self.indicators.get(key)
        if before is not None and not self._fuller(place, name, before.name):
            return
        record = Indicator(
            place.level, name, place.instrument, place.indicator, place.sub_indicator, place.item, source
        )
        self.indicators[key] = record if before is None else replace(record, source=before.source)

    def _fuller(self, place: Place, name: str, before: str) -> bool:
        frame = self.frame.indicator(place.indicator or 0)
        if place.level == "indicator" and frame and squeeze(name) in map(squeeze, frame.slips):
            return False
        return len(squeeze(name)) > len(squeeze(before)) and (
            place.level != "item" or squeeze(name).startswith(squeeze(before)[:12])
        )

    def score(
        self,
        place: Place,
        value: Decimal,
        source: Source,
        statistic: Statistic = "score",
        year: int | None = None,
        agency: str | None = None,
        rating: str | None = None,
        ground: Ground = _NONE,
    ) -> int:
        """Add a figure, or find the one that says the same; the index of the record.

        `ground` is what its place leaves to others to tell; without a year that is the report's, too.
        """
        if year is None:
            ground = replace(ground, of_report_year=True)
        year = year or self.year
        for i, old in enumerate(self.scores):
            same = (
                old.level,
                old.item,
                old.sub_indicator,
                old.statistic,
                old.fiscal_year,
                old.value,
                old.agency,
            ) == (
                place.level,
                place.item,
                place.sub_indicator,
                statistic,
                year,
                value,
                agency,
            )
            if same and old.indicator == place.indicator and old.instrument == place.instrument:
                if rating and not old.rating:
                    self.scores[i] = replace(old, rating=rating)
                self.grounds[i].append(ground)
                return i
        self.grounds.append([ground])
        self.scores.append(
            Score(
                place.level,
                value,
                statistic,
                place.instrument,
                place.indicator,
                place.sub_indicator,
                place.item,
                year,
                agency,
                rating,
                source,
            )
        )
        return len(self.scores) - 1

    def rate(self, year: int | None, rating: str) -> None:
        """Give the last overall score of a year the level that stands apart from it."""
        for i in reversed(range(len(self.scores))):
            s = self.scores[i]
            if (s.level, s.statistic, s.fiscal_year, s.agency) == ("overall", "score", year, None):
                self.scores[i] = s if s.rating else replace(s, rating=rating)
                return

    def analysis(
        self, place: Place, items: tuple[str, ...], finding: FindingKind | None, text: str, source: Source
    ) -> None:
        self.analyses.append(
            Analysis(
                text,
                finding or "general",
                place.instrument,
                place.indicator,
                place.sub_indicator,
                items,
                source,
            )
        )

    def finding(
        self,
        code: str,
        severity: Severity,
        th: str,
        en: str,
        about: tuple[About, ...] = (),
        source: Source | None = None,
    ) -> None:
        self.findings.append(Finding(code, severity, Message(th, en), about, source))

    def finding_once(
        self,
        code: str,
        severity: Severity,
        th: str,
        en: str,
        about: tuple[About, ...] = (),
        source: Source | None = None,
    ) -> None:
        """Add a finding unless the same has been said before."""
        if not any((f.code, f.message.en) == (code, en) for f in self.findings):
            self.finding(code, severity, th, en, about, source)
