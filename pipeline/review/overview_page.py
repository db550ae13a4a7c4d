"""The overview: what there is and what waits, agency by year; scores over the years; what is behind each figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from sqlalchemy import func, select
from starlette.requests import Request
from starlette.responses import Response

from corpus.provinces import province_code
from output import schema
from output.overview.figures import INDICATORS, AgencyRow, Overview, overview
from output.review import listing
from output.review.summary import Summary, agencies_of, summary
from output.selection import Selection
from pipeline.review.addresses import number_of, year_of
from pipeline.review.site import NoSuchPage, Site, words_of

_MOST = 300
"""So many agencies are listed at once; with more, provinces are, each leading to its own."""
_ROWS = 500
_PLOTS = ("coverage", "scores", "movement")
_SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_drawing = Lock()
"""matplotlib draws for one thread at a time."""


@dataclass(slots=True)
class Figures:
    """The figures that were last made, for as long as nothing is read or corrected."""

    _made: dict[Selection, Overview] = field(default_factory=dict)
    _summed: tuple[Summary, Mapping[tuple[int, int], int]] | None = None
    _of: tuple[Any, ...] = ()
    _lock: Lock = field(default_factory=Lock)
    """For who makes the figures."""
    _quick: Lock = field(default_factory=Lock)
    """For who sums up the whole, which need not wait for the figures."""
    _summed_of: tuple[Any, ...] = ()

    def summary(self, site: Site) -> tuple[Summary, Mapping[tuple[int, int], int]]:
        """The whole summed up, with measures by indicator."""
        with self._quick:
            state = _state(site)
            if self._summed is None or state != self._summed_of:
                self._summed, self._summed_of = summary(site.store, Selection()), state
            return self._summed

    def of(self, site: Site, selection: Selection) -> Overview:
        with self._lock:
            state = _state(site)
            if state != self._of:
                self._made, self._of = {}, state
            if selection not in self._made:
                self._made[selection] = overview(site.store, selection)
            return self._made[selection]


def _state(site: Site) -> tuple[Any, ...]:
    """What is other after anything that changes figures."""
    with site.store.snapshot() as snapshot:
        file, correction, review = schema.files.c, schema.corrections.c, schema.reviews.c
        reshape, addition = schema.reshapes.c, schema.additions.c
        return tuple(
            snapshot.connection.execute(query).one()
            for query in (
                select(func.count(), func.max(file.read_at)),
                select(func.max(correction.correction_id), func.count()).where(correction.state == "applied"),
                select(func.max(review.review_id), func.count()).where(review.state == "applied"),
                select(func.max(reshape.reshape_id), func.count()).where(reshape.state == "applied"),
                select(func.max(addition.addition_id), func.count()).where(addition.state == "applied"),
            )
        )


_figures = Figures()


def _asked(request: Request) -> tuple[str, Selection]:
    """The province that the address names, and the reports of it."""
    name = request.query_params.get("province", "")
    known = name if province_code(name) else ""
    return known, Selection(provinces=frozenset(filter(None, [known])))


def show(site: Site, request: Request) -> Response:
    province, selection = _asked(request)
    with site.store.snapshot() as snapshot:
        listed = bool(province) or agencies_of(snapshot, selection) <= _MOST
        waiting = listing.waiting(snapshot.connection, selection) if listed else frozenset()
    groups: dict[str, list[AgencyRow]] = {}
    found: Overview | Summary
    if listed:
        found = of_all = _figures.of(site, selection)
        for agency in of_all.agencies:
            groups.setdefault(agency.province or "", []).append(agency)
        measures = _measures(site, selection)
        agencies, plots = len(of_all.agencies), [name for name in _PLOTS if _drawable(name, of_all)]
    else:
        found, measures = _figures.summary(site)
        agencies, plots = found.agencies, _plots_of(found)
    values = {
        "found": found,
        "years": range(found.years[0], found.years[-1] + 1) if found.years else (),
        "province": province,
        "groups": groups,
        "listed": listed,
        "waiting": waiting,
        "measures": measures,
        "measure_years": sorted({year for _, year in measures}),
        "indicators": INDICATORS,
        "plots": plots,
        "agencies": agencies,
    }
    return site.page(request, "overview.html", values)


def _measures(site: Site, selection: Selection) -> Mapping[tuple[int, int], int]:
    with site.store.snapshot() as snapshot:
        return listing.measures_by_indicator(snapshot.connection, selection)


def _plots_of(found: Summary) -> list[str]:
    there = {"coverage": found.coverage, "scores": found.has_scores, "movement": len(found.years) > 1}
    return [name for name in _PLOTS if there[name]]


def _drawable(name: str, found: Overview) -> bool:
    return bool({"coverage": found.coverage, "scores": found.indicators, "movement": found.movement}[name])


def plot(site: Site, request: Request) -> Response:
    """A plot of the overview as a picture that can be saved."""
    name = request.path_params["name"]
    if name not in _PLOTS:
        raise NoSuchPage
    from output.overview import plots

    _, selection = _asked(request)
    found = _figures.of(site, selection)
    with _drawing:
        drawn = {"coverage": plots.coverage, "scores": plots.scores, "movement": plots.movement}[name](found)
    return _svg(drawn, name)


def agency(site: Site, request: Request) -> Response:
    """An agency over the years, beside its province and the whole."""
    row, lines, place = _agency(site, request)
    with site.store.snapshot() as snapshot:
        chosen = Selection(agencies=frozenset({row.name}), provinces=frozenset(filter(None, [row.province])))
        reports = listing.reports(snapshot.connection, chosen, _ROWS)
        waiting = listing.waiting(snapshot.connection, chosen)
    values = {"agency": row, "lines": lines, "reports": reports, "place": place, "waiting": waiting}
    return site.page(request, "agency.html", values)


def agency_plot(site: Site, request: Request) -> Response:
    from output.overview import plots

    row, lines, _ = _agency(site, request)
    with _drawing:
        drawn = plots.over_years(lines)
    return _svg(drawn, row.name)


def _agency(site: Site, request: Request) -> tuple[AgencyRow, dict[str, Mapping[int, float]], dict[str, str]]:
    """The agency that the address names, the lines of its plot, and what its addresses say."""
    words = words_of(request)
    name, province = request.query_params.get("name", ""), request.query_params.get("province") or None
    whole = _figures.of(site, Selection())
    row = next((a for a in whole.agencies if a.name == name and a.province == province), None)
    if row is None:
        raise NoSuchPage
    own = {year: score for year, score in row.scores.items() if score is not None}
    lines: dict[str, Mapping[int, float]] = {row.name: own}
    if province:
        of_province = _figures.of(site, Selection(provinces=frozenset({province})))
        lines[f"{words('mean_of_province')} {province}"] = _means(of_province)
    lines[words("mean_of_all")] = _means(whole)
    return row, lines, {"name": name, "province": province or ""}


def _means(found: Overview) -> dict[int, float]:
    return {year: round(spread.mean, 2) for year, spread in found.overall.items()}


def reports(site: Site, request: Request) -> Response:
    """The reports, scores or measures behind a figure."""
    asked = request.query_params
    province, selection = _asked(request)
    year = asked.get("year", "")
    number = year_of(year)
    words = words_of(request)
    with site.store.snapshot() as snapshot:
        connection = snapshot.connection
        if item := asked.get("item"):
            found = listing.scores_of_item(connection, selection, item, number or 0, _ROWS)
            title, record = f"{item} · {number}", "score"
        elif (indicator := number_of(asked.get("indicator", ""), 2)) is not None:
            found = listing.measures_for(connection, selection, indicator, number, _ROWS)
            title, record = f"{words.group('measure')} · {words.record('indicator')} {indicator}", "measure"
            title += f" · {number}" if number else ""
        else:
            name = asked.get("agency", "")
            years = frozenset({number} if number else ())
            chosen = Selection(
                years=years, provinces=selection.provinces, agencies=frozenset(filter(None, [name]))
            )
            found = listing.reports(connection, chosen, _ROWS)
            title, record = " · ".join(filter(None, [name or province, year])), ""
    values = {"found": found, "title": title or words("reports_title"), "record": record, "most": _ROWS}
    return site.page(request, "reports.html", values)


def _svg(drawn: Any, name: str) -> Response:
    if drawn is None:
        raise NoSuchPage
    from output.overview import plots

    # An SVG carries its own style; nothing in it can be loaded or run.
    return Response(
        plots.picture(drawn),
        media_type="image/svg+xml",
        headers={"Content-Security-Policy": _SVG_POLICY},
    )
