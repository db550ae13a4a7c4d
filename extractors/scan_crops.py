"""Pieces of ink cut out of a page's picture, alone on white paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan_image import Picture
from extractors.scan_ink import Gray

_WHITE = 255


def alone(picture: Picture, pieces: NDArray[np.int64], margin: int) -> tuple[Gray, int, int]:
    """The ink of some pieces on white paper with a margin about it, and where the picture's corner lies."""
    boxes = picture.boxes[pieces]
    x0, top = (int(v) for v in boxes[:, :2].min(axis=0))
    x1, bottom = (int(v) for v in boxes[:, 2:].max(axis=0))
    height, width = picture.labels.shape
    up, left = max(top - 2, 0), max(x0 - 2, 0)
    window = slice(up, min(bottom + 2, height)), slice(left, min(x1 + 2, width))
    labels = picture.labels[window]
    first = int(pieces.min())
    wanted = np.zeros(int(pieces.max()) - first + 3, dtype=np.uint8)
    wanted[pieces - first + 1] = 1
    mine = wanted[np.clip(labels - first + 1, 0, len(wanted) - 1)]
    near = cv2.dilate(mine, np.ones((5, 5), np.uint8))
    shown = np.where((near > 0) & ((labels == 0) | (mine > 0)), picture.gray[window], np.uint8(_WHITE))
    return (
        _framed(
            shown, margin - (top - up), margin - (x0 - left), bottom - top + 2 * margin, x1 - x0 + 2 * margin
        ),
        (x0 - margin),
        top - margin,
    )


def _framed(shown: Gray, above: int, left: int, height: int, width: int) -> Gray:
    """A picture on white paper of this size, so far from its upper and left edge."""
    paper = np.full((height, width), _WHITE, np.uint8)
    paper[above : above + shown.shape[0], left : left + shown.shape[1]] = shown
    return paper


def smaller(image: Gray, factor: float) -> Gray:
    if factor >= 1.0:
        return image
    smaller: Any = cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(smaller, np.uint8)


def crop_of(picture: Picture, pieces: Sequence[int]) -> Gray:
    return alone(picture, np.array(pieces), 6)[0]
