"""What every page of the desk shares: the database, who sits at it, the language, how a template becomes an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from jinja2 import Environment, PackageLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from output.store import Store
from pipeline.review.guard import TOKEN, Key
from pipeline.review.originals import Originals
from pipeline.review.pages import Pages
from pipeline.review.rereading import Rereading
from pipeline.review.words import LANGUAGES, Words, preferred

_LANGUAGE = "prongsai_language"
_YEAR = 365 * 24 * 3600
_LONGEST_FORM = 1_000_000
"""Bytes: more than the texts of any measure."""


class NoSuchPage(Exception):
    """The address names nothing that is there."""


class Refused(Exception):
    """A form that did not come from the desk's own pages."""


@dataclass(frozen=True, slots=True)
class Site:
    """One start of the desk."""

    store: Store
    key: Key
    by: str
    """Who decides and corrects."""
    originals: Originals
    pages: Pages
    rereading: Rereading

    def page(self, request: Request, template: str, values: Mapping[str, Any], status: int = 200) -> Response:
        """A page in the reader's language. All text in it is escaped."""
        words = words_of(request)
        html = (
            _templates()
            .get_template(template)
            .render(
                w=words,
                token=self.key.token,
                token_name=TOKEN,
                here=request.url.path,
                other_language=_with(request, lang="en" if words.language == "th" else "th"),
                by=self.by,
                **values,
            )
        )
        answer = HTMLResponse(html, status)
        if request.query_params.get("lang") in LANGUAGES:
            answer.set_cookie(_LANGUAGE, words.language, max_age=_YEAR, samesite="strict", httponly=True)
        return answer

    async def form(self, request: Request) -> dict[str, str]:
        """The fields of a form that one of our own pages sent. Raises `Refused`."""
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > _LONGEST_FORM:
                raise Refused
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=400)
        fields = dict(pairs)
        if not self.key.is_token(fields.pop(TOKEN, "")):
            raise Refused
        return {name: value.replace("\r\n", "\n") for name, value in fields.items()}


def words_of(request: Request) -> Words:
    """The words in the language of the address, of the cookie, or that the browser prefers."""
    for asked in (request.query_params.get("lang"), request.cookies.get(_LANGUAGE)):
        if asked in LANGUAGES:
            return Words(str(asked))
    return Words(preferred(request.headers.get("accept-language", "")))


def _with(request: Request, **changed: str) -> str:
    """The address of this page with other values in its query."""
    return "?" + urlencode({**request.query_params, **changed})


def when(moment: dt.datetime) -> str:
    """A time of the store (UTC) on this machine's clock."""
    return moment.replace(tzinfo=dt.UTC).astimezone().strftime("%Y-%m-%d %H:%M")


_made: list[Environment] = []


def _templates() -> Environment:
    if not _made:
        environment = Environment(
            loader=PackageLoader("pipeline.review", "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters["when"] = when
        environment.filters["query"] = lambda values: urlencode([(k, v) for k, v in values.items() if v])
        _made.append(environment)
    return _made[0]
