"""Pictures of pages (PNG, JPEG, TIFF, BMP, WebP) by Pillow: gray, upright, at a resolution that can be read."""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageOps

from extractors.errors import Damaged, NotRead, TooLarge
from extractors.limits import DEFAULT, Limits

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
"""Nothing else is opened, whatever Pillow knows."""

LOWEST_DPI, HIGHEST_DPI = 200.0, 300.0
"""Pages are read at their own resolution, within these."""
_DPI = (60.0, 2400.0)
"""What a file may say of its resolution; cameras and programs write 1 or 72 where they know none."""
_LONGEST, _SHORTEST = 17.5, 2.5
"""Inches of the longer and the shorter side of a sheet: none is longer than A3."""
_A4 = (11.69, 8.27)
_PAGE = (700, 500)
"""Pixels of the longer and shorter side of the smallest picture of a page: A4 at 60 dpi."""

_ERRORS = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError,
    EOFError, MemoryError, RuntimeError, struct.error, zlib.error,
)  # fmt: skip
"""What Pillow raises on broken pictures: besides its own errors those of what it calls."""

_TURNED_ASIDE = {5, 6, 7, 8}
_WHITE = 255
_REDUCED = 1
"""Bit of a TIFF's NewSubfileType: a small copy of another frame."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One picture of a page."""

    gray: NDArray[np.uint8]
    dpi: float


class Pictures:
    """The pictures in one file, opened. `sheet` decodes one at a time."""

    def __init__(self, image: Image.Image, name: str, limits: Limits) -> None:
        self._image = image
        self._name = name
        self._most_pixels = limits.pixels
        self._frames = _frames(image, limits.pages)
        if len(self._frames) > limits.pages:
            raise TooLarge.of(
                "pages", limits.pages, f"{name}: มีภาพหลายหน้า", f"{name}: it holds too many pictures"
            )

    def __len__(self) -> int:
        return len(self._frames)

    def sheet(
        self,
        index: int,
        crop: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0),
        inches: tuple[float, float] | None = None,
    ) -> Sheet:
        """One of the pictures, counted from 0.

        `crop` are the shares cut off at left, top, right and bottom; `inches` its width and height where it is
        known how large it is shown. Raises `Damaged` where it cannot be decoded and `TooLarge`.
        """
        try:
            self._image.seek(self._frames[index])
            size = self._image.size
        except Image.DecompressionBombError as exc:
            raise _too_large(self._name, "", self._most_pixels) from exc
        except _ERRORS as exc:
            raise _damaged(self._name, exc) from exc
        if size[0] * size[1] > self._most_pixels:
            raise _too_large(self._name, f" ({size[0]} × {size[1]})", self._most_pixels)
        try:
            return _sheet(self._image, crop, inches)
        except _ERRORS as exc:
            raise _damaged(self._name, exc) from exc


@contextmanager
def opened(source: Path | IO[bytes], name: str, limits: Limits = DEFAULT) -> Iterator[Pictures]:
    """The pictures in a file. Raises `Damaged` and `TooLarge`, and `OSError` where there is no such file."""
    file = source.open("rb") if isinstance(source, Path) else source
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of large pictures; the limit is ours
            Image.MAX_IMAGE_PIXELS = limits.pixels  # it refuses twice as many
            try:
                image = Image.open(file, formats=FORMATS)
            except Image.DecompressionBombError as exc:
                raise _too_large(name, "", limits.pixels) from exc
            except _ERRORS as exc:
                raise _damaged(name, exc) from exc
            with image:
                yield Pictures(image, name, limits)
    finally:
        file.close()


def may_be_page(source: Path | IO[bytes]) -> bool:
    """False for pictures that are too small for a page: logos, icons, buttons. A damaged one may be a page."""
    try:
        with opened(source, "") as pictures:
            size = pictures._image.size
    except NotRead:
        return True
    return max(size) >= _PAGE[0] and min(size) >= _PAGE[1]


def _too_large(name: str, size: str, most: int) -> NotRead:
    return TooLarge.of(
        "pixels",
        most,
        f"{name}: ภาพใหญ่เกินไป{size} (สแกนที่ 300 dpi ก็พอ)",
        f"{name}: a picture with too many pixels{size} (scanned at 300 dpi it would do)",
    )


def _damaged(name: str, exc: Exception) -> NotRead:
    why = (str(exc) or type(exc).__name__).partition("\n")[0][:120]
    return Damaged(
        f"{name}: ไฟล์ภาพเสียหายหรือไม่ครบ ({why}) สแกนใหม่หรือขอไฟล์ต้นฉบับ",
        f"{name}: the picture is damaged or cut short ({why}): scan it again or ask for the original",
    )


def _frames(image: Image.Image, most: int) -> list[int]:
    """The frames that are pages: of a TIFF all but small copies, of another format the first."""
    if image.format != "TIFF":
        return [0]
    frames = []
    for index in range(most + 1):
        try:
            image.seek(index)
            kind = image.tag_v2.get(254, 0)  # type: ignore[attr-defined]
        except EOFError:
            break
        except _ERRORS:  # where one directory is broken, the next cannot be found
            frames.append(index)
            break
        if not (isinstance(kind, int) and kind & _REDUCED):
            frames.append(index)
    return frames or [0]


def _sheet(
    image: Image.Image, crop: tuple[float, float, float, float], inches: tuple[float, float] | None
) -> Sheet:
    if image.format in ("JPEG", "MPO") and image.mode in ("L", "RGB", "YCbCr"):
        image.draft("L", image.size)  # colours are not even decoded
    turned = image.getexif().get(ExifTags.Base.Orientation) in _TURNED_ASIDE
    stated = _stated(image)
    gray = _gray(ImageOps.exif_transpose(image))
    if any(crop):
        left, top, right, bottom = crop
        width, height = gray.size
        box = (left * width, top * height, (1 - right) * width, (1 - bottom) * height)
        gray = gray.crop(tuple(round(v) for v in box))  # type: ignore[arg-type]
    if inches is not None:
        if turned and (gray.width > gray.height) != (inches[0] > inches[1]):  # not all turn as EXIF says
            inches = inches[1], inches[0]
        across, down = gray.width / inches[0], gray.height / inches[1]
    else:
        across, down = _resolution(gray.size, stated[::-1] if stated and turned else stated)
    # A picture may be stretched where it is shown, and faxes have fewer lines than points in a line.
    dpi = min(max(float(np.sqrt(across * down)), LOWEST_DPI), HIGHEST_DPI)
    size = max(1, round(gray.width * dpi / across)), max(1, round(gray.height * dpi / down))
    if size != gray.size:
        smaller = size[0] * size[1] < gray.width * gray.height
        gray = gray.resize(size, Image.Resampling.LANCZOS if smaller else Image.Resampling.BICUBIC)
    return Sheet(np.ascontiguousarray(np.asarray(gray, dtype=np.uint8)), dpi)


def _stated(image: Image.Image) -> tuple[float, float] | None:
    """Points an inch, across and down, as the file says."""
    try:
        across, down = (float(value) for value in image.info["dpi"])
    except _ERRORS:
        return None
    return across, down


def _resolution(size: tuple[int, int], stated: tuple[float, float] | None) -> tuple[float, float]:
    """Points an inch, across and down: those stated where they make a sheet of paper, else those of A4."""
    if stated is not None and all(_DPI[0] <= value <= _DPI[1] for value in stated):
        shorter, longer = sorted((size[0] / stated[0], size[1] / stated[1]))
        if shorter >= _SHORTEST and longer <= _LONGEST:
            return stated
    dpi = max(max(size) / _A4[0], min(size) / _A4[1], 50.0)
    return dpi, dpi


def _gray(image: Image.Image) -> Image.Image:
    """The picture in gray on white paper."""
    if image.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    if image.mode in ("I", "F"):
        values = np.asarray(image, dtype=np.float64)
        most = float(values.max()) or 1.0
        return Image.fromarray(np.clip(values * (_WHITE / most), 0, _WHITE).astype(np.uint8))
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, (_WHITE,) * 4)
        image = Image.alpha_composite(paper, image)
    return image.convert("L")
