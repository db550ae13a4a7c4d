"""The year whose result a plan rests on, where its title names the year that it is for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from normalizers.dates import find_fiscal_years
from normalizers.text import squeeze
from pipeline.structure.items import Passage

_OF_PLAN = re.compile(
    r"^\W*(?:แบบ|ประกาศ\S*\s+เรื่อง\s*)?(?:การ)?(?:นำผล|นำแนวทาง|แนวทาง|แผน|มาตรการ|กำหนดมาตรการ|ขับเคลื่อน|พัฒนา|ยกระดับ|ปรับปรุง)"
)
"""How the title of a plan begins; that of an analysis names the year of the result itself."""
_OF_RESULT = re.compile(r"ผล(?:คะแนน)?(?:การ)?ประเมิน(?:(?!มาตรการ|แผน|[๐-๙\d]{4}).){0,140}$", re.DOTALL)
"""What stands before the year of a result."""
_RESTS_ON = re.compile(r"(?:(?<!ขึ้น)(?<!ลง)(?<!เทียบ)จาก|วิเคราะห์|โดยที่|ตามที่|ตาม|นำ)(?:การวิเคราะห์|รายงาน)?\s*$")
"""And before the result where it is what the text is about, not one that it is compared with."""
_SCORE = re.compile(r"[๐-๙\d]\.[๐-๙\d]{2}(?![๐-๙\d])")


class Analysed(NamedTuple):
    """A year and the passage that says that its result is meant."""

    year: int
    at: Passage


def year_analysed(title: str | None, year: int | None, passages: Sequence[Passage]) -> Analysed | None:
    """The year before the title's, where the text below speaks of the result of that year only.

    None for the title of an analysis, where the result of the title's own year is spoken of too, and where
    scores without a year stand first.
    """
    if title is None or year is None or not _OF_PLAN.match(title):
        return None
    rests_on: Passage | None = None
    scored = False
    whole = squeeze(title)
    for p in passages:
        if squeeze(p.text) in whole:
            continue
        for found in find_fiscal_years(p.text):
            said = _OF_RESULT.search(p.text[: found.start])
            if said is None or found.year not in (year, year - 1):
                continue
            if found.year == year:
                return None
            if not scored and _RESTS_ON.search(p.text[: said.start()]):
                rests_on = rests_on or p
        scored = scored or _SCORE.search(p.text) is not None
    return Analysed(year - 1, rests_on) if rests_on else None
