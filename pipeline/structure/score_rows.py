"""What a row of a score table is about, by the cells that name it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.frame import INSTRUMENT_LETTER, Frame
from corpus.records import About, Source
from normalizers.numbers import to_arabic_digits
from normalizers.text import squeeze
from pipeline.structure.collect import Collected
from pipeline.structure.columns import NAMING, Layout
from pipeline.structure.heading_words import instrument_in, squeeze_upper
from pipeline.structure.items import Box, Row, distinct
from pipeline.structure.references import (
    OVERALL,
    Place,
    indicator_place,
    item_by_wording,
    item_place,
    leading_indicator,
    leading_item,
    leading_sub_indicator,
    opening_indicator,
    references,
)

TOTAL = re.compile(
    r"^(?:ผล)?(?:คะแนน)?(?:เฉลี่ย)?(?:รวม|ภาพรวม|เฉลี่ย)|ภาพรวม|คะแนนรวม|รวมทั้ง|คะแนนITA|ผลการประเมินITA|^ค่าเฉลี่ย"
)
_WHOLE = re.compile(r"ภาพรวม|ITA|ทั้งหมด|ทั้งสิ้น|ทุกแบบวัด|ทุกเครื่องมือ|หน่วยงาน")
"""Words of a total that is the whole's, whatever rows stand above it."""
_OF_SCORES = re.compile(r"คะแนน|ITA|ภาพรวม|ผลการประเมิน")
_LETTERED = re.compile(r"[IEOieo]\s?[๐-๙\d]")
_CODE = re.compile(r"^\W*(?:ข้อ\s*)?(?P<letter>[ieoIEO])[\s.]?(?P<digits>[๐-๙\d]{1,2})(?![๐-๙\d])")
_PADDED = re.compile(r"^\W*[๐0][๐-๙\d]{1,2}(?![๐-๙\d])")
"""A code of OIT with its letter as zero: no other instrument's, whatever stands above it."""
_NAMED_NUMBER = re.compile(r"^\W*(?:ตัวชี้\s?วัด(?:ที่)?)?\s*[๐-๙\d]{1,2}\s*[.:)]?\s*")


@dataclass(slots=True)
class Told:
    """What a row tells of its place so far."""

    lean: Place
    """The indicator or instrument that rows after it may lean on."""
    place: Place | None = None
    is_total: bool = False


def told_by(row: Row, layout: Layout, lean: Place, above: Sequence[Place], out: Collected) -> Told:
    """What a row is about; `above` are the places of the rows that a total would sum up."""
    told = Told(lean)
    _by_coded_number(row, layout, told, out)
    for role, box in _naming_cells(row, layout, out):
        if _by_cell(box, role, layout, told, above, out):
            return told
    if told.place == Place("EIT") and (part := _part_of_eit(row)):
        told.place = Place("EIT" + part)
    if told.place is None and distinct(row):
        whole = " ".join(b.text for b in distinct(row))
        first = distinct(row)[0].text
        if is_total(first) and len(squeeze(whole)) < 90:
            _take_total(first, told, above, out)
    return told


def _part_of_eit(row: Row) -> str | None:
    """The part of EIT that a cell beside its name tells: ส่วนที่ ๑."""
    for box in distinct(row):
        m = re.fullmatch(r"(?:EIT)?(?:ส่วนที่|PART)\(?([12])\)?", squeeze_upper(box.text))
        if m:
            return m[1]
    return None


def _naming_cells(row: Row, layout: Layout, out: Collected) -> list[tuple[str, Box]]:
    """The cells that name what a row is about: instruments, indicators, codes, and the wordings beside them."""
    cells = [(role, row[i]) for role in NAMING for i in layout.of(role) if row[i].text]

    def rank(cell: tuple[str, Box]) -> int:
        role, box = cell
        if role == "instrument":
            return 0
        if role == "indicator" and (
            leading_indicator(box.text, out.frame)
            or opening_indicator(box.text, out.frame)
            or _bare_number(box.text)
        ):
            return 1
        return 2 if _is_code(box.text) else 3

    return sorted(cells, key=rank)


def _bare_number(text: str) -> int | None:
    """The number that a cell is and nothing else; in a column of indicators it is the indicator's."""
    m = re.fullmatch(r"\W*([1-9]\d?)\W*", to_arabic_digits(text))
    return int(m[1]) if m else None


def _is_code(text: str) -> bool:
    """True for a cell that is a code or begins with one: it is asked before the wording beside it."""
    return _CODE.match(text) is not None or re.fullmatch(r"\W*[๐-๙\d]{1,3}\W*", text) is not None


def _take_total(text: str, told: Told, above: Sequence[Place], out: Collected) -> None:
    """A bare รวม below rows that are nothing assessed sums up nothing of ours."""
    if above or _OF_SCORES.search(squeeze_upper(text)) or instrument_in(text):
        told.place, told.is_total = total_place(text, above, out.frame), True


def is_total(text: str) -> bool:
    """True for the label of a total row: รวม, คะแนนเฉลี่ย, ภาพรวม."""
    return TOTAL.search(squeeze_upper(text)) is not None


def total_place(text: str, above: Sequence[Place], frame: Frame) -> Place:
    """What a total is of: the least place that holds all rows above it, else the whole.

    An instrument only where all its indicators stand above.

    >>> from corpus.frame import load_frame
    >>> rows = [Place("EIT", 6), Place("EIT", 7), Place("EIT", 8)]
    >>> total_place("รวม", rows, load_frame(2568)).instrument
    'EIT'
    >>> total_place("คะแนนภาพรวม", rows, load_frame(2568)) == total_place("รวม", rows[1:], load_frame(2568)) == OVERALL
    True
    """
    if instrument := instrument_in(text):
        return Place(instrument)
    if _WHOLE.search(squeeze_upper(text)) or not above:
        return OVERALL
    place = common(above)
    if place.indicator:
        return place if len(above) > 1 and any(p.is_item for p in above) else OVERALL
    own = {i.number for i in frame.indicators if i.instrument == place.instrument}
    return place if own and own <= {p.indicator for p in above} else OVERALL


def common(places: Sequence[Place]) -> Place:
    """The least place that holds all of several."""
    if len(set(places)) == 1 and not places[0].is_item:
        return places[0]
    indicators = {(p.instrument, p.indicator) for p in places}
    if len(indicators) == 1 and places[0].indicator:
        return Place(places[0].instrument, places[0].indicator)
    instruments = {p.instrument for p in places}
    return Place(places[0].instrument) if len(instruments) == 1 and places[0].instrument else OVERALL


def _by_coded_number(row: Row, layout: Layout, told: Told, out: Collected) -> None:
    """A code in the column of numbers, or a sub-indicator's number with its name beside it."""
    for i in layout.of("number"):
        name = next((row[k].text for r in NAMING[1:] for k in layout.of(r) if row[k].text), "")
        sub = leading_sub_indicator(f"{row[i].text} {name}", out.frame, told.lean)
        if sub and re.fullmatch(r"[\d.\s]+", to_arabic_digits(row[i].text)):
            told.place, told.lean = sub[0], indicator_place(sub[0].indicator or 0, out.frame)
            return
    coded = next((row[i] for i in layout.of("number") if _LETTERED.search(row[i].text)), None)
    if coded is None:
        return
    lead = leading_item(coded.text, out.frame, OVERALL)
    if lead:
        _take_item(lead[0], told, out)
    else:
        _unknown_code(coded, told, out)


def _take_item(code: str, told: Told, out: Collected) -> None:
    place = item_place(code, out.frame)
    if place.indicator is None and told.lean.indicator and told.lean.instrument == place.instrument:
        place = replace(place, indicator=told.lean.indicator)
    told.place = place
    if place.indicator:
        told.lean = indicator_place(place.indicator, out.frame)


def _by_cell(box: Box, role: str, layout: Layout, told: Told, above: Sequence[Place], out: Collected) -> bool:
    """Take what one cell says; True where nothing more has to be asked (a total)."""
    frame, text = out.frame, box.text
    instrument = instrument_in(text)
    indicator = leading_indicator(text, frame)
    if role == "instrument" and instrument and not indicator:
        if told.lean.instrument != instrument:
            told.lean = Place(instrument)
        if told.place is None and not (layout.has("indicator") or layout.has("item")):
            told.place = told.lean
        return False
    if sub := leading_sub_indicator(text, frame, told.lean):
        told.place, told.lean = sub[0], indicator_place(sub[0].indicator or 0, frame)
        out.name(sub[0], sub[1], box.source())
        return False
    if indicator:
        told.lean = told.place = indicator_place(indicator[0], frame)
        out.name(told.place, indicator[1], box.source())
        return False
    if role == "indicator" and (number := _bare_number(text)) and frame.instrument_of_indicator(number):
        told.lean = told.place = indicator_place(number, frame)
        return False
    if _by_code(box, role, told, out):
        return False
    refs = [r for r in references(text, frame, told.lean) if r.place.indicator and not r.place.is_item]
    if refs and role != "item":
        told.lean = refs[0].place
        told.place = told.place or told.lean
        named = _NAMED_NUMBER.sub("", text)
        inner = leading_indicator(named, frame) if named else None
        if inner:
            out.name(told.lean, inner[1], box.source())
        return False
    if is_total(text) and len(squeeze(text)) < 60 and told.place is None:
        _take_total(text, told, above, out)
        return True
    if instrument and not (told.place and told.place.item):
        told.lean = told.place = Place(instrument)
        return False
    if told.place is not None and role != "instrument" and (told.place.is_item or told.place.sub_indicator):
        if len(squeeze(text)) > 2:
            out.name(told.place, text, box.source())
        return False
    if role != "instrument" and len(squeeze(text)) > 8:
        _by_wording(box, role, told, out)
    return False


def _by_code(box: Box, role: str, told: Told, out: Collected) -> bool:
    """A cell that begins with an item's code."""
    text, lean = box.text, told.lean
    lead = leading_item(text, out.frame, lean if lean.indicator or lean.instrument else OVERALL)
    if lead is None and _PADDED.match(text):
        lead = leading_item(text, out.frame, OVERALL)
    lettered = _CODE.match(text) is not None
    if lead is None:
        return lettered and _unknown_code(box, told, out)
    if not (lettered or role in ("item", "data") or lean.indicator):
        return False
    code, wording, damaged = lead
    _question_range(code, told, box.source(), out)
    _take_item(code, told, out)
    if damaged:
        out.resolved.setdefault(text[: len(text) - len(wording)].strip() or text, code)
    if len(squeeze(wording)) > 2 and told.place:
        out.name(told.place, wording, box.source())
    return True


def _question_range(code: str, told: Told, source: Source, out: Collected) -> None:
    """Say of a code that its row names another indicator than the one it belongs to."""
    stated = told.place.indicator if told.place is not None and not told.place.is_item else None
    own = out.frame.indicator_of(code)
    if stated and own and stated != own:
        out.finding_once(
            "unknown_code",
            "warning",
            f"ข้อ {code} อยู่ในแถวของตัวชี้วัดที่ {stated} แต่เป็นข้อของตัวชี้วัดที่ {own}",
            f"{code} stands in a row of indicator {stated}, it belongs to indicator {own}",
            (About(page=source.page),) if source.page else (),
            source,
        )


def _unknown_code(box: Box, told: Told, out: Collected) -> bool:
    """A code that the year's frame does not have: an item of its instrument, which one is not known."""
    m = _CODE.match(box.text)
    if m is None:
        return False
    letter = m["letter"].upper()
    instrument = next(name for name, own in INSTRUMENT_LETTER.items() if own == letter)
    indicator = told.lean.indicator if told.lean.instrument == instrument else None
    told.place = Place(instrument, indicator, None, None, True)
    code = letter + str(int(to_arabic_digits(m["digits"])))
    wording = box.text[m.end() :].strip(" .:-")
    if len(squeeze(wording)) > 2:
        out.name(told.place, wording, box.source())
    unknown_code(code, box.source(), out)
    return True


def unknown_code(code: str, source: Source, out: Collected) -> None:
    """Say once of a code that the year's frame does not have it."""
    year = out.frame.fiscal_year
    out.finding_once(
        "unknown_code",
        "warning",
        f"กรอบปี {year} ไม่มีข้อ {code}",
        f"the frame of {year} has no item {code}",
        (About(page=source.page),) if source.page else (),
        source,
    )


def _by_wording(box: Box, role: str, told: Told, out: Collected) -> None:
    """A question without a code, known by its wording or left open."""
    item, nearest = item_by_wording(box.text, out.frame, told.lean)
    if item:
        told.place = item_place(item.code, out.frame)
    elif role != "indicator" and (told.lean.indicator or nearest):
        base = told.lean
        if not base.indicator and nearest:
            base = indicator_place(nearest.indicator, out.frame)
        told.place = replace(base, item=None, is_item=True)
    if told.place and told.place.is_item:
        out.name(told.place, box.text, box.source())
