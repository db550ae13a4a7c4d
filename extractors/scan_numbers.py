"""Numbers and codes in recognised text: what the reader of numerals says counts, Tesseract's digits do not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.document import Word
from extractors.scan_image import Gray

if TYPE_CHECKING:
    from extractors.numerals import Numeral


@cache
def available() -> bool:
    return Path(__file__).with_name("numerals.onnx").is_file() and find_spec("onnxruntime") is not None


def maybe(text: str) -> bool:
    return True


def read(crops: Sequence[Gray]) -> list[Numeral]:
    from extractors import numerals  # onnxruntime is slow to load

    return numerals.read(crops)


def merge(text: str, numeral: Numeral) -> Word | None:
    return None
