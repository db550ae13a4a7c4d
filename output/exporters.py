"""The formats that records come out in. A new exporter is a function here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from output import csv_export, datapackage, jsonl, parquet, xlsx
from output.store import Store
from output.wanted import Wanted


class Exporter(Protocol):
    """Writes what is wanted of a store to a destination; returns the files written."""

    def __call__(self, store: Store, dest: Path, wanted: Wanted | None = None) -> list[Path]: ...


EXPORTERS: Mapping[str, Exporter] = MappingProxyType(
    {
        "csv": csv_export.export,
        "parquet": parquet.export,
        "xlsx": xlsx.export,
        "jsonl": jsonl.export,
        "datapackage": datapackage.export,
    }
)
"""By the name of the format."""
