"""Questions to the index, in both engines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from corpus.records import Agency, Analysis, Indicator, Measure, Report, ReportRecords, Source
from output import search
from output.corrections import Asked
from output.search.matches import _LOOKED_UP
from output.search.query import SearchError
from output.selection import Selection
from output.store import FileFacts, Store, open_store


def report(number: int, year: int, province: str, *, measure: str, analysis: str) -> ReportRecords:
    code = {"นราธิวาส": "TH-96", "เชียงใหม่": "TH-50"}[province]
    agency = Agency(f"เทศบาลตำบลบ้านลำดวน{number}", "เทศบาลตำบล", "เมือง", province, code)
    return ReportRecords(
        Report(
            f"{number:016x}",
            f"{number}.pdf",
            "application/pdf",
            3,
            agency=agency,
            fiscal_year=year,
            kind="analysis",
        ),
        indicators=(Indicator("indicator", "การป้องกันการทุจริต", indicator=10),),
        analyses=(Analysis(analysis, source=Source("x", page=2)),),
        measures=(
            Measure("มาตรการประกาศเจตนารมณ์", steps=("ประชุมชี้แจง", measure), source=Source("x", page=3)),
        ),
    )


REPORTS = (
    report(
        1,
        2568,
        "นราธิวาส",
        measure="ป้องกันไม่ให้เจ้าหน้าที่เรียกรับสินบนจากผู้มารับบริการ",
        analysis="ประชาชนรับรู้ ๙๐.๕๐ คะแนน",
    ),
    report(
        2, 2567, "เชียงใหม่", measure="เผยแพร่ช่องทางร้องเรียน", analysis="ไม่พบการเรียกรับสินบน และไม่พบสินบนรูปแบบอื่น"
    ),
    report(3, 2568, "เชียงใหม่", measure="จัดทำคู่มือ No Gift Policy", analysis="ประชาชนรอนาน"),
)


@pytest.fixture(scope="module")
def store(one_database: str) -> Iterator[Store]:
    with open_store(one_database) as opened:
        for records in REPORTS:
            save(opened, records)
        assert search.refresh(opened) == 3
        yield opened


def save(store: Store, records: ReportRecords) -> None:
    file = records.report.file
    store.save(records, FileFacts(f"/{file}", file, "1", sha256=records.report.report_id))


def found(store: Store, question: str, **options: object) -> list[tuple[str, str]]:
    with store.snapshot() as snapshot:
        hits = search.search(snapshot, question, **options).hits  # type: ignore[arg-type]
    return [(hit.file, hit.record) for hit in hits]


def test_a_word_is_found_inside_running_text(store: Store) -> None:
    assert sorted(found(store, "เรียกรับสินบน")) == [("1.pdf", "measure"), ("2.pdf", "analysis")]


def test_the_text_that_is_more_about_it_comes_first(store: Store) -> None:
    assert found(store, "สินบน")[0] == ("2.pdf", "analysis")


def test_each_part_must_be_there(store: Store) -> None:
    assert found(store, "สินบน ผู้มารับบริการ") == [("1.pdf", "measure")]
    assert found(store, "สินบน คู่มือ") == []


def test_digits_are_found_in_either_form_and_letters_in_either_case(store: Store) -> None:
    assert found(store, "90.50") == found(store, "๙๐.๕๐") == [("1.pdf", "analysis")]
    assert found(store, "no gift") == found(store, '"NO GIFT"') == [("3.pdf", "measure")]


def test_parts_of_words_are_found_and_said_to_be_such(store: Store) -> None:
    """The letters stand in รอนาน, which is two other words."""
    with store.snapshot() as snapshot:
        hits = search.search(snapshot, "อนา").hits
        assert [(h.file, h.whole_words) for h in hits] == [("3.pdf", False)]
        assert [h.whole_words for h in search.search(snapshot, "คู่มือ").hits] == [True]


def test_filters_on_year_province_and_kind_of_record(store: Store) -> None:
    assert found(store, "สินบน", selection=Selection(years=frozenset({2568}))) == [("1.pdf", "measure")]
    assert found(store, "สินบน", selection=Selection(provinces=frozenset({"เชียงใหม่"}))) == [
        ("2.pdf", "analysis")
    ]
    assert found(store, "สินบน", kinds=["measure"]) == [("1.pdf", "measure")]


def test_a_hit_says_where_it_stands_and_which_words(store: Store) -> None:
    with store.snapshot() as snapshot:
        hit = search.search(snapshot, "เรียกรับสินบน", kinds=["measure"]).hits[0]
    assert (hit.report_id, hit.fiscal_year, hit.province, hit.position, hit.page) == (
        f"{1:016x}",
        2568,
        "นราธิวาส",
        0,
        3,
    )
    assert [hit.text[start:end] for start, end in hit.marks] == ["เรียกรับสินบน"]


def test_pages_of_hits(store: Store) -> None:
    whole = found(store, "การป้องกันการทุจริต")
    assert len(whole) == 3
    assert [
        *found(store, "การป้องกันการทุจริต", limit=2),
        *found(store, "การป้องกันการทุจริต", limit=2, offset=2),
    ] == whole


@pytest.mark.parametrize("question", ["", "  ", "-", '""', "*"])
def test_a_question_without_words_is_refused(store: Store, question: str) -> None:
    with store.snapshot() as snapshot, pytest.raises(SearchError, match="nothing to look for"):
        search.search(snapshot, question)


@pytest.mark.parametrize("question", ["' OR 1=1 --", 'a"b', "NEAR(", "x:y", "ก*", "(", "a & !b", "\\"])
def test_signs_of_the_engines_mean_nothing(store: Store, question: str) -> None:
    with store.snapshot() as snapshot:
        if search.query.parts(question):
            assert search.search(snapshot, question).total == 0


def test_before_the_index_is_made_nothing_is_found_and_a_report_read_anew_is_found_by_its_new_words(
    db: str,
) -> None:
    with open_store(db) as store:
        save(store, REPORTS[0])
        assert found(store, "สินบน") == []
        assert (search.refresh(store), search.refresh(store)) == (1, 0)
        assert len(found(store, "สินบน")) == 1
        changed = replace(REPORTS[0], measures=(Measure("มาตรการรับเรื่องร้องเรียน"),))
        save(store, changed)
        assert search.refresh(store) == 1
        assert found(store, "สินบน") == []
        assert found(store, "เรื่องร้องเรียน") == [("1.pdf", "measure")]


def test_what_was_corrected_is_found_and_found_no_more_when_it_is_undone(db: str) -> None:
    with open_store(db) as store:
        save(store, REPORTS[0])
        search.refresh(store)
        asked = Asked(REPORTS[0].report.report_id, "measure", 0, "title", "มาตรการต่อต้านการทุจริตเชิงรุก", "ผู้ตรวจ")
        (correction,) = store.correct([asked])
        assert (search.refresh(store), found(store, "เชิงรุก")) == (1, [("1.pdf", "measure")])
        store.undo(correction.correction_id)
        assert (search.refresh(store), found(store, "เชิงรุก")) == (1, [])


@pytest.mark.parametrize(("chunk", "looked_up"), [(10_000, 0), (1, 10**6), (1, 1)])
def test_filters_find_what_is_left_of_all_hits(
    db: str, monkeypatch: pytest.MonkeyPatch, chunk: int, looked_up: int
) -> None:
    """Also after a report was read anew, so that the numbers of its texts come last; gone to one by one, stepped through
    all matches, or from some match on one by one."""
    monkeypatch.setattr("output.search.matches._CHUNK", chunk)
    for index in ("passage_words", "passage_parts"):
        monkeypatch.setitem(_LOOKED_UP, index, looked_up)
    with open_store(db) as store:
        for records in (*REPORTS, report(4, 2567, "นราธิวาส", measure="สินบน", analysis="สินบนและสินบน")):
            save(store, records)
        search.refresh(store)
        save(store, replace(REPORTS[0], indicators=(Indicator("indicator", "สินบน", indicator=10),)))
        search.refresh(store)
        everything = set(found(store, "สินบน"))
        assert everything == {
            ("1.pdf", "indicator"), ("1.pdf", "measure"), ("2.pdf", "analysis"), ("4.pdf", "analysis"), ("4.pdf", "measure"),
        }  # fmt: skip
        years = {"1.pdf": 2568, "2.pdf": 2567, "4.pdf": 2567}
        for kinds in [(), ("measure",), ("indicator", "measure"), ("report",)]:
            for year in (2566, 2567, 2568):
                left = {hit for hit in everything if years[hit[0]] == year and (not kinds or hit[1] in kinds)}
                selection = Selection(years=frozenset({year}))
                assert set(found(store, "สินบน", selection=selection, kinds=kinds)) == left


def test_of_several_readings_of_a_report_the_preferred_one_is_found(db: str) -> None:
    """Unless all are asked for."""
    scan = report(2, 2568, "นราธิวาส", measure=LONG, analysis=LONG)
    scan = replace(scan, report=replace(scan.report, ocr=True, agency=REPORTS[0].report.agency))
    with open_store(db) as store:
        save(store, scan)
        save(store, report(1, 2568, "นราธิวาส", measure=LONG, analysis=LONG))
        search.refresh(store)
        assert set(found(store, "สินบน")) == {("1.pdf", "analysis"), ("1.pdf", "measure")}
        every = found(store, "สินบน", selection=Selection(all_readings=True))
        assert {file for file, _ in every} == {"1.pdf", "2.pdf"}


LONG = "ป้องกันไม่ให้เจ้าหน้าที่เรียกรับสินบนจากผู้มารับบริการ และเปิดช่องทางให้ประชาชนร้องเรียนได้โดยไม่ต้องแจ้งชื่อ"
