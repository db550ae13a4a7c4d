"""A data package: the CSV tables with `datapackage.json` (Frictionless Table Schema) and the codebook beside them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from output import codebook, csv_export
from output.beside import written_beside
from output.store import Store
from output.tables import Column, Table, Words
from output.wanted import Wanted

_TYPES = {"decimal": "string"}
"""Types of Table Schema that have another name there."""
_TITLE = Words(
    "ข้อมูลจากรายงานการประเมินคุณธรรมและความโปร่งใส (ITA)",
    "Records of reports on integrity and transparency (ITA)",
)
_SOURCE = Words(
    "รายงาน ITA ที่หน่วยงานเผยแพร่ รายชื่อไฟล์อยู่ในตาราง files และที่มาของแต่ละค่าอยู่ในคอลัมน์ page และ source_text",
    "ITA reports as their agencies published them: the table files lists them, page and source_text say where a value stands",
)


def export(store: Store, dest: Path, wanted: Wanted | None = None) -> list[Path]:
    """Write what is wanted into the folder `dest`, each file replaced as a whole. Returns the files written."""
    wanted = wanted or Wanted()
    csv_export.folder(dest, "datapackage")
    tables = wanted.tables()
    data = [f"{table.name}.csv" for table in tables] + ["columns.csv"]
    names = [*data, *codebook.FILES, "datapackage.json"]
    targets = [dest / name for name in names]
    with store.snapshot() as snapshot, written_beside(targets) as parts:
        counts = csv_export.write(snapshot, wanted, parts[: len(data)])
        for language, part in zip(codebook.FILES.values(), parts[len(data) : -1], strict=True):
            part.write_text(codebook.markdown(language, tables), encoding="utf-8")
        described = descriptor(tables, dict(zip(data, parts, strict=False)), counts, wanted)
        text = json.dumps(described, ensure_ascii=False, indent=2)
        parts[-1].write_text(text + "\n", encoding="utf-8")
    return targets


def descriptor(
    tables: Sequence[Table], written: Mapping[str, Path], counts: Mapping[str, int], wanted: Wanted
) -> dict[str, Any]:
    """The content of `datapackage.json` for tables that are written."""
    there = {table.name for table in tables}
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "prongsai",
        **_titles(_TITLE),
        "version": version("prongsai"),
        "sources": [_titles(_SOURCE)],
    }
    if wanted.licence:
        package["licenses"] = [{"path" if "://" in wanted.licence else "name": wanted.licence}]
    if filters := _filters(wanted):
        package["filters"] = filters
    package["resources"] = [
        {
            "name": table.name,
            "path": f"{table.name}.csv",
            "profile": "tabular-data-resource",
            **_titles(table.title),
            **_descriptions(_together(table.means, table.note)),
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": csv_export.ENCODING,
            "bytes": written[f"{table.name}.csv"].stat().st_size,
            "hash": f"sha256:{_sha256(written[f'{table.name}.csv'])}",
            "rows": counts[table.name],
            "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n"},
            "schema": schema(table, there),
        }
        for table in tables
    ]
    return package


def schema(table: Table, there: Collection[str]) -> dict[str, Any]:
    """The table as a Table Schema; only references to tables that are `there`."""
    described: dict[str, Any] = {
        "fields": [_field(c, table.key) for c in table.columns],
        "missingValues": [""],
    }
    if table.key:
        described["primaryKey"] = list(table.key)
    foreign = [
        {"fields": list(r.columns), "reference": {"resource": r.table, "fields": list(r.to)}}
        for r in table.refers
        if r.table in there
    ]
    if foreign:
        described["foreignKeys"] = foreign
    return described


def _field(column: Column, key: Collection[str]) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": "string" if column.list else _TYPES.get(column.type, column.type),
        **_titles(column.title),
        **_descriptions(column.means),
    }
    constraints: dict[str, Any] = {}
    if column.required or column.name in key:
        constraints["required"] = True
    if column.values and not column.list:
        constraints["enum"] = list(column.values)
        field["meanings"] = {value: {"th": w.th, "en": w.en} for value, w in column.values.items()}
    if column.minimum is not None and not column.list:
        constraints["minimum"] = column.minimum
    if column.unit:
        field["unit"] = column.unit.en
    if column.list:
        field["list"] = {"separator": "\n", "type": column.type}
    if constraints:
        field["constraints"] = constraints
    return field


def _titles(words: Words) -> dict[str, str]:
    return {"title": words.en, "title_th": words.th}


def _descriptions(words: Words) -> dict[str, str]:
    return {"description": words.en, "description_th": words.th}


def _together(means: Words, note: Words | None) -> Words:
    return Words(f"{means.th}\n\n{note.th}", f"{means.en}\n\n{note.en}") if note else means


def _filters(wanted: Wanted) -> dict[str, list[Any]]:
    chosen: dict[str, list[Any]] = {
        "year": sorted(wanted.selection.years),
        "province": sorted(wanted.selection.provinces),
        "kind": sorted(wanted.selection.kinds),
        "record": sorted(wanted.records),
    }
    return {name: values for name, values in chosen.items() if values}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
