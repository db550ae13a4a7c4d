"""Scores that should be means of others: indicators of their items, instruments of their indicators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from corpus.frame import INSTRUMENT_LETTER, IndicatorFrame, SubIndicator
from corpus.records import Finding, ReportRecords
from pipeline.questions.results import TOLERANCE, Results, Stated, all_stated, codes_of, mean


def indicator_not_item_mean(results: Results, records: ReportRecords) -> Iterator[Finding]:
    """A stated indicator or sub-indicator that its items, all of them stated, do not give.

    Indicators 1-8 are means of their items; 9 and 10 means of their sub-indicators where the year's frame
    knows that (2563-2565). Where the rule is not known, no mean, however weighted, lies outside its items.
    """
    for indicator in results.frame.indicators:
        stated = results.indicator(indicator.number)
        if stated is None:
            continue
        of = (f"ตัวชี้วัดที่ {indicator.number}", f"indicator {indicator.number}")
        if indicator.mean_of == "items":
            codes = codes_of(indicator)
            yield from _ask(results, stated, all_stated(results, "item", codes), of, _span(codes))
        elif indicator.mean_of == "sub_indicators":
            value = _of_sub_indicators(results, indicator)
            if value is not None and abs(value - stated.value) > TOLERANCE:
                yield _not_the_mean(results, stated, value, of, ("ตัวชี้วัดย่อย", "its sub-indicators"))
        else:
            yield from _outside(results, stated, indicator, of)
    for sub in results.frame.sub_indicators:
        stated = results.scores.get(("sub_indicator", sub.number))
        parent = results.frame.indicator(sub.indicator)
        if stated and parent and parent.mean_of == "sub_indicators":
            of = (f"ตัวชี้วัดย่อยที่ {sub.number}", f"sub-indicator {sub.number}")
            codes = _codes(sub)
            yield from _ask(results, stated, all_stated(results, "item", codes), of, _span(codes))


def _ask(
    results: Results,
    stated: Stated,
    parts: Sequence[Stated] | None,
    of: tuple[str, str],
    named: tuple[str, str],
) -> Iterator[Finding]:
    if parts:
        value = mean([p.value for p in parts])
        if abs(value - stated.value) > TOLERANCE:
            yield _not_the_mean(results, stated, value, of, named)


def _of_sub_indicators(results: Results, indicator: IndicatorFrame) -> Decimal | None:
    """The mean of an indicator's sub-indicators, each as stated or as the mean of all its items."""
    values = []
    for sub in (s for s in results.frame.sub_indicators if s.indicator == indicator.number):
        own = results.scores.get(("sub_indicator", sub.number))
        items = all_stated(results, "item", _codes(sub))
        if own:
            values.append(own.value)
        elif items:
            values.append(mean([i.value for i in items]))
        else:
            return None
    return mean(values) if values else None


def _outside(
    results: Results, stated: Stated, indicator: IndicatorFrame, of: tuple[str, str]
) -> Iterator[Finding]:
    codes = codes_of(indicator)
    items = all_stated(results, "item", codes)
    if not items:
        return
    low, high = min(i.value for i in items), max(i.value for i in items)
    if low - TOLERANCE <= stated.value <= high + TOLERANCE:
        return
    between = str(low) if low == high else f"{low}–{high}"
    of_th, of_en = results.of()
    th, en = _span(codes)
    yield results.finding(
        "indicator_not_item_mean",
        f"คะแนน{of[0]}{of_th} ที่ระบุ {stated.value} อยู่นอกช่วงคะแนนของ{th} ({between}) จึงเป็นค่าเฉลี่ยของข้อเหล่านี้ไม่ได้",
        f"the stated score of {of[1]}{of_en}, {stated.value}, lies outside its items {en} ({between}), so it is no mean of them",
        [stated],
        "item_counts.OIT",
    )


def instrument_not_indicator_mean(results: Results, records: ReportRecords) -> Iterator[Finding]:
    """A stated instrument that its indicators do not give; of EIT in two parts, that the parts do not give."""
    frame = results.frame
    for instrument in INSTRUMENT_LETTER:
        stated = results.instrument(instrument)
        if stated is None:
            continue
        if instrument == "EIT" and (frame.eit_parts or 1) > 1:
            parts = all_stated(results, "instrument", ["EIT1", "EIT2"])
            named = ("สองส่วน (EIT1, EIT2)", "its two parts")
        else:
            numbers = [i.number for i in frame.indicators if i.instrument == instrument]
            parts = all_stated(results, "indicator", numbers)
            named = ("ตัวชี้วัด", "its indicators")
        if parts:
            value = mean([p.value for p in parts])
            if abs(value - stated.value) > TOLERANCE:
                of = (f" {instrument}", instrument)
                yield _not_the_mean(results, stated, value, of, named, code="instrument_not_indicator_mean")


def _not_the_mean(
    results: Results,
    stated: Stated,
    value: Decimal,
    of: tuple[str, str],
    parts: tuple[str, str],
    code: str = "indicator_not_item_mean",
) -> Finding:
    """`of` and `parts` name what is assessed and what its mean is taken of, in Thai and in English."""
    of_th, of_en = results.of()
    return results.finding(
        code,
        f"คะแนน{of[0]}{of_th} ที่ระบุ {stated.value} ไม่เท่ากับค่าเฉลี่ยของ{parts[0]} ซึ่งเท่ากับ {value:.2f}",
        f"the stated score of {of[1]}{of_en}, {stated.value}, is not the mean of {parts[1]}, {value:.2f}",
        [stated],
        "means",
    )


def _codes(sub: SubIndicator) -> list[str]:
    return [f"O{n}" for n in range(sub.first, sub.last + 1)]


def _span(codes: Sequence[str]) -> tuple[str, str]:
    return (f"ข้อ {codes[0]}–{codes[-1]}", f"{codes[0]}-{codes[-1]}") if codes else ("", "")
