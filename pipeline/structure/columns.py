"""The columns of a table by the meaning of their headings, in any order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.records import FindingKind, Statistic
from normalizers.dates import find_fiscal_years
from normalizers.numbers import parse_decimal, to_arabic_digits
from normalizers.text import squeeze
from pipeline.structure.items import Box, Grid, Row, distinct
from pipeline.structure.measures import Draft
from pipeline.structure.references import OVERALL, Place
from pipeline.structure.vocabulary import column_role

_MEASURE_ROLES = frozenset(
    {"measure", "method", "responsible", "period", "progress", "outcome", "monitoring"}
)


_STATISTICS: Mapping[str, Statistic] = {"score": "score", "highest": "highest", "change": "change"}
"""Roles of columns that hold figures."""


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds. `year` where its heading names one, `instrument` likewise."""

    role: str | None
    heading: str
    year: int | None = None
    instrument: str | None = None

    @property
    def statistic(self) -> Statistic | None:
        """What kind of figure stands in it; None where it holds none."""
        return _STATISTICS.get(self.role or "")


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table, and so many rows of titles and headings above its body."""

    columns: tuple[Column, ...]
    titles: tuple[str, ...]
    n_head: int

    def of(self, role: str) -> list[int]:
        return [i for i, c in enumerate(self.columns) if c.role == role]

    def has(self, role: str) -> bool:
        return any(c.role == role for c in self.columns)

    @property
    def is_measures(self) -> bool:
        found = {c.role for c in self.columns} & _MEASURE_ROLES
        return len(found) >= 2 and ("measure" in found or "method" in found or "progress" in found)

    @property
    def is_scores(self) -> bool:
        return any(self.has(r) for r in ("score", "highest", "change")) or (
            self.has("analysis") and any(self.has(r) for r in ("item", "indicator"))
        )


@dataclass(slots=True)
class Memory:
    """What a table on the next page needs to know of this one."""

    layout: Layout | None = None
    place: Place = OVERALL
    finding: FindingKind | None = None
    measures: list[Draft] = field(default_factory=list)
    title_box: Box | None = None


def layout_of(grid: Grid, before: Layout | None) -> Layout | None:
    """The columns of a table by its headings; of one without headings, those of the table before.

    None where neither tells.
    """
    titles: list[str] = []
    row = 0
    while row < len(grid.rows) and len(distinct(grid.rows[row])) == 1 and spans(grid.rows[row]):
        titles.append(distinct(grid.rows[row])[0].text)
        row += 1
    if row < len(grid.rows) and is_heading(grid.rows[row]):
        depth = 1
        while (
            row + depth < len(grid.rows)
            and depth < 3
            and _is_lower_heading(grid.rows[row + depth - 1], grid.rows[row + depth])
        ):
            depth += 1
        columns = _columns(grid.rows[row : row + depth])
        return Layout(columns, tuple(titles), row + depth)
    if before is not None and len(before.columns) == grid.n_columns:
        return Layout(before.columns, tuple(titles), row)
    return None


def spans(row: Row) -> bool:
    first = next((b for b in row if b.text), None)
    return len(row) > 1 and sum(b is first for b in row) > 1


def is_heading(row: Row) -> bool:
    """True for a row of column headings: most are known, and none is a figure."""
    boxes = distinct(row)
    known = [
        b for b in boxes if len(squeeze(b.text)) <= 80 and (column_role(b.text) or _year_heading(b.text))
    ]
    if len(boxes) < 2 or len(known) < 2:
        return False
    numbers = sum(parse_decimal(b.text, units=True) is not None for b in boxes)
    return numbers == 0 and len(known) >= max(2, len(boxes) // 2)


def _is_lower_heading(upper: Row, lower: Row) -> bool:
    """True for the second row of a heading: it has parts of a cell above, or repeats one merged downwards."""
    wide = any(sum(b is u for b in upper) > 1 for u in upper if u.text)
    merged_down = any(a is b and a.text for a, b in zip(upper, lower, strict=True))
    own = [b for b in distinct(lower) if not any(b is u for u in upper)]
    if not own or not (wide or merged_down):
        return False
    short = all(len(squeeze(b.text)) <= 45 for b in own)
    values = any(parse_decimal(b.text) is not None and "." in to_arabic_digits(b.text) for b in own)
    meaning = [b for b in own if column_role(b.text) or _year_heading(b.text) or instrument_in(b.text)]
    return (
        short
        and not values
        and bool(meaning)
        and not any(re.match(r"^[ieoIEO]\s?[๐-๙\d]", b.text) for b in own)
    )


def _columns(rows: Sequence[Row]) -> tuple[Column, ...]:
    out = []
    for i in range(len(rows[0])):
        boxes: list[Box] = []
        for row in rows:
            if row[i].text and not any(row[i] is b for b in boxes):
                boxes.append(row[i])
        texts = [b.text for b in boxes]
        heading = " ".join(" ".join(texts).split())
        role = column_role(heading) or next((r for r in map(column_role, reversed(texts)) if r), None)
        year = next((y.year for t in reversed(texts) for y in find_fiscal_years(t)), None)
        instrument = next((x for t in reversed(texts) if (x := instrument_in(t))), None)
        if _year_heading(texts[-1] if texts else "") and role in (None, "score", "rating"):
            role = "score"
        elif (
            instrument
            and role in (None, "score", "instrument", "full_score")
            and len(squeeze(heading)) > len(instrument)
        ):
            role = "score" if len(rows) > 1 or role is None or role == "score" else role
        elif instrument and role is None:
            role = "score"
        out.append(Column(role, heading, year, instrument if role == "score" else None))
    return tuple(out)


def _year_heading(text: str) -> bool:
    return (
        re.fullmatch(
            r"(?:คะแนน|ผลคะแนน|ผลการประเมิน|ITA)?(?:ปี|ปีงบประมาณ|ประจำปี)*(?:พ\.ศ\.)?(?:25\d\d)(?:\(คะแนน\))?",
            squeeze_upper(text),
        )
        is not None
    )


def squeeze_upper(text: str) -> str:
    """Comparison key that keeps Latin capitals."""
    return re.sub(r"\s", "", to_arabic_digits(text)).upper()


def instrument_in(text: str) -> str | None:
    m = re.search(r"(?<![A-Za-z])(IIT|EIT|OIT)(?![A-Za-z])", text.upper())
    if not m:
        return None
    part = re.search(r"(?:ส่วนที่|PART|\()\s*([12])\b", to_arabic_digits(text).upper())
    return m[1] + part[1] if part and m[1] == "EIT" else m[1]
