"""Engines that read pictures: named alike everywhere, missing ones said with what to do, each run for real."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extractors import scan
from pipeline.read import read_report
from pipeline.settings import Settings
from pipeline.terminal import Engine as Named

needs_pictures = pytest.mark.skipif(find_spec("cv2") is None, reason="needs the extra ocr")
SAID = "IIT 2568 score 97.50"


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(autouse=True)
def asked_anew() -> None:
    """What is missing is asked once a process."""
    if find_spec("cv2") is not None:
        from extractors import engines

        engines.missing.cache_clear()
        engines.load.cache_clear()


def printed(tmp_path: Path, said: str = SAID) -> Path:
    """A page with one line of text."""
    page = Image.new("L", (1654, 2339), 255)
    ImageDraw.Draw(page).text((200, 300), said, 0, ImageFont.load_default(size=48))
    page.save(tmp_path / "page.png", dpi=(200, 200))
    return tmp_path / "page.png"


@needs_pictures
def test_the_engines_on_offer_are_those_that_exist() -> None:
    """The command line names them without importing them."""
    from extractors.engines import ENGINES

    assert tuple(engine.value for engine in Named) == ENGINES


@needs_pictures
def test_without_the_engine_pages_are_named_with_advice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of RapidOCR its package or the model's weights; the run goes on, and nothing is fetched."""
    monkeypatch.setenv("PRONGSAI_RAPIDOCR_MODEL", str(tmp_path / "none.onnx"))
    records = read_report(printed(tmp_path), shown_as="page.png", sha256="0" * 64, engine="rapidocr")
    (finding,) = records.findings
    assert finding.code == "page_not_read"
    installed = find_spec("rapidocr") is not None
    advice = "python -m extractors.rapid" if installed else "pip install 'prongsai[ocr,rapidocr]'"
    assert advice in finding.message.th and advice in finding.message.en
    assert Settings(engine="rapidocr").now == "missing"


@pytest.mark.skipif(scan.missing() is not None, reason=f"recognition wants {scan.missing()}")
def test_tesseract_tells_letters_with_places_and_spaces(tmp_path: Path) -> None:
    """From left to right, inside the picture; figures, which its Thai network knows as well as letters."""
    _reads_the_line("tesseract", printed(tmp_path, "2555 12.50 2551"), "2555 12.50 2551")


@pytest.mark.skipif(scan.missing() is not None, reason=f"recognition wants {scan.missing()}")
@pytest.mark.parametrize("word", ["score", "Assessment", "Facebook"])
def test_tesseract_reads_an_english_word_by_itself(tmp_path: Path, word: str) -> None:
    """Lines are read as Thai: which word is English is told afterwards."""
    from extractors import extract
    from extractors.engines import load

    path = printed(tmp_path, word)
    text, sure = load("tesseract").word(_cut(path, 0.2, 0.2), 200.0, "eng")
    assert text == word and sure > 0.8
    (block,) = extract(path).to_json()["pages"][0]["blocks"]
    assert block["text"] == word


def test_rapidocr_tells_letters_with_places_and_spaces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the model of its package, which knows English and Chinese, in place of the Thai one."""
    _with_own_model(monkeypatch)
    _reads_the_line("rapidocr", printed(tmp_path), SAID)


def test_rapidocr_reads_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its name, version and model stay with the text; the numbers are those of the reader of numerals."""
    _with_own_model(monkeypatch)
    from extractors import extract

    document = extract(printed(tmp_path), engine="rapidocr")
    (page,) = document.pages
    assert page.layer is not None and page.layer.recognised
    assert page.layer.engine.startswith("rapidocr 3.")
    assert "_rec_" in page.layer.engine
    assert "rapidocr" in document.engine
    text = document.to_json()["pages"][0]["blocks"][0]["text"]
    assert "2568" in text and "97.50" in text and "score" in text
    assert Settings(engine="rapidocr").now.startswith("auto ")
    assert Settings(engine="rapidocr").now != Settings().now


def _with_own_model(monkeypatch: pytest.MonkeyPatch) -> None:
    rapidocr = pytest.importorskip("rapidocr")
    models = Path(rapidocr.__file__).parent / "models"
    model = next(models.glob("*_rec_*.onnx"), None)
    if model is None:
        pytest.skip("RapidOCR has no recognition model in its package")
    monkeypatch.setenv("PRONGSAI_RAPIDOCR_MODEL", str(model))


def _reads_the_line(name: str, path: Path, said: str) -> None:
    from extractors.engines import load

    line = _cut(path, 1.0, 0.5)
    glyphs = load(name).line(line, 200.0)
    assert "".join((" " if g.spaced else "") + g.text for g in glyphs).strip() == said
    middles = [(g.x0 + g.x1) / 2 for g in glyphs]
    assert middles == sorted(middles)
    assert 0 < middles[0] < 60 and middles[-1] < line.shape[1]
    assert all(0.3 < g.confidence <= 1 for g in glyphs)


def _cut(path: Path, over: float, under: float) -> NDArray[np.uint8]:
    """The line of a page with white about it, over and under it so many times its height."""
    page = np.asarray(Image.open(path))
    down, across = np.flatnonzero((page < 128).any(axis=1)), np.flatnonzero((page < 128).any(axis=0))
    high = int(down[-1] - down[0])
    top, bottom = int(down[0] - over * high), int(down[-1] + under * high)
    return np.ascontiguousarray(page[top:bottom, across[0] - 8 : across[-1] + 8])
