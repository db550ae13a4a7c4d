"""The file that a report was read from: found by its content, wherever the store has seen it. Never written to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from output import schema
from output.store import Store

_ID = 16
"""Hex digits of the SHA-256 that are a report's id."""


@dataclass(frozen=True, slots=True)
class Original:
    """Where the bytes of a report are."""

    path: Path | None
    """None where they are at none of the places."""
    places: tuple[str, ...]
    """Where they were seen."""
    moved: bool = False
    """It is no longer at one of the places, but at another."""


@dataclass(slots=True)
class Originals:
    """Finds files and remembers which were looked at."""

    store: Store
    _known: dict[tuple[str, int, int], str] = field(default_factory=dict)
    """(path, size, time of change) -> SHA-256."""

    def of(self, report_id: str, file: str) -> Original:
        """The file with the bytes of a report; `file` is its name in the store."""
        c = schema.files.c
        with self.store.snapshot() as snapshot:
            query = select(c.path).where(c.report_id == report_id).order_by(c.file, c.path)
            places = tuple(snapshot.connection.execute(query).scalars()) or (file,)
        for place in places:
            path = Path(place)
            if self._digest(path)[:_ID] == report_id:
                return Original(path, places, moved=not all(Path(other).exists() for other in places))
        return Original(None, places)

    def _digest(self, path: Path) -> str:
        """The SHA-256 of a file's bytes; nothing where it cannot be read."""
        try:
            status = path.stat()
            key = (str(path), status.st_size, status.st_mtime_ns)
            if key not in self._known and path.is_file():
                with path.open("rb") as file:
                    self._known[key] = hashlib.file_digest(file, "sha256").hexdigest()
            return self._known.get(key, "")
        except (OSError, ValueError):
            return ""
