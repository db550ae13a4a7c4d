"""The words and patterns by which a sentence about results is read: data, not code.

Three TOML files, each explained at its head: `words` says what words are called, `entities` what several
words are together (a year, an item's code), `figures` what a number is by what stands around it. `load` gives
them as patterns for spaCy's `Matcher`; spaCy itself is not needed for that.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from corpus.frame import FIRST_YEAR, LAST_YEAR, instrument_variants, load_frame
from corpus.provinces import districts, provinces

Token = Mapping[str, Any]
"""One token of a pattern, as spaCy's `Matcher` takes it."""

NUMBERS = ("DECIMAL", "INTEGER")
_PLACES = ("INSTRUMENT", "INDICATOR", "SUB", "ITEM", "NAME")
_SHORT = 4
"""Names of fewer letters are left to the dictionary: they are found in other words."""


class PatternError(ValueError):
    """A data file names a label that there is not, or has an element that cannot be read."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern, and which of its tokens is the number in question."""

    label: str
    tokens: tuple[Token, ...]
    figure: int | None = None
    """Index into `tokens`; None for an entity."""
    needs: frozenset[str] = frozenset()
    """`place` where the passage or its section has to name one, `scores` where it has to speak of scores."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """All that the three files say."""

    words: Mapping[str, tuple[str, ...]]
    """What words are called → the words; indicators' names (NAME) and instruments are among them."""
    names: Mapping[str, int]
    """Name of an indicator, without blanks → its number."""
    instruments: Mapping[str, str]
    """Name of an instrument, without blanks and in small letters → IIT, EIT, OIT."""
    entities: tuple[Pattern, ...]
    figures: tuple[Pattern, ...]
    """The first that fits a number wins."""
    triggers: tuple[str, ...]
    topic: Mapping[str, tuple[str, ...]]


@cache
def load() -> Patterns:
    """The patterns, read once; PatternError where a file contradicts itself."""
    raw = _toml("words")
    words = {label: tuple(texts) for label, texts in raw["words"].items()}
    names = _indicator_names()
    instruments = {
        "".join(text.split()).lower(): code[:3]
        for code, texts in instrument_variants().items()
        if len(code) == 3
        for text in (code, *texts)
    }
    words["NAME"] = tuple(names)
    words["INSTRUMENT"] = tuple(
        dict.fromkeys(t for c, ts in instrument_variants().items() if len(c) == 3 for t in (c, *ts))
    )
    kept = {w for texts in words.values() for w in texts}
    if sum(len(set(texts)) for texts in words.values()) != len(kept):
        raise PatternError("words.toml: a word is in two tables")
    entities = _toml("entities")["entity"]
    labels = frozenset(words) | frozenset(entities) | frozenset((*NUMBERS, "YEARNUM"))
    return Patterns(
        MappingProxyType(words),
        MappingProxyType({"".join(name.split()): number for name, number in names.items()}),
        MappingProxyType(instruments),
        tuple(_pattern(label, when, labels) for label, whens in entities.items() for when in whens),
        tuple(
            _pattern(table["is"], when, labels, frozenset(table.get("needs", ())))
            for table in _toml("figures")["figure"]
            for when in table["when"]
        ),
        tuple(raw["trigger"]["words"]),
        MappingProxyType({key: tuple(texts) for key, texts in raw["topic"].items()}),
    )


@cache
def dictionary() -> frozenset[str]:
    """The words of ITA that a dictionary of Thai has to know: names of indicators and instruments, units,
    provinces and districts, and the words that reports have of their own."""
    patterns = load()
    places = [p.name for p in provinces()] + [d for p in provinces() for d in districts(p.code)]
    names = [*patterns.words["NAME"], *patterns.words["INSTRUMENT"], *patterns.words["UNIT"], *places]
    return frozenset(n for n in names if len(n) > _SHORT and not re.search(r"[\s()A-Za-z/]", n)) | frozenset(
        _toml("words")["dictionary"]["words"]
    )


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def _indicator_names() -> dict[str, int]:
    """The names of all years; a name means the same indicator in each."""
    found: dict[str, int] = {}
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        for indicator in load_frame(year).indicators:
            for name in (*indicator.variants, *indicator.slips):
                if found.setdefault(name, indicator.number) != indicator.number:
                    raise PatternError(f"the frames have {name!r} for two indicators")
    return found


_ELEMENT = re.compile(
    r"(?P<gap>\.\.\.|_)(?P<most>\d)|(?P<figure>#[.0]?)|(?P<labels>[A-Z_|]+)(?P<optional>\??)"
)


def _pattern(label: str, when: str, labels: frozenset[str], needs: frozenset[str] = frozenset()) -> Pattern:
    """
    >>> _pattern("score", "GOT? # POINTS", frozenset({"GOT", "POINTS"})).figure
    1
    """
    tokens: list[Token] = []
    figure = None
    for element in when.split():
        m = _ELEMENT.fullmatch(element)
        if m is None:
            raise PatternError(f"{label}: {element!r} in {when!r}")
        if m["gap"]:
            tokens.append({**_GAPS[m["gap"]], "OP": "{0," + m["most"] + "}"})
        elif m["figure"]:
            figure = len(tokens)
            tokens.append(_called(_FIGURES[m["figure"]]))
        else:
            names = [n for name in m["labels"].split("|") for n in _ALIASES.get(name, (name,))]
            if unknown := [n for n in names if n not in labels and n not in NUMBERS]:
                raise PatternError(f"{label}: no label {unknown[0]} in {when!r}")
            one = m["labels"] == "NUMBER"
            tokens.append(_called(names) if one else {**_called(names), "OP": "*" if m["optional"] else "+"})
    return Pattern(label, tuple(tokens), figure, needs)


_ALIASES = {"PLACE": _PLACES, "NUMBER": NUMBERS, "SCORE": ("SCORE", "TOTAL")}
_FIGURES = {"#": NUMBERS, "#.": ("DECIMAL",), "#0": ("INTEGER",)}
_GAPS: Mapping[str, Token] = MappingProxyType(
    {
        "...": {"ENT_TYPE": {"NOT_IN": [*NUMBERS, "FROM", "GOT"]}, "IS_SPACE": False},
        "_": {"ENT_TYPE": "", "IS_SPACE": False},
    }
)


def _called(names: Any) -> Token:
    names = list(names)
    return {"ENT_TYPE": names[0] if len(names) == 1 else {"IN": names}}
