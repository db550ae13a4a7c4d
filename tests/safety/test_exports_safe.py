"""Whatever a document says, an export of it is only words to the program that opens it."""

from __future__ import annotations

import csv
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from corpus.records import Agency, Analysis, Report, ReportRecords
from output import search
from output.exporters import EXPORTERS
from output.search.query import SearchError
from output.store import FileFacts, Store, open_store

_SIGNS = "=+-@＝＋－＠\t\r\n '\"|%&<>;,\x00\x01\x0b\x1b\x7f\x85\u200b\u202e\ufeff\ufffe_x0041_"
_WORDS = st.sampled_from(
    [
        "=cmd|' /C calc'!A0",
        '=HYPERLINK("http://x","ก")',
        "@SUM(1)",
        "</t></is></c><f>1</f>",
        "]]>",
        "&#61;1",
        "'; DROP TABLE reports;--",
    ]
)
_TEXTS = st.one_of(st.text(st.sampled_from(_SIGNS + "กำ1"), max_size=12), st.text(max_size=8), _WORDS)


def stored(path: Path, analyses: list[str], agency: str = "เทศบาลตำบลทดลอง") -> Store:
    store = open_store(path)
    report = Report("0" * 16, "a.pdf", "application/pdf", agency=Agency(agency))
    records = ReportRecords(report, analyses=tuple(Analysis(text) for text in analyses))
    store.save(records, FileFacts("/a.pdf", "a.pdf", "1", "0" * 64, 1, 1, "application/pdf"))
    return store


@settings(max_examples=12, deadline=None)
@given(texts=st.lists(_TEXTS, min_size=1, max_size=30))
def test_a_workbook_holds_words_and_no_formula(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    """Its XML is sound whatever it holds; no cell is a formula, and one that looks like it stays text when edited."""
    folder = tmp_path_factory.mktemp("xlsx")
    with stored(folder / "s.db", texts) as store:
        (path,) = EXPORTERS["xlsx"](store, folder / "r.xlsx")
    with zipfile.ZipFile(path) as book:
        sheets = [
            etree.fromstring(book.read(n)) for n in book.namelist() if n.startswith("xl/worksheets/sheet")
        ]
        links = [n for n in book.namelist() if "externalLink" in n]
    assert links == []
    assert sum(len(sheet.findall(".//{*}row")) for sheet in sheets) > len(texts)
    for sheet in sheets:
        assert not list(sheet.iter("{*}f", "{*}hyperlink"))
        assert all(
            cell.get("t") in ("inlineStr", "s")
            for cell in sheet.iter("{*}c")
            if cell.find(".//{*}t") is not None
        )


@settings(max_examples=12, deadline=None)
@given(texts=st.lists(_TEXTS, min_size=1, max_size=30))
def test_no_cell_of_a_csv_begins_as_a_formula(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    """And there are as many rows as records, whatever line ends stand in them."""
    folder = tmp_path_factory.mktemp("csv")
    with stored(folder / "s.db", texts) as store:
        EXPORTERS["csv"](store, folder / "csv")
    with (folder / "csv" / "analyses.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == len(texts) + 1
    for row in rows:
        for cell in row:
            start = cell.lstrip("\x00 \t\r\n\u200b\ufeff\x85\u202e")
            assert not start.startswith(("=", "@", "＝", "＠")), cell


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with stored(tmp_path_factory.mktemp("search") / "s.db", ["การเรียกรับสินบน", "ผลการประเมิน"]) as store:
        search.refresh(store)
        yield store


@settings(max_examples=100, deadline=None)
@given(wanted=st.one_of(_TEXTS, st.text(st.sampled_from("\"'*():^-NEARORสินบน "), max_size=12)))
def test_what_is_searched_for_is_never_a_query(searched: Store, wanted: str) -> None:
    """Quotes, operators and commands of the index are only letters: there are hits, none, or a message."""
    try:
        with searched.snapshot() as snapshot:
            search.search(snapshot, wanted)
    except SearchError as exc:
        assert exc.reason_th
    assert searched.counts().reports == 1


@settings(max_examples=12, deadline=None)
@given(name=st.one_of(_TEXTS, st.sampled_from(["../../etc/passwd", "/etc/x", "a\x00b", "CON", "a/b.csv"])))
def test_no_name_of_a_document_becomes_a_path(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    """Files of an export have the names of the tables, and lie where they were wanted."""
    folder = tmp_path_factory.mktemp("names")
    with stored(folder / "s.db", ["ก"], name or "ก") as store:
        written = [
            path for form in ("csv", "jsonl") for path in EXPORTERS[form](store, folder / f"out-{form}")
        ]
    assert {path.name for path in folder.iterdir()} <= {
        "s.db",
        "s.db-wal",
        "s.db-shm",
        "out-csv",
        "out-jsonl",
    }
    assert all(path.is_relative_to(folder) for path in written)
    found = sqlite3.connect(folder / "s.db").execute("SELECT count(*) FROM reports").fetchone()
    assert found == (1,)
