"""What a run did: counted file by file, and told at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.records import RECORD_TYPES, ReportRecords


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


@dataclass(slots=True)
class Tally:
    """Counts what becomes of each file."""

    read: int = 0
    unchanged: int = 0
    copies: int = 0
    failed: list[Failed] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    _records: Counter[str] = field(default_factory=Counter)
    _findings: dict[str, Counter[str]] = field(default_factory=dict)
    _pages: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def add(self, file: str, records: ReportRecords) -> None:
        """Count a file that was read."""
        self.read += 1
        self._records.update(counted(records))
        pages = set()
        for finding in records.findings:
            self._findings.setdefault(finding.severity, Counter())[finding.code] += 1
            if finding.code == "page_not_read":
                pages |= {about.page for about in finding.about if about.page is not None}
        if pages:
            self._pages[file] = tuple(sorted(pages))

    def summary(self, files: Sequence[str]) -> Summary:
        """What was done with these files; told in their order, whichever came back first."""
        order = {file: place for place, file in enumerate(files)}
        pages = sorted(self._pages.items(), key=lambda told: order.get(told[0], -1))
        return Summary(
            files=len(files),
            read=self.read,
            unchanged=self.unchanged,
            copies=self.copies,
            failed=tuple(sorted(self.failed, key=lambda failed: order.get(failed.file, -1))),
            skipped=dict(self.skipped),
            records=dict(self._records),
            findings={severity: dict(codes) for severity, codes in self._findings.items()},
            pages_not_read=dict(pages),
        )


def counted(records: ReportRecords) -> dict[str, int]:
    """Type of records -> how many."""
    return {name: len(getattr(records, name)) for name in RECORD_TYPES}
