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


def test_a_row_alone_goes_on_with_the_table_of_the_page_before() -> None:
    body = lines(*([(70, name), (400, f"9{n}.50")] for n, name in enumerate(NAMES)))
    first = borderless(page(body), [], [])
    row = page(lines([(70, "การแกไขปญหา"), (400, "78.24")]))
    assert borderless(row, [], []) == NOTHING
    (grid,) = borderless(row, [], [], first.ends_with).grids
    assert rows_of(row, grid) == [["การแกไขปญหา", "78.24"]]


def test_prose_at_the_top_of_a_page_does_not_go_on_with_a_table() -> None:
    body = lines(*([(70, name), (400, f"9{n}.50")] for n, name in enumerate(NAMES)))
    above = borderless(page(body), [], []).ends_with
    assert above is not None
    prose = "จากตารางขางตนพบวาหนวยงานไดคะแนนสงสดในตวชวดการปฏบตหนาทและตำสดในการเปดเผย"
    assert borderless(page(lines([(70, prose)], [(70, prose)])), [], [], above) == NOTHING


def test_a_cut_cell_between_rules_goes_on_in_its_column() -> None:
    head = [(70.0, "มาตรการ"), (200.0, "ขนตอน"), (380.0, "ระยะเวลา")]
    row = [(70.0, "จดทำคมอ"), (200.0, "ทบทวน"), (380.0, "ตลอดป")]
    first = borderless(page(lines(head, row, row)), [], [rule(y) for y in (87, 105, 125, 145)])
    rest = page(lines([(200, "ประกาศ")]))
    (grid,) = borderless(rest, [], [rule(87), rule(105)], first.ends_with).grids
    assert rows_of(rest, grid) == [["", "ประกาศ", ""]]


def test_a_heading_in_the_middle_of_three_columns_is_over_them() -> None:
    chars = page(
        lines(
            [(70, "หนวยงาน"), (278, "คะแนน")],
            [(200, "IIT"), (284, "EIT"), (368, "OIT")],
            *([(70, name), (194, "26.10"), (278, "27.20"), (362, "33.30")] for name in NAMES),
        )
    )
    (grid,) = borderless(chars, [], []).grids
    assert [cell.column_span for cell in grid.cells if cell.row == 0] == [1, 3]


def test_whole_numbers_under_a_heading_are_a_table_and_pages_are_not() -> None:
    head = [(70.0, "ตวชวด"), (400.0, "คะแนน")]
    for figures, tables in ((("100", "75", "0", "100"), 1), (("1", "3", "3", "12"), 0)):
        body = [[(70.0, name), (400.0, figure)] for name, figure in zip(NAMES, figures, strict=True)]
        assert len(borderless(page(lines(head, *body)), [], []).grids) == tables


def test_a_heading_where_the_rules_begin_parts_two_tables() -> None:
    body = [[(70.0, name), (400.0, "91.50")] for name in NAMES]
    head = [(70.0, "ตวชวด"), (400.0, "คะแนน")]
    chars = page(lines(head, *body, [(60, "ผลรายขอ")], head, *body))
    rules = [rule(y) for y in (87, 105, 185, 207, 225, 305)]
    assert [len(rows_of(chars, g)) for g in borderless(chars, [], rules).grids] == [5, 5]


def test_a_long_wording_does_not_end_its_table() -> None:
    """Six lines of a wording stand between two figures."""
    chars = page(
        lines(
            *(
                row
                for name in NAMES
                for row in (
                    [(70.0, name), (300.0, "90.25"), (380.0, "เหตผล")],
                    *([(70.0, "ทานปฏบตงาน"), (380.0, "ตามแผน")] for _ in range(6)),
                )
            )
        )
    )
    (grid,) = borderless(chars, [], []).grids
    assert [row[1] for row in rows_of(chars, grid)] == ["90.25"] * 4
    assert all(row[2] == "เหตผล" + "ตามแผน" * 6 for row in rows_of(chars, grid))


def test_a_letter_with_a_tail_stands_on_its_line() -> None:
    chars = page(lines([(70, "ปฏบต"), (400, "คะแนน")], *([(70, n), (400, "91.50")] for n in NAMES)))
    deep = np.array([6.0 if letter == "ฏ" else 0.0 for letter in chars.text])
    low = Chars(chars.text, chars.x0, chars.top, chars.x1, chars.bottom + deep, chars.index)
    (grid,) = borderless(low, [], []).grids
    assert rows_of(low, grid)[0] == ["ปฏบต", "คะแนน"]


def test_lines_without_figures_are_a_heading() -> None:
    """They are rows of a heading only, and no fault."""
    from extractors.gap_rows import rows_of

    assert rows_of([], ()) == []


def test_rules_with_nothing_between_them_go_on_with_no_table() -> None:
    row = [(70.0, "จดทำคมอ"), (200.0, "ทบทวน"), (380.0, "ตลอดป")]
    above = borderless(page(lines(row, row)), [], [rule(y) for y in (87, 105, 125)]).ends_with
    assert above is not None
    chars = page(lines(row, row, top=200))
    (grid,) = borderless(chars, [], [rule(y) for y in (87, 105, 187, 205, 225)], above).grids
    assert [r for r in rows_of(chars, grid) if any(r)] == [["จดทำคมอ", "ทบทวน", "ตลอดป"]] * 2
