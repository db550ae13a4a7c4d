"""Codes that no frame has, and texts that stand where they were pasted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from corpus.frame import INSTRUMENT_LETTER, Frame, load_frame
from corpus.records import About, Analysis, Finding, Indicator, Message, ReportRecords, Score
from normalizers.text import squeeze

_INSTRUMENT = {letter: name for name, letter in INSTRUMENT_LETTER.items()}
_ENOUGH = 15
"""Letters from which on an analysis is more than a word of praise."""
_LONG = 60
"""Letters from which on a cell of a measure does not come twice by chance."""


def unknown_code(records: ReportRecords) -> Iterator[Finding]:
    """An item that its year's frame does not have."""
    coded: tuple[tuple[str, Sequence[Score | Indicator]], ...] = (
        ("score", records.scores),
        ("indicator", records.indicators),
    )
    for kind, listed in coded:
        for i, r in enumerate(listed):
            year = r.fiscal_year if isinstance(r, Score) else records.report.fiscal_year
            frame = load_frame(year or records.report.fiscal_year or 0)
            if r.item is None or not _lacks(frame, r.item):
                continue
            yield Finding(
                "unknown_code",
                "warning",
                Message(
                    f"กรอบปี {frame.fiscal_year} ไม่มีข้อ {r.item}",
                    f"the frame of {frame.fiscal_year} has no item {r.item}",
                ),
                (About(kind, i),),
            )


def _lacks(frame: Frame, code: str) -> bool:
    known = frame.item_count(_INSTRUMENT[code[0]]) is not None
    return known and frame.indicator_of(code) is None


def duplicate_text(records: ReportRecords) -> Iterator[Finding]:
    """The same analysis under different indicators or items, the same step twice, the same cell in two measures."""
    yield from _analyses(records.analyses)
    for i, m in enumerate(records.measures):
        keys = [squeeze(s) for s in m.steps]
        twice = [s for s, key in zip(m.steps, keys, strict=True) if keys.count(key) > 1]
        if twice:
            yield Finding(
                "duplicate_text",
                "info",
                Message(
                    f"ขั้นตอนในมาตรการเดียวกันซ้ำกัน: “{twice[0][:60]}”",
                    f"the same step stands twice in one measure: “{twice[0][:60]}”",
                ),
                (About("measure", i),),
            )
    cells: dict[str, list[int]] = defaultdict(list)
    for i, m in enumerate(records.measures):
        for text in {m.progress, m.outcome, m.rationale, "\n".join(m.steps)} - {None, ""}:
            if len(squeeze(text or "")) >= _LONG:
                cells[squeeze(text or "")].append(i)
    for indices in dict.fromkeys(tuple(v) for v in cells.values() if len(v) > 1):
        titles = ", ".join(f"“{records.measures[i].title[:40]}”" for i in indices)
        yield Finding(
            "duplicate_text",
            "warning",
            Message(f"ข้อความเดียวกันอยู่ในมาตรการ {titles}", f"the same text stands in the measures {titles}"),
            tuple(About("measure", i) for i in indices),
        )


def _analyses(analyses: Sequence[Analysis]) -> Iterator[Finding]:
    """One finding for each set of indicators that share texts: a pasted table, not each of its rows."""
    groups: dict[str, list[int]] = defaultdict(list)
    for i, a in enumerate(analyses):
        if len(key := squeeze(a.text)) >= _ENOUGH:
            groups[key].append(i)
    shared: dict[tuple[int | None, ...], list[list[int]]] = defaultdict(list)
    for indices in groups.values():
        if len({(analyses[i].indicator, analyses[i].items) for i in indices}) > 1:
            shared[tuple(dict.fromkeys(analyses[i].indicator for i in indices))].append(indices)
    for indicators, several in shared.items():
        where = "; ".join(" = ".join(_where(analyses[i]) for i in indices) for indices in several)
        yield Finding(
            "duplicate_text",
            "warning" if len(indicators) > 1 else "info",
            Message(f"การวิเคราะห์ข้อความเดียวกันอยู่ใต้ {where}", f"the same analysis stands under {where}"),
            tuple(About("analysis", i) for i in sorted(i for indices in several for i in indices)),
        )


def _where(a: Analysis) -> str:
    return "/".join(a.items) or str(a.indicator or a.instrument or "overall")
