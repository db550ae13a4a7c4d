"""A page that is a picture, read like any other: the same cells and lines as of a page with a text layer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from extractors.document import DEFAULT_ENGINE, Bbox, Layer, Ocr, Recognition
from extractors.layout import Line
from extractors.pdf_rules import Grid, edge, grids_of
from normalizers.quality import judge, known_letters

if TYPE_CHECKING:  # OpenCV and Tesseract are slow to load, and may not be there
    from extractors.gap_rows import Columns
    from extractors.scan_cache import Kept
    from extractors.scan_image import Picture
    from extractors.scan_ink import Gray
    from extractors.scan_words import TextLine

_VERSION = 16
"""Raise it when the same picture would be read otherwise than before."""
_UPSIDE_DOWN = 0.75
"""More of the letters of an upright page stand in words, but for a page of few or very poor words."""
_SCRAP, _SCRAPS = 3, 4
"""Of words read off a photograph most have fewer letters; fewer words than the second tell nothing where a number is."""
_FEW = 40
"""So few letters may be words by chance."""
_ENGLISH = re.compile("[A-Za-z]{3,}")
_FONT = 1.6
"""Size of a Thai font as a multiple of the height of its letters; fonts differ by a tenth."""
_BESIDE = 0.055
"""White behind a letter that is the letter's own, as a multiple of the font's size."""
_ALIKE = 0.15
"""Sizes that differ less than this are one size, measured twice."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was read of one page."""

    grids: list[Grid]
    body: list[Line]
    cells: list[list[Line]]
    layer: Layer | None
    width: float
    height: float
    ends_with: Columns | None = None
    """The columns of a table without upright lines, where the page ends with one."""
    turn: int = 0
    """Quarters that the picture was turned by, anticlockwise, to stand upright."""

    def lines(self) -> Iterator[Line]:
        yield from self.body
        for lines in self.cells:
            yield from lines


def missing(engine: str = DEFAULT_ENGINE) -> str | None:
    """What recognition by that engine wants here, as `extractors.engines.missing` says; None for nothing."""
    if find_spec("cv2") is None:
        return "packages"
    from extractors import engines

    return engines.missing(engine)


def wanted(how: Recognition) -> bool:
    """Whether any picture is to be read, and can be."""
    return how.ocr is not Ocr.NEVER and missing(how.engine) is None


version_of = cache(version)


def engines(engine: str) -> dict[str, str]:
    """What recognises, by name and version of the packages."""
    own = "tesserocr" if engine == DEFAULT_ENGINE else engine
    return {name: version_of(name) for name in (own, "opencv-python-headless", "onnxruntime")}


def recognise(
    page: pdfium.PdfPage, number: int, engine: str = DEFAULT_ENGINE, above: Columns | None = None
) -> Recognised:
    """Read the picture of a PDF's page. Places are points on the page turned upright and straightened.

    `above` are the columns of a table without upright lines that the page before ends with.
    """
    from extractors import scan_image

    dpi = scan_image.native_dpi(page)
    return recognise_picture(scan_image.render(page, dpi), dpi, number, engine, above)


def recognise_picture(
    gray: Gray, dpi: float, number: int, engine: str = DEFAULT_ENGINE, above: Columns | None = None
) -> Recognised:
    """Read a page's picture in gray. Places are points on the page turned upright and straightened."""
    from extractors import scan_image

    turns = (1, 3, 0, 2) if scan_image.lies_on_its_side(gray) else (0, 2, 1, 3)
    best = None
    for turn in turns:
        found = _read(np.ascontiguousarray(np.rot90(gray, turn)), dpi, number, engine, above)
        found = replace(found, turn=turn)
        if best is None or _sureness(found) > _sureness(best):
            best = found
        if _sureness(best) > _UPSIDE_DOWN or not any(True for _ in best.lines()):
            break
    assert best is not None  # noqa: S101 - there are turns
    few = sum(len(line.text) for line in best.lines()) < _FEW
    if (few or _sureness(best) <= _UPSIDE_DOWN) and _is_scraps(best):
        return Recognised([], [], [], None, best.width, best.height, turn=best.turn)
    return best


def as_read(gray: Gray, dpi: float, number: int, engine: str = DEFAULT_ENGINE) -> Gray:
    """A page's picture turned upright and straightened: what the places of `recognise_picture` lie on.

    Cheap where the page was recognised before and is still in the cache.
    """
    from extractors import scan_image

    found = recognise_picture(gray, dpi, number, engine)
    return scan_image.straight(np.ascontiguousarray(np.rot90(gray, found.turn)))


def _sureness(found: Recognised) -> float:
    """The share of a page's letters that stand in words: of one upside down, few. Tesseract itself is sure of all.

    What is read as an English word was surely one.
    """
    text = "\n".join(line.text for line in found.lines())
    known, total = known_letters(text)
    english = sum(map(len, _ENGLISH.findall(text)))
    return (known + english) / (total + english) if total or english else 0.0


def _is_scraps(found: Recognised) -> bool:
    """True for single letters and signs here and there, as are seen in the grain of a photograph."""
    words = [word for line in found.lines() for word in line.text.split()]
    # A number may stand alone on a page.
    if not words or (len(words) < _SCRAPS and any(map(str.isdigit, "".join(words)))):
        return False
    return float(np.median([len(word) for word in words])) < _SCRAP


def _read(gray: Gray, dpi: float, number: int, engine: str, above: Columns | None) -> Recognised:
    from extractors import scan_cache, scan_columns
    from extractors.engines import load

    name = scan_cache.key(gray, dpi, settings(engine))
    kept = scan_cache.load(name)
    if kept is None:
        kept = _read_anew(gray, dpi, engine)
        scan_cache.save(name, kept)
    ruled = _tables(kept.rules)
    outside = [line for region, lines in kept.regions if region < 0 for line in lines]
    edges = [edge(*rule) for rule in kept.rules]
    found = scan_columns.tables(outside, kept.scale, ruled, edges, above)
    unruled = list(found.grids)
    own = scan_columns.by_cell(outside, kept.scale, unruled)
    place = (number, kept.width, kept.height)

    def lines(read: Iterable[TextLine]) -> list[Line]:
        return [_line(line, kept.scale, place) for line in scan_columns.joined(read)]

    inside = {region: read for region, read in kept.regions if region >= 0}
    tables = [*_with_cells(ruled, inside), *_with_cells(unruled, own)]
    tables.sort(key=lambda table: (table[0].bbox[1], table[0].bbox[0]))
    body = lines(own.get(-1, ()))
    cells = [lines(read) for _, per_cell in tables for read in per_cell]
    text = "\n".join(line.text for line in (*body, *(line for own in cells for line in own)))
    layer = Layer(load(engine).version, judge(text)) if text.strip() else None
    grids = [grid for grid, _ in tables]
    return Recognised(grids, body, cells, layer, kept.width, kept.height, found.ends_with)


def _with_cells(
    grids: Iterable[Grid], read: Mapping[int, Sequence[TextLine]]
) -> Iterator[tuple[Grid, list[Sequence[TextLine]]]]:
    """Each table with the lines of its cells, from lines by the number of their cell, counted over all tables."""
    number = 0
    for grid in grids:
        yield grid, [read.get(number + n, ()) for n in range(len(grid.cells))]
        number += len(grid.cells)


def _read_anew(gray: Gray, dpi: float, engine: str) -> Kept:
    from extractors import scan_image, scan_text
    from extractors.engines import load
    from extractors.scan_cache import Kept

    picture = scan_image.prepare(gray, dpi)
    rules = tuple((r.x0, r.top, r.x1, r.bottom) for r in picture.rules)
    regions = _regions(picture, _tables(rules))
    lines = scan_text.read_regions(picture, [pieces for _, pieces in regions], load(engine))
    read = tuple((region, tuple(own)) for (region, _), own in zip(regions, lines, strict=True))
    return Kept(picture.width, picture.height, picture.scale, rules, read)


def _tables(rules: Sequence[Bbox]) -> list[Grid]:
    return grids_of([edge(*rule) for rule in rules])


@cache
def settings(engine: str = DEFAULT_ENGINE) -> str:
    """All but the picture that decides what is read of it: names and versions of what reads."""
    from extractors import scan_numbers
    from extractors.engines import load

    return f"{_VERSION} {load(engine).version} {scan_numbers.version()}"


def _line(found: TextLine, scale: float, place: tuple[int, float, float]) -> Line:
    size = found.letter * scale * _FONT
    return Line(
        found.text,
        found.x0 * scale,
        found.top * scale,
        found.x1 * scale + _BESIDE * size,
        found.bottom * scale,
        found.baseline * scale,
        size,
        *place,
        words=found.words,
    )


def _regions(picture: Picture, tables: list[Grid]) -> list[tuple[int, NDArray[np.int64]]]:
    """The pieces of ink of each cell (its number first), and of each block outside tables (-1), in reading order."""
    from extractors import scan_cells, scan_columns

    boxes = picture.boxes
    pieces = np.flatnonzero(boxes[:, 2] > boxes[:, 0])
    y = (boxes[pieces, 1] + boxes[pieces, 3]) / 2 * picture.scale
    cell = scan_cells.cells_of(picture, pieces, tables)
    out = [(int(n), pieces[cell == n]) for n in np.unique(cell) if n >= 0]
    outside, depth = pieces[cell < 0], y[cell < 0]
    band = np.searchsorted(scan_columns.bands(picture, tables), depth)
    for n in np.unique(band):
        for block in _blocks(picture, outside[band == n]):
            out += [(-1, column) for column in scan_columns.columns(picture, block)]
    return out


def _blocks(picture: Picture, pieces: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """The pieces outside tables, parted where a stretch of white lies between lines."""
    order = pieces[np.argsort(picture.boxes[pieces, 1], kind="stable")]
    out: list[list[int]] = []
    bottom = -1
    for piece in order:
        if out and picture.boxes[piece, 1] - bottom < 2.5 * picture.letter:
            out[-1].append(int(piece))
        else:
            out.append([int(piece)])
        bottom = max(bottom, int(picture.boxes[piece, 3]))
    return [np.array(block) for block in out]
