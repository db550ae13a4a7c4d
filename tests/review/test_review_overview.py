"""The overview of the desk: what there is, what waits, and what stands behind each figure."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from starlette.testclient import TestClient

from corpus.records import Agency, Measure, Report, ReportRecords, Score
from output.overview.figures import overview
from output.review import listing
from output.review.summary import summary
from output.selection import Selection
from output.store import Store, open_store
from pipeline.review import Key, application, overview_page
from tests.review.made import SCRIPT, report, save

HOST = "127.0.0.1:8765"
NAME = "เทศบาลตำบลทุ่งแสงดาว"


def quiet(number: int, name: str, year: int, overall: str, items: dict[str, str]) -> ReportRecords:
    """A report that nothing is questioned of."""
    scores = [Score("overall", Decimal(overall), fiscal_year=year)]
    scores += [
        Score("item", Decimal(v), item=i, indicator=1, instrument="IIT", fiscal_year=year)
        for i, v in items.items()
    ]
    return ReportRecords(
        Report(
            f"{number:016x}",
            f"{number}.pdf",
            "application/pdf",
            1,
            title=f"รายงาน {number}",
            agency=Agency(name, "เทศบาลตำบล", "เมือง", "ลำปาง", "TH-52"),
            fiscal_year=year,
            kind="analysis",
        ),
        scores=tuple(scores),
        measures=(Measure(f"มาตรการ {SCRIPT}", indicators=(4,), fiscal_year=year),),
    )  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.db") as opened:
        save(opened, quiet(1, NAME, 2566, "80.00", {"I1": "90.00"}))
        save(opened, report(2, NAME, 2568))
        save(opened, quiet(3, "เทศบาลเมืองเขาลม", 2568, "90.00", {"I1": "70.00", "I2": "95.00"}))
        yield opened


@pytest.fixture
def client(store: Store) -> TestClient:
    key = Key()
    client = TestClient(application(store, key, [HOST], "สมศรี"), base_url=f"http://{HOST}")
    client.headers["accept-language"] = "en"
    assert client.get(f"/?key={key.key}").status_code == 200
    return client


def address(path: str, **asked: object) -> str:
    return f"{path}?{urlencode(asked)}".replace("&", "&amp;")


def test_each_cell_leads_to_its_reports_and_says_what_waits(client: TestClient) -> None:
    page = client.get("/overview").text
    cell = address("/reports", agency=NAME, province="ลำปาง", year=2568)
    assert f'<td class="n there waits"><a href="{cell}">88.10' in page
    assert "2567" in page, "a year of which there is nothing stands there, empty"
    quiet_cell = address("/reports", agency=NAME, province="ลำปาง", year=2566)
    assert f'<td class="n there"><a href="{quiet_cell}">80.00' in page
    listed = client.get(cell.replace("&amp;", "&")).text
    assert "/report/0000000000000002" in listed and "/report/0000000000000001" not in listed


def test_an_agency_stands_beside_its_province_and_the_whole(client: TestClient) -> None:
    place = f"name={quote(NAME)}&province={quote('ลำปาง')}"
    page = client.get(f"/agency?{place}").text
    assert "88.10" in page and "89.05" in page, "its own score, and the mean of two"
    answer = client.get(f"/agency.svg?{place}")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    text = "".join(ET.fromstring(answer.text).itertext())  # noqa: S314 - our own picture
    assert NAME in text and "mean of all" in text
    assert client.get("/agency?name=nobody").status_code == 404


def test_plots_are_pictures_that_can_be_saved(client: TestClient) -> None:
    for name in ("coverage", "movement"):
        if f"/plot/{name}.svg" in client.get("/overview").text:
            root = ET.fromstring(client.get(f"/plot/{name}.svg").text)  # noqa: S314 - our own picture
            assert root.tag.endswith("svg")
    assert 'download="coverage.svg"' in client.get("/overview").text
    assert client.get("/plot/other.svg").status_code == 404


def test_the_weakest_items_and_measures_lead_to_the_records(client: TestClient) -> None:
    page = client.get("/overview").text
    assert address("/reports", item="I1", year=2568) in page
    found = client.get("/reports?item=I1&year=2568").text
    assert found.index("/report/0000000000000002/at/score-1") < found.index(
        "/report/0000000000000003/at/score-1"
    )
    assert address("/reports", indicator=4, year=2568) in page
    measures = client.get("/reports?indicator=4&year=2568").text
    assert "/report/0000000000000003/at/measure-0" in measures
    assert SCRIPT not in measures, "words of documents are only words"


def test_figures_follow_what_is_corrected(client: TestClient, store: Store) -> None:
    from output.corrections import Asked

    assert "90.00" in client.get("/overview").text
    store.correct([Asked("0000000000000003", "score", 0, "value", "91.23", "สมศรี")])
    assert "91.23" in client.get("/overview").text
    again = quiet(3, "เทศบาลเมืองเขาลม", 2568, "90.00", {"I1": "70.00"})
    save(store, replace(again, measures=()))
    assert "91.23" in client.get("/overview").text


def test_a_whole_country_is_summed_up_to_the_same_figures(store: Store) -> None:
    """Those that are shown where agencies are too many to be listed are those of the overview."""
    whole = overview(store)
    found, measures = summary(store, Selection())
    assert (found.reports, found.agencies) == (whole.reports, len(whole.agencies))
    assert (found.files_not_read, found.years) == (whole.files_not_read, whole.years)
    assert found.coverage == whole.coverage
    assert found.weakest_items == whole.weakest_items
    assert found.names == whole.names
    with store.snapshot() as snapshot:
        assert measures == listing.measures_by_indicator(snapshot.connection, Selection())


def test_provinces_are_listed_where_agencies_are_too_many(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = client.get("/overview").text
    monkeypatch.setattr(overview_page, "_MOST", 0)
    page = client.get("/overview").text
    assert page != listed
    assert "/overview?province=" in page
    assert "/agency?name" not in page
