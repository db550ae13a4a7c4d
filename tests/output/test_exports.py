"""CSV and JSON Lines, read back by other programs' eyes."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from record_strategies import an_example, report_records, texts

from corpus.records import Finding, Message, ReportRecords
from output import jsonl
from output.csv_export import COLUMNS, cell, harmless, report_lines
from output.errors import ExportError
from output.exporters import EXPORTERS
from output.store import FileFacts, Store, open_store


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
    for name, columns in COLUMNS.items():
        raw = (tmp_path / "ใหม่" / "csv" / f"{name}.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        assert raw.splitlines(keepends=True)[0].endswith(b"\r\n")
        assert raw[3:].split(b"\r\n")[0].decode() == ",".join(columns)
    explained = {(row["file"], row["column"]) for row in read_csv(tmp_path / "ใหม่" / "csv" / "columns.csv")}
    assert explained == {(name, column) for name, columns in COLUMNS.items() for column in columns}


def test_scores_csv_stands_alone(store: Store, tmp_path: Path) -> None:
    """Agency, province, year, names and the figure as stated, negative ones as numbers."""
    EXPORTERS["csv"](store, tmp_path / "csv")
    overall, indicator, change, other = read_csv(tmp_path / "csv" / "scores.csv")
    assert (overall["agency"], overall["province"], overall["fiscal_year"]) == (
        "เทศบาลตำบลหนองสาหร่าย",
        "ลำปาง",
        "2568",
    )
    assert (indicator["value"], indicator["indicator_name"]) == ("100.00", "การปฏิบัติหน้าที่")
    assert (change["value"], change["page"], change["confidence"]) == ("-3.99", "2", "0.75")
    assert change["item_name"] == "เจ้าหน้าที่ปฏิบัติงานตามขั้นตอนหรือไม่"
    assert (other["agency"], other["province"]) == ("เทศบาลเมืองทะเลงาม", "")


def test_csv_lists_are_lines_and_texts_do_not_run(store: Store, tmp_path: Path) -> None:
    """A text that begins with a dash gets an apostrophe."""
    EXPORTERS["csv"](store, tmp_path / "csv")
    (measure,) = read_csv(tmp_path / "csv" / "measures.csv")
    assert (measure["title"], measure["steps"]) == ("'- มาตรการส่งเสริม", "ประชุม\nอบรม")
    assert (measure["indicators"], measure["start"], measure["end"]) == ("1", "2025-10-01", "")
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


def test_pandas_reads_the_csv(store: Store, tmp_path: Path) -> None:
    """Values are numbers there."""
    pandas = pytest.importorskip("pandas")
    EXPORTERS["csv"](store, tmp_path / "csv")
    scores = pandas.read_csv(tmp_path / "csv" / "scores.csv", dtype={"report_id": str})
    assert scores["value"].tolist() == [88.1, 100.0, -3.99, 90.5]
    assert scores["report_id"].tolist() == ["00112233445566aa"] * 4


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


@settings(max_examples=100, deadline=None)
@given(report_records)
def test_every_line_fits_its_columns(records: ReportRecords) -> None:
    """Each record is one line, with no column that is not declared but helpers of its own."""
    lines = list(report_lines(records))
    lists = (records.indicators, records.scores, records.analyses, records.measures, records.findings)
    assert len(lines) == 1 + sum(map(len, lists))
    for name, line in lines:
        for column in COLUMNS[name]:
            cell(line.get(column))
        missing = set(COLUMNS[name]) - set(line)
        assert not missing


@settings(max_examples=100, deadline=None)
@given(report_records)
def test_a_json_line_reads_back_as_the_record_and_is_one_line(records: ReportRecords) -> None:
    """Whatever characters a text holds, also for readers that split at Unicode's line ends."""
    line = jsonl.line(records.to_json())
    assert len(line.splitlines()) == 1
    assert json.loads(line) == records.to_json()


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


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_an_export_that_fails_changes_nothing(
    form: str, tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was there stays, and no half file lies beside it."""
    dest = tmp_path / "out" / "r"
    EXPORTERS[form](store, dest)
    before = {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()}

    def stop(self: object) -> Iterator[object]:
        raise RuntimeError("stop")
        yield

    monkeypatch.setattr("output.store.Snapshot.failures", stop)
    with pytest.raises(RuntimeError):
        EXPORTERS[form](store, dest)
    assert {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()} == before


def test_a_destination_of_the_wrong_kind_is_refused(store: Store, tmp_path: Path) -> None:
    """A file for CSV, a folder for JSON Lines, a folder below a file."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(ExportError, match="is a file"):
        EXPORTERS["csv"](store, tmp_path / "file")
    with pytest.raises(ExportError, match="is a folder"):
        EXPORTERS["jsonl"](store, tmp_path)
    with pytest.raises(ExportError, match="cannot write"):
        EXPORTERS["jsonl"](store, tmp_path / "file" / "below" / "r.jsonl")


def test_two_exports_of_a_store_are_equal(store: Store, tmp_path: Path) -> None:
    """The second replaces the first with the same bytes."""
    (first,) = EXPORTERS["jsonl"](store, tmp_path / "r.jsonl")
    before = first.read_bytes()
    EXPORTERS["jsonl"](store, tmp_path / "r.jsonl")
    assert first.read_bytes() == before
