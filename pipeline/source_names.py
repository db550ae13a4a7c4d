"""The names of an archive's members: which letters their bytes stand for, and as a path that leads nowhere else.

The ZIP format knows UTF-8, marked by a flag or in an extra field, and else the code page of whoever packed it, which
it does not name. Windows in Thailand writes CP874 there, macOS UTF-8 without the flag, old programs CP437.
"""

from __future__ import annotations

import re
import struct
import zlib

_UNICODE_PATH = 0x7075
_THAI = re.compile(r"[\u0e01-\u0e3a\u0e3f-\u0e5b]")
_THAI_RUN = re.compile(f"{_THAI.pattern}{{2}}")
_LATIN_BESIDE = re.compile(f"[A-Za-z]{_THAI.pattern}|{_THAI.pattern}[A-Za-z]")
_DRIVE = re.compile(r"[A-Za-z]:")


def decoded(raw: bytes, *, is_utf8: bool, extra: bytes = b"") -> str:
    """The name that the bytes of a directory stand for; `is_utf8` is bit 11 of the member's flags.

    Info-ZIP's extra field is believed where it belongs to these bytes; then come UTF-8 and CP874, each where all
    the bytes fit. Some short words of CP874 are UTF-8 too, for accents and signs of the West; these stand where
    there are Latin letters beside them. A single Thai letter is an accent of CP437.

    >>> decoded("รายงาน.pdf".encode("cp874"), is_utf8=False), decoded(b"Espa\\xa4a.pdf", is_utf8=False)
    ('รายงาน.pdf', 'España.pdf')
    >>> decoded("ยก.pdf".encode("cp874"), is_utf8=False), decoded("résumé.pdf".encode(), is_utf8=False)
    ('ยก.pdf', 'résumé.pdf')
    """
    if (told := _unicode_path(raw, extra)) is not None:
        return told
    thai = _thai(raw)
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        if is_utf8:
            return raw.decode("utf-8", "backslashreplace")
        return thai or raw.decode("cp437")
    is_western = thai is None or _LATIN_BESIDE.search(thai) is not None
    return name if is_utf8 or is_western or _THAI.search(name) else thai or name


def _thai(raw: bytes) -> str | None:
    """The bytes as CP874, where that gives a word."""
    try:
        thai = raw.decode("cp874")
    except UnicodeDecodeError:
        return None
    return thai if _THAI_RUN.search(thai) else None


def _unicode_path(raw: bytes, extra: bytes) -> str | None:
    """What Info-ZIP's extra field says, where it was written for this very name."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        data = extra[at + 4 : at + 4 + length]
        if kind == _UNICODE_PATH and len(data) > 5 and data[0] == 1:
            (crc,) = struct.unpack_from("<L", data, 1)
            if crc == zlib.crc32(raw):
                try:
                    return data[5:].decode("utf-8")
                except UnicodeDecodeError:
                    return None
        at += 4 + length
    return None


def harmless(name: str) -> str:
    """The name as a path below the archive, by whatever program it was written.

    >>> harmless("../..\\\\C:\\\\Windows/./x.pdf"), harmless("/etc/passwd"), harmless("a/../b.pdf")
    ('Windows/x.pdf', 'etc/passwd', 'a/b.pdf')
    """
    parts = re.split(r"[/\\]+", name.partition("\0")[0])
    return "/".join(part for part in parts if part not in ("", ".", "..") and not _DRIVE.fullmatch(part))
