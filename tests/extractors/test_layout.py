"""Lines become paragraphs by their marks, their indents and how full they are."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Role
from extractors.layout import (
    Line,
    Measure,
    is_full,
    join_text,
    lines_of,
    mark_running,
    paragraphs,
    pitch_of,
    starts_with_mark,
)
from extractors.pdf_text import Run

SIZE = 16.0
COLUMN = Measure(70.0, 520.0, 1.4)
"""A column of running text: 28 font sizes wide."""
CELL = Measure(70.0, 230.0, 1.4)
"""A cell of a table: 10 font sizes wide."""
WIDE_CELL = Measure(70.0, 400.0, 1.4)


def line(
    text: str,
    *,
    x0: float = 70.0,
    x1: float = 515.0,
    baseline: float = 100.0,
    size: float = SIZE,
    page: int = 1,
    role: Role = Role.BODY,
) -> Line:
    return Line(
        text, x0, baseline - size, x1, baseline + 0.2 * size, baseline, size, page, 595.0, 842.0, role
    )


def below(first: Line, text: str, *, x0: float = 70.0, x1: float = 515.0, pitch: float = 1.4) -> Line:
    """A line of the same size under another."""
    return line(text, x0=x0, x1=x1, baseline=first.baseline + pitch * first.size, page=first.page)


def texts(groups: list[list[Line]]) -> list[list[str]]:
    return [[x.text for x in group] for group in groups]


@pytest.mark.parametrize(
    "text",
    [
        "๑. จัดทำคู่มือ",
        "1) จัดทำคู่มือ",
        "(๑๒) จัดทำคู่มือ",
        "๓.๑ จัดประชุม",
        "๒.๑.๓ จัดประชุม",
        "- จัดทำคู่มือ",
        "• จัดทำคู่มือ",
        "ก. ด้านบุคลากร",
        "ข้อที่ ๑ การปฏิบัติหน้าที่",
        "ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่",
        "  ๑. หลังช่องว่าง",
    ],
)
def test_a_numbered_or_dashed_entry_begins_with_a_mark(text: str) -> None:
    """Thai or Arabic numbers, letters, dashes, bullets and numbered words."""
    assert starts_with_mark(text)


@pytest.mark.parametrize(
    "text",
    [
        "จัดทำคู่มือ",
        "๒๕๖๘ ดังนี้",
        "๙๙.๕๘ คะแนน",
        "๓.๙๙ คะแนน",
        "๓.๑ คะแนน",
        "-๕ จากปีก่อน",
        "กรมส่งเสริมการปกครอง",
        "ข้อมูลข่าวสาร",
        "",
    ],
)
def test_years_scores_and_words_are_no_marks(text: str) -> None:
    """They may be cut off a sentence by the margin."""
    assert not starts_with_mark(text)


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["เจ้าหน้า", "ที่"], "เจ้าหน้าที่"),
        (["ปีงบประมาณ ", "พ.ศ. ๒๕๖๘"], "ปีงบประมาณ พ.ศ. ๒๕๖๘"),
        (["Integrity and", "Transparency"], "Integrity and Transparency"),
        (["ระบบ E-", "Service"], "ระบบ E-Service"),
        (["ระบบ ITA", "ของเทศบาล"], "ระบบ ITAของเทศบาล"),
        (["  สอง   ช่อง  "], "สอง ช่อง"),
        ([], ""),
    ],
)
def test_lines_join_as_they_are_read(lines: list[str], whole: str) -> None:
    """Thai without a space, Latin words with one, blanks at the cut kept once."""
    assert join_text(lines) == whole


@given(st.lists(st.text(alphabet="กขคา ำิี่้์๑๒19.,:;()-/AaZz \t")))
def test_joining_never_loses_a_letter(lines: list[str]) -> None:
    """Only blanks come and go."""
    assert "".join(join_text(lines).split()) == "".join("".join(lines).split())


@pytest.mark.parametrize(
    ("x1", "measure", "following", "full"),
    [
        (519.0, COLUMN, "", True),
        (450.0, COLUMN, "กขค", True),
        (430.0, COLUMN, "กขค", False),
        (228.0, CELL, "ก", True),
        (200.0, CELL, "คะแนน", True),
        (200.0, CELL, "ใน", False),
        (150.0, WIDE_CELL, "คะแนน" * 9, False),
    ],
)
def test_a_line_is_full_where_the_next_word_had_no_room(
    x1: float, measure: Measure, following: str, full: bool
) -> None:
    """In running text near the margin is enough; in a cell the next word's width decides."""
    assert is_full(line("การปฏิบัติหน้าที่ราชการ", x1=x1), measure, following) is full


def test_full_lines_are_one_paragraph() -> None:
    """The first is indented, the others stand at the margin, the last is short."""
    first = line("เทศบาลตำบลได้จัดทำ", x0=110.0)
    second = below(first, "มาตรการส่งเสริมคุณธรรม")
    third = below(second, "ดังนี้", x1=120.0)
    assert len(paragraphs([first, second, third], COLUMN)) == 1


@pytest.mark.parametrize(
    "following",
    [
        line("๒. จัดประชุม", baseline=122.0),
        line("ย่อหน้าใหม่", x0=110.0, baseline=122.0),
        line("หลังช่องว่าง", baseline=140.0),
        line("หัวข้อตัวใหญ่", baseline=125.0, size=24.0),
        line("หน้า ๒", baseline=122.0, role=Role.PAGE_NUMBER),
    ],
    ids=["a mark", "an indent", "a gap", "another size", "another role"],
)
def test_what_begins_anew_is_a_new_paragraph(following: Line) -> None:
    """Even where the line before it is full."""
    assert texts(paragraphs([line("บรรทัดเต็ม"), following], COLUMN)) == [["บรรทัดเต็ม"], [following.text]]


def test_a_short_line_ends_its_paragraph() -> None:
    """The break was meant, as the next word had room."""
    first = line("ส่วนที่หนึ่ง", x1=200.0)
    assert len(paragraphs([first, below(first, "ข้อความต่อไป")], COLUMN)) == 2


def test_an_entry_goes_on_in_a_hanging_indent() -> None:
    """The lines under a number are set in without being a new paragraph."""
    first = line("๑. จัดทำคู่มือการปฏิบัติงาน")
    assert len(paragraphs([first, below(first, "และเผยแพร่ทางเว็บไซต์", x0=100.0)], COLUMN)) == 1


def test_a_full_line_goes_on_over_the_page() -> None:
    """The distance to the line on the next page says nothing."""
    pair = [line("บรรทัดสุดท้ายของหน้า", baseline=780.0), line("บรรทัดแรก", baseline=90.0, page=2)]
    assert len(paragraphs(pair, COLUMN)) == 1


LINES = st.lists(
    st.builds(
        line,
        st.text(alphabet="กขค ๑.-", min_size=1, max_size=9),
        x0=st.floats(60, 200),
        x1=st.floats(200, 520),
        baseline=st.floats(50, 800),
        size=st.sampled_from([14.0, 16.0, 24.0]),
        page=st.integers(1, 3),
        role=st.sampled_from(Role),
    )
)


@given(LINES)
def test_paragraphs_hold_every_line_once_and_in_order(lines: list[Line]) -> None:
    """Whatever the lines, none is lost or moved."""
    assert [x for group in paragraphs(lines, COLUMN) for x in group] == lines


@given(LINES)
def test_the_pitch_is_a_positive_number(lines: list[Line]) -> None:
    """Also for lines on top of each other or out of order."""
    assert pitch_of(lines) > 0


def test_the_pitch_is_that_of_lines_inside_paragraphs() -> None:
    """Gaps between paragraphs do not raise it."""
    lines = [line("ก", baseline=y) for y in (100.0, 120.0, 140.0, 180.0, 200.0, 220.0)]
    assert pitch_of(lines) == pytest.approx(20.0 / SIZE)


def run(text: str, x0: float, x1: float, baseline: float = 100.0) -> Run:
    return Run(text, x0, baseline - SIZE, x1, baseline + 3.0, baseline, SIZE, -1)


def test_runs_on_one_baseline_are_one_line_from_left_to_right() -> None:
    """A gap between them reads as a space; letters that touch stay together."""
    runs = [run("ง", 300.0, 308.0), run("ข", 78.0, 86.0), run("ก", 70.0, 78.0), run("ล่าง", 70.0, 90.0, 130.0)]
    assert [x.text for x in lines_of(runs, 1, 595.0, 842.0)] == ["กข ง", "ล่าง"]


@given(
    st.lists(
        st.builds(
            run,
            st.text(alphabet="กขค่ ", max_size=5),
            st.floats(0, 300),
            st.floats(300, 590),
            st.floats(20, 800),
        )
    )
)
def test_lines_hold_every_letter_of_their_runs(runs: list[Run]) -> None:
    """However the runs lie."""
    read = Counter("".join("".join(x.text for x in lines_of(runs, 1, 595.0, 842.0)).split()))
    assert read == Counter("".join("".join(r.text for r in runs if r.text.strip()).split()))


def marked(*pages: list[Line]) -> list[list[Role]]:
    return [[x.role for x in lines] for lines in mark_running(list(pages))]


def head(text: str, page: int) -> Line:
    return line(text, baseline=50.0, page=page)


def foot(text: str, page: int) -> Line:
    return line(text, baseline=820.0, page=page)


def middle(text: str, page: int) -> Line:
    return line(text, baseline=400.0, page=page)


@pytest.mark.parametrize("text", ["๑", "- 2 -", "หน้า ๓", "หน้าที่ ๓", "๓ / ๑๒", "Page 3 of 12"])
def test_a_number_in_the_margin_is_a_page_number(text: str) -> None:
    """On a single page too."""
    assert marked([head(text, 1), middle("ข้อความ", 1)]) == [[Role.PAGE_NUMBER, Role.BODY]]


def test_a_number_inside_the_page_is_text() -> None:
    """It may be a score."""
    assert marked([middle("๙๙", 1)]) == [[Role.BODY]]


def test_words_at_the_same_place_of_several_pages_run() -> None:
    """A head above and a foot below, whose page number may differ."""
    pages = [[head("รายงานผล ITA", n), middle("ข้อความ", n), foot(f"เทศบาลตำบล {n}", n)] for n in (1, 2)]
    assert marked(*pages) == [[Role.HEADER, Role.BODY, Role.FOOTER]] * 2


def test_words_in_the_margin_of_one_page_are_text() -> None:
    """As are the same words in the middle of several pages."""
    assert marked([head("หัวเรื่อง", 1), middle("ซ้ำ", 1)], [head("อื่น", 2), middle("ซ้ำ", 2)]) == [
        [Role.BODY, Role.BODY],
        [Role.BODY, Role.BODY],
    ]


def test_in_a_long_file_a_head_runs_on_a_third_of_the_pages() -> None:
    """Two of nine pages that begin alike are chance."""
    pages = [[head("บทที่ ก" if n <= 2 else f"หัวข้อ{'กขคงจฉช'[n - 3]}", n)] for n in range(1, 10)]
    assert marked(*pages) == [[Role.BODY]] * 9


def test_a_dashed_entry_may_end_in_a_colon_and_a_figure() -> None:
    """What follows a full line is no label of its own; a label with words behind it is."""
    first = line("• I7 ท่านเคยถูกสั่งให้ทำธุระส่วนตัวของผู้บังคับบัญชา", x1=519.0)
    assert len(paragraphs([first, below(first, "บ่อยครั้งเพียงใด : 79.76 คะแนน", x1=300.0)], COLUMN)) == 1
    assert len(paragraphs([first, below(first, "ผู้รับผิดชอบ : กองคลัง", x1=300.0)], COLUMN)) == 2
