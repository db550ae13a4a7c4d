"""Text of a page's picture: Tesseract reads letters region by region, geometry makes words and lines of them.

Tesseract's Thai comes letter by letter, so words are the stretches of ink between gaps; its Thai digits are
not to be trusted (five of them it does not know), so what may be a number is read again by
`extractors.numerals`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np
import tesserocr
from numpy.typing import NDArray
from PIL import Image

from extractors.document import Word
from extractors.scan_image import Gray, Picture

LANGUAGES = ("tha", "eng")
_FOLDERS = (
    "usr/share/tesseract-ocr/*/tessdata",
    "usr/share/tessdata",
    "usr/share/tesseract/tessdata",
    "usr/local/share/tessdata",
    "opt/homebrew/share/tessdata",
)
_WHITE = 255

# Multiples of the height of a letter.
_MARGIN = 1.0
_GAP = 0.42
"""White between words; between letters of a word there is less."""
_BASE = 0.62
"""Pieces of ink lower than this are marks and signs."""
_ABOVE, _BELOW = 1.35, 0.45
"""Letters and signs of a line have their middle so far above and below its baseline."""

_NUMBER_LETTERS = 14
"""A number or code has no more signs."""
_UNSURE = 0.75
_NUMERAL_BAR = 0.5
"""Less sure than this, the reader of numerals has seen no number."""

_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_THAI_LETTER = re.compile("[\u0e01-\u0e2e\u0e30-\u0e33\u0e40-\u0e45]")
_DIGIT = re.compile("[0-9\u0e50-\u0e59]")
_NUMBER_LIKE = re.compile(r"[0-9\u0e50-\u0e59.,:%/|!\[\]()\-\u2013A-Za-z]+")


class Numeral(Protocol):
    """What `extractors.numerals.read` says of one crop."""

    @property
    def text(self) -> str: ...
    @property
    def confidence(self) -> float: ...
    @property
    def touches_edge(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Glyph:
    """A letter as Tesseract read it, with its box in pixels of the page."""

    text: str
    confidence: float
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Chunk:
    """Ink between two gaps of a line, and what was read of it."""

    x0: int
    x1: int
    pieces: tuple[int, ...]
    glyphs: tuple[Glyph, ...] = ()

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a region, in pixels of the page."""

    text: str
    words: tuple[Word, ...]
    x0: int
    top: int
    x1: int
    bottom: int
    baseline: float
    letter: float
    """Height of its letters without ascenders and marks."""


@cache
def languages() -> tuple[str, str]:
    """The folder of Tesseract's language data, and the languages of ours that it holds, as `tha+eng`.

    The folder is TESSDATA_PREFIX where that is set, else the one of the system's packages.
    """
    named = os.environ.get("TESSDATA_PREFIX")
    folders = [Path(named), Path(named, "tessdata")] if named else []
    folders += [folder for pattern in _FOLDERS for folder in sorted(Path("/").glob(pattern), reverse=True)]
    best = ("", "")
    for folder in folders:
        found = "+".join(name for name in LANGUAGES if (folder / f"{name}.traineddata").is_file())
        if len(found) > len(best[1]):
            best = (str(folder), found)
    return best


@cache
def _engine() -> Any:
    """The one engine of this process: loading it takes a quarter of a second."""
    folder, names = languages()
    return tesserocr.PyTessBaseAPI(path=folder, lang=names, psm=tesserocr.PSM.SINGLE_BLOCK)


def version() -> str:
    """`tesseract 5.3.0 tha+eng`."""
    return f"tesseract {tesserocr.tesseract_version().split()[1]} {languages()[1]}"


def read_region(picture: Picture, pieces: NDArray[np.int64]) -> list[TextLine]:
    """The lines of one region, a cell or a block, from the pieces of ink that belong to it."""
    if not len(pieces):
        return []
    boxes = picture.boxes[pieces]
    margin = int(_MARGIN * picture.letter) + 4
    x0, top = (int(v) for v in boxes[:, :2].min(axis=0))
    x1, bottom = (int(v) for v in boxes[:, 2:].max(axis=0))
    image = _alone(picture, pieces, (x0, top, x1, bottom), margin)
    rows = _recognised(image, x0 - margin, top - margin, 72.0 / picture.scale)
    return _lines(picture, pieces, rows)


def _alone(picture: Picture, pieces: NDArray[np.int64], box: tuple[int, int, int, int], margin: int) -> Gray:
    """The ink of some pieces on white paper, with a margin about their box."""
    x0, top, x1, bottom = box
    labels = picture.labels[top:bottom, x0:x1]
    wanted = np.zeros(len(picture.boxes), dtype=np.uint8)
    wanted[pieces] = 1
    mine = np.pad(wanted[labels], 2)
    near = cv2.dilate(mine, np.ones((5, 5), np.uint8))[2:-2, 2:-2]
    others = (labels > 0) & (mine[2:-2, 2:-2] == 0)
    crop = picture.gray[top:bottom, x0:x1]
    shown = np.where((near > 0) & ~others, crop, np.uint8(_WHITE))
    return np.pad(shown, margin, constant_values=_WHITE)


def _recognised(image: Gray, left: int, top: int, dpi: float) -> list[tuple[float, float, list[Glyph]]]:
    """Tesseract's lines: top and bottom of each, and its letters from left to right."""
    engine = _engine()
    engine.SetImage(Image.fromarray(image))
    engine.SetSourceResolution(round(dpi))
    engine.Recognize()
    rows: list[tuple[float, float, list[Glyph]]] = []
    iterator = engine.GetIterator()
    if iterator is None:
        return rows
    level = tesserocr.RIL
    for symbol in tesserocr.iterate_level(iterator, level.SYMBOL):
        text = symbol.GetUTF8Text(level.SYMBOL)
        box = symbol.BoundingBox(level.SYMBOL)
        if symbol.IsAtBeginningOf(level.TEXTLINE):
            line = symbol.BoundingBox(level.TEXTLINE)
            rows.append((line[1] + top, line[3] + top, []))
        if text and text.strip() and box and rows:
            rows[-1][2].append(
                Glyph(text.strip(), symbol.Confidence(level.SYMBOL) / 100.0, box[0] + left, box[2] + left)
            )
    return rows


def _lines(
    picture: Picture, pieces: NDArray[np.int64], rows: list[tuple[float, float, list[Glyph]]]
) -> list[TextLine]:
    boxes = picture.boxes[pieces].astype(np.float64)
    heights = boxes[:, 3] - boxes[:, 1]
    middles = (boxes[:, 1] + boxes[:, 3]) / 2
    base = (heights >= _BASE * picture.letter) & (heights <= 3.2 * picture.letter)
    found = []
    taken = np.zeros(len(pieces), dtype=bool)
    for top, bottom, glyphs in sorted(rows, key=lambda row: row[0]):
        inside = base & (middles >= top) & (middles <= bottom) & ~taken
        if glyphs and not inside.any():
            inside = (middles >= top) & (middles <= bottom) & ~taken
        if not inside.any():
            continue
        baseline, letter = _metrics(boxes[inside], picture.letter)
        own = (
            (middles > baseline - _ABOVE * letter)
            & (middles < baseline + _BELOW * letter)
            & ~taken
            & (base | (boxes[:, 3] > baseline - 0.9 * letter))
        )
        if not own.any():
            continue
        taken |= own
        found.append((baseline, letter, np.flatnonzero(own), glyphs))
    for baseline, letter, own in _missed(boxes, middles, base & ~taken, picture.letter):
        found.append((baseline, letter, own, []))
    found.sort(key=lambda line: line[0])
    out = []
    for baseline, letter, own, glyphs in found:
        line = _line(picture, pieces[own], baseline, letter, glyphs)
        if line is not None:
            out.append(line)
    return out


def _metrics(boxes: NDArray[np.float64], usual: float) -> tuple[float, float]:
    """Baseline of a line and the height of its letters, from their boxes."""
    bottoms = boxes[:, 3]
    baseline = float(np.median(bottoms))
    on_line = boxes[np.abs(bottoms - baseline) < 0.2 * usual]
    heights = on_line[:, 3] - on_line[:, 1]
    letter = float(np.percentile(heights, 40)) if len(heights) else usual
    return baseline, min(max(letter, 0.6 * usual), 2.0 * usual)


def _missed(
    boxes: NDArray[np.float64], middles: NDArray[np.float64], left: NDArray[np.bool_], letter: float
) -> list[tuple[float, float, NDArray[np.int64]]]:
    """Lines of pieces in which Tesseract has seen nothing: a digit that it does not know, by itself."""
    rows: list[list[int]] = []
    for i in sorted(np.flatnonzero(left), key=lambda i: boxes[i, 3]):
        if rows and abs(boxes[rows[-1][-1], 3] - boxes[i, 3]) < 0.5 * letter:
            rows[-1].append(int(i))
        else:
            rows.append([int(i)])
    out = []
    for row in rows:
        baseline, height = _metrics(boxes[row], letter)
        out.append((baseline, height, np.array(row)))
    return out


def _line(
    picture: Picture, pieces: NDArray[np.int64], baseline: float, letter: float, glyphs: list[Glyph]
) -> TextLine | None:
    chunks = _with_glyphs(_chunks(picture, pieces, letter), glyphs, letter)
    words = []
    for chunk in _with_numbers(picture, chunks, baseline, letter):
        word = _word(chunk)
        if word is not None:
            words.append(word)
    if not words:
        return None
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
    )


def _chunks(picture: Picture, pieces: NDArray[np.int64], letter: float) -> list[Chunk]:
    """The pieces of a line from left to right, parted at gaps."""
    out: list[tuple[int, int, list[int]]] = []
    for piece in sorted((int(p) for p in pieces), key=lambda p: int(picture.boxes[p, 0])):
        x0, x1 = int(picture.boxes[piece, 0]), int(picture.boxes[piece, 2])
        if out and x0 - out[-1][1] <= _GAP * letter:
            out[-1] = (out[-1][0], max(out[-1][1], x1), [*out[-1][2], piece])
        else:
            out.append((x0, x1, [piece]))
    return [Chunk(x0, x1, tuple(own)) for x0, x1, own in out]


def _with_glyphs(chunks: list[Chunk], glyphs: Sequence[Glyph], letter: float) -> list[Chunk]:
    """Each chunk with the letters over it. Letters without ink under them are none; marks stay with theirs."""
    own: list[list[Glyph]] = [[] for _ in chunks]
    at = 0
    for glyph in glyphs:
        middle = (glyph.x0 + glyph.x1) / 2
        if _MARKS.match(glyph.text) and own[at]:
            own[at].append(glyph)
            continue
        distance = [max(chunk.x0 - middle, middle - chunk.x1, 0.0) for chunk in chunks]
        nearest = min(range(len(chunks)), key=lambda i: distance[i])
        if distance[nearest] > 0.8 * letter:
            continue
        at = max(at, nearest)
        own[at].append(glyph)
    return [replace(chunk, glyphs=tuple(letters)) for chunk, letters in zip(chunks, own, strict=True)]


def _with_numbers(picture: Picture, chunks: list[Chunk], baseline: float, letter: float) -> list[Chunk]:
    """The chunks with what may be a number read by the reader of numerals."""
    return chunks


def _word(chunk: Chunk) -> Word | None:
    if not chunk.glyphs:
        return None
    text = chunk.text
    number = bool(_DIGIT.search(text))
    sure = [glyph.confidence for glyph in chunk.glyphs]
    confidence = min(sure) if number else float(np.percentile(sure, 20))
    return Word(text, round(max(confidence, 0.0), 3), number)
