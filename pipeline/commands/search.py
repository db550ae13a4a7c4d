"""`prongsai search`: Thai words inside the texts of the records."""

from __future__ import annotations

from enum import StrEnum
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
)

if TYPE_CHECKING:
    from rich.text import Text

    from output.search import Found, Hit

_AROUND = 60
"""So many letters are shown on either side of the words found."""


class Record(StrEnum):
    """`output.search.KINDS`, here so that `--help` need not import them."""

    report = "report"
    indicator = "indicator"
    analysis = "analysis"
    measure = "measure"


def search(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS",
            help='Each must be there; "a b" in quotes keeps the blank. คำที่ต้องการค้น',
            show_default=False,
        ),
    ],
    db: Database = "prongsai.db",
    year: Years = None,
    province: Provinces = None,
    agency: Annotated[
        list[str] | None, typer.Option("--agency", metavar="NAME", help="Of this agency only. เฉพาะหน่วยงาน")
    ] = None,
    kind: Annotated[
        list[Record] | None, typer.Option("--kind", help="Records of this kind only. เฉพาะข้อมูลชนิดนี้")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="So many hits. จำนวนผลที่แสดง")] = 20,
    skip: Annotated[int, typer.Option("--skip", min=0, help="After so many. ข้ามผลแรก ๆ")] = 0,
    as_json: AsJson = False,
) -> None:
    """Find Thai words in titles, indicators, analyses and measures.

    Comes out: the best hits first, each with its report, page and the words marked. Words are found inside running
    text; digits in either form. Options can be given several times. Exit code 1 where nothing was found.

    ค้นคำไทยในชื่อรายงาน ตัวชี้วัด การวิเคราะห์ และมาตรการ
    """
    from output import search as index
    from output.selection import Selection

    selection = Selection(
        years=frozenset(year or ()), provinces=frozenset(province or ()), agencies=frozenset(agency or ())
    )
    question = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)
    with errors(), opened(db, create=False) as store:
        index.refresh(store)
        with store.snapshot() as snapshot:
            found = index.search(
                snapshot,
                question,
                selection=selection,
                kinds=[k.value for k in kind or ()],
                limit=limit,
                offset=skip,
            )
    if as_json:
        print_json(_json(found))
    else:
        _print(found, skip)
    if not found.total:
        raise typer.Exit(1)


def _json(found: Found) -> dict[str, Any]:
    from dataclasses import asdict

    return {"total": found.total, "more": found.capped, "hits": [asdict(hit) for hit in found.hits]}


_THAI = {"report": "รายงาน", "indicator": "ตัวชี้วัด", "analysis": "การวิเคราะห์", "measure": "มาตรการ"}


def _print(found: Found, skip: int) -> None:
    if not found.total:
        say("ไม่พบ ลองคำที่สั้นลง หรือตัดตัวกรองออก", "Nothing found. Try a shorter word, or fewer filters.")
        return
    out = console()
    for hit in found.hits:
        out.print(_where(hit), soft_wrap=True)
        out.print(_marked(hit, bold=out.is_terminal), soft_wrap=True)
    first, last = skip + 1, skip + len(found.hits)
    if found.capped:
        say(
            f"ผลที่ {first}-{last} จากมากกว่า {found.total:,} เพิ่มคำหรือตัวกรองเพื่อเรียงผลที่ตรงที่สุด",
            f"{first}-{last} of more than {found.total:,}, not ranked: add words or filters to narrow it down.",
        )
    else:
        say(f"ผลที่ {first}-{last} จาก {found.total:,}", f"{first}-{last} of {found.total:,}")


def _where(hit: Hit) -> Text:
    from rich.text import Text

    place = [hit.agency, f"จ.{hit.province}" if hit.province else None, str(hit.fiscal_year or "") or None]
    kind = f"{hit.record} / {_THAI[hit.record]}"
    page = f"page {hit.page}" if hit.page is not None else None
    said = " · ".join(clean(part) for part in (*place, kind, page, hit.file, hit.report_id) if part)
    return Text(said, style="dim")


def _marked(hit: Hit, *, bold: bool) -> Text:
    """The text around the first words found, with all found words marked: by colour, or by brackets in a file."""
    from rich.text import Text

    first = hit.marks[0][0] if hit.marks else 0
    last = max((end for start, end in hit.marks if end - first < 4 * _AROUND), default=first)
    begin, end = max(0, first - _AROUND), min(len(hit.text), max(last, first + _AROUND) + _AROUND)
    line = Text("    " + ("… " if begin else ""))
    place = begin
    for start, stop in (mark for mark in hit.marks if begin <= mark[0] and mark[1] <= end):
        line.append(_flat(hit.text[place:start]))
        word = _flat(hit.text[start:stop])
        line.append(word if bold else f"[{word}]", style="bold red")
        place = stop
    line.append(_flat(hit.text[place:end]) + (" …" if end < len(hit.text) else ""))
    return line


def _flat(text: str) -> str:
    return clean(text).replace("\n", " ⏎ ")
