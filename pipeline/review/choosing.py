"""What a person chooses that columns hold: the report is read again with it, and the desk waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from corpus.columns_read import ChosenRole, ColumnAt
from output.review import columns
from pipeline.review.addresses import address
from pipeline.review.columns import chosen_in
from pipeline.review.inputs import note_in, page_in
from pipeline.review.opened import Opened, opened
from pipeline.review.site import Site, words_of

_PATIENCE = 8.0
"""Seconds that a request waits for a report to be read again, before it says that it is."""


async def choose(site: Site, request: Request) -> Response:
    """Have the report read again with other meanings of the columns of a table."""
    form = await site.form(request)
    report_id, page = request.path_params["report_id"], page_in(form)

    def work() -> Response:
        report = opened(site, report_id)
        chosen = chosen_in(form, report.tables or ())
        if not chosen:
            return RedirectResponse(address(report_id, page, columns="1", ok="same") + "#columns", 303)
        roles = site.store.chosen_roles(report_id) | chosen
        note = note_in(form)
        kept = partial(columns.choose, report_id=report_id, chosen=chosen, by=site.by, note=note)
        return _read_again(site, request, report, roles, page, "reread", kept)

    return await run_in_threadpool(work)


def _read_again(
    site: Site,
    request: Request,
    report: Opened,
    roles: Mapping[ColumnAt, ChosenRole],
    page: int,
    said: str,
    kept: Callable[[Connection], None],
) -> Response:
    report_id = report.records.report.report_id
    site.rereading.start(report_id, report.original, roles, kept, page, said)
    return reading(site, request, report_id)


async def wait(site: Site, request: Request) -> Response:
    """Whether a report has been read again by now."""
    return await run_in_threadpool(reading, site, request, request.path_params["report_id"])


def reading(site: Site, request: Request, report_id: str) -> Response:
    """To the page that a report is read again for, once it is; else a page that waits, or says what went wrong."""
    under_way = site.rereading.of(report_id)
    if under_way is None:
        return RedirectResponse(f"/report/{report_id}", 303)
    if not under_way.done(_PATIENCE):
        if request.method == "POST":
            return RedirectResponse(f"/report/{report_id}/reading", 303)
        return site.page(request, "reading.html", {"report_id": report_id})
    site.rereading.forget(report_id)
    if (why := under_way.problem()) is not None:
        said = words_of(request).reason(why)
        back = address(report_id, under_way.page)
        return site.page(
            request, "problem.html", {"title": "not_reread_title", "message": said, "back": back}, 422
        )
    pages = opened(site, report_id).pages
    at = address(report_id, min(under_way.page, pages), columns="1", ok=under_way.said)
    return RedirectResponse(at + "#columns", 303)


def without_latest(site: Site, request: Request, report: Opened, page: int) -> Response:
    """Have the report read again without the columns that were chosen last."""
    latest = max(choice.chosen_at for choice in report.choices)
    gone = [choice.choice_id for choice in report.choices if choice.chosen_at == latest]
    left = {choice.at: choice.chosen for choice in report.choices if choice.choice_id not in gone}
    return _read_again(
        site, request, report, left, page, "undone", partial(columns.take_back, choice_ids=gone)
    )
