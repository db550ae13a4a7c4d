"""Walk files, folders, archives and other machines, and find what may be a report.

A file that is named is always a candidate. In a folder a file is one where its bytes are a format that
Prongsai reads, or where its name says document: a broken `report.pdf` must be told about, a `README.txt`
must not. A ZIP archive is a folder of its members. On other machines names decide, as far as they can: looking at
each file's bytes would take a request each.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from extractors import detect
from extractors.errors import NotADocument, NotRead
from extractors.limits import DEFAULT, Limits
from pipeline import source_remote
from pipeline.source import LocalFile, Source, Unreadable, too_large
from pipeline.source_members import Member, archive_of, members
from pipeline.source_zip import is_package, looks_zipped

__all__ = ["LocalFile", "Skipped", "Source", "Why", "discover"]

DOCUMENT_SUFFIXES = frozenset(
    {".pdf", ".docx", ".doc", ".docm", ".odt", ".rtf", ".htm", ".html", ".tif", ".tiff"}
)
_OTHER_OFFICE = frozenset({".xls", ".xlsx", ".xlsm", ".xlsb", ".ppt", ".pptx", ".pptm", ".msg", ".db"})
"""Containers that Word files use too: where they are damaged or locked, they look like a bad Word file."""
_MAY_BE = frozenset({"", ".zip", ".png", ".jpg", ".jpeg", ".bmp", ".webp"})
"""Suffixes that hide documents as often as other things."""


class Why(StrEnum):
    """Why something was passed over."""

    HIDDEN = "hidden"
    """Its name, or its folder's, begins with a dot."""
    OFFICE_LOCK = "office_lock"
    """`~$report.docx`: Word leaves it while the file is open."""
    SYMLINK = "symlink"
    """A link to a folder, to something outside the tree, or to nothing; with `follow_links` only the last, and links
    to a folder that is walked elsewhere."""
    NOT_REGULAR = "not_regular"
    """A pipe, a device, a socket."""
    NOT_A_DOCUMENT = "not_a_document"
    """Some other file: a text, a table, a database."""
    SMALL_PICTURE = "small_picture"
    """A picture too small for a page: a logo, an icon."""
    UNREADABLE_FOLDER = "unreadable_folder"
    """Its files could not be listed."""
    ARCHIVE = "archive"
    """It was not: its members stand for it."""


class _Is(Enum):
    DOCUMENT = "document"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was passed over."""

    shown_as: str
    why: Why
    key: str


Found = Source | Skipped


def discover(
    paths: Iterable[Path | str], limits: Limits = DEFAULT, *, follow_links: bool = False
) -> Iterator[Found]:
    """What is to be read of these files, folders and addresses, in order; each once, however often it is named.

    Raises `pipeline.source_remote.AddressError` for an address that cannot be listed.
    """
    seen: set[str] = set()
    finder = _Finder(limits, follow_links)
    for path in paths:
        for entry in finder.find(path):
            if entry.key not in seen:
                seen.add(entry.key)
                yield entry


class _Finder:
    def __init__(self, limits: Limits, follow_links: bool) -> None:
        self._limits = limits
        self._follow = follow_links
        self._walked: set[tuple[int, int]] = set()
        """Folders, by device and number: no link leads into one again, so rings end."""

    def find(self, path: Path | str) -> Iterator[Found]:
        if isinstance(path, str):
            local = source_remote.local_path(path) if source_remote.is_address(path) else Path(path)
            if local is None:
                return self._remote(path)
            path = local
        return self._tree(path) if path.is_dir() else self._named(path)

    def _named(self, path: Path) -> Iterator[Found]:
        file = LocalFile(path)
        suffix = path.suffix.lower()
        zipped = False
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                yield _skipped(path, Why.NOT_REGULAR)
                return
            if suffix not in DOCUMENT_SUFFIXES:
                zipped = looks_zipped(file.head(_HEAD))
        except OSError:
            pass  # it cannot be looked at: reading it will say why
        if zipped and self._is_archive(file, suffix):
            yield from self._members(file)
        else:
            yield file

    def _tree(self, folder: Path) -> Iterator[Found]:
        root = folder.resolve()
        links: list[Path] = []
        yield from self._walk(folder, root, links)
        while links:  # last, so that folders of the tree are walked where they stand
            link = links.pop(0)
            try:
                is_new = self._folder(link) not in self._walked
            except OSError:
                is_new = False
            if is_new:
                yield from self._walk(link, root, links)
            else:
                yield _skipped(link, Why.SYMLINK)

    def _walk(self, folder: Path, root: Path, links: list[Path]) -> Iterator[Found]:
        try:
            self._walked.add(self._folder(folder))
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda e: e.name)
        except OSError:
            yield _skipped(folder, Why.UNREADABLE_FOLDER)
            return
        for entry in entries:
            path = folder / entry.name
            why = self._skip(entry, path, root)
            if why is not None:
                yield _skipped(path, why)
            elif not entry.is_dir():
                yield from self._looked_at(LocalFile(path), path.name)
            elif entry.is_symlink():
                links.append(path)
            else:
                yield from self._walk(path, root, links)

    @staticmethod
    def _folder(path: Path) -> tuple[int, int]:
        status = path.stat()
        return status.st_dev, status.st_ino

    def _skip(self, entry: os.DirEntry[str], path: Path, root: Path) -> Why | None:
        if (why := _by_name(entry.name)) is not None:
            return why
        try:
            if entry.is_symlink():
                # A linked folder inside the tree is walked where it stands; one outside was not asked for.
                target = path.resolve(strict=True)
                if not self._follow and (target.is_dir() or not target.is_relative_to(root)):
                    return Why.SYMLINK
            if not entry.is_dir() and not entry.is_file():
                return Why.NOT_REGULAR
        except (OSError, RuntimeError):  # a link to nothing, or in a ring
            return Why.SYMLINK
        return None

    def _looked_at(self, file: Source, name: str) -> Iterator[Found]:
        """A file in a folder or an archive, by its name or its bytes."""
        suffix = PurePosixPath(name).suffix.lower()
        kind: Why | _Is = _Is.DOCUMENT
        if suffix not in DOCUMENT_SUFFIXES:
            try:
                kind = self._kind(file, suffix)
            except NotRead:  # a damaged member of an archive: no more is known than its name
                kind = _Is.DOCUMENT if suffix in _MAY_BE else Why.NOT_A_DOCUMENT
            except Exception as exc:
                # What it is cannot be seen: reading it will say why. Other machines' libraries have their own errors.
                if not (file.far or isinstance(exc, OSError)):
                    raise
        if isinstance(kind, Why):
            yield Skipped(file.shown_as, kind, file.key)
        elif kind is _Is.ARCHIVE:
            yield from self._members(file)
        else:
            yield file

    def _kind(self, file: Source, suffix: str) -> Why | _Is:
        """What a file is by its bytes. Raises `NotRead` and `OSError`."""
        head = file.head(_HEAD)
        if isinstance(file, Member):  # seeking in one would unpack it again and again
            if suffix in _OTHER_OFFICE or not _may_be_document(head):
                return Why.NOT_A_DOCUMENT
            with file.local() as path:
                return self._kind(LocalFile(path), suffix)
        if looks_zipped(head) and self._is_archive(file, suffix):
            return _Is.ARCHIVE
        with file.open() as opened:
            return _no_document(opened, suffix) or _Is.DOCUMENT

    # ---- archives ----------------------------------------------------------------------------

    def _is_archive(self, file: Source, suffix: str) -> bool:
        """Whether a file that looks zipped is an archive, and no Office file."""
        try:
            archive = archive_of(file, file.stamp(), self._limits.archive_members)
        except (*detect.ZIP_ERRORS, RuntimeError):
            return suffix == ".zip"
        return not is_package(archive)

    def _members(self, file: Source) -> Iterator[Found]:
        if isinstance(file, Member):
            why = NotADocument(
                "เป็นไฟล์ ZIP ที่อยู่ใน ZIP อีกไฟล์หนึ่ง จึงไม่อ่าน แตกไฟล์ออกมาแล้วสั่งใหม่",
                "a ZIP archive within another one, which is not read: unpack it and run again",
            )
            yield Unreadable(file, why)
            return
        try:
            listed = list(members(file, self._limits))
        except OSError:
            yield file  # reading it will say why
            return
        if not any(isinstance(found, NotRead) for found in listed):
            yield Skipped(file.shown_as, Why.ARCHIVE, file.key)
        for found in listed:
            if isinstance(found, NotRead):
                yield Unreadable(file, found)
                continue
            member, name = found.member, PurePosixPath(found.member.name)
            suffix = name.suffix.lower()
            if (skip := _by_names(name)) is not None or found.is_link:
                yield Skipped(member.shown_as, skip or Why.SYMLINK, member.key)
            elif found.why is None:
                yield from self._looked_at(member, name.name)
            elif suffix in DOCUMENT_SUFFIXES or suffix in _MAY_BE:
                yield Unreadable(member, found.why)
            else:
                yield Skipped(member.shown_as, Why.NOT_A_DOCUMENT, member.key)

    # ---- other machines ----------------------------------------------------------------------

    def _remote(self, address: str) -> Iterator[Found]:
        for file, about in source_remote.files(address, self._limits):
            below = PurePosixPath(file.key.removeprefix(source_remote.without_password(address)).strip("/"))
            named = not below.parts
            suffix = PurePosixPath(file.path).suffix.lower()
            is_link = about.get("islink") or about.get("type") == "link"
            if is_link and not self._follow and not named:
                yield Skipped(file.shown_as, Why.SYMLINK, file.key)
            elif not is_link and about.get("type") != "file":
                yield Skipped(file.shown_as, Why.NOT_REGULAR, file.key)
            elif (why := _by_names(below)) is not None:
                yield Skipped(file.shown_as, why, file.key)
            elif suffix not in DOCUMENT_SUFFIXES and suffix not in _MAY_BE and not named:
                yield Skipped(file.shown_as, Why.NOT_A_DOCUMENT, file.key)
            elif file.size is not None and file.size > self._limits.file_bytes and suffix != ".zip":
                yield Unreadable(file, too_large(file.size, self._limits.file_bytes))
            elif not named or suffix == ".zip":
                yield from self._looked_at(file, PurePosixPath(file.path).name)
            else:
                yield file


_HEAD = 4096


def _skipped(path: Path, why: Why) -> Skipped:
    file = LocalFile(path)
    return Skipped(file.shown_as, why, file.key)


def _by_name(name: str) -> Why | None:
    if name.startswith("~$"):
        return Why.OFFICE_LOCK
    return Why.HIDDEN if name.startswith(".") else None


def _by_names(path: PurePosixPath) -> Why | None:
    """Why a file below folders with these names is passed over."""
    if "__MACOSX" in path.parts:  # what macOS puts into archives beside each file
        return Why.HIDDEN
    return next((why for part in path.parts if (why := _by_name(part)) is not None), None)


def _may_be_document(head: bytes) -> bool:
    """Whether a file that begins so is worth looking at as a whole."""
    try:
        return looks_zipped(head) or detect.media_type_of(BytesIO(head)) is not None
    except NotRead:
        return True


def _no_document(file: BinaryIO, suffix: str) -> Why | None:
    """Why an opened file is no report; None where it may be one."""
    try:
        media_type = detect.media_type_of(file)
        if media_type in detect.PICTURES:
            from extractors.pictures import may_be_page  # Pillow takes its time, and few trees have pictures

            file.seek(0)
            return None if may_be_page(file) else Why.SMALL_PICTURE
    except NotRead:
        return Why.NOT_A_DOCUMENT if suffix in _OTHER_OFFICE else None
    return Why.NOT_A_DOCUMENT if media_type is None else None
