"""RapidOCR's Thai model as an engine: th_PP-OCRv5_rec_mobile, by onnxruntime.

Its weights are not in RapidOCR's package. `python -m extractors.rapid` fetches them, once, by RapidOCR's own
download; nothing else here goes to the network.
"""

from __future__ import annotations

import hashlib
import os
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from extractors.engines import Glyph
from extractors.scan_ink import Gray

MODEL = "th_PP-OCRv5_rec_mobile"
WEIGHTS = "PRONGSAI_RAPIDOCR_MODEL"
"""Environment variable with the path of a recognition model to take instead."""


def weights() -> Path | None:
    """Where the model is to lie: as the environment says, or where RapidOCR puts what it fetches."""
    named = os.environ.get(WEIGHTS)
    if named:
        return Path(named)
    spec = find_spec("rapidocr")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "models" / f"{MODEL}.onnx"


def missing() -> str | None:
    """`rapidocr` where the package is not installed, `weights` where its Thai model is not there."""
    if find_spec("rapidocr") is None:
        return "rapidocr"
    path = weights()
    return None if path is not None and path.is_file() else "weights"


class RapidOcr:
    """Lines by RapidOCR's recogniser alone: lines are found before."""

    def __init__(self, model: Path | None = None) -> None:
        """`model`: another recognition model than the one of `weights`."""
        self._model = model or weights()
        self._engine = _engine(self._model)

    @property
    def version(self) -> str:
        """`rapidocr 3.10.0 th_PP-OCRv5_rec_mobile de541dd83161`: the last is the beginning of the weights' SHA-256."""
        assert self._model is not None  # noqa: S101 - it was loaded
        return f"rapidocr {version('rapidocr')} {self._model.stem} {_digest(self._model)}"

    def line(self, image: Gray, dpi: float) -> list[Glyph]:
        """The letters of one line. The network tells their middles; where they begin and end is a guess."""
        read = self._engine(
            cv2.cvtColor(image, cv2.COLOR_GRAY2BGR),
            use_det=False,
            use_cls=False,
            use_rec=True,
            return_word_box=True,
        )
        if not read.txts or not read.txts[0]:
            return []
        text, (info, *_) = read.txts[0], read.word_results
        columns = [column for word in info.word_cols for column in word]
        step = image.shape[1] / max(info.line_txt_len, 1.0)
        glyphs: list[Glyph] = []
        spaced = False
        for letter, sure in zip(text, info.confs, strict=True):
            if letter.isspace():
                spaced = True
                continue
            middle = (columns[len(glyphs)] + 0.5) * step
            glyphs.append(Glyph(letter, float(sure), middle - step / 2, middle + step / 2, spaced))
            spaced = False
        return glyphs

    def word(self, image: Gray, dpi: float, language: str) -> tuple[str, float]:
        """Nothing: the model knows its languages together only."""
        return "", 0.0


def _engine(model: Path | None) -> Any:
    from rapidocr import LangRec, OCRVersion, RapidOCR

    settings = {
        "Global.log_level": "critical",
        "Global.text_score": 0.0,
        "Rec.lang_type": LangRec.TH,
        "Rec.ocr_version": OCRVersion.PPOCRV5,
    }
    return RapidOCR(params=settings if model is None else {**settings, "Rec.model_path": str(model)})


@cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


if __name__ == "__main__":  # fetch the weights
    _engine(None)(np.full((48, 320, 3), 255, np.uint8), use_det=False, use_cls=False, use_rec=True)
    print(weights())
