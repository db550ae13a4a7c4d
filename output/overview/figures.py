"""The figures of an overview. All scores are those of the panel (`output.panel`): one report an agency and year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from corpus.frame import load_frame
from output import schema
from output.selection import Selection
from output.snapshot import Snapshot
from output.store import Store

if TYPE_CHECKING:
    import pandas as pd

INDICATORS = range(1, 11)
_WEAKEST = 10


@dataclass(frozen=True, slots=True)
class Spread:
    """How scores (0-100) are spread over agencies."""

    count: int
    low: float
    quarter: float
    median: float
    three_quarters: float
    high: float
    mean: float


@dataclass(frozen=True, slots=True)
class Movement:
    """How the overall scores of agencies that have both years moved from the year before."""

    year: int
    up: int
    same: int
    down: int
    median: float
    """Points."""


@dataclass(frozen=True, slots=True)
class WeakItem:
    """An item of a year's questionnaire and how agencies fared in it."""

    year: int
    item: str
    wording: str | None
    count: int
    mean: float
    low: float


@dataclass(frozen=True, slots=True)
class FindingCount:
    code: str
    severity: str
    count: int
    reports: int


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """One agency over the years."""

    name: str
    province: str | None
    scores: Mapping[int, float | None]
    """Fiscal year -> overall score; None where there is a report without one."""
    doubtful: frozenset[int]
    """Years for which several reports state different scores."""


@dataclass(frozen=True, slots=True)
class Overview:
    reports: int
    files_not_read: int
    years: tuple[int, ...]
    """Fiscal years (B.E.) with scores or reports, in order."""
    agencies: tuple[AgencyRow, ...]
    """By province and name."""
    coverage: Mapping[str, Mapping[int, int]]
    """Province ("" where unknown) -> fiscal year -> agencies with a report on it."""
    overall: Mapping[int, Spread]
    """Fiscal year -> overall scores."""
    indicators: Mapping[tuple[int, int], Spread]
    """(indicator, fiscal year) -> scores."""
    names: Mapping[int, str]
    """Indicator -> its name in the latest year's frame."""
    movement: tuple[Movement, ...]
    weakest_items: tuple[WeakItem, ...]
    """Of the latest year that has item scores, the lowest means first."""
    findings: tuple[FindingCount, ...]
    """The most frequent first."""

    def weakest_indicators(self) -> list[tuple[int, Spread]]:
        """Indicators of the latest year that has them, the lowest mean first."""
        latest = max((year for _, year in self.indicators), default=None)
        found = [(number, spread) for (number, year), spread in self.indicators.items() if year == latest]
        return sorted(found, key=lambda pair: (pair[1].mean, pair[0]))


def overview(store: Store, selection: Selection | None = None) -> Overview:
    """The figures of the reports selected. Raises `output.errors.StoreError` where the database cannot be used."""
    from output.dataframes import frames
    from output.wanted import Wanted

    wanted = Wanted(selection or Selection(), frozenset({"panel", "reports"}))
    tables = frames(store, wanted)
    panel, reports = tables["panel"], tables["reports"]
    with store.snapshot() as snapshot:
        items = weakest_items(snapshot, wanted.selection)
        findings = _findings(snapshot, wanted.selection)
        files_not_read = snapshot.files_not_read()
    agencies = _agencies(panel, reports)
    years = sorted({*panel["fiscal_year"].dropna(), *reports["fiscal_year"].dropna()})
    return Overview(
        reports=len(reports),
        files_not_read=files_not_read,
        years=tuple(map(int, years)),
        agencies=agencies,
        coverage=_coverage(agencies),
        overall={
            int(year): _spread(group["overall"])
            for year, group in panel.groupby("fiscal_year")
            if _has(group, "overall")
        },
        indicators={
            (number, int(year)): _spread(group[f"indicator_{number}"])
            for year, group in panel.groupby("fiscal_year")
            for number in INDICATORS
            if _has(group, f"indicator_{number}")
        },
        names=names_of(max(years, default=None)),
        movement=_movement(panel),
        weakest_items=items,
        findings=findings,
    )


def _has(group: pd.DataFrame, column: str) -> bool:
    return bool(group[column].notna().any())


def _spread(values: pd.Series[Any]) -> Spread:
    known = values.dropna().astype(float)
    low, quarter, median, three_quarters, high = known.quantile([0, 0.25, 0.5, 0.75, 1]).tolist()
    return Spread(len(known), low, quarter, median, three_quarters, high, float(known.mean()))


def _agencies(panel: pd.DataFrame, reports: pd.DataFrame) -> tuple[AgencyRow, ...]:
    """Agencies with their years: those of the panel, and reports without scores."""
    scores: dict[tuple[str, str | None], dict[int, float | None]] = {}
    doubtful: dict[tuple[str, str | None], set[int]] = {}
    for row in reports.itertuples():
        if _text(row.agency) and _known(row.fiscal_year):
            scores.setdefault((row.agency, _text(row.province)), {})[int(row.fiscal_year)] = None
    for row in panel.itertuples():
        key = (row.agency, _text(row.province))
        scores.setdefault(key, {})[int(row.fiscal_year)] = float(row.overall) if _known(row.overall) else None
        if row.disagreeing:
            doubtful.setdefault(key, set()).add(int(row.fiscal_year))
    return tuple(
        AgencyRow(name, province, scores[name, province], frozenset(doubtful.get((name, province), ())))
        for name, province in sorted(scores, key=lambda key: (key[1] or "\uffff", key[0]))
    )


def _coverage(agencies: tuple[AgencyRow, ...]) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for agency in agencies:
        of_province = found.setdefault(agency.province or "", {})
        for year in agency.scores:
            of_province[year] = of_province.get(year, 0) + 1
    return found


def _movement(panel: pd.DataFrame) -> tuple[Movement, ...]:
    scores = panel.dropna(subset=["overall"]).pivot_table(
        index=["agency", "province"], columns="fiscal_year", values="overall", dropna=False, observed=True
    )
    out = []
    for year in scores.columns:
        if year - 1 not in scores.columns:
            continue
        change = (scores[year] - scores[year - 1]).dropna().astype(float).round(2)
        if len(change):
            counts = int((change > 0).sum()), int((change == 0).sum()), int((change < 0).sum())
            out.append(Movement(int(year), *counts, float(change.median())))
    return tuple(out)


def weakest_items(snapshot: Snapshot, selection: Selection) -> tuple[WeakItem, ...]:
    """Of the latest year that has item scores, the lowest means first."""
    score, report = schema.scores.c, schema.reports.c
    wanted = [
        score.level == "item",
        score.statistic == "score",
        score.agency.is_(None),
        score.fiscal_year.is_not(None),
        score.item.is_not(None),
    ]
    of_reports = (
        select(score.item, func.count(), func.avg(score.value).label("mean"), func.min(score.value))
        .join(schema.reports, report.report_id == score.report_id)
        .where(*wanted)
        .group_by(score.item)
    )
    connection = snapshot.connection
    years = connection.execute(select(score.fiscal_year).where(*wanted).distinct()).scalars()
    latest, rows = None, []
    for latest in sorted(years, reverse=True):  # the latest of all is mostly that of the reports selected
        rows = list(connection.execute(selection.of(of_reports.where(score.fiscal_year == latest))))
        if rows:
            break
    if latest is None:
        return ()
    rows = sorted(rows, key=lambda row: (row[2], row[0]))[:_WEAKEST]
    wordings = _wordings(latest)
    return tuple(
        WeakItem(latest, item, wordings.get(item), count, float(mean), float(low))
        for item, count, mean, low in rows
    )


def _findings(snapshot: Snapshot, selection: Selection) -> tuple[FindingCount, ...]:
    finding, report = schema.findings.c, schema.reports.c
    count = func.count()
    query = (
        select(finding.code, finding.severity, count, func.count(finding.report_id.distinct()))
        .outerjoin(schema.reports, report.report_id == finding.report_id)
        .group_by(finding.code, finding.severity)
        .order_by(count.desc(), finding.code)
    )
    return tuple(FindingCount(*row) for row in snapshot.connection.execute(selection.of(query)))


def names_of(year: int | None) -> dict[int, str]:
    """Indicator -> its name in that year's frame."""
    return {i.number: i.name for i in load_frame(int(year)).indicators} if year else {}


def _wordings(year: int | None) -> dict[str, str]:
    return {i.code: i.wording for i in load_frame(year).items if i.wording} if year else {}


def _known(value: Any) -> bool:
    return value is not None and value == value and str(value) != "<NA>"


def _text(value: Any) -> str | None:
    return str(value) if _known(value) else None
