"""A run over made-up files as a program of its own, to be killed: `python -m tests.pipeline.killed_run TREE DB`.

A file's first line says `%PDF-`, the next what becomes of it. What comes out of one is made of its own bytes. The
program prints how many files it has taken.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

from corpus.records import (
    About,
    Agency,
    Analysis,
    Finding,
    Measure,
    Message,
    Report,
    ReportRecords,
    Score,
)
from extractors.errors import Damaged


def read(path: Path, *, shown_as: str, sha256: str) -> ReportRecords:
    """The records of one file, some kilobytes of them, in some milliseconds."""
    word = path.read_text(encoding="utf-8").split("\n")[1]
    if word == "เสีย":
        raise Damaged("ไฟล์เสีย", "damaged")
    time.sleep(0.002)
    subject = word.partition(" ")[0]  # several files may be readings of one report
    words = [hashlib.sha256(f"{subject} {n}".encode()).hexdigest() for n in range(10)]
    agency = Agency(
        f"เทศบาลตำบลสมมุติ{int(words[0], 16) % 1000}", kind="subdistrict_municipality", province="น่าน"
    )
    report = Report(
        report_id=sha256[:16],
        file=shown_as,
        media_type="application/pdf",
        pages=3,
        title=word,
        kind="analysis",
        agency=agency,
        fiscal_year=2568,
    )
    blank = Finding("page_not_read", "error", Message("ว่าง", "empty"), (About(page=2),))
    return ReportRecords(
        report,
        scores=tuple(
            Score("indicator", Decimal(int(w[:4], 16) % 100), indicator=n + 1)
            for n, w in enumerate(words[:10])
        ),
        analyses=tuple(Analysis(" ".join(words[n : n + 4])) for n in range(4)),
        measures=tuple(Measure(w, steps=tuple(words[:n])) for n, w in enumerate(words[:6])),
        findings=(blank,) if word.endswith("7") else (),
    )


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("tree", type=Path)
    parser.add_argument("db", type=Path)
    parser.add_argument(
        "--most-pages", type=int, help="that the database may have: a full disk, as SQLite sees it"
    )
    parser.add_argument("--most-bytes", type=int, help="that a file may have: writes fail half way")
    parser.add_argument("--patience", type=int, default=30_000, help="milliseconds to wait for a lock")
    options = parser.parse_args()

    from sqlalchemy import event
    from sqlalchemy.pool import Pool

    from extractors.limits import Limits
    from output.errors import StoreError
    from output.store import open_store
    from pipeline.run import Progress, ingest
    from pipeline.workers import Workers

    @event.listens_for(Pool, "checkout")
    def _(connection: Any, *_: object) -> None:
        connection.execute(f"PRAGMA busy_timeout={options.patience}")
        if options.most_pages:
            connection.execute(f"PRAGMA max_page_count={options.most_pages}")

    if options.most_bytes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (options.most_bytes, resource.RLIM_INFINITY))

    def tell(step: Progress) -> None:
        print(step.done, flush=True)

    try:
        with (
            open_store(options.db) as store,
            Workers(2, Limits(files=50), preload=["tests.pipeline.killed_run"]) as pool,
        ):
            summary = ingest([options.tree], store, read=read, executor=pool, at_once=4, on_progress=tell)
    except StoreError as error:
        print(error, flush=True)
        return 3
    print("crashed:", sum(failed.kind == "crashed" for failed in summary.failed))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
