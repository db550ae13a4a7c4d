"""A run over files and folders: what is new is read and stored, what is known is left alone.

A file is known where size and time of its last change are those of the last run, or its bytes are, and it was
read as it would be now (`pipeline.settings`). A file that was not read for a reason that may pass (a missing program,
the time limit, a refused permission) is tried again in every run. Of files on other machines only size and time are
asked here; the process that reads one fetches it, and tells what bytes it had.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, cast

from corpus.columns_read import ChosenRole, ColumnAt
from corpus.records import ReportRecords
from extractors import detect
from extractors.errors import NotRead
from extractors.limits import DEFAULT, Limits
from output.errors import StoreError
from output.store import FileFacts, KnownFile, Store
from pipeline.cluster_error import ClusterError
from pipeline.discover import Skipped, Why, discover
from pipeline.failures import LASTING, file_not_read, internal_error, reasons, unlisted, unreadable
from pipeline.here import Here
from pipeline.log_json import told
from pipeline.reader import Read, read_file, read_source
from pipeline.settings import Settings
from pipeline.source import Source, report_id_of
from pipeline.summary import Failed, Summary, Tally, counted

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is."""

    done: int
    total: int
    file: str
    """The file that comes next."""


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
    summary = run.tally.summary([candidate.shown_as for candidate in candidates])
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
        self.tally = Tally()
        self._done: set[str] = set()
        """SHA-256 of what this run has read."""
        self._digests: set[str] | None = None
        """SHA-256 of what the store had when the first new file came; to ask it for each file takes a tenth of storing."""

    def skip(self, entry: Skipped) -> None:
        self.tally.skipped[entry.why] += 1
        if entry.why is Why.UNREADABLE_FOLDER:
            self._failed(entry.shown_as, unlisted())

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
            self._not_read(candidate, facts, known, unreadable(exc))
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
        self.tally.copies += 1
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
            self.tally.unchanged += 1
            return
        th, en = reasons(known.facts.file, failure.finding)
        self.tally.failed.append(Failed(known.facts.file, known.reason or "", th, en, known=True))

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
            self._not_read(job.candidate, facts, job.known, unreadable(exc), seconds)
        except Exception as exc:
            told(log, "internal_error", logging.ERROR, trace=exc, file=facts.file)
            self._not_read(job.candidate, facts, job.known, internal_error(exc), seconds)
        else:
            told(log, "read", file=facts.file, seconds=seconds, records=counted(records))
            self._done.add(digest)
            self.tally.add(facts.file, records)
        return True

    def _same_bytes(self, job: _Job, facts: FileFacts) -> None:
        """A file was fetched again, only to find that it is as it was."""
        if job.known:
            self._store.restamp(facts)
            self._unchanged(job.known)

    def _failed(self, file: str, why: NotRead) -> None:
        self.tally.failed.append(Failed(file, why.kind, why.reason_th, why.reason_en))

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
        self._failed(facts.file, why)
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


def _media_type(source: Source) -> str | None:
    try:
        with source.local() as path:
            return detect.media_type(path)
    except (NotRead, OSError):
        return None
