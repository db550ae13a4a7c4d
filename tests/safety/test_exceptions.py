"""Every exception from the checks for safety is listed with its reason, and every one listed is needed."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
INSTALLED = ("corpus", "extractors", "normalizers", "output", "pipeline")
_NOQA = re.compile(r"#\s*noqa:([ ,A-Z0-9]+)")


def exempt(folder: str) -> dict[str, set[str]]:
    """The files with lines that are exempt from S rules, and from which."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / folder).rglob("*.py")):
        for codes in _NOQA.findall(path.read_text(encoding="utf-8")):
            if rules := set(re.findall(r"\bS\d+", codes)):
                found.setdefault(str(path.relative_to(ROOT)), set()).update(rules)
    return found


def listed() -> dict[str, dict[str, object]]:
    return tomllib.loads((ROOT / ".ci" / "exceptions.toml").read_text(encoding="utf-8"))


def test_exceptions_in_what_is_installed_are_listed_by_file() -> None:
    """No more and no fewer."""
    found = {file: rules for folder in INSTALLED for file, rules in exempt(folder).items()}
    reasons = listed()["installed"]
    assert found == {file: set(rules) for file, rules in reasons.items()}  # type: ignore[call-overload]
    assert all(reason for rules in reasons.values() for reason in rules.values())  # type: ignore[attr-defined]


def test_exceptions_elsewhere_are_listed_by_rule() -> None:
    """Tests, benchmarks and training are run by us alone."""
    folders = ("tests", "benchmarks", "training", "scripts")
    found = {rule for folder in folders for rules in exempt(folder).values() for rule in rules}
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found |= set(settings["tool"]["ruff"]["lint"]["per-file-ignores"]["tests/*"])
    assert found == set(listed()["elsewhere"])


def test_no_s_rule_is_off_altogether() -> None:
    """They are all asked for, and none is ignored everywhere."""
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    assert "S" in lint["select"]
    assert not [rule for rule in lint["ignore"] if re.fullmatch(r"S\d*", rule)]
