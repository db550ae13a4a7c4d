"""Made texts: numbers, codes, marks of lists, dates, and words, with what the reader should make of each."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache

from extractors.numerals import ALPHABET, OTHER

_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_DIGITS = "๐๑๒๓๔๕๖๗๘๙0123456789"
_LETTER = re.compile(rf"[^{re.escape(ALPHABET[:-1])}–]|[A-Za-z]")
_CODE = re.compile(r"(?<![A-Za-zก-๛])([ \-(/.,:]*)([iIeEoO])(?=[๐-๙0-9])")
_MONTHS = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
]
_BEFORE = [
    "ข้อ",
    "ข้อที่",
    "ร้อยละ",
    "ปี",
    "พ.ศ.",
    "ตัวชี้วัดที่",
    "ลำดับ",
    "ครั้งที่",
    "คะแนน",
    "หน้า",
    "หมู่ที่",
    "ไตรมาส",
    "มาตรา",
    "ที่",
    "ระดับ",
    "เวลา",
    "จำนวน",
]
_AFTER = [
    "คะแนน",
    "บาท",
    "ข้อ",
    "คน",
    "วัน",
    "เดือน",
    "น.",
    "ปี",
    "ครั้ง",
    "ประเด็น",
    "ตัวชี้วัด",
    "และ",
    "ถึง",
    "ระดับ",
    "เรื่อง",
]
_LATIN = [
    "IIT",
    "EIT",
    "OIT",
    "ITA",
    "AA",
    "A",
    "B",
    "C",
    "D",
    "E",
    "F",
    "pass",
    "fail",
    "PDF",
    "Web",
    "Board",
    "Q&A",
    "Social",
    "Network",
    "No",
    "Yes",
    "Data",
    "Open",
    "Integrity",
    "and",
    "Transparency",
    "Assessment",
    "Line",
    "Facebook",
    "e-Service",
    "E-Service",
    "Website",
    "http",
    "www",
    "or",
    "th",
    "go",
    "ll",
    "II",
    "III",
    "IV",
]


def label_of(text: str) -> str:
    """What the reader should say to a text: digits, codes and marks as they are, `OTHER` for the rest.

    >>> label_of("ข้อ ๑๒"), label_of("๑ ต.ค. ๖๘"), label_of("I๑๐"), label_of("OIT"), label_of("(ปี ๖๘)")
    ('…๑๒', '๑…๖๘', 'I๑๐', '…', '…๖๘)')
    """
    codes: list[str] = []

    def keep(match: re.Match[str]) -> str:
        codes.append(match[2])
        return match[1] + "\0"

    text = _CODE.sub(keep, text.replace("–", "-").replace("—", "-"))
    parts = []
    for part in re.split(rf"([{_DIGITS}]+)", text):
        if part and part[0] in _DIGITS:
            parts.append(part)
            continue
        head, code = (part[:-1], "\0") if part.endswith("\0") else (part, "")
        if _LETTER.search(head.replace("\0", "")):
            parts.append(OTHER + code)
        else:
            parts.append(head + code)
    made = "".join(parts)
    for code in codes:
        made = made.replace("\0", code, 1)
    made = re.sub(rf" *{OTHER} *", OTHER, made)
    return re.sub(rf"{OTHER}+", OTHER, re.sub(" +", " ", made)).strip()


@cache
def _words() -> list[str]:
    from pythainlp.corpus import thai_words

    return sorted(word for word in thai_words() if 1 < len(word) <= 14)


def _number(rng: random.Random, digits: int) -> str:
    # Each digit as often as another, and runs of the same digit now and then.
    if rng.random() < 0.12:
        return rng.choice("0123456789") * digits
    return "".join(rng.choice("0123456789") for _ in range(digits))


def _score(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.08:
        return rng.choice(["100", "100.00", "0", "0.00"])
    whole = str(rng.randint(0, 99))
    if kind < 0.8:
        return f"{whole}.{_number(rng, 2)}"
    return whole if kind < 0.9 else f"{whole}.{_number(rng, rng.choice([1, 3]))}"


def _year(rng: random.Random) -> str:
    return str(
        rng.choice(
            [rng.randint(2540, 2575), rng.randint(2540, 2575), rng.randint(1990, 2030), rng.randint(57, 70)]
        )
    )


def _code(rng: random.Random) -> str:
    letter = rng.choice("iIeEoO")
    number = str(rng.randint(1, 48))
    return letter + (number.zfill(2) if rng.random() < 0.3 else number)


def _mark(rng: random.Random) -> str:
    n, part, third = str(rng.randint(1, 30)), rng.randint(1, 12), rng.randint(1, 9)
    if rng.random() < 0.4:
        # Most lists count in single digits, and end in a point that is easily lost.
        return rng.choice("123456789") + rng.choice([".", ".", ".", ")", ":", ","])
    made = [f"{n}.", f"{n})", f"({n})", f"({n})", f"{n}.{part}", f"{n}.{part}.{third}", f"({n}.{third})", n]
    return rng.choice(made)


def _ending(rng: random.Random) -> str:
    """A number with the marks that sentences put around it."""
    number = rng.choice([_score, _year, _plain])(rng)
    return rng.choice([f"({number}", f"{number})", f"({number})", f"{number}):", f"{number}:", f"{number},"])


def _date(rng: random.Random) -> str:
    day, year = rng.randint(1, 31), _year(rng)
    if rng.random() < 0.35:
        mark = rng.choice("/-.")
        return f"{day}{mark}{rng.randint(1, 12)}{mark}{year}"
    return f"{day} {rng.choice(_MONTHS)} {year}"


def _range(rng: random.Random) -> str:
    dash = rng.choice(["-", "-", "–", " - "])
    one = rng.choice([_code, _score, _year, lambda r: str(r.randint(1, 99))])
    return f"{one(rng)}{dash}{one(rng)}"


def _time(rng: random.Random) -> str:
    return f"{rng.randint(0, 23):02}{rng.choice('.:')}{rng.randint(0, 59):02}"


def _percent(rng: random.Random) -> str:
    return f"{_score(rng)}{rng.choice(['%', '%', ' %'])}"


def _ratio(rng: random.Random) -> str:
    return f"{rng.randint(1, 20)}{rng.choice([':', '/', ' : ', '/', ':'])}{rng.choice([str(rng.randint(1, 20)), _year(rng)])}"


def _money(rng: random.Random) -> str:
    whole = f"{rng.randint(1000, 10 ** rng.randint(4, 8)):,}"
    return whole + rng.choice(["", "", f".{_number(rng, 2)}", ".-"])


def _plain(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.03:
        return rng.choice(["0", "0-", "0 "]) + _number(rng, rng.choice([8, 9]))  # a telephone
    if kind < 0.25:
        # Written for the letter of a code as often as the letter itself: its shape alone must tell ๐๓ from o๓.
        return f"0{rng.choice([rng.randint(1, 9), rng.randint(1, 43)])}"
    first = rng.choice("0123456789")
    return first if first == "0" else first + _number(rng, rng.choice([0, 0, 0, 1, 1, 2, 3, 4, 5, 6]))


def _dash(rng: random.Random) -> str:
    return rng.choice(["-", "-", "–", ":", "%", "( )", "..", "--"])


def _several(rng: random.Random) -> str:
    return " ".join(_score(rng) if rng.random() < 0.6 else _plain(rng) for _ in range(rng.choice([2, 2, 3])))


def word(rng: random.Random) -> str:
    """Other text: Thai and Latin words, short pieces of them, scattered marks."""
    kind = rng.random()
    if kind < 0.14:
        return rng.choice(_LATIN)
    if kind < 0.2:
        return rng.choice(_MONTHS + _BEFORE + _AFTER)
    one = rng.choice(_words())
    if kind < 0.45:
        # A piece: what a wrongly cut word leaves. No mark may lead it.
        one = one[: rng.randint(1, 4)].strip()
    if kind > 0.9:
        one += rng.choice([" ", ""]) + rng.choice(_words())
    if rng.random() < 0.08:
        one = rng.choice([f"({one})", f"{one}.", f'"{one}"', f"{one}ๆ", f"{one}ฯ", f"{one}:"])
    return one if _LETTER.search(one) else "ก" + one


def _with_word(rng: random.Random) -> str:
    number = rng.choice([_score, _year, _code, _mark, _plain])(rng)
    gap = rng.choice([" ", " ", ""])
    if rng.random() < 0.5:
        before = rng.choice(_BEFORE) if rng.random() < 0.6 else word(rng)
        # A Latin letter before a digit would make a code of them.
        return f"{before}{' ' if before[-1].isascii() else gap}{number}"
    return f"{number}{gap}{rng.choice(_AFTER) if rng.random() < 0.6 else word(rng)}"


_KINDS: list[tuple[float, Callable[[random.Random], str]]] = [
    (22, _score), (8, _year), (13, _code), (16, _mark), (5, _date), (4, _range), (3, _time), (4, _percent),
    (3, _ratio), (5, _money), (5, _ending), (9, _plain), (1.2, _dash), (2, _several), (13, word), (6, _with_word),
]  # fmt: skip


def sample(rng: random.Random) -> tuple[str, str]:
    """A text and its label. Digits are Thai, Arabic, or now and then of both."""
    make = rng.choices([make for _, make in _KINDS], [weight for weight, _ in _KINDS])[0]
    text = make(rng)
    script = rng.random()
    if script < 0.62:
        text = text.translate(_THAI)
    elif script > 0.96:
        text = "".join(ch.translate(_THAI) if rng.random() < 0.5 else ch for ch in text)
    return text, label_of(text)
