"""The likeliest reading of a damaged passage: a noisy channel over the words of the lexicon.

A passage is cut into words and unknown letters so that the sum of costs is least. A cost is a negative
natural logarithm of a probability (nats): of the word, and of the damage that makes the printed word
look as it does in the passage. So a word is put in the place of letters only where it explains them better
than they explain themselves.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from types import MappingProxyType

from normalizers.marks import MARKS
from normalizers.repair.lexicon import words
from normalizers.tokens import load

_MARK = re.compile(f"[{MARKS}]")

Entries = tuple[tuple[str, float], ...]
"""Words and their costs."""
_NONE: Mapping[str, Entries] = MappingProxyType({})

Fold = Callable[[str], str]
"""What damage leaves of a word: two wordings that damage may confuse have the same fold."""

INFINITE = float("inf")
UNKNOWN = 11.0
"""Cost in nats of a letter that belongs to no known word: more than that of most words."""
LONGEST = 24
"""Words of at most so many letters are looked for."""
BEAM = 3.0
"""A beginning that costs so many nats more than one that reaches further is not followed: half of all."""
_SOUND = 3.5
"""A passage whose words all cost fewer nats a letter is taken as it stands: rare short ones (เก, นิ) cost more."""
_HEAD = 4
"""The first letters of words that are looked at to tell how long the words are that begin so."""


@dataclass(frozen=True, slots=True)
class Index:
    """The lexicon by folded words; the words (and costs) of one fold from the most frequent to the rarest."""

    words: dict[str, Entries]
    lengths: dict[str, tuple[int, ...]]
    """By their first four letters, how long the words are that begin so; for shorter words, by all they have."""

    def lengths_at(self, keys: str, start: int) -> tuple[int, ...]:
        """How long a word can be that begins here, from the shortest on."""
        for end in range(start + _HEAD, start, -1):
            if known := self.lengths.get(keys[start:end]):
                return known
        return ()


@cache
def index(fold: Fold) -> Index:
    """Built once a process for each fold, in about a tenth of a second.

    Words that cost more than their letters one by one are left out.
    """
    return index_of(words(), fold, _NONE if fold is str else index(str).words)


def index_of(costs: Mapping[str, float], fold: Fold, alone: Mapping[str, Entries] = _NONE) -> Index:
    """The index of these words, given from the most frequent to the rarest.

    `alone` may hold what another index has for a word of its own; two indices share it, it is the most of them.
    """
    found: dict[str, Entries] = {}
    lengths: dict[str, int] = defaultdict(int)  # a bit for each
    for word, cost in costs.items():
        key = fold(word)
        if len(key) <= LONGEST and cost < UNKNOWN * len(key):
            entry = alone.get(word) or ((word, cost),)
            found[key if key != word else word] = found[key] + entry if key in found else entry
            lengths[key[:_HEAD]] |= 1 << len(key)
    for head in lengths:
        for end in range(1, len(head)):
            if head[:end] in found:
                lengths[head] |= 1 << end
    return Index(found, {head: _bits(known) for head, known in lengths.items()})


@cache
def _bits(number: int) -> tuple[int, ...]:
    """Which bits of a number are set, the lowest first; heads share them."""
    return tuple(bit for bit in range(number.bit_length()) if number >> bit & 1)


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
    parts from start to end are left of it, infinite where that cannot be; `gap` that of a space inside a word. A piece is a word, or an unknown part as it stands; a space before a word's first letter stays
    with its piece.
    """
    n = len(keys)
    spaced = [part[0] == " " for part in parts]
    spaces = [0, *accumulate(spaced)]
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
        for length in lexicon.lengths_at(keys, start):
            end = start + length
            if end > n:
                break
            entries = lexicon.words.get(keys[start:end])
            if entries is None:
                continue
            gaps = spaces[end] - spaces[start + 1]
            before = so_far + gaps * gap if gaps else so_far
            for word, cost in entries:
                total = before + cost
                if total >= best[end]:
                    break
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


def read_as_printed(passage: str) -> tuple[list[str], float]:
    """The words of a passage without damage, and their cost.

    >>> read_as_printed("การประเมินผล")[0]
    ['การ', 'ประเมินผล']
    """
    return read(passage, passage, index(str), _none)


def _none(start: int, end: int, word: str) -> float:
    return 0.0


def parted(passage: str, shortest: int = 2) -> Iterator[tuple[str, bool]]:
    """The passage in parts that can be read by themselves, and whether each is sound.

    It is parted between two sound words of so many letters, where no mark stands that could belong across.
    """
    costs = words()
    part = before = ""
    all_sound = sound_before = True
    for word in load()(passage):
        sound = word == " " or costs.get(word, INFINITE) < _SOUND * len(word)
        if (
            sound
            and sound_before
            and len(word) >= shortest
            and len(before) >= shortest
            and not _MARK.match(before[-1])
            and not _MARK.match(word[1])
        ):
            yield part, all_sound
            part, all_sound = "", True
        part += word
        all_sound = all_sound and sound
        before, sound_before = word, sound
    yield part, all_sound
