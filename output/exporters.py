"""The formats that records come out in. A new exporter is a function here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from output import csv_export, jsonl
from output.store import Store

EXPORTERS: dict[str, Callable[[Store, Path], list[Path]]] = {
    "csv": csv_export.export,
    "jsonl": jsonl.export,
}
"""Format -> write the store to a destination; returns the files written."""
