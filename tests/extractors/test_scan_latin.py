"""What of a line is English, what Thai, and what a mark of an entry: by what is read, and by the shape of the ink."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

import numpy as np
import pytest
from numpy.typing import NDArray

pytestmark = pytest.mark.skipif(find_spec("cv2") is None, reason="needs the extra ocr")

LETTER, BASELINE = 24, 200
Mask = NDArray[np.bool_]


@pytest.mark.parametrize(
    "text",
    ["การประเมินคุณธรรม", "ของหน่วยงาน", "กําหนด", "วิเคราะห์", "ข้อ ๑๒", "เรื่องร้องเรียน", "(มาตรการ)"],
)
def test_words_that_are_written_are_likely(text: str) -> None:
    from extractors.scan_latin import is_likely

    assert is_likely(text)


@pytest.mark.parametrize(
    "text", ["|โค", "เห", "(เห)", "ลทส", "|กเอ6ก", "พลทรเวลเฮทอห", "6-5๑๓6", "วิ LA ราะห์", ""]
)
def test_what_a_thai_reader_makes_of_english_is_not(text: str) -> None:
    from extractors.scan_latin import is_likely

    assert not is_likely(text)


def _marks_of(shape: Callable[[Mask], None]) -> list[str]:
    """What the mark is read as that stands alone at the beginning of a line."""
    import cv2

    from extractors.scan_figures import with_bullets
    from extractors.scan_image import Picture
    from extractors.scan_words import Chunk

    ink = np.zeros((300, 300), bool)
    shape(ink)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    boxes = np.array([(x, y, x + w, y + h) for x, y, w, h, _ in stats], np.int32)
    paper = np.where(ink, 0, 255).astype(np.uint8)
    picture = Picture(paper, np.asarray(labels, np.int32), boxes, (), float(LETTER), 0.36, 108.0, 108.0)
    atom = Chunk(int(boxes[1:, 0].min()), int(boxes[1:, 2].max()), tuple(range(1, count)))
    (read,) = with_bullets(picture, [atom], BASELINE, LETTER)
    return [] if read.read is None else [read.read.text]


def _round(middle: float, radius: float, hole: float = 0.0) -> Callable[[Mask], None]:
    """A round of ink so far over the baseline, in heights of a letter."""

    def draw(ink: Mask) -> None:
        y, x = np.mgrid[: ink.shape[0], : ink.shape[1]]
        away = np.hypot(x - 100, y - (BASELINE - middle * LETTER)) / LETTER
        ink[(away <= radius) & (away >= hole)] = True

    return draw


def test_a_round_of_ink_is_the_mark_of_an_entry() -> None:
    """Readers make ๑, + or * of it."""
    assert _marks_of(_round(0.5, 0.25)) == ["•"]


@pytest.mark.parametrize(
    "shape",
    [_round(0.5, 0.5, 0.3), _round(0.3, 0.3, 0.22), _round(0.08, 0.08), _round(0.1, 0.2), _round(0.5, 0.5)],
    ids=["zero", "ring", "point", "on the line", "as high as a letter"],
)
def test_rings_points_and_letters_are_none(shape: Callable[[Mask], None]) -> None:
    assert _marks_of(shape) == []
