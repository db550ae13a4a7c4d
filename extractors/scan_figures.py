"""Which ink of a line is a number or a code: `extractors.numerals` says so, geometry puts together what belongs together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors import scan_numbers, scan_signs
from extractors.document import Word
from extractors.engines import Engine
from extractors.scan_crops import crop_of
from extractors.scan_image import Picture
from extractors.scan_latin import NO_NUMBER, is_likely, rating
from extractors.scan_words import DIGIT, GAP, Chunk, sureness, width_of

_WIDE_SET, _CODE_GAP = 0.75, 1.3
"""White inside a number that is set wide; between the letter of a code and its number."""
_OVER_LETTERS, _BROAD = 0.95, 0.45
"""What ends so high over the line and is so broad, in heights of a letter, is a vowel."""
_BULLET = "\u2022"
_POINT, _UNSURE = 0.35, 0.6
"""A point is narrower, in heights of a letter; it is read as a digit with less confidence."""
_BY_SHAPE = 0.9
"""Confidence of a sign that is told by its shape."""
_ROUND = 0.66
"""What a round of ink fills of its box, at least; a ring, or the loop of a digit, fills less."""
_CODE = re.compile("[iIeEoO][0-9\u0e50-\u0e59]")
_CODE_DIGIT = re.compile("[\u0e01-\u0e4e/( ][015]$")


def with_numerals(picture: Picture, lines: Sequence[tuple[list[Chunk], float, float]]) -> list[list[Chunk]]:
    """The atoms of lines, each with what the reader of numerals says of it: of a page at once, which is faster.

    With the atoms of a line come its baseline and the height of its letters. Words with vowels over them are left out.
    """
    if not scan_numbers.available():
        return [atoms for atoms, _, _ in lines]
    out = [list(atoms) for atoms, _, _ in lines]
    short = [
        (n, i)
        for n, (atoms, baseline, letter) in enumerate(lines)
        for i, atom in enumerate(atoms)
        if width_of(atom, letter) < scan_numbers.WIDEST and not _has_vowel(picture, atom, baseline, letter)
    ]
    read = scan_signs.read(picture, [out[n][i].pieces for n, i in short])
    for (n, i), numeral in zip(short, read, strict=True):
        out[n][i] = replace(out[n][i], numeral=numeral)
    return out


def _has_vowel(picture: Picture, atom: Chunk, baseline: float, letter: float) -> bool:
    """True for ink with a broad mark over it, as no number has."""
    boxes = picture.boxes[list(atom.pieces)]
    over = boxes[:, 3] < baseline - _OVER_LETTERS * letter
    return bool((over & (boxes[:, 2] - boxes[:, 0] > _BROAD * letter)).any())


def sure_numbers(picture: Picture, atoms: list[Chunk], letter: float) -> list[Chunk]:
    """The atoms, with those read that are surely a number, whatever Tesseract makes of the line."""
    out = list(atoms)
    for i, atom in enumerate(atoms):
        if atom.numeral is not None and scan_numbers.is_number(atom.numeral, width_of(atom, letter)):
            out[i] = replace(atom, read=scan_numbers.word(atom.numeral))
    return _joined(picture, _set_wide(picture, out, letter), letter)


def _set_wide(picture: Picture, atoms: list[Chunk], letter: float) -> list[Chunk]:
    """The atoms, with those that are one number together as one: ๘๖.๒ ๐, 256 7, 8 1 . 3 1."""
    out: list[Chunk] = []
    run: list[Chunk] = []
    for atom in (*atoms, None):
        near = run and atom is not None and atom.x0 - run[-1].x1 <= _WIDE_SET * letter
        if atom is not None and (near or not run) and _of_number(atom, letter):
            run.append(atom)
            continue
        out += _one_wide(picture, run, letter)
        run = []
        if atom is not None and _of_number(atom, letter):
            run = [atom]
        elif atom is not None:
            out.append(atom)
    return out


def _of_number(atom: Chunk, letter: float) -> bool:
    """True for ink that may be part of a number: digits, or a point."""
    text = atom.numeral.text if atom.numeral is not None else ""
    return scan_numbers.is_part(text) or ((not text or text in "()") and width_of(atom, letter) < 0.5)


def _is_point(atom: Chunk, letter: float) -> bool:
    """True for ink as narrow as a point that is read as something else, but not surely."""
    numeral = atom.numeral
    return numeral is not None and width_of(atom, letter) < _POINT and numeral.confidence < _UNSURE


def _one_wide(picture: Picture, run: list[Chunk], letter: float) -> list[Chunk]:
    """The atoms of a run as one, where the whole is read as a score, or is set too close to be several numbers."""
    if len(run) < 2 or width_of(Chunk(run[0].x0, run[-1].x1, ()), letter) > scan_numbers.WIDEST:
        return run
    pieces = tuple(piece for part in run for piece in part.pieces)
    (numeral,) = scan_signs.read(picture, [pieces])
    widest = max(b.x0 - a.x1 for a, b in pairwise(run)) / letter
    parts = "".join(
        part.numeral.text for part in run if part.numeral is not None and not _is_point(part, letter)
    )
    if not scan_numbers.is_wide(numeral, parts, widest):
        return run
    return [Chunk(run[0].x0, run[-1].x1, pieces, numeral=numeral, read=scan_numbers.word(numeral))]


def _joined(picture: Picture, atoms: list[Chunk], letter: float) -> list[Chunk]:
    """The atoms, with those joined that are one number set wide, or a number and the letter of its code."""
    out: list[Chunk] = []
    for atom in atoms:
        before = out[-1] if out else None
        if before is not None and (code := _code_with_stroke(picture, before, atom, letter)):
            out[-1] = code
            continue
        if before is None or atom.read is None or not atom.read.number:
            out.append(atom)
            continue
        gap = (atom.x0 - before.x1) / letter
        alone = scan_numbers.code_letter(before.numeral) if before.numeral is not None else None
        number = _one_number(picture, out[-2:], atom, letter) or _one_number(picture, out[-1:], atom, letter)
        if number is not None:
            while out and out[-1].x0 >= number.x0:
                out.pop()
            out.append(number)
            continue
        if alone is not None and before.read is None and gap < _CODE_GAP:
            out[-1] = replace(before, read=Word(alone, atom.read.confidence))
        out.append(atom)
    return out


def _code_with_stroke(picture: Picture, before: Chunk, atom: Chunk, letter: float) -> Chunk | None:
    """An item's code and the 1 or 7 behind it as one: O4 1. By itself the stroke may be a bar or a bracket."""
    stroke = atom.numeral if atom.numeral is not None and atom.numeral.text in scan_numbers.STROKES else None
    if (
        atom.read is not None
        or stroke is None
        or before.read is None
        or not _CODE.fullmatch(before.read.text)
    ):
        return None
    return _one_number(picture, [before], replace(atom, read=scan_numbers.word(stroke)), letter)


def _one_number(picture: Picture, before: list[Chunk], atom: Chunk, letter: float) -> Chunk | None:
    """The atoms as one, where they are one number when they are read together."""
    row = [*before, atom]
    if atom.read is None or any(b.x0 - a.x1 > _WIDE_SET * letter for a, b in pairwise(row)):
        return None
    first = before[0]
    numeric = first.read is not None and first.read.number
    if len(before) == 2 and not (numeric and before[1].read is None and width_of(before[1], letter) < 0.4):
        return None
    if len(before) == 1 and not numeric and width_of(first, letter) > 1.2:
        return None
    pieces = tuple(piece for part in row for piece in part.pieces)
    (numeral,) = scan_signs.read(picture, [pieces])
    if not scan_numbers.joins(numeral, first.read.text if numeric and first.read else None, atom.read.text):
        return None
    return Chunk(first.x0, atom.x1, pieces, read=scan_numbers.word(numeral))


def with_small_i(picture: Picture, atoms: list[Chunk], baseline: float, letter: float) -> list[Chunk]:
    """The atoms, with the i of an item's code (i๑๐, i ๑๐) told by its shape: Thai readers make a bar or a 1 of it."""
    out: list[Chunk] = []
    for atom in atoms:
        before = out[-1] if out else None
        if (
            before is not None
            and atom.read is not None
            and atom.read.number
            and (before.read is None or before.read.text in scan_numbers.STROKES)
            and _is_small_i(picture, before, baseline, letter)
        ):
            if atom.x0 - before.x1 <= GAP * letter:
                word = replace(atom.read, text="i" + atom.read.text)
                out[-1] = Chunk(before.x0, atom.x1, before.pieces + atom.pieces, read=word)
                continue
            out[-1] = replace(before, read=Word("i", atom.read.confidence))
        out.append(atom)
    return out


def with_bullets(picture: Picture, atoms: list[Chunk], baseline: float, letter: float) -> list[Chunk]:
    """The atoms, with the round mark of an entry told by its shape: readers make ๑, + or * of it."""
    return [
        replace(atom, read=Word(_BULLET, _BY_SHAPE)) if _is_bullet(picture, atom, baseline, letter) else atom
        for atom in atoms
    ]


def _is_bullet(picture: Picture, atom: Chunk, baseline: float, letter: float) -> bool:
    """True for one full round of ink, smaller than a letter, that hangs over the line."""
    if len(atom.pieces) != 1:
        return False
    x0, top, x1, bottom = (int(v) for v in picture.boxes[atom.pieces[0]])
    wide, high = x1 - x0, bottom - top
    if not (0.3 * letter < high < 0.75 * letter and 0.75 < wide / high < 1.35):
        return False
    if bottom > baseline - 0.1 * letter or top < baseline - 1.2 * letter:
        return False
    ink = picture.labels[top:bottom, x0:x1] == atom.pieces[0]
    return bool(ink.mean() > _ROUND)


def _is_small_i(picture: Picture, atom: Chunk, baseline: float, letter: float) -> bool:
    """True for a short upright stroke with a point over it."""
    boxes = picture.boxes[list(atom.pieces)]
    if len(boxes) != 2 or width_of(atom, letter) > 0.45:
        return False
    point, stem = sorted(boxes.tolist(), key=lambda box: box[1])
    height = stem[3] - stem[1]
    return bool(
        point[3] <= stem[1] + 1
        and point[3] - point[1] < 0.4 * letter
        and 0.6 * letter < height < 1.3 * letter
        and abs(stem[3] - baseline) < 0.25 * letter
        and stem[2] - stem[0] < 0.5 * height
    )


def with_numbers(picture: Picture, chunks: list[Chunk], letter: float, engine: Engine) -> list[Chunk]:
    """The chunks with what may be a number read by the reader of numerals."""
    if not scan_numbers.available():
        return chunks
    wanted = [i for i, chunk in enumerate(chunks) if chunk.read is None and scan_numbers.maybe(chunk.text)]
    # In words that are written, all of them, there is no number that was taken for letters.
    fresh = [
        i
        for i in wanted
        if chunks[i].numeral is None and (DIGIT.search(chunks[i].text) or not is_likely(chunks[i].text))
    ]
    numerals = {i: numeral for i in wanted if (numeral := chunks[i].numeral) is not None}
    read = scan_signs.read(picture, [chunks[i].pieces for i in fresh])
    numerals.update(zip(fresh, read, strict=True))
    out = list(chunks)
    for i, numeral in numerals.items():
        chunk = chunks[i]
        word = scan_numbers.merge(chunk.text, sureness(chunk), numeral, width_of(chunk, letter))
        if scan_numbers.is_other(numeral, NO_NUMBER) and chunk.text.isdecimal():
            word = rating(picture, chunk, engine) or word
        if word is not None and _CODE_DIGIT.search(word.text) and not DIGIT.search(numeral.text):
            word = _with_code_letter(picture, chunk, word)
        out[i] = replace(chunk, read=word)
    return out


def _with_code_letter(picture: Picture, chunk: Chunk, word: Word) -> Word:
    """The word with the letter of a code at its end that Tesseract takes for a digit (5 for E)."""
    last = max(chunk.pieces, key=lambda piece: int(picture.boxes[piece, 2]))
    (numeral,) = scan_numbers.read([crop_of(picture, [last])])
    found = scan_numbers.code_letter(numeral)
    return word if found is None else replace(word, text=word.text[:-1] + found)
