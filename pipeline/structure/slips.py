"""Slips in naming indicators: a number with another's name, a number that the year's frame does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.frame import Frame
from corpus.records import About
from normalizers.numbers import to_arabic_digits
from pipeline.structure.collect import Collected
from pipeline.structure.items import Grid, Item, Passage, distinct
from pipeline.structure.references import indicator_named

_NUMBER = re.compile(r"ตัวชี้\s?วัด(?:ที่)?\s*(?P<n>\d{1,2})(?![\d.]\d|\d)")
_OPENING = 12
"""A number counts as an indicator's heading or label this near to the beginning of a text."""


def question_indicators(items: Sequence[Item], out: Collected) -> None:
    """Add a finding for each number that has another indicator's name, and each that the frame lacks."""
    for passage in _texts(items):
        for number, named, at_start in _numbered(passage.text, out.frame):
            about = (About(page=passage.page),) if passage.page else ()
            if out.frame.indicators and out.frame.indicator(number) is None and at_start:
                year = out.frame.fiscal_year
                out.finding_once(
                    "unknown_code",
                    "warning",
                    f"กรอบปี {year} ไม่มีตัวชี้วัดที่ {number}",
                    f"the frame of {year} has no indicator {number}",
                    about,
                    passage.source(),
                )
            elif named is not None and named != number:
                out.finding_once(
                    "heading_number_mismatch",
                    "warning",
                    f"เขียนว่าตัวชี้วัดที่ {number} แต่ใช้ชื่อของตัวชี้วัดที่ {named}",
                    f"indicator {number} is given the name of indicator {named}",
                    about,
                    passage.source(),
                )


def _numbered(text: str, frame: Frame) -> Iterator[tuple[int, int | None, bool]]:
    """Each number of an indicator in a text, whose name follows it, and whether the text begins with it."""
    for m in _NUMBER.finditer(to_arabic_digits(text)):
        yield int(m["n"]), indicator_named(text[m.end() :], frame), m.start() < _OPENING


def _texts(items: Sequence[Item]) -> Iterator[Passage]:
    for item in items:
        if isinstance(item, Grid):
            yield from (p for row in item.rows for box in distinct(row) for p in box.passages())
        else:
            yield item
