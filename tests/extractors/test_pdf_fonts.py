"""Sound Thai text comes out of a PDF as it was written, whatever the font does with its marks."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from benchmarks.pdf_fonts import Look, differences, installed

LOOKS = [
    Look("Laksaman", 16, False, "left", 1),
    Look("Laksaman", 15, True, "justified", 2),
    Look("Loma", 11, False, "thai", 3),
    Look("Garuda", 11, True, "left", 4),
    Look("Norasi", 13, False, "justified", 5),
    Look("Waree", 13, False, "left", 6),
    Look("Tlwg Mono", 13, False, "thai", 7),
]
"""Marks in objects of their own, drawn ahead of tall letters, in ligatures, or over the letter after theirs."""


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.skipif(shutil.which("fc-list") is None, reason="fontconfig is not installed")
def test_every_syllable_comes_back_in_every_font(tmp_path: Path) -> None:
    """All consonants with all vowels and tones; the rest of the fonts are in `benchmarks.pdf_fonts`."""
    try:
        fonts = installed()
    except subprocess.CalledProcessError:
        fonts = []
    looks = [look for look in LOOKS if look.font in fonts]
    if not looks:
        pytest.skip("none of the fonts is installed")
    assert {str(look): found[:5] for look, found in differences(looks, tmp_path) if found} == {}
