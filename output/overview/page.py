"""One self-contained page of an overview: plots as SVG, tables beside them, nothing loaded from elsewhere."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from jinja2 import Environment, PackageLoader, select_autoescape

from output.beside import written_beside
from output.overview import plots
from output.overview.figures import INDICATORS, AgencyRow, Overview


def write(found: Overview, dest: Path) -> Path:
    """Write the page; what was there is replaced at the end. Raises `output.errors.ExportError`."""
    with written_beside([dest]) as (part,):
        part.write_text(page(found), encoding="utf-8")
    return dest


def page(found: Overview) -> str:
    """The page as HTML. Words of reports are escaped."""
    environment = Environment(
        loader=PackageLoader("output.overview", "templates"),
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.j2").render(
        found=found,
        provinces=_by_province(found.agencies),
        indicators=INDICATORS,
        coverage_plot=plots.coverage(found),
        scores_plot=plots.scores(found),
        movement_plot=plots.movement(found),
        made=dt.datetime.now().astimezone().isoformat(timespec="minutes", sep=" "),
    )


def _by_province(agencies: tuple[AgencyRow, ...]) -> dict[str, list[AgencyRow]]:
    found: dict[str, list[AgencyRow]] = {}
    for agency in agencies:
        found.setdefault(agency.province or "", []).append(agency)
    return found
