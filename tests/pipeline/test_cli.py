"""The commands, as a person or a script meets them."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import resource
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus.records import Agency, Finding, Measure, Message, Report, ReportRecords, Score, Source
from output.exporters import EXPORTERS
from output.store import FileFacts, open_store
from pipeline.cli import app
from pipeline.commands.export import Format

PRONGSAI = Path(sys.executable).parent / "prongsai"
SAMPLES = Path(__file__).parents[2] / "corpus" / "samples" / "reports"
WHY = Finding("file_not_read", "error", Message("อ่าน เสีย.pdf ไม่ได้: เสีย", "เสีย.pdf was not read: damaged"))

runner = CliRunner()


@pytest.fixture
def db(tmp_path: Path) -> str:
    """A database of one report and one file that was not read."""
    records = ReportRecords(
        Report(
            "00112233445566aa",
            "ปี 2568/รายงาน.pdf",
            "application/pdf",
            pages=12,
            title="รายงาน\x1b[31mสีแดง",
            kind="analysis",
            agency=Agency("เทศบาลตำบลหนองสาหร่าย", province="ลำปาง"),
            fiscal_year=2568,
            issued=dt.date(2025, 12, 1),
        ),
        scores=(Score("overall", Decimal("88.10"), fiscal_year=2568, source=Source("๘๘.๑๐", 4)),),
        measures=(Measure("[มาตรการ] ส่งเสริม", indicators=(1,), items=("I1",), steps=("ก", "ข")),),
        findings=(Finding("low_confidence", "warning", Message("ไม่แน่ใจ", "not sure")),),
    )
    path = tmp_path / "s.db"
    with open_store(path) as store:
        store.save(records, FileFacts("/t/ปี 2568/รายงาน.pdf", "ปี 2568/รายงาน.pdf", "1", "a" * 64, 1, 1))
        store.save_failure(FileFacts("/t/เสีย.pdf", "เสีย.pdf", "1", "b" * 64, 1, 1), WHY, "damaged")
    return str(path)


def prongsai(*arguments: str | Path, **more: object) -> subprocess.CompletedProcess[str]:
    """The installed command in a process of its own, with a locale that knows no Thai."""
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"}
    return subprocess.run(  # noqa: S603
        [PRONGSAI, *arguments], capture_output=True, encoding="utf-8", env=environment, check=False, **more
    )  # type: ignore[call-overload, no-any-return]


def test_help_answers_at_once() -> None:
    """Within half a second of a processor's time, the best of three."""
    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = prongsai("--help")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        assert done.returncode == 0
    assert "ingest" in done.stdout
    assert "รายงาน" in done.stdout
    assert min(times) < 0.5


@pytest.mark.parametrize("command", ["ingest", "export", "extract", "explain", "show"])
def test_every_command_explains_itself(command: str) -> None:
    """In English and Thai."""
    done = prongsai(command, "--help")
    assert done.returncode == 0
    assert any("ก" <= c <= "๛" for c in done.stdout)


def test_the_version_is_told() -> None:
    """On stdout, for scripts."""
    done = runner.invoke(app, ["--version"])
    assert (done.exit_code, done.stdout.split()[0]) == (0, "prongsai")


def test_the_formats_on_offer_are_those_that_exist() -> None:
    """The command line names them without importing them."""
    assert [f.value for f in Format] == list(EXPORTERS)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ingest", "none"], "none does not exist"),
        (["ingest"], "Missing argument"),
        (["export", "csv", "out", "--db", "none.db"], "there is no database none.db"),
        (["show", "x", "--db", "none.db"], "there is no database none.db"),
        (["export", "xml", "out"], "xml"),
        (["extract", "none.pdf"], "there is no file none.pdf"),
        (["ingest", ".", "--db", "nosuch://x"], "nosuch"),
        (["ingest", ".", "--db", "no/folder/x.db"], "does not exist"),
        (["ingest", ".", "--log", "no/folder/x.log"], "cannot write the log"),
    ],
)
def test_wrong_usage_says_what_and_exits_2(arguments: list[str], message: str, tmp_path: Path) -> None:
    """On stderr, without a traceback, and nothing is made."""
    done = prongsai(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_reports_is_said_so(tmp_path: Path) -> None:
    """It is no failure."""
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "notes.txt").write_text("x")
    done = prongsai("ingest", tmp_path / "tree", "--db", tmp_path / "s.db")
    assert done.returncode == 0
    assert "No report was found" in done.stderr
    assert "Passed over: 1 other files" in done.stderr


def test_show_prints_facts_scores_measures_and_findings(db: str) -> None:
    """Found by the beginning of its id; brackets are text, control characters are not obeyed."""
    done = prongsai("show", "0011", "--db", db)
    assert done.returncode == 0
    for part in ("หนองสาหร่าย", "จ.ลำปาง", "2025-12-01", "88.10", "[มาตรการ] ส่งเสริม", "1 I1", "not sure"):
        assert part in done.stdout
    assert "\x1b" not in done.stdout


def test_show_as_json_is_the_record(db: str) -> None:
    """By file name."""
    done = prongsai("show", "รายงาน.pdf", "--json", "--db", db)
    assert json.loads(done.stdout)["scores"][0]["value"] == "88.10"


def test_show_tells_why_a_file_was_not_read(db: str) -> None:
    """It has no report, but the reason is known."""
    assert "was not read: damaged" in prongsai("show", "เสีย.pdf", "--db", db).stdout
    as_json = json.loads(prongsai("show", "เสีย.pdf", "--json", "--db", db).stdout)
    assert as_json["findings"][0]["code"] == "file_not_read"


def test_an_unknown_or_unclear_report_is_wrong_usage(db: str) -> None:
    """Where several fit, they are listed."""
    done = prongsai("show", "ไม่มี", "--db", db)
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no report" in done.stderr
    with open_store(db) as store:
        other = ReportRecords(Report("00ff" * 4, "ปี 2567/รายงาน.pdf", "application/pdf"))
        store.save(other, FileFacts("/t/ปี 2567/รายงาน.pdf", "ปี 2567/รายงาน.pdf", "1", "f" * 64, 1, 1))
    done = prongsai("show", "รายงาน.pdf", "--db", db)
    assert done.returncode == 2
    assert "00ff00ff00ff00ff  ปี 2567/รายงาน.pdf" in done.stderr


def test_export_writes_where_it_is_told(db: str, tmp_path: Path) -> None:
    """CSV as a folder, JSON Lines as a file or to stdout; the names written go to stderr."""
    done = prongsai("export", "csv", tmp_path / "ออก" / "csv", "--db", db)
    assert (done.returncode, done.stdout) == (0, "")
    with (tmp_path / "ออก" / "csv" / "scores.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["value"] for row in csv.DictReader(file)] == ["88.10"]
    assert prongsai("export", "jsonl", tmp_path / "r.jsonl", "--db", db).returncode == 0
    streamed = prongsai("export", "jsonl", "-", "--db", db).stdout
    assert streamed == (tmp_path / "r.jsonl").read_text(encoding="utf-8")
    assert len(streamed.splitlines()) == 2


def test_an_export_to_the_wrong_place_exits_2(db: str, tmp_path: Path) -> None:
    """A folder cannot become a JSON Lines file."""
    done = prongsai("export", "jsonl", tmp_path, "--db", db)
    assert (done.returncode, "is a folder" in done.stderr) == (2, True)


def test_a_closed_pipe_is_quiet(db: str) -> None:
    """`prongsai export jsonl - | head -0`."""
    with open_store(db) as store:
        for n in range(300):
            report = Report(f"{n:016x}", f"{n}.pdf", "application/pdf", title="ก" * 1000)
            store.save(ReportRecords(report), FileFacts(f"/t/{n}.pdf", f"{n}.pdf", "1", f"{n:064x}", 1, 1))
    command = [PRONGSAI, "export", "jsonl", "-", "--db", db]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603
        assert process.stdout and process.stderr
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    command = [PRONGSAI, "show", "--json", f"{7:016x}", "--db", db]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""


def test_extract_prints_the_document(tmp_path: Path) -> None:
    """As JSON on stdout, Thai as Thai."""
    sample = next(SAMPLES.glob("*/report.pdf"), None)
    if sample is None:
        pytest.skip("no samples in corpus/samples/reports")
    done = prongsai("extract", sample)
    assert done.returncode == 0
    assert json.loads(done.stdout)["media_type"] == "application/pdf"
    assert "เทศบาล" in done.stdout


def test_extract_tells_why_a_file_is_not_read(tmp_path: Path) -> None:
    """Exit code 1 and one message."""
    (tmp_path / "x.pdf").write_bytes(b"not a pdf")
    done = prongsai("extract", tmp_path / "x.pdf")
    assert (done.returncode, done.stdout) == (1, "")
    assert "was not read: Not a PDF" in done.stderr


def test_a_tree_of_samples_is_ingested_once(tmp_path: Path) -> None:
    """Bad files are told in a line each and cost exit code 1; the second run finds nothing new."""
    pytest.importorskip("pipeline.read", reason="the reading stage is not built yet")
    tree = tmp_path / "คลัง"
    tree.mkdir()
    samples = sorted(SAMPLES.glob("*/report.*"))[:2]
    if not samples:
        pytest.skip("no samples in corpus/samples/reports")
    for n, sample in enumerate(samples):
        (tree / f"รายงาน {n}{sample.suffix}").write_bytes(sample.read_bytes())
    done = prongsai("ingest", tree, "--db", tmp_path / "s.db")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    (tree / "ว่าง.pdf").write_bytes(b"")
    (tree / "แปลก.docx").write_bytes(b"hello")
    done = prongsai("ingest", tree, "--db", tmp_path / "s.db")
    assert done.returncode == 1
    assert "2 files unchanged" in done.stderr
    for name in ("ว่าง.pdf — ", "แปลก.docx — "):
        assert sum(name in line for line in done.stderr.splitlines()) == 1
    done = prongsai("ingest", tree, "--db", tmp_path / "s.db", "--lang", "th")
    assert done.returncode == 1
    assert "Nothing new: 2 files" in done.stderr
    assert "Traceback" not in done.stderr
