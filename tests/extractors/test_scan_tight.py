"""Tables whose rows are as high as their text: letters stay in their own cell, lines over figures are lines."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extractors.pdf_rules import edge, grids_of
from extractors.scan_cells import cells_of
from extractors.scan_image import Picture, Rule, prepare
from extractors.scan_rows import rows_of

LETTER, DIGIT = 17, 24
"""Heights in pixels: a Thai letter and a figure of one font of 12 points at 200 dpi."""
ROW = 37
LEFT, RIGHT, TOP = 100, 400, 500


def picture_of(boxes: list[tuple[int, int, int, int]], rows: int = 0) -> Picture:
    """A page with pieces of ink at these places, in a table of one column with so many rows."""
    points = 200 / 72
    bottom = TOP + rows * ROW
    across = [(LEFT, TOP + n * ROW - 1, RIGHT, TOP + n * ROW + 1) for n in range(rows + 1)] if rows else []
    down = [(x - 1, TOP, x + 1, bottom) for x in (LEFT, RIGHT)] if rows else []
    rules = tuple(Rule(*(v / points for v in rule)) for rule in (*across, *down))
    paper = np.full((2339, 1654), 255, np.uint8)
    labels = np.zeros(paper.shape, np.int32)
    for n, (x0, top, x1, low) in enumerate(boxes, 1):
        labels[top:low, x0:x1] = n
    places = np.array([(0, 0, 0, 0), *boxes], np.int32)
    return Picture(paper, labels, places, rules, float(LETTER), 1 / points, 595.0, 842.0)


def cells(boxes: list[tuple[int, int, int, int]], rows: int) -> NDArray[np.int64]:
    picture = picture_of(boxes, rows)
    tables = grids_of([edge(r.x0, r.top, r.x1, r.bottom) for r in picture.rules])
    return cells_of(picture, np.arange(1, len(boxes) + 1), tables)


def figures(row: int, x: int = 120) -> list[tuple[int, int, int, int]]:
    """Digits, a point and digits, close under the upper rule of their row."""
    top = TOP + row * ROW + 5
    point = (x + 44, top + DIGIT - 5, x + 48, top + DIGIT)
    digits = [(x + 20 * n, top, x + 20 * n + 15, top + DIGIT) for n in (0, 1, 3, 4)]
    return [*digits[:2], point, *digits[2:]]


def test_letters_and_points_stay_in_their_row() -> None:
    assert (
        cells([piece for row in range(4) for piece in figures(row)], 4).tolist()
        == np.repeat(range(4), 5).tolist()
    )


def test_text_under_a_table_stays_outside() -> None:
    inside, under = figures(1), figures(2)
    assert cells([*inside, *under], 2).tolist() == [1] * 5 + [-1] * 5


def test_mark_over_the_rule_goes_to_its_letter() -> None:
    rule = TOP + ROW
    letter = (120, rule + 6, 134, rule + 6 + LETTER)
    mark = (126, rule - 4, 134, rule + 2)
    assert cells([letter, mark], 2).tolist() == [1, 1]


def test_mark_of_the_line_under_the_table_is_no_text_of_its_last_row() -> None:
    bottom = TOP + 2 * ROW
    letter = (300, bottom + 3, 314, bottom + 3 + LETTER)
    mark = (306, bottom - 6, 314, bottom - 1)
    assert cells([*figures(1), letter, mark], 2).tolist() == [1] * 5 + [-1, -1]


def test_line_over_a_longer_one_of_figures_is_a_line() -> None:
    upper = [(120, 465, 131, 488), *((150 + 20 * n, 471, 165 + 20 * n, 488) for n in range(5))]
    lower = [(120 + 20 * n, 500, 135 + 20 * n, 500 + DIGIT) for n in range(8)]
    picture = picture_of([*upper, *lower])
    rows = rows_of(picture, np.arange(1, 15))
    assert [sorted(own.tolist()) for _, _, own in rows] == [list(range(6)), list(range(6, 14))]


def test_marks_of_a_title_are_no_line() -> None:
    title = [(120 + 40 * n, 500, 150 + 40 * n, 535) for n in range(8)]
    marks = [(130 + 40 * n, 478, 150 + 40 * n, 493) for n in (1, 3, 4)]
    rows = rows_of(picture_of([*title, *marks]), np.arange(1, 12))
    assert len(rows) == 1


def test_hairline_between_rules_is_a_rule() -> None:
    """A line between two rows that is pale all along; one that ends in the open is none."""
    page = np.full((1200, 900), 250, np.uint8)
    for y in (200, 400):
        page[y : y + 3, 100:800] = 90
    for x in (100, 450, 798):
        page[200:402, x : x + 3] = 90
    page[300:302, 450:800] = 215
    page[600:602, 300:700] = 215
    rules = prepare(page, 200).rules
    points = 200 / 72
    depths = sorted((rule.top + rule.bottom) / 2 * points for rule in rules if rule.across)
    assert len(rules) == 6
    assert np.allclose(depths, [201.5, 301, 401.5], atol=1.5)
