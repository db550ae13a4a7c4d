"""Crops of numbers from scans of documents whose PDF with text is at hand, to test with (never to train)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from extractors.numerals import OTHER, Gray
from training.numerals.texts import label_of

_DIGIT = re.compile("[๐-๙0-9]")


def crops(scan: Path, report: Path) -> Iterator[tuple[Gray, str]]:
    """Each number and code that stands between blanks, from the scan, with what the text says."""
    with pdfium.PdfDocument(scan) as scanned, pdfium.PdfDocument(report) as written:
        for page, clean in zip(scanned, written, strict=True):
            picture = _picture(page)
            scale = picture.shape[1] / clean.get_width()
            drawn = np.ascontiguousarray(
                clean.render(scale=scale, grayscale=True).to_numpy().squeeze(), np.uint8
            )
            to_scan = _registered(drawn, picture)
            for label, box in _words(clean, scale):
                cut = _cut(picture, drawn, box, to_scan)
                if cut is not None:
                    yield cut, label


def _picture(page: pdfium.PdfPage) -> Gray:
    stored = next(iter(page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE])))
    scale = stored.get_px_size()[0] / page.get_width()
    return np.ascontiguousarray(page.render(scale=scale, grayscale=True).to_numpy().squeeze(), np.uint8)


def _registered(drawn: Gray, picture: Gray) -> NDArray[np.float32]:
    """Where a point of the drawn page lies on the scan."""
    small = 800 / max(picture.shape)
    one, two = _blurred(drawn, small), _blurred(picture, small)
    two = two[: one.shape[0], : one.shape[1]]
    two = cv2.copyMakeBorder(
        two, 0, one.shape[0] - two.shape[0], 0, one.shape[1] - two.shape[1], cv2.BORDER_REPLICATE
    )
    size = (one.shape[1], one.shape[0])
    best, warp = -1.0, np.eye(2, 3, dtype=np.float32)
    for angle in np.arange(-2, 2.01, 0.25):
        turn = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), angle, 1)
        turned = cv2.warpAffine(one, turn, size)
        (dx, dy), likeness = cv2.phaseCorrelate(turned, two)
        if likeness > best:
            turn[:, 2] += dx, dy
            best, warp = likeness, turn.astype(np.float32)
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 60, 1e-5)
    _, warp = cv2.findTransformECC(one, two, warp, cv2.MOTION_AFFINE, stop, None, 5)
    warp[:, 2] /= small
    return np.asarray(warp, np.float32)


def _blurred(picture: Gray, small: float) -> NDArray[np.float32]:
    """Ink bright on black, at a small scale."""
    fit = cv2.resize(picture, None, fx=small, fy=small, interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(255 - fit, (0, 0), 1.5), np.float32)


def _words(page: pdfium.PdfPage, scale: float) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Texts that are numbers, codes or marks, with the boxes of their ink in pixels of the drawn page."""
    text = page.get_textpage()
    height = page.get_height()
    whole = text.get_text_range()
    if len(whole) != text.count_chars():
        return
    for match in re.finditer(r"[^\s\x00-\x1f\ufffe]+", whole):
        word = match[0]
        if not _DIGIT.search(word) or OTHER in label_of(word):
            continue
        boxes = np.array([text.get_charbox(i) for i in range(*match.span())])
        left, low, right, up = boxes[:, 0].min(), boxes[:, 1].min(), boxes[:, 2].max(), boxes[:, 3].max()
        # A word that goes on in the next line or cell is not one crop.
        steps = np.diff(boxes[:, 0])
        if up - low > 30 or (steps <= 0).any() or (len(steps) and steps.max() > 1.6 * (up - low)):
            continue
        yield label_of(word), (left * scale, (height - up) * scale, right * scale, (height - low) * scale)


def _cut(
    picture: Gray, drawn: Gray, box: tuple[float, float, float, float], to_scan: NDArray[np.float32]
) -> Gray | None:
    """The word on the scan with a margin, after a last look for where it lies exactly."""
    x0, y0, x1, y1 = (round(edge) for edge in box)
    pattern = drawn[max(y0 - 2, 0) : y1 + 3, max(x0 - 2, 0) : x1 + 3]
    corner = to_scan @ np.array([max(x0 - 2, 0), max(y0 - 2, 0), 1], np.float32)
    x, y = (round(float(at)) for at in corner)
    reach = 6
    left, top = max(x - reach, 0), max(y - reach, 0)
    around = picture[top : y + pattern.shape[0] + reach, left : x + pattern.shape[1] + reach]
    if around.shape[0] < pattern.shape[0] or around.shape[1] < pattern.shape[1]:
        return None
    soft = cv2.matchTemplate(
        cv2.GaussianBlur(around, (0, 0), 1), cv2.GaussianBlur(pattern, (0, 0), 1), cv2.TM_CCOEFF_NORMED
    )
    _, _, _, (dx, dy) = cv2.minMaxLoc(soft)
    x, y = left + dx, top + dy
    margin = max(3, round(0.12 * (y1 - y0)))
    return picture[
        max(y - margin + 2, 0) : y + pattern.shape[0] + margin - 2,
        max(x - margin + 2, 0) : x + pattern.shape[1] + margin - 2,
    ]
