"""Names, ratings and English words among Thai, which Thai readers take for letters of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from extractors import scan_numbers
from extractors.document import Word
from extractors.engines import Engine
from extractors.scan_crops import crop_of
from extractors.scan_image import Picture
from extractors.scan_ink import Gray
from extractors.scan_names import by_strokes
from extractors.scan_words import Chunk, width_of, with_am
from normalizers.repair.lexicon import words
from normalizers.repair.reading import UNKNOWN, read_as_printed

_WHITE = 255
_LATIN_WORD = re.compile(r"[(\"']?(?=.*[A-Za-z]{2})[A-Za-z][A-Za-z&./:-]*[)\"',:]?")
_ABBREVIATION = re.compile("[\u0e01-\u0e2e][\u0e30-\u0e4e]?\\.[\u0e01-\u0e2e]")
_BRACKETS = "(){}[]"
_LATIN_BAR, _THAI_BAR = 0.86, 0.65
_LABELS = ("IIT", "EIT", "OIT", "ITA")
"""Names of the instruments, and of the assessment."""
_LABEL_BAR = 0.35
_TOUCHING = re.compile(r"\([iIl1]{1,2}[Tt]\)")
_TOUCHED = 0.6
"""Confidence of (IIT) where its strokes touch each other and the brackets: a reader of English has fewer of them."""
_LABEL_WIDTH = 4.0
"""Heights of a letter: the name of an instrument is narrower."""
_BY_SHAPE = 0.9
"""Confidence of a name that is told by its strokes."""
_RATING = re.compile("[A-F]{1,2}")
_RATING_BAR = 0.85
NO_NUMBER = 0.95
"""How sure it is that a letter is no number."""
_ODD = re.compile(r"[A-Za-z|!\[\]{}<>~^=_#$&*@\\\u0e03\u0e05]|[0-9]?[\u201d][\u0e01-\u0e4e]")
"""Signs that Thai has none of, and closing quotes before a word."""
_PASSAGE = re.compile("[\u0e01-\u0e4e]+")
_LIKELY = 4.0
"""Nats a letter of a word: those that are often written cost less, what a Thai reader makes of English more."""
_LIKE_NAME = re.compile("[!-~]{2,5}")
_FEW = 3
"""Words of a line that may be the name of an instrument by itself."""


def with_latin(
    picture: Picture,
    atoms: list[Chunk],
    chunks: Sequence[Chunk],
    baseline: float,
    letter: float,
    engine: Engine,
) -> list[Chunk]:
    """The atoms of a line, with those read that are English words or names of instruments.

    `chunks` are the words of the line as a Thai reader has them: only what makes no likely Thai is read again,
    the whole of a word before its parts.
    """
    few = len(atoms) <= _FEW
    out: list[Chunk] = []
    for doubted, group in _by_doubt(atoms, chunks):
        if doubted is not None and len(group) > 1:
            pieces = tuple(piece for atom in group for piece in atom.pieces)
            word = _latin_of(picture, Chunk(group[0].x0, group[-1].x1, pieces), baseline, letter, engine)
            if word is not None:
                out.append(Chunk(group[0].x0, group[-1].x1, pieces, read=word))
                continue
        for atom in group:
            word = None
            if doubted is not None:
                word = _latin_of(picture, atom, baseline, letter, engine)
                if word is None and len(group) == 1 and len(doubted.text) <= len("BB"):
                    word = _rating_alone(picture, atom, engine)
            elif atom.read is not None and _LIKE_NAME.fullmatch(atom.read.text):  # 117 for IIT
                word = _label(picture, atom, baseline, letter, engine if few else None)
            elif atom.read is None:
                word = _named(picture, atom)
            out.append(atom if word is None else replace(atom, read=word))
    return out


def _by_doubt(atoms: list[Chunk], chunks: Sequence[Chunk]) -> list[tuple[Chunk | None, list[Chunk]]]:
    """The atoms by the word they are of, where that makes no likely Thai; else one by one."""
    out: list[tuple[Chunk | None, list[Chunk]]] = []
    doubted = [c for c in chunks if c.read is None and not is_likely(c.text)]
    last = None
    for atom in atoms:
        own = next((c for c in doubted if atom.read is None and c.x0 <= atom.x0 and atom.x1 <= c.x1), None)
        if own is not None and own is last:
            out[-1][1].append(atom)
        else:
            out.append((own, [atom]))
        last = own
    return out


def _rating_alone(picture: Picture, atom: Chunk, engine: Engine) -> Word | None:
    """A rating (A, BB) that stands by itself: a letter a piece of ink, and surely no number."""
    if atom.numeral is None or not scan_numbers.is_other(atom.numeral, NO_NUMBER):
        return None
    word = rating(picture, atom, engine)
    return word if word is not None and len(word.text) == len(atom.pieces) else None


def _latin_of(picture: Picture, atom: Chunk, baseline: float, letter: float, engine: Engine) -> Word | None:
    if not may_be_latin(picture, atom, baseline, letter):
        return None
    word = _label(picture, atom, baseline, letter, engine) or latin(picture, atom.pieces, engine)
    if word is not None:
        return word
    before, inside, after = _in_brackets(picture, atom)
    word = latin(picture, inside, engine) if before or after else None
    return None if word is None else replace(word, text=before + word.text + after)


def _label(
    picture: Picture, atom: Chunk, baseline: float, letter: float, engine: Engine | None
) -> Word | None:
    """The name of an instrument, in brackets or not: Thai readers make เห or แท of IIT.

    Without the engine only by its strokes: IIT.
    """
    before, inside, after = _in_brackets(picture, atom)
    boxes = picture.boxes[list(inside)]
    if not 0 < len(boxes) <= len("IIT") or not may_be_latin(picture, atom, baseline, letter):
        return None
    told = by_strokes(picture, inside)
    if told is not None:
        return Word(before + told + after, _BY_SHAPE)
    heights = boxes[:, 3] - boxes[:, 1]
    if heights.min() < 0.9 * heights.max() or boxes[-1, 2] - boxes[0, 0] >= _LABEL_WIDTH * letter:
        return None
    crop = crop_of(picture, inside)
    if is_iit(crop):
        text, sure = "IIT", _BY_SHAPE
    elif engine is None:
        return None
    else:
        text, sure = engine.word(crop, 72.0 / picture.scale, "label")
        if text == "IT" and len(boxes) == len("IIT"):
            text = "IIT"  # two strokes alike, taken for one
    if text not in _LABELS or sure < _LABEL_BAR:
        return None
    return Word(before + text + after, sure)


def _named(picture: Picture, atom: Chunk) -> Word | None:
    """The name of an instrument where the strokes show it, whatever a Thai reader makes of it."""
    if not len("IIT") <= len(atom.pieces) <= len("(IIT)"):
        return None
    before, inside, after = _in_brackets(picture, atom)
    told = by_strokes(picture, inside)
    return None if told is None else Word(before + told + after, _BY_SHAPE)


def _in_brackets(picture: Picture, atom: Chunk) -> tuple[str, tuple[int, ...], str]:
    """The ink between the brackets of a word, and the brackets: narrow, and higher than what is beside them."""
    pieces = sorted(atom.pieces, key=lambda piece: int(picture.boxes[piece, 0]))
    if len(pieces) < 2:
        return "", tuple(pieces), ""
    boxes = picture.boxes[pieces]
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    first, last = (
        bool(high[end] > 1.15 * high[beside] and wide[end] < 0.5 * high[end])
        for end, beside in ((0, 1), (-1, -2))
    )
    return "(" * first, tuple(pieces[first : len(pieces) - last]), ")" * last


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


def latin(picture: Picture, pieces: Sequence[int], engine: Engine) -> Word | None:
    """An English word or abbreviation, where that is surely one."""
    crop, dpi = crop_of(picture, pieces), 72.0 / picture.scale
    text, sure = engine.word(crop, dpi, "eng")
    if text.strip(_BRACKETS) in _LABELS and sure >= _LABEL_BAR:
        return Word(text, sure)
    if _TOUCHING.fullmatch(text) and sure >= _LABEL_BAR:
        return Word("(IIT)", min(sure, _TOUCHED))
    if sure < _LATIN_BAR or not _LATIN_WORD.fullmatch(text):
        return None
    if len(text) < 5:  # ก.ย. is Ae. to those who know no Thai
        thai, as_sure = engine.word(crop, dpi, "tha")
        thai = "".join(thai.split())
        if as_sure >= _THAI_BAR and (is_likely(thai) or _ABBREVIATION.search(thai)):
            return None
    return Word(text, sure)


@lru_cache(maxsize=4096)
def is_likely(text: str) -> bool:
    """True for what Thai readers read where there is Thai: words that are written, and no odd signs among them."""
    if _ODD.search(text):
        return False
    found = [word for passage in _PASSAGE.findall(with_am(text)) for word in read_as_printed(passage)[0]]
    costs = words()
    return bool(found) and all(costs.get(word, UNKNOWN) <= _LIKELY * len(word) for word in found)


def rating(picture: Picture, chunk: Chunk, engine: Engine) -> Word | None:
    """A capital that stands alone and that Thai readers take for a digit: B for 8."""
    text, sure = engine.word(crop_of(picture, chunk.pieces), 72.0 / picture.scale, "eng")
    return Word(text, sure) if sure >= _RATING_BAR and _RATING.fullmatch(text) else None
