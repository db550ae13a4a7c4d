"""The words and patterns by which a sentence about results is read: data, not code.

Three TOML files, each explained at its head: `words` says what words are called, `entities` what several
words are together (a year, an item's code), `figures` what a number is by what stands around it. `load` gives
the entities as patterns for spaCy's `Matcher`; spaCy itself is not needed for that. Figures are looked for around
each number, as regular expressions over one sign a token: a sentence has few numbers, and there are many patterns.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
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
class Entity:
    """Several words that are one thing together."""

    label: str
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class FigurePattern:
    """What a number is by what stands around it; the expressions are over `signs`."""

    label: str
    figure: frozenset[str]
    """The sorts of numbers it is about: `NUMBERS` or one of them."""
    before: re.Pattern[str]
    """What stands before the number, read backwards."""
    after: re.Pattern[str]
    needs: frozenset[str] = frozenset()
    """`place` where the passage or its section has to name one, `scores` where it has to speak of scores."""

    def around(self, signs: str, at: int) -> tuple[int, int] | None:
        """Where what fits around the number at this place begins and ends; None where it does not fit."""
        before = self.before.match(signs[:at][::-1])
        after = self.after.match(signs, at + 1) if before else None
        return (at - before.end(), after.end()) if before and after else None


@dataclass(frozen=True, slots=True)
class Patterns:
    """All that the three files say."""

    words: Mapping[str, tuple[str, ...]]
    """What words are called → the words; indicators' names (NAME) and instruments are among them."""
    names: Mapping[str, int]
    """Name of an indicator, without blanks → its number."""
    instruments: Mapping[str, str]
    """Name of an instrument, without blanks and in small letters → IIT, EIT, OIT."""
    entities: tuple[Entity, ...]
    figures: tuple[FigurePattern, ...]
    """The first that fits a number wins."""
    alphabet: Mapping[str, str]
    """The sign of each label."""
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
    labels = dict.fromkeys([*words, *entities, *NUMBERS, "YEARNUM"])
    alphabet = MappingProxyType({label: chr(_FIRST_SIGN + n) for n, label in enumerate(labels)})
    return Patterns(
        MappingProxyType(words),
        MappingProxyType({"".join(name.split()): number for name, number in names.items()}),
        MappingProxyType(instruments),
        tuple(entity(label, when, alphabet) for label, whens in entities.items() for when in whens),
        tuple(
            figure(table["is"], when, alphabet, frozenset(table.get("needs", ())))
            for table in _toml("figures")["figure"]
            for when in table["when"]
        ),
        alphabet,
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


_FIRST_SIGN = 0xE000
UNNAMED, BLANK = "_", " "
"""The signs of a token that is called nothing, and of a line end or further blank."""

_ELEMENT = re.compile(
    r"(?P<gap>\.\.\.|_)(?P<most>\d)|(?P<figure>#[.0]?)|(?P<labels>[A-Z_|]+)(?P<optional>\??)"
)
_ALIASES = {"PLACE": _PLACES, "NUMBER": NUMBERS, "SCORE": ("SCORE", "TOTAL")}
_FIGURES = {"#": NUMBERS, "#.": ("DECIMAL",), "#0": ("INTEGER",)}
_NOT_IN_GAP = (*NUMBERS, "FROM", "GOT")
_GAPS: Mapping[str, Token] = MappingProxyType(
    {
        "...": {"ENT_TYPE": {"NOT_IN": [*_NOT_IN_GAP]}, "IS_SPACE": False},
        "_": {"ENT_TYPE": "", "IS_SPACE": False},
    }
)


def entity(label: str, when: str, labels: Collection[str]) -> Entity:
    """One line of entities.toml.

    >>> entity("YEAR", "YEAR_WORD YEARNUM", {"YEAR_WORD", "YEARNUM"}).tokens[1]
    {'ENT_TYPE': 'YEARNUM', 'OP': '+'}
    """
    return Entity(label, tuple(_token(m, labels) for m in _elements(label, when)))


def _token(m: re.Match[str], labels: Collection[str]) -> Token:
    if m["gap"]:
        return {**_GAPS[m["gap"]], "OP": "{0," + m["most"] + "}"}
    names = _names(m, labels)
    called = {"ENT_TYPE": names[0] if len(names) == 1 else {"IN": names}}
    return called if m["labels"] == "NUMBER" else {**called, "OP": "*" if m["optional"] else "+"}


def figure(
    label: str, when: str, alphabet: Mapping[str, str], needs: frozenset[str] = frozenset()
) -> FigurePattern:
    """One line of figures.toml.

    >>> score = figure("score", "GOT? # POINTS", {"GOT": "g", "POINTS": "p", "DECIMAL": "d", "INTEGER": "i"})
    >>> score.around("_gdpp", 2), score.around("_d_", 1)
    ((1, 5), None)
    """
    elements = _elements(label, when)
    at = [n for n, m in enumerate(elements) if m["figure"]]
    if len(at) != 1:
        raise PatternError(f"{label}: {when!r} has {len(at)} numbers in question")
    parts = [_part(m, alphabet) for m in elements]
    before, after = parts[: at[0]][::-1], parts[at[0] + 1 :]
    sorts = frozenset(_FIGURES[elements[at[0]]["figure"]])
    return FigurePattern(label, sorts, re.compile("".join(before)), re.compile("".join(after)), needs)


def _part(m: re.Match[str], alphabet: Mapping[str, str]) -> str:
    """An element as part of an expression over signs."""
    if m["figure"]:
        return ""
    if m["gap"]:
        others = "".join(alphabet[name] for name in _NOT_IN_GAP if name in alphabet)
        return (UNNAMED if m["gap"] == "_" else f"[^{BLANK}{others}]") + "{0," + m["most"] + "}"
    signs = "".join(alphabet[name] for name in _names(m, alphabet))
    return f"[{signs}]" + ("" if m["labels"] == "NUMBER" else "*" if m["optional"] else "+")


def _elements(label: str, when: str) -> list[re.Match[str]]:
    found = [(element, _ELEMENT.fullmatch(element)) for element in when.split()]
    if unread := [element for element, m in found if m is None]:
        raise PatternError(f"{label}: {unread[0]!r} in {when!r}")
    return [m for _, m in found if m is not None]


def _names(m: re.Match[str], labels: Collection[str]) -> list[str]:
    names = [n for name in m["labels"].split("|") for n in _ALIASES.get(name, (name,))]
    if unknown := [n for n in names if n not in labels]:
        raise PatternError(f"no label {unknown[0]} in {m.string!r}")
    return names
