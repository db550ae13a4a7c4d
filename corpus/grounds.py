"""What scores rest on besides the words at their own place: the headings they stand under, and what gave their year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.records import Source


@dataclass(frozen=True, slots=True)
class Ground:
    """What one place that states a score leaves to others to tell."""

    places: tuple[Source, ...] = ()
    """The heading of its column; the heading or line that says what it is of, or of which year."""
    of_report_year: bool = False
    """It names no year, so that it has the report's, or one counted from it."""
    doubtful: bool = False
    """Of its column's heading something may be lost or read wrong: it may be of another year or kind."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the scores of a report rest on."""

    scores: tuple[tuple[Ground, ...], ...] = ()
    """By the places of the scores: a ground for each place that states one."""
    year: Source | None = None
    """The line that the report's year was taken from; None where it was counted, or where there is none."""
    is_title: bool = False
    """That line is the report's title."""
