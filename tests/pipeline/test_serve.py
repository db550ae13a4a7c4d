"""The database in the browser: Datasette's pages and JSON, in Chromium."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from corpus.records import Agency, Analysis, Report, ReportRecords, Source
from output.store import FileFacts, open_store

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None and os.environ.get("CI") != "true",
    reason="Chromium is not installed (apt install chromium)",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over a database with one report, on a free port."""
    db = tmp_path_factory.mktemp("serve") / "ฐานข้อมูล.db"
    agency = Agency("เทศบาลตำบลบ้านลำดวน", "เทศบาลตำบล", "เมือง", "นราธิวาส", "TH-96")
    text = "ประชาชนร้องเรียนว่าเจ้าหน้าที่เรียกรับสินบน <script>alert(1)</script>"
    records = ReportRecords(
        Report(
            "0" * 16, "รายงาน.pdf", "application/pdf", 3, agency=agency, fiscal_year=2568, kind="analysis"
        ),
        analyses=(Analysis(text, source=Source(text, page=2)),),
    )
    with open_store(db) as store:
        store.save(records, FileFacts("/รายงาน.pdf", "รายงาน.pdf", "1", sha256="0" * 64))
    command = [sys.executable, "-m", "pipeline.cli", "serve", "--db", str(db), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8") as server:  # noqa: S603
        try:
            assert server.stderr
            found = re.search(r"http://127\.0\.0\.1:\d+/", server.stderr.readline())
            assert found, "it says where it is"
            _wait_for(found[0])
            yield found[0]
        finally:
            server.send_signal(signal.SIGINT)
    assert server.returncode == 0


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            _get(address)
            return
        except urllib.error.URLError:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def _get(address: str, **headers: str) -> bytes:
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - our own server
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        body: bytes = answer.read()
    return body


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    quiet = [
        "--no-sandbox",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
        yield started
        started.close()


def test_tables_have_thai_titles_and_facets(address: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(address + "prongsai/analyses")
    assert "การวิเคราะห์" in page.inner_text("h1")
    assert page.locator(".facet-info").count() >= 1
    page.close()


def test_words_are_found_in_the_browser_and_text_is_only_text(address: str, browser: Any) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.goto(address + "prongsai/passages")
    page.fill("input[name=_search]", "รับสินบน")
    page.click("text=Apply")
    assert "<script>alert(1)</script>" in page.inner_text("table.rows-and-columns")
    assert asked == []
    page.close()


def test_ready_made_queries_answer(address: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(address + "prongsai")
    page.click("text=ความครอบคลุม")
    assert "นราธิวาส" in page.inner_text("table.rows-and-columns")
    page.close()


@pytest.mark.parametrize(
    "query", ["coverage", "overall_scores", "weakest_indicators", "weakest_items", "measures_of_indicator", "to_check", "files_not_read", "search"]
)  # fmt: skip
def test_every_query_runs(address: str, query: str) -> None:
    asked = urllib.parse.urlencode(
        {"fiscal_year": 2568, "indicator": 1, "words": "สินบน", "_shape": "objects"}
    )
    answer = json.loads(_get(f"{address}prongsai/{query}.json?{asked}"))
    assert answer["ok"] is True
    assert answer["columns"]


def test_json_of_a_table(address: str) -> None:
    rows = json.loads(_get(address + "prongsai/reports.json?_shape=array"))
    assert [(row["file"], row["fiscal_year"]) for row in rows] == [("รายงาน.pdf", 2568)]


def test_another_name_is_not_answered(address: str) -> None:
    """A page elsewhere cannot reach it by a name that points to this machine."""
    with pytest.raises(urllib.error.HTTPError) as refused:
        _get(address, Host="evil.example")
    assert refused.value.code == 421


def test_nothing_can_be_written(address: str) -> None:
    asked = urllib.parse.urlencode({"sql": "DELETE FROM reports"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        _get(f"{address}prongsai.json?{asked}")
    assert refused.value.code == 400
