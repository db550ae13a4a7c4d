"""Pictures of tables without upright lines, of pale print, and of names told by their strokes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from numpy.typing import NDArray

from extractors import extract, scan
from extractors.document import Document, Table

pytestmark = pytest.mark.skipif(
    scan.missing() is not None, reason=f"recognition wants {scan.missing()}: see scripts/setup-system.sh"
)

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples" / "reports"
DPI = 200
Gray = NDArray[np.uint8]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


@cache
def table_of_scores() -> tuple[Gray, Table]:
    """A page of a sample with one table of scores, as a picture, and the table."""
    for source in sorted(SAMPLES.glob("*/report.pdf")):
        document: Document = extract(source)
        for page in document.pages:
            tables = [block for block in page.blocks if isinstance(block, Table)]
            if len(tables) != 1 or page.number is None or not 6 < len(tables[0].cells) < 60:
                continue
            if all(cell.row_span == cell.column_span == 1 for cell in tables[0].cells) and any(
                "." in cell.text and cell.text.replace(".", "").strip().isdecimal()
                for cell in tables[0].cells
            ):
                with pdfium.PdfDocument(source) as pdf:
                    picture = pdf[page.number - 1].render(scale=DPI / 72, grayscale=True).to_numpy()
                    return np.array(picture.reshape(picture.shape[:2]), np.uint8), tables[0]
    raise AssertionError("no such page in the samples")


def without_upright_rules(gray: Gray, table: Table) -> Gray:
    out = gray.copy()
    for cell in table.cells:
        assert cell.bbox is not None
        x0, top, x1, bottom = (round(v * DPI / 72) for v in cell.bbox)
        for x in (x0, x1):
            out[top + 4 : bottom - 3, max(x - 3, 0) : x + 4] = 255
    return out


def words_of(found: scan.Recognised) -> list[str]:
    return ["".join("".join(line.text for line in cell).split()) for cell in found.cells]


def figures_of(table: Table) -> list[str]:
    texts = ("".join(cell.text.split()) for cell in table.cells)
    return [text for text in texts if text.replace(".", "").isdecimal()]


def test_a_table_ruled_across_has_its_cells() -> None:
    gray, table = table_of_scores()
    found = scan.recognise_picture(without_upright_rules(gray, table), DPI, 1)
    assert [len(grid.cells) for grid in found.grids] == [len(table.cells)]
    read = words_of(found)
    assert all(figure in read for figure in figures_of(table))


def test_pale_thin_print_beside_black_is_read() -> None:
    gray, table = table_of_scores()
    assert table.bbox is not None
    top, bottom = (round(v * DPI / 72) for v in (table.bbox[1], table.bbox[3]))
    pale = gray.copy()
    pale[top - 4 : bottom + 4] = 255 - (255 - gray[top - 4 : bottom + 4]) // 4
    assert int(gray[: top - 4].min()) < 60, "the rest of the page is black"
    found = scan.recognise_picture(pale, DPI, 1)
    read = words_of(found)
    assert all(figure in read for figure in figures_of(table))


def drawn(*strokes: tuple[int, int, int, int]) -> Gray:
    """Strokes (left, top, right, bottom) of letters 20 pixels high."""
    paper = np.full((32, 70), 255, np.uint8)
    for x0, top, x1, bottom in strokes:
        paper[6 + top : 6 + bottom, 6 + x0 : 6 + x1] = 0
    return paper


FIRST, SECOND, T = (0, 0, 3, 20), (7, 0, 10, 20), ((13, 0, 27, 3), (18, 0, 21, 20))


@pytest.mark.parametrize(
    ("strokes", "said"),
    [
        ((FIRST, SECOND, *T), True),
        ((FIRST, (0, 0, 6, 3), (0, 8, 5, 11), (0, 17, 6, 20), SECOND, *T), False),  # EIT
        ((FIRST, *T), False),  # IT
        ((FIRST, SECOND, (18, 0, 21, 20)), False),  # III
        ((FIRST, SECOND, *T, (13, 17, 27, 20)), False),  # IIZ
    ],
)
def test_iit_by_its_strokes(strokes: tuple[tuple[int, int, int, int], ...], said: bool) -> None:
    from extractors.scan_latin import is_iit

    assert is_iit(drawn(*strokes)) is said
