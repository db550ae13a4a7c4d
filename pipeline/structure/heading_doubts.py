"""The headings that the figures of a table rest on, and those that may have lost or gained something.

Only figures of recognised pages are the less sure for it (`pipeline.recognised_grounds`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.grounds import Ground
from normalizers.dates import find_fiscal_years
from normalizers.numbers import to_arabic_digits
from pipeline.structure.cells import figure
from pipeline.structure.columns import Column, Layout
from pipeline.structure.heading_rows import is_title
from pipeline.structure.items import Box, Grid, Row, distinct

_YEAR_WORD = re.compile(r"(?<![ก-๎])ปี(?!\s*(?:ที่|ก่อน|นี้|ถัด|แล้ว|ล่าสุด|ปัจจุบัน))|พ\.ศ\.")
_TELLING_NOTHING = re.compile(
    r"\([^)]*\)|(?:ร้อยละ|เต็ม|น้ำหนัก|ไตรมาส|ครั้ง|รอบ)\D{0,12}\d+(?:\.\d+)?|\d+(?:\.\d+)?\s*(?:%|ข้อ)"
    r"|(?<!\d)(?:100|[34]0)(?:\.0+)?(?!\d)"
)
"""Numbers of headings that tell no year or place: full marks, weights, rounds."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_STRAY = re.compile(r"[^\w\s\u0e00-\u0e7f().,/:%“”\"*+±–-]")
"""Signs that no heading has."""


def with_headings(layout: Layout, grid: Grid) -> Layout:
    """The layout with what the figures of each column rest on."""
    head = [row for row in grid.rows[: layout.n_head] if not is_title(row)]
    columns = [
        replace(column, ground=_ground(column, i, head, grid.rows[layout.n_head :]))
        if column.statistic
        else column
        for i, column in enumerate(layout.columns)
    ]
    lost = {c.place for c in columns if c.role == "score" and c.year is None} & {
        c.place for c in columns if c.role == "score" and c.year is not None
    }
    return replace(
        layout,
        columns=tuple(
            replace(c, ground=replace(c.ground, doubtful=True))
            if (c.role == "score" and c.year is None and c.place in lost)
            or (c.role == "change" and c.year is None and lost)
            else c
            for c in columns
        ),
    )


def _ground(column: Column, i: int, head: Sequence[Row], body: Sequence[Row]) -> Ground:
    before = column.ground
    if head:
        own = tuple(box.source() for box in distinct(row[i] for row in head))
        return Ground(own or before.places, doubtful=_is_doubtful(column))
    unread = _over_figures(i, body)
    doubtful = before.doubtful or not all(_repeats_year(box, column) for box in unread)
    return Ground(before.places + tuple(box.source() for box in unread), doubtful=doubtful)


def _over_figures(i: int, body: Sequence[Row]) -> tuple[Box, ...]:
    """What stands over the figures of a column that no heading is known of: a heading that was not understood."""
    out: list[Box] = []
    for row in body:
        if figure(row[i].text) is not None or any("." in b.text and figure(b.text) for b in distinct(row)):
            return tuple(out)
        if row[i].text and len(distinct(row)) > 1 and row[i].text.strip("-– "):
            out.append(row[i])
    return ()


def _repeats_year(box: Box, column: Column) -> bool:
    """True for a line of headings over a part of a table, that says no other year than the known headings."""
    years = {found.year for found in find_fiscal_years(box.text)}
    return years == {column.year} and not _is_doubtful(replace(column, heading=box.text))


def _is_doubtful(column: Column) -> bool:
    """True where a heading says ปี without telling which, or has signs or numbers that say nothing there.

    A sign beside a year that is told is no more than a speck.
    """
    heading = to_arabic_digits(column.heading)
    if column.year is None and (
        _STRAY.search(heading) or (column.role in ("score", "weighted") and _YEAR_WORD.search(heading))
    ):
        return True
    place = column.place
    known = {column.year, place.indicator if place else None}
    known |= {int(d) for d in re.findall(r"\d+", f"{place.instrument} {place.item}")} if place else set()
    return any(
        not number.isdigit() or not (int(number) in known or _is_year(int(number)))
        for number in _NUMBER.findall(_TELLING_NOTHING.sub(" ", heading))
    )


def _is_year(number: int) -> bool:
    return 2540 <= number <= 2600
