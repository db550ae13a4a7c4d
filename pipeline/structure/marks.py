"""How lines of a report begin and end: what tells a section, a heading, a lead-in."""

from __future__ import annotations

import re

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
