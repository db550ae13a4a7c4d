"""The forms in which two measures become one, or one becomes two: what is there to choose, and what would come of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.records import Measure
from output.field_values import fields_of
from output.review.reshaping import halves, joined
from pipeline.review.addresses import number_of
from pipeline.review.inputs import Input, inputs_for, text_of
from pipeline.review.labels import cut
from pipeline.review.words import Words

PARTS = ("1-", "2-")
"""What the names of fields of the first and of the second begin with."""
_SHOWN = 70


@dataclass(frozen=True, slots=True)
class Shaping:
    """A form of which one measure comes, or two."""

    how: Literal["join", "split"]
    chosen: int
    """The other measure, or the step that the second begins with."""
    choices: tuple[tuple[int, str], ...]
    """What else can be chosen: number and label."""
    parts: tuple[tuple[str, Sequence[Input]], ...]
    """What the names of the fields begin with, and the fields of each that comes of it."""
    other_title: str = ""
    """Of the measure that is joined."""

    @property
    def filled(self) -> frozenset[str]:
        """The fields that any of the measures says something in, and what a measure cannot do without."""
        said = {one.field for _, given in self.parts for one in given if one.text or one.wrong}
        return frozenset(said | {"title", "steps"})


def joining(
    words: Words, measures: Sequence[Measure], position: int, asked: str, typed: Mapping[str, str], wrong: str
) -> Shaping | None:
    """To join a measure with another: the one that is asked for, else the next, or the one before the last."""
    others = [n for n in range(len(measures)) if n != position]
    if not others or not 0 <= position < len(measures):
        return None
    number = number_of(asked)
    if number is None:
        number = position + 1
    other = number if number in others else min(others, key=lambda n: abs(n - position))
    first, second = sorted((position, other))
    whole = joined(measures[first], measures[second])
    choices = tuple((n, f"{n + 1}. {_short(measures[n].title)}") for n in others)
    return Shaping(
        "join", other, choices, (_fields(words, PARTS[0], whole, typed, wrong),), measures[other].title
    )


def splitting(
    words: Words, measures: Sequence[Measure], position: int, asked: str, typed: Mapping[str, str], wrong: str
) -> Shaping | None:
    """To split a measure: the second begins with the step that is asked for, else in the middle."""
    if not 0 <= position < len(measures):
        return None
    measure = measures[position]
    last = len(measure.steps)
    number = number_of(asked) or 0
    step = number if 0 < number < last else (last + 1) // 2
    both = halves(measure, step)
    choices = tuple((n, f"{n + 1}. {_short(text)}") for n, text in enumerate(measure.steps) if n)
    parts = tuple(_fields(words, part, one, typed, wrong) for part, one in zip(PARTS, both, strict=True))
    return Shaping("split", step, choices, parts)


def _fields(
    words: Words, part: str, measure: Measure, typed: Mapping[str, str], wrong: str
) -> tuple[str, Sequence[Input]]:
    texts = {name: text_of(getattr(measure, name)) for name in fields_of("measure")}
    own = {name.removeprefix(part): text for name, text in typed.items() if name.startswith(part)}
    named = wrong.removeprefix(part) if wrong.startswith(part) else ""
    return part, inputs_for(words, "measure", {**texts, **own}, named)


def _short(text: str) -> str:
    line = cut(text)
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"
