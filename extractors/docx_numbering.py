"""The numbers and bullets that Word sets before paragraphs: part of the printed text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from docx.oxml.ns import qn

from extractors.docx_package import Element, integer, switch, value
from extractors.docx_styles import Styles

_LEVELS = 9
# Word's 41 Thai letters (U+0E01, 0E02, 0E04, 0E07-0E23, 0E25, 0E27-0E2E): without ฃ, ฅ and ฆ.
_THAI_LETTERS = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_DASHES = set("-–—‐‑−\uf02d\uf0be")


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is numbered."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    """Its pattern: "%1.%2" stands for the numbers of the first two levels."""
    suffix: str = " "
    """What parts the number from the text: a tab or a space (both one space), or nothing."""
    arabic: bool = False
    """Every number in the pattern is written 1, 2, 3 whatever its own level says (w:isLgl)."""
    restart: int | None = None
    """The level (from 1) after which it begins again; 0 never; None after any higher one."""
    style: str | None = None
    """The paragraph style that stands for this level."""


@dataclass(slots=True)
class _List:
    """One w:num: a list definition with its overrides."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)
    """Numbers that its levels begin with again (w:startOverride)."""


class Numbering:
    """numbering.xml and how far each list has counted. One for each story of a document."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists = {} if root is None else _lists(root, styles)
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def mark(self, paragraph: Element) -> str:
        """The next number or bullet of this paragraph's list with what parts it from the text."""
        num, ilvl = self._place(paragraph)
        listed = self._lists.get(num or "")
        if num is None or listed is None:
            return ""
        level = listed.levels.get(ilvl, _Level())
        counters = self._counters.setdefault(listed.abstract, {})
        if ilvl in listed.starts and (num, ilvl) not in self._begun:
            counters[ilvl] = listed.starts[ilvl]
        elif ilvl in counters:
            counters[ilvl] += 1
        else:
            counters[ilvl] = listed.starts.get(ilvl, level.start)
        self._begun.add((num, ilvl))
        for lower in [n for n in counters if n > ilvl]:
            restart = listed.levels.get(lower, _Level()).restart
            if restart is None or ilvl < restart:
                del counters[lower]
        mark = _mark(listed, level, counters)
        return mark + level.suffix if mark else ""

    def _place(self, paragraph: Element) -> tuple[str | None, int]:
        """The list that a paragraph belongs to, by itself or by its style, and the level in it."""
        num, ilvl = value(paragraph, "pPr/numPr/numId"), value(paragraph, "pPr/numPr/ilvl")
        if num is None:
            for style, element in self._styles.chain(self._styles.of(paragraph)):
                num = value(element, "pPr/numPr/numId")
                if num is not None:
                    ilvl = ilvl or value(element, "pPr/numPr/ilvl")
                    listed = self._lists.get(num)
                    if ilvl is None and listed is not None:
                        ilvl = next((str(n) for n, lvl in listed.levels.items() if lvl.style == style), None)
                    break
        return num, integer(ilvl, 0, highest=_LEVELS - 1)


def _lists(root: Element, styles: Styles) -> dict[str, _List]:
    abstracts = {a.get(qn("w:abstractNumId"), ""): a for a in root.findall(qn("w:abstractNum"))}
    nums = {n.get(qn("w:numId"), ""): n for n in root.findall(qn("w:num"))}
    lists: dict[str, _List] = {}
    for num_id, num in nums.items():
        if num_id == "0":  # stands for "no list"
            continue
        abstract = value(num, "abstractNumId") or ""
        for _ in range(_LEVELS):  # a list style names another list
            style = value(abstracts.get(abstract), "numStyleLink")
            target = None if style is None else styles.first(style, lambda s: value(s, "pPr/numPr/numId"))
            if target not in nums:
                break
            abstract = value(nums[target], "abstractNumId") or ""
        if abstract not in abstracts:
            continue
        levels = {_ilvl(e): _level(e) for e in abstracts[abstract].findall(qn("w:lvl"))}
        lists[num_id] = _List(abstract, levels)
        for override in num.findall(qn("w:lvlOverride")):
            ilvl = _ilvl(override)
            own = override.find(qn("w:lvl"))
            if own is not None:
                levels[ilvl] = _level(own)
            start = value(override, "startOverride")
            if start is not None:
                lists[num_id].starts[ilvl] = integer(start, 1)
    return lists


def _ilvl(element: Element) -> int:
    return integer(element.get(qn("w:ilvl")), 0, highest=_LEVELS - 1)


def _level(element: Element) -> _Level:
    # A custom format stands in mc:AlternateContent, with a plain one as its fallback.
    formats = [e.get(qn("w:val"), "decimal") for e in element.iter(qn("w:numFmt"))]
    restart = value(element, "lvlRestart")
    return _Level(
        start=integer(value(element, "start"), 0),
        format=next((f for f in formats if f != "custom"), "decimal"),
        text=value(element, "lvlText") or "",
        suffix="" if value(element, "suff") == "nothing" else " ",
        arabic=bool(switch(element, "isLgl")),
        restart=None if restart is None else integer(restart, 0),
        style=value(element, "pStyle"),
    )


def _mark(listed: _List, level: _Level, counters: dict[int, int]) -> str:
    if level.format == "bullet":
        return _bullet(level.text)

    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        own = listed.levels.get(at, _Level())
        count = counters.get(at, listed.starts.get(at, own.start))
        if own.format in ("none", "bullet"):
            return ""
        return format_number(count, "decimal" if level.arabic else own.format)

    return re.sub(r"%([1-9])", number, level.text)


def _bullet(text: str) -> str:
    if not text.strip():
        return ""
    return "-" if text.strip() in _DASHES else "•"


def format_number(number: int, kind: str) -> str:
    """A number as a list of this kind (w:numFmt) writes it; kinds that are not known as 1, 2, 3.

    >>> [format_number(28, k) for k in ("thaiNumbers", "thaiLetters", "lowerLetter", "upperRoman")]
    ['๒๘', 'ฟ', 'bb', 'XXVIII']
    """
    return _FORMATS.get(kind, str)(number)


def _letters(alphabet: str) -> Callable[[int], str]:
    def write(number: int) -> str:
        # After the last letter Word doubles them: Y, Z, AA, BB.
        turn, at = divmod(number - 1, len(alphabet))
        return alphabet[at] * (turn + 1) if 0 < number <= 30 * len(alphabet) else str(number)

    return write


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    written = ""
    for letters, worth in (
        ("M", 1000), ("CM", 900), ("D", 500), ("CD", 400), ("C", 100), ("XC", 90),
        ("L", 50), ("XL", 40), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1),
    ):  # fmt: skip
        count, number = divmod(number, worth)
        written += letters * count
    return written


def _thai_digits(number: int) -> str:
    return str(number).translate(_THAI_DIGITS)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "thaiNumbers": _thai_digits,
    # Word spells these out (หนึ่ง, สอง); as digits they stay countable.
    "thaiCounting": _thai_digits,
    "thaiLetters": _letters(_THAI_LETTERS),
    "lowerLetter": _letters("abcdefghijklmnopqrstuvwxyz"),
    "upperLetter": _letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "lowerRoman": lambda n: _roman(n).lower(),
    "upperRoman": _roman,
    "none": lambda n: "",
}
