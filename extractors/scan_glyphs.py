"""The letters an engine read of a line, given to the words that the ink shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.document import Word
from extractors.engines import Glyph
from extractors.scan_words import DIGIT, GAP, Chunk

_OFF = 4
"""Letters that Tesseract's boxes may be off by."""
_NEVER_FIRST = re.compile("[\u0e2f-\u0e3a\u0e45-\u0e4e]")
_NEVER_LAST = re.compile("[\u0e40-\u0e44]$")


def with_glyphs(chunks: list[Chunk], glyphs: Sequence[Glyph], letter: float) -> list[Chunk]:
    """Each chunk with the letters over it.

    Tesseract's boxes are off by a letter or two, its spaces are not, but some are missing: a gap of the line
    is put where Tesseract has a space, if it has one near.
    """
    if not chunks:
        return []
    kept = [glyph for glyph in glyphs if _over_ink(glyph, chunks, letter)]
    cuts = [0]
    parted = [chunks[0]]
    for before, after in pairwise(chunks):
        gap = (before.x1 + after.x0) / 2
        weak = after.x0 - before.x1 <= GAP * letter and (before.read is None) == (after.read is None)
        cut = sum((glyph.x0 + glyph.x1) / 2 < gap for glyph in kept)
        near = [i for i in range(1, len(kept)) if kept[i].spaced and abs(i - cut) <= _OFF]
        near = [
            i for i in near if abs((kept[i - 1].x1 + kept[i].x0) / 2 - gap) < (1.0 if weak else 2.5) * letter
        ]
        if weak and (not near or max(cuts) in near):
            last = parted[-1]
            parted[-1] = Chunk(last.x0, after.x1, last.pieces + after.pieces)
            continue
        if near:
            cut = min(near, key=lambda i: abs(i - cut))
        elif before.read is None and after.read is None:
            cut = _between_words(kept, cut)
        else:
            cut = _beside_number(kept, cut, before.read, after.read)
        parted.append(after)
        cuts.append(max(cut, cuts[-1]))
    cuts.append(len(kept))
    return [
        replace(chunk, glyphs=tuple(kept[start:end]))
        for chunk, (start, end) in zip(parted, pairwise(cuts), strict=True)
    ]


def _beside_number(glyphs: Sequence[Glyph], cut: int, before: Word | None, after: Word | None) -> int:
    """A cut moved so that the digits beside it fall to the number."""
    if after is not None and after.number and before is None:
        while cut > 0 and DIGIT.match(glyphs[cut - 1].text):
            cut -= 1
    elif before is not None and before.number and after is None:
        while cut < len(glyphs) and (DIGIT.match(glyphs[cut].text) or _NEVER_FIRST.match(glyphs[cut].text)):
            cut += 1
    return cut


def _over_ink(glyph: Glyph, chunks: list[Chunk], letter: float) -> bool:
    middle = (glyph.x0 + glyph.x1) / 2
    return any(chunk.x0 - 0.8 * letter < middle < chunk.x1 + 0.8 * letter for chunk in chunks)


def _between_words(glyphs: Sequence[Glyph], cut: int) -> int:
    """The nearest place for a space: before no mark or following vowel, and behind no leading one."""
    for step in (0, 1, -1, 2, -2):
        at = cut + step
        if not 0 <= at <= len(glyphs):
            continue
        if at < len(glyphs) and _NEVER_FIRST.match(glyphs[at].text):
            continue
        if at > 0 and _NEVER_LAST.search(glyphs[at - 1].text):
            continue
        return at
    return cut
