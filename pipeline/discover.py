"""Walk files and folders and find what may be a report.

A file that is named is always a candidate. In a folder a file is one where its bytes are a format that
Prongsai reads, or where its name says document: a broken `report.pdf` must be told about, a `README.txt`
must not.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from extractors import detect
from extractors.errors import NotRead

DOCUMENT_SUFFIXES = frozenset(
    {".pdf", ".docx", ".doc", ".docm", ".odt", ".rtf", ".htm", ".html", ".tif", ".tiff"}
)
_OTHER_OFFICE = frozenset(
    {".xls", ".xlsx", ".xlsm", ".xlsb", ".ppt", ".pptx", ".pptm", ".msg", ".db", ".zip"}
)
"""Containers that Word files use too: where they are damaged or locked, they look like a bad Word file."""


class Why(StrEnum):
    """Why something was passed over."""

    HIDDEN = "hidden"
    """Its name, or its folder's, begins with a dot."""
    OFFICE_LOCK = "office_lock"
    """`~$report.docx`: Word leaves it while the file is open."""
    SYMLINK = "symlink"
    """A link to a folder, to something outside the tree, or to nothing."""
    NOT_REGULAR = "not_regular"
    """A pipe, a device, a socket."""
    NOT_A_DOCUMENT = "not_a_document"
    """Some other file: a text, a table, a database."""
    SMALL_PICTURE = "small_picture"
    """A picture too small for a page: a logo, an icon."""
    UNREADABLE_FOLDER = "unreadable_folder"
    """Its files could not be listed."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may be a report."""

    path: Path
    """As given, or below a folder that was given."""

    @property
    def key(self) -> str:
        """Its absolute path: the same file in another run from another folder."""
        return printable(os.path.abspath(self.path))  # noqa: PTH100 - resolve() would follow links

    @property
    def shown_as(self) -> str:
        return printable(str(self.path))


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was passed over."""

    path: Path
    why: Why


def discover(paths: Iterable[Path]) -> Iterator[Candidate | Skipped]:
    """What is to be read of these files and folders, in order; each file once, however often it is named."""
    seen: set[str] = set()
    for path in paths:
        found = _walk(path, path.resolve()) if path.is_dir() else iter([_named(path)])
        for entry in found:
            key = os.path.abspath(entry.path)  # noqa: PTH100
            if key not in seen:
                seen.add(key)
                yield entry


def sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def printable(path: str) -> str:
    """The path as text that can be stored; bytes of a name that is no UTF-8 are written as \\xNN.

    >>> printable("รายงาน.pdf"), printable("a\\udcc3.pdf")
    ('รายงาน.pdf', 'a\\\\xc3.pdf')
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _named(path: Path) -> Candidate | Skipped:
    try:
        regular = stat.S_ISREG(path.stat().st_mode)
    except OSError:
        regular = True  # it cannot be looked at: reading it will say why
    return Candidate(path) if regular else Skipped(path, Why.NOT_REGULAR)


def _walk(folder: Path, root: Path) -> Iterator[Candidate | Skipped]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda e: e.name)
    except OSError:
        yield Skipped(folder, Why.UNREADABLE_FOLDER)
        return
    for entry in entries:
        path = folder / entry.name
        why = _skip(entry, path, root)
        if why is not None:
            yield Skipped(path, why)
        elif entry.is_dir():
            yield from _walk(path, root)
        elif (why := _no_document(path)) is not None:
            yield Skipped(path, why)
        else:
            yield Candidate(path)


def _skip(entry: os.DirEntry[str], path: Path, root: Path) -> Why | None:
    if entry.name.startswith("~$"):
        return Why.OFFICE_LOCK
    if entry.name.startswith("."):
        return Why.HIDDEN
    try:
        if entry.is_symlink():
            # A linked folder inside the tree is walked where it stands; one outside was not asked for.
            target = path.resolve(strict=True)
            if target.is_dir() or not target.is_relative_to(root):
                return Why.SYMLINK
        if not entry.is_dir() and not entry.is_file():
            return Why.NOT_REGULAR
    except (OSError, RuntimeError):  # a link to nothing, or in a ring
        return Why.SYMLINK
    return None


def _no_document(path: Path) -> Why | None:
    """Why a file in a folder is no report; None where it may be one."""
    suffix = path.suffix.lower()
    if suffix in DOCUMENT_SUFFIXES:
        return None
    try:
        media_type = detect.media_type(path)
        if media_type in detect.PICTURES:
            from extractors.pictures import may_be_page  # Pillow takes its time, and few trees have pictures

            return None if may_be_page(path) else Why.SMALL_PICTURE
    except NotRead:
        return Why.NOT_A_DOCUMENT if suffix in _OTHER_OFFICE else None
    except OSError:
        return None  # what it is cannot be seen: reading it will say why
    return Why.NOT_A_DOCUMENT if media_type is None else None
