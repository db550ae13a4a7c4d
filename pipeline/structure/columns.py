"""The columns of a table by the meaning of their headings, in any order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.frame import Frame
from corpus.grounds import Ground
from corpus.records import FindingKind, Source, Statistic
from normalizers.dates import find_fiscal_years, is_month
from normalizers.numbers import parse_decimal, to_arabic_digits
from normalizers.text import squeeze
from pipeline.structure.cells import figure
from pipeline.structure.coded import coded_scores
from pipeline.structure.items import Box, Grid, Row, distinct
from pipeline.structure.lists import leading_number
from pipeline.structure.measures import Draft
from pipeline.structure.references import OVERALL, Place, indicator_place, item_place, leading_indicator
from pipeline.structure.vocabulary import column_role, column_roles

_MEASURE_ROLES = frozenset(
    {"measure", "method", "responsible", "period", "progress", "outcome", "monitoring"}
)


def is_measure_role(role: str | None) -> bool:
    """True for roles of columns that only tables of measures have."""
    return role in _MEASURE_ROLES


_STATISTICS: Mapping[str, Statistic] = {
    "score": "score",
    "highest": "highest",
    "change": "change",
    "target": "target",
    "weighted": "weighted",
}
"""Roles of columns that hold figures."""
CODED = "coded"
"""A column whose cells list items with their scores."""
_NAMING = ("indicator", "instrument", "item", "data")
"""Roles of columns that say what a row is about."""


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds, by its heading."""

    role: str | None
    heading: str
    year: int | None = None
    """The year that its heading names."""
    place: Place | None = None
    """What its figures, or the items it lists, are of, where the heading names it: IIT, ตัวชี้วัดที่ ๑."""
    also: str | None = None
    """The second role of a column that holds two: คะแนน/ระดับ."""
    month: str | None = None
    """The month or quarter that it stands for; a mark in it says that something is done then."""
    ground: Ground = field(default=Ground(), compare=False)
    """Of figures: the cells that its heading was taken from, and whether part of it may be lost or belong to none."""

    @property
    def statistic(self) -> Statistic | None:
        """What kind of figure stands in it; None where it holds none."""
        return _STATISTICS.get(self.role or "")

    @property
    def of_indicators(self) -> bool:
        """True where its figures are the means of the items that the rows are: เฉลี่ย beside คะแนน."""
        return self.role == "score" and _OF_INDICATORS.fullmatch(squeeze(self.heading)) is not None

    @property
    def of_instruments(self) -> bool:
        """True where its figures are those of the instruments that the rows belong to: คะแนนแบบวัด."""
        return self.role == "score" and _OF_INSTRUMENTS.fullmatch(squeeze(self.heading)) is not None


_OF_INDICATORS = re.compile(r"(?:ค่า)?เฉลี่ย|คะแนนเฉลี่ย(?:ราย|ของ)?ตัวชี้วัด")
_OF_INSTRUMENTS = re.compile(r"(?:ผล)?คะแนน(?:เฉลี่ย|รวม)?(?:ราย|ของ|ตาม|แต่ละ)?(?:แบบวัด|เครื่องมือ)(?:\(.*\))?")


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table, and so many rows of titles and headings above its body."""

    columns: tuple[Column, ...]
    titles: tuple[str, ...]
    n_head: int

    def of(self, role: str) -> list[int]:
        return [i for i, c in enumerate(self.columns) if role in (c.role, c.also)]

    def has(self, role: str) -> bool:
        return bool(self.of(role))

    def is_obstacle(self, i: int) -> bool:
        """True for a column of what got in the way: before its measure stands why there is one, behind it what came of it."""
        done = [*self.of("measure"), *self.of("method"), *self.of("progress")]
        return "อุปสรรค" in squeeze(self.columns[i].heading) and bool(done) and i > min(done)

    @property
    def by_columns(self) -> bool:
        """True where the columns, not the rows, are what is assessed: IIT | EIT | OIT."""
        return sum(c.place is not None and c.statistic is not None for c in self.columns) >= 2

    @property
    def is_measures(self) -> bool:
        roles = {r for c in self.columns for r in (c.role, c.also)}
        found = roles & _MEASURE_ROLES
        if found == {"measure"}:  # one for each thing assessed, beside its result
            return bool(roles & {"indicator", "item"}) and bool(roles & {"score", "analysis"})
        return len(found) >= 2 and ("measure" in found or "method" in found or "progress" in found)

    @property
    def is_scores(self) -> bool:
        return any(c.statistic for c in self.columns) or (
            self.has("analysis") and any(self.has(r) for r in ("item", "indicator"))
        )


@dataclass(slots=True)
class Memory:
    """What a table on the next page needs to know of this one."""

    layout: Layout | None = None
    place: Place = OVERALL
    finding: FindingKind | None = None
    measure_place: Place = OVERALL
    """What the last rows of a table of measures are about."""
    above: list[Place] = field(default_factory=list)
    """The places of the rows that a total would sum up."""
    measures: list[Draft] = field(default_factory=list)
    title_box: Box | None = None
    year: int | None = None
    """The year that the lines right above a table give its figures for."""
    year_at: Source | None = None
    """The line that gives it."""


def layout_of(grid: Grid, before: Layout | None, frame: Frame) -> Layout | None:
    """The columns of a table by its headings; without them those of the table before, or by its cells.

    None where nothing tells.
    """
    titles: list[str] = []
    row = 0
    while row < len(grid.rows) and is_title(grid.rows[row]):
        titles += [b.text for b in distinct(grid.rows[row])]
        row += 1
    if row < len(grid.rows) and is_heading(grid.rows[row], frame):
        depth = _depth(grid.rows[row:], frame)
        columns = _columns(grid.rows[row : row + depth], frame)
        body = grid.rows[row + depth :]
        known = tuple(_by_cells(c, i, body, frame) for i, c in enumerate(columns))
        return Layout(known, tuple(titles), row + depth)
    if before is not None and len(before.columns) == grid.n_columns and _fits(before, grid.rows[row:]):
        return Layout(before.columns, tuple(titles), row)
    guessed = _columns_by_cells(grid.rows[row:], frame)
    return Layout(guessed, tuple(titles), row) if guessed else None


def _depth(rows: Sequence[Row], frame: Frame) -> int:
    """So many rows make one heading, the first of them given."""
    depth = 1
    while depth < min(_DEEPEST, len(rows)) and _is_lower_heading(rows[depth - 1], rows[depth], frame):
        depth += 1
    return depth


_DEEPEST = 3


def is_title(row: Row) -> bool:
    """True for a row over the headings: blank, or one cell that spans columns."""
    boxes = distinct(row)
    return not boxes or (len(boxes) == 1 and spans(row))


def spans(row: Row) -> bool:
    first = next((b for b in row if b.text), None)
    return len(row) > 1 and sum(b is first for b in row) > 1


def is_heading(row: Row, frame: Frame | None = None) -> bool:
    """True for a row of column headings: most are known, some of them surely, none is a figure or a list."""
    boxes = distinct(row)
    if any("\n" in b.text and leading_number(b.text) == 1 for b in boxes):
        return False
    known = [b for b in boxes if _is_known(b, frame)]
    sure = sum(_is_sure(b, frame) for b in known)
    if len(known) < 2 or not sure or any(figure(b.text) is not None for b in boxes):
        return False
    return len(known) * 2 >= len(boxes) - 1 if sure > 1 else len(known) * 5 >= len(boxes) * 3


def _is_sure(box: Box, frame: Frame | None) -> bool:
    """True for a heading that no cell of a body is likely to be: known word by word, or short and no place."""
    if column_role(box.text, exact=True) or len(column_roles(box.text)) > 1:
        return True
    short = len(squeeze(box.text)) <= _SHORT and column_role(box.text) is not None
    return short and (frame is None or heading_place(box.text, frame) is None)


_SHORT = 22
"""Letters of a heading that is only like a known one, or begins with one."""


def _is_known(box: Box, frame: Frame | None) -> bool:
    if len(squeeze(box.text)) > 80:
        return False
    return bool(
        column_roles(box.text)
        or _year_heading(box.text)
        or _is_month(box.text)
        or (frame and heading_place(box.text, frame) is not None)
    )


def _is_lower_heading(upper: Row, lower: Row, frame: Frame) -> bool:
    """True for the second row of a heading: it has parts of a cell above, or repeats one merged downwards."""
    wide = any(sum(b is u for b in upper) > 1 for u in upper if u.text)
    merged_down = any(a is b and a.text for a, b in zip(upper, lower, strict=True))
    own = [b for b in distinct(lower) if not any(b is u for u in upper)]
    # A heading drawn without merging leaves blanks: above the parts, and below what has none.
    apart = any(not u.text for u in upper) and all(
        not (u.text and b.text) or i + 1 == len(upper) or not upper[i + 1].text
        for i, (u, b) in enumerate(zip(upper, lower, strict=True))
    )
    if not own or not (wide or merged_down or apart):
        return False
    short = all(len(squeeze(b.text)) <= 45 for b in own)
    values = any(parse_decimal(b.text) is not None and "." in to_arabic_digits(b.text) for b in own)
    parts = [
        b for u, b in zip(upper, lower, strict=True) if instrument_in(u.text) == "EIT" and _is_part(b.text)
    ]
    meaning = [b for b in own if _is_known(b, frame) or instrument_in(b.text) or any(b is p for p in parts)]
    if not (wide or merged_down) and len(meaning) < len(own):
        return False
    if merged_down and _is_under_wide(upper, lower):
        return short and not values
    return (
        short
        and not values
        and bool(meaning)
        and not any(re.match(r"^[ieoIEO]\s?[๐-๙\d]", b.text) for b in own)
    )


def _is_under_wide(upper: Row, lower: Row) -> bool:
    """True where the lower row has words of its own under wide cells only, and all else is merged downwards."""
    wide = [u for u in upper if u.text and sum(b is u for b in upper) > 1]
    return all(
        a is b or any(a is u for u in wide) or not (a.text or b.text)
        for a, b in zip(upper, lower, strict=True)
    )


def _is_part(text: str) -> bool:
    """True for the heading of one of the parts of EIT: ส่วนที่ ๑, (๒)."""
    return re.fullmatch(r"(?:\(|ส่วนที่|PART)\(?[12]\)?", squeeze_upper(text)) is not None


def _columns(rows: Sequence[Row], frame: Frame) -> list[Column]:
    out = []
    for i in range(len(rows[0])):
        boxes: list[Box] = []
        for row in rows:
            if row[i].text and not any(row[i] is b for b in boxes):
                boxes.append(row[i])
        out.append(_column([b.text for b in boxes], frame))
    side_by_side = [c for c in out if c.role in _NAMING and c.place]
    if len(side_by_side) < 2:
        return out
    return [replace(c, role="score") if c in side_by_side else c for c in out]


def _column(texts: Sequence[str], frame: Frame) -> Column:
    """`texts` are the headings over one column, from the top."""
    heading = " ".join(" ".join(texts).split())
    roles = column_roles(heading)
    also = roles[1] if len(roles) > 1 else None
    role = (
        column_role(heading, exact=True)
        or (column_role(texts[-1], exact=True) if len(texts) > 1 else None)
        or (roles[0] if roles else next((r for r in map(column_role, reversed(texts)) if r), None))
    )
    if texts and _is_month(texts[-1]):
        over = next((r for r in map(column_role, reversed(texts[:-1])) if r), "period")
        return Column(over, heading, month=texts[-1] if over == "period" else None)
    year = next((y for t in reversed(texts) if (y := year_told(t, role))), None)
    place = next((p for t in reversed(texts) if (p := heading_place(t, frame)) is not None), None)
    if place == Place("EIT"):
        place = Place(instrument_in(heading) or "EIT")  # EIT over ส่วนที่ ๑
    if (_year_heading(texts[-1] if texts else "") and role in (None, "score", "rating")) or (
        place is not None and (role is None or (role == "full_score" and len(texts) > 1))
    ):
        role = "score"
    if role == "score" and place is not None and _is_weighted(texts, frame, place):
        role = "weighted"
    return Column(role, heading, year, place if role in (*_STATISTICS, *_NAMING) else None, also)


def column_for(role: str, column: Column, frame: Frame) -> Column:
    """The column where it is known otherwise what it holds."""
    place = heading_place(column.heading, frame) if role in (*_STATISTICS, *_NAMING) else None
    return Column(role, column.heading, year_told(column.heading, role), place)


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


def _is_weighted(texts: Sequence[str], frame: Frame, place: Place) -> bool:
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


def _is_month(text: str) -> bool:
    """True for the heading of a column that is a month or a quarter of a year."""
    return is_month(text) or re.fullmatch(r"(?:ไตรมาส(?:ที่)?|Q)\s?[๑-๔1-4]", text.strip()) is not None


def without_unit(heading: str) -> str:
    """A heading without its brackets and the unit of its figures."""
    return re.sub(r"\([^)]*\)|คะแนน", " ", heading)


def _year_heading(text: str) -> bool:
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


# What the cells tell where headings do not


_COUNTED_AS_SCORES = frozenset({"rating", "progress", "outcome"})
"""Headings as ผลการประเมิน, ผลการดำเนินงาน stand over figures too."""


_MAY_BE_CODED = frozenset({None, "rating", "score", "item", "indicator", "analysis"})


def _by_cells(column: Column, i: int, body: Sequence[Row], frame: Frame) -> Column:
    cells = [row[i].text for row in body if row[i].text]
    if column.role in _MAY_BE_CODED and cells:
        coded = sum(bool(coded_scores(text, frame)) for text in cells)
        if coded * 3 >= len(cells) * 2:
            return replace(column, role=CODED)
    if column.role not in _COUNTED_AS_SCORES or "ก้าวหน้า" in column.heading:
        return column
    return replace(column, role="score") if _holds_figures(i, body) else column


def _holds_figures(i: int, body: Sequence[Row]) -> bool:
    cells = [row[i] for row in body if row[i].text]
    found = [b for b in cells if figure(b.text) is not None and _is_score(b.text)]
    return len(found) >= 1 and len(found) * 3 >= len(cells) * 2


def _is_score(text: str) -> bool:
    plain = to_arabic_digits(text)
    return "." in plain or re.search(r"\b(?:100|0)\b", plain) is not None


def _fits(layout: Layout, body: Sequence[Row]) -> bool:
    """True where a body without headings may stand under the headings of the table before."""
    if layout.is_measures or not any(c.statistic for c in layout.columns):
        return True
    figures = [i for i, c in enumerate(layout.columns) if c.statistic]
    cells = [row[i] for row in body for i in figures if row[i].text]
    return not cells or any(figure(b.text) is not None for b in cells)


def _columns_by_cells(body: Sequence[Row], frame: Frame) -> tuple[Column, ...] | None:
    """Columns of a table without headings: one names what is assessed, one other holds the figures."""
    rows = [row for row in body if len(distinct(row)) > 1]
    if len(rows) < 2:
        return None
    width = range(len(rows[0]))
    naming = [i for i in width if sum(_names(row[i].text, frame) for row in rows) * 5 >= len(rows) * 4]
    figures = [i for i in width if i not in naming and _holds_figures(i, rows)]
    if not naming or len(figures) != 1:
        return None
    roles = {figures[0]: "score", naming[0]: "indicator"}
    texts = [i for i in width if i not in roles and sum(len(squeeze(row[i].text)) > 20 for row in rows) > 1]
    roles.update(dict.fromkeys(texts, "item"))
    return tuple(Column(roles.get(i), "") for i in width)


def _names(text: str, frame: Frame) -> bool:
    return (
        leading_indicator(text, frame) is not None
        or instrument_in(text) is not None
        or re.match(r"^\W*(?:ข้อ\s*)?[ieoIEO]\s?[๐-๙\d]{1,2}(?![๐-๙\d])", text) is not None
        or re.match(r"^\W*ตัวชี้\s?วัด(?:ที่)?\s*[๐-๙\d]", text) is not None
    )


# Headings inside a table


def sections(grid: Grid, frame: Frame) -> list[Grid]:
    """A table cut before each row of headings inside it; a heading that only repeats is dropped.

    A title right above such a row goes with it, and so do the lower rows of the same heading.
    """
    first = next((i for i, row in enumerate(grid.rows[:4]) if not is_title(row)), None)
    if first is None or not is_heading(grid.rows[first]):
        return [grid]
    headings = {_key(row) for row in grid.rows[first : first + 2] if not any(figure(b.text) for b in row)}
    under = _depth(grid.rows[first:], frame)
    cuts, rows = [0], list(grid.rows[: first + under])
    for row in grid.rows[first + under :]:
        if _key(row) in headings and len(rows) > first + 1 + (len(headings) > 1):
            continue
        lower = cuts[-1] == len(rows) - 1 and _is_lower_heading(rows[-1], row, frame)
        if (
            not lower
            and len(distinct(row)) > 2
            and all(column_role(b.text, exact=True) for b in distinct(row))
            and is_heading(row)
        ):
            at = len(rows)
            while at - 1 > first and is_title(rows[at - 1]):
                at -= 1
            cuts.append(at)
        rows.append(row)
    ends = [*cuts[1:], len(rows)]
    return [replace(grid, rows=tuple(rows[a:b])) for a, b in zip(cuts, ends, strict=True)]


def _key(row: Row) -> tuple[str, ...]:
    return tuple(squeeze(b.text) for b in distinct(row))
