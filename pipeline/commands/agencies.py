"""`prongsai agencies`: the local governments that a database has reports of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from pipeline.terminal import AsJson, Database, clean, console, opened, print_json, say

if TYPE_CHECKING:
    from output.agency_rows import Listed

_JOINED = {
    "spelling": ("spelled out", "เขียนเต็ม"),
    "district_not_stated": ("no district stated", "ไม่ระบุอำเภอ"),
    "misspelt": ("misspelt", "สะกดผิด"),
    "renamed_place": ("the place it states is called otherwise today", "พื้นที่เปลี่ยนอำเภอหรือจังหวัดแล้ว"),
}
_APART = {
    "no_province": ("its province is not stated", "ไม่ระบุจังหวัด"),
    "several_districts": ("several districts have one of this name", "มีชื่อนี้หลายอำเภอ"),
    "nearly_same": (
        "another of nearly this name is in its district, or in its province where it states none",
        "มีชื่อใกล้เคียงในอำเภอเดียวกัน หรือในจังหวัดเดียวกันเมื่อไม่ระบุอำเภอ",
    ),
    "several_near": ("it may be a slip of more than one name", "อาจสะกดผิดจากชื่อได้มากกว่าหนึ่ง"),
    "abolished_place": (
        "the place it states is no more, and which follows it is not sure",
        "พื้นที่ที่ระบุถูกยุบหรือแยกแล้ว ไม่แน่ใจว่าปัจจุบันคือที่ใด",
    ),
}


def register(app: typer.Typer) -> None:
    """Add the command to the console script."""
    app.command()(agencies)


def agencies(
    db: Database = "prongsai.db",
    as_json: AsJson = False,
) -> None:
    """List the local governments with their years and reports, and the names that reports print.

    Names that may be of one agency but are not sure to be stay apart; the list says why. Correct a report's
    agency, district or province with `prongsai correct REPORT/report …`.

    แสดงรายชื่อ อปท. พร้อมปีและจำนวนรายงาน ชื่อที่ไม่แน่ใจว่าเป็นหน่วยงานเดียวกันจะแยกไว้และบอกเหตุผล
    """
    with opened(db, create=False) as store:
        found = store.agencies()
    if as_json:
        print_json({"agencies": [_json(listed) for listed in found]})
    elif not found:
        say("ยังไม่มีหน่วยงานในฐานข้อมูลนี้", "There are no agencies in this database.")
    else:
        _print(found)


def _json(listed: Listed) -> dict[str, Any]:
    agency = listed.agency
    return {
        "agency_id": listed.agency_id,
        "name": agency.name,
        "kind": agency.kind,
        "district": agency.district,
        "province": agency.province,
        "province_code": agency.province_code,
        "years": list(listed.years),
        "reports": listed.reports,
        "names": [
            {
                "name": name.name,
                "district": name.district,
                "province": name.province,
                "joined_by": joined_by,
                "apart": apart,
            }
            for name, joined_by, apart in listed.names
        ],
    }


def _print(found: list[Listed]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(show_edge=False, pad_edge=False)
    for heading in ("agency / หน่วยงาน", "district / อำเภอ", "province / จังหวัด", "years / ปี"):
        table.add_column(heading, overflow="fold")
    table.add_column("reports / รายงาน", justify="right")
    table.add_column("also printed, or why apart / ชื่ออื่น หรือเหตุที่แยกไว้", overflow="fold")
    for listed in found:
        agency = listed.agency
        years = " ".join(map(str, listed.years))
        cells = (agency.name, agency.district, agency.province, years, listed.reports, _remarks(listed))
        table.add_row(*(Text(clean(str(cell or ""))) for cell in cells))
    console().print(table)


def _remarks(listed: Listed) -> str:
    lines = []
    for name, joined_by, apart in listed.names:
        if joined_by and (name.name != listed.agency.name or joined_by == "renamed_place"):
            en, th = _JOINED[joined_by]
            place = f" อ.{name.district or '–'} จ.{name.province}" if joined_by == "renamed_place" else ""
            lines.append(f"{name.name}{place} ({en} / {th})")
        if apart:
            lines.append(" / ".join(_APART[apart]))
    return "\n".join(dict.fromkeys(lines))
