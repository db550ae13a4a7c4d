"""Random true content: an invented agency, its scores, what is found in them, and measures."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from corpus.frame import Frame, Item, load_frame
from corpus.provinces import districts, provinces
from tests.maker import words

YEARS = (2563, 2564, 2565, 2566, 2567, 2568)
INSTRUMENTS = {"IIT": range(1, 6), "EIT": range(6, 9), "OIT": range(9, 11)}


def two(value: Decimal) -> str:
    """A score as the assessment prints it: two decimals, halves up.

    >>> two(Decimal("97.835"))
    '97.84'
    """
    return str(value.quantize(Decimal("0.01"), ROUND_HALF_UP))


def mean(values: list[str]) -> str:
    return two(sum(map(Decimal, values), Decimal(0)) / len(values))


@dataclass(frozen=True, slots=True)
class Agency:
    """An invented municipality in a real district."""

    name: str
    kind: str
    district: str
    province: str
    province_code: str

    def keys(self) -> tuple[str, str, str, str, str]:
        return self.name, self.kind, self.district, self.province, self.province_code


@dataclass(frozen=True, slots=True)
class Results:
    """All scores of one year, place to figure: `overall`, `IIT`, `4`, `10.1`, `I10`."""

    year: int
    scores: dict[str, str]
    rating: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What is said about an indicator, or about some of its items."""

    indicator: int
    items: tuple[str, ...]
    finding: str
    text: str


@dataclass(frozen=True, slots=True)
class Period:
    """A measure's time as printed, and its days."""

    printed: str
    start: dt.date
    end: dt.date


@dataclass(frozen=True, slots=True)
class Plan:
    """One measure. A step's nested list stands in it after newlines, without marks."""

    indicators: tuple[int, ...]
    items: tuple[str, ...]
    title: str
    steps: tuple[str, ...]
    responsible: tuple[str, ...]
    printed_responsible: str
    period: Period
    rationale: str
    monitoring: str
    progress: str
    outcome: str
    suggestion: str


def agency(rng: Random) -> Agency:
    kind = rng.choice(["เทศบาลตำบล"] * 5 + ["เทศบาลเมือง", "เทศบาลนคร"] + ["องค์การบริหารส่วนตำบล"] * 2)
    province = rng.choice([p for p in provinces() if p.code != "TH-10"])
    district = rng.choice(districts(province.code))
    name = kind + rng.choice(words.FIRST) + rng.choice(words.SECOND)
    return Agency(name, kind, district, province.name, province.code)


def items_of(frame: Frame, indicator: int) -> tuple[Item, ...]:
    """The items that a report can print with their wording; those of 2567 are worded as in 2568."""
    listed = frame.items_of(indicator)
    if not listed and frame.fiscal_year == 2567:
        listed = load_frame(2568).items_of(indicator)
    return listed


def _score(rng: Random, low: float = 72, high: float = 100) -> str:
    if rng.random() < 0.08:
        return "100.00"
    return two(Decimal(str(round(rng.uniform(low, high), 2))))


def results(rng: Random, year: int, like: Results | None = None) -> Results:
    """Scores that add up as the year's frame says; `like` keeps them near those of another year."""
    frame = load_frame(year)
    scores: dict[str, str] = {}
    for n in range(1, 11):
        items = items_of(frame, n)
        if n <= 8 and items:
            for item in items:
                scores[item.code] = _score(rng)
            scores[str(n)] = mean([scores[i.code] for i in items])
        elif n > 8:
            for item in items:
                scores[item.code] = rng.choice(["100.00"] * 4 + ["0.00"])
            subs = [s for s in frame.sub_indicators if s.indicator == n]
            for sub in subs:
                held = [scores[i.code] for i in items if sub.first <= i.number <= sub.last]
                scores[sub.number] = mean(held)
            scores[str(n)] = mean([scores[s.number] for s in subs])
        else:
            scores[str(n)] = _score(rng)
        if like is not None and n <= 8 and not items:
            near = Decimal(like.scores[str(n)]) + Decimal(rng.randint(-400, 400)) / 100
            scores[str(n)] = two(min(near, Decimal(100)))
    for name, numbers in INSTRUMENTS.items():
        scores[name] = mean([scores[str(n)] for n in numbers])
    if year >= 2566:
        scores["EIT1"] = scores["EIT"]
        scores["EIT2"] = _score(rng, 80)
        scores["EIT"] = mean([scores["EIT1"], scores["EIT2"]])
    overall = sum((frame.weights[i] * Decimal(scores[i]) for i in INSTRUMENTS), Decimal(0))
    scores["overall"] = two(overall)
    parts = [scores[i] for i in ("IIT", "EIT1" if year >= 2566 else "EIT", "EIT2", "OIT") if i in scores]
    possible = frame.possible_ratings(Decimal(scores["overall"]), [Decimal(p) for p in parts])
    return Results(year, scores, possible[0] if possible else "")


def sentence(rng: Random, indicator: int, finding: str, long: bool = False) -> str:
    """A few words on a strength or a weakness of an indicator."""
    pool = words.STRENGTHS if finding == "strength" else words.WEAKNESSES
    said = rng.sample(pool[indicator], 2 if long else 1)
    text = " และ".join(said) if long else said[0]
    return f"{text} {rng.choice(words.CLOSINGS)}" if rng.random() < 0.3 else text


def period(rng: Random, year: int) -> Period:
    """A period inside a fiscal year, in one of the ways that reports print it."""
    order = [(m, year - 1 if m >= 10 else year) for m in (10, 11, 12, *range(1, 10))]
    first = rng.randrange(0, 9)
    last = rng.randrange(first + 1, 12)
    (m1, y1), (m2, y2) = order[first], order[last]
    start = dt.date(y1 - 543, m1, 1)
    end = dt.date(y2 - 543, m2, calendar.monthrange(y2 - 543, m2)[1])
    (long1, short1), (long2, short2) = words.MONTHS[m1], words.MONTHS[m2]
    dash = rng.choice([" – ", " - ", "-", " ถึง "])
    form = rng.choice(["days", "days", "short", "short", "long", "one_year", "fiscal", "whole", "months"])
    if form in ("fiscal", "whole"):
        whole = "ตลอด" if form == "whole" else ""
        start, end = dt.date(year - 544, 10, 1), dt.date(year - 543, 9, 30)
        return Period(f"{whole}ปีงบประมาณ พ.ศ. {year}", start, end)
    if form == "one_year" and y1 == y2:
        return Period(f"{short1}{dash}{short2} {y2}", start, end)
    if form == "short":
        return Period(f"{short1} {y1 % 100}{dash}{short2} {y2 % 100}", start, end)
    if form == "long":
        return Period(f"{long1} {y1}{dash}{long2} {y2}", start, end)
    if form == "months":
        return Period(f"เดือน{long1} {y1}{dash}เดือน{long2} {y2}", start, end)
    return Period(f"{start.day} {long1} {y1}{dash}{end.day} {long2} {y2}", start, end)


def responsible(rng: Random, kind: str) -> tuple[tuple[str, ...], str]:
    """Units, and how a cell prints them."""
    if rng.random() < 0.25:
        unit = rng.choice(words.WHOLE_UNITS)
        return _own((unit,), kind), _own((unit,), kind)[0]
    units = _own(tuple(rng.sample(words.UNITS, rng.choice([1, 1, 1, 2, 2, 3]))), kind)
    if len(units) == 3:
        return units, rng.choice([f"{units[0]}/{units[1]} และ{units[2]}", "/".join(units), "\n".join(units)])
    return units, rng.choice(["/", "และ", " และ", " ร่วมกับ ", "\n", ", "]).join(units)


def _own(units: tuple[str, ...], kind: str) -> tuple[str, ...]:
    if kind.startswith("เทศบาล"):
        return units
    return tuple(u.replace("ปลัดเทศบาล", "ปลัด" if "สำนัก" in u else "ปลัด" + kind) for u in units)


def plan(
    rng: Random, frame: Frame, indicator: int, year: int, kind: str, codes: tuple[str, ...] = ()
) -> Plan:
    """One measure for an indicator, carried out in a fiscal year."""
    steps = rng.sample(words.STEPS[indicator], rng.randint(2, 4))
    steps = [s for s in words.STEPS[indicator] if s in steps]
    if rng.random() < 0.12:
        at = rng.randrange(len(steps))
        steps[at] = "\n".join([f"{steps[at]} ประกอบด้วย", *rng.choice(words.NESTED)])
    units, printed = responsible(rng, kind)
    progress = "\n".join(rng.sample(words.PROGRESS, rng.choice([1, 1, 2, 3])))
    return Plan(
        (indicator,),
        codes,
        rng.choice(words.TITLES[indicator]),
        tuple(steps),
        units,
        printed,
        period(rng, year),
        rng.choice(words.RATIONALES[indicator]),
        rng.choice(words.MONITORING),
        progress,
        rng.choice(words.OUTCOMES),
        rng.choice(words.SUGGESTIONS),
    )
