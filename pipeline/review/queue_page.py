"""The queue as a page: what wants eyes first, filtered, a page of it at a time."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from starlette.requests import Request
from starlette.responses import Response

from output import schema
from output.review import queue
from output.selection import Selection
from pipeline.review.addresses import number_of, year_of
from pipeline.review.labels import title_of
from pipeline.review.site import Site, words_of

PER_PAGE = 50
_VIEWS = ("records", "reports")


def wanted_of(asked: dict[str, str]) -> queue.Wanted:
    """What the filters of the address ask for; what makes no sense is left out."""
    year = year_of(asked.get("year", ""))
    return queue.Wanted(
        selection=Selection(
            years=frozenset({year} if year else ()),
            provinces=frozenset(filter(None, [asked.get("province")])),
            kinds=frozenset(filter(None, [asked.get("kind")])),
        ),
        agency=asked.get("agency", "").strip(),
        record=asked.get("record", "") if asked.get("record") in queue.RECORDS else "",
        code=asked.get("why", ""),
        done=asked.get("state") == "done",
        infos=asked.get("infos") == "1",
    )


def filters_of(asked: dict[str, str]) -> dict[str, str]:
    """The filters of an address, to be put into other addresses."""
    names = ("agency", "province", "year", "kind", "record", "why", "infos", "state", "view")
    return {name: asked[name] for name in names if asked.get(name)}


def show(site: Site, request: Request) -> Response:
    """The front page."""
    asked = dict(request.query_params)
    wanted, filters = wanted_of(asked), filters_of(asked)
    view = "reports" if asked.get("view") == "reports" else "records"
    at = number_of(asked.get("page", "")) or 1
    words = words_of(request)
    with site.store.snapshot() as snapshot:
        counts = queue.counts(snapshot.connection, wanted)
        total = counts.reports if view == "reports" else sum(counts.severities.values())
        last = max(1, -(-total // PER_PAGE))
        at = min(at, last)
        place = (PER_PAGE, (at - 1) * PER_PAGE)
        values: dict[str, Any] = {"items": [], "reports": []}
        if view == "reports":
            values["reports"] = queue.reports(snapshot.connection, wanted, *place)
        else:
            found = queue.items(snapshot.connection, wanted, *place)
            values["items"] = [
                (item, title_of(words, item.record, item.facts or item.report)) for item in found
            ]
        choices = queue.choices(snapshot.connection)
        reports = select(func.count()).select_from(schema.reports)
        held = (snapshot.connection.execute(reports).scalar_one(), snapshot.files_not_read())
    values |= {
        "view": view,
        "asked": asked,
        "filters": filters,
        "counts": counts,
        "choices": choices,
        "records": queue.RECORDS,
        "at": at,
        "last": last,
        "total": total,
        "first": (at - 1) * PER_PAGE + 1,
        "until": min(at * PER_PAGE, total),
        "held": held,
    }
    return site.page(request, "queue.html", values)
