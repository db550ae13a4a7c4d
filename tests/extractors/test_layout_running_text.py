"""What tells paragraphs of running text apart that stand close under each other, and heads from first lines."""

from __future__ import annotations

import pytest

from extractors.compose import RawPage, compose
from extractors.document import Paragraph, Role, Table
from extractors.layout import Line, Measure, mark_running, paragraphs
from extractors.pdf_rules import Grid, GridCell

SIZE = 16.0
COLUMN = Measure(70.0, 520.0, 1.4)
CELL = Measure(70.0, 230.0, 1.4)


def set_lines(
    *lines: tuple[str, float, float], top: float = 100.0, page: int = 1, measure: Measure = COLUMN
) -> list[Line]:
    """Lines under each other, each with its text, left and right edge."""
    out = []
    for n, (text, x0, x1) in enumerate(lines):
        base = top + n * measure.pitch * SIZE
        out.append(Line(text, x0, base - SIZE, x1, base + 3, base, SIZE, page, 595.0, 842.0))
    return out


def cut(*lines: tuple[str, float, float], measure: Measure = COLUMN) -> list[int]:
    """How many lines each paragraph has."""
    return [len(group) for group in paragraphs(set_lines(*lines, measure=measure), measure)]


def test_two_lines_set_in_alike_are_two_paragraphs_where_the_second_goes_on_at_the_left() -> None:
    """Each is the first of its paragraph, though the upper one reaches the margin."""
    assert cut(
        ("o๔๑ รายงานผลการดำเนินการ มีคะแนน ๐.๐๐ คะแนน", 112.0, 500.0),
        ("การดำเนินการตามมาตรการส่งเสริมคุณธรรมภายในหน่วยงาน", 112.0, 518.0),
        ("ทั้งนี้ได้รายงานให้ผู้บริหารทราบแล้ว", 70.0, 380.0),
    ) == [1, 2]


def test_lines_of_one_block_set_in_alike_are_one_paragraph() -> None:
    assert cut(("บุคลากรของกองอื่นยังไม่ทราบแผน", 112.0, 518.0), ("การใช้จ่ายของหน่วยงาน", 112.0, 300.0)) == [2]


@pytest.mark.parametrize("code", ["o๔๓", "i๑๒", "E9", "๐๒๒"])
def test_the_code_of_an_item_with_its_wording_begins_an_entry(code: str) -> None:
    """๐๒๒ is O22, not the number of ปฏิบัติหน้าที่ before it."""
    assert cut(
        ("o๔๑ ประกาศเจตนารมณ์จากการปฏิบัติหน้าที่", 70.0, 519.0), (f"{code} รายงานการรับทรัพย์สิน", 70.0, 400.0)
    ) == [
        1,
        1,
    ]


def test_an_indicator_named_at_a_lines_beginning_is_no_entry_in_running_text() -> None:
    """The paragraph begins set in and goes on at the left."""
    assert cut(
        ("แบบวัด IIT ได้คะแนน ๙๐.๑๕ คะแนน ประกอบด้วย ตัวชี้วัดที่ ๑ การปฏิบัติ", 112.0, 518.0),
        ("หน้าที่ (๙๔.๐๕ คะแนน) ตัวชี้วัดที่ ๒ การใช้งบประมาณ (๘๘.๗๗ คะแนน)", 70.0, 516.0),
        ("ตัวชี้วัดที่ ๓ การใช้อำนาจ (๙๑.๙๕ คะแนน)", 70.0, 300.0),
    ) == [3]


def test_indicators_under_each_other_are_entries() -> None:
    assert cut(("ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่", 70.0, 518.0), ("ตัวชี้วัดที่ ๒ การใช้งบประมาณ", 70.0, 516.0)) == [1, 1]


def test_a_figure_behind_its_word_is_no_number_of_a_heading() -> None:
    """85.50 looks like a heading's number of two levels."""
    assert cut(("ตามความเห็นของผู้ตอบร้อยละ", 70.0, 518.0), ("9.50 โดยมีคะแนนรายข้อ", 70.0, 300.0)) == [2]


def test_a_long_word_that_had_no_room_goes_on() -> None:
    """Though the line ends far from the margin."""
    assert cut(("เมื่อเปรียบเทียบกับ", 70.0, 435.0), ("ปีงบประมาณ พ.ศ. ๒๕๖๖ ซึ่งได้ ๘๘.๐๐ คะแนน", 70.0, 400.0)) == [2]


def test_a_first_line_does_not_join_a_full_line_that_has_its_middle_by_chance() -> None:
    assert cut(
        ("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน", 112.0, 519.0),
        ("ตัวชี้วัดต่าง ๆ ครบถ้วนตามที่กำหนดไว้", 70.0, 516.0),
        ("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก", 110.0, 477.0),
    ) == [2, 1]


def test_a_label_under_a_dashed_line_is_a_line_of_its_own() -> None:
    assert cut(
        ("- เผยแพร่บนเว็บไซต์แล้ว มีผู้เข้าชม ๒๑๐ ครั้ง", 90.0, 462.0), ("ข้อเสนอแนะ : ควรใช้ตัวอักษรใหญ่ขึ้น", 90.0, 400.0)
    ) == [
        1,
        1,
    ]


def test_the_words_of_an_entry_go_on_under_their_mark() -> None:
    """Before the next entry, in a narrow cell."""
    assert cut(
        ("(๑) มอบหมายผู้ส่งข่าวประจำ", 70.0, 228.0),
        ("กอง", 90.0, 110.0),
        ("(๒) นำข่าวขึ้นเว็บไซต์", 70.0, 200.0),
        measure=CELL,
    ) == [2, 1]


# Running heads


def roles(*pages: list[Line]) -> list[Role]:
    """Of each page's first line."""
    return [lines[0].role for lines in mark_running(list(pages))]


def sheet(number: int, *texts: str, top: float = 70.0) -> list[Line]:
    return set_lines(*((text, 70.0, 300.0) for text in texts), top=top, page=number)


def test_a_label_that_comes_first_on_two_pages_is_text() -> None:
    """It stands between the margins, too."""
    inner = ["ข้อความ"] * 8
    pages = [
        sheet(1, "ผลการประเมิน", *inner, "หน่วยงานที่รับผิดชอบ", "กองช่าง", "หน่วยงานที่รับผิดชอบ", "กองคลัง"),
        sheet(2, "หน่วยงานที่รับผิดชอบ", "กองช่าง"),
        sheet(3, "หน่วยงานที่รับผิดชอบ", "กองคลัง"),
    ]
    assert roles(*pages) == [Role.BODY] * 3


def test_what_stands_where_other_pages_begin_is_text() -> None:
    """A running head stands over them."""
    first = sheet(1, "ผลการประเมิน")
    assert roles(first, sheet(2, "ผลลัพธ์"), sheet(3, "ผลลัพธ์")) == [Role.BODY] * 3
    above = [sheet(n, "ผลลัพธ์", top=40.0) for n in (2, 3)]
    assert roles(first, *above) == [Role.BODY, Role.HEADER, Role.HEADER]


# Over the page


def raw(number: int, body: list[Line]) -> RawPage:
    page = RawPage(number, 595.0, 842.0)
    page.body = body
    return page


def test_a_signature_at_the_right_is_not_the_beginning_of_the_next_pages_title() -> None:
    """It ends at the margin because it is set flush right."""
    text = ("ข้อความของบันทึกที่ยาวเต็มบรรทัด", 70.0, 520.0)
    first = set_lines(text, text, ("หัวหน้าสำนักปลัด", 420.0, 520.0), top=300.0)
    second = set_lines(
        ("รายงานผลการดำเนินงานตามมาตรการ", 80.0, 510.0), ("เทศบาลตำบลทุ่งแสงดาว", 200.0, 390.0), page=2
    )
    pages = compose([raw(1, first), raw(2, second)])
    said = [b.text for b in pages[0].blocks if isinstance(b, Paragraph)]
    assert said[-1] == "หัวหน้าสำนักปลัด"


def test_a_bulleted_line_in_the_middle_by_chance_is_not_centred() -> None:
    body = set_lines(
        ("ข้อความ", 70.0, 520.0),
        ("• มาตรการป้องกันการทุจริต", 160.0, 430.0),
        ("มาตรการป้องกันการทุจริต", 160.0, 430.0),
    )
    blocks = compose([raw(1, [body[0], body[1]])])[0].blocks
    other = compose([raw(1, [body[0], body[2]])])[0].blocks
    assert [b.centred for b in (blocks[1], other[1]) if isinstance(b, Paragraph)] == [False, True]


def cell_page(number: int, top: float, bottom: float, *lines: list[Line]) -> RawPage:
    """A page with a table of one row; a list of lines a cell, each 160 points wide."""
    page = RawPage(number, 595.0, 842.0)
    cells = tuple(
        GridCell(0, c, 1, 1, (64.6 + 160 * c, top, 224.6 + 160 * c, bottom)) for c in range(len(lines))
    )
    page.grids, page.cells = [Grid(cells, (64.6, top, 224.6 + 160 * len(lines), bottom))], list(lines)
    return page


@pytest.mark.parametrize(
    ("room", "following", "goes_on"),
    [
        (10.0, "เที่ยง", True),  # had no room
        (10.0, "๒. สำรวจผล", False),  # an entry
        (200.0, "เที่ยง", False),  # there was room below: the text had ended
    ],
)
def test_a_cell_goes_on_over_the_page_by_what_follows(room: float, following: str, goes_on: bool) -> None:
    upper = set_lines(("มาตรการบริการไม่พัก", 70.0, 205.0), top=700.0)
    other = set_lines(("กองช่าง", 230.0, 280.0), top=700.0)
    lower = set_lines((following, 70.0, 110.0), page=2)
    below = set_lines(("กองคลัง", 230.0, 280.0), page=2)
    first = cell_page(1, 680.0, 703.0 + room, upper, other)
    second = cell_page(2, 60.0, 140.0, lower, below)
    table = compose([first, second])[0].blocks[0]
    assert isinstance(table, Table)
    assert table.cells[0].open_end is goes_on
