"""Reads made reports back and says how much came through, for a test and for the benchmark."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.read import read_report
from tests.maker.compare import Comparison, compare
from tests.maker.make import Made, make


@dataclass(frozen=True, slots=True)
class Read:
    """What came of one file."""

    seed: int
    suffix: str
    features: dict[str, str]
    comparison: Comparison
    seconds: float


def read_seed(seed: int, folder: Path) -> Read:
    """Make the report of a seed in a folder, and read its DOCX."""
    path = folder / f"{seed}.docx"
    made = make(seed)
    made.save(path)
    return _read(made, path)


def read_pdf(seed: int, folder: Path) -> Read:
    """Read the PDF that `to_pdf` made of a seed's report."""
    return _read(make(seed), folder / f"{seed}.pdf")


def _read(made: Made, path: Path) -> Read:
    begin = time.perf_counter()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    records = read_report(path, shown_as=path.name, sha256=digest)
    seconds = time.perf_counter() - begin
    got = json.loads(json.dumps(records.to_json(), default=str))
    if path.suffix == ".pdf" and made.features.get("steps") == "none":
        # Unmarked steps can no more be told from lines of one step.
        for measure in made.truth["measures"]:
            measure["steps_run_on"] = True
    return Read(made.seed, path.suffix, made.features, compare(made.truth, got), seconds)


def to_pdf(documents: Sequence[Path], folder: Path, time_limit: float = 900) -> None:
    """Make PDFs of many DOCX in one run of LibreOffice, which must be installed."""
    office = shutil.which("soffice")
    if office is None:
        raise RuntimeError("LibreOffice is not installed")
    with tempfile.TemporaryDirectory() as profile:
        command = [office, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, documents)]
        subprocess.run(  # noqa: S603 - no shell, and every argument is ours
            command,
            check=True,
            capture_output=True,
            timeout=time_limit,
            env={**os.environ, "HOME": profile, "SAL_USE_VCLPLUGIN": "svp"},
        )
