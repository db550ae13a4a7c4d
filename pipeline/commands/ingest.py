"""`prongsai ingest`: read reports into a database."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.commands.ingest_summary import print_summary
from pipeline.limits_options import LimitOptions, LimitsFile, PasswordFile, limits_from, passwords_from
from pipeline.terminal import (
    NOT_READ,
    STOPPED,
    Database,
    Engine,
    Language,
    Ocr,
    Pictures,
    Recogniser,
    clean,
    console,
    error,
    errors,
    log_to,
    opened,
    say,
    wrong_usage,
)

if TYPE_CHECKING:
    from rich.console import Console

    from extractors.limits import Limits
    from pipeline.cluster import Cluster
    from pipeline.run import Progress
    from pipeline.workers import Workers


def ingest(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Files, folders, ZIP archives, or addresses: s3://bucket/folder. ไฟล์ โฟลเดอร์ ไฟล์ ZIP หรือที่อยู่",
            show_default=False,
        ),
    ],
    db: Database = "prongsai.db",
    force: Annotated[
        bool, typer.Option("--force", help="Read again what has not changed. อ่านซ้ำแม้ไฟล์ไม่เปลี่ยน")
    ] = False,
    follow_symlinks: Annotated[
        bool,
        typer.Option(
            "--follow-symlinks", help="Read what links lead to outside the folders. อ่านตามลิงก์ที่ชี้ออกนอกโฟลเดอร์"
        ),
    ] = False,
    ocr: Pictures = Ocr.auto,
    ocr_engine: Recogniser = Engine.tesseract,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            "-j",
            min=1,
            help="Files read at once, each in a process of its own; one a core if not given. จำนวนไฟล์ที่อ่านพร้อมกัน",
            show_default=False,
        ),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option(
            "--timeout",
            min=0.01,
            help="Minutes a file may take; 30 if not given. เวลาสูงสุดต่อไฟล์ (นาที)",
            show_default=False,
        ),
    ] = None,
    memory: Annotated[
        float | None,
        typer.Option(
            "--memory",
            min=0.5,
            help="GiB that reading a file may take; 3 if not given. หน่วยความจำสูงสุดต่อไฟล์",
            show_default=False,
        ),
    ] = None,
    limit: LimitOptions = None,
    limits_file: LimitsFile = None,
    password_file: PasswordFile = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler",
            metavar="URL",
            help="Read on a Dask cluster instead (docs/scale.md). อ่านบนคลัสเตอร์ Dask เช่น tcp://host:8786",
            show_default=False,
        ),
    ] = None,
    lang: Annotated[
        Language | None,
        typer.Option("--lang", help="Language of the messages; both if not given. ภาษาของข้อความ"),
    ] = None,
    log: Annotated[
        Path | None,
        typer.Option("--log", help="Write what went wrong inside to this file. บันทึกข้อผิดพลาดลงไฟล์"),
    ] = None,
    log_json: Annotated[
        Path | None,
        typer.Option(
            "--log-json",
            metavar="FILE",
            help="Write what became of each file to this one, an object a line. บันทึกผลทุกไฟล์เป็น JSON",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Read reports into a database; what has not changed is left alone.

    Comes out: the database, a summary, and a line for each file that could not be read (exit code 1 then).
    The command can be stopped and run again: it goes on where it stopped.

    อ่านรายงานลงฐานข้อมูล ไฟล์ที่ไม่เปลี่ยนจะไม่อ่านซ้ำ หยุดแล้วสั่งใหม่ได้
    """
    _check(paths)
    log_to(log, log_json)
    limits = limits_from(
        limits_file, limit, seconds=timeout and timeout * 60, memory=memory and memory * 2**30
    )
    passwords = passwords_from(password_file)
    with _stoppable(), errors(NOT_READ):
        from functools import partial

        from pipeline import reader, run
        from pipeline.settings import Settings

        settings = Settings(ocr=ocr.value, engine=ocr_engine.value, passwords=bool(passwords))
        read = partial(
            reader.read_file,
            ocr=ocr.value,
            engine=ocr_engine.value,
            on_page=reader.tell_page,
            limits=limits,
            passwords=passwords,
        )
        err = console(stderr=True)
        with opened(db, create=True) as store:
            with (
                _progress_bar(err) as (on_progress, on_page),
                _pool(scheduler, workers, limits, on_page) as pool,
            ):
                summary = run.ingest(
                    paths,
                    store,
                    force=force,
                    on_progress=on_progress,
                    read=read,
                    settings=settings,
                    executor=pool,
                    at_once=2 * pool.count,
                    limits=limits,
                    follow_links=follow_symlinks,
                )
            print_summary(err, summary, store.counts(), db, lang)
    raise typer.Exit(NOT_READ if summary.failed else 0)


def _check(paths: list[str]) -> None:
    """Wrong usage where one of them is not there."""
    from pipeline import source_remote

    for path in paths:
        if source_remote.is_address(path) and source_remote.local_path(path) is None:
            try:
                source_remote.check(path)
            except source_remote.AddressError as exc:
                wrong_usage(exc.reason_th, exc.reason_en)
        elif not os.path.lexists(source_remote.local_path(path) or path):
            wrong_usage(
                f"ไม่พบ {path} ตรวจสอบชื่อไฟล์หรือโฟลเดอร์",
                f"{path} does not exist. Check the name of the file or folder",
            )


def _pool(
    scheduler: str | None, workers: int | None, limits: Limits, on_page: Callable[[Any], None] | None
) -> Workers | Cluster:
    if scheduler is None:
        from pipeline.workers import Workers

        return Workers(workers, limits, on_page)
    from pipeline.cluster import Cluster

    return Cluster(scheduler, limits)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Ctrl-C, or the loss of the cluster or of another machine, as a message and an exit code."""
    from pipeline.cluster_error import ClusterError
    from pipeline.source_remote import AddressError

    try:
        yield
    except (AddressError, ClusterError) as exc:
        error(exc.reason_th, exc.reason_en)
        raise typer.Exit(NOT_READ) from None
    except KeyboardInterrupt:
        say("หยุดแล้ว ที่อ่านแล้วอยู่ครบ สั่งใหม่เพื่อทำต่อ", "Stopped. What was read is kept; run again to go on.")
        raise typer.Exit(STOPPED) from None


@contextmanager
def _progress_bar(err: Console) -> Iterator[Any]:
    """Two functions that show, on a terminal, the run's `Progress` and what `reader.tell_page` tells; elsewhere None."""
    if not sys.stderr.isatty():
        yield None, None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    from pipeline.reader import PageProgress

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=err, transient=True) as bar:
        task = bar.add_task("", total=None)

        def shown(file: str) -> str:
            return clean(Path(file).name).replace("[", r"\[")

        def show_progress(step: Progress) -> None:
            bar.update(task, completed=step.done, total=step.total, description=shown(step.file))

        def show_page(told: list[Any]) -> None:
            step = PageProgress(*told)
            said = f"{shown(step.file)}: page {step.page} of {step.pages} / หน้า {step.page} จาก {step.pages}"
            bar.update(task, description=said)

        yield show_progress, show_page
