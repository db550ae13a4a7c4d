"""What the report finds in its scores: items in tables or prose, strengths and weaknesses by indicator."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.frame import Item
from tests.maker import content
from tests.maker.content import Results
from tests.maker.desk import Desk, marks
from tests.maker.results import LONG_NAMES, allow_side, perhaps
from tests.maker.tables import Merge, put

HEADINGS = {
    "strength": ("จุดแข็ง", "ประเด็นที่เป็นจุดแข็งที่จะต้องรักษาไว้", "จุดแข็งขององค์กร", "ประเด็นที่เป็นจุดแข็ง"),
    "weakness": (
        "ข้อบกพร่องหรือจุดอ่อนที่จะต้องแก้ไข",
        "ประเด็นที่เป็นข้อบกพร่องหรือจุดอ่อนที่จะต้องแก้ไขโดยเร่งด่วน",
        "จุดอ่อน",
        "ปัญหาเร่งด่วน",
    ),
    "improvement": ("ประเด็นที่ควรพัฒนา", "ควรพัฒนาปรับปรุงเพิ่มเติม", "จุดที่ควรพัฒนา", "ประเด็นที่ควรปรับปรุง"),
}
COLUMNS = {
    "strength": ("จุดแข็ง",),
    "weakness": ("ข้อบกพร่องหรือจุดอ่อน", "จุดอ่อน"),
    "improvement": ("ประเด็นที่ควรพัฒนา", "จุดที่ต้องพัฒนา"),
    "general": ("การวิเคราะห์", "ผลการวิเคราะห์", "การวิเคราะห์ผลการประเมิน"),
}


def findings(desk: Desk, now: Results) -> None:
    """The part that goes into items and indicators."""
    form = desk.pick(
        "findings",
        "tables",
        "tables",
        "tables",
        "one_table",
        "one_table",
        "prose",
        "prose",
        "items_prose",
        "items_prose",
        "two_columns",
        "tree",
        "none",
    )
    if form == "none":
        return
    desk.section("การวิเคราะห์ผลการประเมิน", "ข้อค้นพบจากการวิเคราะห์", "การวิเคราะห์รายตัวชี้วัด")
    chosen = sorted(desk.rng.sample(range(1, 11), desk.rng.randint(2, 6)))
    if form == "tables":
        _tables(desk, now, chosen)
    elif form == "one_table":
        _one_table(desk, now, chosen)
    elif form == "prose":
        _prose(desk, now, chosen)
    elif form == "items_prose":
        _items_prose(desk, now, chosen)
    elif form == "two_columns":
        _two_columns(desk, now, chosen)
    elif form == "tree":
        _tree(desk, now, chosen)


# Codes


def code(desk: Desk, item: Item, column: bool = False) -> str:
    """An item's code as this report prints it; a bare number only in a column."""
    letter, number = item.code[0], item.number
    form = desk.features["code"]
    digits = desk.n(number, "code")
    if form == "bare" and not column:
        return f"ข้อ {letter.lower()}{digits}"
    return {
        "lower": f"{letter.lower()}{digits}",
        "upper": f"{letter}{digits}",
        "item_lower": f"ข้อ {letter.lower()}{digits}",
        "item_upper": f"ข้อ {letter}{digits}",
        "bare": digits,
        "zero": f"๐{desk.n(number).translate(_TO_THAI)}" if letter == "O" else f"{letter.lower()}{digits}",
        "dashed": f"{letter} {digits}",
    }[form]


_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
CODE_FORMS = ("lower", "lower", "upper", "item_lower", "item_upper", "bare", "zero", "dashed")


def _items(desk: Desk, indicator: int) -> list[Item]:
    """Some of the indicator's items, in order."""
    items = content.items_of(desk.frame, indicator)
    if not items:
        return []
    few = desk.rng.sample(items, min(len(items), desk.rng.choice([1, 2, 3, 3, 4, 6])))
    return sorted(few, key=lambda i: i.number)


def wording(item: Item) -> str:
    return item.wording or ""


# Tables


def _tables(desk: Desk, now: Results, chosen: Sequence[int]) -> None:
    """A table of items an indicator, under the indicator's heading."""
    desk.features["code"] = desk.pick("code_form", *CODE_FORMS)
    told_by = desk.pick("finding_by", "heading", "heading", "title_row", "column", "none")
    columns = _columns(desk, ["instrument", "indicator"] if desk.chance("item_table_places", 0.25) else [])
    style = desk.pick("indicator_heading", "plain", "numbered", "finding_of", "ด้าน", "name")
    scored = desk.chance("score_in_heading", 0.15) and style != "finding_of"
    if told_by != "heading" and style == "finding_of":
        style = desk.features["indicator_heading"] = "plain"
    for k, n in enumerate(chosen, 1):
        items = _items(desk, n)
        if not items:
            continue
        finding = desk.rng.choice(["strength", "weakness", "improvement"])
        _indicator_heading(desk, n, k, style, finding, now.scores[str(n)] if scored else None)
        if told_by == "heading" and style != "finding_of":
            desk.heading(_listed(desk, desk.rng.choice(HEADINGS[finding])), before=2, left=desk.left / 2)
        elif told_by == "none":
            finding = "general"
        _item_table(desk, now, [(n, items)], columns, finding, told_by)


def _listed(desk: Desk, heading: str) -> str:
    """A heading, in some reports with a colon or a dash."""
    form = desk.features.setdefault("finding_heading", desk.rng.choice(["plain", "plain", "colon", "dash"]))
    return {"plain": heading, "colon": f"{heading} :", "dash": f"- {heading}"}[form]


def _indicator_heading(
    desk: Desk, n: int, k: int, style: str, finding: str = "", value: str | None = None
) -> None:
    """The indicator as a heading, with its score in some reports."""
    desk.truth.name(str(n), desk.names[n])
    text = {
        "plain": desk.indicator(n),
        "numbered": f"{desk.n(k, 'mark')}. {desk.indicator(n)}",
        "ด้าน": f"{desk.numbered(n)} ด้าน{desk.names[n]}",
        "finding_of": f"{desk.rng.choice(_OF[finding or 'weakness'])} ของ{desk.indicator(n)}",
        "name": f"{desk.n(k, 'mark')}. ด้าน{desk.names[n]}",
    }[style]
    if "ด้าน" in text:
        allow_side(desk, n)
    if value is not None:
        shown = desk.score(value)
        forms = (f" ({shown} คะแนน)", f" ได้คะแนน {shown} คะแนน", f" : {shown} คะแนน", f" ({shown})")
        text += forms[int(desk.features.setdefault("heading_score", str(desk.rng.randrange(len(forms)))))]
        desk.truth.score(str(n), value)
        perhaps(desk, str(n), text)
    desk.heading(text)


_OF = {
    "strength": ("จุดที่เป็นจุดแข็งที่ต้องรักษาไว้",),
    "weakness": ("จุดที่เป็นข้อบกพร่องหรือจุดอ่อนที่จะต้องแก้ไข",),
    "improvement": ("จุดที่ควรพัฒนา",),
}


def _columns(desk: Desk, places: list[str]) -> list[str]:
    """The columns of a table of items, in this report's order."""
    rng = desk.rng
    form = desk.pick("item_column", "code+wording", "code+wording", "joined", "wording_first")
    identity = {
        "code+wording": ["code", "wording"],
        "joined": ["joined"],
        "wording_first": ["wording", "code"],
    }[form]
    said = ["score", "analysis"]
    if desk.chance("analysis_before_score", 0.2):
        said.reverse()
    if desk.chance("no_analysis", 0.1):
        said.remove("analysis")
    running = ["running"] if desk.chance("running_number", 0.12) and not places else []
    if rng.random() < 0.12 and form != "joined":
        desk.features["score_before_wording"] = "yes"
        return (
            [*running, *places, "code", said[0], "wording", *said[1:]]
            if said[0] == "score"
            else [*running, *places, *identity, *said]
        )
    return [*running, *places, *identity, *said]


def _item_table(
    desk: Desk,
    now: Results,
    groups: list[tuple[int, list[Item]]],
    columns: list[str],
    finding: str,
    told_by: str,
) -> None:
    rng, truth = desk.rng, desk.truth
    kept = desk.features
    words = {
        "running": "ลำดับ",
        "instrument": "แบบวัด",
        "indicator": "ตัวชี้วัด",
        "code": kept.setdefault("code_heading", rng.choice(["ข้อ", "ข้อที่", "ข้อ"])),
        "wording": kept.setdefault(
            "wording_heading",
            rng.choice(["ข้อคำถาม", "ข้อความ", "ข้อความคำถาม", "ประเด็นคำถาม", "ประเด็นการประเมิน", "รายการ"]),
        ),
        "joined": kept.setdefault(
            "joined_heading", rng.choice(["ข้อคำถาม", "ข้อความ", "ประเด็นการตรวจ", "ข้อคำถาม/รายการ"])
        ),
        "score": kept.setdefault(
            "score_heading", rng.choice(["คะแนน", "ได้คะแนน", "คะแนนที่ได้", "คะแนนรายข้อ", "ผลคะแนน"])
        ),
        "analysis": rng.choice(COLUMNS[finding if told_by == "column" else "general"]),
    }
    if told_by == "column" and "analysis" not in columns:
        finding = "general"
    head = [words[c] for c in columns]
    rows: list[list[str]] = []
    merges: list[Merge] = []
    if told_by == "title_row":
        rows.append([rng.choice(HEADINGS[finding]), *[""] * (len(head) - 1)])
        merges.append((0, 0, 0, len(head) - 1))
    rows.append(head)
    heads = len(rows)
    span = "analysis" in columns and desk.chance("analysis_span", 0.2)
    count = 0
    for n, items in groups:
        first = len(rows)
        shared = span and len(items) > 1
        text = desk.say(n, finding, rng.random() < 0.4)
        for item in items:
            count += 1
            value = now.scores[item.code]
            if not shared:
                text = desk.say(n, finding, rng.random() < 0.4)
            printed = code(desk, item, column=True)
            place = f"{desk.numbered(n)} {desk.names[n]}"
            cells = {
                "running": desk.n(count, "mark"),
                "instrument": item.instrument if item is items[0] else "",
                "indicator": place if item is items[0] else "",
                "code": printed,
                "wording": wording(item),
                "joined": f"{code(desk, item)} {wording(item)}",
                "score": desk.score(value),
                "analysis": text if not shared or item is items[0] else "",
            }
            rows.append([cells[c] for c in columns])
            truth.name(item.code, wording(item))
            truth.score(item.code, value)
            if "analysis" in columns and not shared:
                truth.analysis([item.code], finding, text)
        if shared:
            truth.analysis([i.code for i in items], finding, text)
        for name in ("instrument", "indicator", *(["analysis"] if shared else [])):
            if name in columns:
                merges.append((first, columns.index(name), len(rows) - 1, columns.index(name)))
    widths_of = {"wording": 6.0, "joined": 6.5, "analysis": 5.5, "indicator": 3.0}
    center = [i for i, c in enumerate(columns) if c in ("code", "score", "running", "instrument")]
    put(desk, rows, [widths_of.get(c, 1.7) for c in columns], heads, merges, center)


def _one_table(desk: Desk, now: Results, chosen: Sequence[int]) -> None:
    """All items in one table, the indicator in a column or in rows of its own."""
    desk.features["code"] = desk.pick("code_form", *[f for f in CODE_FORMS if f != "bare"])
    groups = [(n, items) for n in chosen if (items := _items(desk, n))]
    if not groups:
        return
    told_by = desk.pick("finding_by", "heading", "title_row", "column", "none")
    finding = "general" if told_by == "none" else desk.rng.choice(["strength", "weakness", "improvement"])
    if told_by == "heading":
        desk.heading(_listed(desk, desk.rng.choice(HEADINGS[finding])), left=desk.left / 2)
    for n, _ in groups:
        desk.truth.name(str(n), desk.names[n])
    columns = _columns(desk, ["instrument", "indicator"] if desk.rng.random() < 0.5 else ["indicator"])
    desk.features["item_table_places"] = "+".join(c for c in columns if c in ("instrument", "indicator"))
    _item_table(desk, now, groups, columns, finding, told_by)


def _tree(desk: Desk, now: Results, chosen: Sequence[int]) -> None:
    """A row an indicator with its score, and under it a row an item with its own."""
    desk.features["code"] = desk.pick("code_form", *[f for f in CODE_FORMS if f != "bare"])
    rows = [[desk.rng.choice(["ตัวชี้วัด/ข้อคำถาม", "ตัวชี้วัด", "รายการ"]), desk.rng.choice(["คะแนน", "ผลคะแนน"])]]
    for n in chosen:
        rows.append([desk.indicator(n), desk.score(now.scores[str(n)])])
        desk.truth.score(str(n), now.scores[str(n)])
        for item in _items(desk, n):
            rows.append([f"{code(desk, item)} {wording(item)}", desk.score(now.scores[item.code])])
            desk.truth.name(item.code, wording(item))
            desk.truth.score(item.code, now.scores[item.code])
    put(desk, rows, (8, 2), center=(1,))


def _two_columns(desk: Desk, now: Results, chosen: Sequence[int]) -> None:
    """A row an indicator, with a column for strengths and one for what should be developed."""
    poor = desk.pick("two_columns_poor", "improvement", "weakness")
    head = ["ตัวชี้วัด", desk.rng.choice(["คะแนน", "คะแนนที่ได้"]), "จุดแข็ง", desk.rng.choice(COLUMNS[poor])]
    scored = desk.rng.random() < 0.7
    if not scored:
        head.pop(1)
    rows = [head]
    for n in chosen:
        row = [desk.listed(n)]
        if scored:
            row.append(desk.score(now.scores[str(n)]))
            desk.truth.score(str(n), now.scores[str(n)])
        kinds = desk.rng.choice([("strength", poor), ("strength",), (poor,)])
        for kind in ("strength", poor):
            text = desk.say(n, kind) if kind in kinds else desk.rng.choice(["", "-"])
            row.append(text)
            if kind in kinds:
                desk.truth.analysis(str(n), kind, text)
        rows.append(row)
    put(desk, rows, [22, 12, 33, 33] if scored else [30, 35, 35], figures=False)


# Prose


def _prose(desk: Desk, now: Results, chosen: Sequence[int]) -> None:
    """Strengths and weaknesses as paragraphs under each indicator, or indicators under each kind of finding."""
    order = desk.pick("prose_order", "by_indicator", "by_finding")
    style = desk.pick("indicator_heading", "plain", "numbered", "ด้าน", "name")
    scored = desk.chance("score_in_heading", 0.15)
    if order == "by_indicator":
        for k, n in enumerate(chosen, 1):
            _indicator_heading(desk, n, k, style, value=now.scores[str(n)] if scored else None)
            for finding in desk.rng.choice(
                [("strength",), ("weakness",), ("strength", "improvement"), ("strength", "weakness")]
            ):
                desk.heading(_listed(desk, desk.rng.choice(HEADINGS[finding])), before=0, left=desk.left)
                _about(desk, now, n, finding, named=False)
        return
    rest = list(chosen)
    half = max(1, len(rest) // 2)
    for k, (finding, numbers) in enumerate(
        (("strength", rest[:half]), (desk.rng.choice(["weakness", "improvement"]), rest[half:])), 1
    ):
        heading = desk.rng.choice(HEADINGS[finding])
        desk.heading(
            f"{desk.n(k, 'mark')}) {heading}" if desk.rng.random() < 0.5 else heading, left=desk.left / 2
        )
        for n in numbers:
            _about(desk, now, n, finding, named=True)


def _about(desk: Desk, now: Results, n: int, finding: str, named: bool) -> None:
    """A paragraph, or a list of two sentences, on one indicator."""
    text = desk.say(n, finding, desk.rng.random() < 0.4)
    where = str(n)
    scored = desk.rng.random() < 0.4
    value = desk.score(now.scores[where])
    if named:
        text = f"{desk.indicator(n)}{f' ได้คะแนน {value} คะแนน' if scored else ''} {text}"
    elif scored:
        text = f"ได้คะแนน {value} คะแนน {text}"
    if scored:
        desk.truth.score(where, now.scores[where])
    if not named and desk.chance("finding_bullets", 0.3):
        style = desk.features.setdefault("bullet", desk.rng.choice(["-", "•", "n)", "n."]))
        several = [text, *(desk.say(n, finding) for _ in range(desk.rng.randint(1, 2)))]
        lines = [marks(desk, style, i) + line for i, line in enumerate(several, 1)]
        for line in lines:
            desk.paper.para(line, left=desk.left * 1.5)
        desk.truth.analysis(where, finding, "\n".join(lines))
        return
    if named and desk.rng.random() < 0.3:
        text = f"- {text}"
    desk.paper.para(text, first=1.5)
    if not named and desk.chance("two_paragraphs", 0.2):
        more = desk.say(n, finding)
        desk.paper.para(more, first=1.5)
        text = f"{text}\n{more}"
    desk.truth.analysis(where, finding, text)


LEVELS = {
    "ผ่านเกณฑ์": "general",
    "ไม่ผ่านเกณฑ์": "weakness",
    "": "heading",
}


def _items_prose(desk: Desk, now: Results, chosen: Sequence[int]) -> None:
    """Items as sentences or list lines under their indicator's heading, grouped by instrument in some reports."""
    desk.features["code"] = desk.pick("code_form", *[f for f in CODE_FORMS if f not in ("bare",)])
    style = desk.pick("indicator_heading", "plain", "numbered", "ด้าน", "name")
    scored = desk.chance("score_in_heading", 0.15)
    form = desk.pick("items_prose", "sentences", "sentences", "list", "in_running_text")
    grouped = desk.chance("by_instrument", 0.4)
    level = desk.chance("levels", 0.4)
    seen = set()
    for k, n in enumerate(chosen, 1):
        items = _items(desk, n)
        if not items:
            continue
        name = items[0].instrument
        if grouped and name not in seen:
            seen.add(name)
            desk.heading(LONG_NAMES[name])
        _indicator_heading(desk, n, k, style, value=now.scores[str(n)] if scored else None)
        if form == "list":
            _item_list(desk, now, items)
        elif form == "in_running_text":
            _item_run(desk, now, n, items)
        else:
            _item_sentences(desk, now, items, level)


def _item_list(desk: Desk, now: Results, items: Sequence[Item]) -> None:
    """`i๑ wording = ๙๕.๐๐`: figures, not analyses."""
    joint = desk.features.setdefault(
        "item_joint", desk.rng.choice([" = {}", " : {} คะแนน", " ({} คะแนน)", " ({})", " เท่ากับ {} คะแนน"])
    )
    mark = desk.features.setdefault("item_mark", desk.rng.choice(["", "- ", "• "]))
    for item in items:
        text = f"{mark}{code(desk, item)} {wording(item)}{joint.format(desk.score(now.scores[item.code]))}"
        desk.paper.para(text, left=desk.left)
        perhaps(desk, [item.code], text)
        desk.truth.name(item.code, wording(item))
        desk.truth.score(item.code, now.scores[item.code])


def _item_sentences(desk: Desk, now: Results, items: Sequence[Item], level: bool) -> None:
    verb = desk.features.setdefault("item_verb", desk.rng.choice(["ได้คะแนน", "มีคะแนน", "ได้คะแนนเฉลี่ย"]))
    for item in items:
        n, value = item.indicator, now.scores[item.code]
        said = f"{code(desk, item)} {wording(item)} {verb} {desk.score(value)} คะแนน"
        desk.truth.name(item.code, wording(item))
        desk.truth.score(item.code, value)
        finding = "general"
        if level:
            passed = float(value) >= 85
            said += " ผ่านเกณฑ์" if passed else " ไม่ผ่านเกณฑ์"
            finding = "general" if passed else "weakness"
        elif desk.rng.random() < 0.5:
            said += f" เนื่องจาก{desk.say(n, 'weakness')}"
        desk.paper.para(said, first=1.5)
        desk.truth.analysis([item.code], finding, said)


def _item_run(desk: Desk, now: Results, n: int, items: Sequence[Item]) -> None:
    """One paragraph on the indicator that gives the scores of its items, without their wording."""
    said = []
    for item in items:
        said.append(f"{code(desk, item)} ({desk.score(now.scores[item.code])} คะแนน)")
        desk.truth.score(item.code, now.scores[item.code])
    text = f"{desk.say(n, 'strength')} โดยมีคะแนนรายข้อ ได้แก่ {' '.join(said)}"
    desk.paper.para(text, first=1.5)
    desk.truth.analysis(str(n), "general", text)
    # Whether it is about the indicator or about the items named is left open.
    desk.truth.analyses[-1]["or"] = [{"items": [i.code for i in items]}]
