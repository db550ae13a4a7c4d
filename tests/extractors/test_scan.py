"""A sample report printed to paper and scanned: rasterised with noise and skew, read again, compared."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest

from extractors import extract, scan
from extractors.document import Document, Paragraph, Table
from pipeline.normalise import normalise
from pipeline.read import read_report

pytestmark = pytest.mark.skipif(
    scan.missing() is not None, reason=f"recognition wants {scan.missing()}: see scripts/setup-system.sh"
)

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples" / "reports"
DPI = 200


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "prongsai" / "pages"


def scanned(source: Path, pages: list[int], to: Path, skew: float = 0.0, turn: int = 0) -> Path:
    """Some pages of a PDF as pictures: gray, noisy, askew by so many degrees, turned by quarters."""
    from PIL import Image

    noise = np.random.default_rng(7)
    pictures = []
    with pdfium.PdfDocument(source) as pdf:
        for number in pages:
            page = pdf[number - 1]
            picture = page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
            page.close()
            picture = picture.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255)
            gray = np.asarray(picture, dtype=np.float64) * 0.8 + 40 + noise.normal(0, 7, picture.size[::-1])
            picture = Image.fromarray(np.clip(gray, 0, 255).astype(np.uint8))
            pictures.append(picture.rotate(90 * turn, expand=True))
    pictures[0].save(to, save_all=True, append_images=pictures[1:], resolution=DPI)
    return to


@cache
def sample_page(with_table: bool) -> tuple[Path, int]:
    """A page of a sample report, by what is on it."""
    for folder in sorted(SAMPLES.iterdir()):
        source = folder / "report.pdf"
        for page in extract(source).pages:
            tables = [block for block in page.blocks if isinstance(block, Table)]
            letters = sum(len(text) for text in texts_of(page.blocks))
            if letters > 600 and bool(tables) is with_table and page.number is not None:
                return source, page.number
    raise AssertionError("no such page in the samples")


def texts_of(blocks: object) -> Iterator[str]:
    for block in blocks:  # type: ignore[attr-defined]
        if isinstance(block, Table):
            yield from (cell.text for cell in block.cells)
        elif isinstance(block, Paragraph):
            yield block.text


def squeezed(document: Document, page: int) -> str:
    return re.sub(r"\s", "", "\n".join(texts_of(document.pages[page - 1].blocks)))


def alike(a: str, b: str) -> float:
    return difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()


def numbers(text: str) -> list[str]:
    return re.findall(r"[0-9๐-๙]+(?:\.[0-9๐-๙]+)?", text)


def test_page_of_text_askew(tmp_path: Path) -> None:
    source, number = sample_page(with_table=False)
    read = normalise(extract(scanned(source, [number], tmp_path / "scan.pdf", skew=0.7)))
    printed = squeezed(normalise(extract(source)), number)
    assert alike(printed, squeezed(read, 1)) > 0.97
    assert read.pages[0].layer is not None
    assert read.pages[0].layer.engine.startswith("tesseract ")


def test_page_with_table(tmp_path: Path) -> None:
    source, number = sample_page(with_table=True)
    read = normalise(extract(scanned(source, [number], tmp_path / "scan.pdf", skew=-0.4)))
    sound = normalise(extract(source))
    tables, found = (
        [block for block in page.blocks if isinstance(block, Table)]
        for page in (sound.pages[number - 1], read.pages[0])
    )
    assert [(t.n_rows, t.n_columns, len(t.cells)) for t in found] == [
        (t.n_rows, t.n_columns, len(t.cells)) for t in tables
    ]
    assert alike(squeezed(sound, number), squeezed(read, 1)) > 0.97
    for table, other in zip(tables, found, strict=True):
        for cell, same in zip(table.cells, other.cells, strict=True):
            if same.confidence is not None and same.confidence >= 0.9:
                assert numbers(cell.text) == numbers(same.text)


@pytest.mark.parametrize("turn", [1, 2])
def test_page_turned(tmp_path: Path, turn: int) -> None:
    source, number = sample_page(with_table=False)
    read = normalise(extract(scanned(source, [number], tmp_path / "scan.pdf", turn=turn)))
    assert alike(squeezed(normalise(extract(source)), number), squeezed(read, 1)) > 0.97


def test_never_reads_no_picture_and_says_so(tmp_path: Path) -> None:
    source, number = sample_page(with_table=False)
    path = scanned(source, [number], tmp_path / "scan.pdf")
    assert not extract(path, ocr="never").pages[0].has_text
    records = read_report(path, shown_as="scan.pdf", sha256="0" * 64, ocr="never")
    assert not records.report.ocr
    assert [finding.code for finding in records.findings] == ["page_not_read"]


def test_without_language_data_the_advice_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, number = sample_page(with_table=False)
    path = scanned(source, [number], tmp_path / "scan.pdf")
    monkeypatch.setattr(scan, "missing", lambda _: "languages")
    monkeypatch.setattr("pipeline.read.missing", lambda _: "languages")
    records = read_report(path, shown_as="scan.pdf", sha256="0" * 64, ocr="auto")
    (finding,) = records.findings
    assert finding.code == "page_not_read"
    assert "tesseract-ocr-tha" in finding.message.th and "tesseract-ocr-tha" in finding.message.en


def test_second_reading_comes_from_the_cache(
    tmp_path: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from extractors import scan_text

    source, number = sample_page(with_table=False)
    path = scanned(source, [number], tmp_path / "scan.pdf")
    first = extract(path)
    (kept,) = own_cache.iterdir()
    with monkeypatch.context() as without:
        without.setattr(scan_text, "read_regions", None)
        assert extract(path) == first
    kept.write_bytes(b"broken")
    assert extract(path) == first


def test_records_carry_confidence(tmp_path: Path) -> None:
    source, number = sample_page(with_table=True)
    records = read_report(
        scanned(source, [number], tmp_path / "scan.pdf"), shown_as="scan.pdf", sha256="0" * 64, ocr="auto"
    )
    assert records.report.ocr
    sources = [one.source for one in (*records.scores, *records.measures, *records.analyses) if one.source]
    assert sources
    assert all(s.confidence is not None and 0 <= s.confidence <= 1 for s in sources if s.page)
