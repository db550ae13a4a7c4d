"""Rows of a sheet as the XML of a workbook, a block of columns at a time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from itertools import repeat
from math import isfinite
from typing import Any
from xml.sax.saxutils import escape

from output.columns import Block
from output.csv_export import harmless
from output.tables import Column

MAX_TEXT = 32_767
"""Signs in a cell; Excel takes a file with more for damaged."""
CUT = " … [ยาวเกินกว่าเซลล์ / too long for a cell]"

_EPOCH = dt.date(1899, 12, 30).toordinal()
_FIRST_TRUE_DAY = 61
"""1900-03-01: Excel believes in a 29 February before it."""
_NOT_XML = bytes(c for c in range(32) if chr(c) not in "\t\n\r")
_CHANGED = ("&", "<", ">", "_x", "\ufffe", "\uffff")
"""What a text has where it does not stand in the XML as it is; not all that has it is changed."""
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

LONG_WIDTH = 50
"""Of a column of passages, in signs."""
LINE = 15
"""The height of a line, in points."""
_MOST_LINES = 12
"""So many lines of a passage show; the rest can be scrolled to."""

Styles = Mapping[str, int]
"""Format -> its number in the workbook: text, long, integer …, and text_quoted and long_quoted."""


def rows_xml(columns: Sequence[Column], block: Block, first: int, styles: Styles) -> bytes:
    """The rows of a block; the first of them is the sheet's row `first`, from 1."""
    count = len(block[0])
    numbers = [str(n) for n in range(first, first + count)]
    starts = [
        f'<row r="{n}">' if lines == 1 else f'<row r="{n}" ht="{LINE * lines}" customHeight="1">'
        for n, lines in zip(numbers, _lines(columns, block), strict=True)
    ]
    cells = [
        _cells(column, values, letters(place), numbers, styles)
        for place, (column, values) in enumerate(zip(columns, block, strict=True))
    ]
    xml = "".join(map("".join, zip(starts, *cells, repeat("</row>"), strict=False)))
    return xml.encode(errors="replace").translate(None, _NOT_XML)


def _lines(columns: Sequence[Column], block: Block) -> list[int]:
    """How many lines each row shows: as many as its longest passage needs."""
    lines = [1] * len(block[0])
    for column, values in zip(columns, block, strict=True):
        if column.long:
            for n, value in enumerate(values):
                # Most passages are short, and asking that here takes a third of the time.
                if value and (type(value) is not str or len(value) >= LONG_WIDTH or "\n" in value):
                    lines[n] = max(lines[n], min(_MOST_LINES, lines_of(value)))
    return lines


def lines_of(passage: str | Sequence[str], width: int = LONG_WIDTH) -> int:
    """So many lines a text, or a list of texts, takes in a column. Thai marks take no room, which is a fifth.

    >>> lines_of("อบรม"), lines_of(["อบรม", "ประชุม"]), lines_of("ก" * 100)
    (1, 2, 2)
    """
    entries = passage.split("\n") if isinstance(passage, str) else "\n".join(map(str, passage)).split("\n")
    return sum(1 + len(entry) * 4 // 5 // width for entry in entries)


def letters(place: int) -> str:
    """The name of a column by its place, from 0.

    >>> letters(0), letters(25), letters(26), letters(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    name = ""
    while place >= 0:
        name = chr(ord("A") + place % 26) + name
        place = place // 26 - 1
    return name


def _cells(
    column: Column, values: Sequence[Any], letter: str, numbers: Sequence[str], styles: Styles
) -> list[str]:
    """A column's cells; nothing for an unknown value."""
    if column.list:
        return _texts(["\n".join(map(str, v)) for v in values], letter, numbers, styles, long=column.long)
    if column.type in ("string", "decimal"):
        return _texts(values, letter, numbers, styles, long=column.long)
    if column.type == "integer":
        before, after = f'<c r="{letter}', f'" s="{styles["integer"]}"><v>'
        return [
            "" if v is None else f"{before}{n}{after}{v}</v></c>"
            for v, n in zip(values, numbers, strict=True)
        ]
    return [
        "" if v is None else _cell(v, f"{letter}{n}", styles) for v, n in zip(values, numbers, strict=True)
    ]


def _texts(
    values: Sequence[str | None], letter: str, numbers: Sequence[str], styles: Styles, *, long: bool
) -> list[str]:
    name = "long" if long else "text"
    before = f'<c r="{letter}'
    after = f'" s="{styles[name]}" t="inlineStr"><is><t>'
    kept = f'" s="{styles[name]}" t="inlineStr"><is><t xml:space="preserve">'  # blanks at the ends
    quoted = f'" s="{styles[f"{name}_quoted"]}" t="inlineStr"><is><t xml:space="preserve">'
    return [
        ""
        if not v
        else f"{before}{n}{after}{t}</t></is></c>"
        if v[0].isalnum() and v[-1] > " "
        else f"{before}{n}{kept if harmless(v) == v else quoted}{t}</t></is></c>"
        for v, t, n in zip(values, _as_xml(values), numbers, strict=True)
    ]


def _as_xml(values: Sequence[str | None]) -> Sequence[str | None]:
    """The texts as they stand in the XML. Nearly all stand as they are, so all are asked together."""
    together = "\n".join(filter(None, values))
    longest = max(map(len, filter(None, values)), default=0)
    if longest <= MAX_TEXT // 2 and not any(sign in together for sign in _CHANGED):
        return values
    return [v and _text(v) for v in values]


def _text(text: str) -> str:
    """A text as it stands in the XML: cut where no cell could hold it, without what no XML can hold.

    >>> _text("<ก> & _x0041_"), len(_text("ก" * 40_000))
    ('&lt;ก&gt; &amp; _x005F_x0041_', 32767)
    """
    if len(text) > MAX_TEXT // 2 and len(text.encode("utf-16-le", "replace")) > 2 * MAX_TEXT:
        half = MAX_TEXT - len(CUT)
        text = text.encode("utf-16-le", "replace")[: 2 * half].decode("utf-16-le", "ignore") + CUT
    text = text.replace("\ufffe", "").replace("\uffff", "")
    return escape(_LOOKS_ESCAPED.sub("_x005F_", text))


def _cell(value: Any, place: str, styles: Styles) -> str:
    match value:
        case bool():
            return f'<c r="{place}" s="{styles["text"]}" t="b"><v>{value:d}</v></c>'
        case dt.date() if (days := value.toordinal() - _EPOCH) >= _FIRST_TRUE_DAY:
            if not isinstance(value, dt.datetime):
                return f'<c r="{place}" s="{styles["date"]}"><v>{days}</v></c>'
            day = (value.hour * 3600 + value.minute * 60 + value.second) / 86400
            return f'<c r="{place}" s="{styles["datetime"]}"><v>{days + day:.10f}</v></c>'
        case float() if isfinite(value):
            return f'<c r="{place}" s="{styles["number"]}"><v>{value!r}</v></c>'
        case _:
            return f'<c r="{place}" s="{styles["text"]}" t="inlineStr"><is><t>{value}</t></is></c>'
