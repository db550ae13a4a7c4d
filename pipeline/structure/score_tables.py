"""Score tables: figures, wordings and analyses, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.grounds import Ground
from corpus.records import FindingKind, Source, Statistic
from normalizers.dates import find_fiscal_years
from normalizers.text import squeeze
from pipeline.structure.cells import figure, signed
from pipeline.structure.collect import Collected
from pipeline.structure.columns import NAMING, Column, Layout, Memory
from pipeline.structure.heading_rows import spans
from pipeline.structure.heading_words import without_unit, year_told
from pipeline.structure.items import Box, Grid, Row, distinct
from pipeline.structure.references import (
    OVERALL,
    Place,
    indicator_place,
    leading_indicator,
    references,
    scored_indicator,
)
from pipeline.structure.score_rows import common, told_by
from pipeline.structure.vocabulary import column_role, finding_of, is_rating


@dataclass(slots=True)
class _Line:
    """One row and what its figures are of."""

    row: Row
    place: Place
    finding: FindingKind | None
    year: int | None = None
    statistic: Statistic | None = None
    """What kind of figure the row holds, where its label tells."""
    under: Source | None = None
    """The row across the table that it stands under."""


@dataclass(slots=True)
class _Analysed:
    """A cell of analysis and the rows that it spans."""

    box: Box
    heading: str
    finding: FindingKind | None
    places: list[Place] = field(default_factory=list)


def read_scores(grid: Grid, layout: Layout, memory: Memory, near: Place, out: Collected) -> None:
    """Scores, wordings and analyses of a table that has columns for them."""
    for title in layout.titles:
        memory.finding = finding_of(title, heading=True) or memory.finding
    for row in grid.rows[: layout.n_head]:
        if spans(row) and len(distinct(row)) == 1:
            _take_band(distinct(row)[0], out)
    if layout.by_columns:
        _name_columns(grid.rows[: layout.n_head], out)
    for lo, hi in _halves(layout):
        rows = [row[lo:hi] for row in grid.rows[layout.n_head :]]
        part = Layout(_by_weights(layout.columns[lo:hi], rows), layout.titles, layout.n_head)
        lines = _lines(rows, part, memory, near, out)
        _take_figures(lines, part, memory, out)
        _take_ratings(rows, part, memory.year, out)
        _take_analyses(lines, part, out)


def _name_columns(headings: Sequence[Row], out: Collected) -> None:
    """Indicators that head the columns of their scores are named there."""
    for row in headings:
        for box in distinct(row):
            found = leading_indicator(without_unit(box.text), out.frame)
            if found:
                out.name(indicator_place(found[0], out.frame), found[1], box.source())


def _halves(layout: Layout) -> list[tuple[int, int]]:
    """A table printed as two side by side repeats its roles: it is read as two."""
    roles = [c.role for c in layout.columns]
    for k in range(2, len(roles) // 2 + 1):
        if (
            len(roles) % k == 0
            and "score" in roles[:k]
            and all(roles[i] == roles[i % k] for i in range(len(roles)))
        ):
            first = [c.heading for c in layout.columns[:k]]
            if [c.heading for c in layout.columns[k : 2 * k]] == first:
                return [(i, i + k) for i in range(0, len(roles), k)]
    return [(0, len(roles))]


def _by_weights(columns: tuple[Column, ...], rows: Sequence[Row]) -> tuple[Column, ...]:
    """The columns, with scores that stand beside full marks of 30 or 40 and never pass them as parts of the sum."""
    marks = [i for i, c in enumerate(columns) if c.role == "full_score"]
    if len(marks) != 1:
        return columns
    full = [figure(row[marks[0]].text) for row in rows]
    out = list(columns)
    for i, column in enumerate(columns):
        pairs = [
            (found.value, mark.value)
            for row, mark in zip(rows, full, strict=True)
            if mark is not None and (found := figure(row[i].text)) is not None
        ]
        below = [value for value, mark in pairs if mark < _FULL]
        if column.role == "score" and len(below) > 1 and all(value <= mark for value, mark in pairs):
            out[i] = replace(column, role="weighted")
    return tuple(out)


_FULL = 100
"""The full mark of a score."""


def _lines(rows: Sequence[Row], layout: Layout, memory: Memory, near: Place, out: Collected) -> list[_Line]:
    """The rows that say what they are about; bands between them tell the place and the finding of the next."""
    lines: list[_Line] = []
    lean = near if near.indicator or near.instrument else memory.place
    for title in layout.titles:
        lean = _band_place(title, lean, out)
    lean = next((c.place for c in layout.columns if c.place and not c.statistic), lean)
    under: Source | None = None
    for row in rows:
        boxes = distinct(row)
        if not boxes:
            continue
        if len(boxes) == 1 and (spans(row) or len(row) > 3) and figure(boxes[0].text) is None:
            memory.finding = finding_of(boxes[0].text, heading=True) or memory.finding
            lean = _band_place(boxes[0].text, lean, out, boxes[0])
            _take_band(boxes[0], out)
            under = boxes[0].source()
            continue
        year = _row_year(row, layout)
        told = told_by(row, layout, lean, memory.above, out)
        lean = told.lean
        if layout.by_columns and (told.place is None or told.place == OVERALL):
            label = _label(row, layout)
            if label.readable:
                lines.append(_Line(row, OVERALL, memory.finding, year or label.year, label.statistic, under))
        elif told.place is None and _is_of_whole(row, layout):
            lines.append(_Line(row, lean if lean.indicator else OVERALL, memory.finding, year, under=under))
        elif told.place is not None:
            lines.append(_Line(row, told.place, memory.finding, year, under=under))
            memory.above = [] if told.is_total else [*memory.above, told.place]
    memory.place = lean
    return lines


def _is_of_whole(row: Row, layout: Layout) -> bool:
    """True for a row of scores of several years that is called nothing else, in a table that names no place."""
    if any(layout.has(role) for role in NAMING) or sum(c.year is not None for c in layout.columns) < _YEARS:
        return False
    labels = [row[i].text for i, c in enumerate(layout.columns) if not c.statistic and row[i].text]
    return len(labels) == 1 and column_role(labels[0], exact=True) == "score"


_YEARS = 2


def _take_band(box: Box, out: Collected) -> None:
    """The score of an indicator that a row across the table names with it."""
    if found := scored_indicator(box.text, out.frame, with_verb=True):
        place = indicator_place(found[0], out.frame)
        out.name(place, found[1], box.source())
        out.score(place, found[2], box.source())


def _band_place(text: str, lean: Place, out: Collected, box: Box | None = None) -> Place:
    """The place that a title or a row across the table names, else the one before."""
    found = leading_indicator(text, out.frame)
    if found:
        place = indicator_place(found[0], out.frame)
        if box is not None:
            out.name(place, found[1], box.source())
        return place
    refs = [r.place for r in references(text, out.frame)]
    return next((p for p in refs if p.indicator), next((p for p in refs if p.instrument), lean))


@dataclass(frozen=True, slots=True)
class _Label:
    """What the label of a row says of its figures, in a table whose columns are what is assessed."""

    readable: bool = True
    statistic: Statistic | None = None
    year: int | None = None


def _label(row: Row, layout: Layout) -> _Label:
    texts = [row[i].text for i, c in enumerate(layout.columns) if c.role in NAMING or c.role is None]
    for text in filter(None, texts):
        column = Column(column_role(text), text)
        year = year_told(text, column.role)
        if column.statistic or column.role is None:
            return _Label(True, column.statistic, year)
        return _Label(column.role in ("year", "agency", *NAMING), None, year)
    return _Label()


def _row_year(row: Row, layout: Layout) -> int | None:
    for i in layout.of("year"):
        if years := find_fiscal_years(row[i].text):
            return years[0].year
    return None


def _take_figures(lines: Sequence[_Line], layout: Layout, memory: Memory, out: Collected) -> None:
    """The year of the memory is that of figures of which the table itself tells none."""
    rated: set[int] = set()
    above = _year_of_rest(layout, memory.year)
    for line in lines:
        for i, column in enumerate(layout.columns):
            box = line.row[i]
            if column.statistic and box.text and id(box) not in rated:
                over = [other.place for other in lines if other.row[i] is box]
                if len(over) > 1:
                    rated.add(id(box))
                place = common(over) if len(set(over)) > 1 else line.place
                if column.of_instruments:
                    place = Place(place.instrument)
                elif column.of_indicators and not line.place.is_item:
                    continue  # of what, the table does not tell
                elif column.of_indicators:
                    place = Place(line.place.instrument, line.place.indicator)
                ground = _ground(column, line, memory.year_at if above else None, layout)
                _take_figure(column, box, place, line, above, layout, ground, out)


def _ground(column: Column, line: _Line, above: Source | None, layout: Layout) -> Ground:
    """What a figure rests on: its column's heading, the row across that says what it is of, what gives its year."""
    ground = column.ground
    others: list[Source | None] = [line.under]
    if column.year is None:
        others += [line.row[i].source() for i in layout.of("year")] if line.year else [above]
    if column.statistic == "change" and column.year is None:
        told = [c.ground for c in layout.columns if c.year and c.statistic]
        others += [place for one in told for place in one.places]
    return replace(ground, places=(*ground.places, *filter(None, others)))


def _year_of_rest(layout: Layout, year: int | None) -> int | None:
    """The year of a column without one: that of the lines above, where no column names a year itself."""
    return None if any(c.year for c in layout.columns) else year


def _take_ratings(rows: Sequence[Row], layout: Layout, year: int | None, out: Collected) -> None:
    """A row of levels below the figures (ระดับ | B | A): those of the whole, each of its column's year."""
    for row in rows:
        if not any(column_role(row[i].text) == "rating" for i in range(len(row)) if row[i].text):
            continue
        for i, column in enumerate(layout.columns):
            of_whole = column.statistic == "score" and column.place in (None, OVERALL)
            if of_whole and is_rating(row[i].text):
                out.rate(column.year or year or out.year, row[i].text)


def _take_figure(
    column: Column,
    box: Box,
    place: Place,
    line: _Line,
    above: int | None,
    layout: Layout,
    ground: Ground,
    out: Collected,
) -> None:
    """`above` is the year told above the table."""
    found = figure(box.text)
    statistic = line.statistic or column.statistic
    if found is None or statistic is None:
        return
    if column.place is not None and place.level in ("overall", "instrument"):
        place = column.place
    if "รายตัวชี้วัด" in squeeze(column.heading) and place.is_item and place.indicator and statistic == "score":
        place = Place(place.instrument, place.indicator)
    year = column.year or line.year or (above if statistic != "target" else None)
    if statistic == "change" and year is None:
        year = max((c.year for c in layout.columns if c.year), default=None)
    if statistic == "target" and year is None and (of_results := above or out.year) is not None:
        year = of_results + 1
        ground = replace(ground, of_report_year=above is None)
    if statistic == "weighted" and place == OVERALL:
        statistic = "score"
    rating = None
    if place.level == "overall" and statistic == "score":
        rating = found.rating or _rating(line.row, layout, column.year)
    value = signed(found.value, box.text, statistic)
    out.score(place, value, box.source(), statistic, year, None, rating, ground)


def _rating(row: Row, layout: Layout, year: int | None) -> str | None:
    """The level in a row: of the figure's year, or of the latest where the level's heading names no year."""
    latest = max((c.year for c in layout.columns if c.year and c.statistic == "score"), default=None)
    for i in layout.of("rating"):
        own = layout.columns[i].year
        if is_rating(row[i].text) and (own == year or (own is None and year == latest)):
            return row[i].text
    return None


def _take_analyses(lines: Sequence[_Line], layout: Layout, out: Collected) -> None:
    analysed: list[_Analysed] = []
    for line in lines:
        for i in (*layout.of("analysis"), *(() if layout.is_measures else layout.of("suggestion"))):
            if layout.is_obstacle(i):
                continue  # of carrying out the measure
            box = line.row[i]
            known = next((a for a in analysed if a.box is box), None)
            if known:
                known.places.append(line.place)
            elif box.text and squeeze(box.text) not in {"-", "–"}:
                analysed.append(_Analysed(box, layout.columns[i].heading, line.finding, [line.place]))
    for a in analysed:
        items = tuple(dict.fromkeys(p.item for p in a.places if p.item))
        about = replace(a.places[0], item=None, is_item=False)
        if len({p.indicator for p in a.places}) > 1:
            about = Place(about.instrument)
        out.analysis(
            about, items, finding_of(a.heading, heading=True) or a.finding, a.box.text, a.box.source()
        )
