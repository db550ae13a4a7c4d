"""A large PDF is opened anew every so many pages; nobody who reads it sees that."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader, PdfWriter

from extractors import extract, pdf_open
from extractors.document import Document, Paragraph
from tests.extractors.made_pdf import MadePage, Text, make

_LETTERS = "กขคงจฉชซฌญ"


def said(number: int) -> str:
    """Other letters on each page."""
    return "หน้า" + "".join(_LETTERS[int(digit)] for digit in f"{number:04}")


def words(document: Document) -> str:
    """All that is said; what a page says goes on on the next."""
    return "".join(b.text for page in document.pages for b in page.blocks if isinstance(b, Paragraph))


@pytest.mark.parametrize("password", [None, "รหัสลับ"])
def test_each_page_says_what_it_says_however_often_the_file_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, password: str | None
) -> None:
    count = 23
    path = make(tmp_path / "a.pdf", [MadePage([Text(50, 700, said(n))]) for n in range(count)])
    if password:
        writer = PdfWriter(PdfReader(path))
        writer.encrypt(password, "owner", algorithm="AES-256")
        writer.write(path)
    opened: list[object] = []
    monkeypatch.setattr(pdfium, "PdfDocument", _counting(pdfium.PdfDocument, opened))
    whole = extract(path, "never", passwords=["wrong", password] if password else [])
    once = len(opened)
    monkeypatch.setattr(pdf_open, "_AT_ONCE", 5)
    again = extract(path, "never", passwords=["wrong", password] if password else [])
    assert len(opened) - once == once + 4
    assert words(whole) == "".join(said(n) for n in range(count))
    assert again == whole


def _counting(made: type, opened: list[object]) -> object:
    def make(*args: object, **options: object) -> object:
        opened.append(args)
        return made(*args, **options)

    return make
