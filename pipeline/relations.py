"""How the scores of a report depend on each other: which is the mean, the weighted sum, the difference of which.

The rules are those of the year's frame, as in `pipeline.questions`; a rule that the frame is not sure of gives no
relation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.frame import INSTRUMENT_LETTER, SubIndicator
from corpus.records import ReportRecords, Score
from pipeline.questions.results import (
    TOLERANCE,
    Results,
    Stated,
    all_stated,
    codes_of,
    results_of,
    weight_of,
)

Names = tuple[str, str]
"""In Thai and in English."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A score that others give: `whole` is the sum of `parts`, each times its weight."""

    whole: int
    """Place in the list of scores."""
    parts: tuple[tuple[int, Decimal], ...]
    named: Names
    """ตัวชี้วัดที่ 4 เป็นค่าเฉลี่ยของข้อ I10–I12"""
    tolerance: Decimal = TOLERANCE

    @property
    def scores(self) -> tuple[int, ...]:
        return (self.whole, *(part for part, _ in self.parts))


def relations_of(records: ReportRecords) -> list[Relation]:
    """All relations between scores that the report states, by agency and year."""
    found: list[Relation] = []
    for results in results_of(records):
        if _sure(results, "means"):
            found += _means(results)
        if results.frame.weights and _sure(results, "weights"):
            found += _sums(results)
    return [*found, *_changes(records.scores), *_repeats(records.scores)]


def _sure(results: Results, fact: str) -> bool:
    return results.frame.certainty.get(fact) != "unverified"


def _mean(whole: Stated, parts: Sequence[Stated] | None, named: Names, of: Names) -> Iterator[Relation]:
    if parts:
        weight = Decimal(1) / len(parts)
        text = (f"{named[0]} เป็นค่าเฉลี่ยของ{of[0]}", f"{named[1]} is the mean of {of[1]}")
        yield Relation(whole.index, tuple((part.index, weight) for part in parts), text)


def _means(results: Results) -> Iterator[Relation]:
    frame = results.frame
    for indicator in frame.indicators:
        stated = results.indicator(indicator.number)
        named = (f"ตัวชี้วัดที่ {indicator.number}", f"indicator {indicator.number}")
        if stated and indicator.mean_of == "items":
            yield from _mean(stated, *_items(results, codes_of(indicator), named))
        elif indicator.mean_of == "sub_indicators":
            subs = [sub for sub in frame.sub_indicators if sub.indicator == indicator.number]
            if stated:
                parts = all_stated(results, "sub_indicator", [sub.number for sub in subs])
                yield from _mean(stated, parts, named, ("ตัวชี้วัดย่อย", "its sub-indicators"))
                if not parts:
                    yield from _nested(results, stated, [_codes(sub) for sub in subs], named)
            for sub in subs:
                whole = results.scores.get(("sub_indicator", sub.number))
                if whole:
                    own = (f"ตัวชี้วัดย่อยที่ {sub.number}", f"sub-indicator {sub.number}")
                    yield from _mean(whole, *_items(results, _codes(sub), own))
        elif stated:
            parts, own, of = _items(results, codes_of(indicator), named)
            # By whatever weights: the mean of like scores is the same score.
            if parts and all(part.value == stated.value for part in parts):
                yield from _mean(stated, parts, own, of)
    for instrument in INSTRUMENT_LETTER:
        stated = results.instrument(instrument)
        if stated:
            named = (f"คะแนน {instrument}", instrument)
            if instrument == "EIT" and (frame.eit_parts or 1) > 1:
                halves = all_stated(results, "instrument", ["EIT1", "EIT2"])
                yield from _mean(stated, halves, named, ("สองส่วน (EIT1, EIT2)", "its two parts"))
            else:
                yield from _mean(stated, _indicators(results, instrument), named, ("ตัวชี้วัด", "its indicators"))


def _codes(sub: SubIndicator) -> list[str]:
    return [f"O{n}" for n in range(sub.first, sub.last + 1)]


def _nested(
    results: Results, whole: Stated, codes: Sequence[Sequence[str]], named: Names
) -> Iterator[Relation]:
    """An indicator whose sub-indicators are not all stated, but whose items are."""
    items = [all_stated(results, "item", own) for own in codes]
    if not items or not all(items):
        return
    weights = [Decimal(1) / (len(items) * len(own)) for own in items if own]
    parts = ((part.index, weight) for own, weight in zip(items, weights, strict=True) for part in own or ())
    text = (
        f"{named[0]} เป็นค่าเฉลี่ยของตัวชี้วัดย่อย ซึ่งเป็นค่าเฉลี่ยของข้อ",
        f"{named[1]} is the mean of its sub-indicators, and these of their items",
    )
    yield Relation(whole.index, tuple(parts), text)


def _items(results: Results, codes: Sequence[str], named: Names) -> tuple[list[Stated] | None, Names, Names]:
    of = (f"ข้อ {codes[0]}–{codes[-1]}", f"{codes[0]}-{codes[-1]}") if codes else ("", "")
    return all_stated(results, "item", codes), named, of


def _indicators(results: Results, instrument: str) -> list[Stated] | None:
    numbers = [i.number for i in results.frame.indicators if i.instrument == instrument]
    return all_stated(results, "indicator", numbers)


def _sums(results: Results) -> Iterator[Relation]:
    """The overall score of the instruments, or of what they add to it; what each adds."""
    overall = results.overall
    weights = {code: weight_of(results.frame, code) for code in INSTRUMENT_LETTER}
    for code, part in results.weighted.items():
        stated = results.instrument(code)
        if stated and code in weights:
            named = (
                f"คะแนนถ่วงน้ำหนักของ {code} เป็นคะแนนคูณน้ำหนัก",
                f"the weighted part of {code} is its score times its weight",
            )
            yield Relation(part.index, ((stated.index, weights[code]),), named)
    if overall is None:
        return
    named = (
        "คะแนนภาพรวมเป็นผลรวมถ่วงน้ำหนักของ IIT EIT OIT",
        "the overall score is the weighted sum of IIT, EIT and OIT",
    )
    if all(code in results.weighted for code in weights):
        parts = tuple((results.weighted[code].index, Decimal(1)) for code in weights)
        yield Relation(overall.index, parts, named)
    terms = [_terms(results, code, weight) for code, weight in weights.items()]
    if all(terms):
        yield Relation(overall.index, tuple(term for own in terms for term in own), named)


def _terms(results: Results, code: str, weight: Decimal) -> list[tuple[int, Decimal]]:
    """What an instrument adds to the whole: as stated, or by its halves or its indicators."""
    stated = results.instrument(code)
    if stated:
        return [(stated.index, weight)]
    halved = code == "EIT" and (results.frame.eit_parts or 1) > 1
    parts = all_stated(results, "instrument", ["EIT1", "EIT2"]) if halved else _indicators(results, code)
    return [(part.index, weight / len(parts)) for part in parts] if parts else []


def _changes(scores: Sequence[Score]) -> Iterator[Relation]:
    """A change and the two scores it lies between: the later is the earlier and the change."""
    stated: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for n, score in enumerate(scores):
        if score.statistic in ("score", "change") and score.fiscal_year:
            stated[(_place(score), score.statistic, score.fiscal_year)].append(n)
    named = ("ผลต่างเป็นคะแนนปีหลังลบด้วยปีก่อน", "a change is the later score less the earlier")
    for (place, statistic, year), changes in list(stated.items()):
        if statistic != "change" or len(changes) > 1 or not isinstance(year, int):
            continue
        now, before = (stated.get((place, "score", y), []) for y in (year, year - 1))
        if len(now) == len(before) == 1:
            yield Relation(now[0], ((before[0], Decimal(1)), (changes[0], Decimal(1))), named)


def _repeats(scores: Sequence[Score]) -> Iterator[Relation]:
    """A score that is stated twice."""
    seen: dict[tuple[object, ...], int] = {}
    named = ("คะแนนเดียวกันระบุไว้อีกแห่งหนึ่ง", "the same score is stated at another place")
    for n, score in enumerate(scores):
        if score.fiscal_year is None or (score.level == "item" and score.item is None):
            continue
        first = seen.setdefault((_place(score), score.statistic, score.fiscal_year), n)
        # 86.7 and 86.73 may both be right.
        if first != n and scores[first].value.as_tuple().exponent == score.value.as_tuple().exponent:
            yield Relation(n, ((first, Decimal(1)),), named, Decimal(0))


def _place(s: Score) -> tuple[object, ...]:
    return (s.level, s.instrument, s.indicator, s.sub_indicator, s.item, s.agency)
