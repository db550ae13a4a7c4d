"""Covers that state a place as it was before: read as printed, found where it is today."""

from dataclasses import astuple

import pytest
from invented import TITLE, read

from corpus.records import Agency
from output.agencies import identified, spelled_out


@pytest.mark.parametrize(
    ("cover", "district"),
    [
        ("องค์การบริหารส่วนตำบลป่าแฝก อำเภอพรเจริญ จังหวัดหนองคาย", "พรเจริญ"),
        ("องค์การบริหารส่วนตำบลป่าแฝก อำเภอพรเจริญจังหวัดหนองคาย", "พรเจริญ"),
        ("อบต.ป่าแฝก อ.พรเจริญ จ.หนองคาย", "พรเจริญ"),
        ("องค์การบริหารส่วนตำบลป่าแฝก จังหวัดหนองคาย", "พรเจริญ"),
        ("เทศบาลตำบลทุ่งแสงดาว อำเภอบึงกาฬ จังหวัดหนองคาย", "เมืองบึงกาฬ"),
    ],
)
def test_a_district_of_a_province_that_came_later(cover: str, district: str) -> None:
    """The record says what the cover says; its agency is where the district is now."""
    printed = read(TITLE.format(year=2567), cover).report.agency
    assert printed is not None
    assert (printed.province, printed.province_code) == ("หนองคาย", "TH-43")
    (one,) = identified([spelled_out("1", *astuple(printed))])
    assert one.agency == Agency(one.agency.name, one.agency.kind, district, "บึงกาฬ", "TH-38")
    assert (one.joined_by, one.apart) == ("renamed_place", None)
