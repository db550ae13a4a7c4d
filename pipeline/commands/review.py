"""`prongsai review`: the page beside the records."""

from __future__ import annotations

import getpass
import socket
from contextlib import suppress
from typing import Annotated

import typer

from pipeline.limits_options import PasswordFile, limits_from, passwords_from
from pipeline.terminal import Database, opened, say, wrong_usage

_HERE = "127.0.0.1"


def review(
    db: Database = "prongsai.db",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0: any free one. พอร์ต")] = 8765,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open it in the browser. เปิดเบราว์เซอร์ให้")
    ] = True,
    password_file: PasswordFile = None,
    by: Annotated[
        str | None,
        typer.Option("--by", help="Who decides; your login name if not given. ผู้ตรวจ", show_default=False),
    ] = None,
) -> None:
    """Open the review desk: what wants eyes first, each value beside the page it came from; accept it or mend it.

    Only this machine can reach it, and only with the address that is printed. Reports are never changed. Ctrl-C ends it.

    เปิดโต๊ะตรวจในเบราว์เซอร์: รายการที่ควรตรวจก่อน แต่ละค่าอยู่ข้างหน้าต้นฉบับ ยืนยันหรือแก้ได้ กด Ctrl-C เพื่อปิด
    """
    try:
        import uvicorn

        from pipeline.review import Key, application
    except ImportError as exc:
        wrong_usage(
            "ยังไม่ได้ติดตั้งโต๊ะตรวจ: pip install 'prongsai[review]'",
            f"the review desk is not installed ({exc.name}): pip install 'prongsai[review]'",
        )
    passwords = passwords_from(password_file)
    with opened(db, create=False) as store, socket.socket(socket.AF_INET) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((_HERE, port))
        except OSError as exc:
            wrong_usage(
                f"ใช้พอร์ต {port} ไม่ได้ ({exc.strerror}) เลือกพอร์ตอื่นด้วย --port",
                f"cannot listen on port {port} ({exc.strerror}): choose another --port",
            )
        listening.listen()
        at = listening.getsockname()[1]
        key = Key()
        address = f"http://{_HERE}:{at}/?key={key.key}"
        hosts = [f"{name}:{at}" for name in (_HERE, "localhost")]
        app = application(
            store, key, hosts, by or getpass.getuser(), passwords=passwords, limits=limits_from(None, None)
        )
        say(f"เปิด {address} ในเบราว์เซอร์ กด Ctrl-C เพื่อปิด", f"Open {address} in a browser; Ctrl-C ends it.")
        if browser:
            _open(address)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False))
        with suppress(KeyboardInterrupt):  # it was ended, as it was to be
            server.run(sockets=[listening])


def _open(address: str) -> None:
    """Show it in the browser, where there is one; the address stands in the terminal anyway."""
    import webbrowser

    with suppress(webbrowser.Error):
        webbrowser.open(address)
