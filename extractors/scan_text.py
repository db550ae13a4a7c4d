"""Text of a page's picture: Tesseract reads letters region by region, geometry makes words and lines of them.

Tesseract's Thai comes letter by letter, so words are the stretches of ink between gaps; its Thai digits are
not to be trusted (five of them it does not know), so what may be a number is read again by
`extractors.numerals`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors import scan_numbers
from extractors.document import Word
from extractors.engines import Engine, Glyph
from extractors.scan_image import Gray, Picture

if TYPE_CHECKING:
    from extractors.numerals import Numeral

_WHITE = 255

# Multiples of the height of a letter.
_MARGIN = 1.0
_GAP, _WEAK_GAP = 0.42, 0.22
"""White between words; less than the first only where Tesseract has a space there."""
_WIDE_SET, _CODE_GAP = 0.75, 1.3
"""White inside a number that is set wide; between the letter of a code and its number."""
_APART = 2.2
"""White that no words of one text have between them: what is beyond it is read by itself."""
_BASE = 0.62
"""Pieces of ink lower than this are marks and signs."""

_LETTER_READ = 18.0
"""Pixels: letters of this height are read as well as larger ones, and in less time."""
_CLOSEST = 1.6
"""No two lines are closer."""
_OFF = 4
"""Letters that Tesseract's boxes may be off by."""

_NEVER_FIRST = re.compile("[\u0e2f-\u0e3a\u0e45-\u0e4e]")
_NEVER_LAST = re.compile("[\u0e40-\u0e44]$")
_ODD = re.compile(r"[A-Za-z|!\[\]{}<>~^=_#$&*@\\\u0e03\u0e05]")
"""Signs that a line of Thai has none of, unless there is English in it."""
_LATIN_WORD = re.compile(r"[(\"']?(?=.*[A-Za-z]{2})[A-Za-z][A-Za-z&./:-]*[)\"',:]?")
_LATIN_LETTERS = re.compile("[A-Za-z]{2}|[A-Za-z]\\.")
_THAI_LETTERS = re.compile(
    "[\u0e01-\u0e2e]{2}|[\u0e01-\u0e2e][\u0e30-\u0e4e]|[\u0e01-\u0e2e]\\.[\u0e01-\u0e2e]"
)
_LATIN_BAR, _THAI_BAR = 0.86, 0.65
_LABELS = ("IIT", "EIT", "OIT", "ITA")
"""Names of the instruments, and of the assessment."""
_LABEL_BAR, _LABEL_WIDTH, _FEW = 0.5, 4.0, 3
_BY_SHAPE = 0.9
"""Confidence of a name that is told by its strokes."""
_RATING = re.compile("[A-F]{1,2}")
_RATING_BAR, _NO_NUMBER = 0.85, 0.95
"""How sure a letter is that is no digit, and how sure it is that it is none."""
_MONTH = re.compile("[\u0e01-\u0e2e][\u0e30-\u0e4e]?\\.[\u0e01-\u0e2e]\\.?")
_SHORT_LATIN = re.compile(r"[A-Za-z]{1,3}\.[A-Za-z]?\.?")
_MONTH_BAR = 0.3
_ON_SIGN = re.compile("(?<=[.,:;/()0-9\u0e50-\u0e59-])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+")
_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32|([\u0e48-\u0e4b])\u0e4d\u0e32")
_CODE_DIGIT = re.compile("[\u0e01-\u0e4e/( ][015]$")
_DIGIT = re.compile("[0-9\u0e50-\u0e59]")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Ink between two gaps of a line, and what was read of it."""

    x0: int
    x1: int
    pieces: tuple[int, ...]
    glyphs: tuple[Glyph, ...] = ()
    numeral: Numeral | None = None
    """What the reader of numerals says of it."""
    read: Word | None = None
    """What was read of it in the end, where that is not Tesseract's reading."""

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
    places: tuple[tuple[int, int], ...]
    """The left and right end of each word."""


def read_region(picture: Picture, pieces: NDArray[np.int64], engine: Engine) -> list[TextLine]:
    """The lines of one region, a cell or a block, from the pieces of ink that belong to it.

    The lines are told by the ink, and each is read by itself: Tesseract takes marks for a line of their own
    where a cell has one line, and joins columns.
    """
    lines = []
    for baseline, letter, own in _rows(picture, pieces):
        for part in parted(picture, pieces[own], _APART * letter):
            line = _line(picture, part, baseline, letter, engine)
            if line is not None:
                lines.append(line)
    return lines


def parted(picture: Picture, pieces: NDArray[np.int64], gap: float) -> list[NDArray[np.int64]]:
    """The pieces from left to right, parted where nothing stands over so many pixels."""
    order = pieces[np.argsort(picture.boxes[pieces, 0], kind="stable")]
    reach = np.maximum.accumulate(picture.boxes[order, 2])
    return np.split(order, np.flatnonzero(picture.boxes[order[1:], 0] - reach[:-1] > gap) + 1)


def _alone(picture: Picture, pieces: NDArray[np.int64], margin: int) -> tuple[Gray, int, int]:
    """The ink of some pieces on white paper with a margin about it, and where the picture's corner lies."""
    boxes = picture.boxes[pieces]
    x0, top = (int(v) for v in boxes[:, :2].min(axis=0))
    x1, bottom = (int(v) for v in boxes[:, 2:].max(axis=0))
    height, width = picture.labels.shape
    up, left = max(top - 2, 0), max(x0 - 2, 0)
    window = slice(up, min(bottom + 2, height)), slice(left, min(x1 + 2, width))
    labels = picture.labels[window]
    first = int(pieces.min())
    wanted = np.zeros(int(pieces.max()) - first + 3, dtype=np.uint8)
    wanted[pieces - first + 1] = 1
    mine = wanted[np.clip(labels - first + 1, 0, len(wanted) - 1)]
    near = cv2.dilate(mine, np.ones((5, 5), np.uint8))
    shown = np.where((near > 0) & ((labels == 0) | (mine > 0)), picture.gray[window], np.uint8(_WHITE))
    return (
        _framed(
            shown, margin - (top - up), margin - (x0 - left), bottom - top + 2 * margin, x1 - x0 + 2 * margin
        ),
        (x0 - margin),
        top - margin,
    )


def _framed(shown: Gray, above: int, left: int, height: int, width: int) -> Gray:
    """A picture on white paper of this size, so far from its upper and left edge."""
    paper = np.full((height, width), _WHITE, np.uint8)
    paper[above : above + shown.shape[0], left : left + shown.shape[1]] = shown
    return paper


def _smaller(image: Gray, factor: float) -> Gray:
    if factor >= 1.0:
        return image
    smaller: Any = cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(smaller, np.uint8)


def _rows(picture: Picture, pieces: NDArray[np.int64]) -> list[tuple[float, float, NDArray[np.int64]]]:
    """Baseline, height of letters and pieces of each line, from top to bottom."""
    if not len(pieces):
        return []
    boxes = picture.boxes[pieces].astype(np.float64)
    usual = picture.letter
    heights = boxes[:, 3] - boxes[:, 1]
    base = (heights >= _BASE * usual) & (heights <= 3.2 * usual)
    if not base.any():
        base = heights >= 0.5 * heights.max()
    rows: list[list[int]] = []
    bottoms: list[float] = []
    # Letters that hang below or stand on marks join the row whose middle they cross.
    for i in sorted(np.flatnonzero(base), key=lambda i: boxes[i, 3]):
        top, bottom = boxes[i, 1], boxes[i, 3]
        for n in range(len(rows) - 1, max(len(rows) - 4, -1), -1):
            if bottom - bottoms[n] < 0.55 * usual or top < bottoms[n] - 0.5 * usual:
                rows[n].append(int(i))
                bottoms[n] = float(np.median(boxes[rows[n], 3]))
                break
        else:
            rows.append([int(i)])
            bottoms.append(bottom)
    rows, marks = _strong_rows(boxes, rows, usual)
    metrics = [_metrics(boxes[row], usual) for row in rows]
    _give_marks(boxes, rows, metrics, [*marks, *(int(i) for i in np.flatnonzero(~base))], usual)
    return [(*metric, np.array(row)) for metric, row in zip(metrics, rows, strict=True)]


def _strong_rows(
    boxes: NDArray[np.float64], rows: list[list[int]], usual: float
) -> tuple[list[list[int]], list[int]]:
    """The rows without those that are too near to another to be lines, and the pieces of these: tall marks."""
    widths = [float((boxes[row, 2] - boxes[row, 0]).sum()) for row in rows]
    bottoms = [float(np.median(boxes[row, 3])) for row in rows]
    strong, marks = [], []
    # Over a title its marks are as high as letters of the text.
    reach = [_CLOSEST * max(usual, _metrics(boxes[row], usual)[1]) for row in rows]
    for n, row in enumerate(rows):
        rivals = (
            m for m in range(len(rows)) if m != n and -_CLOSEST * usual < bottoms[m] - bottoms[n] < reach[m]
        )
        if any(widths[m] > widths[n] for m in rivals):
            marks += row
        else:
            strong.append(row)
    return strong, marks


def _give_marks(
    boxes: NDArray[np.float64],
    rows: list[list[int]],
    metrics: list[tuple[float, float]],
    marks: list[int],
    usual: float,
) -> None:
    """Add marks and signs to the rows of the letters or marks next to them, nearest first; drop those far off."""
    row_of = np.full(len(boxes), -1)
    for n, row in enumerate(rows):
        row_of[row] = n
    baselines = np.array([baseline for baseline, _ in metrics])
    pending = []
    for i in marks:
        middle = (boxes[i, 1] + boxes[i, 3]) / 2
        inside = [
            n for n, (line, letter) in enumerate(metrics) if line - letter <= middle <= line + 0.1 * letter
        ]
        if inside:
            row_of[i] = inside[0]
        else:
            pending.append(i)
    # First the vowels that stand on letters, so that tones find theirs.
    for limit in (0.0, 0.2, 0.4, 0.7, 1.2, 2.0):
        found = True
        while found and pending:
            found = False
            placed = np.flatnonzero(row_of >= 0)
            near = boxes[placed]
            lines = baselines[row_of[placed]]
            ascends = near[:, 1] < lines - 1.35 * usual
            descends = near[:, 3] > lines + 0.25 * usual
            is_base = near[:, 3] > lines - 0.5 * usual
            for i in list(pending):
                box = boxes[i]
                side = np.maximum(np.maximum(near[:, 0] - box[2], box[0] - near[:, 2]) + 1.0, 0.0)
                side[side > 0] += 0.35 * usual
                below, above = near[:, 1] - box[3], box[1] - near[:, 3]
                # A mark under a letter is short and rare; most stand over theirs.
                tall = box[3] - box[1] > 0.6 * usual
                gap = np.where(above > -0.2 * usual, above + (0.6 if tall else 0.05) * usual, below)
                # No mark stands on an ascender, or hangs from a tail.
                off = np.where((below > 0) & ascends & is_base | (above > 0) & descends, 1.0, 0.0)
                # Marks end where their letter ends, more or less.
                askew = np.minimum(np.abs(near[:, 2] - box[2]), 0.6 * usual)
                distance = np.maximum(gap, 0.0) + side + off * usual + 0.6 * askew
                best = int(np.argmin(distance))
                on_letter = is_base[best] and below[best] > -0.2 * usual
                if distance[best] < (limit or (0.4 if on_letter else 0.0)) * usual:
                    row_of[i] = row_of[placed[best]]
                    pending.remove(i)
                    found = True
    for i in marks:
        if row_of[i] >= 0:
            rows[row_of[i]].append(i)


def _metrics(boxes: NDArray[np.float64], usual: float) -> tuple[float, float]:
    """Baseline of a line and the height of its letters, from their boxes."""
    bottoms = boxes[:, 3]
    baseline = float(np.median(bottoms))
    on_line = boxes[np.abs(bottoms - baseline) < 0.2 * usual]
    heights = on_line[:, 3] - on_line[:, 1]
    letter = float(np.percentile(heights, 40)) if len(heights) else usual
    return baseline, min(max(letter, 0.6 * usual), 2.0 * usual)


def _line(
    picture: Picture, pieces: NDArray[np.int64], baseline: float, letter: float, engine: Engine
) -> TextLine | None:
    atoms = _read_numbers(picture, _chunks(picture, pieces, baseline, letter), letter)
    glyphs: list[Glyph] = []
    if any(atom.read is None for atom in atoms):
        image, left, _ = _alone(picture, pieces, int(_MARGIN * letter) + 4)
        factor = min(_LETTER_READ / letter, 1.0)
        glyphs = [
            replace(glyph, x0=glyph.x0 / factor + left, x1=glyph.x1 / factor + left)
            for glyph in engine.line(_smaller(image, factor), 72.0 / picture.scale * factor)
        ]
    atoms = _sure_atoms(picture, atoms, glyphs, baseline, letter, engine)
    chunks = _with_glyphs(atoms, glyphs, letter)
    chunks = _with_numbers(picture, _with_thai(picture, chunks, engine), letter, engine)
    found = [(chunk, _one_am(word)) for chunk in chunks if (word := _word(chunk)) is not None]
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
        if out and x0 - out[-1][1] <= _WEAK_GAP * letter:
            out[-1] = (out[-1][0], max(out[-1][1], x1), [*out[-1][2], piece])
        else:
            out.append((x0, x1, [piece]))
    for piece in marks:
        middle = float(picture.boxes[piece, 0] + picture.boxes[piece, 2]) / 2
        if out:
            min(out, key=lambda chunk: max(chunk[0] - middle, middle - chunk[1]))[2].append(piece)
    return [Chunk(x0, x1, tuple(own)) for x0, x1, own in out]


def _read_numbers(picture: Picture, atoms: list[Chunk], letter: float) -> list[Chunk]:
    """The atoms, with those read that are surely a number, whatever Tesseract makes of the line."""
    if not scan_numbers.available():
        return atoms
    out = list(atoms)
    short = [i for i, atom in enumerate(atoms) if _width(atom, letter) < scan_numbers.WIDEST]
    crops = [_crop(picture, atoms[i].pieces) for i in short]
    for i, numeral in zip(short, scan_numbers.read(crops), strict=True):
        out[i] = replace(out[i], numeral=numeral)
        if scan_numbers.is_number(numeral, _width(atoms[i], letter)):
            out[i] = replace(out[i], read=scan_numbers.word(numeral))
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
    return scan_numbers.is_part(text) or ((not text or text in "()") and _width(atom, letter) < 0.5)


def _one_wide(picture: Picture, run: list[Chunk], letter: float) -> list[Chunk]:
    """The atoms of a run as one, where the whole is read as a score, or is set too close to be several numbers."""
    if len(run) < 2 or _width(Chunk(run[0].x0, run[-1].x1, ()), letter) > scan_numbers.WIDEST:
        return run
    pieces = tuple(piece for part in run for piece in part.pieces)
    (numeral,) = scan_numbers.read([_crop(picture, pieces)])
    widest = max(b.x0 - a.x1 for a, b in pairwise(run)) / letter
    parts = "".join(part.numeral.text for part in run if part.numeral is not None)
    if not scan_numbers.is_wide(numeral, parts, widest):
        return run
    return [Chunk(run[0].x0, run[-1].x1, pieces, numeral=numeral, read=scan_numbers.word(numeral))]


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
    out = _with_small_i(picture, out, baseline, letter)
    if len(out) <= _FEW:
        out = [_with_label(picture, atom, baseline, letter, engine) for atom in out]
    if any(_ODD.search(glyph.text) for glyph in glyphs):
        for i, atom in enumerate(out):
            if atom.read is None and _may_be_latin(picture, atom, baseline, letter):
                word = _latin(_crop(picture, atom.pieces), 72.0 / picture.scale, engine)
                if word is not None:
                    out[i] = replace(atom, read=word)
    return out


def _joined(picture: Picture, atoms: list[Chunk], letter: float) -> list[Chunk]:
    """The atoms, with those joined that are one number set wide, or a number and the letter of its code."""
    out: list[Chunk] = []
    for atom in atoms:
        before = out[-1] if out else None
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


def _one_number(picture: Picture, before: list[Chunk], atom: Chunk, letter: float) -> Chunk | None:
    """The atoms as one, where they are one number when they are read together."""
    row = [*before, atom]
    if atom.read is None or any(b.x0 - a.x1 > _WIDE_SET * letter for a, b in pairwise(row)):
        return None
    first = before[0]
    numeric = first.read is not None and first.read.number
    if len(before) == 2 and not (numeric and before[1].read is None and _width(before[1], letter) < 0.4):
        return None
    if len(before) == 1 and not numeric and _width(first, letter) > 1.2:
        return None
    pieces = tuple(piece for part in row for piece in part.pieces)
    (numeral,) = scan_numbers.read([_crop(picture, pieces)])
    if not scan_numbers.joins(numeral, first.read.text if numeric and first.read else None, atom.read.text):
        return None
    return Chunk(first.x0, atom.x1, pieces, read=scan_numbers.word(numeral))


def _with_small_i(picture: Picture, atoms: list[Chunk], baseline: float, letter: float) -> list[Chunk]:
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
            if atom.x0 - before.x1 <= _GAP * letter:
                word = replace(atom.read, text="i" + atom.read.text)
                out[-1] = Chunk(before.x0, atom.x1, before.pieces + atom.pieces, read=word)
                continue
            out[-1] = replace(before, read=Word("i", atom.read.confidence))
        out.append(atom)
    return out


def _is_small_i(picture: Picture, atom: Chunk, baseline: float, letter: float) -> bool:
    """True for a short upright stroke with a point over it."""
    boxes = picture.boxes[list(atom.pieces)]
    if len(boxes) != 2 or _width(atom, letter) > 0.45:
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


def _width(chunk: Chunk, letter: float) -> float:
    return (chunk.x1 - chunk.x0) / letter


def _may_be_latin(picture: Picture, atom: Chunk, baseline: float, letter: float) -> bool:
    """True for ink of an English word's width without marks, but for points over i and j."""
    boxes = picture.boxes[list(atom.pieces)]
    over = boxes[boxes[:, 3] < baseline - 0.95 * letter]
    points = (over[:, 2] - over[:, 0]) < 0.4 * letter
    return 0.9 < _width(atom, letter) < 16 and bool(points.all())


def _with_label(picture: Picture, atom: Chunk, baseline: float, letter: float, engine: Engine) -> Chunk:
    """The atom, read where it is the name of an instrument: Thai readers make เห or แท of IIT."""
    if atom.read is not None and not atom.read.text.isascii():
        return atom
    width = _width(atom, letter)
    if not (0.9 < width < _LABEL_WIDTH and _may_be_latin(picture, atom, baseline, letter)):
        return atom
    boxes = picture.boxes[list(atom.pieces)]
    heights = boxes[:, 3] - boxes[:, 1]
    if heights.min() < 0.9 * heights.max() or len(boxes) > len("IIT"):
        return atom
    crop = _crop(picture, atom.pieces)
    if is_iit(crop):
        return replace(atom, read=Word("IIT", _BY_SHAPE))
    text, sure = engine.word(crop, 72.0 / picture.scale, "label")
    if text == "IT" and len(boxes) == len("IIT"):
        text = "IIT"  # two strokes alike, taken for one
    return replace(atom, read=Word(text, sure)) if text in _LABELS and sure >= _LABEL_BAR else atom


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


def _latin(crop: Gray, dpi: float, engine: Engine) -> Word | None:
    """An English word or abbreviation, where that is surely one."""
    text, sure = engine.word(crop, dpi, "eng")
    if sure < _LATIN_BAR or not _LATIN_WORD.fullmatch(text):
        return None
    if len(text) < 5 and not text.strip(".,:()").isupper():  # ก.ย. is Ae. to those who know no Thai
        thai, as_sure = engine.word(crop, dpi, "tha")
        if as_sure >= _THAI_BAR and _THAI_LETTERS.search("".join(thai.split())):
            return None
    return Word(text, sure)


def _with_glyphs(chunks: list[Chunk], glyphs: Sequence[Glyph], letter: float) -> list[Chunk]:
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
        weak = after.x0 - before.x1 <= _GAP * letter and (before.read is None) == (after.read is None)
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
        while cut > 0 and _DIGIT.match(glyphs[cut - 1].text):
            cut -= 1
    elif before is not None and before.number and after is None:
        while cut < len(glyphs) and (_DIGIT.match(glyphs[cut].text) or _NEVER_FIRST.match(glyphs[cut].text)):
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


def _with_thai(picture: Picture, chunks: list[Chunk], engine: Engine) -> list[Chunk]:
    """The chunks with English words that are none read as Thai."""
    out = list(chunks)
    for i, chunk in enumerate(chunks):
        if chunk.read is not None or not _LATIN_LETTERS.search(chunk.text):
            continue
        crop = _crop(picture, chunk.pieces)
        word = _latin(crop, 72.0 / picture.scale, engine)
        if word is None:
            text, sure = engine.word(crop, 72.0 / picture.scale, "tha")
            text = "".join(text.split())
            month = _SHORT_LATIN.fullmatch(chunk.text) and _MONTH.fullmatch(text) and sure >= _MONTH_BAR
            if month or (sure >= _THAI_BAR and _THAI_LETTERS.search(text)):
                out[i] = replace(chunk, glyphs=(Glyph(text, sure, chunk.x0, chunk.x1, True),))
        elif _THAI_LETTERS.search(chunk.text) is None:
            out[i] = replace(chunk, read=word)
    return out


def _rating(picture: Picture, chunk: Chunk, engine: Engine) -> Word | None:
    """A capital that stands alone and that Thai readers take for a digit: B for 8."""
    text, sure = engine.word(_crop(picture, chunk.pieces), 72.0 / picture.scale, "eng")
    return Word(text, sure) if sure >= _RATING_BAR and _RATING.fullmatch(text) else None


def _with_numbers(picture: Picture, chunks: list[Chunk], letter: float, engine: Engine) -> list[Chunk]:
    """The chunks with what may be a number read by the reader of numerals."""
    if not scan_numbers.available():
        return chunks
    wanted = [i for i, chunk in enumerate(chunks) if chunk.read is None and scan_numbers.maybe(chunk.text)]
    fresh = [i for i in wanted if chunks[i].numeral is None]
    numerals = {i: numeral for i in wanted if (numeral := chunks[i].numeral) is not None}
    read = scan_numbers.read([_crop(picture, chunks[i].pieces) for i in fresh])
    numerals.update(zip(fresh, read, strict=True))
    out = list(chunks)
    for i, numeral in numerals.items():
        chunk = chunks[i]
        word = scan_numbers.merge(chunk.text, _sure(chunk), numeral, _width(chunk, letter))
        if scan_numbers.is_other(numeral, _NO_NUMBER) and chunk.text.isdecimal():
            word = _rating(picture, chunk, engine) or word
        if word is not None and _CODE_DIGIT.search(word.text) and not _DIGIT.search(numeral.text):
            word = _with_code_letter(picture, chunk, word)
        out[i] = replace(chunk, read=word)
    return out


def _with_code_letter(picture: Picture, chunk: Chunk, word: Word) -> Word:
    """The word with the letter of a code at its end that Tesseract takes for a digit (5 for E)."""
    last = max(chunk.pieces, key=lambda piece: int(picture.boxes[piece, 2]))
    (numeral,) = scan_numbers.read([_crop(picture, [last])])
    found = scan_numbers.code_letter(numeral)
    return word if found is None else replace(word, text=word.text[:-1] + found)


def _crop(picture: Picture, pieces: Sequence[int]) -> Gray:
    return _alone(picture, np.array(pieces), 6)[0]


def _one_am(word: Word) -> Word:
    """The word with SARA AM as one letter, which Tesseract knows in its parts alone, and no marks on signs."""
    text = _AM.sub(lambda m: f"{m[1] or m[2] or ''}\u0e33", _ON_SIGN.sub("", word.text))
    return word if text == word.text else replace(word, text=text)


def _word(chunk: Chunk) -> Word | None:
    if chunk.read is not None:
        return chunk.read
    if not chunk.glyphs:
        return None
    number = bool(_DIGIT.search(chunk.text))
    # A digit that only Tesseract has seen, and English that is none by itself.
    doubted = number or _LATIN_LETTERS.search(chunk.text) is not None
    sure = min(_sure(chunk), scan_numbers.DOUBTED) if doubted else _sure(chunk)
    return Word(chunk.text, round(sure, 3), number)


def _sure(chunk: Chunk) -> float:
    """How sure Tesseract is of a word's letters: all but its least sure ones."""
    sure = [glyph.confidence for glyph in chunk.glyphs]
    return max(sorted(sure)[len(sure) // 5], 0.0) if sure else 0.0
