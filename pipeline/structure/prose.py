"""Figures stated in running text: whose they are, of which year, and what kind of figure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.frame import Frame
from corpus.records import Statistic
from normalizers.dates import FoundYear, find_fiscal_years
from normalizers.numbers import to_arabic_digits
from pipeline.structure.references import OVERALL, Place, item_by_wording, references


@dataclass(frozen=True, slots=True)
class Statement:
    """One figure on the 0-100 scale, as a text states it."""

    place: Place
    value: Decimal
    statistic: Statistic
    fiscal_year: int | None
    """The year the text gives it for, where it gives one."""
    start: int
    end: int
    from_context: bool
    """The text itself names no place; it was told by the section."""


_NUMBER = re.compile(
    r"(?<![\d.,A-Za-z])(?P<sign>[-–+]\s?)?(?P<n>\d{1,3}(?:\.\d{1,4})?)(?![\d,]|\.\d|[A-Za-z/])"
)
_AFTER = re.compile(r"^\s*คะแนน(?!\s*(?:ขึ้นไป|สูงสุด|ต่ำสุด|น้อยสุด|เฉลี่ย|รวม))(?P<full>\s*เต็ม)?")
_PASS_MARK = re.compile(r"^\s*คะแนน\s*ขึ้นไป|^\s*ขึ้นไป")
_PERCENT = re.compile(r"^\s*(?:%|เปอร์เซ็นต์)")
_LABEL = r"\s*(?:[:=]|คือ|เท่ากับ|จำนวน|เป็น|อยู่ที่|ที่)?\s*[\"“(]?\s*$"
_BEFORE = re.compile(
    r"(?:ได้รับคะแนน|ได้คะแนน|มีคะแนน|ผลคะแนน|คะแนนรวม|คะแนนเฉลี่ย|คะแนนภาพรวม|ค่าคะแนน|คะแนนที่ได้|คะแนน)" + _LABEL
)
_GOT = re.compile(r"ได้(?:รับ)?(?:เพียง)?\s*$")
_HIGHEST = re.compile(r"คะแนนสูงสุด(?:ราย(?:ตัวชี้วัด|ข้อ))?" + _LABEL)
_LOWEST = re.compile(r"คะแนนต่ำสุด(?:ราย(?:ตัวชี้วัด|ข้อ))?" + _LABEL)
_CHANGE = re.compile(
    r"(?P<word>เพิ่มขึ้น|สูงขึ้น|ลดลง|เพิ่ม|ลด)(?:จาก(?:เดิม|ปีก่อน|ปีที่ผ่านมา))?\s*(?:เป็นจำนวน|จำนวน|เท่ากับ|[:=])?\s*$"
)
_TARGET = re.compile(
    r"(?:ให้เป็น|ให้ได้|ให้ถึง|เป้าหมาย(?:คะแนน)?(?:ที่|ไว้ที่|คือ|:)?|ตั้งเป้า(?:หมาย)?(?:ไว้)?(?:ที่)?|เป็นอย่างน้อย)\s*(?:ไม่น้อยกว่า|ไม่ต่ำกว่า)?\s*$"
)
_FROM = re.compile(r"จาก\s*$")
_FULL_MARK = re.compile(r"(?:คะแนนเต็ม|เต็ม|ร้อยละ|(?<!ผ่าน)เกณฑ์|ลำดับที่|อันดับ(?:ที่)?|หน้า|ครั้งที่|รักษาระดับ)\s*\(?\s*$")


def statements(text: str, frame: Frame, near: Place = OVERALL) -> list[Statement]:
    """The scores, changes and targets that a text states, in order.

    Pass marks (๘๕ คะแนนขึ้นไป), full marks (คะแนนเต็ม ๑๐๐) and percentages are none. A figure belongs to what
    is named last before it, else to `near`, the place that the section is about.
    """
    plain = to_arabic_digits(text)
    named = references(text, frame, near)
    years = find_fiscal_years(text)
    out: list[Statement] = []
    for m in _NUMBER.finditer(plain):
        if any(r.start <= m.start() < r.end for r in named):
            continue  # the number of an indicator or item
        kind = _kind(plain, m, bool(named) or near.level != "overall")
        if kind is None:
            if out and _chained(plain, out[-1].end, m):
                kind = out[-1].statistic
            else:
                continue
        value = Decimal(m["n"])
        if value > 100 or (
            kind == "score" and (m["sign"] or "").strip() in {"-", "–"} and _chained_range(plain, m)
        ):
            continue
        if kind == "change" and _loses(plain, m):
            value = -value
        before = [r for r in named if r.start < m.start()]
        place = before[-1].place if before else near
        if before and len([r for r in before if r.start == before[-1].start]) > 1 and kind == "score":
            continue  # one figure after several indicators says nothing of each
        if kind == "highest" and place.level == "item":
            place = replace(place, item=None, is_item=False)
        if (
            before
            and place.level == "overall"
            and near.level != "overall"
            and not _about_whole(plain, m.start())
        ):
            place = near
        out.append(
            Statement(place, value, kind, _year(plain, m.start(), years), m.start(), m.end(), not before)
        )
    return _two_parts_of_eit(out, plain)


def _kind(plain: str, m: re.Match[str], has_place: bool) -> Statistic | None:
    before, after = plain[max(0, m.start() - 45) : m.start()], plain[m.end() : m.end() + 24]
    if _PASS_MARK.match(after) or _PERCENT.match(after):
        return None
    if _HIGHEST.search(before):
        return "highest"
    if _LOWEST.search(before):
        return None
    if _CHANGE.search(before) and ("." in m["n"] or _AFTER.match(after)):
        return "change"
    if _TARGET.search(before) and (_AFTER.match(after) or "." in m["n"]):
        return "target"
    if _FULL_MARK.search(before):
        return None
    follows = _AFTER.match(after)
    if follows and follows["full"]:
        return "score" if _BEFORE.search(before) else None
    if follows:
        return "score"
    if _BEFORE.search(before) and ("." in m["n"] or m["n"] == "100" or not after.strip()):
        return "score"
    if "." in m["n"] and has_place:
        if _GOT.search(before):
            return "score"
        if _FROM.search(before) and re.match(r"\s*(?:คะแนน)?\s*(?:ให้)?เป็น", after):
            return "score"
    return None


def _chained(plain: str, end: int, m: re.Match[str]) -> bool:
    return (
        re.fullmatch(r"\s*(?:คะแนน)?\s*(?:และ|,|/)\s*", plain[end : m.start()]) is not None and "." in m["n"]
    )


def _chained_range(plain: str, m: re.Match[str]) -> bool:
    return re.search(r"\d\s*$", plain[: m.start()]) is not None


def _loses(plain: str, m: re.Match[str]) -> bool:
    found = _CHANGE.search(plain[max(0, m.start() - 45) : m.start()])
    return (found is not None and found["word"].startswith("ลด")) or (m["sign"] or "").strip() in {"-", "–"}


def _about_whole(plain: str, start: int) -> bool:
    return re.search(r"ภาพรวม|คะแนนรวม|คะแนน\s*ITA", plain[max(0, start - 60) : start]) is not None


def _year(plain: str, start: int, years: list[FoundYear]) -> int | None:
    """The year named just before a figure, with nothing but the words of a score between."""
    for found in reversed([y for y in years if y.end <= start]):
        between = plain[found.end : start]
        if len(between) <= 60 and re.fullmatch(
            r"[\s)]*(?:ที่ผ่านมา)?\s*(?:หน่วยงาน|เทศบาล\S*|อบต\S*|องค์การ\S*)?\s*(?:มี|ได้รับ|ได้|ผล)*\s*(?:คะแนน)?\S{0,12}\s*(?:[:=]|เท่ากับ|จำนวน)?\s*[\"“(]?",
            between,
        ):
            return found.year
        return None
    return None


def _two_parts_of_eit(found: list[Statement], plain: str) -> list[Statement]:
    """Two figures after one EIT (๙๙.๗๐ และ ๙๙.๗๖) are those of its two parts, in the order given."""
    out = list(found)
    for i in range(len(out) - 1):
        a, b = out[i], out[i + 1]
        same = a.place == b.place == Place("EIT") and a.statistic == b.statistic == "score"
        if same and re.fullmatch(r"\s*(?:คะแนน)?\s*(?:และ|,|/)\s*", plain[a.end : b.start]):
            out[i] = replace(a, place=Place("EIT1"))
            out[i + 1] = replace(b, place=Place("EIT2"))
    return out


_TOPIC = re.compile(
    r"(?:ในหัวข้อ|หัวข้อ|ประเด็น|ข้อคำถาม|ITA\s*ปี\s*(?:พ\.ศ\.)?\s*\d{4})\s*(?P<topic>.{12,400}?)\s*(?=\n|ITA\s*ปี|ปี\s*(?:พ\.ศ\.)?\s*\d{4}\s*ได้|ได้คะแนน)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Topic:
    """A question that a passage gives scores for."""

    place: Place
    name: str
    """The question as worded, without its code; of two wordings the report year's."""
    earlier: Place
    """The place of the first of two wordings: that of the year before."""


def topic(text: str, frame: Frame) -> Topic | None:
    """The question that a text compares the scores of two years for, or None.

    Two wordings parted by "/" are those of the earlier and the later year.
    """
    m = _TOPIC.search(to_arabic_digits(text))
    if not m:
        return None
    printed = text[m.start("topic") : m.end("topic")].strip(' :"“”')
    wordings = [w.strip() for w in printed.split("/") if len(w.strip()) > 8] or [printed]
    latest = wordings[-1]
    codes = [r for r in references(latest, frame) if r.place.item and r.start < 4]
    if codes:
        name = latest[codes[0].end :].strip(" .:")
        return Topic(codes[0].place, name, codes[0].place)
    item, near = item_by_wording(latest, frame)
    if item is None:
        _, near = item_by_wording(" ".join(wordings), frame)
        for wording in wordings[:-1]:
            _, other = item_by_wording(wording, frame)
            near = other if other is not None and (near is None or len(wordings) > 1) else near
    if item is not None:
        place = Place(item.instrument, item.indicator, None, item.code, True)
    elif near is not None:
        place = Place(near.instrument, near.indicator, None, None, True)
    else:
        return None
    return Topic(place, latest, place)
