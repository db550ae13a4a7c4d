"""The web application: read only, for this machine only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from output.browse.metadata import DATABASE, metadata

Scope = MutableMapping[str, Any]
Application = Callable[[Scope, Callable[..., Awaitable[Any]], Callable[..., Awaitable[Any]]], Awaitable[None]]

_SETTINGS = {
    "sql_time_limit_ms": 5000,
    "facet_time_limit_ms": 1000,
    "allow_download": False,
    "default_page_size": 50,
}


def application(database: Path, hosts: frozenset[str]) -> Application:
    """Datasette over an SQLite database that `output.store` made. Only requests to one of `hosts` are answered.

    A page of another site could otherwise reach it by a name that it makes point to this machine.
    """
    from datasette.app import Datasette
    from datasette.database import Database

    datasette = Datasette([], metadata=metadata(), settings=_SETTINGS)
    datasette.add_database(Database(datasette, path=str(database), is_mutable=True), name=DATABASE)
    return _for(hosts, datasette.app())


def _for(hosts: frozenset[str], inner: Application) -> Application:
    async def answer(
        scope: Scope, receive: Callable[..., Awaitable[Any]], send: Callable[..., Awaitable[Any]]
    ) -> None:
        if scope["type"] == "http":
            host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
            if host.rpartition(":")[0].strip("[]") not in hosts and host not in hosts:
                body = b"this server answers only its own name"
                await send(
                    {
                        "type": "http.response.start",
                        "status": 421,
                        "headers": [(b"content-type", b"text/plain")],
                    }
                )
                await send({"type": "http.response.body", "body": body})
                return
        await inner(scope, receive, send)

    return answer
