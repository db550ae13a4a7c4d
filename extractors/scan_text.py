"""Text of a page's picture: Tesseract reads letters region by region, geometry makes words and lines of them.

Tesseract's Thai comes letter by letter, so words are the stretches of ink between gaps; its Thai digits are
not to be trusted (five of them it does not know), so what may be a number is read again by
`extractors.numerals`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from extractors.engines import Engine, Glyph
from extractors.scan_crops import alone, crop_of, smaller
from extractors.scan_figures import read_numbers, with_numbers, with_small_i
from extractors.scan_glyphs import with_glyphs
from extractors.scan_image import Picture
from extractors.scan_latin import latin, may_be_latin, with_label, with_thai
from extractors.scan_rows import parted, rows_of
from extractors.scan_words import WEAK_GAP, Chunk, TextLine, one_am, word_of

_MARGIN = 1.0
"""White about a line, in heights of a letter."""
_APART = 2.2
"""White that no words of one text have between them: what is beyond it is read by itself."""
_LETTER_READ = 18.0
"""Pixels: letters of this height are read as well as larger ones, and in less time."""
_ODD = re.compile(r"[A-Za-z|!\[\]{}<>~^=_#$&*@\\\u0e03\u0e05]")
"""Signs that a line of Thai has none of, unless there is English in it."""
_FEW = 3
"""Words of a line that may be the name of an instrument by itself."""


def read_region(picture: Picture, pieces: NDArray[np.int64], engine: Engine) -> list[TextLine]:
    """The lines of one region, a cell or a block, from the pieces of ink that belong to it.

    The lines are told by the ink, and each is read by itself: Tesseract takes marks for a line of their own
    where a cell has one line, and joins columns.
    """
    lines = []
    for baseline, letter, own in rows_of(picture, pieces):
        for part in parted(picture, pieces[own], _APART * letter):
            line = _line(picture, part, baseline, letter, engine)
            if line is not None:
                lines.append(line)
    return lines


def _line(
    picture: Picture, pieces: NDArray[np.int64], baseline: float, letter: float, engine: Engine
) -> TextLine | None:
    atoms = read_numbers(picture, _chunks(picture, pieces, baseline, letter), letter)
    glyphs: list[Glyph] = []
    if any(atom.read is None for atom in atoms):
        image, left, _ = alone(picture, pieces, int(_MARGIN * letter) + 4)
        factor = min(_LETTER_READ / letter, 1.0)
        glyphs = [
            replace(glyph, x0=glyph.x0 / factor + left, x1=glyph.x1 / factor + left)
            for glyph in engine.line(smaller(image, factor), 72.0 / picture.scale * factor)
        ]
    atoms = _sure_atoms(picture, atoms, glyphs, baseline, letter, engine)
    chunks = with_glyphs(atoms, glyphs, letter)
    chunks = with_numbers(picture, with_thai(picture, chunks, engine), letter, engine)
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


def _chunks(picture: Picture, pieces: NDArray[np.int64], baseline: float, letter: float) -> list[Chunk]:
    """The pieces of a line from left to right, parted at gaps between those that stand on the line."""
    out: list[tuple[int, int, list[int]]] = []
    marks = []
    for piece in sorted((int(p) for p in pieces), key=lambda p: int(picture.boxes[p, 0])):
        x0, top, x1, bottom = (int(v) for v in picture.boxes[piece])
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


def _sure_atoms(
    picture: Picture,
    atoms: list[Chunk],
    glyphs: Sequence[Glyph],
    baseline: float,
    letter: float,
    engine: Engine,
) -> list[Chunk]:
    """The atoms, with codes put together, and those read that are surely an English word."""
    out = list(atoms)
    out = with_small_i(picture, out, baseline, letter)
    if len(out) <= _FEW:
        out = [with_label(picture, atom, baseline, letter, engine) for atom in out]
    if any(_ODD.search(glyph.text) for glyph in glyphs):
        for i, atom in enumerate(out):
            if atom.read is None and may_be_latin(picture, atom, baseline, letter):
                word = latin(crop_of(picture, atom.pieces), 72.0 / picture.scale, engine)
                if word is not None:
                    out[i] = replace(atom, read=word)
    return out
