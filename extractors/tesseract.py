"""Tesseract as an engine: its language data, and what it reads of a line, letter by letter."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

import tesserocr

from extractors.engines import Glyph
from extractors.scan_ink import Gray

LANGUAGES = ("tha", "eng")
_LABEL_LETTERS = "AEIOT"
"""All that the names of the instruments are written with: IIT, EIT, OIT, ITA."""
_FOLDERS = (
    "usr/share/tesseract-ocr/*/tessdata",
    "usr/share/tessdata",
    "usr/share/tesseract/tessdata",
    "usr/local/share/tessdata",
    "opt/homebrew/share/tessdata",
)


@cache
def languages() -> tuple[str, str]:
    """The folder of Tesseract's language data, and the languages of ours that it holds, as `tha+eng`.

    The folder is TESSDATA_PREFIX where that is set, else the one of the system's packages.
    """
    named = os.environ.get("TESSDATA_PREFIX")
    folders = [Path(named), Path(named, "tessdata")] if named else []
    folders += [folder for pattern in _FOLDERS for folder in sorted(Path("/").glob(pattern), reverse=True)]
    best = ("", "")
    for folder in folders:
        found = "+".join(name for name in LANGUAGES if (folder / f"{name}.traineddata").is_file())
        if len(found) > len(best[1]):
            best = (str(folder), found)
    return best


@cache
def _engine(name: str, mode: int, letters: str = "") -> Any:
    """An engine for one language, loaded once a process; None without its data. `letters`: all that it reads."""
    folder, found = languages()
    if name not in found.split("+"):
        return None
    engine = tesserocr.PyTessBaseAPI(path=folder, lang=name, psm=mode)
    # No line is light on dark by now: what is unsure is not read a second time as if it were.
    engine.SetVariable("invert_threshold", "0.0")
    if letters:
        engine.SetVariable("tessedit_char_whitelist", letters)
    return engine


class Tesseract:
    """Thai and English by Tesseract's own networks, each by itself.

    Of `tha+eng` Tesseract takes the words of either as it sees fit (วิ LA ราะห์), begins with the language of the
    line before, and reads most lines twice.
    """

    @property
    def version(self) -> str:
        """`tesseract 5.3.0 tha+eng`."""
        return f"tesseract {tesserocr.tesseract_version().split()[1]} {languages()[1]}"

    def line(self, image: Gray, dpi: float) -> list[Glyph]:
        """The letters that Tesseract's Thai network has for one line, from left to right.

        The picture is the line's room: Tesseract looks for none, and makes its height that of what it reads.
        """
        engine = _engine("tha", tesserocr.PSM.RAW_LINE)
        _show(engine, image, dpi)
        engine.Recognize()
        glyphs: list[Glyph] = []
        iterator = engine.GetIterator()
        if iterator is None:
            return glyphs
        level = tesserocr.RIL
        text = _text_of(engine)
        at = 0
        for symbol in tesserocr.iterate_level(iterator, level.SYMBOL):
            letters = _text_of(symbol, level.SYMBOL)
            box = symbol.BoundingBox(level.SYMBOL)
            if not letters or not box:
                continue
            found = text.find(letters, at)
            spaced = found > at and text[at:found].isspace()
            if found >= 0:
                at = found + len(letters)
            glyphs.append(Glyph(letters, symbol.Confidence(level.SYMBOL) / 100.0, box[0], box[2], spaced))
        return glyphs

    def word(self, image: Gray, dpi: float, language: str) -> tuple[str, float]:
        """What Tesseract reads of one word with one language alone, and how sure it is."""
        mode = tesserocr.PSM.SINGLE_LINE if language == "tha" else tesserocr.PSM.SINGLE_WORD
        engine = _engine("eng", mode, _LABEL_LETTERS) if language == "label" else _engine(language, mode)
        if engine is None:
            return "", 0.0
        _show(engine, image, dpi)
        text = _text_of(engine)
        return text, engine.MeanTextConf() / 100.0


def _show(engine: Any, image: Gray, dpi: float) -> None:
    height, width = image.shape
    engine.SetImageBytes(image.tobytes(), width, height, 1, width)
    engine.SetSourceResolution(round(dpi))


def _text_of(found: Any, *level: int) -> str:
    """The text of an engine or of a place in what it found; tesserocr raises where there is none."""
    try:
        return str(found.GetUTF8Text(*level) or "").strip()
    except RuntimeError:
        return ""
