"""SARA AM whose NIKHAHIT is lost, or that changed places with SARA AA: decided by the dictionary."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache, lru_cache

from normalizers.marks import CONSONANTS, LETTERS, TONES
from normalizers.repair.lexicon import frequent, words
from normalizers.repair.reading import INFINITE, UNKNOWN, index, parted, read
from normalizers.repair.triggers import one_of, telling

_AA, _AM = "\u0e32", "\u0e33"
_SURE_AM = "\ue000"
"""Stands for a SARA AM that was printed off its consonant, while words are looked for."""
_WORDS = 3000
"""The damaged forms of so many frequent words tell of damage; they are nine in ten words of any text."""
_RARE = 0.002
"""How often damage is taken for granted in a text that shows none (hits that are so by chance)."""
_CERTAIN = 0.8
"""From this share of damaged places on, the letters of an unknown word are taken for damaged as well."""

_SURE_HITS = 3
"""With fewer damaged words a text does not say that what is one word as printed is damaged as well."""
_SHORTEST = 3
"""Between sound words of so many letters a passage is parted; of damaged ones a short word is left (จา เป็น)."""
_GAP = 0.5
"""Cost in nats of a space inside a word, where spaces stand behind SARA AA that lost its NIKHAHIT."""
_USUAL = 0.25
"""Sound text has about one SARA AM for ten SARA AA, and short texts seldom more than a quarter."""

_LOST_CHUNK = re.compile(f"[{LETTERS}]*\u0e32[{LETTERS}]*")
_SPACED_CHUNK = re.compile(f"[{LETTERS}]*\u0e32[{LETTERS}]*(?:(?<=\u0e32) [{LETTERS}]+)*")
_SWAPPED_CHUNK = re.compile(f"[{LETTERS}]+(?: \u0e33[{LETTERS}]*)*")
_AM_OFF = re.compile(f"(?<=[{CONSONANTS}{TONES}]) +\u0e33")


def as_aa(word: str) -> str:
    """The fold under which SARA AM and SARA AA are alike."""
    return word.replace(_AM, _AA).replace(_SURE_AM, _AA)


def _as_am(word: str) -> str:
    return word.replace(_AA, _AM)


@cache
def _lost_forms() -> frozenset[str]:
    return frozenset(telling((w for w in frequent(_WORDS) if _AM in w), as_aa))


@cache
def _lost_trigger() -> re.Pattern[str]:
    # A space after SARA AA belongs to some producers' damage: กา หนด.
    return one_of(_lost_forms(), lambda letter: "\u0e32 ?" if letter == _AA else letter)


@cache
def _swapped_trigger() -> re.Pattern[str]:
    return one_of(telling((w for w in frequent(_WORDS) if _AA in w and _AM not in w), _as_am))


def lost_nikhahit(text: str) -> str:
    """SARA AM that lost its NIKHAHIT and looks like SARA AA, with or without a space behind it.

    >>> lost_nikhahit("กาหนดการดาเนินงาน"), lost_nikhahit("กา หนดตา บล")
    ('กำหนดการดำเนินงาน', 'กำหนดตำบล')
    >>> lost_nikhahit("การพานาวาไปตามสายธาร")
    'การพานาวาไปตามสายธาร'

    Fonts that keep NIKHAHIT in a place of its own lose it where that place has no Unicode. Only a text with
    words that cannot be otherwise (กาหนด) is read; there a word that may be either (นา, นำ) is what is
    written more often, the more readily the fewer SARA AM the text has left. Reading costs a few
    microseconds a letter, looking for such words a hundredth of that.
    """
    hits = _lost_trigger().findall(text)
    if not hits:
        return text
    lost = round(2 * _cost(len(hits), text.count(_AM))) / 2  # pages that are about as damaged are read alike
    spaced = sum(" " in hit for hit in hits) * 2 > len(hits)

    def mend(chunk: re.Match[str]) -> str:
        passage = chunk[0]
        if len(hits) < _SURE_HITS and passage in words():
            return passage
        if spaced:
            return _restored(passage, lost, _GAP)
        return "".join(
            _restored(part, lost, INFINITE) if _AA in part else part for part, _ in parted(passage, _SHORTEST)
        )

    return (_SPACED_CHUNK if spaced else _LOST_CHUNK).sub(mend, text)


@lru_cache(maxsize=1 << 15)
def _restored(passage: str, lost: float, gap: float) -> str:
    """The likeliest reading where a lost NIKHAHIT costs so many nats, and a space in a word so many."""
    letters = passage.replace(" ", "")

    def damage(start: int, end: int, word: str) -> float:
        cost = 0.0
        for seen, letter in zip(letters[start:end], word, strict=True):
            if seen != letter:
                if letter != _AM or seen != _AA:
                    return INFINITE
                cost += lost
        return cost

    pieces, _ = read(_parts(passage), as_aa(letters), index(as_aa), damage, gap)
    return _without_spaces_after_am(passage, pieces)


def _parts(passage: str) -> list[str]:
    """The letters of the passage; a space is kept before its letter."""
    parts: list[str] = []
    space = ""
    for ch in passage:
        if ch == " ":
            space = ch
        else:
            parts.append(space + ch)
            space = ""
    return parts


def _without_spaces_after_am(passage: str, pieces: Sequence[str]) -> str:
    """The pieces joined; a space behind a SARA AM that was none in the passage is part of the damage."""
    out = ""
    for piece in pieces:
        if piece[0] == " " and out.endswith(_AM) and passage[len(out) - 1 : len(out)] != _AM:
            piece = piece[1:]
        out += piece
    return out


def swapped_sara_aa(text: str) -> str:
    """Every SARA AA read as SARA AM, and SARA AM as a space with SARA AM: Word 2016's export of some fonts.

    >>> swapped_sara_aa("ด้ำนกำรบริกำร กำรด ำเนินงำนของเทศบำลต ำบล")
    'ด้านการบริการ การดำเนินงานของเทศบาลตำบล'
    >>> swapped_sara_aa("จำนวนคำสั่งและการกำหนด")
    'จำนวนคำสั่งและการกำหนด'

    Only a text with words that cannot be otherwise (กำร, งำน) is read. In a text where nearly every SARA AA
    is damaged, those of unknown words (names) are taken for damaged too.
    """
    ams = text.count(_AM)
    if f" {_AM}" not in text and ams <= max(_USUAL * text.count(_AA), _SURE_HITS - 1):
        return text
    forms = _swapped_trigger().findall(text)
    hits = len(forms)
    sure = hits >= _SURE_HITS and len(set(forms)) > 1
    if not hits or not (sure or _AM_OFF.search(text)):
        return text
    swapped = _cost(hits, text.count(_AA))
    sound = _cost(len(_AM_OFF.findall(text)) if _AM_OFF.search(text) else text.count(_AM), hits)
    all_damaged = hits / (hits + text.count(_AA)) > _CERTAIN
    lexicon = index(as_aa)

    letters = ""

    def damage(start: int, end: int, word: str) -> float:
        printed = letters[start:end]
        if printed == word:
            return sound * word.count(_AM)
        cost = 0.0
        for seen, letter in zip(printed, word, strict=True):
            if seen != letter:
                if seen == _AM and letter == _AA:
                    cost += swapped
                elif seen != _SURE_AM or letter != _AM:
                    return INFINITE
            elif seen == _AM:
                cost += sound
        return cost

    known: dict[str, str] = {}

    def mend(chunk: re.Match[str]) -> str:
        nonlocal letters
        passage = chunk[0]
        if _AM not in passage or (hits < _SURE_HITS and passage in words()):
            return passage
        if passage not in known:
            letters = _AM_OFF.sub(_SURE_AM, passage)
            pieces, _ = read(letters, as_aa(letters), lexicon, damage)
            joined = "".join(_unknown_as_aa(pieces) if all_damaged else pieces)
            known[passage] = joined.replace(_SURE_AM, _AM)
        return known[passage]

    return _SWAPPED_CHUNK.sub(mend, text)


def _unknown_as_aa(pieces: Sequence[str]) -> list[str]:
    return [_AA if piece == _AM else piece for piece in pieces]


def _cost(hits: int, others: int) -> float:
    """Nats that one more damaged place costs, where so many are damaged and so many others are not."""
    return min(-math.log((hits + _RARE) / (hits + others + 2 * _RARE)), UNKNOWN)
