"""How the files of a run are read, as far as it decides whether a file that was read is to be read again."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from corpus.records import ReportRecords
from pipeline.version import EXTRACTION_VERSION

_NEVER, _MISSING = "never", "missing"


@dataclass(frozen=True)
class Settings:
    """The version of the reading, and what recognises pages that are pictures.

    Each file is stamped with these. Recognition stands in the stamp only where it mattered: where pages were
    recognised, or were not read for want of it. So another recogniser, or one that was installed since, has only
    those files read again.
    """

    version: str = EXTRACTION_VERSION
    ocr: str = "auto"
    """A value of `extractors.document.Ocr`."""
    engine: str = "tesseract"
    """One of `extractors.engines.ENGINES`."""
    recogniser: str | None = field(default=None)
    """What recognises, with its version; None: what this machine has."""
    passwords: bool = False
    """Whether there are any to try; then encrypted files are tried again."""

    @property
    def asked(self) -> str:
        """What was asked for, as `files.settings` keeps it.

        >>> Settings().asked
        'ocr=auto engine=tesseract'
        """
        return f"ocr={self.ocr} engine={self.engine}"

    @classmethod
    def of(cls, asked: str, *, passwords: bool = False) -> Settings:
        """What `asked` was made of; the default where it says nothing, as of files that were stored long ago.

        >>> Settings.of("ocr=never engine=tesseract").ocr, Settings.of("").engine
        ('never', 'tesseract')
        """
        given = dict(part.partition("=")[::2] for part in asked.split())
        return cls(ocr=given.get("ocr", cls.ocr), engine=given.get("engine", cls.engine), passwords=passwords)

    @cached_property
    def now(self) -> str:
        """What would become of a picture in this run: `never` or `missing`, or who would read it."""
        if self.ocr == _NEVER:
            return _NEVER
        name = self.recogniser if self.recogniser is not None else _installed(self.engine)
        return f"{self.ocr} {name}" if name else _MISSING

    def stamp(self, records: ReportRecords | None = None) -> str:
        """What a file that was read now is stamped with; one that could not be read has no records.

        >>> from corpus.records import Report
        >>> records = ReportRecords(Report("0" * 16, "a.pdf", "application/pdf", ocr=True))
        >>> Settings("7", "auto", recogniser="tesseract 5").stamp(records)
        '7 auto tesseract 5'
        """
        if records is None:
            return self.version
        mattered = records.report.ocr or any(f.code == "page_not_read" for f in records.findings)
        always = self.ocr == "always" and self.now != _MISSING
        return f"{self.version} {self.now}" if mattered or always else self.version

    def holds(self, stamp: str) -> bool:
        """Whether what a file of this stamp gave would come out again.

        Where nothing is recognised now, what was recognised earlier is kept.

        >>> Settings("7", "auto", recogniser="tesseract 5").holds("7 missing")
        False
        >>> Settings("7", "never").holds("7 auto tesseract 5")
        True
        """
        version, _, how = stamp.partition(" ")
        if version != self.version:
            return False
        if not how:
            return self.ocr != "always" or self.now == _MISSING
        return how == self.now or self.now in (_NEVER, _MISSING)


def _installed(engine: str) -> str:
    """That engine on this machine, with its version; nothing where something is missing."""
    from extractors import scan  # heavy, and asked only where a picture was met

    return "" if scan.missing(engine) else scan.settings(engine)
