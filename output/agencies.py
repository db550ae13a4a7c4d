"""One identity for each local government, from its names as reports print them.

Names that are the same once abbreviations are spelled out are one agency where they are of one kind and one
province and their districts do not differ; a name without its district joins the only one there is. A district
that is no more stands for what followed it (`corpus.former_places`), where that is one. Of two names
that sound alike, in one district, one is taken for a slip of the other where the register of sub-districts knows
one and not the other; neighbours are often called nearly alike, so all else stays apart, and says why.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import Levenshtein

from corpus.former_places import Place, former_district, former_subdistrict
from corpus.provinces import district_name, districts, province_code, provinces, subdistricts
from corpus.records import Agency
from normalizers.names import parse_agency
from normalizers.text import clusters, squeeze

JoinedBy = Literal["spelling", "district_not_stated", "misspelt", "renamed_place"]
Apart = Literal["no_province", "several_districts", "nearly_same", "several_near", "abolished_place"]
PlaceWas = Literal["renamed_place", "abolished_place"]
"""A place that is no more: one of today follows it, or it is not known which."""

_NEAR = ((5, 1), (10, 2))
"""(length, distance): names of so many characters or more are near with so many differences, in Thai characters
with their marks. Shorter ones differ by one character too often."""

_OF_SUBDISTRICT = "องค์การบริหารส่วนตำบล"
_MOVES_ALONG = (_OF_SUBDISTRICT, "เทศบาลตำบล")
"""Kinds that go where the sub-district of their name goes. Only the first has that name by law (พ.ร.บ. สภาตำบล
และองค์การบริหารส่วนตำบล พ.ศ. 2537), so only of it a name without a district tells enough."""

_KNOWN = 20_000
"""So many names are spelled out once: whenever one comes in, all of its kind and province are looked at."""


@dataclass(frozen=True, slots=True)
class Name:
    """A printed name and what it says, spelled out."""

    name_id: str
    agency: Agency
    """As printed."""
    plain: Agency
    """Kind spelled out, district and province as they are called officially, their code."""
    place: PlaceWas | None
    """Whether its place as printed is no more; None of one that is."""
    bare: str
    """Without its kind: what is compared."""
    registered: bool
    """Whether its district has a sub-district of this name."""


@lru_cache(maxsize=_KNOWN)
def spelled_out(
    name_id: str,
    name: str,
    kind: str | None = None,
    district: str | None = None,
    province: str | None = None,
    province_code: str | None = None,
) -> Name:
    """The printed name of that id, from the fields of `Agency`.

    >>> spelled_out("1f", "ทต.ต้นไทร", province="นราธิวาส").plain.name
    'เทศบาลตำบลต้นไทร'
    """
    agency = Agency(name, kind, district, province, province_code)
    plain, place = _located(agency)
    bare = squeeze(plain.name.removeprefix(plain.kind or ""))
    registered = False
    if plain.province and plain.district:
        registered = bare in _registered(plain.province, plain.district)
    return Name(name_id, agency, plain, place, bare, registered)


def _located(agency: Agency) -> tuple[Agency, PlaceWas | None]:
    """Spelled out and where it is today, and whether that is somewhere else than printed."""
    parsed = parse_agency(agency.name)
    kind = parsed.kind if parsed else agency.kind
    code = agency.province_code or province_code(agency.province or "")
    province = next((p.name for p in provinces() if p.code == code), agency.province)
    district = agency.district
    if district and province:
        district = district_name(district, province) or district
    full = parsed.full if parsed else agency.name
    stated = Agency(full, kind, district, province, code)
    places = _today(full.removeprefix(kind or ""), stated)
    if places is None:
        return stated, None
    if len(places) != 1:
        return stated, "abolished_place"
    (place,) = places
    return Agency(full, kind, place.district, place.province, place.province_code), "renamed_place"


def _today(name: str, agency: Agency) -> tuple[Place, ...] | None:
    """What follows the place of an agency that is no more; None of one that is."""
    if not agency.province:
        return None
    places = former_district(agency.district, agency.province) if agency.district else None
    if places is None and agency.kind in (_MOVES_ALONG if agency.district else (_OF_SUBDISTRICT,)):
        places = former_subdistrict(name, agency.province, agency.district)
    return places


@lru_cache(maxsize=1000)  # there are 928 districts
def _registered(province: str, district: str) -> frozenset[str]:
    return frozenset(map(squeeze, subdistricts(province, district)))


@lru_cache(maxsize=100)  # there are 77 provinces
def _registered_in(province: str) -> frozenset[str]:
    """The names of all sub-districts of a province."""
    return frozenset().union(*(_registered(province, district) for district in districts(province)))


@dataclass(frozen=True, slots=True)
class Identified:
    """A printed name and the agency it is of."""

    name_id: str
    agency: Agency
    """The agency, spelled out."""
    joined_by: JoinedBy | None
    """Why it is of that agency; None where it says so itself."""
    apart: Apart | None
    """Why it was not joined with one that it may be the same as."""

    @property
    def agency_id(self) -> str:
        return agency_id(self.agency)


@lru_cache(maxsize=_KNOWN)
def agency_id(agency: Agency) -> str:
    """A stable id: of what the agency is called and where it is.

    >>> agency_id(Agency("เทศบาลตำบลต้นไทร", "เทศบาลตำบล", None, "นราธิวาส", "TH-96"))
    '329a6c743b113ab8'
    """
    content = json.dumps([agency.name, agency.kind, agency.district, agency.province], ensure_ascii=False)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def identified(names: Iterable[Name]) -> list[Identified]:
    """The agencies of all printed names of one kind and province; the order does not matter."""
    names = sorted(names, key=lambda name: name.name_id)
    by_name: dict[tuple[str | None, str | None, str], list[Name]] = defaultdict(list)
    for name in names:
        by_name[name.plain.kind, name.plain.province, name.bare].append(name)
    found = [one for group in by_name.values() for one in _of_one_name(group)]
    return _with_slips(names, found)


def _of_one_name(names: Sequence[Name]) -> list[Identified]:
    """Names that are the same spelled out: one agency for each of their districts."""
    districts = sorted({name.plain.district for name in names if name.plain.district})
    found = []
    for name in names:
        agency, joined_by, apart = name.plain, None, None
        if agency.province is None:
            apart = "no_province"
        elif agency.district is None and len(districts) == 1:
            agency = next(other.plain for other in names if other.plain.district)
            joined_by = "district_not_stated"
        elif agency.district is None and districts:
            apart = "several_districts"
        elif (place := name.place) == "renamed_place":
            joined_by = place
        elif place == "abolished_place":
            apart = place
        elif name.agency != agency:
            joined_by = "spelling"
        found.append(Identified(name.name_id, agency, joined_by, apart))  # type: ignore[arg-type]
    return found


def _with_slips(names: Sequence[Name], found: Sequence[Identified]) -> list[Identified]:
    """The same with misspelt names joined with the right ones."""
    by_id = {name.name_id: name for name in names}
    at: dict[tuple[str | None, str | None, str | None], dict[str, Name]] = defaultdict(dict)
    sounds: dict[tuple[str | None, str | None, str], dict[Agency, Name]] = defaultdict(dict)
    placeless = any(one.agency.province and not one.agency.district for one in found)
    for one in found:
        name, plain = by_id[one.name_id], by_id[one.name_id].plain
        if plain.province and plain.district:
            at[plain.kind, plain.province, plain.district].setdefault(name.bare, name)
            if placeless and name.registered:
                sounds[plain.kind, plain.province, _sound(name.bare)].setdefault(plain, name)
    joined = []
    for one in found:
        name, plain = by_id[one.name_id], one.agency
        if plain.province and not plain.district:
            alike = sounds.get((plain.kind, plain.province, _sound(name.bare)), {})
            joined.append(_without_district(name, one, list(alike.values())))
            continue
        neighbours = at.get((plain.kind, plain.province, plain.district), {})
        near = [other for bare, other in sorted(neighbours.items()) if near_to(name.bare, bare)]
        right = [other for other in near if other.registered and _sound(other.bare) == _sound(name.bare)]
        slips = [other for other in near if not other.registered and _sound(other.bare) == _sound(name.bare)]
        if not name.registered and len(right) == 1:
            one = Identified(one.name_id, right[0].plain, "misspelt", None)
        elif not name.registered and sum(other.registered for other in near) > 1:
            one = Identified(one.name_id, one.agency, one.joined_by, one.apart or "several_near")
        elif near and not (name.registered and slips == near):
            one = Identified(one.name_id, one.agency, one.joined_by, one.apart or "nearly_same")
        joined.append(one)
    return joined


def _without_district(name: Name, one: Identified, alike: Sequence[Name]) -> Identified:
    """One that states no district, beside those of its province that sound like it and are sub-districts'."""
    near = [other for other in alike if near_to(name.bare, other.bare)]
    if not near or one.apart or name.bare in _registered_in(one.agency.province or ""):
        return one
    return Identified(
        one.name_id, one.agency, one.joined_by, "several_near" if len(near) > 1 else "nearly_same"
    )


_SILENT = dict.fromkeys(map(ord, "\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d"))
_SOUNDS = str.maketrans("ศษณฎฏฑธญฬฆภีึืูใ", "สสนดตททยลคพิิิุไ")


@lru_cache(maxsize=_KNOWN)
def _sound(name: str) -> str:
    """The name without what is written wrong most: tone marks, letters of one sound, vowels of one shape.

    >>> _sound("หนองสาหร่าย") == _sound("หนองสาหราย"), _sound("บ้านใหม่") == _sound("บ้านใหญ่")
    (True, False)
    """
    return name.translate(_SILENT).translate(_SOUNDS)


def near_to(one: str, other: str) -> bool:
    """Whether two different names are so alike that one may be a slip of the other.

    >>> near_to("หนองสาหร่าย", "หนองสาหราย"), near_to("บ้านใหม่", "บ้านใหญ่"), near_to("ดอน", "ดอย")
    (True, True, False)
    """
    if one == other:
        return False
    a, b = clusters(one), clusters(other)
    allowed = max((distance for length, distance in _NEAR if min(len(a), len(b)) >= length), default=0)
    return allowed > 0 and Levenshtein.distance(a, b, score_cutoff=allowed) <= allowed
