"""`prongsai explain` shows what was damaged and how it was repaired."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from typer.testing import CliRunner

from extractors.document import Document, Layer, Page, Paragraph
from normalizers.quality import Grade, Quality
from normalizers.repair import PLAN
from pipeline.alignment import changes
from pipeline.cli import app
from pipeline.explain import explain

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
LINES = ["การดำเนินงานตามที่ก าหนด", "จ านวน ๓ ต าบล ตามที่ก าหนด", "เเผนงาน"]

runner = CliRunner()


@pytest.fixture
def hurt(tmp_path: Path) -> Path:
    """A DOCX with damaged text."""
    made = docx.Document()
    for line in LINES:
        made.add_paragraph(line)
    made.save(str(tmp_path / "hurt.docx"))
    return tmp_path / "hurt.docx"


def run(*arguments: str | Path) -> tuple[int, str, str]:
    done = runner.invoke(app, ["explain", *map(str, arguments)])
    return done.exit_code, done.stdout, done.stderr


def test_words_are_shown_before_and_after(hurt: Path) -> None:
    """Marked, with the step in both languages and the number of places."""
    code, out, _ = run(hurt)
    assert code == 0
    step = next(d for d in PLAN if d.name == "detached_sara_am")
    assert f"{step.en} / {step.th}: 4" in out
    assert "[ก าหนด] → [กำหนด]  ×2" in out
    assert "[จ านวน] ๓ ต าบล" in out
    assert "[เเผนงาน] → [แผนงาน]" in out


def test_json_holds_every_repair(hurt: Path) -> None:
    """Page, step, wording and places."""
    code, out, _ = run(hurt, "--json")
    (page,) = json.loads(out)["pages"]
    assert code == 0
    assert page["number"] is None
    steps = {s["name"]: s for s in page["steps"]}
    assert [s["name"] for s in page["steps"]] == ["doubled_e", "detached_sara_am"]
    found = {(r["before"], r["after"], r["places"]) for r in steps["detached_sara_am"]["repairs"]}
    assert found == {("ก าหนด", "กำหนด", 2), ("จ านวน", "จำนวน", 1), ("ต าบล", "ตำบล", 1)}


def test_sound_text_is_said_to_be_sound(tmp_path: Path) -> None:
    """In both languages."""
    made = docx.Document()
    made.add_paragraph("การปฏิบัติหน้าที่")
    made.save(str(tmp_path / "sound.docx"))
    code, out, _ = run(tmp_path / "sound.docx")
    assert code == 0
    assert "Nothing to repair" in out
    assert "ไม่มีอะไรต้องซ่อม" in out


def test_pages_of_a_pdf_can_be_asked_for(hurt: Path) -> None:
    """One page alone; a page that is not there is wrong usage, and says which there are."""
    if OFFICE is None:
        pytest.skip("LibreOffice is not installed")
    subprocess.run(  # noqa: S603
        [OFFICE, f"-env:UserInstallation={(hurt.parent / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", str(hurt.parent), str(hurt)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    pdf = hurt.with_suffix(".pdf")
    code, out, _ = run(pdf, "--page", "1")
    assert code == 0
    assert "page 1 / หน้า 1" in out
    assert "→ [กำหนด]" in out
    code, _, err = run(pdf, "--page", "2")
    assert code == 2
    assert "has no page 2" in err
    assert "ไม่มีหน้า 2" in err


def test_a_page_of_a_file_without_pages_is_wrong_usage(hurt: Path) -> None:
    """A DOCX has none until it is printed."""
    code, _, err = run(hurt, "--page", "1")
    assert code == 2
    assert "leave out --page" in err


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    """As `extract` names them."""
    code, _, err = run(tmp_path / "none.pdf")
    assert code == 2
    assert "there is no file" in err
    (tmp_path / "note.txt").write_text("ก", encoding="utf-8")
    code, out, err = run(tmp_path / "note.txt")
    assert code == 1
    assert out == ""
    assert "was not read" in err


def test_control_characters_of_a_file_do_not_reach_the_terminal(tmp_path: Path) -> None:
    """Text is others' words."""
    page = Page(1, 595.0, 842.0, (Paragraph("\x1b[31mก าหนด", 1),))
    (shown,) = explain(Document("application/pdf", (page,)))
    assert shown.steps[0].repairs[0].after == "กำหนด"


def test_a_page_without_text_is_said_to_be_a_picture() -> None:
    """It has no steps and no text."""
    (shown,) = explain(Document("application/pdf", (Page(1, 595.0, 842.0, (), has_text=False),)))
    assert not shown.has_text
    assert shown.steps == ()


def test_engine_and_grade_of_a_page_are_shown() -> None:
    """Where its extractor says them."""
    layer = Layer("pdfium", Quality(Grade.REPAIRED, 10))
    (shown,) = explain(Document("application/pdf", (Page(1, 595.0, 842.0, (), layer=layer),)))
    assert (shown.engine, shown.grade) == ("pdfium", "repaired")


def test_changes_in_long_texts_are_found_in_place() -> None:
    """Beyond the window of the comparison too."""
    before = "".join(f"ข้อ {n} ก าหนดจ านวน " for n in range(1_000))
    after = before.replace("ก า", "กำ").replace("จ า", "จำ")
    found = changes(before, after)
    assert len(found) == 2_000
    rebuilt, at = "", 0
    for change in found:
        rebuilt += before[at : change.start] + after[change.new_start : change.new_end]
        at = change.end
    assert rebuilt + before[at:] == after
