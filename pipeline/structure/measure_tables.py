"""Tables of measures: one measure a row, rows cut by the page put together."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby

from corpus.records import Source
from normalizers.dates import parse_period
from normalizers.text import likeness
from pipeline.structure.collect import Collected
from pipeline.structure.columns import CODED, NAMING, Layout, Memory
from pipeline.structure.heading_rows import spans
from pipeline.structure.items import Box, Grid, Row, distinct
from pipeline.structure.measures import Draft
from pipeline.structure.references import Place, indicator_place, leading_indicator, name_after, references


def read_measures(grid: Grid, layout: Layout, memory: Memory, near: Place, out: Collected) -> None:
    """Measures of a table, one a row; rows that go on over the page are joined to their measure."""
    goes_on = layout.n_head == 0 and not near.indicator
    place = memory.measure_place if goes_on else near
    for title in layout.titles:
        found = leading_indicator(title, out.frame)
        refs = [r for r in references(title, out.frame) if r.place.indicator]
        if found or refs:
            place = indicator_place(found[0], out.frame) if found else refs[0].place
    before: int | None = None
    for number, row in enumerate(grid.rows[layout.n_head :]):
        boxes = distinct(row)
        if not boxes:
            continue
        if len(boxes) == 1 and spans(row):
            band = leading_indicator(boxes[0].text, out.frame)
            refs = [r for r in references(boxes[0].text, out.frame) if r.place.indicator]
            if band:
                place = indicator_place(band[0], out.frame)
                out.name(place, band[1], boxes[0].source())
            elif refs:
                place = refs[0].place
                named = leading_indicator(
                    re.sub(r"^.*?[๐-๙\d]{1,2}\s*[.:)]?\s*", "", boxes[0].text), out.frame
                )
                if named:
                    out.name(place, named[1], boxes[0].source())
            memory.title_box = None
            continue
        memory.measure_place = place
        _take_names(row, layout, out)
        page = next((b.page for b in boxes if b.page is not None), None)
        begins = number == 0 or (before is not None and page is not None and page > before)
        before = max((b.page for b in boxes if b.page is not None), default=before)
        _measure_row(row, layout, memory, place, first=begins)


def _take_names(row: Row, layout: Layout, out: Collected) -> None:
    """Indicators that the cells of a row name by number and name."""
    for i in (*layout.of("indicator"), *layout.of("item"), *layout.of("instrument")):
        for ref in references(row[i].text, out.frame):
            if ref.place.indicator and not ref.place.is_item:
                name = name_after(row[i].text, ref.end, ref.place.indicator, out.frame)
                if name:
                    out.name(indicator_place(ref.place.indicator, out.frame), name, row[i].source())
        found = leading_indicator(row[i].text, out.frame)
        if found:
            out.name(indicator_place(found[0], out.frame), found[1], row[i].source())


def _measure_row(row: Row, layout: Layout, memory: Memory, near: Place, first: bool) -> None:
    """`first` says that the row is the first of its page: without a title it goes on with the row before."""
    title_column = next(iter(layout.of("measure")), None)
    if title_column is None:
        title_column = next(iter(layout.of("indicator") or layout.of("item") or layout.of("method")), 0)
    title = row[title_column]
    texts = {i: row[i] for i in range(len(row)) if row[i].text and layout.columns[i].role}
    last = memory.measures[-1] if memory.measures else None
    same_box = title.text and title is memory.title_box
    if last is not None and (
        same_box or not title.text or _is_continued(title, last, row, layout, title_column)
    ):
        cut = not title.text and first
        draft = last
    else:
        cut = False
        draft = Draft(near)
        draft.title = title.text
        draft.source = title.source() if title.text else Source(" ".join(b.printed for b in distinct(row)))
        memory.measures.append(draft)
    memory.title_box = title if title.text else memory.title_box
    for i, box in texts.items():
        role = str(layout.columns[i].role)
        if i == title_column or layout.columns[i].month or role == "number":
            continue
        if role == "analysis" and layout.is_obstacle(i):
            role = "obstacle"
        elif role == "analysis":
            if any(layout.has(r) for r in (*NAMING, CODED)):
                continue  # an analysis by itself, with the indicator that its row names
            role = "rationale"
        if layout.columns[i].also:
            _add_both(draft, box, (role, str(layout.columns[i].also)), cut)
        else:
            draft.add(role, box, cut)
    _add_months(draft, row, layout)
    for i, column in enumerate(layout.columns):
        if column.role in ("indicator", "item", "instrument", CODED) and i != title_column and row[i].text:
            draft.named.append(row[i].text)
    # A column that fits no role is kept with the measure's source.
    loose = [
        row[i].printed
        for i, c in enumerate(layout.columns)
        if c.role is None and row[i].text and i != title_column
    ]
    draft.loose += loose


def _add_months(draft: Draft, row: Row, layout: Layout) -> None:
    """The months or quarters that a row marks are its period: from the first to the last of each run of them."""
    at = [i for i, c in enumerate(layout.columns) if c.month and row[i].text]
    runs = [[i for _, i in run] for _, run in groupby(enumerate(at), key=lambda x: x[1] - x[0])]
    for run in runs:
        names = [" ".join(str(layout.columns[i].month).split()) for i in (run[0], run[-1])]
        text = " – ".join(dict.fromkeys(names))
        draft.add("period", replace(row[run[0]], text=text, lines=(text,)))
        draft.by_months = True


def _add_both(draft: Draft, box: Box, roles: tuple[str, str], cut: bool) -> None:
    """A cell that holds a period and who is responsible: its lines are told apart by what they are."""
    other = next(r for r in roles if r != "period") if "period" in roles else roles[0]
    for line in box.text.split("\n"):
        role = "period" if "period" in roles and parse_period(line) is not None else other
        draft.add(role, replace(box, text=line, lines=(line,)), cut)


def _is_continued(title: Box, last: Draft, row: Row, layout: Layout, title_column: int) -> bool:
    """True for `… (ต่อ)`, and for nearly the same title with cells left empty."""
    if re.search(r"\(\s*ต่อ\s*\)", title.text):
        return True
    if likeness(title.text, last.title) < 0.75:
        return False
    steps = layout.of("method")
    return any(not row[i].text for i in steps if i != title_column)
