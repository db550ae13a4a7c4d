"""Pictures of pages that are no neat scans of text: askew on the glass, photographs, blank sheets."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

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


def test_shadow_of_the_sheet_does_not_set_the_angle() -> None:
    """Copies are dark along the glass, however the sheet lies on it."""
    from extractors import scan_image

    askew = np.array(page_of_lines().rotate(0.8, Image.Resampling.BICUBIC, fillcolor=255))
    assert scan_image._skew(askew) == pytest.approx(-0.8, abs=0.15)
    dark = np.exp(-np.minimum.outer(np.arange(len(askew)), np.arange(askew.shape[1])) / 15)
    shadow = np.clip(askew * (1 - 0.7 * np.maximum(dark, dark[::-1, ::-1])), 0, 255).astype(np.uint8)
    assert scan_image._skew(shadow) == pytest.approx(-0.8, abs=0.15)


@pytest.mark.parametrize("full", [0.0, 0.004])
def test_grain_all_over_a_page_is_no_text(full: float) -> None:
    """Points and marks stay where the page is full of smaller grains."""
    from extractors import scan_image

    clean = np.array(page_of_lines(300))
    seeds = np.random.default_rng(2).random(clean.shape) < full / 4
    grain = np.zeros(clean.shape, bool)
    grain[:-1, :-1] = seeds[:-1, :-1] | seeds[1:, :-1] | seeds[:-1, 1:] | seeds[1:, 1:]
    picture = scan_image.prepare(np.where(grain, 60, clean).astype(np.uint8), 300)
    pieces = [int((boxes[:, 2] > 0).sum()) for boxes in (picture.boxes, scan_image.prepare(clean, 300).boxes)]
    assert pieces[0] == pytest.approx(pieces[1], rel=0.05)


def test_dotted_line_is_no_grain() -> None:
    """Its points lie by no letter, but are as large as those of the text."""
    from extractors import scan_image

    clean = np.array(page_of_lines())
    dotted = clean.copy()
    for x in range(150, 1500, 18):
        dotted[1500:1506, x : x + 6] = 40
    pieces = [int((scan_image.prepare(page, 200).boxes[:, 2] > 0).sum()) for page in (clean, dotted)]
    assert pieces[1] == pieces[0]


@pytest.mark.parametrize("code", ["O4", "O3"])
def test_the_last_digit_of_a_code_may_stand_apart(code: str, tmp_path: Path) -> None:
    """By itself it may be a bar."""
    found = next(Path("/usr/share/fonts").rglob("Loma.*tf"), None)
    if found is None:
        pytest.skip("needs fonts-thai-tlwg")
    page, font = Image.new("L", (1654, 900), 255), ImageFont.truetype(str(found), 40)
    draw, x = ImageDraw.Draw(page), 150.0
    for text, white in ((code, 9), ("1", 12), ("การประเมินจริยธรรมเจ้าหน้าที่ของรัฐ", 0)):
        draw.text((x, 200), text, font=font, fill=0)
        x += font.getlength(text) + white
    draw.text((150, 290), said()[:60], font=font, fill=0)
    assert read(page, tmp_path / "code.pdf").startswith(f"{code}1 ")
