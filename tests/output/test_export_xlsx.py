"""Workbooks, as openpyxl and LibreOffice see them."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from record_strategies import an_example

from corpus.records import Analysis
from output import xlsx
from output.exporters import EXPORTERS
from output.store import FileFacts, Store, open_store
from output.tables import tables
from output.xlsx_cells import CUT, MAX_TEXT

HARMFUL = ("=1+1", "+HYPERLINK(1)", "@a", "- อบรม", "<b>&amp;]]>", "ก\x01ข\x0bค", "_x0041_", " เว้น ")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A report whose analyses are texts that go wrong in spreadsheets."""
    analyses = tuple(Analysis(text) for text in (*HARMFUL, "ก" * 40_000))
    with open_store(tmp_path / "s.db") as opened:
        report = replace(an_example(), analyses=analyses)
        opened.save(report, FileFacts("/t/a.pdf", "a.pdf", "1", "a" * 64, 1, 1, "application/pdf"))
        yield opened


def test_a_sheet_a_table_with_thai_titles(store: Store, tmp_path: Path) -> None:
    """A header that stays in view, filters over all rows, real numbers and dates, unknown is empty."""
    (written,) = EXPORTERS["xlsx"](store, tmp_path / "ผลลัพธ์" / "รายงาน.xlsx")
    book = openpyxl.load_workbook(written)
    shown = [t for t in tables().values() if t.part_of is None]
    assert book.sheetnames == ["อ่านก่อน", *(t.title.th for t in shown)]
    scores = book["คะแนน"]
    assert (scores.freeze_panes, scores.auto_filter.ref) == ("A2", "A1:Y5")
    titles = [cell.value for cell in scores[1]]
    assert titles == [c.title.th for c in tables()["scores"].columns if c.type != "decimal"]
    values = [row[titles.index("ค่า")].value for row in scores.iter_rows(min_row=2)]
    assert values == [88.1, 100, -3.99, 90.5]
    measures = book["มาตรการ"]
    of_measure = dict(zip([c.value for c in measures[1]], [c.value for c in measures[2]], strict=True))
    assert (of_measure["วันเริ่ม"], of_measure["วันสิ้นสุด"]) == (dt.datetime(2025, 10, 1), None)
    assert of_measure["ขั้นตอน"] == "ประชุม\nอบรม"


def test_texts_stay_texts(store: Store, tmp_path: Path) -> None:
    """What looks like a formula is none, also when edited; control characters go; a text is cut where it must be."""
    (written,) = EXPORTERS["xlsx"](store, tmp_path / "r.xlsx")
    sheet = openpyxl.load_workbook(written)["การวิเคราะห์"]
    place = [cell.value for cell in sheet[1]].index("ข้อความ")
    cells = [row[place] for row in sheet.iter_rows(min_row=2)]
    assert [c.data_type for c in cells] == ["s"] * len(cells)
    assert [c.value for c in cells[:4]] == list(HARMFUL[:4])
    assert [bool(c.quotePrefix) for c in cells[:6]] == [True] * 4 + [False] * 2
    assert [c.value for c in cells[4:6]] == ["<b>&amp;]]>", "กขค"]
    assert cells[7].value == " เว้น "
    assert (len(cells[8].value), cells[8].value.endswith(CUT)) == (MAX_TEXT, True)


def test_what_does_not_fit_goes_on_on_another_sheet(store: Store, tmp_path: Path) -> None:
    """With the same header; no row is lost or doubled."""
    xlsx.export(store, tmp_path / "r.xlsx", max_rows=4)
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    parts = [book[name] for name in ("การวิเคราะห์", "การวิเคราะห์ (2)", "การวิเคราะห์ (3)")]
    assert [part.max_row for part in parts] == [4, 4, 4]
    assert len({tuple(c.value for c in part[1]) for part in parts}) == 1
    positions = [row[1] for part in parts for row in part.iter_rows(min_row=2, values_only=True)]
    assert positions == list(range(9))


def test_libreoffice_opens_it(store: Store, tmp_path: Path) -> None:
    """And has the same cells, sheet by sheet."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    EXPORTERS["xlsx"](store, tmp_path / "r.xlsx")
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", every_sheet, "--outdir", str(tmp_path / "csv")]
    done = subprocess.run(  # noqa: S603
        [*command, str(tmp_path / "r.xlsx")], capture_output=True, text=True, check=False, timeout=300
    )
    if "could not be loaded" in done.stderr:
        pytest.skip("LibreOffice is installed without Calc")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    for name in ("คะแนน", "การวิเคราะห์", "มาตรการ"):
        with (tmp_path / "csv" / f"r-{name}.csv").open(encoding="utf-8", newline="") as file:
            seen = list(csv.reader(file))
        sheet = book[name]
        assert len(seen) == sheet.max_row
        for row, expected in zip(seen, sheet.iter_rows(values_only=True), strict=True):
            texts = [(have, want) for have, want in zip(row, expected, strict=False) if isinstance(want, str)]
            # openpyxl leaves Excel's escape of what looks like an escape as it is
            assert [have for have, _ in texts] == [want.replace("_x005F_", "_") for _, want in texts]
            assert all(have == "" for have, want in zip(row, expected, strict=False) if want is None)
