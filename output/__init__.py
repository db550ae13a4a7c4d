"""Records to database, CSV, Parquet, XLSX and JSON Lines; and back out of the database.

>>> import output
>>> tables = output.frames("reports.db")  # doctest: +SKIP
>>> tables["panel"]  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

    from output.store import Store

__all__ = ["frames"]


def frames(
    db: str | Path | Store,
    *,
    years: Iterable[int] = (),
    provinces: Iterable[str] = (),
    kinds: Iterable[str] = (),
    records: Iterable[str] = (),
    values: Literal["float", "decimal"] = "float",
) -> dict[str, pd.DataFrame]:
    """The tables of a database as pandas DataFrames, by name: `scores`, `measures`, `panel` …

    The filters are those of `prongsai export`. Whole numbers are nullable integers, enumerations categoricals
    with all their values, lists lists, dates datetimes. `values` chooses what `scores.value` is: float, or
    Decimal with the digits as stated. Raises `output.errors.StoreError` where the database cannot be used.
    """
    from output.dataframes import frames as made
    from output.selection import Selection
    from output.wanted import Wanted

    selection = Selection(years=frozenset(years), provinces=frozenset(provinces), kinds=frozenset(kinds))
    return made(db, Wanted(selection, frozenset(records)), values)
