"""The scores of the whole, of the instruments and of the ten indicators: in prose, lists and tables."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tests.maker import content
from tests.maker.content import INSTRUMENTS, Results, two
from tests.maker.desk import Desk
from tests.maker.tables import Merge, box, put

LONG_NAMES = {
    "IIT": "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (IIT)",
    "EIT": "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก (EIT)",
    "OIT": "แบบวัดการเปิดเผยข้อมูลสาธารณะ (OIT)",
}


def instrument(desk: Desk, name: str, long: bool = False) -> str:
    if long:
        return LONG_NAMES[name]
    if name[-1].isdigit():
        return f"แบบวัด EIT ส่วนที่ {desk.n(name[-1], 'mark')}"
    return f"แบบวัด {name}"


def instruments_of(desk: Desk, now: Results) -> list[str]:
    """The instruments that the report tells of; from 2566 some tell of both parts of EIT instead."""
    if "EIT2" in now.scores and desk.chance("eit_parts", 0.2):
        return ["IIT", "EIT1", "EIT2", "OIT"]
    return ["IIT", "EIT", "OIT"]


def difference(old: str, new: str) -> Decimal:
    return Decimal(new) - Decimal(old)


def risen(desk: Desk, where: str, old: str, new: str) -> str:
    """ "เพิ่มขึ้น ๒.๑๐ คะแนน", a record of a change; nothing where the score is the same."""
    change = difference(old, new)
    if not change:
        return ""
    desk.truth.score(where, two(change), "change")
    return f"{'เพิ่มขึ้น' if change > 0 else 'ลดลง'} {desk.score(two(abs(change)))} คะแนน"


# The whole


def overall(desk: Desk, now: Results, before: Results | None) -> None:
    form = desk.pick(
        "overall", "sentence", "sentence", "sentence_parts", "list", "table", "wide_table", "none"
    )
    value, rating, truth = now.scores["overall"], now.rating, desk.truth
    if form == "none":
        return
    desk.section("ผลการประเมินในภาพรวม", "ผลการประเมิน ITA", "ผลคะแนนการประเมินในภาพรวมของหน่วยงาน")
    if form == "list":
        _overall_list(desk, now)
    elif form in ("table", "wide_table"):
        _overall_table(desk, now, wide=form == "wide_table")
    else:
        shown = desk.score(value)
        year = desk.year(now.year)
        text = desk.pick(
            "overall_words",
            f"{desk.agency.name}ได้คะแนนในภาพรวม {shown} คะแนน อยู่ในระดับ {rating}",
            f"{desk.agency.name} มีผลคะแนนการประเมิน ITA ประจำปีงบประมาณ พ.ศ. {year} เท่ากับ {shown} คะแนน ระดับผลการประเมิน {rating}",
            f"ในปีงบประมาณ พ.ศ. {year} {desk.agency.name}ได้รับผลการประเมินในภาพรวม {shown} คะแนน จากคะแนนเต็ม {desk.n(100)} คะแนน อยู่ในระดับ “{rating}”",
            f"ผลการประเมินในภาพรวมของ{desk.agency.name} ได้คะแนนรวม {shown} คะแนน ซึ่งอยู่ในระดับ{rating}",
            f"จากผลการประเมินคุณธรรมและความโปร่งใส {desk.agency.name}มีคะแนนเฉลี่ยรวม {shown} คะแนน (ระดับ {rating})",
        )
        desk.features["overall_words"] = text.split(shown)[0].replace(desk.agency.name, "…").strip()
        truth.score("overall", value, rating=rating)
        if before is not None:
            old = before.scores["overall"]
            truth.score("overall", old, year=before.year)
            rise = risen(desk, "overall", old, value)
            text += f" เมื่อเปรียบเทียบกับปีงบประมาณ พ.ศ. {desk.year(before.year)} ซึ่งได้ {desk.score(old)} คะแนน {rise}".rstrip()
        if form == "sentence_parts":
            long = desk.rng.random() < 0.4
            said = []
            for name in instruments_of(desk, now):
                verb = desk.rng.choice(["ได้", "ได้คะแนน", "มีคะแนน"])
                said.append(
                    f"{instrument(desk, name, long and not name[-1].isdigit())} {verb} {desk.score(now.scores[name])} คะแนน"
                )
                truth.score(name, now.scores[name])
            text += f" โดย{' '.join(said[:-1])} และ{said[-1]}"
        if desk.chance("pass_mark", 0.25):
            text += f" ทั้งนี้เกณฑ์การผ่านคือ {desk.n(85)} คะแนนขึ้นไป"
        if desk.chance("overall_in_box", 0.08):
            box(desk, text)
        else:
            desk.paper.para(text, first=1.5)
        truth.analysis("overall", "general", text)
        if "ปรับปรุง" in rating:  # the level itself says that something must be improved
            truth.analyses[-1]["or"] = [{"finding": "improvement"}]


def _overall_list(desk: Desk, now: Results) -> None:
    joint = desk.rng.choice([" : ", " = ", " "])
    mark = desk.rng.choice(["", "- ", "• "])
    truth = desk.truth
    word = desk.rng.choice(["คะแนนรวม", "คะแนนภาพรวม", "คะแนนเฉลี่ยรวม", "ผลคะแนนภาพรวม"])
    lines = [(f"{word}{joint}{desk.score(now.scores['overall'])} คะแนน", "overall")]
    for name in instruments_of(desk, now):
        said = name if desk.rng.random() < 0.5 and not name[-1].isdigit() else instrument(desk, name)
        lines.append(
            (f"{'คะแนน ' if said == name else ''}{said}{joint}{desk.score(now.scores[name])} คะแนน", name)
        )
    for text, where in lines:
        desk.paper.para(mark + text, left=desk.left)
        truth.score(where, now.scores[where])
    if desk.rng.random() < 0.7:
        desk.paper.para(f"{mark}ระดับผลการประเมิน : {now.rating}", left=desk.left)
        truth.score("overall", now.scores["overall"], rating=now.rating)
    desk.features["overall_joint"] = joint


def _overall_table(desk: Desk, now: Results, wide: bool) -> None:
    truth, names = desk.truth, instruments_of(desk, now)
    if wide:
        prefix = desk.rng.choice(["", "คะแนน ", "แบบวัด "])
        head = [
            *(prefix + n if not n[-1].isdigit() else instrument(desk, n) for n in names),
            "คะแนนรวม",
            "ระดับ",
        ]
        values = [now.scores[n] for n in [*names, "overall"]]
        rows = [head, [*map(desk.score, values), now.rating]]
        put(desk, rows, [1] * len(head))
    else:
        weights = {"IIT": "30", "EIT": "30", "OIT": "40"}
        full = "EIT1" not in names and desk.chance("weights", 0.3)
        weighted = full and desk.rng.random() < 0.5
        head = [desk.rng.choice(["แบบวัด", "เครื่องมือ", "เครื่องมือการประเมิน"])]
        head += ["ค่าน้ำหนัก"] * full + [desk.rng.choice(["คะแนน", "คะแนนที่ได้", "ผลคะแนน"])]
        head += ["คะแนนถ่วงน้ำหนัก"] * weighted
        rows = [head]
        for name in names:
            row = [instrument(desk, name, not name[-1].isdigit() and desk.rng.random() < 0.3)]
            row += [desk.n(weights.get(name, ""))] * full + [desk.score(now.scores[name])]
            if weighted:
                part = two(Decimal(now.scores[name]) * Decimal(weights[name]) / 100)
                row.append(desk.score(part))
            rows.append(row)
            truth.score(name, now.scores[name])
            if weighted:
                truth.score(name, part, "weighted")
        word = desk.rng.choice(["คะแนนรวม", "ภาพรวม", "คะแนนภาพรวม", "รวม"])
        total = desk.score(now.scores["overall"])
        rows.append([word, *([desk.n(100)] * full), *(["", total] if weighted else [total])])
        if weighted:
            desk.features["weighted"] = "yes"
        put(desk, rows, [4, *[2] * (len(head) - 1)], may_be_cut=False)
        truth.score("overall", now.scores["overall"])
        return
    for name in names:
        truth.score(name, now.scores[name])
    truth.score("overall", now.scores["overall"], rating=now.rating)


# The ten indicators


def overview(desk: Desk, now: Results, before: Results | None, needed: bool = False) -> None:
    """All ten indicators with their scores, if the report has such a part or needs one."""
    forms = ["table", "table", "table", "table", "halves", "list", "list", "sentences", "running"]
    form = desk.pick("overview", *forms, *([] if needed else ["none"]))
    if form == "none":
        return
    desk.section("ผลการประเมินรายตัวชี้วัด", "คะแนนรายตัวชี้วัด", "ผลคะแนนจำแนกตามตัวชี้วัด")
    if form == "table":
        _overview_table(desk, now, before)
    elif form == "halves":
        _halves(desk, now)
    elif form == "list":
        _overview_list(desk, now)
    elif form == "sentences":
        _overview_sentences(desk, now, before)
    else:
        _running(desk, now)
    if desk.chance("extremes", 0.3):
        _extremes(desk, now)


def _caption(desk: Desk, now: Results) -> None:
    if desk.rng.random() < 0.6:
        n = desk.n(1, "mark")
        text = desk.rng.choice(
            [f"ตารางที่ {n} คะแนนจำแนกตามตัวชี้วัด", "ผลการประเมินรายตัวชี้วัด มีดังนี้", "คะแนนรายตัวชี้วัด"]
        )
        desk.paper.para(text, before=6, keep=True)


def _overview_table(desk: Desk, now: Results, before: Results | None) -> None:
    rng, truth = desk.rng, desk.truth
    _caption(desk, now)
    numbering = desk.pick("overview_number", "column", "joined", "worded", "bare", "side")
    show = desk.pick("overview_instrument", "none", "column", "merged", "bands")
    years = before is not None
    change = years and desk.chance("overview_change", 0.6)
    full = not years and desk.chance("overview_full_score", 0.15)
    score_word = rng.choice(["คะแนน", "คะแนนที่ได้", "ผลคะแนน", "คะแนนรายตัวชี้วัด", "คะแนนเฉลี่ย", "ค่าคะแนน"])
    name_word = rng.choice(["ตัวชี้วัด", "ชื่อตัวชี้วัด", "ประเด็นการประเมิน", "ตัวชี้วัดการประเมิน", "รายการตัวชี้วัด"])
    desk.features["overview_name_heading"], desk.features["overview_score_heading"] = name_word, score_word

    columns: list[str] = []
    if show in ("column", "merged"):
        columns.append("instrument")
    if numbering == "column":
        columns.append("number")
    columns.append("name")
    if show == "column" and rng.random() < 0.5:
        columns.append(columns.pop(0))  # after the name
    highest = not years and content.items_of(desk.frame, 1) and desk.chance("overview_highest", 0.1)
    figures = ["full"] * full + (["before", "now"] if years else ["now"]) + ["change"] * change
    figures += ["highest"] * bool(highest)
    if years and desk.chance("latest_year_first", 0.2):
        figures[:2] = ["now", "before"]
    columns += figures
    grouped = years and desk.chance("overview_two_heads", 0.5)

    short = rng.choice(["ปี {}", "ปี พ.ศ. {}", "ปีงบประมาณ พ.ศ. {}"])
    words = {
        "instrument": rng.choice(["แบบวัด", "เครื่องมือ"]),
        "number": rng.choice(["ที่", "ลำดับ", "ตัวชี้วัดที่"]),
        "name": name_word,
        "now": score_word,
        "full": "คะแนนเต็ม",
        "highest": "คะแนนสูงสุดรายตัวชี้วัด",
        "change": rng.choice(["เพิ่ม/ลด", "เพิ่มขึ้น/ลดลง", "ผลต่าง", "การเปลี่ยนแปลง"]),
    }
    if years:
        assert before is not None
        said = short if grouped else rng.choice([short, "คะแนน " + short])
        words["now"], words["before"] = said.format(desk.year(now.year)), said.format(desk.year(before.year))
    head = [words[c] for c in columns]
    rows: list[list[str]] = []
    merges: list[Merge] = []
    if desk.chance("overview_title_row", 0.15):
        rows.append([f"ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. {desk.year(now.year)}", *[""] * (len(head) - 1)])
        merges.append((0, 0, 0, len(head) - 1))
    top = len(rows)
    if grouped:
        group = [i for i, c in enumerate(columns) if c in ("before", "now")]
        upper = ["" if i in group[1:] else score_word if i in group else w for i, w in enumerate(head)]
        rows += [upper, [w if i in group else "" for i, w in enumerate(head)]]
        merges.append((top, group[0], top, group[-1]))
        merges += [(top, i, top + 1, i) for i in range(len(head)) if i not in group]
    else:
        rows.append(head)
    heads = len(rows)

    def figure_cells(where: str) -> dict[str, str]:
        cells = {"now": desk.score(now.scores[where]), "full": desk.n(100), "highest": ""}
        if highest and where.isdigit():
            cells["highest"] = desk.score(_highest(desk, now, int(where)))
        if before is not None:
            delta = difference(before.scores[where], now.scores[where])
            sign = "+" if delta > 0 and desk.features["sign"] == "plus" else ""
            cells["before"], cells["change"] = desk.score(before.scores[where]), desk.score(sign + two(delta))
        return cells

    def state(where: str) -> None:
        for figure in figures:
            if figure == "before" and before is not None:
                truth.score(where, before.scores[where], year=before.year)
            elif figure == "now":
                truth.score(where, now.scores[where])
            elif figure == "change" and before is not None:
                truth.score(where, two(difference(before.scores[where], now.scores[where])), "change")
            elif figure == "highest" and where.isdigit():
                truth.score(where, _highest(desk, now, int(where)), "highest")

    if years:
        desk.features["sign"] = rng.choice(["plus", "none"])
    subs = "9.1" in now.scores and not years and desk.chance("overview_subs", 0.25)
    lead = rng.choice(["ตัวชี้วัดย่อยที่ ", ""])
    subtotals = show != "merged" and desk.chance("overview_subtotals", 0.2)
    for name, numbers in INSTRUMENTS.items():
        first = len(rows)
        if show == "bands":
            rows.append([instrument(desk, name, rng.random() < 0.5), *[""] * (len(head) - 1)])
            merges.append((first, 0, first, len(head) - 1))
        for n in numbers:
            printed = {
                "column": desk.names[n],
                "joined": desk.listed(n),
                "worded": desk.indicator(n),
                "bare": desk.names[n],
                "side": f"ด้าน{desk.names[n]}",
            }[numbering]
            if numbering == "side":
                allow_side(desk, n)
            repeated = show == "column" or n == numbers[0]
            cells = {
                "instrument": name if repeated else "",
                "number": desk.n(n, "mark"),
                "name": printed,
                **figure_cells(str(n)),
            }
            rows.append([cells[c] for c in columns])
            truth.name(str(n), desk.names[n])
            state(str(n))
            for sub in desk.frame.sub_indicators if subs else ():
                if sub.indicator == n:
                    number = desk.n(sub.number, "mark")
                    cells = {"instrument": name if show == "column" else "", "number": number}
                    cells["name"] = sub.name if numbering == "column" else f"{lead}{number} {sub.name}"
                    rows.append([{**cells, **figure_cells(sub.number)}[c] for c in columns])
                    truth.name(sub.number, sub.name)
                    state(sub.number)
        if show == "merged":
            at = columns.index("instrument")
            merges.append((first, at, len(rows) - 1, at))
        if subtotals:
            _sum_row(desk, rows, columns, f"คะแนนเฉลี่ย {name}", figure_cells(name), merges)
            state(name)
    if desk.chance("overview_total", 0.6):
        word = rng.choice(
            ["คะแนนรวม", "คะแนนเฉลี่ยรวม", "คะแนนภาพรวม", "รวม", "คะแนนรวมทั้งหมด", "ภาพรวมหน่วยงาน"]
        )
        desk.features["total_word"] = word
        _sum_row(desk, rows, columns, word, figure_cells("overall"), merges)
        state("overall")
    wide = {"name": 5.0, "number": 1.3, "instrument": 1.6}
    center = [i for i, c in enumerate(columns) if c != "name"]
    put(desk, rows, [wide.get(c, 2.0) for c in columns], heads, merges, center)


def _highest(desk: Desk, now: Results, n: int) -> str:
    """The greatest score of an indicator's items."""
    return max((now.scores[i.code] for i in content.items_of(desk.frame, n)), key=Decimal)


def _sum_row(
    desk: Desk,
    rows: list[list[str]],
    columns: list[str],
    word: str,
    cells: dict[str, str],
    merges: list[Merge],
) -> None:
    """A row of a sum, its word across the columns before the figures."""
    words = [i for i, c in enumerate(columns) if c in ("instrument", "number", "name")]
    row = [cells.get(c, "") for c in columns]
    # Under a merged instrument the word alone could mean that instrument's sum.
    needed = desk.features["overview_instrument"] == "merged"
    merge = words == list(range(len(words))) and (desk.rng.random() < 0.6 or needed)
    row[0 if merge else columns.index("name")] = word
    if merge:
        merges.append((len(rows), 0, len(rows), words[-1]))
    rows.append(row)


def _halves(desk: Desk, now: Results) -> None:
    """Indicators 1-5 on the left, 6-10 on the right."""
    _caption(desk, now)
    rows = [["ตัวชี้วัด", "คะแนน"] * 2]
    for n in range(1, 6):
        row = []
        for number in (n, n + 5):
            row += [desk.listed(number), desk.score(now.scores[str(number)])]
            desk.truth.score(str(number), now.scores[str(number)])
        rows.append(row)
    put(desk, rows, (7, 3, 7, 3), center=(1, 3), may_be_cut=False)


def _overview_list(desk: Desk, now: Results) -> None:
    """One line an indicator: a mark, the name, and its score after a sign or in brackets."""
    form = desk.pick(
        "list_form",
        " = {}",
        " : {} คะแนน",
        " ({} คะแนน)",
        " ({})",
        " คะแนน {}",
        " เท่ากับ {} คะแนน",
        " {} คะแนน",
    )
    style = desk.pick("list_lead", "worded", "worded", "number", "dash")
    if desk.rng.random() < 0.7:
        desk.paper.para("คะแนนรายตัวชี้วัด เรียงตามลำดับ ดังนี้", first=1.5, keep=True)
    headed = desk.chance("list_instruments", 0.3)
    for name, numbers in INSTRUMENTS.items():
        if headed:
            desk.paper.para(LONG_NAMES[name], bold=True, left=desk.left / 2, keep=True)
        for n in numbers:
            lead = {
                "worded": desk.indicator(n),
                "number": desk.listed(n),
                "dash": f"- {desk.indicator(n)}",
            }[style]
            text = lead + form.format(desk.score(now.scores[str(n)]))
            desk.paper.para(text, left=desk.left)
            perhaps(desk, str(n), text)
            desk.truth.name(str(n), desk.names[n])
            desk.truth.score(str(n), now.scores[str(n)])


def _overview_sentences(desk: Desk, now: Results, before: Results | None) -> None:
    """One sentence an indicator. Whether that is an analysis is left open."""
    verb = desk.pick("sentence_verb", "ได้คะแนน", "มีคะแนน", "ได้คะแนนเฉลี่ย", "มีค่าคะแนนเท่ากับ")
    for n in range(1, 11):
        value = now.scores[str(n)]
        text = f"{desk.indicator(n)} {verb} {desk.score(value)} คะแนน"
        desk.truth.score(str(n), value)
        if before is not None:
            old = before.scores[str(n)]
            form = desk.rng.choice(["years", "since"])
            if form == "years":
                text = (
                    f"{desk.indicator(n)} ปีงบประมาณ พ.ศ. {desk.year(before.year)} ได้คะแนน {desk.score(old)} คะแนน "
                    f"ปีงบประมาณ พ.ศ. {desk.year(now.year)} ได้คะแนน {desk.score(value)} คะแนน"
                )
                desk.truth.score(str(n), old, year=before.year)
            rise = risen(desk, str(n), old, value)
            if rise:
                text += f" {rise}" if form == "years" else f" {rise}จากปีที่ผ่านมา"
        desk.paper.para(text, first=1.5)
        perhaps(desk, str(n), text)


def _running(desk: Desk, now: Results) -> None:
    """A paragraph an instrument, its indicators one after the other."""
    form = desk.pick("running_form", "worded", "brackets")
    for name, numbers in INSTRUMENTS.items():
        said = []
        for n in numbers:
            value = desk.score(now.scores[str(n)])
            said.append(
                f"{desk.indicator(n)} ได้คะแนน {value} คะแนน"
                if form == "worded"
                else f"{desk.indicator(n)} ({value} คะแนน)"
            )
            desk.truth.score(str(n), now.scores[str(n)])
        text = f"{LONG_NAMES[name]} ได้คะแนน {desk.score(now.scores[name])} คะแนน ประกอบด้วย {' '.join(said[:-1])} และ{said[-1]}"
        desk.truth.score(name, now.scores[name])
        desk.paper.para(text, first=1.5)
        perhaps(desk, name, text)


def _extremes(desk: Desk, now: Results) -> None:
    """The best and the lowest indicator by name. By the letter of RECORDS.md the lowest asks for improvement."""
    ordered = sorted(range(1, 11), key=lambda n: Decimal(now.scores[str(n)]))
    low, high = ordered[0], ordered[-1]
    form = desk.pick("extremes_form", "sentence", "lines")
    best, worst = (f"{desk.indicator(n)} ({desk.score(now.scores[str(n)])} คะแนน)" for n in (high, low))
    for n in (high, low):
        desk.truth.score(str(n), now.scores[str(n)])
    if form == "lines":
        for n, text, finding in (
            (high, f"ตัวชี้วัดที่ได้คะแนนสูงสุด : {best}", "general"),
            (low, f"ตัวชี้วัดที่ได้คะแนนต่ำสุด : {worst}", "improvement"),
        ):
            desk.paper.para(text, left=desk.left)
            perhaps(desk, str(n), text, finding)
        return
    text = f"ตัวชี้วัดที่มีคะแนนสูงสุด คือ {best} ส่วนตัวชี้วัดที่มีคะแนนน้อยที่สุด คือ {worst}"
    desk.paper.para(text, first=1.5)
    perhaps(desk, "overall", text, "improvement")


def allow_side(desk: Desk, n: int) -> None:
    """ด้าน before an indicator's name may count as a part of it."""
    desk.truth.name(str(n), desk.names[n])
    for record in desk.truth.indicators:
        if record.get("level") == "indicator" and record.get("indicator") == n:
            record["or"] = [{"name": f"ด้าน{desk.names[n]}"}]


def perhaps(desk: Desk, where: str | Sequence[str], text: str, finding: str = "general") -> None:
    """A line that states a figure and nothing else: whether it is an analysis is left open."""
    desk.truth.analysis(where, finding, text)
    record = desk.truth.analyses[-1]
    record["optional"] = True
    record["or"] = [{"finding": f} for f in ("general", "strength", "weakness", "improvement")]
