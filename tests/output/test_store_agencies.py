"""One identity for each local government, and what stays apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from databases import rows
from hypothesis import given, settings
from hypothesis import strategies as st
from record_strategies import an_example

from corpus.records import Agency
from output.agencies import Name, identified
from output.selection import Selection
from output.store import FileFacts, Store, open_store

LAMPANG = "ลำปาง"


def fates(*agencies: Agency) -> list[tuple[str, str | None, str | None, str | None]]:
    found = {one.name_id: one for one in identified(Name(str(i), a) for i, a in enumerate(agencies))}
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


names = st.sampled_from(["บ้านเสด็จ", "บ้านเสดจ", "ทะเลงาม", "ทะเลง่าม", "หัวเวียง"])
agencies = st.builds(
    municipality,
    names,
    st.sampled_from([None, "เมือง", "เมืองลำปาง", "แม่ทะ"]),
    st.sampled_from([LAMPANG, None]),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(agencies, max_size=8), st.randoms())
def test_identities_do_not_depend_on_the_order(found: list[Agency], random: object) -> None:
    """Nor does a second look change them."""
    names = [Name(f"{i}", a) for i, a in enumerate(found)]
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
