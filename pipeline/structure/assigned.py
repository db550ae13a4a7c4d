"""Who is to carry out a measure and by when, where its own sentence ends with that."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.structure.lists import begins_unit

_TO = re.compile(
    r"\s*(?:โดย|และ)?\s*(?:มอบหมาย(?:ให้)?|รับผิดชอบโดย|(?:ผู้|หน่วยงานที่|หน่วยงาน)รับผิดชอบ\s*[:：])\s*(?=\S)"
)
_CARRIED_OUT = re.compile(
    r"\s*(?:เป็น(?:ผู้|หน่วยงาน)?(?:หลัก)?(?:ใน)?(?:การ)?)?(?:ดำเนิน(?:การ|งาน)|รับผิดชอบ)?(?:ให้แล้วเสร็จ)?"
    r"(?:\s*ระยะเวลา(?:ดำเนินการ)?\s*[:：]?)?\s*"
)
_WHEN = r"(?:ภายใน\s*(?=วัน|เดือน|ไตรมาส|ปี|สิ้น|ระยะ|[๐-๙\d]|[ก-ธ]\.)|ตั้งแต่|ระหว่าง|ตลอด|ทุก\s?(?:เดือน|ไตรมาส|สัปดาห์|วัน|ปี)|ในเดือน|ในไตรมาส|ในช่วง|ในปี|ไตรมาส|เดือน)"
_TIME = re.compile(_WHEN + r"[^\n]*")
_UNITS_END = re.compile(rf"\s*(?:เป็น(?:ผู้|หน่วยงาน)|ดำเนินการ|ดำเนินงาน|รับผิดชอบ|ให้แล้วเสร็จ|ระยะเวลา|{_WHEN})")


class Assigned(NamedTuple):
    """What is to be done, and who does it when, as the sentence has it."""

    title: str
    responsible: str
    period: str
    """Empty where none is said."""


def assigned(text: str) -> Assigned | None:
    """The parts of a measure's sentence that ends with who carries it out; None where it does not.

    >>> assigned("จัดทำคู่มือการยืมพัสดุ มอบหมาย กองคลัง ดำเนินการภายในเดือนมีนาคม ๒๕๖๘")
    Assigned(title='จัดทำคู่มือการยืมพัสดุ', responsible='กองคลัง', period='ภายในเดือนมีนาคม ๒๕๖๘')
    >>> assigned("ทบทวนแผนการจัดซื้อ โดยมอบหมายให้กองคลังเป็นผู้รับผิดชอบ")
    Assigned(title='ทบทวนแผนการจัดซื้อ', responsible='กองคลัง', period='')

    >>> assigned("ตรวจทานรายการ มอบหมายหน่วยตรวจสอบภายใน ดำเนินการทุกไตรมาส").responsible
    'หน่วยตรวจสอบภายใน'

    What someone is charged with is the measure itself:

    >>> assigned("ประชุมชี้แจงบุคลากร และมอบหมายให้กองคลังจัดทำทะเบียนคุม")
    >>> assigned("มอบหมายเจ้าหน้าที่ประจำจุดบริการ")
    """
    found = _TO.search(text)
    if found is None or found.start() < 1:
        return None
    rest = text[found.end() :]
    end = _UNITS_END.search(rest)
    responsible = rest[: end.start()] if end else rest
    if not begins_unit(responsible) or len(responsible) > _LONGEST:
        return None
    carried_out = _CARRIED_OUT.match(rest, len(responsible))
    at = carried_out.end() if carried_out else len(responsible)
    time = _TIME.fullmatch(rest, at)
    if time is None and (rest[at:].strip(" .)") or end is None):
        return None
    return Assigned(text[: found.start()].rstrip(), responsible.strip(), time[0].strip() if time else "")


_LONGEST = 80
"""Letters of units' names in a row; more is a sentence."""
