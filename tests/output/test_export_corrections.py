"""Corrected values come out of every export, and marked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from record_strategies import an_example

import output
from output.corrections import Asked
from output.exporters import EXPORTERS
from output.store import FileFacts, Store, open_store

REPORT = "00112233445566aa"
FACTS = FileFacts("/t/a.pdf", "a.pdf", "1", "a" * 64, 1, 1, "application/pdf")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A report that was corrected, and then read again."""
    with open_store(tmp_path / "s.db") as opened:
        opened.save(an_example(), FACTS)
        opened.correct(
            [
                Asked(REPORT, "score", 1, "value", "99.50", "เจ้าหน้าที่"),
                Asked(REPORT, "measure", 0, "period", "ตลอดปี", "เจ้าหน้าที่", "ดูหน้า 3"),
                Asked(REPORT, "report", None, "fiscal_year", "2567", "เจ้าหน้าที่"),
            ]
        )
        opened.save(an_example(), replace(FACTS, extraction_version="2"))
        yield opened


def test_tables_have_the_corrected_values_and_say_so(store: Store) -> None:
    """Each record names its corrected columns; the panel too; what was read stands in corrections."""
    found = output.frames(store)
    scores, measures = found["scores"], found["measures"]
    assert scores["value"].tolist() == [88.1, 99.5, -3.99, 90.5]
    assert scores["value_stated"].tolist()[1] == "99.50"
    assert scores["corrected"].tolist() == [[], ["value"], [], []]
    assert (measures["period"].tolist(), measures["corrected"].tolist()) == (["ตลอดปี"], [["period"]])
    assert found["reports"]["corrected"].tolist() == [["fiscal_year"]]
    assert found["reports"]["fiscal_year"].tolist() == [2567]
    assert found["analyses"]["corrected"].tolist() == [[]]
    (row,) = found["panel"].to_dict("records")
    assert (row["indicator_1"], row["overall"], row["corrected"]) == (99.5, 88.1, ["indicator_1"])
    corrections = found["corrections"]
    assert corrections["read_value"].tolist() == ["100.00", None, "2568"] or (
        corrections["read_value"].fillna("").tolist() == ["100.00", "", "2568"]
    )
    assert corrections["state"].tolist() == ["applied"] * 3


def test_every_format_marks_them(store: Store, tmp_path: Path) -> None:
    """As lists, lines of a cell, or with the report."""
    for form in ("csv", "parquet"):
        EXPORTERS[form](store, tmp_path / form)
    assert pd.read_csv(tmp_path / "csv" / "scores.csv")["corrected"].tolist()[1] == "value"
    assert pd.read_parquet(tmp_path / "parquet" / "scores.parquet")["corrected"].map(list).tolist()[1] == [
        "value"
    ]
    EXPORTERS["xlsx"](store, tmp_path / "r.xlsx")
    shown = pd.read_excel(tmp_path / "r.xlsx", sheet_name="คะแนน", engine="openpyxl")
    assert (shown["ค่า"].tolist()[1], shown["แก้ไขแล้ว"].tolist()[1]) == (99.5, "value")
    EXPORTERS["jsonl"](store, tmp_path / "r.jsonl")
    (line,) = (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()
    report = json.loads(line)
    assert report["scores"][1]["value"] == "99.50"
    assert {(c["record"], c.get("index"), *c["fields"]) for c in report["corrected"]} == {
        ("score", 1, "value"),
        ("measure", 0, "period"),
        ("report", None, "fiscal_year"),
    }
