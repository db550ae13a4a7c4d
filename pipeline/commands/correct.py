"""`prongsai correct` and `prongsai corrections`: put right what was read wrong."""

from __future__ import annotations

import csv
import getpass
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.terminal import (
    AsJson,
    Database,
    clean,
    console,
    errors,
    opened,
    print_json,
    say,
    the_one,
    wrong_usage,
)

if TYPE_CHECKING:
    from output.corrections import Asked, Correction
    from output.store import Store

corrections = typer.Typer(
    no_args_is_help=True, help="List, import and undo corrections.\n\nรายการแก้ไข: แสดง นำเข้า ยกเลิก"
)

Note = Annotated[str | None, typer.Option("--note", help="Why. เหตุผล", show_default=False)]
By = Annotated[
    str | None, typer.Option("--by", help="Who; your login name if not given. ผู้แก้ไข", show_default=False)
]

_COLUMNS = ("record", "field", "value", "note", "by")


def register(app: typer.Typer) -> None:
    """Add the commands to the console script."""
    app.command()(correct)
    app.add_typer(corrections, name="corrections")


def correct(
    record: Annotated[
        str,
        typer.Argument(
            metavar="RECORD",
            help="REPORT/score/3, REPORT/measure/0, REPORT/report … ระเบียนที่จะแก้",
            show_default=False,
        ),
    ],
    field: Annotated[
        str, typer.Argument(metavar="FIELD", help="value, item, fiscal_year, title … ช่อง", show_default=False)
    ],
    values: Annotated[
        list[str],
        typer.Argument(
            metavar="VALUE...",
            help='The right value; "" for unknown; several for a list. ค่าที่ถูกต้อง',
            show_default=False,
        ),
    ],
    db: Database = "prongsai.db",
    note: Note = None,
    by: By = None,
) -> None:
    """Correct one field of one record. What was read is kept beside it, and reading again does not undo it.

    REPORT is what `prongsai show` takes: the report's id, the beginning of it, or a file name. The rest says
    which record, counted from 0: `prongsai show REPORT` has it in the column "ref", exports in "position".
    Numbers may be negative after --.

    แก้ค่าหนึ่งช่องในระเบียนหนึ่ง ค่าที่อ่านได้เดิมเก็บไว้คู่กัน อ่านซ้ำแล้วค่าที่แก้ยังอยู่
    ดูชื่อระเบียนได้จากช่อง "ref" ของ prongsai show เช่น prongsai correct 1f3a/score/3 value 88.10
    """
    with errors(), opened(db, create=False) as store:
        made = store.correct([_asked(store, record, field, _lines(values), note, by)])
        _print_made(made, 1)
        _tell_preferred(store, made)


@corrections.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", show_default=False)],
    db: Database = "prongsai.db",
    by: By = None,
) -> None:
    """Make the corrections in a CSV file, all of them or none; those that are there already change nothing.

    Its columns are record, field, value, and perhaps note and by; the first line names them. Entries of a list
    are lines of one cell. UTF-8.

    นำเข้ารายการแก้ไขจาก CSV (คอลัมน์ record, field, value, note, by) ถ้ามีแถวผิดจะไม่นำเข้าเลย
    """
    lines = _read(file)
    with errors(), opened(db, create=False) as store:
        asked = [
            _asked(
                store, line["record"], line["field"], line["value"], line["note"] or None, line["by"] or by
            )
            for line in lines
        ]
        made = store.correct(asked)
        _print_made(made, len(asked))
        _tell_preferred(store, made)


@corrections.command("list")
def list_(
    db: Database = "prongsai.db",
    everything: Annotated[
        bool, typer.Option("--all", help="Also those replaced or undone. รวมที่เลิกใช้แล้ว")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the corrections: what was read, what is right, who said so and when, and whether it fits.

    States: applied; confirmed, the latest reading says the same; orphan, no record fits it any more; with --all
    also replaced and undone.

    แสดงรายการแก้ไข: applied ใช้อยู่, confirmed อ่านใหม่ได้ค่าเดียวกัน, orphan ไม่พบระเบียนเดิมแล้ว
    """
    with errors(), opened(db, create=False) as store:
        found = store.corrections(in_force=not everything)
    if as_json:
        print_json({"corrections": [_json(c) for c in found]})
        return
    _print_list(found)


@corrections.command("undo")
def undo(
    correction_id: Annotated[
        int, typer.Argument(metavar="ID", help="As `list` shows it. เลขที่", show_default=False)
    ],
    db: Database = "prongsai.db",
) -> None:
    """Take a correction back: what was read stands again.

    ยกเลิกการแก้ไข กลับไปใช้ค่าที่อ่านได้
    """
    with errors(), opened(db, create=False) as store:
        undone = store.undo(correction_id)
    reference = reference_of(undone.report_id, undone.record, undone.stood_at)
    was = undone.read_value if undone.read_value is not None else "-"
    say(f"ยกเลิกแล้ว {reference} {undone.field} = {was}", f"Undone: {reference} {undone.field} = {was}")


def reference_of(report_id: str, record: str, position: int | None) -> str:
    """
    >>> reference_of("00aa", "score", 3), reference_of("00aa", "report", None)
    ('00aa/score/3', '00aa/report')
    """
    return f"{report_id}/{record}" + ("" if position is None else f"/{position}")


def _asked(store: Store, reference: str, field: str, value: str, note: str | None, by: str | None) -> Asked:
    """A correction asked for, its report looked up."""
    from output.corrections import Asked

    report, record, position = _parted(reference)
    found = the_one(store.find(report), report)
    return Asked(found.report_id or "", record, position, field, value, by or getpass.getuser(), note)


def _parted(reference: str) -> tuple[str, str, int | None]:
    """Report, record and position; a report may be named by a path, so they are taken from the end."""
    report, _, last = reference.rpartition("/")
    if last == "report" and report:
        return report, last, None
    report, _, record = report.rpartition("/")
    if report and last.isascii() and last.isdigit():
        return report, record, int(last)
    wrong_usage(
        f"ไม่เข้าใจระเบียน {reference} เขียนแบบ REPORT/score/3 หรือ REPORT/report ดูจาก prongsai show",
        f"{reference} names no record: write REPORT/score/3 or REPORT/report, as prongsai show has it",
    )


def _lines(values: list[str]) -> str:
    """One text, or the entries of a list."""
    if len(values) == 1:
        return values[0]
    import json

    return json.dumps(values, ensure_ascii=False)


def _read(file: Path) -> list[dict[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            missing = {"record", "field", "value"} - set(reader.fieldnames or ())
            if missing:
                names = ", ".join(sorted(missing))
                wrong_usage(f"{file} ไม่มีคอลัมน์ {names}", f"{file} has no column {names}")
            return [{k: line.get(k) or "" for k in _COLUMNS} for line in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as exc:
        wrong_usage(f"อ่าน {file} ไม่ได้: {exc}", f"{file} cannot be read: {exc}")


def _print_made(made: list[Correction], asked: int) -> None:
    for c in made:
        reference = reference_of(c.report_id, c.record, c.position)
        was, now = ("-" if v is None else v for v in (c.read_value, c.value))
        print(clean(f"{c.correction_id}  {reference}  {c.field}  {was} → {now}".replace("\n", "⏎")))
    already = asked - len({(c.report_id, c.record, c.position, c.field) for c in made})
    if already > 0:
        say(f"มีอยู่แล้ว {already} รายการ", f"Already there: {already}.")


def _tell_preferred(store: Store, made: list[Correction]) -> None:
    """Say where to correct the same so that tables have it: they show one reading of a report."""
    for c in made:
        better = store.preferred(c)
        if better is None:
            continue
        here = reference_of(c.report_id, c.record, c.position)
        if better.fits:
            there = reference_of(better.report_id, c.record, better.position)
            say(
                f"{here} ไม่ใช่ฉบับที่ใช้ในตาราง ถ้าต้องการให้ตารางที่ส่งออกมีค่านี้ ให้แก้ {there} ด้วย",
                f"{here} is not of the preferred reading, which tables show: correct {there} as well.",
            )
        else:
            say(
                f"{here} ไม่ใช่ฉบับที่ใช้ในตาราง และหาระเบียนเดียวกันในฉบับ {better.report_id} ไม่พบ "
                f"ดูด้วย prongsai show {better.report_id}",
                f"{here} is not of the preferred reading, which tables show, and {better.report_id} has no one "
                f"record like it: see prongsai show {better.report_id}.",
            )


def _print_list(found: list[Correction]) -> None:
    if not found:
        say("ยังไม่มีการแก้ไข", "There are no corrections.")
        return
    from rich.table import Table
    from rich.text import Text

    table = Table(show_edge=False, pad_edge=False)
    headings = (
        "id",
        "record / ระเบียน",
        "field / ช่อง",
        "read / ที่อ่านได้",
        "corrected / ที่แก้",
        "state / สถานะ",
        "by / โดย",
        "when / เมื่อ (UTC)",
        "note / หมายเหตุ",
    )
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for c in found:
        position = c.stood_at if c.position is None else c.position
        values = (
            c.correction_id,
            reference_of(c.report_id, c.record, position),
            c.field,
            c.read_value,
            c.value,
            c.state,
            c.corrected_by,
            c.corrected_at.isoformat(" ", "minutes"),
            c.note,
        )
        table.add_row(*(Text("-" if v is None else clean(str(v))) for v in values))
    console().print(table)


def _json(correction: Correction) -> dict[str, Any]:
    hidden = {"anchor", "occurrence", "among", "words"}
    values = {k: v for k, v in asdict(correction).items() if k not in hidden}
    return values | {"corrected_at": correction.corrected_at.isoformat()}
