"""What a text refers to: indicators, items, instruments, the whole; damaged codes resolved by the frame."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.frame import INSTRUMENT_LETTER, Frame, Item
from corpus.records import Level
from normalizers.numbers import to_arabic_digits
from normalizers.text import likeness, squeeze
from normalizers.tokens import words
from pipeline.structure.marks import labelled_score, without_verb

_INSTRUMENT_OF = {letter: name for name, letter in INSTRUMENT_LETTER.items()}


@dataclass(frozen=True, slots=True)
class Place:
    """The canonical place of something assessed; all None is the whole."""

    instrument: str | None = None
    indicator: int | None = None
    sub_indicator: str | None = None
    item: str | None = None
    is_item: bool = False
    """An item is meant, also where its code is not known."""

    @property
    def level(self) -> Level:
        if self.item or self.is_item:
            return "item"
        if self.sub_indicator:
            return "sub_indicator"
        if self.indicator:
            return "indicator"
        return "instrument" if self.instrument else "overall"


OVERALL = Place()


@dataclass(frozen=True, slots=True)
class Reference:
    """One mention of a place in a text."""

    start: int
    end: int
    place: Place
    printed: str
    damaged: bool = False
    """The code was not printed in its canonical form."""


def indicator_place(number: int, frame: Frame) -> Place:
    return Place(frame.instrument_of_indicator(number) or _usual_instrument(number), number)


def item_place(code: str, frame: Frame) -> Place:
    instrument = _INSTRUMENT_OF[code[0]]
    return Place(instrument, frame.indicator_of(code), None, code, True)


def resolve_item(letter: str | None, digits: str, frame: Frame, near: Place) -> str | None:
    """The item that a damaged code stands for, or None where several or none fit.

    The letter I is often read as 1 and the letter O as 0 (๑๗ for I7, 1๒๐ for I20, ๐๓๘ for O38); which it is
    is told by the range of the indicator that the passage stands under.
    """
    if letter:
        first = letter[0].upper()
        code = ("I" if first in "L|" else first) + str(int(digits))
        return code if code[0] in "IEO" and _exists(code, frame) else None
    instrument = near.instrument or (near.indicator and frame.instrument_of_indicator(near.indicator))
    readings: list[str] = []
    if digits.startswith("0") and len(digits) > 1:
        readings = ["O" + str(int(digits))] if instrument in (None, "OIT") else []
    elif instrument:
        own = INSTRUMENT_LETTER.get(str(instrument)[:3])
        if own:
            readings.append(own + str(int(digits)))
        if instrument == "IIT" and digits.startswith("1") and len(digits) > 1:
            readings.append("I" + str(int(digits[1:])))
    fitting = [r for r in readings if _exists(r, frame)]
    if near.indicator:
        inside = [r for r in fitting if frame.indicator_of(r) == near.indicator]
        return inside[0] if inside else None
    return fitting[0] if len(fitting) == 1 else None


def _exists(code: str, frame: Frame) -> bool:
    if frame.indicator_of(code) is not None:
        return True
    count = frame.item_count(_INSTRUMENT_OF[code[0]])
    return count is None and 1 <= int(code[1:]) <= 60


_CODE = re.compile(
    r"(?P<word>ข้อคำถามที่|ข้อคำถาม|ข้อที่|ข้อ)?\s*(?<![A-Za-z.])(?P<letter>[IiEeOol|])[ .]?(?P<digits>\d{1,2})(?![\d.]\d|\d)"
    r"|(?:ข้อคำถามที่|ข้อคำถาม|ข้อที่|ข้อ)\s*(?P<bare>\d{1,3})(?!\d|\.\d)"
)
_TAIL = re.compile(r"\s*(?:-|–|—|ถึง)\s*(?P<digits>\d{1,3})(?![\d.,/]\d|\d|\s*(?:คะแนน|%|ข้อ|ปี|เดือน))")
"""The end of a range that leaves out its letter: ข้อ ๑๑ – ๑๖."""
_PADDED = re.compile(r"^\W{0,3}(?P<digits>0\d{1,2})(?![\d.,/:]|\s*คะแนน)(?=\s*[ก-๙A-Za-z])")
"""A code of OIT at the beginning of a line, its letter written as zero: ๐๓๘ การเสริมสร้าง…."""
_RANGE = re.compile(r"\s*(?:-|–|—|ถึง)\s*$")
_INDICATORS = re.compile(
    r"ตัวชี้\s?วัด(?:ที่)?\s*(?P<first>\d{1,2})(?!\d|\.\d)(?P<more>(?:\s*(?:,|และ|-|–|ถึง)\s*(?:ที่\s*)?\d{1,2}(?![\d.]))*)"
)
_SUB = re.compile(r"ตัวชี้\s?วัดย่อย(?:ที่)?\s*(?P<n>\d{1,2}\.\d)")
_INSTRUMENT = re.compile(
    r"(?<![A-Za-z])(?P<code>IIT|EIT|OIT)(?![A-Za-z])(?:\s*\(?(?:ส่วนที่|part)?\s*(?P<part>[12])\)?(?!\d|\.))?"
)
_INSTRUMENT_NAME = (
    (re.compile(r"ผู้มีส่วนได้(?:ส่วน)?เสียภายใน"), "IIT"),
    (re.compile(r"ผู้มีส่วนได้(?:ส่วน)?เสียภายนอก"), "EIT"),
    (re.compile(r"แบบ(?:วัด|ตรวจ|ตรวจสอบ)การเปิดเผยข้อมูลสาธารณะ|เครื่องมือการเปิดเผยข้อมูลสาธารณะ"), "OIT"),
)
_OVERALL = re.compile(
    r"ภาพรวม|คะแนนรวม|คะแนนเฉลี่ยรวม|ผลคะแนนรวม|มีผลคะแนน|ผลคะแนนการประเมิน(?=คุณธรรม|\s*ITA|ของ)|คะแนน\s*ITA|รวมทั้งสิ้น"
)


def references(text: str, frame: Frame, near: Place = OVERALL) -> list[Reference]:
    """Everything assessed that a text names, in order of appearance.

    A bare number after ข้อ takes its letter from the indicator named last before it, else from `near`.
    """
    plain = to_arabic_digits(text)
    found: list[Reference] = []

    def add(start: int, end: int, place: Place, damaged: bool = False) -> None:
        found.append(Reference(start, end, place, text[start:end], damaged))

    for m in _SUB.finditer(plain):
        number = int(m["n"].split(".")[0])
        add(m.start(), m.end(), replace(indicator_place(number, frame), sub_indicator=m["n"]))
    for m in _INDICATORS.finditer(plain):
        first = int(m["first"])
        numbers = [first, *(int(d) for d in re.findall(r"\d{1,2}", m["more"]))]
        if re.search(r"[-–]|ถึง", m["more"]) and len(numbers) == 2:
            numbers = list(range(numbers[0], numbers[1] + 1))
        for number in numbers:
            if 1 <= number <= 10:
                add(m.start(), m.end(), indicator_place(number, frame))
    for m in _INSTRUMENT.finditer(plain):
        add(m.start(), m.end(), Place(m["code"] + (m["part"] or "" if m["code"] == "EIT" else "")))
    for pattern, code in _INSTRUMENT_NAME:
        for m in pattern.finditer(plain):
            add(m.start(), m.end(), Place(code))
    for m in _OVERALL.finditer(plain):
        add(m.start(), m.end(), OVERALL)
    found.sort(key=lambda r: r.start)
    _add_items(text, plain, frame, near, found)
    found.sort(key=lambda r: (r.start, int(r.place.item[1:]) if r.place.item else 0))
    return found


def _add_items(text: str, plain: str, frame: Frame, near: Place, found: list[Reference]) -> None:
    padded = _PADDED.match(plain)
    if padded and (code := resolve_item(None, padded["digits"], frame, near)):
        found.append(
            Reference(padded.start("digits"), padded.end(), item_place(code, frame), padded["digits"], True)
        )
    previous: tuple[int, str] | None = None  # end and code, for ranges
    for m in _CODE.finditer(plain):
        before = [r.place for r in found if r.end <= m.start() and (r.place.indicator or r.place.instrument)]
        context = before[-1] if before and near.indicator is None else near
        digits = m["digits"] or m["bare"]
        code = resolve_item(m["letter"], digits, frame, context)
        if code is None and context.is_item:
            code = resolve_item(m["letter"], digits, frame, Place(context.instrument))
        if code is None:
            continue
        start = m.start() + len(m.group()) - len(m.group().lstrip())
        clean_form = bool(m["letter"]) and m["letter"].isupper() and text[m.end() - 1].isascii()
        if previous and _RANGE.search(plain[previous[0] : start]) and previous[1][0] == code[0]:
            for between in _codes(previous[1], code)[1:-1]:
                found.append(Reference(start, m.end(), item_place(between, frame), text[start : m.end()]))
        found.append(
            Reference(start, m.end(), item_place(code, frame), text[start : m.end()], not clean_form)
        )
        previous = (m.end(), code)
        tail = _TAIL.match(plain, m.end())
        last = _end_of_range(code, tail["digits"], frame) if tail else None
        if tail and last:
            for more in _codes(code, last)[1:]:
                place = item_place(more, frame)
                found.append(Reference(m.end(), tail.end(), place, text[m.end() : tail.end()], True))
            previous = (tail.end(), last)


def _end_of_range(code: str, digits: str, frame: Frame) -> str | None:
    """The last item of a range from `code`, by the range of its indicator.

    A damaged end (๑๗ – ๑๒๒ for I7 – I12) is the indicator's last where the range begins with its first.
    """
    number = frame.indicator_of(code)
    indicator = frame.indicator(number) if number else None
    if indicator is None or not indicator.first or not indicator.last:
        return None
    last = resolve_item(None, digits, frame, indicator_place(indicator.number, frame))
    if last is None and len(digits) > 1 and int(code[1:]) == indicator.first:
        return f"{code[0]}{indicator.last}"
    return last if last and int(last[1:]) > int(code[1:]) else None


def _codes(first: str, last: str) -> list[str]:
    """The codes from one to another, both included."""
    return [f"{first[0]}{n}" for n in range(int(first[1:]), int(last[1:]) + 1)]


_LEADING = re.compile(
    r"^\W*(?:(?P<word>ข้อคำถามที่|ข้อคำถาม|ข้อที่|ข้อ)\s*)?(?P<letter>[IiOo]IT|[IiEeOol|])?[ .]?(?P<digits>\d{1,3})(?![\d.,]\d|\d|\s*(?:คะแนน|%))\s*(?P<mark>[.):]?)\s*(?P<rest>.*)$",
    re.DOTALL,
)


def leading_item(text: str, frame: Frame, near: Place) -> tuple[str, str, bool] | None:
    """Code, wording and whether the code was damaged, of a text that begins with an item's code."""
    plain = to_arabic_digits(text)
    m = _LEADING.match(plain)
    if not m:
        return None
    if not m["letter"] and not m["word"] and (m["mark"] == ")" or m["rest"].startswith("ตัวชี้")):
        return None  # the number of a list's entry
    code = resolve_item(m["letter"], m["digits"], frame, near)
    if code is None:
        return None
    damaged = not m["letter"] or m["letter"][0] in "l|"
    return code, text[m.start("rest") :].strip(), damaged


_SUB_NAME = re.compile(
    r"^\W*(?P<word>ตัวชี้\s?วัดย่อย(?:ที่)?)?\s*(?P<n>(?:9|10)\.\d)(?!\d)\s*(?P<name>.*)$", re.DOTALL
)


def leading_sub_indicator(text: str, frame: Frame, near: Place = OVERALL) -> tuple[Place, str] | None:
    """Place and name of a text that begins with a sub-indicator's number.

    >>> from corpus.frame import load_frame
    >>> leading_sub_indicator("๙.๑ ข้อมูลพื้นฐาน", load_frame(2564))[0].sub_indicator
    '9.1'
    >>> leading_sub_indicator("๙.๑ จัดประชุมทุกเดือน", load_frame(2564)) is None
    True

    A number without the word ตัวชี้วัดย่อย counts where the year's frame has a like name for it, or under its
    indicator (`near`).
    """
    m = _SUB_NAME.match(to_arabic_digits(text))
    sub = next((s for s in frame.sub_indicators if m and s.number == m["n"]), None)
    if m is None or sub is None:
        return None
    name = text[m.start("name") :].strip(" :.–-")
    if not (m["word"] or near.indicator == sub.indicator or likeness(name, sub.name) >= _NAMED_LIKE):
        return None
    return replace(indicator_place(sub.indicator, frame), sub_indicator=sub.number), name


_NAMED_LIKE = 0.6


def leading_indicator(text: str, frame: Frame) -> tuple[int, str] | None:
    """Number and printed name of a text that is an indicator's name, with or without number.

    >>> from corpus.frame import load_frame
    >>> leading_indicator("๓.  การใช้อำนาจ", load_frame(2568))
    (3, 'การใช้อำนาจ')
    >>> leading_indicator("ตัวชี้วัดที่ ๑๐ การป้องกันการทุจริต", load_frame(2568))
    (10, 'การป้องกันการทุจริต')
    >>> leading_indicator("๓. การใช้อำนาจของผู้บังคับบัญชา", load_frame(2568)) is None
    True
    """
    rest = re.sub(r"\(\s*ต่อ\s*\)", "", to_arabic_digits(text)).strip(" :*•-–")
    m = re.match(
        r"(?:\(?(\d{1,2})\s*[.)]?\)?)?\s*(?:ตัวชี้\s?วัด)?(?:ที่)?\s*(\d{1,2})?\s*[.:)]?\s*(?:ด้าน)?\s*(.*)$",
        rest,
        re.DOTALL,
    )
    if not m:
        return None
    key = squeeze(m[3])
    for indicator in frame.indicators:
        for name in (*indicator.variants, *indicator.slips):
            if key == squeeze(name):
                printed = re.sub(r"\(\s*ต่อ\s*\)", "", text).strip(" :*•-–")
                printed = printed[-len(m[3].strip()) :] if m[3].strip() else printed
                return indicator.number, name if name in indicator.slips else printed
    return _nearly_named(key, frame)


def _nearly_named(key: str, frame: Frame) -> tuple[int, str] | None:
    """The indicator whose name a text is but for one letter: การใช้งบบประมาณ; its name as it should be."""
    for indicator in frame.indicators:
        for name in indicator.variants:
            known = squeeze(name)
            near = len(known) > 9 and abs(len(known) - len(key)) <= 1 and key[:3] == known[:3]
            if near and likeness(key, known) >= 1 - 1 / len(known) - _ROUNDING:
                return indicator.number, name
    return None


_ROUNDING = 0.001


def opening_indicator(text: str, frame: Frame) -> Place | None:
    """The indicator that a text begins with by its number, perhaps after a list's mark.

    >>> from corpus.frame import load_frame
    >>> opening_indicator("- ตัวชี้วัดที่ ๖ คุณภาพการดำเนินงาน ผู้รับบริการพึงพอใจ", load_frame(2568)).indicator
    6
    """
    refs = references(text[:60], frame)
    first = next((r for r in refs if r.start < 12), None)
    return first.place if first and first.place.indicator and not first.place.is_item else None


def scored_indicator(text: str, frame: Frame, *, with_verb: bool = False) -> tuple[int, str, Decimal] | None:
    """Number, name and score of a line that is an indicator's name with its score; `with_verb` also: … ได้ ๙๒.๑๓."""
    label = labelled_score(text)
    if label is None:
        return None
    named = leading_indicator(without_verb(label[0]) if with_verb else label[0], frame)
    return (named[0], named[1], label[1]) if named else None


def behind_indicator(text: str, frame: Frame) -> int:
    """Where a text goes on behind the number and name of the indicator it begins with; 0 where it begins with none.

    >>> from corpus.frame import load_frame
    >>> text = "๑.๑ ตัวชี้วัดที่ ๙ การเปิดเผยข้อมูล ข้อ O๘ แผนการใช้จ่าย"
    >>> text[behind_indicator(text, load_frame(2567)):]
    ' ข้อ O๘ แผนการใช้จ่าย'
    """
    refs = references(text[:60], frame)
    first = next((r for r in refs if r.start < 12), None)
    if first is None or not first.place.indicator or first.place.is_item:
        return 0
    name = name_after(text, first.end, first.place.indicator, frame)
    at = text.find(name, first.end) if name else -1
    return at + len(name) if name and at >= 0 else first.end


def name_after(text: str, end: int, number: int, frame: Frame) -> str | None:
    """The name of an indicator as printed right after its number, or None."""
    indicator = frame.indicator(number)
    if indicator is None:
        return None
    rest = re.sub(r"^[\s:(\"“]*(?:ด้าน)?\s*", "", text[end : end + 60])
    fitting = [v for v in indicator.variants if squeeze(rest).startswith(squeeze(v))]
    return max(fitting, key=len) if fitting else None


def indicator_named(text: str, frame: Frame) -> int | None:
    """The indicator whose name a text begins with, the longest of several; None where there is none.

    >>> from corpus.frame import load_frame
    >>> indicator_named(" ด้านการป้องกันการทุจริต ได้คะแนน", load_frame(2568))
    10
    """
    key = squeeze(re.sub(r"^[\s:.)(\"“-]*(?:ด้าน)?\s*", "", text[:80]))
    found = [
        (len(squeeze(name)), i.number)
        for i in frame.indicators
        for name in (*i.variants, *i.slips)
        if key.startswith(squeeze(name))
    ]
    return max(found)[1] if found else None


_QUESTION = re.compile(r"ท่าน|เพียงใด|หรือไม่")
"""Words of a question to people; OIT asks none."""
_SURE = 0.9
_CLEAR = 0.62
"""Likeness by words above which a wording is told where no other item comes near."""
_APART = 0.12
_PIECE = 14
"""Letters of a piece of a wording that is told by being a piece of no other."""
_OPENING = 2
"""Words at the beginning of a wording among which the sort of a document stands (รายงาน, แผน, คู่มือ)."""


def item_by_wording(wording: str, frame: Frame, near: Place = OVERALL) -> tuple[Item | None, Item | None]:
    """The item that a question repeats, and the one it most resembles (for its indicator only).

    Both are None where nothing is like it. The first is given from 0.9 alike on, letter by letter, where the
    question is a piece of one item's wording only, or where it is clearly nearer than every other item word
    by word.
    """
    pool = [
        i
        for i in frame.items
        if i.wording
        and (near.indicator is None or i.indicator == near.indicator)
        and (near.instrument is None or i.instrument == near.instrument[:3])
        and not (i.instrument == "OIT" and _QUESTION.search(wording))
    ]
    if not pool or len(squeeze(wording)) < 6:
        return None, None
    by_letters = sorted(((likeness(wording, i.wording or ""), i) for i in pool), key=lambda x: -x[0])
    best, item = by_letters[0]
    second = by_letters[1][0] if len(by_letters) > 1 else 0.0
    if best >= _SURE and best > second:
        return item, item
    key = squeeze(wording)
    holding = [i for i in pool if key in squeeze(i.wording or "")] if len(key) >= _PIECE else []
    if len(holding) == 1:
        return holding[0], holding[0]
    weights = _word_weights(pool)
    own = _bag(wording)
    by_words = sorted(((_alike(own, _bag(i.wording or ""), weights), i) for i in pool), key=lambda x: -x[0])
    score, nearest = by_words[0]
    runner_up = by_words[1][0] if len(by_words) > 1 else 0.0
    clear = score >= _CLEAR and score - runner_up >= _APART and not holding
    if clear and _same_document(wording, nearest):
        return nearest, nearest
    return None, nearest if score >= 0.3 else None


def _same_document(wording: str, item: Item) -> bool:
    """False where a disclosure is of another sort: a plan is no report, however alike the rest of its name."""
    if item.instrument != "OIT" or not item.wording:
        return True
    first = words(squeeze(item.wording))[0]
    return first in words(squeeze(wording))[:_OPENING]


def _bag(text: str) -> frozenset[str]:
    return frozenset(w for w in words(squeeze(text)) if len(w) > 1)


def _word_weights(pool: Iterable[Item]) -> dict[str, float]:
    """Words that few items have tell more than words that all have."""
    counts: dict[str, int] = {}
    n = 0
    for item in pool:
        n += 1
        for word in _bag(item.wording or ""):
            counts[word] = counts.get(word, 0) + 1
    most = math.log(n + 1)
    return {word: math.log((n + 1) / count) / most for word, count in counts.items()}


def _alike(a: frozenset[str], b: frozenset[str], weights: dict[str, float]) -> float:
    def total(bag: frozenset[str]) -> float:
        return sum(weights.get(w, 0.5) for w in bag)

    both = total(a & b)
    return 2 * both / (total(a) + total(b)) if a and b else 0.0


def _usual_instrument(number: int) -> str | None:
    return "IIT" if number <= 5 else "EIT" if number <= 8 else "OIT" if number <= 10 else None
