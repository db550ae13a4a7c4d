"""Score tables: figures, wordings and analyses, row by row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from normalizers.numbers import parse_decimal
from normalizers.text import squeeze
from pipeline.structure.collect import Collected
from pipeline.structure.columns import Column, Layout, Memory, instrument_in, spans, squeeze_upper
from pipeline.structure.items import Box, Grid, Row, distinct
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
from pipeline.structure.vocabulary import finding_of, is_rating

_LETTERED = re.compile(r"[IEOieo]\s?[๐-๙\d]")


TOTAL = re.compile(
    r"^(?:ผล)?(?:คะแนน)?(?:เฉลี่ย)?(?:รวม|ภาพรวม|เฉลี่ย)|ภาพรวม|คะแนนรวม|รวมทั้ง|คะแนนITA|ผลการประเมินITA"
)


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
        if len(boxes) == 1 and (spans(row) or len(row) > 3) and parse_decimal(boxes[0].text) is None:
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
            elif column.statistic and box.text:
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
            instrument = instrument_in(text)
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
            if TOTAL.search(squeeze_upper(text)) and len(squeeze(text)) < 60:
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
        if TOTAL.search(squeeze_upper(distinct(row)[0].text)) and len(squeeze(whole)) < 90:
            found = OVERALL
    return found, place


def _cell_score(column: Column, box: Box, place: Place, row: Row, layout: Layout, out: Collected) -> None:
    value = parse_decimal(re.sub(r"^\s*[▲△▼▽+↑↓]\s*", "", box.text), units=True)
    statistic = column.statistic
    if value is None or statistic is None or abs(value) > 100:
        return
    if column.instrument and place.level == "overall":
        place = Place(column.instrument)
    year = column.year
    if statistic == "change":
        year = max((c.year for c in layout.columns if c.year), default=None)
        if re.match(r"^\s*(?:▼|▽|↓|ลดลง)", box.text):
            value = -abs(value)
    rating = None
    if place.level == "overall" and statistic == "score" and year in (None, out.year):
        rating = next((row[i].text for i in layout.of("rating") if is_rating(row[i].text)), None)
    out.score(place, value, box.source(), statistic, year, None, rating)
