"""Questions that a careful clerk would put to a report: arithmetic and sense.

Every question is a function from the records to findings; the list of them stands at the end.
Tolerance is 0.02 points, since printed scores are rounded to two decimals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from corpus.frame import INSTRUMENT_LETTER, Frame, load_frame
from corpus.records import About, Finding, Indicator, Message, ReportRecords, Score
from normalizers.text import squeeze

TOLERANCE = Decimal("0.02")
Question = Callable[[ReportRecords, Frame], Iterator[Finding]]
Stated = tuple[int, Decimal]
"""Index and value of a score record."""


def check(records: ReportRecords, more: tuple[Finding, ...] = ()) -> ReportRecords:
    """The records with the findings of all questions added after their own and `more`."""
    year = records.report.fiscal_year
    asked: list[Finding] = []
    if year is not None:
        frame = load_frame(year)
        for question in QUESTIONS:
            asked += question(records, frame)
    return replace(records, findings=(*records.findings, *more, *asked))


def _own(records: ReportRecords) -> dict[tuple[object, ...], Stated]:
    """Index and value of the report's own scores of its year, by place."""
    out: dict[tuple[object, ...], Stated] = {}
    for i, s in enumerate(records.scores):
        if s.statistic == "score" and s.agency is None and s.fiscal_year == records.report.fiscal_year:
            key = s.item or s.sub_indicator or s.indicator or s.instrument or "overall"
            if s.level == "item" and s.item is None:
                continue
            out.setdefault((s.level, key), (i, s.value))
    return out


def indicator_not_item_mean(records: ReportRecords, frame: Frame) -> Iterator[Finding]:
    """A stated indicator score that is not the mean of its items, where all of them are stated."""
    own = _own(records)
    for indicator in frame.indicators:
        if indicator.mean_of != "items" or not indicator.first or not indicator.last:
            continue
        letter = INSTRUMENT_LETTER[indicator.instrument]
        codes = [f"{letter}{n}" for n in range(indicator.first, indicator.last + 1)]
        stated = own.get(("indicator", indicator.number))
        mean = _mean([own.get(("item", code)) for code in codes])
        if stated and mean is not None and abs(mean - stated[1]) > TOLERANCE:
            yield _not_the_mean(
                "indicator_not_item_mean",
                stated,
                mean,
                (f"ตัวชี้วัดที่ {indicator.number}", f"indicator {indicator.number}"),
                (f"ข้อ {codes[0]}–{codes[-1]}", f"{codes[0]}-{codes[-1]}"),
            )


def instrument_not_indicator_mean(records: ReportRecords, frame: Frame) -> Iterator[Finding]:
    """A stated instrument score that is not the mean of its indicators, where all of them are stated."""
    own = _own(records)
    for instrument in INSTRUMENT_LETTER:
        if instrument == "EIT" and (frame.eit_parts or 1) > 1:
            continue
        stated = own.get(("instrument", instrument))
        mean = _mean(
            [own.get(("indicator", i.number)) for i in frame.indicators if i.instrument == instrument]
        )
        if stated and mean is not None and abs(mean - stated[1]) > TOLERANCE:
            yield _not_the_mean(
                "instrument_not_indicator_mean",
                stated,
                mean,
                (instrument, instrument),
                ("ตัวชี้วัด", "its indicators"),
            )


def _mean(scores: Sequence[Stated | None]) -> Decimal | None:
    """The mean of scores with two decimals; None where one of them is not stated."""
    values = [s[1] for s in scores if s is not None]
    if not values or len(values) < len(scores):
        return None
    return (sum(values, Decimal()) / len(values)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _not_the_mean(
    code: str, stated: Stated, mean: Decimal, of: tuple[str, str], parts: tuple[str, str]
) -> Finding:
    """`of` and `parts` name what is assessed and what its mean is taken of, in Thai and in English."""
    return Finding(
        code,
        "error",
        Message(
            f"คะแนน{of[0]} ที่ระบุ {stated[1]} ไม่เท่ากับค่าเฉลี่ยของ{parts[0]} ซึ่งเท่ากับ {mean}",
            f"the stated score of {of[1]}, {stated[1]}, is not the mean of {parts[1]}, {mean}",
        ),
        (About("score", stated[0]),),
    )


def overall_not_weighted_sum(records: ReportRecords, frame: Frame) -> Iterator[Finding]:
    """An overall score that the instruments, stated or derived from their indicators, do not add up to."""
    own = _own(records)
    overall = own.get(("overall", "overall"))
    if overall is None or not frame.weights:
        return
    parts: dict[str, tuple[Decimal, Decimal]] = {}
    derived = False
    for instrument in ("IIT", "EIT", "OIT"):
        stated = own.get(("instrument", instrument))
        one, two = own.get(("instrument", "EIT1")), own.get(("instrument", "EIT2"))
        numbers = [i.number for i in frame.indicators if i.instrument == instrument]
        values = [own[("indicator", n)][1] for n in numbers if ("indicator", n) in own]
        if stated is not None:
            parts[instrument] = (stated[1], stated[1])
        elif instrument == "EIT" and one and two:
            parts[instrument] = ((one[1] + two[1]) / 2, (one[1] + two[1]) / 2)
        elif numbers and len(values) == len(numbers):
            mean = sum(values, Decimal()) / len(values)
            derived = True
            open_part = instrument == "EIT" and (frame.eit_parts or 1) > 1
            # The second part of EIT, where it is not stated, may be anything from 0 to 100.
            parts[instrument] = (mean / 2, mean / 2 + 50) if open_part else (mean, mean)
        else:
            return
    low = sum(frame.weights[k] * v[0] for k, v in parts.items())
    high = sum(frame.weights[k] * v[1] for k, v in parts.items())
    if low - TOLERANCE <= overall[1] <= high + TOLERANCE:
        return
    shown = ", ".join(
        f"{k} {v[0]:.2f}" if v[0] == v[1] else f"{k} {v[0]:.2f}–{v[1]:.2f}" for k, v in parts.items()
    )
    yield Finding(
        "overall_not_weighted_sum",
        "warning" if derived else "error",
        Message(
            f"คะแนนภาพรวม {overall[1]} ไม่ตรงกับผลรวมถ่วงน้ำหนัก ซึ่งควรอยู่ระหว่าง {low:.2f} ถึง {high:.2f} ({shown})",
            f"the overall score {overall[1]} is not the weighted sum, which lies between {low:.2f} and {high:.2f} ({shown})",
        ),
        (About("score", overall[0]),),
    )


def rating_not_of_score(records: ReportRecords, frame: Frame) -> Iterator[Finding]:
    """A rating that the year's rule does not allow for the scores."""
    own = _own(records)
    for i, s in enumerate(records.scores):
        if (
            not s.rating
            or s.level != "overall"
            or s.agency is not None
            or s.fiscal_year != records.report.fiscal_year
        ):
            continue
        known: list[Decimal | None] = []
        for code in (
            ("IIT", "EIT1", "EIT2", "OIT") if ("instrument", "EIT1") in own else ("IIT", "EIT", "OIT")
        ):
            found = own.get(("instrument", code))
            known.append(found[1] if found else None)
        possible = frame.possible_ratings(s.value, known)
        names = {str(getattr(r, "level", r)) for r in possible}
        if (
            names
            and s.rating not in names
            and s.rating not in {"AA", "A", "B", "C", "D", "E", "F"} - names - _levels(frame)
        ):
            yield Finding(
                "rating_not_of_score",
                "error",
                Message(
                    f"ระดับ “{s.rating}” ไม่ตรงกับคะแนน {s.value} ตามเกณฑ์ของปี ควรเป็น {' หรือ '.join(sorted(names))}",
                    f"the rating {s.rating} does not fit {s.value} by the year's rule, which gives {' or '.join(sorted(names))}",
                ),
                (About("score", i),),
            )


def _levels(frame: Frame) -> set[str]:
    return {r.level for r in frame.ratings}


def value_out_of_range(records: ReportRecords, frame: Frame) -> Iterator[Finding]:
    """A score outside 0-100."""
    for i, s in enumerate(records.scores):
        if s.statistic != "change" and not 0 <= s.value <= 100:
            yield Finding(
                "value_out_of_range",
                "error",
                Message(f"คะแนน {s.value} อยู่นอกช่วง 0–100", f"the score {s.value} lies outside 0-100"),
                (About("score", i),),
            )


def conflicting_scores(records: ReportRecords, frame: Frame) -> Iterator[Finding]:
    """Two different values for the same place, year, statistic and agency."""
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i, s in enumerate(records.scores):
        if s.level == "item" and s.item is None:
            continue
        groups[
            (
                s.level,
                s.instrument,
                s.indicator,
                s.sub_indicator,
                s.item,
                s.fiscal_year,
                s.statistic,
                s.agency,
            )
        ].append(i)
    for indices in groups.values():
        values = [records.scores[i].value for i in indices]
        if len(set(values)) > 1:
            listed = ", ".join(map(str, values))
            yield Finding(
                "conflicting_scores",
                "error",
                Message(
                    f"คะแนนของที่เดียวกันไม่ตรงกัน: {listed}", f"different scores for the same place: {listed}"
                ),
                tuple(About("score", i) for i in indices),
            )


def change_not_difference(records: ReportRecords, frame: Frame) -> Iterator[Finding]:
    """A change that is not the difference of the two years' scores."""
    by_place: dict[tuple[object, ...], list[Decimal]] = defaultdict(list)
    for s in records.scores:
        if s.statistic == "score":
            by_place[(s.level, s.instrument, s.indicator, s.item, s.agency, s.fiscal_year)].append(s.value)
    for i, s in enumerate(records.scores):
        if s.statistic != "change" or s.fiscal_year is None:
            continue
        key = (s.level, s.instrument, s.indicator, s.item, s.agency)
        now, before = by_place.get((*key, s.fiscal_year)), by_place.get((*key, s.fiscal_year - 1))
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


def unknown_code(records: ReportRecords, frame: Frame) -> Iterator[Finding]:
    """An item that the year's frame does not have."""
    coded: tuple[tuple[str, tuple[Score | Indicator, ...]], ...] = (
        ("score", records.scores),
        ("indicator", records.indicators),
    )
    for kind, listed in coded:
        for i, r in enumerate(listed):
            code = r.item
            if code is None or frame.indicator_of(code) is not None:
                continue
            if frame.item_count({"I": "IIT", "E": "EIT", "O": "OIT"}[code[0]]) is None:
                continue
            yield Finding(
                "unknown_code",
                "warning",
                Message(
                    f"กรอบปี {frame.fiscal_year} ไม่มีข้อ {code}",
                    f"the frame of {frame.fiscal_year} has no item {code}",
                ),
                (About(kind, i),),
            )


def duplicate_text(records: ReportRecords, frame: Frame) -> Iterator[Finding]:
    """The same analysis under items of different indicators, or the same step twice in a measure."""
    groups: dict[str, list[int]] = defaultdict(list)
    for i, a in enumerate(records.analyses):
        key = squeeze(a.text)
        if len(key) >= 15:
            groups[key].append(i)
    for indices in groups.values():
        if len({(records.analyses[i].indicator, records.analyses[i].items) for i in indices}) > 1:
            where = ", ".join(
                "/".join(records.analyses[i].items) or str(records.analyses[i].indicator) for i in indices
            )
            yield Finding(
                "duplicate_text",
                "warning",
                Message(f"การวิเคราะห์ข้อความเดียวกันอยู่ใต้ {where}", f"the same analysis stands under {where}"),
                tuple(About("analysis", i) for i in indices),
            )
    for i, m in enumerate(records.measures):
        keys = [squeeze(s) for s in m.steps]
        twice = {k for k in keys if keys.count(k) > 1}
        if twice:
            yield Finding(
                "duplicate_text",
                "info",
                Message("ขั้นตอนในมาตรการเดียวกันซ้ำกัน", "the same step stands twice in one measure"),
                (About("measure", i),),
            )


QUESTIONS: tuple[Question, ...] = (
    indicator_not_item_mean,
    instrument_not_indicator_mean,
    overall_not_weighted_sum,
    rating_not_of_score,
    value_out_of_range,
    conflicting_scores,
    change_not_difference,
    unknown_code,
    duplicate_text,
)
