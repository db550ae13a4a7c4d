"""What a page costs, by the kind of file: ``python -m benchmarks.kinds FOLDER``.

Reads the files under a folder, one after another in one process, from the file to the database, and prints CPU seconds
a page; those of programs that reading starts (LibreOffice) count too. Time on the clock would say what else the machine
does; CPU time hardly does. Word files tell no pages: of theirs those of the `report.pdf` in the same folder are counted,
and files without one are left out. Pages are recognised anew, whatever the cache holds.

``--scans`` says how many files are read whose pages are pictures, the smallest first: they take the time of a hundred
others.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium

_KINDS = {".pdf": "PDF with text", ".docx": "DOCX", ".doc": "DOC"}
_SCAN = "scan"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scans", type=int, default=1, help="how many scans to read (1)")
    options = parser.parse_args()
    seconds: dict[str, float] = defaultdict(float)
    pages: dict[str, int] = defaultdict(int)
    files: dict[str, int] = defaultdict(int)
    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_CACHE_HOME"] = name
        from output.store import open_store
        from pipeline.run import ingest

        found = sorted(_files(options.folder))
        with open_store(Path(name) / "warm.db") as store:
            ingest([found[0][2]], store)  # dictionaries, once a process
        with open_store(Path(name) / "kinds.db") as store:
            for count, kind, path in found:
                if kind == _SCAN and files[kind] == options.scans:
                    continue
                begin = _cpu()
                summary = ingest([path], store)
                if summary.read != 1:
                    print(f"not read: {path} ({summary.failed})")
                    continue
                seconds[kind] += _cpu() - begin
                pages[kind] += count
                files[kind] += 1
    for kind in sorted(seconds, key=lambda k: seconds[k] / pages[k]):
        each = seconds[kind] / pages[kind]
        print(
            f"{kind:14} {files[kind]:3} files {pages[kind]:5} pages {each:8.3f} CPU s a page {1 / each:8.1f} pages/s"
        )
    return 0


def _files(folder: Path) -> Iterator[tuple[int, str, Path]]:
    """Their pages, kinds and paths."""
    for path in folder.rglob("*"):
        beside = path if path.suffix == ".pdf" else path.with_name("report.pdf")
        if path.suffix in _KINDS and beside.is_file():
            with pdfium.PdfDocument(beside) as pdf:
                count = len(pdf)
                has_text = any(pdf[n].get_textpage().count_chars() > 100 for n in range(count))
            yield count, _KINDS[path.suffix] if has_text else _SCAN, path


def _cpu() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


if __name__ == "__main__":
    raise SystemExit(main())
