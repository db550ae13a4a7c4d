"""Text is repaired block by block, and what the file printed stays beside it, down to the records."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.damage import DAMAGES, am_split_by_space, damaged
from extractors.document import Cell, Document, Page, Paragraph, Table
from normalizers.repair import repair
from pipeline.normalise import normalise
from pipeline.read import read_report

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples" / "reports"
REPORTS = ["khokmekkhala-2568", "wangphloikhao-2565", "thanmokngoen-2568"]


def page(*blocks: Paragraph | Table, number: int | None = 1) -> Page:
    return Page(number, 595.0, 842.0, blocks)


def table(*cells: tuple[str, tuple[str, ...]]) -> Table:
    return Table(tuple(Cell(i, 0, text, lines=lines) for i, (text, lines) in enumerate(cells)), 1)


def test_the_printed_text_stays_beside_the_repaired_one() -> None:
    """In paragraphs and cells that were damaged; the others stay the very same."""
    sound = Paragraph("การปฏิบัติหน้าที่", 1)
    document = Document(
        "application/pdf",
        (page(Paragraph("จ านวนที่ก าหนด", 1), sound, table(("ต าบล", ()), ("คะแนน", ()))),),
    )
    first, second, grid = normalise(document).pages[0].blocks
    assert first == Paragraph("จำนวนที่กำหนด", 1, printed="จ านวนที่ก าหนด")
    assert second is sound
    assert isinstance(grid, Table)
    assert [(c.text, c.printed) for c in grid.cells] == [("ตำบล", "ต าบล"), ("คะแนน", None)]


def test_a_sound_document_stays() -> None:
    """Page by page the very same, and blanks are no damage."""
    document = Document(
        "application/pdf", (page(Paragraph("การ  ปฏิบัติหน้าที่\u00a0๑ ", 1), table(("ที่นา", ("ที่นา",)))), page())
    )
    assert normalise(document) == document


def test_a_page_is_repaired_as_one() -> None:
    """A word that is open by itself is read by the damage of its page; another page's damage is no reason."""
    open_word = Paragraph("จานวน", 2)
    hurt = Paragraph("การดาเนินงานของสานักปลัดตามที่กาหนดในตาบล เป็นประจาทุกปี", 1)
    together = normalise(Document("application/pdf", (page(hurt, open_word),)))
    assert [b.text for b in together.blocks() if isinstance(b, Paragraph)][1] == "จำนวน"


def test_separators_in_a_text_do_no_harm() -> None:
    """A control character in a text stays one block."""
    document = Document("application/pdf", (page(Paragraph("ก\x1eข ก าหนด", 1), Paragraph("ค", 1)),))
    assert [b.text for b in normalise(document).blocks() if isinstance(b, Paragraph)] == ["ก ข กำหนด", "ค"]


@pytest.mark.parametrize(
    ("text", "lines", "repaired"),
    [
        ("จ านวนที่ก าหนด", ("จ านวน", "ที่ก าหนด"), ("จำนวน", "ที่กำหนด")),
        ("จ านวนที่ก าหนด", ("จ านวนที่ก", " าหนด"), ("จำนวนที่กำ", "หนด")),
        ("ก าหนด\nจ านวน", ("ก าหนด", "จ านวน"), ("กำหนด", "จำนวน")),
        ("Smart City ต าบล", ("Smart", "City", "ต าบล"), ("Smart", "City", "ตำบล")),
        ("ก าหนด", (), ()),
    ],
)
def test_lines_of_a_cell_follow_its_text(
    text: str, lines: tuple[str, ...], repaired: tuple[str, ...]
) -> None:
    """They end where they ended, never between a letter and its mark."""
    grid = normalise(Document("application/pdf", (page(table((text, lines))),))).pages[0].blocks[0]
    assert isinstance(grid, Table)
    assert grid.cells[0].lines == repaired


def test_lines_that_are_not_the_text_give_way_to_its_paragraphs() -> None:
    """Where the lines cannot be found in the text, the repaired paragraphs are the lines."""
    grid = normalise(Document("application/pdf", (page(table(("ก าหนด\nข", ("อื่น",)))),))).pages[0].blocks[0]
    assert isinstance(grid, Table)
    assert grid.cells[0].lines == ("กำหนด", "ข")


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["จ านวน", "ท่ี", "ก าหนด", "เเผน", "ท ี่", "คะแนน ", "ITA", "๒๕๖๘", "\n"]), max_size=12
    ),
    st.sets(st.integers(0, 40), max_size=4),
)
def test_lines_of_a_cell_hold_its_letters(words: list[str], cuts: set[int]) -> None:
    """All of them, in order, wherever the lines end."""
    text = "".join(words)
    ends = [0, *sorted(c for c in cuts if c < len(text)), len(text)]
    lines = tuple(text[a:b].strip() for a, b in itertools.pairwise(ends))
    grid = normalise(Document("application/pdf", (page(table((text, lines))),))).pages[0].blocks[0]
    assert isinstance(grid, Table)
    cell = grid.cells[0]
    assert "".join("".join(cell.lines).split()) == "".join(cell.text.split())


# ---- down to the records -----------------------------------------------------------------


def damage_docx(source: Path, target: Path, name: str) -> None:
    """A copy of a DOCX, the text of each paragraph damaged."""
    document = docx.Document(str(source))
    for paragraph in document.element.body.iter(qn("w:p")):
        for text in paragraph.iter(qn("w:t")):
            text.text = damaged(DAMAGES[name], text.text or "")
            text.set(qn("xml:space"), "preserve")
    document.save(str(target))


def read(path: Path) -> dict[str, Any]:
    return read_report(path, shown_as="report.docx", sha256="0" * 64).to_json()


@cache
def clean_records(name: str) -> dict[str, Any]:
    return read(SAMPLES / name / "report.docx")


def without_sources(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: without_sources(v) for k, v in value.items() if k != "source"}
    return [without_sources(v) for v in value] if isinstance(value, list) else value


def sources(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("source"), dict):
            yield value["source"]["text"]
        for inner in value.values():
            yield from sources(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from sources(inner)


@pytest.mark.parametrize(
    "damage", ["am_split_by_space", "am_doubled", "am_decomposed", "marks_swapped", "e_doubled"]
)
@pytest.mark.parametrize("report", REPORTS)
def test_records_of_a_damaged_report_are_those_of_the_clean_one(
    report: str, damage: str, tmp_path: Path
) -> None:
    """All but the printed text in their sources."""
    damage_docx(SAMPLES / report / "report.docx", tmp_path / "report.docx", damage)
    assert without_sources(read(tmp_path / "report.docx")) == without_sources(clean_records(report))


@pytest.mark.parametrize("report", REPORTS)
def test_sources_hold_the_text_as_the_file_has_it(report: str, tmp_path: Path) -> None:
    """The damaged text of the clean report's sources, one by one; the other texts are repaired."""
    damage_docx(SAMPLES / report / "report.docx", tmp_path / "report.docx", "am_split_by_space")
    got = read(tmp_path / "report.docx")
    expected = [damaged(am_split_by_space, text) for text in sources(clean_records(report))]
    assert expected != list(sources(clean_records(report)))
    assert list(sources(got)) == expected
    for analysis in got["analyses"]:
        assert repair(analysis["text"]).steps == ()
