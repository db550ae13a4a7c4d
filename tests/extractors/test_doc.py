"""An old Word file reads like the DOCX that LibreOffice makes of it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import docx
import pytest

from extractors import doc, extract
from extractors.document import Document, Paragraph, Table
from extractors.errors import Damaged, MissingTool, OutOfTime

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")


@pytest.fixture(scope="module")
def old_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real DOC, which LibreOffice makes of a small DOCX."""
    folder = tmp_path_factory.mktemp("doc")
    made = docx.Document()
    made.add_heading("มาตรการส่งเสริมคุณธรรม", 1)
    made.add_paragraph("ตัวชี้วัดที่ ๑ ได้ ๙๙.๕๘ คะแนน")
    grid = made.add_table(2, 2)
    grid.cell(0, 0).merge(grid.cell(0, 1)).text = "หัวตาราง"
    grid.cell(1, 0).text, grid.cell(1, 1).text = "ก", "ข"
    made.add_paragraph("จบ")  # a table that ends the file is lost on the way to DOC, before we see it
    made.save(str(folder / "made.docx"))
    subprocess.run(  # noqa: S603
        [str(OFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "doc:MS Word 97", "--outdir", str(folder), str(folder / "made.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return folder / "made.doc"


def texts(document: Document) -> list[str]:
    return [
        block.text if isinstance(block, Paragraph) else "|".join(c.text for c in block.cells)
        for block in document.blocks()
    ]


@needs_office
def test_an_old_file_gives_its_paragraphs_and_tables(old_file: Path) -> None:
    """With its own media type, and the version of LibreOffice among the engines."""
    document = extract(old_file)
    assert document.media_type == "application/msword"
    assert texts(document) == ["มาตรการส่งเสริมคุณธรรม", "ตัวชี้วัดที่ ๑ ได้ ๙๙.๕๘ คะแนน", "หัวตาราง|ก|ข", "จบ"]
    table = next(b for b in document.blocks() if isinstance(b, Table))
    assert table.cells[0].column_span == 2
    assert document.engine["LibreOffice"][0].isdigit()


@needs_office
def test_a_file_named_like_an_option_is_a_file(
    old_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing in a name reaches LibreOffice; names in Thai with spaces do no harm."""
    monkeypatch.chdir(tmp_path)
    for name in ("--help.doc", "-env:x=y", "รายงาน ปี ๒๕๖๘ $(x).doc"):
        shutil.copy(old_file, tmp_path / name)
        assert len(texts(extract(Path(name)))) == 4


@needs_office
def test_the_file_and_its_folder_are_left_as_they_were(old_file: Path, tmp_path: Path) -> None:
    """No lock files, no converted copies beside the archivist's files."""
    shutil.copy(old_file, tmp_path / "x.doc")
    before = (tmp_path / "x.doc").read_bytes()
    extract(tmp_path / "x.doc")
    assert [p.name for p in tmp_path.iterdir()] == ["x.doc"]
    assert (tmp_path / "x.doc").read_bytes() == before


@needs_office
def test_a_file_that_libreoffice_makes_nothing_of_is_damaged(tmp_path: Path) -> None:
    """It reports success and writes nothing."""
    path = tmp_path / "x.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000)
    with pytest.raises(Damaged) as caught:
        doc.extract(path)
    assert "LibreOffice" in caught.value.reason_th


@needs_office
def test_a_conversion_that_takes_too_long_is_ended_with_all_it_started(
    old_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No LibreOffice of ours goes on in the background, and nothing of its work stays."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    started = time.monotonic()
    with pytest.raises(OutOfTime):
        doc.extract(old_file, time_limit=0.3)
    assert time.monotonic() - started < 20
    assert list(tmp_path.iterdir()) == []
    time.sleep(0.5)
    assert not [c for c in Path("/proc").glob("[0-9]*/cmdline") if _works_in(c, tmp_path)]


def _works_in(cmdline: Path, folder: Path) -> bool:
    """Whether a process was started with files of this folder."""
    try:
        return str(folder).encode() in cmdline.read_bytes()
    except OSError:  # it ended meanwhile
        return False


def test_without_libreoffice_the_message_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In both languages, before anything is copied."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingTool) as caught:
        doc.extract(tmp_path / "x.doc")
    for reason in (caught.value.reason_th, caught.value.reason_en):
        assert "apt-get install libreoffice-writer-nogui" in reason


@needs_office
@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real reports are not beside the repository")
def test_a_real_doc_reads_like_the_docx_of_the_same_report() -> None:
    """Every paragraph and every cell."""
    folder = SHARED / "reports" / "banpraeng-2565"
    old, new = extract(folder / "report.doc"), extract(folder / "report.docx")
    assert texts(old) == texts(new)
