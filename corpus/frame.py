"""The ITA frame of a fiscal year: its indicators and items, their ranges, weights and ratings.

The facts stand in `corpus/frames/<year>.json`, each with how certain it is: `report` (read in a report),
`page` (read in a public page), `public repository`, `derived` (reproduces printed scores), `inferred`
(carried over from a neighbouring year) or `unverified` (from memory, or unknown). None is "not known";
a check may warn on an unverified fact and should not reject a report for it.

    >>> frame = load_frame(2568)
    >>> frame.indicator_of("I10")
    4
    >>> frame.item_count("OIT")
    28
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Literal, get_args

RatingRule = Literal["letters", "names", "old"]
MeanOf = Literal["items", "sub_indicators"]

INSTRUMENT_LETTER: Mapping[str, str] = MappingProxyType({"IIT": "I", "EIT": "E", "OIT": "O"})
FIRST_YEAR, LAST_YEAR = 2561, 2569
CERTAINTIES = ("report", "page", "public repository", "derived", "inferred", "unverified")

_INSTRUMENT = {letter: name for name, letter in INSTRUMENT_LETTER.items()}


class FrameError(ValueError):
    """A frame's data file contradicts itself; says which year and where in the file."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question (IIT, EIT) or a disclosure (OIT)."""

    code: str
    """Canonical: I10, E7, O38."""
    instrument: str
    number: int
    indicator: int
    sub_indicator: str | None
    """"10.1", of OIT items where the year's split is known."""
    wording: str | None
    certainty: str
    rows: tuple[str, ...] = ()
    """What a question asks about row by row, where it has such rows."""


@dataclass(frozen=True, slots=True)
class IndicatorFrame:
    """One of the ten indicators."""

    number: int
    instrument: str
    name: str
    """The year's official name."""
    variants: tuple[str, ...]
    """Right wordings, the official name first; none begins with ด้าน."""
    slips: tuple[str, ...] = ()
    """Misprints that were met: การการปฏิบัติหน้าที่."""
    first: int | None = None
    """Number of its first item; None where the year's ranges are not known."""
    last: int | None = None
    mean_of: MeanOf | None = None
    """What its score is the mean of, where that is known."""


@dataclass(frozen=True, slots=True)
class SubIndicator:
    """A group of OIT items."""

    number: str
    """"9.1"."""
    name: str
    indicator: int
    first: int
    last: int
    certainty: str


@dataclass(frozen=True, slots=True)
class Rating:
    """A level, and the overall scores that it asks for."""

    level: str
    """AA, ผ่านดี."""
    low: Decimal
    high: Decimal
    every_instrument: Decimal | None = None
    """What every instrument (each part of EIT by itself) has to reach as well."""


@dataclass(frozen=True, slots=True)
class Frame:
    """All that is known of one fiscal year (Buddhist Era)."""

    fiscal_year: int
    indicators: tuple[IndicatorFrame, ...]
    """Empty in 2561, an older scheme."""
    sub_indicators: tuple[SubIndicator, ...]
    items: tuple[Item, ...]
    """Those whose wording is known; an item can be in range and not listed (IIT of 2567)."""
    weights: Mapping[str, Decimal]
    """Instrument to its part of the overall score; empty in 2561."""
    ratings: tuple[Rating, ...]
    """Best first; with the rule `names` the first whose limits are met holds."""
    rating_rule: RatingRule
    certainty: Mapping[str, str]
    """Fact (`item_counts.IIT`, `items.OIT`, `weights`, `ratings`, …) to how certain it is."""
    eit_parts: int | None = None
    """2 from 2566: EIT is the mean of its two parts."""
    item_counts: Mapping[str, int | None] = field(default_factory=dict)
    documents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Which OIT items ask for the documents read here: `measures`, `progress`."""

    def indicator(self, number: int) -> IndicatorFrame | None:
        """The indicator with this number, None where the year has no such indicator."""
        return next((i for i in self.indicators if i.number == number), None)

    def item(self, code: str) -> Item | None:
        """The listed item with this canonical code."""
        return next((i for i in self.items if i.code == code), None)

    def items_of(self, indicator: int) -> tuple[Item, ...]:
        """The listed items of an indicator; () where they are not known."""
        return tuple(i for i in self.items if i.indicator == indicator)

    def item_count(self, instrument: str) -> int | None:
        """How many items an instrument has; None where that is not known."""
        return self.item_counts.get(instrument)

    def indicator_of(self, code: str) -> int | None:
        """The indicator whose range holds this canonical code, also where the item is not listed.

        >>> load_frame(2567).item("I10") is None, load_frame(2567).indicator_of("I10")
        (True, 4)
        >>> load_frame(2568).indicator_of("I16") is None
        True
        """
        split = _split_code(code)
        if split is None:
            return None
        instrument, number = split
        for indicator in self.indicators:
            if indicator.instrument == instrument and _within(number, indicator.first, indicator.last):
                return indicator.number
        return None

    def sub_indicator_of(self, code: str) -> SubIndicator | None:
        """The sub-indicator whose range holds this canonical OIT code."""
        split = _split_code(code)
        if split is None or split[0] != "OIT":
            return None
        return next((s for s in self.sub_indicators if s.first <= split[1] <= s.last), None)

    def instrument_of_indicator(self, number: int) -> str | None:
        """IIT, EIT or OIT; None where the year has no such indicator."""
        found = self.indicator(number)
        return found.instrument if found else None

    def possible_ratings(
        self, overall: Decimal, instruments: Iterable[Decimal | None] = ()
    ) -> tuple[str, ...]:
        """The levels that this overall score can have, best first.

        `instruments` are the scores that the rule `names` looks at besides: IIT, EIT part 1, EIT part 2
        and OIT. An unknown one (None, or fewer than four) leaves several levels possible.

        >>> load_frame(2564).possible_ratings(Decimal("92.94"))
        ('A',)
        >>> load_frame(2568).possible_ratings(Decimal("99.58"))
        ('ผ่านดีเยี่ยม', 'ผ่านดี', 'ผ่าน')
        >>> load_frame(2568).possible_ratings(Decimal("86.73"), [None, None, None, Decimal("67.50")])
        ('ผ่าน',)
        """
        scores = list(instruments)
        known = [s for s in scores if s is not None]
        all_known = len(known) == len(scores) >= 4
        levels = []
        for rating in self.ratings:
            if not rating.low <= overall <= rating.high:
                continue
            floor = rating.every_instrument
            if floor is not None and any(s < floor for s in known):
                continue
            levels.append(rating.level)
            if floor is None or all_known:
                break
        return tuple(levels)


def load_frame(year: int) -> Frame:
    """The frame of a fiscal year; of a year outside 2561-2569 the nearest (`fiscal_year` tells which).

    >>> load_frame(2575).fiscal_year
    2569
    """
    return _load(min(max(year, FIRST_YEAR), LAST_YEAR))


@cache
def instrument_variants() -> Mapping[str, tuple[str, ...]]:
    """Instrument (IIT, EIT, OIT, EIT1, EIT2) to its Thai and English names, the official ones first."""
    raw = json.loads(files("corpus").joinpath("frames", "instruments.json").read_text(encoding="utf-8"))
    return MappingProxyType({code: (v["th"], v["en"], *v["variants"]) for code, v in raw.items()})


@cache
def _load(year: int) -> Frame:
    text = files("corpus").joinpath("frames", f"{year}.json").read_text(encoding="utf-8")
    return frame_from_json(json.loads(text), year)


def frame_from_json(data: Mapping[str, Any], year: int) -> Frame:
    """Reads and checks the content of one data file; FrameError where it contradicts itself."""
    try:
        frame = _frame(data)
    except (KeyError, TypeError, AttributeError, InvalidOperation) as error:
        raise FrameError(f"frame {year}: a field is missing or of the wrong kind: {error!r}") from error
    problem = next(_problems(frame, year), None)
    if problem is not None:
        raise FrameError(f"frame {year}, {problem}")
    return frame


def _frame(data: Mapping[str, Any]) -> Frame:
    return Frame(
        fiscal_year=data["fiscal_year"],
        indicators=tuple(
            IndicatorFrame(**{**raw, "variants": tuple(raw["variants"]), "slips": tuple(raw["slips"])})
            for raw in data["indicators"]
        ),
        sub_indicators=tuple(SubIndicator(**raw) for raw in data["sub_indicators"]),
        items=tuple(_item(raw) for raw in data["items"]),
        weights=MappingProxyType({k: Decimal(v) for k, v in data["weights"].items()}),
        ratings=tuple(
            Rating(
                level=raw["level"],
                low=Decimal(raw["low"]),
                high=Decimal(raw["high"]),
                every_instrument=Decimal(raw["every_instrument"]) if "every_instrument" in raw else None,
            )
            for raw in data["ratings"]
        ),
        rating_rule=data["rating_rule"],
        certainty=MappingProxyType({k: fact["certainty"] for k, fact in data["facts"].items()}),
        eit_parts=data["eit_parts"],
        item_counts=MappingProxyType(dict(data["item_counts"])),
        documents=MappingProxyType({k: tuple(v) for k, v in data["documents"].items()}),
    )


def _item(raw: Mapping[str, Any]) -> Item:
    code = raw["code"]
    split = _split_code(code)
    if split is None:
        raise TypeError(f"{code!r} is not an item code")
    return Item(
        code=code,
        instrument=split[0],
        number=split[1],
        indicator=raw["indicator"],
        sub_indicator=raw["sub_indicator"],
        wording=raw["wording"],
        certainty=raw["certainty"],
        rows=tuple(raw.get("rows", ())),
    )


def _problems(frame: Frame, year: int) -> Iterator[str]:
    """What is wrong with a frame, each as `place: what`."""
    if frame.fiscal_year != year:
        yield f"fiscal_year: {frame.fiscal_year}"
    if frame.rating_rule not in get_args(RatingRule):
        yield f"rating_rule: {frame.rating_rule!r}"
    if frame.weights and sum(frame.weights.values()) != 1:
        yield f"weights: they sum to {sum(frame.weights.values())}, not to 1"
    for rating in frame.ratings:
        if not 0 <= rating.low < rating.high <= 100:
            yield f"ratings, {rating.level}: {rating.low}-{rating.high} is no range of scores"
    stated = [(f"facts, {k}", v) for k, v in frame.certainty.items()]
    stated += [(f"sub_indicators, {s.number}", s.certainty) for s in frame.sub_indicators]
    stated += [(f"items, {i.code}", i.certainty) for i in frame.items]
    for place, certainty in stated:
        if certainty not in CERTAINTIES:
            yield f"{place}: certainty {certainty!r}"
    yield from _indicator_problems(frame)
    yield from _sub_indicator_problems(frame)
    yield from _item_problems(frame)


def _indicator_problems(frame: Frame) -> Iterator[str]:
    yield from _repeated("indicators", [i.number for i in frame.indicators])
    reached = dict.fromkeys(INSTRUMENT_LETTER, 0)
    for indicator in frame.indicators:
        place = f"indicators, {indicator.number}"
        if indicator.instrument not in reached:
            yield f"{place}: instrument {indicator.instrument!r}"
            continue
        if indicator.mean_of not in (None, *get_args(MeanOf)):
            yield f"{place}: mean_of {indicator.mean_of!r}"
        if indicator.variants[:1] != (indicator.name,):
            yield f"{place}: the first variant is not the name"
        if indicator.first is None or indicator.last is None:
            if indicator.first is not indicator.last:
                yield f"{place}: half a range"
            continue
        before = reached[indicator.instrument]
        if indicator.first != before + 1 or indicator.last < indicator.first:
            yield f"{place}: {indicator.first}-{indicator.last} does not follow {before}"
        reached[indicator.instrument] = indicator.last
    for instrument, count in frame.item_counts.items():
        if (count or 0) != reached.get(instrument):
            yield f"item_counts, {instrument}: {count}, but the indicators reach {reached.get(instrument)}"


def _sub_indicator_problems(frame: Frame) -> Iterator[str]:
    yield from _repeated("sub_indicators", [s.number for s in frame.sub_indicators])
    for sub in frame.sub_indicators:
        parent = frame.indicator(sub.indicator)
        if parent is None or not sub.number.startswith(f"{sub.indicator}."):
            yield f"sub_indicators, {sub.number}: indicator {sub.indicator}"
        elif not all(_within(n, parent.first, parent.last) for n in (sub.first, sub.last)):
            yield f"sub_indicators, {sub.number}: {sub.first}-{sub.last} is outside its indicator's range"
        if sub.last < sub.first:
            yield f"sub_indicators, {sub.number}: {sub.first}-{sub.last} is no range"
    for before, after in pairwise(frame.sub_indicators):
        if after.first != before.last + 1:
            yield f"sub_indicators, {after.number}: {after.first} does not follow {before.last}"


def _item_problems(frame: Frame) -> Iterator[str]:
    yield from _repeated("items", [i.code for i in frame.items])
    for item in frame.items:
        place = f"items, {item.code}"
        if frame.instrument_of_indicator(item.indicator) != item.instrument:
            yield f"{place}: no indicator {item.indicator} of {item.instrument}"
        elif frame.indicator_of(item.code) != item.indicator:
            yield f"{place}: outside the range of indicator {item.indicator}"
        sub = frame.sub_indicator_of(item.code)
        if item.sub_indicator != (sub.number if sub else None):
            yield f"{place}: sub-indicator {item.sub_indicator}, by its range {sub.number if sub else None}"
    for role, codes in frame.documents.items():
        for code in codes:
            if frame.item(code) is None:
                yield f"documents, {role}: no item {code}"


def _repeated(place: str, keys: Iterable[object]) -> Iterator[str]:
    seen = set()
    for key in keys:
        if key in seen:
            yield f"{place}, {key}: stands there twice"
        seen.add(key)


def _split_code(code: str) -> tuple[str, int] | None:
    instrument = _INSTRUMENT.get(code[:1])
    digits = code[1:]
    if instrument is None or not (digits.isascii() and digits.isdigit()) or digits.startswith("0"):
        return None
    return instrument, int(digits)


def _within(number: int, first: int | None, last: int | None) -> bool:
    return first is not None and last is not None and first <= number <= last
