"""A table of many agencies' scores, the report's own among them."""

from __future__ import annotations

from decimal import Decimal

from tests.maker import content
from tests.maker.content import INSTRUMENTS, two
from tests.maker.desk import Desk
from tests.maker.tables import Merge, put

WEIGHTS = {"IIT": 30, "EIT": 30, "OIT": 40}


def agencies(desk: Desk, year: int) -> None:
    """The results of some agencies of one province, with weighted parts or plain scores."""
    rng, truth = desk.rng, desk.truth
    weighted = desk.pick("agencies", "weighted", "scores", "overall_only")
    parts = [] if weighted == "overall_only" else list(INSTRUMENTS)
    columns = [rng.choice(["ที่", "ลำดับ", "อันดับ"]), rng.choice(["หน่วยงาน", "ชื่อหน่วยงาน", "อปท."])]
    two_heads = bool(parts) and desk.chance("agencies_two_heads", 0.5)
    full = [f"{p} ({desk.n(WEIGHTS[p])})" if weighted == "weighted" else p for p in parts]
    tail = [
        rng.choice(["คะแนนรวม", "คะแนนภาพรวม", "คะแนน ITA"]),
        rng.choice(["ระดับ", "ผลการประเมิน", "ระดับผลการประเมิน"]),
    ]
    head = [*columns, *full, *tail]
    rows, merges = [head], []
    if two_heads:
        group = range(2, 2 + len(parts))
        over = "คะแนนถ่วงน้ำหนัก" if weighted == "weighted" else "คะแนนตามเครื่องมือ"
        upper = [over if i == group[0] else "" if i in group else w for i, w in enumerate(head)]
        rows = [upper, [w if i in group else "" for i, w in enumerate(head)]]
        merges = [(0, group[0], 0, group[-1]), *((0, i, 1, i) for i in range(len(head)) if i not in group)]
    elif weighted == "weighted":
        head[2:5] = [f"คะแนนถ่วงน้ำหนัก {p}" for p in full]
    names = [desk.agency.name]
    for _ in range(rng.randint(3, 11)):
        other = content.agency(rng).name
        if other not in names:
            names.append(other)
    rng.shuffle(names)
    for rank, name in enumerate(names, 1):
        result = content.results(rng, year)
        shown = dict(result.scores)
        if weighted == "weighted":
            shown.update({p: two(Decimal(shown[p]) * WEIGHTS[p] / 100) for p in parts})
            shown["overall"] = two(sum((Decimal(shown[p]) for p in parts), Decimal(0)))
        other_name = None if name == desk.agency.name else name
        for p in parts:
            truth.score(p, shown[p], "weighted" if weighted == "weighted" else "score", agency=other_name)
        truth.score("overall", shown["overall"], rating=result.rating, agency=other_name)
        values = [desk.score(shown[p]) for p in [*parts, "overall"]]
        rows.append([desk.n(rank, "mark"), name, *values, result.rating])
    center = [i for i in range(len(head)) if i != 1]
    held: list[Merge] = list(merges)
    put(desk, rows, [1.2, 5, *[2.0] * (len(head) - 2)], 2 if two_heads else 1, held, center)
