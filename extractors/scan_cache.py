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
from dataclasses import asdict
from pathlib import Path

from extractors.document import Word
from extractors.scan_image import Gray
from extractors.scan_text import TextLine

MOST_PAGES = 20_000
"""About 60 MB; the pages used longest ago go first."""
_PRUNED_TO = 0.8


def folder() -> Path:
    """`prongsai/pages` in the user's cache folder (XDG_CACHE_HOME, or ~/.cache)."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "prongsai" / "pages"


def key(gray: Gray, settings: str) -> str:
    """The name of a picture read with these settings."""
    digest = hashlib.sha256(f"{settings} {gray.shape}".encode())
    digest.update(gray.tobytes())
    return digest.hexdigest()


def load(name: str) -> list[list[TextLine]] | None:
    """The lines of each region of a page; None where they are not known."""
    try:
        path = folder() / f"{name}.json.gz"
        regions = json.loads(gzip.decompress(path.read_bytes()))
        found = [[_line(line) for line in lines] for lines in regions]
        os.utime(path)
    except (OSError, ValueError, TypeError, KeyError, EOFError, RuntimeError):
        return None
    return found


def save(name: str, regions: list[list[TextLine]]) -> None:
    """Keep the lines of each region of a page."""
    value = [[asdict(line) for line in lines] for lines in regions]
    data = gzip.compress(json.dumps(value, ensure_ascii=False).encode(), mtime=0)
    with suppress(OSError, RuntimeError):
        place = folder()
        place.mkdir(parents=True, exist_ok=True)
        half = place / f"{name}.{os.getpid()}.part"
        half.write_bytes(data)
        half.replace(place / f"{name}.json.gz")
        _prune(place)


def _line(value: dict[str, object]) -> TextLine:
    words = value.pop("words")
    if not isinstance(words, list):
        raise TypeError("words")
    kept = tuple(Word(**{**word, "others": tuple(word.get("others", ()))}) for word in words)
    return TextLine(words=kept, **value)  # type: ignore[arg-type]


def _prune(place: Path) -> None:
    pages = list(place.glob("*.json.gz"))
    if len(pages) <= MOST_PAGES:
        return
    pages.sort(key=lambda path: path.stat().st_mtime)
    for path in pages[: len(pages) - int(MOST_PAGES * _PRUNED_TO)]:
        path.unlink(missing_ok=True)
