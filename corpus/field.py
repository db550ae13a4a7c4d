"""The words that reports of this kind are sure to hold: to be expected where letters are hard to read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from corpus.frame import FIRST_YEAR, LAST_YEAR, load_frame
from normalizers.tokens import words

_THAI = re.compile("[\u0e01-\u0e2e\u0e30-\u0e4e]+")
_SHORTEST, _LONGEST = 4, 20
"""Shorter words are known well enough, longer ones are several."""


@cache
def field_words() -> frozenset[str]:
    """Words of the frames of all years, and the headings of tables and parts of measures.

    >>> {"ตัวชี้วัด", "ขั้นตอน", "ผู้รับผิดชอบ"} <= field_words()
    True
    """
    return frozenset(word for word in _all() if _SHORTEST <= len(word) <= _LONGEST)


def _all() -> Iterator[str]:
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        frame = load_frame(year)
        for indicator in frame.indicators:
            yield from _thai_words(indicator.name)
        for item in frame.items:
            yield from _thai_words(item.wording or "")
    for name in ("columns", "parts"):
        text = files("corpus").joinpath("vocabulary", f"{name}.toml").read_text(encoding="utf-8")
        for wording in _texts(tomllib.loads(text)):
            yield from _THAI.findall(wording)


def _thai_words(text: str) -> list[str]:
    return [word for word in words(text) if _THAI.fullmatch(word)]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
