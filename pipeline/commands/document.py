"""`prongsai extract` and `prongsai explain`: what is in one file, and how its text was repaired."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from pipeline.limits_options import LimitOptions, LimitsFile, PasswordFile, limits_from, passwords_from
from pipeline.terminal import (
    NOT_READ,
    AsJson,
    Engine,
    Ocr,
    Pictures,
    Recogniser,
    clean,
    console,
    error,
    log_to,
    print_json,
    wrong_usage,
)

if TYPE_CHECKING:
    from rich.console import Console

    from extractors.document import Document
    from extractors.limits import Limits
    from pipeline.explain import PageShown


def extract(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="PDF, DOCX, DOC or a picture.", show_default=False)
    ],
    ocr: Pictures = Ocr.auto,
    ocr_engine: Recogniser = Engine.tesseract,
    limit: LimitOptions = None,
    limits_file: LimitsFile = None,
    password_file: PasswordFile = None,
) -> None:
    """Print what is on the pages of one file as JSON: paragraphs and tables with their places.

    แสดงย่อหน้าและตารางในไฟล์ พร้อมตำแหน่ง เป็น JSON
    """
    print_json(
        _extracted(
            file, ocr, ocr_engine, limits_from(limits_file, limit), passwords_from(password_file)
        ).to_json()
    )


def explain(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="PDF, DOCX, DOC or a picture.", show_default=False)
    ],
    page: Annotated[
        int | None, typer.Option("--page", metavar="N", help="This page alone. เฉพาะหน้านี้", show_default=False)
    ] = None,
    as_json: AsJson = False,
    ocr: Pictures = Ocr.auto,
    ocr_engine: Recogniser = Engine.tesseract,
    limit: LimitOptions = None,
    limits_file: LimitsFile = None,
    password_file: PasswordFile = None,
) -> None:
    """Show what was damaged in the Thai text of one file and how it was repaired, page by page.

    Each step of the repair that changed something, in order, with the words before and after.

    แสดงข้อความไทยที่ชำรุดในไฟล์ และการซ่อมทีละขั้น ทีละหน้า
    """
    document = _extracted(
        file, ocr, ocr_engine, limits_from(limits_file, limit), passwords_from(password_file)
    )
    numbers = [p.number for p in document.pages if p.number is not None]
    if page is not None and page not in numbers:
        _no_such_page(file, page, numbers)
    from pipeline.explain import explain as explained
    from pipeline.explain import to_json

    pages = explained(document, page)
    if as_json:
        print_json(to_json(pages))
    else:
        _print_explained(console(), pages)


def _extracted(file: Path, ocr: Ocr, engine: Engine, limits: Limits, passwords: tuple[str, ...]) -> Document:
    """The Document in a file; one that cannot be read is said, and ends the command."""
    if not file.is_file():
        wrong_usage(f"ไม่พบไฟล์ {file}", f"there is no file {file}")
    log_to(None)
    import extractors
    from extractors.errors import NotRead

    try:
        return extractors.extract(file, ocr.value, engine=engine.value, limits=limits, passwords=passwords)
    except NotRead as exc:
        error(f"อ่าน {file} ไม่ได้: {exc.reason_th}", f"{file} was not read: {exc.reason_en}")
        raise typer.Exit(NOT_READ) from None
    except OSError as exc:
        error(f"เปิด {file} ไม่ได้: {exc.strerror}", f"{file} cannot be opened: {exc.strerror}")
        raise typer.Exit(NOT_READ) from None


def _no_such_page(file: Path, page: int, numbers: list[int]) -> NoReturn:
    if not numbers:
        wrong_usage(
            f"ไฟล์ {file} ไม่มีเลขหน้า สั่งใหม่โดยไม่ใช้ --page", f"{file} has no numbered pages; leave out --page"
        )
    wrong_usage(
        f"ไฟล์ {file} ไม่มีหน้า {page} มีหน้า {numbers[0]}-{numbers[-1]}",
        f"{file} has no page {page}; it has pages {numbers[0]}-{numbers[-1]}",
    )


_SHOWN = 8
"""So many wordings of one step are shown; --json has all of them."""
_GRADES = {"good": "ดี", "repaired": "ซ่อมได้", "unusable": "ใช้ไม่ได้"}


def _print_explained(out: Console, pages: list[PageShown]) -> None:
    from rich.text import Text

    marked = "{}" if out.is_terminal else "[{}]"
    sound = 0
    for page in pages:
        grade = f"{page.grade} / {_GRADES[page.grade]}" if page.grade else None
        said = ", ".join(filter(None, [page.engine, grade]))
        if not page.steps and page.has_text and len(pages) > 1 and page.grade in (None, "good"):
            sound += 1
            continue
        if page.number is not None or said:
            name = f"page {page.number} / หน้า {page.number}" if page.number is not None else "text / ข้อความ"
            out.print(Text(name + (f" ({clean(said)})" if said else ""), style="bold"), soft_wrap=True)
        if not page.has_text:
            out.print(Text("  No text in the file: the page is a picture. / ไม่มีข้อความในไฟล์: หน้านี้เป็นภาพ"))
        elif page.grade == "unusable":
            out.print(Text("  The text cannot be read, nor repaired. / ข้อความอ่านไม่ได้และซ่อมไม่ได้"))
        elif not page.steps:
            out.print(Text("  Nothing to repair. / ไม่มีอะไรต้องซ่อม"))
        for step in page.steps:
            out.print(Text(f"  {step.en} / {step.th}: {step.places}"), soft_wrap=True)
            for repair in step.repairs[:_SHOWN]:
                line = Text("    ")
                line.append(_shown(repair.left))
                line.append(marked.format(_shown(repair.before)), style="red reverse")
                line.append(_shown(repair.right))
                line.append(" → ", style="dim")
                line.append(marked.format(_shown(repair.after)), style="green reverse")
                line.append(f"  ×{repair.places}" if repair.places > 1 else "")
                out.print(line, soft_wrap=True)
            if len(step.repairs) > _SHOWN:
                out.print(Text(f"    … +{len(step.repairs) - _SHOWN}"))
    if sound:
        out.print(
            Text(
                f"Nothing to repair on {sound} of {len(pages)} pages. / "
                f"ไม่มีอะไรต้องซ่อม {sound} หน้า จาก {len(pages)} หน้า"
            ),
            soft_wrap=True,
        )


def _shown(text: str) -> str:
    """Text in one line, with Private Use letters, which no terminal has, as their codes."""
    text = clean(text).replace("\n", "⏎")
    return "".join(f"<{ord(c):X}>" if 0xE000 <= ord(c) <= 0xF8FF else c for c in text)
