"""How well pages that are pictures are read.

``python -m benchmarks.scans --made 40 --seed 1``: made reports, printed in ten fonts, scanned with the damage of
scanners, read and compared with their truth: shares of right records, beside those of the same PDFs with their text
layer, and the wrong scores that are given as sure, of which there may be none.

The exit code is 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from tests.maker.compare import KINDS, Comparison, Count
from tests.maker.reading import to_pdf
from tests.maker.scanned import ReadScan, read_scan, write

BARS = {
    "scores": 0.97,
    "indicators": 0.95,
    "analyses": 0.90,
    "measures": 0.95,
    "fields": 0.80,
    "report": 0.85,
}
FEATURES = ("kind", "font", "dpi", "bilevel", "digits")


def sums(comparisons: Iterable[Comparison]) -> dict[str, Count]:
    out = {kind: Count() for kind in KINDS}
    for comparison in comparisons:
        for kind, count in comparison.counts.items():
            out[kind].add(count)
    return out


def row(title: str, reports: int, comparisons: Iterable[Comparison]) -> str:
    shares = "  ".join(f"{count.share:10.4f}" for count in sums(comparisons).values())
    return f"{title[:40]:40}  {reports:5}  {shares}"


def show(reads: list[ReadScan], first: int) -> bool:
    """Print the shares; True where every bar is reached."""
    pages = sum(read.pages for read in reads)
    print(
        f"{len(reads)} reports, {pages} pages, {sum(r.seconds for r in reads) / max(pages, 1):.2f} s a page"
    )
    print(f"{'':40}  {'':5}  " + "  ".join(f"{k:>10}" for k in KINDS))
    print(row("text layer", len(reads), (r.text for r in reads)))
    print(row("scans", len(reads), (r.scan for r in reads)))
    for name in FEATURES:
        groups: dict[str, list[ReadScan]] = defaultdict(list)
        for read in reads:
            groups[read.features[name]].append(read)
        for value, group in sorted(groups.items()):
            print(row(f"  {name} = {value}", len(group), (r.scan for r in group)))
    for read in reads:
        lost = [miss for miss in read.scan.misses if miss not in read.text.misses]
        if lost and first:
            shown = ", ".join(f"{k}={v}" for k, v in read.features.items())
            print(f"\nseed {read.seed}: {shown}")
            print("\n".join(f"  {miss}" for miss in lost[:first]))
    sure = [(read.seed, one) for read in reads for one in read.sure]
    print(f"\nwrong scores: {sum(r.wrong for r in reads)}, of them given as sure: {len(sure)}")
    print("\n".join(f"  seed {seed}: {one}" for seed, one in sure))
    whole = sums(r.scan for r in reads)
    return not sure and all(whole[kind].share >= bar for kind, bar in BARS.items())


def made(args: argparse.Namespace) -> bool:
    seeds = range(args.seed, args.seed + args.made)
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        os.environ["XDG_CACHE_HOME"] = str(Path(temporary) / "cache")
        to_pdf([write(seed, folder) for seed in seeds], folder)
        with ProcessPoolExecutor(args.jobs) as workers:
            read = partial(read_scan, folder=folder, dpi=args.dpi)
            reads = []
            for one in workers.map(read, seeds):
                reads.append(one)
                print(f"seed {one.seed}: {one.pages} pages, {one.seconds:.1f} s", flush=True)
    good = show(reads, args.first)
    print(f"{time.perf_counter() - begin:.0f} s; bars: {', '.join(f'{k} {v}' for k, v in BARS.items())}")
    return good


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--made", type=int, default=20, metavar="N", help="how many made reports")
    parser.add_argument("--seed", type=int, default=1, help="the first seed; the others follow it")
    parser.add_argument("--dpi", type=int, help="scan all at this resolution (else 150, 200 or 300)")
    parser.add_argument("--first", type=int, default=0, help="how many differences a report to list")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time")
    parser.add_argument("--keep", type=Path, help="write the files into this folder and leave them there")
    args = parser.parse_args()
    return 0 if made(args) else 1


if __name__ == "__main__":
    raise SystemExit(main())
