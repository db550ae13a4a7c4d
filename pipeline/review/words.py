"""The words of the desk in the language that is asked for."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from extractors.errors import NotRead
from output.errors import OutputError
from output.tables import tables

LANGUAGES = ("th", "en")
_TABLES = {
    "report": "reports",
    "indicator": "indicators",
    "score": "scores",
    "analysis": "analyses",
    "measure": "measures",
}


def preferred(accept: str) -> str:
    """The language that a browser asks for: English where it wants that more than Thai.

    >>> preferred("en-US,en;q=0.9"), preferred("de,en;q=0.5,th;q=0.7"), preferred("")
    ('en', 'th', 'th')
    """
    ranked: list[tuple[float, str]] = []
    for part in accept.split(","):
        name, _, rest = part.strip().partition(";")
        try:
            weight = float(rest.strip().removeprefix("q=")) if rest else 1.0
        except ValueError:
            weight = 0.0
        ranked.append((-weight, name.partition("-")[0].lower()))
    known = [name for _, name in sorted(ranked, key=lambda pair: pair[0]) if name in LANGUAGES]
    return known[0] if known else "th"


@dataclass(frozen=True, slots=True)
class Words:
    """All that the pages say, in one language."""

    language: str

    def __call__(self, name: str, **filled: object) -> str:
        """A label or sentence, with its gaps filled."""
        return _said("words", name, self.language).format(**filled)

    def code(self, code: str) -> str:
        """A finding in a few words; one that is not known is called by its code."""
        return _said("codes", code, self.language) if code in _all()["codes"] else code

    def record(self, record: str) -> str:
        return _said("records", record, self.language)

    def group(self, record: str) -> str:
        return _said("groups", record, self.language)

    def severity(self, severity: str) -> str:
        return _said("severities", severity, self.language)

    def role(self, role: str) -> str:
        """What a column holds."""
        return _said("roles", role, self.language)

    def keys(self) -> dict[str, str]:
        """Key -> what it does."""
        return {key: _said("keys", key, self.language) for key in _all()["keys"]}

    def field(self, record: str, field: str) -> str:
        """The name of a record's field, as exports have it."""
        for column in tables()[_TABLES[record]].columns:
            if column.name == field:
                return self.of(column.title)
        return field

    def choice(self, record: str, field: str, value: object) -> str:
        """What a value stands for, where the field has only so many; else the value."""
        for column in tables()[_TABLES[record]].columns:
            if column.name == field and column.values and value in column.values:
                return self.of(column.values[str(value)])
        return str(value)

    def reason(self, why: NotRead | OutputError) -> str:
        """What went wrong."""
        return why.reason_th if self.language == "th" else why.reason_en

    def of(self, words: Any) -> str:
        """Of something that is said in both languages (`th`, `en`), the right one."""
        said: str = getattr(words, self.language)
        return said


@cache
def _all() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(files("pipeline.review").joinpath("words.toml").read_text(encoding="utf-8"))


def _said(table: str, name: str, language: str) -> str:
    return _all()[table][name][language]
