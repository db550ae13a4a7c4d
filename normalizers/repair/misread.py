"""SARA UU and MAI THO that a font's table takes for one another: decided by the dictionary."""

from __future__ import annotations

import re

from normalizers.marks import LETTERS, TONES
from normalizers.repair.reading import INFINITE, index, read

_UU, _MAI_THO = "\u0e39", "\u0e49"
_IMPOSSIBLE = re.compile(
    f"\u0e49[{TONES}]|[\u0e48\u0e4a\u0e4b]\u0e49|[\u0e31\u0e34-\u0e37\u0e47]\u0e39|\u0e39\u0e39"
)
_DOUBLED = re.compile("([\u0e31\u0e34-\u0e38\u0e3a\u0e47\u0e48\u0e4a-\u0e4e])\\1")
_CHUNK = re.compile(f"[{LETTERS}]*[\u0e39\u0e49][{LETTERS}]*")
_COST = 0.7
"""Cost in nats of either sign for the other, in a text that shows that they are confused."""


def _in_order(word: str) -> str:
    return word.replace("\u0e48\u0e49", "\u0e49\u0e48")


def _alike(word: str) -> str:
    return _in_order(word.replace(_UU, _MAI_THO))


def misread_uu(text: str) -> str:
    """SARA UU read as MAI THO (and the other way round): fonts whose subset swaps their codes.

    >>> misread_uu("อย่้ในระดับ ผ้้รับผิดชอบข้อม้ลค่้มือ"), misread_uu("ผ้้มาติดต่อ ขูอเสนอแนะ")
    ('อยู่ในระดับ ผู้รับผิดชอบข้อมูลคู่มือ', 'ผู้มาติดต่อ ข้อเสนอแนะ')
    >>> misread_uu("ผู้้มีี"), misread_uu("ข้อมูล")
    ('ผู้้มีี', 'ข้อมูล')

    Two tones on one letter, or two vowels, show it; where other marks are doubled too, bold was made by printing twice.
    """
    if not _IMPOSSIBLE.search(text) or _DOUBLED.search(text):
        return text
    lexicon = index(_alike)
    letters = ""

    def damage(start: int, end: int, word: str) -> float:
        cost = 0.0
        for seen, letter in zip(letters[start:end], _in_order(word), strict=True):
            if seen != letter:
                if {seen, letter} != {_UU, _MAI_THO}:
                    return INFINITE
                cost += _COST
        return cost

    known: dict[str, str] = {}

    def mend(chunk: re.Match[str]) -> str:
        nonlocal letters
        if chunk[0] not in known:
            letters = _in_order(chunk[0])
            known[chunk[0]] = "".join(read(letters, _alike(letters), lexicon, damage)[0])
        return known[chunk[0]]

    return _CHUNK.sub(mend, text)
