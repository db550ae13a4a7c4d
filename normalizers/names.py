"""Names of local governments, districts and provinces in Thai text.

Thai writes no blanks between words, so where a name ends is decided: at a blank, a digit, a sign, or a word
that goes on with the sentence (`STOP_WORDS`), unless a place is called so (`NAMES_WITH_STOP_WORDS`).
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from typing import Literal

from normalizers.text import clean


def _words(s: str) -> tuple[str, ...]:
    return tuple(s.split())


STOP_WORDS = _words(
    """
    อำเภอ จังหวัด ตำบล หมู่ที่ เขตพื้นที่ รหัส โทร เลขที่ สังกัด ประจำ ในปี ปีงบ ปีพ ปีที่ ตลอด ระหว่าง ระยะ
    เมื่อ หลังจาก ขณะ ดังนี้ ดังกล่าว ดังต่อ ต่อไป ต่าง ทั้ง ทั่ว ทุก นี้ นั้น อื่น หลาย อย่าง ได้ จึง มี ไป ต้อง
    ยังคง ยังไม่ ยังมี ที่ เป็น จะ ควร สามารถ ไม่ ให้ และ หรือ แต่ ของ เพื่อ โดย ซึ่ง ตามที่ ตามแผน ตามมาตร
    จากการ จากผล เช่น พร้อม กับประ กับหน่วย ต่อการ ต่อประ ต่อสาธารณ ในการ ในด้าน ในระบบ ในเว็บ ในเขต ถึง
    ว่าด้วย ว่ามี ว่าได้ พบว่า คือ ทราบ ขอเรียน ขอราย ขอประ เข้าร่วม เข้ารับ ดำเนิน จัดทำ จัดให้ กำหนด เสนอ
    รายงาน รายตัว ผ่านเกณฑ์ ผ่านช่อง เพิ่มขึ้น เพิ่มการ เพิ่มช่อง ร่วมกับ ร่วมกัน รับรู้ รับทราบ ใช้ นำ แล้ว
    ผู้ เรื่อง ด้าน สู่ ผลการ ผลคะแนน มาตรการ แผนปฏิบัติ การประเมิน การปฏิบัติ การดำเนิน การให้ หน่วยงาน ภายใน
    """
)
"""Words that do not belong to a name but go on with the sentence after it."""

NOT_NAMES = _words(
    """
    ตาม ใน จาก กับ ต่อ ว่า พบ ปี ผล แห่ง แจ้ง แผน รับ จัด เพิ่ม ร่วม ผ่าน เข้า หลัง เขต ขนาด จำนวน กรณี ตั้งแต่
    ครั้ง อีก ฉบับ ปฏิบัติ บริหาร ประกาศ ประชา ประเภท ประเมิน คณะ นายก ปลัด กองคลัง กองช่าง สำนัก พนักงาน
    สมาชิก ลูกจ้าง เจ้าหน้าที่ เคลื่อนที่ ท้องถิ่น ส่วน นาย นาง
    """
)
"""Words that a name does not begin with; after them there is no name at all."""

NAMES_WITH_STOP_WORDS = _words(
    """
    กุดเชียงหมี ขุนควร คำป่าหลาย คือเวียง คู้ยายหมี จะกง จะกว๊ะ จะทิ้งพระ จะนะ จะบังติกอ จะรัง จะแนะ จะแหน
    จะโหนง ช้างให้ตก ดำเนินสะดวก ตันหยงจึงงา ที่วัง ทุ่งระยะ ท่าบุญมี ท่าประจะ นางตะเคียน นางบวช นางพญา
    นางรอง นางรำ นางลือ นางหลง นางาม นางแก้ว นางแดด นางแล นายม นายาง นายางกลัก นายายอาม นายาว บางกะจะ
    บางจะเกร็ง บ้านต้อง ประชาธิปัตย์ ประชาพัฒนา ประชาสุขสันต์ ผ่านศึก ฝาละมี พบพระ มีชัย มีนบุรี รับร่อ
    ร่วมจิต วชิรบารมี วังหมี สามตำบล สำนักขาม สำนักขุนเณร สำนักตะคร้อ สำนักทอง สำนักท้อน สำนักบก สำนักแต้ว
    หนองจะบก หนองหมี หลังสวน อาจสามารถ เจ็ดเสมียน เชียงของ เทนมีย์ เป็นสุข เพิ่มพูนทรัพย์ เมืองหมี
    เหล่าต่างคำ เหล่าหมี แม่คำมี ในคลองบางปลากด ในควน ในวงเหนือ ในวงใต้ ในเตา ในเมือง ในเวียง
    """
)
"""Sub-districts, districts and provinces whose names hold one of the words above."""

_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_LETTERS = "\u0e01-\u0e2e\u0e30\u0e32\u0e33\u0e40-\u0e45" + _MARKS
_BLANK = "[ \u00a0\u2000-\u200a\u3000\t\r\n]"
_GAP = f"{_BLANK}{{0,4}}"

_RUN = re.compile(f"[{_LETTERS}]+")
_CONSONANT = re.compile("[\u0e01-\u0e2e]")
_LETTER = re.compile(f"[^{_MARKS}]")
_RUN_WITH_BLANKS = re.compile(f"(?:{_GAP}[{_LETTERS}]){{1,80}}")
_STOP = re.compile(f"(?<![\u0e40-\u0e44])(?:{'|'.join(STOP_WORDS)})(?![{_MARKS}])")
_NOT_A_NAME = re.compile(f"(?:{'|'.join(NOT_NAMES)})(?![{_MARKS}])")
_EXCEPTIONS = tuple(sorted(NAMES_WITH_STOP_WORDS, key=len, reverse=True))
_NEXT_PLACE = re.compile(f"[จอต]\\.{_GAP}[{_LETTERS}]")

_TAMBON = f"ต{_GAP}(?:\u0e4d{_GAP})?[\u0e32\u0e33]{{1,2}}{_GAP}บ{_GAP}ล"
"""ตำบล as it comes out of damaged files too: ต าบล, ตำาบล, ตาบล."""


def _loose(word: str) -> str:
    """A pattern for the word with blanks or a line end between its letters."""
    return _GAP.join(map(re.escape, word))


_SAO = f"{_loose('องค์ก')}{_GAP}า?{_GAP}{_loose('รบริหารส่วน')}"
_BEFORE = f"(?<![{_LETTERS}.])"
_KINDS: tuple[tuple[str, str], ...] = (
    ("องค์การบริหารส่วนตำบล", f"{_SAO}{_GAP}{_TAMBON}"),
    ("องค์การบริหารส่วนจังหวัด", f"{_SAO}{_GAP}{_loose('จังหวัด')}"),
    ("เทศบาลตำบล", f"{_loose('เทศบาล')}{_GAP}{_TAMBON}"),
    ("เทศบาลเมือง", _loose("เทศบาลเมือง")),
    ("เทศบาลนคร", _loose("เทศบาลนคร")),
    ("องค์การบริหารส่วนตำบล", rf"อบต\.|{_BEFORE}อ\.? ?บ\.? ?ต(?:\.|(?= |[\u0e01-\u0e2e\u0e40-\u0e44]))"),
    ("องค์การบริหารส่วนจังหวัด", rf"อบจ\.|{_BEFORE}อ\.? ?บ\.? ?จ(?:\.|(?= |[\u0e01-\u0e2e\u0e40-\u0e44]))"),
    ("เทศบาลตำบล", rf"{_BEFORE}ท\.? ?ต(?:\.|(?= ))"),
    ("เทศบาลเมือง", rf"{_BEFORE}ท\.? ?ม(?:\.|(?= ))"),
    ("เทศบาลนคร", rf"{_BEFORE}ท\.? ?น(?:\.|(?= ))"),
    ("กรุงเทพมหานคร", f"{_loose('กรุงเทพมหานคร')}|{_loose('กรุงเทพฯ')}|{_BEFORE}กทม\\."),
    ("เมืองพัทยา", f"(?<![{_LETTERS}])(?:{_loose('เมืองพัทยา')})"),
)
_WHOLE = {"กรุงเทพมหานคร": "กรุงเทพมหานคร", "เมืองพัทยา": "พัทยา"}
"""Kinds of which there is one, and its name."""
_AFTER_KIND = re.compile(_GAP)

_PLACES = {
    "district": re.compile(f"อ{_GAP}(?:\u0e4d{_GAP})?[\u0e32\u0e33]{{1,2}}{_GAP}เภอ|{_BEFORE}อ\\."),
    "province": re.compile(f"{_loose('จังหวัด')}|{_BEFORE}จ\\."),
}
_NONE: AbstractSet[str] = frozenset()


@cache
def _kind() -> re.Pattern[str]:
    """Any of the kinds, by groups k0, k1 …; compiled at first use.

    The letters that kinds begin with are looked for first: nearly all of a text is passed by that.
    """
    return re.compile("(?=[อเทก])(?:" + "|".join(f"(?P<k{i}>{p})" for i, (_, p) in enumerate(_KINDS)) + ")")


@dataclass(frozen=True, slots=True)
class AgencyName:
    """A local government by its name."""

    kind: str
    """Spelt out: เทศบาลตำบล, องค์การบริหารส่วนตำบล …"""
    name: str
    """Without the kind: ต้นไทร."""
    full: str
    """Kind and name: เทศบาลตำบลต้นไทร."""


@dataclass(frozen=True, slots=True)
class AgencyMention:
    """A local government named in a text."""

    start: int
    """Where its kind begins in the text."""
    end: int
    """Where its name ends."""
    kind: str
    """Spelt out, also where the text abbreviates it."""
    name: str
    """Without the kind."""
    full: str
    """Kind and name."""


def _known_end(s: str, start: int, known: AbstractSet[str]) -> int | None:
    """Where the longest known name that stands at start ends, blanks in the text left aside."""
    run = _RUN_WITH_BLANKS.match(s, start) if known else None
    if run is None:
        return None
    ends = [i + 1 for i in range(run.start(), run.end()) if not s[i].isspace()]
    letters = "".join(s[i - 1] for i in ends)
    for length in range(len(letters), 1, -1):
        if letters[:length] in known:
            return ends[length - 1]
    return None


def _name_end(s: str, start: int, known: AbstractSet[str]) -> int | None:
    """Where the name that begins at start ends; None where no name stands there."""
    if (end := _known_end(s, start, known)) is not None:
        return end
    run = _RUN.match(s, start)
    if run is None:
        return None
    end = run.end()
    certain = next((len(name) for name in _EXCEPTIONS if s.startswith(name, start)), 0)
    if _NOT_A_NAME.match(s, start) and start + certain < end and not _STOP.match(s, start + certain):
        return None  # นายมานพ is not of นายม
    if not certain and (_NOT_A_NAME.match(s, start) or _STOP.match(s, start)):
        return None
    for stop in _STOP.finditer(s, start + certain):
        if stop.start() >= end:
            break
        if certain or len(_CONSONANT.findall(s, start, stop.start())) >= 2:
            end = stop.start()
            break
    if end == run.end() and end - start > 2 and _NEXT_PLACE.match(s, end - 1):
        end -= 1  # เมืองจ.ยโสธร
    return end if len(_LETTER.findall(s, start, end)) >= 2 else None


def _joined(name: str) -> str:
    return re.sub(r"\s+", "", clean(name))


def find_agencies(s: str, known: AbstractSet[str] = _NONE) -> list[AgencyMention]:
    """The local governments that a text names, in order.

    >>> [m.full for m in find_agencies("เทศบาลเมืองจันทบุรียังคงต้องพัฒนา และอบต.บ้านแปรง อำเภอด่านขุนทด")]
    ['เทศบาลเมืองจันทบุรี', 'องค์การบริหารส่วนตำบลบ้านแปรง']
    >>> [m.full for m in find_agencies("องค์การ บริหารส่วนตำบลมูโนะ ได้คะแนน")]
    ['องค์การบริหารส่วนตำบลมูโนะ']

    A kind alone (เทศบาลตำบลทุกแห่ง, เทศบาลฯ) names nobody. A name that a layout cut by a blank cannot be told
    from a name and the next word, unless it is among the `known` names (without kind), which decide first:

    >>> [m.name for m in find_agencies("เทศบาลตำบลบางทราย ใหญ่")]
    ['บางทราย']
    >>> [m.name for m in find_agencies("เทศบาลตำบลบางทราย ใหญ่", known={"บางทรายใหญ่"})]
    ['บางทรายใหญ่']

    A sentence that goes on without a blank and with a word not in `STOP_WORDS` is taken into the name, and a
    verb after `อบต.` and a blank may be taken for one. กรุงเทพมหานคร is found in addresses as well.
    """
    found = []
    for match in _kind().finditer(s):
        kind = _KINDS[int((match.lastgroup or "k0")[1:])][0]
        if kind in _WHOLE:
            full = "กรุงเทพมหานคร" if kind == "กรุงเทพมหานคร" else kind
            found.append(AgencyMention(match.start(), match.end(), kind, _WHOLE[kind], full))
            continue
        gap = _AFTER_KIND.match(s, match.end())
        start = gap.end() if gap else match.end()
        end = _name_end(s, start, known)
        if end is not None:
            name = _joined(s[start:end])
            found.append(AgencyMention(match.start(), end, kind, name, kind + name))
    return found


_REST = re.compile(f"(?:[{_LETTERS}]+)(?: [{_LETTERS}]+)*")
_ADDRESS = re.compile(f" ?(?:หมู่ที่|ตำบล|อำเภอ|จังหวัด|(?<![{_LETTERS}])[ตอจ]\\.)")


def parse_agency(s: str, known: AbstractSet[str] = _NONE) -> AgencyName | None:
    """The local government that the text is the name of, perhaps with district and province after it.

    >>> parse_agency("ทต. ต้นไทร")
    AgencyName(kind='เทศบาลตำบล', name='ต้นไทร', full='เทศบาลตำบลต้นไทร')
    >>> parse_agency("องค์การบริหารส่วนตำบลบ้านแปรง อำเภอด่านขุนทด จังหวัดนครราชสีมา").name
    'บ้านแปรง'

    As the text is nothing but a name, blanks in it are the layout's (บางทราย ใหญ่ is บางทรายใหญ่). None where
    it is no such name, or more than one: digits, signs, or words of a sentence.
    """
    s = clean(s).replace("\n", " ")
    match = _kind().match(s)
    if match is None:
        return None
    kind = _KINDS[int((match.lastgroup or "k0")[1:])][0]
    rest = s[match.end() :].strip()
    if kind in _WHOLE:
        return None if rest else AgencyName(kind, _WHOLE[kind], kind)
    if address := _ADDRESS.search(rest):
        rest = rest[: address.start()].strip()
    name = _joined(rest)
    if _REST.fullmatch(rest) is None or _name_end(name, 0, known) != len(name):
        return None
    return AgencyName(kind, name, kind + name)


def find_place(s: str, level: Literal["district", "province"], known: AbstractSet[str] = _NONE) -> str | None:
    """The first district (อำเภอ, อ.) or province (จังหวัด, จ.) that the text names, without that word.

    >>> text = "อำเภอเมืองมุกดาหาร จังหวัดมุกดาหาร"
    >>> find_place(text, "district"), find_place(text, "province")
    ('เมืองมุกดาหาร', 'มุกดาหาร')
    >>> find_place("อ.เมือง จ.ยโสธร", "district"), find_place("ทุกจังหวัดได้รับ", "province")
    ('เมือง', None)

    The name ends as in `find_agencies`, and is not looked up: a word after จังหวัด that is no province comes
    back too unless it is one of `STOP_WORDS` or `NOT_NAMES`. Districts of Bangkok (เขต) are not found;
    กรุงเทพมหานคร is the province where no other is named.
    """
    s = clean(s)
    for match in _PLACES[level].finditer(s):
        gap = _AFTER_KIND.match(s, match.end())
        start = gap.end() if gap else match.end()
        end = _name_end(s, start, known)
        if end is not None:
            return _joined(s[start:end])
    if level == "province" and "กรุงเทพมหานคร" in s:
        return "กรุงเทพมหานคร"
    return None
