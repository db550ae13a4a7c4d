"""Plots as SVG that a page can hold. Letters stay letters, so that the reader's own Thai font shows them."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from output.overview.figures import INDICATORS, Overview

_STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "prongsai",  # the same figures give the same file
    "axes.spines.top": False,
    "axes.spines.right": False,
}
_FONTS = "Sarabun, 'TH Sarabun New', 'Noto Sans Thai', Laksaman, Loma, sans-serif"
_INK, _SOFT, _WARM = "#1f4e79", "#9dc3e6", "#c55a11"


def coverage(found: Overview) -> Markup | None:
    """How many agencies have a report on each year; None where there is none."""
    counts = {year: sum(of.get(year, 0) for of in found.coverage.values()) for year in found.years}
    if not counts:
        return None
    figure, axes = _axes(7, 2.6)
    bars = axes.bar([str(year) for year in counts], list(counts.values()), color=_INK, width=0.6)
    axes.bar_label(bars)
    axes.set_xlim(-0.6, max(len(counts) - 0.4, 3.6))  # a lone bar stays a bar
    axes.set_ylabel("หน่วยงาน / agencies")
    return _svg(figure, "agencies with a report, by fiscal year")


def scores(found: Overview) -> Markup | None:
    """A box a year for each indicator: low, quartiles, median, high."""
    years = sorted({year for _, year in found.indicators})[-5:]
    if not years:
        return None
    figure, axes = _axes(9, 3.8)
    width = 0.8 / len(years)
    for place, year in enumerate(years):
        boxes, at = [], []
        for number in INDICATORS:
            if spread := found.indicators.get((number, year)):
                at.append(number - 0.4 + width * (place + 0.5))
                boxes.append(
                    {
                        "whislo": spread.low,
                        "q1": spread.quarter,
                        "med": spread.median,
                        "q3": spread.three_quarters,
                        "whishi": spread.high,
                    }
                )
        shade = 0.35 + 0.65 * (place + 1) / len(years)
        axes.bxp(
            boxes,
            positions=at,
            widths=width * 0.8,
            showfliers=False,
            patch_artist=True,
            manage_ticks=False,
            boxprops={"facecolor": _SOFT, "alpha": shade, "edgecolor": _INK},
            medianprops={"color": _WARM, "linewidth": 2},
        )
    axes.set_xticks(list(INDICATORS))
    axes.set_xlabel(f"ตัวชี้วัด / indicator ({', '.join(map(str, years))})")
    axes.set_ylabel("คะแนน / score")
    axes.grid(axis="y", alpha=0.3)
    return _svg(figure, "scores by indicator and year")


def movement(found: Overview) -> Markup | None:
    """How many agencies rose and fell against the year before."""
    if not found.movement:
        return None
    figure, axes = _axes(7, 2.6)
    years = [str(step.year) for step in found.movement]
    axes.bar(years, [step.up for step in found.movement], color=_INK, width=0.5, label="เพิ่ม / up")
    axes.bar(years, [-step.down for step in found.movement], color=_WARM, width=0.5, label="ลด / down")
    axes.axhline(0, color="black", linewidth=0.8)
    axes.set_ylabel("หน่วยงาน / agencies")
    axes.set_xlim(-0.6, max(len(years) - 0.4, 3.6))  # a lone bar stays a bar
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    return _svg(figure, "agencies whose overall score rose or fell against the year before")


def over_years(lines: Mapping[str, Mapping[int, float]]) -> Markup | None:
    """Overall scores by fiscal year, a line for each name; the first is the one that the others stand beside."""
    years = sorted({year for line in lines.values() for year in line})
    if not years:
        return None
    figure, axes = _axes(7, 3.0)
    looks = ((_INK, "-", 2.4), (_WARM, "--", 1.6), ("#7a7a7a", ":", 1.6))
    for n, ((name, line), (colour, dash, width)) in enumerate(zip(lines.items(), looks, strict=False)):
        at = sorted(line)
        look: Any = {
            "color": colour,
            "linestyle": dash,
            "linewidth": width,
            "marker": "o",
            "markersize": 2 * width + 1,
        }
        axes.plot(at, [line[year] for year in at], label=name, zorder=5 - n, **look)
    axes.set_xticks(years)
    axes.set_xlim(years[0] - 0.4, max(years[-1], years[0] + 1) + 0.4)
    axes.set_ylabel("คะแนน / score")
    axes.grid(axis="y", alpha=0.3)
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    return _svg(figure, "overall score over the years")


def picture(plot: Markup) -> str:
    """A plot as a file of its own, which names the fonts that the page names otherwise."""
    style = f"<style>text {{ font-family: {_FONTS} !important; }}</style>"
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + str(plot).replace(">", f">{style}", 1) + "\n"


def _axes(width: float, height: float) -> tuple[Figure, Axes]:
    """An empty plot of that size in inches."""
    with rc_context(_STYLE):
        figure = Figure(figsize=(width, height))
        return figure, figure.subplots()


def _svg(figure: Figure, title: str) -> Markup:
    """The figure as an element of a page, with a name for screen readers. Only numbers and our own words are in it."""
    text = io.StringIO()
    with rc_context(_STYLE), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing")  # the page names the fonts, not the plot
        figure.savefig(text, format="svg", metadata={"Date": None}, bbox_inches="tight")
    svg = text.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    return Markup(svg.replace("<svg", f'<svg role="img" aria-label="{title}"', 1))  # noqa: S704
