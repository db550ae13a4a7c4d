"""Agencies named in a report that are not its own, and its own name misspelt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import Agency
from corpus.vocabulary import load
from normalizers.text import likeness, squeeze
from pipeline.structure.facts import mentions
from pipeline.structure.items import Item


@dataclass(frozen=True, slots=True)
class Questioned:
    """A name in the text that is not the agency's own as it should be."""

    full: str
    """As it stands in the text, kind and name."""
    misspelt: bool
    """Nearly the agency's own name; else another agency's."""
    item: Item


_NEARLY = 0.85
_ABBREVIATED = len("อบต. ")
"""Letters of a kind that is abbreviated and stands apart from what follows; a name stands right behind it."""


def names_questioned(items: Sequence[Item], agency: Agency) -> list[Questioned]:
    """Other agencies' names in the text, and misspellings of the agency's own, each once."""
    qualities = tuple(p.text for p in load("names")["quality"])
    bare = agency.name.removeprefix(agency.kind or "")
    own, out, seen = squeeze(agency.name), [], set()
    for mention, item in mentions(items, frozenset({bare})):
        key = squeeze(mention.full)
        if key in seen or key.startswith(own) or mention.name.startswith(bare):
            continue
        apart = mention.end - mention.start == len(mention.name) + _ABBREVIATED
        if apart and mention.name.startswith(qualities):
            continue
        seen.add(key)
        alike = likeness(key[: len(own)], own) >= _NEARLY
        out.append(Questioned(mention.full, alike, item))
    return out
