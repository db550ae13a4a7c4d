"""Facts of the report itself: title, agency and its place, fiscal year, date of issue."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.provinces import districts, province_code, provinces
from corpus.records import Agency
from corpus.vocabulary import load
from normalizers.dates import find_fiscal_years, parse_date
from normalizers.names import AgencyMention, find_agencies
from normalizers.text import squeeze
from pipeline.structure.items import Grid, Item, Passage, distinct
from pipeline.structure.result_year import year_analysed


@dataclass(frozen=True, slots=True)
class Facts:
    title: str | None
    agency: Agency | None
    fiscal_year: int | None
    plan_year: int | None
    """The year that measures are said to be for, where a passage says so."""
    issued: dt.date | None
    is_progress: bool
    is_results: bool
    is_measures: bool = False
    """The title is that of a plan of measures, and of no analysis."""
    year_is_counted: bool = False
    """Neither the title nor the lines below it name a year: it is the one named most in the text."""
    year_at: Passage | None = None
    """The line that the year was taken from."""
    year_of_title: bool = False
    """That line is the title's."""


_TITLE = re.compile(r"คุณธรรม\s*และ\s*ความโปร่งใส|Integrity and Transparency|\b(?:ITA|IIT|EIT|OIT)\b")
_TITLE_BEGIN = re.compile(
    r"^[\"“]?\s*(?:แบบ)?(?:รายงาน|มาตรการ|การวิเคราะห์|การนำ|แผน|ประกาศ|ผลการ|สรุป|แนวทาง|การประเมิน|การกำหนด|การดำเนิน|การขับเคลื่อน)"
)
_TITLE_GOES_ON = re.compile(
    r"^(?:ในการดำเนินงาน|ของหน่วยงาน|ภายในหน่วยงาน|ประจำปี|ปีงบประมาณ|ปี\s*พ\.?ศ|เพื่อ|ตามมาตรการ|และ|พ\.ศ\.|\(|ไปสู่|เรื่อง|การประเมิน|คุณธรรม)"
)
_LINE = 160
"""Letters of a line of the head; what is longer is a paragraph."""
_MEMO = re.compile(r"^(?:บันทึกข้อความ|ส่วนราชการ|ที่\s|วันที่|เรื่อง|เรียน)")
_FIELD_DATE = re.compile(r"(?:^|\s)(?<!เมื่อ)วันที่\s*(?P<d>[๐-๙\d]{1,2}\s*[ก-๙.]+\s*(?:พ\.ศ\.)?\s*[๐-๙\d]{4})")
_ANNOUNCED = re.compile(
    r"ประกาศ\s*ณ\s*วันที่\s*(?P<d>[๐-๙\d]{1,2}\s*(?:เดือน)?\s*[ก-๙.]+\s*(?:พ\.ศ\.)?\s*[๐-๙\d]{2,4})"
)


def facts(items: Sequence[Item], heads: Sequence[Passage] = ()) -> Facts:
    """The report's facts, each None where the report does not state it; `heads` are its running heads."""
    passages = [i for i in items if isinstance(i, Passage)]
    title, at = _title(passages)
    agency = _agency(items, heads)
    head = passages[max(at, 0) : max(at, 0) + 6]
    year, year_at, of_title = _stated_year(title, head)
    counted = None if year else _year_named_most(passages)
    progress = _tells(title, "progress")
    results = not progress and _tells(title, "results") and not _tells(title, "analysis")
    plan = not progress and not results and _tells(title, "measures") and not _tells(title, "analysis")
    plan_year = _plan_year(passages) or _year_beside(year, title, head)
    analysed = None if progress or results else year_analysed(title, year, passages)
    if analysed:
        plan_year, year, year_at, of_title = plan_year or year, analysed.year, analysed.at, False
    return Facts(
        title,
        agency,
        year or counted,
        plan_year,
        _issued(passages),
        progress,
        results,
        plan,
        counted is not None,
        year_at,
        of_title,
    )


def _tells(title: str | None, kind: str) -> bool:
    return any(p.found_in(title or "") for p in load("kinds")[kind])


def _title(passages: Sequence[Passage]) -> tuple[str | None, int]:
    """The cover's title and where it stands: over a memo's subject or an inner heading."""
    best: tuple[int, str] | None = None
    for i, p in enumerate(passages[:60]):
        text = p.text
        if len(text) > 330 or _MEMO.match(text):
            continue
        joined = _joined_title(passages, i)
        if (
            not _TITLE_BEGIN.match(text)
            or not _TITLE.search(joined)
            or re.search(r"(?:ดังนี้|นั้น)\s*:?$", joined)
        ):
            continue
        best = (i, joined)
        break
    subject = next((i for i, p in enumerate(passages[:20]) if _SUBJECT.match(p.text)), None)
    if subject is not None and (best is None or _is_inner(passages, best, subject)):
        return _ADDRESSED.split(_SUBJECT.sub("", passages[subject].text))[0].strip(), subject
    return (best[1], best[0]) if best else (None, -1)


_SUBJECT = re.compile(r"^เรื่อง\s+")
_ADDRESSED = re.compile(r"\n|เรียน\s+(?=นายก|ปลัด|ผู้ว่า|หัวหน้า|คณะ)")
"""The line below a memo's subject, where a page set it right behind."""


def _is_inner(passages: Sequence[Passage], title: tuple[int, str], subject: int) -> bool:
    """True for a heading below a memo's subject that says the same, but neither whose nor of which year it is."""
    at, text = title
    if at < subject or not _TITLE.search(passages[subject].text):
        return False
    near = [text, *(p.text for p in passages[at + 1 : at + 4] if len(p.text) < _LINE)]
    return not any(find_fiscal_years(t) or next(iter(find_agencies(t)), None) for t in near)


def _joined_title(passages: Sequence[Passage], i: int) -> str:
    out = _without_next_line(passages[i].text.replace("\n", " "))
    for p in passages[i + 1 : i + 4]:
        agency = next(iter(find_agencies(p.text)), None)
        line = p.text[: agency.start] if agency else p.text
        if len(line) >= 130 or not _TITLE_GOES_ON.match(line):
            break
        out += " " + line.replace("\n", " ").strip()
        if agency:
            break  # the agency's line is set right behind the title
    return re.sub(r"\s*-\s*[๐-๙\d]+\s*-\s*$", "", out).strip()


def _without_next_line(text: str) -> str:
    """A title without the agency's line below it that was taken for its end: … พ.ศ. ๒๕๖๖องค์การบริหารส่วนตำบล…"""
    joined = (m.start for m in find_agencies(text) if text[m.start - 1 : m.start].isdigit())
    return text[: next(joined, len(text))]


def _stated_year(title: str | None, head: Sequence[Passage]) -> tuple[int | None, Passage | None, bool]:
    """The title's year, else that of the lines under it; the line that names it, and whether it is the title."""
    if title and (year := _year_of(title)):
        lines = (p for p in head if year in (y.year for y in find_fiscal_years(p.text)))
        return year, next(lines, None), True
    for p in head:
        if len(p.text) < _LINE and (year := _year_of(p.text)):
            return year, p, False
    return None, None, False


def _year_beside(year: int | None, title: str | None, head: Sequence[Passage]) -> int | None:
    """The year of the plan, where a line of the head names it beside that of the scores it rests on."""
    for text in [title or ""] + [p.text for p in head if len(p.text) < _LINE]:
        years = find_fiscal_years(text)
        told = [y for y in years if _OF_SCORES.search(text[: y.start])]
        if len(years) == 2 and len(told) == 1 and told[0].year == year:
            return next((y.year for y in years if y.year > told[0].year), None)
    return None


_RANGE = re.compile(r"\s*(?:[-–—]|ถึง|และ|กับ)\s*(?:ปี)?(?:งบประมาณ)?\s*(?:พ\.?ศ\.?)?\s*")
_OF_SCORES = re.compile(
    r"คะแนน\s*(?:การประเมิน)?\s*(?:ITA)?\s*(?:ประจำ)?(?:ปี)?(?:งบประมาณ)?\s*(?:พ\.?ศ\.?)?\s*$"
)


def _year_of(text: str) -> int | None:
    """The year of a line of the head: of several that a range compares the last, else that said of scores, else the first."""
    years = find_fiscal_years(text)
    if not years:
        return None
    if len(years) == 2 and _RANGE.fullmatch(text[years[0].end : years[1].start]):
        return years[1].year
    return next((y.year for y in years if _OF_SCORES.search(text[: y.start])), years[0].year)


def _year_named_most(passages: Sequence[Passage]) -> int | None:
    counts = Counter(
        y.year
        for p in passages
        for y in find_fiscal_years(p.text)
        if y.is_fiscal or "ITA" in p.text or "ประเมิน" in p.text
    )
    return counts.most_common(1)[0][0] if counts else None


_PLAN = re.compile(
    r"มาตรการ.{0,120}?(?:ประจำปีงบประมาณ|ปีงบประมาณ|ประจำปี)\s*(?:พ\.ศ\.)?\s*(?P<y>[๐-๙\d]{4})[^๐-๙\d]{0,12}(?:ดังนี้|ดังต่อไปนี้)",
    re.DOTALL,
)


def _plan_year(passages: Sequence[Passage]) -> int | None:
    for p in passages:
        m = _PLAN.search(p.text)
        if m:
            years = find_fiscal_years(p.text[m.start() : m.end()])
            if years:
                return years[-1].year
    return None


def _issued(passages: Sequence[Passage]) -> dt.date | None:
    for p in passages[:14]:
        m = _FIELD_DATE.search(p.text)
        if m and len(p.text) < _LINE and (date := parse_date(m["d"])):
            return date
    for p in passages:
        m = _ANNOUNCED.search(p.text)
        if m and (date := parse_date(re.sub("เดือน", "", m["d"]))):
            return date
    return None


def mentions(items: Sequence[Item], known: frozenset[str] = frozenset()) -> list[tuple[AgencyMention, Item]]:
    """Every local government that the report names, with the item it stands in."""
    out: list[tuple[AgencyMention, Item]] = []
    for item in items:
        texts = (
            [item.text] if isinstance(item, Passage) else [b.text for row in item.rows for b in distinct(row)]
        )
        out += [(m, item) for text in texts for m in find_agencies(text, known)]
    return out


_MANY = 2
"""More agencies than this, named in tables only, are a list of them."""


def _agency(items: Sequence[Item], heads: Sequence[Passage]) -> Agency | None:
    """The local government named most, its place as the report states it, else as its running heads do."""
    found = [m for m, _ in mentions([i for i in items if isinstance(i, Passage)]) or mentions(heads)]
    if not found:
        found = [m for m, _ in mentions(items)]
        if len({squeeze(m.full) for m in found}) > _MANY:
            return None  # a table of many agencies is no one's own
    if not found:
        return None
    counts = Counter(m.full for m in found)
    # A name that runs on into the sentence still counts for the name it begins with.
    support = {full: sum(n for other, n in counts.items() if other.startswith(full)) for full in counts}
    first = {m.full: i for i, m in reversed(list(enumerate(found)))}
    full = max(
        counts, key=lambda f: (support[f] if counts[f] > 1 or len(counts) == 1 else 0.5, len(f), -first[f])
    )
    kind = next(m.kind for m in found if m.full == full)
    district, province = _place(items, full)
    if province is None:
        district, province = _place(heads, full)
    return Agency(full, kind, district, province, province_code(province) if province else None)


def _place(items: Sequence[Item], full: str) -> tuple[str | None, str | None]:
    texts = [i.text for i in items if isinstance(i, Passage)]
    texts += [b.text for i in items if isinstance(i, Grid) for row in i.rows[:3] for b in distinct(row)]
    names = sorted((p.name for p in provinces()), key=len, reverse=True)
    for near in (True, False):
        for i, text in enumerate(texts):
            window = " ".join(texts[i : i + 3]) if near else text
            if near and squeeze(full) not in squeeze(text):
                continue
            m = re.search(r"(?:จังหวัด|จ\.)\s*(?P<p>[ก-๙]+)", window)
            province = next((n for n in names if m and m["p"].startswith(n)), None)
            if province is None:
                continue
            d = re.search(r"(?:อำเภอ|อ\.)\s*(?P<d>[ก-๙]+(?:-[ก-๙]+)?)", window)
            known = sorted(districts(province), key=len, reverse=True)
            district = next((n for n in known if d and d["d"].startswith(n)), None)
            if d and district is None and d["d"].startswith("เมือง"):
                district = "เมือง" + province if "เมือง" + province in known else None
            return district or (d["d"] if d else None), province
    return None, None
