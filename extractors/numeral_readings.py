"""What else a crop may say, by the likelihoods of the network that reads numerals: digits it nearly took."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LEAST = 0.02
"""A reading less than so likely, measured by the one that is taken, is none."""
MOST = 8

_DIGITS = ("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def other_readings(frames: NDArray[np.float32], alphabet: str, text: str) -> tuple[str, ...]:
    """The readings that differ from `text` in digits alone, the likeliest first.

    `frames` are the probabilities of classes (second axis: the blank, then `alphabet`) along a picture;
    `text` is what they say, each class where it is the likeliest. A digit stays of its kind, Thai or Arabic.
    """
    runs = _runs(frames)
    signs = "".join(alphabet[best - 1] for best, _, _ in runs)
    start = signs.find(text)
    if not text or start < 0:
        return ()
    readings = [("", 1.0)]
    for best, first, last in runs[start : start + len(text)]:
        options = [(alphabet[best - 1], 1.0)]
        kind = next((digits for digits in _DIGITS if alphabet[best - 1] in digits), "")
        peaks = frames[first:last].max(axis=0)
        for digit in (d for d in kind if d in alphabet):
            share = float(peaks[alphabet.index(digit) + 1] / max(peaks[best], 1e-6))
            if digit != alphabet[best - 1] and share >= LEAST:
                options.append((digit, min(share, 1.0)))
        readings = [
            (read + sign, likely * share)
            for read, likely in readings
            for sign, share in options
            if likely * share >= LEAST
        ]
        readings = sorted(readings, key=lambda reading: -reading[1])[: MOST + 1]
    return tuple(read for read, _ in readings if read != text)[:MOST]


def differ_in_digits(text: str, other: str) -> bool:
    """Whether two readings differ, and in nothing but digits, each of its kind.

    >>> differ_in_digits("๓.", "๗."), differ_in_digits("๓.", "3."), differ_in_digits("๓.", "๓")
    (True, False, False)
    """
    if text == other or len(text) != len(other):
        return False
    pairs = [(one, two) for one, two in zip(text, other, strict=True) if one != two]
    return all(any(one in kind and two in kind for kind in _DIGITS) for one, two in pairs)


def _runs(frames: NDArray[np.float32]) -> list[tuple[int, int, int]]:
    """Each stretch of frames with the same likeliest class but the blank: class, first frame, end."""
    best = frames.argmax(axis=1)
    starts = np.flatnonzero(np.diff(best, prepend=-1))
    ends = np.append(starts[1:], len(best))
    return [(int(best[a]), int(a), int(b)) for a, b in zip(starts, ends, strict=True) if best[a]]
