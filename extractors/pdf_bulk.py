"""What pdfium says of many characters or objects of a page: one call each, and no Python between the calls.

pdfium has no function for many characters at once, and a call of `pypdfium2.raw` takes longer to hand over its
arguments than pdfium takes to answer. Here arguments are made ready beforehand, and `map` makes the calls.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Sequence
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
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def _bare(function: Any, result: Any = None) -> Callable[..., Any]:
    """A function of pdfium that takes its arguments unseen: plain numbers for int, `_argument` for addresses."""
    return ctypes.PYFUNCTYPE(result)(address(function))


def _places(kind: type, width: int, at: int = 0) -> list[Any]:
    """Where each answer goes that is, or is one of, so many numbers."""
    size = np.dtype(kind).itemsize
    start = _ROOM.ctypes.data + at * size
    return [_argument(start + row * width * size) for row in range(_AT_ONCE)]


_SINGLES = {width: (_places(np.float32, width),) for width in (4, 6)}
_APART = tuple(_places(np.float32, 4, at) for at in range(4))
_DOUBLES = {width: tuple(_places(np.float64, width, at) for at in range(width)) for width in (2, 4)}


def _asked(
    call: Callable[..., Any], subjects: Sequence[list[Any]], places: tuple[list[Any], ...], room: Any
) -> Floats:
    """A row of numbers for each of the subjects; zeros where pdfium has no answer."""
    count = len(subjects[-1])
    out = np.empty((count, room.shape[1]))
    for start in range(0, count, _AT_ONCE):
        rows = slice(start, start + _AT_ONCE)
        n = min(_AT_ONCE, count - start)
        room[:n] = 0
        deque(map(call, *(of[rows] for of in subjects), *places), maxlen=0)
        out[rows] = room[:n]
    return out


def _singles(
    call: Callable[..., Any], width: int, *subjects: list[Any], places: tuple[list[Any], ...] = ()
) -> Floats:
    room = _ROOM.reshape(-1).view(np.float32)[: _AT_ONCE * width].reshape(-1, width)
    return _asked(call, subjects, places or _SINGLES[width], room)


def _doubles(call: Callable[..., Any], width: int, *subjects: list[Any]) -> Floats:
    room = _ROOM.reshape(-1)[: _AT_ONCE * width].reshape(-1, width)
    return _asked(call, subjects, _DOUBLES[width], room)


_loose_box = _bare(c.FPDFText_GetLooseCharBox)
_char_box = _bare(c.FPDFText_GetCharBox)
_char_origin = _bare(c.FPDFText_GetCharOrigin)
_char_matrix = _bare(c.FPDFText_GetMatrix)
_font_size = _bare(c.FPDFText_GetFontSize, ctypes.c_double)
_font_info = _bare(c.FPDFText_GetFontInfo)
_object_of = _bare(c.FPDFText_GetTextObject, ctypes.c_void_p)
_font_of = _bare(c.FPDFTextObj_GetFont, ctypes.c_void_p)
_object_type = _bare(c.FPDFPageObj_GetType, ctypes.c_int)
_object_matrix = _bare(c.FPDFPageObj_GetMatrix)
_object_bounds = _bare(c.FPDFPageObj_GetBounds)


class CharsOf:
    """The characters of one page, by the numbers that pdfium knows them by."""

    def __init__(self, textpage: pdfium.PdfTextPage) -> None:
        self._page = _argument(address(textpage.raw))

    def _each(self, indices: list[int]) -> tuple[list[Any], list[int]]:
        return [self._page] * len(indices), indices

    def loose_boxes(self, indices: list[int]) -> Floats:
        """left, top, right, bottom: as wide as the advance, as high as the font."""
        return _singles(_loose_box, 4, *self._each(indices))

    def ink_boxes(self, indices: list[int]) -> Floats:
        """left, right, bottom, top of what is drawn."""
        return _doubles(_char_box, 4, *self._each(indices))

    def origins(self, indices: list[int]) -> Floats:
        """x, y of the points that they are set at."""
        return _doubles(_char_origin, 2, *self._each(indices))

    def objects(self, indices: list[int]) -> list[int | None]:
        """The addresses of the text objects that they belong to; None for those that pdfium put in."""
        return list(map(_object_of, *self._each(indices)))

    def matrices(self, indices: list[int]) -> Floats:
        """a, b, c, d, e, f; zeros where there is none."""
        return _singles(_char_matrix, 6, *self._each(indices))

    def font_sizes(self, indices: list[int]) -> list[float]:
        """As the content says, before the matrix."""
        return list(map(_font_size, *self._each(indices)))

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
    count = number_of(within)
    things = list(map(thing_at, [within] * count, range(count)))
    return things, list(map(_object_type, map(_argument, things)))


_ON_PAGE = _bare(c.FPDFPage_CountObjects, ctypes.c_int), _bare(c.FPDFPage_GetObject, ctypes.c_void_p)
_IN_FORM = _bare(c.FPDFFormObj_CountObjects, ctypes.c_int), _bare(c.FPDFFormObj_GetObject, ctypes.c_void_p)


def matrices(things: list[int]) -> Floats:
    """a, b, c, d, e, f of each object."""
    return _singles(_object_matrix, 6, list(map(_argument, things)))


def bounds(things: list[int]) -> Floats:
    """left, bottom, right, top of each object; zeros where there are none."""
    return _singles(_object_bounds, 4, list(map(_argument, things)), places=_APART)
