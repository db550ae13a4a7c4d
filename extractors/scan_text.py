"""Text of a page's picture: Tesseract reads letters region by region, geometry makes words and lines of them.

Tesseract's Thai comes letter by letter, so words are the stretches of ink between gaps; its Thai digits are
not to be trusted (five of them it does not know), so what may be a number is read again by
`extractors.numerals`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from extractors.engines import Engine, Glyph
from extractors.scan_crops import alone, smaller
from extractors.scan_figures import (
    sure_numbers,
    with_bullets,
    with_numbers,
    with_numerals,
    with_small_i,
)
from extractors.scan_glyphs import with_glyphs
from extractors.scan_image import Picture
from extractors.scan_ink import Gray
from extractors.scan_latin import with_latin
from extractors.scan_rows import parted, rows_of
from extractors.scan_signs import with_plus
from extractors.scan_words import WEAK_GAP, Chunk, TextLine, one_am, word_of

_OVER, _UNDER = 2.2, 1.0
"""A line's room over and under its baseline, in heights of a letter: letters read best and fastest in so much."""
_MARGIN = 0.22
"""White about that, and about ink that reaches further."""
_LEAST_MARGIN = 3
"""Pixels, for that of small print."""
_WHITE = 255
_APART = 2.2
"""White that no words of one text have between them: what is beyond it is read by itself."""
_LETTER_READ = 18.0
"""Pixels: letters of this height are read as well as larger ones, and in less time."""


@dataclass(frozen=True, slots=True)
class _Row:
    """Ink of one line that is read together."""

    pieces: NDArray[np.int64]
    baseline: float
    letter: float


def read_regions(
    picture: Picture, regions: Sequence[NDArray[np.int64]], engine: Engine
) -> list[list[TextLine]]:
    """The lines of each region, a cell or a block, from the pieces of ink that belong to it.

    The lines are told by the ink, and each is read by itself: Tesseract takes marks for a line of their own
    where a cell has one line, and joins columns.
    """
    rows = [
        (n, _Row(part, baseline, letter))
        for n, pieces in enumerate(regions)
        for baseline, letter, own in rows_of(picture, pieces)
        for part in parted(picture, pieces[own], _APART * letter)
    ]
    atoms = with_numerals(picture, [(_chunks(picture, row), row.baseline, row.letter) for _, row in rows])
    out: list[list[TextLine]] = [[] for _ in regions]
    for (n, row), own in zip(rows, atoms, strict=True):
        line = _line(picture, row, own, engine)
        if line is not None:
            out[n].append(line)
    return out


def _line(picture: Picture, row: _Row, atoms: list[Chunk], engine: Engine) -> TextLine | None:
    pieces, baseline, letter = row.pieces, row.baseline, row.letter
    atoms = with_bullets(picture, sure_numbers(picture, atoms, letter), baseline, letter)
    atoms = with_plus(picture, atoms, baseline, letter)
    glyphs: list[Glyph] = []
    if any(atom.read is None for atom in atoms):
        image, left = _in_its_room(picture, row)
        factor = min(_LETTER_READ / letter, 1.0)
        glyphs = [
            replace(glyph, x0=glyph.x0 / factor + left, x1=glyph.x1 / factor + left)
            for glyph in engine.line(smaller(image, factor), 72.0 / picture.scale * factor)
        ]
    atoms = with_small_i(picture, atoms, baseline, letter)
    chunks = with_glyphs(atoms, glyphs, letter)
    found_latin = with_latin(picture, atoms, chunks, baseline, letter, engine)
    if found_latin != atoms:
        chunks = with_glyphs(found_latin, glyphs, letter)
    chunks = with_numbers(picture, chunks, letter, engine)
    found = [(chunk, one_am(word)) for chunk in chunks if (word := word_of(chunk)) is not None]
    if not found:
        return None
    words = [word for _, word in found]
    boxes = picture.boxes[pieces]
    return TextLine(
        " ".join(word.text for word in words),
        tuple(words),
        int(boxes[:, 0].min()),
        int(boxes[:, 1].min()),
        int(boxes[:, 2].max()),
        int(boxes[:, 3].max()),
        baseline,
        letter,
        tuple((chunk.x0, chunk.x1) for chunk, _ in found),
    )


def _in_its_room(picture: Picture, row: _Row) -> tuple[Gray, int]:
    """The ink of a line on white paper as high as lines are, and where the picture's left edge lies."""
    margin = max(round(_MARGIN * row.letter), _LEAST_MARGIN)
    image, left, top = alone(picture, row.pieces, margin)
    over = top - (round(row.baseline - _OVER * row.letter) - margin)
    under = round(row.baseline + _UNDER * row.letter) + margin - (top + len(image))
    room = ((max(over, 0), max(under, 0)), (0, 0))
    return np.pad(image, room, constant_values=_WHITE), left


def _chunks(picture: Picture, row: _Row) -> list[Chunk]:
    """The pieces of a line from left to right, parted at gaps between those that stand on the line."""
    out: list[tuple[int, int, list[int]]] = []
    marks = []
    baseline, letter = row.baseline, row.letter
    boxes = picture.boxes[row.pieces].tolist()
    for (x0, top, x1, bottom), piece in sorted(
        zip(boxes, row.pieces.tolist(), strict=True), key=lambda one: one[0][0]
    ):
        if bottom < baseline - 0.9 * letter or top > baseline + 0.05 * letter:
            marks.append(piece)
            continue
        if out and x0 - out[-1][1] <= WEAK_GAP * letter:
            out[-1] = (out[-1][0], max(out[-1][1], x1), [*out[-1][2], piece])
        else:
            out.append((x0, x1, [piece]))
    for piece in marks:
        middle = float(picture.boxes[piece, 0] + picture.boxes[piece, 2]) / 2
        if out:
            min(out, key=lambda chunk: max(chunk[0] - middle, middle - chunk[1]))[2].append(piece)
    return [Chunk(x0, x1, tuple(own)) for x0, x1, own in out]
