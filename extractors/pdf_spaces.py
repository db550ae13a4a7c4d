"""Spaces that stand elsewhere in a page's content than on the page.

Where the spaces of a text come from another font than its letters, LibreOffice writes those of a line together,
before the letters. In the order of the content they then part what stands together (๘๘ .๒๔), and words that stand
apart have none between them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extractors.pdf_chars import SARA_AM, Chars, blanks_of, codes_of, letters_of, taken, where

_OFF = 1.0
"""So many heights of a letter between a space and its neighbours show that it is drawn elsewhere."""
_GAP = 0.3
"""So much of a letter's height between two letters of a line is a space; those of one word stand closer."""


def respaced(chars: Chars) -> Chars:
    """The characters with spaces where there are gaps, on a page that has some of its spaces elsewhere."""
    codes = codes_of(chars.text)
    real = (codes == 0x20) & (chars.x1 - chars.x0 >= 0.01)
    seen = where(letters_of(chars.text))
    if not real.any() or len(seen) < 2:
        return chars
    gone = _drawn_elsewhere(chars, where(real), seen)
    if not len(gone):
        return chars
    # Spaces of pdfium's own stand where it saw a gap, or where a space drawn elsewhere broke the line: asked anew.
    own = where((codes == 0x20) & ~real)
    kept = np.ones(len(codes), dtype=bool)
    kept[gone] = kept[own] = False
    return _with_spaces(taken(chars, where(kept)))


def _drawn_elsewhere(chars: Chars, spaces: NDArray[np.int64], seen: NDArray[np.int64]) -> NDArray[np.int64]:
    """Spaces on the line of the letter before or after them that lie beside neither."""
    nth = seen.searchsorted(spaces)
    before, after = seen[np.maximum(nth - 1, 0)], seen[np.minimum(nth, len(seen) - 1)]
    height = np.maximum(chars.bottom[before] - chars.top[before], 1.0)
    far = np.zeros(len(spaces), dtype=np.int64)
    beside = np.zeros(len(spaces), dtype=bool)
    for letter, edge, own in ((before, chars.x1, chars.x0), (after, chars.x0, chars.x1)):
        on_line = np.abs(chars.bottom[spaces] - chars.bottom[letter]) < 0.6 * height
        off = np.abs(own[spaces] - edge[letter]) > _OFF * height
        far += on_line & off
        beside |= on_line & ~off
    return spaces[(far > 0) & ~beside]


def _with_spaces(chars: Chars) -> Chars:
    """A space in each gap between letters that follow each other on a line."""
    codes = codes_of(chars.text)
    seen = where(letters_of(chars.text))
    wide = codes == SARA_AM  # takes room behind its letter, unlike other marks
    wide[seen] = True
    right = np.maximum.reduceat(np.where(wide, chars.x1, -np.inf), seen)
    blank = np.logical_or.reduceat(blanks_of(chars.text), seen)
    height = np.maximum(chars.bottom[seen] - chars.top[seen], 1.0)
    height = np.minimum(height[1:], height[:-1])
    same_line = np.abs(chars.bottom[seen[1:]] - chars.bottom[seen[:-1]]) < 0.6 * height
    gap = chars.x0[seen[1:]] - right[:-1]
    lost = where(same_line & ~blank[:-1] & (gap > _GAP * height))
    if not len(lost):
        return chars
    at = seen[lost + 1]

    text = np.insert(codes, at, 0x20).astype(np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
    return Chars(
        text,
        np.insert(chars.x0, at, right[lost]),
        np.insert(chars.top, at, chars.top[at]),
        np.insert(chars.x1, at, chars.x0[at]),
        np.insert(chars.bottom, at, chars.bottom[at]),
        np.insert(chars.index, at, chars.index[at]),
    )
