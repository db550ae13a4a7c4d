"""Bytes to Document; one module a format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.errors import NotADocument, NotRead, TooLarge, Unsupported
from extractors.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from extractors.detect import Described
    from extractors.document import Document, OnPage, Recognition


def _pdf(path: Path, how: Recognition) -> Document:
    from extractors import pdf

    return pdf.extract(path, how)


def _docx(path: Path, how: Recognition) -> Document:
    from extractors import docx

    return docx.extract(path, how)


def _doc(path: Path, how: Recognition) -> Document:
    from extractors import doc

    return doc.extract(path, how)


def _image(path: Path, how: Recognition) -> Document:
    from extractors import image

    return image.extract(path, how)


# Each format's module is imported when its first file comes: importing this package stays cheap.
_READERS: dict[str, Callable[[Path, Recognition], Document]] = {
    "application/pdf": _pdf,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _docx,
    "application/msword": _doc,
    "image/png": _image,
    "image/jpeg": _image,
    "image/tiff": _image,
    "image/bmp": _image,
    "image/webp": _image,
}


def extract(
    path: Path,
    ocr: str = "auto",
    *,
    engine: str = "tesseract",
    on_page: OnPage | None = None,
    limits: Limits = DEFAULT,
    passwords: Sequence[str] = (),
) -> Document:
    """The Document in a file, whose format is told from its bytes.

    `ocr` is a value of `document.Ocr`: which pages are recognised from their pictures, where the means for it
    are installed, by the `engine` of that name (`extractors.engines`). `on_page` is told the number of each such page before it is read, and how many pages there are.
    `limits` are those on the file's content; time and memory are for `pipeline.workers` to hold. `passwords` are tried
    on encrypted PDFs.

    Raises a `NotRead` that says why where it cannot be read, and `OSError` where there is no
    such file.
    """
    from extractors import detect
    from extractors.boundary import translated
    from extractors.document import Ocr, Recognition

    size = path.stat().st_size
    if size > limits.file_bytes:
        raise TooLarge.of("file_bytes", limits.file_bytes, f"ไฟล์มี {size:,} ไบต์", f"it has {size:,} bytes")
    with translated(limits.nesting):
        reader = _READERS.get(detect.media_type(path) or "")
        if reader is None:
            raise _not_read(detect.describe(path))
        return reader(path, Recognition(Ocr(ocr), engine, on_page, limits, tuple(passwords)))


def _not_read(found: Described) -> NotRead:
    kind = Unsupported if found.document else NotADocument
    return kind(
        f"ไฟล์นี้ไม่ใช่ PDF, DOCX, DOC หรือรูปภาพที่อ่านได้ แต่เป็น{found.th} (ดูจากเนื้อไฟล์ ไม่ใช่ชื่อ) บันทึกเป็น PDF หรือ DOCX แล้วลองใหม่",
        f"Not a PDF, DOCX, DOC or a picture that is read, but {found.en}, whatever its name says: save it as PDF or "
        "DOCX and try again.",
    )
