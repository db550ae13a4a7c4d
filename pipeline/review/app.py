"""The web application: its addresses, and what becomes of what goes wrong."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from importlib.resources import files
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from extractors.limits import DEFAULT, Limits
from output.errors import OutputError
from output.store import Store
from pipeline.review import choosing, desk_page, edits, overview_page, queue_page
from pipeline.review.guard import Guard, Key
from pipeline.review.originals import Originals
from pipeline.review.pages import Pages
from pipeline.review.rereading import Rereading
from pipeline.review.site import NoSuchPage, Refused, Site, words_of

Page = Callable[[Site, Request], Response]
Change = Callable[[Site, Request], Awaitable[Response]]


def application(
    store: Store,
    key: Key,
    hosts: Iterable[str],
    by: str,
    *,
    passwords: Sequence[str] = (),
    limits: Limits = DEFAULT,
) -> ASGIApp:
    """The desk over a database, for the browser that has the key.

    `hosts` are the names with ports that it is reached by (127.0.0.1:8765); `by` is who decides and corrects.
    `passwords` are tried on PDFs that are encrypted, `limits` hold for reports that are read again.
    """
    pages = Pages(passwords=tuple(passwords))
    rereading = Rereading(store, limits, tuple(passwords))
    site = Site(store, key, by, Originals(store, pages.cache), pages, rereading)

    def shown(page: Page) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            return await run_in_threadpool(page, site, request)

        return answer

    def changed(change: Change) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            return await change(site, request)

        return answer

    async def not_found(request: Request, _: Exception) -> Response:
        return site.page(request, "problem.html", {"title": "not_found_title", "message": None}, 404)

    async def refused(_request: Request, _: Exception) -> Response:
        return PlainTextResponse("this form did not come from the desk; reload its page\n", 403)

    async def failed(request: Request, exc: Exception) -> Response:
        said = words_of(request).reason(exc) if isinstance(exc, OutputError) else str(exc)
        return site.page(request, "problem.html", {"title": "failed_title", "message": said}, 500)

    static = Path(str(files("pipeline.review").joinpath("static")))
    routes = [
        Route("/", shown(queue_page.show)),
        Route("/overview", shown(overview_page.show)),
        Route("/plot/{name}.svg", shown(overview_page.plot)),
        Route("/agency", shown(overview_page.agency)),
        Route("/agency.svg", shown(overview_page.agency_plot)),
        Route("/reports", shown(overview_page.reports)),
        Route("/report/{report_id}", shown(desk_page.enter)),
        Route("/report/{report_id}/at/{ref}", shown(desk_page.at)),
        Route("/report/{report_id}/page", shown(desk_page.turn)),
        Route("/report/{report_id}/page/{page:int}", shown(desk_page.show)),
        Route("/report/{report_id}/picture/{page:int}", shown(desk_page.picture)),
        Route("/report/{report_id}/accept", changed(edits.accept), methods=["POST"]),
        Route("/report/{report_id}/wrong", changed(edits.wrong), methods=["POST"]),
        Route("/report/{report_id}/correct", changed(edits.correct), methods=["POST"]),
        Route("/report/{report_id}/add", changed(edits.add), methods=["POST"]),
        Route("/report/{report_id}/join", changed(edits.join), methods=["POST"]),
        Route("/report/{report_id}/split", changed(edits.split), methods=["POST"]),
        Route("/report/{report_id}/columns", changed(choosing.choose), methods=["POST"]),
        Route("/report/{report_id}/reading", changed(choosing.wait)),
        Route("/report/{report_id}/undo", changed(edits.undo), methods=["POST"]),
        Mount("/static", StaticFiles(directory=static)),
    ]
    handlers: dict[type[Exception] | int, Callable[[Request, Exception], Awaitable[Response]]] = {
        NoSuchPage: not_found,
        HTTPException: not_found,
        Refused: refused,
        OutputError: failed,
    }
    return Guard(Starlette(routes=routes, exception_handlers=handlers), key, hosts)
