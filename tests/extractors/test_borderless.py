"""Tables without upright lines, on pages of letters put down by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from extractors.borderless import NOTHING, borderless
from extractors.pdf_chars import Chars
from extractors.pdf_rules import Edge, Grid, edge, locate

WIDE, HIGH, PITCH = 6.0, 8.4, 20.0
"""Of a letter, and of a line, in points."""

Put = tuple[float, float, str]
"""Left end and baseline of words."""


def page(puts: Sequence[Put]) -> Chars:
    """A page of these words in this order."""
    text, x0, bottom = "", [], []
    for left, base, words in puts:
        for n, letter in enumerate(words):
            text += letter
            x0.append(left + n * WIDE)
            bottom.append(base)
    left, base = np.array(x0), np.array(bottom)
    return Chars(text, left, base - HIGH, left + WIDE, base, np.arange(len(text)))


def rows_of(chars: Chars, grid: Grid) -> list[list[str]]:
    """The words of each row's cells."""
    at = locate([grid], (chars.x0 + chars.x1) / 2, (chars.top + chars.bottom) / 2)
    rows: dict[int, list[str]] = {}
    for n, cell in enumerate(grid.cells):
        words = "".join(c for c, where in zip(chars.text, at, strict=True) if where == n)
        rows.setdefault(cell.row, []).append(words)
    return list(rows.values())


def lines(*rows: Sequence[tuple[float, str]], top: float = 100.0) -> list[Put]:
    return [(x, top + PITCH * n, words) for n, row in enumerate(rows) for x, words in row]


def rule(y: float, left: float = 60, right: float = 500) -> Edge:
    return edge(left, y, right, y)


NAMES = ("การปฏบตหนาท", "การใชงบประมาณ", "การใชอำนาจ", "การเปดเผยขอมล")


def test_figures_beside_words_are_a_table() -> None:
    chars = page(
        lines(
            [(70, "ตวชวด"), (400, "คะแนน")],
            *([(70, name), (400, f"9{n}.50")] for n, name in enumerate(NAMES)),
        )
    )
    (grid,) = borderless(chars, [], []).grids
    assert rows_of(chars, grid) == [
        ["ตวชวด", "คะแนน"],
        *([name, f"9{n}.50"] for n, name in enumerate(NAMES)),
    ]


def test_a_wording_over_two_lines_is_one_cell() -> None:
    chars = page(
        lines(
            [(70, "I1"), (110, "ทานปฏบตงานตามขนตอน"), (300, "๙๐.๒๕")],
            [(110, "มากนอยเพยงใด")],
            [(70, "I2"), (110, "ทานปฏบตงานโดยเทาเทยม"), (300, "๘๘.๑๐")],
            [(70, "I3"), (110, "ทานรบของขวญ"), (300, "๑๐๐.๐๐")],
        )
    )
    (grid,) = borderless(chars, [], []).grids
    assert [row[1] for row in rows_of(chars, grid)] == [
        "ทานปฏบตงานตามขนตอนมากนอยเพยงใด",
        "ทานปฏบตงานโดยเทาเทยม",
        "ทานรบของขวญ",
    ]


def test_one_row_needs_a_heading() -> None:
    row = [(70.0, "การปฏบตหนาท"), (400.0, "78.24")]
    assert borderless(page(lines(row)), [], []) == NOTHING
    chars = page(lines([(70, "ตวชวด"), (390, "คะแนน")], row))
    (grid,) = borderless(chars, [], []).grids
    assert rows_of(chars, grid) == [["ตวชวด", "คะแนน"], ["การปฏบตหนาท", "78.24"]]


def test_prose_under_a_table_stays_prose() -> None:
    prose = "จากตารางขางตนพบวาหนวยงานไดคะแนนสงสดในตวชวดการปฏบตหนาทและตำสดในการเปดเผย"
    chars = page(lines(*([(70, n), (400, "91.50")] for n in NAMES), [(70, prose)], [(70, prose)]))
    (grid,) = borderless(chars, [], []).grids
    assert len(rows_of(chars, grid)) == len(NAMES)


def test_what_is_set_with_blanks_but_has_no_figures_is_no_table() -> None:
    contents = lines(*([(70, name), (450, str(n + 1))] for n, name in enumerate(NAMES)))
    signatures = lines(
        [(70, "ลงชอ"), (300, "ผรายงาน")], [(70, "ปลด"), (300, "นายก")], [(70, "ก"), (300, "ข")]
    )
    entries = lines(*([(70, f"{n}."), (100, name)] for n, name in enumerate(NAMES)))
    sections = lines(*([(70, f"1.{n}"), (110, name)] for n, name in enumerate(NAMES)))
    for puts in (contents, signatures, entries, sections):
        assert borderless(page(puts), [], []) == NOTHING


def test_two_tables_with_headings_of_their_own_are_two() -> None:
    body = [[(70.0, name), (400.0, "91.50")] for name in NAMES]
    head = [(70.0, "ตวชวด"), (400.0, "คะแนน")]
    chars = page(lines(head, *body, [(70, "ผลรายขอ")], head, *body))
    assert [len(rows_of(chars, g)) for g in borderless(chars, [], []).grids] == [5, 5]


def test_rows_between_rules_across() -> None:
    """Words of several lines stand in all columns; only the rules tell the rows."""
    texts = lines(
        [(70, "มาตรการ"), (200, "ขนตอน"), (380, "ระยะเวลา")],
        [(70, "จดทำคมอ"), (200, "ทบทวนขนตอน"), (380, "ไตรมาสท")],
        [(70, "บรการ"), (200, "ตดประกาศ")],
        [(70, "ประชาชน")],
        [(70, "บตรควกลาง"), (200, "สำรวจ"), (380, "ตลอดป")],
    )
    rules = [rule(y) for y in (87, 105, 165, 185)]
    chars = page(texts)
    (grid,) = borderless(chars, [], rules).grids
    assert rows_of(chars, grid) == [
        ["มาตรการ", "ขนตอน", "ระยะเวลา"],
        ["จดทำคมอบรการประชาชน", "ทบทวนขนตอนตดประกาศ", "ไตรมาสท"],
        ["บตรควกลาง", "สำรวจ", "ตลอดป"],
    ]


def test_three_rules_and_a_row_for_each_figure() -> None:
    chars = page(lines([(70, "ตวชวด"), (400, "คะแนน")], *([(70, n), (400, "91.50")] for n in NAMES)))
    (grid,) = borderless(chars, [], [rule(87), rule(105), rule(185)]).grids
    assert len(rows_of(chars, grid)) == 5


def test_prose_between_rules_is_no_table() -> None:
    prose = "การประเมนคณธรรมและความโปรงใสในการดำเนนงานของหนวยงานภาครฐเปนเครองมอ"
    chars = page(lines(*([(70, prose)] for _ in range(6))))
    assert borderless(chars, [], [rule(87), rule(127), rule(230)]) == NOTHING


def test_a_rule_over_some_columns_parts_only_their_rows() -> None:
    chars = page(
        lines(
            [(70, "แบบวด"), (200, "ตวชวด"), (400, "คะแนน")],
            [(70, "IIT"), (200, NAMES[0]), (400, "91.50")],
            [(200, NAMES[1]), (400, "92.50")],
            [(70, "EIT"), (200, NAMES[2]), (400, "93.50")],
        )
    )
    rules = [rule(87), rule(105), rule(125, left=180), rule(145), rule(165)]
    (grid,) = borderless(chars, [], rules).grids
    assert next(c.row_span for c in grid.cells if (c.row, c.column) == (1, 0)) == 2
    assert rows_of(chars, grid)[2] == [NAMES[1], "92.50"]


@given(
    names=st.lists(st.sampled_from(NAMES), min_size=3, max_size=12),
    places=st.lists(st.integers(0, 60), min_size=12, max_size=12),
    columns=st.integers(1, 3),
)
def test_every_figure_has_its_own_cell_beside_its_name(
    names: list[str], places: list[int], columns: int
) -> None:
    rows = [
        [(70.0, name), *((200.0 + 100 * c + places[n] / 2, f"8{n % 10}.{c}5") for c in range(columns))]
        for n, name in enumerate(names)
    ]
    chars = page(lines(*rows))
    (grid,) = borderless(chars, [], []).grids
    assert rows_of(chars, grid) == [[words for _, words in row] for row in rows]
