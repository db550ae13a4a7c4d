"""The desk: a page of a report beside its records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from corpus.records import ReportRecords
from extractors.errors import NotRead
from output.field_values import RECORDS
from output.review import queue
from pipeline.review.addresses import address, number_of, parsed, ref_of
from pipeline.review.cards import ORDER, Card, cards_of
from pipeline.review.columns import roles_named, tables_shown
from pipeline.review.inputs import inputs_of, new_inputs
from pipeline.review.labels import place_of
from pipeline.review.opened import Opened, opened
from pipeline.review.pages import Picture
from pipeline.review.places import Ref, indexes
from pipeline.review.shaping import Shaping, joining, splitting
from pipeline.review.site import NoSuchPage, Site, words_of
from pipeline.review.words import Words

SAID = (
    "accepted",
    "wrong",
    "corrected",
    "added",
    "joined",
    "split",
    "reread",
    "same",
    "undone",
    "nothing_to_undo",
)
_LINE = 20.0
"""Points; what is lower is a line of text, and its box is drawn a little larger, so that it does not cut marks."""
_ABOVE, _BESIDE = 3.0, 1.5
_A_DAY = 24 * 3600


def enter(site: Site, request: Request) -> Response:
    """A report where something waits, or its first page."""
    report_id = request.path_params["report_id"]
    report = opened(site, report_id)
    first = report.waiting[0] if report.waiting else None
    return RedirectResponse(address(report_id, report.page_of(first) if first else 1, first), 303)


def at(site: Site, request: Request) -> Response:
    """The page that a record stands on."""
    report_id, ref = request.path_params["report_id"], parsed(request.path_params["ref"])
    if ref is None:
        raise NoSuchPage
    return RedirectResponse(address(report_id, opened(site, report_id).page_of(ref), ref), 303)


def turn(site: Site, request: Request) -> Response:
    """The page whose number was typed."""
    report_id = request.path_params["report_id"]
    pages = opened(site, report_id).pages
    page = number_of(request.query_params.get("n", "")) or 1
    return RedirectResponse(address(report_id, min(page, pages)), 303)


def show(site: Site, request: Request) -> Response:
    report_id, page = request.path_params["report_id"], request.path_params["page"]
    return desk(site, request, opened(site, report_id), page)


def desk(
    site: Site,
    request: Request,
    report: Opened,
    page: int,
    *,
    typed: Mapping[str, str] | None = None,
    refused: tuple[Ref, str, str] | None = None,
    adding: str = "",
    shaping: tuple[str, str] | None = None,
) -> Response:
    """The desk with a page on it; `refused` is a correction that cannot be made: of what, of which field, and why.

    `adding` is the kind of record that is being added, `shaping` what is being joined or split: join or split, and with what.
    """
    words, records = words_of(request), report.records
    if not 1 <= page <= report.pages:
        raise NoSuchPage
    cards = cards_of(
        words,
        records,
        report.places,
        page,
        report.waiting,
        report.decisions,
        report.corrections,
        report.additions,
        report.reshapes,
    )
    asked = refused[0] if refused else parsed(request.query_params.get("at", ""))
    current = _current(cards, asked)
    editing = refused is not None or request.query_params.get("edit") == "1"
    edit = None
    if editing and current is not None and current.record != "finding":
        why = refused[1] if refused else ""
        edit = inputs_of(words, records, current.record, current.position, typed or {}, why)
    shape = _shape(words, request, records, current, shaping, typed or {}, refused[1] if refused else "")
    if shape is not None:
        edit = None
    adding = adding or request.query_params.get("add", "")
    add = None
    if adding in RECORDS:
        edit = None
        add = new_inputs(words, records, adding, typed or {}, refused[1] if refused else "")
    picture, problem = _picture(site, report, page)
    said = request.query_params.get("ok", "")
    here = [ref for ref in report.waiting if report.page_of(ref) == page]
    elsewhere = [ref for ref in report.waiting if report.page_of(ref) != page]
    after = next((ref for ref in elsewhere if report.page_of(ref) > page), next(iter(elsewhere), None))
    values: dict[str, Any] = {
        "report": records.report,
        "page": page,
        "pages": report.pages,
        "groups": [(kind, of) for kind in ORDER if (of := [c for c in cards if c.record == kind])],
        "current": current,
        "edit": edit,
        "add": add,
        "shape": shape,
        "several_measures": len(records.measures) > 1,
        "tables": tables_shown(words, report.tables or (), report.choices, page, report.records.report.pages),
        "tables_known": report.tables is not None,
        "roles": roles_named(words),
        "columns_open": request.query_params.get("columns") == "1",
        "adding": adding,
        "kinds": tuple(RECORDS),
        "typed": typed or {},
        "refused": refused[2] if refused else None,
        "picture": picture,
        "problem": problem,
        "original": report.original,
        "same_as": report.same_as,
        "shown": report.shown,
        "boxes": _boxes(cards),
        "text": _text(report) if report.shown and report.shown.how == "text" else [],
        "said": said if said in SAID else "",
        "waiting": len(report.waiting),
        "waiting_here": len(here),
        "waiting_pages": sorted(Counter(report.page_of(ref) for ref in report.waiting).items()),
        "next_open": address(records.report.report_id, report.page_of(after), after) if after else None,
        "next_report": None if report.waiting else _next_report(site, records.report.report_id),
        "base": f"/report/{records.report.report_id}",
        "place_of": place_of,
    }
    return site.page(request, "desk.html", values, 422 if refused else 200)


def _shape(
    words: Words,
    request: Request,
    records: ReportRecords,
    current: Card | None,
    shaping: tuple[str, str] | None,
    typed: Mapping[str, str],
    wrong: str,
) -> Shaping | None:
    """The form to join or split the current measure, where it is asked for."""
    asked = request.query_params
    how, what = shaping or next(((n, asked[n]) for n in ("join", "split") if n in asked), ("", ""))
    if not how or current is None or current.record != "measure" or current.position is None:
        return None
    made = joining if how == "join" else splitting
    return made(words, records.measures, current.position, what, typed, wrong)


def picture(site: Site, request: Request) -> Response:
    """A page as a picture."""
    report = opened(site, request.path_params["report_id"])
    found, _ = _picture(site, report, request.path_params["page"])
    if found is None:
        raise NoSuchPage
    # The bytes of a report never change, but what is told of them must not outlive the desk.
    return FileResponse(found.file, headers={"Cache-Control": f"private, max-age={_A_DAY}"})


def _picture(site: Site, report: Opened, page: int) -> tuple[Picture | None, NotRead | None]:
    """The page's picture, or why there is none."""
    if report.shown is None or report.shown.how == "text" or report.original.path is None:
        return None, report.problem
    try:
        recognised = report.shown.how == "pages" and _was_recognised(report.records, page)
        return site.pages.picture(
            report.records.report, report.original.path, page, recognised=recognised
        ), None
    except NotRead as exc:
        return None, exc


def _was_recognised(records: ReportRecords, page: int) -> bool:
    """Whether a page's records come from its picture: their places are on the page turned upright and straight."""
    everything: tuple[Any, ...] = (
        *records.scores,
        *records.analyses,
        *records.measures,
        *records.indicators,
        records.report,
    )
    sources = [one.source for one in everything if one.source is not None]
    return any(s.page == page and s.confidence is not None for s in sources)


def _current(cards: list[Card], asked: Ref | None) -> Card | None:
    """The card that is asked for, else the first that waits, else the first."""
    by_ref = {(card.record, card.position): card for card in cards}
    if asked in by_ref:
        return by_ref[asked]
    return next((card for card in cards if card.state == "open"), cards[0] if cards else None)


def _boxes(cards: list[Card]) -> list[tuple[tuple[float, float, float, float], list[Card]]]:
    """Each place once, with the records that rest on it; large ones first, so that small ones lie above."""
    found: dict[tuple[float, float, float, float], list[Card]] = {}
    for card in cards:
        for x0, top, x1, bottom in card.boxes:
            over, under = (_ABOVE, _BESIDE) if bottom - top < _LINE else (0.0, 0.0)
            key = (
                round(x0 - under, 2),
                round(top - over, 2),
                round(x1 - x0 + 2 * under, 2),
                round(bottom - top + over + under, 2),
            )
            found.setdefault(key, []).append(card)
    return sorted(found.items(), key=lambda pair: -pair[0][2] * pair[0][3])


def _text(report: Opened) -> list[tuple[str, bool, list[str]]]:
    """The blocks of a document without pages: text, whether it is a cell, and the records found there."""
    if report.shown is None:
        return []
    blocks = report.shown.blocks
    at: dict[int, list[str]] = {}
    for ref, n in indexes(report.records, blocks).items():
        at.setdefault(n, []).append(ref_of(*ref))
    return [(block.text, block.cell, at.get(n, [])) for n, block in enumerate(blocks)]


def _next_report(site: Site, report_id: str) -> str | None:
    with site.store.snapshot() as snapshot:
        found = queue.reports(snapshot.connection, queue.Wanted(), 2)
    return next((f"/report/{one.report_id}" for one in found if one.report_id != report_id), None)
