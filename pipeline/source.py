"""Where the bytes of a file come from: a disk, an archive (`source_zip`), another machine (`source_remote`).

A run knows files only as sources. They are small and can be sent to another process, which reads the file from there.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from extractors.errors import NotRead, TooLarge

_BLOCK = 1 << 20


class Stamp(NamedTuple):
    """What changes when a file does, and can be told without reading it."""

    size: int | None
    """Bytes."""
    changed: int | None
    """Of a file on a disk the time of its last change in nanoseconds; elsewhere any number that changes with the
    file. None where nothing tells: such a file is read in every run."""


class Source(Protocol):
    """A file that may be a report."""

    def __hash__(self) -> int: ...

    @property
    def key(self) -> str:
        """What makes it the same file in another run, from another folder."""
        ...

    @property
    def shown_as(self) -> str:
        """Its name in messages: as given, or below what was given."""
        ...

    @property
    def far(self) -> bool:
        """Whether its bytes come over a network: only the process that reads it should fetch them."""
        ...

    def stamp(self) -> Stamp:
        """Raises `OSError`."""
        ...

    def open(self) -> BinaryIO:
        """Its bytes, from the beginning; can be sought in. Raises `OSError` and `NotRead`."""
        ...

    def head(self, count: int) -> bytes:
        """Its first bytes. Raises `OSError` and `NotRead`."""
        ...

    def digest(self) -> str:
        """The SHA-256 of its bytes, in hexadecimal. Raises `OSError` and `NotRead`."""
        ...

    def local(self) -> AbstractContextManager[Path]:
        """A path where it can be read meanwhile. Raises `OSError` and `NotRead`."""
        ...


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file on a disk of this machine, or on one that the machines of a run share."""

    path: Path
    """As given, or below a folder that was given."""
    absolute: Path = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # resolve() would follow links; a process that reads the file may have been started in another folder
        object.__setattr__(self, "absolute", Path(os.path.abspath(self.path)))  # noqa: PTH100

    @property
    def key(self) -> str:
        return printable(str(self.absolute))

    @property
    def shown_as(self) -> str:
        return printable(str(self.path))

    @property
    def far(self) -> bool:
        return False

    def stamp(self) -> Stamp:
        status = self.absolute.stat()
        return Stamp(status.st_size, status.st_mtime_ns)

    def open(self) -> BinaryIO:
        return self.absolute.open("rb")

    def head(self, count: int) -> bytes:
        with self.open() as file:
            return file.read(count)

    def digest(self) -> str:
        with self.open() as file:
            return digest_of(file)

    def local(self) -> AbstractContextManager[Path]:
        return nullcontext(self.absolute)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file of which is known, before anything reads it, that it cannot be read."""

    source: Source
    why: NotRead = field(compare=False)

    @property
    def key(self) -> str:
        return self.source.key

    @property
    def shown_as(self) -> str:
        return self.source.shown_as

    @property
    def far(self) -> bool:
        return False

    def stamp(self) -> Stamp:
        return self.source.stamp()

    def open(self) -> BinaryIO:
        raise self.why

    def head(self, count: int) -> bytes:
        raise self.why

    def digest(self) -> str:
        raise self.why

    def local(self) -> AbstractContextManager[Path]:
        raise self.why


def digest_of(file: BinaryIO) -> str:
    """The SHA-256 of what is left of an opened file, in hexadecimal."""
    digest = hashlib.sha256()
    while block := file.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()


def report_id_of(sha256: str) -> str:
    """The id of the report in a file: the first 16 hexadecimal digits of its SHA-256.

    >>> report_id_of("0123456789abcdef" * 4)
    '0123456789abcdef'
    """
    return sha256[:16]


@contextmanager
def copied(file: BinaryIO, most: int) -> Iterator[Path]:
    """A copy of an opened file on the disk, as long as the context lasts; nothing of its own name is in the copy's.

    Raises `TooLarge` where there are more than `most` bytes.
    """
    with tempfile.TemporaryDirectory(prefix="prongsai-") as folder:
        path = Path(folder) / "document"
        with path.open("xb") as copy:
            size = 0
            while block := file.read(_BLOCK):
                size += len(block)
                if size > most:
                    raise too_large(size, most)
                copy.write(block)
        yield path


def too_large(size: int, most: int) -> TooLarge:
    """The error of a file of more than `most` bytes."""
    return TooLarge.of("file_bytes", most, f"มีขนาด {size:,} ไบต์ขึ้นไป", f"it has {size:,} bytes or more")


def printable(path: str) -> str:
    """The path as text that can be stored; bytes of a name that is no UTF-8 are written as \\xNN.

    >>> printable("รายงาน.pdf"), printable("a\\udcc3.pdf")
    ('รายงาน.pdf', 'a\\\\xc3.pdf')
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")
