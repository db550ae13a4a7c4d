"""Where the walk over a report stands: the section it is in, the block that is open, what was found."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.columns_read import TableRead
from corpus.grounds import Ground
from corpus.records import FindingKind, Source
from normalizers.text import squeeze
from pipeline.structure.collect import Collected
from pipeline.structure.columns import Memory
from pipeline.structure.facts import Facts
from pipeline.structure.items import Passage
from pipeline.structure.measures import Draft
from pipeline.structure.references import OVERALL, Place, indicator_place, name_after
from pipeline.structure.roles import Roles


@dataclass(slots=True)
class Listing:
    """A list of measures in the making."""

    style: str | None = None
    """How its outermost entries are marked."""
    ended_by: tuple[str, int] | None = None
    """Mark and number of the heading that would follow the one which announces it."""
    by_indicator: bool = False
    """Its entries stand under headings that name indicators."""


@dataclass(slots=True)
class Walk:
    """All that a passage or table needs to know of what stands before it."""

    out: Collected
    facts: Facts
    roles: Roles = field(default_factory=dict)
    """What people chose that columns hold."""
    tables: list[TableRead] = field(default_factory=list)
    """What the tables so far were taken for."""
    memory: Memory = field(default_factory=Memory)
    near: Place = OVERALL
    near_at: Source | None = None
    """The heading that it was taken from."""
    soft: Place = OVERALL
    """The indicator that the sentence before begins with: codes under it lean on it, measures do not."""
    soft_at: Source | None = None
    """That sentence."""
    finding: FindingKind | None = None
    draft: Draft | None = None
    part: str | None = None
    drafts: list[Draft] = field(default_factory=list)
    """All measures in document order, from tables and paragraphs."""
    last_analysis: int | None = None
    """Index of the analysis that the passage just before gave or went on."""
    heading_before: int | None = None
    """The indicator that the heading just before names."""
    results: bool = False
    """A table of many agencies was read."""
    in_list: bool = False
    """The passage before is a line in a list of indicators with their scores."""
    listing: Listing | None = None
    """The list of measures that a sentence or heading announces, while it may go on."""
    listed: list[Draft] = field(default_factory=list)
    """Measures of such lists; they count only where the report tells none otherwise."""
    no_score: bool = False
    """The items listed now are those that got no score, as the sentence before says."""
    lead_year: int | None = None
    """The year that the sentence before sets measures for: มาตรการ … ประจำปีงบประมาณ พ.ศ. ๒๕๖๙ ดังนี้."""


def leaning_on(walk: Walk) -> Place:
    """The indicator that codes without a letter lean on."""
    return walk.near if walk.near.indicator or not walk.soft.indicator else walk.soft


def ground_of(walk: Walk) -> Ground:
    """What a figure rests on whose place `leaning_on` tells."""
    at = walk.near_at if walk.near.indicator or not walk.soft.indicator else walk.soft_at
    return Ground((at,) if at is not None else ())


def repeats_title(walk: Walk, text: str) -> bool:
    """True for a passage that begins with words of the report's title."""
    return squeeze(text)[:_SAME] in squeeze(walk.facts.title or "")


_SAME = 30
"""So many letters are the same words."""


def name_here(walk: Walk, text: str, end: int, number: int, p: Passage) -> None:
    """Take the name printed right after the number of an indicator."""
    name = name_after(text, end, number, walk.out.frame)
    if name:
        walk.out.name(indicator_place(number, walk.out.frame), name, p.source())
