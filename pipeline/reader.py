"""How a run has one file read, in whatever process it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from corpus.columns_read import ChosenRole, ColumnAt
from corpus.records import ReportRecords
from extractors.limits import DEFAULT, Limits
from pipeline.source import Source, digest_of


class Read(Protocol):
    """Makes the records of one file; raises `NotRead` where it cannot."""

    def __call__(self, path: Path, *, shown_as: str, sha256: str) -> ReportRecords: ...


@dataclass(frozen=True, slots=True)
class PageProgress:
    """A page whose picture is read next; that takes seconds."""

    file: str
    page: int
    pages: int
    """The file's pages."""


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
    from pipeline.worker import tell

    tell([step.file, step.page, step.pages])
