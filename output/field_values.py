"""The fields of records that people may correct: what may stand in each, from text and as text.

Text is what a person types or a CSV file holds: dates ISO (or as Thai reports print them), numbers with Arabic
or Thai digits, an empty text for unknown. Several entries are lines, or a JSON list.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType, NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from corpus.provinces import province_code, provinces
from corpus.records import Analysis, Indicator, Measure, Report, Score
from normalizers.dates import parse_date
from normalizers.names import parse_agency
from normalizers.numbers import parse_decimal, to_arabic_digits
from output.errors import CorrectionError

Value = str | int | Decimal | dt.date | tuple[str, ...] | tuple[int, ...] | None

RECORDS: Mapping[str, tuple[str, type]] = MappingProxyType(
    {
        "indicator": ("indicators", Indicator),
        "score": ("scores", Score),
        "analysis": ("analyses", Analysis),
        "measure": ("measures", Measure),
    }
)
"""Name of a record in references -> its list in `ReportRecords`, and its type."""

AGENCY_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "agency": "name",
        "agency_kind": "kind",
        "district": "district",
        "province": "province",
        "province_code": "province_code",
    }
)
"""Fields of a report that are its agency's."""

_OF_REPORT = ("title", "kind", "fiscal_year", "issued")
_INSTRUMENTS = ("IIT", "EIT", "OIT", "EIT1", "EIT2")
_FIRST_YEAR, _LAST_YEAR = 2550, 2600
_ITEM = re.compile(r"[IEO]\d{1,3}")
_SUB_INDICATOR = re.compile(r"\d{1,2}\.\d{1,2}")


@cache
def fields_of(record: str) -> Mapping[str, Any]:
    """Field -> its type, of a record that can be corrected.

    >>> list(fields_of("report"))[:5]
    ['title', 'kind', 'fiscal_year', 'issued', 'agency']
    """
    if record == "report":
        hints = get_type_hints(Report)
        own = {name: hints[name] for name in _OF_REPORT}
        return MappingProxyType(own | dict.fromkeys(AGENCY_FIELDS, str | None) | {"agency": str})
    hints = get_type_hints(RECORDS[record][1])
    return MappingProxyType({name: kind for name, kind in hints.items() if name != "source"})


def to_text(value: Value) -> str | None:
    """
    >>> to_text(("สำนักปลัด", "กองคลัง")), to_text(Decimal("88.10")), to_text(None)
    ('["สำนักปลัด", "กองคลัง"]', '88.10', None)
    """
    match value:
        case None:
            return None
        case tuple():
            return json.dumps(value, ensure_ascii=False)
        case dt.date():
            return value.isoformat()
        case _:
            return str(value)


def decode(record: str, field: str, text: str | None) -> Value:
    """The value that `to_text` made a text of, whether or not it may stand there.

    >>> decode("analysis", "items", to_text(("I1", "I2"))), decode("score", "value", "1E+2")
    (('I1', 'I2'), Decimal('1E+2'))
    """
    if text is None:
        return None
    kind = fields_of(record)[field]
    if get_origin(kind) is tuple:
        return tuple(json.loads(text))
    options = (kind, *get_args(kind))
    if Decimal in options:
        return Decimal(text)
    if int in options:
        return int(text)
    if dt.date in options:
        return dt.date.fromisoformat(text)
    return text


def from_text(record: str, field: str, text: str | None) -> Value:
    """The value that a text means for a field; `CorrectionError` where it may not stand there.

    >>> from_text("score", "value", "๘๘.๑๐"), from_text("measure", "indicators", "1\\n4")
    (Decimal('88.10'), (1, 4))
    >>> from_text("measure", "end", "2026-09-30"), from_text("score", "rating", "")
    (datetime.date(2026, 9, 30), None)
    """
    if record != "report" and record not in RECORDS:
        known = ", ".join(["report", *RECORDS])
        raise CorrectionError(
            f"ไม่มีระเบียนชนิด {record} มี {known}", f"there are no records {record}; there are {known}"
        )
    kind = fields_of(record).get(field)
    if kind is None:
        known = ", ".join(fields_of(record))
        raise CorrectionError(
            f"{record} ไม่มีช่อง {field} มี {known}", f"a {record} has no field {field}; it has {known}"
        )
    text = (text or "").strip()
    options = get_args(kind)
    if get_origin(kind) is tuple:
        return tuple(_one(field, options[0], entry) for entry in _entries(field, text))
    optional = NoneType in options
    if optional:
        kind = next(k for k in options if k is not NoneType)
    if not text:
        if optional:
            return None
        raise CorrectionError(f"{field} ต้องไม่ว่าง", f"{field} must not be empty")
    value: Value = _one(field, kind, text)
    return value


def follow_ups(record: str, field: str, value: Value) -> dict[str, str]:
    """What else a correction says: a name its kind of agency, a province its code.

    >>> follow_ups("report", "province", "ลำปาง"), follow_ups("report", "agency", "เทศบาลเมืองทะเลงาม")
    ({'province_code': 'TH-52'}, {'agency_kind': 'เทศบาลเมือง'})
    """
    if record != "report" or not isinstance(value, str):
        return {}
    if field == "province":
        return {"province_code": province_code(value) or ""}
    if field == "agency" and (name := parse_agency(value)):
        return {"agency_kind": name.kind}
    return {}


def _entries(field: str, text: str) -> list[str]:
    if not text.startswith("["):
        return [line.strip() for line in text.splitlines() if line.strip()]
    try:
        found = json.loads(text)
    except ValueError as exc:
        raise CorrectionError(
            f"{field}: อ่านรายการไม่ได้ ({exc}) เขียนบรรทัดละรายการ หรือเป็นรายการ JSON",
            f"{field}: not a list ({exc}); write an entry a line, or a JSON list",
        ) from exc
    return [str(entry) for entry in found]


def _one(field: str, kind: Any, text: str) -> Any:
    if get_origin(kind) is Literal:
        return _among(field, text, get_args(kind))
    match field:
        case "instrument":
            return _among(field, text, _INSTRUMENTS)
        case "item" | "items":
            return _like(field, text.upper(), _ITEM, "I1, E1, O1")
        case "sub_indicator":
            return _like(field, text, _SUB_INDICATOR, "10.1")
        case "province":
            code = province_code(text)
            name = next((p.name for p in provinces() if p.code == code), None)
            return name or _wrong(field, text, "ชื่อจังหวัด", "the name of a province")
        case "province_code":
            return _among(field, text, tuple(p.code for p in provinces()))
    if kind is Decimal:
        value = parse_decimal(text)
        if value is None or not -100 <= value <= 100:
            return _wrong(field, text, "ตัวเลข -100 ถึง 100 เช่น 99.58", "a number from -100 to 100, like 99.58")
        return value
    if kind is int:
        low, high = (1, 10) if field in ("indicator", "indicators") else (_FIRST_YEAR, _LAST_YEAR)
        digits = to_arabic_digits(text)
        if not digits.isascii() or not digits.isdigit() or not low <= int(digits) <= high:
            return _wrong(field, text, f"เลข {low} ถึง {high}", f"a number from {low} to {high}")
        return int(digits)
    if kind is dt.date:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            example = "วันที่ เช่น 2026-09-30", "a date like 2026-09-30"
            return parse_date(text) or _wrong(field, text, *example)
    return text


def _among(field: str, text: str, options: tuple[str, ...]) -> str:
    listed = ", ".join(options)
    return text if text in options else _wrong(field, text, f"ค่าใดค่าหนึ่งใน {listed}", f"one of {listed}")


def _like(field: str, text: str, pattern: re.Pattern[str], example: str) -> str:
    text = to_arabic_digits(text)
    return (
        text
        if pattern.fullmatch(text)
        else _wrong(field, text, f"รหัสเช่น {example}", f"a code like {example}")
    )


def _wrong(field: str, text: str, th: str, en: str) -> Any:
    raise CorrectionError(f"{field} ต้องเป็น{th} ไม่ใช่ {text}", f"{field} must be {en}, not {text}")
