"""One identity for each local government, and what stays apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, replace

import pytest
from databases import execute, rows
from hypothesis import given, settings
from hypothesis import strategies as st
from record_strategies import an_example

from corpus.provinces import province_code
from corpus.records import Agency
from output.agencies import identified, spelled_out
from output.selection import Selection
from output.store import FileFacts, Store, open_store

LAMPANG = "ลำปาง"


def fates(*agencies: Agency) -> list[tuple[str, str | None, str | None, str | None]]:
    found = {
        one.name_id: one
        for one in identified(spelled_out(str(i), *astuple(a)) for i, a in enumerate(agencies))
    }
    ordered = [found[str(i)] for i in range(len(agencies))]
    return [(one.agency.name, one.agency.district, one.joined_by, one.apart) for one in ordered]


def municipality(name: str, district: str | None = "เมืองลำปาง", province: str | None = LAMPANG) -> Agency:
    return Agency(f"เทศบาลตำบล{name}", "เทศบาลตำบล", district, province, "TH-52" if province else None)


def test_abbreviations_and_districts_that_are_not_stated_join() -> None:
    """ทต. is เทศบาลตำบล, อำเภอเมือง is its province's, and a name without district joins the only one."""
    full = municipality("บ้านเสด็จ")
    short = Agency("ทต. บ้านเสด็จ", None, "เมือง", LAMPANG, None)
    bare = municipality("บ้าน เสด็จ", None)
    name = "เทศบาลตำบลบ้านเสด็จ"
    assert fates(full, short, bare) == [
        (name, "เมืองลำปาง", None, None),
        (name, "เมืองลำปาง", "spelling", None),
        (name, "เมืองลำปาง", "district_not_stated", None),
    ]


def test_one_name_in_two_districts_is_two_agencies() -> None:
    """And a name that does not say which stays by itself."""
    found = fates(municipality("ทะเลงาม"), municipality("ทะเลงาม", "แม่ทะ"), municipality("ทะเลงาม", None))
    assert [(district, apart) for _, district, _, apart in found] == [
        ("เมืองลำปาง", None),
        ("แม่ทะ", None),
        (None, "several_districts"),
    ]


def test_a_name_without_province_stays_apart() -> None:
    """There is one of many names in many provinces."""
    assert fates(municipality("ทะเลงาม", None, None))[0][3] == "no_province"


def test_a_slip_joins_the_registered_name_only() -> None:
    """บ้านเสด็จ is a sub-district of the district; บ้านเสดจ is none, and sounds the same."""
    slip = fates(municipality("บ้านเสด็จ"), municipality("บ้านเสดจ"))
    assert [(name, joined) for name, _, joined, _ in slip] == [
        ("เทศบาลตำบลบ้านเสด็จ", None),
        ("เทศบาลตำบลบ้านเสด็จ", "misspelt"),
    ]
    neighbours = fates(municipality("บ้านใหม่ทอง"), municipality("บ้านใหญ่ทอง"))
    assert [(name, apart) for name, _, _, apart in neighbours] == [
        ("เทศบาลตำบลบ้านใหม่ทอง", "nearly_same"),
        ("เทศบาลตำบลบ้านใหญ่ทอง", "nearly_same"),
    ]
    elsewhere = fates(municipality("บ้านเสด็จ"), municipality("บ้านเสดจ", "แม่ทะ"))
    assert [joined for _, _, joined, _ in elsewhere] == [None, None]


def of(kind: str, name: str, district: str | None, province: str) -> Agency:
    return Agency(kind + name, kind, district, province, province_code(province))


SAO, THESABAN = "องค์การบริหารส่วนตำบล", "เทศบาลตำบล"


def where(*agencies: Agency) -> list[tuple[str | None, str | None, str | None, str | None, str | None]]:
    found = {
        one.name_id: one
        for one in identified(spelled_out(str(i), *astuple(a)) for i, a in enumerate(agencies))
    }
    ordered = [found[str(i)] for i in range(len(agencies))]
    return [
        (one.agency.district, one.agency.province, one.agency.province_code, one.joined_by, one.apart)
        for one in ordered
    ]


def test_a_district_of_a_new_province_is_the_same_place() -> None:
    """Stated as it was before 2554, as it is since, and as a part of the capital's district is called by people."""
    today = of(THESABAN, "ทะเลงาม", "เมืองบึงกาฬ", "บึงกาฬ")
    place = ("เมืองบึงกาฬ", "บึงกาฬ", "TH-38")
    assert where(
        today, of(THESABAN, "ทะเลงาม", "บึงกาฬ", "หนองคาย"), of(THESABAN, "ทะเลงาม", "บึงกาฬ", "บึงกาฬ")
    ) == [(*place, None, None), (*place, "renamed_place", None), (*place, "renamed_place", None)]


def test_an_office_goes_where_its_subdistrict_went() -> None:
    """By a notice; a municipality may be called after something else, so without a district it stays."""
    assert where(
        of(SAO, "สีดา", "บัวใหญ่", "นครราชสีมา"),
        of(THESABAN, "สีดา", "บัวใหญ่", "นครราชสีมา"),
        of("เทศบาลเมือง", "สีดา", "บัวใหญ่", "นครราชสีมา"),
        of(SAO, "ป่าแฝก", None, "หนองคาย"),
        of(THESABAN, "ป่าแฝก", None, "หนองคาย"),
    ) == [
        ("สีดา", "นครราชสีมา", "TH-30", "renamed_place", None),
        ("สีดา", "นครราชสีมา", "TH-30", "renamed_place", None),
        ("บัวใหญ่", "นครราชสีมา", "TH-30", None, None),
        ("พรเจริญ", "บึงกาฬ", "TH-38", "renamed_place", None),
        (None, "หนองคาย", "TH-43", None, None),
    ]


def test_a_former_place_that_may_be_several_or_is_lost_stays_apart() -> None:
    """Two districts of Bueng Kan have a ศรีชมภู; what became of ทุ่งคา is not known."""
    assert where(
        of(SAO, "ศรีชมภู", None, "หนองคาย"),
        of(SAO, "ศรีชมภู", "พรเจริญ", "บึงกาฬ"),
        of(THESABAN, "ทะเลงาม", "ทุ่งคา", "ภูเก็ต"),
        of(THESABAN, "ทะเลงาม", "เมืองภูเก็ต", "ภูเก็ต"),
    ) == [
        (None, "หนองคาย", "TH-43", None, "abolished_place"),
        ("พรเจริญ", "บึงกาฬ", "TH-38", None, None),
        ("ทุ่งคา", "ภูเก็ต", "TH-83", None, "abolished_place"),
        ("เมืองภูเก็ต", "ภูเก็ต", "TH-83", None, None),
    ]


def test_one_name_in_a_former_and_another_district_is_two_agencies() -> None:
    """A place that moved does not pull along what is called the same elsewhere."""
    found = where(of(SAO, "ป่าแฝก", "เซกา", "บึงกาฬ"), of(SAO, "ป่าแฝก", "พรเจริญ", "หนองคาย"))
    assert [one[0] for one in found] == ["เซกา", "พรเจริญ"]


def test_a_slip_of_either_of_two_names_joins_neither() -> None:
    """หนองแสง and หนองแสน are sub-districts of one district, อุ่มเม่า and อุ่มเม้า of two of one province."""
    place = ("วาปีปทุม", "มหาสารคาม")
    one, other, slip = (of(SAO, name, *place) for name in ("หนองแสง", "หนองแสน", "หนองแสม"))
    assert [(joined, apart) for *_, joined, apart in where(one, other, slip)] == [
        (None, "nearly_same"),
        (None, "nearly_same"),
        (None, "several_near"),
    ]
    assert where(one, slip)[1][3:] == (None, "nearly_same")
    one, other = of(SAO, "อุ่มเม่า", "โพนทอง", "ร้อยเอ็ด"), of(SAO, "อุ่มเม้า", "ธวัชบุรี", "ร้อยเอ็ด")
    slip, right = of(SAO, "อุ่มเมา", None, "ร้อยเอ็ด"), of(SAO, "อุ่มเม่า", None, "ร้อยเอ็ด")
    assert where(one, other, slip)[2][3:] == (None, "several_near")
    assert where(one, slip)[1][3:] == (None, "nearly_same")
    assert where(other, right)[1][3:] == (None, None)


names = st.sampled_from(["บ้านเสด็จ", "บ้านเสดจ", "ทะเลงาม", "ทะเลง่าม", "หัวเวียง"])
agencies = st.builds(
    municipality,
    names,
    st.sampled_from([None, "เมือง", "เมืองลำปาง", "แม่ทะ"]),
    st.sampled_from([LAMPANG, None]),
) | st.builds(
    of,
    st.sampled_from([SAO, THESABAN]),
    st.sampled_from(["ศรีชมภู", "ป่าแฝก", "ป่าแฝ่ก", "อุ่มเมา"]),
    st.sampled_from([None, "พรเจริญ", "โซ่พิสัย"]),
    st.sampled_from(["หนองคาย", "บึงกาฬ"]),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(agencies, max_size=8), st.randoms())
def test_identities_do_not_depend_on_the_order(found: list[Agency], random: object) -> None:
    """Nor does a second look change them."""
    names = [spelled_out(f"{i}", *astuple(a)) for i, a in enumerate(found)]
    expected = identified(names)
    mixed = list(names)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert identified(mixed) == expected


@pytest.fixture
def store(db: str) -> Iterator[Store]:
    with open_store(db) as opened:
        yield opened


def put(store: Store, number: int, agency: Agency | None, year: int = 2568) -> None:
    report = replace(an_example().report, report_id=f"{number:016x}", agency=agency, fiscal_year=year)
    facts = FileFacts(f"/t/{number}.pdf", f"{number}.pdf", "1", f"{number:064x}", 1, 1, "application/pdf")
    store.save(replace(an_example(), report=report), facts)


def test_names_are_joined_as_reports_come_in_and_parted_as_they_go(store: Store, db: str) -> None:
    """Whichever comes first; reports keep the name as printed, and one id finds all of them."""
    slip, right = municipality("บ้านเสดจ"), municipality("บ้านเสด็จ")
    put(store, 1, slip, 2567)
    assert [(a.agency.name, a.years) for a in store.agencies()] == [("เทศบาลตำบลบ้านเสดจ", (2567,))]
    put(store, 2, right, 2568)
    (agency,) = store.agencies()
    assert (agency.agency, agency.years, agency.reports) == (right, (2567, 2568), 2)
    assert [(name.name, joined) for name, joined, _ in agency.names] == [
        ("เทศบาลตำบลบ้านเสดจ", "misspelt"),
        ("เทศบาลตำบลบ้านเสด็จ", None),
    ]
    chosen = Selection(agencies=frozenset({agency.agency_id}))
    assert [r.report.agency for r in store.reports(chosen)] == [slip, right]
    assert rows(db, "SELECT DISTINCT agency FROM score_facts WHERE agency <> 'เทศบาลเมืองทะเลงาม'") == [
        ("เทศบาลตำบลบ้านเสด็จ",)
    ]
    put(store, 2, None)
    assert [(a.agency.name, a.reports) for a in store.agencies()] == [("เทศบาลตำบลบ้านเสดจ", 1)]
    put(store, 1, None)
    assert store.agencies() == []
    assert rows(db, "SELECT count(*) FROM agency_names") == [(0,)]


def test_a_name_with_a_former_place_is_found_in_its_province_of_today(store: Store, db: str) -> None:
    """Also in a database that an earlier version made; the printed name stays beside it."""
    then, now = of(SAO, "ป่าแฝก", "พรเจริญ", "หนองคาย"), of(SAO, "ป่าแฝก", "พรเจริญ", "บึงกาฬ")
    put(store, 1, then, 2567)
    put(store, 2, now, 2568)
    listed = store.agencies()
    assert [(a.agency, a.years) for a in listed] == [(now, (2567, 2568))]
    assert set(listed[0].names) == {(then, "renamed_place", None), (now, None, None)}
    chosen = Selection(provinces=frozenset({"บึงกาฬ"}))
    assert sorted(r.report.report_id for r in store.reports(chosen)) == [f"{n:016x}" for n in (1, 2)]
    assert list(store.reports(Selection(provinces=frozenset({"หนองคาย"})))) == []

    for statement in (
        "INSERT INTO agencies SELECT 'before', name, kind, district, province, province_code"
        " FROM agency_names WHERE province = 'หนองคาย'",
        "UPDATE agency_names SET agency_id = 'before', plain_province = province, joined_by = NULL"
        " WHERE province = 'หนองคาย'",
        "UPDATE reports SET agency_id = 'before' WHERE fiscal_year = 2567",
        "UPDATE alembic_version SET version_num = '0011'",
    ):
        execute(db, statement)
    with open_store(db, create=False) as opened:
        assert opened.agencies() == listed
    assert rows(db, "SELECT count(*) FROM agencies") == [(1,)]
    assert rows(db, "SELECT DISTINCT plain_province FROM agency_names") == [("บึงกาฬ",)]
    put(store, 1, None)
    put(store, 2, None)
    assert rows(db, "SELECT count(*) FROM agency_names") == [(0,)]
