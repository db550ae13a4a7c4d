"""Provinces with their ISO 3166-2 codes, and districts (from geothai, loaded only when asked for).

A province's ISO code is "TH-" and its two-digit code of the Department of Provincial Administration.

    >>> province_code("จังหวัดนราธิวาส")
    'TH-96'
    >>> districts("มุกดาหาร")[:2]
    ('เมืองมุกดาหาร', 'นิคมคำสร้อย')
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

_PROVINCE_PREFIX = re.compile(r"^(?:จังหวัด|จ\.)")
_DISTRICT_PREFIX = re.compile(r"^(?:กิ่งอำเภอ|อำเภอ|เขต|อ\.)")


@dataclass(frozen=True, slots=True)
class Province:
    """A province of Thailand; Bangkok counts as one."""

    code: str
    """ISO 3166-2: TH-96."""
    name: str
    """Thai, without จังหวัด."""
    name_en: str
    also: tuple[str, ...] = ()
    """Other names in use: กทม."""


@cache
def provinces() -> tuple[Province, ...]:
    """All 77, in the order of their codes."""
    text = files("corpus").joinpath("provinces.csv").read_text(encoding="utf-8")
    return tuple(
        Province(
            row["code"], row["name_th"], row["name_en"], tuple(row["also"].split("|")) if row["also"] else ()
        )
        for row in csv.DictReader(text.splitlines())
    )


def province_code(name: str) -> str | None:
    """The ISO 3166-2 code of a province by its Thai or English name, with or without จังหวัด.

    >>> province_code("จ. พระนครศรีอยุธยา"), province_code("กทม."), province_code("Phang-nga")
    ('TH-14', 'TH-10', 'TH-82')
    >>> province_code("บาเจาะ") is None
    True
    """
    return _codes_by_name().get(_province_key(name))


def districts(province: str) -> tuple[str, ...]:
    """The districts of a province (a name or an ISO code), without อำเภอ or เขต; () of an unknown one."""
    code = province if province.startswith("TH-") else province_code(province)
    return _districts_by_code().get(code, ()) if code else ()


def district_name(name: str, province: str) -> str | None:
    """The district of that province as it is called officially; None where the province has none of the name.

    >>> district_name("อ.เมือง", "ลำปาง"), district_name("เมืองลำปาง", "TH-52"), district_name("บาเจาะ", "ลำปาง")
    ('เมืองลำปาง', 'เมืองลำปาง', None)
    """
    key = district_key(name)
    found = [d for d in districts(province) if district_key(d) == key]
    if not found and key == "เมือง":
        found = [d for d in districts(province) if d.startswith(key)][:1]
    return found[0] if found else None


def subdistricts(province: str, district: str) -> tuple[str, ...]:
    """The sub-districts (ตำบล, แขวง) of a district; () of an unknown one.

    >>> "หัวเวียง" in subdistricts("ลำปาง", "เมืองลำปาง"), subdistricts("ลำปาง", "บาเจาะ")
    (True, ())
    """
    code = province if province.startswith("TH-") else province_code(province)
    return _subdistricts().get((code or "", district_key(district)), ())


def province_of_district(name: str) -> list[str]:
    """The names of the provinces that have a district of this name, with or without อำเภอ.

    >>> province_of_district("อำเภอบาเจาะ")
    ['นราธิวาส']
    >>> len(province_of_district("เฉลิมพระเกียรติ"))
    5
    """
    key = district_key(name)
    return [
        province.name
        for province in provinces()
        if any(district_key(district) == key for district in districts(province.code))
    ]


@cache
def _codes_by_name() -> Mapping[str, str]:
    return MappingProxyType(
        {_province_key(name): p.code for p in provinces() for name in (p.name, p.name_en, *p.also)}
    )


@cache
def _districts_by_code() -> Mapping[str, tuple[str, ...]]:
    import geothai  # here, because most runs of a command never need it

    return MappingProxyType(
        {
            f"TH-{p.code}": tuple(_DISTRICT_PREFIX.sub("", d.name_th) for d in geothai.districts(p.code))
            for p in geothai.provinces()
        }
    )


@cache
def _subdistricts() -> Mapping[tuple[str, str], tuple[str, ...]]:
    import geothai

    return MappingProxyType(
        {
            (f"TH-{d.province_code}", district_key(_DISTRICT_PREFIX.sub("", d.name_th))): tuple(
                s.name_th for s in geothai.subdistricts(d.code)
            )
            for p in geothai.provinces()
            for d in geothai.districts(p.code)
        }
    )


def _province_key(name: str) -> str:
    return _PROVINCE_PREFIX.sub("", "".join(name.split()).casefold())


def district_key(name: str) -> str:
    """The name of a district without blanks and without อำเภอ, กิ่งอำเภอ or เขต."""
    return _DISTRICT_PREFIX.sub("", "".join(name.split()))
