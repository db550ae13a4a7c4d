"""What the repair did to a file: page by page, step by step, word by word."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate
from typing import Any

from extractors.document import Document, Page
from normalizers import tokens
from normalizers.quality import Grade
from normalizers.repair import PLAN, SEPARATOR, Step
from normalizers.text import clusters
from pipeline.alignment import Change, changes, place_after
from pipeline.normalise import RECOGNISED, normalise_page

_CONTEXT = 16
"""Letters with their marks shown on either side of a repaired word."""
_SAME_WORD = 2
"""Differences so few letters apart are one repair: a mark moved over its neighbour."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A wording that one step changed, at all its places on the page."""

    before: str
    after: str
    places: int
    left: str
    """What stands before it, at the first place."""
    right: str


@dataclass(frozen=True, slots=True)
class StepShown:
    name: str
    th: str
    en: str
    places: int
    repairs: tuple[Repair, ...]
    """The most frequent first."""


@dataclass(frozen=True, slots=True)
class PageShown:
    number: int | None
    """None for a format without pages."""
    has_text: bool
    engine: str | None
    """What read the page's text, where that is known."""
    grade: Grade | None
    """How sound its text is, where that is known."""
    steps: tuple[StepShown, ...]


def explain(document: Document, page: int | None = None) -> list[PageShown]:
    """Every page, or the one of that number, with the steps that changed something, in order."""
    return [_page(p) for p in document.pages if page is None or p.number == page]


def to_json(pages: Sequence[PageShown]) -> dict[str, Any]:
    """The same as JSON values."""
    return {"pages": [asdict(page) for page in pages]}


def _page(page: Page) -> PageShown:
    layer = page.layer
    return PageShown(
        page.number,
        page.has_text,
        layer.engine if layer else None,
        layer.quality.grade if layer else None,
        tuple(map(_step, normalise_page(page).steps)),
    )


def _step(step: Step) -> StepShown:
    defect = next(d for d in (RECOGNISED, *PLAN) if d.name == step.name)
    found: dict[tuple[str, str], Repair] = {}
    for one in _repairs(step):
        key = one.before, one.after
        old = found.get(key, one)
        found[key] = Repair(*key, old.places + (key in found), old.left, old.right)
    repairs = sorted(found.values(), key=lambda r: -r.places)
    return StepShown(defect.name, defect.th, defect.en, sum(r.places for r in repairs), tuple(repairs))


def _repairs(step: Step) -> Iterator[Repair]:
    befores, afters = step.before.split(SEPARATOR), step.after.split(SEPARATOR)
    for before, after in zip(befores, afters, strict=True):
        if before != after:
            yield from _in_text(before, after)


def _in_text(before: str, after: str) -> Iterator[Repair]:
    """The repaired words of one text: in the repaired text it is known where words begin and end."""
    starts = [0, *accumulate(map(len, tokens.load()(after)))]
    back = [Change(c.new_start, c.new_end, c.start, c.end) for c in changes(before, after)]
    for start, end in _words(back, starts):
        a, b = place_after(start, back), place_after(end, back)
        yield Repair(before[a:b], after[start:end], 1, _tail(before[:a]), _head(before[b:]))


def _words(differ: Sequence[Change], starts: Sequence[int]) -> list[tuple[int, int]]:
    """The spans of whole words that hold the differences, apart from each other."""
    spans: list[tuple[int, int]] = []
    reach = -1
    for change in differ:
        first = bisect_right(starts, change.start) - 1
        if change.start == change.end == starts[first]:  # something was taken out between two words
            first = max(first - 1, 0)
        start = starts[first]
        end = starts[min(bisect_left(starts, max(change.end, change.start + 1)), len(starts) - 1)]
        if spans and (start < spans[-1][1] or change.start - reach <= _SAME_WORD):
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
        reach = change.end
    return spans


def _tail(text: str) -> str:
    return ("…" if len(text) > _CONTEXT else "") + _one_line(
        "".join(clusters(text[-2 * _CONTEXT :])[-_CONTEXT:])
    )


def _head(text: str) -> str:
    return _one_line("".join(clusters(text[: 2 * _CONTEXT])[:_CONTEXT])) + (
        "…" if len(text) > _CONTEXT else ""
    )


def _one_line(text: str) -> str:
    return " ".join(text.split("\n"))
