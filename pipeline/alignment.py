"""Where a text and its repaired self differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

_WINDOW = 4_000
_ANCHOR = 12
"""So many equal letters are surely the same place of both texts."""


@dataclass(frozen=True, slots=True)
class Change:
    """`start` to `end` of the text before is `new_start` to `new_end` of the text after."""

    start: int
    end: int
    new_start: int
    new_end: int


def changes(before: str, after: str) -> list[Change]:
    """The places that differ, in order.

    >>> changes("ก าหนด ท ี่", "กำหนด ที่")
    [Change(start=1, end=3, new_start=1, new_end=2), Change(start=8, end=9, new_start=7, new_end=7)]

    Long texts are compared window by window, so time and memory grow with their length alone.
    """
    found: list[Change] = []
    a = b = 0
    while a < len(before) or b < len(after):
        left, right = before[a : a + _WINDOW], after[b : b + _WINDOW]
        ops = [
            (op.tag, Change(a + op.src_start, a + op.src_end, b + op.dest_start, b + op.dest_end))
            for op in Levenshtein.opcodes(left, right)
        ]
        if a + _WINDOW < len(before) or b + _WINDOW < len(after):
            ops = _to_the_last_anchor(ops)
        for tag, change in ops:
            if tag == "equal":
                continue
            if found and (found[-1].end, found[-1].new_end) == (change.start, change.new_start):
                change = Change(found[-1].start, change.end, found.pop().new_start, change.new_end)
            found.append(change)
        a, b = ops[-1][1].end, ops[-1][1].new_end
    return found


def _to_the_last_anchor(ops: list[tuple[str, Change]]) -> list[tuple[str, Change]]:
    """What is sure of a window that is cut from longer texts; all of it where nothing is."""
    for i in range(len(ops) - 1, -1, -1):
        tag, op = ops[i]
        if tag == "equal" and op.end - op.start >= _ANCHOR:
            return ops[: i + 1]
    return ops


def place_after(at: int, differ: Sequence[Change]) -> int:
    """Where a place of the text before is in the text after; a place inside a change is the change's end.

    >>> [place_after(at, changes("ก าหนด", "กำหนด")) for at in (0, 2, 3, 6)]
    [0, 2, 2, 5]
    """
    moved = at
    for change in differ:
        if change.start >= at:
            break
        moved = change.new_end if at <= change.end else at + change.new_end - change.end
    return moved
