"""`prongsai correct` and `prongsai corrections` on a real database."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from corpus.records import Agency, Analysis, Report, ReportRecords, Score
from output.store import FileFacts, open_store
from pipeline.cli import app

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SAMPLE = Path(__file__).parents[2] / "corpus" / "samples" / "reports" / "nongsaofa-2567" / "report.docx"

runner = CliRunner()


def run(*arguments: object) -> Result:
    return runner.invoke(app, [str(argument) for argument in arguments])


def done(*arguments: object) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def db(tmp_path: Path) -> str:
    """A database with one sample."""
    shutil.copy(SAMPLE, tmp_path / "รายงาน.docx")
    path = str(tmp_path / "s.db")
    done("ingest", tmp_path / "รายงาน.docx", "--db", path)
    return path


def shown(db: str) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(done("show", "รายงาน.docx", "--db", db, "--json"))
    return found


def test_a_correction_survives_reading_again(db: str) -> None:
    """Ingest, correct, ingest with --force: the corrected value is there, and listed with who and why."""
    read = shown(db)["scores"][0]["value"]
    said = done(
        "correct", "รายงาน.docx/score/0", "value", "12.34", "--db", db, "--by", "สมศรี", "--note", "หน้า 3"
    )
    assert said.split("  ")[2:] == ["value", f"{read} → 12.34\n"]
    assert shown(db)["scores"][0]["value"] == "12.34"
    done("ingest", Path(db).parent / "รายงาน.docx", "--db", db, "--force")
    assert shown(db)["scores"][0]["value"] == "12.34"
    (listed,) = json.loads(done("corrections", "list", "--db", db, "--json"))["corrections"]
    assert (listed["read_value"], listed["value"], listed["state"]) == (read, "12.34", "applied")
    assert (listed["corrected_by"], listed["note"]) == ("สมศรี", "หน้า 3")
    table = done("corrections", "list", "--db", db)
    assert "12.34" in table
    assert "สมศรี" in table
    done("corrections", "undo", listed["correction_id"], "--db", db)
    assert shown(db)["scores"][0]["value"] == read
    assert json.loads(done("corrections", "list", "--db", db, "--json")) == {"corrections": []}


def test_what_show_calls_a_record_is_what_correct_takes(db: str) -> None:
    """The column ref."""
    page = done("show", "รายงาน.docx", "--db", db)
    assert "score/0" in page
    assert "measure/0" in page
    done("correct", "รายงาน.docx/measure/0", "responsible", "สำนักปลัด", "กองคลัง", "--db", db)
    assert shown(db)["measures"][0]["responsible"] == ["สำนักปลัด", "กองคลัง"]
    done("correct", "รายงาน.docx/score/0", "rating", "", "--db", db)
    assert "rating" not in shown(db)["scores"][0]


def test_corrections_are_imported_once_and_all_or_none(db: str, tmp_path: Path) -> None:
    """Lists are lines of a cell; a wrong line is named."""
    report = str(shown(db)["report"]["report_id"])  # type: ignore[call-overload]
    sheet = tmp_path / "แก้.csv"
    good = f'record,field,value,note,by\r\n{report[:8]}/score/0,value,1.25,,\r\n{report}/measure/0,steps,"ก\nข",ตามเล่ม,ปลัด\r\n'
    sheet.write_text(good + f"{report}/score/0,instrument,XIT,,\r\n", encoding="utf-8-sig")
    result = run("corrections", "import", sheet, "--db", db)
    assert result.exit_code == 2
    assert f"{report}/score/0 instrument: instrument must be one of IIT" in result.output
    assert json.loads(done("corrections", "list", "--db", db, "--json")) == {"corrections": []}
    sheet.write_text(good, encoding="utf-8")
    assert len(done("corrections", "import", sheet, "--db", db).splitlines()) == 2
    records = shown(db)
    assert (records["scores"][0]["value"], records["measures"][0]["steps"]) == ("1.25", ["ก", "ข"])
    result = run("corrections", "import", sheet, "--db", db)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Already there: 2." in result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("correct", "รายงาน.docx", "value", "1"), "names no record"),
        (("correct", "รายงาน.docx/score/x", "value", "1"), "names no record"),
        (("correct", "ไม่มี/score/0", "value", "1"), "there is no report ไม่มี"),
        (("correct", "รายงาน.docx/score/0", "valu", "1"), "has no field valu"),
        (("corrections", "undo", "7"), "there is no correction 7"),
        (("corrections", "import", "no.csv"), "no.csv cannot be read"),
        (("corrections", "import", __file__), "has no column"),
    ],
)
def test_wrong_usage_exits_2_and_says_what_is_wrong(db: str, arguments: tuple[str, ...], said: str) -> None:
    """In Thai and English."""
    result = run(*arguments, "--db", db)
    assert result.exit_code == 2
    assert said in result.output
    assert any("\u0e01" <= letter <= "\u0e5b" for letter in result.output.replace("รายงาน.docx", ""))


def test_a_correction_beside_the_preferred_reading_names_that_ones_record(tmp_path: Path) -> None:
    """Tables show one reading of a report, so who corrects another is told what to correct as well."""
    db = str(tmp_path / "s.db")
    text = "ผู้รับบริการเห็นว่าเจ้าหน้าที่ให้บริการตามขั้นตอนและระยะเวลาที่กำหนด และควรเผยแพร่แผนให้ทราบอย่างทั่วถึง"
    place = Agency("เทศบาลตำบลหนองสาหร่าย", "เทศบาลตำบล", "เมือง", "ลำปาง", "TH-52")
    with open_store(db) as store:
        for number, (file, media_type) in enumerate((("a.docx", DOCX), ("a.pdf", "application/pdf"))):
            id_ = f"{number:016x}"
            about = Report(id_, file, media_type, kind="analysis", agency=place, fiscal_year=2568)
            scores = (Score("overall", Decimal("88.10"), fiscal_year=2568),)
            records = ReportRecords(about, scores=scores, analyses=(Analysis(text),))
            store.save(records, FileFacts(f"/t/{file}", file, "1", id_ * 4))
    better = f"{0:016x}/score/0"
    result = run("correct", "a.pdf/score/0", "value", "12.34", "--db", db)
    assert result.exit_code == 0
    assert f"correct {better} as well" in result.stderr
    assert f"ให้แก้ {better} ด้วย" in result.stderr
    assert "preferred" not in run("correct", "a.docx/score/0", "value", "12.34", "--db", db).stderr
