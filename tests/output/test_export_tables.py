"""The description of the exported tables, and what is made of it: the codebook, the data package."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import frictionless
import pandas as pd
import pytest
from record_strategies import an_example

from corpus import records
from output import codebook
from output.exporters import EXPORTERS
from output.selection import Selection
from output.store import FileFacts, Store, open_store
from output.tables import record_types, tables
from output.wanted import Wanted
from pipeline import run
from pipeline.commands.export import Kind, Record

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The samples, a file that was not read, and a report whose texts are harmful."""
    with open_store(tmp_path_factory.mktemp("ตาราง") / "ข้อมูล.db") as opened:
        run.ingest([ROOT / "corpus/samples/reports"], opened)
        opened.save(an_example(), FileFacts("/t/a.pdf", "a.pdf", "1", "a" * 64, 1, 1, "application/pdf"))
        why = records.Finding("file_not_read", "error", records.Message("ไฟล์เสีย", "damaged"))
        opened.save_failure(FileFacts("/t/เสีย.pdf", "เสีย.pdf", "1", "b" * 64, 2, 2), why, "damaged")
        yield opened


@pytest.mark.parametrize(
    ("table", "column", "type_"),
    [
        ("reports", "kind", records.Kind),
        ("scores", "level", records.Level),
        ("scores", "statistic", records.Statistic),
        ("analyses", "finding", records.FindingKind),
        ("findings", "severity", records.Severity),
    ],
)
def test_enumerations_are_those_of_the_records(table: str, column: str, type_: object) -> None:
    """In the same order."""
    (values,) = (c.values for c in tables()[table].columns if c.name == column)
    assert values is not None
    assert tuple(values) == get_args(type_)


def test_the_command_line_offers_what_there_is() -> None:
    """It names record types and kinds without importing them."""
    assert tuple(r.value for r in Record) == record_types()
    assert tuple(k.value for k in Kind) == get_args(records.Kind)


def test_keys_and_references_name_columns() -> None:
    """Also those of the tables referred to, which have them as their key."""
    for table in tables().values():
        assert set(table.key) <= set(table.names())
        for reference in table.refers:
            assert set(reference.columns) <= set(table.names())
            assert reference.to == tables()[reference.table].key


@pytest.mark.parametrize("name", codebook.FILES)
def test_the_codebook_of_the_documentation_is_fresh(name: str) -> None:
    """`python -m output.codebook docs` writes it."""
    page = codebook.markdown(codebook.FILES[name], list(tables().values()))
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == page


def test_frictionless_finds_nothing_wrong(store: Store, tmp_path: Path) -> None:
    """Types, enumerations, keys, references, sizes and hashes."""
    dest = tmp_path / "ชุดข้อมูล"
    EXPORTERS["datapackage"](store, dest, Wanted(licence="CC-BY-4.0"))
    report = frictionless.validate(str(dest / "datapackage.json"))
    assert report.flatten(["name", "rowNumber", "fieldName", "note"]) == []
    assert [task.name for task in report.tasks] == list(tables())
    described = json.loads((dest / "datapackage.json").read_text(encoding="utf-8"))
    assert described["licenses"] == [{"name": "CC-BY-4.0"}]
    assert sum(r["rows"] for r in described["resources"]) > 500
    (scores,) = (r for r in described["resources"] if r["name"] == "scores")
    (value,) = (f for f in scores["schema"]["fields"] if f["name"] == "value")
    assert (value["title_th"], value["unit"], value["type"]) == ("ค่า", "points of 100", "number")


@pytest.mark.parametrize(
    ("file", "line", "before", "after"),
    [
        ("scores.csv", 2, ",target,", ",guess,"),
        ("scores.csv", 2, ",2", ",x2"),
        ("measure_steps.csv", 2, ",0,0,", ",99,0,"),
        ("measure_steps.csv", 3, ",0,1,", ",0,0,"),
    ],
)
def test_frictionless_sees_what_is_spoilt(
    store: Store, tmp_path: Path, file: str, line: int, before: str, after: str
) -> None:
    """An unknown value of an enumeration, a text for a number, a row without its owner, a key twice."""
    EXPORTERS["datapackage"](store, tmp_path)
    lines = (tmp_path / file).read_bytes().decode("utf-8-sig").split("\r\n")
    assert before in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(before, after, 1)
    (tmp_path / file).write_text("\r\n".join(lines), encoding="utf-8-sig", newline="")
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        del resource["hash"], resource["bytes"]
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


@pytest.mark.parametrize(
    "records_wanted", [frozenset(), frozenset({"scores"}), frozenset({"measures", "panel"})]
)
def test_a_part_of_the_data_is_a_valid_package(
    store: Store, tmp_path: Path, records_wanted: frozenset[str]
) -> None:
    """With filters, and without the tables that others refer to."""
    selection = Selection(years=frozenset({2568}), provinces=frozenset({"แม่ฮ่องสอน"}))
    EXPORTERS["datapackage"](store, tmp_path, Wanted(selection, records_wanted))
    assert frictionless.validate(str(tmp_path / "datapackage.json")).valid
    assert {t.record for t in Wanted(records=records_wanted).tables()} >= records_wanted
    written = {p.stem for p in tmp_path.glob("*.csv")} - {"columns"}
    assert written == {t.name for t in Wanted(records=records_wanted).tables()}


@pytest.mark.parametrize("form", sorted(EXPORTERS))
def test_an_empty_database_gives_tables_without_rows(form: str, tmp_path: Path) -> None:
    """Which can be read all the same."""
    with open_store(tmp_path / "empty.db") as empty:
        written = EXPORTERS[form](empty, tmp_path / "out")
    assert all(path.exists() for path in written)
    if form == "datapackage":
        assert frictionless.validate(str(tmp_path / "out" / "datapackage.json")).valid
    if form == "csv":
        assert pd.read_csv(tmp_path / "out" / "scores.csv").columns.tolist() == list(
            tables()["scores"].names()
        )
    if form == "parquet":
        scores = pd.read_parquet(tmp_path / "out" / "scores.parquet")
        assert (len(scores), scores.columns.tolist()) == (0, list(tables()["scores"].names()))
    if form == "xlsx":
        assert pd.read_excel(tmp_path / "out", sheet_name="คะแนน", engine="openpyxl").empty
    if form == "jsonl":
        assert written[0].read_bytes() == b""
