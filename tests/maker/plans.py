"""Measures: a table of them, or blocks in headed parts."""

from __future__ import annotations

from collections.abc import Sequence

from tests.maker import content
from tests.maker.content import Plan
from tests.maker.desk import Desk, marks
from tests.maker.results import _merge, _size

HEADINGS: dict[str, tuple[str, ...]] = {
    "title": ("มาตรการ", "มาตรการ/แนวทาง", "มาตรการ/โครงการ/กิจกรรม", "มาตรการ/กิจกรรม", "โครงการ/กิจกรรม", "แนวทางการพัฒนา", "มาตรการ หรือโครงการ หรือกิจกรรม"),
    "where": ("ตัวชี้วัด", "ตัวชี้วัดที่สอดคล้อง", "ตัวชี้วัดที่เกี่ยวข้อง", "ตัวชี้วัดที่"),
    "rationale": ("ผลการวิเคราะห์ตัวชี้วัดที่สอดคล้อง",),
    "steps": ("วิธีการดำเนินการ", "ขั้นตอน/วิธีการปฏิบัติ", "ขั้นตอนหรือวิธีการดำเนินการ", "ขั้นตอนการดำเนินการ", "วิธีดำเนินการ", "แนวทางการดำเนินการ", "ขั้นตอนการดำเนินงาน"),
    "responsible": ("ผู้รับผิดชอบ", "หน่วยงานที่รับผิดชอบ", "หน่วยงานรับผิดชอบ", "ส่วนราชการที่รับผิดชอบ", "ผู้รับผิดชอบหลัก"),
    "period": ("ระยะเวลา", "ระยะเวลาดำเนินการ", "ระยะเวลาในการดำเนินการ", "ช่วงระยะเวลาการดำเนินการ", "ห้วงเวลา", "กำหนดเวลาดำเนินการ"),
    "monitoring": ("การติดตามผล", "การกำกับติดตาม", "การติดตามและประเมินผล", "วิธีการติดตามผล"),
    "progress": ("ผลการดำเนินการ", "ผลการดำเนินงาน", "ความก้าวหน้า", "ผลการปฏิบัติงาน"),
    "outcome": ("ผลลัพธ์หรือผลสัมฤทธิ์ในการดำเนินการ", "ผลลัพธ์", "ผลสัมฤทธิ์", "ผลลัพธ์/ความสำเร็จ"),
    "suggestion": ("ข้อเสนอแนะ", "ข้อเสนอแนะเพิ่มเติม", "ข้อเสนอแนะ/หมายเหตุ"),
}  # fmt: skip
PARTS: dict[str, tuple[str, ...]] = {
    "title": ("มาตรการ/โครงการ/กิจกรรม", "มาตรการ หรือโครงการ หรือกิจกรรม", "ชื่อมาตรการ"),
    "rationale": ("ผลการวิเคราะห์ตัวชี้วัดที่สอดคล้อง", "ผลการวิเคราะห์ตัวชี้วัดตามหลักเกณฑ์การประเมิน ITA ที่สอดคล้องกับมาตรการ"),
    "steps": ("ขั้นตอนหรือวิธีการดำเนินการ", "วิธีการดำเนินการ", "ขั้นตอนการดำเนินการ"),
    "period": ("ระยะเวลา", "ระยะเวลาดำเนินการ", "ช่วงระยะเวลาการดำเนินการ"),
    "responsible": ("ผู้รับผิดชอบ", "การกำหนดผู้รับผิดชอบหรือผู้ที่เกี่ยวข้อง", "หน่วยงานที่รับผิดชอบ"),
    "monitoring": ("การติดตามผล", "การกำกับติดตาม"),
    "progress": ("ผลการดำเนินการ", "ผลการดำเนินงาน"),
    "outcome": ("ผลลัพธ์หรือผลสัมฤทธิ์ในการดำเนินการ", "ผลลัพธ์"),
    "suggestion": ("ข้อเสนอแนะ",),
}
RESULT_FIELDS = ("progress", "outcome", "suggestion")


def measures(desk: Desk, year: int, progress: bool) -> None:
    """The plan of measures for a fiscal year, with what came of them in a report on progress."""
    chosen = sorted(desk.rng.sample(range(1, 11), desk.rng.randint(2, 6)))
    plans: list[Plan] = []
    for n in chosen:
        codes: tuple[str, ...] = ()
        items = content.items_of(desk.frame, n)
        if items and desk.rng.random() < 0.3:
            codes = tuple(
                i.code for i in sorted(desk.rng.sample(items, min(2, len(items))), key=lambda i: i.number)
            )
        for _ in range(desk.rng.choice([1, 1, 1, 2])):
            made = content.plan(desk.rng, desk.frame, n, year, desk.agency.kind, codes)
            if all(p.title != made.title for p in plans):
                plans.append(made)
    if desk.pick("measures", "table", "table", "table", "blocks") == "table":
        _table(desk, plans, year, progress)
    else:
        _blocks(desk, plans, year, progress)


# Printing of one field


def _steps(desk: Desk, plan: Plan, style: str) -> str:
    """The steps as lines, or as one line where the style says so."""
    lines = []
    for k, step in enumerate(plan.steps, 1):
        first, *nested = step.split("\n")
        mark = "" if style == "none" else marks(desk, style.removeprefix("run "), k)
        lines.append(mark + first)
        lines += [f"{'-' if not style.startswith('-') else '+'} {x}" for x in nested]
    return (" " if style.startswith("run ") else "\n").join(lines)


def _step_style(desk: Desk, plans: Sequence[Plan]) -> str:
    nested = any("\n" in s for p in plans for s in p.steps)
    choices = (
        ["n.", "n)", "(n)"] if nested else ["n.", "n.", "n)", "(n)", "-", "•", "none", "run n.", "run n)"]
    )
    return desk.pick("steps", *choices)


def _fields(plan: Plan, shown: Sequence[str], year: int) -> dict[str, object]:
    fields: dict[str, object] = {"fiscal_year": year}
    if "steps" in shown:
        fields["steps"] = list(plan.steps)
    if "responsible" in shown:
        fields["responsible"] = list(plan.responsible)
    if "period" in shown:
        fields["period"] = plan.period.printed
        fields["start"], fields["end"] = plan.period.start.isoformat(), plan.period.end.isoformat()
    for name in ("rationale", "monitoring", *RESULT_FIELDS):
        if name in shown:
            fields[name] = getattr(plan, name)
    return fields


def _printed(desk: Desk, plan: Plan, style: str) -> dict[str, str]:
    return {
        "title": plan.title,
        "steps": _steps(desk, plan, style),
        "responsible": plan.printed_responsible,
        "period": desk.n(plan.period.printed, "text"),
        "rationale": plan.rationale,
        "monitoring": plan.monitoring,
        "progress": _progress(desk, plan),
        "outcome": plan.outcome,
        "suggestion": plan.suggestion,
    }


def _progress(desk: Desk, plan: Plan) -> str:
    lines = plan.progress.split("\n")
    mark = desk.features.setdefault("progress_mark", desk.rng.choice(["", "- "]))
    return "\n".join(f"{mark}{line}" for line in lines) if len(lines) > 1 else plan.progress


# A table


def _table(desk: Desk, plans: list[Plan], year: int, progress: bool) -> None:
    rng, truth = desk.rng, desk.truth
    place = desk.pick("measure_place", "column", "column", "bands", "headings", "name_as_title", "none")
    if place == "name_as_title":
        plans = [p for i, p in enumerate(plans) if p.indicators not in [q.indicators for q in plans[:i]]]
    columns = ["steps", "responsible", "period"]
    if progress:
        columns.append("progress")
        columns += [c for c in ("outcome", "suggestion") if rng.random() < 0.5]
    columns += ["monitoring"] * (rng.random() < (0.2 if progress else 0.6))
    if desk.chance("measure_columns_shuffled", 0.5):
        rng.shuffle(columns)
    columns.insert(0, "title")
    if place == "column":
        columns.insert(rng.choice([0, 1, 1]), "where")
    if not progress and desk.chance("rationale_column", 0.15):
        columns.insert(columns.index("title") + 1, "rationale")
    numbered = desk.pick("measure_number", "none", "none", "in_title", "column")
    if numbered == "column":
        columns.insert(0, "number")
    words = {c: rng.choice(HEADINGS[c]) for c in columns if c in HEADINGS}
    words["number"] = rng.choice(["ที่", "ลำดับ", "ลำดับที่"])
    for c in columns:
        if c in HEADINGS:
            desk.features[f"heading {c}"] = words[c]
    head = [words[c] for c in columns]
    style = _step_style(desk, plans)
    where_form = desk.pick("where_form", "worded", "number", "named", "codes") if place == "column" else ""
    two_heads = desk.chance("measure_two_heads", 0.12) and _adjacent(columns)
    cut = desk.chance("row_cut", 0.15) and place != "headings" and len(plans) > 2

    groups: list[tuple[int | None, list[Plan]]] = [(None, plans)]
    if place == "headings":
        by_number: dict[int, list[Plan]] = {}
        for p in plans:
            by_number.setdefault(p.indicators[0], []).append(p)
        groups = list(by_number.items())

    count = 0
    for number, group in groups:
        if number is not None:
            desk.heading(desk.indicator(number), left=desk.left / 2)
        rows, merges, heads = _head(head, columns, two_heads)
        later: list[list[str]] = []
        at = rng.randrange(1, len(group)) if cut else None
        band = 0
        for i, p in enumerate(group):
            count += 1
            n = p.indicators[0]
            target = later if at is not None and i > at else rows
            if place == "bands" and n != band:
                band = n
                if target is rows:
                    merges.append((len(rows), 0, len(rows), len(head) - 1))
                    rows.append([desk.indicator(n), *[""] * (len(head) - 1)])
                else:
                    later.append([desk.indicator(n), *[""] * (len(head) - 1)])
            cells = _printed(desk, p, style)
            title = p.title
            if place == "name_as_title":
                title = desk.names[n]
                truth.name(str(n), title)
                cells["title"] = (
                    f"{desk.n(n, 'mark')}. {title}"
                    if rng.random() < 0.5 or numbered == "in_title"
                    else f"ตัวชี้วัดที่ {desk.n(n, 'mark')} {title}"
                )
            elif numbered == "in_title":
                cells["title"] = f"{desk.n(count, 'mark')}. {title}"
            cells["number"] = desk.n(count, "mark")
            named, items = _where(desk, p, where_form)
            cells["where"] = named
            fields = _fields(p, columns, year)
            truth.measure(title, indicators=[] if place == "none" else [n], items=items, **fields)
            if i == at and len(p.steps) > 1 and style not in ("none",) and not style.startswith("run"):
                _cut_row(desk, rows, later, columns, cells, p, style)
            else:
                target.append([cells[c] for c in columns])
        _print(desk, rows, columns, heads, merges)
        if later:
            desk.paper.page_break()
            again, more, heads = _head(head, columns, two_heads)
            bands = [len(again) + k for k, row in enumerate(later) if place == "bands" and not any(row[1:])]
            _print(desk, again + later, columns, heads, [*more, *((b, 0, b, len(head) - 1) for b in bands)])


def _adjacent(columns: list[str]) -> bool:
    """Whether steps and period stand side by side, to be put under one heading."""
    return abs(columns.index("steps") - columns.index("period")) == 1


def _head(
    head: list[str], columns: list[str], two: bool
) -> tuple[list[list[str]], list[tuple[int, int, int, int]], int]:
    if not two:
        return [list(head)], [], 1
    at = sorted((columns.index("steps"), columns.index("period")))
    upper = ["การดำเนินการ" if i == at[0] else "" if i == at[1] else w for i, w in enumerate(head)]
    lower = [w if i in at else "" for i, w in enumerate(head)]
    merges = [(0, at[0], 0, at[1])] + [(0, i, 1, i) for i in range(len(head)) if i not in at]
    return [upper, lower], merges, 2


def _where(desk: Desk, plan: Plan, form: str) -> tuple[str, list[str]]:
    """What the column of indicators says, and which items it names."""
    n = plan.indicators[0]
    number = desk.n(n, "mark")
    if form == "worded":
        return f"ตัวชี้วัดที่ {number}", []
    if form == "named":
        return desk.indicator(n), []
    if form == "codes" and plan.items:
        codes = ", ".join(f"{c[0].lower()}{desk.n(c[1:], 'code')}" for c in plan.items)
        return f"ตัวชี้วัดที่ {number} ({codes})", list(plan.items)
    return (number, []) if form == "number" else (f"ตัวชี้วัดที่ {number}", [])


def _cut_row(
    desk: Desk,
    rows: list[list[str]],
    later: list[list[str]],
    columns: list[str],
    cells: dict[str, str],
    plan: Plan,
    style: str,
) -> None:
    """The row's later steps stand on the next page, under the title with (ต่อ) or in a row of empty cells."""
    lines = cells["steps"].split("\n")
    starts = [i for i, _ in enumerate(lines) if not lines[i].startswith(("- ", "+ ")) or style == "-"]
    half = starts[len(starts) // 2]
    form = desk.pick("cut_form", "ต่อ", "empty")
    rows.append(["\n".join(lines[:half]) if c == "steps" else cells[c] for c in columns])
    rest = dict.fromkeys(columns, "")
    rest["steps"] = "\n".join(lines[half:])
    if form == "ต่อ":
        rest["title"] = f"{cells['title']} (ต่อ)"
    later.append([rest[c] for c in columns])


def _print(
    desk: Desk, rows: list[list[str]], columns: list[str], heads: int, merges: list[tuple[int, int, int, int]]
) -> None:
    widths_of = {"steps": 5.0, "title": 3.2, "progress": 4.0, "number": 1.1, "where": 2.4, "rationale": 3.5}
    widths = [widths_of.get(c, 2.6) for c in columns]
    widths = [w * desk.width / sum(widths) for w in widths]
    center = [i for i, c in enumerate(columns) if c in ("number", "where")]
    table = desk.paper.table(
        rows, widths, heads=heads, center=center, size=_size(desk), split=desk.rng.random() < 0.5
    )
    for a, b, c, d in merges:
        _merge(table, a, b, c, d)


# Blocks


def _blocks(desk: Desk, plans: list[Plan], year: int, progress: bool) -> None:
    rng, truth = desk.rng, desk.truth
    form = desk.pick("block_form", "five_parts", "labels")
    mark = desk.pick("part_mark", "(n)", "n.", "n)") if form == "five_parts" else ""
    inline = desk.chance("part_inline", 0.5)
    shown = ["title", "rationale", "steps", "period", "responsible"]
    if form == "labels":
        shown = ["title", "steps", "period", "responsible"]
        shown += ["monitoring"] * (not progress and rng.random() < 0.5)
    if progress:
        shown += ["progress", *(c for c in RESULT_FIELDS[1:] if rng.random() < 0.6)]
    words = {c: rng.choice(PARTS[c]) for c in shown}
    style = _step_style(desk, plans)
    if style in ("n.", "n)", "(n)") and style == mark:
        style = desk.features["steps"] = "-" if not any("\n" in s for p in plans for s in p.steps) else "p.n"
    if style.startswith("run"):
        style = desk.features["steps"] = "-"
    number = 0
    for k, p in enumerate(plans, 1):
        n = p.indicators[0]
        if n != number:
            number = n
            desk.heading(desk.indicator(n))
        cells = _printed(desk, p, "none")
        if form == "labels":
            desk.paper.para(
                f"มาตรการที่ {desk.n(k, 'mark')} {p.title}", bold=True, left=desk.left / 2, keep=True
            )
        else:
            desk.paper.para(f"มาตรการที่ {desk.n(k, 'mark')}", bold=True, left=desk.left / 2, keep=True)
        for i, part in enumerate([s for s in shown if s != "title" or form == "five_parts"], 1):
            lead = marks(desk, mark, i) if mark else ""
            if part == "steps":
                desk.paper.para(lead + words[part], left=desk.left, keep=True)
                for s, step in enumerate(p.steps, 1):
                    first, *nested = step.split("\n")
                    own = (
                        ""
                        if style == "none"
                        else marks(desk, style, s, desk.n(i, "mark") + ".").replace("..", ".")
                    )
                    desk.paper.para(own + first, left=desk.left * 2)
                    for x in nested:
                        desk.paper.para(f"- {x}", left=desk.left * 3)
            elif inline or part == "title":
                desk.paper.para(f"{lead}{words[part]} : {cells[part]}", left=desk.left)
            else:
                desk.paper.para(lead + words[part], left=desk.left, keep=True)
                for line in cells[part].split("\n"):
                    desk.paper.para(line, left=desk.left * 2)
        truth.measure(p.title, indicators=[n], **_fields(p, shown, year))
