"""Which sort of document a file is: a report on the ITA, or one that only looks like it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.frame import Frame
from corpus.vocabulary import load, squeezed
from normalizers.text import is_thai
from pipeline.structure.items import Grid, Item, Passage, distinct
from pipeline.structure.references import leading_indicator, name_after, references

_HEAD = 14
"""So many passages at the beginning make the head: cover, memo, first headings."""
_LONG = 260
"""A passage of more letters than this is text, not a head's line."""
_ENOUGH = 200
"""A document of fewer Thai letters tells nothing by what it lacks."""
_PLENTY = 5000
"""So many letters tell it though some pages could not be read."""

_CODED = re.compile(r"\W*(?:ข้อ\s*)?([IEO])\s?([1-9]\d?)(?![\w.])")
"""A cell or line that begins with an item's code."""

NAMES: Mapping[str, tuple[str, str]] = {
    "moit": ("หลักฐาน MOIT ของกระทรวงสาธารณสุข", "evidence for the health ministry's own assessment (MOIT)"),
    "lpa": ("การประเมินประสิทธิภาพขององค์กรปกครองส่วนท้องถิ่น (LPA)", "a performance assessment (LPA)"),
    "prevention_plan": ("แผนปฏิบัติการป้องกันการทุจริต", "a plan against corruption"),
    "strategic_plan": ("แผนยุทธศาสตร์ แผนพัฒนา หรืองบประมาณ", "a strategic plan, development plan or budget"),
    "declaration": ("ประกาศเจตนารมณ์หรือประมวลจริยธรรม", "a declaration or code of conduct"),
    "survey": ("ผลสำรวจความพึงพอใจ", "a survey of satisfaction"),
    "none": ("เอกสารอื่น", "another document"),
}
"""Sorts of documents other than reports on the ITA, in Thai and English."""


@dataclass(frozen=True, slots=True)
class Sort:
    """What a document is, and the words that tell."""

    name: str
    """`ita`, or a key of `NAMES`."""
    words: str


def sort_of(items: Sequence[Item], title: str | None, frame: Frame, *, whole: bool = True) -> Sort:
    """The sort of a document, by the words of its head, else by what its text and tables name.

    What a document lacks tells nothing where it has hardly any Thai text, or little of it beside pages that
    could not be read (`whole` is False): it is taken for a report then.
    """
    head = _head(items)
    found = _first_words(head)
    moit = next((w for at, sort, w in found if sort == "moit"), None)
    if moit:
        return Sort("moit", moit)
    if found:
        return Sort(found[0][1], found[0][2])
    if title and (named := _first_words(title)):
        return Sort(named[0][1], named[0][2])
    texts = _texts(items)
    thai = sum(is_thai(ch) for text in texts for ch in text)
    if thai < (_ENOUGH if whole else _PLENTY) or _names_the_assessment(texts, frame):
        return Sort("ita", "")
    return Sort("none", "")


def _head(items: Sequence[Item]) -> str:
    passages = [i.text for i in items if isinstance(i, Passage)][:_HEAD]
    return "\n".join(t for t in passages if len(t) <= _LONG)


def _first_words(text: str) -> list[tuple[int, str, str]]:
    """Where the words of each sort stand first, the earliest first; of several at one place the longest."""
    key = squeezed(text).casefold()
    found = []
    for sort, phrases in load("documents").items():
        for phrase in phrases:
            pattern = re.escape(phrase.key.casefold())
            if phrase.key.isascii():
                pattern = rf"(?<![a-z]){pattern}(?![a-z])"
            if m := re.search(pattern, key):
                found.append((m.start(), -len(phrase.key), sort, phrase.text))
    return [(at, sort, words) for at, _, sort, words in sorted(found)]


def _texts(items: Sequence[Item]) -> list[str]:
    out: list[str] = []
    for item in items:
        if isinstance(item, Grid):
            out += [b.text for row in item.rows for b in distinct(row)]
        else:
            out.append(item.text)
    return out


def _names_the_assessment(texts: Sequence[str], frame: Frame) -> bool:
    """True where a text speaks of two instruments, or of three indicators or items as a report does."""
    instruments: set[str] = set()
    items: set[str] = set()
    indicators: set[int] = set()
    for text in texts:
        instruments |= set(re.findall(r"(?<![A-Za-z])(IIT|EIT|OIT)(?![A-Za-z])", text))
        if coded := _CODED.match(text):
            items.add("".join(coded.groups()))
        found = leading_indicator(text, frame)
        if found:
            indicators.add(found[0])
        for ref in references(text[:60], frame)[:1]:
            if ref.place.indicator and name_after(text, ref.end, ref.place.indicator, frame):
                indicators.add(ref.place.indicator)
    return len(instruments) >= 2 or len(indicators) >= 3 or len(items) >= 3
