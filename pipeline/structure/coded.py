"""Cells that list items with their scores: i๑ (๙๓.๒๐) i๒ (๙๐.๑๑)."""

from __future__ import annotations

import re
from decimal import Decimal

from corpus.frame import Frame
from normalizers.numbers import to_arabic_digits
from pipeline.structure.references import OVERALL, resolve_item

_PAIR = re.compile(
    r"(?:ข้อ\s*)?(?<![A-Za-z])(?P<letter>[IEOieo])\s?(?P<digits>\d{1,2})(?!\d)\s*[:=(\[–-]*\s*(?:ได้)?\s*(?:คะแนน)?\s*"
    r"(?P<value>\d{1,3}\.\d{1,2}|100|0)(?![\d.])\s*(?:คะแนน|%)?\s*[)\]]?"
)


def coded_scores(text: str, frame: Frame) -> list[tuple[str, Decimal]]:
    """Codes and scores of a cell that lists nothing else; empty for any other cell.

    >>> from corpus.frame import load_frame
    >>> coded_scores("i๑ (๙๓.๒๐)\\ni๒ (๙๐.๑๑), O10 = 100", load_frame(2568))
    [('I1', Decimal('93.20')), ('I2', Decimal('90.11')), ('O10', Decimal('100'))]
    >>> coded_scores("i๑ ๙๓.๒๐ เพิ่มขึ้น", load_frame(2568)), coded_scores("E9", load_frame(2568))
    ([], [])
    """
    plain = to_arabic_digits(text)
    found = list(_PAIR.finditer(plain))
    if not found or re.sub(r"[\s,;/|•*–-]|และ", "", _PAIR.sub("", plain)):
        return []
    out = []
    for m in found:
        code = resolve_item(m["letter"], m["digits"], frame, OVERALL)
        if code is None or Decimal(m["value"]) > 100:
            return []
        out.append((code, Decimal(m["value"])))
    return out
