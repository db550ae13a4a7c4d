"""Puts a table on paper: merged cells, a cut by a page break, a heading that comes again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from tests.maker.desk import Desk

Merge = tuple[int, int, int, int]
"""First row and column, last row and column."""


def size(desk: Desk) -> float:
    """Of a table's text, in points."""
    return float(desk.paper.doc.styles["Normal"].font.size.pt) - desk.by


def put(
    desk: Desk,
    rows: list[list[str]],
    widths: Sequence[float],
    heads: int = 1,
    merges: Sequence[Merge] = (),
    center: Sequence[int] = (),
    may_be_cut: bool = True,
    figures: bool = True,
) -> list[Any]:
    """Write a table over the width of the text; `widths` are parts of it. Returns what was written.

    A long table may be cut: by a page break, with its heading again or without, or by its heading alone,
    as where a row was copied from the page before. Tables of `figures` may go without lines where the
    report's tables do; others, and those with cells merged downwards, have lines across at least.
    """
    ruled = desk.features["ruled"]
    merged = any(c > a for a, _, c, _ in merges if a >= heads)
    if ruled in ("three", "none") and (merged or not figures):
        ruled = "horizontal"
    widths = _wide_enough(desk, rows[heads:], widths)
    at = _cut(desk, rows, heads, merges) if may_be_cut else None
    if at is None:
        return [_table(desk, rows, widths, heads, merges, center, ruled)]
    form = desk.pick("table_cut", "head_again", "bare", "head_inside")
    above = [m for m in merges if m[0] < at]
    head = [m for m in merges if m[2] < heads]
    if form == "head_inside":
        # The copied head's merged rows are below, its words are those of the first.
        below = [_moved(m, heads) for m in merges if m[0] >= at] + [_moved(m, at) for m in head]
        return [
            _table(desk, rows[:at] + rows[:heads] + rows[at:], widths, heads, above + below, center, ruled)
        ]
    again = heads if form == "head_again" else 0
    first = _table(desk, rows[:at], widths, heads, above, center, ruled)
    desk.paper.page_break()
    below = [_moved(m, again - at) for m in merges if m[0] >= at] + (head if again else [])
    second = _table(desk, rows[:again] + rows[at:], widths, again, below, center, ruled)
    return [first, second]


_FIGURE = re.compile(r"[\d๐-๙.,+\-()]+|\S{1,4}")


def _wide_enough(desk: Desk, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> list[float]:
    """Widths in centimetres; a column of figures is so wide that no figure is broken."""
    whole = [w * desk.width / sum(widths) for w in widths]
    letter = size(desk) * 0.022
    fixed: dict[int, float] = {}
    for c, width in enumerate(whole):
        texts = [row[c] for row in rows if row[c]]
        longest = max((len(t) for t in texts if _FIGURE.fullmatch(t)), default=0)
        if texts and longest == max(map(len, texts)):
            fixed[c] = max(width, longest * letter + 0.6)
    loose = sum(w for c, w in enumerate(whole) if c not in fixed)
    left = desk.width - sum(fixed.values())
    if not loose or left < 2 * (len(whole) - len(fixed)):
        return whole
    return [fixed.get(c, w * left / loose) for c, w in enumerate(whole)]


def _cut(desk: Desk, rows: Sequence[Sequence[str]], heads: int, merges: Sequence[Merge]) -> int | None:
    """A row that a new table could begin with; never one inside merged rows or right under a band."""
    inside = {r for a, _, c, _ in merges for r in range(a + 1, c + 1)}
    under = {a + 1 for a, b, c, d in merges if a == c and d > b}
    may = [r for r in range(heads + 1, len(rows)) if r not in inside | under]
    if len(rows) - heads < 4 or not may or desk.rng.random() >= 0.15:
        return None
    return desk.rng.choice(may)


def _moved(merge: Merge, by: int) -> Merge:
    a, b, c, d = merge
    return a + by, b, c + by, d


def _table(
    desk: Desk,
    rows: list[list[str]],
    widths: Sequence[float],
    heads: int,
    merges: Sequence[Merge],
    center: Sequence[int],
    ruled: str,
) -> Any:
    shade = "D9E2F3" if desk.features["shade"] == "yes" else None
    table = desk.paper.table(
        rows,
        widths,
        heads=heads,
        center=center,
        size=size(desk),
        repeat=desk.features["head_repeats"] == "yes",
        split=desk.features["rows_split"] == "yes",
        shade=shade,
        ruled=ruled,
    )
    for merge in merges:
        _merge(table, merge)
    for row in table.rows[:heads]:  # a heading stands on the page of what it heads
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True
    return table


def _merge(table: Any, merge: Merge) -> None:
    """Merge cells; python-docx would keep an empty paragraph of each."""
    a, b, c, d = merge
    if (a, b) == (c, d):
        return
    merged = table.cell(a, b).merge(table.cell(c, d))
    for paragraph in merged.paragraphs[1:]:
        if not paragraph.text:
            paragraph._p.getparent().remove(paragraph._p)


def box(desk: Desk, text: str) -> None:
    """A paragraph in a frame of its own."""
    desk.paper.table([[text]], [desk.width], heads=0, size=size(desk), shade=None)
