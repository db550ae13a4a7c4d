"""Provinces and districts by name."""

import subprocess
import sys

import geothai
import pytest

from corpus.provinces import districts, province_code, province_of_district, provinces


def test_there_are_77_provinces_with_distinct_codes_and_names() -> None:
    """Bangkok counts as one."""
    known = provinces()
    assert len(known) == 77
    assert (
        len({p.code for p in known}) == len({p.name for p in known}) == len({p.name_en for p in known}) == 77
    )


def test_codes_and_names_agree_with_geothai() -> None:
    """An ISO code is TH- and the department's code."""
    assert {(p.code, p.name) for p in provinces()} == {
        (f"TH-{p.code}", p.name_th) for p in geothai.provinces()
    }


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("นราธิวาส", "TH-96"),
        ("จังหวัดจันทบุรี", "TH-22"),
        ("จังหวัด จันทบุรี", "TH-22"),
        ("จ.มุกดาหาร", "TH-49"),
        ("กรุงเทพฯ", "TH-10"),
        ("บึงกาฬ", "TH-38"),
        ("nakhon ratchasima", "TH-30"),
        ("บาเจาะ", None),
        ("", None),
    ],
)
def test_a_province_is_found_by_any_of_its_names(name: str, code: str | None) -> None:
    """With or without จังหวัด; nothing is guessed."""
    assert province_code(name) == code


def test_every_province_has_districts_without_their_prefix() -> None:
    """Also Bangkok, whose districts are เขต."""
    for province in provinces():
        names = districts(province.code)
        assert names
        assert not any(n.startswith(("เขต", "อำเภอ")) for n in names)
    assert "พระนคร" in districts("กรุงเทพมหานคร")
    assert districts("ไม่มี") == ()
    assert districts("TH-00") == ()


def test_a_district_tells_its_provinces() -> None:
    """One, none, or several of the same name."""
    assert province_of_district("เมืองมุกดาหาร") == ["มุกดาหาร"]
    assert province_of_district("อ. บาเจาะ") == ["นราธิวาส"]
    assert province_of_district("ไม่มี") == []
    assert len(province_of_district("เฉลิมพระเกียรติ")) == 5


def test_geothai_is_loaded_only_when_districts_are_asked_for() -> None:
    """Codes come from our own file."""
    code = (
        "import sys; from corpus.provinces import province_code; province_code('ตราด');"
        " sys.exit('geothai' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603
