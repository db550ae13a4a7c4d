"""How fast reports are stored: `python -m benchmarks.store --reports 20000`.

The reports are those of `benchmarks.exports`, made up record by record. Prints reports a second, by the clock
and by the processor's time of this program, and the size of the database.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from benchmarks.exports import reports
from corpus.records import ReportRecords
from output.store import FileFacts, open_store

_BATCH = 500
"""So many reports are made before the clock runs."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--db", help="a database that is not there yet; a temporary SQLite file if not given")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = arguments.db or str(Path(folder) / "store.db")
        clock, processor = stored(database, arguments.reports)
        per_second = f"{arguments.reports / clock:.0f} reports/s, {arguments.reports / processor:.0f} by processor time"
        size = "" if "://" in database else f", {Path(database).stat().st_size / 2**20:.0f} MiB"
        print(f"{arguments.reports} reports stored in {clock:.1f} s: {per_second}{size}")


def stored(database: str, count: int) -> tuple[float, float]:
    """Store so many reports; seconds by the clock and of the processor, without making them."""
    clock = processor = 0.0
    made = enumerate(reports(count))
    with open_store(database) as store:
        for batch in _batches(made):
            start = time.perf_counter(), time.process_time()
            for n, records in batch:
                digest = hashlib.sha256(str(n).encode()).hexdigest()  # ids are in no order
                name, report = records.report.file, replace(records.report, report_id=digest[:16])
                facts = FileFacts(f"/made/{name}", name, "1", digest, 1000, 1, "application/pdf")
                store.save(replace(records, report=report), facts)
            clock += time.perf_counter() - start[0]
            processor += time.process_time() - start[1]
    return clock, processor


def _batches(made: Iterator[tuple[int, ReportRecords]]) -> Iterator[list[tuple[int, ReportRecords]]]:
    while batch := list(islice(made, _BATCH)):
        yield batch


if __name__ == "__main__":
    main()
