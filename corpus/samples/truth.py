"""Collects the true records of a sample while its document is written."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Record = dict[str, Any]

THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
ARABIC_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")

INDICATORS = {
    1: "การปฏิบัติหน้าที่",
    2: "การใช้งบประมาณ",
    3: "การใช้อำนาจ",
    4: "การใช้ทรัพย์สินของราชการ",
    5: "การแก้ไขปัญหาการทุจริต",
    6: "คุณภาพการดำเนินงาน",
    7: "ประสิทธิภาพการสื่อสาร",
    8: "การปรับปรุงการทำงาน",
    9: "การเปิดเผยข้อมูล",
    10: "การป้องกันการทุจริต",
}
"""The ten indicators as they are named from 2567 on."""

MEASURE_FIELDS = (
    "indicators",
    "items",
    "fiscal_year",
    "rationale",
    "activities",
    "steps",
    "responsible",
    "period",
    "start",
    "end",
    "monitoring",
    "progress",
    "outcome",
    "suggestion",
)

LAST_ITEM_OF_INDICATOR_9 = {2566: 30, 2567: 25, 2568: 20, 2569: 19}
"""Until 2565 it is O33."""


def thai(text: object) -> str:
    """
    >>> thai("ปี 2568 ได้ 99.50")
    'ปี ๒๕๖๘ ได้ ๙๙.๕๐'
    """
    return str(text).translate(THAI_DIGITS)


def mean(values: Sequence[str]) -> str:
    """The mean with two decimals, as the assessment prints it.

    >>> mean(["96.00", "97.50", "100.00"])
    '97.83'
    """
    return two(sum(map(Decimal, values), Decimal(0)) / len(values))


def two(value: Decimal) -> str:
    return str(value.quantize(Decimal("0.01"), ROUND_HALF_UP))


def instrument_of(indicator: int) -> str:
    return "IIT" if indicator <= 5 else "EIT" if indicator <= 8 else "OIT"


def indicator_of(item: str, year: int) -> int:
    """
    >>> indicator_of("I10", 2565), indicator_of("I10", 2568), indicator_of("O30", 2566)
    (2, 4, 9)
    """
    letter, number = item[0], int(item[1:])
    short = year >= 2567
    if letter == "I":
        return (number - 1) // (3 if short else 6) + 1
    if letter == "E":
        return (number - 1) // (3 if short else 5) + 6
    return 9 if number <= LAST_ITEM_OF_INDICATOR_9.get(year, 33) else 10


def place(where: str, year: int) -> Record:
    """The keys of a place: ``overall``, ``IIT``, ``EIT1``, ``4``, ``10.1`` or ``I10``.

    >>> place("I10", 2568)
    {'level': 'item', 'instrument': 'IIT', 'indicator': 4, 'item': 'I10'}
    """
    if where == "overall":
        return {"level": "overall"}
    if where.startswith(("IIT", "EIT", "OIT")):
        return {"level": "instrument", "instrument": where}
    if where.isdigit():
        number = int(where)
        return {"level": "indicator", "instrument": instrument_of(number), "indicator": number}
    if "." in where:
        number = int(where.split(".")[0])
        return {
            "level": "sub_indicator",
            "instrument": instrument_of(number),
            "indicator": number,
            "sub_indicator": where,
        }
    number = indicator_of(where, year)
    return {"level": "item", "instrument": instrument_of(number), "indicator": number, "item": where}


def known(record: Record) -> Record:
    """The record without the keys that hold nothing."""
    return {key: value for key, value in record.items() if value not in (None, [], "")}


class Truth:
    """The records of one report, in document order."""

    def __init__(
        self,
        title: str,
        kind: str,
        fiscal_year: int,
        agency: tuple[str, str, str, str, str],
        issued: str | None = None,
    ) -> None:
        """`agency` is name, kind, district, province and province code."""
        keys = ("name", "kind", "district", "province", "province_code")
        self.year = fiscal_year
        self.report = known(
            {
                "title": title,
                "kind": kind,
                "agency": dict(zip(keys, agency, strict=True)),
                "fiscal_year": fiscal_year,
                "issued": issued,
            }
        )
        self.indicators: list[Record] = []
        self.scores: list[Record] = []
        self.analyses: list[Record] = []
        self.measures: list[Record] = []
        self.findings: list[Record] = []

    def name(self, where: str, name: str, year: int | None = None) -> None:
        """The report names something assessed; only the first time counts."""
        record = {**place(where, year or self.year), "name": name}
        keys = ("indicator", "sub_indicator", "item")
        if not any(all(r.get(k) == record.get(k) for k in keys) for r in self.indicators):
            self.indicators.append(record)

    def score(
        self,
        where: str,
        value: str,
        statistic: str = "score",
        year: int | None = None,
        rating: str | None = None,
        agency: str | None = None,
    ) -> None:
        """The report states a figure; the same one again is no second record."""
        year = year or self.year
        record = known(
            {
                **place(where, year),
                "fiscal_year": year,
                "value": value.translate(ARABIC_DIGITS).lstrip("+"),
                "statistic": statistic,
                "agency": agency,
            }
        )
        for stated in self.scores:
            if record == {key: held for key, held in stated.items() if key != "rating"}:
                stated.update({"rating": rating} if rating else {})
                return
        self.scores.append({**record, **({"rating": rating} if rating else {})})

    def analysis(self, where: str | Sequence[str], finding: str, text: str) -> None:
        """`where` is a place or several items of one indicator."""
        places = [where] if isinstance(where, str) else list(where)
        at = place(places[0], self.year)
        items = places if at["level"] == "item" else []
        self.analyses.append(
            known(
                {
                    "instrument": at.get("instrument"),
                    "indicator": at.get("indicator"),
                    "sub_indicator": at.get("sub_indicator"),
                    "items": items,
                    "finding": finding,
                    "text": text,
                }
            )
        )

    def measure(self, title: str, **fields: object) -> None:
        """The fields are those of RECORDS.md; `items` imply their indicators."""
        unknown = set(fields) - set(MEASURE_FIELDS)
        if unknown:
            raise ValueError(f"not a measure's field: {sorted(unknown)}")
        self.measures.append(known({"title": title, **{key: fields.get(key) for key in MEASURE_FIELDS}}))

    def finding(self, code: str, severity: str, th: str, en: str, *about: tuple[str, int | None]) -> None:
        self.findings.append(
            {
                "code": code,
                "severity": severity,
                "message": {"th": th, "en": en},
                "about": [known({"record": record, "index": index}) for record, index in about],
            }
        )

    def to_json(self) -> Record:
        return {
            "report": self.report,
            "indicators": self.indicators,
            "scores": self.scores,
            "analyses": self.analyses,
            "measures": self.measures,
            "findings": self.findings,
        }
