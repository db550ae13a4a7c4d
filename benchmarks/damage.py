"""Clean Thai text damaged in the ways that real producers of PDFs damage it, one function a way.

A damage is the edits it makes, so that whoever measures knows which words it touched. Every function is
deterministic for a given `Random`; what is not stated to be a part is done wherever it can be done.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from random import Random

_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_UPPER = "\u0e31\u0e34-\u0e37\u0e47\u0e4d\u0e4e"
_TONES = "\u0e48-\u0e4c"
_BASES = "\u0e01-\u0e2e"
_AA, _AM, _NIKHAHIT = "\u0e32", "\u0e33", "\u0e4d"

_STACK = re.compile(f"(?<=[{_BASES}])[{_MARKS}]+")
_STACK_OF_TWO = re.compile(f"(?<=[{_BASES}])[{_MARKS}]{{2}}")
_AM_WITH_TONE = re.compile(f"([{_TONES}]?){_AM}")
_CLUSTER = re.compile(f"[{_BASES}][{_MARKS}]*{_AM}?")
_TORN = re.compile(
    f"(?<=[{_BASES}])[{_MARKS}]*[{_MARKS}](?=[{_BASES}])|(?<=[{_BASES}])[{_MARKS}]*[{_TONES}](?={_AA})"
)
_LATE = re.compile(f"([{_MARKS}])([{_BASES}])(?![{_MARKS}{_AM}])")
_EARLY = re.compile(f"([{_BASES}])([{_MARKS}]+)")
_THAI_RUN = re.compile("[\u0e01-\u0e3a\u0e3f-\u0e5b\u0080-\u009f\u2013-\u2026]+")
_LINE = re.compile(r"[^\n\x1e]+")


@dataclass(frozen=True, slots=True)
class Edit:
    """The letters from `start` to `end` of the clean text become `new`."""

    start: int
    end: int
    new: str


Damage = Callable[[str, Random], list[Edit]]
"""The edits that damage a text, in order and apart from each other."""


def apply(text: str, edits: list[Edit]) -> str:
    """The text with the edits made.

    >>> apply("กำหนด", [Edit(1, 2, " า")])
    'ก าหนด'
    """
    parts, at = [], 0
    for edit in edits:
        parts += [text[at : edit.start], edit.new]
        at = edit.end
    return "".join(parts) + text[at:]


def damaged(damage: Damage, text: str, seed: int = 0) -> str:
    """The text so damaged.

    >>> damaged(am_split_by_space, "กำหนดน้ำ")
    'ก าหนดน้ า'
    """
    return apply(text, damage(text, Random(seed)))  # noqa: S311 (not for secrets)


def _swap(text: str, letter: str, new: str) -> list[Edit]:
    return [Edit(m.start(), m.end(), new) for m in re.finditer(letter, text)]


def am_split_by_space(text: str, rng: Random) -> list[Edit]:
    """Word 2007 to 2019: SARA AM is written as NIKHAHIT and SARA AA and the NIKHAHIT has no Unicode: ก าหนด."""
    return _swap(text, _AM, " " + _AA)


def am_without_nikhahit(text: str, rng: Random) -> list[Edit]:
    """As Word's, by readers that drop the letter without Unicode: กาหนด."""
    return _swap(text, _AM, _AA)


def am_space_after(text: str, rng: Random) -> list[Edit]:
    """As Word's, where the blank of the lost NIKHAHIT is sorted behind SARA AA: กา หนด."""
    return _swap(text, _AM, _AA + " ")


def am_doubled(text: str, rng: Random) -> list[Edit]:
    """LibreOffice writes one glyph of ำ and one of า with /ActualText for both, which pdfminer ignores: กำาหนด."""
    return _swap(text, _AM, _AM + _AA)


def e_doubled(text: str, rng: Random) -> list[Edit]:
    """Typists and fonts that make SARA AE of two SARA E: เเผน."""
    return _swap(text, "\u0e41", "\u0e40\u0e40")


def am_decomposed(text: str, rng: Random) -> list[Edit]:
    """Fonts draw SARA AM as NIKHAHIT and SARA AA, a tone mark before or between them: กํา, น้ํา, นํ้า.

    Where the tone goes is one choice a text, as it is one of the font.

    >>> {damaged(am_decomposed, "น้ำ", seed) for seed in range(9)} == {"น้ํา", "นํ้า"}
    True
    """
    between = rng.random() < 0.5
    return [
        Edit(m.start(), m.end(), (_NIKHAHIT + m[1] if between else m[1] + _NIKHAHIT) + _AA)
        for m in _AM_WITH_TONE.finditer(text)
    ]


# The state tables are those by which Thai fonts without OpenType tables are shaped (the codes of Microsoft's
# Thai fonts): a mark is shifted left beside a tall letter, a tone is lowered where no vowel is under it.
_TALL, _STRICT = "ปฝฟฬ", "ฎฏ"
_LEFT = dict(
    zip("ัิีึื็ํ" + "่้๊๋์", "\uf710\uf701\uf702\uf703\uf704\uf712\uf711" + "\uf713\uf714\uf715\uf716\uf717", strict=True)
)
_LOW = dict(zip("่้๊๋์ฺุู", "\uf70a\uf70b\uf70c\uf70d\uf70e\uf718\uf719\uf71a", strict=True))
_LOW_LEFT = dict(zip("่้๊๋์", "\uf705\uf706\uf707\uf708\uf709", strict=True))
_CUT = {"ญ": "\uf70f", "ฐ": "\uf700"}


def _shaped(cluster: str) -> str:
    base, marks = cluster[0], cluster[1:]
    am = marks.endswith(_AM)
    if am:
        marks = _NIKHAHIT + marks[:-1]
    tall, upper, out = base in _TALL, False, ""
    for mark in marks:
        if mark in "ฺุู":
            if base in _CUT:
                base = _CUT[base]
            out += _LOW[mark] if base in _STRICT else mark
        elif mark in _LOW:  # a tone or THANTHAKHAT
            shift = (_LEFT if upper else _LOW_LEFT) if tall else ({} if upper else _LOW)
            out += shift.get(mark, mark)
        else:
            out += _LEFT.get(mark, mark) if tall else mark
            upper = True
    return base + out + (_AA if am else "")


def marks_private_use_by_shape(text: str, rng: Random) -> list[Edit]:
    """Old Windows fonts: marks moved to clear the letter under them have codes of their own, U+F700–F71A.

    Left beside ป ฝ ฟ ฬ, tones lowered where there is no upper vowel, ุ ู lowered under ฎ ฏ, ญ ฐ without
    their feet above ุ ู; SARA AM is NIKHAHIT and SARA AA.

    >>> damaged(marks_private_use_by_shape, "ป่าฟื้นข้อที่").encode("ascii", "backslashreplace").count(b"uf7")
    4
    """
    found = ((m, _shaped(m[0])) for m in _CLUSTER.finditer(text))
    return [Edit(m.start(), m.end(), new) for m, new in found if new != m[0]]


def marks_private_use_all(text: str, rng: Random) -> list[Edit]:
    """Fonts (TH Sarabun IT๙ and its kin) that draw a mark by one Private Use code wherever it stands.

    Which of the codes of its shapes a mark has is one choice a text; about half the marks have one.
    """
    tables = (_LEFT, _LOW, _LOW_LEFT)
    codes = {mark: [t[mark] for t in tables if mark in t] for mark in sorted(set().union(*tables))}
    chosen = {mark: rng.choice(twins) for mark, twins in codes.items() if rng.random() < 0.5}
    chosen[_NIKHAHIT] = _LEFT[_NIKHAHIT]

    def shown(cluster: str) -> str:
        if cluster.endswith(_AM):
            cluster = f"{cluster[0]}{_NIKHAHIT}{cluster[1:-1]}{_AA}"
        return "".join(chosen.get(ch, ch) for ch in cluster)

    found = ((m, shown(m[0])) for m in _CLUSTER.finditer(text))
    return [Edit(m.start(), m.end(), new) for m, new in found if new != m[0]]


def marks_swapped(text: str, rng: Random) -> list[Edit]:
    """Marks in the order of their height or their place in the line: the tone before its vowel.

    >>> damaged(marks_swapped, "ที่ผู้") == "ท" + "\u0e48\u0e35" + "ผ" + "\u0e49\u0e39"
    True
    """
    return [Edit(m.start(), m.end(), m[0][::-1]) for m in _STACK_OF_TWO.finditer(text)]


def marks_doubled(text: str, rng: Random) -> list[Edit]:
    """Bold made by printing twice: every mark comes twice, สััมฤทธิิ์์."""
    return [Edit(m.start(), m.end(), "".join(c * 2 for c in m[0])) for m in _STACK.finditer(text)]


def marks_before_base(text: str, rng: Random) -> list[Edit]:
    """Readers that sort by x put marks drawn left of their letter before it: เ็ปน, ่ที. Half the places.

    Not after a letter that could bear them: that is the other side of `marks_late`.
    """
    return [
        Edit(m.start(), m.end(), m[2] + m[1])
        for m in _EARLY.finditer(text)
        if not re.search(f"[{_BASES}{_MARKS}]$", text[: m.start()]) and rng.random() < 0.5
    ]


def marks_after_space(text: str, rng: Random) -> list[Edit]:
    """Marks drawn with an advance of their own: a blank comes before them, ท ี่. A third of the places."""
    return [Edit(m.start(), m.end(), " " + m[0]) for m in _STACK.finditer(text) if rng.random() < 1 / 3]


def marks_between_spaces(text: str, rng: Random) -> list[Edit]:
    """As `marks_after_space`, the last mark of a letter alone and torn off on both sides: ขัน ้ ตอน. A third."""
    return [Edit(m.end() - 1, m.end(), f" {m[0][-1]} ") for m in _TORN.finditer(text) if rng.random() < 1 / 3]


def marks_at_line_start(text: str, rng: Random) -> list[Edit]:
    """Marks high above their line are read as a line of their own: the line ends before them. A twentieth."""
    return [Edit(m.start(), m.end(), "\n" + m[0]) for m in _STACK.finditer(text) if rng.random() < 0.05]


def marks_late(text: str, rng: Random, blank: float = 0.0) -> list[Edit]:
    """Readers that sort by x put a mark drawn over its letter's right edge after the next letter: ขอ้มลู, ซึง่.

    Half the places, where the next letter has no mark of its own; `blank` of them with a blank after the mark.

    >>> {damaged(marks_late, "ซึ่ง", seed) for seed in range(9)} == {"ซึ่ง", "ซึง่"}
    True
    """
    edits = []
    at = 0
    for m in _LATE.finditer(text):
        if m.start() >= at and rng.random() < 0.5:
            edits.append(Edit(m.start(), m.end(), m[2] + m[1] + " " * (rng.random() < blank)))
            at = m.end()
    return edits


def aa_am_swapped(text: str, rng: Random) -> list[Edit]:
    """Word 2016 with a faulty /ToUnicode: SARA AA reads as SARA AM, and SARA AM as a blank and SARA AM: ด้ำนกำร."""
    return [
        Edit(m.start(), m.end(), _AM if m[0] == _AA else " " + _AM)
        for m in re.finditer(f"[{_AA}{_AM}]", text)
    ]


def mojibake(text: str, rng: Random, read_as: str = "cp1252") -> list[Edit]:
    """CP874 (TIS-620) read as a Western encoding: ¡ÒÃ for การ. Bytes without a letter there are control codes.

    >>> damaged(mojibake, "การ ITA")
    '¡ÒÃ ITA'
    """

    def western(byte: int) -> str:
        try:
            return bytes([byte]).decode(read_as)
        except UnicodeDecodeError:
            return chr(byte)

    edits = []
    for m in _THAI_RUN.finditer(text):
        try:
            edits.append(Edit(m.start(), m.end(), "".join(map(western, m[0].encode("cp874")))))
        except UnicodeEncodeError:
            continue
    return edits


def mark_unknown(text: str, rng: Random) -> list[Edit]:
    """A font whose /ToUnicode lacks one mark: it is U+FFFD wherever it stands. Which mark is a choice a text."""
    found = sorted(set(re.findall(f"[{_MARKS}]", text)))
    if not found:
        return []
    lost = rng.choice(found)
    return [Edit(m.start(), m.end(), "\ufffd") for m in re.finditer(lost, text)]


def mark_misread(text: str, rng: Random) -> list[Edit]:
    """A font whose /ToUnicode gives one mark's glyph as another mark: ู as ้ (อย้่, ผ้้) or ้ as ู (ขูอ).

    Which of the two is a choice a text.
    """
    right, wrong = rng.choice([("\u0e39", "\u0e49"), ("\u0e49", "\u0e39")])
    return _swap(text, right, wrong)


def marks_unknown_here_and_there(text: str, rng: Random) -> list[Edit]:
    """Subsets of fonts that lack the glyphs of some pairs: one mark in ten is U+FFFD."""
    return [
        Edit(m.start(), m.end(), "\ufffd") for m in re.finditer(f"[{_MARKS}]", text) if rng.random() < 0.1
    ]


@cache
def _dictionary() -> frozenset[str]:
    from pythainlp.corpus import thai_words

    return frozenset(thai_words())


def _parts(word: str) -> list[int]:
    """Where a word can be parted so that both sides are words."""
    return [i for i in range(2, len(word) - 1) if word[:i] in _dictionary() and word[i:] in _dictionary()]


def _tokens(line: str) -> Iterator[tuple[int, str]]:
    from pythainlp.tokenize import word_tokenize

    at = 0
    for word in word_tokenize(line, engine="newmm"):
        yield at, word
        at += len(word)


def spaces_at_line_ends(text: str, rng: Random) -> list[Edit]:
    """Lines that the layout broke inside a long word, where a shorter one ends, joined with a blank:
    เจ้าหน้า ที่, การ ปฏิบัติ. A line of the layout is some 60 characters; the first word after that many which can be
    parted is.
    """
    edits = []
    for line in _LINE.finditer(text):
        full = 40 + rng.randrange(40)
        for at, word in _tokens(line[0]):
            if at >= full and (places := _parts(word)):
                cut = line.start() + at + rng.choice(places)
                edits.append(Edit(cut, cut, " "))
                full = at + 40 + rng.randrange(40)
    return edits


def signs_spaced(text: str, rng: Random) -> list[Edit]:
    """Layout that tears ฯ from its word and ฯลฯ in pieces: กรุงเทพ ฯ, ฯ ล ฯ. (A blank before ๆ is no damage.)"""
    return [
        Edit(m.start(), m.end(), "ฯ ล ฯ" if m[1] else " ฯ")
        for m in re.finditer("(ฯลฯ)|(?<=[\u0e01-\u0e4e])ฯ", text)
    ]


DAMAGES: dict[str, Damage] = {
    "am_split_by_space": am_split_by_space,
    "am_without_nikhahit": am_without_nikhahit,
    "am_space_after": am_space_after,
    "am_doubled": am_doubled,
    "am_decomposed": am_decomposed,
    "aa_am_swapped": aa_am_swapped,
    "e_doubled": e_doubled,
    "marks_private_use_by_shape": marks_private_use_by_shape,
    "marks_private_use_all": marks_private_use_all,
    "marks_swapped": marks_swapped,
    "marks_doubled": marks_doubled,
    "marks_before_base": marks_before_base,
    "marks_after_space": marks_after_space,
    "marks_between_spaces": marks_between_spaces,
    "marks_at_line_start": marks_at_line_start,
    "marks_late": marks_late,
    "marks_late_and_blank": partial(marks_late, blank=0.5),
    "mark_unknown": mark_unknown,
    "mark_misread": mark_misread,
    "marks_unknown_here_and_there": marks_unknown_here_and_there,
    "spaces_at_line_ends": spaces_at_line_ends,
    "signs_spaced": signs_spaced,
    "mojibake_cp1252": mojibake,
    "mojibake_latin1": partial(mojibake, read_as="latin-1"),
}
"""Every damage by its name."""
