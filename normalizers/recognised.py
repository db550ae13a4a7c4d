"""Thai text recognised from an image, with the marks and letters that recognition takes for others.

Tesseract drops marks and confuses letters of like shape; what is meant is the likeliest reading over the
lexicon (`normalizers.repair.reading`), where that is much likelier than the text as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import cache, lru_cache
from operator import itemgetter

from normalizers.repair.lexicon import words
from normalizers.repair.reading import INFINITE, Index, index_of, read

_ALIKE = ("ขชซ", "คดตศ", "ถภก", "ผฝพฟ", "บปษ", "ธฐรฆ", "ใไ", "ฎฏ", "ลส", "ทหฑ", "จฉ", "าำ")
"""Letters that a worn or small print makes alike."""
_CLASS = str.maketrans({letter: group[0] for group in _ALIKE for letter in group})

_RING = ("า", "ำ")
"""SARA AM that lost its ring: Tesseract knows no SARA AM, only its parts."""

# Costs in nats.
_LOST, _ADDED, _OTHER = 3.5, 4.5, 3.5
"""Of a mark that is not recognised, one that is not there, and one taken for another."""
_LETTER = 5.0
"""Of a letter taken for one like it."""
_AT_HOME = 6.0
"""Of a word of the field, at most: as that of a common word."""
_MARGIN, _SOUND_MARGIN = 2.0, 5.0
"""A reading must be so much likelier than the text as it stands; more where all of that is words."""

_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32|([\u0e48-\u0e4b])\u0e4d\u0e32")
_RING_AS_MARK = re.compile("(?<=[\u0e01-\u0e2e])[\u0e31\u0e47]([\u0e48-\u0e4b]?)\u0e32")
"""No word has these: the ring of SARA AM was taken for another mark."""
_STRAY = re.compile(r"(?:(?<=\s)|(?<=^))[\u0e01-\u0e2e](?=พ\.\s?ศ\.)")
"""A letter before พ.ศ., where none stands: dust, or the end of a word that the margin has cut."""
_INDICATOR = re.compile(
    "[กขคดตถทศ][\u0e31-\u0e37\u0e47-\u0e4c]{0,2}ว[กขฃชซธ][\u0e31-\u0e37\u0e47-\u0e4c]{0,2}วั?ด(?![\u0e30-\u0e4e])"
)
"""ตัวชี้วัด, with marks lost and letters taken for others: ทั่วชี้วัด, ตัวธิ์วัด. No other words look like it."""
_ERA = re.compile("(?<![ก-๎])[พหฟผ][.,เ: ]{0,2}ศ[.,]? ?(?=(?:25|๒๕)[0-9๐-๙]{2}(?![0-9๐-๙]))")
"""พ.ศ. before a year: หเศ. 2569, ห.ศ. ๒๕๖๙. The letter before the point is no other."""
_ASKED = re.compile("(?<=[ก-๎])[?](?=[ก-ฮ])")
"""A letter within a word that is taken for a question mark: โปร่ง?ส. ใ has its shape."""
_STEPS = re.compile("(?<![ก-๎])ข[ิ-ื]้?นตอน(?=การ|ปฏิบัติ|[ /]|$)")
"""ขั้นตอน at the beginning of a heading: ขึ้นตอน is two words, but heads nothing."""
_PARTED = re.compile("(?<=โปร่) (?=งใส)")
"""White within a word of every title, behind a mark that leans over it: no word begins with งใส."""
_MONTH = re.compile("(?<![ก-๎])(ม|มี|พ|ก|ส|ต|ธ)\\. ?ด\\.")
"""A month's abbreviation that ends in ค: ต.ด. No abbreviation ends in ด."""
_ITS_NUMBER = re.compile("ตัวชี้วัดที(?= ?[0-9๐-๙])")
_PASSAGE = re.compile("[\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e]{3,}")
_CLUSTER = re.compile(f"([\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e45])([{_MARKS}]*)")
_MARK = re.compile(f"[{_MARKS}]")


def mend(text: str, field: Collection[str] = ()) -> str:
    """The text with what recognition dropped or confused put right; `field` holds words to be expected.

    >>> mend("ขันตอนการจัดซือ"), mend("กําหนด")
    ('ขั้นตอนการจัดซื้อ', 'กำหนด')
    >>> mend("เทศบาลตำบลป่าน้าผึ้ง"), mend("ค่าน้าหนัก"), mend("น้าและอา"), mend("ที่นา")
    ('เทศบาลตำบลป่าน้ำผึ้ง', 'ค่าน้ำหนัก', 'น้าและอา', 'ที่นา')
    >>> mend("ดอนนั่าผึ่ง")
    'ดอนน้ำผึ้ง'
    >>> mend("ตัวขี้วัดที 5", {"ตัวชี้วัด"})
    'ตัวชี้วัดที่ 5'
    >>> mend("ทั่วชี้วัดที่ ๒"), mend("รายตัวธิ์วัด"), mend("ทั่วจังหวัด")
    ('ตัวชี้วัดที่ ๒', 'รายตัวชี้วัด', 'ทั่วจังหวัด')
    >>> mend("ปีงบประมาณ หเศ. 2569"), mend("ต.ด. 2568"), mend("พ.ค. 2568"), mend("ค.ศ. 2025")
    ('ปีงบประมาณ พ.ศ. 2569', 'ต.ค. 2568', 'พ.ค. 2568', 'ค.ศ. 2025')
    >>> mend("ขึ้นตอนการดำเนินการ"), mend("ราคาขึ้นตอนสิ้นปี")
    ('ขั้นตอนการดำเนินการ', 'ราคาขึ้นตอนสิ้นปี')
    >>> mend("ความโปร่ง?สในการ"), mend("อย่างไร? ตอบ"), mend("ความโปร่ งใส")
    ('ความโปร่งใสในการ', 'อย่างไร? ตอบ', 'ความโปร่งใส')
    """
    text = _AM.sub(lambda m: f"{m[1] or m[2] or ''}\u0e33", text)
    text = _RING_AS_MARK.sub("\\1\u0e33", text)
    text = _STRAY.sub("", text)
    text = _MONTH.sub("\\1.ค.", _ERA.sub("พ.ศ. ", _ASKED.sub("ใ", _PARTED.sub("", text))))
    text = _STEPS.sub("ขั้นตอน", text)
    known = frozenset(field)
    text = _PASSAGE.sub(lambda m: _likeliest(m[0], known), text)
    return _ITS_NUMBER.sub("ตัวชี้วัดที่", _INDICATOR.sub("ตัวชี้วัด", text))


def _bare(word: str) -> str:
    return _MARK.sub("", word).translate(_CLASS)


@lru_cache(maxsize=65536)
def _letters(word: str) -> tuple[tuple[str, str], ...]:
    """Each letter of a word with its marks."""
    return tuple((m[1], m[2]) for m in _CLUSTER.finditer(word))


@cache
def _index(field: frozenset[str]) -> Index:
    """The lexicon with the words of the field, by letters alike."""
    costs = dict(words())
    for word in field:
        costs[word] = min(costs.get(word, _AT_HOME), _AT_HOME)
    return index_of(dict(sorted(costs.items(), key=itemgetter(1))), _bare)


@lru_cache(maxsize=4096)
def _likeliest(passage: str, field: frozenset[str]) -> str:
    found = _letters(passage)
    if sum(len(letter) + len(marks) for letter, marks in found) != len(passage):
        return passage  # a mark without its letter: not for this step
    parts = [letter + marks for letter, marks in found]
    keys = "".join(letter for letter, _ in found).translate(_CLASS)
    index = _index(field)
    pieces, cost = read(parts, keys, index, _damage(found))
    read_as = "".join(pieces)
    if read_as == passage:
        return passage
    as_is, own = read(parts, keys, index, _no_damage(found))
    sound = all(piece in field or piece in words() for piece in as_is)
    return read_as if own - cost > (_SOUND_MARGIN if sound else _MARGIN) else passage


Damage = Callable[[int, int, str], float]


def _damage(found: tuple[tuple[str, str], ...]) -> Damage:
    def cost(start: int, end: int, word: str) -> float:
        letters = _letters(word)
        if len(letters) != end - start:
            return INFINITE
        total = 0.0
        edits = 0
        for (seen, seen_marks), (letter, marks) in zip(found[start:end], letters, strict=True):
            if seen != letter:
                total += _LOST if (seen, letter) == _RING else _LETTER
                edits += 1
            if seen_marks != marks:
                total += _marks_cost(seen_marks, marks)
                edits += len(set(seen_marks) ^ set(marks)) if len(seen_marks) != len(marks) else 1
        return total if edits <= 1 + (end - start) // 3 else INFINITE

    return cost


def _no_damage(found: tuple[tuple[str, str], ...]) -> Damage:
    def cost(start: int, end: int, word: str) -> float:
        return 0.0 if _letters(word) == found[start:end] else INFINITE

    return cost


@cache
def _marks_cost(seen: str, meant: str) -> float:
    """Cost of recognising some marks of a letter as others."""
    lost = len(set(meant) - set(seen))
    added = len(set(seen) - set(meant))
    both = min(lost, added)
    return both * _OTHER + (lost - both) * _LOST + (added - both) * _ADDED
