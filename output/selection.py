"""Which reports are wanted: the filters of exports, lists and searches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from corpus.provinces import province_code
from output import schema


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters on reports; all that are given must hold; an empty one lets every report through once."""

    years: frozenset[int] = frozenset()
    """Fiscal years of reports (B.E.)."""
    provinces: frozenset[str] = frozenset()
    """Thai or English names, or ISO 3166-2 codes."""
    kinds: frozenset[str] = frozenset()
    """Kinds of reports: analysis, measures, progress, results."""
    agencies: frozenset[str] = frozenset()
    """Ids or whole names of agencies."""
    all_readings: bool = False
    """Also the readings of reports that there is a better one of: the scan beside the DOCX."""

    def of(self, query: Select[Any]) -> Select[Any]:
        """A query over `reports`, of those selected only."""
        agency = schema.agencies.c.agency_id == schema.reports.c.agency_id
        return query.outerjoin(schema.agencies, agency).where(*self.conditions())

    def conditions(self) -> list[ColumnElement[bool]]:
        """The filters in SQL, on `reports` joined with `agencies`.

        >>> len(Selection(all_readings=True).conditions()), len(Selection(years=frozenset({2568})).conditions())
        (0, 2)
        """
        return [*self._of_reports(), *self._of_agencies()]

    def conditions_on_reports(self) -> list[ColumnElement[bool]]:
        """The filters in SQL, on `reports` alone: those of few agencies are found by them."""
        agency = schema.agencies.c
        found = self._of_reports()
        if of_agencies := self._of_agencies():
            found.append(schema.reports.c.agency_id.in_(select(agency.agency_id).where(*of_agencies)))
        return found

    def _of_reports(self) -> list[ColumnElement[bool]]:
        report = schema.reports.c
        found: list[ColumnElement[bool]] = []
        if not self.all_readings:
            found.append(report.same_as.is_(None))
        if self.years:
            found.append(report.fiscal_year.in_(self.years))
        if self.kinds:
            found.append(report.kind.in_(self.kinds))
        return found

    def _of_agencies(self) -> list[ColumnElement[bool]]:
        agency = schema.agencies.c
        found: list[ColumnElement[bool]] = []
        if self.provinces:
            codes = {province_code(name) or name for name in self.provinces}
            found.append(or_(agency.province_code.in_(codes), agency.province.in_(self.provinces)))
        if self.agencies:
            found.append(or_(agency.agency_id.in_(self.agencies), agency.name.in_(self.agencies)))
        return found
