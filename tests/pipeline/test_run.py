"""A run over a tree, with a small reader handed in: a file's first line says what becomes of it."""

from __future__ import annotations

import logging
import os
import sqlite3
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest

from corpus.columns_read import ChosenRole, ColumnAt
from corpus.records import About, Finding, Message, Report, ReportRecords, Score
from extractors.errors import Damaged, MissingTool
from extractors.limits import Limits
from output.errors import StoreError
from output.review import columns
from output.store import Store, open_store
from pipeline.run import Progress, ingest
from pipeline.settings import Settings
from pipeline.structure.roles import Roles
from pipeline.summary import Summary
from pipeline.workers import Workers


class Reader:
    """Reads a file of two lines: `%PDF-` and a word."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.has_tool = False

    def __call__(self, path: Path, *, shown_as: str, sha256: str) -> ReportRecords:
        self.read.append(Path(shown_as).name)
        word = path.read_text(encoding="utf-8").split("\n")[1]
        if word == "เสีย":
            raise Damaged("ไฟล์เสีย ขอใหม่", "damaged: ask for it again")
        if word == "เครื่องมือ" and not self.has_tool:
            raise MissingTool("ติดตั้ง LibreOffice", "install LibreOffice")
        if word == "บั๊ก":
            raise ZeroDivisionError("boom\nsecond line")
        title = "\ud800" if word == "surrogate" else word
        report = Report(sha256[:16], shown_as, "application/pdf", ocr=word == "ภาพ", title=title)
        blank = Finding("page_not_read", "error", Message("ว่าง", "empty"), (About(page=2), About(page=1)))
        return ReportRecords(
            report, scores=(Score("overall", Decimal("99.50")),), findings=(blank,) if word == "ว่าง" else ()
        )


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "คลัง"
    root.mkdir()
    return root


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "s.db"


@pytest.fixture
def store(db: Path) -> Iterator[Store]:
    with open_store(db) as opened:
        yield opened


@pytest.fixture
def reader() -> Reader:
    return Reader()


def put(path: Path, word: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"%PDF-\n{word}\n", encoding="utf-8")
    return path


def dump(db: Path) -> str:
    connection = sqlite3.connect(db)
    try:
        return "\n".join(connection.iterdump())
    finally:
        connection.close()


def titles(store: Store) -> list[str | None]:
    return sorted(r.report.title or "" for r in store.reports())


def counts(summary: Summary) -> tuple[int, int, int, int]:
    return summary.read, summary.unchanged, summary.copies, len(summary.failed)


def test_good_files_are_stored_and_bad_ones_are_told(
    tree: Path, store: Store, reader: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    """One bad file costs nothing but itself; a fault of the program leaves its traceback in the log."""
    put(tree / "a.pdf", "ดี")
    put(tree / "b.pdf", "เสีย")
    put(tree / "c.pdf", "บั๊ก")
    put(tree / "d.pdf", "surrogate")
    put(tree / "e.pdf", "ว่าง")
    (tree / "f.pdf").mkdir()
    with caplog.at_level(logging.ERROR):
        summary = ingest([tree, tree / "none.pdf"], store, read=reader)
    assert counts(summary) == (2, 0, 0, 4)
    assert titles(store) == ["ดี", "ว่าง"]
    assert [(Path(f.file).name, f.kind) for f in summary.failed] == [
        ("b.pdf", "damaged"),
        ("c.pdf", "internal_error"),
        ("d.pdf", "internal_error"),
        ("none.pdf", "unreadable"),
    ]
    assert summary.failed[0].reason_th == "ไฟล์เสีย ขอใหม่"
    assert "ZeroDivisionError: boom)" in summary.failed[1].reason_en
    assert "Traceback" in caplog.text
    first = next(store.failures())
    assert first.finding.code == "file_not_read"
    assert first.finding.message.en == f"{tree}/b.pdf was not read: damaged: ask for it again"
    assert first.file.facts.media_type == "application/pdf"
    assert (summary.records["scores"], summary.findings) == (2, {"error": {"page_not_read": 1}})
    assert summary.pages_not_read == {f"{tree}/e.pdf": (1, 2)}


def test_a_second_run_reads_nothing_and_changes_nothing(
    tree: Path, store: Store, reader: Reader, db: Path
) -> None:
    """The database's dump is the same, and a damaged file is still told about."""
    for name, word in {"a.pdf": "ก", "b/c.pdf": "ข", "b/d.pdf": "ก", "e.pdf": "เสีย"}.items():
        put(tree / name, word)
    assert counts(ingest([tree], store, read=reader)) == (2, 0, 1, 1)
    before, reader.read = dump(db), []
    again = ingest([tree], store, read=reader)
    assert (counts(again), reader.read, dump(db) == before) == ((0, 3, 0, 1), [], True)
    assert (again.failed[0].reason_en, again.failed[0].known) == ("damaged: ask for it again", True)


def test_a_touched_file_is_hashed_but_not_read(tree: Path, store: Store, reader: Reader) -> None:
    """Another time with the same bytes is nothing new, and is remembered."""
    path = put(tree / "a.pdf", "ก")
    ingest([tree], store, read=reader)
    os.utime(path, ns=(1, 1))
    assert counts(ingest([tree], store, read=reader)) == (0, 1, 0, 0)
    assert reader.read == ["a.pdf"]
    assert store.file(str(path)).facts.mtime_ns == 1  # type: ignore[union-attr]


def test_changed_content_replaces_the_report(tree: Path, store: Store, reader: Reader) -> None:
    """The old one goes unless another file still has its bytes."""
    put(tree / "a.pdf", "ก")
    put(tree / "b.pdf", "ก")
    ingest([tree], store, read=reader)
    put(tree / "a.pdf", "ใหม่")
    ingest([tree], store, read=reader)
    assert titles(store) == ["ก", "ใหม่"]
    put(tree / "b.pdf", "เสีย")
    ingest([tree], store, read=reader)
    assert titles(store) == ["ใหม่"]


def test_a_renamed_file_is_not_read_again(tree: Path, store: Store, reader: Reader) -> None:
    """Its bytes are known."""
    ingest([put(tree / "a.pdf", "ก").rename(tree / "ข.pdf")], store, read=reader)
    (tree / "ข.pdf").rename(tree / "ค.pdf")
    assert counts(ingest([tree], store, read=reader)) == (0, 0, 1, 0)
    assert store.counts().reports == 1


def test_a_newer_reading_reads_again(tree: Path, store: Store, reader: Reader) -> None:
    """So does --force, once for each content."""
    put(tree / "a.pdf", "ก")
    put(tree / "b.pdf", "ก")
    ingest([tree], store, read=reader, settings=Settings("1"))
    assert counts(ingest([tree], store, read=reader, settings=Settings("2"))) == (1, 0, 1, 0)
    assert counts(ingest([tree], store, read=reader, settings=Settings("2"))) == (0, 2, 0, 0)
    assert counts(ingest([tree], store, read=reader, settings=Settings("2"), force=True)) == (1, 0, 1, 0)


def test_what_may_pass_is_tried_again(tree: Path, store: Store, reader: Reader, db: Path) -> None:
    """Once LibreOffice is installed, the next run reads the file; until then nothing changes."""
    put(tree / "a.doc", "เครื่องมือ")
    ingest([tree], store, read=reader)
    before = dump(db)
    assert len(ingest([tree], store, read=reader).failed) == 1
    assert dump(db) == before
    reader.has_tool = True
    assert counts(ingest([tree], store, read=reader)) == (1, 0, 0, 0)
    assert list(store.failures()) == []


def test_records_outlive_a_failure_that_may_pass(tree: Path, store: Store, reader: Reader) -> None:
    """Where the tool is missing today, yesterday's records stay, and the run says so."""
    put(tree / "a.doc", "เครื่องมือ")
    reader.has_tool = True
    ingest([tree], store, read=reader)
    reader.has_tool = False
    summary = ingest([tree], store, read=reader, force=True)
    assert [f.kind for f in summary.failed] == ["missing_tool"]
    assert titles(store) == ["เครื่องมือ"]


def test_the_same_relative_path_elsewhere_is_another_file(
    tree: Path, store: Store, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One database fed from two folders keeps both reports."""
    for folder in ("๑", "๒"):
        put(tree / folder / "a.pdf", folder)
        monkeypatch.chdir(tree / folder)
        ingest([Path("a.pdf")], store, read=reader)
    assert titles(store) == ["๑", "๒"]
    assert [r.report.file for r in store.reports()] == ["a.pdf", "a.pdf"]


def test_progress_goes_from_nothing_to_all(tree: Path, store: Store, reader: Reader) -> None:
    """One step a file, and one at the end."""
    for name in "ab":
        put(tree / f"{name}.pdf", name)
    steps: list[Progress] = []
    ingest([tree], store, read=reader, on_progress=steps.append)
    assert [(s.done, s.total, Path(s.file).name) for s in steps] == [
        (0, 2, "a.pdf"),
        (1, 2, "b.pdf"),
        (2, 2, ""),
    ]


def test_an_empty_folder_is_no_failure(tree: Path, store: Store, reader: Reader) -> None:
    """What was passed over is counted."""
    (tree / "README.txt").write_text("x")
    summary = ingest([tree], store, read=reader)
    assert (summary.files, summary.failed, summary.skipped) == (0, (), {"not_a_document": 1})


def test_a_run_that_is_stopped_keeps_what_it_read(tree: Path, store: Store, reader: Reader) -> None:
    """Ctrl-C after the first file; the next run does the rest."""
    for name in "abc":
        put(tree / f"{name}.pdf", name)

    def stop_at_second(step: Progress) -> None:
        if step.done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest([tree], store, read=reader, on_progress=stop_at_second)
    assert counts(ingest([tree], store, read=reader)) == (2, 1, 0, 0)


def test_a_database_that_fails_stops_the_run(tree: Path, store: Store, reader: Reader, db: Path) -> None:
    """Its trouble is not blamed on the file."""
    put(tree / "a.pdf", "ก")
    with sqlite3.connect(db) as raw:
        raw.execute("DROP TABLE scores")
    with pytest.raises(StoreError, match="cannot be used"):
        ingest([tree], store, read=reader)


def test_unread_pages_are_tried_again_where_recognition_was_installed(
    tree: Path, store: Store, reader: Reader
) -> None:
    """They alone, and not before; a file under two names is read once."""
    for name, word in {"a.pdf": "ดี", "b.pdf": "ว่าง", "c.pdf": "ว่าง"}.items():
        put(tree / name, word)
    without, later = Settings(recogniser=""), Settings(recogniser="reader 1")
    assert counts(ingest([tree], store, read=reader, settings=without)) == (2, 0, 1, 0)
    assert counts(ingest([tree], store, read=reader, settings=without)) == (0, 3, 0, 0)
    assert counts(ingest([tree], store, read=reader, settings=Settings(ocr="never"))) == (0, 3, 0, 0)
    reader.read = []
    assert counts(ingest([tree], store, read=reader, settings=later)) == (1, 1, 1, 0)
    assert reader.read == ["b.pdf"]
    assert counts(ingest([tree], store, read=reader, settings=later)) == (0, 3, 0, 0)


def test_recognised_files_are_read_again_by_another_recogniser(
    tree: Path, store: Store, reader: Reader
) -> None:
    """But kept where there is none now, or none is asked for; `always` reads everything again."""
    put(tree / "a.pdf", "ดี")
    put(tree / "b.pdf", "ภาพ")
    first, other = Settings(recogniser="reader 1"), Settings(recogniser="reader 2")
    assert counts(ingest([tree], store, read=reader, settings=first)) == (2, 0, 0, 0)
    for without in (Settings(recogniser=""), Settings(ocr="never")):
        assert counts(ingest([tree], store, read=reader, settings=without)) == (0, 2, 0, 0)
    assert counts(ingest([tree], store, read=reader, settings=other)) == (1, 1, 0, 0)
    every = Settings(ocr="always", recogniser="reader 2")
    assert counts(ingest([tree], store, read=reader, settings=every)) == (2, 0, 0, 0)
    assert counts(ingest([tree], store, read=reader, settings=every)) == (0, 2, 0, 0)


def read_in_worker(path: Path, *, shown_as: str, sha256: str) -> ReportRecords:
    """As `Reader`, in another process; some words take time or the process."""
    word = path.read_text(encoding="utf-8").split("\n")[1]
    if word == "ช้า":
        time.sleep(60)
    if word == "ล่ม":
        os.abort()
    return Reader()(path, shown_as=shown_as, sha256=sha256)


def test_columns_that_people_chose_are_read_so_also_where_a_file_has_copies(tree: Path, store: Store) -> None:
    """Chosen before the run, or while it reads the file; a copy waits for the reading that holds."""
    at, role = ColumnAt(1, 1, 0), ChosenRole("title", "มาตรการ")
    read: list[Mapping[ColumnAt, ChosenRole]] = []

    def choose(report_id: str) -> None:
        with store.writing() as connection:
            columns.choose(connection, report_id, {at: role}, "สมศรี")

    def reader(
        path: Path, *, shown_as: str, sha256: str, roles: Roles = MappingProxyType({})
    ) -> ReportRecords:
        read.append(roles)
        if len(read) == 1:
            choose(sha256[:16])
        title = f"{path.name}: {len(roles)}"
        return ReportRecords(Report(sha256[:16], shown_as, "application/pdf", title=title))

    for name in "abc":
        put(tree / f"{name}.pdf", "ดี")
    with ThreadPoolExecutor(1) as executor:
        first = ingest([tree], store, read=reader, executor=executor, at_once=3)
        assert (counts(first), read, titles(store)) == ((1, 0, 2, 0), [{}, {at: role}], ["a.pdf: 1"])
        again = ingest([tree], store, read=reader, executor=executor, at_once=3, force=True)
    assert (counts(again), read[2:], titles(store)) == ((1, 0, 2, 0), [{}, {at: role}], ["a.pdf: 1"])


def test_workers_give_what_one_process_gives(tree: Path, tmp_path: Path) -> None:
    for number in range(12):
        put(tree / f"{number:02}.pdf", f"เล่ม {number // 2}")  # in pairs of the same bytes
    put(tree / "20.pdf", "เสีย")
    put(tree / "21.pdf", "เสีย")
    with open_store(tmp_path / "one.db") as one, open_store(tmp_path / "two.db") as two:
        alone = ingest([tree], one, read=read_in_worker)
        with Workers(2) as pool:
            shared = ingest([tree], two, read=read_in_worker, executor=pool, at_once=6)
        assert list(one.reports()) == list(two.reports())
        assert [f.file.facts.file for f in one.failures()] == [f.file.facts.file for f in two.failures()]
    assert counts(shared) == counts(alone) == (6, 0, 6, 2)
    assert shared.failed == alone.failed


def test_a_file_that_hangs_or_crashes_costs_itself(tree: Path, store: Store) -> None:
    for name, word in (("a", "ดี"), ("b", "ช้า"), ("c", "ล่ม"), ("d", "ดีมาก")):
        put(tree / f"{name}.pdf", word)
    with Workers(2, Limits(seconds=3)) as pool:
        summary = ingest([tree], store, read=read_in_worker, executor=pool, at_once=4)
    assert titles(store) == ["ดี", "ดีมาก"]
    assert [(Path(f.file).name, f.kind) for f in summary.failed] == [
        ("b.pdf", "out_of_time"),
        ("c.pdf", "crashed"),
    ]


def test_a_file_is_kept_with_what_read_it(tmp_path: Path) -> None:
    """The programs with their versions, and what was asked for."""
    sample = next(Path("corpus/samples/reports").rglob("report.pdf"))
    with open_store(str(tmp_path / "a.db"), create=True) as store:
        ingest([sample], store)
        (known,) = store.known([os.path.abspath(sample)]).values()  # noqa: PTH100 - as discover names it
    assert known.facts.settings == "ocr=auto engine=tesseract"
    assert "pypdfium2" in known.facts.engines
