"""Reads made reports back from scans of them, and says which wrong scores are given as sure."""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from pipeline.read import read_report
from pipeline.recognised import BAR
from tests.maker.compare import Comparison, Record, compare, readings, score_key
from tests.maker.make import make
from tests.maker.scans import FONTS, damage_of, scan, set_in


@dataclass(frozen=True, slots=True)
class ReadScan:
    """What came of one scan."""

    seed: int
    features: dict[str, str]
    """Of the layout, the font and the damage."""
    pages: int
    seconds: float
    scan: Comparison
    text: Comparison
    """Of the same PDF with its text layer: what is wrong there too is no fault of recognition."""
    wrong: int
    """Score records that are none of the truth."""
    sure: tuple[str, ...]
    """Those of them that are given as sure (confidence of the bar or more), and that the text layer does not give."""


def write(seed: int, folder: Path) -> Path:
    """The report of a seed as DOCX, in one of the fonts of scans."""
    made = make(seed)
    set_in(made.paper, font_of(seed))
    path = folder / f"{seed}.docx"
    made.save(path)
    return path


def font_of(seed: int) -> str:
    return FONTS[seed % len(FONTS)]


def read_scan(seed: int, folder: Path, dpi: int | None = None) -> ReadScan:
    """Scan the PDF that was made of a seed's report, and read both."""
    damage = damage_of(Random(seed), dpi)  # noqa: S311 - it only has to vary
    source = folder / f"{seed}.pdf"
    picture = scan(source, folder / f"{seed}.scan.pdf", damage, seed)
    made = make(seed)
    truth = made.truth
    if made.features.get("steps") == "none":
        # Unmarked steps can no more be told from lines of one step.
        for measure in truth["measures"]:
            measure["steps_run_on"] = True
    text = _records(source)
    begin = time.perf_counter()
    got = _records(picture)
    seconds = time.perf_counter() - begin
    wrong = wrong_scores(truth, got)
    also = Counter(map(score_key, wrong_scores(truth, text)))
    sure = tuple(
        f"{' '.join(map(str, score_key(r)))} from {r['source']['text']!r} ({r['source'].get('confidence')})"
        for r in wrong
        if (r["source"].get("confidence") or 0) >= BAR and not also[score_key(r)]
    )
    features = {**made.features, "font": font_of(seed), **damage.shown()}
    pages = got["report"]["pages"]
    return ReadScan(
        seed, features, pages, seconds, compare(truth, got), compare(truth, text), len(wrong), sure
    )


def _records(path: Path) -> dict[str, Any]:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    records = read_report(path, shown_as=path.name, sha256=digest, ocr="auto")
    read: dict[str, Any] = json.loads(json.dumps(records.to_json(), default=str))
    return read


def wrong_scores(truth: Record, got: Record) -> list[Record]:
    """The scores that the truth does not have: another value, or the value of another place or year."""
    right = Counter(score_key(reading) for record in truth["scores"] for reading in readings(record))
    return [record for record in got["scores"] if not right[score_key(record)]]
