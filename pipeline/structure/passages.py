"""Each passage to whom it belongs: the block that is open, a heading, a wording, a sentence."""

from __future__ import annotations

import re

from normalizers.dates import find_fiscal_years
from pipeline.structure.analyses import take_labelled
from pipeline.structure.blocks import (
    close,
    ends_block,
    in_block,
    into_part,
    open_measure,
    open_part,
    opens_measure,
)
from pipeline.structure.headings import take_heading
from pipeline.structure.items import Passage
from pipeline.structure.listings import take_listed
from pipeline.structure.lists import strip_mark
from pipeline.structure.marks import (
    ABOUT_MEASURES,
    ABOUT_SCORES,
    LEAD_IN,
    OF_MEASURES,
    leads_to_measures,
)
from pipeline.structure.references import (
    OVERALL,
    indicator_place,
    leading_item,
    scored_indicator,
)
from pipeline.structure.sentences import read_sentence, take_wording
from pipeline.structure.vocabulary import finding_label, names_measure, part_heading
from pipeline.structure.walk import Walk, repeats_title


def _year_of_measures(text: str) -> int | None:
    """The year that a sentence sets measures for: named behind them, not that of a result named before."""
    begin = ABOUT_MEASURES.search(text)
    years = [y.year for y in find_fiscal_years(text) if begin and y.start > begin.start()]
    return years[-1] if years else None


def _sets_year(walk: Walk, text: str) -> bool:
    """True for a heading over measures, or the sentence below one, that says of which year they are."""
    heads = len(text) < _SHORT and OF_MEASURES.match(strip_mark(text)) is not None
    leads = walk.listing is not None and LEAD_IN.search(text) is not None
    return (heads or leads) and not repeats_title(walk, text) and bool(find_fiscal_years(text))


_SHORT = 100
"""Letters of a line above a table that only says more of it."""


def _year_above(before: int | None, text: str) -> int | None:
    """The one year that the lines above a table give for its scores."""
    short = len(text) < _SHORT
    if not short and not LEAD_IN.search(text):
        return None
    years = {y.year for y in find_fiscal_years(text)}
    if not years:
        return before if short else None
    says = ABOUT_SCORES.search(text) and not _SENTENCE.search(text)
    return years.pop() if says and len(years) == 1 else None


_SENTENCE = re.compile(r"[๐-๙\d]\.[๐-๙\d]{2}|เทียบ")
"""A year beside figures, or one that is only compared with, is not that of the table below."""


_NO_SCORE = re.compile(r"ไม่ได้(?:รับ)?คะแนน(?!เต็ม)|ได้(?:รับ)?(?:คะแนน)?\s*[0๐](?:[.][0๐]+)?\s*คะแนน")
"""… ข้อที่ไม่ได้คะแนน มี ๓ ข้อ ดังนี้."""


def read_passage(walk: Walk, p: Passage, following: Passage | None) -> None:
    """Take what a passage gives; `following` is the passage right after it."""
    text = p.text
    walk.memory.above = []
    year_before, walk.memory.year = walk.memory.year, _year_above(walk.memory.year, text)
    if walk.memory.year != year_before or find_fiscal_years(text):
        walk.memory.year_at = p.source() if walk.memory.year else None
    if leads_to_measures(text):
        walk.lead_year = _year_of_measures(text)
    elif _sets_year(walk, text):
        walk.lead_year = find_fiscal_years(text)[-1].year
    if opens_measure(walk, p, following):
        open_measure(walk, p)
        return
    heading = part_heading(text)
    if heading is not None and in_block(walk, heading[0], text):
        open_part(walk, p, *heading)
        return
    if walk.draft is not None and not ends_block(walk, walk.draft, p):
        into_part(walk, walk.draft, p)
        return
    close(walk)
    take_listed(walk, p)
    if _NO_SCORE.search(text) and LEAD_IN.search(text):
        walk.no_score = True
    elif walk.no_score and leading_item(text, walk.out.frame, walk.near) is None:
        walk.no_score = False
    if take_labelled(walk, p):
        walk.last_analysis = None
        return
    near = walk.near
    headed = take_heading(walk, p, following)
    if walk.near is not near:
        walk.near_at = p.source()
    if headed:
        walk.last_analysis, walk.soft = None, OVERALL
        return
    walk.heading_before, heading_number = None, walk.heading_before
    if take_wording(walk, p):
        walk.last_analysis = None
        return
    read_sentence(walk, p, heading_number)
    _heads_labels(walk, p, following)


def _heads_labels(walk: Walk, p: Passage, following: Passage | None) -> None:
    """An indicator with its score heads the lines under it that say by their labels what they are."""
    if following is None or not (finding_label(following.text) or names_measure(following.text)):
        return
    if named := scored_indicator(p.text, walk.out.frame, with_verb=True):
        walk.near, walk.near_at = indicator_place(named[0], walk.out.frame), p.source()
        walk.finding, walk.last_analysis = None, None
