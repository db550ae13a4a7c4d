"""Doubtful figures of recognised pages that arithmetic decides, and those that it speaks against.

A recognised score may have been read in several ways (its readings). Where the relations between scores
(`pipeline.relations`) leave only one of them, that one is meant.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from math import prod

from pipeline.relations import Relation

MOST = 20_000
"""So many combinations of readings of one relation are tried."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What arithmetic says of the scores of a report, by their place in the list."""

    taken: dict[int, tuple[Decimal, Relation]] = field(default_factory=dict)
    """The one reading of a doubtful score that fits, and a relation that rules the others out."""
    doubted: dict[int, Relation] = field(default_factory=dict)
    """Scores of relations that no readings fulfil: one of each is misread, or the report has it wrong."""
    vouched: frozenset[int] = frozenset()
    """Scores of relations that are fulfilled as recognised, and by no other readings, and that none speaks against."""


def decide(
    readings: Sequence[Sequence[Decimal]], relations: Sequence[Relation], mended: Collection[int] = ()
) -> Decided:
    """Take the readings that relations leave as the only ones.

    `readings` has the readings of each score, that which was recognised first. A score of which two readings
    fit stays as recognised, and so does one of which none does. `mended` are the scores whose first reading is not
    what was recognised but what its form makes of it: where that fits, it is taken.
    """
    left = [tuple(dict.fromkeys(own)) for own in readings]
    read = [own[0] for own in left]
    taken: dict[int, tuple[Decimal, Relation]] = {}
    while True:
        fitting = [(relation, _fitting(relation, left)) for relation in relations]
        changed = False
        for score in {score for relation in relations for score in relation.scores}:
            if len(left[score]) == 1:
                continue
            allowed = set(left[score])
            by: Relation | None = None
            for relation, fits in fitting:
                if fits and score in fits:
                    by = by or (relation if not allowed <= fits[score] else None)
                    allowed &= fits[score]
            if len(allowed) == 1 and by is not None:
                (value,) = allowed
                left[score] = (value,)
                changed = True
                if value != read[score]:
                    taken[score] = (value, by)
        if not changed:
            break
    for relation, fits in fitting:
        for score in relation.scores if fits else ():
            if score in mended and score not in taken:
                taken[score] = (left[score][0], relation)
    doubted: dict[int, Relation] = {}
    for relation, fits in fitting:
        if fits is not None and not fits:
            for score in relation.scores:
                doubted.setdefault(score, relation)
    vouched = {
        score
        for relation, fits in fitting
        if fits and all(fits[score] == {read[score]} for score in relation.scores)
        for score in relation.scores
    }
    return Decided(taken, doubted, frozenset(vouched - taken.keys() - doubted.keys()))


def _fitting(relation: Relation, left: Sequence[Sequence[Decimal]]) -> dict[int, set[Decimal]] | None:
    """The readings of each score with which a relation holds; empty where it cannot, None where that is too much."""
    scores = relation.scores
    if len(set(scores)) != len(scores) or prod(len(left[score]) for score in scores) > MOST:
        return None
    weights = (Decimal(-1), *(weight for _, weight in relation.parts))
    found: dict[int, set[Decimal]] = {}
    for values in product(*(left[score] for score in scores)):
        off = sum((weight * value for weight, value in zip(weights, values, strict=True)), Decimal())
        if abs(off) <= relation.tolerance:
            for score, value in zip(scores, values, strict=True):
                found.setdefault(score, set()).add(value)
    return found
