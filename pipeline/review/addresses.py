"""What the addresses of the desk say: pages, records, numbers."""

from __future__ import annotations

from corpus.records import RECORD_LISTS
from pipeline.review.places import Ref


def address(report_id: str, page: int, ref: Ref | None = None, **more: str) -> str:
    """Where a page of a report, or a record on it, is shown."""
    at = {"at": ref_of(*ref)} if ref else {}
    asked = "&".join(f"{name}={value}" for name, value in {**at, **more}.items())
    return f"/report/{report_id}/page/{page}" + (f"?{asked}" if asked else "")


def ref_of(record: str, position: int | None) -> str:
    """
    >>> ref_of("score", 3), ref_of("report", None)
    ('score-3', 'report')
    """
    return record if position is None else f"{record}-{position}"


def parsed(ref: str) -> Ref | None:
    """The record that a `ref_of` names; None where it names none.

    >>> parsed("score-3"), parsed("report"), parsed("score-x"), parsed("report-1")
    (('score', 3), ('report', None), None, None)
    """
    record, _, position = ref.partition("-")
    if ref == "report":
        return ref, None
    number = number_of(position)
    return (record, number) if record in RECORD_LISTS and number is not None else None


def number_of(text: str, digits: int = 6) -> int | None:
    """The number that stands in an address or a form, of so many digits at most; None where it is none.

    >>> number_of("012"), number_of("๑๒"), number_of("-1"), number_of("1234567"), number_of("")
    (12, None, None, None, None)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


def year_of(text: str) -> int | None:
    """The year, in four digits.

    >>> year_of("2568"), year_of("68")
    (2568, None)
    """
    return number_of(text) if len(text) == 4 else None
