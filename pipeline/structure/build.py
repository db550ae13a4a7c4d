"""The walk over a report from first to last item, and the records it leaves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from corpus.frame import load_frame
from corpus.grounds import Grounds
from corpus.records import About, Finding, Kind, Measure, Message, Report, ReportRecords, Source
from extractors.document import Document
from pipeline.structure.blocks import close
from pipeline.structure.collect import Collected
from pipeline.structure.contents import without_contents
from pipeline.structure.facts import Facts, facts
from pipeline.structure.grids import read_table
from pipeline.structure.items import Grid, Item, Passage, items_of, running_heads
from pipeline.structure.joining import join_figures, join_grids
from pipeline.structure.kinds import NAMES, Sort, sort_of
from pipeline.structure.measures import Draft, finish
from pipeline.structure.other_names import names_questioned
from pipeline.structure.passages import read_passage
from pipeline.structure.references import indicator_place, leading_indicator
from pipeline.structure.roles import Roles
from pipeline.structure.slips import question_indicators
from pipeline.structure.walk import Walk

_LATEST_FRAME = 2568
"""The frame used where a report does not tell its year."""


def structure(document: Document, report: Report, roles: Roles | None = None) -> ReportRecords:
    """The records of a Document; `report` carries the facts of the file, `roles` what people chose that columns hold."""
    items = without_contents(join_grids(items_of(document)))
    found = facts(items, running_heads(document))
    frame = load_frame(found.fiscal_year or _LATEST_FRAME)
    sort = sort_of(items, found.title, frame, whole=all(p.has_text for p in document.pages))
    if sort.name != "ita":
        return _another_document(sort, found, report)
    items = join_figures(items, frame)
    walk = Walk(Collected(frame, found.fiscal_year), found, roles or {})
    for i, item in enumerate(items):
        if isinstance(item, Grid):
            read_table(walk, item)
        else:
            following = next((x for x in items[i + 1 : i + 2] if isinstance(x, Passage)), None)
            read_passage(walk, item, following)
    close(walk)
    _question_names(walk, items)
    question_indicators(items, walk.out)
    return _assemble(walk, report)


def _another_document(sort: Sort, found: Facts, report: Report) -> ReportRecords:
    """A document that is no report on the ITA: its facts and why, no records."""
    th, en = NAMES[sort.name]
    because_th = f" (“{sort.words}”)" if sort.words else " (ไม่พบชื่อการประเมิน แบบวัด หรือตัวชี้วัดของ ITA)"
    because_en = (
        f" (“{sort.words}”)"
        if sort.words
        else " (it names neither the ITA nor its instruments or indicators)"
    )
    finding = Finding(
        "not_ita_report",
        "warning",
        Message(
            f"ไม่ใช่รายงาน ITA แต่เป็น{th}{because_th} จึงไม่มีข้อมูล",
            f"no report on the ITA but {en}{because_en}: no records",
        ),
        (About("report"),),
    )
    return ReportRecords(_with_facts(report, found, None), findings=(finding,))


def _with_facts(report: Report, found: Facts, kind: Kind | None) -> Report:
    return replace(
        report,
        title=found.title,
        kind=kind,
        agency=found.agency,
        fiscal_year=found.fiscal_year,
        issued=found.issued,
    )


def _assemble(walk: Walk, report: Report) -> ReportRecords:
    out, found = walk.out, walk.facts
    drafts: list[tuple[Draft, Measure]] = []
    made = [(draft, finish(draft, out.frame, out.year, _plan_of(draft, found))) for draft in walk.drafts]
    if not any(measure for _, measure in made) and not walk.results:
        made = [(draft, finish(draft, out.frame, out.year, _plan_of(draft, found))) for draft in walk.listed]
    for draft, measure in made:
        if measure is not None:
            out.measures.append(measure)
            drafts.append((draft, measure))
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
    _question_years(walk, drafts)
    if found.year_is_counted:
        out.finding(
            "fiscal_year_inferred",
            "warning",
            f"ชื่อรายงานไม่บอกปี จึงใช้ปีที่กล่าวถึงมากที่สุด คือ {found.fiscal_year} ควรตรวจ",
            f"the title tells no year; the one named most, {found.fiscal_year}, was taken: check it",
            (About("report"),),
        )
    return ReportRecords(
        _with_facts(report, found, _kind(walk)),
        tuple(out.indicators.values()),
        tuple(out.scores),
        tuple(out.analyses),
        tuple(out.measures),
        tuple(out.findings),
        tables=tuple(walk.tables),
        grounds=Grounds(
            tuple(map(tuple, out.grounds)),
            found.year_at.source() if found.year_at else None,
            found.year_of_title,
        ),
    )


def _plan_of(draft: Draft, found: Facts) -> int | None:
    """The year that the report sets a measure for; what is reported on was done in the report's."""
    return None if found.is_progress else draft.stated_year or found.plan_year


def _kind(walk: Walk) -> Kind | None:
    """The kind of report, by its title and by what was found in it."""
    out, found = walk.out, walk.facts
    if found.is_progress:
        return "progress"
    if walk.results or (found.is_results and not out.analyses and not out.measures):
        return "results"
    scored = {s.level for s in out.scores if s.statistic == "score"}
    if out.measures and not out.analyses and scored <= {"overall", "instrument"} and found.is_measures:
        return "measures"
    if out.analyses or scored:
        return "analysis"
    if out.measures:
        return "measures"
    title = found.title or ""
    return "analysis" if "วิเคราะห์" in title else "measures" if "มาตรการ" in title else None


def _question_years(walk: Walk, drafts: list[tuple[Draft, Measure]]) -> None:
    """Measures whose period lies in another year than the one they are said to be for."""
    differing: dict[tuple[int, int], list[About]] = defaultdict(list)
    for index, (draft, measure) in enumerate(drafts):
        stated = draft.stated_year or walk.facts.plan_year
        if (
            stated
            and measure.fiscal_year
            and (measure.start or measure.end)
            and stated != measure.fiscal_year
        ):
            differing[stated, measure.fiscal_year].append(About("measure", index))
    for (stated, period), about in differing.items():
        walk.out.finding(
            "measure_year_disagrees",
            "info",
            f"ข้อความนำระบุมาตรการของปีงบประมาณ พ.ศ. {stated} แต่ระยะเวลาดำเนินการอยู่ในปีงบประมาณ พ.ศ. {period} จึงบันทึกปี {period}",
            f"the text sets the measures for fiscal year {stated}, their period lies in {period}, which was recorded",
            tuple(about),
        )


def _question_names(walk: Walk, items: Sequence[Item]) -> None:
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
