"""Damaged Thai text made as it was printed: one small function a defect, in one visible plan.

`repair` runs the plan and says which steps changed something; `repair_together` repairs texts of one page
as one, so that each is judged by the damage of all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from normalizers.repair import marks

SEPARATOR = "\x1e"
"""Stands between texts repaired together; no step reads or writes across it."""


@dataclass(frozen=True, slots=True)
class Defect:
    """One kind of damage and what mends it."""

    name: str
    mend: Callable[[str], str]
    th: str
    en: str


@dataclass(frozen=True, slots=True)
class Step:
    """One defect found: the whole text before and after its repair."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Repaired:
    """The text as printed, and the steps that changed something, in order."""

    text: str
    steps: tuple[Step, ...]


PLAN: tuple[Defect, ...] = (
    Defect(
        "private_use",
        marks.private_use,
        "เครื่องหมายอยู่ในรหัสส่วนตัวของฟอนต์ (Private Use)",
        "marks in a font's Private Use codes",
    ),
)
"""Every defect known, in the order of repair. What a later step needs, an earlier one mends."""

_BY_NAME = {defect.name: defect for defect in PLAN}


def repair(text: str) -> Repaired:
    """The text with every defect of the plan mended; repaired text comes back as it is, without steps."""
    steps = []
    for defect in PLAN:
        mended = defect.mend(text)
        if mended != text:
            steps.append(Step(defect.name, text, mended))
            text = mended
    return Repaired(text, tuple(steps))


def repair_together(texts: Sequence[str]) -> tuple[list[str], tuple[Step, ...]]:
    """The texts of one page repaired as one: what is damaged in one tells how to read the others.

    The steps hold all texts, with `SEPARATOR` between them.
    """
    if not texts:
        return [], ()
    done = repair(SEPARATOR.join(text.replace(SEPARATOR, " ") for text in texts))
    return done.text.split(SEPARATOR), done.steps


def replay(text: str, steps: Iterable[Step]) -> str:
    """The text after the named steps alone, in their order."""
    for step in steps:
        text = _BY_NAME[step.name].mend(text)
    return text
