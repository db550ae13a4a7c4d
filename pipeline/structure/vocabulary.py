"""What headings mean: columns of tables, parts of measure blocks, findings, ratings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import get_args

from corpus.records import FindingKind
from corpus.vocabulary import Phrase, load
from normalizers.numbers import to_arabic_digits
from normalizers.text import likeness, squeeze
from pipeline.structure.lists import strip_mark

_LIKE = 0.82
"""A heading this much like a known one, letter by letter, is taken for it."""


@cache
def column_role(heading: str, *, exact: bool = False) -> str | None:
    """The role of a column by its heading, or None where it is not understood.

    Exact wordings win, years and brackets left aside; then a heading that is nearly a known one, or begins
    with a long one, unless it has to be `exact`.

    >>> column_role("ระยะเวลาใน การดำเนินการ"), column_role("มาตรการ/ โครงการ/กิจกรรม"), column_role("สีที่ชอบ")
    ('period', 'measure', None)
    >>> column_role("คะแนน ITA ปี ๒๕๖๗ (ร้อยละ)"), column_role("คะเเนนเฉลี่ย*")
    ('score', 'score')
    """
    whole = squeeze(heading)
    known = _columns()
    if _TARGET_OF_WORK in whole:
        return known.get(_TARGET_OF_WORK)
    for key in (whole, whole.strip(_SIGNS), squeeze(strip_mark(heading)).strip(_SIGNS), _bare(heading)):
        if key in known:
            return known[key]
    key = _bare(heading)
    if exact or not key or len(key) > 40:
        return None
    begun = [
        k
        for k in known
        if len(k) >= 6 and ((key.startswith(k) and k not in _ALONE) or (k.startswith(key) and len(key) >= 5))
    ]
    if begun:
        return known[max(begun, key=len)]
    score, best = max((likeness(key, k), k) for k in known)
    return known[best] if score >= _LIKE and len(key) >= 5 else None


_TARGET_OF_WORK = "kpi"
"""What work is measured by, also as ค่าเป้าหมาย (KPI): no target of a score."""
_ALONE = frozenset({"ร้อยละ"})
"""Headings that mean this only alone: ร้อยละความก้าวหน้า is no score."""
_SIGNS = "*:.-"


def _bare(heading: str) -> str:
    """The key of a heading without what only says more of it: its number, brackets, its year."""
    key = squeeze(strip_mark(heading))
    key = re.sub(r"\([^()]*\)", "", key)
    key = re.sub(r"(?:ประจำ)?ปี(?:งบประมาณ)?(?:พ\.?ศ\.?)?25\d\d", "", key)
    return key.strip(_SIGNS + "()")


@cache
def column_roles(heading: str) -> tuple[str, ...]:
    """The roles of a column, two where its heading names two that one cell can hold.

    >>> column_roles("คะแนน/ระดับ"), column_roles("ระยะเวลาและผู้รับผิดชอบ")
    (('score', 'rating'), ('period', 'responsible'))
    >>> column_roles("มาตรการ/โครงการ/กิจกรรม"), column_roles("แบบวัด/ตัวชี้วัด"), column_roles("สีที่ชอบ")
    (('measure',), ('instrument',), ())
    """
    whole = column_role(heading)
    parts = [p for p in re.split(r"/|\n|,|และ|\s-\s", heading) if p.strip()]
    told = [column_role(p, exact=True) for p in parts]
    if len(told) == 2 and column_role(heading, exact=True) is None and frozenset(told) in _TOGETHER:
        return tuple(r for r in told if r)
    return (whole,) if whole else ()


_TOGETHER = frozenset({frozenset({"score", "rating"}), frozenset({"period", "responsible"})})
"""Roles that one column holds together so that its cells can be told apart."""


@cache
def _columns() -> dict[str, str]:
    out: dict[str, str] = {}
    for role, phrases in load("columns").items():
        for phrase in phrases:
            for key in (squeeze(phrase.text), squeeze(phrase.text).strip(_SIGNS)):
                out.setdefault(key, role)
    return out


@cache
def _parts() -> list[tuple[str, str]]:
    pairs = [
        (squeeze(p.text), role)
        for role, phrases in load("parts").items()
        for p in phrases
        if "…" not in p.text
    ]
    return sorted(pairs, key=lambda x: -len(x[0]))


@cache
def _part_begins() -> re.Pattern[str]:
    """The headings of `_parts` at the beginning of a text, white space in them left aside; the first that fits."""
    keys = (r"\s*".join(map(re.escape, key)) for key, _ in _parts())
    return re.compile(r"\s*(?:" + "|".join(f"(?P<p{i}>{key})" for i, key in enumerate(keys)) + ")")


_WITH_NAME = "title_with_name"


def part_heading(text: str) -> tuple[str, str] | None:
    """Role and the rest, of a paragraph that begins a part of a measure block.

    The wording must stand at the start, after a number at most, and end there, at a colon or at the line.

    >>> part_heading("๔ ระยะเวลา"), part_heading("(๕) ผู้รับผิดชอบ: กองคลัง")
    (('period', ''), ('responsible', 'กองคลัง'))
    >>> part_heading("มาตรการที่ ๑: มาตรการยกระดับ"), part_heading("ผู้รับผิดชอบต้องรายงานผล") is None
    (('title', 'มาตรการยกระดับ'), True)
    >>> part_heading("วิธีดำเนินการ  ๑) จัดทำคำสั่ง ๒) ประเมินผล")
    ('steps', '๑) จัดทำคำสั่ง ๒) ประเมินผล')
    >>> part_heading("แนวทางการพัฒนา: จัดทำคู่มือ"), part_heading("แนวทางการพัฒนา")
    (('title', 'จัดทำคู่มือ'), None)
    """
    m = re.match(
        r"^[\s\-–•*]*(?:\(\s*[๐-๙\d]{1,2}\s*\)|[๐-๙\d]{1,2}(?:\.[๐-๙\d]{1,2})*\s*[.)]?)?\s*(.*)$",
        text,
        re.DOTALL,
    )
    body = m[1] if m else text
    plain = to_arabic_digits(body)
    numbered = body != text.strip()
    begins = _part_begins().match(plain.lower())
    if begins:
        key, role = _parts()[int((begins.lastgroup or "p0")[1:])]
        rest = body[begins.end() :]
        if role == _WITH_NAME:
            named = re.match(r"\s*[:：]\s*(?=\S)", rest)
            return ("title", rest[named.end() :].strip()) if named else None
        counter = re.match(r"^\s*(?:ที่)?\s*[๐-๙\d]{1,2}(?![๐-๙\d.])", rest) if role == "title" else None
        if counter:
            rest = rest[counter.end() :]
        rest_clean = rest.strip()
        if not rest_clean:
            if key.endswith("ที่") and not counter:
                return None
            return role, ""
        if rest[:1] == "\n" or re.match(r"^\s*[:：]", rest):
            return role, rest_clean.lstrip(":： \n").strip()
        if counter and re.match(r"^[\s.\"“]", rest):
            return role, rest_clean.lstrip(". ").strip()
        if re.match(r"^\s+(?:\(?[๐-๙\d]{1,2}[.)]|[-–•*]\s)", rest):
            return role, rest_clean  # its list begins in the same line
        if (
            role in {"responsible", "period"}
            and re.match(r"^\s+\S", rest)
            and (numbered or len(rest_clean) < 80)
        ):
            return role, rest_clean
        if role == "rationale" and re.match(r"^\S*\s*(?:ที่สอดคล้อง\S*)", rest) and len(rest) < 60:
            return role, ""
        return None
    squeezed = squeeze(body)
    if numbered and 6 <= len(squeezed) <= 140:
        score, key, role = max(
            ((likeness(squeezed, k), k, r) for k, r in _parts() if r != _WITH_NAME), key=lambda x: x[0]
        )
        if score >= 0.88 and len(key) > 8:
            return role, ""
    return None


def names_measure(text: str) -> bool:
    """True for a line with a label that heads no part of a measure, and the measure's name behind it.

    >>> names_measure("แนวทางการพัฒนา : จัดทำคู่มือ"), names_measure("มาตรการที่ ๑: จัดทำคู่มือ")
    (True, False)
    """
    label, colon, _ = strip_mark(text).partition(":")
    return bool(colon) and squeeze(label) in _keys("parts", _WITH_NAME)


@cache
def _keys(vocabulary: str, *roles: str) -> frozenset[str]:
    """The phrases of these roles, as they are compared with a heading or label that is the same."""
    return frozenset(squeeze(p.text) for role in roles for p in load(vocabulary)[role])


_LABELLED = re.compile(r"[\s\-–•*]*(?P<label>[^:：]{4,40}?)\s*[:：]\s*(?=\S)")


def finding_label(text: str) -> tuple[FindingKind, str] | None:
    """What a line says of a result by its label, and what stands behind that.

    >>> finding_label("จุดอ่อน : ประชาชนรอนาน"), finding_label("จุดแข็ง: -"), finding_label("ผู้รับผิดชอบ : กองคลัง")
    (('weakness', 'ประชาชนรอนาน'), ('strength', '-'), None)
    """
    m = _LABELLED.match(text)
    if m is None or any(ch in "๐๑๒๓๔๕๖๗๘๙0123456789" for ch in strip_mark(m["label"])):
        return None
    key = squeeze(strip_mark(m["label"]))
    known = key in _keys("findings", *_OF_LABELS) or key.startswith(_BEGIN_LABELS)
    finding = finding_of(m["label"], heading=True) if known else None
    return (finding, text[m.end() :].strip()) if finding else None


_OF_LABELS = ("weakness", "improvement", "strength", "weakness_in_heading")
_BEGIN_LABELS = ("จุด", "ประเด็นที่", "ข้อบกพร่อง", "ปัญหา")


def heads_analyses(text: str) -> bool:
    """True for a heading over what is said of results, good or bad.

    >>> heads_analyses("๒. ข้อวิเคราะห์"), heads_analyses("ผลการวิเคราะห์จุดแข็ง"), heads_analyses("วิเคราะห์อัตรากำลัง")
    (True, False, False)
    """
    key = squeeze(strip_mark(text)).strip(_SIGNS)
    return key in _keys("findings", _GENERAL)


def heads_results(text: str) -> bool:
    """True for a heading over results that says nothing of them; its year, number and agency are left aside.

    >>> heads_results("๔) ผลคะแนนการประเมิน ปี ๒๕๖๗"), heads_results("๔. ผลการประเมินที่ควรปรับปรุง")
    (True, False)
    """
    key = re.sub(r"\([^()]*\)|(?:ประจำ)?ปี(?:งบประมาณ)?(?:พ\.?ศ\.?)?25\d\d", "", squeeze(strip_mark(text)))
    return key.strip(_SIGNS + "()") in _keys("findings", _RESULTS)


_GENERAL = "general_in_heading"
_RESULTS = "none_in_heading"
_NO_FINDING = frozenset({_GENERAL, _RESULTS})
_FINDINGS: Mapping[str, FindingKind] = {kind: kind for kind in get_args(FindingKind)}


def finding_of(text: str, heading: bool = False) -> FindingKind | None:
    """What a text says of a result, or None where it says nothing of it.

    >>> finding_of("ข้อ ๑๗ ได้คะแนน ๘๒.๓๕ ไม่ผ่านเกณฑ์"), finding_of("รักษามาตรฐานไว้"), finding_of("รักษามาตรฐานไว้", heading=True)
    ('weakness', None, 'strength')
    """
    vocabulary = load("findings")
    if heading:
        found = [
            (_first(text, p), role)
            for role, ps in vocabulary.items()
            for p in ps
            if role not in _NO_FINDING and _first(text, p) is not None
        ]
        if not found:
            return None
        role = min(found, key=lambda x: x[0] or 0)[1]
    else:
        told = [r for r, ps in vocabulary.items() if "heading" not in r and any(p.found_in(text) for p in ps)]
        if not told or ("strength" in told and len(told) > 1):
            return None  # nothing, or strengths and weaknesses at once
        role = told[0]
    return _FINDINGS[role.removesuffix("_in_heading")]


def _first(text: str, phrase: Phrase) -> int | None:
    if not phrase.found_in(text):
        return None
    at = squeeze(text).find(squeeze(phrase.text.split("…")[0]))
    return at if at >= 0 else 0


_RATING = re.compile(
    r"(?:ระดับ|เกรด|ผลการประเมิน)[^\n]{0,24}?(?:(?<=[\s:\"“'(])|(?<=ระดับ))"
    r"(?P<r>AA|ผ่านดีเยี่ยม|ผ่านดี|ต้องปรับปรุงโดยด่วน|ต้องปรับปรุง|ผ่าน|[A-F])(?![A-Za-z]|(?<=[ก-๎])[ก-๎])"
)
_RATINGS = frozenset(
    {
        "AA",
        "A",
        "B",
        "C",
        "D",
        "E",
        "F",
        "ผ่านดีเยี่ยม",
        "ผ่านดี",
        "ผ่าน",
        "ต้องปรับปรุง",
        "ต้องปรับปรุงโดยด่วน",
        "สูงมาก",
        "สูง",
        "ปานกลาง",
        "ต่ำ",
        "ต่ำมาก",
    }
)


def rating_in(text: str) -> str | None:
    """The level of an overall result that a text states, as printed.

    >>> rating_in("คะแนน ๙๒.๙๔ คะแนน อยู่ในระดับ A” รายละเอียด"), rating_in('อยู่ในระดับ "ผ่าน" โดย'), rating_in("ระดับดี")
    ('A', 'ผ่าน', None)
    """
    m = _RATING.search(text)
    return m["r"] if m else None


def is_rating(text: str) -> bool:
    """True where a text is a level and nothing else."""
    return squeeze(text).upper().strip('()"') in _RATINGS or text.strip() in _RATINGS
