"""Makes the samples: ``python -m corpus.samples.make DEST``.

DEST gets ``reports/NAME/report.docx``, ``reports/NAME/report.pdf`` (where LibreOffice is installed)
and ``truth/NAME.json``, the records that a careful reader finds in the report. The DOCX and the truth
are the same each time; a PDF differs with the version of LibreOffice.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

NAMES = (
    "thanmokngoen-2568",
    "nongsaofa-2567",
    "buengsaengchan-2569",
    "thunglandao-2566",
    "pakkhlongkhaimuk-2567",
    "wangphloikhao-2565",
    "khokmekkhala-2568",
    "saphanrung-2568",
    "huaikaeothip-2567",
    "tharuakaeo-2563",
)


def make(name: str, destination: Path, pdf: bool = True) -> None:
    """Write one sample under `destination`."""
    module = importlib.import_module(f"corpus.samples.parts.{name.replace('-', '_')}")
    paper, truth = module.build()
    folder = destination / "reports" / name
    folder.mkdir(parents=True, exist_ok=True)
    paper.save(folder / "report.docx")
    records = destination / "truth" / f"{name}.json"
    records.parent.mkdir(parents=True, exist_ok=True)
    records.write_text(json.dumps(truth.to_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    office = shutil.which("soffice")
    if pdf and office:
        to_pdf(office, folder / "report.docx")


def to_pdf(office: str, document: Path) -> None:
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(  # noqa: S603 - the program was found on the path, the file is our own
            [
                office,
                f"-env:UserInstallation={Path(profile).as_uri()}",
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                str(document.parent),
                str(document),
            ],
            check=True,
            capture_output=True,
            timeout=180,
            env={**os.environ, "SOURCE_DATE_EPOCH": "1759280400"},
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("destination", type=Path)
    parser.add_argument("--only", nargs="*", default=NAMES, choices=NAMES, help="make these samples")
    parser.add_argument("--no-pdf", action="store_true", help="write the DOCX and the truth only")
    args = parser.parse_args()
    for name in args.only:
        make(name, args.destination, pdf=not args.no_pdf)


if __name__ == "__main__":
    main()
