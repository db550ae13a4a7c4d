"""Opening a PDF: passwords are tried, and kinds of PDF that hold no pages to read are named."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Self

import pypdfium2 as pdfium
import pypdfium2.raw as c

from extractors.errors import Damaged, Encrypted, NotRead, TooLarge, Unsupported
from extractors.limits import Limits

_SHOWN = 5
"""So many attached files are named."""
_AT_ONCE = 250
"""Pages that are read before the file is opened anew: pdfium keeps what it met on each, some 16 kB."""


class Opened:
    """The PDF in a file; without a password or with the first of these that opens it.

    Raises `Encrypted`, `Damaged`, `TooLarge` where it has too many pages, and `Unsupported` for a form in XFA or a
    portfolio.
    """

    def __init__(self, path: Path, limits: Limits, passwords: Sequence[str] = ()) -> None:
        # From bytes: pdfium takes a path in the locale's encoding, which may know no Thai.
        self._data = path.read_bytes()
        met = _met_kinds()
        met.clear()
        self._pdf, self._password = _opened(path.name, self._data, passwords)
        self._read = 0
        _refuse(self._pdf, path.name, limits, met)

    def __len__(self) -> int:
        return len(self._pdf)

    def page(self, number: int) -> pdfium.PdfPage:
        """The page of that number, from 1 on; those that were asked for before must be closed."""
        if self._read == _AT_ONCE:
            self._pdf.close()
            self._pdf = pdfium.PdfDocument(self._data, password=self._password)
            self._read = 0
        self._read += 1
        return self._pdf[number - 1]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pdf.close()


def _refuse(pdf: pdfium.PdfDocument, name: str, limits: Limits, met: list[int]) -> None:
    """Close a PDF that is not to be read, and raise."""
    try:
        if c.FPDF_UNSP_DOC_PORTABLECOLLECTION in met:
            raise _portfolio(name, pdf)
        if pdf.get_formtype() == c.FORMTYPE_XFA_FULL:
            raise Unsupported(
                f"{name}: แบบฟอร์ม XFA ซึ่งไม่มีหน้าเอกสารอยู่ในไฟล์ เปิดด้วย Adobe Reader แล้วพิมพ์เป็น PDF",
                f"{name}: an XFA form, which holds no pages: open it in Adobe Reader and print it to a PDF",
            )
        if len(pdf) > limits.pages:
            n = len(pdf)
            raise TooLarge.of("pages", limits.pages, f"{name}: มี {n:,} หน้า", f"{name}: it has {n:,} pages")
    except BaseException:
        pdf.close()
        raise


def _opened(name: str, data: bytes, passwords: Sequence[str]) -> tuple[pdfium.PdfDocument, str | None]:
    """The PDF, and the password that opened it."""
    for password in (None, *passwords):
        try:
            return pdfium.PdfDocument(data, password=password), password
        except pdfium.PdfiumError as exc:
            if getattr(exc, "err_code", None) != c.FPDF_ERR_PASSWORD:
                raise _not_opened(name, exc) from exc
    if passwords:
        raise Encrypted(
            f"{name}: ไฟล์ PDF ถูกเข้ารหัส และไม่มีรหัสผ่านใดใน --password-file ที่เปิดได้ ขอรหัสหรือไฟล์ที่ไม่เข้ารหัสจากหน่วยงาน",
            f"{name}: the PDF is encrypted, and none of the passwords in --password-file opens it: ask the agency for "
            "the right one, or for a file without",
        )
    raise Encrypted(
        f"{name}: ไฟล์ PDF ถูกเข้ารหัส ใส่รหัสผ่านในไฟล์แล้วสั่งใหม่พร้อม --password-file หรือบันทึกใหม่โดยไม่ใส่รหัสผ่าน",
        f"{name}: the PDF is encrypted: write its password into a file and run again with --password-file, or save "
        "it again without one",
    )


def _not_opened(name: str, exc: pdfium.PdfiumError) -> NotRead:
    if getattr(exc, "err_code", None) == c.FPDF_ERR_SECURITY:
        return Encrypted(
            f"{name}: ไฟล์ PDF ถูกเข้ารหัสด้วยวิธีที่อ่านไม่ได้ (เช่น ใบรับรอง) ขอไฟล์ที่ไม่เข้ารหัสจากหน่วยงาน",
            f"{name}: the PDF is encrypted in a way that is not known (with a certificate, say): ask the agency for a "
            "file that is not",
        )
    return Damaged(
        f"{name}: เปิดไฟล์ PDF ไม่ได้ ไฟล์เสียหาย กรุณาขอไฟล์ใหม่",
        f"{name}: the PDF cannot be opened, it is damaged ({exc}); get a new copy",
    )


def _portfolio(name: str, pdf: pdfium.PdfDocument) -> Unsupported:
    files = [_name_of(pdf, n) for n in range(min(pdf.count_attachments(), _SHOWN))]
    more = pdf.count_attachments() - len(files)
    listed = ", ".join(files) + (f" (+{more})" if more > 0 else "") or "-"
    return Unsupported(
        f"{name}: ชุดเอกสาร PDF (portfolio) ที่รวมไฟล์ไว้ข้างใน ({listed}) เปิดด้วย Adobe Reader แล้วบันทึกแต่ละไฟล์ออกมา",
        f"{name}: a PDF portfolio, other files in a cover ({listed}): open it in Adobe Reader and save each of them",
    )


def _name_of(pdf: pdfium.PdfDocument, number: int) -> str:
    try:
        return str(pdf.get_attachment(number).get_name())[:100]
    except (pdfium.PdfiumError, UnicodeDecodeError):
        return "?"


@cache
def _met_kinds() -> list[int]:
    """What pdfium meets that it does not read (`FPDF_UNSP_…`) is put into this list."""
    met: list[int] = []
    _kept.append(_note_of(met))
    _kept.append(c.UNSUPPORT_INFO(version=1, FSDK_UnSupport_Handler=_kept[0]))
    c.FSDK_SetUnSpObjProcessHandler(_kept[1])
    return met


_kept: list[Any] = []
"""What pdfium holds pointers to."""


def _note_of(met: list[int]) -> Any:
    def note(_: Any, kind: int) -> None:
        met.append(kind)

    return ctypes.CFUNCTYPE(None, ctypes.POINTER(c.UNSUPPORT_INFO), ctypes.c_int)(note)
