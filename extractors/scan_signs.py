"""Numbers with a sign before them: the reader of numerals makes a 4 or a dash of a plus, and may miss a short minus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors import scan_numbers
from extractors.scan_crops import crop_of
from extractors.scan_image import Picture
from extractors.scan_words import Chunk

if TYPE_CHECKING:
    from extractors.numerals import Numeral

_PLUS, _MINUS = "+", "-"
_BY_SHAPE = 0.95
"""Confidence of the sign that is told by its shape."""
_SIZES = (0.3, 1.3)
"""Height of the sign, in heights of the digits behind it."""
_HIGHEST = 1.2
"""Height of a digit, in heights of a letter."""
_APART = 1.0
"""White between the sign and its number, in heights of a letter."""
_SQUARE = (0.7, 1.4)
"""Its width by its height."""
_ALONG = 0.85
"""Share of its width and height that its strokes go along."""
_CORNER, _EMPTY = 0.28, 0.1
"""Its corners, by its width and height, and the most of them that is ink."""
_DASH = ((0.15, 0.9), (0.02, 0.2), (0.35, 0.8))
"""Of a minus: width, height and the place of its middle from above, in heights of the digits behind it."""
_LONG, _SOLID = 1.8, 0.7
"""Its width by its height at least, and the share of it that is ink."""
_LEAST = 5
"""Pixels; nothing smaller has a shape."""


def read(picture: Picture, groups: Sequence[Sequence[int]]) -> list[Numeral]:
    """What the reader of numerals sees in each group of pieces, with the sign before it that is told by its shape."""
    signs = [_sign(picture, pieces) for pieces in groups]
    own = [
        _in_order(picture, pieces)[1:] if sign else pieces for sign, pieces in zip(signs, groups, strict=True)
    ]
    numerals = scan_numbers.read([crop_of(picture, pieces) for pieces in own])
    return [_with_sign(sign, one) if sign else one for sign, one in zip(signs, numerals, strict=True)]


def with_plus(picture: Picture, atoms: list[Chunk], baseline: float, letter: float) -> list[Chunk]:
    """The atoms, with a plus that stands a little apart before a number joined to it."""
    out: list[Chunk] = []
    for atom in atoms:
        before = out[-1] if out else None
        if (
            before is not None
            and before.read is None
            and len(before.pieces) == 1
            and atom.read is not None
            and atom.read.number
            and atom.x0 - before.x1 < _APART * letter
            and _is_plus(picture, before.pieces[0], baseline - _HIGHEST * letter, baseline)
        ):
            word = replace(
                atom.read,
                text=_PLUS + atom.read.text,
                confidence=min(atom.read.confidence, _BY_SHAPE),
                others=tuple(_PLUS + other for other in atom.read.others),
            )
            out[-1] = Chunk(before.x0, atom.x1, before.pieces + atom.pieces, read=word)
        else:
            out.append(atom)
    return out


def _with_sign(sign: str, numeral: Numeral) -> Numeral:
    if not numeral.text or not numeral.text[0].isdecimal():
        return numeral
    return replace(
        numeral,
        text=sign + numeral.text,
        confidences=(_BY_SHAPE, *numeral.confidences),
        others=tuple(sign + other for other in numeral.others),
    )


def _in_order(picture: Picture, pieces: Sequence[int]) -> list[int]:
    return sorted(pieces, key=lambda piece: int(picture.boxes[piece, 0]))


def _sign(picture: Picture, pieces: Sequence[int]) -> str:
    """The sign that the first piece is beside what is higher; nothing where it is none."""
    if len(pieces) < 2:
        return ""
    first, *others = _in_order(picture, pieces)
    boxes = picture.boxes[others]
    above, below = float(boxes[:, 1].min()), float(boxes[:, 3].max())
    if _is_plus(picture, first, above, below):
        return _PLUS
    return _MINUS if _is_minus(picture, first, above, below) else ""


def _is_minus(picture: Picture, piece: int, above: float, below: float) -> bool:
    """True for one flat stroke in the middle of the height of digits."""
    x0, top, x1, bottom = (int(side) for side in picture.boxes[piece])
    wide, high, digits = x1 - x0, bottom - top, below - above
    sizes = (wide / digits, high / digits, ((top + bottom) / 2 - above) / digits)
    fits = all(least <= size <= most for size, (least, most) in zip(sizes, _DASH, strict=True))
    if not fits or wide < max(_LONG * high, _LEAST):
        return False
    return float((picture.labels[top:bottom, x0:x1] == piece).mean()) >= _SOLID


def _is_plus(picture: Picture, piece: int, above: float, below: float) -> bool:
    """True for a cross of two strokes between the upper and the lower end of digits."""
    x0, top, x1, bottom = (int(side) for side in picture.boxes[piece])
    wide, high = x1 - x0, bottom - top
    if min(wide, high) < _LEAST or not _SQUARE[0] <= wide / high <= _SQUARE[1]:
        return False
    if not _SIZES[0] * (below - above) <= high <= _SIZES[1] * (below - above):
        return False
    if not above < (top + bottom) / 2 < below:
        return False
    ink = picture.labels[top:bottom, x0:x1] == piece
    if ink.mean(axis=0).max() < _ALONG or ink.mean(axis=1).max() < _ALONG:
        return False
    down, across = max(int(_CORNER * high), 1), max(int(_CORNER * wide), 1)
    corners = (ink[:down, :across], ink[:down, -across:], ink[-down:, :across], ink[-down:, -across:])
    return all(corner.mean() <= _EMPTY for corner in corners)
