"""Numbers as Thai reports print them, as Decimal with the printed decimals.

Nothing here mends characters that a reader of images got wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from normalizers.text import clean

_DIGITS = tuple(zip("๐๑๒๓๔๕๖๗๘๙", "0123456789", strict=True))
_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")

_CANDIDATE = re.compile(r"[0-9๐-๙]+(?:[.,][0-9๐-๙]+)*")
_GROUPED = re.compile(r"[0-9๐-๙]{1,3}(?:,[0-9๐-๙]{3})+(?:\.[0-9๐-๙]+)?")
_PLAIN = re.compile(r"[0-9๐-๙]+(?:\.[0-9๐-๙]+)?")
_MIXED_RUN = re.compile(r"[0-9][๐-๙]|[๐-๙][0-9]")
_WHOLE = re.compile(r"([-+\u2212]?)([0-9๐-๙][0-9๐-๙.,]*?)\.?")
_UNIT_BEFORE = re.compile(r"^(?:คิดเป็น)?\s*ร้อยละ\s*")
_UNIT_AFTER = re.compile(r"\s*(?:%|คะแนน|เปอร์เซ็นต์)\s*(?=\.?$)")
_SIGNS = "-\u2212"


@dataclass(frozen=True, slots=True)
class Number:
    """A number found in a text."""

    start: int
    """Where it begins in the text, its sign included."""
    end: int
    """Where it ends; a unit after it is not part of it."""
    value: Decimal
    """With the decimals as printed."""
    text: str
    """As printed."""


def to_arabic_digits(s: str) -> str:
    """The text with Thai digits as Arabic ones, all else as it was.

    >>> to_arabic_digits("ข้อ ๑๐ ได้ ๙๙.๕๘")
    'ข้อ 10 ได้ 99.58'
    """
    # One by one they take a fraction of the time of `translate`, which looks up every letter.
    for thai, arabic in _DIGITS:
        s = s.replace(thai, arabic)
    return s


def to_thai_digits(s: str) -> str:
    """The text with Arabic digits as Thai ones, all else as it was.

    >>> to_thai_digits("99.58")
    '๙๙.๕๘'
    """
    return s.translate(_TO_THAI)


def _value(s: str) -> Decimal | None:
    """The value of unsigned digits, None where they are not one number."""
    if _MIXED_RUN.search(s) or not (_GROUPED.fullmatch(s) or _PLAIN.fullmatch(s)):
        return None
    return Decimal(to_arabic_digits(s).replace(",", ""))


def parse_decimal(s: str, *, units: bool = False) -> Decimal | None:
    """The number that the text is, None where it is not exactly one.

    >>> parse_decimal(" ๑,๒๓๔.๕๖ "), parse_decimal("๑๐๐.๐๐"), parse_decimal("๙๙.๕๘.")
    (Decimal('1234.56'), Decimal('100.00'), Decimal('99.58'))
    >>> parse_decimal("-"), parse_decimal("๑๐ ๒๐"), parse_decimal("๑๐ คะแนน"), parse_decimal("๑๒,๓๔")
    (None, None, None, None)

    With `units` the words ร้อยละ before it and คะแนน or % after it are allowed; the value is the same.

    >>> parse_decimal("ร้อยละ ๙๙.๕๘", units=True), parse_decimal("99.58 %", units=True)
    (Decimal('99.58'), Decimal('99.58'))

    A full stop at the end is taken for the sentence's, so the number of a list (`๑.`) passes too. Thai and
    Arabic digits side by side (`1๒๐`) are a damaged code, not a number. Exponents are not read.
    """
    s = clean(s)
    if units:
        s = _UNIT_AFTER.sub("", _UNIT_BEFORE.sub("", s))
    match = _WHOLE.fullmatch(s.strip())
    if match is None:
        return None
    value = _value(match[2])
    return value.copy_negate() if value is not None and match[1] in tuple(_SIGNS) else value


def _is_latin(ch: str) -> bool:
    return ch == "_" or (ch.isalpha() and not "\u0e00" <= ch <= "\u0e7f")


def _is_glued(s: str, start: int, end: int) -> bool:
    """Whether the digits from start to end are part of a code with Latin letters: i๑๐, O๖, COVID-19, 5G."""
    before = s[max(0, start - 2) : start]
    if before and (_is_latin(before[-1]) or (before[-1] in _SIGNS and _is_latin(before[0]))):
        return True
    return end < len(s) and _is_latin(s[end])


def _sign_at(s: str, start: int) -> bool:
    """Whether a minus stands directly before start, and neither a digit, a letter nor a sign before that."""
    if start == 0 or s[start - 1] not in _SIGNS:
        return False
    before = s[start - 2 : start - 1]
    return not (before.isalnum() or before in (*_SIGNS, ".", ")") or "\u0e00" <= before <= "\u0e7f")


def find_numbers(s: str) -> list[Number]:
    """Every number that stands in the text, in order.

    >>> [str(n.value) for n in find_numbers("ได้๙๙.๕๘คะแนน จาก 1,234.5 เปลี่ยน -๓.๙๙ ช่วง ๕-๑๕")]
    ['99.58', '1234.5', '-3.99', '5', '15']

    Digits joined to Latin letters (`i๑๐`, `O๖`, `COVID-19`), numbers with more than one point (`๑.๒.๓`)
    and Thai and Arabic digits side by side (`1๒๐`) are codes and left out; Thai letters do not make a code.
    A code of digits alone (`๐๓๘` for O38) cannot be told from a number: its text keeps the zero.

    >>> [n.text for n in find_numbers("i๑๐ O๖ ๑.๒.๓ 1๒๐ ข้อ๗ ๐๓๘")]
    ['๗', '๐๓๘']

    Commas part thousands only where every group after the first has three digits, else they part numbers;
    so a list like `๑๐๐,๒๐๐` written without blanks is read as one number. A minus counts only directly before
    a digit and not after a digit, letter, full stop or bracket; dashes (–) never do. The parts of dates,
    times and telephone numbers are numbers too.
    """
    found = []
    for match in _CANDIDATE.finditer(s):
        if _is_glued(s, match.start(), match.end()):
            continue
        start = match.start()
        whole = match[0]
        parts = [whole] if _GROUPED.fullmatch(whole) else whole.split(",")
        for part in parts:
            end = start + len(part)
            value = _value(part)
            if value is not None:
                negative = _sign_at(s, start)
                first = start - 1 if negative else start
                value = value.copy_negate() if negative else value
                found.append(Number(first, end, value, s[first:end]))
            start = end + 1
    return found
