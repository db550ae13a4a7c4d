"""The question that a passage of a results report gives scores for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpus.frame import Frame
from corpus.patterns import load
from normalizers.numbers import to_arabic_digits
from pipeline.structure.references import Place, item_by_wording, references


@dataclass(frozen=True, slots=True)
class Topic:
    """A question that a passage gives scores for."""

    place: Place
    name: str
    """The question as worded, without its code; of two wordings the report year's."""
    earlier: Place
    """The place of the first of two wordings: that of the year before."""


@cache
def _worded() -> re.Pattern[str]:
    words = load().topic
    before, after = ("|".join(map(re.escape, words[key])) for key in ("before", "after"))
    year = r"ปี\s*(?:พ\.ศ\.)?\s*\d{4}"
    return re.compile(
        rf"(?:{before}|ITA\s*{year})\s*(?P<topic>.{{12,400}}?)\s*(?=\n|ITA\s*ปี|{year}\s*ได้|{after})",
        re.DOTALL,
    )


def topic(text: str, frame: Frame) -> Topic | None:
    """The question that a text compares the scores of two years for, or None.

    Two wordings parted by "/" are those of the earlier and the later year.
    """
    m = _worded().search(to_arabic_digits(text))
    if not m:
        return None
    printed = text[m.start("topic") : m.end("topic")].strip(' :"“”')
    wordings = [w.strip() for w in printed.split("/") if len(w.strip()) > 8] or [printed]
    latest = wordings[-1]
    codes = [r for r in references(latest, frame) if r.place.item and r.start < 4]
    if codes:
        name = latest[codes[0].end :].strip(" .:")
        return Topic(codes[0].place, name, codes[0].place)
    item, near = item_by_wording(latest, frame)
    if item is None:
        _, near = item_by_wording(" ".join(wordings), frame)
        for wording in wordings[:-1]:
            _, other = item_by_wording(wording, frame)
            near = other if other is not None and (near is None or len(wordings) > 1) else near
    if item is not None:
        place = Place(item.instrument, item.indicator, None, item.code, True)
    elif near is not None:
        place = Place(near.instrument, near.indicator, None, None, True)
    else:
        return None
    return Topic(place, latest, place)
