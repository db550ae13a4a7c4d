"""What the columns of a table hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.grounds import Ground
from corpus.records import FindingKind, Source, Statistic
from normalizers.text import squeeze
from pipeline.structure.items import Box
from pipeline.structure.measures import Draft
from pipeline.structure.references import OVERALL, Place

_MEASURE_ROLES = frozenset(
    {"measure", "method", "responsible", "period", "progress", "outcome", "monitoring"}
)


def is_measure_role(role: str | None) -> bool:
    """True for roles of columns that only tables of measures have."""
    return role in _MEASURE_ROLES


STATISTICS: Mapping[str, Statistic] = {
    "score": "score",
    "highest": "highest",
    "change": "change",
    "target": "target",
    "weighted": "weighted",
}
"""Roles of columns that hold figures."""


CODED = "coded"
"""A column whose cells list items with their scores."""


NAMING = ("instrument", "indicator", "item", "data")
"""Roles of columns that say what a row is about, in the order that they are asked."""


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds, by its heading."""

    role: str | None
    heading: str
    year: int | None = None
    """The year that its heading names."""
    place: Place | None = None
    """What its figures, or the items it lists, are of, where the heading names it: IIT, ตัวชี้วัดที่ ๑."""
    also: str | None = None
    """The second role of a column that holds two: คะแนน/ระดับ."""
    month: str | None = None
    """The month or quarter that it stands for; a mark in it says that something is done then."""
    ground: Ground = field(default=Ground(), compare=False)
    """Of figures: the cells that its heading was taken from, and whether part of it may be lost or belong to none."""

    @property
    def statistic(self) -> Statistic | None:
        """What kind of figure stands in it; None where it holds none."""
        return STATISTICS.get(self.role or "")

    @property
    def of_indicators(self) -> bool:
        """True where its figures are the means of the items that the rows are: เฉลี่ย beside คะแนน."""
        return self.role == "score" and _OF_INDICATORS.fullmatch(squeeze(self.heading)) is not None

    @property
    def of_instruments(self) -> bool:
        """True where its figures are those of the instruments that the rows belong to: คะแนนแบบวัด."""
        return self.role == "score" and _OF_INSTRUMENTS.fullmatch(squeeze(self.heading)) is not None


_OF_INDICATORS = re.compile(r"(?:ค่า)?เฉลี่ย|คะแนนเฉลี่ย(?:ราย|ของ)?ตัวชี้วัด")


_OF_INSTRUMENTS = re.compile(r"(?:ผล)?คะแนน(?:เฉลี่ย|รวม)?(?:ราย|ของ|ตาม|แต่ละ)?(?:แบบวัด|เครื่องมือ)(?:\(.*\))?")


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table, and so many rows of titles and headings above its body."""

    columns: tuple[Column, ...]
    titles: tuple[str, ...]
    n_head: int

    def of(self, role: str) -> list[int]:
        return [i for i, c in enumerate(self.columns) if role in (c.role, c.also)]

    def has(self, role: str) -> bool:
        return bool(self.of(role))

    def is_obstacle(self, i: int) -> bool:
        """True for a column of what got in the way: before its measure stands why there is one, behind it what came of it."""
        done = [*self.of("measure"), *self.of("method"), *self.of("progress")]
        return "อุปสรรค" in squeeze(self.columns[i].heading) and bool(done) and i > min(done)

    @property
    def by_columns(self) -> bool:
        """True where the columns, not the rows, are what is assessed: IIT | EIT | OIT."""
        return sum(c.place is not None and c.statistic is not None for c in self.columns) >= 2

    @property
    def is_measures(self) -> bool:
        roles = {r for c in self.columns for r in (c.role, c.also)}
        found = roles & _MEASURE_ROLES
        if found == {"measure"}:  # one for each thing assessed, beside its result
            return bool(roles & {"indicator", "item"}) and bool(roles & {"score", "analysis"})
        return len(found) >= 2 and ("measure" in found or "method" in found or "progress" in found)

    @property
    def is_scores(self) -> bool:
        return any(c.statistic for c in self.columns) or (
            self.has("analysis") and any(self.has(r) for r in ("item", "indicator"))
        )


@dataclass(slots=True)
class Memory:
    """What a table on the next page needs to know of this one."""

    layout: Layout | None = None
    place: Place = OVERALL
    finding: FindingKind | None = None
    measure_place: Place = OVERALL
    """What the last rows of a table of measures are about."""
    above: list[Place] = field(default_factory=list)
    """The places of the rows that a total would sum up."""
    measures: list[Draft] = field(default_factory=list)
    title_box: Box | None = None
    year: int | None = None
    """The year that the lines right above a table give its figures for."""
    year_at: Source | None = None
    """The line that gives it."""
