"""Dates, fiscal years and periods as Thai reports print them.

A year of four digits below 2400 is of the Common Era, else of the Buddhist Era (543 more); one of two digits
is of the Buddhist Era and counts from ๔๐ to ๙๙ (2540-2599) only. The fiscal year 2568 of the Thai state
runs from 1 October 2567 to 30 September 2568.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import cache

from normalizers.numbers import to_arabic_digits
from normalizers.text import clean

_MONTHS: tuple[tuple[int, tuple[str, ...], str], ...] = (
    # month, full name and its common misspellings, the two parts of its abbreviation
    (1, ("มกราคม", "มกรคม"), "ม ค"),
    (2, ("กุมภาพันธ์", "กุมภาพันธุ์", "กุมภาพันธ", "กุมภาพัน"), "ก พ"),
    (3, ("มีนาคม", "มินาคม", "มีนคม"), "มี ค"),
    (4, ("เมษายน", "เมษยน", "เมศายน"), "เม ย"),
    (5, ("พฤษภาคม", "พฤศภาคม", "พฤกษภาคม", "พฤษาคม", "พฤษภาค"), "พ ค"),
    (6, ("มิถุนายน", "มิถุนาย", "มิถุยายน", "มิถนายน"), "มิ ย"),
    (7, ("กรกฎาคม", "กรกฏาคม", "กรกฎคม", "กรกฏคม", "กรฎาคม"), "ก ค"),
    (8, ("สิงหาคม", "สิงหคม", "สิงห์หาคม"), "ส ค"),
    (9, ("กันยายน", "กันยน", "กัยายน", "กันนยายน"), "ก ย"),
    (10, ("ตุลาคม", "ตุลคม", "ตุลาค"), "ต ค"),
    (11, ("พฤศจิกายน", "พฤษจิกายน", "พฤศจิกาย", "พฤศจิายน", "พฤศิกายน", "พฤษศจิกายน"), "พ ย"),
    (12, ("ธันวาคม", "ธันวคม", "ธันวาค"), "ธ ค"),
)

_FIRST_YEAR, _LAST_YEAR = 2540, 2600
"""The years that a number of four digits is taken for; ITA began in 2556."""

_BLANK = "[ \u00a0\u2000-\u200a\u3000\t\r\n]{0,8}"


def _loose(word: str) -> str:
    """A pattern for the word with blanks or line ends between its characters."""
    return _BLANK.join(map(re.escape, word))


def _month_patterns() -> tuple[str, str]:
    full, short = [], []
    for month, names, parts in _MONTHS:
        first, second = parts.split()
        variants = sorted(names, key=len, reverse=True)
        full.append(f"(?P<f{month}>{'|'.join(map(_loose, variants))})")
        short.append(rf"(?P<a{month}>{first}(?:{_BLANK}\.{_BLANK})?{second}(?: ?\.)?)")
    return "|".join(full), "|".join(short)


_FULL_MONTH, _SHORT_MONTH = _month_patterns()
_THAI_LETTER = re.compile("[\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e]")
_MAY_PRECEDE = re.compile("(?:เดือน|วันที่|ที่|ถึง|และ|ภายใน|สิ้น)$")
_MAY_FOLLOW = re.compile("(?:พ ?\\. ?ศ|ค ?\\. ?ศ|ถึง|จนถึง|และ|ปี)")
_OFFICE_BEFORE = re.compile("(?:สำนักงาน|คณะกรรมการ|สนง\\.) ?$")  # of the ก.พ. and the ก.ค., not of a month
_LETTER_DOT = re.compile("[ก-ฮ]\\.")


@cache
def _month_name() -> re.Pattern[str]:
    """Compiled at first use: that takes longer than many a run of a command."""
    return re.compile(f"{_FULL_MONTH}|{_SHORT_MONTH}")


def _month_of(match: re.Match[str]) -> int | None:
    """The month that a match of `_month_name` stands for; None where it is part of another word."""
    name = match.lastgroup or ""
    if name.startswith("a"):
        before, after = match.string[: match.start()][-12:], match.string[match.end() :][:6]
        if _LETTER_DOT.fullmatch(before[-2:]) and not re.search("[พค] ?\\. ?ศ\\.$", before):
            return None
        if _OFFICE_BEFORE.search(before):
            return None
        dots = match[0].count(".")
        if dots == 2 and _LETTER_DOT.match(after) and not _MAY_FOLLOW.match(after):
            return None
        if dots < 2:
            if _THAI_LETTER.match(after) and not _MAY_FOLLOW.match(after):
                return None
            if _THAI_LETTER.match(before[-1:]) and not _MAY_PRECEDE.search(before):
                return None
    return int(name[1:])


def _ce_year(digits: str) -> int | None:
    """The Common Era year of two or four Arabic digits, None where the module's rule knows none."""
    year = int(digits)
    if len(digits) == 2:
        return year + 2500 - 543 if year >= 40 else None
    if len(digits) != 4 or not 1900 <= year < 2700:
        return None
    return year if year < 2400 else year - 543


# What follows reads a text in two steps. `_encode` writes it without blanks, months as <10>, fiscal years as
# {2568} and everything that means "until" as -; then patterns over that short alphabet find the points.

_ERA = re.compile(r"(?<!เ)[พค]\.?ศ\.?(?=[0-9])")
_NUMERIC = re.compile(r"(?<![0-9./])([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|(?<=/)[0-9]{2})(?![0-9/])")
_WEEKDAY = re.compile(r"วัน(?:อาทิตย์|จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัส|ศุกร์|เสาร์)?ที่")
_UNTIL = re.compile(r"(?:จน|ไป)?ถึง(?:สิ้น)?|[\u2010-\u2015\u2212~\uff5e]")
_FISCAL_WORDS = r"ปี?ง?บประมาณ(?:ประจำปี|รายจ่าย)?"
_FISCAL = re.compile(rf"{_FISCAL_WORDS}(?:ปี)?([0-9]{{4}}|(?<=ปีงบประมาณ)[0-9]{{2}})(?![0-9]|[.,][0-9]|บาท)")


def _encode(s: str) -> str:
    def month(match: re.Match[str]) -> str:
        number = _month_of(match)
        return match[0] if number is None else f"<{number}>"

    def fiscal(match: re.Match[str]) -> str:
        year = _ce_year(match[1])
        return match[0] if year is None else f"{{{year + 543}}}"

    s = to_arabic_digits(clean(s))
    s = _month_name().sub(month, s)
    s = re.sub(r"(?<=[0-9])\s+(?=[0-9])", "\x1f", s)
    s = re.sub(r"[^\S\x1f]+", "", s)
    s = _WEEKDAY.sub("", s).replace("เดือน", "")
    s = _UNTIL.sub("-", s)
    s = _ERA.sub("", s)
    s = _NUMERIC.sub(r"\1<\3>\4", s)
    s = re.sub(r"(?<=>)ปี(?=[0-9])", "", s)
    s = re.sub(r"(?<=>)([0-9]{4}|[4-9][0-9])(?=<)", "\\1\x1f", s)
    return _FISCAL.sub(fiscal, s)


_DATE = re.compile(r"(?:เมื่อ|ณ)?([0-9]{1,2})<([0-9]{1,2})>([0-9]{4}|[0-9]{2})\.?")


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def parse_date(s: str) -> dt.date | None:
    """The date that the text is, with or without วันที่ and พ.ศ.; None where it is none, or not on the calendar.

    >>> parse_date("วันที่ ๓๐ มีนาคม พ.ศ. ๒๕๖๕"), parse_date("๑ ต.ค. ๖๔")
    (datetime.date(2022, 3, 30), datetime.date(2021, 10, 1))
    >>> parse_date("7/7/2564"), parse_date("1 ตุลาคม 2021")
    (datetime.date(2021, 7, 7), datetime.date(2021, 10, 1))
    >>> parse_date("๓๑ กันยายน ๒๕๖๘"), parse_date("มีนาคม ๒๕๖๕"), parse_date("๑ ต.ค. ๒๑")
    (None, None, None)

    Numbers between strokes, dots or hyphens are day, month, year; two digits of a year only after strokes.
    """
    match = _DATE.fullmatch(_encode(s))
    if match is None:
        return None
    year = _ce_year(match[3])
    return None if year is None else _date(year, int(match[2]), int(match[1]))


def fiscal_year_of(date: dt.date) -> int:
    """The fiscal year, in the Buddhist Era, that the date lies in.

    >>> fiscal_year_of(dt.date(2024, 10, 1)), fiscal_year_of(dt.date(2025, 9, 30))
    (2568, 2568)
    """
    return date.year + 543 + (date.month >= 10)


def fiscal_year_span(year: int) -> tuple[dt.date, dt.date]:
    """The first and the last day of a fiscal year of the Buddhist Era.

    >>> fiscal_year_span(2568)
    (datetime.date(2024, 10, 1), datetime.date(2025, 9, 30))
    """
    return dt.date(year - 544, 10, 1), dt.date(year - 543, 9, 30)


@dataclass(frozen=True, slots=True)
class FoundYear:
    """A year of the Buddhist Era found in a text."""

    start: int
    """Where its digits begin in the text."""
    end: int
    """Where its digits end."""
    year: int
    """2540-2600."""
    is_fiscal: bool
    """Whether the text calls it a fiscal year (ปีงบประมาณ)."""


_YEAR = re.compile(
    rf"(?P<fiscal>(?P<pi>ป{_BLANK}ี{_BLANK})?ง?{_BLANK}{_loose('บประมาณ')}{_BLANK})?"
    rf"(?:ปี{_BLANK})?(?:พ(?:{_BLANK}\.)?{_BLANK}ศ(?:{_BLANK}\.)?{_BLANK})?"
    r"(?<![0-9๐-๙])(?P<year>[0-9]{4}|[๐-๙]{4}|[0-9]{2}|[๐-๙]{2})(?![0-9๐-๙a-zA-Z])(?![.,/][0-9๐-๙])"
    rf"(?!{_BLANK}บาท)"
)
_NOT_ALONE = re.compile(r"(?:[0-9๐-๙][.,/]|(?<!IT(?=A))[a-zA-Z_]|[a-zA-Z][-\u2212])$")
_YEAR_BEFORE_DASH = re.compile(r"(?:^|[^0-9๐-๙])(?:[0-9]{4}|[๐-๙]{4})-$")
_DASH_BEFORE = re.compile(r"[0-9๐-๙]-$")
_LIST = re.compile(rf"{_BLANK}(?:[-\u2010-\u2015,/]|และ|ถึง|กับ){_BLANK}(?:พ\.?{_BLANK}ศ\.?{_BLANK})?")
_BEFORE_YEAR = re.compile(rf"^{_BLANK}(?:พ{_BLANK}\.?{_BLANK}ศ{_BLANK}\.?)?{_BLANK}$")


def _of_a_date(s: str, start: int) -> bool:
    """Whether a month's name stands directly before the year that starts there."""
    window = s[max(0, start - 40) : start]
    for match in _month_name().finditer(window):
        if _BEFORE_YEAR.match(window[match.end() :]) and _month_of(match) is not None:
            return True
    return False


def find_fiscal_years(s: str) -> list[FoundYear]:
    """The years that the text speaks of, 2540-2600, in order.

    >>> [(y.year, y.is_fiscal) for y in find_fiscal_years("ประจำปี งบประมาณ พ.ศ. ๒๕๖๘ และ ๒๕๖๙ กับปี ๒๕๖๗")]
    [(2568, True), (2569, True), (2567, False)]
    >>> [(y.year, y.is_fiscal) for y in find_fiscal_years("ITA ๒๕๖๘ เมื่อ ๑ ตุลาคม ๒๕๖๔ จำนวน ๒,๕๖๘ บาท")]
    [(2568, False)]

    The year of a date is not one, nor a part of a longer number or of a code. Years listed after a fiscal
    year (with a dash, a comma, และ) are fiscal too. Two digits count only after ปีงบประมาณ. A law's year
    (พระราชบัญญัติ… พ.ศ. ๒๕๖๐) and an amount of 2568 without บาท look the same as a year and are found.
    """
    found: list[FoundYear] = []
    for match in _YEAR.finditer(s):
        start, end = match.span("year")
        digits = to_arabic_digits(match["year"])
        year = int(digits)
        if len(digits) == 2:
            if match["pi"] is None or year < 40:
                continue
            year += 2500
        before = s[max(0, start - 12) : start]
        if not _FIRST_YEAR <= year <= _LAST_YEAR or _NOT_ALONE.search(before) or _of_a_date(s, start):
            continue
        if _DASH_BEFORE.search(before) and not _YEAR_BEFORE_DASH.search(before):
            continue
        listed = bool(found) and found[-1].is_fiscal and bool(_LIST.fullmatch(s[found[-1].end : start]))
        found.append(FoundYear(start, end, year, match["fiscal"] is not None or listed))
    return found


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included; one end may be open."""

    start: dt.date | None
    """Its first day; None where only a deadline is given."""
    end: dt.date | None
    """Its last day; None where it goes on."""


@dataclass(frozen=True, slots=True)
class _Point:
    """A day or a month as printed, perhaps without its year."""

    day: int | None
    month: int | None
    year: int | None
    """Common Era."""

    @property
    def rank(self) -> tuple[int, int]:
        return self.month or 0, self.day or 0

    def first(self) -> dt.date | None:
        if self.year is None or self.month is None:
            return None
        return _date(self.year, self.month, self.day or 1)

    def last(self) -> dt.date | None:
        if self.year is None or self.month is None or not 1 <= self.month <= 12:
            return None
        return _date(self.year, self.month, self.day or calendar.monthrange(self.year, self.month)[1])


_POINT = r"(?:[0-9]{1,2})?<[0-9]{1,2}>(?:(?:[0-9]{4}|[4-9][0-9])(?![0-9]))?"
_SEP = r"(?:[-,]|และ){1,3}"
_DAY = rf"[0-9]{{1,2}}(?={_SEP})"
_CHAIN = re.compile(
    rf"(?<![0-9])(?P<open>ภายใน|ไม่เกิน|ตั้งแต่|เริ่ม)?(?P<chain>(?:(?:{_POINT}|{_DAY}){_SEP}){{0,24}}{_POINT})"
    r"(?P<on>เป็นต้นไป)?(?:\(?(?:ใน|ของ)?\{(?P<fiscal>[0-9]{4})\})?"
)
_POINT_PARTS = re.compile(r"([0-9]{1,2})?<([0-9]{1,2})>([0-9]{4}|[4-9][0-9])?$|([0-9]{1,2})$")
_QUARTER = re.compile(
    r"ไตรมาส(?:ที่)?([1-4])(?:(?:[-,]|และ)(?:ไตรมาส)?(?:ที่)?([1-4]))*"
    r"(?:(?:/|\(?(?:ของ|ใน)?(?:ประจำ)?(?:ปี)?)([0-9]{4}|[4-9][0-9])(?![0-9])"
    r"|\(?(?:ของ|ใน)?(?:ประจำ)?\{([0-9]{4})\})"
)
_FISCAL_SPAN = re.compile(r"\{([0-9]{4})\}(?:-\{?([0-9]{4})(?![0-9]))?")


def _with_years(points: list[_Point], fiscal: int | None) -> list[_Point]:
    """The points with months and years that others, or a fiscal year after them, give them."""
    for i in range(len(points) - 2, -1, -1):
        point, after = points[i], points[i + 1]
        if point.month is None:
            point = replace(point, month=after.month, year=after.year)
        elif point.year is None and after.year is not None:
            point = replace(point, year=after.year - (point.rank > after.rank))
        points[i] = point
    for i, point in enumerate(points):
        if point.year is not None or point.month is None:
            continue
        before = points[i - 1] if i else None
        if before is not None and before.year is not None:
            points[i] = replace(point, year=before.year + (point.rank < before.rank))
        elif fiscal is not None:
            points[i] = replace(point, year=fiscal - 543 - (point.month >= 10))
    return points


def _points(chain: str) -> list[_Point]:
    points = []
    for text in re.split(_SEP, chain):
        match = _POINT_PARTS.match(text)
        if match is None:
            return []
        day, month, year, only_day = match.groups()
        day = day or only_day
        points.append(
            _Point(int(day) if day else None, int(month) if month else None, _ce_year(year) if year else None)
        )
    return points


def _spans_of_dates(s: str) -> list[Period]:
    spans = []
    for match in _CHAIN.finditer(s):
        fiscal = int(match["fiscal"]) if match["fiscal"] else None
        points = _with_years(_points(match["chain"]), fiscal)
        firsts = [first for p in points if (first := p.first()) is not None]
        lasts = [last for p in points if (last := p.last()) is not None]
        if not points or len(firsts) < len(points) or len(lasts) < len(points):
            continue
        if "-" in match["chain"] and firsts != sorted(firsts):
            continue
        one = len(points) == 1
        if one and match["open"] in ("ภายใน", "ไม่เกิน"):
            spans.append(Period(None, lasts[0]))
        elif one and (match["open"] or match["on"]):
            spans.append(Period(firsts[0], None))
        else:
            spans.append(Period(min(firsts), max(lasts)))
    return spans


def _spans_of_quarters(s: str) -> list[Period]:
    spans = []
    for match in _QUARTER.finditer(s):
        year = _ce_year(match[3]) if match[3] else int(match[4]) - 543
        first, last = int(match[1]), int(match[2] or match[1])
        if year is None or first > last:
            continue
        start, end = 3 * first + 7, 3 * last + 9  # months from January of the year before
        spans.append(
            Period(
                dt.date(year - 1 + (start > 12), (start - 1) % 12 + 1, 1),
                _Point(None, (end - 1) % 12 + 1, year - 1 + (end > 12)).last(),
            )
        )
    return spans


def _spans_of_fiscal_years(s: str) -> list[Period]:
    spans = []
    for match in _FISCAL_SPAN.finditer(s):
        first, last = int(match[1]), int(match[2] or match[1])
        if first <= last <= _LAST_YEAR:
            spans.append(Period(fiscal_year_span(first)[0], fiscal_year_span(last)[1]))
    return spans


@cache
def _only_month() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{_FULL_MONTH}|{_SHORT_MONTH})\s*(?:(?:พ\.ศ\.)?\s*[๐-๙\d]{{2,4}})?\s*")


def is_month(s: str) -> bool:
    """True for a text that is a month, perhaps with its year, and nothing else.

    >>> is_month("ต.ค."), is_month("มกราคม ๒๕๖๘"), is_month("ต.ค. 67"), is_month("ต.ค. - พ.ย."), is_month("กค")
    (True, True, True, False, True)
    """
    return _only_month().fullmatch(s) is not None


def parse_period(s: str) -> Period | None:
    """The days that a period as printed covers; of several, from the earliest start to the latest end.

    >>> parse_period("๑ ตุลาคม ๒๕๖๘ – ๓๐ กันยายน ๒๕๖๙")
    Period(start=datetime.date(2025, 10, 1), end=datetime.date(2026, 9, 30))
    >>> parse_period("ต.ค ๖๔ ถึง\\nมี.ค. ๖๕")
    Period(start=datetime.date(2021, 10, 1), end=datetime.date(2022, 3, 31))
    >>> parse_period("ตุลาคม - มีนาคม ๒๕๖๙") == parse_period("ต.ค. ๖๘ - มี.ค. ๖๙")
    True
    >>> parse_period("ตลอดปีงบประมาณ พ.ศ. ๒๕๖๙ (ประเมินทุกไตรมาส)")
    Period(start=datetime.date(2025, 10, 1), end=datetime.date(2026, 9, 30))
    >>> parse_period("ไตรมาสที่ 2/2568")
    Period(start=datetime.date(2025, 1, 1), end=datetime.date(2025, 3, 31))
    >>> parse_period("ภายใน ๓๐ กันยายน ๒๕๖๘")
    Period(start=None, end=datetime.date(2025, 9, 30))

    A month stands for all its days, a quarter for that of the fiscal year (the first is October to December),
    a fiscal year counts only where no date or quarter is given. A year that one end lacks is the one with
    which the ends are in order and at most twelve months apart. Nothing is guessed: a year that is not called
    fiscal, a span that runs backwards and a day that is not on the calendar give None.

    >>> [parse_period(s) for s in ("ตลอดปี", "ทุกเดือน", "ปี ๒๕๖๘", "ต.ค. - มี.ค.", "๑ - ๓๑ ก.ย. ๒๕๖๘")]
    [None, None, None, None, None]
    """
    code = _encode(s)
    spans = [*_spans_of_dates(code), *_spans_of_quarters(code)] or _spans_of_fiscal_years(code)
    if not spans:
        return None
    starts = [span.start for span in spans if span.start is not None]
    ends = [span.end for span in spans if span.end is not None]
    goes_on = len(ends) < len(spans)
    return Period(min(starts, default=None), None if goes_on else max(ends, default=None))
