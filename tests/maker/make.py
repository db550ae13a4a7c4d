"""One report from a seed: its document and its true records.

>>> made = make(7)
>>> made.truth == make(7).truth
True
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from corpus.frame import load_frame
from corpus.samples.paper import Paper
from corpus.samples.truth import Truth
from tests.maker import content
from tests.maker.agencies import agencies
from tests.maker.cover import TITLES, closing, cover, memo, preface
from tests.maker.desk import DIGIT_STYLES, Desk, digit_kinds
from tests.maker.findings import findings
from tests.maker.plans import measures
from tests.maker.results import overall, overview
from tests.maker.tables import put

FONTS = (
    ("Laksaman", 16),
    ("Laksaman", 15),
    ("Norasi", 13),
    ("Loma", 11),
    ("Garuda", 11),
    ("Kinnari", 12),
    ("Umpush", 13),
)
KINDS = (
    "analysis",
    "analysis",
    "analysis+measures",
    "analysis+measures",
    "analysis+measures",
    "measures",
    "progress",
    "progress",
    "progress+scores",
    "results",
)
RULED = ("yes",) * 7 + ("horizontal", "three", "none")


@dataclass(frozen=True, slots=True)
class Made:
    """A made report."""

    seed: int
    paper: Paper
    truth: dict[str, Any]
    """As RECORDS.md writes a report."""
    features: dict[str, str]
    """What its layout is like."""

    def truth_bytes(self) -> bytes:
        return json.dumps(self.truth, ensure_ascii=False, sort_keys=True).encode()

    def save(self, path: Path) -> None:
        self.paper.save(path)


def make(seed: int) -> Made:
    """The report of a seed; the same each time."""
    rng = Random(seed)  # noqa: S311 - it only has to vary
    year = rng.choice(content.YEARS)
    frame = load_frame(year)
    agency = content.agency(rng)
    sort = rng.choice(KINDS)
    kind = sort.split("+")[0]
    style = rng.choice(DIGIT_STYLES)
    digits = digit_kinds(rng, style)
    font, size = rng.choice(FONTS)
    landscape = rng.random() < (0.5 if kind != "analysis" else 0.1)
    margins = rng.choice([(2.5, 2.0, 2.0, 2.5), (2.0, 1.5, 1.5, 1.5), (2.5, 2.5, 2.5, 3.0)])
    paper = Paper(font=font, size=size, landscape=landscape, margins=margins)
    title = rng.choice(TITLES[kind])
    truth = Truth("", kind, year, agency.keys())
    names = {i.number: i.name for i in frame.indicators}
    if rng.random() < 0.25:
        names = {i.number: rng.choice(i.variants) for i in frame.indicators}
    desk = Desk(
        rng,
        paper,
        truth,
        agency,
        frame,
        digits,
        names,
        (29.7 if landscape else 21) - margins[1] - margins[3],
        {"kind": sort, "year": str(year), "digits": style, "font": font, "landscape": str(landscape)},
        left=rng.choice([0, 0.8, 1.25]),
        spacing=rng.choice([0, 6, 10]),
        by=rng.choice([0, 1, 2]),
    )
    truth.report["title"] = title.format(year=desk.year(year))
    if rng.random() < 0.7:
        lead, tail = rng.choice([("", ""), ("- ", " -"), ("หน้า ", ""), ("~ ", " ~")])
        paper.page_numbers(lead, tail, top=rng.random() < 0.3, thai=digits["mark"])
    with_memo = desk.chance("memo", 0.25)
    if with_memo:
        memo(desk)
    cover(desk, str(truth.report["title"]), new_page=with_memo)
    preface(desk)
    desk.features["blank"] = rng.choice([" ", " ", " ", "", "  "])
    desk.features["gap"] = rng.choice([" ", " ", " ", " ", "", "  "])
    desk.features["decimals"] = rng.choice(["full", "full", "full", "short"])
    for name in ("shade", "head_repeats", "rows_split"):
        desk.features[name] = rng.choice(["yes", "no"])
    # Of its own seed, so that reports do not change in anything else.
    desk.features["ruled"] = Random(f"ruled {seed}").choice(RULED)  # noqa: S311
    desk.features["section"] = desk.rng.choice(["n. ", "ส่วนที่ n ", ""])
    if kind == "analysis":
        _analysis(desk, year)
    elif sort == "progress+scores":
        _earlier_scores(desk, year)
    if kind == "results":
        agencies(desk, year)
    elif kind != "analysis" or sort == "analysis+measures":
        plan_year = year + 1 if kind == "analysis" else year
        desk.section(
            {
                "analysis": f"มาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. {desk.year(plan_year)}",
                "measures": "",
                "progress": "ผลการดำเนินการตามมาตรการ" if sort == "progress+scores" else "",
            }[kind]
        )
        measures(desk, plan_year, progress=kind == "progress")
    closing(desk)
    return Made(seed, paper, truth.to_json(), desk.features)


def _analysis(desk: Desk, year: int) -> None:
    now = content.results(desk.rng, year)
    before = content.results(desk.rng, year - 1, now) if desk.chance("two_years", 0.3) else None
    overall(desk, now, before)
    overview(desk, now, before)
    findings(desk, now)
    if not desk.truth.scores:
        overview(desk, now, before, needed=True)


def _earlier_scores(desk: Desk, year: int) -> None:
    """A report on progress that begins with the result of the year before, said to be of that year."""
    now = content.results(desk.rng, year - 1)
    desk.section(f"ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. {desk.year(year - 1)}")
    value = desk.score(now.scores["overall"])
    text = f"ในปีงบประมาณ พ.ศ. {desk.year(year - 1)} {desk.agency.name}ได้คะแนนในภาพรวม {value} คะแนน อยู่ในระดับ {now.rating}"
    desk.truth.score("overall", now.scores["overall"], year=year - 1, rating=now.rating)
    desk.truth.analysis("overall", "general", text)
    if "ปรับปรุง" in now.rating:
        desk.truth.analyses[-1]["or"] = [{"finding": "improvement"}]
    desk.paper.para(text, first=1.5)
    if desk.rng.random() < 0.6:
        rows = [["ตัวชี้วัด", f"คะแนน ปี {desk.year(year - 1)}"]]
        for n in range(1, 11):
            rows.append([desk.listed(n), desk.score(now.scores[str(n)])])
            desk.truth.score(str(n), now.scores[str(n)], year=year - 1)
        put(desk, rows, (7, 3), center=(1,))
