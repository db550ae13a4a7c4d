"""What became of each file, for programs; a fault of ours leaves its trace there and costs one file."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from corpus.records import Report, ReportRecords
from extractors.errors import Encrypted
from output.store import open_store
from pipeline.cli import app
from pipeline.run import ingest
from pipeline.terminal import log_to
from pipeline.workers import Workers
from tests.safety import hostile


@pytest.fixture(autouse=True)
def own_handlers() -> Iterator[None]:
    """The root logger as it was."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def lines(path: Path) -> list[dict[str, Any]]:
    """All but what libraries say."""
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [line for line in found if line["event"] != "message"]


def read_somehow(path: Path, *, shown_as: str, sha256: str) -> ReportRecords:
    """In a worker."""
    if path.name == "ours.pdf":
        return a_fault_of_ours(path)
    if path.name == "theirs.pdf":
        raise Encrypted("เข้ารหัส", "locked")
    return ReportRecords(Report(sha256[:16], shown_as, "application/pdf"))


def a_fault_of_ours(path: Path) -> ReportRecords:
    raise ZeroDivisionError(path.name)


def test_every_file_has_its_line_and_a_fault_its_trace(tmp_path: Path) -> None:
    """The trace names the function at fault, though it ran in another process; the other files are read."""
    folder = tmp_path / "รายงาน"
    folder.mkdir()
    for name in ("ours.pdf", "theirs.pdf", "sound.pdf"):
        (folder / name).write_bytes(b"%PDF-" + name.encode())
    log_to(None, tmp_path / "log.jsonl")
    with open_store(tmp_path / "s.db", create=True) as store:
        with Workers(1, preload=("tests.safety.test_log_json",)) as pool:
            ingest([folder], store, executor=pool, read=read_somehow)
        ingest([folder], store, read=read_somehow)
    told = lines(tmp_path / "log.jsonl")
    first = told[: [line["event"] for line in told].index("run_ends") + 1]
    assert {(line["event"], Path(line.get("file", "")).name) for line in first} == {
        ("run_begins", ""),
        ("read", "sound.pdf"),
        ("not_read", "theirs.pdf"),
        ("internal_error", "ours.pdf"),
        ("not_read", "ours.pdf"),
        ("run_ends", ""),
    }
    (fault,) = (line for line in first if line["event"] == "internal_error")
    assert "a_fault_of_ours" in fault["trace"]
    assert "ZeroDivisionError: ours.pdf" in fault["trace"]
    assert {line["kind"] for line in first if line["event"] == "not_read"} == {"encrypted", "internal_error"}
    assert all(0 <= line["seconds"] < 60 for line in first if line["event"] in ("read", "not_read"))
    assert all(datetime.fromisoformat(line["time"]).tzinfo for line in told)
    assert first[-1]["read"] == 1
    again = [(line["event"], line["level"]) for line in told[len(first) :]]
    assert ("unchanged", "info") in again
    assert ("internal_error", "error") in again


def test_names_cannot_forge_a_line(tmp_path: Path) -> None:
    """A line break in a file's name stays inside its line, from the command line too."""
    folder = tmp_path / "in"
    folder.mkdir()
    hostile.docx(folder / 'a"\n{"event": "read"}.docx', None)
    ended = CliRunner().invoke(
        app,
        [
            "ingest",
            str(folder),
            "--db",
            str(tmp_path / "s.db"),
            "--log-json",
            str(tmp_path / "log"),
            "-j",
            "1",
        ],
    )
    assert ended.exit_code == 1
    assert [line["event"] for line in lines(tmp_path / "log")] == ["run_begins", "not_read", "run_ends"]


def test_a_log_that_cannot_be_written_is_wrong_usage(tmp_path: Path) -> None:
    """Before anything is read."""
    ended = CliRunner().invoke(app, ["ingest", str(tmp_path), "--log-json", str(tmp_path / "no" / "log")])
    assert ended.exit_code == 2
