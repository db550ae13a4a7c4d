"""The likeliest reading of a damaged passage: a noisy channel over the words of the lexicon.

A passage is cut into words and unknown letters so that the sum of costs is least. A cost is a negative
natural logarithm of a probability (nats): of the word, and of the damage that makes the printed word
look as it does in the passage. So a word is put in the place of letters only where it explains them better
than they explain themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from normalizers.repair.lexicon import words

Fold = Callable[[str], str]
"""What damage leaves of a word: two wordings that damage may confuse have the same fold."""

Index = dict[str, tuple[tuple[str, float], ...]]
"""Every beginning of every folded word, with the words (and costs) that end there."""

INFINITE = float("inf")
UNKNOWN = 11.0
"""Cost in nats of a letter that belongs to no known word: more than that of most words."""
LONGEST = 24
"""Words are looked for up to this many letters."""


@cache
def index(fold: Fold) -> Index:
    """The lexicon by folded words; built once a process for each fold, in about a third of a second."""
    found: dict[str, tuple[tuple[str, float], ...]] = {}
    for word, cost in words().items():
        key = fold(word)
        for end in range(1, len(key)):
            found.setdefault(key[:end], ())
        found[key] = (*found.get(key, ()), (word, cost))
    return found


def read(
    parts: Sequence[str],
    keys: str,
    lexicon: Index,
    damage: Callable[[int, int, str], float],
    gap: float = INFINITE,
) -> tuple[list[str], float]:
    """The pieces of the likeliest reading, and its cost.

    `parts` are the letters of the passage with what belongs to each (a space before it, its marks) and `keys`
    their folds, one letter each. `damage(start, end, word)` gives the cost of printing the word so that the
    parts from start to end are left of it, infinite where that cannot be; `gap` that of a space inside a word.
    A piece is a word, or an unknown part as it stands; a space before a word's first letter stays with its piece.
    """
    n = len(keys)
    spaced = [part[0] == " " for part in parts]
    best = [INFINITE] * (n + 1)
    best[0] = 0.0
    came: list[tuple[int, str]] = [(0, "")] * (n + 1)
    for start in range(n):
        so_far = best[start]
        unknown = so_far + UNKNOWN
        if unknown < best[start + 1]:
            best[start + 1] = unknown
            came[start + 1] = (start, "")
        gaps = 0.0
        for end in range(start + 1, min(n, start + LONGEST) + 1):
            if spaced[end - 1] and end > start + 1:
                gaps += gap
                if gaps == INFINITE:
                    break
            entries = lexicon.get(keys[start:end])
            if entries is None:
                break
            for word, cost in entries:
                total = so_far + gaps + cost
                if total < best[end]:
                    total += damage(start, end, word)
                    if total < best[end]:
                        best[end] = total
                        came[end] = (start, word)
    pieces = []
    at = n
    while at:
        at, word = came[at]
        pieces.append((" " if spaced[at] else "") + word if word else parts[at])
    return pieces[::-1], best[n]


@cache
def _as_printed() -> Index:
    return index(str)


def read_as_printed(passage: str) -> tuple[list[str], float]:
    """The words of a passage without damage, and their cost.

    >>> read_as_printed("การประเมินผล")[0]
    ['การ', 'ประเมินผล']
    """

    def itself(start: int, end: int, word: str) -> float:
        return 0.0

    return read(passage, passage, _as_printed(), itself)
