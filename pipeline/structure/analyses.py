"""What the report says about a result: analyses out of running text."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.records import Analysis, FindingKind
from normalizers.numbers import to_arabic_digits
from normalizers.text import squeeze
from pipeline.structure.items import Passage
from pipeline.structure.lists import mark_style
from pipeline.structure.marks import LEAD_IN, STATED
from pipeline.structure.prose import Statement
from pipeline.structure.references import (
    OVERALL,
    Place,
    behind_indicator,
    item_place,
    leading_item,
    opening_indicator,
    references,
)
from pipeline.structure.vocabulary import finding_label, finding_of, heads_analyses
from pipeline.structure.walk import Walk, leaning_on

_LABEL = re.compile(r"\s*(?P<label>[^:：]{4,40}?)\s*[:：]\s*(?=\S)")
"""ผลการวิเคราะห์: …"""
_GRAVEST_FIRST: tuple[FindingKind, ...] = ("weakness", "improvement", "strength")


def analyse(walk: Walk, p: Passage, found: list[Statement]) -> None:
    """Keep a passage that states or explains a result; `found` are its figures."""
    out, text = walk.out, p.text
    scores = [s for s in found if s.statistic in ("score", "highest", "change")]
    told = {s.place.level for s in scores}
    of_progress = walk.facts.is_progress and not ({"overall", "instrument", "indicator"} & told)
    if of_progress or walk.results or not _is_prose(text):
        walk.last_analysis = None
        return
    failed = leading_item(text, out.frame, leaning_on(walk)) if re.search(r"ผ่านเกณฑ์|ไม่ผ่าน", text) else None
    if LEAD_IN.search(text) and re.search(r"มาตรการ|แผน", text[-140:]):
        walk.last_analysis = None
        return
    label = _LABEL.match(text)
    labelled = label is not None and heads_analyses(label["label"]) and walk.near.indicator is not None
    own = finding_of(text)
    opening = opening_indicator(text, out.frame) or _of_entry(walk, text)
    if (
        scores
        or failed
        or (own and walk.near.indicator and walk.finding)
        or (opening and walk.finding)
        or labelled
    ):
        place, items = _about(walk, scores, failed[0] if failed else None, opening)
        items = items or _opening_items(walk, text, opening)
        finding = own or walk.finding
        if walk.last_analysis is not None:
            last = out.analyses[walk.last_analysis]
            if (last.indicator, last.items, last.instrument) == (
                place.indicator,
                items,
                place.instrument,
            ) and place.level != "overall":
                _go_on(walk, walk.last_analysis, p)
                return
        out.analysis(place, items, finding, text, p.source())
        walk.last_analysis = len(out.analyses) - 1
        return
    if walk.last_analysis is not None and (
        leaning_on(walk).indicator or out.analyses[walk.last_analysis].indicator
    ):
        last = out.analyses[walk.last_analysis]
        explained = _explained(walk)
        if last.items and len(explained) > 1:
            place = Place(last.instrument, last.indicator)
            findings = [a.finding for a in explained]
            inherited = own or next((f for f in _GRAVEST_FIRST if f in findings), "general")
            out.analysis(place, (), inherited, text, p.source())
            walk.last_analysis = len(out.analyses) - 1
        else:
            _go_on(walk, walk.last_analysis, p)
        return
    if walk.near.indicator and walk.finding and len(squeeze(text)) > 40 and not LEAD_IN.search(text):
        out.analysis(
            Place(walk.near.instrument, walk.near.indicator), (), own or walk.finding, text, p.source()
        )
        walk.last_analysis = len(out.analyses) - 1
        return
    walk.last_analysis = None


def _of_entry(walk: Walk, text: str) -> Place | None:
    """The one indicator that an entry of a list of strengths or weaknesses names, wherever it does."""
    if walk.finding is None or walk.near.indicator or mark_style(text) is None:
        return None
    named = references(text, walk.out.frame)
    level = "indicator" if any(r.place.indicator for r in named) else "instrument"
    places = {
        r.place for r in named if r.place.level == level or (r.place.sub_indicator and level == "indicator")
    }
    return places.pop() if len(places) == 1 else None


_OPENING = 40
"""Letters at the beginning of a passage among which stands what it is about."""
_CODE = 16
"""And so many behind the name of an indicator."""


def _opening_items(walk: Walk, text: str, opening: Place | None) -> tuple[str, ...]:
    """The items named right behind the indicator that a passage begins with: ตัวชี้วัดที่ ๑ ข้อ ๒ …"""
    if opening is None:
        return ()
    behind = behind_indicator(text, walk.out.frame)
    found = [r for r in references(text[: max(_OPENING, behind + _CODE)], walk.out.frame) if r.place.item]
    bare = re.match(r"\s*(?:ข้อ|[ieoIEO]\s?[๐-๙\d])", text[behind:]) is not None
    own = [r.place.item for r in found if r.place.indicator == opening.indicator and r.place.item]
    return tuple(dict.fromkeys(own)) if bare else ()


def _explained(walk: Walk) -> list[Analysis]:
    """The run of item analyses of one indicator that ends with the last analysis."""
    out = walk.out.analyses
    last = out[-1]
    run = []
    for a in reversed(out):
        if a.indicator != last.indicator or not a.items:
            break
        run.append(a)
    return run


def _go_on(walk: Walk, index: int, p: Passage) -> None:
    last = walk.out.analyses[index]
    own = finding_of(p.text)
    finding = last.finding if last.finding != "general" or own is None else own
    source = replace(last.source, text=f"{last.source.text}\n{p.printed}") if last.source else p.source()
    walk.out.analyses[index] = replace(last, text=f"{last.text}\n{p.text}", finding=finding, source=source)


def _about(
    walk: Walk, scores: list[Statement], failed: str | None, opening: Place | None
) -> tuple[Place, tuple[str, ...]]:
    if failed:
        place = item_place(failed, walk.out.frame)
    elif scores:
        place = scores[0].place
        if scores[0].statistic == "highest":
            place = leaning_on(walk) if leaning_on(walk).indicator else place
        several = {s.place.indicator for s in scores if s.place.indicator}
        if len(several) > 1:
            place = Place(place.instrument)
        elif any(s.place.level == "overall" for s in scores):
            place = OVERALL
        elif len({s.place.item for s in scores}) > 1:
            place = replace(place, item=None, is_item=False)
    else:
        place = opening or walk.near
    items = (place.item,) if place.item else ()
    return Place(place.instrument if place.level != "overall" else None, place.indicator), items


def _is_prose(text: str) -> bool:
    """A sentence, not a line of a cover or a label with its value."""
    bare = squeeze(text)
    if re.search(r"^[^:]{1,60}:\s*[๐-๙\d.]+\s*(?:คะแนน)?$", text):
        return False
    letters = len(re.sub(r"[^ก-๎A-Za-z]", "", to_arabic_digits(bare)))
    return letters > 38 or (letters > 12 and STATED.search(text) is not None and "\n" not in text.strip())


def take_labelled(walk: Walk, p: Passage) -> bool:
    """A line under an indicator that says by its label what it is: จุดแข็ง : …"""
    told = finding_label(p.text)
    place = leaning_on(walk)
    if told is None or not place.indicator:
        return False
    finding, rest = told
    if len(squeeze(rest)) < _SAID:
        return True
    walk.out.analysis(Place(place.instrument, place.indicator), (), finding, rest, p.source())
    return True


_SAID = 4
"""Letters of the shortest remark; less is a dash, or ไม่มี."""
