"""Whole reports: the samples against their true records, and the real ones beside the repository."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import pytest

from corpus.records import ReportRecords
from pipeline.read import read_report

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "corpus" / "samples"
SHARED = ROOT.parent / "shared"

shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the real reports are not beside the repository")


@cache
def records(path: Path) -> ReportRecords:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return read_report(path, shown_as=str(path), sha256=digest)


@cache
def as_json(path: Path) -> dict[str, Any]:
    return cast(dict[str, Any], json.loads(json.dumps(records(path).to_json())))


@pytest.mark.parametrize(
    "path", sorted((SAMPLES / "reports").glob("*/report.*")), ids=lambda p: f"{p.parent.name}{p.suffix}"
)
def test_a_sample_gives_its_true_scores_and_measures(path: Path) -> None:
    """Figures, places and titles of the ten samples, DOCX and PDF, are those they were written with."""
    truth = json.loads((SAMPLES / "truth" / f"{path.parent.name}.json").read_text(encoding="utf-8"))
    got = as_json(path)

    def keys(scores: list[dict[str, Any]]) -> list[tuple[str, ...]]:
        names = ("level", "instrument", "indicator", "item", "fiscal_year", "statistic", "agency", "rating")
        return sorted((*(str(s.get(n)) for n in names), f"{float(s['value']):.2f}") for s in scores)

    def squeezed(records: list[dict[str, Any]], name: str) -> list[str]:
        return ["".join(str(r[name]).split()) for r in records]

    assert keys(got["scores"]) == keys(truth["scores"])
    assert squeezed(got["measures"], "title") == squeezed(truth["measures"], "title")
    assert [m.get("indicators") for m in got["measures"]] == [m.get("indicators") for m in truth["measures"]]
    for name in ("kind", "fiscal_year", "issued", "agency"):
        assert got["report"].get(name) == truth["report"].get(name), name


def test_the_sample_with_errors_is_questioned() -> None:
    """The deliberate errors of one sample are all found."""
    path = SAMPLES / "reports" / "huaikaeothip-2567" / "report.docx"
    truth = json.loads((SAMPLES / "truth" / "huaikaeothip-2567.json").read_text(encoding="utf-8"))
    assert {f["code"] for f in truth["findings"]} <= {f.code for f in records(path).findings}


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_records", SHARED / "bench" / "score_records.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GOLD = ("tonsai-2568", "banpraeng-2565", "bangsaiyai-2568")


@shared
@pytest.mark.shared
@pytest.mark.parametrize("name", GOLD)
@pytest.mark.parametrize("suffix", ["docx", "pdf", "doc"])
def test_a_real_report_reaches_the_bar(name: str, suffix: str) -> None:
    """Scores, indicators, analyses and measures at least 0.97, fields 0.95, report facts all right."""
    path = SHARED / "reports" / name / f"report.{suffix}"
    if not path.exists():
        pytest.skip(f"{name} has no report.{suffix}")
    if suffix == "doc" and shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    gold = json.loads((SHARED / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    got, misses = _scorer().evaluate(gold, as_json(path), 0.90)
    assert all(got[c] >= 0.97 for c in ("scores", "indicators", "analyses", "measures")), misses
    assert got["fields"] >= 0.95, misses
    assert got["report"] == 1.0, misses


CHANTHABURI = {
    ("overall", "overall", "92.94", "score"),
    *(("indicator", n, v, "highest") for n, v in ((1, "100"), (2, "98.77"), (3, "97.12"), (4, "97.15"), (5, "91.83"))),
    *(
        ("item", c, v, "score")
        for c, v in (
            ("I1", "87.33"), ("I2", "90.20"), ("I7", "82.35"), ("I12", "84.13"), ("I15", "89.38"), ("I13", "90.21"),
            ("I14", "90.60"), ("I20", "84.43"), ("I21", "90.62"), ("I23", "87.11"), ("I24", "90.20"), ("I27", "89.35"),
            ("I30", "89.56"),
        )
    ),
    *(
        ("indicator", n, v, "score")
        for n, v in ((6, "89.86"), (7, "89.41"), (8, "86.37"), (9, "100"), (10, "93.75"))
    ),
}  # fmt: skip
SAMRAN = {
    ("overall", "overall", "86.73", "score"),
    *(("instrument", i, v, "score") for i, v in (("IIT", "99.38"), ("EIT1", "99.70"), ("EIT2", "99.76"), ("OIT", "67.50"))),
    *(
        ("indicator", n, v, "score")
        for n, v in (
            (1, "100.00"), (2, "100.00"), (3, "100.00"), (4, "96.88"), (5, "100.00"), (6, "99.67"), (7, "99.87"),
            (8, "99.66"), (9, "75.00"), (10, "60.00"),
        )
    ),
    *(("item", f"O{n}", "0.00", "score") for n in (6, 11, 13, 23, 27)),
    ("item", "I10", "90.63", "score"),
    ("item", "I10", "100", "target"),
}  # fmt: skip


@shared
@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "scores", "measures"), [("chanthaburi-2564", CHANTHABURI, 8), ("samran-2568", SAMRAN, 3)]
)
@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_a_report_in_prose_gives_exactly_the_figures_read_by_eye(
    name: str, scores: set[tuple[object, ...]], measures: int, suffix: str
) -> None:
    """No figure is missed, none is wrong, and every measure is there."""
    got = records(SHARED / "reports" / name / f"report.{suffix}")
    found = {
        (s.level, s.item or s.indicator or s.instrument or "overall", str(s.value), s.statistic)
        for s in got.scores
    }
    assert found == scores
    assert len(got.scores) == len(scores)
    assert len(got.measures) == measures
    assert all(m.steps and m.responsible and m.period and m.end for m in got.measures)


@shared
@pytest.mark.shared
@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_the_errors_of_a_real_report_are_found(suffix: str) -> None:
    """87.44 for 97.44, 90.00 that eight 100s cannot give, pasted rows, another's name, the own misspelt."""
    got = records(SHARED / "reports" / "tonsai-2568" / f"report.{suffix}")
    said = [(f.code, f.severity, f.message.en) for f in got.findings]
    for code, severity, words in (
        ("indicator_not_item_mean", "error", "indicator 7, 87.44, is not the mean of E4-E6, 97.44"),
        ("indicator_not_item_mean", "error", "indicator 10, 90.00, lies outside"),
        ("heading_number_mismatch", "warning", "heading names indicator 10, the sentence indicator 9"),
        ("overall_not_weighted_sum", "warning", "with the means of the items it fits"),
        ("other_agency_named", "warning", "มูโนะ"),
        ("agency_name_misspelt", "warning", "ตันไทร"),
        ("duplicate_text", "warning", "I7 = E4; I8 = E5"),
        ("duplicate_text", "warning", "O4 = O24"),
        ("duplicate_text", "info", "the same step stands twice"),
        ("measure_year_disagrees", "info", "for fiscal year 2568, their period lies in 2569"),
    ):
        assert any((c, s) == (code, severity) and words in m for c, s, m in said), (code, words)
    assert len([s for s in said if s[1] == "error"]) == 2


@shared
@pytest.mark.shared
@pytest.mark.parametrize("name", ["samran-2568", "banpraeng-2565", "bangsaiyai-2568", "chanthaburi-2564"])
def test_sound_reports_raise_no_error(name: str) -> None:
    """86.73 follows from 99.38, 99.70/99.76 and 67.50; the differences of bangsaiyai are right."""
    findings = records(SHARED / "reports" / name / "report.docx").findings
    assert not [f for f in findings if f.severity == "error"]


@shared
@pytest.mark.shared
def test_a_plan_for_another_year_than_its_measures_is_noted() -> None:
    """The introduction speaks of measures of 2569, every period lies in 2568."""
    findings = records(SHARED / "reports" / "bangsaiyai-2568" / "report.docx").findings
    told = [f for f in findings if f.code == "measure_year_disagrees"]
    assert len(told) == 1
    assert len(told[0].about) == 7
