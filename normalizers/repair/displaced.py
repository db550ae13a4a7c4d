"""Marks that stand on the wrong letter or are unreadable: decided by the dictionary."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache, lru_cache

from normalizers.repair.lexicon import frequent
from normalizers.repair.marks import MARKS, marks_in_order
from normalizers.repair.reading import INFINITE, index, read
from normalizers.repair.triggers import one_of, telling

_HOLE = "\ufffd"
_WORDS = 1500
"""The damaged forms of so many frequent words tell of damage."""
_GAP = 3.0
"""Cost in nats of a space inside a word, where marks are displaced: layout that moves marks makes spaces."""
_HOLE_COST = 1.0
"""Cost in nats of a mark printed as U+FFFD, whichever it is."""

_MARK = re.compile(f"[{MARKS}]")
_CLUSTER = re.compile(f" ?[\u0e01-\u0e4e][{MARKS}{_HOLE}]*")
_MARKS_TO_MOVE = re.compile(f"([{MARKS}]+)([\u0e01-\u0e2e])(?![{MARKS}])")
_TONE_TO_MOVE = re.compile(f"([\u0e48-\u0e4b])([\u0e01-\u0e2e])(?![{MARKS}])")
_CHUNK = re.compile("[\u0e01-\u0e4e]+(?: [\u0e01-\u0e4e]+)*")
_CHUNK_WITH_HOLE = re.compile(f"[\u0e01-\u0e4e]*(?:{_HOLE}[\u0e01-\u0e4e]*)+")


def _bare(word: str) -> str:
    return _MARK.sub("", word)


def _late(word: str) -> str:
    """The word with every mark one letter late, where a letter follows that has none."""
    return _MARKS_TO_MOVE.sub(r"\2\1", word)


def _late_tone(word: str) -> str:
    return _TONE_TO_MOVE.sub(r"\2\1", word)


def _itself(word: str) -> str:
    return word


@cache
def _late_trigger() -> re.Pattern[str]:
    frequent_words = frequent(_WORDS)
    return one_of(telling(frequent_words, _late, _itself) | telling(frequent_words, _late_tone, _itself))


@lru_cache(maxsize=1 << 16)
def _clusters(word: str) -> tuple[str, ...]:
    return tuple(_CLUSTER.findall(word))


def late_marks(text: str) -> str:
    """Marks one letter behind the one they belong to: producers that draw marks after the next letter.

    >>> late_marks("ขอ้มลู"), late_marks("ขัน้ ตอนการจดัซื้อ")
    ('ข้อมูล', 'ขั้นตอนการจัดซื้อ')
    >>> late_marks("อ้อยหวาน หม้อดิน ขั้นบันได")
    'อ้อยหวาน หม้อดิน ขั้นบันได'

    Only a text with words that cannot be otherwise (ขอ้, มลู) is read; words that no shift explains stay.
    """
    hits = len(_late_trigger().findall(text))
    if not hits:
        return text
    all_marks = len(_MARK.findall(text)) or 1
    late = -math.log(min(hits / all_marks, 0.5))
    lexicon = index(_bare)

    def damage(printed: str, word: str) -> float:
        if printed == word:
            return 0.0
        if len(printed) != len(word):
            return INFINITE
        return late * moved if (moved := _moved(_clusters(printed), _clusters(word))) else INFINITE

    known: dict[str, str] = {}

    def mend(chunk: re.Match[str]) -> str:
        passage = chunk[0]
        if passage not in known:
            parts = _CLUSTER.findall(passage)
            keys = "".join(part.lstrip(" ")[0] for part in parts)
            if len("".join(parts)) != len(passage):  # a mark without a letter
                known[passage] = passage
            else:
                known[passage] = "".join(read(parts, keys, lexicon, damage, gap=_GAP)[0])
        return known[passage]

    return _CHUNK.sub(mend, text)


def _moved(parts: Sequence[str], clusters: Sequence[str]) -> int:
    """How many marks of the word stand one letter late in the passage; 0 where that does not explain it."""
    moved = 0
    carried: list[str] = []
    for part, cluster in zip(parts, clusters, strict=True):
        printed = list(part[1:])
        for mark in carried:
            if mark not in printed:
                return 0
            printed.remove(mark)
        carried = []
        for mark in cluster[1:]:
            if mark in printed:
                printed.remove(mark)
            else:
                carried.append(mark)
                moved += 1
        if printed:
            return 0
    return 0 if carried else moved


def unreadable_marks(text: str) -> str:
    """U+FFFD in the place of marks.

    >>> unreadable_marks("ป\\ufffdองกันการทุจร\\ufffdต")
    'ป้องกันการทุจริต'

    What no word explains keeps its U+FFFD, which the grade of the page counts.
    """
    if _HOLE not in text:
        return text
    lexicon = index(_bare)

    def damage(printed: str, word: str) -> float:
        if printed == word:
            return 0.0
        holes = 0
        for part, cluster in zip(_clusters(printed), _clusters(word), strict=True):
            if part == cluster:
                continue
            if _HOLE not in part or len(cluster) == 1:
                return INFINITE
            seen = [mark for mark in part[1:] if mark != _HOLE]
            if any(mark not in cluster[1:] for mark in seen) or len(seen) >= len(cluster) - 1:
                return INFINITE
            holes += 1
        return _HOLE_COST * holes

    def mend(chunk: re.Match[str]) -> str:
        parts = _CLUSTER.findall(chunk[0])
        if len("".join(parts)) != len(chunk[0]):
            return chunk[0]
        return "".join(read(parts, "".join(part[0] for part in parts), lexicon, damage)[0])

    return marks_in_order(_CHUNK_WITH_HOLE.sub(mend, text))
