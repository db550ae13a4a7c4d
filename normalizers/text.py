"""Thai text with its marks in order, one kind of blank, and nothing invisible.

`clean` gives text that can be stored and shown; `squeeze` gives a key to compare two wordings by.
Neither uses NFKC or NFKD, which take SARA AM apart, and neither consults a dictionary: damage that
only a dictionary can tell (กาหนด for กำหนด, marks on the wrong letter) is for `normalizers.repair`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from normalizers import marks

COMBINING = frozenset(map(chr, [0x0E31, *range(0x0E34, 0x0E3B), *range(0x0E47, 0x0E4F)]))
"""The Thai marks that stand above or below a consonant (SARA AM is a letter of its own, not one of them)."""

_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_BLANKS = re.compile("[ \t\x1c-\x1f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_BLANK_LINES = re.compile(r"\n{3,}")

_CLUSTER = re.compile(rf"\s|[^\s][{marks.MARKS}\u0e33]*")

_ALIKE = dict(
    zip(
        "๐๑๒๓๔๕๖๗๘๙"
        "\u2018\u2019\u201a\u201b\u2032\u00b4`'\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02"
        "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d",
        "0123456789" + '"' * 16 + "-" * 10,
        strict=True,
    )
)
_HAS_ALIKE = re.compile(f"[{''.join(_ALIKE)}]")


_MENDS = (
    marks.doubled_e,
    marks.decomposed_sara_am,
    marks.doubled_sara_am,
    marks.marks_in_order,
    marks.detached_sara_am,
)


def clean(s: str) -> str:
    """Text with its marks in order and single blanks; lines stay lines, of blank lines one is kept.

    >>> clean("  นํ้า   น้ํา\\u200b ")
    'น้ำ น้ำ'
    >>> clean("กำาหนด ก ำหนด ทำำ เเผน ท่ี")
    'กำหนด กำหนด ทำ แผน ที่'
    >>> clean("หนึ่ง \\r\\n\\n\\n สอง")
    'หนึ่ง\\n\\nสอง'

    Well formed text, digits and Latin letters come back as they are, and cleaning twice is cleaning once.
    What a dictionary must decide is left alone:

    >>> clean("กาหนด ป้ องกัน")
    'กาหนด ป้ องกัน'
    """
    if s.isprintable():  # so without line ends, blanks but spaces, and what is invisible
        return _with_marks_in_order(_BLANKS.sub(" ", s) if "  " in s else s).strip(" ")
    s = marks.invisible(s)
    s = _LINE_END.sub("\n", s)
    s = _with_marks_in_order(_BLANKS.sub(" ", s))
    s = "\n".join(line.strip(" ") for line in s.split("\n"))
    return _BLANK_LINES.sub("\n\n", s).strip("\n")


def _with_marks_in_order(s: str) -> str:
    before = ""
    while s != before:
        before = s
        for mend in _MENDS:
            s = mend(s)
    return s


def squeeze(s: str) -> str:
    """A key by which two printings of the same words are equal; for comparing, not for showing.

    White space is gone, digits are Arabic, every quotation mark is `"`, every dash is `-`, Latin letters are
    small. Single and double quotation marks count as the same.

    >>> squeeze("ข้อ ๑๐  “ITA” – พ.ศ. ๒๕๖๘")
    'ข้อ10"ita"-พ.ศ.2568'
    """
    return _squeezed(s) if len(s) <= _SHORT else _squeezed.__wrapped__(s)


_SHORT = 200
"""Characters. Wordings are compared with the same few hundred words again and again; longer texts are not."""


@lru_cache(maxsize=4096)
def _squeezed(s: str) -> str:
    return _HAS_ALIKE.sub(_alike, clean("".join(s.split()))).lower()


def _alike(sign: re.Match[str]) -> str:
    return _ALIKE[sign[0]]


def is_thai(ch: str) -> bool:
    """Whether one character is of the Thai block: letters, vowels, marks, digits and signs alike.

    >>> is_thai("ก"), is_thai("่"), is_thai("๙"), is_thai("9")
    (True, True, True, False)
    """
    return "\u0e01" <= ch <= "\u0e3a" or "\u0e3f" <= ch <= "\u0e5b"


def clusters(s: str) -> list[str]:
    """The text cut into characters with the marks that stand on them; SARA AM belongs to its consonant.

    >>> clusters("กำหนดที่")
    ['กำ', 'ห', 'น', 'ด', 'ที่']

    Leading vowels are clusters of their own. Joined, the clusters are the text again. A mark with nothing
    before it but white space is a cluster by itself. Marks of other scripts are not joined to their letters.
    """
    return _CLUSTER.findall(s)


def likeness(a: str, b: str) -> float:
    """How alike two wordings are, 0 to 1: 1 minus insertions and deletions over both lengths, of `squeeze`.

    >>> likeness("ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่", "ตัวชี้วัดที่ 1  การปฎิบัติหน้าที่") > 0.95
    True
    >>> likeness("", "ก"), likeness("", "")
    (0.0, 1.0)

    A word counts by its characters: ผ่าน and ไม่ผ่าน are fairly alike, and mean the opposite.
    """
    return fuzz.ratio(squeeze(a), squeeze(b)) / 100
