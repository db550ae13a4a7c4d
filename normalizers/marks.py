"""Marks and SARA AM: damage that the letters themselves show, without a dictionary."""

from __future__ import annotations

import re

_PRIVATE_USE = str.maketrans(
    {
        "\uf700": "\u0e10",
        **dict(zip("\uf701\uf702\uf703\uf704", "\u0e34\u0e35\u0e36\u0e37", strict=True)),
        **dict(zip("\uf705\uf706\uf707\uf708\uf709", "\u0e48\u0e49\u0e4a\u0e4b\u0e4c", strict=True)),
        **dict(zip("\uf70a\uf70b\uf70c\uf70d\uf70e", "\u0e48\u0e49\u0e4a\u0e4b\u0e4c", strict=True)),
        "\uf70f": "\u0e0d",
        **dict(zip("\uf710\uf711\uf712", "\u0e31\u0e4d\u0e47", strict=True)),
        **dict(zip("\uf713\uf714\uf715\uf716\uf717", "\u0e48\u0e49\u0e4a\u0e4b\u0e4c", strict=True)),
        **dict(zip("\uf718\uf719\uf71a", "\u0e38\u0e39\u0e3a", strict=True)),
    }
)

MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
"""The marks above and below a consonant, as the inside of a character class."""
TONES = "\u0e48-\u0e4b"
CONSONANTS = "\u0e01-\u0e2e"
AFTER = "\u0e30\u0e32\u0e33"
"""The vowels after a consonant: SARA A, AA and AM."""
LEADING = "\u0e40-\u0e44"
"""The vowels before a consonant."""
LETTERS = "\u0e01-\u0e4e"
"""What words are made of: letters, marks, ฯ and ๆ; no digits."""
_AM = "\u0e33"
_AFTER_VOWELS = frozenset("\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e")

_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_IN_PRIVATE_USE = re.compile("[\uf700-\uf71a]")
_DOUBLED_E = re.compile("\u0e40 ?\u0e40")
_DOUBLED_AM = re.compile(f"[{MARKS}]*{_AM}[{MARKS}\u0e32{_AM}]+|\u0e4d[{TONES}]*{_AM}")
_IS_DOUBLED_AM = re.compile(f"{_AM}[{MARKS}\u0e32{_AM}]|\u0e4d[{TONES}]*{_AM}")
_SPLIT_AM = re.compile(f"\u0e4d([{TONES}]?) ?\u0e32|([{TONES}])\u0e4d ?\u0e32")
_MARK_RUN = re.compile(f"[{MARKS}]{{2,}}")
_OUT_OF_ORDER = re.compile(f"[\u0e48-\u0e4e][{MARKS}]|([\u0e31\u0e34-\u0e3a\u0e47])\\1")
_DETACHED_AM = re.compile(f"(?<=[{CONSONANTS}{TONES}]) +[{_AM}\u0e32]")
_IS_DETACHED = re.compile(f"[ \n][{MARKS}]")
_DETACHED = re.compile(f"(?<=[{CONSONANTS}{MARKS}])(?: +|\n)(?=[{MARKS}])")
_ALONE = re.compile(f"(?<=[{CONSONANTS}{MARKS}])\n([{MARKS}]+)\n(?=[{LETTERS}])")
_IS_LATE_OVER_VOWEL = re.compile(f"[\u0e40-\u0e44][{MARKS}]")
_LATE_OVER_VOWEL = re.compile(f"(?<=[{CONSONANTS}{MARKS}])([{LEADING}])([{MARKS}]+)")


def invisible(text: str) -> str:
    """Characters without a shape: zero-width spaces and joiners, direction marks, soft hyphens.

    >>> invisible("เทศ\u200bบาล\u00adตำบล")
    'เทศบาลตำบล'

    They guide line breaking and carry nothing of the words.
    """
    return _INVISIBLE.sub("", text)


def private_use(text: str) -> str:
    """Marks that old Windows and Mac fonts keep in the Private Use Area, U+F700 to U+F71A, moved or narrowed
    to clear a tall letter.

    >>> private_use("ด\\uf702เย\\uf702\\uf70aยม"), private_use("จ\\uf711านวน")
    ('ดีเยี่ยม', 'จํานวน')

    Each code is one letter, so nothing is lost or moved; other Private Use codes (bullets of Symbol fonts)
    are left alone. One `str.translate`.
    """
    return text.translate(_PRIVATE_USE) if _IN_PRIVATE_USE.search(text) else text


def doubled_e(text: str) -> str:
    """Two SARA E typed or drawn for one SARA AE.

    >>> doubled_e("เเผนงานเเละโครงการ")
    'แผนงานและโครงการ'

    No Thai word has two SARA E in a row, so nothing is left open.
    """
    return _DOUBLED_E.sub("\u0e41", text) if "\u0e40\u0e40" in text or "\u0e40 \u0e40" in text else text


def doubled_sara_am(text: str) -> str:
    """SARA AM followed by what it is made of: a reader that ignores /ActualText sees both.

    >>> doubled_sara_am("กำาหนดตำาบล"), doubled_sara_am("นํ้ำ")
    ('กำหนดตำบล', 'น้ำ')

    Nothing but a tone can stand on SARA AM's consonant, and no vowel after it, so nothing is left open.
    """
    return _DOUBLED_AM.sub(_one_sara_am, text) if _IS_DOUBLED_AM.search(text) else text


def _one_sara_am(run: re.Match[str]) -> str:
    marks = dict.fromkeys(run[0])
    for ch in ("\u0e4d", "\u0e32", _AM):
        marks.pop(ch, None)
    return "".join(sorted(marks, key=_AFTER_VOWELS.__contains__)) + _AM


def decomposed_sara_am(text: str) -> str:
    """SARA AM as NIKHAHIT and SARA AA, in whatever order with a tone mark, or with a space between.

    >>> decomposed_sara_am("ดําเนินงาน"), decomposed_sara_am("นํ้า"), decomposed_sara_am("น้ํา")
    ('ดำเนินงาน', 'น้ำ', 'น้ำ')

    NIKHAHIT without SARA AA (Pali, พุทฺธํ) is left alone.
    """
    if "\u0e4d" not in text:
        return text
    return _SPLIT_AM.sub(lambda m: (m[1] or m[2] or "") + _AM, text)


def marks_in_order(text: str) -> str:
    """Marks of one consonant swapped (tone before vowel) or doubled (drawn twice for bold).

    >>> marks_in_order("ท่ีปรึกษา"), marks_in_order("สััมฤทธิ์์")
    ('ที่ปรึกษา', 'สัมฤทธิ์')

    Vowels stand before tones and the silencer, each once; two different vowels are left for the reader to see.
    """
    return _MARK_RUN.sub(_in_order, text) if _OUT_OF_ORDER.search(text) else text


def _in_order(run: re.Match[str]) -> str:
    return "".join(sorted(dict.fromkeys(run[0]), key=_AFTER_VOWELS.__contains__))


def detached_sara_am(text: str) -> str:
    """SARA AM whose NIKHAHIT became a space, or that stands off its consonant: Word's PDF export.

    >>> detached_sara_am("ก าหนดจ านวน"), detached_sara_am("ค ำสั่ง"), detached_sara_am("น้ า")
    ('กำหนดจำนวน', 'คำสั่ง', 'น้ำ')

    No Thai word begins with SARA AA or SARA AM, so the space cannot be a real one.
    """
    if f" {_AM}" in text or " \u0e32" in text:
        return _DETACHED_AM.sub(_AM, text)
    return text


def detached_marks(text: str) -> str:
    """Marks with a space or a line's end between them and their consonant.

    >>> detached_marks("ท ี่ปรึกษา"), detached_marks("ข้อม\\nูล"), detached_marks("แจ\\n้\\nงเหตุ")
    ('ที่ปรึกษา', 'ข้อมูล', 'แจ้งเหตุ')
    >>> detached_marks("หมู่ที ่ 5")
    'หมู่ที่ 5'

    A mark at the beginning of the text, or after anything but a consonant, is left where it is. Whether it
    belongs one letter further back (ขัน ้ตอน) is for `displaced_marks` to tell.
    """
    if not _IS_DETACHED.search(text):
        return text
    return _DETACHED.sub("", _ALONE.sub(r"\1", text))


def late_over_vowel(text: str) -> str:
    """Marks that slid over the next syllable's leading vowel.

    >>> late_over_vowel("พื้นทไี่ม่น้อยกว่า"), late_over_vowel("เมอื่ เปน็")
    ('พื้นที่ไม่น้อยกว่า', 'เมอื่ เปน็')

    No mark can stand on a leading vowel, and the consonant before it is the only place it can come from.
    """
    return _LATE_OVER_VOWEL.sub(r"\2\1", text) if _IS_LATE_OVER_VOWEL.search(text) else text
