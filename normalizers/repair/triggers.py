"""A quick look for damaged words: one regular expression over the damaged forms of frequent words.

Sound text is passed over at the speed of that expression; only where it finds something is a text read word by
word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from normalizers.repair.lexicon import words
from normalizers.repair.reading import INFINITE, Fold, index, read

_CLEAR = 6.0
"""A damaged form tells of damage where sound words would explain it worse by so many nats (400 to 1)."""


def telling(candidates: Iterable[str], harm: Callable[[str], str], plain: Fold) -> set[str]:
    """The damaged forms of words that sound text hardly ever holds.

    `harm` gives a word's damaged form; `plain` is a fold under which only equal wordings are alike.
    """
    costs = words()
    inside = "\n".join(costs)
    lexicon = index(plain)
    out = set()
    for word in candidates:
        harmed = harm(word)
        if harmed == word or harmed in inside:
            continue
        _, sound = read(list(harmed), harmed, lexicon, _only_itself)
        if sound > costs[word] + _CLEAR:
            out.add(harmed)
    return out


def _only_itself(parts: Sequence[str], word: str) -> float:
    return 0.0 if "".join(parts) == word else INFINITE


def one_of(forms: Iterable[str], after: Callable[[str], str] = re.escape) -> re.Pattern[str]:
    """A pattern that finds any of the forms; `after` writes one letter as a pattern.

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
    if "" in node:  # a form ends here; the longer ones need not be told apart
        return ""
    options = [after(letter) + _branches(rest, after) for letter, rest in sorted(node.items())]
    return options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"
