"""`prongsai stats` and `prongsai report`: what a database holds, in the terminal and as a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.terminal import (
    AsJson,
    Database,
    Provinces,
    Years,
    clean,
    console,
    errors,
    opened,
    print_json,
    say,
    wrong_usage,
)

if TYPE_CHECKING:
    from rich.console import Console

    from output.overview import Overview
    from output.selection import Selection


def stats(
    db: Database = "prongsai.db",
    year: Years = None,
    province: Provinces = None,
    as_json: AsJson = False,
) -> None:
    """Show what the database holds: coverage, scores, weakest indicators and items, findings.

    สรุปข้อมูลในฐานข้อมูล: ความครอบคลุม คะแนน ตัวชี้วัดและข้อที่อ่อนที่สุด ข้อสังเกต
    """
    from output.overview import overview

    with errors(), opened(db, create=False) as store:
        found = overview(store, _selection(year, province))
    if as_json:
        print_json(_json(found))
    elif not found.reports:
        say("ยังไม่มีรายงานที่ตรงตามนี้ในฐานข้อมูล", "The database holds no such report yet.")
    else:
        _print(console(), found)


def report(
    dest: Annotated[
        Path, typer.Argument(metavar="DEST.html", help="The page. ไฟล์หน้าเว็บ", show_default=False)
    ],
    db: Database = "prongsai.db",
    year: Years = None,
    province: Provinces = None,
) -> None:
    """Write one self-contained page about the database: coverage, scores, movement, findings, with plots and tables.

    สร้างหน้าเว็บสรุปข้อมูลทั้งหมดในไฟล์เดียว พร้อมกราฟและตาราง
    """
    try:
        from output.overview import overview
        from output.overview.page import write
    except ImportError as exc:
        wrong_usage(
            "ยังไม่ได้ติดตั้งส่วนวาดกราฟ: pip install 'prongsai[report]'",
            f"what draws the plots is not installed ({exc.name}): pip install 'prongsai[report]'",
        )
    with errors(), opened(db, create=False) as store:
        written = write(overview(store, _selection(year, province)), dest)
    say(f"เขียน {written} แล้ว", f"wrote {written}")


def _selection(year: list[int] | None, province: list[str] | None) -> Selection:
    from output.selection import Selection

    return Selection(years=frozenset(year or ()), provinces=frozenset(province or ()))


def _json(found: Overview) -> dict[str, Any]:
    from dataclasses import asdict

    said = asdict(found)
    said["indicators"] = [
        {"indicator": number, "year": year, **asdict(spread)}
        for (number, year), spread in found.indicators.items()
    ]
    said["agencies"] = [{**row, "doubtful": sorted(row["doubtful"])} for row in said["agencies"]]
    return said


def _print(out: Console, found: Overview) -> None:
    from rich.table import Table
    from rich.text import Text

    def table(title: str, columns: list[str], lines: list[list[object]], words: int = 1) -> None:
        """A table whose first columns are words and whose others are numbers."""
        if not lines:
            return
        shown = Table(title=Text(title), title_justify="left", show_edge=False, pad_edge=False)
        for number, column in enumerate(columns):
            shown.add_column(column, justify="left" if number < words else "right", overflow="fold")
        for line in lines:
            shown.add_row(*("" if value is None else Text(clean(str(value))) for value in line))
        out.print()
        out.print(shown)

    out.print(
        Text(
            f"reports / รายงาน {found.reports:,} · agencies / หน่วยงาน {len(found.agencies):,} · "
            f"files not read / อ่านไม่ได้ {found.files_not_read:,}"
        )
    )
    years = [str(year) for year in found.years]
    table(
        "agencies with a report, by year / หน่วยงานที่มีรายงาน",
        ["province / จังหวัด", *years],
        [
            [province or "?", *(found.coverage[province].get(year) for year in found.years)]
            for province in sorted(found.coverage)
        ],
    )
    spread = ["n", "low / ต่ำสุด", "¼", "median / มัธยฐาน", "¾", "high / สูงสุด"]
    table(
        "overall scores / คะแนนภาพรวม",
        ["year / ปี", *spread],
        [
            [
                year,
                s.count,
                *(f"{value:.2f}" for value in (s.low, s.quarter, s.median, s.three_quarters, s.high)),
            ]
            for year, s in sorted(found.overall.items())
        ],
    )
    table(
        "against the year before / เทียบกับปีก่อน",
        ["year / ปี", "up / เพิ่ม", "same / เท่าเดิม", "down / ลด", "median change / มัธยฐาน"],
        [[m.year, m.up, m.same, m.down, f"{m.median:+.2f}"] for m in found.movement],
    )
    latest = max((year for _, year in found.indicators), default=None)
    table(
        f"indicators of {latest}, the weakest first / ตัวชี้วัดปี {latest} จากต่ำสุด",
        ["", "indicator / ตัวชี้วัด", "n", "mean / เฉลี่ย", "low / ต่ำสุด"],
        [
            [number, found.names.get(number), s.count, f"{s.mean:.2f}", f"{s.low:.2f}"]
            for number, s in found.weakest_indicators()
        ],
        2,
    )
    table(
        f"weakest items of {found.weakest_items[0].year} / ข้อที่ต่ำสุด" if found.weakest_items else "",
        ["item / ข้อ", "wording / ข้อคำถาม", "n", "mean / เฉลี่ย", "low / ต่ำสุด"],
        [[i.item, i.wording, i.count, f"{i.mean:.2f}", f"{i.low:.2f}"] for i in found.weakest_items],
        2,
    )
    table(
        "findings / ข้อสังเกต",
        ["severity", "code", "count / จำนวน", "reports / รายงาน"],
        [[f.severity, f.code, f.count, f.reports] for f in found.findings],
        2,
    )
