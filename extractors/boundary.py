"""The one place where errors of libraries become errors about the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from extractors.errors import Damaged, TooLarge

_LIBRARIES = frozenset(
    {"PIL", "docx", "fontTools", "lxml", "pdfminer", "pdfplumber", "pypdfium2", "xml", "zipfile", "zlib"}
)
"""What reads files. An error that one of them raises is about the file, whatever its type; one that is raised in our
own code is ours, and goes through."""


@contextmanager
def translated(nesting: int) -> Iterator[None]:
    """Raise `Damaged` or `TooLarge` in the place of what the libraries raise; `nesting` is the limit of that name."""
    try:
        yield
    except RecursionError as exc:
        raise TooLarge.of(
            "nesting", nesting, "เนื้อหาซ้อนกันลึกเกินไป", "its content is nested too deeply"
        ) from exc
    except Exception as exc:
        if _library_of(exc) is None:
            raise
        why = f"{type(exc).__name__}: {exc}".partition("\n")[0][:160]
        raise Damaged(
            f"เสียหาย อ่านต่อไม่ได้ ({why}) ลองเปิดไฟล์แล้วบันทึกใหม่ หรือขอไฟล์ต้นฉบับ",
            f"it is damaged ({why}): open the file and save it anew, or ask for the original",
        ) from exc


def _library_of(exc: BaseException) -> str | None:
    """The library that an error comes from: that of its class, or of the code that raised it."""
    for name in (type(exc).__module__, _raised_in(exc.__traceback__)):
        if (package := name.partition(".")[0]) in _LIBRARIES:
            return package
    return None


def _raised_in(trace: TracebackType | None) -> str:
    """The name of the module that raised."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else str(trace.tb_frame.f_globals.get("__name__", ""))
