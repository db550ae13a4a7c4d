"""Measures joined and split: one record for two or two for one, everywhere, and everything comes back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from corpus.records import About, Finding, Measure, Message, Report, ReportRecords, Source
from output import frames, jsonl
from output.corrections import Asked as Correct
from output.errors import CorrectionError, ReviewError
from output.field_values import fields_of, to_text
from output.review import additions, listing, queue
from output.review.decisions import decide, of_report
from output.review.reshapes import Asked, load
from output.review.reshaping import Reshape, halves, joined
from output.search import refresh, search
from output.selection import Selection
from output.store import FileFacts, Store, open_store

ID = "00112233445566cc"
FIRST = Measure(
    "อบรมเจ้าหน้าที่", (3,), steps=("ประชุม", "อบรม"), responsible=("สำนักปลัด",), period="ต.ค. ๖๘",
    source=Source("อบรมเจ้าหน้าที่", 4, (1, 2, 30, 40)),
)  # fmt: skip
SECOND = Measure(
    "อบรมเจ้าหน้าที่ (ต่อ)", (3, 4), steps=("ประเมินผล",), responsible=("สำนักปลัด", "กองคลัง"), outcome="ดีขึ้น",
    source=Source("ประเมินผล", 5, (1, 2, 30, 40), 0.8),
)  # fmt: skip
LAST = Measure("เผยแพร่ข้อมูล", (1,), steps=("ลงเว็บไซต์",), source=Source("เผยแพร่ข้อมูล", 5))


def sample(*measures: Measure) -> ReportRecords:
    return ReportRecords(
        Report(ID, "ก.pdf", "application/pdf", 5, fiscal_year=2568, kind="measures"),
        measures=measures or (FIRST, SECOND, LAST),
        findings=(
            Finding(
                "duplicate_text",
                "warning",
                Message("ซ้ำ", "twice"),
                (About("measure", 1), About("measure", 2)),
            ),
        ),
    )


def save(store: Store, records: ReportRecords) -> None:
    store.save(records, FileFacts("/t/ก.pdf", "ก.pdf", "1", ID * 4))


@pytest.fixture
def store(db: str) -> Iterator[Store]:
    with open_store(db) as opened:
        save(opened, sample())
        yield opened


def texts(measure: Measure) -> dict[str, str]:
    return {name: to_text(getattr(measure, name)) or "" for name in fields_of("measure")}


def join(store: Store, *positions: int, note: str | None = None) -> None:
    now = measures(store)
    whole = joined(now[positions[0]], now[positions[1]])
    store.reshape(Asked(ID, positions, (texts(whole),), "สมศรี", note))


def split(store: Store, position: int, step: int) -> None:
    two = halves(measures(store)[position], step)
    first, second = two[0], replace(two[1], title="ประเมินการอบรม")
    store.reshape(Asked(ID, (position,), (texts(first), texts(second)), "สมศรี"))


def records(store: Store) -> ReportRecords:
    found = store.report(ID)
    assert found
    return found


def measures(store: Store) -> tuple[Measure, ...]:
    return records(store).measures


def standing(store: Store) -> list[Reshape]:
    with store.snapshot() as snapshot:
        return list(load(snapshot.connection, ID))


def test_two_become_one_with_the_sources_of_both(store: Store) -> None:
    """In exports, panel, listing and search the absorbed one is no record of its own; who and when are kept."""
    join(store, 0, 1, note="ตัดหน้า")
    whole, last = measures(store)
    assert last == LAST
    assert (whole.title, whole.steps) == (FIRST.title, ("ประชุม", "อบรม", "ประเมินผล"))
    assert (whole.responsible, whole.indicators) == (("สำนักปลัด", "กองคลัง"), (3, 4))
    assert (whole.period, whole.outcome) == ("ต.ค. ๖๘", "ดีขึ้น")
    assert whole.source == Source("อบรมเจ้าหน้าที่\nประเมินผล", 4, (1, 2, 30, 40), 0.8)
    (made,) = standing(store)
    assert (made.how, made.made_by, made.note, made.position) == ("joined", "สมศรี", "ตัดหน้า", 0)
    assert [s.page for p in made.parts if (s := p.source)] == [4, 5], "both places are kept"
    with store.snapshot() as snapshot:
        assert listing.measures_by_indicator(snapshot.connection, Selection()) == {}
        assert snapshot.counts().records["measures"] == 2


def test_exports_have_the_marks(store: Store, tmp_path: Path) -> None:
    join(store, 0, 1)
    table = frames(store)["measures"]
    assert table["review"].astype(object).tolist()[0] == "joined"
    assert next(iter(table["corrected"])) == ["indicators", "outcome", "responsible", "steps"]
    assert list(table["corrected"])[1] == []
    jsonl.export(store, tmp_path / "r.jsonl")
    line = json.loads((tmp_path / "r.jsonl").read_text(encoding="utf-8"))
    assert len(line["measures"]) == 2
    assert line["reviewed"] == [{"record": "measure", "index": 0, "decision": "joined"}]
    split(store, 0, 2)
    table = frames(store)["measures"]
    assert table["review"].astype(object).tolist()[:2] == ["split", "split"]
    assert "title" in list(table["corrected"])[1]


def test_search_finds_what_was_made_and_no_more_what_was_absorbed(store: Store) -> None:
    def found() -> list[int | None]:
        refresh(store)
        with store.snapshot() as snapshot:
            return [hit.position for hit in search(snapshot, "ประเมินผล").hits]

    assert found() == [1]
    join(store, 0, 1)
    assert found() == [0]
    store.shape_back(1)
    assert found() == [1]


def test_findings_and_the_queue_speak_of_the_record_that_stands(store: Store) -> None:
    before = records(store)
    join(store, 0, 1)
    assert records(store).findings[0].about == (About("measure", 0), About("measure", 1))
    with store.snapshot() as snapshot:
        waits = [(i.record, i.position) for i in queue.items(snapshot.connection, queue.Wanted(), 9)]
    assert waits == [("measure", 1)], "what a person joined was looked at"
    split(store, 0, 1)
    assert records(store).findings[0].about == tuple(About("measure", n) for n in range(3))
    store.shape_back(2)
    store.shape_back(1)
    assert records(store) == before


def test_one_becomes_two(store: Store) -> None:
    split(store, 0, 1)
    first, second, third, _ = measures(store)
    assert (first.steps, second.steps, second.title) == (("ประชุม",), ("อบรม",), "ประเมินการอบรม")
    assert first.source == second.source == FIRST.source
    assert (second.responsible, second.period) == (FIRST.responsible, FIRST.period)
    assert third == SECOND
    (made,) = standing(store)
    assert (made.how, made.position, made.second) == ("split", 0, 1)


def test_it_stays_over_a_new_reading_that_says_the_same(store: Store) -> None:
    """Also where the parts stand elsewhere by then, with other boxes."""
    join(store, 0, 1)
    moved = replace(FIRST, source=Source("อบรม เจ้าหน้าที่", 3, (9, 9, 20, 20)))
    save(store, sample(LAST, moved, SECOND))
    last, whole = measures(store)
    assert (last.title, whole.steps) == (LAST.title, ("ประชุม", "อบรม", "ประเมินผล"))
    assert whole.source == Source("อบรม เจ้าหน้าที่\nประเมินผล", 3, (9, 9, 20, 20), 0.8)
    assert [(r.state, r.position) for r in standing(store)] == [("applied", 1)]
    store.shape_back(1)
    assert measures(store) == (LAST, moved, SECOND)


def test_a_reading_that_says_otherwise_is_left_as_it_is_and_a_finding_says_so(store: Store) -> None:
    """The join waits, and is done again once its parts are back."""
    join(store, 0, 1)
    other = replace(SECOND, steps=("ประเมินผลทุกไตรมาส",))
    save(store, sample(FIRST, other, LAST))
    assert measures(store) == (FIRST, other, LAST)
    told = records(store).findings[-1]
    assert (told.code, told.severity, told.about) == (
        "reshape_not_applied",
        "warning",
        (About(page=4), About(page=5)),
    )
    assert frames(store)["measures"]["review"].isna().all()
    save(store, sample())
    assert len(measures(store)) == 2
    assert [f.code for f in records(store).findings] == ["duplicate_text"]


def test_a_reading_that_finds_it_so_itself_needs_nothing(store: Store) -> None:
    join(store, 0, 1)
    whole = measures(store)[0]
    save(store, sample(whole, LAST))
    assert measures(store) == (whole, LAST)
    assert [r.state for r in standing(store)] == ["confirmed"]
    assert len(records(store).findings) == 1
    assert frames(store)["measures"]["review"].isna().all()


def test_of_two_that_say_the_same_none_is_taken_at_random(store: Store) -> None:
    join(store, 0, 1)
    save(store, sample(LAST, FIRST, FIRST, SECOND))
    assert len(measures(store)) == 4
    assert [r.state for r in standing(store)] == ["orphan"]


def test_corrections_decisions_and_additions_come_back_with_the_undoing(store: Store) -> None:
    """What was corrected before is in what is joined; what is corrected afterwards is of the joined one."""
    store.correct([Correct(ID, "measure", 0, "steps", "ประชุม\nอบรมสองวัน", "สมชาย")])
    decide(store, ID, "measure", 1, "accepted", "สมชาย")
    added = {"title": "ตั้งคณะทำงาน", "steps": "ออกคำสั่ง"}
    store.add(additions.Asked(ID, "measure", added, 5, "ตั้งคณะทำงาน", "สมชาย"))
    before, marks = records(store), list(frames(store)["measures"]["review"])
    join(store, 0, 1)
    assert measures(store)[0].steps == ("ประชุม", "อบรมสองวัน", "ประเมินผล")
    join(store, 0, 2)
    assert [m.title for m in measures(store)] == [FIRST.title, LAST.title]
    assert measures(store)[0].steps[-1] == "ออกคำสั่ง"
    store.correct([Correct(ID, "measure", 0, "outcome", "ดีมาก", "สมชาย")])
    save(store, sample())
    assert measures(store)[0].outcome == "ดีมาก"
    assert measures(store)[0].steps == ("ประชุม", "อบรมสองวัน", "ประเมินผล", "ออกคำสั่ง")
    with pytest.raises(ReviewError, match="undo that first"):
        store.take_out(1)
    (latest,) = [c for c in store.corrections() if c.field == "outcome"]
    store.undo(latest.correction_id)
    store.shape_back(2)
    store.shape_back(1)
    assert records(store) == before
    assert list(map(str, frames(store)["measures"]["review"])) == list(map(str, marks))
    assert [c.state for c in store.corrections()] == ["applied"]
    with store.snapshot() as snapshot:
        assert [(d.position, d.state) for d in of_report(snapshot.connection, ID)] == [(1, "applied")]
    store.take_out(1)
    (first,) = store.corrections()
    store.undo(first.correction_id)
    assert records(store) == sample()


def test_a_report_that_is_gone_and_comes_back_has_them_again(store: Store) -> None:
    store.correct([Correct(ID, "measure", 1, "outcome", "ดี", "สมชาย")])
    join(store, 0, 1)
    store.forget("/t/ก.pdf")
    assert [r.state for r in standing(store)] == ["orphan"]
    save(store, sample(FIRST, LAST))
    assert measures(store) == (FIRST, LAST)
    save(store, sample())
    assert measures(store)[0].outcome == "ดี"
    store.shape_back(1)
    assert [m.outcome for m in measures(store)] == [None, "ดี", None]


@pytest.mark.parametrize(
    ("positions", "title", "why"),
    [((0, 9), "ก", "no measures"), ((1, 1), "ก", "no measures"), ((0, 1), "", "must not be empty")],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(
    store: Store, positions: tuple[int, ...], title: str, why: str
) -> None:
    before = records(store)
    with pytest.raises(CorrectionError, match=why):
        store.reshape(Asked(ID, positions, ({"title": title},), "สมศรี"))
    assert (records(store), standing(store)) == (before, [])
    with pytest.raises(ReviewError, match="in force"):
        store.shape_back(1)


@settings(max_examples=20, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(
    st.lists(st.tuples(st.sampled_from(["join", "split", "correct", "add"]), st.integers(0, 9)), max_size=6)
)
def test_whatever_is_done_can_be_undone(done: list[tuple[str, int]]) -> None:
    """Joins, splits, corrections and additions in any order, a new reading after each, and all back again."""
    start = sample(
        *(Measure(f"มาตรการ {n}", steps=("ก", "ข", "ค")[: n + 1], source=Source(f"{n}", n)) for n in range(4))
    )
    undo: list[tuple[ReportRecords, str, int]] = []
    with open_store("sqlite://") as store:
        save(store, start)
        for number, (what, place) in enumerate(done):
            before, at = records(store), place % len(measures(store))
            if what == "join" and at + 1 < len(before.measures):
                join(store, at, at + 1)
                undo.append((before, "shape", standing(store)[-1].reshape_id))
            elif what == "split":
                split(store, at, 1)
                undo.append((before, "shape", standing(store)[-1].reshape_id))
            elif what == "correct":
                made = store.correct([Correct(ID, "measure", at, "outcome", f"ผล {number}", "สมชาย")])
                undo += [(before, "correct", one.correction_id) for one in made]
            elif what == "add":
                store.add(additions.Asked(ID, "measure", {"title": f"เพิ่ม {number}"}, 1, "", "สมชาย"))
                undo.append((before, "add", sum(kind == "add" for _, kind, _ in undo) + 1))
            now = records(store)
            save(store, start)
            assert records(store) == now, "a new reading that says the same changes nothing"
        for before, kind, number in reversed(undo):
            if kind == "shape":
                store.shape_back(number)
            elif kind == "add":
                store.take_out(number)
            elif number in {c.correction_id for c in store.corrections()}:  # else a later one took its place
                store.undo(number)
            if "correct" not in {k for _, k, _ in undo}:
                assert records(store) == before
        assert records(store) == start
