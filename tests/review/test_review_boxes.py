"""Boxes lie on the words they stand for: on two samples and a scan, measured against pdfium's places of the same words."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest

from corpus.records import ReportRecords
from extractors import scan
from output.store import open_store
from pipeline.run import ingest
from tests.review.desk import WHY, WITHOUT, started

pytestmark = pytest.mark.skipif(WITHOUT, reason=WHY)

SAMPLES = Path(__file__).parent.parent.parent / "corpus" / "samples" / "reports"
_APART = 4.0
"""Points: about half a letter; a scan adds the size of a pixel and what is left of its skew."""


def place_of(path: Path, page: int, words: str) -> tuple[float, float, float, float] | None:
    """Where pdfium finds those words on a page, in points from the upper left corner; None but where it finds them once."""
    with pdfium.PdfDocument(path) as pdf:
        sheet = pdf[page - 1]
        height, text = sheet.get_height(), sheet.get_textpage()
        found = text.search(words)
        at, again = found.get_next(), found.get_next()
        if at is None or again is not None:
            return None
        boxes = [text.get_charbox(n) for n in range(at[0], at[0] + at[1])]
    left, bottom, right, top = zip(*boxes, strict=True)
    return min(left), height - max(top), max(right), height - min(bottom)


def figures(records: ReportRecords, page: int) -> dict[str, str]:
    """Ref -> the printed figure, of scores whose words are just a figure that stands once on its page."""
    texts = {
        f"score-{n}": score.source.text
        for n, score in enumerate(records.scores)
        if score.source and score.source.page == page and score.source.bbox
    }
    alone = list(texts.values())
    return {ref: text for ref, text in texts.items() if alone.count(text) == 1 and len(text) <= 6}


def shown_boxes(page: Any) -> dict[str, tuple[float, float, float, float]]:
    """Ref -> its box as the browser shows it, in points of the page's picture."""
    found: list[tuple[str, list[float]]] = page.evaluate(
        """() => {
            const image = document.querySelector('.leaf img').getBoundingClientRect();
            const [,, width, height] = document.querySelector('.boxes').getAttribute('viewBox').split(' ').map(Number);
            return [...document.querySelectorAll('.boxes a')].flatMap(a => {
                const r = a.querySelector('rect').getBoundingClientRect();
                const box = [(r.left - image.left) / image.width * width, (r.top - image.top) / image.height * height,
                             (r.right - image.left) / image.width * width, (r.bottom - image.top) / image.height * height];
                return a.dataset.refs.trim().split(/\\s+/).map(ref => [ref, box]);
            });
        }"""
    )
    return {ref: (box[0], box[1], box[2], box[3]) for ref, box in found}


def check(browser: Any, db: Path, file: str, clean: Path, number: int) -> int:
    """Each figure's box holds the figure where the clean PDF has it; how many were compared."""
    with open_store(db) as store:
        (known,) = store.find(file)
        records = store.report(known.report_id or "")
    assert records
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    compared = 0
    with started(db) as address:
        page.goto(address)
        page.goto(f"{address.split('/?')[0]}/report/{records.report.report_id}/page/{number}")
        boxes = shown_boxes(page)
        for ref, figure in figures(records, number).items():
            inner = place_of(clean, number, figure)
            if inner is None:
                continue
            x0, top, x1, bottom = boxes[ref]
            assert x0 <= inner[0] + _APART and inner[2] - _APART <= x1, (ref, figure, boxes[ref], inner)
            assert top <= inner[1] + _APART and inner[3] - _APART <= bottom, (ref, figure, boxes[ref], inner)
            assert bottom - top < 60, "it is the cell of the figure, not the whole table"
            compared += 1
    context.close()
    return compared


@pytest.mark.parametrize(("name", "page"), [("thanmokngoen-2568", 1), ("wangphloikhao-2565", 1)])
def test_boxes_of_a_sample_lie_on_its_figures(browser: Any, tmp_path: Path, name: str, page: int) -> None:
    clean = SAMPLES / name / "report.pdf"
    with open_store(tmp_path / "s.db") as store:
        ingest([clean], store)
    assert check(browser, tmp_path / "s.db", "report.pdf", clean, page) >= 5


@pytest.mark.parametrize("turn", [0, 1])
@pytest.mark.skipif(scan.missing() is not None, reason=f"recognition wants {scan.missing()}")
def test_boxes_of_a_scan_lie_on_its_figures(
    browser: Any, tmp_path: Path, turn: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Askew, and fed in on its side: the page is shown upright and straight, as its places are."""
    from tests.maker.scans import Damage
    from tests.maker.scans import scan as scanned

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    clean = SAMPLES / "thanmokngoen-2568" / "report.pdf"
    path = scanned(clean, tmp_path / "scan.pdf", Damage(dpi=200, skew=1.1, turn=turn, jpeg=85), pages=[1])
    with open_store(tmp_path / "s.db") as store:
        ingest([path], store)
    assert check(browser, tmp_path / "s.db", "scan.pdf", clean, 1) >= 5


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_records_of_a_word_file_are_found_on_the_pages_libreoffice_makes(
    browser: Any, tmp_path: Path
) -> None:
    name = SAMPLES / "thanmokngoen-2568"
    with open_store(tmp_path / "s.db") as store:
        ingest([name / "report.docx"], store)
        (records,) = store.reports()
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    with started(tmp_path / "s.db") as address:
        page.goto(address)
        page.goto(f"{address.split('/?')[0]}/report/{records.report.report_id}/page/1", timeout=120_000)
        boxes = shown_boxes(page)
        found = 0
        for n, score in enumerate(records.scores):
            inner = place_of(name / "report.pdf", 1, score.source.text) if score.source else None
            if f"score-{n}" in boxes and inner is not None and len(score.source.text) <= 6:
                x0, top, x1, bottom = boxes[f"score-{n}"]
                assert x0 <= inner[0] + _APART and inner[2] - _APART <= x1
                assert top <= inner[1] + _APART and inner[3] - _APART <= bottom
                found += 1
        assert found >= 5
    context.close()
