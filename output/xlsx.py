"""XLSX for people: a sheet a table, Thai titles, a header that stays in view, filters, real numbers and dates.

XlsxWriter makes the workbook with the headers of its sheets, and the rows are then written into them by
`xlsx_cells`: XlsxWriter itself writes some 100,000 cells a second, and 20,000 reports have 20 million.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import xlsxwriter
from sqlalchemy import func, select

from output import schema, xlsx_read_me
from output.beside import written_beside
from output.columns import Block, blocks
from output.snapshot import Snapshot
from output.store import Store
from output.tables import Column, Table
from output.wanted import Wanted
from output.xlsx_cells import LINE, LONG_WIDTH, Styles, letters, rows_xml

MAX_ROWS = 1_048_576
"""Of a sheet, the header among them; what is more goes on on a second sheet."""
_LEVEL = 1
"""Of compression: 6 takes several times as long for a fifth less."""
_DATED = (1980, 1, 1, 0, 0, 0)
"""What a zip says where it has no time."""

_FORMATS = {
    "head": {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DDE7F0", "border": 1},
    "bold": {"bold": True, "font_size": 14},
    "text": {"valign": "top"},
    "long": {"valign": "top", "text_wrap": True},
    "integer": {"valign": "top", "num_format": "0"},
    "number": {"valign": "top", "num_format": "0.00"},
    "date": {"valign": "top", "num_format": "yyyy-mm-dd"},
    "datetime": {"valign": "top", "num_format": "yyyy-mm-dd hh:mm"},
    # What a person edits in such a cell stays text, whatever it begins with.
    "text_quoted": {"valign": "top", "quote_prefix": True},
    "long_quoted": {"valign": "top", "text_wrap": True, "quote_prefix": True},
}
_FAR = 200
"""Columns of the first sheet from here on show what numbers the formats have in the workbook."""
_WIDTHS = {"integer": 9, "number": 9, "decimal": 9, "boolean": 9, "date": 12, "datetime": 17}


@dataclass(slots=True)
class Sheet:
    """One sheet of the workbook."""

    name: str
    table: Table
    columns: tuple[Column, ...]
    rows: int = 0


def export(store: Store, dest: Path, wanted: Wanted | None = None, *, max_rows: int = MAX_ROWS) -> list[Path]:
    """Write what is wanted to the file `dest`, which is replaced as a whole. Returns the files written."""
    wanted = wanted or Wanted()
    with store.snapshot() as snapshot, written_beside([dest]) as (part,), part.open("w+b") as out:
        _write(snapshot, wanted, out, max_rows)
    return [dest]


def _write(snapshot: Snapshot, wanted: Wanted, out: IO[bytes], max_rows: int) -> None:
    plans = [_plan(table) for table in wanted.tables() if table.part_of is None]
    newest = snapshot.connection.execute(select(func.max(schema.files.c.read_at))).scalar()
    shells = _workbook(plans, wanted, newest)
    styles = _styles(shells["xl/worksheets/sheet1.xml"])
    sheets: list[Sheet] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as book:
        for number, plan in enumerate(plans, 2):
            shell = shells[f"xl/worksheets/sheet{number}.xml"]
            found = _only(plan, blocks(snapshot, plan.table, wanted.selection))
            waiting = next(found, None)
            part = 1
            while waiting is not None or part == 1:
                name = plan.name if part == 1 else f"{plan.name} ({part})"
                sheets.append(Sheet(name, plan.table, plan.columns))
                place = f"xl/worksheets/sheet{len(sheets) + 1}.xml"
                waiting = _write_sheet(book, place, shell, sheets[-1], waiting, found, styles, max_rows)
                part += 1
        for place, content in _workbook(sheets, wanted, newest).items():
            if place not in book.NameToInfo:
                book.writestr(_entry(place), content, zipfile.ZIP_DEFLATED, _LEVEL)


def _plan(table: Table) -> Sheet:
    # The digits as printed are for programs: a column of numbers that are texts only draws complaints from Excel.
    return Sheet(table.title.th, table, tuple(c for c in table.columns if c.type != "decimal"))


def _only(plan: Sheet, found: Iterator[Block]) -> Iterator[Block]:
    """The blocks with the columns that the sheet has."""
    places = [plan.table.names().index(column.name) for column in plan.columns]
    for block in found:
        yield [block[place] for place in places]


def _write_sheet(
    book: zipfile.ZipFile,
    place: str,
    shell: bytes,
    sheet: Sheet,
    waiting: Block | None,
    found: Iterator[Block],
    styles: Styles,
    max_rows: int,
) -> Block | None:
    """One sheet with `waiting` and what follows; returns what it had no room for."""
    before, _, after = shell.partition(b"</sheetData>")
    room = max_rows - 1
    rest: Block | None = None
    # Compressing needs no Python: a thread does it while the next rows are made.
    with book.open(_entry(place), "w", force_zip64=True) as out, ThreadPoolExecutor(1) as thread:
        written = thread.submit(out.write, re.sub(rb"<dimension [^>]*/>", b"", before))
        while waiting is not None and rest is None:
            free = room - sheet.rows
            if len(waiting[0]) > free:
                waiting, rest = [c[:free] for c in waiting], [c[free:] for c in waiting]
            xml = rows_xml(sheet.columns, waiting, sheet.rows + 2, styles)
            written.result()
            written = thread.submit(out.write, xml)
            sheet.rows += len(waiting[0])
            if rest is None:
                waiting = next(found, None)
        written.result()
        header = f"A1:{letters(len(sheet.columns) - 1)}"
        ends = after.replace(f'"{header}1"'.encode(), f'"{header}{sheet.rows + 1}"'.encode())
        out.write(b"</sheetData>" + ends)
    return rest


def _workbook(sheets: Sequence[Sheet], wanted: Wanted, newest: dt.datetime | None) -> dict[str, bytes]:
    """A workbook with all but the rows: its parts by name. It is dated by the newest of the data."""
    made = io.BytesIO()
    # Without constant_memory the texts of the headers would be in a part of their own, which is only half known here.
    with xlsxwriter.Workbook(made, {"constant_memory": True}) as book:
        book.set_properties({"created": newest or dt.datetime(*_DATED, tzinfo=dt.UTC)})
        formats = {name: book.add_format(facts) for name, facts in _FORMATS.items()}
        first = book.add_worksheet(xlsx_read_me.NAME)
        for n, made_format in enumerate(formats.values()):
            first.set_column(_FAR + n, _FAR + n, None, made_format)
        xlsx_read_me.write(first, formats, sheets, wanted)
        for sheet in sheets:
            shown = book.add_worksheet(sheet.name)
            shown.freeze_panes(1, 0)
            shown.set_landscape()
            shown.fit_to_pages(1, 0)
            shown.repeat_rows(0)
            shown.set_row(0, 2 * LINE)
            shown.autofilter(0, 0, sheet.rows, len(sheet.columns) - 1)
            for n, column in enumerate(sheet.columns):
                shown.set_column(n, n, _width(column))
                shown.write_string(0, n, column.title.th, formats["head"])
    with zipfile.ZipFile(made) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def _styles(first_sheet: bytes) -> Styles:
    found = re.findall(rb'<col min="(\d+)" max="\d+"[^>]* style="(\d+)"', first_sheet)
    numbers = {int(column): int(style) for column, style in found}
    return {name: numbers[_FAR + n + 1] for n, name in enumerate(_FORMATS)}


def _width(column: Column) -> int:
    """In signs of the ordinary font."""
    if column.width or column.long:
        return column.width or LONG_WIDTH
    return max(_WIDTHS.get(column.type, 18), min(20, len(column.title.th) + 3))


def _entry(place: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(place, _DATED)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry._compresslevel = _LEVEL  # type: ignore[attr-defined]
    return entry
