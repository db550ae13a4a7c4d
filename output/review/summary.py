"""The figures of a whole country: what the overview shows where agencies are too many to be listed, summed up in SQL.

They agree with those of `output.overview`, which takes the scores of every agency into memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Select, func, or_, select, union

from output import schema
from output.overview.figures import WeakItem, names_of, weakest_items
from output.review.listing import measures_by_indicator
from output.selection import Selection
from output.snapshot import Snapshot
from output.store import Store

T = TypeVar("T")
_REPORT, _AGENCY, _SCORE = schema.reports.c, schema.agencies.c, schema.scores.c


@dataclass(frozen=True, slots=True)
class Summary:
    reports: int
    agencies: int
    files_not_read: int
    years: tuple[int, ...]
    """Fiscal years with scores or reports, in order."""
    coverage: Mapping[str, Mapping[int, int]]
    """Province ("" where unknown) -> fiscal year -> agencies with a report on it."""
    names: Mapping[int, str]
    """Indicator -> its name in the latest year's frame."""
    weakest_items: tuple[WeakItem, ...]
    has_scores: bool
    """Of indicators."""


def agencies_of(snapshot: Snapshot, selection: Selection) -> int:
    """How many agencies have a report."""
    query = selection.of(select(func.count(_REPORT.agency_id.distinct())))
    return int(snapshot.connection.execute(query).scalar_one())


def summary(store: Store, selection: Selection) -> tuple[Summary, Mapping[tuple[int, int], int]]:
    """The summary, and measures by indicator and year. What takes longest is asked at once, on connections of its own."""
    with ThreadPoolExecutor(3) as at_once:
        measures = at_once.submit(_asked, store, lambda s: measures_by_indicator(s.connection, selection))
        items = at_once.submit(_asked, store, lambda s: weakest_items(s, selection))
        with store.snapshot() as snapshot:
            return _summary(snapshot, selection, items), measures.result()


def _asked(store: Store, ask: Callable[[Snapshot], T]) -> T:
    with store.snapshot() as snapshot:
        return ask(snapshot)


def _summary(snapshot: Snapshot, selection: Selection, items: Future[tuple[WeakItem, ...]]) -> Summary:
    connection = snapshot.connection
    pairs = _agency_years(selection).subquery()
    name = pairs.c.province
    counted = select(name, pairs.c.year, func.count()).group_by(name, pairs.c.year)
    coverage: dict[str, dict[int, int]] = {}
    rows = connection.execute(counted)
    for province, year, count in sorted(rows, key=lambda row: (row[0] or "\uffff", row[1])):
        coverage.setdefault(province or "", {})[year] = count
    years = sorted({year for of in coverage.values() for year in of} | _report_years(snapshot, selection))
    indicators = (
        select(_SCORE.position).where(_SCORE.level == "indicator", _SCORE.statistic == "score").limit(1)
    )
    return Summary(
        reports=connection.execute(selection.of(select(func.count(_REPORT.report_id)))).scalar_one(),
        agencies=agencies_of(snapshot, selection),
        files_not_read=snapshot.files_not_read(),
        years=tuple(years),
        coverage=coverage,
        names=names_of(max(years, default=None)),
        weakest_items=items.result(),
        has_scores=connection.execute(indicators).first() is not None,
    )


def _agency_years(selection: Selection) -> Select[Any] | Any:
    """Province, agency and year of each report, and of each year that a report states a score of the panel for."""
    who = (_AGENCY.province, _AGENCY.name)
    of_reports = selection.of(select(*who, _REPORT.fiscal_year.label("year")).select_from(schema.reports))
    of_scores = (
        select(*who, _SCORE.fiscal_year.label("year"))
        .select_from(schema.scores)
        .join(schema.reports, _REPORT.report_id == _SCORE.report_id)
        .where(
            _SCORE.statistic == "score",
            _SCORE.agency.is_(None),
            or_(
                _SCORE.level == "overall",
                (_SCORE.level == "instrument") & _SCORE.instrument.is_not(None),
                (_SCORE.level == "indicator") & _SCORE.indicator.between(1, 10),
            ),
            _SCORE.fiscal_year.is_not(None),
            or_(_SCORE.fiscal_year != _REPORT.fiscal_year, _REPORT.fiscal_year.is_(None)),
        )
    )
    return union(
        of_reports.where(_AGENCY.name.is_not(None), _REPORT.fiscal_year.is_not(None)),
        selection.of(of_scores).where(_AGENCY.name.is_not(None)),
    )


def _report_years(snapshot: Snapshot, selection: Selection) -> set[int]:
    query = selection.of(select(_REPORT.fiscal_year).distinct()).where(_REPORT.fiscal_year.is_not(None))
    return set(snapshot.connection.execute(query).scalars())
