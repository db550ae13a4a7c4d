"""Text on shades and fills: read as it is on paper, in the table that it heads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extractors import extract, scan
from extractors.document import Table

pytestmark = pytest.mark.skipif(
    scan.missing() is not None, reason=f"recognition wants {scan.missing()}: see scripts/setup-system.sh"
)

FONT = Path("/usr/share/fonts/truetype/tlwg/Garuda.ttf")
COLUMNS = (100, 500, 900, 1300)
ROWS = (200, 290, 380, 470)
CELLS = [["ลำดับ", "ตัวชี้วัด", "คะแนน"], ["1", "การใช้อำนาจ", "91.20"], ["2", "การเปิดเผยข้อมูล", "85.64"]]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def table(fill: int, ink: int) -> NDArray[np.uint8]:
    """A page with a table whose heading row is printed with this ink on this fill."""
    if not FONT.is_file():
        pytest.skip("needs fonts-thai-tlwg")
    page = Image.new("L", (1400, 900), 250)
    draw: Any = ImageDraw.Draw(page)
    draw.rectangle((COLUMNS[0], ROWS[0], COLUMNS[-1], ROWS[1]), fill=fill)
    for y in ROWS:
        draw.line((COLUMNS[0], y, COLUMNS[-1], y), fill=0, width=3)
    for x in COLUMNS:
        draw.line((x, ROWS[0], x, ROWS[-1]), fill=0, width=3)
    font = ImageFont.truetype(str(FONT), 36)
    for top, row in zip(ROWS, CELLS, strict=False):
        for left, text in zip(COLUMNS, row, strict=False):
            draw.text((left + 30, top + 14), text, font=font, fill=ink if top == ROWS[0] else 10)
    return np.asarray(page, np.uint8)


def with_grain(page: NDArray[np.uint8]) -> NDArray[np.uint8]:
    noisy = page + np.random.default_rng(3).normal(0, 7, page.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8)


def in_black_and_white(page: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.where(page > 130, 255, 0).astype(np.uint8)


def cells_of(page: NDArray[np.uint8], folder: Path) -> list[list[str]]:
    Image.fromarray(page).save(folder / "page.pdf", resolution=200)
    (read,) = extract(folder / "page.pdf").pages
    (found,) = (block for block in read.blocks if isinstance(block, Table))
    rows: list[list[str]] = [["" for _ in COLUMNS[1:]] for _ in CELLS]
    for cell in found.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


@pytest.mark.parametrize(
    ("fill", "ink", "scanned"),
    [
        (40, 250, with_grain),
        (110, 250, with_grain),
        (40, 250, in_black_and_white),
        (120, 250, in_black_and_white),
        (165, 10, with_grain),
        (200, 10, with_grain),
    ],
)
def test_heading_row_on_a_fill_is_read_as_on_paper(
    fill: int, ink: int, scanned: Callable[[NDArray[np.uint8]], NDArray[np.uint8]], tmp_path: Path
) -> None:
    assert cells_of(scanned(table(fill, ink)), tmp_path) == CELLS


def test_what_is_no_text_on_a_fill_stays() -> None:
    """A black bar, a photograph's grain and bold text are no fills with letters in them."""
    from extractors.scan_fills import turned

    page = np.full((900, 1400), 250, np.uint8)
    page[100:160, 100:1300] = 10
    light = np.add.outer(60 * np.sin(np.linspace(0, 9, 300)), np.linspace(70, 180, 600))
    page[300:600, 100:700] = light + np.random.default_rng(1).normal(0, 8, light.shape)
    same, fills = turned(page, 200)
    assert fills == []
    assert same is page
    assert turned(table(250, 0), 200)[1] == []
