"""Tables of many agencies: one score a figure, each with its agency."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from normalizers.names import find_agencies
from normalizers.text import squeeze
from pipeline.structure.cells import figure, signed
from pipeline.structure.collect import Collected
from pipeline.structure.columns import Column, Layout
from pipeline.structure.items import Grid, Row
from pipeline.structure.references import OVERALL
from pipeline.structure.score_rows import is_total
from pipeline.structure.vocabulary import is_rating

_OWN_UNIT = re.compile(r"^\W*(?:[๐-๙\d]+\W*)?(?:สำนักปลัด|กอง(?!ทัพ|บัญชาการ|ทุน|อำนวยการ)|ฝ่าย|งาน|หน่วยตรวจสอบ)")
_NEARLY = Decimal("0.1")


def is_of_agencies(grid: Grid, layout: Layout) -> bool:
    """True for a table whose rows are agencies, more than one, and not the units of one agency."""
    if not layout.has("agency") or not any(c.statistic for c in layout.columns) or layout.is_measures:
        return False
    names = {squeeze(n) for row in grid.rows[layout.n_head :] if (n := _name(row, layout)) is not None}
    return len(names) > 1 and sum(_OWN_UNIT.match(n) is None for n in names) * 2 > len(names)


def read_results(grid: Grid, layout: Layout, own: str | None, out: Collected) -> None:
    """One score a figure, parts of the weighted sum marked as such.

    `own` is the report's own agency: its scores carry no agency's name.
    """
    rows = [row for row in grid.rows[layout.n_head :] if _name(row, layout) is not None]
    weighted = _adds_up(rows, layout)
    for row in rows:
        name = " ".join((_name(row, layout) or "").split())
        agency = None if own and _same(own, name) else name
        for i, column in enumerate(layout.columns):
            found = figure(row[i].text)
            statistic = column.statistic
            if found is None or statistic is None:
                continue
            place = column.place or OVERALL
            rating = None
            if statistic == "score" and place == OVERALL:
                rating = found.rating or _rating(row, layout, column)
            elif statistic == "score" and weighted and place.level == "instrument":
                statistic = "weighted"
            value = signed(found.value, row[i].text, statistic)
            ground = column.ground
            out.score(place, value, row[i].source(), statistic, column.year, agency, rating, ground)


def _name(row: Row, layout: Layout) -> str | None:
    name = next((row[i].text for i in layout.of("agency") if row[i].text), None)
    return None if name is None or is_total(name) else name


def _same(own: str, name: str) -> bool:
    """True where a name is the agency's own, also abbreviated or numbered: ๓. ทต.ต้นไทร."""
    return squeeze(own) in squeeze(name) or any(squeeze(m.full) == squeeze(own) for m in find_agencies(name))


def _rating(row: Row, layout: Layout, column: Column) -> str | None:
    for i in layout.of("rating"):
        if is_rating(row[i].text) and layout.columns[i].year in (None, column.year):
            return row[i].text
    return None


def _adds_up(rows: Sequence[Row], layout: Layout) -> bool:
    """True where the instruments' figures are parts that make the total, though no heading says so."""
    parts = [
        i for i, c in enumerate(layout.columns) if c.role == "score" and c.place and not c.place.indicator
    ]
    totals = [i for i, c in enumerate(layout.columns) if c.role == "score" and c.place is None]
    if len(parts) < 3 or len(totals) != 1:
        return False
    right = 0
    for row in rows:
        figures = [figure(row[i].text) for i in (*parts, *totals)]
        values = [f.value for f in figures if f is not None]
        if len(values) == len(figures) and values[-1] and abs(sum(values[:-1]) - values[-1]) <= _NEARLY:
            right += 1
    return right * 2 > len(rows)
