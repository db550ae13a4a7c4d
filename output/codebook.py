"""The codebook: what each exported table and column is, as a page in Thai or English.

`python -m output.codebook docs` writes the pages of the documentation again.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from output.tables import Column, Table, Words, tables

Language = Literal["en", "th"]
FILES = MappingProxyType[str, Language]({"codebook.md": "en", "codebook.th.md": "th"})

_INTRODUCTION = Words(
    """\
# สมุดรหัสข้อมูล

หน้านี้อธิบายตารางที่ `prongsai export` เขียน ตารางและคอลัมน์เหมือนกันใน CSV, Parquet, XLSX, data package และ DataFrame
หน้านี้สร้างจาก `output/tables.toml` ซึ่งเป็นคำอธิบายชุดเดียวของทุกรูปแบบ

- ช่องว่าง (CSV, XLSX) หรือ null (Parquet) หมายถึงไม่ทราบ
- ปีงบประมาณเป็น พ.ศ. วันที่เป็น ค.ศ. แบบ ISO (2025-09-30) เวลาเป็น UTC
- รายการในคอลัมน์ชนิด list อยู่บรรทัดละรายการใน CSV และ XLSX เป็น list ใน Parquet และมีตารางแยกที่แถวละรายการด้วย
- ใน CSV ข้อความที่โปรแกรมตารางจะถือเป็นสูตร (ขึ้นต้นด้วย = + - @) มีเครื่องหมาย ' นำหน้า
- XLSX ไม่มีตารางแยกของรายการและไม่มี `value_stated` ข้อความที่ยาวเกิน 32,767 ตัวอักษรถูกตัดและบอกไว้ในเซลล์
""",
    """\
# Codebook

What the tables are that `prongsai export` writes. Tables and columns are the same in CSV, Parquet, XLSX, the data package
and the DataFrames. This page is made from `output/tables.toml`, the one description that all forms go by.

- An empty cell (CSV, XLSX) or null (Parquet) means unknown.
- Fiscal years are of the Buddhist Era, dates are ISO dates (2025-09-30), times are UTC.
- Entries of a list are lines of one cell in CSV and XLSX and lists in Parquet; tables of their own have them a row each.
- In CSV, a text that a spreadsheet would run as a formula (it begins with = + - @) has an apostrophe in front.
- XLSX leaves out the tables of list entries and `value_stated`; a text of more than 32,767 signs is cut and says so.
""",
)
_HEADS = Words(
    "| คอลัมน์ | ชนิด | หน่วย | ชื่อ | คืออะไร |\n|---|---|---|---|---|",
    "| column | type | unit | title | what it is |\n|---|---|---|---|---|",
)
_KEY = Words("คีย์", "Key")
_REFERS = Words("อ้างถึง", "Refers to")
_REQUIRED = Words("ไม่ว่าง", "never empty")
_VALUES = Words("ค่าที่เป็นไปได้", "Values")
_LIST = Words("รายการ", "list")


def markdown(language: Language, shown: Sequence[Table]) -> str:
    """The page for those tables."""
    parts = [_in(language, _INTRODUCTION)]
    parts.append("\n".join(f"- [`{t.name}`](#{t.name}): {_in(language, t.means)}" for t in shown) + "\n")
    parts += ["\n".join(_table(language, table)) + "\n" for table in shown]
    return "\n".join(parts)


def write(folder: Path) -> None:
    """Write the pages for all tables, one a language."""
    for name, language in FILES.items():
        (folder / name).write_text(markdown(language, list(tables().values())), encoding="utf-8")


def _table(language: Language, table: Table) -> Iterator[str]:
    yield f"## {table.name}"
    yield ""
    yield f"{_in(language, table.title)}: {_in(language, table.means)}"
    if table.note:
        yield ""
        yield _in(language, table.note)
    yield ""
    if table.key:
        yield f"{_in(language, _KEY)}: {_code(table.key)}  "
    for r in table.refers:
        yield f"{_in(language, _REFERS)}: {_code(r.columns)} → `{r.table}` ({_code(r.to)})  "
    yield ""
    yield _in(language, _HEADS)
    for c in table.columns:
        kind = f"{_in(language, _LIST)}: {c.type}" if c.list else c.type
        required = f", {_in(language, _REQUIRED)}" if c.required else ""
        unit = _in(language, c.unit) if c.unit else ""
        yield f"| `{c.name}` | {kind}{required} | {unit} | {_in(language, c.title)} | {_means(language, c)} |"


def _means(language: Language, column: Column) -> str:
    means = _in(language, column.means)
    if not column.values:
        return means
    values = "; ".join(f"`{value}` {_in(language, words)}" for value, words in column.values.items())
    return f"{means}. {_in(language, _VALUES)}: {values}"


def _in(language: Language, words: Words) -> str:
    return words.th if language == "th" else words.en


def _code(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
