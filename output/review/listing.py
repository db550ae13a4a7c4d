"""What stands behind a figure of the overview: reports, scores of an item, measures for an indicator, and what waits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, func, select

from output import schema
from output.review.queue import Wanted, waiting_reports
from output.selection import Selection

_REPORT, _AGENCY = schema.reports.c, schema.agencies.c
_FACTS = (
    _REPORT.report_id,
    _REPORT.file,
    _REPORT.title,
    _REPORT.kind,
    _REPORT.fiscal_year,
    _AGENCY.name.label("agency"),
    _AGENCY.province,
)


def reports(connection: Connection, selection: Selection, limit: int) -> list[Mapping[str, Any]]:
    """Reports by agency and year."""
    query = selection.of(select(*_FACTS)).order_by(_AGENCY.name, _REPORT.fiscal_year, _REPORT.file)
    return _found(connection, query, limit)


def scores_of_item(
    connection: Connection, selection: Selection, item: str, year: int, limit: int
) -> list[Mapping[str, Any]]:
    """The scores of an item in a year, the lowest first."""
    score = schema.scores.c
    query = (
        select(*_FACTS, score.position, score.value_stated, score.source_page)
        .select_from(schema.scores)
        .join(schema.reports, _REPORT.report_id == score.report_id)
        .where(
            score.item == item, score.fiscal_year == year, score.statistic == "score", score.agency.is_(None)
        )
        .order_by(score.value, _REPORT.report_id, score.position)
    )
    return _found(connection, selection.of(query), limit)


def measures_for(
    connection: Connection, selection: Selection, indicator: int, year: int | None, limit: int
) -> list[Mapping[str, Any]]:
    """The measures that name an indicator, of a year where one is given."""
    measure, named = schema.measures.c, schema.measure_indicators.c
    query = (
        select(*_FACTS, measure.position, measure.title.label("measure"), measure.source_page)
        .select_from(schema.measures)
        .join(
            schema.measure_indicators,
            (named.report_id == measure.report_id) & (named.measure_position == measure.position),
        )
        .join(schema.reports, _REPORT.report_id == measure.report_id)
        .where(named.indicator == indicator)
        .order_by(_AGENCY.name, _REPORT.report_id, measure.position)
    )
    if year is not None:
        query = query.where(measure.fiscal_year == year)
    return _found(connection, selection.of(query), limit)


def measures_by_indicator(connection: Connection, selection: Selection) -> Mapping[tuple[int, int], int]:
    """(indicator, fiscal year the measure is for) -> measures."""
    measure, named = schema.measures.c, schema.measure_indicators.c
    query = (
        select(named.indicator, measure.fiscal_year, func.count())
        .select_from(schema.measures)
        .join(
            schema.measure_indicators,
            (named.report_id == measure.report_id) & (named.measure_position == measure.position),
        )
        .join(schema.reports, _REPORT.report_id == measure.report_id)
        .where(measure.fiscal_year.is_not(None))
        .group_by(named.indicator, measure.fiscal_year)
    )
    rows = connection.execute(selection.of(query))
    return {(indicator, year): count for indicator, year, count in rows}


def waiting(connection: Connection, selection: Selection) -> frozenset[tuple[str, str | None, int]]:
    """(agency, province, fiscal year) of reports in the queue."""
    ids = waiting_reports(Wanted(selection))
    query = (
        select(_AGENCY.name, _AGENCY.province, _REPORT.fiscal_year)
        .join(schema.agencies, _AGENCY.agency_id == _REPORT.agency_id)
        .where(_REPORT.report_id.in_(ids), _REPORT.fiscal_year.is_not(None))
    )
    return frozenset((name, province, year) for name, province, year in connection.execute(query))


def _found(connection: Connection, query: Select[Any], limit: int) -> list[Mapping[str, Any]]:
    return [dict(row) for row in connection.execute(query.limit(limit)).mappings()]
