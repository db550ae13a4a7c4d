"""The store in SQLite files and in a real PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from databases import dump, rows
from hypothesis import given, settings
from hypothesis import strategies as st
from record_strategies import an_example, report_records

from corpus.records import Agency, Finding, Message, Report, ReportRecords
from output.errors import StoreError
from output.selection import Selection
from output.store import FileFacts, Store, open_store

FAILURE = Finding("file_not_read", "error", Message("เสีย", "damaged"))


def facts(path: str = "/t/รายงาน.pdf", sha: str = "a" * 64, **more: object) -> FileFacts:
    return FileFacts(path, path.removeprefix("/t/"), "1", sha, 10, 99, "application/pdf", **more)  # type: ignore[arg-type]


@pytest.fixture
def store(db: str) -> Iterator[Store]:
    with open_store(db) as opened:
        yield opened


@pytest.fixture(scope="module")
def one_store(one_database: str) -> Iterator[Store]:
    with open_store(one_database) as opened:
        yield opened


def storable(value: Any) -> Any:
    """The value as the store keeps it: NUL, which PostgreSQL has no text with, is the replacement character."""
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: storable(getattr(value, f.name)) for f in fields(value)})
    if isinstance(value, tuple):
        return tuple(map(storable, value))
    return value.replace("\x00", "\ufffd") if isinstance(value, str) else value


@settings(max_examples=150, deadline=None)
@given(report_records)
def test_a_report_comes_out_as_it_went_in(one_store: Store, records: ReportRecords) -> None:
    """Every field, list order, decimal and date survives."""
    one_store.save(records, facts("/t/one"))
    assert list(one_store.reports()) == [storable(records)]
    assert [str(s.value) for s in one_store.report(records.report.report_id).scores] == [  # type: ignore[union-attr]
        str(s.value) for s in records.scores
    ]


@settings(max_examples=30, deadline=None)
@given(st.lists(report_records, min_size=2, max_size=5, unique_by=lambda r: r.report.report_id))
def test_reports_stream_in_the_order_of_their_files(one_store: Store, several: list[ReportRecords]) -> None:
    """Several reports do not mix."""
    for n in range(5):  # what was there goes
        one_store.save_failure(facts(f"/t/{n}"), FAILURE, "damaged")
    one_store.save_failure(facts("/t/one"), FAILURE, "damaged")
    for n, records in enumerate(several):
        one_store.save(records, facts(f"/t/{n}", str(n) * 64))
    kept = [storable(records) for records in several]
    assert list(one_store.reports()) == sorted(
        kept, key=lambda r: (r.report.file.encode(), r.report.report_id)
    )


def test_more_reports_than_a_batch_come_out(store: Store) -> None:
    """Reading in batches loses none."""
    for n in range(450):
        id_ = f"{n:016x}"
        store.save(ReportRecords(Report(id_, f"{n:04}.pdf", "x")), facts(f"/t/{n}", id_ * 4))
    assert [r.report.file for r in store.reports()] == [f"{n:04}.pdf" for n in range(450)]


def test_the_same_report_replaces_its_records(store: Store, db: str) -> None:
    """No row of the earlier reading stays, not even in child tables."""
    store.save(an_example(), facts())
    fewer = replace(an_example(), scores=(), measures=(), analyses=(), findings=())
    store.save(fewer, facts())
    assert list(store.reports()) == [fewer]
    for table in ("scores", "measure_steps", "measure_items", "analysis_items", "findings", "finding_about"):
        assert rows(db, f"SELECT count(*) FROM {table}") == [(0,)]  # noqa: S608


def test_two_paths_with_the_same_bytes_are_one_report(store: Store) -> None:
    """One report, two files; it stays until the last of them goes."""
    records = an_example(file="a.pdf")
    store.save(records, facts("/t/a.pdf"))
    store.attach(records.report.report_id, facts("/t/b.pdf"))
    assert (store.counts().reports, store.counts().files_read) == (1, 2)
    other = an_example("ff" * 8, "a.pdf")
    store.save(other, facts("/t/a.pdf", "f" * 64))
    assert {r.report.file: r.report.report_id for r in store.reports()} == {
        "a.pdf": "ff" * 8,
        "b.pdf": records.report.report_id,
    }


def test_changed_content_drops_the_old_report_and_its_agency(store: Store, db: str) -> None:
    """What no file refers to any more is gone."""
    store.save(an_example(), facts())
    report = Report("bb" * 8, "รายงาน.pdf", "application/pdf", agency=Agency("เทศบาลเมืองทะเลงาม"))
    store.save(ReportRecords(report), facts(sha="b" * 64))
    assert [r.report for r in store.reports()] == [report]
    assert rows(db, "SELECT name FROM agencies") == [("เทศบาลเมืองทะเลงาม",)]


def test_a_failure_is_kept_with_its_file_and_leaves_with_it(store: Store) -> None:
    """A file that becomes readable has no finding any more, and the other way round."""
    store.save(an_example(), facts())
    store.save_failure(facts(sha="c" * 64), FAILURE, "damaged")
    assert list(store.reports()) == []
    (failure,) = store.failures()
    assert (failure.finding, failure.file.reason, failure.file.outcome) == (FAILURE, "damaged", "not_read")
    store.save(an_example(), facts())
    assert list(store.failures()) == []


def test_the_same_failure_again_changes_nothing(store: Store, db: str) -> None:
    """Not even the time of reading."""
    store.save_failure(facts(), FAILURE, "damaged")
    before = dump(db)
    store.save_failure(facts(), FAILURE, "damaged")
    assert dump(db) == before


def test_a_failed_save_leaves_the_report_as_it_was(store: Store, db: str) -> None:
    """A transaction a report: all of it or nothing."""
    store.save(an_example(), facts())
    before = dump(db)
    broken = an_example()
    bad_finding = replace(broken.findings[0], severity=None)  # type: ignore[arg-type]
    with pytest.raises(Exception, match="severity"):
        store.save(replace(broken, scores=(), findings=(bad_finding,)), facts())
    assert dump(db) == before
    other = replace(an_example().report, report_id="2" * 16)
    store.save(
        replace(an_example(), report=other), facts("/t/after", "2" * 64)
    )  # the store can be written to
    assert store.report("2" * 16) == replace(an_example(), report=other)


def test_readers_see_one_moment_while_another_writes(store: Store, db: str) -> None:
    """A snapshot does not change under its reader, and does not hold up the writer."""
    store.save(an_example(), facts())
    with store.snapshot() as snapshot, open_store(db) as second:
        assert snapshot.counts().reports == 1
        second.save(an_example("dd" * 8), facts("/t/d.pdf", "d" * 64))
        assert snapshot.counts().reports == 1
    assert store.counts().reports == 2


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ("00112233445566aa", ["00112233445566aa"]),
        ("0011", ["00112233445566aa"]),
        ("00", ["00112233445566aa", "0099999999999999"]),
        ("ปี 2567/รายงาน.pdf", ["0099999999999999"]),
        ("/t/ปี 2568/รายงาน.pdf", ["00112233445566aa"]),
        ("รายงาน.pdf", ["0099999999999999", "00112233445566aa"]),
        ("งาน.pdf", []),
        ("%", []),
        ("", []),
        ("fff", []),
    ],
)
def test_a_report_is_found_by_id_beginning_or_file(store: Store, wanted: str, ids: list[str]) -> None:
    """Whole parts of a path count, and nothing is a wildcard."""
    store.save(an_example("00112233445566aa"), facts("/t/ปี 2568/รายงาน.pdf"))
    store.save(an_example("0099999999999999"), facts("/t/ปี 2567/รายงาน.pdf", "9" * 64))
    assert sorted(str(f.report_id) for f in store.find(wanted)) == sorted(ids)


def test_score_facts_have_one_row_a_score_with_names(store: Store, db: str) -> None:
    """Another agency's score does not get the place of the report's own."""
    doubled = an_example()
    doubled = replace(doubled, indicators=doubled.indicators * 2)
    store.save(doubled, facts())
    found = rows(
        db,
        "SELECT agency, province, fiscal_year, level, indicator_name, item_name, value, page FROM score_facts"
        " ORDER BY position",
    )
    own = ("เทศบาลตำบลหนองสาหร่าย", "ลำปาง", 2568)
    question = "เจ้าหน้าที่ปฏิบัติงานตามขั้นตอนหรือไม่"
    assert found == [
        (*own, "overall", None, None, 88.1, None),
        (*own, "indicator", "การปฏิบัติหน้าที่", None, 100.0, None),
        (*own, "item", "การปฏิบัติหน้าที่", question, -3.99, 2),
        ("เทศบาลเมืองทะเลงาม", None, 2568, "overall", None, None, 90.5, None),
    ]


def test_foreign_keys_are_enforced(store: Store) -> None:
    """A file cannot point to a report that is not there."""
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        store.attach("0" * 16, facts())


def test_a_foreign_or_missing_database_is_refused_untouched(tmp_path: Path) -> None:
    """Nothing is created or changed where the user was wrong."""
    foreign = tmp_path / "other.db"
    with sqlite3.connect(foreign) as raw:
        raw.execute("CREATE TABLE songs (name)")
    with pytest.raises(StoreError, match="not a database of Prongsai"):
        open_store(foreign)
    assert rows(foreign, "SELECT name FROM sqlite_master") == [("songs",)]
    text = tmp_path / "notes.txt"
    text.write_text("no database at all, but some words" * 100)
    with pytest.raises(StoreError, match="cannot be used"):
        open_store(text)
    assert text.read_text().startswith("no database")
    with pytest.raises(StoreError, match="there is no database"):
        open_store(tmp_path / "none.db", create=False)
    assert not (tmp_path / "none.db").exists()
    for wrong in (tmp_path, tmp_path / "no" / "x.db", "nosuch://x", "://"):
        with pytest.raises(StoreError):
            open_store(wrong)


def test_a_url_and_a_file_name_are_the_same_database(tmp_path: Path) -> None:
    """`x.db` and `sqlite:///x.db`."""
    with open_store(f"sqlite:///{tmp_path}/x.db") as store:
        store.save(an_example(), facts())
    with open_store(str(tmp_path / "x.db"), create=False) as store:
        assert store.counts().reports == 1


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), ["a.pdf", "b.pdf", "c.pdf"]),
        (Selection(years=frozenset({2568})), ["a.pdf"]),
        (Selection(years=frozenset({2567, 2568})), ["a.pdf", "b.pdf"]),
        (Selection(provinces=frozenset({"จังหวัดลำปาง"})), ["a.pdf", "b.pdf"]),
        (Selection(provinces=frozenset({"TH-52"}), years=frozenset({2567})), ["b.pdf"]),
        (Selection(provinces=frozenset({"Phuket"})), []),
        (Selection(kinds=frozenset({"progress"})), ["c.pdf"]),
        (Selection(agencies=frozenset({"เทศบาลตำบลหนองสาหร่าย"}), kinds=frozenset({"analysis"})), ["a.pdf"]),
    ],
)
def test_reports_are_selected(store: Store, selection: Selection, expected: list[str]) -> None:
    """All filters that are given must hold; an empty one lets everything through."""
    one = an_example("aa" * 8, "a.pdf")
    other = replace(one.report, report_id="bb" * 8, file="b.pdf", fiscal_year=2567, kind="measures")
    store.save(one, facts("/t/a.pdf"))
    store.save(replace(one, report=other), facts("/t/b.pdf", "b" * 64))
    bare = Report("cc" * 8, "c.pdf", "application/pdf", kind="progress")
    store.save(ReportRecords(bare), facts("/t/c.pdf", "c" * 64))
    assert [r.report.file for r in store.reports(selection)] == expected
