"""Places that reports still name as they were before: which district of today follows.

The areas are those that the Department of Provincial Administration abolished, with their successors, as geothai
lists them; it lists no province, so a province is left only with a district of it (Bueng Kan's districts were Nong Khai's).
Where it names no successor of a district, today's only district of that name in another province follows, or that
province's district of the capital. Sub-districts count only where a notice in the Royal Gazette moved them: that one of the same
name is in a neighbouring district does not show that it is the same.

    >>> [(place.district, place.province_code) for place in former_district("บึงกาฬ", "หนองคาย") or ()]
    [('เมืองบึงกาฬ', 'TH-38')]
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from corpus.provinces import district_key, district_name, districts, province_code, provinces, subdistricts

_GOES_ON = re.compile(r"จังหวัด|จ\.")
"""A cover may print the province right behind the district."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A district of today."""

    district: str
    """Without อำเภอ."""
    province: str
    province_code: str
    """ISO 3166-2: TH-38."""


def former_district(name: str, province: str) -> tuple[Place, ...] | None:
    """The districts that an abolished one became; None of a name that is in use or was never a district's.

    The province is that of then or of now. () where nothing tells what follows.

    >>> former_district("พรเจริญ", "หนองคาย")
    (Place(district='พรเจริญ', province='บึงกาฬ', province_code='TH-38'),)
    >>> former_district("อ.วังน้ำเย็น", "ปราจีนบุรี")
    (Place(district='วังน้ำเย็น', province='สระแก้ว', province_code='TH-27'),)
    >>> former_district("ท่าบ่อ", "หนองคาย") is None
    True
    """
    code = province_code(province)
    name = _GOES_ON.split("".join(name.split()))[0]
    if code is None or district_name(name, province):
        return None
    found = [
        places
        for then, places in _former_districts().get(district_key(name), ())
        if code == then or any(place.province_code == code for place in places)
    ]
    return _distinct(place for places in found for place in places) if found else None


def former_subdistrict(name: str, province: str, district: str | None) -> tuple[Place, ...] | None:
    """The districts that a sub-district went to from this one; None where it is still there, or never was.

    Without a district all of the province is asked.

    >>> former_subdistrict("บัวลาย", "นครราชสีมา", "บัวใหญ่")
    (Place(district='บัวลาย', province='นครราชสีมา', province_code='TH-30'),)
    >>> [place.district for place in former_subdistrict("ศรีชมภู", "หนองคาย", None) or ()]
    ['พรเจริญ', 'โซ่พิสัย']
    """
    code = province_code(province)
    if code is None:
        return None
    key = (code, district_key(district) if district else None, name)
    if key not in _former_subdistricts():
        return None
    asked = (district,) if district else districts(code)
    if any(name in subdistricts(code, one) for one in asked):
        return None
    return _former_subdistricts()[key]


@cache
def _former_districts() -> Mapping[str, tuple[tuple[str, tuple[Place, ...]], ...]]:
    """By name: the code of the province then, and what followed."""
    from geothai.abolished import abolished_areas  # here, because most runs never need it

    found: dict[str, list[tuple[str, tuple[Place, ...]]]] = defaultdict(list)
    for area in abolished_areas():
        if area.level == "district":
            name, then = district_key(area.name_th), f"TH-{area.code[:2]}"
            places = _distinct(map(_place, area.successors)) or _of_name(name, then)
            found[name].append((then, places))
    return MappingProxyType({name: tuple(areas) for name, areas in found.items()})


@cache
def _former_subdistricts() -> Mapping[tuple[str, str | None, str], tuple[Place, ...]]:
    """By the code of the province, the district or None for all of it, and the name."""
    import geothai
    from geothai.abolished import abolished_areas

    areas = abolished_areas()
    names = {area.code: area.name_th for area in areas if area.level == "district"}
    found: dict[tuple[str, str | None, str], set[Place]] = defaultdict(set)
    for area in areas:
        if area.level != "subdistrict" or area.successors_basis != "notice":
            continue
        parent = geothai.district(area.code[:4])
        district = district_key(parent.name_th if parent else names.get(area.code[:4], ""))
        for key in (district, None):
            found[f"TH-{area.code[:2]}", key, area.name_th] |= {_place(code[:4]) for code in area.successors}
    return MappingProxyType({key: tuple(sorted(places)) for key, places in found.items()})


def _place(code: str) -> Place:
    import geothai

    district, province = geothai.district(code), geothai.province(code[:2])
    if district is None or province is None:
        raise ValueError(f"geothai names {code} as a successor and does not know it")
    return Place(district_key(district.name_th), province.name_th, f"TH-{province.code}")


def _of_name(name: str, then: str) -> tuple[Place, ...]:
    """Districts of other provinces that are called so, or are the capital's of a province that is."""
    return _distinct(
        Place(district, province.name, province.code)
        for province in provinces()
        if province.code != then
        for district in districts(province.code)
        if district == name or (district == f"เมือง{name}" and province.name == name)
    )


def _distinct(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(set(places)))
