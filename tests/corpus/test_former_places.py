"""Districts and sub-districts that are no more, and what follows them."""

import geothai
import pytest
from geothai.abolished import abolished_areas

from corpus.former_places import Place, former_district, former_subdistrict
from corpus.provinces import district_name, districts, provinces, subdistricts


def found(places: tuple[Place, ...] | None) -> list[tuple[str, str]] | None:
    return None if places is None else [(place.district, place.province) for place in places]


@pytest.mark.parametrize(
    ("district", "province", "today"),
    [
        ("เซกา", "หนองคาย", [("เซกา", "บึงกาฬ")]),
        ("อ. บึงกาฬ", "จังหวัดหนองคาย", [("เมืองบึงกาฬ", "บึงกาฬ")]),
        ("เซกาจังหวัดหนองคาย", "หนองคาย", [("เซกา", "บึงกาฬ")]),
        ("บึงกาฬ", "บึงกาฬ", [("เมืองบึงกาฬ", "บึงกาฬ")]),
        ("กิ่งอำเภอลืออำนาจ", "อุบลราชธานี", [("ลืออำนาจ", "อำนาจเจริญ")]),
        ("หนองบัวลำภู", "อุดรธานี", [("เมืองหนองบัวลำภู", "หนองบัวลำภู")]),
        ("ทุ่งคา", "ภูเก็ต", []),
        ("เซกา", "บึงกาฬ", None),
        ("เซกา", "อุดรธานี", None),
        ("ท่าบ่อ", "หนองคาย", None),
        ("บาเจาะ", "ลำปาง", None),
        ("เซกา", "ไม่มี", None),
        ("", "หนองคาย", None),
    ],
)
def test_what_follows_a_district(district: str, province: str, today: list[tuple[str, str]] | None) -> None:
    """By geothai's successors, else by its name; a district of another province is never taken for it."""
    assert found(former_district(district, province)) == today


@pytest.mark.parametrize(
    ("name", "province", "district", "today"),
    [
        ("สีดา", "นครราชสีมา", "บัวใหญ่", [("สีดา", "นครราชสีมา")]),
        ("ป่าแฝก", "หนองคาย", "พรเจริญ", [("พรเจริญ", "บึงกาฬ")]),
        ("ศรีชมภู", "หนองคาย", "โซ่พิสัย", [("โซ่พิสัย", "บึงกาฬ")]),
        ("ศรีชมภู", "หนองคาย", None, [("พรเจริญ", "บึงกาฬ"), ("โซ่พิสัย", "บึงกาฬ")]),
        ("สีดา", "นครราชสีมา", None, None),
        ("สีดา", "นครราชสีมา", "จักราช", None),
        ("สีดา", "ไม่มี", None, None),
        ("ซับใหญ่", "ชัยภูมิ", "จัตุรัส", None),
    ],
)
def test_where_a_subdistrict_went(
    name: str, province: str, district: str | None, today: list[tuple[str, str]] | None
) -> None:
    """Only by a notice (ซับใหญ่ is matched by its name alone), and only where none of the name is left."""
    assert found(former_subdistrict(name, province, district)) == today


def test_no_place_of_today_is_taken_for_a_former_one() -> None:
    """Whatever else was called so."""
    for province in provinces():
        for district in districts(province.code):
            assert former_district(district, province.name) is None
            for name in subdistricts(province.code, district):
                assert former_subdistrict(name, province.name, district) is None
                assert former_subdistrict(name, province.name, None) is None


def test_every_place_that_follows_is_one_of_today() -> None:
    """Of each district that geothai gives successors; their province's code fits."""
    known = [area for area in abolished_areas() if area.level == "district" and area.successors]
    assert len(known) >= 8
    for area in known:
        then = geothai.province(area.code[:2])
        assert then
        for place in former_district(area.name_th, then.name_th) or pytest.fail(area.name_th):
            assert district_name(place.district, place.province_code) == place.district
            assert (place.province_code, place.province) in {(p.code, p.name) for p in provinces()}
