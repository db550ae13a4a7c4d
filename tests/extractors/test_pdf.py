"""A PDF gives its paragraphs and cells with their places, and knows heads from text."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import docx
import pypdfium2 as pdfium
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls

from extractors import extract
from extractors.document import Bbox, Document, Page, Paragraph, Role, Table
from extractors.errors import Damaged, Encrypted

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")

LONG = (
    "เทศบาลตำบลได้ดำเนินการวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ"
    "เพื่อกำหนดมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงานให้เจ้าหน้าที่ทุกคนถือปฏิบัติอย่างเคร่งครัด"
    "และเผยแพร่ให้ประชาชนรับทราบผ่านช่องทางประชาสัมพันธ์ทุกช่องทางของเทศบาล"
)
"""A sentence without a space, longer than two lines."""
HEAD = "รายงานผลการวิเคราะห์"
MEASURES = ["จัดทำคู่มือการปฏิบัติงาน", "จัดประชุมชี้แจงแนวทาง", "ประเมินความพึงพอใจ"]


def running(path: Path) -> None:
    """Pages with a running head and a page number; a paragraph goes on over each page break."""
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = HEAD
    number = OxmlElement("w:fldSimple")
    number.set("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}instr", "PAGE")
    made.sections[0].footer.paragraphs[0]._p.append(number)
    for i in range(4):
        made.add_paragraph(f"ตอน{'กขคง'[i]}" + LONG * 6)
    made.save(str(path))


def tables(path: Path) -> None:
    """A table with merged cells, and a narrow column whose text breaks."""
    made = docx.Document()
    made.add_paragraph("ตารางที่ ๑")
    grid = made.add_table(4, 3, "Table Grid")
    grid.cell(0, 0).merge(grid.cell(0, 1)).text = "หัวตาราง"
    grid.cell(0, 2).text = "คะแนน"
    grid.cell(1, 0).merge(grid.cell(2, 0)).text = "ด้านที่หนึ่ง"
    grid.cell(1, 1).text, grid.cell(1, 2).text = "ตัวชี้วัดที่หนึ่ง", "๙๙.๕๘"
    grid.cell(2, 1).text, grid.cell(2, 2).text = "ตัวชี้วัดที่สอง", "๘๗.๐๑"
    grid.cell(3, 0).text, grid.cell(3, 1).text = LONG, ""
    grid.cell(3, 2).text = "๑. ข้อแรก\n๒. ข้อสอง"
    made.add_paragraph("จบ")
    made.save(str(path))


def broken_table(path: Path) -> None:
    """A table of several pages, whose header row repeats on each."""
    made = docx.Document()
    grid = made.add_table(1, 2, "Table Grid")
    grid.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    grid.cell(0, 0).text, grid.cell(0, 1).text = "ลำดับ", "มาตรการ"
    for i in range(1, 81):
        cells = grid.add_row().cells
        cells[0].text, cells[1].text = str(i), MEASURES[i % 3]
    made.save(str(path))


def sideways(path: Path) -> None:
    """An upright page and a wide one, with a table on each."""
    made = docx.Document()
    made.add_paragraph("หน้าตั้ง")
    section = made.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    made.add_paragraph("หน้านอน")
    grid = made.add_table(1, 2, "Table Grid")
    grid.cell(0, 0).text, grid.cell(0, 1).text = "ซ้าย", "ขวา"
    made.save(str(path))


def locked(path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("ลับ")
    made.save(str(path))


def convert(folder: Path, files: list[Path], to: str) -> None:
    subprocess.run(  # noqa: S603
        [str(OFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", to, "--outdir", str(folder), *map(str, files)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """PDF files that LibreOffice makes of small DOCX, named like the functions that write them."""
    if OFFICE is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("pdf")
    makers = [running, tables, broken_table, sideways, locked]
    files = [folder / f"{make.__name__}.docx" for make in makers]
    for make, file in zip(makers, files, strict=True):
        make(file)
    convert(folder, files[:-1], "pdf")
    options = {
        "EncryptFile": {"type": "boolean", "value": "true"},
        "DocumentOpenPassword": {"type": "string", "value": "x"},
    }
    convert(folder, files[-1:], f"pdf:writer_pdf_Export:{json.dumps(options)}")
    return folder


def picture(path: Path) -> Path:
    """A page with a grey square and no letters, as a scanner makes it."""
    with pdfium.PdfDocument.new() as pdf:
        page = pdf.new_page(595, 842)
        bitmap = pdfium.PdfBitmap.new_native(20, 20, pdfium.raw.FPDFBitmap_BGR)
        bitmap.fill_rect((90, 90, 90, 255), 0, 0, 20, 20)
        image = pdfium.PdfImage.new(pdf)
        image.set_bitmap(bitmap)
        image.set_matrix(pdfium.PdfMatrix().scale(595, 842))
        page.insert_obj(image)
        page.gen_content()
        pdf.new_page(595, 842)
        pdf.save(path)
    return path


def body(document: Document) -> list[str]:
    return [b.text for b in document.blocks() if isinstance(b, Paragraph) and b.role is Role.BODY]


def tables_of(document: Document) -> list[Table]:
    return [b for b in document.blocks() if isinstance(b, Table)]


def places(page: Page) -> Iterator[tuple[int | None, Bbox | None]]:
    for block in page.blocks:
        yield block.page, block.bbox
        if isinstance(block, Table):
            yield from ((cell.page, cell.bbox) for cell in block.cells)


def test_a_word_cut_by_the_margin_is_whole_again(folder: Path) -> None:
    """Also where the page ends inside the paragraph: no space, no break, one block."""
    document = extract(folder / "running.pdf")
    with pdfium.PdfDocument(folder / "running.pdf") as pdf:
        second = pdf[1].get_textpage().get_text_range().removeprefix(HEAD).lstrip()
    assert second and not second.startswith("ตอน")
    assert body(document) == [f"ตอน{c}{LONG * 6}" for c in "กขคง"]


def test_running_heads_and_page_numbers_are_marked(folder: Path) -> None:
    """Each page has both, apart from its text."""
    for page in extract(folder / "running.pdf").pages:
        roles = {b.role: b.text for b in page.blocks if isinstance(b, Paragraph)}
        assert roles[Role.HEADER] == HEAD
        assert roles[Role.PAGE_NUMBER] == str(page.number)


def test_merged_cells_keep_their_spans(folder: Path) -> None:
    """Each is one cell, at its upper left corner; an empty cell is a cell."""
    (table,) = tables_of(extract(folder / "tables.pdf"))
    cells = {(c.row, c.column): (c.row_span, c.column_span, c.text) for c in table.cells}
    assert (table.n_rows, table.n_columns) == (4, 3)
    assert cells[0, 0] == (1, 2, "หัวตาราง")
    assert cells[1, 0] == (2, 1, "ด้านที่หนึ่ง")
    assert cells[2, 2] == (1, 1, "๘๗.๐๑")
    assert cells[3, 1] == (1, 1, "")
    assert len(cells) == len(table.cells) == 10


def test_a_cell_holds_its_paragraphs(folder: Path) -> None:
    """Lines the column broke are joined, entries stay apart, and the lines as set are kept."""
    (table,) = tables_of(extract(folder / "tables.pdf"))
    cells = {(c.row, c.column): c for c in table.cells}
    assert cells[3, 0].text == LONG
    assert len(cells[3, 0].lines) > 5
    assert "".join(cells[3, 0].lines) == LONG
    assert cells[3, 2].text == "๑. ข้อแรก\n๒. ข้อสอง"


def test_tables_stand_between_their_paragraphs(folder: Path) -> None:
    """In the order of the page."""
    blocks = list(extract(folder / "tables.pdf").blocks())
    assert [b.text if isinstance(b, Paragraph) else "table" for b in blocks] == ["ตารางที่ ๑", "table", "จบ"]


def test_a_header_repeated_after_a_page_break_is_counted(folder: Path) -> None:
    """On every page but the first; all other rows come once."""
    document = extract(folder / "broken_table.pdf")
    found = tables_of(document)
    assert len(found) == len(document.pages) > 1
    assert [t.repeated_rows for t in found] == [0] + [1] * (len(found) - 1)
    numbers = [c.text for t in found for c in t.cells if c.column == 0 and c.row >= t.repeated_rows]
    assert numbers == ["ลำดับ", *map(str, range(1, 81))]


@pytest.mark.parametrize("name", ["running", "tables", "broken_table", "sideways"])
def test_every_block_and_cell_has_a_place_on_its_page(folder: Path, name: str) -> None:
    """Boxes lie inside the page, left before right and top before bottom."""
    for page in extract(folder / f"{name}.pdf").pages:
        assert page.blocks
        for number, bbox in places(page):
            assert number == page.number
            assert bbox is not None and page.width is not None and page.height is not None
            x0, top, x1, bottom = bbox
            assert 0 <= x0 < x1 <= page.width
            assert 0 <= top < bottom <= page.height


def test_cells_do_not_overlap(folder: Path) -> None:
    """Two cells share an edge at most."""
    for table in tables_of(extract(folder / "tables.pdf")):
        boxes = [c.bbox for c in table.cells if c.bbox]
        for i, a in enumerate(boxes):
            for b in boxes[i + 1 :]:
                assert min(a[2], b[2]) - max(a[0], b[0]) < 1 or min(a[3], b[3]) - max(a[1], b[1]) < 1


def test_a_wide_page_is_wider_than_high(folder: Path) -> None:
    """Each page has its own size."""
    upright, wide = extract(folder / "sideways.pdf").pages
    assert (upright.width, upright.height) == (wide.height, wide.width)
    assert [c.text for b in wide.blocks if isinstance(b, Table) for c in b.cells] == ["ซ้าย", "ขวา"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_turned_back_reads_the_same(folder: Path, tmp_path: Path, turn: int) -> None:
    """A page whose content lies sideways and that is shown turned, as printers' drivers make it."""
    straight = extract(folder / "tables.pdf")
    with pdfium.PdfDocument(folder / "tables.pdf") as pdf, pdfium.PdfDocument.new() as turned:
        source = pdf[0]
        width, height = source.get_size()
        page = turned.new_page(*((height, width) if turn in (90, 270) else (width, height)))
        form = pdf.page_as_xobject(0, turned).as_pageobject()
        back = {90: (height, 0), 180: (width, height), 270: (0, width)}[turn]
        form.set_matrix(pdfium.PdfMatrix().rotate(turn, ccw=True).translate(*back))
        page.insert_obj(form)
        page.gen_content()
        page.set_rotation(turn)
        turned.save(tmp_path / "turned.pdf")
    read = extract(tmp_path / "turned.pdf")
    assert (read.pages[0].width, read.pages[0].height) == pytest.approx((width, height))
    assert body(read) == body(straight)
    assert [c.text for t in tables_of(read) for c in t.cells] == [
        c.text for t in tables_of(straight) for c in t.cells
    ]


def test_a_picture_has_yet_to_be_recognised(tmp_path: Path) -> None:
    """A page of one picture has no text layer; a blank page lacks nothing."""
    scanned, blank = extract(picture(tmp_path / "scan.pdf")).pages
    assert (scanned.has_text, scanned.blocks) == (False, ())
    assert (blank.has_text, blank.blocks) == (True, ())


def test_a_file_with_a_password_is_encrypted(folder: Path) -> None:
    """The message names the file in both languages."""
    with pytest.raises(Encrypted) as caught:
        extract(folder / "locked.pdf")
    assert "locked.pdf" in caught.value.reason_th
    assert "locked.pdf" in caught.value.reason_en


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"junk " * 500 + b"\n%%EOF\n"])
def test_a_broken_file_is_damaged(tmp_path: Path, content: bytes) -> None:
    """Nothing of pdfium's own errors gets out."""
    broken = tmp_path / "เสีย.pdf"
    broken.write_bytes(content)
    with pytest.raises(Damaged):
        extract(broken)


def test_a_file_cut_short_is_read_or_damaged(folder: Path, tmp_path: Path) -> None:
    """Wherever a download broke off."""
    whole = (folder / "tables.pdf").read_bytes()
    broken = tmp_path / "cut.pdf"
    for part in range(1, 10):
        broken.write_bytes(whole[: len(whole) * part // 10])
        try:
            assert extract(broken).pages
        except Damaged as error:
            assert "cut.pdf" in error.reason_en


def test_the_engines_are_named(folder: Path) -> None:
    """With their versions, beside the media type."""
    document = extract(folder / "tables.pdf")
    assert document.media_type == "application/pdf"
    assert set(document.engine) == {"pypdfium2", "pdfplumber"}
