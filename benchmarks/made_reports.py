"""How much of made reports comes out as it went in: ``python -m benchmarks.made_reports --count 500 --seed 1``.

Each report is random true records in a random layout (`tests.maker`). Printed are the shares of right
records of each kind, over all and for each feature of the layout that is worse than the whole; with
``--misses`` what differed, report by report. The exit code is 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from tests.maker.compare import KINDS, Count
from tests.maker.reading import Read, read_pdf, read_seed, to_pdf

BARS = {"scores": 0.99}
BAR = 0.97
"""Of every other kind of record."""
FEW = 4
"""A feature that fewer reports have is not listed."""


def sums(reads: Iterable[Read]) -> dict[str, Count]:
    out = {kind: Count() for kind in KINDS}
    for read in reads:
        for kind, count in read.comparison.counts.items():
            out[kind].add(count)
    return out


def shares(reads: Iterable[Read]) -> str:
    return "  ".join(f"{count.share:10.4f}" for count in sums(reads).values())


def by_feature(reads: list[Read]) -> list[tuple[str, list[Read]]]:
    """Features whose reports are read worse than all are, the worst first."""
    held: dict[str, list[Read]] = defaultdict(list)
    for read in reads:
        for name, value in read.features.items():
            held[f"{name} = {value}"].append(read)
    whole = sums(reads)

    def lost(group: list[Read]) -> float:
        return sum(max(0.0, whole[k].share - c.share) for k, c in sums(group).items())

    worse = [(name, group) for name, group in held.items() if len(group) >= FEW and lost(group) > 0.01]
    return sorted(worse, key=lambda pair: -lost(pair[1]))


def show(reads: list[Read], title: str, features: int) -> bool:
    """Print the shares; True where every bar is reached."""
    width = 60
    print(f"\n{title}: {len(reads)} reports, {sum(r.seconds for r in reads) / len(reads):.2f} s a report")
    print(f"{'':{width}}  {'':5}  " + "  ".join(f"{k:>10}" for k in KINDS))
    print(f"{'all':{width}}  {len(reads):5}  {shares(reads)}")
    for name, group in by_feature(reads)[:features]:
        print(f"{name[:width]:{width}}  {len(group):5}  {shares(group)}")
    whole = sums(reads)
    return all(whole[kind].share >= BARS.get(kind, BAR) for kind in KINDS)


def show_misses(reads: list[Read], first: int) -> None:
    for read in reads:
        if read.comparison.misses:
            shown = ", ".join(f"{k}={v}" for k, v in read.features.items())
            print(f"\nseed {read.seed}{read.suffix}  {shown}")
            print("\n".join(f"  {m}" for m in read.comparison.misses[:first]))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=500, help="how many reports")
    parser.add_argument("--seed", type=int, default=1, help="the first seed; the others follow it")
    parser.add_argument("--pdf", type=int, default=0, metavar="N", help="read the first N as PDF, too")
    parser.add_argument("--misses", action="store_true", help="list what differed")
    parser.add_argument("--first", type=int, default=6, help="how many differences a report to list")
    parser.add_argument("--features", type=int, default=40, help="how many features to list")
    parser.add_argument("--keep", type=Path, help="write the files into this folder and leave them there")
    args = parser.parse_args()
    seeds = range(args.seed, args.seed + args.count)
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as made, ProcessPoolExecutor(2) as workers:
        folder = args.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        reads = list(workers.map(partial(read_seed, folder=folder), seeds, chunksize=4))
        good = show(reads, "DOCX", args.features)
        pdfs: list[Read] = []
        if args.pdf:
            paths = [folder / f"{seed}.docx" for seed in seeds[: args.pdf]]
            to_pdf(paths, folder)
            pdfs = list(workers.map(partial(read_pdf, folder=folder), seeds[: args.pdf], chunksize=2))
            good = show(pdfs, "PDF", args.features) and good
    if args.misses:
        show_misses([*reads, *pdfs], args.first)
    print(f"\n{time.perf_counter() - begin:.0f} s; bars: scores {BARS['scores']}, others {BAR}")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
