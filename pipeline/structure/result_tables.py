"""Tables of many agencies: one score a figure, each with its agency."""

from __future__ import annotations

import re

from corpus.records import Statistic
from normalizers.numbers import parse_decimal, to_arabic_digits
from normalizers.text import squeeze
from pipeline.structure.collect import Collected
from pipeline.structure.columns import Layout, squeeze_upper
from pipeline.structure.items import Grid
from pipeline.structure.references import OVERALL, Place
from pipeline.structure.score_tables import TOTAL
from pipeline.structure.vocabulary import is_rating


def read_results(grid: Grid, layout: Layout, own: str | None, out: Collected) -> None:
    """A table of many agencies: one score a figure, parts of the weighted sum marked as such."""
    for row in grid.rows[layout.n_head :]:
        name = next((row[i].text for i in layout.of("agency") if row[i].text), None)
        if name is None or TOTAL.search(squeeze_upper(name)):
            continue
        name = " ".join(name.split())
        agency = None if own and (squeeze(own) in squeeze(name)) else name
        rating = next((row[i].text for i in layout.of("rating") if is_rating(row[i].text)), None)
        for i, column in enumerate(layout.columns):
            value = parse_decimal(row[i].text, units=True)
            if column.role not in ("score", "full_score") or value is None or abs(value) > 100:
                continue
            if column.instrument:
                weighted = (
                    re.search(r"\(\s*(?:ร้อยละ)?\s*(?:30|40)", to_arabic_digits(column.heading)) is not None
                )
                statistic: Statistic = "weighted" if weighted else "score"
                out.score(Place(column.instrument), value, row[i].source(), statistic, column.year, agency)
            else:
                out.score(OVERALL, value, row[i].source(), "score", column.year, agency, rating)
