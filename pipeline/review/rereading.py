"""Reports that are read again from the desk: in a process of their own with the limits of `prongsai ingest`, and stored."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Lock

from sqlalchemy import Connection

from corpus.columns_read import ChosenRole, ColumnAt
from extractors.errors import NotRead
from extractors.limits import Limits
from output.errors import OutputError, StoreError
from output.store import Store
from pipeline.reader import read_file
from pipeline.review.originals import Original
from pipeline.settings import Settings
from pipeline.workers import Workers

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """A report that is read again."""

    page: int
    """That it is read for."""
    said: str
    """What the desk says once it is."""
    future: Future[None]

    def done(self, seconds: float) -> bool:
        """Whether it has been read, after waiting so long at most."""
        try:
            self.future.exception(timeout=seconds)
        except NotYet:
            return False
        return True

    def problem(self) -> NotRead | OutputError | None:
        """Why it could not be read or stored; only of one that is done."""
        error = self.future.exception()
        if error is None or isinstance(error, (NotRead, OutputError)):
            return error
        log.error("a report could not be read again", exc_info=error)
        what = f"{type(error).__name__}: {error}"[:200]
        return StoreError(f"โปรแกรมทำงานผิดพลาด ({what})", f"an internal error ({what})")


@dataclass(slots=True)
class Rereading:
    """Reads reports again, one after the other."""

    store: Store
    limits: Limits
    passwords: tuple[str, ...] = ()
    _under_way: dict[str, Reading] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "rereading"))

    def of(self, report_id: str) -> Reading | None:
        return self._under_way.get(report_id)

    def forget(self, report_id: str) -> None:
        self._under_way.pop(report_id, None)

    def start(
        self,
        report_id: str,
        original: Original,
        roles: Mapping[ColumnAt, ChosenRole],
        kept: Callable[[Connection], None],
        page: int,
        said: str,
    ) -> None:
        """Read a report with these roles; `kept` notes what was chosen, once it could be read. One at a time each."""
        with self._lock:
            now = self._under_way.get(report_id)
            if now is None or now.future.done():
                work = partial(self._read, report_id, original, dict(roles), kept)
                self._under_way[report_id] = Reading(page, said, self._thread.submit(work))

    def _read(
        self,
        report_id: str,
        original: Original,
        roles: Mapping[ColumnAt, ChosenRole],
        kept: Callable[[Connection], None],
    ) -> None:
        known = self.store.file(original.place)
        if original.path is None or known is None or known.facts.sha256 is None:
            raise NotRead(
                "ไม่พบไฟล์ต้นฉบับ จึงอ่านใหม่ไม่ได้ ยังไม่มีอะไรเปลี่ยน",
                "the original is not there, so it cannot be read again; nothing was changed",
            )
        settings = Settings.of(known.facts.settings, passwords=bool(self.passwords))
        report = self.store.report(report_id)
        with Workers(1, self.limits) as pool:
            records = pool.submit(
                read_file,
                original.path,
                shown_as=report.report.file if report else known.facts.file,
                sha256=known.facts.sha256,
                ocr=settings.ocr,
                engine=settings.engine,
                limits=self.limits,
                passwords=self.passwords,
                roles=roles,
            ).result()
        facts = replace(
            known.facts,
            media_type=records.report.media_type,
            extraction_version=settings.stamp(records),
            engines=records.read_by,
        )
        with self.store.writing() as connection:
            kept(connection)
        self.store.save(records, facts)
