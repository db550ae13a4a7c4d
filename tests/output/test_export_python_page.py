"""docs/python.md runs as written, and what it shows is what comes out."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from output.store import open_store
from pipeline import run

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "python.md"


def test_the_page_runs_and_shows_what_comes_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each block ends with an expression, and the comment under it is its value."""
    with open_store(tmp_path / "reports.db") as store:
        monkeypatch.chdir(ROOT)
        run.ingest([Path("corpus/samples/reports")], store)
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    assert len(blocks) > 5
    names: dict[str, object] = {}
    for block in blocks:
        code, _, comment = block.partition("\n# ")
        *before, last = ast.parse(code).body
        assert isinstance(last, ast.Expr)
        exec(compile(ast.Module(before, []), str(PAGE), "exec"), names)  # noqa: S102 - the page's own code
        value = eval(compile(ast.Expression(last.value), str(PAGE), "eval"), names)  # noqa: S307
        printed = [line.rstrip() for line in repr(value).splitlines()]
        assert printed == [line.removeprefix("#").removeprefix(" ") for line in f"# {comment}".splitlines()]
