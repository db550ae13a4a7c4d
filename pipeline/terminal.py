"""What the commands share: how they open a database, say what is wrong, and print.

Data goes to stdout, the rest to stderr. Exit codes: 0 done, 1 not all of it, 2 wrong usage.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from output.store import KnownFile, Store

NOT_READ = 1
USAGE = 2
STOPPED = 130


class Ocr(StrEnum):
    """Values of `extractors.document.Ocr`, here so that `--help` need not import it."""

    auto = "auto"
    never = "never"
    always = "always"


class Engine(StrEnum):
    """Names of `extractors.engines.ENGINES`, here so that `--help` need not import it."""

    tesseract = "tesseract"
    rapidocr = "rapidocr"


class Language(StrEnum):
    th = "th"
    en = "en"


Database = Annotated[
    str, typer.Option("--db", metavar="URL", help="SQLite file or database URL. ไฟล์หรือที่อยู่ฐานข้อมูล")
]

Years = Annotated[
    list[int] | None,
    typer.Option("--year", metavar="B.E.", help="Reports of this fiscal year only: 2568. เฉพาะปีงบประมาณ"),
]


def _known_provinces(names: list[str] | None) -> list[str] | None:
    """Refuse a province that there is not, instead of finding nothing in it."""
    if names:
        from corpus.provinces import province_code, provinces

        codes = {province.code for province in provinces()}
        for name in names:
            if name not in codes and province_code(name) is None:
                wrong_usage(
                    f"ไม่รู้จักจังหวัด {name} ใช้ชื่อไทย ชื่ออังกฤษ หรือรหัส เช่น นราธิวาส หรือ TH-96",
                    f"there is no province {name}. Give its Thai or English name or its code: นราธิวาส, TH-96",
                )
    return names


Provinces = Annotated[
    list[str] | None,
    typer.Option(
        "--province",
        metavar="NAME",
        help="Of this province only: name or TH-96. เฉพาะจังหวัด",
        callback=_known_provinces,
    ),
]

AsJson = Annotated[bool, typer.Option("--json", help="As JSON instead. แสดงเป็น JSON")]

Pictures = Annotated[
    Ocr,
    typer.Option(
        "--ocr",
        help="Read pictures of pages; auto: of those without text that can be read. อ่านหน้าที่เป็นภาพ",
    ),
]

Recogniser = Annotated[
    Engine, typer.Option("--ocr-engine", help="What reads pictures of pages. โปรแกรมที่ใช้อ่านภาพ")
]


def wrong_usage(th: str, en: str) -> NoReturn:
    error(th, en)
    raise typer.Exit(USAGE)


def error(th: str, en: str) -> None:
    print(f"prongsai: {clean(en)}\n          {clean(th)}", file=sys.stderr)


def say(th: str, en: str) -> None:
    print(f"{clean(en)}\n{clean(th)}", file=sys.stderr)


@contextmanager
def errors(code: int = USAGE) -> Iterator[None]:
    """Errors of the output side as a message and an exit code."""
    from output.errors import OutputError, StoreError

    try:
        yield
    except OutputError as exc:
        error(exc.reason_th, exc.reason_en)
        raise typer.Exit(code if isinstance(exc, StoreError) else USAGE) from None


@contextmanager
def opened(db: str, *, create: bool) -> Iterator[Store]:
    """The database; one that cannot be opened is wrong usage."""
    from output.store import open_store

    with errors():
        store = open_store(db, create=create)
    with store:
        yield store


def log_to(log: Path | None, log_json: Path | None = None) -> None:
    """Send what happened, what the libraries say and internal errors to files, as text and as JSON, or nowhere."""
    root = logging.getLogger()
    for path, formatter in _formats(log, log_json):
        root.addHandler(_handler(path, formatter))
        root.setLevel(logging.INFO)
        logging.getLogger("alembic").setLevel(logging.WARNING)  # tells of its own plugins
    if not root.handlers:
        root.addHandler(logging.NullHandler())


def _formats(log: Path | None, log_json: Path | None) -> Iterator[tuple[Path, logging.Formatter]]:
    if log is not None:
        yield log, logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    if log_json is not None:
        from pipeline.log_json import JsonLines

        yield log_json, JsonLines()


def _handler(path: Path, formatter: logging.Formatter) -> logging.Handler:
    try:
        handler = logging.FileHandler(path, encoding="utf-8", errors="backslashreplace")
    except OSError as exc:
        wrong_usage(f"เขียนบันทึก {path} ไม่ได้: {exc.strerror}", f"cannot write the log {path}: {exc.strerror}")
    handler.setFormatter(formatter)
    return handler


def print_json(value: dict[str, Any]) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
    sys.stdout.flush()


def console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, width=None if stream.isatty() else 120, highlight=False, markup=False)


def the_one(found: list[KnownFile], wanted: str) -> KnownFile:
    if not found:
        unknown_report(wanted)
    if len(found) > 1:
        names = "\n".join(f"  {f.report_id or '-':16}  {f.facts.file}" for f in found[:20])
        more = f"\n  … +{len(found) - 20}" if len(found) > 20 else ""
        wrong_usage(
            f"มีรายงาน {len(found)} ฉบับที่ตรงกับ {wanted} ระบุรหัสหรือตำแหน่งไฟล์ให้ครบ",
            f"{wanted} fits {len(found)} reports; give the id or more of the path:\n{names}{more}",
        )
    return found[0]


def unknown_report(wanted: str) -> NoReturn:
    wrong_usage(
        f"ไม่มีรายงาน {wanted} ในฐานข้อมูลนี้ ดูรหัสและชื่อไฟล์ใน reports.csv (prongsai export csv โฟลเดอร์)",
        f"there is no report {wanted} in this database. See the ids and files in reports.csv "
        "(prongsai export csv DIR)",
    )


def clean(text: str) -> str:
    """Text without control characters: names and reports are others' words and could drive the terminal."""
    with suppress(UnicodeEncodeError):  # bytes of an argument, in a locale that could not read them
        text = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(c if c == "\n" or c.isprintable() or ord(c) > 0x9F else "\ufffd" for c in text)
