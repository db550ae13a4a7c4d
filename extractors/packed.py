"""ZIP files opened with care: how many entries they have is looked at before any is."""

from __future__ import annotations

import os
import struct
import zipfile
from typing import BinaryIO

_END = b"PK\x05\x06"
_END_SIZE = 22
_LONGEST_COMMENT = 65535
_END_64 = b"PK\x06\x06"
_LOCATOR_64 = b"PK\x06\x07"
_LOCATOR_SIZE = 20
_DIRECTORY = 32 * 2**20
"""Bytes of a directory: 300,000 entries with names of 60 letters. zipfile takes ten times that in memory."""


def opened(file: BinaryIO) -> zipfile.ZipFile:
    """The archive in an open file. Raises `zipfile.BadZipFile`, for an endless directory too, and what zipfile raises."""
    size = _directory_size(file)
    if size > _DIRECTORY:
        raise zipfile.BadZipFile(f"a directory of {size:,} bytes")
    return zipfile.ZipFile(file)


def _directory_size(file: BinaryIO) -> int:
    """Bytes of the directory, as the end of the archive says; 0 where that is not found."""
    length = file.seek(0, os.SEEK_END)
    start = max(0, length - _END_SIZE - _LONGEST_COMMENT)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_SIZE:
        return 0
    size = int(struct.unpack_from("<L", tail, at + 12)[0])
    if at >= _LOCATOR_SIZE and tail.startswith(_LOCATOR_64, at - _LOCATOR_SIZE):
        file.seek(min(struct.unpack_from("<Q", tail, at - _LOCATOR_SIZE + 8)[0], length))
        end = file.read(56)
        if len(end) == 56 and end.startswith(_END_64):
            size = max(size & 0x7FFFFFFF, int(struct.unpack_from("<Q", end, 40)[0]))
    return size
