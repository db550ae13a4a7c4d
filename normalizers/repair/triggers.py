"""A quick look for damaged words: one regular expression over the damaged forms of frequent words.

Sound text is passed over at the speed of that expression; only where it finds something is a text read word by
word.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache

from normalizers.repair.lexicon import frequent, words
from normalizers.repair.reading import read_as_printed

_CLEAR = 6.0
"""A damaged form tells of damage where sound words would explain it worse by so many nats (400 to 1)."""
_RARER = 100
"""... and where the words and pairs of words that hold it are together so many times rarer than its own."""
_NEIGHBOURS = 3000
"""Pairs of so many frequent words are thought of."""


def telling(candidates: Iterable[str], harm: Callable[[str], str]) -> set[str]:
    """The damaged forms of words that sound text hardly ever holds.

    `harm` gives a word's damaged form.
    """
    costs = words()
    harmed_of = {
        harmed: costs[word]
        for word in candidates
        if (harmed := harm(word)) != word and read_as_printed(harmed)[1] > costs[word] + _CLEAR
    }
    held = dict.fromkeys(harmed_of, 0.0)
    all_words = "\n".join(("", *costs, ""))
    for found in one_of(harmed_of).finditer(all_words):
        word = all_words[all_words.rindex("\n", 0, found.start()) + 1 : all_words.index("\n", found.end())]
        held[found[0]] += math.exp(-costs[word])
    for form in harmed_of:
        held[form] += _across_two_words(form)
    return {form for form, cost in harmed_of.items() if held[form] * _RARER <= math.exp(-cost)}


def _across_two_words(form: str) -> float:
    """How likely two neighbouring words hold the form, the first ending and the second beginning with it."""
    endings, beginnings = _edges()
    return sum(endings.get(form[:i], 0.0) * beginnings.get(form[i:], 0.0) for i in range(1, len(form)))


@cache
def _edges() -> tuple[dict[str, float], dict[str, float]]:
    """The probabilities of the endings and of the beginnings of frequent words."""
    endings: dict[str, float] = defaultdict(float)
    beginnings: dict[str, float] = defaultdict(float)
    costs = words()
    for word in frequent(_NEIGHBOURS):
        probability = math.exp(-costs[word])
        for length in range(1, len(word) + 1):
            endings[word[-length:]] += probability
            beginnings[word[:length]] += probability
    return endings, beginnings


def one_of(forms: Iterable[str], after: Callable[[str], str] = re.escape) -> re.Pattern[str]:
    """A pattern that finds any of the forms, the longest at each place; `after` writes one letter as a pattern.

    >>> one_of(["กาหนด", "กากับ", "จานวน"]).findall("ได้กาหนดจานวนไว้")
    ['กาหนด', 'จานวน']
    """
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for form in forms:
        node = tree
        for letter in form:
            node = node.setdefault(letter, {})
        node[""] = {}
    return re.compile(_branches(tree, after))


def _branches(node: dict[str, dict], after: Callable[[str], str]) -> str:  # type: ignore[type-arg]
    options = [after(letter) + _branches(rest, after) for letter, rest in sorted(node.items()) if letter]
    if "" in node:  # a form ends here
        return f"(?:{'|'.join(options)})?" if options else ""
    return options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"
