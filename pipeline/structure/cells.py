"""What one cell of a score table states: a figure, perhaps with its rating."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from corpus.records import Statistic
from normalizers.numbers import find_numbers, parse_decimal, to_arabic_digits
from pipeline.structure.vocabulary import is_rating

_ARROW = re.compile(r"^\s*[▲△▼▽↑↓+]\s*")
_LOWER = re.compile(r"[▼▽↓]|ลด|น้อยลง|ต่ำลง|(?:^|[(\s])[-−–]\s*[๐-๙\d]")
_UNIT = re.compile(r"คะแนน|ร้อยละ|เปอร์เซ็นต์|เพิ่มขึ้น|สูงขึ้น|ลดลง|เพิ่ม|ลด|[%*▲△▼▽↑↓+\-−–()\[\]/|,.:=\s]")
_MOST = Decimal(1000)
"""A slip of the point (978.50 for 97.85) is a figure; more than that is something else."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a cell of a column of figures."""

    value: Decimal
    rating: str | None = None
    """The level printed with it: `95.00 (AA)`."""


def figure(text: str) -> Figure | None:
    """The figure that a cell states, or None where it states none or several.

    >>> figure("๙๕.๐๐ คะแนน"), figure("(๙๕.๕๐)")
    (Figure(value=Decimal('95.00'), rating=None), Figure(value=Decimal('95.50'), rating=None))
    >>> figure("96.04 (ผ่าน)"), figure("-"), figure("ปี ๒๕๖๘"), figure("๙๕.๐๐ ปรับปรุงคู่มือ")
    (Figure(value=Decimal('96.04'), rating='ผ่าน'), None, None, None)

    Whole numbers above 100 are counts or years, not figures; 978.50 is one, out of its range.
    """
    value = parse_decimal(_ARROW.sub("", text), units=True)
    rating = None
    if value is None:
        numbers = find_numbers(text)
        if len(numbers) != 1:
            return None
        rest = text[: numbers[0].start] + " " + text[numbers[0].end :]
        word = _UNIT.sub(" ", rest).strip()
        if word and not is_rating(word):
            return None
        value, rating = numbers[0].value, word or None
    if abs(value) > 100 and ("." not in to_arabic_digits(text) or abs(value) >= _MOST):
        return None
    return Figure(value, rating)


def signed(value: Decimal, text: str, statistic: Statistic) -> Decimal:
    """The value of a change with its sign, which may be a word or an arrow: ลดลง ๑.๒๐ is -1.20.

    >>> signed(Decimal("1.20"), "ลดลง ๑.๒๐", "change"), signed(Decimal("1.20"), "▲ ๑.๒๐", "change")
    (Decimal('-1.20'), Decimal('1.20'))
    """
    return -abs(value) if statistic == "change" and _LOWER.search(text) else value
