"""Marks that stand on the wrong letter or are unreadable: decided by the dictionary."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate

from normalizers.marks import AFTER, CONSONANTS, LEADING, LETTERS, MARKS, TONES
from normalizers.repair.lexicon import frequent, words
from normalizers.repair.reading import BEAM, INFINITE, LONGEST, UNKNOWN, index, parted, read
from normalizers.repair.triggers import one_of, telling
from normalizers.tokens import load

_HOLE = "\ufffd"
_WORDS = 1500
"""The damaged forms of so many frequent words tell of damage."""
_GAP = 3.0
"""Cost in nats of a space inside a word, where marks are displaced: layout that moves marks makes spaces."""
_SHORT = 3
_OFTEN = 10.0
_RARE = 8.0
"""For a word of so few letters that costs more than so many nats, marks are moved only at a further cost: names
hold such syllables (นิร, ปัน, งู)."""
_FEW = 3
"""With fewer signs of displaced marks a passage is changed only if all of it then is sound: names hold such forms
(ฉนั้น, กลวัชร)."""
_HOLE_COST = 1.0
"""Cost in nats of a mark printed as U+FFFD, whichever it is."""
_MOST = 0.9
"""A mark that is so great a share of the unreadable marks of a text is taken for those of unknown words too."""
_ENOUGH = 5
"""... and has been read so often."""

_MOST_LOST = 0.6
"""A mark that the text lacks is the lost one where it makes words of so great a share of the U+FFFD"""
_TIMES = 2
"""... and of so many times as many as any other."""
_ALL_MARKS = "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c"

_MARK = re.compile(f"[{MARKS}]")
_LETTER = re.compile(f" ?[{MARKS}]*[{CONSONANTS}\u0e2f{AFTER}\u0e3f{LEADING}\u0e45\u0e46][{MARKS}{_HOLE}]*")
_MARKS_TO_MOVE = re.compile(f"([{MARKS}]+)([{CONSONANTS}])(?![{MARKS}])")
_TONE_TO_MOVE = re.compile(f"([{TONES}])([{CONSONANTS}])(?![{MARKS}])")
_NO_PLACE = re.compile(f"[{AFTER}{LEADING}][{MARKS}]")
_CHUNK = re.compile(f"[{LETTERS}]+(?:(?:(?<=[{MARKS}]) | (?=[{MARKS}]))[{LETTERS}]+)*")
_HOLE_ON_LETTER = re.compile(f"(?<=[{CONSONANTS}{MARKS}]){_HOLE}")
_HOLE_OF_AM = re.compile(f"(?<=[{TONES}]){_HOLE}\u0e32")
_CHUNK_WITH_HOLE = re.compile(f"[{LETTERS}]*(?:{_HOLE}[{LETTERS}]*)+")


def _bare(word: str) -> str:
    return _MARK.sub("", word)


def _late(word: str) -> str:
    """The word with every mark one letter late, where a letter follows that has none."""
    return _MARKS_TO_MOVE.sub(r"\2\1", word)


def _late_tone(word: str) -> str:
    return _TONE_TO_MOVE.sub(r"\2\1", word)


@cache
def _late_forms() -> dict[str, str]:
    """Frequent words by their damaged forms that sound text hardly ever holds."""
    frequent_words = frequent(_WORDS)
    forms: dict[str, str] = {}
    for harm in (_late, _late_tone):
        tell = telling(frequent_words, harm)
        for word in frequent_words:
            if (form := harm(word)) in tell:
                forms.setdefault(form, word)
    return forms


@cache
def _late_trigger() -> re.Pattern[str]:
    return one_of(_late_forms())


@lru_cache(maxsize=1 << 16)
def _marks_of(word: str) -> tuple[str, ...]:
    """The marks of each letter of a word."""
    return tuple(letter[1:] for letter in _LETTER.findall(word))


def displaced_marks(text: str) -> str:
    """Marks a letter behind the one they belong to, or before it: readers that sort letters by their place.

    >>> displaced_marks("ขอ้มลู"), displaced_marks("ขัน้ ตอนการจดัซื้อ"), displaced_marks("เปรียบเีทยบ")
    ('ข้อมูล', 'ขั้นตอนการจัดซื้อ', 'เปรียบเทียบ')
    >>> displaced_marks("อ้อยหวาน หม้อดิน ขั้นบันได")
    'อ้อยหวาน หม้อดิน ขั้นบันได'

    Only a text with words that cannot be otherwise (ขอ้, มลู), or with marks where none can stand (on a
    leading vowel or SARA AA), is read; words that no shift by one letter explains stay.
    """
    late_hits = len(_late_trigger().findall(text))
    no_place = len(_NO_PLACE.findall(text))
    if not late_hits and not no_place:
        return text
    marks = len(_MARK.findall(text)) or 1
    late = _cost((late_hits + 0.5 * no_place + 0.1) / marks)
    early = _cost((no_place + 0.1) / marks)
    few = late_hits + no_place < _FEW
    if late_hits > no_place and not few:
        text = _late_trigger().sub(_in_place, text)

    def mend(chunk: re.Match[str]) -> str:
        passage = chunk[0]
        if passage in words():
            return passage
        mended = "".join(part if sound else _settled(part, late, early) for part, sound in parted(passage))
        if few and not all(sound for _, sound in parted(mended)):
            return passage
        return mended

    return _CHUNK.sub(mend, text)


def _in_place(form: re.Match[str]) -> str:
    """The word of a damaged form; not before a space, which may lie in a longer word."""
    return form[0] if form.string.startswith(" ", form.end()) else _late_forms()[form[0]]


def _cost(share: float) -> float:
    """Nats, to the half: pages that are about as damaged are read alike."""
    return round(-2 * math.log(min(share, 0.5))) / 2


_Open = tuple[str, str]
"""Marks that a reading has yet to settle where it stands: those printed on the letter before and of the next
one, and those of the letter before that are printed on the next one."""
_SETTLED: _Open = ("", "")


@lru_cache(maxsize=1 << 18)
def _step(
    own: str, before: str, want: str, state: _Open, late: float, early: float
) -> tuple[float, _Open] | None:
    """What it costs that a letter with these marks on it and before it should have those wanted, and what it
    leaves open; None where it cannot be."""
    over, due = state
    have = [*own]
    early_ones = [*over, *before]
    for mark in due:
        if mark in early_ones:
            early_ones.remove(mark)
        elif mark in have:
            have.remove(mark)
        else:
            return None
    cost = 0.0
    missing = ""
    for mark in want:
        if mark in have:
            have.remove(mark)
        elif mark in early_ones:
            early_ones.remove(mark)
            cost += early
        else:
            missing += mark
            cost += late
    return None if early_ones else (cost, ("".join(have), missing))


@lru_cache(maxsize=1 << 15)
def _settled(passage: str, late: float, early: float) -> str:
    """The likeliest reading in which every mark is used once, each on its letter or a neighbour of it."""
    parts = _LETTER.findall(passage)
    if len("".join(parts)) != len(passage):  # nothing but marks
        return passage
    lexicon = index(_bare)
    keys = _bare(passage).replace(" ", "")
    sides = [part.lstrip(" ").split(letter) for part, letter in zip(parts, keys, strict=True)]
    before = [side[0] for side in sides]
    own = tuple(side[1] for side in sides)
    spaced = [part[0] == " " for part in parts]
    letters_as_printed = [letter + marks for letter, marks in zip(keys, own, strict=True)]
    spaces = [0, *accumulate(spaced)]
    own_alone = not any(before)
    n = len(parts)
    least = [INFINITE] * (n + 1)
    """... that a reading up to each letter costs, all settled."""
    best: list[dict[_Open, tuple[float, int, _Open, str]]] = [{} for _ in range(n + 1)]
    least[0] = 0.0
    best[0][_SETTLED] = (0.0, 0, _SETTLED, "")

    def offer(end: int, state: _Open, cost: float, start: int, came: _Open, piece: str) -> None:
        known = best[end].get(state)
        if known is None or cost < known[0]:
            best[end][state] = (cost, start, came, piece)
            if state == _SETTLED:
                least[end] = cost

    for start in range(n):
        bound = min(least[start + 1 : start + 1 + LONGEST]) + BEAM
        bound = min(bound, least[start] + UNKNOWN)
        ways = [(state, way[0]) for state, way in best[start].items() if way[0] < bound]
        if not ways:
            continue
        least_so_far = min(so_far for _, so_far in ways)
        space = " " if spaced[start] else ""
        for state, so_far in ways:  # an unknown letter keeps its marks
            taken = _step(own[start], before[start], own[start], state, late, early)
            if taken is not None and taken[1] == _SETTLED:
                piece = space + keys[start] + own[start]
                offer(start + 1, _SETTLED, so_far + UNKNOWN + taken[0], start, state, piece)
            elif state == _SETTLED:
                piece = space + before[start] + keys[start] + own[start]
                offer(start + 1, _SETTLED, so_far + UNKNOWN, start, state, piece)
        at_hand: set[str] = set()
        reached = start - 1
        for length in lexicon.lengths_at(keys, start):
            end = start + length
            if end > n:
                break
            entries = lexicon.words.get(keys[start:end])
            if entries is None:
                continue
            gaps = _GAP * (spaces[end] - spaces[start + 1])
            sound = own_alone or not any(before[start:end])
            printed = "".join(letters_as_printed[start:end])
            at_hand.update(*parts[max(0, reached) : end + 1])
            reached = end
            dearest = least[end] + UNKNOWN - least_so_far - gaps
            for word, cost in entries:
                if cost > dearest:
                    break
                same = sound and word == printed
                if not same and not at_hand.issuperset(word):
                    continue
                for came, so_far in ways:
                    total = so_far + gaps + cost
                    if same and came == _SETTLED:
                        offer(end, _SETTLED, total, start, came, space + word)
                        continue
                    state = came
                    total += _RARE if cost > _OFTEN and end - start <= _SHORT else 0.0
                    for i, want in enumerate(_marks_of(word), start):
                        taken = _step(own[i], before[i], want, state, late, early)
                        if taken is None:
                            break
                        total += taken[0]
                        state = taken[1]
                    else:
                        offer(end, state, total, start, came, space + word)
    pieces = []
    end, state = n, _SETTLED
    while end:
        _, start, state, piece = best[end][state]
        pieces.append(piece)
        end = start
    return "".join(reversed(pieces))


def unreadable_marks(text: str) -> str:
    """U+FFFD in the place of marks: fonts whose table lacks a mark, or the glyphs of some pairs.

    >>> unreadable_marks("ป\\ufffdองกันการทุจร\\ufffdต")
    'ป้องกันการทุจริต'
    >>> unreadable_marks("ผ\\ufffd\\u0e49อย\\ufffd\\u0e48ด\\ufffdแลค\\ufffd\\u0e48มือบ\\ufffdรณ์")
    'ผู้อยู่ดูแลคู่มือบูรณ์'

    Between a tone and SARA AA it can but be the NIKHAHIT of SARA AM (น้�า). Where a mark that the text lacks
    makes words of them, each is that mark, in unknown words (names) too. Else each word is read by itself. What
    remains keeps its U+FFFD, which the grade of the page counts. Text without U+FFFD costs one search.
    """
    if _HOLE not in text:
        return text
    text = _HOLE_OF_AM.sub("\u0e33", text)
    lost = _lost_mark(text)
    if lost:
        return _HOLE_ON_LETTER.sub(lost, text)
    found: Counter[str] = Counter()

    def mend(chunk: re.Match[str]) -> str:
        mended = "".join(_holes_filled(part) if _HOLE in part else part for part, _ in parted(chunk[0]))
        for have, want in zip(_marks_of(chunk[0]), _marks_of(mended), strict=True):
            if _HOLE in have and _HOLE not in want:
                found.update(_filled(have, want))
        return mended

    mended = _CHUNK_WITH_HOLE.sub(mend, text)
    if found:
        mark, times = found.most_common(1)[0]
        if times >= _ENOUGH and times >= _MOST * found.total():
            return text.replace(_HOLE, mark)
    return mended


@lru_cache(maxsize=1 << 15)
def _holes_filled(passage: str) -> str:
    """The likeliest reading of a passage in which every U+FFFD is a mark."""
    parts = _LETTER.findall(passage)
    if len("".join(parts)) != len(passage) or _MARK.match(passage):
        return passage
    own = tuple(part[1:] for part in parts)

    def damage(start: int, end: int, word: str) -> float:
        holes = 0
        for have, want in zip(own[start:end], _marks_of(word), strict=True):
            if have != want:
                if _HOLE not in have or not _filled(have, want):
                    return INFINITE
                holes += 1
        return _HOLE_COST * holes

    keys = "".join(part[0] for part in parts)
    return "".join(read(parts, keys, index(_bare), damage)[0])


def _lost_mark(text: str) -> str:
    """The mark that the text lacks and that all its U+FFFD are, if there is one."""
    chunks = Counter(_CHUNK_WITH_HOLE.findall(text))
    if chunks.total() < _ENOUGH:
        return ""
    explained = Counter({mark: _explained(chunks, mark) for mark in _ALL_MARKS if mark not in text})
    if not explained:
        return ""
    mark, most = explained.most_common(1)[0]
    rest = max((times for other, times in explained.items() if other != mark), default=0)
    holes = text.count(_HOLE)
    return mark if most > max(_MOST_LOST * holes, _TIMES * rest) else ""


def _explained(chunks: Mapping[str, int], mark: str) -> int:
    """How many U+FFFD lie in words of the dictionary, where they are this mark."""
    cut, costs = load(), words()
    explained = 0
    for chunk, times in chunks.items():
        at = 0
        for word in cut(chunk.replace(_HOLE, mark)):
            if word in costs:
                explained += times * chunk.count(_HOLE, at, at + len(word))
            at += len(word)
    return explained


def _filled(have: str, want: str) -> Sequence[str]:
    """The marks that U+FFFD stands for, where these marks with it are wanted so; empty where they do not fit."""
    missing = [mark for mark in want if mark not in have]
    return missing if len(have) == len(want) and len(missing) == have.count(_HOLE) else []
