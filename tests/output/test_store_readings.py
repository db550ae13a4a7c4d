"""The DOCX, the PDF and the scan of one report: one report, read several times."""

from __future__ import annotations

import csv
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from databases import rows
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from record_strategies import an_example

from corpus.records import Analysis, Finding, Message, ReportRecords
from output import readings
from output.corrections import Asked
from output.exporters import EXPORTERS
from output.selection import Selection
from output.store import FileFacts, Store, open_store
from output.wanted import Wanted

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXTS = (
    "ผู้รับบริการเห็นว่าเจ้าหน้าที่ให้บริการตามขั้นตอนและระยะเวลาที่กำหนด ได้คะแนน ๙๕.๒๐",
    "บุคลากรยังไม่ทราบแผนการใช้จ่ายงบประมาณประจำปี ควรเผยแพร่ให้ทราบอย่างทั่วถึง",
)

PASSAGES = tuple("".join(Random(n).choices("กขคงจฉชซณดตถทนบปผพฟมยรลวสห", k=80)) for n in range(5))  # noqa: S311


@pytest.fixture
def store(db: str) -> Iterator[Store]:
    with open_store(db) as opened:
        yield opened


def reading(number: int, media_type: str, texts: tuple[str, ...] = TEXTS, **report: object) -> ReportRecords:
    example = an_example(f"{number:016x}", f"{number}.pdf")
    about = replace(example.report, media_type=media_type, **report)  # type: ignore[arg-type]
    return replace(example, report=about, analyses=tuple(map(Analysis, texts)), measures=(), findings=())


def save(store: Store, *readings: ReportRecords) -> None:
    for records in readings:
        file = records.report.file
        store.save(records, FileFacts(f"/t/{file}", file, "1", records.report.report_id * 4, 1, 1))


def links(db: str) -> dict[str, str | None]:
    found = rows(db, "SELECT report_id, same_as FROM reports")
    return {str(id_)[-1]: str(other)[-1] if other else None for id_, other in found}


SCAN = reading(
    1, "application/pdf", (TEXTS[0].replace("๙๕", "๔๕"), TEXTS[1].replace("ทั่วถึง", "ทวถง")), ocr=True
)
PDF = reading(2, "application/pdf")
DOC = reading(3, "application/msword")
WORD = reading(4, DOCX)


@pytest.mark.parametrize("order", [(SCAN, PDF, DOC, WORD), (WORD, DOC, PDF, SCAN), (DOC, WORD, SCAN, PDF)])
def test_the_best_reading_stands_for_all(store: Store, db: str, order: tuple[ReportRecords, ...]) -> None:
    """DOCX before PDF before DOC before scan, whichever came first; all stay in the store."""
    save(store, *order)
    assert links(db) == {"1": "4", "2": "4", "3": "4", "4": None}
    assert [r.report.report_id for r in store.reports()] == [WORD.report.report_id]
    assert rows(db, "SELECT DISTINCT report_id FROM score_facts") == [(WORD.report.report_id,)]
    assert len(list(store.reports(Selection(all_readings=True)))) == 4
    assert store.counts().reports == 4


def test_exports_have_the_preferred_reading_unless_all_are_asked_for(store: Store, tmp_path: Path) -> None:
    """Files that were not read are in the table of files either way."""
    save(store, SCAN, WORD)
    broken = Finding("file_not_read", "error", Message("เสีย", "damaged"))
    store.save_failure(FileFacts("/t/5.pdf", "5.pdf", "1", "f" * 64), broken, "damaged")
    for everything, reports in (
        (False, {"4.pdf": ""}),
        (True, {"1.pdf": WORD.report.report_id, "4.pdf": ""}),
    ):
        dest = tmp_path / str(everything)
        EXPORTERS["csv"](store, dest, Wanted(Selection(all_readings=everything)))
        tables = {}
        for name in ("reports", "scores", "files", "findings"):
            with (dest / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
                tables[name] = list(csv.DictReader(file))
        assert {row["file"]: row["same_as"] for row in tables["reports"]} == reports
        assert {row["file"] for row in tables["scores"]} == set(reports)
        assert {row["file"] for row in tables["files"]} == {"1.pdf", "4.pdf", "5.pdf"}
        assert [row["file"] for row in tables["findings"]] == ["5.pdf"]


def test_a_reading_with_pages_unread_is_worse_than_a_scan(store: Store, db: str) -> None:
    """What is not read is missing."""
    unread = Finding("page_not_read", "error", Message("อ่านไม่ได้", "not read"))
    save(store, SCAN, replace(WORD, findings=(unread,)))
    assert links(db) == {"1": None, "4": "1"}
    save(store, PDF, WORD)
    assert links(db) == {"1": "4", "2": "4", "4": None}
    save(store, replace(WORD, findings=(unread,)))
    assert links(db) == {"1": "2", "2": None, "4": "2"}


@pytest.mark.parametrize(
    "other",
    [
        reading(2, DOCX, fiscal_year=2567),
        reading(2, DOCX, kind="measures"),
        reading(2, DOCX, agency=None),
        reading(2, DOCX, tuple("รายงานฉบับแก้ไขซึ่งกล่าวถึงเรื่องอื่นทั้งหมดไม่ซ้ำกับเล่มแรกเลย " + c * 9 for c in "กขคงจ")),
        reading(2, DOCX, ("สั้น",)),
    ],
)
def test_other_reports_are_not_linked(store: Store, db: str, other: ReportRecords) -> None:
    """Another year, kind or agency; other words; or too few to tell."""
    save(store, PDF if other.report.report_id != PDF.report.report_id else SCAN, other)
    assert links(db) == {"1": None, "2": None}


def test_links_follow_when_a_reading_goes_or_changes(store: Store, db: str) -> None:
    """When the best goes the next takes its place; a corrected year parts them, undone joins them."""
    save(store, SCAN, PDF, WORD)
    assert links(db) == {"1": "4", "2": "4", "4": None}
    failure = Finding("file_not_read", "error", Message("เสีย", "damaged"))
    store.save_failure(FileFacts("/t/4.pdf", "4.pdf", "1", "f" * 64), failure, "damaged")
    assert links(db) == {"1": "2", "2": None}
    (made,) = store.correct([Asked(PDF.report.report_id, "report", None, "fiscal_year", "2567", "x")])
    assert links(db) == {"1": None, "2": None}
    store.undo(made.correction_id)
    assert links(db) == {"1": "2", "2": None}


def test_of_a_correction_beside_the_preferred_reading_it_is_told_where_that_has_the_same(
    store: Store,
) -> None:
    """By what the record is about, wherever it stands there; nothing of one that the other has not."""
    other = replace(WORD, scores=WORD.scores[::-1])
    save(store, other, PDF)
    (made,) = store.correct([Asked(PDF.report.report_id, "score", 0, "value", "12.34", "ส")])
    found = store.preferred(made)
    assert found is not None
    assert (found.report_id, found.fits) == (WORD.report.report_id, True)
    assert other.scores[found.position or 0] == PDF.scores[0]
    (of_report,) = store.correct([Asked(PDF.report.report_id, "report", None, "title", "ชื่อ", "ส")])
    found = store.preferred(of_report)
    assert found is not None
    assert (found.fits, found.position) == (True, None)
    (there,) = store.correct([Asked(WORD.report.report_id, "score", 0, "value", "12.35", "ส")])
    assert store.preferred(there) is None
    save(store, replace(WORD, scores=()))
    found = store.preferred(made)
    assert found is not None
    assert not found.fits


def test_many_copies_are_linked_with_work_that_grows_as_they_do(tmp_path: Path) -> None:
    """Each is compared with the best one, not with all: a copy more costs what the first ones cost."""
    taken = []
    with open_store(str(tmp_path / "copies.db")) as store:
        copies = [
            replace(PDF.report, report_id=f"{n * 7919 % 65536:016x}", file=f"{n}.pdf") for n in range(300)
        ]
        for n, report in enumerate(copies):
            if n % 100 == 0:
                taken.append(-time.process_time())
            save(store, replace(PDF, report=report))
            if n % 100 == 99:
                taken[-1] += time.process_time()
        linked = list(store.reports(Selection(all_readings=True)))
        best = min(report.report_id for report in copies)
        assert [records.report.report_id for records in store.reports()] == [best]
        assert len(linked) == 300
    assert taken[2] < 3 * taken[1], taken  # with all of them it was 150 times as much as the first ones cost


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_links_are_those_of_all_reports_looked_at_together(tmp_path: Path, data: st.DataObject) -> None:
    """However the reports come, change and go, one by one."""
    db = str(tmp_path / "t.db")
    with open_store(db) as store:
        for number in range(1, 7):
            store.forget(f"/t/{number}.pdf")
        for _ in range(data.draw(st.integers(3, 12))):
            number = data.draw(st.integers(1, 6))
            if data.draw(st.integers(0, 6)):
                save(store, data.draw(some_reading(number)))
            else:
                store.forget(f"/t/{number}.pdf")
        by_year = defaultdict(list)
        for records in store.reports(Selection(all_readings=True)):
            by_year[records.report.fiscal_year].append(readings.reading(records))
        expected = {id_: of for group in by_year.values() for id_, of in readings.same_as(group).items()}
        assert {id_[-1]: of and of[-1] for id_, of in expected.items()} == links(db)


def some_reading(number: int) -> st.SearchStrategy[ReportRecords]:
    """Of passages one after the other: one that has three is like those with the first two and the last two of these,
    which are unlike each other."""
    return st.builds(
        lambda first, count, media_type, year, doubts: replace(
            reading(number, media_type, PASSAGES[first : first + count], fiscal_year=year),
            findings=(Finding("x", "warning", Message("ส", "d")),) * doubts,
        ),
        st.integers(0, 2),
        st.integers(2, 3),
        st.sampled_from([DOCX, "application/pdf"]),
        st.sampled_from([2568, 2568, 2568, 2567]),
        st.integers(0, 2),
    )
