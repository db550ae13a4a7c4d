"""Rows and merged cells that a page break cuts are put together, and nothing else is."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.records import Report
from extractors.document import Cell, Document, Page, Table
from pipeline.structure.build import structure
from pipeline.structure.items import Grid, items_of
from pipeline.structure.joining import join_grids
from pipeline.structure.lists import units

HEAD = ("มาตรการ", "ขั้นตอนการดำเนินการ", "ผู้รับผิดชอบ")

Spot = tuple[int, int, str, int, bool]
"""Row, column, text, rows it covers, whether its text goes on."""


def sheet(page: int, *spots: Spot) -> Table:
    cells = tuple(Cell(r, c, text, span, 1, page, open_end=on) for r, c, text, span, on in spots)
    return Table(cells, page)


def rows(page: int, *texts: Sequence[str], goes_on: Sequence[int] = ()) -> Table:
    """Rows of words; in the last one the text of the columns in `goes_on` does not end on the page."""
    last = len(texts) - 1
    return sheet(
        page,
        *((r, c, t, 1, r == last and c in goes_on) for r, row in enumerate(texts) for c, t in enumerate(row)),
    )


def joined(*tables: Table) -> list[list[list[str]]]:
    pages = tuple(Page(n, 595.0, 842.0, (t,)) for n, t in enumerate(tables, 1))
    return [
        [[box.text for box in row] for row in item.rows]
        for item in join_grids(items_of(Document("application/pdf", pages)))
        if isinstance(item, Grid)
    ]


def test_a_title_cut_in_a_word_is_one_title() -> None:
    """The steps under it go on with the next entry, and who is responsible was said above."""
    upper = rows(1, HEAD, ("บริการไม่พัก", "๑. ทบทวนเวร", "กองช่าง"), goes_on=(0,))
    lower = rows(2, ("เที่ยง", "๒. สำรวจผล", ""))
    assert joined(upper, lower) == [[list(HEAD), ["บริการไม่พักเที่ยง", "๑. ทบทวนเวร\n๒. สำรวจผล", "กองช่าง"]]]


def test_a_row_whose_cells_all_ended_is_a_row() -> None:
    upper = rows(1, HEAD, ("บริการไม่พักเที่ยง", "๑. ทบทวนเวร", "กองช่าง"))
    lower = rows(2, ("คู่มือประชาชน", "๑. เรียบเรียง", ""))
    assert len(joined(upper, lower)[0]) == 3


def test_one_more_paragraph_does_not_make_a_row_of_a_rest() -> None:
    """Two cells surely go on and one has nothing more, so the third only begins a paragraph."""
    head = ("มาตรการ", "ผลการดำเนินการ", "ผู้รับผิดชอบ", "ระยะเวลา")
    upper = rows(1, head, ("บริการไม่พัก", "แจกแล้ว", "กองสาธารณสุขและสิ่ง", "ตลอดปี"), goes_on=(0, 2))
    lower = rows(2, ("เที่ยง", "อบรมแล้ว", "แวดล้อม", ""))
    assert joined(upper, lower)[0][1:] == [
        ["บริการไม่พักเที่ยง", "แจกแล้ว\nอบรมแล้ว", "กองสาธารณสุขและสิ่งแวดล้อม", "ตลอดปี"]
    ]


def test_a_row_that_says_it_goes_on_stays_a_row() -> None:
    upper = rows(1, HEAD, ("บริการไม่พักเที่ยง", "๑. ทบทวนเวร", "กองช่าง"), goes_on=(0,))
    lower = rows(2, ("บริการไม่พักเที่ยง (ต่อ)", "๒. สำรวจผล", ""))
    assert len(joined(upper, lower)[0]) == 3


def test_a_heading_at_a_page_end_is_not_glued_to_what_follows() -> None:
    """Though its words may fill their cells."""
    upper = rows(1, HEAD, goes_on=(0, 1, 2))
    lower = rows(2, ("บริการไม่พักเที่ยง", "ทบทวนเวร", "กองช่าง"))
    assert joined(upper, lower) == [[list(HEAD), ["บริการไม่พักเที่ยง", "ทบทวนเวร", "กองช่าง"]]]


def test_a_first_row_with_a_list_of_steps_is_no_heading() -> None:
    """Though its cells begin like headings do."""
    upper = rows(1, HEAD, ("บริการไม่พักเที่ยง", "๑. ทบทวนเวร\n๒. สำรวจผล", "กองช่าง"))
    lower = rows(2, ("มาตรการลดสำเนา", "๑. รวมแบบคำร้อง\n๒. ติดป้าย", "ทุกส่วนราชการ"))
    assert len(joined(upper, lower)) == 1


def test_a_merged_cell_goes_on_in_the_merged_cell_on_the_next_page() -> None:
    """Its rows lie on both pages, its text on the first alone."""
    upper = sheet(
        1,
        *((0, c, t, 1, False) for c, t in enumerate(("ข้อ", "คะแนน", "การวิเคราะห์"))),
        *((1, c, t, 1, False) for c, t in enumerate(("e๑", "๙๐.๐๐", "คำอธิบายไม่ตรงกัน"))),
    )
    lower = sheet(
        2,
        (0, 0, "e๒", 1, False),
        (0, 1, "๘๐.๐๐", 1, False),
        (0, 2, "", 2, False),
        (1, 0, "e๓", 1, False),
        (1, 1, "๗๐.๐๐", 1, False),
    )
    assert [row[2] for row in joined(upper, lower)[0][1:]] == ["คำอธิบายไม่ตรงกัน"] * 3


def test_a_merged_cell_that_ended_does_not_take_the_next_ones_text() -> None:
    upper = sheet(
        1,
        *((0, c, t, 1, False) for c, t in enumerate(("ข้อ", "คะแนน", "การวิเคราะห์"))),
        (1, 0, "e๑", 1, False),
        (1, 1, "๙๐.๐๐", 1, False),
        (1, 2, "คำอธิบายไม่ตรงกัน", 2, False),
        (2, 0, "e๒", 1, False),
        (2, 1, "๘๐.๐๐", 1, False),
    )
    lower = sheet(
        2,
        (0, 0, "o๑", 1, False),
        (0, 1, "๑๐๐", 1, False),
        (0, 2, "ขาดสถิติรายเดือน", 2, False),
        (1, 0, "o๒", 1, False),
        (1, 1, "๐", 1, False),
    )
    assert [row[2] for row in joined(upper, lower)[0][1:]] == ["คำอธิบายไม่ตรงกัน"] * 2 + ["ขาดสถิติรายเดือน"] * 2


def test_units_broken_over_lines_are_whole() -> None:
    """ทุก is no unit by itself, nor is what ร่วมกับ leads on to."""
    assert units(["ทุก", "ส่วนราชการ"]) == ("ทุกส่วนราชการ",)
    assert units(["กองช่างร่วมกับสำนัก", "ปลัดเทศบาล"]) == ("กองช่าง", "สำนักปลัดเทศบาล")


def test_units_below_a_page_break_are_their_own() -> None:
    upper = rows(1, HEAD, ("บริการไม่พัก", "๑. ทบทวนเวร", "กองสวัสดิการสังคม"), goes_on=(0, 2))
    lower = rows(2, ("เที่ยง", "", "หน่วยตรวจสอบภายใน"))
    pages = tuple(Page(n, 595.0, 842.0, (t,)) for n, t in enumerate((upper, lower), 1))
    grid = join_grids(items_of(Document("application/pdf", pages)))[0]
    assert isinstance(grid, Grid)
    assert units(grid.rows[1][2].lines) == ("กองสวัสดิการสังคม", "หน่วยตรวจสอบภายใน")


def test_a_figure_parted_by_the_page_is_one_figure() -> None:
    """A narrow column sets its first digit on a line of its own; a row of figures below a row is a row."""
    head = ("ที่", "ตัวชี้วัด", "คะแนน", "ผลต่าง")
    upper = rows(1, head, ("๔", "การใช้ทรัพย์สินของ", "๗", "+"), goes_on=(1,))
    lower = rows(2, ("", "ราชการ", "๙.๐๖", "๔.๔๘"), ("๕", "การแก้ไขปัญหาการทุจริต", "๘๐.๗๗", "- ๖.๘๘"))
    assert joined(upper, lower)[0][1:] == [
        ["๔", "การใช้ทรัพย์สินของราชการ", "๗๙.๐๖", "+๔.๔๘"],
        ["๕", "การแก้ไขปัญหาการทุจริต", "๘๐.๗๗", "- ๖.๘๘"],
    ]
    whole = rows(1, head, ("๔", "การใช้อำนาจ", "๗", "๑"))
    assert len(joined(whole, rows(2, ("๕", "การใช้งบประมาณ", "๙.๐๖", "๔.๔๘")))[0]) == 3


def test_the_rest_of_a_nested_list_on_the_next_page_stays_nested() -> None:
    """It goes on in the step that the page cut."""
    head = ("มาตรการ", "ขั้นตอนการดำเนินการ", "ผู้รับผิดชอบ")
    upper = rows(1, head, ("จัดการเรื่องร้องเรียน", "๑. จัดตั้งศูนย์\n๒. กำหนดขั้นตอน\n๒.๑ รับเรื่อง", "กองคลัง"))
    lower = rows(2, ("", "๒.๒ แจ้งผลภายใน ๑๕ วัน", ""), ("จัดทำคู่มือ", "๑. ประชุม", "กองช่าง"))
    pages = tuple(Page(n, 595.0, 842.0, (t,)) for n, t in enumerate((upper, lower), 1))
    got = structure(Document("application/pdf", pages), Report("0" * 16, "invented", "application/pdf"))
    assert [m.steps for m in got.measures] == [
        ("จัดตั้งศูนย์", "กำหนดขั้นตอน\n๒.๑ รับเรื่อง\n๒.๒ แจ้งผลภายใน ๑๕ วัน"),
        ("ประชุม",),
    ]
