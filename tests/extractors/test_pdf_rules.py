"""Cells between ruled lines: our quick way against pdfplumber's own."""

from __future__ import annotations

import pdfplumber.table as geometry
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.pdf_rules import _cells, _merged, _nearest, edge

_PLACE = st.integers(0, 8).map(lambda n: n * 40.0)
_LEVEL = st.builds(lambda x, w, y: edge(x, y, x + w, y), _PLACE, st.sampled_from([40, 80, 200]), _PLACE)
_UPRIGHT = st.builds(lambda x, y, h: edge(x, y, x, y + h), _PLACE, _PLACE, st.sampled_from([40, 80, 200]))


@given(st.lists(st.one_of(_LEVEL, _UPRIGHT), max_size=40))
@settings(max_examples=200, deadline=None)
def test_cells_are_those_of_pdfplumber(edges: list[dict[str, float | str]]) -> None:
    merged = geometry.merge_edges(edges, 3, 3, 3, 3)
    crossings = geometry.edges_to_intersections(merged, 3, 3)
    assert _cells(crossings) == geometry.intersections_to_cells(crossings)


_BESIDE = st.floats(0, 400, width=32)
_THIN = st.builds(
    lambda x, y, length, down: edge(x, y, x, y + length) if down else edge(x, y, x + length, y),
    _BESIDE,
    _BESIDE,
    st.floats(1, 200, width=32),
    st.booleans(),
)


@given(st.lists(st.one_of(_LEVEL, _UPRIGHT, _THIN), max_size=40))
@settings(max_examples=200, deadline=None)
def test_lines_are_merged_as_by_pdfplumber(edges: list[dict[str, float | str]]) -> None:
    sides = ("orientation", "x0", "top", "x1", "bottom")
    ours, theirs = _merged(edges), geometry.merge_edges(edges, 3, 3, 3, 3)
    assert [[e[side] for side in sides] for e in ours] == [[e[side] for side in sides] for e in theirs]


@given(st.sets(st.integers(0, 99), min_size=1, max_size=12), st.integers(-10, 900))
def test_the_nearest_line_is_the_first_of_those_as_near(values: set[int], v: float) -> None:
    lines = [8.0 * n for n in sorted(values)]
    assert _nearest(lines, v) == min(range(len(lines)), key=lambda i: abs(lines[i] - v))
