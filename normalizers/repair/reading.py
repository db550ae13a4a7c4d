"""The likeliest reading of a damaged passage: a noisy channel over the words of the lexicon.

A passage is cut into words and unknown letters so that the sum of costs is least. A cost is a negative
natural logarithm of a probability (nats): of the word, and of the damage that makes the printed word
look as it does in the passage. So a word is put in the place of letters only where it explains them better
than they explain themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import itemgetter

from normalizers.repair.lexicon import words

Fold = Callable[[str], str]
"""What damage leaves of a word: two wordings that damage may confuse have the same fold."""

Entry = tuple[str, float, Sequence[str]]
"""A word, its cost, and what it has at each letter of its fold."""


@dataclass(slots=True)
class Node:
    """A beginning of folded words: the letters that can follow it, and the words that it is by itself."""

    after: dict[str, Node] = field(default_factory=dict)
    words: tuple[Entry, ...] = ()

    def find(self, letters: str) -> Node | None:
        """The beginning that is longer by these letters, where any word has it."""
        node = self
        for letter in letters:
            if letter not in node.after:
                return None
            node = node.after[letter]
        return node


INFINITE = float("inf")
UNKNOWN = 11.0
"""Cost in nats of a letter that belongs to no known word: more than that of most words."""
LONGEST = 24
"""Words are looked for up to this many letters."""
BEAM = 3.0
"""A beginning that costs so many nats more than one that reaches further is not followed: half of all."""


@cache
def index(fold: Fold, letters: Callable[[str], Sequence[str]] = str) -> Node:
    """The lexicon by folded words, built once a process for each fold in a fifth of a second.

    `letters` tells of a word what it has at each letter of its fold. Words that cost more than their letters
    one by one are left out; the words of a node come from the most frequent to the rarest.
    """
    root = Node()
    for word, cost in sorted(words().items(), key=itemgetter(1)):
        key = fold(word)
        if cost < UNKNOWN * len(key):
            node = root
            for letter in key:
                if letter not in node.after:
                    node.after[letter] = Node()
                node = node.after[letter]
            node.words = (*node.words, (word, cost, letters(word)))
    return root


def read(
    parts: Sequence[str],
    keys: str,
    lexicon: Node,
    damage: Callable[[int, int, Sequence[str]], float],
    gap: float = INFINITE,
) -> tuple[list[str], float]:
    """The pieces of the likeliest reading, and its cost.

    `parts` are the letters of the passage with what belongs to each (a space before it, its marks) and `keys`
    their folds, one letter each. `damage(start, end, letters)` gives the cost of printing the letters of a word
    so that the parts from start to end are left of them, infinite where that cannot be; `gap` that of a space
    inside a word. A piece is a word, or an unknown part as it stands; a space before a word's first letter stays
    with its piece.
    """
    n = len(keys)
    spaced = [part[0] == " " for part in parts]
    best = [INFINITE] * (n + 1)
    best[0] = 0.0
    came: list[tuple[int, str]] = [(0, "")] * (n + 1)
    for start in range(n):
        so_far = best[start]
        if so_far > min(best[start + 1 : start + 1 + LONGEST]) + BEAM:
            continue
        unknown = so_far + UNKNOWN
        if unknown < best[start + 1]:
            best[start + 1] = unknown
            came[start + 1] = (start, "")
        node = lexicon
        end = start
        gaps = 0.0
        for letter in keys[start : start + LONGEST]:
            if spaced[end] and end > start:
                gaps += gap
                if gaps == INFINITE:
                    break
            following = node.after.get(letter)
            if following is None:
                break
            node = following
            end += 1
            for word, cost, letters in node.words:
                total = so_far + gaps + cost
                if total >= best[end]:
                    break
                total += damage(start, end, letters)
                if total < best[end]:
                    best[end] = total
                    came[end] = (start, word)
    pieces = []
    at = n
    while at:
        at, word = came[at]
        pieces.append((" " if spaced[at] else "") + word if word else parts[at])
    return pieces[::-1], best[n]


def read_as_printed(passage: str) -> tuple[list[str], float]:
    """The words of a passage without damage, and their cost.

    >>> read_as_printed("การประเมินผล")[0]
    ['การ', 'ประเมินผล']
    """
    return read(passage, passage, index(str), _none)


def _none(start: int, end: int, letters: Sequence[str]) -> float:
    return 0.0
