"""The samples are what their program makes, and their truth keeps to the records' contract."""

from __future__ import annotations

import datetime as dt
import json
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import geothai
import pytest

from corpus.records import Analysis, Indicator, Measure, Score
from corpus.samples import make
from corpus.samples.truth import indicator_of, instrument_of

SAMPLES = Path(make.__file__).parent
LEVELS = {"overall", "instrument", "indicator", "sub_indicator", "item"}
STATISTICS = {"score", "highest", "target", "change", "weighted"}
FINDINGS = {"strength", "weakness", "improvement", "general"}
CODES = {
    "indicator_not_item_mean",
    "overall_not_weighted_sum",
    "rating_not_of_score",
    "agency_name_misspelt",
    "other_agency_named",
}
LAST_OIT_ITEM = {2565: 43, 2567: 35, 2568: 28}


def truth(name: str) -> Any:
    return json.loads((SAMPLES / "truth" / f"{name}.json").read_text(encoding="utf-8"))


def places(records: Any) -> list[dict[str, Any]]:
    return [*records["indicators"], *records["scores"], *records["analyses"]]


@pytest.fixture(scope="module")
def made_again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    destination = tmp_path_factory.mktemp("samples")
    for name in make.NAMES:
        make.make(name, destination, pdf=False)
    return destination


def test_every_folder_of_reports_has_its_truth_and_its_maker() -> None:
    """Nothing lies there that the program does not know."""
    assert {p.name for p in (SAMPLES / "reports").iterdir()} == set(make.NAMES)
    assert {p.stem for p in (SAMPLES / "truth").iterdir()} == set(make.NAMES)


@pytest.mark.parametrize("name", make.NAMES)
def test_made_again_a_sample_is_the_same(name: str, made_again: Path) -> None:
    """The committed document and truth come from the committed program."""
    for part in ("word/document.xml", "docProps/core.xml"):
        old, new = (
            zipfile.ZipFile(folder / "reports" / name / "report.docx").read(part)
            for folder in (SAMPLES, made_again)
        )
        assert old == new, part
    assert truth(name) == json.loads((made_again / "truth" / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", make.NAMES)
def test_a_sample_has_a_pdf_of_few_pages(name: str) -> None:
    """Small reports: one to four pages."""
    body = (SAMPLES / "reports" / name / "report.pdf").read_bytes()
    pages = [int(n) for n in re.findall(rb"/Type/Pages[^>]*?/Count (\d+)", body, re.S)]
    assert body.startswith(b"%PDF-")
    assert pages and 1 <= pages[0] <= 4


@pytest.mark.parametrize("name", make.NAMES)
def test_the_report_is_of_a_known_kind_and_place(name: str) -> None:
    """Kind, agency, province code and dates in the form of the contract."""
    report = truth(name)["report"]
    assert report["kind"] in {"analysis", "measures", "progress", "results"}
    assert report["title"]
    assert f"-{report['fiscal_year']}" in name
    agency = report["agency"]
    assert set(agency) == {"name", "kind", "district", "province", "province_code"}
    assert agency["name"].startswith(agency["kind"])
    code = agency["province_code"].removeprefix("TH-")
    assert {p.code: p.name_th for p in geothai.provinces()}[code] == agency["province"]
    assert agency["district"] in {d.name_th for d in geothai.districts(code)}
    if "issued" in report:
        dt.date.fromisoformat(report["issued"])


@pytest.mark.parametrize("name", make.NAMES)
def test_every_place_is_in_the_frame(name: str) -> None:
    """Codes within their range, an item under its own indicator and instrument."""
    records = truth(name)
    for record in places(records):
        indicator = record.get("indicator")
        items = record.get("items") or ([record["item"]] if record.get("item") else [])
        if indicator is not None:
            assert 1 <= indicator <= 10
            assert record["instrument"] == instrument_of(indicator)
        for item in items:
            year = record.get("fiscal_year", records["report"]["fiscal_year"])
            assert indicator_of(item, year) == indicator
            assert 1 <= int(item[1:]) <= {"I": 30, "E": 15, "O": LAST_OIT_ITEM[year]}[item[0]]
    for measure in records["measures"]:
        for item in measure.get("items", []):
            assert indicator_of(item, records["report"]["fiscal_year"]) in measure["indicators"]


@pytest.mark.parametrize("name", make.NAMES)
def test_scores_are_figures_of_a_known_kind(name: str) -> None:
    """Decimals with Arabic digits in 0-100, no record twice."""
    scores = truth(name)["scores"]
    for score in scores:
        assert score["level"] in LEVELS
        assert score["statistic"] in STATISTICS
        assert 2561 <= score["fiscal_year"] <= 2569
        assert re.fullmatch(r"-?[0-9]+\.[0-9]{2}", score["value"])
        assert -100 <= Decimal(score["value"]) <= 100
        assert "rating" not in score or score["level"] == "overall"
    assert len({json.dumps(s, sort_keys=True) for s in scores}) == len(scores)


@pytest.mark.parametrize("name", make.NAMES)
def test_measures_have_iso_dates_and_clean_lists(name: str) -> None:
    """Dates in order, steps without their marks, titles without numbers, each unit once."""
    for measure in truth(name)["measures"]:
        start, end = dt.date.fromisoformat(measure["start"]), dt.date.fromisoformat(measure["end"])
        assert start < end
        assert measure["fiscal_year"] == end.year + 543 + (end.month >= 10)
        for text in (measure["title"], *measure["steps"]):
            assert not re.match(r"[-(]|[0-9๐-๙]+[.)]", text)
            assert text == text.strip() and "  " not in text
        assert len(set(measure["responsible"])) == len(measure["responsible"])


@pytest.mark.parametrize("name", make.NAMES)
def test_records_have_no_keys_outside_the_contract(name: str) -> None:
    """Every key of the truth is a field of its record type; nothing is empty."""
    records = truth(name)
    assert list(records) == ["report", "indicators", "scores", "analyses", "measures", "findings"]
    for kind, form in (
        ("indicators", Indicator),
        ("scores", Score),
        ("analyses", Analysis),
        ("measures", Measure),
    ):
        for record in records[kind]:
            assert set(record) <= {*form.__dataclass_fields__, "or"}
            assert all(value not in (None, "", []) for value in record.values())
    assert all(a["finding"] in FINDINGS and a["text"] for a in records["analyses"])


@pytest.mark.parametrize("name", make.NAMES)
def test_findings_point_at_records_that_are_there(name: str) -> None:
    """A known code, both languages, and an index inside its list."""
    records = truth(name)
    lists = {"score": "scores", "analysis": "analyses", "measure": "measures", "indicator": "indicators"}
    for finding in records["findings"]:
        assert finding["code"] in CODES
        assert finding["severity"] in {"error", "warning", "info"}
        assert finding["message"]["th"] and finding["message"]["en"]
        for about in finding["about"]:
            assert about["record"] == "report" or 0 <= about["index"] < len(records[lists[about["record"]]])


def test_only_the_sample_with_deliberate_errors_has_findings() -> None:
    """The others are sound, so a check that fires there is wrong."""
    assert [name for name in make.NAMES if truth(name)["findings"]] == ["huaikaeothip-2567"]
