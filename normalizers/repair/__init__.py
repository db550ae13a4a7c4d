"""Damaged Thai text made as it was printed: one small function a defect, in one visible plan.

`repair` runs the plan and says which steps changed something; `repair_together` repairs texts of one page
as one, so that each is judged by the damage of all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from normalizers import marks
from normalizers.repair import displaced, encodings, misread, sara_am, spaces

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
        "misread_encoding",
        encodings.misread_encoding,
        "อ่านรหัสอักขระผิด (TIS-620 หรือ UTF-8 เป็นอักษรละติน)",
        "another encoding's letters (TIS-620 or UTF-8 read as Latin)",
    ),
    Defect(
        "private_use",
        marks.private_use,
        "เครื่องหมายอยู่ในรหัสส่วนตัวของฟอนต์ (Private Use)",
        "marks in a font's Private Use codes",
    ),
    Defect(
        "invisible",
        marks.invisible,
        "อักขระที่มองไม่เห็นคั่นกลางคำ",
        "invisible characters within words",
    ),
    Defect(
        "doubled_e",
        marks.doubled_e,
        "สระเอสองตัวแทนสระแอ (เเ)",
        "two SARA E for SARA AE (เเ)",
    ),
    Defect(
        "swapped_sara_aa",
        sara_am.swapped_sara_aa,
        "สระอากับสระอำสลับกัน (ด้ำนกำร)",
        "SARA AA and SARA AM swapped (ด้ำนกำร)",
    ),
    Defect(
        "decomposed_sara_am",
        marks.decomposed_sara_am,
        "สระอำแยกเป็นนิคหิตกับสระอา (กํา)",
        "SARA AM as NIKHAHIT and SARA AA (กํา)",
    ),
    Defect(
        "misread_uu",
        misread.misread_uu,
        "สระอูกับไม้โทสลับกัน (อย่้)",
        "SARA UU and MAI THO taken for one another (อย่้)",
    ),
    Defect(
        "letter_spacing",
        spaces.letter_spacing,
        "ช่องว่างระหว่างตัวอักษร (บ ริ ก า ร)",
        "spaces between letters (บ ริ ก า ร)",
    ),
    Defect(
        "displaced_marks",
        displaced.displaced_marks,
        "สระหรือวรรณยุกต์อยู่ผิดตัว (ขอ้มลู)",
        "marks on the wrong letter (ขอ้มลู)",
    ),
    Defect(
        "torn_marks",
        spaces.torn_marks,
        "สระหรือวรรณยุกต์มีช่องว่างทั้งสองข้าง (ขั ้ นตอน)",
        "marks with a space on either side (ขั ้ นตอน)",
    ),
    Defect(
        "doubled_sara_am",
        marks.doubled_sara_am,
        "สระอำซ้ำ (กำา)",
        "SARA AM doubled (กำา)",
    ),
    Defect(
        "detached_sara_am",
        marks.detached_sara_am,
        "สระอำหลุดจากพยัญชนะ (ก าหนด)",
        "SARA AM off its consonant (ก าหนด)",
    ),
    Defect(
        "detached_marks",
        marks.detached_marks,
        "สระหรือวรรณยุกต์หลุดจากพยัญชนะ (ท ี่)",
        "marks off their consonant (ท ี่)",
    ),
    Defect(
        "marks_in_order",
        marks.marks_in_order,
        "สระและวรรณยุกต์สลับลำดับหรือซ้ำ (ท่ี)",
        "marks swapped or doubled (ท่ี)",
    ),
    Defect(
        "late_over_vowel",
        marks.late_over_vowel,
        "วรรณยุกต์เลื่อนไปอยู่บนสระหน้า (ทไี่)",
        "marks slid over a leading vowel (ทไี่)",
    ),
    Defect(
        "unreadable_marks",
        displaced.unreadable_marks,
        "สระหรือวรรณยุกต์ที่อ่านไม่ได้ (�)",
        "unreadable marks (�)",
    ),
    Defect(
        "lost_nikhahit",
        sara_am.lost_nikhahit,
        "สระอำขาดนิคหิต (กาหนด)",
        "SARA AM without its NIKHAHIT (กาหนด)",
    ),
    Defect(
        "spaces_in_words",
        spaces.spaces_in_words,
        "ช่องว่างกลางคำ (เจ้าหน้า ที่)",
        "spaces inside words (เจ้าหน้า ที่)",
    ),
    Defect(
        "repetition_signs",
        spaces.repetition_signs,
        "ช่องว่างรอบไปยาลน้อยและไม้ยมก (ฯ ล ฯ)",
        "spaces about ฯ and ๆ (ฯ ล ฯ)",
    ),
)
"""Every defect known, in the order of repair. What a later step needs, an earlier one mends."""

_ROUNDS = 6
"""More rounds than any text is known to need: two mend, one finds nothing."""

_BY_NAME = {defect.name: defect for defect in PLAN}


def repair(text: str) -> Repaired:
    """The text with every defect of the plan mended; repaired text comes back as it is, without steps.

    >>> repaired = repair("เจ้าหน้า ที่ก าหนดเเผน")
    >>> repaired.text, [step.name for step in repaired.steps]
    ('เจ้าหน้าที่กำหนดแผน', ['doubled_e', 'detached_sara_am', 'spaces_in_words'])

    One repair can lay another defect open, so the plan is run again until it finds nothing more.
    """
    steps: list[Step] = []
    for _ in range(_ROUNDS):
        found = len(steps)
        for defect in PLAN:
            mended = defect.mend(text)
            if mended != text:
                steps.append(Step(defect.name, text, mended))
                text = mended
        if len(steps) == found:
            break
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
