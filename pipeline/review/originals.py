"""The file that a report was read from: found by its content, wherever the store has seen it. Never written to."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from extractors.errors import NotRead
from extractors.limits import DEFAULT
from output import schema
from output.store import Store
from pipeline.source import LocalFile, Source, report_id_of
from pipeline.source_members import SEPARATOR, Found, members
from pipeline.source_remote import AddressError, files, is_address


@dataclass(frozen=True, slots=True)
class Original:
    """Where the bytes of a report are."""

    path: Path | None
    """None where they are at none of the places."""
    places: tuple[str, ...]
    """Where they were seen."""
    moved: bool = False
    """It is no longer at one of the places, but at another."""
    place: str = ""
    """Where its bytes were found, as the store calls it."""
    problem: NotRead | None = None
    """Why it could not be fetched from another machine."""


@dataclass(slots=True)
class Originals:
    """Finds files and remembers which were looked at."""

    store: Store
    cache: Path
    """Where files out of archives are put."""
    _known: dict[tuple[str, int, int], str] = field(default_factory=dict)
    """(path, size, time of change) -> SHA-256."""
    _unfetched: dict[str, NotRead] = field(default_factory=dict)
    """Addresses that nothing came from, asked once a start."""

    def of(self, report_id: str, file: str) -> Original:
        """The file with the bytes of a report; `file` is its name in the store."""
        c = schema.files.c
        with self.store.snapshot() as snapshot:
            query = select(c.path).where(c.report_id == report_id).order_by(c.file, c.path)
            places = tuple(snapshot.connection.execute(query).scalars()) or (file,)
        for place in places:
            path = self._path(report_id, place)
            if path is not None and report_id_of(self._digest(path)) == report_id:
                moved = not all(_is_there(other) for other in places)
                return Original(path, places, moved, place)
        problem = next((self._unfetched[p] for p in places if p in self._unfetched), None)
        return Original(None, places, problem=problem)

    def _path(self, report_id: str, place: str) -> Path | None:
        if is_address(place):
            return self._fetched(report_id, place)
        return self._unpacked(report_id, place) if SEPARATOR in place else Path(place)

    def _fetched(self, report_id: str, place: str) -> Path | None:
        """A copy of a file on another machine, fetched once; None where it does not come."""
        path = self.cache / f"{report_id}.original"
        if path.is_file():
            return path
        if place in self._unfetched:
            return None
        try:
            for remote, _ in files(place, DEFAULT):
                if remote.key == place:
                    return _copied(remote, path)
        except AddressError as exc:
            self._unfetched[place] = NotRead(exc.reason_th, exc.reason_en)
        except NotRead as exc:
            self._unfetched[place] = exc
        except OSError as exc:
            self._unfetched[place] = NotRead(
                f"{place}: ดึงไฟล์ไม่ได้ ({exc})", f"{place} cannot be fetched ({exc})"
            )
        return None

    def _unpacked(self, report_id: str, place: str) -> Path | None:
        """A copy of a file in an archive, under a name of ours; None where it is not there or may not be read."""
        path = self.cache / f"{report_id}.original"
        archive = Path(place.partition(SEPARATOR)[0])
        if not archive.is_file():
            return None
        if path.is_file():
            return path
        try:
            for found in members(LocalFile(archive), DEFAULT):
                if (
                    isinstance(found, Found)
                    and found.member.key == place
                    and not (found.why or found.is_link)
                ):
                    return _copied(found.member, path)
        except (OSError, NotRead):
            return None
        return None

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


def _copied(source: Source, to: Path) -> Path:
    """Where a file was copied to; no half of it is ever there."""
    to.parent.mkdir(parents=True, exist_ok=True)
    part = to.with_name(f".{to.name}.part")
    with source.local() as path:
        shutil.copyfile(path, part)
    return part.replace(to)


def _is_there(place: str) -> bool:
    if is_address(place):
        return True
    return Path(place.partition(SEPARATOR)[0] if SEPARATOR in place else place).exists()
