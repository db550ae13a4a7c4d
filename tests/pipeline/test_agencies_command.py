"""`prongsai agencies` on a real database."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from corpus.records import Agency, Report, ReportRecords
from output.store import FileFacts, open_store
from pipeline.cli import app

runner = CliRunner()


def test_agencies_are_listed_with_years_names_and_why_apart(tmp_path: Path) -> None:
    """For people in both languages, for programs as JSON."""
    db = str(tmp_path / "s.db")
    known = [
        (Agency("เทศบาลตำบลบ้านเสด็จ", "เทศบาลตำบล", "เมืองลำปาง", "ลำปาง", "TH-52"), 2567),
        (Agency("เทศบาลตำบลบ้านเสดจ", "เทศบาลตำบล", "เมือง", "ลำปาง", "TH-52"), 2568),
        (Agency("เทศบาลตำบลทะเลงาม", "เทศบาลตำบล"), 2568),
    ]
    with open_store(db) as store:
        assert runner.invoke(app, ["agencies", "--db", db]).output.startswith("There are no agencies")
        for n, (agency, year) in enumerate(known):
            report = Report(f"{n:016x}", f"{n}.pdf", "application/pdf", agency=agency, fiscal_year=year)
            store.save(ReportRecords(report), FileFacts(f"/t/{n}.pdf", f"{n}.pdf", "1", f"{n:064x}"))
    result = runner.invoke(app, ["agencies", "--db", db, "--json"])
    first, second = json.loads(result.stdout)["agencies"]
    if first["province"] is None:  # where unknown places come first or last is the engine's
        first, second = second, first
    assert (first["name"], first["years"], first["reports"]) == ("เทศบาลตำบลบ้านเสด็จ", [2567, 2568], 2)
    assert [name["joined_by"] for name in first["names"]] == ["misspelt", None]
    assert second["names"][0]["apart"] == "no_province"
    table = runner.invoke(app, ["agencies", "--db", db]).stdout
    for said in ("หน่วยงาน", "agency", "2567 2568", "misspelt", "สะกดผิด"):
        assert said in table
