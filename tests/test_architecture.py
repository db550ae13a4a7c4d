"""The rooms and the arrows between them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_arrows_between_the_rooms_go_one_way() -> None:
    """The contract in pyproject.toml holds."""
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_command_line_imports_nothing_heavy() -> None:
    """What a command needs is imported when it runs."""
    code = "import sys, pipeline.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    heavy = {
        "sqlalchemy",
        "numpy",
        "pandas",
        "pythainlp",
        "spacy",
        "pypdfium2",
        "pdfplumber",
        "docx",
        "lxml",
        "extractors",
    }
    assert heavy.isdisjoint(done.stdout.split())
