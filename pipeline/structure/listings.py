"""Measures that a report only lists: entries below a sentence or heading that announces measures."""

from __future__ import annotations

import re

from normalizers.text import squeeze
from pipeline.structure.items import Passage
from pipeline.structure.lists import leading_number, mark_style, strip_mark
from pipeline.structure.marks import LEAD_IN, OF_MEASURES, SECTION, SIGNED, labelled_score, leads_to_measures
from pipeline.structure.measures import Draft
from pipeline.structure.references import leading_indicator
from pipeline.structure.vocabulary import finding_of
from pipeline.structure.walk import Listing, Walk, repeats_title

_NAME = re.compile(r"^\W*(?:มาตรการ|โครงการ|กิจกรรม)")
"""How an entry begins that is a measure, whatever announces it."""
_OF_RESULTS = re.compile(r"^\W*(?:จุด|ประเด็น|ปัญหา|ข้อบกพร่อง)")
"""How a heading begins that tells a strength or weakness; an entry says what is to be done."""
_HEADING = 80


def take_listed(walk: Walk, p: Passage) -> None:
    """Keep a passage of a list of measures, and know what announces one.

    Entries marked as the first one is are measures, whatever stands below them are their steps. The list ends at
    the next section or heading, the lines of a signature or the name of an indicator, but where its entries stand under such names.
    """
    style = mark_style(p.text)
    own = walk.listing is not None and style is not None and style == walk.listing.style
    if not own and _announces(walk, p, style):
        number = leading_number(p.text)
        walk.listing = Listing(ended_by=(style, number + 1) if style and number else None)
        return
    if walk.listing is None and style is not None and _NAME.match(strip_mark(p.text)):
        walk.listing = Listing()
    if walk.listing is not None:
        _take(walk, walk.listing, p, style)


def _announces(walk: Walk, p: Passage, style: str | None) -> bool:
    """True for a sentence or heading with measures below it; the report's own title is none."""
    if leads_to_measures(p.text):
        return True
    bare = strip_mark(p.text)
    if len(bare) > _HEADING or not OF_MEASURES.match(bare) or (style is not None and _NAME.match(bare)):
        return False
    return len(squeeze(bare)) < _WORD or not repeats_title(walk, bare)


_WORD = 12
"""Letters of a heading that is a word any title may have."""


def _take(walk: Walk, listing: Listing, p: Passage, style: str | None) -> None:
    if _heads_entries(walk, listing, p):
        listing.style, listing.by_indicator = None, True
        return
    ends = (
        SECTION.match(p.text)
        or SIGNED.match(p.text)
        or leading_indicator(p.text, walk.out.frame)
        or _is_next_heading(listing, p, style)
    )
    if ends or (_OF_RESULTS.match(strip_mark(p.text)) and finding_of(p.text, heading=True)):
        walk.listing = None
        return
    if listing.style is None:
        listing.style = style
    if style is not None and style == listing.style:
        walk.listed.append(Draft(walk.near, title=p.text, source=p.source(), stated_year=walk.lead_year))
    elif listing.style is not None:
        _step(walk.listed[-1], p)
    elif not LEAD_IN.search(p.text):
        walk.listing = None  # what follows is no list


def _is_next_heading(listing: Listing, p: Passage, style: str | None) -> bool:
    """True for ๔. … behind a list that ๓. … announces, whose entries are marked otherwise."""
    return (
        style is not None
        and style != listing.style
        and len(p.text) <= _HEADING
        and listing.ended_by == (style, leading_number(p.text))
    )


def _heads_entries(walk: Walk, listing: Listing, p: Passage) -> bool:
    """True for an indicator's heading in a list that has its entries under such headings, or none yet."""
    named = leading_indicator(strip_mark(p.text), walk.out.frame)
    only_named = named is not None and len(p.text) <= _HEADING and labelled_score(p.text) is None
    return only_named and (listing.by_indicator or listing.style is None)


def _step(draft: Draft, p: Passage) -> None:
    draft.parts["steps"] = ["\n".join([*draft.parts.get("steps", []), p.text])]
    draft.printed["steps"] = ["\n".join([*draft.printed.get("steps", []), p.printed])]
