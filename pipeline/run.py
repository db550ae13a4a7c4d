"""A run over files and folders: what is new is read and stored, what is known is left alone.

A file is known where size and time of its last change are those of the last run, or its bytes are, and it was
read as it would be now (`pipeline.settings`). A file that was not read for a reason that may pass (a missing program,
the time limit, a refused permission) is tried again in every run. Of files on other machines only size and time are
asked here; the process that reads one fetches it, and tells what bytes it had.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol, cast

from corpus.columns_read import ChosenRole, ColumnAt
from corpus.records import RECORD_TYPES, Finding, Message, ReportRecords
from extractors import detect
from extractors.errors import NotRead
from extractors.limits import DEFAULT, Limits
from output.errors import StoreError
from output.store import FileFacts, KnownFile, Store
from pipeline.cluster_error import ClusterError
from pipeline.discover import Skipped, Why, discover
from pipeline.here import Here
from pipeline.log_json import told
from pipeline.settings import Settings
from pipeline.source import Source, digest_of, report_id_of

log = logging.getLogger(__name__)

LASTING = frozenset({"encrypted", "damaged", "not_a_document", "unsupported"})
"""Kinds of failure that lie in the file's bytes: the same bytes would fail again. What is too large may be read with
other limits."""


class Read(Protocol):
    """Makes the records of one file; raises `NotRead` where it cannot."""

    def __call__(self, path: Path, *, shown_as: str, sha256: str) -> ReportRecords: ...


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is."""

    done: int
    total: int
    file: str
    """The file that comes next."""


@dataclass(frozen=True, slots=True)
class PageProgress:
    """A page whose picture is read next; that takes seconds."""

    file: str
    page: int
    pages: int
    """The file's pages."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that could not be read."""

    file: str
    kind: str
    """encrypted, damaged, unreadable, internal_error …"""
    reason_th: str
    reason_en: str
    known: bool = False
    """It failed in an earlier run, and nothing has changed since."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did."""

    files: int
    """Files that may be reports."""
    read: int
    """Files read in this run."""
    unchanged: int
    """Files that were read in an earlier run."""
    copies: int
    """Files with the same bytes as another one: one report under several paths."""
    failed: tuple[Failed, ...]
    skipped: Mapping[str, int]
    """Passed over: reason -> how many."""
    records: Mapping[str, int]
    """Records of this run: type -> how many."""
    findings: Mapping[str, Mapping[str, int]]
    """Findings of this run: severity -> code -> how many."""
    pages_not_read: Mapping[str, tuple[int, ...]]
    """Of this run: file -> its pages without text."""


class _Unreadable(NotRead):
    kind = "unreadable"


class _InternalError(NotRead):
    kind = "internal_error"


def read_file(
    path: Path,
    *,
    shown_as: str,
    sha256: str,
    ocr: str = "auto",
    engine: str = "tesseract",
    on_page: Callable[[PageProgress], None] | None = None,
    limits: Limits = DEFAULT,
    passwords: Sequence[str] = (),
    roles: Mapping[ColumnAt, ChosenRole] | None = None,
) -> ReportRecords:
    """The records of one file; `ocr` is a value of `extractors.document.Ocr`, `engine` one of
    `extractors.engines.ENGINES`, `passwords` are tried where it is encrypted, `roles` are what people chose that
    columns hold.

    `on_page` is called in the process that reads the file.
    """
    from pipeline.read import read_report  # heavy, and of no use where nothing is new

    def tell(page: int, pages: int) -> None:
        if on_page is not None:
            on_page(PageProgress(shown_as, page, pages))

    return read_report(
        path,
        shown_as=shown_as,
        sha256=sha256,
        ocr=ocr,
        engine=engine,
        on_page=tell,
        limits=limits,
        passwords=passwords,
        roles=roles,
    )


def read_source(
    read: Read, source: Source, *, shown_as: str, sha256: str | None, held: str | None = None
) -> tuple[str, ReportRecords | None]:
    """The SHA-256 of a file, wherever it is, and its records; none where its bytes are those that are `held`."""
    with source.local() as path:
        if sha256 is None:
            with path.open("rb") as file:
                sha256 = digest_of(file)
            if sha256 == held:
                return sha256, None
        return sha256, read(path, shown_as=shown_as, sha256=sha256)


def tell_page(step: PageProgress) -> None:
    """From a worker to the `on_message` of its pool: the fields of `PageProgress`."""
    from pipeline.workers import tell

    tell([step.file, step.page, step.pages])


def ingest(
    paths: Iterable[Path | str],
    store: Store,
    *,
    force: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
    read: Read = read_file,
    settings: Settings | None = None,
    executor: Executor | None = None,
    at_once: int = 1,
    limits: Limits = DEFAULT,
    follow_links: bool = False,
) -> Summary:
    """Read the reports in `paths` into the store; addresses (`s3://bucket/folder`) are paths too. `force` reads again
    what has not changed, `follow_links` also what links lead to outside the folders.

    `settings` are those that `read` reads with; `limits` those of archives and of what is fetched from elsewhere. Files are read by the executor (None: in this process), `at_once` of
    them given to it before it has finished one; each is stored as it comes back.
    """
    found = list(discover(paths, limits, follow_links=follow_links))
    candidates = [entry for entry in found if not isinstance(entry, Skipped)]
    run = _Run(store, read, settings or Settings(), force, executor or Here())
    told(log, "run_begins", files=len(candidates))
    for entry in found:
        if isinstance(entry, Skipped) and entry.why is not Why.ARCHIVE:
            run.skip(entry)
    for archive in store.known(e.key for e in found if isinstance(e, Skipped) and e.why is Why.ARCHIVE):
        store.forget(archive)  # it was damaged once, or another file

    for taken, (candidate, known) in enumerate(_looked_up(store, candidates)):
        if on_progress:
            on_progress(Progress(taken - run.open, len(candidates), candidate.shown_as))
        run.take(candidate, known)
        while len(run.reading) >= max(1, at_once):
            run.collect()
    while run.reading:
        if on_progress:
            on_progress(
                Progress(
                    len(candidates) - run.open, len(candidates), next(iter(run.reading.values())).facts.file
                )
            )
        run.collect()
    if on_progress:
        on_progress(Progress(len(candidates), len(candidates), ""))
    summary = run.summary([candidate.shown_as for candidate in candidates])
    told(log, "run_ends", files=summary.files, read=summary.read, not_read=len(summary.failed))
    return summary


def _looked_up(store: Store, candidates: Sequence[Source]) -> Iterator[tuple[Source, KnownFile | None]]:
    """Each with what the store knows of it; asked for many at once, as most of a large tree is known."""
    for begin in range(0, len(candidates), _LOOKED_UP):
        batch = candidates[begin : begin + _LOOKED_UP]
        known = store.known(candidate.key for candidate in batch)
        for candidate in batch:
            yield candidate, known.get(candidate.key)


_LOOKED_UP = 1000


@dataclass(frozen=True, slots=True)
class _Job:
    """A file that is being read."""

    candidate: Source
    facts: FileFacts
    known: KnownFile | None
    roles: Mapping[ColumnAt, ChosenRole] = field(default_factory=dict)
    """What people chose that its columns hold; asked for once it is read, as hardly any file has such."""


class _Run:
    """One run: the decisions about each file, and the counts."""

    def __init__(self, store: Store, read: Read, settings: Settings, force: bool, executor: Executor) -> None:
        self._store = store
        self._read = read
        self._executor = executor
        self.reading: dict[Future[tuple[str, ReportRecords | None]], _Job] = {}
        """Files that the executor has."""
        self._copies: dict[str, list[tuple[Source, KnownFile | None]]] = {}
        """SHA-256 of what is being read -> files with the same bytes, which wait for it."""
        self._settings = settings
        self._force = force
        self._counts: Counter[str] = Counter()
        self._done: set[str] = set()
        """SHA-256 of what this run has read."""
        self._digests: set[str] | None = None
        """SHA-256 of what the store had when the first new file came; to ask it for each file takes a tenth of storing."""
        self._failed: list[Failed] = []
        self._skipped: Counter[str] = Counter()
        self._records: Counter[str] = Counter()
        self._findings: dict[str, Counter[str]] = {}
        self._pages: dict[str, tuple[int, ...]] = {}

    def summary(self, files: list[str]) -> Summary:
        """What the run did with these files; told in their order, whichever came back first."""
        order = {file: place for place, file in enumerate(files)}
        self._failed.sort(key=lambda failed: order.get(failed.file, -1))
        pages = sorted(self._pages.items(), key=lambda told: order.get(told[0], -1))
        return Summary(
            files=len(files),
            read=self._counts["read"],
            unchanged=self._counts["unchanged"],
            copies=self._counts["copies"],
            failed=tuple(self._failed),
            skipped=dict(self._skipped),
            records=dict(self._records),
            findings={severity: dict(codes) for severity, codes in self._findings.items()},
            pages_not_read=dict(pages),
        )

    def skip(self, entry: Skipped) -> None:
        self._skipped[entry.why] += 1
        if entry.why is Why.UNREADABLE_FOLDER:
            th, en = "เปิดโฟลเดอร์ไม่ได้ ตรวจสอบสิทธิ์", "this folder cannot be listed: check its permissions"
            self._failed.append(Failed(entry.shown_as, _Unreadable.kind, th, en))

    def take(self, candidate: Source, known: KnownFile | None) -> None:
        """One file, whatever it takes; `known` is what the store knows of it."""
        settled = known if known and self._holds(known) else None
        facts = FileFacts(
            candidate.key, candidate.shown_as, self._settings.stamp(), settings=self._settings.asked
        )
        digest = None
        try:
            size, changed = candidate.stamp()
            facts = replace(facts, size=size, mtime_ns=changed)
            is_same = changed is not None and settled and settled.facts.size == size
            if settled and is_same and settled.facts.mtime_ns == changed:
                self._unchanged(settled)
                return
            if not candidate.far:
                digest = candidate.digest()
        except NotRead as exc:
            self._not_read(candidate, facts, known, exc)
            return
        except OSError as exc:
            self._not_read(candidate, facts, known, _unreadable(exc))
            return
        facts = replace(facts, sha256=digest)
        if settled and digest and settled.facts.sha256 == digest:
            self._store.restamp(facts)
            self._unchanged(settled)
        elif digest is None or not self._attached(facts):
            self._read_new(candidate, facts, known, settled)

    def _attached(self, facts: FileFacts) -> bool:
        """Whether a file was settled as a copy of another one, whose reading holds."""
        digest = facts.sha256 or ""
        copy = self._copy(digest)
        if copy is None or (self._force and digest not in self._done):
            return False
        stamp = copy.facts.extraction_version
        self._store.attach(copy.report_id or "", replace(facts, extraction_version=stamp))
        self._counts["copies"] += 1
        told(log, "copy", file=facts.file)
        return True

    def _copy(self, digest: str) -> KnownFile | None:
        """Another file with these bytes, whose reading holds."""
        if self._digests is None:
            self._digests = self._store.digests()
        if digest not in self._digests and digest not in self._done:
            return None
        known = self._store.copies(digest)
        return next((file for file in known if self._settings.holds(file.facts.extraction_version)), None)

    @property
    def open(self) -> int:
        """How many files are being read, or wait for one with the same bytes."""
        return len(self.reading) + sum(map(len, self._copies.values()))

    def _holds(self, known: KnownFile) -> bool:
        """Whether the last reading still holds if the file is the same."""
        if self._force or not self._settings.holds(known.facts.extraction_version):
            return False
        if known.reason == "encrypted" and self._settings.passwords:
            return False
        return known.outcome == "read" or known.reason in LASTING

    def _unchanged(self, known: KnownFile) -> None:
        told(log, "unchanged", file=known.facts.file, kind=known.reason)
        failure = None if known.outcome == "read" else self._store.failure(known.facts.path)
        if failure is None:
            self._counts["unchanged"] += 1
            return
        th, en = reasons(known.facts.file, failure.finding)
        self._failed.append(Failed(known.facts.file, known.reason or "", th, en, known=True))

    def _read_new(
        self, candidate: Source, facts: FileFacts, known: KnownFile | None, settled: KnownFile | None
    ) -> None:
        digest = facts.sha256
        if digest in self._copies:
            self._copies[digest].append((candidate, known))
            return
        held = settled.facts.sha256 if settled else None
        future = self._submit(_Job(candidate, facts, known), held)
        if digest:
            self._copies[digest] = []
        if future.done():
            self.collect()

    def _submit(self, job: _Job, held: str | None) -> Future[tuple[str, ReportRecords | None]]:
        # Only a file that people chose columns of is read otherwise than any.
        read: Read = partial(cast(Any, self._read), roles=job.roles) if job.roles else self._read
        future = self._executor.submit(
            read_source, read, job.candidate, shown_as=job.facts.file, sha256=job.facts.sha256, held=held
        )
        self.reading[future] = job
        return future

    def collect(self) -> None:
        """Store what has been read, and wait for it where nothing has."""
        done, _ = wait(self.reading, return_when=FIRST_COMPLETED)
        for future in [f for f in self.reading if f in done]:
            job = self.reading.pop(future)
            if self._finish(job, future):
                for copy in self._copies.pop(job.facts.sha256 or "", []):
                    self.take(*copy)

    def _finish(self, job: _Job, future: Future[tuple[str, ReportRecords | None]]) -> bool:
        """Whether a file is settled; else it is being read again, with what people chose of its columns."""
        facts = job.facts
        seconds: float | None = getattr(future, "seconds", None)
        try:
            digest, records = future.result()
            facts = replace(facts, sha256=digest)
            if records is None:
                self._same_bytes(job, facts)
                return True
            if (job.candidate.far or digest in self._done) and self._attached(facts):
                return True  # only now it is known that it is a copy
            roles = self._store.chosen_roles(report_id_of(digest))
            if roles != job.roles:
                self._submit(replace(job, facts=facts, roles=roles), None)
                return False
            stamp = self._settings.stamp(records)
            facts = replace(
                facts,
                media_type=records.report.media_type,
                extraction_version=stamp,
                engines=records.read_by,
            )
            self._store.save(records, facts)
        except (StoreError, ClusterError):
            raise
        except NotRead as exc:
            self._not_read(job.candidate, facts, job.known, exc, seconds)
        except OSError as exc:
            self._not_read(job.candidate, facts, job.known, _unreadable(exc), seconds)
        except Exception as exc:
            told(log, "internal_error", logging.ERROR, trace=exc, file=facts.file)
            self._not_read(job.candidate, facts, job.known, _internal_error(exc), seconds)
        else:
            told(log, "read", file=facts.file, seconds=seconds, records=_counted(records))
            self._count(records, facts)
        return True

    def _same_bytes(self, job: _Job, facts: FileFacts) -> None:
        """A file was fetched again, only to find that it is as it was."""
        if job.known:
            self._store.restamp(facts)
            self._unchanged(job.known)

    def _not_read(
        self,
        source: Source,
        facts: FileFacts,
        known: KnownFile | None,
        why: NotRead,
        seconds: float | None = None,
    ) -> None:
        told(
            log,
            "not_read",
            logging.WARNING,
            file=facts.file,
            kind=why.kind,
            seconds=seconds,
            reason=why.reason_en,
        )
        self._failed.append(Failed(facts.file, why.kind, why.reason_th, why.reason_en))
        if (
            known
            and known.report_id
            and why.kind not in LASTING
            and facts.sha256 in (None, known.facts.sha256)
        ):
            return  # the records of the earlier reading are better than none; the next run tries again
        media_type = _media_type(source) if facts.sha256 else None
        finding = file_not_read(facts.file, why)
        self._store.save_failure(replace(facts, media_type=media_type), finding, why.kind)

    def _count(self, records: ReportRecords, facts: FileFacts) -> None:
        self._counts["read"] += 1
        self._done.add(facts.sha256 or "")
        for name in RECORD_TYPES:
            self._records[name] += len(getattr(records, name))
        pages = set()
        for finding in records.findings:
            self._findings.setdefault(finding.severity, Counter())[finding.code] += 1
            if finding.code == "page_not_read":
                pages |= {about.page for about in finding.about if about.page is not None}
        if pages:
            self._pages[facts.file] = tuple(sorted(pages))


def _counted(records: ReportRecords) -> dict[str, int]:
    return {name: len(getattr(records, name)) for name in RECORD_TYPES}


_NOT_READ_TH = "อ่าน {} ไม่ได้: "
_NOT_READ_EN = "{} was not read: "


def file_not_read(file: str, why: NotRead) -> Finding:
    """The finding about a file that could not be read: what, where, why, and what to do next."""
    message = Message(
        th=_NOT_READ_TH.format(file) + why.reason_th, en=_NOT_READ_EN.format(file) + why.reason_en
    )
    return Finding("file_not_read", "error", message)


def reasons(file: str, finding: Finding) -> tuple[str, str]:
    """Why that file was not read, in Thai and English, without its name."""
    return (
        finding.message.th.removeprefix(_NOT_READ_TH.format(file)),
        finding.message.en.removeprefix(_NOT_READ_EN.format(file)),
    )


def _unreadable(exc: OSError) -> NotRead:
    why = exc.strerror or str(exc)
    return _Unreadable(
        f"เปิดไฟล์ไม่ได้ ({why}) ตรวจสอบว่าไฟล์ยังอยู่และมีสิทธิ์อ่าน แล้วสั่งใหม่",
        f"it cannot be opened ({why}): check that it is there and that you may read it, and run again",
    )


def _internal_error(exc: Exception) -> NotRead:
    what = f"{type(exc).__name__}: {exc}".partition("\n")[0][:200]
    return _InternalError(
        f"โปรแกรมทำงานผิดพลาดกับไฟล์นี้ ({what}) สั่งใหม่พร้อม --log ไฟล์.log แล้วส่งบันทึกนั้นให้ผู้พัฒนา",
        f"internal error, a fault of this program ({what}): run again with --log FILE and report it",
    )


def _media_type(source: Source) -> str | None:
    try:
        with source.local() as path:
            return detect.media_type(path)
    except (NotRead, OSError):
        return None
