"""Corrections: put in, kept over new readings, taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from databases import dump, rows
from hypothesis import given, settings
from hypothesis import strategies as st
from record_strategies import an_example, report_records

from corpus.records import Analysis, Indicator, Measure, Report, ReportRecords, Score
from output.corrections import Asked, applied, as_read, asked
from output.errors import CorrectionError
from output.field_values import AGENCY_FIELDS, decode, fields_of, from_text, to_text
from output.store import FileFacts, Store, open_store

ID = "00112233445566aa"
FILE = FileFacts("/t/a.pdf", "a.pdf", "1", "a" * 64, 10, 99, "application/pdf")


@pytest.fixture
def store(db: str) -> Iterator[Store]:
    with open_store(db) as opened:
        opened.save(an_example(), FILE)
        yield opened


def ask(record: str, position: int | None, field: str, value: str, note: str | None = None) -> Asked:
    return Asked(ID, record, position, field, value, "สมศรี", note)


def states(store: Store) -> list[tuple[str, str | None, str | None, str, int | None]]:
    return [(c.field, c.value, c.read_value, c.state, c.position) for c in store.corrections()]


def report(store: Store) -> ReportRecords:
    found = store.report(ID)
    assert found
    return found


def test_a_correction_stands_in_the_records_and_the_view_beside_what_was_read(store: Store, db: str) -> None:
    """Who and when are kept, and the field is marked."""
    (made,) = store.correct([ask("score", 0, "value", "๘๘.๕๐", "หน้า ๓")])
    assert (made.value, made.read_value, made.corrected_by, made.note) == ("88.50", "88.10", "สมศรี", "หน้า ๓")
    assert abs(made.corrected_at - dt.datetime.now(dt.UTC).replace(tzinfo=None)) < dt.timedelta(minutes=1)
    assert str(report(store).scores[0].value) == "88.50"
    assert rows(db, "SELECT value FROM score_facts WHERE position = 0") == [(88.5,)]
    with store.snapshot() as snapshot:
        assert snapshot.corrected(ID) == {("score", 0): frozenset({"value"})}
        assert snapshot.corrected("ff" * 8) == {}
    expected = an_example().scores
    assert report(store).scores[1:] == expected[1:]


def test_a_correction_survives_a_new_reading(store: Store) -> None:
    """Also where the record stands elsewhere by then, and what was read is what the new reading says."""
    store.correct([ask("score", 1, "value", "99.00"), ask("measure", 0, "end", "2026-09-30")])
    again = an_example()
    moved = (Score("instrument", Decimal("97.00"), instrument="IIT"), again.scores[0])
    reread = replace(again.scores[1], value=Decimal("10.00"))
    store.save(replace(again, scores=(*moved, reread, *again.scores[2:])), FILE)
    assert [str(s.value) for s in report(store).scores] == ["97.00", "88.10", "99.00", "-3.99", "90.5"]
    assert report(store).measures[0].end == dt.date(2026, 9, 30)
    assert states(store) == [
        ("value", "99.00", "10.00", "applied", 2),
        ("end", "2026-09-30", None, "applied", 0),
    ]


def test_a_reading_that_comes_to_agree_confirms(store: Store) -> None:
    """It is no correction of that reading any more, and one again where a later reading differs."""
    store.correct([ask("score", 0, "value", "88.5")])
    right = replace(an_example().scores[0], value=Decimal("88.50"))
    store.save(replace(an_example(), scores=(right, *an_example().scores[1:])), FILE)
    assert states(store) == [("value", "88.5", "88.50", "confirmed", 0)]
    assert str(report(store).scores[0].value) == "88.50"
    with store.snapshot() as snapshot:
        assert snapshot.corrected(ID) == {}
    store.save(an_example(), FILE)
    assert states(store) == [("value", "88.5", "88.10", "applied", 0)]


def test_a_correction_that_fits_nothing_is_kept_and_comes_back(store: Store) -> None:
    """Nothing is dropped, neither when the record goes nor when the report goes."""
    store.correct([ask("score", 0, "rating", "ผ่านดี")])
    store.save(replace(an_example(), scores=an_example().scores[2:]), FILE)
    assert states(store) == [("rating", "ผ่านดี", "ผ่าน", "orphan", None)]
    other = ReportRecords(Report("bb" * 8, "a.pdf", "application/pdf"))
    store.save(other, replace(FILE, sha256="b" * 64))
    assert states(store) == [("rating", "ผ่านดี", "ผ่าน", "orphan", None)]
    store.save(an_example(), FILE)
    assert states(store) == [("rating", "ผ่านดี", "ผ่าน", "applied", 0)]
    assert report(store).scores[0].rating == "ผ่านดี"


def test_undoing_brings_back_what_was_read(store: Store) -> None:
    """Each by itself, and only once."""
    before = report(store)
    made = store.correct(
        [ask("score", 0, "value", "1.00"), ask("score", 0, "rating", ""), ask("report", None, "title", "แผน")]
    )
    assert (report(store).scores[0].rating, report(store).report.title) == (None, "แผน")
    store.undo(made[0].correction_id)
    assert report(store).scores[0] == replace(before.scores[0], rating=None)
    for correction in made[1:]:
        store.undo(correction.correction_id)
    assert report(store) == before
    assert store.corrections() == []
    assert [c.state for c in store.corrections(in_force=False)] == ["undone"] * 3
    with pytest.raises(CorrectionError, match="no longer in force"):
        store.undo(made[0].correction_id)
    with pytest.raises(CorrectionError, match="no correction 99"):
        store.undo(99)


def test_correcting_again_replaces_and_the_same_again_changes_nothing(store: Store, db: str) -> None:
    """What was read stays what was read."""
    store.correct([ask("score", 0, "value", "1.00")])
    store.correct([ask("score", 0, "value", "2.00")])
    assert states(store) == [("value", "2.00", "88.10", "applied", 0)]
    assert [c.state for c in store.corrections(in_force=False)] == ["replaced", "applied"]
    before = dump(db)
    assert store.correct([ask("score", 0, "value", "2.00")]) == []
    assert dump(db) == before


def test_an_agency_is_corrected_with_what_follows_from_its_name(store: Store, db: str) -> None:
    """A name says its kind, a province its code; undone, they are as before."""
    before = report(store)
    made = store.correct(
        [ask("report", None, "agency", "เทศบาลเมืองทะเลงาม"), ask("report", None, "province", "จังหวัดภูเก็ต")]
    )
    agency = report(store).report.agency
    assert agency
    assert (agency.name, agency.kind) == ("เทศบาลเมืองทะเลงาม", "เทศบาลเมือง")
    assert (agency.province, agency.province_code) == ("ภูเก็ต", "TH-83")
    assert rows(db, "SELECT agency, province_code FROM score_facts WHERE position = 0") == [
        ("เทศบาลเมืองทะเลงาม", "TH-83")
    ]
    assert [c.field for c in made] == ["agency", "agency_kind", "province", "province_code"]
    for correction in made:
        store.undo(correction.correction_id)
    assert report(store) == before


def test_a_report_without_agency_gets_one(store: Store) -> None:
    """Its place only after its name."""
    bare = replace(an_example(), report=replace(an_example().report, agency=None))
    store.save(bare, FILE)
    with pytest.raises(CorrectionError, match="correct its field agency first"):
        store.correct([ask("report", None, "district", "เมือง")])
    store.correct([ask("report", None, "agency", "อบต.ทะเลงาม"), ask("report", None, "district", "เมือง")])
    agency = report(store).report.agency
    assert agency
    assert (agency.name, agency.kind, agency.district) == ("อบต.ทะเลงาม", "องค์การบริหารส่วนตำบล", "เมือง")
    for correction in reversed(store.corrections()):
        store.undo(correction.correction_id)
    assert report(store) == bare


@pytest.mark.parametrize(
    ("record", "position", "field", "value", "why"),
    [
        ("score", 9, "value", "1", "no score/9"),
        ("score", None, "value", "1", "no score/None"),
        ("report", 0, "title", "x", "a report has no position"),
        ("score", 0, "valeu", "1", "no field valeu"),
        ("step", 0, "text", "x", "no records step"),
        ("score", 0, "value", "", "must not be empty"),
        ("score", 0, "value", "ร้อย", "a number from -100 to 100"),
        ("score", 0, "value", "101", "a number from -100 to 100"),
        ("score", 0, "value", "-1", "only a change can be below 0"),
        ("score", 2, "statistic", "score", "only a change can be below 0"),
        ("score", 0, "level", "total", "one of overall"),
        ("score", 0, "instrument", "XIT", "one of IIT"),
        ("score", 0, "indicator", "11", "a number from 1 to 10"),
        ("score", 0, "fiscal_year", "2025", "from 2550 to 2600"),
        ("score", 0, "item", "X1", "a code like I1"),
        ("analysis", 0, "items", "I1\nข้อ", "a code like I1"),
        ("analysis", 0, "items", "[1", "not a list"),
        ("measure", 0, "start", "2025-13-01", "a date like"),
        ("report", None, "province", "บาเจาะ", "the name of a province"),
        ("report", None, "source", "x", "no field source"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_changes(
    store: Store, db: str, record: str, position: int | None, field: str, value: str, why: str
) -> None:
    """Not even what came before it in the same request."""
    before = dump(db)
    with pytest.raises(CorrectionError, match=why):
        store.correct([ask("score", 1, "rating", "A"), ask(record, position, field, value)])
    assert dump(db) == before


def test_a_correction_of_no_report_is_refused(store: Store) -> None:
    """The message names it."""
    with pytest.raises(CorrectionError, match="ffff/score/0 value: there is no report ffff"):
        store.correct([Asked("ffff", "score", 0, "value", "1", "x")])


READ = ReportRecords(
    Report(ID, "a.pdf", "application/pdf"),
    measures=(Measure("มาตรการส่งเสริมคุณธรรมในหน่วยงาน"), Measure("โครงการอบรม"), Measure("โครงการอบรม")),
    analyses=(Analysis("ผลดี", "strength", "IIT", 1), Analysis("ผลต่ำ", "general", "IIT", 1)),
)


def fate(again: ReportRecords, request: Asked) -> tuple[str, int | None]:
    correction = asked(READ, request, dt.datetime(2026, 1, 1))
    _, (after,) = applied(again, [correction])
    return after.state, after.position


def test_a_record_is_known_again_by_its_anchor_its_words_and_its_place() -> None:
    """Where that leaves several, none is taken."""
    extra = Measure("มาตรการใหม่")
    shifted = replace(READ, measures=(extra, *READ.measures))
    assert fate(shifted, ask("measure", 2, "period", "ทั้งปี")) == ("applied", 3)
    better = (replace(READ.measures[0], title="มาตรการส่งเสริมคุณธรรมในหน่วยงานฯ"), *READ.measures[1:])
    assert fate(replace(READ, measures=better), ask("measure", 0, "period", "ทั้งปี")) == ("applied", 0)
    assert fate(replace(READ, measures=(extra, *better)), ask("measure", 0, "period", "ปี")) == ("applied", 1)
    fewer = replace(READ, measures=READ.measures[:2])
    assert fate(fewer, ask("measure", 2, "outcome", "ดี")) == ("applied", 1)
    more = replace(READ, measures=(*READ.measures, READ.measures[1]))
    assert fate(more, ask("measure", 2, "outcome", "ดี")) == ("orphan", None)
    one_more = replace(READ, analyses=(Analysis("ใหม่", "strength", "IIT", 1), *READ.analyses))
    assert fate(one_more, ask("analysis", 1, "text", "ผลต่ำมาก")) == ("applied", 2)
    assert fate(replace(READ, analyses=()), ask("analysis", 1, "text", "ผลต่ำมาก")) == ("orphan", None)


def test_a_score_that_is_placed_anew_keeps_its_correction() -> None:
    """Where it says the same number and only one thing about it changed."""
    read = replace(READ, scores=(Score("item", Decimal("80.00"), "score", "IIT", 1, None, "I1"),))
    correction = asked(read, ask("score", 0, "rating", "A"), dt.datetime(2026, 1, 1))
    dated = replace(read.scores[0], fiscal_year=2568)
    assert applied(replace(read, scores=(dated,)), [correction])[1][0].state == "applied"
    other = replace(dated, item="I2")
    assert applied(replace(read, scores=(other,)), [correction])[1][0].state == "orphan"


VALUES = {
    "value": "12.50",
    "fiscal_year": "2560",
    "indicator": "3",
    "issued": "2025-01-02",
    "start": "2025-01-02",
    "end": "2025-01-03",
    "instrument": "OIT",
    "item": "O3",
    "items": "O3\nO4",
    "indicators": "3",
    "sub_indicator": "9.3",
    "province": "ตราด",
    "province_code": "TH-23",
    "level": "item",
    "statistic": "score",
    "finding": "weakness",
    "kind": "progress",
}


@settings(max_examples=60, deadline=None)
@given(report_records, st.data())
def test_any_field_of_any_record_is_corrected_and_restored(
    records: ReportRecords, data: st.DataObject
) -> None:
    """The corrected field has its value, all others are as they were, and taken back all is."""
    places: list[tuple[str, int | None]] = [("report", None)]
    names = {"indicator": "indicators", "score": "scores", "analysis": "analyses", "measure": "measures"}
    for record, name in names.items():
        places += [(record, i) for i in range(len(getattr(records, name)))]
    record, position = data.draw(st.sampled_from(places))
    field = data.draw(st.sampled_from(sorted(fields_of(record))))
    value = VALUES.get(field, "ข้อความใหม่")
    try:
        correction = asked(records, Asked("x", record, position, field, value, "me"), dt.datetime(2026, 1, 1))
    except CorrectionError as exc:
        assert "below 0" in exc.reason_en
        return
    corrected, (after,) = applied(records, [correction])
    if field in AGENCY_FIELDS and field != "agency" and records.report.agency is None:
        assert after.state == "orphan", "the store asks for the agency first"
        return
    assert after.state in ("applied", "confirmed")
    again = asked(corrected, Asked("x", record, after.position, field, value, "me"), dt.datetime(2026, 1, 1))
    assert again.read_value == to_text(from_text(record, field, value)) or after.state == "confirmed"
    assert as_read(corrected, [after]) == records
    assert decode(record, field, after.read_value) is not None or after.read_value is None


def test_every_field_of_a_record_can_be_corrected() -> None:
    """But where it stands in the file."""
    for record, kind in (
        ("score", Score),
        ("measure", Measure),
        ("indicator", Indicator),
        ("analysis", Analysis),
    ):
        assert set(fields_of(record)) == set(kind.__dataclass_fields__) - {"source"}
