"""Entries of numbered and dashed lists, and the units named as responsible.

A list may stand on lines of its own or run on in one line; the outermost list makes the entries and
lists nested in an entry stay in its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from normalizers.numbers import to_arabic_digits

_MARK = re.compile(
    r"""(?P<start>^|(?<=\n)|(?<=\s)|(?<=[ก-๙)]))[ ]*
        (?:(?P<dash>[-–—•●▪■])(?:[ ]*(?=[^\s\d])|[ ]+(?=\d))
          |(?P<paren>\(\s*(?P<p>\d{1,2})\s*\))[ ]*
          |(?P<level>(?P<prefix>\d{1,2}(?:\.\d{1,2})*\.)(?P<l>\d{1,2}))[.)]?[ ]+(?!คะแนน)
          |(?P<dot>(?P<d>\d{1,2})\.)(?!\d)[ ]*
          |(?P<close>(?P<c>\d{1,2})\))[ ]*
        )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    style: str
    number: int | None
    at_line_start: bool


def entries(text: str) -> list[str]:
    """The entries of the outermost list in a text, without their marks.

    An unmarked line above the list is an entry of its own; unmarked lines below an entry belong to it.
    Text without any mark gives one entry a line.

    >>> entries("๑. จัดทำคู่มือ\\n๒. เผยแพร่คู่มือ\\nบนเว็บไซต์")
    ['จัดทำคู่มือ', 'เผยแพร่คู่มือ บนเว็บไซต์']
    >>> entries("๑.ประชุม ๒.รายงานผล -รายเดือน -รายปี ๓.สรุป")
    ['ประชุม', 'รายงานผล -รายเดือน -รายปี', 'สรุป']
    >>> entries("อบรมบุคลากร\\n-ส่งไปอบรม\\n-จัดอบรมเอง")
    ['อบรมบุคลากร', 'ส่งไปอบรม', 'จัดอบรมเอง']
    >>> entries("จัดประชุมทุกเดือน")
    ['จัดประชุมทุกเดือน']
    """
    marks = _outermost(text)
    if not marks:
        return [line.strip() for line in text.split("\n") if line.strip()]
    head = text[: marks[0].start].strip()
    ends = [m.start for m in marks[1:]] + [len(text)]
    out = [_one_line(head)] if head else []
    out += [_one_line(text[m.end : end]) for m, end in zip(marks, ends, strict=True)]
    return [strip_mark(e) for e in out if e]


def strip_mark(text: str) -> str:
    """A text without the number or dash it begins with; also both, one after the other.

    >>> strip_mark("๑. การปฏิบัติหน้าที่"), strip_mark("- ๓.๑ จัดทำทะเบียน"), strip_mark("(๑) กิจกรรม")
    ('การปฏิบัติหน้าที่', 'จัดทำทะเบียน', 'กิจกรรม')
    >>> strip_mark("๓๐ กันยายน"), strip_mark("๕.การแก้ไขปัญหา")
    ('๓๐ กันยายน', 'การแก้ไขปัญหา')
    """
    text = _LETTERED.sub("", text.strip())
    for _ in range(2):
        match = _MARK.match(to_arabic_digits(text))
        if not match or not match.end():
            break
        text = text[match.end() :].strip()
    return text


_LETTERED = re.compile(r"^[กขคฆงฉ]\.\s+(?=\S)")
"""The letter of a section: ก. ผลการประเมิน. Other letters with a point are words (จ. น. ต.)."""


def mark_style(text: str) -> str | None:
    """How a text that begins an entry of a list is marked: the same for all entries of one list; None for others.

    >>> mark_style("๑. มาตรการ"), mark_style("(๑) ให้กองคลัง"), mark_style("๒) ให้กองช่าง"), mark_style("ประกาศ ณ วันที่")
    ('dot', 'paren', 'close', None)
    >>> mark_style("- จัดอบรม"), mark_style("๑.๑ จัดอบรม") == mark_style("๑.๒ สรุปผล")
    ('dash', True)
    """
    match = _MARK.match(to_arabic_digits(text.strip()))
    if match is None or not match.end():
        return None
    return next(name for name in ("dash", "paren", "level", "dot", "close") if match[name])


def leading_number(text: str) -> int | None:
    """The number that a text begins with as a list mark, or None.

    >>> leading_number("๑๐. การป้องกันการทุจริต"), leading_number("(๒) ผลการวิเคราะห์"), leading_number("๔ ระยะเวลา")
    (10, 2, None)
    """
    match = _MARK.match(to_arabic_digits(text.lstrip("-–•* ")))
    if not match:
        return None
    digits = match["p"] or match["l"] or match["d"] or match["c"]
    return int(digits) if digits else None


def begins_entry(text: str) -> bool:
    """True where a text begins with a list's number or dash."""
    return leading_number(text) is not None or text.startswith(("-", "–", "•"))


def _marks(text: str) -> Iterator[_Mark]:
    plain = to_arabic_digits(text)
    for m in _MARK.finditer(plain):
        start = m.start()
        at_line_start = not text[:start].rstrip(" ") or text[:start].rstrip(" ").endswith("\n")
        if m["dash"]:
            if not at_line_start and (not text[:start].endswith((" ", ")")) and text[start] != " "):
                continue  # a hyphen inside a word
            yield _Mark(start, m.end(), "-", None, at_line_start)
        elif m["paren"]:
            yield _Mark(start, m.end(), "(n)", int(m["p"]), at_line_start)
        elif m["level"]:
            yield _Mark(start, m.end(), m["prefix"], int(m["l"]), at_line_start)
        elif m["dot"]:
            yield _Mark(start, m.end(), "n.", int(m["d"]), at_line_start)
        else:
            yield _Mark(start, m.end(), "n)", int(m["c"]), at_line_start)


def _outermost(text: str) -> list[_Mark]:
    """The marks of the outermost list: the style of the first mark at a line's start, in order."""
    marks = list(_marks(text))
    first = next((m for m in marks if m.at_line_start), None)
    if first is None:
        # A head, then a list that runs on in the same line, is a list only where it goes 1, 2.
        first = next((m for m in marks if m.number == 1 and any(n.number == 2 for n in marks)), None)
    if first is None:
        return []
    same = [m for m in marks if m.style == first.style and m.start >= first.start]
    if first.style == "-":
        on_lines = [m for m in same if m.at_line_start]
        return on_lines if len(on_lines) > 1 else same
    out = [first]
    for mark in same[1:]:
        expected = (out[-1].number or 0) + 1
        if mark.number == expected or (
            mark.at_line_start and mark.number is not None and expected - 1 <= mark.number <= expected + 1
        ):
            out.append(mark)
    return out


def _one_line(text: str) -> str:
    """An entry's lines as running text; a line that begins a nested list keeps its line break."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    out = ""
    for line in lines:
        nested = _MARK.match(to_arabic_digits(line)) is not None
        out += ("\n" if nested else " ") + line if out else line
    return out


_UNIT_HEADS = (
    "สำนัก", "กอง", "ฝ่าย", "งาน", "หน่วย", "ส่วน", "ทุก", "โรงเรียน", "ศูนย์", "นัก", "เจ้าหน้าที่", "เจ้าพนักงาน",
    "หัวหน้า", "ปลัด", "รองปลัด", "นายก", "รองนายก", "ผู้", "คณะ", "บุคลากร", "พนักงาน", "นิติกร", "สภา", "กลุ่ม",
    "เลขานุการ", "ประธาน", "ครู", "สถานศึกษา", "รพ", "โรงพยาบาล",
)  # fmt: skip
"""Words that the names of units and posts begin with."""
_BARE = re.compile(r"^(?:สำนัก|กอง|ฝ่าย|งาน|หน่วย|ส่วน|กลุ่ม|ศูนย์|ทุก)$")
_BARE_END = re.compile(r"(?:และ|ร่วมกับ|[/,\s])(?:สำนัก|กอง|ฝ่าย|ส่วน|ศูนย์|กลุ่ม|ทุก)$")
"""The beginning of a name whose rest stands on the next line."""
_JOINT = re.compile(r"\s*(?:/|,|;|\n|\s(?=ร่วมกับ)|ร่วมกับ|และ(?=\s)|และ(?=[ก-๙])|\s(?=\S))\s*")


def units(lines: Sequence[str]) -> tuple[str, ...]:
    """The units and posts named as responsible, each once.

    >>> units(["สำนักปลัด/ ทุกกอง"]), units(["ทุกสำนัก / กอง"])
    (('สำนักปลัด', 'ทุกกอง'), ('ทุกสำนัก / กอง',))
    >>> units(["สำนักปลัดเทศบาลและกองยุทธศาสตร์และงบประมาณ"])
    ('สำนักปลัดเทศบาล', 'กองยุทธศาสตร์และงบประมาณ')
    >>> units(["ทุกส่วน", "ราชการ", "สำนักปลัด", "สำนักปลัด"])
    ('ทุกส่วนราชการ', 'สำนักปลัด')
    >>> units(["งานพัสดุและสินทรัพย์ กองคลัง และงานนิติการ สำนักปลัดเทศบาล"])
    ('งานพัสดุและสินทรัพย์ กองคลัง', 'งานนิติการ สำนักปลัดเทศบาล')
    """
    text = ""
    for raw in lines:
        line = strip_mark(raw)
        if not line:
            continue
        if not text:
            text = line
        elif _stands_alone(text.rsplit("\n", 1)[-1]) and begins_unit(line):
            text += "\n" + line
        else:
            space = " " if text[-1].isascii() or line[0].isascii() else ""
            text += space + line
    out: list[str] = []
    for part in _split(text):
        unit = part.strip(" .,;/\n")
        if _ABBREVIATED.search(unit) and part.strip(" ,;/\n").startswith(unit + "."):
            unit += "."
        if unit and unit not in out:
            out.append(unit)
    return tuple(out)


_ABBREVIATED = re.compile(r"(?:อ\.?บ\.?[ตจ]|อปท|ท\.?[ตมน]|ร\.?ร|ป\.ป\.ช|สตง|พ\.ศ|กทม|ศพด)$")
"""Words that are written with a full stop, at the end of a unit's name."""


def _split(text: str) -> list[str]:
    parts, begin, depth = [], 0, 0
    i = 0
    while i < len(text):
        ch = text[i]
        depth += (ch == "(") - (ch == ")")
        match = _JOINT.match(text, i) if depth == 0 else None
        if match and match.end() > i:
            left, right = text[begin:i], text[match.end() :]
            only_space = not match.group().strip()
            right_unit = re.split(r"[/,;\n]|ร่วมกับ", right, maxsplit=1)[0].strip()
            both = _stands_alone(left) and begins_unit(right) and not _BARE.match(right_unit)
            hard = match.group().strip() == "ร่วมกับ" or "\n" in match.group()
            if both and (not only_space or hard or re.match(r"^ทุก\S+$", left.strip())):
                parts.append(left)
                begin = match.end()
            i = match.end()
            continue
        i += 1
    return [*parts, text[begin:]]


def begins_unit(text: str) -> bool:
    """True where a text begins as names of units and posts do."""
    return text.lstrip().startswith(_UNIT_HEADS)


def _stands_alone(text: str) -> bool:
    text = text.strip()
    if text.endswith(("และ", "/", ",", "ร่วมกับ", "(")) or _BARE.match(text) or _BARE_END.search(text):
        return False
    return begins_unit(text)
