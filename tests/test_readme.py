"""What the READMEs show: every command runs as written, in both languages the same, and the rows are real."""

from __future__ import annotations

import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PRONGSAI = Path(sys.executable).parent / "prongsai"
README, README_TH = ROOT / "README.md", ROOT / "README.th.md"


def blocks(readme: Path, language: str) -> list[str]:
    """The code blocks of that language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", readme.read_text(encoding="utf-8"), re.M | re.S)


def commands(readme: Path) -> list[str]:
    """The lines of all sh blocks."""
    return [line for block in blocks(readme, "sh") for line in block.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def after_the_commands(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the samples in which the README's Python and its prongsai commands have run, in their order."""
    folder = tmp_path_factory.mktemp("readme")
    samples = Path("corpus/samples/reports")
    shutil.copytree(ROOT / samples, folder / samples)
    for code in blocks(README, "python"):
        subprocess.run([sys.executable, "-c", code], cwd=folder, check=True, timeout=300)  # noqa: S603
    of_prongsai = [c for c in commands(README) if c.startswith("prongsai ")]
    assert of_prongsai
    for command in of_prongsai:
        arguments = [str(PRONGSAI), *shlex.split(command, comments=True)[1:]]
        if arguments[1] == "review":
            arguments.append("--no-browser")
        if arguments[1] in ("serve", "review"):
            _served(arguments, folder)
            continue
        done = subprocess.run(arguments, cwd=folder, capture_output=True, check=False, timeout=300)  # noqa: S603
        assert done.returncode == 0, f"{command}\n{done.stderr.decode()}"
    return folder


def _served(arguments: list[str], folder: Path) -> None:
    """A server says where it is, and ends by Ctrl-C."""
    command = [*arguments, "--port", "0"]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) as server:  # noqa: S603
        assert server.stderr
        assert "http://127.0.0.1:" in server.stderr.readline()
        server.send_signal(signal.SIGINT)
    assert server.returncode in (0, 130)  # 130 where it had not begun to answer


def test_every_command_of_the_readme_runs(after_the_commands: Path) -> None:
    """They end with exit code 0 and leave what the README says."""
    for name in ("reports.db", "reports.jsonl", "tables/scores.csv", "tables/columns.csv"):
        assert (after_the_commands / name).stat().st_size > 0


def test_the_rows_shown_are_rows_of_the_export(after_the_commands: Path) -> None:
    """The excerpt of scores.csv is what the samples give today."""
    exported = (after_the_commands / "tables/scores.csv").read_text(encoding="utf-8-sig").splitlines()
    (shown,) = blocks(README, "csv")
    assert shown.splitlines()
    assert [row for row in shown.splitlines() if row not in exported] == []


def test_the_repairs_shown_are_those_of_the_damaged_copy(after_the_commands: Path) -> None:
    """The excerpt is what `prongsai explain` prints of the copy that the README damages."""
    (command,) = [c for c in commands(README) if c.startswith("prongsai explain damaged")]
    arguments = [str(PRONGSAI), *shlex.split(command)[1:]]
    done = subprocess.run(arguments, cwd=after_the_commands, capture_output=True, check=True, timeout=300)  # noqa: S603
    (shown,) = [block for block in blocks(README, "text") if "→" in block]
    printed = [line.rstrip() for line in done.stdout.decode().splitlines()]
    assert shown.splitlines() == printed


def test_the_view_is_asked_as_the_readme_says(after_the_commands: Path) -> None:
    """The SQL gives rows."""
    import sqlite3

    (query,) = blocks(README, "sql")
    with sqlite3.connect(after_the_commands / "reports.db") as connection:
        assert connection.execute(query).fetchone() is not None


def test_make_has_what_the_readme_opens_with() -> None:
    """`make demo` and `make test` are targets."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    made = {c.split()[1] for c in commands(README) if c.startswith("make ")}
    assert made == {"demo", "test"}
    assert made <= targets


@pytest.mark.parametrize("language", ["sh", "sql", "csv", "text", "python"])
def test_both_readmes_show_the_same(language: str) -> None:
    """Commands, query and excerpts do not depend on the language."""
    assert blocks(README, language)
    assert blocks(README, language) == blocks(README_TH, language)


@pytest.mark.parametrize(
    "page", ["README.md", "README.th.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]
)
def test_links_between_the_pages_lead_somewhere(page: str) -> None:
    """Every relative link is a file of the repository."""
    targets = re.findall(r"\]\(([^)#:]+)\)", (ROOT / page).read_text(encoding="utf-8"))
    assert [t for t in targets if not (ROOT / t).exists()] == []
