"""What the heading of a column says: its year, what its figures are of, a month."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.frame import Frame
from normalizers.dates import find_fiscal_years, is_month
from normalizers.numbers import to_arabic_digits
from normalizers.text import squeeze
from pipeline.structure.references import Place, indicator_place, item_place, leading_indicator

_COMPARED = re.compile(r"(?:จาก|กับ|เทียบ)\s*(?:ประจำ)?(?:ปี)?(?:งบประมาณ)?\s*(?:พ\.?ศ\.?)?\s*$")


def year_told(heading: str, role: str | None) -> int | None:
    """The year that a heading names for its figures; of a change the later, so never the one it is compared with.

    >>> year_told("ผลต่างจากปี ๒๕๖๗", "change"), year_told("ผลต่าง ปี ๒๕๖๗ - ๒๕๖๘", "change"), year_told("คะแนนปี ๒๕๖๗", "score")
    (None, 2568, 2567)
    """
    years = find_fiscal_years(_with_whole_years(heading))
    if role != "change" or not years:
        return years[0].year if years else None
    if len(years) > 1:
        return max(y.year for y in years)
    return None if _COMPARED.search(heading[: years[0].start]) else years[0].year


def is_weight(texts: Sequence[str], frame: Frame, place: Place) -> bool:
    """True where a heading gives an instrument's full mark as its weight: EIT (30)."""
    weight = frame.weights.get((place.instrument or "")[:3])
    if weight is None or place.indicator:
        return False
    plain = to_arabic_digits(" ".join(texts))
    full = int(weight * 100)
    return re.search(rf"(?<![\d.]){full}(?:\.0+)?(?![\d.]|\s*ข้อ)", plain) is not None or "ถ่วงน้ำหนัก" in plain


def heading_place(text: str, frame: Frame) -> Place | None:
    """What a heading is the name of: an indicator, an instrument, an item; None where of none of them.

    >>> from corpus.frame import load_frame
    >>> heading_place("ตัวชี้วัดที่ ๑ (คะแนน)", load_frame(2568)).indicator
    1
    >>> heading_place("EIT ส่วนที่ ๒", load_frame(2568)).instrument, heading_place("ผู้รับผิดชอบ", load_frame(2568))
    ('EIT2', None)
    """
    bare = without_unit(text)
    named = leading_indicator(bare, frame)
    if named:
        return indicator_place(named[0], frame)
    plain = to_arabic_digits(squeeze(bare))
    number = re.fullmatch(r"(?:ตัวชี้วัด|ตชว\.?)(?:ที่)?(\d{1,2})", plain)
    if number and frame.instrument_of_indicator(int(number[1])):
        return indicator_place(int(number[1]), frame)
    item = re.fullmatch(r"(?:ข้อ)?([ieo])(\d{1,2})", plain)
    if item and frame.indicator_of(item[1].upper() + item[2]):
        return item_place(item[1].upper() + item[2], frame)
    instrument = instrument_in(text)
    return Place(instrument) if instrument else None


def is_month_heading(text: str) -> bool:
    """True for the heading of a column that is a month or a quarter of a year."""
    return is_month(text) or re.fullmatch(r"(?:ไตรมาส(?:ที่)?|Q)\s?[๑-๔1-4]", text.strip()) is not None


def without_unit(heading: str) -> str:
    """A heading without its brackets and the unit of its figures."""
    return re.sub(r"\([^)]*\)|คะแนน", " ", heading)


def is_year_heading(text: str) -> bool:
    return (
        re.fullmatch(
            r"(?:ผล)?(?:คะแนน|การประเมิน|คะแนนการประเมิน)?(?:ITA)?(?:ปี|ปีงบประมาณ|ประจำปี)*(?:พ\.?ศ\.?)?(?:25\d\d)(?:\(?คะแนน\)?)?",
            squeeze_upper(_with_whole_years(text)),
        )
        is not None
    )


_SHORT_YEAR = re.compile(r"(ปี(?:\s*งบประมาณ)?(?:\s*พ\.?ศ\.?)?\s*)['’]?([5-6]\d)(?![\d.,]|\s*(?:คะแนน|ขึ้นไป))")


def _with_whole_years(heading: str) -> str:
    """A heading whose years of two digits have their century: ปี 67."""
    return _SHORT_YEAR.sub(r"\g<1>25\g<2>", to_arabic_digits(heading))


def squeeze_upper(text: str) -> str:
    """Comparison key that keeps Latin capitals."""
    return re.sub(r"\s", "", to_arabic_digits(text)).upper()


def instrument_in(text: str) -> str | None:
    """The one instrument that a text names, with the part of EIT; None where it names several."""
    found = {m[1] for m in re.finditer(r"(?<![A-Za-z])(IIT|EIT|OIT)(?![A-Za-z])", text.upper())}
    if len(found) != 1:
        return None
    code = found.pop()
    part = _PART_OF_EIT.search(to_arabic_digits(text).upper())
    return code + (part[1] or part[2]) if part and code == "EIT" else code


_PART_OF_EIT = re.compile(
    r"(?:EIT\s*(?:ส่วนที่|PART|\()?\s*([12])\b|ส่วนที่\s*([12])\b)(?!\s*(?:และ|,|/|\+|-|–)\s*(?:ส่วนที่)?\s*2)"
)
