"""Parquet: a folder with one file a table, for pandas, Arrow, DuckDB and their like.

Enumerations are dictionaries, lists are lists, unknown values are null. Titles and meanings of the columns, in
Thai and English, are in the metadata of the file.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from output import arrow
from output.beside import written_beside
from output.csv_export import folder
from output.snapshot import Snapshot
from output.store import Store
from output.tables import Table
from output.wanted import Wanted

_ROW_GROUP_BYTES = 32 * 2**20
_ROW_GROUP_ROWS = 100_000
"""A row group is written when it has reached either, so that no more is in memory."""


def export(store: Store, dest: Path, wanted: Wanted | None = None) -> list[Path]:
    """Write what is wanted into the folder `dest`, each file replaced as a whole. Returns the files written."""
    wanted = wanted or Wanted()
    folder(dest, "Parquet")
    targets = [dest / f"{table.name}.parquet" for table in wanted.tables()]
    with store.snapshot() as snapshot, written_beside(targets) as parts:
        for table, part in zip(wanted.tables(), parts, strict=True):
            _write(snapshot, table, wanted, part)
    return targets


def _write(snapshot: Snapshot, table: Table, wanted: Wanted, part: Path) -> None:
    waiting: list[pa.RecordBatch] = []
    size = rows = 0
    with pq.ParquetWriter(part, arrow.schema(table), compression="zstd") as writer:
        for batch in arrow.batches(snapshot, table, wanted):
            waiting.append(batch)
            size, rows = size + batch.nbytes, rows + batch.num_rows
            if size >= _ROW_GROUP_BYTES or rows >= _ROW_GROUP_ROWS:
                writer.write_table(pa.Table.from_batches(waiting))
                waiting, size, rows = [], 0, 0
        if waiting:
            writer.write_table(pa.Table.from_batches(waiting))
