"""Measures written as paragraphs: a block opens, its parts follow each other, it ends."""

from __future__ import annotations

import re

from normalizers.text import squeeze
from pipeline.structure.items import Passage
from pipeline.structure.lists import begins_unit, strip_mark
from pipeline.structure.marks import (
    ABOUT_MEASURES,
    LEAD_IN,
    NUMBERED,
    OF_MEASURES,
    SECTION,
    SIGNED,
    labelled_score,
    without_verb,
)
from pipeline.structure.measures import Draft, strip_dash
from pipeline.structure.prose import statements
from pipeline.structure.references import leading_indicator, references
from pipeline.structure.sentences import take_figure
from pipeline.structure.vocabulary import finding_label, names_measure, part_heading
from pipeline.structure.walk import Walk, name_here


def in_block(walk: Walk, role: str, text: str) -> bool:
    """A part's heading counts inside a block, or where it opens one."""
    if role in ("title", "block"):
        return True
    if walk.draft is None:
        return role in ("steps", "rationale") and len(squeeze(text)) < 130 and walk.near.indicator is not None
    return True


_SAYS = re.compile(r"[ก-๎]{4}")


_PARTS = frozenset(
    {"rationale", "steps", "responsible", "period", "monitoring", "progress", "outcome", "aside", "budget"}
)


def opens_measure(walk: Walk, p: Passage, following: Passage | None) -> bool:
    """True for the name of a measure without a word that says so: the first part of its block stands right below.

    In a block that is open only where that part is there already: else it is the block's last entry.
    """
    text = p.text
    named = NUMBERED.match(text) or OF_MEASURES.match(text)
    if following is None or not named or len(text) > _TITLE_LENGTH or not ABOUT_MEASURES.search(text):
        return False
    under = part_heading(following.text)
    if under is None or under[0] not in _PARTS:
        return False
    if walk.draft is not None and under[0] not in walk.draft.parts:
        return False
    other = SECTION.match(text) or LEAD_IN.search(text) or leading_indicator(text, walk.out.frame)
    return not other and part_heading(text) is None


_TITLE_LENGTH = 220


def open_measure(walk: Walk, p: Passage) -> None:
    """Open a block by the name of its measure."""
    close(walk)
    walk.last_analysis = None
    walk.draft = Draft(walk.near, title=p.text, source=p.source(), stated_year=walk.lead_year)
    walk.part = "title"


def open_part(walk: Walk, p: Passage, role: str, rest: str) -> None:
    """Open the part that a heading names; a title opens a new block."""
    if role == "block":
        close(walk)
        return
    walk.last_analysis = None
    draft = walk.draft
    if role == "title" or draft is None:
        only_title = draft is not None and not draft.parts and not draft.named
        if draft is None or not only_title:
            close(walk)
            draft = walk.draft = Draft(walk.near, source=p.source(), stated_year=walk.lead_year)
        if role == "title":
            draft.title = rest or draft.title
            draft.named_by_label = bool(rest) and _SAYS.search(rest) is not None and names_measure(p.text)
            if not rest:
                draft.lines["heading"] = [draft.title]
                draft.title = ""
            walk.part = "title"
            return
    walk.part = role
    if rest:
        _add(draft, role, rest, _printed_rest(p, rest))


def _printed_rest(p: Passage, rest: str) -> str:
    """What stands after a heading, as the file has it; the whole passage where repair changed it."""
    return rest if rest in p.printed else p.printed


def _add(draft: Draft, role: str, text: str, printed: str) -> None:
    """One part of a block in paragraphs is one segment, its paragraphs parted by newlines."""
    for parts, new in ((draft.parts, text), (draft.printed, printed)):
        segments = parts.setdefault(role, [])
        segments[:] = ["\n".join([*segments, new])]
    draft.lines.setdefault(role, []).append(strip_dash(text))
    if role == "rationale":
        draft.named.append(text)


def into_part(walk: Walk, draft: Draft, p: Passage) -> None:
    """A passage in the part that is open."""
    if walk.part == "title":
        if not draft.title:
            draft.title, draft.source = p.text, p.source()
        elif NUMBERED.match(p.text) or NUMBERED.match(draft.title):
            fresh = not NUMBERED.match(draft.title)
            draft.title = p.text if fresh and len(draft.title) < 20 else f"{draft.title}\n{p.text}"
        else:
            _about_title(walk, draft, p)
        return
    _add(draft, walk.part or "steps", p.text, p.printed)
    for s in statements(p.text, walk.out.frame, draft.near):
        if s.statistic == "target" or (s.place.is_item and not s.from_context):
            take_figure(walk, s, p)


def _about_title(walk: Walk, draft: Draft, p: Passage) -> None:
    """A line under the title says what the measure is about, or goes on with the title."""
    found = references(p.text, walk.out.frame, draft.near)
    if found:
        draft.named.append(p.text)
        for ref in found:
            if ref.place.indicator and not ref.place.is_item:
                name_here(walk, p.text, ref.end, ref.place.indicator, p)
    else:
        draft.title += " " + p.text


def ends_block(walk: Walk, draft: Draft, p: Passage) -> bool:
    """True where a passage stands below the block that is open."""
    text = p.text
    frame = walk.out.frame
    if SECTION.match(text) or SIGNED.match(text):
        return True
    if finding_label(text):
        return True
    label = labelled_score(text)
    named = leading_indicator(without_verb(label[0]) if label else text, frame)
    if named and (walk.part != "title" or draft.title):
        return True
    if (
        len(text) < 230
        and re.search(r"การวิเคราะห์ผลการประเมิน|^จุดที่เป็น|^ประเด็นที่เป็น", text)
        and not NUMBERED.match(text)
    ):
        return True
    if walk.part in ("responsible", "period") and draft.parts.get(walk.part):
        short = len(text) < 90 and not LEAD_IN.search(text)
        if walk.part == "period":
            return not (short and re.search(r"[๐-๙\d]", text))
        if NUMBERED.match(text) and not begins_unit(strip_mark(text)):
            listed = NUMBERED.match(draft.parts[walk.part][-1]) is not None
            return not short or not listed or ABOUT_MEASURES.search(text) is not None
        return not short
    if (
        walk.part != "title"
        and NUMBERED.match(text)
        and re.search(r"ตัวชี้วัดที่\s*[๐-๙\d]", text)
        and len(text) < 120
        and walk.part != "rationale"
    ):
        return True
    return bool(re.match(r"^จากการวิเคราะห์", text) and LEAD_IN.search(text))


def close(walk: Walk) -> None:
    """End the block that is open and keep its measure."""
    draft = walk.draft
    if draft is None:
        return
    if not draft.title and draft.lines.get("heading") and draft.lines["heading"][0]:
        draft.title = draft.lines["heading"][0]
    if (draft.title and (draft.parts or draft.named_by_label)) or draft.parts.get("steps"):
        rationale = zip(draft.parts.get("rationale", []), draft.printed.get("rationale", []), strict=True)
        for text, printed in rationale:
            read = statements(text, walk.out.frame, draft.near)
            for s in read:
                if s.place.is_item or s.statistic == "target":
                    take_figure(walk, s, Passage(text, printed, draft.source.page, draft.source.bbox))
        walk.drafts.append(draft)
    walk.draft, walk.part = None, None
