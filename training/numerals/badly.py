"""Samples that were read badly, to be seen again while the easy ones are not."""

from __future__ import annotations

import random
from collections.abc import Sequence

from extractors.numerals import Gray

_LOSS = 0.3
"""A sample with a greater loss was read badly: its text had less than three chances of four."""
_TIMES = 3
"""So often at most: some of them nobody could read."""
_MOST = 20_000

_Sample = tuple[Gray, str]


class Badly:
    """Keeps what was read badly."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._waiting: list[_Sample] = []
        self._times: dict[int, int] = {}

    def some(self, number: int) -> list[_Sample]:
        """So many of them, or as many as there are; they wait no longer."""
        self._rng.shuffle(self._waiting)
        taken, self._waiting = self._waiting[:number], self._waiting[number:][:_MOST]
        return taken

    def note(self, samples: Sequence[_Sample], losses: Sequence[float]) -> None:
        """What was just read, and how badly."""
        for sample, loss in zip(samples, losses, strict=True):
            times = self._times.pop(id(sample), 0)
            if loss > _LOSS and times < _TIMES:
                self._waiting.append(sample)
                self._times[id(sample)] = times + 1
