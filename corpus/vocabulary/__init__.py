"""The words by which a report's columns, parts, findings and kinds are known: data, not code.

Six TOML files, each a list of phrases for each role, by where the phrase was seen: `report` (in a report we
read, as a heading or in its text), `page` (in a public page) or `unverified` (usual, but not seen). "…"
stands for a few characters between two pieces. Order is precedence: where phrases of two roles are found, the
role that stands first in the file wins; `findings` and `kinds` are ordered for that.

- `columns`: role of a table's column → headings. A column of strengths or weaknesses is an `analysis`; which
  finding it states is told by `findings`.
- `parts`: part of a measure block → headings; `block` is the line that leads into one.
- `findings`: finding → phrases; those under `…_in_heading` count only where they are (in) a heading.
- `kinds`: kind of a report → phrases of its title.
- `documents`: sort of a document → phrases of its head; all but `ita` only look like a report on the ITA.
- `names`: `quality` → words behind an abbreviated kind of agency that are no name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, cast, get_args

Seen = Literal["report", "page", "unverified"]

_GAP = ".{0,40}?"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A wording and where it was seen."""

    text: str
    seen: Seen

    @property
    def key(self) -> str:
        """The wording as it is compared: without white space, which falls anywhere in narrow cells."""
        return squeezed(self.text)

    def found_in(self, text: str) -> bool:
        """Whether the text has this wording, white space aside.

        >>> Phrase("ผ่านเกณฑ์…เล็กน้อย", "report").found_in("๘๗.๑๑ คะแนน ผ่านเกณฑ์ประเมินเล็กน้อย")
        True
        """
        return _pattern(self.key).search(squeezed(text)) is not None


def squeezed(text: str) -> str:
    """The text without white space.

    >>> squeezed("ระยะเวลาใน การดำเนินการ")
    'ระยะเวลาในการดำเนินการ'
    """
    return "".join(text.split())


@cache
def load(name: str) -> Mapping[str, tuple[Phrase, ...]]:
    """One of the vocabularies: `columns`, `parts`, `findings`, `kinds`, `documents`, `names`. Role → phrases, in the file's order.

    >>> load("columns")["monitoring"][0]
    Phrase(text='การติดตามผล', seen='report')
    """
    raw = tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            role: tuple(
                Phrase(text, _seen(name, role, seen)) for seen, texts in by_seen.items() for text in texts
            )
            for role, by_seen in raw.items()
        }
    )


def _seen(name: str, role: str, word: str) -> Seen:
    if word not in get_args(Seen):
        raise ValueError(f"{name}.toml, [{role}]: {word!r} is not one of {', '.join(get_args(Seen))}")
    return cast(Seen, word)


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(_GAP.join(re.escape(piece) for piece in key.split("…")))
