"""`--province` of every command that has it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from output.store import open_store
from pipeline.cli import app

runner = CliRunner()


@pytest.mark.parametrize(
    "command", [["search", "คำ"], ["stats"], ["report", "{}/a.html"], ["export", "csv", "{}/a"]]
)
@pytest.mark.parametrize(("name", "known"), [("นราธิวาด", False), ("Narathiwat", True), ("TH-96", True)])
def test_a_province_that_there_is_not_is_refused_in_both_languages(
    command: list[str], name: str, known: bool, tmp_path: Path
) -> None:
    """Rather than finding nothing in it; a database is not even opened."""
    db = tmp_path / "s.db"
    open_store(db).close()
    asked = [word.format(tmp_path) for word in command]
    done = runner.invoke(app, [*asked, "--db", str(db), "--province", name])
    assert (done.exit_code == 2) is not known
    assert (f"there is no province {name}" in done.stderr) is not known
    assert (f"ไม่รู้จักจังหวัด {name}" in done.stderr) is not known
