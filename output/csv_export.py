"""CSV: a folder with one file a table, for spreadsheets and statistics.

UTF-8 with a byte order mark (so that Excel shows Thai), commas, quotes where needed and CRLF (RFC 4180).
The entries of a list are lines of one cell. An empty cell means unknown. `columns.csv` beside the data says
what each column is.

A text that a spreadsheet would run as a formula (it begins with = + - @, a tab or a carriage return, perhaps
after blanks, or with their full-width forms) gets an apostrophe in front; printed texts often begin with
"- ", so this is common in measures. Columns of numbers stay numbers when they are negative.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from output.beside import written_beside
from output.columns import Block, blocks
from output.errors import ExportError
from output.snapshot import Snapshot
from output.store import Store
from output.tables import Column, Table
from output.wanted import Wanted

ENCODING = "utf-8-sig"
_QUOTED = '",\r\n'
_NUMBERS = {int, float}
_NEEDS_QUOTES = re.compile(f"[{_QUOTED}]").search
_LINE_BEGINS_OTHERWISE = re.compile(r"\n\W").search
_STARTS_FORMULA = tuple("=+-@＝＋－＠")
_DESCRIPTION = (
    "file",
    "column",
    "type",
    "unit",
    "values",
    "title_th",
    "title_en",
    "meaning_th",
    "meaning_en",
)


def export(store: Store, dest: Path, wanted: Wanted | None = None) -> list[Path]:
    """Write what is wanted into the folder `dest`, each file replaced as a whole. Returns the files written."""
    wanted = wanted or Wanted()
    folder(dest, "CSV")
    targets = [dest / f"{table.name}.csv" for table in wanted.tables()] + [dest / "columns.csv"]
    with store.snapshot() as snapshot, written_beside(targets) as parts:
        write(snapshot, wanted, parts)
    return targets


def folder(dest: Path, form: str) -> None:
    """Refuse a destination that is not, and cannot become, a folder."""
    if dest.exists() and not dest.is_dir():
        raise ExportError(
            f"{dest} เป็นไฟล์ แต่ {form} ต้องส่งออกเป็นโฟลเดอร์ ระบุชื่อโฟลเดอร์",
            f"{dest} is a file, but {form} is exported into a folder. Name a folder",
        )


def write(snapshot: Snapshot, wanted: Wanted, parts: Sequence[Path]) -> dict[str, int]:
    """Write the tables to files, in their order, and last the description. Returns their numbers of rows."""
    written = {}
    for table, part in zip(wanted.tables(), parts, strict=False):
        found = blocks(snapshot, table, wanted.selection)
        written[table.name] = _write(part, table.names(), (_cells(table, block) for block in found))
    _write(parts[-1], _DESCRIPTION, [list(zip(*_description(wanted.tables()), strict=True))])
    return written


def _cells(table: Table, block: Block) -> list[Sequence[Any]]:
    by_name = dict(zip(table.names(), block, strict=True))
    return [cells(column, by_name) for column in table.columns]


def cells(column: Column, block: Mapping[str, Sequence[Any]]) -> Sequence[Any]:
    """What is written for the values of a column: text, or what the csv module writes as it should be.

    >>> from output.tables import tables
    >>> cells(tables()["measures"].columns[11], {"steps": [["- อบรม", "ประชุม"], []]})
    ["'- อบรม\\nประชุม", '']
    """
    values = block[column.name]
    if column.stated:
        return [_plain(stated) for stated in block[column.stated]]
    if column.list:
        return [harmless("\n".join(map(str, entries))) if entries else "" for entries in values]
    match column.type:
        case "string":
            # Nearly all texts begin with a letter, so all are asked together.
            if not _LINE_BEGINS_OTHERWISE("\n" + "\n".join(filter(None, values))):
                return values
            return [v if v is None or v[:1].isalnum() else harmless(v) for v in values]
        case "boolean":
            return [None if v is None else "true" if v else "false" for v in values]
        case "datetime":
            return [None if v is None else utc(v) for v in values]
        case _:
            return values


def utc(value: dt.datetime) -> str:
    """
    >>> utc(dt.datetime(2025, 12, 1, 10, 30, 5, 123))
    '2025-12-01T10:30:05Z'
    """
    return value.isoformat(timespec="seconds") + "Z"


def harmless(text: str) -> str:
    """The text so that no spreadsheet runs it as a formula.

    >>> harmless("=HYPERLINK(1)"), harmless(" ＝1"), harmless("ก-ข")
    ("'=HYPERLINK(1)", "' ＝1", 'ก-ข')
    """
    start = text
    while start and (start[0] == " " or not start[0].isprintable()):  # blanks and what cannot be seen
        start = start[1:]
    return "'" + text if start.startswith(_STARTS_FORMULA) or text.startswith(("\t", "\r")) else text


def _plain(stated: str) -> str:
    """A decimal without an exponent.

    >>> _plain("100.00"), _plain("1E+2")
    ('100.00', '100')
    """
    return format(Decimal(stated), "f") if "E" in stated else stated


def lines(columns: Sequence[Sequence[Any]]) -> str:
    """The rows of two columns or more, as the csv module writes them in half the time: it looks at each sign.

    >>> lines([["ก", "ว่า, ข", None], [1.5, None, 2]])
    'ก,1.5\\r\\n"ว่า, ข",\\r\\n,2\\r\\n'
    """
    texts = [_fields(values) for values in columns]
    return "".join([line + "\r\n" for line in map(",".join, zip(*texts, strict=True))])


def _fields(values: Sequence[Any]) -> Sequence[str]:
    kinds = set(map(type, values))
    if kinds == {type(None)}:
        return [""] * len(values)
    if kinds <= _NUMBERS:
        return list(map(str, values))
    if kinds == {str}:
        texts = values
    else:
        texts = ["" if v is None else v if v.__class__ is str else str(v) for v in values]
    together = "".join(texts)  # most columns need no quotes, so all are asked together
    if not any(sign in together for sign in _QUOTED):
        return texts
    return [_quoted(text) if _NEEDS_QUOTES(text) else text for text in texts]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _write(part: Path, header: Sequence[str], blocks_of_cells: Iterable[Sequence[Sequence[Any]]]) -> int:
    """Write a file of rows that come as columns, in blocks; returns how many rows."""
    count = 0
    # The byte order mark is written once by hand: the codec that knows it goes through Python for each line.
    with part.open("w", encoding="utf-8", newline="") as out:
        out.write("\ufeff" + lines([[name] for name in header]))
        for columns in blocks_of_cells:
            out.write(lines(columns))
            count += len(columns[0])
    return count


def _description(tables: Iterable[Table]) -> Iterable[Iterable[Any]]:
    for table in tables:
        for c in table.columns:
            unit = c.unit.en if c.unit else None
            kind = f"list of {c.type}" if c.list else c.type
            yield (
                f"{table.name}.csv",
                c.name,
                kind,
                unit,
                "\n".join(c.values or ()),
                c.title.th,
                c.title.en,
                c.means.th,
                c.means.en,
            )
