"""What a heading means for the passages under it: indicator, instrument, finding."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.frame import Frame, instrument_variants
from normalizers.text import squeeze
from pipeline.structure.items import Passage
from pipeline.structure.lists import entries
from pipeline.structure.marks import (
    ABOUT_MEASURES,
    LABEL,
    LEAD_IN,
    NUMBERED,
    OF_MEASURES,
    SECTION,
    instrument_scores,
)
from pipeline.structure.prose import statements
from pipeline.structure.references import (
    OVERALL,
    Place,
    Reference,
    indicator_place,
    leading_indicator,
    leading_item,
    name_after,
    references,
    scored_indicator,
)
from pipeline.structure.vocabulary import finding_of, heads_analyses, heads_results
from pipeline.structure.walk import Walk, name_here

_MORE = 14
"""So many letters after the name of an indicator make a sentence of its heading."""


_LABEL_LENGTH = 45
"""And so many where they name a finding: ตัวชี้วัดที่ ๑ … จุดอ่อนที่ต้องแก้ไข."""


_HEADING = 80
"""Letters of a numbered heading over results."""


_SENTENCE = 60
"""Letters behind an indicator's number alone that no heading has: ตัวชี้วัดที่ ๒ ทุกข้อมีคะแนนเพิ่มขึ้น แต่ …"""


_REASONED = re.compile(r"เนื่องจาก|เพราะ|ทำให้|ส่งผล|(?:ยัง)?ไม่(?:ได้|มี|พบ)")
"""What a sentence says and no heading over measures: why something is so, or that it is not."""


def _goes_on(text: str, refs: Sequence[Reference], frame: Frame) -> bool:
    """True where a text begins with an indicator, number and name, and then says something of it."""
    first = next((r for r in refs if r.place.indicator), None)
    if first is None or first.start > 8 or first.place.indicator is None:
        return False
    name = name_after(text, first.end, first.place.indicator, frame)
    rest = text[first.end :]
    if name is None:
        return len(squeeze(rest)) > _SENTENCE
    more = len(squeeze(rest)) - len(squeeze(name))
    return more > _MORE and (more > _LABEL_LENGTH or finding_of(rest, heading=True) is None)


def _is_instrument(text: str) -> bool:
    """True for a line that is the name of an instrument and nothing else."""
    key = squeeze(text)
    found = [n for names in instrument_variants().values() for n in map(squeeze, names) if n in key]
    if not found or len(key) > 130:
        return False
    for name in sorted(found, key=len, reverse=True):
        key = key.replace(name, "")
    return len(re.sub(r"[^ก-๎]", "", re.sub(r"(?:แบบวัด|เครื่องมือ|ส่วนที่|ด้าน|[ieo]it)", "", key))) < 4


def _take_scored(walk: Walk, p: Passage, following: Passage | None) -> bool:
    """A heading with its score; in a list of such lines no heading for what follows."""
    found = scored_indicator(p.text, walk.out.frame)
    if found is None:
        walk.in_list = False
        return False
    place = indicator_place(found[0], walk.out.frame)
    walk.out.name(place, found[1], p.source())
    walk.out.score(place, found[2], p.source())
    listed = following is not None and scored_indicator(following.text, walk.out.frame) is not None
    walk.near = OVERALL if listed or walk.in_list else place
    walk.heading_before = None if listed or walk.in_list else found[0]
    walk.finding, walk.in_list = None, listed
    return True


def take_heading(walk: Walk, p: Passage, following: Passage | None) -> bool:
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
    if named is None and _take_scored(walk, p, following):
        return True
    pairs = instrument_scores(text)
    for code, value in pairs:
        out.score(Place(code), value, p.source())
    if pairs:
        return True
    if named:
        place = indicator_place(named[0], frame)
        out.name(place, named[1], p.source())
        listed = following is not None and leading_indicator(following.text, frame) is not None
        walk.near = OVERALL if listed else place
        walk.finding = None
        walk.heading_before = None if listed else named[0]
        return True
    refs = [r for r in references(text, frame) if not r.place.is_item]
    if len(text) > 260 or _goes_on(text, refs, frame) or statements(text, frame, walk.near):
        return False
    if _is_instrument(text):
        walk.near = next((r.place for r in refs if r.place.instrument), OVERALL)
        return True
    numbers = {r.place.indicator for r in refs if r.place.indicator}
    finding = finding_of(text, heading=True)
    if SECTION.match(text):
        walk.near = OVERALL
        walk.finding = finding
        return True
    short = len(text) < 160
    if (
        finding
        and (short or len(numbers) == 1)
        and not LEAD_IN.search(text)
        and not leading_item(text, frame, walk.near)
    ):
        numbered_or_label = (
            NUMBERED.match(text)
            or (len(text) < 90 and LABEL.match(text))
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
                name_here(walk, text, ref.end, number, p)
            elif NUMBERED.match(text) and not walk.near.indicator:
                walk.near = next((r.place for r in refs if r.place.instrument), OVERALL)
            return True
    if heads_analyses(text):
        walk.near, walk.finding = OVERALL, "general"
        return True
    if NUMBERED.match(text) and len(text) < _HEADING and heads_results(text):
        walk.near, walk.finding = OVERALL, None
        return True
    opens = re.match(r"^\W*(?:\(?[๐-๙\d.]{1,4}\)?\s*)?ตัวชี้\s?วัด", text)
    if short and len(numbers) == 1 and opens and len(squeeze(text[refs[0].end :])) <= _LABEL_LENGTH:
        number = numbers.pop()
        walk.near, walk.finding = indicator_place(number, frame), finding
        walk.heading_before = number
        name_here(walk, text, refs[0].end, number, p)
        return True
    if short and NUMBERED.match(text) and refs and refs[0].place.instrument and not numbers:
        walk.near, walk.finding = Place(refs[0].place.instrument), finding or walk.finding
        return True
    if (
        short
        and ABOUT_MEASURES.search(text)
        and not _REASONED.search(text)
        and (NUMBERED.match(text) or p.centred or (len(text) < 80 and OF_MEASURES.match(text)))
    ):
        walk.near, walk.finding = OVERALL, None
        return True
    return False
