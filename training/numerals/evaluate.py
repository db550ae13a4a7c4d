"""Prints how well the reader reads: `python -m training.numerals.evaluate [--fonts DIR] [--scans DIR]`."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np

from extractors.numerals import read
from training.numerals import fonts, measure, real


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fonts", type=Path, action="append", default=[], help="a folder of more fonts")
    parser.add_argument("--number", type=int, default=3000, help="crops of each kind")
    parser.add_argument("--seed", type=int, default=77)
    parser.add_argument("--scans", type=Path, help="a folder of folders with report.pdf and scan*.pdf")
    parser.add_argument("--wrong", type=int, default=0, help="print so many wrong readings of each kind")
    args = parser.parse_args()
    _, kept_out, latin = fonts.find(args.fonts)
    print("kept-out families:", ", ".join(sorted({face.family for face in kept_out})))
    for name, dpis, harsh, tries in (
        ("200-300 dpi, harsh", (200, 240, 300), 1.0, 8),
        ("200-300 dpi, harsh, also where signs are lost", (200, 240, 300), 1.0, 0),
        ("150 dpi, harsh", (150,), 1.0, 8),
        ("150 dpi, harsh, also where signs are lost", (150,), 1.0, 0),
        ("200-300 dpi, middling", (200, 240, 300), 0.5, 8),
        ("150 dpi, middling", (150,), 0.5, 8),
    ):
        samples = measure.crops(kept_out, latin, dpis, args.number, args.seed, harsh, tries)
        counted = measure.count(samples)
        print(f"{name}: {counted}")
        _show(counted, args.wrong)
    sizes = [crop for crop, _ in samples[:500]]
    began = time.perf_counter()
    read(sizes)
    print(f"{1000 * (time.perf_counter() - began) / len(sizes):.2f} ms a crop")
    if args.scans is not None:
        for report in sorted(args.scans.glob("*/report.pdf")):
            for scan in sorted(report.parent.glob("scan*.pdf")):
                counted = measure.count(real.crops(scan, report))
                print(f"{report.parent.name}/{scan.name}: {counted}")
                _show(counted, args.wrong)


def _show(counted: measure.Count, number: int) -> None:
    for label, numeral, _ in counted.wrong[:number]:
        print(
            f"  {label} read as {numeral.text}",
            np.round(numeral.confidences, 2).tolist(),
            numeral.touches_edge,
        )


if __name__ == "__main__":
    main()
