"""How fast reports are indexed and found: `python -m benchmarks.search --reports 20000`.

The reports are those of `benchmarks.exports`, made up record by record. Each question is asked once unmeasured, then
measured over all rounds. Prints reports indexed a second, and for each question how many hits there are, the median
and 95th percentile of the milliseconds by the clock, and the median of the processor's.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.exports import fill
from output import search
from output.selection import Selection
from output.snapshot import Snapshot
from output.store import open_store

_YEAR = Selection(years=frozenset({2566}))
_PROVINCE = Selection(provinces=frozenset({"นราธิวาส"}))
_BOTH = Selection(years=frozenset({2568}), provinces=frozenset({"นราธิวาส"}))

QUESTIONS: dict[str, tuple[str, Selection | None, tuple[str, ...]]] = {
    "rare: a figure": ("23.17", None, ()),
    "rare, year": ("23.17", _YEAR, ()),
    "rare, province": ("23.17", _PROVINCE, ()),
    "common: with another": ("ไตรมาส คู่มือ", None, ()),
    "common, in one province": ("ไตรมาส คู่มือ", _PROVINCE, ()),
    "very common": ("เจ้าหน้าที่", None, ()),
    "very common, year": ("เจ้าหน้าที่", _YEAR, ()),
    "very common, province": ("เจ้าหน้าที่", _PROVINCE, ()),
    "very common, year and province": ("เจ้าหน้าที่", _BOTH, ()),
    "very common, measures only": ("เจ้าหน้าที่", None, ("measure",)),
    "very common, in few titles": ("เจ้าหน้าที่", _BOTH, ("report",)),
    "part of a word": ("ระพฤติมิชอ", None, ()),
    "part of a common word": ("ฏิบัติงา", None, ()),
    "part of a common word, province": ("ฏิบัติงา", _PROVINCE, ()),
    "in no text": ("ดาราศาสตร์", None, ()),
    "in no text, province": ("ดาราศาสตร์", _PROVINCE, ()),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--database", type=Path, help="kept and used again; made where it is not there")
    parser.add_argument("--rounds", type=int, default=50)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = args.database or Path(folder) / "made.db"
        if not database.exists():
            fill(database, args.reports)
        with open_store(database, create=False) as store:
            started, processor = time.monotonic(), time.process_time()
            count = search.refresh(store)
            seconds, processor = time.monotonic() - started, time.process_time() - processor
            if count:
                rate = f"{count / seconds:.0f} a second, {count / processor:.0f} by processor time"
                print(f"{count} reports indexed in {seconds:.0f} s: {rate}")
            else:
                print(f"seen in {1000 * seconds:.0f} ms that the index is up to date")
            with store.snapshot() as snapshot:
                for name, (question, selection, kinds) in QUESTIONS.items():
                    hits, times, busy = asked(snapshot, question, selection, kinds, args.rounds)
                    middle, slow = statistics.median(times), statistics.quantiles(times, n=20)[-1]
                    took = f"median {middle:6.1f} ms  p95 {slow:6.1f} ms"
                    print(f"{name:32} {hits:>6} hits  {took}  processor {statistics.median(busy):6.1f} ms")


def asked(
    snapshot: Snapshot, question: str, selection: Selection | None, kinds: tuple[str, ...], rounds: int
) -> tuple[str, list[float], list[float]]:
    """How many hits, and each round's milliseconds by the clock and of the processor."""
    found = search.search(snapshot, question, selection=selection, kinds=kinds)
    clock, busy = [], []
    for _ in range(rounds):
        start = time.perf_counter(), time.process_time()
        search.search(snapshot, question, selection=selection, kinds=kinds)
        clock.append(1000 * (time.perf_counter() - start[0]))
        busy.append(1000 * (time.process_time() - start[1]))
    return f"{found.total}{'+' if found.capped else ''}", clock, busy


if __name__ == "__main__":
    main()
