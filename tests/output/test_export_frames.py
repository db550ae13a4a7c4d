"""Parquet as pyarrow sees it, CSV as pandas sees it, and DataFrames: the same rows with proper types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from record_strategies import an_example, report_records

import output
from corpus.records import Finding, Message, ReportRecords
from output import parquet
from output.errors import StoreError
from output.exporters import EXPORTERS
from output.store import FileFacts, Store, open_store
from output.tables import tables


@pytest.fixture
def store(db: str) -> Iterator[Store]:
    """In each engine."""
    with open_store(db) as opened:
        opened.save(an_example(), FileFacts("/t/a.pdf", "a.pdf", "1", "a" * 64, 1, 1, "application/pdf"))
        why = Finding("file_not_read", "error", Message("ไฟล์เสีย", "damaged"))
        opened.save_failure(FileFacts("/t/เสีย.pdf", "เสีย.pdf", "1", "b" * 64, 2, 2), why, "damaged")
        yield opened


def test_types_are_those_of_the_columns(store: Store) -> None:
    """Nullable whole numbers, all values of an enumeration, dates, lists."""
    found = output.frames(store)
    assert list(found) == list(tables())
    scores, measures = found["scores"], found["measures"]
    assert scores["indicator"].dtype == pd.Int64Dtype()
    assert scores["indicator"].isna().tolist() == [True, False, False, True]
    assert scores["statistic"].cat.categories.tolist() == ["score", "highest", "target", "change", "weighted"]
    assert scores["value"].tolist() == [88.1, 100.0, -3.99, 90.5]
    assert measures["start"].tolist() == [pd.Timestamp(2025, 10, 1)]
    assert measures["end"].isna().all()
    assert measures["steps"].tolist() == [["ประชุม", "อบรม"]]
    assert measures["indicators"].tolist() == [[1]]
    assert found["measure_responsible"]["unit"].tolist() == ["สำนักปลัด", "กองคลัง"]
    assert found["files"]["outcome"].tolist() == ["read", "not_read"]
    assert found["findings"]["report_id"].isna().tolist() == [False, True]


def test_decimals_are_as_stated(store: Store) -> None:
    """With their zeros, which floats lose."""
    values = output.frames(store, records=["scores"], values="decimal")["scores"]["value"]
    assert values.map(str).tolist() == ["88.10", "100.00", "-3.99", "90.5"]
    assert values.sum() == Decimal("274.61")


def test_filters_choose_reports_and_tables(store: Store) -> None:
    """By year, province and kind; what is known of no report is left out then."""
    assert list(output.frames(store, records=["analyses"])) == ["analyses", "analysis_items"]
    assert len(output.frames(store, years=[2568], provinces=["ลำปาง"], kinds=["analysis"])["scores"]) == 4
    for other in ({"years": [2567]}, {"provinces": ["TH-96"]}, {"kinds": ["progress"]}):
        found = output.frames(store, **other)
        assert {name: len(frame) for name, frame in found.items() if len(frame)} == {}


def test_a_database_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """And none is made."""
    with pytest.raises(StoreError):
        output.frames(tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []


def test_parquet_has_types_and_says_what_columns_are(store: Store, tmp_path: Path) -> None:
    """Dictionaries for enumerations, lists, dates, titles in the metadata; in a Thai path."""
    EXPORTERS["parquet"](store, tmp_path / "ข้อมูล")
    assert sorted(p.stem for p in (tmp_path / "ข้อมูล").iterdir()) == sorted(tables())
    scores = pq.read_table(tmp_path / "ข้อมูล" / "scores.parquet")
    assert pa.types.is_dictionary(scores.schema.field("statistic").type)
    assert scores["value"].to_pylist() == [88.1, 100.0, -3.99, 90.5]
    assert scores["value_stated"].to_pylist() == ["88.10", "100.00", "-3.99", "90.5"]
    assert scores.schema.field("value").metadata[b"title_th"].decode() == "ค่า"
    measures = pq.read_table(tmp_path / "ข้อมูล" / "measures.parquet")
    assert measures["start"].to_pylist() == [dt.date(2025, 10, 1)]
    assert measures["steps"].to_pylist() == [["ประชุม", "อบรม"]]
    files = pq.read_table(tmp_path / "ข้อมูล" / "files.parquet")
    assert files["read_at"].to_pylist()[0].tzinfo is not None


def test_row_groups_are_written_as_they_fill(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever their size, the rows are the same."""
    for n in range(3):
        example = an_example(f"{n:016x}", f"{n}.pdf")
        store.save(example, FileFacts(f"/{n}", f"{n}.pdf", "1", f"{n:064x}", 1, 1, "application/pdf"))
    monkeypatch.setattr("output.columns._REPORTS", 1)
    (whole,) = [p for p in EXPORTERS["parquet"](store, tmp_path / "a") if p.stem == "scores"]
    monkeypatch.setattr(parquet, "_ROW_GROUP_ROWS", 5)
    (cut,) = [p for p in EXPORTERS["parquet"](store, tmp_path / "b") if p.stem == "scores"]
    assert pq.ParquetFile(cut).metadata.num_row_groups == 2
    assert pq.read_table(cut).equals(pq.read_table(whole))
    assert pq.read_table(cut).num_rows == 16


def test_pandas_reads_the_csv_as_the_same_tables(store: Store, tmp_path: Path) -> None:
    """Numbers are numbers there, and unknown is unknown."""
    EXPORTERS["csv"](store, tmp_path / "csv")
    frame = output.frames(store)["scores"]
    texts = {c.name: str for c in tables()["scores"].columns if c.type in ("string", "decimal")}
    read = pd.read_csv(tmp_path / "csv" / "scores.csv", dtype=texts, keep_default_na=False, na_values=[""])
    assert read["value"].tolist() == frame["value"].tolist()
    for name in (
        "report_id",
        "agency",
        "fiscal_year",
        "level",
        "indicator",
        "item_name",
        "page",
        "value_stated",
    ):
        assert read[name].astype(object).where(read[name].notna(), None).tolist() == (
            frame[name].astype(object).where(frame[name].notna(), None).tolist()
        )


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=report_records)
def test_every_record_is_a_row_of_its_table(records: ReportRecords, tmp_path: Path) -> None:
    """Whatever it holds, in every format, with the values that it has."""
    with open_store(":memory:") as opened:
        opened.save(records, FileFacts("/a", records.report.file, "1", "a" * 64, 1, 1, "application/pdf"))
        found = output.frames(opened)
        for form in ("csv", "parquet", "xlsx", "datapackage"):
            EXPORTERS[form](opened, tmp_path / form)
    for name in ("indicators", "scores", "analyses", "measures", "findings"):
        assert len(found[name]) == len(getattr(records, name))
    assert found["measure_steps"]["measure_position"].tolist() == [
        n for n, measure in enumerate(records.measures) for _ in measure.steps
    ]
    for score, stated in zip(records.scores, found["scores"]["value_stated"], strict=True):
        assert Decimal(stated) == score.value
