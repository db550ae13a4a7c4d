"""Blocks of columns as Arrow data: what Parquet files and DataFrames are made of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from output.columns import blocks
from output.snapshot import Snapshot
from output.tables import Column, Table
from output.wanted import Wanted

_TYPES = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "decimal": pa.string(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us", tz="UTC"),
}
_ENUMERATION = pa.dictionary(pa.int32(), pa.string())


def schema(table: Table) -> pa.Schema:
    """The table's columns with their types; titles and meanings are in the metadata."""
    title = {"title_th": table.title.th, "title_en": table.title.en}
    fields = [
        pa.field(c.name, _type(c), nullable=not c.required, metadata=_metadata(c)) for c in table.columns
    ]
    return pa.schema(fields, {**title, "description_th": table.means.th, "description_en": table.means.en})


def batches(snapshot: Snapshot, table: Table, wanted: Wanted) -> Iterator[pa.RecordBatch]:
    """The table's rows, those of some reports in a batch."""
    of_table = schema(table)
    for block in blocks(snapshot, table, wanted.selection):
        arrays = [_array(column, values) for column, values in zip(table.columns, block, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=of_table)


def _array(column: Column, values: Sequence[Any]) -> pa.Array:
    kind = _type(column)
    if kind == _ENUMERATION:
        return pa.array(values, pa.string()).dictionary_encode()
    return pa.array(values, kind)


def _type(column: Column) -> pa.DataType:
    if column.values and not column.list:
        return _ENUMERATION
    kind = _TYPES[column.type]
    return pa.list_(kind) if column.list else kind


def _metadata(column: Column) -> dict[str, str]:
    said = {
        "title_th": column.title.th,
        "title_en": column.title.en,
        "description_th": column.means.th,
        "description_en": column.means.en,
    }
    if column.unit:
        said["unit"] = column.unit.en
    if column.values:
        said["values"] = json.dumps(list(column.values))
    return said
