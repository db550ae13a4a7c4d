"""`prongsai agencies` on a real database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

from typer.testing import CliRunner

from corpus.records import Agency, Report, ReportRecords
from output.agencies import Apart, JoinedBy
from output.store import FileFacts, open_store
from pipeline.cli import app
from pipeline.commands.agencies import _APART, _JOINED

runner = CliRunner()


def test_agencies_are_listed_with_years_names_and_why_apart(tmp_path: Path) -> None:
    """For people in both languages, for programs as JSON."""
    db = str(tmp_path / "s.db")
    known = [
        (Agency("เทศบาลตำบลบ้านเสด็จ", "เทศบาลตำบล", "เมืองลำปาง", "ลำปาง", "TH-52"), 2567),
        (Agency("เทศบาลตำบลบ้านเสดจ", "เทศบาลตำบล", "เมือง", "ลำปาง", "TH-52"), 2568),
        (Agency("เทศบาลตำบลทะเลงาม", "เทศบาลตำบล"), 2568),
        (Agency("เทศบาลตำบลสีดา", "เทศบาลตำบล", "บัวใหญ่", "นครราชสีมา", "TH-30"), 2568),
    ]
    with open_store(db) as store:
        assert runner.invoke(app, ["agencies", "--db", db]).output.startswith("There are no agencies")
        for n, (agency, year) in enumerate(known):
            report = Report(f"{n:016x}", f"{n}.pdf", "application/pdf", agency=agency, fiscal_year=year)
            store.save(ReportRecords(report), FileFacts(f"/t/{n}.pdf", f"{n}.pdf", "1", f"{n:064x}"))
    result = runner.invoke(app, ["agencies", "--db", db, "--json"])
    listed = {agency["name"]: agency for agency in json.loads(result.stdout)["agencies"]}
    first = listed["เทศบาลตำบลบ้านเสด็จ"]
    assert len(listed) == 3
    assert (first["years"], first["reports"]) == ([2567, 2568], 2)
    assert [name["joined_by"] for name in first["names"]] == ["misspelt", None]
    assert listed["เทศบาลตำบลทะเลงาม"]["names"][0]["apart"] == "no_province"
    moved = listed["เทศบาลตำบลสีดา"]
    assert (moved["district"], moved["names"][0]["district"]) == ("สีดา", "บัวใหญ่")
    assert moved["names"][0]["joined_by"] == "renamed_place"
    table = runner.invoke(app, ["agencies", "--db", db]).stdout
    for said in ("หน่วยงาน", "agency", "2567 2568", "misspelt", "สะกดผิด", "อ.บัวใหญ่"):
        assert said in table


def test_every_reason_is_told_in_both_languages() -> None:
    """No name of the store's own is all that people see."""
    assert set(_JOINED) == set(get_args(JoinedBy))
    assert set(_APART) == set(get_args(Apart))
