"""The image is made by the scripts that `make` runs; it is not built here, where there may be no engine for it."""

from __future__ import annotations

import os
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_image_is_made_by_the_scripts_of_make() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    run = " ".join(line for line in lines if line.startswith("RUN "))
    scripts = re.findall(r"scripts/\S+\.sh", run)
    of_make = set(re.findall(r"^\t@(scripts/\S+\.sh)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(scripts) == of_make
    assert all(os.access(ROOT / script, os.X_OK) for script in scripts)


def test_what_the_image_copies_is_there() -> None:
    for line in (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines():
        if line.startswith("COPY"):
            *sources, _ = line.split()[1:]
            assert all((ROOT / source).exists() for source in sources), line
