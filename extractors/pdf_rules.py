"""Ruled lines of a PDF page, and the cells between them.

Paths come from pdfium; cells are found by pdfplumber's table geometry (edges, intersections, cells,
tables: `pdfplumber.table`).
"""

from __future__ import annotations

import ctypes
import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pdfplumber.table as geometry
import pypdfium2.raw as c
from numpy.typing import NDArray

from extractors.document import Bbox
from extractors.pdf_bulk import Things, bounds, objects
from extractors.pdf_chars import Frame, where

_THIN = 3.0
"""A filled box thinner than this, in points, is a ruled line (Word draws borders so)."""
_TOUCH = 3.0
"""Lines end within so many points of the line they meet: pdfplumber's own default."""
_DEEPEST_FORM = 5
_MOST_EDGES = 5000
"""More than a page of table lines can have; such a page is a drawing."""

Point = tuple[float, float]
Rule = tuple[float, float, float]
"""A line: where it is (x of an upright one, y of a level one), and from where to where it goes."""
Matrix = tuple[float, float, float, float, float, float]
Edge = dict[str, Any]
"""A line as pdfplumber's table geometry takes it, in points."""
Box = tuple[float, float, float, float]
"""left, bottom, right, top in pdfium's page space."""
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell between ruled lines, with its place in the table's grid."""

    row: int
    column: int
    row_span: int
    column_span: int
    bbox: Bbox


@dataclass(frozen=True, slots=True)
class Grid:
    """One ruled table: its cells and the lines of its grid, in points."""

    cells: tuple[GridCell, ...]
    bbox: Bbox


def grids_of(edges: list[Edge]) -> list[Grid]:
    """The tables with two cells or more between ruled lines (pdfplumber's edges, in points), from top to bottom."""
    if len(edges) < 4 or len(edges) > _MOST_EDGES:
        return []
    cells = _cells(geometry.edges_to_intersections(_merged(edges), _TOUCH, _TOUCH))
    tables = [_grid(cells) for cells in _together(cells)]
    return sorted((t for t in tables if len(t.cells) > 1), key=lambda t: (t.bbox[1], t.bbox[0]))


def most_cells(edges: list[Edge]) -> int:
    """No more cells than this lie between these lines; 0 where they are no table."""
    if len(edges) > _MOST_EDGES:
        return 0
    across = {round(edge["x0"] / _TOUCH) for edge in edges if edge["orientation"] == "v"}
    down = {round(edge["top"] / _TOUCH) for edge in edges if edge["orientation"] == "h"}
    return len(across) * len(down)


def _merged(edges: list[Edge]) -> list[Edge]:
    """Lines beside each other moved to one place, and their pieces joined, as by pdfplumber's `merge_edges`."""
    level = _in_one([(e["top"], e["x0"], e["x1"]) for e in edges if e["orientation"] == "h"])
    upright = _in_one([(e["x0"], e["top"], e["bottom"]) for e in edges if e["orientation"] == "v"])
    return [
        *(_edge("h", left, y, right, y) for y, left, right in level),
        *(_edge("v", x, top, x, bottom) for x, top, bottom in upright),
    ]


def _in_one(rules: list[Rule]) -> list[Rule]:
    near: list[list[Rule]] = []
    near_to: dict[float, list[Rule]] = {}
    last = -math.inf
    for at in sorted({at for at, _, _ in rules}):
        if at > last + _TOUCH:
            near.append([])
        near_to[at] = near[-1]
        last = at
    for rule in rules:
        near_to[rule[0]].append(rule)
    pieces: dict[float, list[tuple[float, float]]] = defaultdict(list)
    for those in near:
        middle = sum([at for at, _, _ in those]) / len(those)
        for at, begin, end in those:
            pieces[at + (middle - at)].append((begin, end))
    return [(at, *piece) for at in sorted(pieces) for piece in _joined(sorted(pieces[at]))]


def _joined(pieces: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Pieces of one line, in order, those that touch as one."""
    out = [pieces[0]]
    for begin, end in pieces[1:]:
        first, last = out[-1]
        if begin > last + _TOUCH:
            out.append((begin, end))
        elif end > last:
            out[-1] = first, end
    return out


def _cells(intersections: dict[Point, dict[str, list[Edge]]]) -> list[Bbox]:
    """The smallest cell right below each point where lines meet, as pdfplumber's `intersections_to_cells`.

    That looks through all points for each; this only along the two lines.
    """
    lines = {point: (set(map(id, at["v"])), set(map(id, at["h"]))) for point, at in intersections.items()}
    columns: dict[float, list[Point]] = defaultdict(list)
    rows: dict[float, list[Point]] = defaultdict(list)
    for point in sorted(lines):
        columns[point[0]].append(point)
        rows[point[1]].append(point)

    def smallest(point: Point) -> Bbox | None:
        down, across = lines[point]
        column, row = columns[point[0]], rows[point[1]]
        right = [p for p in row[bisect_left(row, point) + 1 :] if not across.isdisjoint(lines[p][1])]
        if not right:
            return None
        for below in column[bisect_left(column, point) + 1 :]:
            if down.isdisjoint(lines[below][0]):
                continue
            for beside in right:
                corner = lines.get((beside[0], below[1]))
                if (
                    corner is not None
                    and not corner[0].isdisjoint(lines[beside][0])
                    and not corner[1].isdisjoint(lines[below][1])
                ):
                    return (*point, beside[0], below[1])
        return None

    return [cell for cell in map(smallest, sorted(lines)) if cell is not None]


def _together(cells: list[Bbox]) -> list[list[Bbox]]:
    """Cells that touch at corners, as pdfplumber's `cells_to_tables`, which compares each of them with all others."""
    table_at: dict[Point, list[Bbox]] = {}
    for cell in cells:
        corners = _corners(cell)
        touched = {id(table): table for table in map(table_at.get, corners) if table is not None}
        if len(touched) == 1:
            (joined,) = touched.values()
            joined.append(cell)
            table_at.update(dict.fromkeys(corners, joined))
            continue
        joined = [cell, *(other for table in touched.values() for other in table)]
        for member in joined:
            table_at.update(dict.fromkeys(_corners(member), joined))
    return list({id(table): table for table in table_at.values()}.values())


def _corners(cell: Bbox) -> tuple[Point, Point, Point, Point]:
    x0, top, x1, bottom = cell
    return (x0, top), (x0, bottom), (x1, top), (x1, bottom)


def locate(grids: list[Grid], x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int64]:
    """For each point the number of the cell it lies in, counted over all grids; -1 outside."""
    found = np.full(len(x), -1, dtype=np.int64)
    offset = 0
    for grid in grids:
        x0, top, x1, bottom = grid.bbox
        inside = where((x >= x0) & (x <= x1) & (y >= top) & (y <= bottom))
        if len(inside):
            xs = sorted({at for cell in grid.cells for at in cell.bbox[::2]})
            ys = sorted({at for cell in grid.cells for at in cell.bbox[1::2]})
            column_from, row_from = (
                {at: n for n, at in enumerate(xs, 1)},
                {at: n for n, at in enumerate(ys, 1)},
            )
            # By its place between all lines; of cells that overlap the first is put in last.
            cell_at = np.full((len(ys) + 1, len(xs) + 1), -1, dtype=np.int64)
            for n, cell in reversed(list(enumerate(grid.cells, offset))):
                x0, top, x1, bottom = cell.bbox
                cell_at[row_from[top] : row_from[bottom], column_from[x0] : column_from[x1]] = n
            found_here = cell_at[
                np.searchsorted(ys, y[inside], side="right"), np.searchsorted(xs, x[inside], side="right")
            ]
            found[inside] = np.where(found_here < 0, found[inside], found_here)
        offset += len(grid.cells)
    return found


def _grid(cells: list[Bbox]) -> Grid:
    columns = _places([x for cell in cells for x in cell[::2]])
    rows = _places([y for cell in cells for y in cell[1::2]])
    placed = []
    for cell in cells:
        x0, top, x1, bottom = cell
        row, column = rows[top], columns[x0]
        placed.append(GridCell(row, column, rows[bottom] - row, columns[x1] - column, cell))
    placed.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(tuple(placed), (min(columns), min(rows), max(columns), max(rows)))


def _places(values: list[float]) -> dict[float, int]:
    """For each position the number of the line that it lies on."""
    distinct = sorted(set(values))
    lines = _lines(distinct)
    return {v: _nearest(lines, v) for v in distinct}


def _lines(values: list[float]) -> list[float]:
    """Of positions in order the first of each line; ones closer than the touch tolerance are the same line."""
    out: list[float] = []
    for v in values:
        if not out or v - out[-1] > _TOUCH:
            out.append(v)
    return out


def _nearest(lines: list[float], v: float) -> int:
    after = min(bisect_left(lines, v), len(lines) - 1)
    return after - 1 if after and abs(lines[after - 1] - v) <= abs(lines[after] - v) else after


def edges_of(content: Things, frame: Frame) -> list[Edge]:
    """The upright and level lines that a page draws."""
    segments = list(_segments(*content, _IDENTITY, 0))
    if not segments:
        return []
    left, top, right, bottom = frame.boxes(*np.array(segments).T)
    long = np.maximum(right - left, bottom - top) > _THIN / 2
    return [edge(*box) for box in np.array((left, top, right, bottom)).T[long].tolist()]


def edge(left: float, top: float, right: float, bottom: float) -> Edge:
    """A thin upright box, in points, as pdfplumber's table geometry wants its edges."""
    if bottom - top <= right - left:
        middle = (top + bottom) / 2
        return _edge("h", left, middle, right, middle)
    middle = (left + right) / 2
    return _edge("v", middle, top, middle, bottom)


def _edge(orientation: str, left: float, top: float, right: float, bottom: float) -> Edge:
    return {
        "x0": left,
        "x1": right,
        "top": top,
        "bottom": bottom,
        "width": right - left,
        "height": bottom - top,
        "orientation": orientation,
        "object_type": "line",
    }


def _segments(things: list[int], kinds: list[int], matrix: Matrix, depth: int) -> Iterator[Box]:
    """Straight upright lines of the paths among these objects as left, bottom, right, top in page space."""
    paths = [thing for thing, kind in zip(things, kinds, strict=True) if kind == c.FPDF_PAGEOBJ_PATH]
    boxes = iter(bounds(paths).tolist())
    for thing, kind in zip(things, kinds, strict=True):
        if kind == c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            inner = _times(_matrix(_pointer(thing)), matrix)
            yield from _segments(*objects(thing, is_form=True), inner, depth + 1)
        elif kind == c.FPDF_PAGEOBJ_PATH:
            left, bottom, right, top = _moved(matrix, *next(boxes))
            if min(right - left, top - bottom) <= _THIN:
                yield left, bottom, right, top
            else:
                yield from _outline(_pointer(thing), matrix)


def _pointer(thing: int) -> Any:
    return ctypes.cast(thing, c.FPDF_PAGEOBJECT)


def _outline(path: Any, matrix: Matrix) -> Iterator[Box]:
    """The upright lines of a path that is more than one thin line: a stroked box, or a whole grid."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    n = c.FPDFPath_CountSegments(path)
    if n > _MOST_EDGES:
        return
    whole = _times(_matrix(path), matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    boxes: list[list[tuple[float, float]]] = []
    for i in range(n):
        segment = c.FPDFPath_GetPathSegment(path, i)
        kind = c.FPDFPathSegment_GetType(segment)
        c.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = _apply(whole, x.value, y.value)
        if kind == c.FPDF_SEGMENT_MOVETO:
            points = [point]
            boxes.append(points)
        elif kind == c.FPDF_SEGMENT_LINETO and points:
            points.append(point)
            if c.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
        else:
            return  # a curve: not a table
    for points in boxes:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        thin = min(max(xs) - min(xs), max(ys) - min(ys)) <= _THIN
        if thin:
            yield min(xs), min(ys), max(xs), max(ys)
        elif stroke.value:
            for (ax, ay), (bx, by) in pairwise(points):
                if min(abs(ax - bx), abs(ay - by)) <= 1.0:
                    yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _matrix(obj: Any) -> Matrix:
    m = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(obj, ctypes.byref(m)):
        return _IDENTITY
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _times(m: Matrix, n: Matrix) -> Matrix:
    """First m, then n."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _apply(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _moved(m: Matrix, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
    if m == _IDENTITY:
        return x0, y0, x1, y1
    ax, ay = _apply(m, x0, y0)
    bx, by = _apply(m, x1, y1)
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
