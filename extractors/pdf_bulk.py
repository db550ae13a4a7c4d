"""What pdfium says of many characters or objects of a page: one call each, and no Python between the calls.

pdfium has no function for many characters at once, and a call of `pypdfium2.raw` takes longer to hand over its
arguments than pdfium takes to answer. Here arguments are made ready beforehand, and `map` makes the calls.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_AT_ONCE = 512
"""Questions asked before the answers are taken out of the room for them."""
_ROOM = np.zeros((_AT_ONCE, 6), dtype=np.float64)
_argument = ctypes.c_void_p.from_param
"""An address as ctypes hands it over."""


def address(pointer: Any) -> int:
    return ctypes.c_void_p.from_buffer(pointer).value or 0


def _bare(function: Any, result: Any = None) -> Callable[..., Any]:
    """A function of pdfium that takes its arguments unseen: plain numbers for int, `_argument` for addresses."""
    return ctypes.PYFUNCTYPE(result)(address(function))


def _places(kind: type, width: int, at: int = 0) -> list[Any]:
    """Where each answer goes that is, or is one of, so many numbers."""
    size = np.dtype(kind).itemsize
    start = _ROOM.ctypes.data + at * size
    return [_argument(start + row * width * size) for row in range(_AT_ONCE)]


class _Question:
    """What pdfium says of a thing in some numbers: the function, and the rooms for them."""

    def __init__(self, function: Any, kind: type, width: int, *, apart: bool = False) -> None:
        """`apart` where the function takes a place for each number, and not one for all."""
        self._call = _bare(function)
        self._room: NDArray[Any] = _ROOM.reshape(-1).view(kind)[: _AT_ONCE * width].reshape(-1, width)
        self._places = [_places(kind, width, at) for at in range(width if apart else 1)]

    def of(self, things: Sequence[Any], *within: Any) -> Floats:
        """A row of numbers for each of the things; zeros where pdfium has no answer. All are `within` the same."""
        count, room = len(things), self._room
        out = np.empty((count, room.shape[1]))
        for start in range(0, count, _AT_ONCE):
            rows = slice(start, start + _AT_ONCE)
            n = min(_AT_ONCE, count - start)
            room[:n] = 0
            deque(map(self._call, *map(repeat, within), things[rows], *self._places), maxlen=0)
            out[rows] = room[:n]
        return out


_loose_box = _Question(c.FPDFText_GetLooseCharBox, np.float32, 4)
_char_box = _Question(c.FPDFText_GetCharBox, np.float64, 4, apart=True)
_char_origin = _Question(c.FPDFText_GetCharOrigin, np.float64, 2, apart=True)
_char_matrix = _Question(c.FPDFText_GetMatrix, np.float32, 6)
_font_size = _bare(c.FPDFText_GetFontSize, ctypes.c_double)
_font_info = _bare(c.FPDFText_GetFontInfo)
_object_of = _bare(c.FPDFText_GetTextObject, ctypes.c_void_p)
_font_of = _bare(c.FPDFTextObj_GetFont, ctypes.c_void_p)
_object_type = _bare(c.FPDFPageObj_GetType, ctypes.c_int)
_object_matrix = _Question(c.FPDFPageObj_GetMatrix, np.float32, 6)
_object_bounds = _Question(c.FPDFPageObj_GetBounds, np.float32, 4, apart=True)


class CharsOf:
    """The characters of one page, by the numbers that pdfium knows them by."""

    def __init__(self, textpage: pdfium.PdfTextPage) -> None:
        self._page = _argument(address(textpage.raw))

    def loose_boxes(self, indices: Sequence[int]) -> Floats:
        """left, top, right, bottom: as wide as the advance, as high as the font."""
        return _loose_box.of(indices, self._page)

    def ink_boxes(self, indices: list[int]) -> Floats:
        """left, right, bottom, top of what is drawn."""
        return _char_box.of(indices, self._page)

    def origins(self, indices: list[int]) -> Floats:
        """x, y of the points that they are set at."""
        return _char_origin.of(indices, self._page)

    def objects(self, indices: list[int]) -> list[int | None]:
        """The addresses of the text objects that they belong to; None for those that pdfium put in."""
        return list(map(_object_of, repeat(self._page), indices))

    def matrices(self, indices: list[int]) -> Floats:
        """a, b, c, d, e, f; zeros where there is none."""
        return _char_matrix.of(indices, self._page)

    def font_sizes(self, indices: list[int]) -> list[float]:
        """As the content says, before the matrix."""
        return list(map(_font_size, repeat(self._page), indices))

    def font_names(self, indices: list[int]) -> list[bytes]:
        """The names of their fonts; empty where one is longer than any font's name, or pdfium put a character in."""
        names: dict[int | None, bytes] = {None: b""}
        out = []
        for index, font in zip(indices, map(_font_of, map(_argument, self.objects(indices))), strict=True):
            if font not in names:  # a page has few fonts, and pdfium is slow to say what one is called
                _NAME.value = b""
                _font_info(self._page, index, *_NAME_AND_FLAGS)
                names[font] = _NAME.value
            out.append(names[font])
        return out


_NAME, _FLAGS = ctypes.create_string_buffer(100), ctypes.c_int()
_NAME_AND_FLAGS = (
    _argument(ctypes.addressof(_NAME)),
    ctypes.c_ulong.from_param(len(_NAME)),
    _argument(ctypes.addressof(_FLAGS)),
)


Things = tuple[list[int], list[int]]
"""The addresses and the kinds (`FPDF_PAGEOBJ_…`) of objects."""


def objects(parent: int, *, is_form: bool = False) -> Things:
    """The objects that stand on a page itself, or in a form."""
    number_of, thing_at = _IN_FORM if is_form else _ON_PAGE
    within = _argument(parent)
    things = list(map(thing_at, repeat(within), range(number_of(within))))
    return things, list(map(_object_type, map(_argument, things)))


_ON_PAGE = _bare(c.FPDFPage_CountObjects, ctypes.c_int), _bare(c.FPDFPage_GetObject, ctypes.c_void_p)
_IN_FORM = _bare(c.FPDFFormObj_CountObjects, ctypes.c_int), _bare(c.FPDFFormObj_GetObject, ctypes.c_void_p)


def matrices(things: list[int]) -> Floats:
    """a, b, c, d, e, f of each object."""
    return _object_matrix.of(list(map(_argument, things)))


def bounds(things: list[int]) -> Floats:
    """left, bottom, right, top of each object; zeros where there are none."""
    return _object_bounds.of(list(map(_argument, things)))
