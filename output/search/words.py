"""Text as the index holds it."""

from __future__ import annotations

import re
from functools import lru_cache

from normalizers.numbers import to_arabic_digits
from normalizers.tokens import words

_WORD = re.compile(r"[^\W_]", re.UNICODE)
_BLANKS = re.compile(r"\s+")


@lru_cache(maxsize=5_000)  # the names of indicators are the same in most reports
def indexed(text: str) -> str:
    """The words of a text, parted by blanks: what a question is matched with.

    >>> indexed("ผลการประเมิน ITA ปี ๒๕๖๘")
    'ผล การประเมิน ita ปี 2568'
    """
    return " ".join(word for word in words(plain(text)) if _WORD.search(word))


def plain(text: str) -> str:
    """A text for finding parts of words: Arabic digits, small letters, single blanks.

    >>> plain("ตัวชี้วัดที่  ๗\\nITA")
    'ตัวชี้วัดที่ 7 ita'
    """
    return _BLANKS.sub(" ", to_arabic_digits(text)).strip().casefold()
