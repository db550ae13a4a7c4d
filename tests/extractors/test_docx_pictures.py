"""Pictures in Word files: those as large as a page are pages where they stand, the others give no text."""

from __future__ import annotations

import io
import re
import zipfile
from difflib import SequenceMatcher
from pathlib import Path

import docx
import pytest
from docx.shared import Inches
from PIL import Image

from extractors import extract, scan
from extractors.document import Document, Paragraph
from pipeline.read import read_report
from tests.extractors.made_pages import page_of_lines, said, text_of

recognises = pytest.mark.skipif(scan.missing() is not None, reason=f"recognition wants {scan.missing()}")


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def png(picture: Image.Image) -> io.BytesIO:
    file = io.BytesIO()
    picture.save(file, "PNG")
    file.seek(0)
    return file


def white() -> io.BytesIO:
    return png(Image.new("L", (827, 1169), 255))


def photograph() -> io.BytesIO:
    """Large and dark, without a letter."""
    picture = Image.new("L", (600, 800), 255)
    picture.paste(40, (50, 60, 550, 700))
    return png(picture)


def edited(path: Path, change: tuple[str, str], part: str = "word/document.xml") -> Path:
    """The Word file with a pattern of one part replaced."""
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    text, count = re.subn(change[0], change[1], entries[part].decode(), flags=re.DOTALL)
    assert count
    entries[part] = text.encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return path


def one_page(path: Path) -> Path:
    """A Word file with one white picture as large as a page between two paragraphs."""
    document = docx.Document()
    document.add_paragraph("ก่อนภาพ")
    document.add_picture(white(), width=Inches(6.3))
    document.add_paragraph("หลังภาพ")
    document.save(str(path))
    return path


def outline(document: Document) -> list[tuple[int | None, list[str]]]:
    return [(p.number, [b.text for b in p.blocks if isinstance(b, Paragraph)]) for p in document.pages]


AROUND = [(None, ["ก่อนภาพ"]), (1, []), (None, ["หลังภาพ"])]


@recognises
def test_scans_pasted_into_word_are_read_where_they_stand(tmp_path: Path) -> None:
    """With their numbers and confidences; a logo and a large photograph give nothing."""
    document = docx.Document()
    document.add_paragraph("คำนำ").add_run().add_picture(png(page_of_lines().resize((200, 300))), Inches(1))
    document.add_picture(png(page_of_lines()), width=Inches(6.3))
    document.add_picture(photograph(), width=Inches(6))
    document.add_paragraph("ลงท้าย")
    path = tmp_path / "x.docx"
    document.save(str(path))
    seen: list[tuple[int, int]] = []
    read = extract(path, on_page=lambda page, of: seen.append((page, of)))
    assert seen == [(1, 2), (2, 2)]
    before, scanned, after = read.pages
    assert [before.number, scanned.number, after.number] == [None, 1, None]
    assert text_of(Document("", (before,))) == "คำนำ"
    assert text_of(Document("", (after,))) == "ลงท้าย"
    got = text_of(Document("", (scanned,)))
    assert SequenceMatcher(None, "".join(said().split()), "".join(got.split()), False).ratio() > 0.85
    assert scanned.layer is not None and scanned.layer.recognised
    assert all(b.page == 1 and b.confidence for b in scanned.blocks if isinstance(b, Paragraph))
    assert "tesserocr" in read.engine


def test_without_recognition_they_are_named(tmp_path: Path) -> None:
    """The text around them is read, and what is small is no matter."""
    path = one_page(tmp_path / "x.docx")
    assert outline(extract(path, "never")) == AROUND
    records = read_report(path, shown_as="x.docx", sha256="0" * 64, ocr="never")
    (finding,) = [f for f in records.findings if f.code == "page_not_read"]
    assert [about.page for about in finding.about] == [1]
    assert "ภาพขนาดเต็มหน้าลำดับที่ 1" in finding.message.th
    assert records.report.pages is None


def test_a_file_of_nothing_but_scans_has_their_pages(tmp_path: Path) -> None:
    """Then pictures and pages are the same."""
    document = docx.Document()
    for _ in range(3):
        document.add_picture(white(), width=Inches(6.3))
    document.save(str(tmp_path / "x.docx"))
    records = read_report(tmp_path / "x.docx", shown_as="x.docx", sha256="0" * 64, ocr="never")
    assert records.report.pages == 3


@pytest.mark.parametrize(
    "change",
    [
        (r"<wp:inline(.*?)</wp:inline>", r'<wp:anchor behindDoc="1"\1</wp:anchor>'),
        (
            r"<w:drawing>.*?r:embed=\"(\w+)\".*?</w:drawing>",
            r'<w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape style="width:451pt;height:640pt">'
            r'<v:imagedata r:id="\1"/></v:shape></w:pict>',
        ),
        (r"(<w:p>(?:(?!</w:p>).)*<w:drawing>.*?</w:p>)", r"<w:tbl><w:tr><w:tc>\1</w:tc></w:tr></w:tbl>"),
    ],
    ids=["anchored", "VML", "in a cell"],
)
def test_every_way_to_place_a_picture(tmp_path: Path, change: tuple[str, str]) -> None:
    """Beside the text, as Word 2003 wrote it, or in a table used as a frame."""
    path = edited(one_page(tmp_path / "x.docx"), change)
    document = extract(path, "never")
    assert [page.number for page in document.pages] == [None, 1, None]
    assert text_of(document).split() == ["ก่อนภาพ", "หลังภาพ"]


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ((r'cx="\d+" cy="\d+"', 'cx="2000000" cy="2800000"'), "word/document.xml"),
        ((r"<w:r>(?=<w:drawing>)", "<w:r><w:rPr><w:vanish/></w:rPr>"), "word/document.xml"),
    ],
    ids=["small", "hidden"],
)
def test_pictures_that_are_no_page(tmp_path: Path, change: tuple[str, str], part: str) -> None:
    """The text alone is left, on one page without a number."""
    path = edited(one_page(tmp_path / "x.docx"), change, part)
    assert outline(extract(path, "never")) == [(None, ["ก่อนภาพ", "หลังภาพ"])]


def test_a_letterhead_is_no_page(tmp_path: Path) -> None:
    """A picture behind the text of every page stands in the header."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].add_run().add_picture(white(), width=Inches(7))
    document.add_paragraph("เนื้อความ")
    document.save(str(tmp_path / "x.docx"))
    assert outline(extract(tmp_path / "x.docx", "never")) == [(None, ["เนื้อความ"])]


@pytest.mark.parametrize(
    ("data", "said_en"),
    [
        (b"\x01\0\0\0" + bytes(36) + b" EMF" + bytes(60), "EMF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(90), "damaged"),
        (None, "not in the file"),
    ],
)
def test_a_picture_that_cannot_be_read_is_told(tmp_path: Path, data: bytes | None, said_en: str) -> None:
    """Its place is kept, the text around it is read, and the finding says why."""
    path = one_page(tmp_path / "x.docx")
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    (media,) = [name for name in entries if name.startswith("word/media/")]
    if data is None:
        del entries[media]
    else:
        entries[media] = data
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    assert outline(extract(path)) == AROUND
    records = read_report(path, shown_as="x.docx", sha256="0" * 64)
    (finding,) = [f for f in records.findings if f.code == "page_not_read"]
    assert said_en in finding.message.en
    assert [about.page for about in finding.about] == [1]


def test_only_what_is_shown_of_a_picture_is_taken(tmp_path: Path) -> None:
    """Word keeps what was cropped away."""
    path = edited(
        one_page(tmp_path / "x.docx"), (r"<a:stretch>", '<a:srcRect t="50000" r="25000"/><a:stretch>')
    )
    (page,) = [page for page in extract(path, "never").pages if page.number]
    assert (page.width, page.height) == pytest.approx((6.3 * 72, 6.3 * 1169 / 827 * 72), abs=2)
