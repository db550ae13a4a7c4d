"""What a network trained with CTC says: the texts that its likelihoods allow, and how sure each sign is.

The network names a sign, or nothing, for each column of a picture. Many ways along the columns spell the same
text; a text is as likely as all of its ways together, which the likeliest way alone tells badly where a sign
may be one or two.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

_KEPT = 8
"""Texts gone on with after each column."""
_LEAST = 0.002
"""Likelihood below which a sign is not followed in a column."""
_NOTHING = 1e-7
"""Probability below which a text is not followed."""


def texts(columns: NDArray[np.float32], signs: str) -> dict[str, float]:
    """The likeliest texts with their probabilities (a beam search over prefixes).

    `columns` holds for each column of the picture (first axis) the probabilities of nothing and of each of `signs`
    (second axis). Texts that are left out take some probability with them.

    >>> texts(np.array([[0.0, 1.0], [0.5, 0.5], [0.0, 1.0]], np.float32), "7")
    {'7': 0.5, '77': 0.5}
    """
    # For each text: the probability that its last column was nothing, and that it was its last sign.
    found = {"": (1.0, 0.0)}
    for column in columns:
        nothing = float(column[0])
        if nothing > 1 - _LEAST:
            found = {text: ((ended + open_) * nothing, 0.0) for text, (ended, open_) in found.items()}
            continue
        named = [(signs[i], float(column[i + 1])) for i in np.flatnonzero(column[1:] > _LEAST)]
        coming: dict[str, tuple[float, float]] = {}
        for text, (ended, open_) in found.items():
            _add(coming, text, (ended + open_) * nothing, 0.0)
            for sign, likely in named:
                if text.endswith(sign):
                    _add(coming, text, 0.0, open_ * likely)
                    _add(coming, text + sign, 0.0, ended * likely)
                else:
                    _add(coming, text + sign, 0.0, (ended + open_) * likely)
        best = sorted(coming.items(), key=lambda item: -sum(item[1]))[:_KEPT]
        found = dict(best)
    return {text: ended + open_ for text, (ended, open_) in found.items()}


def _add(to: dict[str, tuple[float, float]], text: str, ended: float, open_: float) -> None:
    if ended + open_ < _NOTHING:
        return
    before = to.get(text, (0.0, 0.0))
    to[text] = (before[0] + ended, before[1] + open_)


def likeliest(found: Mapping[str, float]) -> tuple[str, tuple[float, ...]]:
    """The likeliest text, and for each of its signs the share of all that agrees on it.

    A text that is the same before and after some signs speaks against these alone; one that has more signs
    somewhere speaks against both neighbours of the place.

    >>> likeliest({"12": 0.75, "13": 0.25})
    ('12', (1.0, 0.75))
    >>> likeliest({"12": 0.75, "1.2": 0.25})
    ('12', (0.75, 0.75))
    """
    best = max(found, key=lambda text: found[text], default="")
    whole = sum(found.values())
    sure = [1.0] * len(best)
    for text, probability in found.items():
        if text == best:
            continue
        shorter = min(len(text), len(best))
        start = next((i for i in range(shorter) if text[i] != best[i]), shorter)
        rest = shorter - start
        end = len(best) - next((i for i in range(rest) if text[-1 - i] != best[-1 - i]), rest)
        if start == end:
            start, end = max(start - 1, 0), end + 1
        for i in range(start, min(end, len(best))):
            sure[i] -= probability / whole
    return best, tuple(max(one, 0.0) for one in sure)
