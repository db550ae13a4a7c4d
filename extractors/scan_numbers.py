"""Numbers and codes in recognised text: what the reader of numerals says counts, Tesseract's digits do not."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.document import Word
from extractors.scan_ink import Gray
from normalizers.repair import lexicon

if TYPE_CHECKING:
    from extractors.numerals import Numeral

WIDEST = 12.0
"""A number or code takes up no more room, in heights of a letter."""
DOUBTED = 0.3
"""Confidence of a number that only Tesseract has seen, or of whose place in a word the two do not agree."""
_BAR = 0.4
"""Less sure than this, the reader of numerals has seen no number in what Tesseract reads as letters."""
_WORD_BAR = 0.9
_SURE = 0.85
STROKES = ("1", "7")
"""Alone, these may be a bar, a slash or a bracket: what Tesseract says is asked first."""
_LONGEST = 26
"""Letters of a word that numbers are looked for in."""

_READER = ("numerals.onnx", "numerals.py", "ctc.py", "numeral_readings.py", "scan_numbers.py")
_DIGIT = re.compile("[0-9\u0e50-\u0e59]")
_NOT_THAI = re.compile("[^\u0e01-\u0e2e\u0e30-\u0e4e]+")
_THAI_WORD = re.compile("[\u0e01-\u0e2e\u0e30-\u0e4e]+")
_MARK = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_LATIN = re.compile("[A-Za-z]{3}")
_ONE_LETTER = re.compile("[A-Za-z]")
_SURE_OF_LETTER = 0.95
_PART = re.compile("[-+]?[0-9\u0e50-\u0e59]*[.,]?[0-9\u0e50-\u0e59]*[)%]?(?<=.)")
_WIDE_SCORE = re.compile("[-+(]?[0-9\u0e50-\u0e59]{1,3}[.][0-9\u0e50-\u0e59]{2}[)%]?")
_WIDE = re.compile(f"{_WIDE_SCORE.pattern}|(?:25|๒๕)[0-9\u0e50-\u0e59]{{2}}")
_LIST_MARK = re.compile(r"\(?[0-9\u0e50-\u0e59]{1,2}\)")
_SPACE = 0.5
"""White between words is wider, in heights of a letter."""
_LONGEST_WHOLE = 4
_PAIR = re.compile(r"([0-9\u0e50-\u0e59])(?=\1)")
_ONCE = 0.6
"""Confidence of a number with a digit that is read twice by one reader and once by the other."""
_CODE = re.compile("[iIeEoO|!1l]")
_CUT_WORDS = frozenset({"พ", "ศ", "ที", "ที่", "ปี", "ข้อ"})
"""What stands before numbers, also without its mark or its other half."""
_THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
_NARROW, _ARABIC_WIDE, _THAI_WIDE = 0.35, 0.7, 1.0
"""Usual widths of signs and digits, in heights of a letter."""
_SIGNS = ".,:;/-–—()[]|!%'\"“”‘’"


@cache
def available() -> bool:
    return Path(__file__).with_name("numerals.onnx").is_file() and find_spec("onnxruntime") is not None


@cache
def version() -> str:
    """What tells one reader of numerals from another: its network, and the program around it."""
    if not available():
        return "-"
    digest = hashlib.sha256()
    for name in _READER:
        part = Path(__file__).with_name(name)
        digest.update(part.read_bytes() if part.is_file() else b"")
    return digest.hexdigest()[:12]


def maybe(text: str) -> bool:
    """True where a number may stand in what Tesseract reads as this."""
    if len(text) > _LONGEST and not _NOT_THAI.search(text):
        return False
    return len(text) <= _LONGEST or _DIGIT.search(text) is not None


def read(crops: Sequence[Gray]) -> list[Numeral]:
    """What the reader of numerals sees in each crop."""
    from extractors import numerals  # onnxruntime is slow to load

    return numerals.read(crops)


def word(numeral: Numeral) -> Word:
    """The word that is this number."""
    return Word(numeral.text, _sure(numeral), True, numeral.others)


def _sure(numeral: Numeral) -> float:
    return numeral.confidence if numeral.as_number is None else numeral.as_number


def is_number(numeral: Numeral, width: float) -> bool:
    """True where that is surely a number, a code or the mark of a list, and nothing else."""
    return (
        len(_parts(numeral)) == 1
        and _DIGIT.search(numeral.text) is not None
        and numeral.confidence >= _SURE
        and _fits(numeral.text, width)
        and numeral.text not in STROKES
    )


def is_other(numeral: Numeral, bar: float) -> bool:
    """True where that is surely other text than a number."""
    from extractors.numerals import OTHER

    return numeral.text == OTHER and numeral.confidence >= bar


def is_part(text: str) -> bool:
    """True for digits and the signs inside numbers, as the reader of numerals reads a piece of one."""
    return _PART.fullmatch(text) is not None


def is_wide(whole: Numeral, parts: str, gap: float) -> bool:
    """True where a number with white in it, at most so many heights of a letter, is one: its parts agree.

    A score has its point to show that it is one number, a year its century; other digits must stand closer than words do.
    """
    if whole.confidence < _ONCE or len(_parts(whole)) != 1:
        return False
    digits = _DIGIT.findall(whole.text)
    if digits != _DIGIT.findall(parts):
        return _WIDE_SCORE.fullmatch(whole.text) is not None and whole.confidence >= _SURE
    if _LIST_MARK.fullmatch(whole.text):
        return len(digits) > 0
    return _WIDE.fullmatch(whole.text) is not None or (
        gap <= _SPACE and len(digits) <= _LONGEST_WHOLE and is_part(whole.text)
    )


def joins(whole: Numeral, before: str | None, after: str) -> bool:
    """True where two pieces are one number: `before` and `after` are read again in the whole.

    Without `before` the first piece is no number by itself: the whole must begin with a code's letter.
    """
    if whole.confidence < _ONCE or len(_parts(whole)) != 1:
        return False
    if before is None:
        return len(whole.text) == len(after) + 1 and whole.text[0] in "iIeEoO" and whole.text.endswith(after)
    return _DIGIT.findall(whole.text) == _DIGIT.findall(before + after)


def merge(text: str, sure: float, numeral: Numeral, width: float) -> Word | None:
    """The word with its numbers as the reader of numerals has them; None where it holds none.

    `text` is Tesseract's reading, `sure` its confidence, and `width` the word's in heights of a letter.
    """
    parts = _parts(numeral)
    numbers = [(part, confidence) for part, confidence in parts if _DIGIT.search(part)]
    told = _DIGIT.search(text) is not None
    if not numbers:
        return Word(text, DOUBTED, True) if told else None
    if text and all(sign in _SIGNS for sign in text) and numeral.text in STROKES:
        return None
    least = min(confidence for _, confidence in numbers) if len(parts) > 1 else _sure(numeral)
    words = [m[0] for m in _THAI_WORD.finditer(text)]
    if len(parts) == 1 and not any(_is_word(word) for word in words):
        if _LATIN.search(text) and not told and least < _WORD_BAR:
            return None
        if not _fits(numeral.text, width):
            return Word(text, DOUBTED, True) if told else None
        if _doubled(numeral.text, text):
            return Word(_once(numeral.text), min(least, _ONCE), True)
        point = "." if text.endswith(".") and not numeral.text.endswith(".") else ""
        others = tuple(other + point for other in numeral.others)
        return Word(numeral.text + point, least, True, others) if told or least >= _BAR else None
    # Words around the number: it takes the place of what is no Thai letter in Tesseract's reading.
    spans = [_core(text, *m.span()) for m in _NOT_THAI.finditer(text)]
    spans = [(start, end) for start, end in spans if end > start and not _LATIN.search(text[start:end])]
    if len(spans) != len(numbers):
        spans = [(start, end) for start, end in spans if _DIGIT.search(text[start:end])]
    if len(spans) != len(numbers):
        return Word(text, min(least, DOUBTED), True) if spans else None
    out, at, core = "", 0, ""
    for (start, end), (number, confidence) in zip(spans, numbers, strict=True):
        if _ONE_LETTER.fullmatch(text[start:end]) and confidence < _SURE_OF_LETTER:
            least = min(least, DOUBTED)
            continue
        core = number.strip(_SIGNS)
        # The letter of a code stands in Tesseract's reading too; else it is a misread word before the number.
        if start and words and not _CODE.match(text[start:end]):
            core = core.lstrip("iIeEoO")
        if _doubled(core, text[start:end]):
            core, least = _once(core), min(least, _ONCE)
        out += text[at:start] + core
        at = end
    head = out.removesuffix(core)
    cores = _other_cores(numeral) if len(numbers) == 1 and at and head != out else []
    return Word(out + text[at:], least, True, tuple(head + other + text[at:] for other in cores))


def _other_cores(numeral: Numeral) -> list[str]:
    """What else the one number in a text with words may be; nothing where there are several."""
    from extractors.numerals import OTHER

    found = []
    for other in numeral.others:
        numbers = [part for part in other.split(OTHER) if _DIGIT.search(part)]
        if len(numbers) == 1:
            found.append(numbers[0].strip(_SIGNS))
    return found


def _doubled(number: str, seen: str) -> bool:
    """True where the number has one digit more than Tesseract sees, and two alike beside each other."""
    more = len(_DIGIT.findall(number)) - len(_DIGIT.findall(seen))
    return more == 1 and _PAIR.search(number) is not None


def _once(number: str) -> str:
    """The number with the last of its pairs of like digits as one."""
    pair = list(_PAIR.finditer(number))[-1]
    return number[: pair.start()] + number[pair.start() + 1 :]


def _is_word(thai: str) -> bool:
    """True for a Thai word, and for a text long enough to be one."""
    letters = _MARK.sub("", thai)
    return len(letters) > 3 or (len(letters) > 1 and thai in lexicon.words()) or thai in _CUT_WORDS


def _fits(number: str, width: float) -> bool:
    """True where so many digits take up about so much room."""
    usual = sum(
        _THAI_WIDE if sign in _THAI_DIGITS else _NARROW if sign in ".,:/-()%iI " else _ARABIC_WIDE
        for sign in number
    )
    return 0.72 * usual - 0.15 < width < 1.45 * usual + 0.5


def code_letter(numeral: Numeral) -> str | None:
    """The letter of an item's code (I, E, O), where that is all there is."""
    return numeral.text if numeral.text and numeral.text in "iIeEoO" and numeral.confidence >= _BAR else None


def _parts(numeral: Numeral) -> list[tuple[str, float]]:
    """The stretches of a reading, each with its least confidence; other text is one stretch."""
    from extractors.numerals import OTHER

    signs = list(zip(numeral.text, numeral.confidences, strict=True))
    out = []
    for _, group in groupby(signs, key=lambda sign: sign[0] == OTHER):
        part = list(group)
        out.append(("".join(letter for letter, _ in part), min(confidence for _, confidence in part)))
    return out


def _core(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the signs at its ends."""
    while start < end and text[start] in _SIGNS:
        start += 1
    while end > start and text[end - 1] in _SIGNS:
        end -= 1
    return start, end
