"""The first sheet of a workbook: what the other sheets and their columns are, in Thai and English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from output.wanted import Wanted
from output.xlsx_cells import CUT, LINE, lines_of

if TYPE_CHECKING:
    from output.xlsx import Sheet

NAME = "อ่านก่อน"
_WIDTHS = (20, 24, 22, 60, 60)


def write(sheet: Any, formats: Mapping[str, Any], sheets: Sequence[Sheet], wanted: Wanted) -> None:
    """Fill the sheet, an XlsxWriter worksheet, from its top."""
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for n, width in enumerate(_WIDTHS):
        sheet.set_column(n, n, width)
    for n, (style, cells) in enumerate(_lines(sheets, wanted)):
        if style == "long":
            texts = [
                (cell, width) for cell, width in zip(cells, _WIDTHS, strict=True) if isinstance(cell, str)
            ]
            sheet.set_row(n, LINE * max(lines_of(text, width) for text, width in texts))
        for place, value in enumerate(cells):
            if isinstance(value, int):
                sheet.write_number(n, place, value, formats["integer"])
            elif value:
                sheet.write_string(n, place, value, formats[style])


def _lines(sheets: Sequence[Sheet], wanted: Wanted) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    yield "bold", ("ข้อมูลจากรายงาน ITA", "Records of ITA reports")
    for th, en in _notes(wanted):
        yield "text", (th,)
        yield "text", (en,)
    yield "text", ()
    yield "head", ("แผ่นงาน / Sheet", "Table", "แถว / Rows", "คืออะไร", "What it is")
    for sheet in sheets:
        table = sheet.table
        yield "long", (sheet.name, table.name, sheet.rows, table.means.th, table.means.en)
        if table.note:
            yield "long", ("", "", "", table.note.th, table.note.en)
    yield "text", ()
    yield "head", ("แผ่นงาน / Sheet", "คอลัมน์ / Column", "ชนิด / Type", "คืออะไร", "What it is")
    for sheet in sheets:
        if sheet.table.title.th != sheet.name:
            continue  # it goes on from the sheet before
        for c in sheet.columns:
            kind = f"{c.type} ({c.unit.th})" if c.unit else c.type
            th, en = c.means.th, c.means.en
            for value, words in (c.values or {}).items():
                th, en = f"{th}\n{value}: {words.th}", f"{en}\n{value}: {words.en}"
            yield "long", (sheet.name, f"{c.title.th}\n{c.name}", kind, th, en)


def _notes(wanted: Wanted) -> Iterator[tuple[str, str]]:
    yield (
        "เซลล์ว่าง = ไม่ทราบ · ปีเป็น พ.ศ. · รายการในเซลล์เดียว บรรทัดละรายการ · ตรวจตัวเลขกับหน้าในรายงานก่อนเผยแพร่",
        "An empty cell means unknown. Years are of the Buddhist Era. Entries of a list are lines of one cell. "
        "Check a number against its page before you publish it.",
    )
    yield (
        f"ข้อความที่ยาวเกิน 32,767 ตัวอักษรถูกตัดและลงท้ายด้วย{CUT}",
        f"A text of more than 32,767 signs is cut and ends with{CUT}",
    )
    selection = wanted.selection
    filters = [
        ("ปี", "years", sorted(map(str, selection.years))),
        ("จังหวัด", "provinces", sorted(selection.provinces)),
        ("ประเภทรายงาน", "kinds of reports", sorted(selection.kinds)),
    ]
    for th, en, chosen in filters:
        if chosen:
            yield f"เลือกเฉพาะ{th}: {', '.join(chosen)}", f"Only {en}: {', '.join(chosen)}"
