"""Tables of a PDF page without upright lines: columns told by the white between them.

Two sorts are found. Between rules of one width, one under the other, stands a table ruled across only. Without
any rule a table is what has figures under each other, beside words: nothing else that is set with blanks (lists,
contents, signatures, forms) has them. What stands at the top of a page in the columns of the table that the page
before ends with goes on with it.

Cells come from the same geometry as those of ruled tables: the lines that the page does not draw are put in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.gap_figures import without_rules
from extractors.gap_rows import Columns, Spread
from extractors.gap_rules import between_rules
from extractors.gaps import SetLine, has_gaps, letters_outside, lines_of_letters
from extractors.pdf_chars import Chars
from extractors.pdf_rules import Edge, Grid

_MARGIN = 2
"""So many lines stand over or under the text of a page, at most: its number, the title again."""


@dataclass(frozen=True, slots=True)
class Found:
    """The tables of a page that no upright lines show."""

    grids: tuple[Grid, ...]
    ends_with: Columns | None
    """The columns of that which the page ends with."""


NOTHING = Found((), None)


def borderless(
    chars: Chars, ruled: Sequence[Grid], edges: Sequence[Edge], above: Columns | None = None
) -> Found:
    """The tables of a page that no upright lines show; `ruled` are those they do.

    `above` are the columns that the page before ends with.
    """
    seen = letters_outside(chars, ruled)
    if len(seen) == 0 or (above is None and not has_gaps(chars, seen)):
        return NOTHING
    lines = lines_of_letters(chars, seen)
    if any(g.bbox[1] < lines[min(_MARGIN, len(lines) - 1)].top for g in ruled):
        above = None
    found, rest = between_rules(lines, edges, ruled, above)
    if found and above is not None and found[0].grid.bbox[1] < lines[min(_MARGIN, len(lines) - 1)].base:
        above = None
    found += without_rules(rest, above)
    return Found(tuple(spread.grid for spread in found), _at_end(found, ruled, lines))


def _at_end(found: Sequence[Spread], ruled: Sequence[Grid], lines: Sequence[SetLine]) -> Columns | None:
    """The columns of the lowest table, where next to nothing stands under it."""
    if not found:
        return None
    last = max(found, key=lambda spread: spread.grid.bbox[3])
    bottom = last.grid.bbox[3]
    under = sum(x.middle > bottom for x in lines) + sum(g.bbox[3] > bottom for g in ruled) * (_MARGIN + 1)
    return last.columns if under <= _MARGIN else None
