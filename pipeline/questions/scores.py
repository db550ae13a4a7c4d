"""Single scores against each other: out of range, in conflict, a change that is no difference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from corpus.frame import load_frame
from corpus.records import About, Finding, Message, ReportRecords, Score
from pipeline.questions.results import TOLERANCE, weight_of

_FULL = Decimal(100)


def value_out_of_range(records: ReportRecords) -> Iterator[Finding]:
    """A score outside 0-100, a part of the weighted sum outside its weight."""
    for i, s in enumerate(records.scores):
        low, high = (-_FULL if s.statistic == "change" else Decimal()), _most(s)
        if not low <= s.value <= high:
            yield Finding(
                "value_out_of_range",
                "error",
                Message(
                    f"คะแนน {s.value} อยู่นอกช่วง {low:.0f}–{high:.0f}",
                    f"the score {s.value} lies outside {low:.0f}-{high:.0f}",
                ),
                (About("score", i),),
            )


def _most(score: Score) -> Decimal:
    if score.statistic != "weighted" or not score.instrument or not score.fiscal_year:
        return _FULL
    frame = load_frame(score.fiscal_year)
    return weight_of(frame, score.instrument) * 100 if frame.weights else _FULL


def conflicting_scores(records: ReportRecords) -> Iterator[Finding]:
    """Different values for the same place, year, statistic and agency; rounding is no difference."""
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i, s in enumerate(records.scores):
        if s.level != "item" or s.item is not None:
            groups[(*_place(s), s.fiscal_year, s.statistic)].append(i)
    for indices in groups.values():
        values = [records.scores[i].value for i in indices]
        if any(not _same(values[0], v) for v in values[1:]):
            listed = ", ".join(map(str, values))
            yield Finding(
                "conflicting_scores",
                "error",
                Message(
                    f"คะแนนของที่เดียวกันไม่ตรงกัน: {listed}", f"different scores for the same place: {listed}"
                ),
                tuple(About("score", i) for i in indices),
            )


def _place(s: Score) -> tuple[object, ...]:
    return (s.level, s.instrument, s.indicator, s.sub_indicator, s.item, s.agency)


def _same(a: Decimal, b: Decimal) -> bool:
    """True where one is the other, or the other rounded to its decimals (at least one).

    >>> _same(Decimal("86.73"), Decimal("86.7")), _same(Decimal("86.73"), Decimal("87"))
    (True, False)
    """
    fewer, more = sorted((a, b), key=lambda v: -int(v.as_tuple().exponent))
    return a == b or (int(fewer.as_tuple().exponent) < 0 and more.quantize(fewer) == fewer)


def change_not_difference(records: ReportRecords) -> Iterator[Finding]:
    """A change that is not the difference of the two years' scores."""
    stated: dict[tuple[object, ...], list[Decimal]] = defaultdict(list)
    for s in records.scores:
        if s.statistic == "score":
            stated[(*_place(s), s.fiscal_year)].append(s.value)
    for i, s in enumerate(records.scores):
        if s.statistic != "change" or s.fiscal_year is None:
            continue
        now, before = (stated.get((*_place(s), year)) for year in (s.fiscal_year, s.fiscal_year - 1))
        if not now or not before or len(now) > 1 or len(before) > 1:
            continue
        difference = now[0] - before[0]
        if abs(difference - s.value) > TOLERANCE:
            yield Finding(
                "change_not_difference",
                "error",
                Message(
                    f"ผลต่างที่ระบุ {s.value} ไม่เท่ากับ {now[0]} − {before[0]} = {difference}",
                    f"the stated change {s.value} is not {now[0]} - {before[0]} = {difference}",
                ),
                (About("score", i),),
            )
