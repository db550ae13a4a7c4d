"""Pictures of pages that are no neat scans of text: askew on the glass, photographs, blank sheets."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from extractors import extract, scan
from extractors.document import Paragraph
from tests.extractors.made_pages import page_of_lines, said

pytestmark = pytest.mark.skipif(
    scan.missing() is not None, reason=f"recognition wants {scan.missing()}: see scripts/setup-system.sh"
)


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def read(picture: Image.Image, to: Path, dpi: int = 200) -> str:
    """What is read of a PDF of one picture."""
    picture.save(to, resolution=dpi)
    (page,) = extract(to).pages
    return "\n".join(block.text for block in page.blocks if isinstance(block, Paragraph))


@pytest.mark.parametrize("degrees", [5.0, -6.0])
def test_sheet_far_askew_is_read(degrees: float, tmp_path: Path) -> None:
    askew = page_of_lines().rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
    found, truth = (re.sub(r"\s", "", text) for text in (read(askew, tmp_path / "a.pdf"), said()))
    alike = difflib.SequenceMatcher(None, found, truth, autojunk=False).ratio()
    assert alike > 0.85  # 0.03 where the page stays askew


def photograph(seed: int = 5) -> Image.Image:
    """Light, shade and grain."""
    rng = np.random.default_rng(seed)
    light = np.add.outer(np.linspace(40, 200, 900), 40 * np.sin(np.linspace(0, 20, 700)))
    return Image.fromarray(np.clip(light + rng.normal(0, 8, light.shape), 0, 255).astype(np.uint8))


@pytest.mark.parametrize("seed", [5, 6])
def test_photograph_gives_no_text(seed: int, tmp_path: Path) -> None:
    picture = photograph(seed)
    picture.save(tmp_path / "photo.pdf", resolution=200)
    (page,) = extract(tmp_path / "photo.pdf").pages
    assert page.layer is None
    assert page.blocks == ()


def test_blank_sheet_gives_no_text(tmp_path: Path) -> None:
    gray = np.clip(np.random.default_rng(1).normal(225, 5, (1000, 700)), 0, 255).astype(np.uint8)
    assert read(Image.fromarray(gray), tmp_path / "blank.pdf") == ""


def test_worn_rules_are_whole() -> None:
    """Rules that are pale for a stretch, as where they lie between two rows of the scanner's pixels."""
    from extractors import scan_image

    page = np.full((1200, 900), 250, np.uint8)
    for y in (200, 300, 400):
        page[y : y + 2, 100:800] = 120
        page[y : y + 2, 400:480] = 222
    for x in (100, 450, 798):
        page[200:402, x : x + 2] = 120
        page[230:260, x : x + 2] = 222
    rules = scan_image.prepare(page, 200).rules
    across, down = ([rule for rule in rules if rule.across is way] for way in (True, False))
    assert [rule.x1 - rule.x0 for rule in across] == pytest.approx([252.0] * 3, abs=1)
    assert [rule.bottom - rule.top for rule in down] == pytest.approx([72.7] * 3, abs=1)


def test_pale_shade_is_no_rule() -> None:
    from extractors import scan_image

    page = np.full((1200, 900), 250, np.uint8)
    page[300:360, 100:800] = 222
    assert scan_image.prepare(page, 200).rules == ()
