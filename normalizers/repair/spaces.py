"""Spaces that the layout put inside words, and those that belong to ๆ and ฯ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from normalizers.marks import AFTER, CONSONANTS, LEADING, LETTERS, MARKS
from normalizers.repair.lexicon import words
from normalizers.repair.reading import INFINITE, UNKNOWN, index, read, read_as_printed
from normalizers.repair.sara_am import as_aa

_PRIOR = 5.5
"""A space is dropped where the word across it explains the letters better by so many nats (250 to 1)."""
_REACH = 16
"""So many letters on each side of a space are read."""

_GAP = re.compile(f"(?<=[{CONSONANTS}\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e]) (?=[{CONSONANTS}{LEADING}])")
_NOT_THAI = re.compile(f"[^{LETTERS}]")
_TORN = re.compile(f"(?<=[{CONSONANTS}{MARKS}]) +([{MARKS}]+) (?=[{CONSONANTS}{AFTER}{LEADING}])")
_IS_TORN = re.compile(f" [{MARKS}]")
_TWICE = re.compile(f"([{MARKS}])\\1 (?=[{CONSONANTS}{AFTER}])")
_OFF = re.compile(f"(?<=[{CONSONANTS}{MARKS}]) +[{MARKS}]+ ?(?=[{LETTERS}])")
_PREFIXES = frozenset({"การ", "ความ", "ผู้", "นัก"})
"""Words that make a noun of the next word, and after which nobody sets a space."""
_LETTER = f"[{CONSONANTS}{AFTER}{LEADING}][{MARKS}]*"
_ROW = re.compile(f"(?: {_LETTER}){{3,}}(?![{LETTERS}])")
_FIRST_OF_ROW = re.compile(f"(?:^|[^{LETTERS}])({_LETTER})$")
_LONE = re.compile(f"[{CONSONANTS}{AFTER}{LEADING}](?= |$)")
_LONE_CONSONANT = re.compile(f" [{CONSONANTS}] ")
_LONE_VOWEL = re.compile(f"[{LEADING}] ")
_ISLAND = re.compile(f" (?![ณธก] )[{CONSONANTS}] (?=[{CONSONANTS}{LEADING}])|[{LEADING}] [{CONSONANTS}]")
_ISLANDS = 2
"""So many consonants alone, or vowels without their consonant, show that spaces may lie anywhere,"""
_ISLANDS_SHARE = 0.02
"""... where they are no less than so great a share of the spaces: lists are lettered ก ข ค."""
_OFF_LETTER = re.compile(f" [{AFTER}]")
_PHRASE = re.compile(f"[{LETTERS}]+(?: [{LETTERS}]+)+")
_SPACED_LETTER = re.compile(f" ?[{LETTERS}]")
_LETTER_GAP = 0.7
"""Cost in nats of a space inside a word, in a text that has them between its letters."""
_LOST = 2.0
"""... and of a SARA AM that is printed as a space and SARA AA."""
_ALWAYS = 0.9
"""Where so great a share of the marks torn off have a space behind them, it takes more to keep one."""
_SPLIT_ETC = re.compile("ฯ ?ล ?ฯ")
_BEFORE_PAIYANNOI = re.compile(f"(?<=[{LETTERS}]) +ฯ(?!ล|พณ|พล)")
_MAIYAMOK = re.compile(" {2,}ๆ")


@cache
def _inner_places() -> dict[str, str]:
    """The three letters before every place inside a word (a bar and two, where it has no more) → the three after it
    (two and a bar), each between blanks.

    Two hundred thousand places: a string for each would take 25 MB.
    """
    found: dict[str, str] = {}
    for word in words():
        for i in range(2, len(word) - 1):
            before = word[i - 3 : i] if i > 2 else "|" + word[:2]
            after = word[i : i + 3] if i + 2 < len(word) else word[i:] + "|"
            known = found.get(before, " ")
            if f" {after} " not in known:
                found[before] = f"{known}{after} "
    return found


def _looks_inner(text: str, at: int) -> bool:
    """A quick look whether a word can lie across a space."""
    places = _inner_places()
    after_three, after_two = f" {text[at + 1 : at + 4]} ", f" {text[at + 1 : at + 3]}| "
    return any(
        after_three in known or after_two in known
        for before in (text[at - 3 : at], "|" + text[at - 2 : at])
        if (known := places.get(before))
    )


def letter_spacing(text: str) -> str:
    """Spaces between letters, where a line was justified by letters.

    >>> letter_spacing("ผู้ รั บ บ ริ ก า ร"), letter_spacing("ทรัพย ากร กับก ารเปลี่ยน ค ว าม พ ร้อ ม")
    ('ผู้รับบริการ', 'ทรัพยากร กับการเปลี่ยน ความพร้อม')
    >>> letter_spacing("ข้อ ก ข ค และข้อ จ"), letter_spacing("ก าหนด ณ ที่นี้")
    ('ข้อ ก ข ค และข้อ จ', 'ก าหนด ณ ที่นี้')

    A row of single letters is joined where it then reads as words. Else a text must have several letters
    alone before its spaces are read as ones that may lie in words; SARA AA behind a space, which Word makes of
    SARA AM, is read as either. Spaces between words stay.
    """
    if not _LONE_CONSONANT.search(text) and not _LONE_VOWEL.search(text):
        return text
    text = _ROW.sub(_joined, text)
    if len(_ISLAND.findall(text)) < max(_ISLANDS, _ISLANDS_SHARE * text.count(" ")):
        return text
    return _PHRASE.sub(_read_spaced, text)


def _joined(row: re.Match[str]) -> str:
    first = _FIRST_OF_ROW.search(row.string[max(0, row.start() - 4) : row.start()])
    if first is None:
        return row[0]
    letters = row[0].replace(" ", "")
    if len(_LONE.findall(row[0])) < _ISLANDS:  # short words, ที่ นี้ มี
        return row[0]
    whole = first[1] + letters
    return letters if read_as_printed(whole)[1] < UNKNOWN * len(whole) / 3 else row[0]


def _read_spaced(phrase: re.Match[str]) -> str:
    passage = phrase[0]
    if not _ISLAND.search(passage) and not _OFF_LETTER.search(passage):
        return passage
    parts = _SPACED_LETTER.findall(passage)
    letters = "".join(part[-1] for part in parts)

    def damage(start: int, end: int, word: str) -> float:
        cost = 0.0
        for part, letter in zip(parts[start:end], word, strict=True):
            if part[-1] != letter:
                if letter != "\u0e33" or part != " \u0e32":
                    return INFINITE
                cost += _LOST - _LETTER_GAP
        return cost

    pieces, _ = read(parts, letters.replace("\u0e33", "\u0e32"), index(as_aa), damage, gap=_LETTER_GAP)
    return "".join(pieces)


def torn_marks(text: str) -> str:
    """A mark with a space on either side: the second one goes as well, where the words do not need it.

    >>> torn_marks("เจ ้ าหน้าที่"), torn_marks("หมู่ที ่ 5"), torn_marks("เป้้ าหมาย")
    ('เจ้าหน้าที่', 'หมู่ที ่ 5', 'เป้าหมาย')

    Which of two readings is likelier is asked of the words within 16 letters. Where they do not tell, the
    space goes if most marks that stand off their letter in this text have a space behind them.
    """
    text = _TWICE.sub(_joined_if_better, text)
    if not _IS_TORN.search(text):
        return text
    torn_off, on_both_sides = len(_OFF.findall(text)), len(_TORN.findall(text))
    usual = on_both_sides * 2 > torn_off
    always = on_both_sides > _ALWAYS * torn_off
    out = []
    at = 0
    for torn in _TORN.finditer(text):
        out.append(text[at : torn.start()] + torn[1])
        at = torn.end()
        before = _NOT_THAI.split("".join(out)[-_REACH:])[-1]
        after = _NOT_THAI.split(text[at : at + _REACH], maxsplit=1)[0]
        if _better_apart(before, after) > (_PRIOR if always else 0 if usual else -_PRIOR):
            out.append(" ")
    return "".join((*out, text[at:]))


def _joined_if_better(twice: re.Match[str]) -> str:
    before = _NOT_THAI.split(twice.string[max(0, twice.start() - _REACH) : twice.start()])[-1] + twice[1]
    after = _NOT_THAI.split(twice.string[twice.end() : twice.end() + _REACH], maxsplit=1)[0]
    return twice[1] if _better_apart(before, after) < -_PRIOR else twice[0]


@lru_cache(maxsize=1 << 16)
def _better_apart(before: str, after: str) -> float:
    """By how many nats the letters read better with a space between."""
    apart = read_as_printed(before)[1] + read_as_printed(after)[1]
    return read_as_printed(before + after)[1] - apart


def spaces_in_words(text: str) -> str:
    """A space inside a word, where a line was set wide or broken.

    >>> spaces_in_words("เจ้าหน้า ที่ของรัฐ"), spaces_in_words("ไปสู่การ ปฏิบัติ"), spaces_in_words("หน่วย งาน ที่ ทำงาน")
    ('เจ้าหน้าที่ของรัฐ', 'ไปสู่การปฏิบัติ', 'หน่วยงาน ที่ ทำงาน')

    A word must lie across the space and make the letters around it 250 times likelier than the words with
    the space do, or a prefix (การ, ความ) stand alone before a word it makes a noun of; so a space between words
    that are as good apart (ที่ ทำงาน) stays. Costs under a
    microsecond a space where no word can lie across it.
    """
    dropped = [
        at
        for at in (gap.start() for gap in _GAP.finditer(text))
        if _looks_inner(text, at) and _is_inside_word(text, at)
    ]
    if not dropped:
        return text
    kept = []
    start_at = 0
    for at in dropped:
        kept.append(text[start_at:at])
        start_at = at + 1
    return "".join((*kept, text[start_at:]))


def _is_inside_word(text: str, at: int) -> bool:
    before = _NOT_THAI.split(text[max(0, at - _REACH) : at])[-1]
    after = _NOT_THAI.split(text[at + 1 : at + 1 + _REACH], maxsplit=1)[0]
    return _is_one(before, after)


@lru_cache(maxsize=1 << 16)
def _is_one(before: str, after: str) -> bool:
    """Whether the letters read better with a word across the space than with the space."""
    if not _may_be_one(before, after):
        return False
    left, apart = read_as_printed(before)
    if left[-1] in _PREFIXES:
        right = read_as_printed(after)[0]
        return left[-1] + right[0] in words()
    pieces, joined = read_as_printed(before + after)
    if not _crosses(pieces, len(before)):
        return False
    return joined + _PRIOR < apart + read_as_printed(after)[1]


def _may_be_one(before: str, after: str) -> bool:
    """Whether a word lies across the space that is not as likely as its two parts, where both are words."""
    costs = words()
    lexicon = index(str)
    both = before + after
    for start in range(len(before) - 2, -1, -1):
        head = before[start:]
        for length in lexicon.lengths_at(both, start):
            tail = both[len(before) : start + length]
            if len(tail) < 2 or head + tail not in lexicon.words:
                continue
            if head in _PREFIXES:
                return True
            apart = costs.get(head, INFINITE) + costs.get(tail, INFINITE)
            if costs[head + tail] + _PRIOR < apart:
                return True
    return False


def _crosses(pieces: Sequence[str], at: int) -> bool:
    """Whether a piece of the reading lies across this place, and none ends there."""
    end = 0
    for piece in pieces:
        end += len(piece)
        if end >= at:
            return end > at
    return False


def repetition_signs(text: str) -> str:
    """Spaces about ฯ and ๆ as the Royal Society writes them: ฯลฯ in one, ฯ on its word, ๆ after one space.

    >>> repetition_signs("วัสดุ ฯ ล ฯ"), repetition_signs("เทศบาล ฯ"), repetition_signs("ต่าง   ๆ และต่างๆ")
    ('วัสดุ ฯลฯ', 'เทศบาลฯ', 'ต่าง ๆ และต่างๆ')

    ๆ without a space is left as it was printed.
    """
    if " ฯ" in text or "ฯ ล" in text:
        text = _BEFORE_PAIYANNOI.sub("ฯ", _SPLIT_ETC.sub("ฯลฯ", text))
    return _MAIYAMOK.sub(" ๆ", text) if "  ๆ" in text else text
