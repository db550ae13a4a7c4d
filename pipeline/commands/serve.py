"""`prongsai serve`: the database in the browser."""

from __future__ import annotations

import socket
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from pipeline.terminal import Database, errors, opened, say, wrong_usage

_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


def serve(
    db: Database = "prongsai.db",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0: any free one. พอร์ต")] = 8001,
    host: Annotated[
        str,
        typer.Option(
            "--host", help="Address to listen on; others than 127.0.0.1 open it to the network. ที่อยู่"
        ),
    ] = "127.0.0.1",
) -> None:
    """Open the database in the browser (Datasette): tables, facets, search, ready-made queries, JSON and CSV.

    Only this machine can reach it, and nobody can change anything there. Ctrl-C ends it.

    เปิดฐานข้อมูลในเบราว์เซอร์ ดู กรอง ค้น และดาวน์โหลดได้ แก้ไขไม่ได้ กด Ctrl-C เพื่อปิด
    """
    try:
        import uvicorn

        from output.browse import application
    except ImportError as exc:
        wrong_usage(
            "ยังไม่ได้ติดตั้งส่วนแสดงในเบราว์เซอร์: pip install 'prongsai[serve]'",
            f"Datasette is not installed ({exc.name}): pip install 'prongsai[serve]'",
        )
    path = _file(db)
    from output import search

    with errors(), opened(db, create=False) as store:
        search.refresh(store)
    hosts = _LOCAL | {host}
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
        except OSError as exc:
            wrong_usage(
                f"ใช้ที่อยู่ {host}:{port} ไม่ได้ ({exc.strerror}) เลือกพอร์ตอื่นด้วย --port",
                f"cannot listen on {host}:{port} ({exc.strerror}): choose another --port",
            )
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{listening.getsockname()[1]}/"
        say(f"เปิด {address} ในเบราว์เซอร์ กด Ctrl-C เพื่อปิด", f"Open {address} in a browser; Ctrl-C ends it.")
        server = uvicorn.Server(uvicorn.Config(application(path, hosts), log_level="warning"))
        with suppress(KeyboardInterrupt):  # it was ended, as it was to be
            server.run(sockets=[listening])


def _file(db: str) -> Path:
    """The SQLite file that `--db` means."""
    name = db.removeprefix("sqlite:///")
    if "://" in name:
        wrong_usage(
            "serve เปิดได้เฉพาะฐานข้อมูล SQLite ส่วน PostgreSQL ใช้โปรแกรมของ PostgreSQL",
            "serve opens SQLite databases only; look at PostgreSQL with its own tools",
        )
    return Path(name)
