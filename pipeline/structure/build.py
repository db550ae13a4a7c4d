"""The walk over a report from first to last item: which section it is in, and what each passage gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from corpus.frame import load_frame
from corpus.records import About, Analysis, FindingKind, Kind, Report, ReportRecords, Source
from extractors.document import Document
from normalizers.dates import find_fiscal_years
from normalizers.names import find_agencies
from normalizers.numbers import to_arabic_digits
from normalizers.text import squeeze
from pipeline.structure.collect import Collected
from pipeline.structure.facts import Facts, facts, names_questioned
from pipeline.structure.items import Box, Grid, Item, Passage, distinct, items_of
from pipeline.structure.joining import join_grids
from pipeline.structure.lists import entries
from pipeline.structure.measures import Draft, finish, strip_dash
from pipeline.structure.prose import Statement, statements
from pipeline.structure.references import (
    OVERALL,
    Place,
    indicator_place,
    item_place,
    leading_indicator,
    leading_item,
    name_after,
    references,
)
from pipeline.structure.tables import (
    Layout,
    Memory,
    layout_of,
    read_figures,
    read_measures,
    read_results,
    read_scores,
)
from pipeline.structure.vocabulary import finding_of, part_heading, rating_in

_LATEST_FRAME = 2568
"""The frame used where a report does not tell its year."""


@dataclass(slots=True)
class _Walk:
    out: Collected
    facts: Facts
    memory: Memory = field(default_factory=Memory)
    near: Place = OVERALL
    soft: Place = OVERALL
    """The indicator that the sentence before begins with: codes under it lean on it, measures do not."""
    finding: FindingKind | None = None
    draft: Draft | None = None
    part: str | None = None
    drafts: list[Draft] = field(default_factory=list)
    """All measures in document order, from tables and paragraphs."""
    last_analysis: int | None = None
    """Index of the analysis that the passage just before gave or went on."""
    heading_before: int | None = None
    """The indicator that the heading just before names."""
    results: bool = False


def structure(document: Document, report: Report) -> ReportRecords:
    """The records of a Document; `report` carries the facts of the file."""
    items = join_grids(items_of(document))
    found = facts(items)
    frame = load_frame(found.fiscal_year or _LATEST_FRAME)
    walk = _Walk(Collected(frame, found.fiscal_year), found)
    for i, item in enumerate(items):
        if isinstance(item, Grid):
            _table(walk, item)
        else:
            following = next((x for x in items[i + 1 : i + 2] if isinstance(x, Passage)), None)
            _passage(walk, item, following)
    _close(walk)
    _question_names(walk, items)
    return _assemble(walk, report)


def _assemble(walk: _Walk, report: Report) -> ReportRecords:
    out, found = walk.out, walk.facts
    plan = found.plan_year if not found.is_progress else None
    for draft in walk.drafts:
        measure = finish(draft, out.frame, out.year, plan)
        if measure is not None:
            out.measures.append(measure)
            if len(measure.indicators) == 1:
                named = leading_indicator(draft.title, out.frame)
                if named:
                    out.name(indicator_place(named[0], out.frame), named[1], measure.source or Source(""))
    if out.resolved:
        how = ", ".join(f"{printed} → {code}" for printed, code in list(out.resolved.items())[:12])
        out.finding(
            "code_resolved",
            "info",
            f"อ่านรหัสข้อที่พิมพ์ไม่ครบตามช่วงของตัวชี้วัด: {how}",
            f"codes printed incompletely were resolved by the indicator's range: {how}",
        )
    kind: Kind | None = None
    if found.is_progress:
        kind = "progress"
    elif found.is_results or walk.results:
        kind = "results"
    elif out.analyses or (out.scores and any(s.statistic == "score" for s in out.scores)):
        kind = "analysis"
    elif out.measures:
        kind = "measures"
    elif found.title:
        kind = "analysis" if "วิเคราะห์" in found.title else "measures" if "มาตรการ" in found.title else None
    report = replace(
        report,
        title=found.title,
        kind=kind,
        agency=found.agency,
        fiscal_year=found.fiscal_year,
        issued=found.issued,
    )
    return ReportRecords(
        report,
        tuple(out.indicators.values()),
        tuple(out.scores),
        tuple(out.analyses),
        tuple(out.measures),
        tuple(out.findings),
    )


def _question_names(walk: _Walk, items: Sequence[Item]) -> None:
    agency = walk.facts.agency
    if agency is None or walk.results or walk.facts.is_results:
        return
    for q in names_questioned(items, agency):
        if q.misspelt:
            code = "agency_name_misspelt"
            th, en = f"เขียนชื่อหน่วยงานเป็น “{q.full}” แทน “{agency.name}”", f"{agency.name} is written {q.full}"
        else:
            code = "other_agency_named"
            th, en = f"กล่าวถึงหน่วยงานอื่น “{q.full}”", f"another agency is named: {q.full}"
        about = (About(page=q.item.page),) if q.item.page else (About("report"),)
        walk.out.finding(code, "warning", th, en, about, q.item.source())


# Tables


def _table(walk: _Walk, grid: Grid) -> None:
    if walk.draft is not None and grid.n_columns <= 2 and not layout_of(grid, None):
        _part_table(walk, grid)
        return
    layout = layout_of(grid, walk.memory.layout)
    if layout is None:
        for row in grid.rows:
            for box in distinct(row):
                _loose_cell(walk, box)
        return
    _close(walk)
    walk.last_analysis = None
    if layout.n_head and not grid.repeated_rows:
        walk.memory.title_box = None
    walk.memory.layout = layout
    own = walk.facts.agency.name if walk.facts.agency else None
    if layout.has("agency") and layout.is_scores and not layout.is_measures:
        walk.results = True
        read_results(grid, layout, own, walk.out)
    elif layout.is_measures:
        walk.memory.finding = None
        known = len(walk.memory.measures)
        read_measures(grid, layout, walk.memory, walk.near, walk.out)
        for draft in walk.memory.measures[known:]:
            walk.drafts.append(draft)
        _figures_in_cells(walk, grid, layout)
    elif layout.is_scores:
        walk.memory.finding = walk.finding
        read_scores(grid, layout, walk.memory, walk.near, walk.out)
    else:
        _unmapped(walk, grid, [c.heading for c in layout.columns if c.role is None])
        return
    missing = [c.heading for c in layout.columns if c.role is None and c.heading]
    if missing and layout.n_head and not grid.repeated_rows:
        _unmapped(walk, grid, missing)


def _figures_in_cells(walk: _Walk, grid: Grid, layout: Layout) -> None:
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


def _loose_cell(walk: _Walk, box: Box) -> None:
    """A cell of a table that is none (a frame around text) is read like a passage."""
    for paragraph in box.text.split("\n"):
        _passage(walk, Passage(paragraph, paragraph, box.page, box.bbox), None)


def _part_table(walk: _Walk, grid: Grid) -> None:
    for row in grid.rows:
        for box in distinct(row):
            _loose_cell(walk, box)


def _unmapped(walk: _Walk, grid: Grid, headings: list[str]) -> None:
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


# Passages


_SECTION = re.compile(r"^\s*(?:ส่วนที่|บทที่|หมวด(?:ที่)?|ตอนที่|ภาคผนวก)\s*[๐-๙\d]*")
_NUMBERED = re.compile(r"^\s*\(?[๐-๙\d]{1,2}(?:\.[๐-๙\d]{1,2})?\s*[.)]")
_LABEL = re.compile(r"^\W*(?:จุด|ประเด็น|ปัญหา|ข้อ|กลุ่ม|สิ่ง|ควร|ด้าน|ตัวชี้วัด|ผล|การ|เรื่อง|รายการ|ต้อง|ไม่ผ่าน)")
"""How a heading without number begins; a sentence begins with who does it."""
_LEAD_IN = re.compile(r"(?:ดังนี้|ดังต่อไปนี้|ดังกล่าว)\s*[:.]?\s*$")
_ABOUT_MEASURES = re.compile(r"มาตรการ|แนวทาง|แผนปฏิบัติ|โครงการ|กิจกรรม|การนำผล")


def _passage(walk: _Walk, p: Passage, following: Passage | None) -> None:
    text = p.text
    heading = part_heading(text)
    if heading is not None and _in_block(walk, heading[0], text):
        _part(walk, p, *heading)
        return
    if walk.draft is not None and not _ends_block(walk, p):
        _into_part(walk, p)
        return
    _close(walk)
    if _heading(walk, p, following):
        walk.last_analysis, walk.soft = None, OVERALL
        return
    walk.heading_before, heading_number = None, walk.heading_before
    if _wording(walk, p):
        walk.last_analysis = None
        return
    _sentence(walk, p, heading_number)


def _in_block(walk: _Walk, role: str, text: str) -> bool:
    """A part's heading counts inside a block, or where it opens one."""
    if role in ("title", "block"):
        return True
    if walk.draft is None:
        return role in ("steps", "rationale") and len(squeeze(text)) < 130 and walk.near.indicator is not None
    return True


def _part(walk: _Walk, p: Passage, role: str, rest: str) -> None:
    if role == "block":
        _close(walk)
        return
    walk.last_analysis = None
    draft = walk.draft
    if role == "title" or draft is None:
        only_title = draft is not None and not draft.parts and not draft.named
        if draft is None or not only_title:
            _close(walk)
            draft = walk.draft = Draft(walk.near, source=p.source())
        if role == "title":
            draft.title = rest or draft.title
            if not rest:
                draft.lines["heading"] = [draft.title]
                draft.title = ""
            walk.part = "title"
            return
    walk.part = role
    if rest:
        _add(draft, role, rest)


def _add(draft: Draft, role: str, text: str) -> None:
    """One part of a block in paragraphs is one segment, its paragraphs parted by newlines."""
    segments = draft.parts.setdefault(role, [])
    if segments:
        segments[0] += "\n" + text
    else:
        segments.append(text)
    draft.lines.setdefault(role, []).append(strip_dash(text))
    if role == "rationale":
        draft.named.append(text)


def _into_part(walk: _Walk, p: Passage) -> None:
    draft = cast(Draft, walk.draft)
    if walk.part == "title":
        if not draft.title:
            draft.title, draft.source = p.text, p.source()
        elif _NUMBERED.match(p.text) or _NUMBERED.match(draft.title):
            fresh = not _NUMBERED.match(draft.title)
            draft.title = p.text if fresh and len(draft.title) < 20 else f"{draft.title}\n{p.text}"
        else:
            _about_title(walk, draft, p)
        return
    _add(draft, walk.part or "steps", p.text)
    for s in statements(p.text, walk.out.frame, draft.near):
        if s.statistic == "target" or (s.place.is_item and not s.from_context):
            _figure(walk, s, p)


def _about_title(walk: _Walk, draft: Draft, p: Passage) -> None:
    """A line under the title says what the measure is about, or goes on with the title."""
    found = references(p.text, walk.out.frame, draft.near)
    if found:
        draft.named.append(p.text)
        for ref in found:
            if ref.place.indicator and not ref.place.is_item:
                _name_here(walk, p.text, ref.end, ref.place.indicator, p)
    else:
        draft.title += " " + p.text


def _ends_block(walk: _Walk, p: Passage) -> bool:
    draft = cast(Draft, walk.draft)
    text = p.text
    frame = walk.out.frame
    if _SECTION.match(text):
        return True
    if leading_indicator(text, frame) and (walk.part != "title" or draft.title):
        return True
    if (
        len(text) < 230
        and re.search(r"การวิเคราะห์ผลการประเมิน|^จุดที่เป็น|^ประเด็นที่เป็น", text)
        and not _NUMBERED.match(text)
    ):
        return True
    if walk.part in ("responsible", "period") and draft.parts.get(walk.part):
        short = len(text) < 90 and not _LEAD_IN.search(text)
        if walk.part == "period":
            return not (short and re.search(r"[๐-๙\d]", text))
        return not short or (_NUMBERED.match(text) is not None and _ABOUT_MEASURES.search(text) is not None)
    if (
        walk.part != "title"
        and _NUMBERED.match(text)
        and re.search(r"ตัวชี้วัดที่\s*[๐-๙\d]", text)
        and len(text) < 120
        and walk.part != "rationale"
    ):
        return True
    return bool(re.match(r"^จากการวิเคราะห์", text) and _LEAD_IN.search(text))


def _close(walk: _Walk) -> None:
    """End the block that is open and keep its measure."""
    draft = walk.draft
    if draft is None:
        return
    if not draft.title and draft.lines.get("heading") and draft.lines["heading"][0]:
        draft.title = draft.lines["heading"][0]
    if (draft.title and draft.parts) or draft.parts.get("steps"):
        for text in draft.parts.get("rationale", []):
            read = statements(text, walk.out.frame, draft.near)
            for s in read:
                if s.place.is_item or s.statistic == "target":
                    _figure(walk, s, Passage(text, text, draft.source.page, draft.source.bbox))
        walk.drafts.append(draft)
    walk.draft, walk.part = None, None


def _heading(walk: _Walk, p: Passage, following: Passage | None) -> bool:
    """Take a heading's meaning for the passages under it; False where the passage is no heading."""
    text, frame, out = p.text, walk.out.frame, walk.out
    named = leading_indicator(text, frame)
    if named is None and len(text) < 400:
        parts = [leading_indicator(e, frame) for e in entries(text)]
        if len(parts) > 1 and all(parts):
            for part in parts:
                if part:
                    out.name(indicator_place(part[0], frame), part[1], p.source())
            return True
    if named:
        place = indicator_place(named[0], frame)
        out.name(place, named[1], p.source())
        listed = following is not None and leading_indicator(following.text, frame) is not None
        walk.near = OVERALL if listed else place
        walk.finding = None
        walk.heading_before = None if listed else named[0]
        return True
    if len(text) > 260 or statements(text, frame, walk.near):
        return False
    refs = [r for r in references(text, frame) if not r.place.is_item]
    numbers = {r.place.indicator for r in refs if r.place.indicator}
    finding = finding_of(text, heading=True)
    if _SECTION.match(text):
        walk.near = OVERALL
        walk.finding = finding
        return True
    short = len(text) < 160
    if (
        finding
        and (short or len(numbers) == 1)
        and not _LEAD_IN.search(text)
        and not leading_item(text, frame, walk.near)
    ):
        numbered_or_label = (
            _NUMBERED.match(text)
            or (len(text) < 90 and _LABEL.match(text))
            or numbers
            or re.search(r"ประเด็น|จุด", text[:40])
        )
        if numbered_or_label:
            walk.finding = finding
            if len(numbers) == 1:
                number = numbers.pop()
                walk.near = indicator_place(number, frame)
                walk.heading_before = number
                ref = next(r for r in refs if r.place.indicator)
                _name_here(walk, text, ref.end, number, p)
            elif _NUMBERED.match(text) and not walk.near.indicator:
                walk.near = next((r.place for r in refs if r.place.instrument), OVERALL)
            return True
    if short and len(numbers) == 1 and re.match(r"^\W*(?:\(?[๐-๙\d.]{1,4}\)?\s*)?ตัวชี้\s?วัด", text):
        number = numbers.pop()
        walk.near, walk.finding = indicator_place(number, frame), finding
        walk.heading_before = number
        _name_here(walk, text, refs[0].end, number, p)
        return True
    if short and _NUMBERED.match(text) and refs and refs[0].place.instrument and not numbers:
        walk.near, walk.finding = Place(refs[0].place.instrument), finding or walk.finding
        return True
    if short and _ABOUT_MEASURES.search(text) and (_NUMBERED.match(text) or p.centred or len(text) < 80):
        walk.near, walk.finding = OVERALL, None
        return True
    return False


def _name_here(walk: _Walk, text: str, end: int, number: int, p: Passage) -> None:
    name = name_after(text, end, number, walk.out.frame)
    if name:
        walk.out.name(indicator_place(number, walk.out.frame), name, p.source())


def _wording(walk: _Walk, p: Passage) -> bool:
    """A line that words an item: its code and the question."""
    text, frame = p.text, walk.out.frame
    if re.search(r"ผ่านเกณฑ์|ไม่ผ่าน", text):
        return False
    near = _near(walk)
    if len(text) > 420 or statements(text, frame, near) or (find_agencies(text) and len(text) > 200):
        return False
    lead = leading_item(text, frame, near)
    if lead is None or len(squeeze(lead[1])) < 5:
        return False
    code, wording, damaged = lead
    lettered = re.match(r"^\W*(?:ข้อ\s*)?[ieoIEO]\s?[๐-๙\d]", text) is not None
    item = frame.item(code)
    padded = re.match(r"^\W*[๐0][๐-๙\d]", text) is not None
    if not lettered and not padded:
        from_frame = item is not None and item.wording and squeeze(item.wording)[:10] == squeeze(wording)[:10]
        if not from_frame:
            return False
    if not lettered and re.match(r"^\W*[๐-๙\d]{1,2}\s*[.)]", text):
        return False
    if damaged:
        walk.out.resolved.setdefault(text[: len(text) - len(wording)].strip(), code)
    walk.out.name(item_place(code, frame), wording, p.source())
    return True


def _sentence(walk: _Walk, p: Passage, heading_number: int | None) -> None:
    out, frame, text = walk.out, walk.out.frame, p.text
    opening = next((r for r in references(text, frame) if r.start < 12), None)
    if (
        opening is not None
        and opening.place.indicator
        and not opening.place.is_item
        and heading_number is None
    ):
        walk.soft = opening.place
    near = _near(walk)
    found = statements(text, frame, near)
    found = _heading_wins(walk, p, found, heading_number)
    for s in found:
        _figure(walk, s, p)
    for ref in references(text, frame, near):
        if ref.place.indicator and not ref.place.is_item and ref.start < 40 and found:
            place = walk.near if heading_number and walk.near.indicator else ref.place
            if place.indicator == ref.place.indicator:
                _name_here(walk, text, ref.end, ref.place.indicator, p)
    _item_names(walk, p, found)
    rating = rating_in(text)
    if rating and len(text) < 120:
        year = next((y.year for y in find_fiscal_years(text)), out.year)
        for i, old in enumerate(out.scores):
            if old.level == "overall" and old.statistic == "score" and old.agency is None and not old.rating:
                if old.fiscal_year != year:
                    continue
                out.scores[i] = replace(old, rating=rating)
                break
    _analyse(walk, p, found)


def _near(walk: _Walk) -> Place:
    """The indicator that codes without a letter lean on."""
    return walk.near if walk.near.indicator or not walk.soft.indicator else walk.soft


def _figure(walk: _Walk, s: Statement, p: Passage) -> None:
    out = walk.out
    if (
        s.place.level == "overall"
        and s.from_context
        and not re.search(r"ITA|ผลการประเมิน|คะแนนรวม|ภาพรวม|ผลคะแนน|คะแนนการประเมิน", p.text)
    ):
        return
    year = s.fiscal_year
    if s.statistic == "target" and year is None and out.year is not None:
        year = out.year + 1
    rating = (
        rating_in(p.text)
        if s.place.level == "overall" and s.statistic == "score" and year in (None, out.year)
        else None
    )
    out.score(s.place, s.value, p.source(), s.statistic, year, None, rating)


def _heading_wins(
    walk: _Walk, p: Passage, found: list[Statement], heading_number: int | None
) -> list[Statement]:
    """Where heading and sentence name different indicators, and the sentence's has its score already,
    the heading wins and a finding says so."""
    if (
        heading_number is None
        or not found
        or found[0].place.indicator in (None, heading_number)
        or found[0].place.is_item
    ):
        return found
    other = found[0].place.indicator
    stated = any(
        s.indicator == other and s.level == "indicator" and s.statistic == "score" for s in walk.out.scores
    )
    if not stated:
        return found
    place = indicator_place(heading_number, walk.out.frame)
    walk.out.finding(
        "heading_number_mismatch",
        "warning",
        f"หัวข้อเป็นตัวชี้วัดที่ {heading_number} แต่ข้อความเขียนว่าตัวชี้วัดที่ {other} จึงบันทึกเป็นของตัวชี้วัดที่ {heading_number}",
        f"the heading names indicator {heading_number}, the sentence indicator {other}; recorded for {heading_number}",
        (About("score", len(walk.out.scores)),),
        p.source(),
    )
    return [
        replace(s, place=place) if s.place.indicator == other and not s.place.is_item else s for s in found
    ]


def _item_names(walk: _Walk, p: Passage, found: list[Statement]) -> None:
    """The question that a passage words after an item's code and before its score."""
    frame = walk.out.frame
    lead = leading_item(p.text, frame, _near(walk))
    if lead is None:
        return
    judged = re.search(r"ผ่านเกณฑ์|ไม่ผ่าน", p.text) is not None
    if not (found and found[0].place.item == lead[0]) and not (judged and not found):
        return

    code, rest, damaged = lead
    cut = re.search(r"\s*(?:ได้รับคะแนน|ได้\s*คะแนน|มีคะแนน|คะแนน|:|\([๐-๙\d.]+\s*คะแนน|ไม่ผ่าน|ผ่านเกณฑ์)", rest)
    wording = rest[: cut.start()] if cut else rest
    wording = wording.strip(' :()“”"')
    if damaged:
        walk.out.resolved.setdefault(p.text[: len(p.text) - len(rest)].strip(), code)
    if len(squeeze(wording)) > 5:
        walk.out.name(item_place(code, frame), wording, p.source())


def _analyse(walk: _Walk, p: Passage, found: list[Statement]) -> None:
    out, text = walk.out, p.text
    scores = [s for s in found if s.statistic in ("score", "highest")]
    if walk.facts.is_progress or walk.results or not _is_prose(text):
        walk.last_analysis = None
        return
    failed = leading_item(text, out.frame, _near(walk)) if re.search(r"ผ่านเกณฑ์|ไม่ผ่าน", text) else None
    if _LEAD_IN.search(text) and re.search(r"มาตรการ|แผน", text[-140:]):
        walk.last_analysis = None
        return
    own = finding_of(text)
    if scores or failed or (own and walk.near.indicator and walk.finding):
        place, items = _about(walk, scores, failed[0] if failed else None)
        finding = own or walk.finding
        if walk.last_analysis is not None:
            last = out.analyses[walk.last_analysis]
            if (last.indicator, last.items, last.instrument) == (
                place.indicator,
                items,
                place.instrument,
            ) and place.level != "overall":
                _go_on(walk, p)
                return
        out.analysis(place, items, finding, text, p.source())
        walk.last_analysis = len(out.analyses) - 1
        return
    if walk.last_analysis is not None and (
        _near(walk).indicator or out.analyses[walk.last_analysis].indicator
    ):
        last = out.analyses[walk.last_analysis]
        explained = _explained(walk)
        if last.items and len(explained) > 1:
            place = Place(last.instrument, last.indicator)
            findings = [a.finding for a in explained]
            inherited = own or next(
                (f for f in ("weakness", "improvement", "strength") if f in findings), "general"
            )
            out.analysis(place, (), cast(FindingKind, inherited), text, p.source())
            walk.last_analysis = len(out.analyses) - 1
        else:
            _go_on(walk, p)
        return
    if walk.near.indicator and walk.finding and len(squeeze(text)) > 40 and not _LEAD_IN.search(text):
        out.analysis(
            Place(walk.near.instrument, walk.near.indicator), (), own or walk.finding, text, p.source()
        )
        walk.last_analysis = len(out.analyses) - 1
        return
    walk.last_analysis = None


def _explained(walk: _Walk) -> list[Analysis]:
    """The run of item analyses of one indicator that ends with the last analysis."""
    out = walk.out.analyses
    last = out[-1]
    run = []
    for a in reversed(out):
        if a.indicator != last.indicator or not a.items:
            break
        run.append(a)
    return run


def _go_on(walk: _Walk, p: Passage) -> None:
    index = cast(int, walk.last_analysis)
    last = walk.out.analyses[index]
    own = finding_of(p.text)
    finding = last.finding if last.finding != "general" or own is None else own
    source = replace(last.source, text=f"{last.source.text}\n{p.printed}") if last.source else p.source()
    walk.out.analyses[index] = replace(last, text=f"{last.text}\n{p.text}", finding=finding, source=source)


def _about(walk: _Walk, scores: list[Statement], failed: str | None) -> tuple[Place, tuple[str, ...]]:
    if failed:
        place = item_place(failed, walk.out.frame)
    elif scores:
        place = scores[0].place
        if scores[0].statistic == "highest":
            place = _near(walk) if _near(walk).indicator else place
        several = {s.place.indicator for s in scores if s.place.indicator}
        if len(several) > 1:
            place = Place(place.instrument)
        elif any(s.place.level == "overall" for s in scores):
            place = OVERALL
    else:
        place = walk.near
    items = (place.item,) if place.item else ()
    return Place(place.instrument if place.level != "overall" else None, place.indicator), items


def _is_prose(text: str) -> bool:
    """A sentence, not a line of a cover or a label with its value."""
    bare = squeeze(text)
    if re.search(r"^[^:]{1,60}:\s*[๐-๙\d.]+\s*(?:คะแนน)?$", text):
        return False
    return len(re.sub(r"[^ก-๎]", "", to_arabic_digits(bare))) > 38
