"""What glyphs are by their font's own program, where a PDF does not say which characters they stand for.

Municipal budget software (SQL Server Reporting Services) embeds fonts without a map to Unicode; all that
pdfium has for a character is then the glyph's number. The embedded program mostly keeps its character map,
and the substitutions that made the variants of it (a tone mark moved for a tall letter): both are read by
fontTools, so no table of any one font is needed.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c
from fontTools import agl
from fontTools.ttLib import TTFont

_LARGEST = 32 * 1024 * 1024
"""Bytes of a font program; a larger one is no font of a document."""
_STEPS = 4
"""Substitutions that follow one another in a font: more than any known font needs."""


def glyph_names(textpage: pdfium.PdfTextPage) -> dict[int, str]:
    """By its number each character of a page that pdfium knows only as a glyph, as its font calls it.

    Glyphs that the font does not name either are left out. That a code is the glyph's number (`Identity-H`
    and no `CIDToGIDMap`) cannot be seen here: judge the text that comes of it.
    """
    out: dict[int, str] = {}
    fonts: dict[int, dict[int, str]] = {}
    raw = textpage.raw
    for i in range(textpage.count_chars()):
        if c.FPDFText_HasUnicodeMapError(raw, i) != 1:
            continue
        font = c.FPDFTextObj_GetFont(c.FPDFText_GetTextObject(raw, i))
        if not font:
            continue
        at = ctypes.cast(font, ctypes.c_void_p).value or 0
        if at not in fonts:
            fonts[at] = names_in(_program(font))
        name = fonts[at].get(c.FPDFText_GetUnicode(raw, i))
        if name:
            out[i] = name
    return out


def _program(font: Any) -> bytes:
    """The embedded font file; empty where the PDF embeds none."""
    if c.FPDFFont_GetIsEmbedded(font) != 1:
        return b""
    size = ctypes.c_size_t()
    c.FPDFFont_GetFontData(font, None, 0, ctypes.byref(size))
    if not 0 < size.value <= _LARGEST:
        return b""
    data = (ctypes.c_uint8 * size.value)()
    c.FPDFFont_GetFontData(font, data, size.value, ctypes.byref(size))
    return bytes(data)


@lru_cache(maxsize=64)
def names_in(program: bytes) -> dict[int, str]:
    """What a font's glyphs stand for, by their numbers: by its character map, glyph names, substitutions.

    Empty for what is no font that can be read.
    """
    if not program:
        return {}
    try:
        with TTFont(io.BytesIO(program), lazy=True) as font:
            return _names(font)
    except Exception:  # fontTools meets damaged tables with any error, struct.error and KeyError among them
        return {}


def _names(font: TTFont) -> dict[int, str]:
    order = font.getGlyphOrder()
    named = {glyph: chr(code) for code, glyph in sorted((font.getBestCmap() or {}).items(), reverse=True)}
    if "post" in font and font["post"].formatType != 3.0:
        for glyph in order:
            if glyph not in named and (meant := agl.toUnicode(glyph)):
                named[glyph] = meant
    made = list(_substitutions(font)) if "GSUB" in font else []
    for _ in range(_STEPS):
        new = {
            to: "".join(named[part] for part in parts)
            for parts, to in made
            if to not in named and all(part in named for part in parts)
        }
        if not new:
            break
        named |= new
    return {number: named[glyph] for number, glyph in enumerate(order) if glyph in named}


def _substitutions(font: TTFont) -> Iterator[tuple[tuple[str, ...], str]]:
    """The glyphs that a substitution takes, and the one it puts in their place."""
    lookups = font["GSUB"].table.LookupList
    for table in chain.from_iterable(lookup.SubTable for lookup in (lookups.Lookup if lookups else [])):
        table = getattr(table, "ExtSubTable", table)
        match table.LookupType:
            case 1:
                yield from (((glyph,), to) for glyph, to in table.mapping.items())
            case 3:
                yield from (((glyph,), to) for glyph, others in table.alternates.items() for to in others)
            case 4:
                for first, ligatures in table.ligatures.items():
                    yield from (((first, *one.Component), one.LigGlyph) for one in ligatures)
