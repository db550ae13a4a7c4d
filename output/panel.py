"""The panel: one row for each agency and fiscal year, from the report that tells it best.

The rule is in `tables.toml`, where whoever uses the panel reads it: all of a row is from one report, the first by
`_rank`. Scores of other agencies than the report's own are not in it: their names alone do not tell who they are.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from output import schema
from output.selection import Selection
from output.snapshot import Snapshot

_AGENCIES = 500
"""So many agencies are in memory at once."""


@dataclass(slots=True)
class _Candidate:
    """What one report says of one agency's year."""

    report: Mapping[str, Any]
    year: int
    figures: dict[str, float] = field(default_factory=dict)
    """Column of the panel -> the first value stated."""
    others: set[tuple[str, float]] = field(default_factory=set)
    """(column, value) of every value stated."""
    rating: str | None = None
    corrected: list[str] = field(default_factory=list)
    """Columns whose score a person corrected."""


def panel_rows(snapshot: Snapshot, selection: Selection) -> Iterator[list[dict[str, Any]]]:
    """The rows, agencies in the order of their provinces and names, years in order."""
    agency = schema.agencies.c
    query = (
        select(agency.agency_id)
        .where(agency.agency_id.in_(selection.of(select(schema.reports.c.agency_id)).correlate(None)))
        .order_by(agency.province_code, agency.name, agency.agency_id)
    )
    for ids in (
        snapshot.connection.execute(query.execution_options(yield_per=_AGENCIES)).scalars().partitions()
    ):
        candidates = _candidates(snapshot, selection, ids)
        found = []
        for agency_id in ids:
            of_years = candidates.get(agency_id, {})
            for year in sorted(of_years):
                if not selection.years or year in selection.years:
                    found.append(_row(of_years[year]))
        yield found


def _candidates(
    snapshot: Snapshot, selection: Selection, ids: Sequence[str]
) -> dict[str, dict[int, list[_Candidate]]]:
    """Agency -> year -> what its reports say of that year."""
    connection = snapshot.connection
    report, agency, score = schema.reports.c, schema.agencies.c, schema.scores.c
    reports = connection.execute(
        select(
            report.report_id,
            report.file,
            report.fiscal_year.label("report_year"),
            report.kind.label("report_kind"),
            report.issued,
            report.ocr,
            agency.agency_id,
            agency.name.label("agency"),
            agency.kind.label("agency_kind"),
            agency.district,
            agency.province,
            agency.province_code,
        )
        .join(schema.agencies, agency.agency_id == report.agency_id)
        .where(report.agency_id.in_(ids), *selection.conditions())
    )
    by_id = {row["report_id"]: row for row in (dict(row._mapping) for row in reports)}
    scores = connection.execute(
        select(
            score.report_id,
            score.position,
            score.fiscal_year,
            score.level,
            score.instrument,
            score.indicator,
            score.value,
            score.rating,
        )
        .where(
            score.report_id.in_(list(by_id)),
            score.level.in_(["overall", "instrument", "indicator"]),
            score.statistic == "score",
            score.agency.is_(None),
            score.fiscal_year.is_not(None),
        )
        .order_by(score.report_id, score.position)
    )
    found: dict[tuple[str, int], _Candidate] = {}
    for report_id, position, year, level, instrument, indicator, value, rating in scores if by_id else ():
        column = _column(level, instrument, indicator)
        if column is None or snapshot.reviewed(report_id).get(("score", position)) == "wrong":
            continue
        candidate = found.setdefault((report_id, year), _Candidate(by_id[report_id], year))
        if column not in candidate.figures and ("score", position) in snapshot.corrected(report_id):
            candidate.corrected.append(column)
        candidate.figures.setdefault(column, value)
        candidate.others.add((column, value))
        if level == "overall" and candidate.rating is None:
            candidate.rating = rating
    grouped: dict[str, dict[int, list[_Candidate]]] = defaultdict(lambda: defaultdict(list))
    for candidate in found.values():
        grouped[candidate.report["agency_id"]][candidate.year].append(candidate)
    return grouped


def _column(level: str, instrument: str | None, indicator: int | None) -> str | None:
    """The panel's column for a score; None where it has none.

    >>> _column("overall", None, None), _column("instrument", "EIT1", None), _column("indicator", "IIT", 3)
    ('overall', 'eit1', 'indicator_3')
    """
    if level == "overall":
        return "overall"
    if level == "instrument":
        return instrument.lower() if instrument else None
    return f"indicator_{indicator}" if indicator and 1 <= indicator <= 10 else None


def _row(candidates: Sequence[_Candidate]) -> dict[str, Any]:
    best = min(candidates, key=_rank)
    stated = set().union(*(candidate.others for candidate in candidates))
    disagreeing = {column for column, value in stated if value != best.figures.get(column, value)}
    return {
        **best.report,
        **best.figures,
        "fiscal_year": best.year,
        "rating": best.rating,
        "corrected": sorted(best.corrected),
        "reports": len(candidates),
        "disagreeing": len(disagreeing),
    }


def _rank(candidate: _Candidate) -> tuple[Any, ...]:
    """What comes first by the rule is smallest."""
    report = candidate.report
    return (
        report["report_year"] != candidate.year,
        -len(candidate.figures),
        report["ocr"],
        -(report["issued"] or dt.date.min).toordinal(),
        report["report_id"],
    )
