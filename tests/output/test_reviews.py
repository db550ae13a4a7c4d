"""What people decided on records, and the queue of what is still to be looked at."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from corpus.records import (
    About,
    Agency,
    Analysis,
    Finding,
    Measure,
    Message,
    Report,
    ReportRecords,
    Score,
    Source,
)
from output import frames, jsonl
from output.corrections import Asked
from output.errors import CorrectionError, ReviewError
from output.review import additions, listing, queue
from output.review.decisions import Decision, decide, of_report, take_back
from output.selection import Selection
from output.store import FileFacts, Store, open_store

ID = "00112233445566aa"


def finding(severity: str, code: str, *about: About) -> Finding:
    return Finding(code, severity, Message(f"ข้อสังเกต {code}", f"finding {code}"), about)  # type: ignore[arg-type]


def sample(report_id: str = ID, number: int = 0) -> ReportRecords:
    agency = Agency(f"เทศบาลตำบลทุ่งแสงดาว {number}", "เทศบาลตำบล", "เมือง", "ลำปาง", "TH-52")
    return ReportRecords(
        Report(report_id, f"{number:05}.pdf", "application/pdf", 3, agency=agency, fiscal_year=2568, kind="analysis"),
        scores=(
            Score("overall", Decimal("88.10"), fiscal_year=2568, source=Source("๘๘.๑๐", 2, (1, 2, 3, 4))),
            Score("indicator", Decimal("71.00"), indicator=3, source=Source("๗๑.๐๐", 3, None, 0.62)),
            Score("indicator", Decimal("90.00"), indicator=4, source=Source("๙๐.๐๐", 3, None, 0.95)),
        ),
        analyses=(Analysis("ดีขึ้น", source=Source("ดีขึ้น", 3, None, 0.7)),),
        findings=(
            finding("warning", "unmapped_column", About(page=2)),
            finding("error", "conflicting_scores", About("score", 0), About(page=2)),
            finding("info", "code_resolved"),
        ),
    )  # fmt: skip


def facts(records: ReportRecords) -> FileFacts:
    report = records.report
    return FileFacts(f"/t/{report.file}", report.file, "1", report.report_id * 4)


@pytest.fixture
def store(db: str) -> Iterator[Store]:
    with open_store(db) as opened:
        opened.save(sample(), facts(sample()))
        yield opened


def listed(store: Store, **wanted: object) -> list[tuple[str, int | None]]:
    with store.snapshot() as snapshot:
        found = queue.items(snapshot.connection, queue.Wanted(**wanted), 100)  # type: ignore[arg-type]
    return [(item.record, item.position) for item in found]


def standing(store: Store) -> list[Decision]:
    with store.snapshot() as snapshot:
        return list(of_report(snapshot.connection, ID))


def test_the_worst_comes_first_and_only_what_is_doubtful(store: Store) -> None:
    """Errors, then little confidence, then other warnings; findings about no record by themselves."""
    assert listed(store) == [("score", 0), ("score", 1), ("finding", 0)]
    assert listed(store, infos=True)[3:] == [("finding", 2)]
    with store.snapshot() as snapshot:
        found = queue.items(snapshot.connection, queue.Wanted(), 100)
        counts = queue.counts(snapshot.connection, queue.Wanted())
    assert [item.codes for item in found] == [
        ("conflicting_scores",),
        ("low_confidence",),
        ("unmapped_column",),
    ]
    assert [item.page for item in found] == [2, 3, 2]
    assert (counts.open, counts.done, counts.reports) == (3, 0, 1)
    assert counts.severities == {"error": 1, "warning": 2, "info": 0}


def test_filters_leave_the_rest_out(store: Store) -> None:
    assert listed(store, code="conflicting_scores") == [("score", 0)]
    assert listed(store, code="low_confidence", record="score") == [("score", 1)]
    assert listed(store, record="analysis") == []
    assert listed(store, agency="แสงดาว") == listed(store)
    assert listed(store, agency="%") == []
    assert listed(store, selection=Selection(years=frozenset({2567}))) == []
    assert listed(store, selection=Selection(provinces=frozenset({"ลำปาง"}), kinds=frozenset({"analysis"})))


def test_what_is_accepted_stays_done_after_a_new_reading(store: Store) -> None:
    """Also where the record stands elsewhere by then; who and when are kept."""
    made = decide(store, ID, "score", 1, "accepted", "สมศรี")
    assert (made.reviewed_by, made.state) == ("สมศรี", "applied")
    assert listed(store) == [("score", 0), ("finding", 0)]
    assert listed(store, done=True) == [("score", 1)]
    again = sample()
    store.save(replace(again, scores=(again.scores[0], again.scores[2], again.scores[1])), facts(again))
    assert listed(store, done=True) == [("score", 2)]
    assert [(d.position, d.decision) for d in standing(store)] == [(2, "accepted")]


def test_what_reads_otherwise_than_before_is_to_be_looked_at_again(store: Store) -> None:
    decide(store, ID, "score", 1, "accepted", "สมศรี")
    again = sample()
    other = replace(again.scores[1], value=Decimal("77.00"))
    store.save(replace(again, scores=(again.scores[0], other, again.scores[2])), facts(again))
    assert ("score", 1) in listed(store)
    assert standing(store) == []
    store.save(again, facts(again))
    assert [d.position for d in standing(store)] == [1], "it was kept, and fits again"


def test_a_correction_makes_done_and_its_undoing_opens_again(store: Store) -> None:
    (made,) = store.correct([Asked(ID, "score", 0, "value", "89.10", "สมศรี")])
    assert ("score", 0) not in listed(store)
    store.undo(made.correction_id)
    assert ("score", 0) in listed(store)


def test_decisions_replace_each_other_and_can_be_taken_back(store: Store) -> None:
    decide(store, ID, "score", 0, "accepted", "สมศรี")
    wrong = decide(store, ID, "score", 0, "wrong", "สมศรี", "ซ้ำ")
    assert [(d.decision, d.note) for d in standing(store)] == [("wrong", "ซ้ำ")]
    take_back(store, wrong.review_id)
    assert standing(store) == []
    assert ("score", 0) in listed(store)
    with pytest.raises(ReviewError, match="in force"):
        take_back(store, wrong.review_id)


def test_a_report_and_a_finding_can_be_decided_on(store: Store) -> None:
    decide(store, ID, "report", None, "accepted", "สมศรี")
    decide(store, ID, "finding", 0, "accepted", "สมศรี")
    assert {(d.record, d.position) for d in standing(store)} == {("report", None), ("finding", 0)}
    assert listed(store) == [("score", 0), ("score", 1)]


@pytest.mark.parametrize(("record", "position"), [("score", 9), ("score", None), ("report", 0), ("step", 0)])
def test_there_must_be_such_a_record(store: Store, record: str, position: int | None) -> None:
    with pytest.raises(ReviewError, match="no"):
        decide(store, ID, record, position, "accepted", "สมศรี")


def test_five_thousand_entries_stay_quick(db: str) -> None:
    """The first page and the counts beside it."""
    score = Score("item", Decimal("70.00"), item="I1", source=Source("๗๐.๐๐", 3, None, 0.5))
    with open_store(db) as store:
        for n in range(20):
            records = sample(f"{n:016x}", n)
            doubtful = tuple(replace(score, value=Decimal(v % 100)) for v in range(248))
            records = replace(records, scores=(*records.scores[:2], *doubtful))
            store.save(records, facts(records))
        taken = []
        for _ in range(3):
            began = time.process_time()
            with store.snapshot() as snapshot:
                counts = queue.counts(snapshot.connection, queue.Wanted())
                found = queue.items(snapshot.connection, queue.Wanted(), 50)
                queue.reports(snapshot.connection, queue.Wanted(), 50)
                queue.choices(snapshot.connection)
            taken.append(time.process_time() - began)
    assert (counts.open, len(found)) == (20 * 251, 50)
    assert min(taken) < 0.3


def test_exports_say_what_was_decided_and_the_panel_leaves_out_what_is_wrong(
    store: Store, tmp_path: Path
) -> None:
    """The record stays where it is, marked; an agency's figure is taken from what is not wrong."""
    decide(store, ID, "score", 1, "accepted", "สมศรี")
    decide(store, ID, "score", 0, "wrong", "สมศรี")
    tables = frames(store)
    assert list(
        tables["scores"]["review"].astype(object).where(tables["scores"]["review"].notna(), None)
    ) == [
        "wrong",
        "accepted",
        None,
    ]
    assert tables["panel"]["overall"].isna().all()
    jsonl.export(store, tmp_path / "r.jsonl")
    (line,) = (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["reviewed"] == [
        {"record": "score", "index": 0, "decision": "wrong"},
        {"record": "score", "index": 1, "decision": "accepted"},
    ]


def missing(**changed: str) -> additions.Asked:
    typed = {
        "level": "item",
        "value": "๖๕.๕๐",
        "statistic": "score",
        "item": "i7",
        "fiscal_year": "๒๕๖๘",
        **changed,
    }
    return additions.Asked(ID, "score", typed, 3, "๖๕.๕๐", "สมศรี")


def test_a_record_that_was_missed_is_added_and_stays_over_new_readings(store: Store, db: str) -> None:
    """Marked in exports; with what was corrected of it; and gone again when it is taken out."""
    store.add(missing())
    added = report_of(store).scores[3]
    assert (str(added.value), added.item, added.fiscal_year) == ("65.50", "I7", 2568)
    assert added.source == Source("๖๕.๕๐", 3)
    store.correct(
        [Asked(ID, "score", 3, "value", "66.00", "สมศรี"), Asked(ID, "score", 1, "value", "72.00", "สมศรี")]
    )
    again = sample()
    store.save(replace(again, scores=again.scores[1:]), facts(again))
    assert [str(s.value) for s in report_of(store).scores] == ["72.00", "90.00", "66.00"]
    assert frames(store)["scores"]["review"].astype(object).tolist()[2] == "added"
    store.take_out(1)
    assert [str(s.value) for s in report_of(store).scores] == ["72.00", "90.00"]
    assert [c.state for c in store.corrections()] == ["orphan", "applied"]
    with pytest.raises(ReviewError, match="in force"):
        store.take_out(1)


def test_what_a_later_reading_finds_itself_does_not_stand_twice(store: Store) -> None:
    store.add(missing())
    store.add(missing(value="70"))
    found = report_of(store).scores[3]
    again = sample()
    store.save(replace(again, scores=(found, *again.scores)), facts(again))
    assert [str(s.value) for s in report_of(store).scores] == ["65.50", "88.10", "71.00", "90.00", "70"]
    store.take_out(1)
    assert len(report_of(store).scores) == 5, "the reading says it"
    store.take_out(2)
    assert report_of(store).scores[1:] == again.scores


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [("value", "", "must not be empty"), ("value", "-1", "below 0"), ("item", "X", "a code")],
)
def test_an_added_record_is_checked_as_a_correction_is(
    store: Store, field: str, value: str, why: str
) -> None:
    before = report_of(store)
    with pytest.raises(CorrectionError, match=why):
        store.add(missing(**{field: value}))
    assert report_of(store) == before


def report_of(store: Store) -> ReportRecords:
    found = store.report(ID)
    assert found
    return found


def test_what_stands_behind_the_figures_of_an_overview(store: Store) -> None:
    """Reports, scores of an item, measures for an indicator, and who has something waiting."""
    measure = Measure("มาตรการ", indicators=(3, 4), fiscal_year=2569)
    low = Score("item", Decimal("9.00"), item="I1", fiscal_year=2568)
    other = sample("11" * 8, 1)
    quiet = replace(
        other, scores=(low, replace(low, value=Decimal("10.00"))), measures=(measure,), findings=()
    )
    store.save(replace(quiet, analyses=()), facts(quiet))
    everything = Selection()
    with store.snapshot() as snapshot:
        c = snapshot.connection
        assert [r["report_id"] for r in listing.reports(c, everything, 9)] == [ID, "11" * 8]
        scores = listing.scores_of_item(c, everything, "I1", 2568, 9)
        assert [(s["value_stated"], s["position"]) for s in scores] == [("9.00", 0), ("10.00", 1)]
        assert [m["measure"] for m in listing.measures_for(c, everything, 4, 2569, 9)] == ["มาตรการ"]
        assert listing.measures_for(c, everything, 4, 2568, 9) == []
        assert listing.measures_by_indicator(c, everything) == {(3, 2569): 1, (4, 2569): 1}
        assert listing.waiting(c, everything) == {("เทศบาลตำบลทุ่งแสงดาว 0", "ลำปาง", 2568)}
