"""The overview: figures that can be counted by hand, and the page made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from corpus.records import Agency, Finding, Message, Report, ReportRecords, Score
from output.overview import Overview, overview
from output.overview.page import page
from output.selection import Selection
from output.store import FileFacts, Store, open_store

NARA, CHIANG = ("นราธิวาส", "TH-96"), ("เชียงใหม่", "TH-50")


def report(
    number: int, name: str, province: tuple[str, str], year: int, overall: str | None, *scores: Score
) -> ReportRecords:
    agency = Agency(name, "เทศบาลตำบล", "เมือง", *province)
    stated = (Score("overall", Decimal(overall), fiscal_year=year),) if overall else ()
    return ReportRecords(
        Report(
            f"{number:016x}",
            f"{number}.pdf",
            "application/pdf",
            3,
            agency=agency,
            fiscal_year=year,
            kind="analysis",
        ),
        scores=(*stated, *scores),
    )


def indicator(number: int, value: str, year: int = 2568) -> Score:
    return Score("indicator", Decimal(value), indicator=number, instrument="IIT", fiscal_year=year)


def item(code: str, value: str, year: int = 2568) -> Score:
    return Score("item", Decimal(value), item=code, indicator=1, instrument="IIT", fiscal_year=year)


DOUBT = Finding("conflicting_scores", "error", Message("ขัดแย้ง", "they disagree"))
REPORTS = (
    report(1, "เทศบาลตำบลบ้านลำดวน", NARA, 2567, "80.00"),
    report(
        2,
        "เทศบาลตำบลบ้านลำดวน",
        NARA,
        2568,
        "85.50",
        indicator(1, "90.00"),
        indicator(2, "70.00"),
        item("I1", "95.00"),
    ),
    report(3, "เทศบาลตำบล<script>alert(1)</script>", CHIANG, 2567, "90.00"),
    replace(
        report(
            4,
            "เทศบาลตำบล<script>alert(1)</script>",
            CHIANG,
            2568,
            "88.00",
            indicator(1, "80.00"),
            item("I1", "85.00"),
            item("I2", "50.00"),
        ),
        findings=(DOUBT, DOUBT),
    ),
    report(5, "เทศบาลตำบลหนองจันทน์", CHIANG, 2568, None),
)


@pytest.fixture(scope="module")
def store(one_database: str) -> Iterator[Store]:
    with open_store(one_database) as opened:
        for records in REPORTS:
            file = records.report.file
            opened.save(records, FileFacts(f"/{file}", file, "1", sha256=records.report.report_id))
        yield opened


@pytest.fixture(scope="module")
def found(store: Store) -> Overview:
    return overview(store)


def test_coverage_counts_agencies_with_a_report(found: Overview) -> None:
    assert (found.reports, found.years, found.files_not_read) == (5, (2567, 2568), 0)
    assert found.coverage == {"นราธิวาส": {2567: 1, 2568: 1}, "เชียงใหม่": {2567: 1, 2568: 2}}


def test_an_agency_has_its_scores_by_year_and_none_where_the_report_states_none(found: Overview) -> None:
    scores = {row.name: dict(row.scores) for row in found.agencies}
    assert scores["เทศบาลตำบลบ้านลำดวน"] == {2567: 80.0, 2568: 85.5}
    assert scores["เทศบาลตำบลหนองจันทน์"] == {2568: None}


def test_scores_are_spread_over_agencies(found: Overview) -> None:
    spread = found.indicators[1, 2568]
    assert (spread.count, spread.low, spread.median, spread.high, spread.mean) == (2, 80.0, 85.0, 90.0, 85.0)
    assert found.overall[2567].mean == 85.0


def test_movement_is_told_of_agencies_that_have_both_years(found: Overview) -> None:
    (step,) = found.movement
    assert (step.year, step.up, step.same, step.down, step.median) == (2568, 1, 0, 1, 1.75)


def test_the_weakest_come_first(found: Overview) -> None:
    assert [number for number, _ in found.weakest_indicators()] == [2, 1]
    assert [(weak.item, weak.mean, weak.count) for weak in found.weakest_items] == [
        ("I2", 50.0, 1),
        ("I1", 90.0, 2),
    ]
    assert found.weakest_items[0].wording


def test_findings_are_counted_with_the_reports_that_have_them(found: Overview) -> None:
    assert [(f.code, f.count, f.reports) for f in found.findings] == [("conflicting_scores", 2, 1)]


def test_a_selection_leaves_the_rest_out(store: Store) -> None:
    found = overview(store, Selection(provinces=frozenset({"นราธิวาส"})))
    assert (found.reports, list(found.coverage), found.findings) == (2, ["นราธิวาส"], ())


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_holds_all_it_needs_and_runs_nothing(found: Overview) -> None:
    html = page(found)
    parsed = _Page()
    parsed.feed(html)
    assert "<script" not in html.lower()
    assert "เทศบาลตำบล<script>alert(1)</script>" in parsed.text, "names are shown as they are"
    loaded = [
        v
        for _, attributes in parsed.tags
        for k, v in attributes.items()
        if k in ("src", "href") and v and not v.startswith("#")
    ]
    assert loaded == [], "nothing is loaded from elsewhere"
    assert sum(tag == "svg" and attributes.get("role") == "img" for tag, attributes in parsed.tags) == 3
    for said in ("85.50", "88.00", "+1.75", "conflicting_scores"):
        assert said in parsed.text


def test_the_same_figures_give_the_same_page(found: Overview) -> None:
    def undated(html: str) -> str:
        return re.sub(r"Prongsai · \d{4}-[^<]*", "", html)

    assert undated(page(found)) == undated(page(found))


def test_an_empty_database_gives_a_page_that_says_so(db: str) -> None:
    with open_store(db) as store:
        empty = overview(store)
    assert "ยังไม่มีรายงานในฐานข้อมูล" in page(empty)
