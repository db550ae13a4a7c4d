"""`prongsai doctor`: what is installed, what that means for which files, and what to run."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.terminal import NOT_READ, AsJson, clean, console, print_json, say

if TYPE_CHECKING:
    from pipeline.doctor import Check


def doctor(
    db: Annotated[
        str | None,
        typer.Option(
            "--db", metavar="URL", help="See whether it can be opened too. ตรวจฐานข้อมูลด้วย", show_default=False
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what is installed here, what that means for which files, and what to run where something is missing.

    Exit code 0 where every kind of file can be read, 1 where not.

    ตรวจว่าเครื่องนี้ติดตั้งอะไรไว้ มีผลกับไฟล์ชนิดใด และต้องติดตั้งอะไรเพิ่ม
    """
    from pipeline.doctor import State, checks

    found = list(checks(db))
    missing = [check for check in found if check.state is State.MISSING]
    if as_json:
        print_json({"ok": not missing, "checks": [asdict(check) for check in found]})
    else:
        _print(found)
        if missing:
            say("มีสิ่งที่ขาด ดูบรรทัดที่มี ✗", "Something that matters is missing: see the lines with ✗.")
        else:
            say("พร้อมอ่านไฟล์ทุกชนิด", "All kinds of files can be read.")
    raise typer.Exit(NOT_READ if missing else 0)


_SIGNS = {"ok": ("✓", "green"), "missing": ("✗", "bold red"), "absent": ("–", "dim")}


def _print(found: list[Check]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(show_header=False, show_edge=False, pad_edge=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(width=1)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for check in found:
        sign, style = _SIGNS[check.state]
        name = Text(check.name)
        if check.name_th != check.name:
            name.append(f"\n{check.name_th}", style="dim")
        said = Text(f"{clean(check.means_en)}\n")
        said.append(clean(check.means_th))
        if check.found:
            said.append(f"\n{clean(check.found)}", style="dim")
        if check.do:
            said.append(f"\n→ {clean(check.do)}", style="bold" if check.state == "missing" else "")
        table.add_row(Text(sign, style=style), name, said)
    console().print(table)
