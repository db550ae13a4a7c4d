"""Which words there are, and how often they are written: what decides where the letters do not.

Words come from PyThaiNLP's dictionary and, for places, from geothai; frequencies from the Thai National
Corpus that PyThaiNLP carries. All are loaded once a process, at first use.
"""

from __future__ import annotations

import math
import re
from functools import cache
from itertools import islice
from operator import itemgetter

from normalizers.marks import LETTERS

_OF_A_PLACE = 20
"""Frequency given to the name of a district or subdistrict: known, and rare in any one text."""
_OF_THE_UNSEEN = 0.5
"""Frequency given to a word of the dictionary that the corpus does not have."""
_SHORTEST_PLACE = 4
"""Names of fewer letters are mostly everyday words as well."""


@cache
def words() -> dict[str, float]:
    """Every word with its cost: the negative natural logarithm of its relative frequency, in nats; the most
    frequent come first.

    >>> costs = words()
    >>> costs["การ"] < costs["กำหนด"] < costs["ปานาเระ"]
    True
    """
    from pythainlp.corpus import get_corpus, thai_words, tnc

    dictionary = thai_words()
    seen = dict(tnc.word_freqs())
    get_corpus.cache_clear()  # it would keep every line of the frequencies
    total = math.log(sum(seen.values()))
    known = {word: seen.get(word, _OF_THE_UNSEEN) for word in dictionary if _is_thai(word)}
    for name in _places():
        known.setdefault(name, _OF_A_PLACE)
    by_frequency = sorted(known.items(), key=itemgetter(1), reverse=True)
    return {word: total - math.log(count) for word, count in by_frequency}


def _places() -> set[str]:
    import geothai

    districts = [d for p in geothai.provinces() for d in geothai.districts(p.code)]
    subdistricts = [s for d in districts for s in geothai.subdistricts(d.code)]
    names = {d.name_th for d in districts} | {s.name_th for s in subdistricts}
    return {name for name in names if len(name) >= _SHORTEST_PLACE and _is_thai(name)}


_THAI = re.compile(f"[{LETTERS}]+")


def _is_thai(word: str) -> bool:
    return _THAI.fullmatch(word) is not None


@cache
def frequent(count: int) -> tuple[str, ...]:
    """The most frequent words of at least three letters, most frequent first.

    >>> "กำหนด" in frequent(2000)
    True
    """
    return tuple(islice((word for word in words() if len(word) > 2), count))
