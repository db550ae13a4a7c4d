"""The exported tables as pandas DataFrames."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Literal

import pandas as pd
import pyarrow as pa

from output import arrow
from output.snapshot import Snapshot
from output.store import Store, open_store
from output.tables import Table
from output.wanted import Wanted

Values = Literal["float", "decimal"]

_NULLABLE = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}


def frames(
    db: str | Path | Store, wanted: Wanted | None = None, values: Values = "float"
) -> dict[str, pd.DataFrame]:
    """Table -> DataFrame, the panel among them; see `output.frames`."""
    if not isinstance(db, Store):
        with open_store(db, create=False) as store:
            return frames(store, wanted, values)
    wanted = wanted or Wanted()
    with db.snapshot() as snapshot:
        return {table.name: _frame(snapshot, table, wanted, values) for table in wanted.tables()}


def _frame(snapshot: Snapshot, table: Table, wanted: Wanted, values: Values) -> pd.DataFrame:
    found = pa.Table.from_batches(arrow.batches(snapshot, table, wanted), arrow.schema(table))
    frame = found.unify_dictionaries().to_pandas(types_mapper=_NULLABLE.get, date_as_object=False)
    for column in table.columns:
        if column.values:
            seen = frame[column.name].cat.categories
            every = [*column.values, *(value for value in seen if value not in column.values)]
            frame[column.name] = frame[column.name].cat.set_categories(every)
        if column.list:
            frame[column.name] = frame[column.name].map(list)
        if column.stated and values == "decimal":
            frame[column.name] = frame[column.stated].map(Decimal)
    return frame
