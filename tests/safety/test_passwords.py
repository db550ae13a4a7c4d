"""Files behind a password: said once, left alone, and tried again when there are passwords to try."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner, Result

from pipeline.cli import app
from tests.safety.test_hostile import encrypted


def test_a_locked_file_is_tried_again_where_there_are_passwords(tmp_path: Path) -> None:
    """The next run reads it, and no message holds a password."""
    encrypted(tmp_path / "a.pdf", "AES-256", "รหัส ลับ", "owner")
    (tmp_path / "a.plain.pdf").unlink()
    passwords = tmp_path / "passwords.txt"
    passwords.write_text("wrong\n\nรหัส ลับ\n", encoding="utf-8-sig")

    def run(command: str, *more: str) -> Result:
        file = str(tmp_path / "a.pdf")
        return CliRunner().invoke(app, [command, file, *more])

    db = ("--db", str(tmp_path / "s.db"), "-j", "1", "--log", str(tmp_path / "log"))
    assert run("ingest", *db).exit_code == 1
    assert run("ingest", *db).exit_code == 1
    assert run("ingest", *db, "--password-file", str(passwords)).exit_code == 0
    assert run("ingest", *db).exit_code == 0, "it was read"
    assert run("extract").exit_code == 1
    said = run("extract", "--password-file", str(passwords))
    assert (said.exit_code, "behind a lock" in said.stdout) == (0, True)
    assert "ลับ" not in (tmp_path / "log").read_text(encoding="utf-8")


def test_a_file_of_passwords_that_cannot_be_read_is_wrong_usage(tmp_path: Path) -> None:
    """One that is not there, and one that is no text."""
    (tmp_path / "b").write_bytes(b"\xff\xfe\xfa")
    for name in ("a", "b"):
        arguments = ["ingest", str(tmp_path), "--db", str(tmp_path / "s.db"), "--password-file"]
        assert CliRunner().invoke(app, [*arguments, str(tmp_path / name)]).exit_code == 2


def test_a_limit_that_is_raised_reads_what_was_too_large(tmp_path: Path) -> None:
    """Without --force: what was too large once is tried in every run."""
    encrypted(tmp_path / "a.pdf", "AES-256", "", "owner")
    (tmp_path / "a.plain.pdf").unlink()
    db = ["ingest", str(tmp_path), "--db", str(tmp_path / "s.db"), "-j", "1"]
    assert CliRunner().invoke(app, [*db, "--limit", "file_bytes=100"]).exit_code == 1
    assert CliRunner().invoke(app, db).exit_code == 0
    assert CliRunner().invoke(app, [*db, "--limit", "bytes=100"]).exit_code == 2
