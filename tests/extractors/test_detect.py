"""The format is told from the bytes, and what cannot be read is called by its name."""

from __future__ import annotations

import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import extract
from extractors.detect import DOC, DOCX, PDF, PICTURES, describe, media_type
from extractors.errors import Damaged, Encrypted, NotADocument, NotRead, Unsupported

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def ole(*names: str, root: str = "Root Entry", flags: int = 0) -> bytes:
    """A compound file: header, allocation table, one directory sector, one stream sector."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = bytearray(512)
    header[:8] = bytes.fromhex("D0CF11E0A1B11AE1")
    struct.pack_into("<5H", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<II", header, 44, 1, 1)
    struct.pack_into("<III", header, 56, 4096, end, 0)
    struct.pack_into("<II", header, 68, end, 0)
    struct.pack_into("<109I", header, 76, 0, *[free] * 108)
    sectors = struct.pack("<128I", table, end, end, *[free] * 125)
    directory = b""
    for i, name in enumerate([root, *names]):
        entry = bytearray(128)
        encoded = name.encode("utf-16-le")
        entry[: len(encoded)] = encoded
        struct.pack_into("<HBB", entry, 64, len(encoded) + 2, 5 if i == 0 else 2, 1)
        right = i + 1 if 0 < i < len(names) else free
        struct.pack_into("<3I", entry, 68, free, right, 1 if i == 0 and names else free)
        struct.pack_into("<II", entry, 116, 2, 4096)
        directory += entry
    fib = struct.pack("<5HH", 0xA5EC, 0xC1, 0, 0x041E, 0, flags).ljust(512, b"\0")
    return bytes(header) + sectors + directory.ljust(512, b"\0") + fib


def package(path: Path, content_type: str, extra: bytes = b"") -> Path:
    """A ZIP whose [Content_Types].xml names one main part."""
    xml = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{content_type}"/></Types>'
    ).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", xml + extra)
    return path


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_a_docx_is_told_whatever_it_is_called(tmp_path: Path) -> None:
    """A Word file named .pdf is a Word file."""
    path = tmp_path / "รายงาน.pdf"
    docx.Document().save(str(path))
    assert media_type(path) == DOCX


@pytest.mark.parametrize(
    "content_type",
    [
        WORD_MAIN,
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    ],
)
def test_documents_templates_and_macro_enabled_files_are_word_files(
    tmp_path: Path, content_type: str
) -> None:
    """Every kind of main Word part counts."""
    assert media_type(package(tmp_path / "x", content_type)) == DOCX


@pytest.mark.parametrize("junk", [b"", b"\r\n", b"x" * 1000])
def test_a_pdf_may_begin_after_some_junk(tmp_path: Path, junk: bytes) -> None:
    """Readers find %PDF- within the first 1024 bytes."""
    assert media_type(write(tmp_path / "x.doc", junk + b"%PDF-1.7\n")) == PDF


def test_pdf_in_the_middle_of_a_file_is_not_a_pdf(tmp_path: Path) -> None:
    """A text that speaks of %PDF- further down is a text."""
    assert media_type(write(tmp_path / "x.pdf", b"x" * 1024 + b"%PDF-1.7")) is None


def test_an_ole_file_with_a_word_stream_is_a_doc_even_with_a_zip_inside(tmp_path: Path) -> None:
    """A DOC that carries a whole ZIP at its end passes for one; OLE is looked for first."""
    zipped = package(tmp_path / "z", WORD_MAIN).read_bytes()
    assert media_type(write(tmp_path / "x.docx", ole("1Table", "WordDocument") + zipped)) == DOC


def test_an_ole_workbook_is_no_document(tmp_path: Path) -> None:
    """Old Excel files share the container with old Word files."""
    path = write(tmp_path / "x.doc", ole("Workbook"))
    assert media_type(path) is None
    assert describe(path)[1] == "an old Excel workbook (XLS)"


def test_a_password_on_a_docx_is_encrypted(tmp_path: Path) -> None:
    """Word wraps an encrypted DOCX into an OLE file."""
    with pytest.raises(Encrypted) as caught:
        media_type(write(tmp_path / "x.docx", ole("EncryptionInfo", "EncryptedPackage")))
    assert "รหัสผ่าน" in caught.value.reason_th


def test_a_password_on_a_doc_is_encrypted(tmp_path: Path) -> None:
    """The flag stands in the file information block of the Word stream."""
    with pytest.raises(Encrypted):
        media_type(write(tmp_path / "x.doc", ole("WordDocument", flags=0x0100)))


def test_an_ole_file_that_is_cut_short_is_damaged(tmp_path: Path) -> None:
    """Its directory is gone, so nobody can say what it was but that it is broken."""
    with pytest.raises(Damaged):
        media_type(write(tmp_path / "x.doc", ole("WordDocument")[:1024]))


def test_a_docx_that_is_cut_short_is_damaged(tmp_path: Path) -> None:
    """Half a download is not "not a document"."""
    data = package(tmp_path / "z", WORD_MAIN).read_bytes()
    with pytest.raises(Damaged):
        media_type(write(tmp_path / "x.docx", data[: len(data) // 2]))


def test_oversized_content_types_are_refused_without_unpacking(tmp_path: Path) -> None:
    """A ZIP bomb in the one part that is looked at."""
    path = package(tmp_path / "bomb.docx", WORD_MAIN, extra=b" " * (2 << 20))
    with pytest.raises(Damaged, match="over 1 MB"):
        media_type(path)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "an empty file (0 bytes)"),
        (b"<!DOCTYPE html><p>x", "a web page (HTML)"),
        ("\ufeff<HTML>".encode("utf-16-le"), "a web page (HTML)"),
        (b"{\\rtf1\\ansi x}", "an RTF file"),
        (b"GIF89a....", "a GIF picture"),
        (b"BM is how this note begins", "a plain text file"),
        ("รายงานผล".encode(), "a plain text file"),
        ("รายงานผล".encode("cp874"), "a plain text file"),
        (b"<?xml version='1.0'?><a/>", "an XML file"),
        (b"\x00\x01\x02\x03", "an unknown kind of file (it begins with 00 01 02 03)"),
    ],
)
def test_what_is_no_document_is_described(tmp_path: Path, data: bytes, said: str) -> None:
    """Whatever its name says, the message names what the bytes are, in both languages."""
    path = write(tmp_path / "report.doc", data)
    assert media_type(path) is None
    assert describe(path)[1] == said
    others = {"a web page (HTML)", "an RTF file"}  # people write reports in these
    with pytest.raises(Unsupported if said in others else NotADocument) as caught:
        extract(path)
    assert said in caught.value.reason_en
    assert describe(path)[0] in caught.value.reason_th


def test_a_workbook_is_described(tmp_path: Path) -> None:
    """XLSX is a ZIP like DOCX."""
    spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    path = package(tmp_path / "x.docx", spreadsheet)
    assert media_type(path) is None
    assert describe(path) == ("ตารางคำนวณ Excel (.xlsx)", "an Excel workbook (XLSX)", True)


@given(
    data=st.one_of(
        st.binary(max_size=3000),
        st.binary(max_size=3000).map(lambda b: ole("WordDocument")[: len(b)] + b),
        st.tuples(st.integers(0, 2047), st.integers(0, 255)).map(
            lambda change: (
                ole("WordDocument")[: change[0]] + bytes([change[1]]) + ole("WordDocument")[change[0] + 1 :]
            )
        ),
        st.binary(max_size=600).map(lambda b: b"PK\x03\x04" + b),
    )
)
def test_no_bytes_break_the_detection(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Any bytes give a type, None or a reason, and always a description."""
    path = write(tmp_path_factory.getbasetemp() / "any.bin", data)
    try:
        assert media_type(path) in (None, PDF, DOC, DOCX, *PICTURES)
    except NotRead as reason:
        assert reason.reason_th
    assert all(describe(path)[:2])


def test_a_missing_file_is_the_callers_mistake(tmp_path: Path) -> None:
    """No such file is an OSError, not a report that cannot be read."""
    with pytest.raises(FileNotFoundError):
        extract(tmp_path / "nothing.pdf")


def test_importing_the_package_loads_no_reader() -> None:
    """A command that reads no file does not wait for the readers' libraries."""
    code = "import sys, extractors; print([m for m in ('docx', 'lxml', 'pdfplumber') if m in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert said.stdout.strip() == "[]"


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real reports are not beside the repository")
def test_real_reports_are_what_their_names_say() -> None:
    """Among the real reports no name lies."""
    types = {".pdf": PDF, ".docx": DOCX, ".doc": DOC}
    files = [p for p in SHARED.glob("reports/*/*") if p.suffix in types]
    assert files
    assert [p.name for p in files if media_type(p) != types[p.suffix]] == []
