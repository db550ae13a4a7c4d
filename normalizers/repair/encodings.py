"""Thai bytes read in another encoding: told by what no language writes."""

from __future__ import annotations

import re

_C1 = {i: bytes([i]).decode("cp1252", "replace") for i in range(0x80, 0xA0)}
_AS_BYTE = {
    **{chr(i): i for i in range(0x80, 0x100)},
    **{ch: i for i, ch in _C1.items() if ch != "\ufffd"},
}
"""Latin-1 and Windows-1252 characters by the byte they stand for."""
_AS_CP874 = {
    bytes([i]).decode("cp874"): i for i in range(0x80, 0x100) if bytes([i]).decode("cp874", "ignore")
} | {chr(i): i for i in range(0x80, 0xA0)}

_HIGH = "".join(map(re.escape, _AS_BYTE))
_LATIN_RUN = re.compile(f"[{_HIGH}](?:[{_HIGH}]|[ .0-9/()-](?=[{_HIGH}]))+")
_HIGH_RUN = re.compile(f"[{_HIGH}]+")
_IS_LATIN_RUN = re.compile("[\u00a1-\u00ff][\u00a1-\u00ff]")
_UTF8_AS_LATIN = re.compile(f"(?:\u00e0[\u00b8\u00b9][{_HIGH}])+")
_UTF8_AS_THAI = re.compile(f"(?:\u0e40[\u0e18\u0e19][{''.join(map(re.escape, _AS_CP874))}]){{2,}}")
_WELL_FORMED = re.compile(
    "(?:[\u0e40-\u0e44]?[\u0e01-\u0e2e][\u0e31\u0e34-\u0e3a\u0e47]?[\u0e48-\u0e4e]?[\u0e30\u0e32\u0e33]{0,2}"
    "|[\u0e2f\u0e3f\u0e45\u0e46\u0e4f-\u0e5b]|[ -~\u00a0\u2013-\u2026])+"
)
_SHORTEST = 4
"""Fewer high characters in a row may be of an accented Latin word."""
_REST = 0.5
"""Where more than so great a share of the letters was Thai, short runs (digits) are Thai as well."""
_VOWEL = re.compile("[\u0e30-\u0e3a\u0e40-\u0e4e]")


def misread_encoding(text: str) -> str:
    """Thai in TIS-620/CP874 read as Latin-1 or Windows-1252, and Thai in UTF-8 read as either.

    >>> misread_encoding("¡ÒÃ»ÃÐàÁÔ¹"), misread_encoding("เธ\\x81เธฒเธฃ")
    ('การประเมิน', 'การ')
    >>> misread_encoding("à¸\\x81à¸²à¸£"), misread_encoding("café, Überprüfung, ÀÈÉ")
    ('การ', 'café, Überprüfung, ÀÈÉ')

    A run is rewritten only where the bytes make well formed Thai; the search costs one look at each
    character above ASCII.
    """
    if "\u0e40\u0e18" in text:  # the first two bytes of every consonant
        text = _UTF8_AS_THAI.sub(lambda m: _decoded(m[0], _AS_CP874, "utf-8"), text)
    if "\u00e0\u00b8" in text or "\u00e0\u00b9" in text:
        text = _UTF8_AS_LATIN.sub(lambda m: _decoded(m[0], _AS_BYTE, "utf-8"), text)
    if not _IS_LATIN_RUN.search(text):
        return text
    mended = _LATIN_RUN.sub(_from_cp874, text)
    if _high_letters(mended) < _REST * _high_letters(text):
        mended = _HIGH_RUN.sub(lambda run: _decoded(run[0], _AS_BYTE, "cp874"), mended)
    return mended


def _high_letters(text: str) -> int:
    return sum(map(len, _HIGH_RUN.findall(text)))


def _from_cp874(run: re.Match[str]) -> str:
    if sum(ch in _AS_BYTE and ch != "\u00a0" for ch in run[0]) < _SHORTEST:
        return run[0]
    read = _decoded(run[0], _AS_BYTE, "cp874")
    return read if _VOWEL.search(read) and _WELL_FORMED.fullmatch(read) else run[0]


def _decoded(text: str, as_byte: dict[str, int], encoding: str) -> str:
    try:
        return bytes(as_byte.get(ch, ord(ch)) for ch in text).decode(encoding)
    except (UnicodeDecodeError, ValueError):
        return text
