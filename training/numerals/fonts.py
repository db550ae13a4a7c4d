"""The fonts that made text is set in: those of the machine and of folders that are named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError
from PIL import ImageFont

SYSTEM = Path("/usr/share/fonts")
HELD_OUT = ("Umpush", "Kinnari", "Arundina Serif", "IBM Plex Sans Thai", "TH Niramit AS", "Taviraj")
"""Families that no training text is set in: with loops and without, with serifs and without."""
LATIN = ("DejaVu Sans", "DejaVu Serif", "Nimbus Sans", "Nimbus Roman", "Nimbus Sans Narrow", "P052", "C059")
"""Families that Arabic digits and Latin letters are set in as well; Word gives both scripts other fonts."""
_NEEDED = frozenset(map(ord, "๐๑๒๓๔๕๖๗๘๙"))
_ARABIC = frozenset(map(ord, "0123456789.,:/-%()"))
_THIN = ("Thin", "ExtraLight", "Hairline", "Black")


@dataclass(frozen=True, slots=True)
class Face:
    """One cut of a family."""

    family: str
    path: Path
    codes: frozenset[int]
    axes: tuple[float, ...] | None = None

    def at(self, size: float) -> ImageFont.FreeTypeFont:
        """The face at so many pixels an em."""
        return _load(self.path, round(size * 2) / 2, self.axes)


@lru_cache(2000)
def _load(path: Path, size: float, axes: tuple[float, ...] | None) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(path, size)
    if axes is not None:
        font.set_variation_by_axes(list(axes))
    return font


def _files(folders: Iterable[Path]) -> list[Path]:
    return sorted(
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix.lower() in {".ttf", ".otf", ".woff"}
    )


def _open(path: Path) -> tuple[str, str, frozenset[int], list[tuple[float, ...]]] | None:
    try:
        with TTFont(path, lazy=True) as font:
            names = font["name"]
            family = names.getDebugName(16) or names.getDebugName(1) or path.stem
            style = names.getDebugName(17) or names.getDebugName(2) or ""
            axes: list[tuple[float, ...]] = []
            if "fvar" in font:
                spans = [(axis.axisTag, axis.minValue, axis.defaultValue) for axis in font["fvar"].axes]
                axes = [tuple(w if tag == "wght" else d for tag, _, d in spans) for w in (400.0, 700.0)]
            return family, style, frozenset(font.getBestCmap() or {}), axes
    except (TTLibError, KeyError, OSError):
        return None


def find(folders: Iterable[Path] = ()) -> tuple[list[Face], list[Face], list[Face]]:
    """Faces to train with, faces kept out for tests, and Latin faces."""
    training: list[Face] = []
    kept_out: list[Face] = []
    latin: list[Face] = []
    for path in _files([SYSTEM, *folders]):
        opened = _open(path)
        if opened is None:
            continue
        family, style, codes, axes = opened
        if any(weight in style or weight in path.stem for weight in _THIN):
            continue
        if family.startswith(LATIN) and codes >= _ARABIC:
            latin.append(Face(family, path, codes))
        if not codes >= _NEEDED:
            continue
        faces = [Face(family, path, codes, at) for at in axes] or [Face(family, path, codes)]
        (kept_out if family.startswith(HELD_OUT) else training).extend(faces)
    return training, kept_out, latin
