"""What `prongsai doctor` says is there, is there; what is not, it says how to get."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from output.store import open_store
from pipeline import doctor
from pipeline.cli import app

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["doctor", *arguments])


def test_the_extras_are_those_of_the_project() -> None:
    """With their packages: a new extra must be told about."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    wanted = {
        name: tuple(re.split(r"[\[><=]", package)[0] for package in packages)
        for name, packages in extras.items()
        if name not in ("dev", "ocr")
    }
    assert {name: names for name, (names, _, _) in doctor._EXTRAS.items()} == wanted


def test_without_programs_it_says_what_is_not_read_and_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine without LibreOffice reads no .doc."""
    monkeypatch.setenv("PATH", str(tmp_path))
    said = run()
    assert said.exit_code == 1
    assert ".doc) are not read" in said.stdout
    assert "apt-get install libreoffice-writer-nogui" in said.stdout
    found = {check["name"]: check for check in json.loads(run("--json").stdout)["checks"]}
    assert found["LibreOffice"]["state"] == "missing"
    assert found["Thai fonts"]["state"] == "absent"
    assert found["packages"]["state"] == "ok"
    assert all(check["means_th"] and check["means_en"] for check in found.values())
    assert all(bool(check["do"]) == (check["state"] != "ok") for check in found.values())


def test_a_database_that_is_named_is_opened(tmp_path: Path) -> None:
    """One that is not there is said, and is not made."""
    there, not_there = tmp_path / "a.db", tmp_path / "b.db"
    open_store(there, create=True).close()

    def state(db: Path) -> str:
        return str(json.loads(run("--json", "--db", str(db)).stdout)["checks"][-1]["state"])

    assert (state(there), state(not_there)) == ("ok", "missing")
    assert not not_there.exists()


def test_the_exit_code_says_whether_anything_that_matters_is_missing() -> None:
    """As the JSON does."""
    said = run("--json")
    found = json.loads(said.stdout)
    assert found["ok"] == all(check["state"] != "missing" for check in found["checks"])
    assert said.exit_code == (0 if found["ok"] else 1)
