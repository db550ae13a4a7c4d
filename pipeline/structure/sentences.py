"""What a sentence gives: figures, wordings of items, ratings; then its analysis."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from corpus.grounds import Ground
from corpus.records import About
from normalizers.dates import find_fiscal_years
from normalizers.names import find_agencies
from normalizers.numbers import to_arabic_digits
from normalizers.text import squeeze
from pipeline.structure.analyses import analyse
from pipeline.structure.items import Passage
from pipeline.structure.marks import STATED, labelled_score
from pipeline.structure.prose import Statement, read, statements
from pipeline.structure.references import (
    Place,
    behind_indicator,
    indicator_place,
    item_place,
    leading_item,
    opening_indicator,
    references,
)
from pipeline.structure.vocabulary import finding_of, rating_in
from pipeline.structure.walk import Walk, ground_of, leaning_on, name_here

_EQUALS = re.compile(r"เท่ากับ\s*[๐-๙\d.]+\s*คะแนน")
"""What makes a sentence of a line with an item and its score."""


def take_wording(walk: Walk, p: Passage) -> bool:
    """A line that words an item: its code and the question."""
    text, frame = p.text, walk.out.frame
    if re.search(r"ผ่านเกณฑ์|ไม่ผ่าน", text):
        return False
    near = leaning_on(walk)
    lead = leading_item(text, frame, near)
    label = None if _EQUALS.search(text) or STATED.search(text) else labelled_score(text)
    if lead is None or len(squeeze(lead[1])) < 3 or len(text) > 420:
        return False
    if not label and (statements(text, frame, near) or (find_agencies(text) and len(text) > 200)):
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
    if label:
        wording = (labelled_score(wording) or label)[0]
        walk.out.score(item_place(code, frame), label[1], p.source(), ground=ground_of(walk))
    if walk.no_score and not label:
        walk.out.score(item_place(code, frame), Decimal(0), p.source(), ground=ground_of(walk))
    why = _REASON.search(wording)
    if why is not None and len(squeeze(wording[: why.start()])) > 2:
        place = item_place(code, frame)
        walk.out.analysis(
            Place(place.instrument, place.indicator),
            (code,),
            finding_of(wording[why.start() :]) or ("weakness" if walk.no_score else walk.finding),
            text,
            p.source(),
        )
        wording = wording[: why.start()]
    walk.out.name(item_place(code, frame), wording, p.source())
    return True


_REASON = re.compile(r"\s*[(–-]?\s*(?:เหตุผล|สาเหตุ|ข้อสังเกต|ข้อบกพร่อง|ข้อค้นพบ)[ก-๙]{0,20}\s*[:：]")
"""Where what is said of an item begins behind its wording."""


def read_sentence(walk: Walk, p: Passage, heading_number: int | None) -> None:
    """Take the figures, names and rating of a passage, and its analysis."""
    out, frame, text = walk.out, walk.out.frame, p.text
    opening = opening_indicator(text, frame)
    if opening is not None and heading_number is None:
        walk.soft, walk.soft_at = opening, p.source()
    near = leaning_on(walk)
    reading = read(text, frame, near)
    found = _heading_wins(walk, p, list(reading.statements), heading_number)
    for s in found:
        take_figure(walk, s, p)
    if reading.unplaced:
        _not_placed(walk, p, [f.text for f in reading.unplaced])
    for ref in references(text, frame, near):
        if ref.place.indicator and not ref.place.is_item and (found or ref.start < 12):
            place = walk.near if heading_number and walk.near.indicator and ref.start < 40 else ref.place
            if place.indicator == ref.place.indicator:
                name_here(walk, text, ref.end, ref.place.indicator, p)
    _indicator_names(walk, p, found)
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
    analyse(walk, p, found)


def take_figure(walk: Walk, s: Statement, p: Passage) -> None:
    """Record a figure of running text."""
    out = walk.out
    if (
        s.place.level == "overall"
        and s.from_context
        and not re.search(r"ITA|ผลการประเมิน|คะแนนรวม|ภาพรวม|ผลคะแนน|คะแนนการประเมิน", p.text)
    ):
        _not_placed(walk, p, [str(s.value)])
        return
    year = s.year(out.year)
    item = out.frame.item(s.place.item) if s.place.item else None
    if item and year and str(year) in to_arabic_digits(item.wording or ""):
        year = None  # the year of the document that the item asks for
    if s.statistic == "target" and year is None and out.year is not None:
        year = out.year + 1
    rating = s.rating or (
        rating_in(p.text)
        if s.place.level == "overall" and s.statistic == "score" and year in (None, out.year)
        else None
    )
    ground = ground_of(walk) if s.from_context else Ground()
    if s.fiscal_year is None:
        ground = replace(ground, of_report_year=True)
    out.score(s.place, s.value, s.source(p), s.statistic, year, None, rating, ground)


def _not_placed(walk: Walk, p: Passage, numbers: list[str]) -> None:
    listed = ", ".join(numbers)
    walk.out.finding(
        "figure_not_placed",
        "info",
        f"ประโยคกล่าวถึงคะแนน แต่ไม่ทราบว่า {listed} เป็นคะแนนของสิ่งใด จึงไม่ได้บันทึกเป็นคะแนน",
        f"the sentence speaks of scores, but what {listed} is a score of is not told; not recorded as a score",
        (About(page=p.page),) if p.page else (),
        p.source(),
    )


def _heading_wins(
    walk: Walk, p: Passage, found: list[Statement], heading_number: int | None
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


def _indicator_names(walk: Walk, p: Passage, found: list[Statement]) -> None:
    """Indicators that a sentence names without number: ด้านการใช้อำนาจ ได้ ๙๐.๔๔ คะแนน."""
    for s in found:
        if s.place.level != "indicator" or s.from_context or not s.place.indicator:
            continue
        indicator = walk.out.frame.indicator(s.place.indicator)
        before = p.text[max(s.sentence[0], s.start - _NAMED_BEFORE) : s.start]
        names = [v for v in indicator.variants if v in before] if indicator else []
        if names:
            walk.out.name(s.place, max(names, key=len), s.source(p))


_NAMED_BEFORE = 60
"""So near before its figure stands the name."""

_RESULT = re.compile(
    r"\s*(?:(?:ไม่)?(?:ได้รับ|ได้|มี)?\s*(?:ผล)?คะแนน|[=:]|เท่ากับ|\(\s*[๐-๙\d.]+\s*(?:คะแนน)?\s*\)|ไม่ผ่าน|ผ่านเกณฑ์|[–-]\s*[๐-๙\d.]+\s*คะแนน)"
)
"""Where the result of an item begins behind its wording."""


def _item_names(walk: Walk, p: Passage, found: list[Statement]) -> None:
    """The question that a passage words after an item's code and before its score."""
    frame = walk.out.frame
    behind = behind_indicator(p.text, frame)
    lead = leading_item(p.text[behind:].lstrip(), frame, leaning_on(walk))
    if lead is None:
        return
    judged = re.search(r"ผ่านเกณฑ์|ไม่ผ่าน|ไม่ได้(?:รับ)?คะแนน(?!เต็ม)", p.text) is not None
    if not (found and found[0].place.item == lead[0]) and not (judged and not found):
        return

    code, rest, damaged = lead
    cut = _RESULT.search(rest)
    wording = rest[: cut.start()] if cut else rest
    wording = wording.strip(' :()“”"=-–')
    if damaged:
        walk.out.resolved.setdefault(p.text[: len(p.text) - len(rest)].strip(), code)
    if len(squeeze(wording)) > 2:
        walk.out.name(item_place(code, frame), wording, p.source())
