"""Each passage to whom it belongs: the block that is open, a heading, a wording, a sentence."""

from __future__ import annotations

from normalizers.dates import find_fiscal_years
from pipeline.structure.blocks import close, ends_block, in_block, into_part, open_part
from pipeline.structure.headings import take_heading
from pipeline.structure.items import Passage
from pipeline.structure.marks import ABOUT_MEASURES, LEAD_IN
from pipeline.structure.references import OVERALL
from pipeline.structure.sentences import read_sentence, take_wording
from pipeline.structure.vocabulary import part_heading
from pipeline.structure.walk import Walk


def read_passage(walk: Walk, p: Passage, following: Passage | None) -> None:
    """Take what a passage gives; `following` is the passage right after it."""
    text = p.text
    walk.memory.above = []
    if LEAD_IN.search(text) and ABOUT_MEASURES.search(text[-160:]):
        walk.lead_year = next((y.year for y in reversed(find_fiscal_years(text))), None)
    heading = part_heading(text)
    if heading is not None and in_block(walk, heading[0], text):
        open_part(walk, p, *heading)
        return
    if walk.draft is not None and not ends_block(walk, walk.draft, p):
        into_part(walk, walk.draft, p)
        return
    close(walk)
    if take_heading(walk, p, following):
        walk.last_analysis, walk.soft = None, OVERALL
        return
    walk.heading_before, heading_number = None, walk.heading_before
    if take_wording(walk, p):
        walk.last_analysis = None
        return
    read_sentence(walk, p, heading_number)
