"""Measures in the making: parts gathered from rows or paragraphs, finished into records."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from corpus.frame import Frame
from corpus.records import Measure, Source
from normalizers.dates import Period, find_fiscal_years, fiscal_year_of, parse_period
from normalizers.numbers import to_arabic_digits
from pipeline.structure.assigned import assigned
from pipeline.structure.items import Box
from pipeline.structure.lists import begins_entry, entries, leading_number, strip_mark, units
from pipeline.structure.references import OVERALL, Place, leading_indicator, references

_METHOD_LINE = re.compile(
    r"""(?:^|(?<=\s))(?:วิธี(?:การ)?ดำเนินการ|ขั้นตอนการดำเนินการ)\s*:?\s*(?=\n|\s|[๑1]\s*\.)
      | (?<!และ)(?<!หรือ)(?<![/\s])(?:วิธี(?:การ)?ดำเนินการ)\s*:?\s*\n\s*(?=[๑1]\s*[.)])""",
    re.VERBOSE,
)
"""The label between what is done and how; a line's end may be lost before it, but not the list behind it."""

_SAYS_SOMETHING = re.compile(r"\w")
"""A dash in a cell says that there is nothing."""
_COUNTED = re.compile(r"^(?:มาตรการ|โครงการ|กิจกรรม|แนวทาง)\s?ที่\s*[๐-๙\d]{1,2}\s*[.:)]?\s*(?=\S)")
"""The number of a measure in words: มาตรการที่ ๑."""


@dataclass(slots=True)
class Draft:
    """A measure whose parts are still being gathered. Each part is a list of segments."""

    near: Place = OVERALL
    title: str = ""
    stated_year: int | None = None
    """The year that the sentence leading into it sets it for."""
    source: Source = field(default_factory=lambda: Source(""))
    parts: dict[str, list[str]] = field(default_factory=dict)
    printed: dict[str, list[str]] = field(default_factory=dict)
    """The segments of `parts` as the file has them."""
    lines: dict[str, list[str]] = field(default_factory=dict)
    named: list[str] = field(default_factory=list)
    """Texts that say which indicators and items it is about."""
    loose: list[str] = field(default_factory=list)
    """Texts of columns that are not understood, as the file has them."""
    named_by_label: bool = False
    """Its title stands behind a label that only names measures: แนวทางการพัฒนา: จัดทำคู่มือ."""
    by_months: bool = False
    """Its period is marked in columns of months, which lie in the year of the plan."""
    about: list[Place] = field(default_factory=list)
    """Places told by figures in its cells."""

    def add(self, role: str, box: Box, cut: bool = False) -> None:
        """Add a cell. Where a page break cut the row, its text goes on in the segment before."""
        segments = self.parts.setdefault(role, [])
        printed = self.printed.setdefault(role, [])
        lines = self.lines.setdefault(role, [])
        if cut and segments:
            marked = begins_entry(box.text)
            segments[-1] += ("\n" if marked else "") + box.text
            printed[-1] += "\n" + box.printed
            if lines and box.lines and not marked:
                lines[-1] += box.lines[0]
                lines += box.lines[1:]
                return
        else:
            segments.append(box.text)
            printed.append(box.printed)
        lines += box.lines or tuple(box.text.split("\n"))

    def text(self, role: str) -> str | None:
        joined = "\n".join(self.parts.get(role, ())).strip()
        return joined if _SAYS_SOMETHING.search(joined) else None


def finish(draft: Draft, frame: Frame, report_year: int | None, plan_year: int | None) -> Measure | None:
    """The record, or None where nothing but a heading was found."""
    _take_assigned(draft)
    title, indicators, items = _title_and_places(draft, frame)
    activities, steps = _activities_and_steps(draft.parts.get("method", []) + draft.parts.get("steps", []))
    steps = tuple(s for s in steps if _SAYS_SOMETHING.search(s))
    if not _SAYS_SOMETHING.search(title) and not steps:
        return None
    period_text = "\n".join(dict.fromkeys(t for t in _period_lines(draft) if t)) or None
    period = parse_period(period_text) if period_text else None
    if period_text and period is None and draft.by_months:
        of_plan = draft.stated_year or plan_year or report_year
        period = _period_of_months(period_text, of_plan) if of_plan else None
    year = None
    if period and (period.end or period.start):
        begins = period.start or period.end
        ends = period.end or period.start
        assert begins is not None and ends is not None  # noqa: S101 - one of them is set
        year = fiscal_year_of(ends if fiscal_year_of(begins) != fiscal_year_of(ends) else begins)
    return Measure(
        title if _SAYS_SOMETHING.search(title) else steps[0],
        indicators,
        items,
        year or plan_year or report_year,
        draft.text("rationale"),
        activities,
        steps,
        units(draft.lines.get("responsible", [])),
        period_text,
        period.start if period else None,
        period.end if period else None,
        draft.text("monitoring"),
        draft.text("progress"),
        draft.text("outcome"),
        draft.text("suggestion"),
        _source(draft),
    )


def _take_assigned(draft: Draft) -> None:
    """Who does it and when, out of the title of a measure that says so nowhere else."""
    if draft.parts.get("responsible") or draft.parts.get("period"):
        return
    found = assigned(draft.title)
    if found is None:
        return
    draft.title = found.title
    draft.lines["responsible"] = [found.responsible]
    if found.period:
        draft.parts["period"] = [found.period]


def _period_of_months(text: str, fiscal_year: int) -> Period | None:
    """From the first to the last of the months marked, those of a fiscal year."""
    spans = [p for line in text.split("\n") if (p := parse_period(f"{line} ปีงบประมาณ พ.ศ. {fiscal_year}"))]
    starts = [p.start for p in spans if p.start]
    ends = [p.end for p in spans if p.end]
    return Period(min(starts), max(ends)) if starts and ends else None


_FIELDS = frozenset(
    {
        "title",
        "rationale",
        "method",
        "steps",
        "responsible",
        "period",
        "monitoring",
        "progress",
        "outcome",
        "suggestion",
    }
)
"""Parts that have a field of their own in the record."""


def _source(draft: Draft) -> Source:
    """The words the measure rests on; what has no field of its own is kept with them."""
    kept = [t for role, texts in draft.printed.items() if role not in _FIELDS for t in texts] + draft.loose
    return replace(draft.source, text="\n".join([draft.source.text, *kept]))


def _title_and_places(draft: Draft, frame: Frame) -> tuple[str, tuple[int, ...], tuple[str, ...]]:
    raw = re.sub(r"\(\s*ต่อ\s*\)", "", draft.title).strip()
    if len([e for e in entries(raw) if e]) > 1 and leading_number(raw) is not None:
        title = "\n".join(entries(raw))
    else:
        title = _COUNTED.sub("", strip_mark(" ".join(raw.split())))
    found = leading_indicator(raw, frame)
    if found:
        return found[1], (found[0],), ()
    places: list[Place] = []
    for text in draft.named:
        places += [r.place for r in references(text, frame, draft.near) if r.place.indicator]
        inner = leading_indicator(text, frame)
        if inner:
            places.append(Place(frame.instrument_of_indicator(inner[0]), inner[0]))
        if not places and re.fullmatch(r"[\s\d,.และ\-]+", to_arabic_digits(text)):
            numbers = [int(d) for d in re.findall(r"\d{1,2}", to_arabic_digits(text))]
            places += [Place(frame.instrument_of_indicator(n), n) for n in numbers if 1 <= n <= 10]
        elif (m := re.match(r"^\s*([\d,\s]+?)\s*(?:\(|$)", to_arabic_digits(text))) and m[1].strip(", "):
            numbers = [int(d) for d in re.findall(r"\d{1,2}", m[1])]
            places += [Place(frame.instrument_of_indicator(n), n) for n in numbers if 1 <= n <= 10]
    if not places:
        places = [r.place for r in references(raw, frame, draft.near) if r.place.is_item or r.place.indicator]
    if draft.near.indicator and not places:
        places = [draft.near]
    if not places and not draft.near.indicator:
        for role in ("rationale", "outcome", "progress"):
            for text in draft.parts.get(role, []):
                places += [r.place for r in references(text, frame, draft.near) if r.place.indicator]
        places += [p for p in draft.about if p.indicator]
    indicators = tuple(sorted({p.indicator for p in places if p.indicator}))
    items = tuple(dict.fromkeys(p.item for p in places if p.item))
    return title, indicators, items


def _activities_and_steps(segments: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    activities: list[str] = []
    steps: list[str] = []
    for segment in segments:
        m = _METHOD_LINE.search(segment)
        if m and m.start() > 0:
            activities += entries(segment[: m.start()])
            segment = segment[m.end() :]
        elif m:
            segment = segment[m.end() :]
        steps += entries(segment)
    return tuple(activities), tuple(steps)


def _period_lines(draft: Draft) -> list[str]:
    """The period's text; lines broken by a narrow column are put together where they make one period."""
    out: list[str] = []
    for segment in draft.parts.get("period", []):
        for text in segment.split("\n"):
            text = strip_dash(text)
            if (out and parse_period(out[-1]) is None and parse_period(f"{out[-1]} {text}")) or (
                out and parse_period(text) is None and not find_fiscal_years(text) and len(text) < 12
            ):
                out[-1] = f"{out[-1]} {text}"
            else:
                out.append(text)
    return out


def strip_dash(text: str) -> str:
    """A text without the dash it begins with."""
    return re.sub(r"^\s*[-–•*]\s*", "", text).strip()
