"""How lines of a report begin and end: what tells a section, a heading, a lead-in."""

from __future__ import annotations

import re
from decimal import Decimal

from normalizers.numbers import parse_decimal

SECTION = re.compile(r"^\s*(?:ส่วนที่|บทที่|หมวด(?:ที่)?|ตอนที่|ภาคผนวก)\s*[๐-๙\d]*")
NUMBERED = re.compile(r"^\s*\(?[๐-๙\d]{1,2}(?:\.[๐-๙\d]{1,2})?\s*[.)]")
LABEL = re.compile(r"^\W*(?:จุด|ประเด็น|ปัญหา|ข้อ|กลุ่ม|สิ่ง|ควร|ด้าน|ตัวชี้วัด|ผล|การ|เรื่อง|รายการ|ต้อง|ไม่ผ่าน)")
"""How a heading without number begins; a sentence begins with who does it."""
LEAD_IN = re.compile(r"(?:ดังนี้|ดังต่อไปนี้|ดังกล่าว)\s*[:.]?\s*$")
SIGNED = re.compile(r"^\W*(?:ลงชื่อ|ลงนาม)|^[\s(]*[.…_]{6,}")
"""The lines of a signature, which stand below a report and belong to none of its parts."""
STATED = re.compile(r"(?:ได้|มี)(?:รับ)?(?:ผล)?คะแนน|ผ่านเกณฑ์|ไม่ผ่าน|ได้(?:รับ)?\s*[๐-๙\d]")
"""Verbs that state a result."""
OF_MEASURES = re.compile(
    r"^\W*(?:มาตรการ|แนวทาง|แผน|โครงการ|กิจกรรม|การนำผล|การกำหนด|การขับเคลื่อน|การจัดทำ|ข้อเสนอ)"
)
"""How a heading over measures begins."""
ABOUT_MEASURES = re.compile(r"มาตรการ|แนวทาง|แผนปฏิบัติ|โครงการ|กิจกรรม|การนำผล")
_SCORE = re.compile(
    r"[\s(:=–-]*(?:(?:ผล)?คะแนน(?:เฉลี่ย|รวม|ที่ได้)?)?\s*(?:เท่ากับ|คือ|=|:|จำนวน)?\s*"
    r"\(?(?P<value>[๐-๙\d]{1,3}(?:\.[๐-๙\d]{1,4})?)\s*(?P<unit>คะแนน|%)?\s*\)?$"
)
"""The score behind a name: การใช้อำนาจ (๙๒.๑๓ คะแนน), การใช้อำนาจ = 92.13."""


_ENDS_AS_SCORE = re.compile(r"[\d%น)]")


def labelled_score(text: str) -> tuple[str, Decimal] | None:
    """A label and the score behind it, of a line that is nothing else.

    >>> labelled_score("ตัวชี้วัดที่ ๓ การใช้อำนาจ (๙๒.๑๓ คะแนน)")
    ('ตัวชี้วัดที่ ๓ การใช้อำนาจ', Decimal('92.13'))
    >>> labelled_score("การใช้อำนาจ = 92.13"), labelled_score("ข้อ ๑๒"), labelled_score("ปี ๒๕๖๘")
    (('การใช้อำนาจ', Decimal('92.13')), None, None)
    """
    # Most lines end otherwise, and `_SCORE` looks for a score from every letter on.
    m = _SCORE.search(text) if _ENDS_AS_SCORE.search(text.rstrip()[-1:]) else None
    value = parse_decimal(m["value"]) if m else None
    if m is None or value is None or value > 100 or not ("." in m["value"] or m["unit"] or value in (0, 100)):
        return None
    label = text[: m.start()].strip()
    return None if label.endswith(("ร้อยละ", "เต็ม")) else (label, value)
