"""What share is read right: of digits, of whole strings, of strings that the reader is sure of."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from extractors.numerals import Gray, Numeral, prepare, read
from training.numerals import made
from training.numerals.fonts import Face
from training.numerals.scans import Scan

SURE = 0.95
_DIGITS = frozenset("๐๑๒๓๔๕๖๗๘๙0123456789")


@dataclass(slots=True)
class Count:
    """Shares of what was read, counted."""

    strings: int = 0
    right: int = 0
    digits: int = 0
    right_digits: int = 0
    sure: int = 0
    right_sure: int = 0
    wrong: list[tuple[str, Numeral, int]] = field(default_factory=list)
    """What was to be read, what was, and which crop."""

    def add(self, label: str, numeral: Numeral, index: int) -> None:
        """Count one crop."""
        want, got = same(label), same(numeral.text)
        self.strings += 1
        self.right += want == got
        self.digits += sum(ch in _DIGITS for ch in want)
        matching = SequenceMatcher(None, want, got, autojunk=False).get_matching_blocks()
        self.right_digits += sum(
            ch in _DIGITS for part in matching for ch in want[part.a : part.a + part.size]
        )
        if numeral.confidence >= SURE:
            self.sure += 1
            self.right_sure += want == got
        if want != got:
            self.wrong.append((label, numeral, index))

    @property
    def digit_share(self) -> float:
        """Of the digits that were there, how many were read in their place."""
        return self.right_digits / max(self.digits, 1)

    @property
    def string_share(self) -> float:
        """Of the strings, how many were read without fault."""
        return self.right / max(self.strings, 1)

    @property
    def sure_share(self) -> float:
        """Of the strings read with confidence of `SURE` or more, how many were right."""
        return self.right_sure / max(self.sure, 1)

    def __str__(self) -> str:
        return (
            f"digits {100 * self.digit_share:.2f} % of {self.digits}, strings {100 * self.string_share:.2f} % of "
            f"{self.strings}; sure of {100 * self.sure / max(self.strings, 1):.1f} %, of these "
            f"{100 * self.sure_share:.2f} % right"
        )


def same(text: str) -> str:
    """A text as it is compared: the case of a code's letter and spaces mean nothing."""
    return text.replace(" ", "").lower()


def count(samples: Iterable[tuple[Gray, str]]) -> Count:
    """Read crops and count what is right."""
    taken = list(samples)
    counted = Count()
    for index, numeral in enumerate(read([crop for crop, _ in taken])):
        counted.add(taken[index][1], numeral, index)
    return counted


def crops(
    faces: Sequence[Face],
    latin: Sequence[Face],
    dpis: Sequence[int],
    number: int,
    seed: int,
    harsh: float = 1.0,
    tries: int = 8,
) -> list[tuple[Gray, str]]:
    """So many crops in these faces, in the sizes of running text, harshly damaged.

    What loses a sign is damaged anew so many `tries`; with 0, crops are taken as they come.
    """
    rng = random.Random(seed)  # noqa: S311
    often = made.weights(faces)
    found: list[tuple[Gray, str]] = []
    while len(found) < number:
        scan = Scan(rng.choice(dpis), rng.uniform(13, 18), harsh)
        sample = made.one(rng, faces, often, latin, scan, tries)
        if sample.label and prepare(sample.crop).picture.any():
            found.append((sample.crop, sample.label))
    return found
