"""ZIP archives opened: also those whose directory is gone, from what stands before each of their members.

The directory stands at the end of an archive, so a download that broke off has none.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from extractors.detect import ZIP_ERRORS

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""How members are packed that are read. What the others unpack to in one step has no bound."""

_LOCAL, _CENTRAL, _DESCRIPTOR, _END = b"PK\3\4", b"PK\1\2", b"PK\7\x08", b"PK\5\6"
_SIGNATURES = (_LOCAL, _END, _DESCRIPTOR + _LOCAL)
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_CENTRAL_HEADER = struct.Struct("<4s6H3L5H2L")
_END_RECORD = struct.Struct("<4s4H2LH")
_SIZES_FOLLOW, _UTF8, _ENCRYPTED = 0x8, 0x800, 0x1
_UNKNOWN = 0xFFFFFFFF
_BLOCK = 1 << 20
_MOST_DIRECTORY = 8 << 20
"""Bytes of a directory; that of 10,000 members with long Thai names has 5 million."""
_OFFICE = re.compile(r"\[content_types\]\.xml|mimetype|meta-inf/manifest\.mf", re.IGNORECASE)
"""Members by which packages are known that are no archive to those who made them: Office files, EPUB, programs."""


class Archive(zipfile.ZipFile):
    """A ZIP archive."""

    def __init__(self, file: BinaryIO, *, is_whole: bool) -> None:
        super().__init__(file)
        self.is_whole = is_whole
        """Whether its own directory was read."""


def looks_zipped(head: bytes) -> bool:
    """Whether a file that begins so is a ZIP file, an empty one or the first of several parts included.

    >>> looks_zipped(b"PK\\3\\4..."), looks_zipped(b"%PDF-")
    (True, False)
    """
    return head.startswith(_SIGNATURES)


def is_package(archive: zipfile.ZipFile) -> bool:
    """Whether it is an Office file, an EPUB or a program, which are ZIP files too."""
    return any(_OFFICE.fullmatch(name) for name in archive.NameToInfo)


def opened(file: BinaryIO, most: int) -> Archive:
    """The archive in an opened file, which it keeps; its directory rebuilt where it cannot be read.

    At most `most` members are looked for then. Raises `zipfile.BadZipFile` where there is nothing, and `OSError`.
    """
    size = file.seek(0, io.SEEK_END)
    try:
        return Archive(_Guarded(_Joined(file, size)), is_whole=True)
    except ZIP_ERRORS:
        directory = _directory(file, size, most)
    return Archive(_Guarded(_Joined(file, size, directory)), is_whole=False)


class _Joined(io.RawIOBase):
    """A file with something put at its end."""

    def __init__(self, file: BinaryIO, size: int, tail: bytes = b"") -> None:
        self._file, self._size, self._tail = file, size, tail
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size + len(self._tail)}[whence]
        if base + offset < 0:
            raise OSError("before the beginning of the file")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        if self._at < self._size:
            self._file.seek(self._at)
            data = self._file.read(min(len(view), self._size - self._at))
        else:
            begin = self._at - self._size
            data = self._tail[begin : begin + len(view)]
        view[: len(data)] = data
        self._at += len(data)
        return len(data)


class _Guarded(io.BufferedReader):
    """Refuses to read at once what only a made-up directory can be."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > _MOST_DIRECTORY:
            raise zipfile.BadZipFile(f"a directory of {size} bytes")
        return super().read(size)


# ---- without a directory -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Found:
    """A member, from what stands before it."""

    begin: int
    data: int
    """Where its packed bytes begin."""
    version: int
    flags: int
    method: int
    time: tuple[int, int]
    crc: int
    packed: int
    size: int
    name: bytes


def _directory(file: BinaryIO, size: int, most: int) -> bytes:
    """The directory of the members that are there."""
    entries: list[bytes] = []
    for found in _Walk(file, size):
        if len(entries) >= most or found.begin >= _UNKNOWN:
            break
        flags = found.flags if _is_utf8(found.name) else found.flags & ~_UTF8
        entries.append(
            _CENTRAL_HEADER.pack(
                _CENTRAL, 20, found.version, flags, found.method, *found.time, found.crc, found.packed, found.size,
                len(found.name), 0, 0, 0, 0, 0, found.begin,
            ) + found.name
        )  # fmt: skip
    if not entries:
        raise zipfile.BadZipFile("no member was found")
    listed = b"".join(entries)
    count = min(len(entries), 0xFFFF)
    return listed + _END_RECORD.pack(_END, 0, 0, count, count, len(listed), size, 0)


def _is_utf8(name: bytes) -> bool:
    try:
        name.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


class _Walk:
    """From member to member through an archive, wherever one begins."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file, self._size = file, size
        self._may_inflate = _MOST_INFLATED

    def __iter__(self) -> Iterator[_Found]:
        at = 0
        while (at := self._next(at)) < self._size:
            found = self._member(at)
            if found is None:
                at += len(_LOCAL)
                continue
            yield found
            at = found.data + found.packed

    def _next(self, at: int) -> int:
        """Where the next member begins, at that place or after it; the end of the file where there is none."""
        rest = b""
        self._file.seek(at)
        while block := self._file.read(_BLOCK):
            data = rest + block
            if (place := data.find(_LOCAL)) >= 0:
                return at - len(rest) + place
            at += len(block)
            rest = data[1 - len(_LOCAL) :]
        return self._size

    def _member(self, at: int) -> _Found | None:
        self._file.seek(at)
        header = self._file.read(_LOCAL_HEADER.size)
        if len(header) < _LOCAL_HEADER.size:
            return None
        _, version, flags, method, hour, day, crc, packed, size, names, extras = _LOCAL_HEADER.unpack(header)
        name = self._file.read(names)
        if not name or len(name) < names or version > zipfile.MAX_EXTRACT_VERSION:
            return None
        data = at + _LOCAL_HEADER.size + names + extras
        if flags & _SIZES_FOLLOW or _UNKNOWN in (packed, size):
            inflates = method == zipfile.ZIP_DEFLATED and not flags & _ENCRYPTED
            told = self._inflated(data) if inflates else None
            if (
                told is None
            ):  # cut short; listed with a sum that is not its own, to be told about when it is read
                crc, packed = 0, self._next(data) - data
                size = packed
            else:
                crc, packed, size = told
        packed = max(0, min(packed, self._size - data))
        return _Found(at, data, version, flags, method, (hour, day), crc, packed, size, name)

    def _inflated(self, at: int) -> tuple[int, int, int] | None:
        """CRC-32, packed and unpacked size of a deflated member at that place; None where it has no end."""
        self._file.seek(at)
        inflate: Any = zlib.decompressobj(-zlib.MAX_WBITS)
        crc = packed = size = 0
        try:
            while self._may_inflate > 0 and (block := self._file.read(_BLOCK)):
                packed += len(block)
                while block and not inflate.eof:
                    data = inflate.decompress(block, _BLOCK)
                    crc, size = zlib.crc32(data, crc), size + len(data)
                    self._may_inflate -= len(data)
                    block = inflate.unconsumed_tail
                if inflate.eof:
                    return crc, packed - len(inflate.unused_data), size
        except zlib.error:
            return None
        return None


_MOST_INFLATED = 16 << 30
"""Bytes inflated, all in all, to find where members end."""
