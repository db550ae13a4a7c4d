"""What the writers of a report share: the paper, its truth, the way of printing numbers, the layout's features."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from corpus.frame import Frame
from corpus.samples.paper import Paper
from corpus.samples.truth import THAI_DIGITS, Truth
from tests.maker.content import Agency, sentence

T = TypeVar("T")

DIGIT_STYLES = ("thai", "thai", "arabic", "mixed")


@dataclass(slots=True)
class Desk:
    """One report that is being written."""

    rng: Random
    paper: Paper
    truth: Truth
    agency: Agency
    frame: Frame
    digits: dict[str, bool]
    """Kind of number (`mark`, `score`, `year`, `code`, `text`) to whether it is in Thai digits."""
    names: dict[int, str]
    """The indicators as this report words them."""
    width: float
    """Of the text, in centimetres."""
    features: dict[str, str] = field(default_factory=dict)
    left: float = 0.8
    spacing: float = 6
    by: float = 0
    """Points that table text is smaller than the rest."""
    sections: int = 0
    said: set[str] = field(default_factory=set)
    """Sentences on results that stand in the report."""

    def n(self, text: object, kind: str = "text") -> str:
        """Text with its numbers in this report's digits for that kind."""
        return str(text).translate(THAI_DIGITS) if self.digits[kind] else str(text)

    def pick(self, feature: str, *choices: T) -> T:
        """Choose, and remember the choice as a feature of the layout."""
        chosen = self.rng.choice(choices)
        self.features[feature] = str(chosen)
        return chosen

    def chance(self, feature: str, share: float) -> bool:
        """True in this share of reports; remembered only where it is."""
        chosen = self.rng.random() < share
        if chosen:
            self.features[feature] = "yes"
        return chosen

    def heading(self, text: str, before: float | None = None, left: float = 0) -> None:
        self.paper.para(
            text, bold=True, left=left, before=self.spacing if before is None else before, keep=True
        )

    def section(self, *texts: str) -> None:
        """One of the report's main headings, numbered as the others are; nothing for an empty text."""
        text = self.rng.choice(texts)
        if text:
            self.sections += 1
            number = self.n(self.sections, "mark")
            self.heading(self.features["section"].replace("n", number) + text, before=10)

    def say(self, indicator: int, finding: str, long: bool = False) -> str:
        """Words on a strength or a weakness that the report does not hold yet."""
        for _ in range(40):
            text = sentence(self.rng, indicator, finding, long)
            if text not in self.said:
                break
        self.said.add(text)
        return self.n(text)

    def score(self, value: str) -> str:
        """A figure; some reports leave out decimals that are naught."""
        if self.features["decimals"] == "short":
            value = value.removesuffix(".00")
        return self.n(value, "score")

    def year(self, year: int) -> str:
        return self.n(year, "year")

    def indicator(self, number: int) -> str:
        """ "ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่", which names it."""
        self.truth.name(str(number), self.names[number])
        return f"{self.numbered(number)} {self.names[number]}"

    def numbered(self, number: int) -> str:
        """ "ตัวชี้วัดที่ ๑" alone, in some reports without the blank."""
        return f"ตัวชี้วัดที่{self.features['blank']}{self.n(number, 'mark')}"

    def listed(self, number: int) -> str:
        """ "๑. การปฏิบัติหน้าที่"; some reports leave out the blank or write two."""
        self.truth.name(str(number), self.names[number])
        return f"{self.n(number, 'mark')}.{self.features['gap']}{self.names[number]}"


def marks(desk: Desk, style: str, number: int, parent: str = "") -> str:
    """A list's mark with its blank.

    `style` holds `n` where the number stands: "n.", "(n)", "n)", "-", "p.n" with the parent's number.
    """
    gap = desk.features["gap"]
    if style in "-•":
        return f"{style}{gap}"
    # After a number of two levels the blank is needed.
    return style.replace("p", parent).replace("n", desk.n(number, "mark")) + (gap or " " * ("p" in style))


LIST_STYLES = ("n.", "n)", "(n)", "-", "•")


def digit_kinds(rng: Random, style: str) -> dict[str, bool]:
    kinds = ("mark", "score", "year", "code", "text")
    if style == "mixed":
        return {kind: rng.random() < 0.5 for kind in kinds}
    return dict.fromkeys(kinds, style == "thai")
