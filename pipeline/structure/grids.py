"""Each table to its reader, by what its columns mean; a frame around text is read as text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.grounds import Ground
from corpus.records import About, Source
from normalizers.numbers import to_arabic_digits
from normalizers.text import squeeze
from pipeline.structure.blocks import close
from pipeline.structure.cards import read_cards
from pipeline.structure.coded import coded_scores
from pipeline.structure.collect import Collected
from pipeline.structure.columns import CODED, NAMING, Layout
from pipeline.structure.heading_doubts import with_headings
from pipeline.structure.heading_rows import sections
from pipeline.structure.items import Box, Grid, Row, distinct
from pipeline.structure.keyed_tables import cards_of_indicators, turned
from pipeline.structure.layouts import layout_of
from pipeline.structure.marks import labelled_score
from pipeline.structure.measure_tables import read_measures
from pipeline.structure.passages import read_passage
from pipeline.structure.prose import statements
from pipeline.structure.references import OVERALL, Place, item_place
from pipeline.structure.result_tables import is_of_agencies, read_results
from pipeline.structure.roles import chosen_for, read_as, table_number, with_roles
from pipeline.structure.score_rows import common
from pipeline.structure.score_tables import read_scores
from pipeline.structure.topics import topic
from pipeline.structure.vocabulary import column_role, finding_of, is_rating, rating_in
from pipeline.structure.walk import Walk


def read_table(walk: Walk, grid: Grid) -> None:
    """Take what a table gives; new headings inside it begin a table of their own."""
    for part in sections(grid, walk.out.frame):
        for table in turned(part) or indicator_cards(walk, part) or [part]:
            _read_section(walk, table)


def indicator_cards(walk: Walk, grid: Grid) -> list[Grid]:
    """A table an indicator, its labels in the first column, turned; what lists items is read as it stands."""
    tables, rest = cards_of_indicators(grid, walk.out.frame)
    _read_cells(walk, rest)
    return tables


def _read_cells(walk: Walk, rows: Sequence[Row]) -> None:
    """Cells read like passages; headings among them mean nothing to what stands below the table."""
    stood = walk.near, walk.soft, walk.finding, walk.heading_before
    for row in rows:
        for box in distinct(row):
            _loose_cell(walk, box)
    if walk.draft is None and any(len(row) > 1 for row in rows):
        walk.near, walk.soft, walk.finding, walk.heading_before = stood


def _read_section(walk: Walk, grid: Grid) -> None:
    layout = _layout(walk, grid)
    if layout is None:
        if walk.draft is not None or not read_cards(grid, walk.out):
            _read_as_text(walk, grid)
        return
    close(walk)
    walk.last_analysis = walk.listing = None
    if layout.n_head and not grid.repeated_rows:
        walk.memory.title_box = None
    walk.memory.layout = layout
    if is_of_agencies(grid, layout):
        walk.results = True
        own = walk.facts.agency.name if walk.facts.agency else None
        read_results(grid, layout, own, walk.out)
    elif layout.is_measures or layout.is_scores or layout.has(CODED):
        _coded(walk, grid, layout)
        if layout.is_scores:
            _scores(walk, grid, layout)
        if layout.is_measures:
            _measures(walk, grid, layout)
    else:
        if grid.n_columns == _PAIR:
            _read_pairs(walk, grid.rows[layout.n_head :])
        _unmapped(walk, grid, [c.heading for c in layout.columns if c.role is None])
        return
    missing = [c.heading for c in layout.columns if c.role is None and c.heading]
    if missing and layout.n_head and not grid.repeated_rows:
        _unmapped(walk, grid, missing)


_PAIR = 2


def _read_pairs(walk: Walk, rows: Sequence[Row]) -> None:
    """The scores of a table of labels and values: คะแนนภาพรวม | ๘๘.๒๑ คะแนน."""
    for row in rows:
        boxes = distinct(row)
        label, value = boxes[0], boxes[-1]
        if len(boxes) == _PAIR and labelled_score(f"{label.text} {value.text}"):
            source = Source(f"{label.printed} {value.printed}", value.page, value.bbox)
            read_figures(f"{label.text} {value.text}", source, walk.out, OVERALL)
        elif is_rating(value.text) and column_role(label.text) == "rating":
            walk.out.rate(walk.out.year, value.text)


def _layout(walk: Walk, grid: Grid) -> Layout | None:
    """What the columns of a table are, told or chosen; None where nothing tells. Either is noted."""
    frame, number = walk.out.frame, table_number(grid, walk.tables)
    if walk.draft is not None and grid.n_columns <= 2 and not layout_of(grid, None, frame):
        plain = None
    else:
        plain = layout_of(grid, walk.memory.layout, frame)
    chosen = chosen_for(grid, number, plain, walk.roles)
    layout = with_roles(grid, plain, chosen, frame)
    if layout is not None:
        layout = with_headings(layout, grid)
    walk.tables.append(read_as(grid, number, layout, plain, chosen))
    return layout


def _coded(walk: Walk, grid: Grid, layout: Layout) -> None:
    """Cells that list items with their scores, and the analyses beside them."""
    for row in grid.rows[layout.n_head :]:
        codes: list[str] = []
        for i in layout.of(CODED):
            for code, value in coded_scores(row[i].text, walk.out.frame):
                ground = layout.columns[i].ground
                walk.out.score(item_place(code, walk.out.frame), value, row[i].source(), ground=ground)
                codes.append(code)
        if not codes or any(layout.has(r) for r in NAMING):
            continue
        about = common([item_place(code, walk.out.frame) for code in codes])
        for i in layout.of("analysis"):
            if len(squeeze(row[i].text)) > 1:
                finding = finding_of(layout.columns[i].heading, heading=True) or walk.finding
                walk.out.analysis(about, tuple(codes), finding, row[i].text, row[i].source())


def _scores(walk: Walk, grid: Grid, layout: Layout) -> None:
    walk.memory.finding = walk.finding
    read_scores(grid, layout, walk.memory, walk.near, walk.out)


def _measures(walk: Walk, grid: Grid, layout: Layout) -> None:
    walk.memory.finding = None
    known = len(walk.memory.measures)
    read_measures(grid, layout, walk.memory, walk.near, walk.out)
    for draft in walk.memory.measures[known:]:
        draft.stated_year = walk.lead_year
        walk.drafts.append(draft)
    _figures_in_cells(walk, grid, layout)


def _figures_in_cells(walk: Walk, grid: Grid, layout: Layout) -> None:
    """Figures stated in the progress and outcome cells of measures; they also tell what a measure is about."""
    for row in grid.rows[layout.n_head :]:
        for role in ("outcome", "progress", "analysis", "rationale"):
            for i in layout.of(role):
                if not row[i].text:
                    continue
                about = read_figures(row[i].text, row[i].source(), walk.out)
                owner = next(
                    (
                        d
                        for d in reversed(walk.memory.measures)
                        if row[i].text in "\n".join(d.parts.get(role, []))
                    ),
                    None,
                )
                if about is not None and owner is not None:
                    owner.about.append(about)


def _loose_cell(walk: Walk, box: Box) -> None:
    """A cell of a table that is none (a frame around text) is read like a passage."""
    for passage in box.passages():
        read_passage(walk, passage, None)


def _read_as_text(walk: Walk, grid: Grid) -> None:
    """A table without headings that are understood; where it gives nothing though it looks relevant, a finding says so."""
    out = walk.out
    taken = len(out.scores), len(out.scores) + len(out.analyses) + len(out.indicators)
    _read_cells(walk, grid.rows)
    if grid.n_columns < 2:
        return
    if walk.draft is None and len(grid.rows) > 1:
        nothing = len(out.scores) + len(out.analyses) + len(out.indicators) == taken[1]
        known = any(column_role(b.text, exact=True) for b in distinct(grid.rows[0]))
        if (nothing and known) or (len(out.scores) == taken[0] and _has_scores(grid)):
            _unmapped(walk, grid, [b.text for b in distinct(grid.rows[0])])


def _has_scores(grid: Grid) -> bool:
    """True for a table with figures of two decimals below each other."""
    return any(
        sum(_DECIMALS.fullmatch(to_arabic_digits(row[i].text.strip())) is not None for row in grid.rows) > 1
        for i in range(grid.n_columns)
    )


_DECIMALS = re.compile(r"\d{1,2}\.\d\d|100(?:\.00)?")


def _unmapped(walk: Walk, grid: Grid, headings: list[str]) -> None:
    headings = [h for h in headings if h]
    if not headings:
        return
    listed = ", ".join(f"“{h}”" for h in headings[:8])
    texts = "\n".join(" | ".join(b.printed for b in distinct(row)) for row in grid.rows)
    walk.out.finding(
        "unmapped_column",
        "warning",
        f"ไม่เข้าใจหัวคอลัมน์ {listed} ข้อความของตารางเก็บไว้ในที่มา",
        f"the column headings {listed} are not understood; the table's text is kept in the source",
        (About(page=grid.page),) if grid.page else (),
        Source(texts, grid.page, grid.bbox),
    )


def read_figures(text: str, source: Source, out: Collected, near: Place = OVERALL) -> Place | None:
    """Scores that a cell or passage states for a question it words; the question's place."""
    found = topic(text, out.frame)
    about = None
    if found is not None:
        about = found.place
        out.name(found.place, found.name, source)
    for s in statements(text, out.frame, about or near):
        place = (
            about
            if about is not None and (s.from_context or s.place.level in ("overall", "instrument"))
            else s.place
        )
        rating = (
            (s.rating or rating_in(text)) if place.level == "overall" and s.statistic == "score" else None
        )
        year = s.year(out.year)
        if place.level == "overall" and about is None and near.level == "overall" and s.from_context:
            continue
        ground = Ground(of_report_year=s.fiscal_year is None)
        out.score(place, s.value, source, s.statistic, year, None, rating, ground)
    return about
