"""Tables by the meaning of their headings: score tables and tables of measures, in any order of columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.records import FindingKind, Source
from normalizers.dates import find_fiscal_years
from normalizers.numbers import parse_decimal, to_arabic_digits
from normalizers.text import likeness, squeeze
from pipeline.structure.collect import Collected
from pipeline.structure.items import Box, Grid, Row, distinct
from pipeline.structure.measures import Draft
from pipeline.structure.prose import statements, topic
from pipeline.structure.references import (
    OVERALL,
    Place,
    indicator_place,
    item_by_wording,
    item_place,
    leading_indicator,
    leading_item,
    references,
)
from pipeline.structure.vocabulary import column_role, finding_of, is_rating, rating_in

_MEASURE_ROLES = frozenset(
    {"measure", "method", "responsible", "period", "progress", "outcome", "monitoring"}
)
_LETTERED = re.compile(r"[IEOieo]\s?[๐-๙\d]")
_TOTAL = re.compile(
    r"^(?:ผล)?(?:คะแนน)?(?:เฉลี่ย)?(?:รวม|ภาพรวม|เฉลี่ย)|ภาพรวม|คะแนนรวม|รวมทั้ง|คะแนนITA|ผลการประเมินITA"
)


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds. `year` where its heading names one, `instrument` likewise."""

    role: str | None
    heading: str
    year: int | None = None
    instrument: str | None = None


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
    while row < len(grid.rows) and len(distinct(grid.rows[row])) == 1 and _spans(grid.rows[row]):
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


def _spans(row: Row) -> bool:
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
    meaning = [b for b in own if column_role(b.text) or _year_heading(b.text) or _instrument_in(b.text)]
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
        instrument = next((x for t in reversed(texts) if (x := _instrument_in(t))), None)
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


def _instrument_in(text: str) -> str | None:
    m = re.search(r"(?<![A-Za-z])(IIT|EIT|OIT)(?![A-Za-z])", text.upper())
    if not m:
        return None
    part = re.search(r"(?:ส่วนที่|PART|\()\s*([12])\b", to_arabic_digits(text).upper())
    return m[1] + part[1] if part and m[1] == "EIT" else m[1]


def read_scores(grid: Grid, layout: Layout, memory: Memory, near: Place, out: Collected) -> None:
    """Scores, wordings and analyses of a table that has columns for them."""
    for title in layout.titles:
        memory.finding = finding_of(title, heading=True) or memory.finding
    for lo, hi in _halves(layout):
        part = Layout(layout.columns[lo:hi], layout.titles, layout.n_head)
        rows = [row[lo:hi] for row in grid.rows[layout.n_head :]]
        _read_half(rows, part, memory, near, out)


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


def _read_half(rows: Sequence[Row], layout: Layout, memory: Memory, near: Place, out: Collected) -> None:
    analysed: list[tuple[Box, int, list[Place]]] = []
    place = near if near.indicator or near.instrument else memory.place
    for row in rows:
        boxes = distinct(row)
        if not boxes:
            continue
        if len(boxes) == 1 and (_spans(row) or len(row) > 3) and parse_decimal(boxes[0].text) is None:
            band = boxes[0].text
            memory.finding = finding_of(band, heading=True) or memory.finding
            found = leading_indicator(band, out.frame)
            if found:
                place = indicator_place(found[0], out.frame)
                out.name(place, found[1], boxes[0].source())
            elif refs := [r for r in references(band, out.frame) if r.place.indicator]:
                place = refs[0].place
            continue
        context, place = _row_place(row, layout, place, out)
        if context is None:
            continue
        for i, column in enumerate(layout.columns):
            box = row[i]
            if column.role == "analysis" and box.text:
                known = next((a for a in analysed if a[0] is box), None)
                if known:
                    known[2].append(context)
                elif squeeze(box.text) not in {"-", "–"}:
                    analysed.append((box, i, [context]))
            elif column.role in ("score", "highest", "change") and box.text:
                _cell_score(column, box, context, row, layout, out)
    memory.place = place
    for box, i, places in analysed:
        items = tuple(dict.fromkeys(p.item for p in places if p.item))
        first = places[0]
        about = replace(first, item=None, is_item=False)
        if len({p.indicator for p in places}) > 1:
            about = Place(first.instrument)
        finding = finding_of(layout.columns[i].heading, heading=True) or memory.finding
        out.analysis(about, items, finding, box.text, box.source())


def _row_place(row: Row, layout: Layout, place: Place, out: Collected) -> tuple[Place | None, Place]:
    """What a row is about, and the indicator or instrument that rows after it may lean on."""
    frame = out.frame
    found: Place | None = None
    coded = next((row[i] for i in layout.of("number") if _LETTERED.search(row[i].text)), None)
    lead = leading_item(coded.text, frame, OVERALL) if coded else None
    if lead:
        found = item_place(lead[0], frame)
        place = indicator_place(found.indicator, frame) if found.indicator else place
    for role in ("instrument", "indicator", "item", "data"):
        for i in layout.of(role):
            box = row[i]
            text = box.text
            if not text:
                continue
            instrument = _instrument_in(text)
            indicator = leading_indicator(text, frame)
            if role == "instrument" and instrument and not indicator:
                if place.instrument != instrument:
                    place = Place(instrument)
                found = found or (place if not (layout.has("indicator") or layout.has("item")) else None)
                continue
            if indicator:
                place = indicator_place(indicator[0], frame)
                found = place
                out.name(place, indicator[1], box.source())
                continue
            lead = leading_item(text, frame, place if place.indicator or place.instrument else OVERALL)
            letter = re.match(r"^\W*(?:ข้อ\s*)?[ieoIEO]\s?[๐-๙\d]", text) is not None
            if lead and (letter or role in ("item", "data") or place.indicator):
                code, wording, damaged = lead
                found = item_place(code, frame)
                place = indicator_place(found.indicator, frame) if found.indicator else place
                if damaged:
                    out.resolved.setdefault(text[: len(text) - len(wording)].strip() or text, code)
                if len(squeeze(wording)) > 2:
                    out.name(found, wording, box.source())
                continue
            refs = [r for r in references(text, frame, place) if r.place.indicator and not r.place.is_item]
            if refs and role != "item":
                place = refs[0].place
                found = found or place
                named = re.sub(r"^\W*(?:ตัวชี้\s?วัด(?:ที่)?)?\s*[๐-๙\d]{1,2}\s*[.:)]?\s*", "", text)
                inner = leading_indicator(named, frame) if named else None
                if inner:
                    out.name(place, inner[1], box.source())
                continue
            if _TOTAL.search(squeeze_upper(text)) and len(squeeze(text)) < 60:
                return OVERALL, place
            if instrument:
                place = Place(instrument)
                found = place
                continue
            if found is not None and found.item and role in ("item", "data", "indicator"):
                if len(squeeze(text)) > 2:
                    out.name(found, text, box.source())
                continue
            if role in ("item", "data", "indicator") and len(squeeze(text)) > 8:
                item, nearest = item_by_wording(text, frame, place)
                if item:
                    found = item_place(item.code, frame)
                elif role != "indicator" and (place.indicator or nearest):
                    base = (
                        place
                        if place.indicator
                        else indicator_place(nearest.indicator, frame)
                        if nearest
                        else place
                    )
                    found = replace(base, item=None, is_item=True)
                if found and found.is_item:
                    out.name(found, text, box.source())
    if found is None:
        whole = " ".join(b.text for b in distinct(row))
        if _TOTAL.search(squeeze_upper(distinct(row)[0].text)) and len(squeeze(whole)) < 90:
            found = OVERALL
    return found, place


def _cell_score(column: Column, box: Box, place: Place, row: Row, layout: Layout, out: Collected) -> None:
    value = parse_decimal(re.sub(r"^\s*[▲△▼▽+↑↓]\s*", "", box.text), units=True)
    if value is None or abs(value) > 100:
        return
    if column.instrument and place.level == "overall":
        place = Place(column.instrument)
    statistic = "score" if column.role == "score" else str(column.role)
    year = column.year
    if statistic == "change":
        year = max((c.year for c in layout.columns if c.year), default=None)
        if re.match(r"^\s*(?:▼|▽|↓|ลดลง)", box.text):
            value = -abs(value)
    rating = None
    if place.level == "overall" and statistic == "score" and year in (None, out.year):
        rating = next((row[i].text for i in layout.of("rating") if is_rating(row[i].text)), None)
    out.score(place, value, box.source(), statistic, year, None, rating)  # type: ignore[arg-type]


def read_results(grid: Grid, layout: Layout, own: str | None, out: Collected) -> None:
    """A table of many agencies: one score a figure, parts of the weighted sum marked as such."""
    for row in grid.rows[layout.n_head :]:
        name = next((row[i].text for i in layout.of("agency") if row[i].text), None)
        if name is None or _TOTAL.search(squeeze_upper(name)):
            continue
        name = " ".join(name.split())
        agency = None if own and (squeeze(own) in squeeze(name)) else name
        rating = next((row[i].text for i in layout.of("rating") if is_rating(row[i].text)), None)
        for i, column in enumerate(layout.columns):
            value = parse_decimal(row[i].text, units=True)
            if column.role not in ("score", "full_score") or value is None or abs(value) > 100:
                continue
            if column.instrument:
                weighted = (
                    re.search(r"\(\s*(?:ร้อยละ)?\s*(?:30|40)", to_arabic_digits(column.heading)) is not None
                )
                statistic = "weighted" if weighted else "score"
                out.score(Place(column.instrument), value, row[i].source(), statistic, column.year, agency)  # type: ignore[arg-type]
            else:
                out.score(OVERALL, value, row[i].source(), "score", column.year, agency, rating)


def read_measures(grid: Grid, layout: Layout, memory: Memory, near: Place, out: Collected) -> None:
    """Measures of a table, one a row; rows that go on over the page are joined to their measure."""
    place = near
    for title in layout.titles:
        found = leading_indicator(title, out.frame)
        refs = [r for r in references(title, out.frame) if r.place.indicator]
        if found or refs:
            place = indicator_place(found[0], out.frame) if found else refs[0].place
    for number, row in enumerate(grid.rows[layout.n_head :]):
        boxes = distinct(row)
        if not boxes:
            continue
        if len(boxes) == 1 and _spans(row):
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
        _measure_row(row, layout, memory, place, first=number == 0)


def _measure_row(row: Row, layout: Layout, memory: Memory, near: Place, first: bool) -> None:
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
        if i == title_column or role in ("number", "budget", "remark", "url"):
            continue
        draft.add(role, box, cut)
    for i, column in enumerate(layout.columns):
        if column.role in ("indicator", "item", "instrument") and i != title_column and row[i].text:
            draft.named.append(row[i].text)
    # A column that fits no role is kept with the measure's source.
    loose = [
        row[i].text
        for i, c in enumerate(layout.columns)
        if c.role is None and row[i].text and i != title_column
    ]
    draft.loose += loose


def _is_continued(title: Box, last: Draft, row: Row, layout: Layout, title_column: int) -> bool:
    """True for `… (ต่อ)`, and for nearly the same title with cells left empty."""
    if re.search(r"\(\s*ต่อ\s*\)", title.text):
        return True
    if likeness(title.text, last.title) < 0.75:
        return False
    steps = layout.of("method")
    return any(not row[i].text for i in steps if i != title_column)


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
        rating = rating_in(text) if place.level == "overall" and s.statistic == "score" else None
        year = s.fiscal_year
        if place.level == "overall" and about is None and near.level == "overall" and s.from_context:
            continue
        out.score(place, s.value, source, s.statistic, year, None, rating)
    return about
