"""What a record is called in a line: of what a score is, what a measure is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.review.words import Words

_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Title:
    """A record in a line."""

    of: str
    """What it is about: I3, ตัวชี้วัดที่ 4."""
    text: str
    """What it says."""
    value: str = ""
    """Its number, where that is what it is for."""


def title_of(words: Words, record: str, facts: Mapping[str, Any]) -> Title:
    """The line for a record of which these fields are known."""
    place = place_of(words, facts)
    match record:
        case "score":
            statistic = facts.get("statistic", "score")
            kind = "" if statistic == "score" else words.choice("score", "statistic", statistic)
            said = [str(facts.get("fiscal_year") or ""), kind, facts.get("agency") or ""]
            value = str(facts.get("value_stated", facts.get("value", "")))
            return Title(place, " · ".join(filter(None, said)), value)
        case "indicator":
            return Title(place, cut(facts.get("name")))
        case "analysis":
            return Title(place, cut(facts.get("text")))
        case "measure":
            return Title("", cut(facts.get("title")))
        case "finding":
            return Title(words.code(facts.get("code", "")), cut(facts.get(f"message_{words.language}")))
        case _:
            return Title(words("report_wide"), cut(facts.get("title")))


def place_of(words: Words, facts: Mapping[str, Any]) -> str:
    """What a score, an indicator or an analysis is of.

    >>> place_of(Words("en"), {"level": "overall"}), place_of(Words("en"), {"indicator": 3, "item": "I7"})
    ('overall', 'I7')
    """
    if facts.get("item"):
        return str(facts["item"])
    items = facts.get("items")
    if items:
        return " ".join(items)
    if facts.get("sub_indicator"):
        return f"{words.record('indicator')} {facts['sub_indicator']}"
    if facts.get("indicator"):
        return f"{words.record('indicator')} {facts['indicator']}"
    if facts.get("instrument"):
        return str(facts["instrument"])
    return words("overall_score") if facts.get("level") == "overall" else ""


def cut(text: object) -> str:
    """
    >>> cut("ก" * 200) == "ก" * 160 + "…", cut(None)
    (True, '')
    """
    line = " ".join(str(text or "").split())
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"
