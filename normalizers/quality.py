"""How good the text of one page is: sound, damaged in ways that repair mends, or beyond reading.

The shares are measured on the text as the file has it and after repair; the grade is that of the text after
repair. The thresholds come from 525 pages of 60 documents that Thai agencies have published: sound pages and
those beyond reading lie far apart on each scale, and each threshold stands in the gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from normalizers import tokens
from normalizers.repair import lexicon, repair


class Grade(StrEnum):
    """Whether a text can be used."""

    GOOD = "good"
    """Nothing to repair of note."""
    REPAIRED = "repaired"
    """Damaged, and readable once repaired."""
    UNUSABLE = "unusable"
    """Unreadable, and still so after repair."""


@dataclass(frozen=True, slots=True)
class Quality:
    """What is wrong with a text; shares from 0 to 1."""

    grade: Grade
    signs: int
    """Characters that are not blank."""
    damaged: float = 0.0
    """Thai clusters that no text has (marks without a letter, doubled or in the wrong order), of all, before
    repair."""
    private_use: float = 0.0
    """Characters in the codes U+F700 to U+F71A, of all signs, before repair."""
    unknown: float = 0.0
    """Thai letters in words that no dictionary has, of all in a sample, after repair."""
    unreadable: float = 0.0
    """U+FFFD, control characters and `(cid:N)`, of all signs, after repair."""
    foreign: float = 0.0
    """Letters of scripts that Thai documents do not use, of all signs, after repair."""
    tangled: float = 0.0
    """Signs in pieces of Latin letters, digits and signs that no one writes (`~4n^i`), of all, after repair."""

    @property
    def usable(self) -> bool:
        return self.grade is not Grade.UNUSABLE

    @property
    def badness(self) -> float:
        """Less is better, to choose between two readings of one page."""
        return self.unreadable + self.foreign + self.tangled + self.unknown


MOST_UNREADABLE = 0.035
"""Pages that can be read have at most 0.028 (marks without a code); charts with their figures in a font of wrong
codes have 0.044 to 0.078, other wrong maps 0.27, pages without a character map 0.4 and more."""
MOST_TANGLED = 0.1
"""Pages that can be read have at most 0.016, recognised nonsense and wrong character maps 0.15 and more."""
MOST_UNKNOWN = 0.15
"""After repair pages that can be read have at most 0.07 (tables with many names); a text whose vowels became
consonants has 0.24."""
NOTABLE = 0.005
"""Repair that changes fewer of the characters is not of note: a few slips in a sound text."""
_SUSPECT_UNKNOWN = 0.03
"""Sound pages have fewer unknown letters; a page with more is looked at as repaired too."""
_SUSPECT_DAMAGED = 0.001

FEWEST_SIGNS = 20
"""A cover or a page number is too short to be judged by its shares, but for codes that are no letters."""
FEWEST_THAI = 100
"""Words of fewer letters tell nothing: a name and an address would do."""
_SAMPLE = 800
"""Letters looked up in the dictionary, from the middle of the text: half a millisecond."""
_GLANCE, _PLAIN = 240, 0.01
"""So many of them first: where no more than this share is unknown, as on most pages, the others are not asked."""

_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_TONES = "\u0e48-\u0e4c"
_DAMAGED = re.compile(
    f"""(?<![\u0e01-\u0e2e{_MARKS}\ufffd])[{_MARKS}]   # a mark without its letter
      | ([{_MARKS}\u0e33])\\1                          # doubled
      | [{_TONES}][\u0e31\u0e34-\u0e39\u0e47]          # a tone before its vowel
      | \u0e4d[{_TONES}]?\\ ?\u0e32                    # SARA AM in parts
      | \u0e33[\u0e32{_MARKS}]                         # SARA AM and more
      | (?<=[\u0e01-\u0e2e])\\ +[\u0e32\u0e33{_MARKS}]
      | \u0e40\u0e40
      | [\uf700-\uf71a]""",
    re.VERBOSE,
)
_PRIVATE_USE_CODES = ((0xF700, 0xF71A),)
_UNREADABLE_CODES = (
    (0x00, 0x08),
    (0x0B, 0x0C),
    (0x0E, 0x1F),
    (0x7F, 0x9F),
    (0xE000, 0xEFFF),
    (0xFFFD, 0xFFFD),
)
_FOREIGN_CODES = (
    (0x00C0, 0x02AF),
    (0x0370, 0x0DFF),
    (0x0E60, 0x1FFF),
    (0x2500, 0x257F),
    (0x2C00, 0x2DFF),
    (0x3040, 0xD7FF),
    (0xFF66, 0xFFDC),
)
_IS_ODD = np.zeros(0x10000, dtype=np.bool_)
"""Whether a code is one of these, by the code: most pages have none."""
for _first, _last in (*_PRIVATE_USE_CODES, *_UNREADABLE_CODES, *_FOREIGN_CODES):
    _IS_ODD[_first : _last + 1] = True


def _any_of(codes: Iterable[tuple[int, int]]) -> re.Pattern[str]:
    return re.compile(f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last in codes)}]")


_PRIVATE_USE, _UNREADABLE, _FOREIGN = map(_any_of, (_PRIVATE_USE_CODES, _UNREADABLE_CODES, _FOREIGN_CODES))
_CID = re.compile("\\(cid:\\d+\\)")
_THAI_WORD = re.compile("[\u0e01-\u0e4e]+")
_BASE = re.compile("[\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46]")
_BLANK = re.compile(r"\s+")
_ADDRESS = re.compile(r"https?:|www\.|@[\w-]+\.\w|\.(?:com|org|net|th)\b")
_PIECE = re.compile("[!-~\u00a1-\u00bf]{2,}")
_SIGN = "#$%&*<=>?@^~|\\\\{}!`"
_NOT_WRITTEN = re.compile(
    f"""[A-Za-z][{_SIGN}'"]+[A-Za-z{_SIGN}]     # a sign between letters
      | [{_SIGN}]{{2,}}
      | [A-Za-z][0-9]+[A-Za-z]
      | [{_SIGN}'][A-Za-z][^a-z]
      | [a-z][A-Z](?![a-z])""",
    re.VERBOSE,
)


def judge(text: str) -> Quality:
    """How good the text of one page is. Sound text is judged in less than a millisecond; other is repaired first.

    >>> judge("เทศบาลตำบลได้กำหนดมาตรการส่งเสริมคุณธรรมและความโปร่งใส").grade.value
    'good'
    >>> judge("เทศบาลต าบลได้ก าหนดมาตรการส่งเสริมคุณธรรมและความโปร่งใส").grade.value
    'repaired'
    >>> judge("ιΕϔλνυϒκϔλόςϔϑϠχϒόσϔάϖΣόςϔϟιϊμϔχηϬϔμχπϏΣλΖϏτ").grade.value
    'unusable'

    What it cannot tell: wrong words that are words, a text that says something else than the page shows, and
    what is no part of the text layer at all.
    """
    before = _measure(text)
    if not before.signs or not _suspicious(before):
        return before
    mended = repair(text).text
    after = _measure(mended)
    if after.signs < FEWEST_SIGNS:
        unusable = after.unreadable + after.foreign > 0.5
    else:
        unusable = (
            after.unreadable + after.foreign > MOST_UNREADABLE
            or after.tangled > MOST_TANGLED
            or after.unknown > MOST_UNKNOWN
        )
    if unusable:
        grade = Grade.UNUSABLE
    elif _changed(text, mended) > NOTABLE or after.unreadable + after.foreign > NOTABLE:
        grade = Grade.REPAIRED
    else:
        grade = Grade.GOOD
    return Quality(
        grade,
        before.signs,
        before.damaged,
        before.private_use,
        after.unknown,
        after.unreadable,
        after.foreign,
        after.tangled,
    )


def known_letters(text: str) -> tuple[int, int]:
    """How many Thai letters stand in words of the dictionary, and how many in all Thai words.

    Words are PyThaiNLP's and the names of places, found by `normalizers.tokens`; a single letter is no word
    but for ณ and ฯ, and numbers, Latin words and signs do not count.

    >>> known_letters("ประเมิน ITA ๒๕๖๘ ณ ที่ทก")
    (12, 13)
    """
    counted = [_letters(word) for word in tokens.load()(text)]
    return sum([known for known, _ in counted]), sum([total for _, total in counted])


@lru_cache(maxsize=4096)
def _letters(word: str) -> tuple[int, int]:
    """How many Thai letters of one word are known, and how many it has."""
    if not _THAI_WORD.fullmatch(word):
        return 0, 0
    is_known = word in lexicon.words() and (len(word) > 1 or word in "ณฯๆ")
    return len(word) if is_known else 0, len(word)


def _suspicious(q: Quality) -> bool:
    """True where repair, or a closer look, may say something else than good."""
    return (
        q.damaged > _SUSPECT_DAMAGED
        or q.private_use > 0
        or q.unreadable > 0
        or q.foreign > 0
        or q.tangled > MOST_TANGLED / 2
        or q.unknown > _SUSPECT_UNKNOWN
    )


def _measure(text: str) -> Quality:
    solid = "".join(text.split())
    signs = len(solid)
    if not signs:
        return Quality(Grade.GOOD, 0)
    codes = _codes(text)
    damaged = len(_DAMAGED.findall(text)) if _may_be_damaged(codes) else 0
    odd = solid if _IS_ODD.take(codes).any() else ""
    unreadable = len(_UNREADABLE.findall(odd))
    if "(cid:" in solid:
        unreadable += sum(map(len, _CID.findall(solid)))
    return Quality(
        Grade.GOOD,
        signs,
        min(damaged / max(len(_BASE.findall(text)), 1), 1.0) if damaged else 0.0,
        len(_PRIVATE_USE.findall(odd)) / signs,
        _unknown(text),
        unreadable / signs,
        len(_FOREIGN.findall(odd)) / signs,
        _tangled(text) / signs,
    )


def _codes(text: str) -> NDArray[np.uint16]:
    """Of a dash, which no mark can stand on, and the text."""
    return np.frombuffer(f"-{text}".encode("utf-16-le", "surrogatepass"), dtype=np.uint16)


def _may_be_damaged(codes: NDArray[np.uint16]) -> bool:
    """False where `_DAMAGED` cannot find anything: ten times as fast as that, and most pages are sound."""
    sorts, pairs = _pairs()
    each = sorts.take(codes)
    return bool(pairs.take(each[:-1] * _SORTS + each[1:]).any())


_SORTS = 128


@cache
def _pairs() -> tuple[NDArray[np.uint16], NDArray[np.bool_]]:
    """The sort of each code, and whether two sorts beside each other may be damage, by `_DAMAGED` itself."""
    letters = ["-", " ", "\ufffd", "\uf700", *map(chr, range(0x0E01, 0x0E5C))]
    sorts = np.zeros(0x10000, dtype=np.uint16)  # small, so that it stays at hand
    for sort, letter in enumerate(letters):
        sorts[ord(letter)] = sort
    sorts[0xF700:0xF71B] = sorts[0xF700]
    pairs = np.zeros((_SORTS, _SORTS), dtype=np.bool_)
    for one, two in product(letters, repeat=2):
        # NIKHAHIT stands in the one damage that takes three letters to see.
        found = two == "\u0e4d" or _DAMAGED.search(f"\u0e01{one}{two}")
        pairs[sorts[ord(one)], sorts[ord(two)]] = bool(found)
    return sorts, pairs.reshape(-1)


def _unknown(text: str) -> float:
    unknown = 0.0
    for most in (_GLANCE, _SAMPLE):
        known, total = known_letters(_middle(text, most))
        unknown = 1 - known / total if total >= FEWEST_THAI else 0.0
        if len(text) <= most or (total >= FEWEST_THAI and unknown <= _PLAIN):
            break
    return unknown


def _middle(text: str, most: int) -> str:
    """So many characters of a longer text, between blanks where there are any: half a word is none."""
    if len(text) <= most:
        return text
    start = (len(text) - most) // 2
    begin, end = text.find(" ", start, start + most) + 1, text.rfind(" ", start, start + most)
    return text[begin:end] if end - begin > most / 2 else text[start : start + most]


def _tangled(text: str) -> int:
    pieces = (m[0] for m in _PIECE.finditer(text))
    return sum(
        len(p) for p in pieces if len(set(p)) > 2 and _NOT_WRITTEN.search(p) and not _ADDRESS.search(p)
    )


def _changed(before: str, after: str) -> float:
    """The share of characters that repair changed, blanks aside."""
    return Indel.normalized_distance(_BLANK.sub("", before), _BLANK.sub("", after))
