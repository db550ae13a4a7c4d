"""What reading one file may take: all limits in one object."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take. Each is far above what reports need, and below what harms a machine.

    A limit on a page costs that page, one on the file the file. `pipeline.limits` takes them from a settings file,
    the environment and options.
    """

    seconds: float = 1800.0
    """Wall-clock time of a file. A scan of some hundred pages takes many minutes; its recognised pages are cached,
    so that the next run goes on from there."""
    memory: int = 3 * 2**30
    """Bytes of data that a worker, or a program that it starts, may hold (`RLIMIT_DATA`)."""
    file_bytes: int = 2**30
    """Bytes of a file."""
    pages: int = 5000
    """Pages of a PDF, pictures of a TIFF."""
    pixels: int = 80_000_000
    """Pixels of one picture. A3 at 600 dpi has 70 million."""
    page_characters: int = 100_000
    """Characters of one page of a PDF. A crowded A3 sheet has 20,000."""
    table_cells: int = 50_000
    """Cells of one table, or of the tables of one page of a PDF."""
    unpacked_bytes: int = 500 * 2**20
    """Bytes that are unpacked from one DOCX, pictures and all."""
    ratio: int = 300
    """Bytes that one byte of a packed part may unpack to; looked at where the part is over a megabyte. Honest XML
    comes to 60, a bomb to 1,000."""
    nesting: int = 240
    """Levels of elements in the XML of a DOCX; the parser itself takes no more than 255."""
    archive_members: int = 10_000
    """Files that are read of one ZIP archive."""
    archive_bytes: int = 64 * 2**30
    """Bytes that the files of one ZIP archive may have unpacked, all together; one of them may have `file_bytes`."""
    files: int = 200
    """A worker is replaced after so many files, so that what libraries leak does not add up."""


DEFAULT = Limits()
