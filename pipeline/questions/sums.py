"""Whether the overall score is the weighted sum of the instruments, and its rating the score's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from corpus.frame import INSTRUMENT_LETTER
from corpus.records import Finding, Message, ReportRecords
from pipeline.questions.results import TOLERANCE, Results, all_stated, codes_of, mean, weight_of


@dataclass(frozen=True, slots=True)
class Part:
    """What an instrument may have scored: a range where a part of it is not known."""

    low: Decimal
    high: Decimal
    derived: bool
    """It is not stated but follows from what is."""

    def __str__(self) -> str:
        return f"{self.low:.2f}" if self.low == self.high else f"{self.low:.2f}–{self.high:.2f}"


def overall_not_weighted_sum(results: Results, records: ReportRecords) -> Iterator[Finding]:
    """An overall score that the instruments, as stated or as they follow from their indicators, do not give.

    The second part of EIT (from 2566), where it is not stated, may be anything from 0 to 100. A part of the
    weighted sum that is not its instrument's score times the weight is questioned too.
    """
    frame, overall = results.frame, results.overall
    if not frame.weights:
        return
    yield from _weighted_parts(results)
    parts = _parts(results, by_items=False)
    if overall is None or parts is None or _fits(results, parts):
        return
    low, high = _sum(results, parts)
    shown = ", ".join(f"{code} {part}" for code, part in parts.items())
    derived = any(p.derived for p in parts.values())
    from_items = _parts(results, by_items=True)
    th, en = "", ""
    if from_items is not None and from_items != parts and _fits(results, from_items):
        th, en = " แต่ตรงเมื่อคำนวณจากคะแนนรายข้อ", "; with the means of the items it fits"
    of_th, of_en = results.of()
    expected = f"{low:.2f}" if low == high else f"{low:.2f}–{high:.2f}"
    yield Finding(
        "overall_not_weighted_sum",
        "warning" if derived else "error",
        Message(
            f"คะแนนภาพรวม{of_th} {overall.value} ไม่ตรงกับผลรวมถ่วงน้ำหนัก ซึ่งเท่ากับ {expected} ({shown}){th}",
            f"the overall score{of_en} {overall.value} is not the weighted sum, {expected} ({shown}){en}",
        ),
        (overall.about,),
    )


def _weighted_parts(results: Results) -> Iterator[Finding]:
    for code, part in results.weighted.items():
        stated = results.instrument(code)
        if stated is None:
            continue
        expected = stated.value * weight_of(results.frame, code)
        if abs(expected - part.value) > TOLERANCE:
            of_th, of_en = results.of()
            yield results.finding(
                "overall_not_weighted_sum",
                f"คะแนนถ่วงน้ำหนักของ {code}{of_th} ที่ระบุ {part.value} ไม่เท่ากับ {stated.value} คูณน้ำหนัก ซึ่งเท่ากับ {expected:.2f}",
                f"the weighted part of {code}{of_en}, {part.value}, is not {stated.value} times its weight, {expected:.2f}",
                [part, stated],
                "weights",
            )


def _parts(results: Results, *, by_items: bool) -> dict[str, Part] | None:
    """Each instrument's score; None where one is not known. `by_items`: means of items go before what is stated."""
    out = {}
    for code in INSTRUMENT_LETTER:
        part = None if by_items else _stated_part(results, code)
        part = part or _derived_part(results, code, by_items=by_items) or _stated_part(results, code)
        if part is None:
            return None
        out[code] = part
    return out


def _stated_part(results: Results, code: str) -> Part | None:
    stated, weighted = results.instrument(code), results.weighted.get(code)
    if stated is not None:
        return Part(stated.value, stated.value, False)
    if weighted is not None:
        value = weighted.value / weight_of(results.frame, code)
        return Part(value, value, False)
    if code == "EIT":
        one, two = results.instrument("EIT1"), results.instrument("EIT2")
        if one and two:
            value = (one.value + two.value) / 2
            return Part(value, value, False)
        if half := one or two:
            return Part(half.value / 2, half.value / 2 + 50, True)
    return None


def _derived_part(results: Results, code: str, *, by_items: bool) -> Part | None:
    values = []
    for indicator in results.frame.indicators:
        if indicator.instrument != code:
            continue
        stated = results.indicator(indicator.number)
        items = all_stated(results, "item", codes_of(indicator))
        sure = items and (indicator.mean_of == "items" or len({i.value for i in items}) == 1)
        of_items = mean([i.value for i in items]) if items and sure else None
        value = (of_items if by_items else None) or (stated.value if stated else of_items)
        if value is None:
            return None
        values.append(value)
    if not values:
        return None
    middle = mean(values)
    if code == "EIT" and (results.frame.eit_parts or 1) > 1:
        return Part(middle / 2, middle / 2 + 50, True)
    return Part(middle, middle, True)


def _sum(results: Results, parts: dict[str, Part]) -> tuple[Decimal, Decimal]:
    weights = results.frame.weights
    low = sum((weights[k] * p.low for k, p in parts.items()), Decimal())
    return low, sum((weights[k] * p.high for k, p in parts.items()), Decimal())


def _fits(results: Results, parts: dict[str, Part]) -> bool:
    low, high = _sum(results, parts)
    return results.overall is not None and low - TOLERANCE <= results.overall.value <= high + TOLERANCE


def rating_not_of_score(results: Results, records: ReportRecords) -> Iterator[Finding]:
    """A rating that the year's rule does not allow for the scores.

    Letters beside the names that the rule has (from 2566) are not asked about: some reports print both.
    """
    overall = results.overall
    if overall is None:
        return
    rating = records.scores[overall.index].rating
    levels = {r.level for r in results.frame.ratings}
    if rating not in levels:
        return
    codes = ("IIT", "EIT1", "EIT2", "OIT") if results.instrument("EIT1") else ("IIT", "EIT", "OIT")
    parts = [_stated_part(results, c) for c in codes]
    known = [p.low if p is not None and not p.derived else None for p in parts]
    possible = results.frame.possible_ratings(overall.value, known)
    if not possible or rating in possible:
        return
    of_th, of_en = results.of()
    yield results.finding(
        "rating_not_of_score",
        f"ระดับ “{rating}”{of_th} ไม่ตรงกับคะแนน {overall.value} ตามเกณฑ์ของปี {results.year} ควรเป็น {' หรือ '.join(possible)}",
        f"the rating {rating}{of_en} does not fit {overall.value} by the rule of {results.year}, which gives {' or '.join(possible)}",
        [overall],
        "ratings",
    )
