"""What can go wrong on the way out; messages in Thai and English say what, where and what next."""

from __future__ import annotations


class OutputError(Exception):
    """The database cannot be used or an export cannot be written."""

    def __init__(self, reason_th: str, reason_en: str) -> None:
        super().__init__(reason_en)
        self.reason_th = reason_th
        self.reason_en = reason_en


class StoreError(OutputError):
    """The database cannot be used."""


class ExportError(OutputError):
    """An export cannot be written; what was there before is untouched."""


class CorrectionError(OutputError):
    """A correction that cannot be made: no such record or field, or a value that may not stand there."""


class ReviewError(OutputError):
    """A decision on a record that cannot be noted or taken back."""
