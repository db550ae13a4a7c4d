"""Names, ratings and English words among Thai, which Thai readers take for letters of their own."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from extractors.document import Word
from extractors.engines import Engine, Glyph
from extractors.scan_crops import crop_of
from extractors.scan_image import Gray, Picture
from extractors.scan_words import LATIN_LETTERS, Chunk, width_of

_WHITE = 255
_LATIN_WORD = re.compile(r"[(\"']?(?=.*[A-Za-z]{2})[A-Za-z][A-Za-z&./:-]*[)\"',:]?")
_THAI_LETTERS = re.compile(
    "[\u0e01-\u0e2e]{2}|[\u0e01-\u0e2e][\u0e30-\u0e4e]|[\u0e01-\u0e2e]\\.[\u0e01-\u0e2e]"
)
_LATIN_BAR, _THAI_BAR = 0.86, 0.65
_LABELS = ("IIT", "EIT", "OIT", "ITA")
"""Names of the instruments, and of the assessment."""
_LABEL_BAR = 0.5
_LABEL_WIDTH = 4.0
"""Heights of a letter: the name of an instrument is narrower."""
_BY_SHAPE = 0.9
"""Confidence of a name that is told by its strokes."""
_RATING = re.compile("[A-F]{1,2}")
_RATING_BAR = 0.85
_MONTH = re.compile("[\u0e01-\u0e2e][\u0e30-\u0e4e]?\\.[\u0e01-\u0e2e]\\.?")
_SHORT_LATIN = re.compile(r"[A-Za-z]{1,3}\.[A-Za-z]?\.?")
_MONTH_BAR = 0.3


def with_label(picture: Picture, atom: Chunk, baseline: float, letter: float, engine: Engine) -> Chunk:
    """The atom, read where it is the name of an instrument: Thai readers make เห or แท of IIT."""
    if atom.read is not None and not atom.read.text.isascii():
        return atom
    width = width_of(atom, letter)
    if not (0.9 < width < _LABEL_WIDTH and may_be_latin(picture, atom, baseline, letter)):
        return atom
    boxes = picture.boxes[list(atom.pieces)]
    heights = boxes[:, 3] - boxes[:, 1]
    if heights.min() < 0.9 * heights.max() or len(boxes) > len("IIT"):
        return atom
    crop = crop_of(picture, atom.pieces)
    if is_iit(crop):
        return replace(atom, read=Word("IIT", _BY_SHAPE))
    text, sure = engine.word(crop, 72.0 / picture.scale, "label")
    if text == "IT" and len(boxes) == len("IIT"):
        text = "IIT"  # two strokes alike, taken for one
    return replace(atom, read=Word(text, sure)) if text in _LABELS and sure >= _LABEL_BAR else atom


def may_be_latin(picture: Picture, atom: Chunk, baseline: float, letter: float) -> bool:
    """True for ink of an English word's width without marks, but for points over i and j."""
    boxes = picture.boxes[list(atom.pieces)]
    over = boxes[boxes[:, 3] < baseline - 0.95 * letter]
    points = (over[:, 2] - over[:, 0]) < 0.4 * letter
    return 0.9 < width_of(atom, letter) < 16 and bool(points.all())


def is_iit(crop: Gray) -> bool:
    """True for two I and a T, by their strokes: readers take them for brackets, bars or a Thai letter."""
    darkest = int(crop.min())
    ink = crop < (darkest + _WHITE) // 2
    down, across = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if len(down) < 8 or not len(across):
        return False
    ink = ink[down[0] : down[-1] + 1, across[0] : across[-1] + 1]
    height, width = ink.shape
    body = ink[int(0.3 * height) : int(0.75 * height)]
    stems = _runs_of(body.mean(axis=0) > 0.5)
    if len(stems) != len("IIT") or max(b - a for a, b in stems) > 0.4 * height:
        return False
    widest = 1.5 * max(b - a for a, b in stems) + 0.5
    rows = [_runs_of(row) for row in body]
    clear = [len(runs) == len("IIT") and all(b - a < widest for a, b in runs) for runs in rows]
    if np.mean(clear) < 0.9:
        return False
    # A bar over the last stroke alone, to both of its sides; at the foot nothing but serifs.
    last = (stems[2][0] + stems[2][1]) // 2
    end = max(int(0.2 * height), 2)
    top, foot = _about(ink[:end], last), _about(ink[-end:], last)
    gap = last - (stems[1][0] + stems[1][1]) // 2
    return bool(
        0.55 * height < min(top, 2 * (width - last))
        and foot < 0.85 * top
        and gap > 1.15 * (stems[1][0] - stems[0][0])
    )


def _about(rows: NDArray[np.bool_], at: int) -> int:
    """How wide the stretch of ink is that these rows have at a place."""
    return next((b - a for a, b in _runs_of(np.asarray(rows.any(axis=0))) if a <= at < b), 0)


def _runs_of(row: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where stretches of ink begin and end."""
    steps = np.flatnonzero(np.diff(row.astype(np.int8), prepend=0, append=0))
    return list(zip(steps[::2].tolist(), steps[1::2].tolist(), strict=True))


def latin(crop: Gray, dpi: float, engine: Engine) -> Word | None:
    """An English word or abbreviation, where that is surely one."""
    text, sure = engine.word(crop, dpi, "eng")
    if sure < _LATIN_BAR or not _LATIN_WORD.fullmatch(text):
        return None
    if len(text) < 5 and not text.strip(".,:()").isupper():  # ก.ย. is Ae. to those who know no Thai
        thai, as_sure = engine.word(crop, dpi, "tha")
        if as_sure >= _THAI_BAR and _THAI_LETTERS.search("".join(thai.split())):
            return None
    return Word(text, sure)


def with_thai(picture: Picture, chunks: list[Chunk], engine: Engine) -> list[Chunk]:
    """The chunks with English words that are none read as Thai."""
    out = list(chunks)
    for i, chunk in enumerate(chunks):
        if chunk.read is not None or not LATIN_LETTERS.search(chunk.text):
            continue
        crop = crop_of(picture, chunk.pieces)
        word = latin(crop, 72.0 / picture.scale, engine)
        if word is None:
            text, sure = engine.word(crop, 72.0 / picture.scale, "tha")
            text = "".join(text.split())
            month = _SHORT_LATIN.fullmatch(chunk.text) and _MONTH.fullmatch(text) and sure >= _MONTH_BAR
            if month or (sure >= _THAI_BAR and _THAI_LETTERS.search(text)):
                out[i] = replace(chunk, glyphs=(Glyph(text, sure, chunk.x0, chunk.x1, True),))
        elif _THAI_LETTERS.search(chunk.text) is None:
            out[i] = replace(chunk, read=word)
    return out


def rating(picture: Picture, chunk: Chunk, engine: Engine) -> Word | None:
    """A capital that stands alone and that Thai readers take for a digit: B for 8."""
    text, sure = engine.word(crop_of(picture, chunk.pieces), 72.0 / picture.scale, "eng")
    return Word(text, sure) if sure >= _RATING_BAR and _RATING.fullmatch(text) else None
