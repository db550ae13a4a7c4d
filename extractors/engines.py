"""What reads lines of text: the seam between pictures and the engines that know letters.

The lines, the words' gaps and the numbers are found by `extractors.scan_text` for every engine alike.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Protocol

from extractors.document import DEFAULT_ENGINE
from extractors.scan_ink import Gray

# Lines are too short to share out: Tesseract's threads would only wait for each other. Read as it is loaded.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")

ENGINES = (DEFAULT_ENGINE, "rapidocr")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A letter as the engine read it, with its place in pixels."""

    text: str
    confidence: float
    x0: float
    x1: float
    spaced: bool
    """The engine has a space before it."""


class Engine(Protocol):
    """Reads letters. An instance is used by one thread."""

    @property
    def version(self) -> str:
        """Its name, which has no blank, its version and its languages or model: `tesseract 5.3.0 tha+eng`."""
        ...

    def line(self, image: Gray, dpi: float) -> list[Glyph]:
        """The letters of the one line in the picture, from left to right; places from the picture's left edge.

        English words may come as Thai letters: `word` reads those again.
        """
        ...

    def word(self, image: Gray, dpi: float, language: str) -> tuple[str, float]:
        """One word by that language alone (`tha`, `eng`) and how sure that is; nothing where it cannot be told.

        `label` is the name of an instrument, in the letters AEIOT.
        """
        ...


@cache
def missing(name: str) -> str | None:
    """What an engine wants here: `packages`, `languages`, `rapidocr`, `weights`; None where nothing is missing."""
    if any(find_spec(package) is None for package in ("cv2", "onnxruntime")):
        return "packages"
    if name == "rapidocr":
        from extractors import rapid

        return rapid.missing()
    if find_spec("tesserocr") is None:
        return "packages"
    from extractors import tesseract

    return None if "tha" in tesseract.languages()[1] else "languages"


@cache
def load(name: str) -> Engine:
    """The engine of that name, loaded once a process. Ask `missing` first."""
    if name == "rapidocr":
        from extractors.rapid import RapidOcr

        return RapidOcr()
    from extractors.tesseract import Tesseract

    return Tesseract()
