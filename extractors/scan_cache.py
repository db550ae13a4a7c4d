"""What was recognised of a page's picture, kept in the user's cache folder so that a second run is cheap.

One small file a page, named by a hash of the picture and of all that decides how it is read. The cache is only
ever a help: where it cannot be read or written, the page is read anew.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from extractors.document import Bbox, Word
from extractors.scan_ink import Gray
from extractors.scan_words import TextLine

MOST_PAGES = 20_000
"""About 60 MB; the pages used longest ago go first."""
_PACKED = 3
"""Level of compression; the next ones take longer and save little."""
_PRUNED_TO = 0.8


def folder() -> Path:
    """`prongsai/pages` in the user's cache folder (XDG_CACHE_HOME, or ~/.cache)."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "prongsai" / "pages"


@dataclass(frozen=True, slots=True)
class Kept:
    """What was found in a page's picture: enough to make the page of it, without the picture."""

    width: float
    """Points of the page turned upright and straightened."""
    height: float
    scale: float
    """Points to a pixel."""
    rules: tuple[Bbox, ...]
    """Ruled lines as thin boxes."""
    regions: tuple[tuple[int, tuple[TextLine, ...]], ...]
    """The lines of each cell, with its number, and of each block outside tables, with -1."""


def key(gray: Gray, dpi: float, settings: str) -> str:
    """The name of a picture read with these settings."""
    digest = hashlib.sha256(f"{settings} {dpi} {gray.shape}".encode())
    digest.update(np.ascontiguousarray(gray).data)
    return digest.hexdigest()


def load(name: str) -> Kept | None:
    """What was found in a picture; None where it is not known."""
    try:
        path = folder() / f"{name}.json.gz"
        value = json.loads(gzip.decompress(path.read_bytes()))
        rules = tuple((x0, top, x1, bottom) for x0, top, x1, bottom in value["rules"])
        regions = tuple((int(n), tuple(_line(line) for line in lines)) for n, lines in value["regions"])
        found = Kept(value["width"], value["height"], value["scale"], rules, regions)
        os.utime(path)
    except (OSError, ValueError, TypeError, KeyError, IndexError, EOFError, RuntimeError):
        return None
    return found


def save(name: str, found: Kept) -> None:
    """Keep what was found in a picture."""
    data = gzip.compress(json.dumps(found, ensure_ascii=False, default=_fields).encode(), _PACKED, mtime=0)
    with suppress(OSError, RuntimeError):
        place = folder()
        place.mkdir(parents=True, exist_ok=True)
        half = place / f"{name}.{os.getpid()}.part"
        half.write_bytes(data)
        half.replace(place / f"{name}.json.gz")
        _prune(place)


def _fields(value: Any) -> dict[str, object]:
    """A dataclass as its fields, for JSON."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def _line(value: dict[str, object]) -> TextLine:
    words = value.pop("words")
    if not isinstance(words, list):
        raise TypeError("words")
    kept = tuple(Word(**{**word, "others": tuple(word.get("others", ()))}) for word in words)
    places = value.pop("places")
    if not isinstance(places, list):
        raise TypeError("places")
    ends = tuple((int(x0), int(x1)) for x0, x1 in places)
    return TextLine(words=kept, places=ends, **value)  # type: ignore[arg-type]


def _prune(place: Path) -> None:
    pages = list(place.glob("*.json.gz"))
    if len(pages) <= MOST_PAGES:
        return
    pages.sort(key=lambda path: path.stat().st_mtime)
    for path in pages[: len(pages) - int(MOST_PAGES * _PRUNED_TO)]:
        path.unlink(missing_ok=True)
