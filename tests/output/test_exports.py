"""CSV and JSON Lines, read back by other programs' eyes."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_strategies import an_example, report_records, texts
from sqlalchemy import event

from corpus.records import About, Finding, Message, ReportRecords
from output import columns, jsonl
from output.csv_export import harmless, lines
from output.errors import ExportError
from output.exporters import EXPORTERS
from output.store import FileFacts, Store, open_store
from output.tables import tables
from output.wanted import Wanted


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.db") as opened:
        opened.save(an_example(), FileFacts("/t/a.pdf", "a.pdf", "1", "a" * 64, 1, 1, "application/pdf"))
        why = Finding("file_not_read", "error", Message("ไฟล์เสีย", "damaged"))
        broken = FileFacts("/t/เสีย.pdf", "เสีย.pdf", "1", "b" * 64, 2, 2, "application/pdf")
        opened.save_failure(broken, why, "damaged")
        opened.save_failure(FileFacts("/t/ไม่มี.pdf", "ไม่มี.pdf", "1"), why, "unreadable")
        yield opened


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def lines_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_csv_has_a_file_a_record_type_with_its_columns(store: Store, tmp_path: Path) -> None:
    """A byte order mark for Excel, CRLF, and the columns that columns.csv explains."""
    written = EXPORTERS["csv"](store, tmp_path / "ใหม่" / "csv")
    assert sorted(p.name for p in (tmp_path / "ใหม่" / "csv").iterdir()) == sorted(p.name for p in written)
    for name, table in tables().items():
        raw = (tmp_path / "ใหม่" / "csv" / f"{name}.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        assert raw.splitlines(keepends=True)[0].endswith(b"\r\n")
        assert raw[3:].split(b"\r\n")[0].decode() == ",".join(table.names())
    explained = {(row["file"], row["column"]) for row in read_csv(tmp_path / "ใหม่" / "csv" / "columns.csv")}
    assert explained == {(f"{name}.csv", c) for name, table in tables().items() for c in table.names()}


def test_scores_csv_stands_alone(store: Store, tmp_path: Path) -> None:
    """Agency, province, year, names and the figure as stated, negative ones as numbers."""
    EXPORTERS["csv"](store, tmp_path / "csv")
    overall, indicator, change, other = read_csv(tmp_path / "csv" / "scores.csv")
    assert (overall["agency"], overall["province"], overall["fiscal_year"]) == (
        "เทศบาลตำบลหนองสาหร่าย",
        "ลำปาง",
        "2568",
    )
    assert (indicator["value"], indicator["value_stated"]) == ("100.00", "100.00")
    assert indicator["indicator_name"] == "การปฏิบัติหน้าที่"
    assert (change["value"], change["value_stated"]) == ("-3.99", "-3.99")
    assert (change["page"], change["confidence"]) == ("2", "0.75")
    assert change["item_name"] == "เจ้าหน้าที่ปฏิบัติงานตามขั้นตอนหรือไม่"
    assert (other["agency"], other["province"]) == ("เทศบาลเมืองทะเลงาม", "")


def test_csv_lists_are_lines_and_texts_do_not_run(store: Store, tmp_path: Path) -> None:
    """A text that begins with a dash gets an apostrophe."""
    EXPORTERS["csv"](store, tmp_path / "csv")
    (measure,) = read_csv(tmp_path / "csv" / "measures.csv")
    assert (measure["title"], measure["steps"]) == ("'- มาตรการส่งเสริม", "ประชุม\nอบรม")
    assert (measure["indicators"], measure["start"], measure["end"]) == ("1", "2025-10-01", "")
    steps = read_csv(tmp_path / "csv" / "measure_steps.csv")
    assert [(s["measure_position"], s["position"], s["text"]) for s in steps] == [
        ("0", "0", "ประชุม"),
        ("0", "1", "อบรม"),
    ]
    findings = read_csv(tmp_path / "csv" / "findings.csv")
    assert [(f["file"], f["code"], f["about"]) for f in findings] == [
        ("ปี 2568/รายงาน.pdf", "code_resolved", "score 2\npage 2"),
        ("เสีย.pdf", "file_not_read", ""),
        ("ไม่มี.pdf", "file_not_read", ""),
    ]
    assert [f["outcome"] for f in read_csv(tmp_path / "csv" / "files.csv")] == [
        "read",
        "not_read",
        "not_read",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "=1",
        "+1",
        "-1",
        "@a",
        "\tก",
        "\rก",
        " =1",
        "\u00a0-1",
        "\u200b=1",
        "\n=1",
        "＝1",
        "＋1",
        "－1",
        "＠a",
        "\x00=1",
    ],
)
def test_what_a_spreadsheet_would_run_is_text(text: str) -> None:
    """Also after blanks, seen or not, and in full width."""
    assert harmless(text) == "'" + text


@settings(deadline=None)
@given(texts)
def test_harmless_texts_are_unchanged_or_get_one_apostrophe(text: str) -> None:
    """Nothing else happens to a text."""
    assert harmless(text) in (text, "'" + text)
    assert not harmless(text).lstrip().startswith(tuple("=+-@"))


_values = (
    st.none() | texts | st.integers() | st.floats() | st.dates() | st.sampled_from(["", ",", '"', "\r", "\n"])
)


@given(st.integers(2, 4).flatmap(lambda width: st.lists(st.tuples(*[_values] * width), min_size=1)))
def test_lines_are_those_of_the_csv_module(rows: list[tuple[object, ...]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    assert lines(list(zip(*rows, strict=True))) == out.getvalue()


@settings(max_examples=100, deadline=None)
@given(report_records)
def test_a_json_line_reads_back_as_the_record_and_is_one_line(records: ReportRecords) -> None:
    """Whatever characters a text holds, also for readers that split at Unicode's line ends."""
    line = jsonl.line(records.to_json())
    assert len(line.splitlines()) == 1
    assert json.loads(line) == records.to_json()


@settings(max_examples=25, deadline=None)
@given(report_records)
def test_documents_out_of_the_rows_are_those_of_the_records(records: ReportRecords) -> None:
    """To the last byte: the order of keys, numbers as stated, what is left out."""
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "s.db") as store:
        store.save(records, FileFacts("/t/a.pdf", "a.pdf", "1", "a" * 64))
        with store.snapshot() as snapshot:
            (document,), (stored,) = snapshot.documents(), snapshot.reports()
    assert jsonl.line(document) == jsonl.line(stored.to_json())


def test_jsonl_has_reports_and_then_the_files_not_read(store: Store, tmp_path: Path) -> None:
    """Thai stays Thai; what is unknown of a file is left out."""
    EXPORTERS["jsonl"](store, tmp_path / "ใหม่" / "r.jsonl")
    assert "เทศบาลตำบลหนองสาหร่าย" in (tmp_path / "ใหม่" / "r.jsonl").read_text(encoding="utf-8")
    report, broken, missing = lines_of(tmp_path / "ใหม่" / "r.jsonl")
    assert report == an_example().to_json()
    assert broken["report"] == {"report_id": "b" * 16, "file": "เสีย.pdf", "media_type": "application/pdf"}
    assert missing["report"] == {"file": "ไม่มี.pdf"}
    assert missing["scores"] == []
    assert missing["findings"] == [
        {"code": "file_not_read", "severity": "error", "message": {"th": "ไฟล์เสีย", "en": "damaged"}}
    ]


def _limited(connection: sqlite3.Connection, *_: object) -> None:
    connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 32_766)


def test_a_report_with_more_findings_than_a_statement_has_variables(tmp_path: Path) -> None:
    """SQLite takes 32,766 values in one statement, unless it was built for more."""
    finding = Finding("code_resolved", "info", Message("ก", "a"), (About("score", 2),))
    with open_store(tmp_path / "s.db") as store:
        event.listen(store._engine, "checkout", _limited)
        records = replace(an_example(), findings=(finding,) * 33_000)
        store.save(records, FileFacts("/t/a.pdf", "a.pdf", "1", "a" * 64, 1, 1, "application/pdf"))
        EXPORTERS["csv"](store, tmp_path / "csv", Wanted(records=frozenset({"findings"})))
    assert [row["about"] for row in read_csv(tmp_path / "csv" / "findings.csv")] == ["score 2"] * 33_000


@pytest.mark.parametrize("form", sorted(EXPORTERS))
def test_an_export_that_fails_changes_nothing(
    form: str, tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was there stays, and no half file lies beside it."""
    dest = tmp_path / "out" / "r"
    EXPORTERS[form](store, dest)
    before = {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()}

    def stop(*_: object) -> Iterator[object]:
        raise RuntimeError("stop")
        yield

    monkeypatch.setattr("output.snapshot.Snapshot.failures", stop)
    monkeypatch.setitem(columns._READERS, "files", stop)  # the last table
    with pytest.raises(RuntimeError):
        EXPORTERS[form](store, dest)
    assert {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()} == before


def test_a_destination_of_the_wrong_kind_is_refused(store: Store, tmp_path: Path) -> None:
    """A file for folders of tables, a folder for files, a folder below a file."""
    (tmp_path / "file").write_text("x")
    for form in ("csv", "parquet", "datapackage"):
        with pytest.raises(ExportError, match="is a file"):
            EXPORTERS[form](store, tmp_path / "file")
    for form in ("jsonl", "xlsx"):
        with pytest.raises(ExportError, match="is a folder"):
            EXPORTERS[form](store, tmp_path)
        with pytest.raises(ExportError, match="cannot write"):
            EXPORTERS[form](store, tmp_path / "file" / "below" / "r")


@pytest.mark.parametrize("form", sorted(EXPORTERS))
def test_two_exports_of_a_store_are_equal(form: str, store: Store, tmp_path: Path) -> None:
    """The second replaces the first with the same bytes; what else lies there stays."""
    dest = tmp_path / "ปลายทาง"
    first = {path: path.read_bytes() for path in EXPORTERS[form](store, dest)}
    if dest.is_dir():
        (dest / "mine.txt").write_text("x")
    second = {path: path.read_bytes() for path in EXPORTERS[form](store, dest)}
    assert first == second
    assert not dest.is_dir() or {p.name for p in dest.iterdir()} == {"mine.txt", *(p.name for p in second)}
