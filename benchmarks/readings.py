"""How alike readings of one report are, and different reports: what `output.readings.SAME` stands between.

    python -m benchmarks.readings reports.db FOLDER_LEVEL

Files in the same folder are taken for readings of one report; FOLDER_LEVEL (default 1) is how many names of the path
above the file make that folder. Prints the least share of letters between readings, and the greatest between reports
of different folders.
"""

from __future__ import annotations

import sys
from itertools import combinations
from pathlib import Path

from output.readings import SAME, shared, shingles
from output.selection import Selection
from output.store import open_store


def main(database: str, level: int = 1) -> None:
    with open_store(database, create=False) as store:
        found = [
            (
                Path(records.report.file).parents[level - 1],
                Path(records.report.file).name,
                records.report,
                shingles(records),
            )
            for records in store.reports(Selection(all_readings=True))
        ]
    same, other = [], []
    for (one, name, report, words), (two, name2, report2, words2) in combinations(found, 2):
        share = shared(words, words2)
        if not share:
            continue
        if one == two and report.kind == report2.kind and report.fiscal_year == report2.fiscal_year:
            same.append((share, f"{one.name}: {name}, {name2}"))
        elif one != two:
            other.append((share, f"{one.name}/{name}, {two.name}/{name2}"))
    for title, pairs in (
        ("readings of one report, least alike", sorted(same)),
        ("different reports, most alike", sorted(other, reverse=True)),
    ):
        print(f"{title} ({len(pairs)} pairs; the bar is {SAME})")
        for share, names in pairs[:5]:
            print(f"  {share:.2f}  {names}")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
