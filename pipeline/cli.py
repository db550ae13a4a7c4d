"""The command line: commands parse, call and print. Data goes to stdout, the rest to stderr.

Nothing heavy is imported before a command runs, so that `--help` answers at once.
Exit codes: 0 all read, 1 some files not read (or the run was stopped by the disk), 2 wrong usage.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from pipeline.commands import agencies, correct
from pipeline.commands.export import export
from pipeline.commands.search import search
from pipeline.terminal import (
    NOT_READ,
    STOPPED,
    Database,
    Engine,
    Recogniser,
    clean,
    console,
    error,
    errors,
    opened,
    print_json,
    say,
    the_one,
    unknown_report,
    wrong_usage,
)

if TYPE_CHECKING:
    from rich.console import Console

    from corpus.records import ReportRecords
    from extractors.document import Document
    from output.store import Counts, Failure, KnownFile
    from pipeline.explain import PageShown
    from pipeline.run import PageProgress, Progress, Summary

app = typer.Typer(
    name="prongsai",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Prongsai reads the ITA reports of Thai municipalities and makes records of them: scores, "
    "indicators, analyses and measures, in a database, as tables or as JSON Lines.\n\n"
    "อ่านรายงาน ITA ของเทศบาล แล้วแปลงเป็นข้อมูล (คะแนน ตัวชี้วัด การวิเคราะห์ มาตรการ) "
    "ในฐานข้อมูล ตาราง หรือ JSON Lines",
)


class Ocr(StrEnum):
    """Values of `extractors.document.Ocr`, here so that `--help` need not import it."""

    auto = "auto"
    never = "never"
    always = "always"


class Language(StrEnum):
    th = "th"
    en = "en"


Pictures = Annotated[
    Ocr,
    typer.Option(
        "--ocr",
        help="Read pictures of pages; auto: of those without text that can be read. อ่านหน้าที่เป็นภาพ",
    ),
]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print("prongsai", version("prongsai"))
        raise typer.Exit


@app.callback()
def _prongsai(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version. แสดงรุ่น")
    ] = False,
) -> None: ...


@app.command()
def ingest(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH", help="Files or folders. ไฟล์หรือโฟลเดอร์", show_default=False),
    ],
    db: Database = "prongsai.db",
    force: Annotated[
        bool, typer.Option("--force", help="Read again what has not changed. อ่านซ้ำแม้ไฟล์ไม่เปลี่ยน")
    ] = False,
    ocr: Pictures = Ocr.auto,
    ocr_engine: Recogniser = Engine.tesseract,
    lang: Annotated[
        Language | None,
        typer.Option("--lang", help="Language of the messages; both if not given. ภาษาของข้อความ"),
    ] = None,
    log: Annotated[
        Path | None,
        typer.Option("--log", help="Write what went wrong inside to this file. บันทึกข้อผิดพลาดลงไฟล์"),
    ] = None,
) -> None:
    """Read reports into a database; what has not changed is left alone.

    Comes out: the database, a summary, and a line for each file that could not be read (exit code 1 then).
    The command can be stopped and run again: it goes on where it stopped.

    อ่านรายงานลงฐานข้อมูล ไฟล์ที่ไม่เปลี่ยนจะไม่อ่านซ้ำ หยุดแล้วสั่งใหม่ได้
    """
    for path in paths:
        if not path.exists() and not path.is_symlink():
            wrong_usage(
                f"ไม่พบ {path} ตรวจสอบชื่อไฟล์หรือโฟลเดอร์",
                f"{path} does not exist. Check the name of the file or folder",
            )
    _log_to(log)
    from functools import partial

    from pipeline import run
    from pipeline.settings import Settings

    settings = Settings(ocr=ocr.value, engine=ocr_engine.value)
    err = console(stderr=True)
    with errors(NOT_READ), opened(db, create=True) as store:
        try:
            with _progress_bar(err) as (on_progress, on_page):
                read = partial(run.read_file, ocr=ocr.value, engine=ocr_engine.value, on_page=on_page)
                summary = run.ingest(
                    paths, store, force=force, on_progress=on_progress, read=read, settings=settings
                )
        except KeyboardInterrupt:
            say("หยุดแล้ว ที่อ่านแล้วอยู่ครบ สั่งใหม่เพื่อทำต่อ", "Stopped. What was read is kept; run again to go on.")
            raise typer.Exit(STOPPED) from None
        _print_summary(err, summary, store.counts(), db, lang)
    raise typer.Exit(NOT_READ if summary.failed else 0)


app.command()(export)
app.command()(search)


@app.command()
def extract(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="PDF, DOCX, DOC or a picture.", show_default=False)
    ],
    ocr: Pictures = Ocr.auto,
    ocr_engine: Recogniser = Engine.tesseract,
) -> None:
    """Print what is on the pages of one file as JSON: paragraphs and tables with their places.

    แสดงย่อหน้าและตารางในไฟล์ พร้อมตำแหน่ง เป็น JSON
    """
    print_json(_extracted(file, ocr, ocr_engine).to_json())


@app.command()
def explain(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="PDF, DOCX, DOC or a picture.", show_default=False)
    ],
    page: Annotated[
        int | None, typer.Option("--page", metavar="N", help="This page alone. เฉพาะหน้านี้", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON instead. แสดงเป็น JSON")] = False,
    ocr: Pictures = Ocr.auto,
    ocr_engine: Recogniser = Engine.tesseract,
) -> None:
    """Show what was damaged in the Thai text of one file and how it was repaired, page by page.

    Each step of the repair that changed something, in order, with the words before and after.

    แสดงข้อความไทยที่ชำรุดในไฟล์ และการซ่อมทีละขั้น ทีละหน้า
    """
    document = _extracted(file, ocr, ocr_engine)
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


@app.command()
def show(
    report: Annotated[
        str,
        typer.Argument(
            metavar="REPORT",
            help="Its id, the id's beginning, or a file name. รหัสหรือชื่อไฟล์",
            show_default=False,
        ),
    ],
    db: Database = "prongsai.db",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON instead. แสดงเป็น JSON")] = False,
) -> None:
    """Show one report: its facts, scores, measures and findings.

    แสดงรายงานหนึ่งฉบับ: ข้อมูลทั่วไป คะแนน มาตรการ และข้อสังเกต
    """
    with errors(), opened(db, create=False) as store:
        report = os.fsencode(report).decode("utf-8", "backslashreplace")  # as names are stored
        found = the_one(store.find(report), report)
        if found.report_id is None:
            failure = store.failure(found.facts.path)
            _print_failure(found, failure, as_json)
            return
        records = store.report(found.report_id)
    if records is None:  # it was deleted in this very moment
        unknown_report(report)
    if as_json:
        print_json(records.to_json())
    else:
        _print_report(console(), records)


correct.register(app)
agencies.register(app)


def main() -> None:
    """The console script."""
    _utf8_stdout()
    app()


# ---- what a command needs ----------------------------------------------------------------


def _extracted(file: Path, ocr: Ocr, engine: Engine) -> Document:
    """The Document in a file; one that cannot be read is said, and ends the command."""
    if not file.is_file():
        wrong_usage(f"ไม่พบไฟล์ {file}", f"there is no file {file}")
    _log_to(None)
    import extractors
    from extractors.errors import NotRead

    try:
        return extractors.extract(file, ocr.value, engine=engine.value)
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


def _log_to(log: Path | None) -> None:
    """Send what the libraries and internal errors say to a file, or nowhere."""
    if log is None:
        logging.basicConfig(handlers=[logging.NullHandler()])
        return
    try:
        handler = logging.FileHandler(log, encoding="utf-8")
    except OSError as exc:
        wrong_usage(f"เขียนบันทึก {log} ไม่ได้: {exc.strerror}", f"cannot write the log {log}: {exc.strerror}")
    logging.basicConfig(
        handlers=[handler], level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )


def _utf8_stdout() -> None:
    """Thai comes out whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@contextmanager
def _progress_bar(err: Console) -> Iterator[Any]:
    """Two functions that show, on a terminal, the run's `Progress` and its `PageProgress`; elsewhere None."""
    if not sys.stderr.isatty():
        yield None, None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=err, transient=True) as bar:
        task = bar.add_task("", total=None)

        def shown(file: str) -> str:
            return clean(Path(file).name).replace("[", r"\[")

        def show_progress(step: Progress) -> None:
            bar.update(task, completed=step.done, total=step.total, description=shown(step.file))

        def show_page(step: PageProgress) -> None:
            said = f"{shown(step.file)}: page {step.page} of {step.pages} / หน้า {step.page} จาก {step.pages}"
            bar.update(task, description=said)

        yield show_progress, show_page


# ---- what it looks like ------------------------------------------------------------------

_SKIPPED = {
    "hidden": ("hidden", "ไฟล์ซ่อน"),
    "office_lock": ("lock files of Word", "ไฟล์ล็อกของ Word"),
    "symlink": ("links", "ลิงก์"),
    "not_regular": ("pipes or devices", "ไฟล์พิเศษ"),
    "not_a_document": ("other files", "ไฟล์อื่น"),
    "small_picture": ("small pictures", "รูปภาพขนาดเล็ก"),
    "unreadable_folder": ("folders that cannot be listed", "โฟลเดอร์ที่เปิดไม่ได้"),
}


def _print_summary(err: Console, summary: Summary, counts: Counts, db: str, lang: Language | None) -> None:
    if not summary.files and not summary.failed:
        say(
            "ไม่พบรายงานในที่ที่ระบุ (อ่านไฟล์ PDF, DOCX, DOC และรูปภาพหน้าเอกสาร)",
            "No report was found there (PDF, DOCX, DOC files and pictures of pages are read).",
        )
        _print_skipped(summary)
        return
    from rich.table import Table

    table = Table(show_edge=False, pad_edge=False)
    table.add_column("")
    table.add_column("this run / ครั้งนี้", justify="right")
    table.add_column("in the database / ในฐานข้อมูล", justify="right")
    table.add_row("reports / รายงาน", str(summary.read), str(counts.reports))
    thai = {"indicators": "ตัวชี้วัด", "scores": "คะแนน", "analyses": "การวิเคราะห์", "measures": "มาตรการ"}
    for name, th in thai.items():
        table.add_row(f"{name} / {th}", str(summary.records.get(name, 0)), str(counts.records[name]))
    for severity, th in (("error", "ข้อผิดพลาด"), ("warning", "ควรตรวจ"), ("info", "ทราบ")):
        this_run = sum(summary.findings.get(severity, {}).values())
        if severity == "error":
            this_run += sum(not f.known for f in summary.failed)
        table.add_row(f"findings: {severity} / {th}", str(this_run), str(counts.severities.get(severity, 0)))
    table.add_row("files not read / อ่านไม่ได้", str(len(summary.failed)), str(counts.files_not_read))
    err.print(table)
    if not summary.read and not any(not f.known for f in summary.failed):
        say(
            f"ไม่มีอะไรใหม่: {summary.unchanged + summary.copies} ไฟล์อ่านไว้แล้ว",
            f"Nothing new: {summary.unchanged + summary.copies} files were read before.",
        )
    elif summary.unchanged or summary.copies:
        say(
            f"ไม่เปลี่ยน {summary.unchanged} ไฟล์ ซ้ำกับไฟล์อื่น {summary.copies} ไฟล์",
            f"{summary.unchanged} files unchanged, {summary.copies} with the same bytes as another.",
        )
    for file, pages in summary.pages_not_read.items():
        _say_one(lang, f"ไม่มีข้อความในหน้า {_ranges(pages)}", f"no text on pages {_ranges(pages)}", file)
    for failed in summary.failed:
        _say_one(lang, failed.reason_th, failed.reason_en, failed.file)
    _print_skipped(summary)
    if "://" not in db:  # a URL may hold a password
        print(clean(f"database / ฐานข้อมูล: {db}"), file=sys.stderr)


def _say_one(lang: Language | None, th: str, en: str, file: str) -> None:
    """One line about one file, in the language asked for, or in both."""
    said = {Language.th: th, Language.en: en}.get(lang) if lang else f"{en} / {th}"
    print(clean(f"{file} — {said}").replace("\n", " "), file=sys.stderr)


def _print_skipped(summary: Summary) -> None:
    if summary.skipped:
        en = ", ".join(f"{n} {_SKIPPED[why][0]}" for why, n in summary.skipped.items())
        th = ", ".join(f"{_SKIPPED[why][1]} {n}" for why, n in summary.skipped.items())
        say(f"ข้าม: {th}", f"Passed over: {en}")


def _ranges(numbers: tuple[int, ...]) -> str:
    """
    >>> _ranges((1, 2, 3, 7))
    '1-3, 7'
    """
    runs: list[list[int]] = []
    for n in numbers:
        if runs and runs[-1][-1] == n - 1:
            runs[-1][1:] = [n]
        else:
            runs.append([n])
    return ", ".join("-".join(map(str, run)) for run in runs)


def _print_failure(found: KnownFile, failure: Failure | None, as_json: bool) -> None:
    from output.jsonl import failure_json

    if failure is None:
        unknown_report(found.facts.file)
    if as_json:
        print_json(failure_json(failure))
        return
    message = failure.finding.message
    print(clean(message.en))
    print(clean(message.th))


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


def _print_report(out: Console, records: ReportRecords) -> None:
    from rich.table import Table
    from rich.text import Text

    report = records.report
    agency = report.agency
    place = [
        f"อ.{agency.district}" if agency and agency.district else "",
        f"จ.{agency.province}" if agency and agency.province else "",
    ]
    facts = [
        ("id", report.report_id),
        ("file", report.file),
        ("title", report.title),
        ("agency", " ".join(filter(None, [agency.name, *place])) if agency else None),
        ("kind", report.kind),
        ("fiscal year", report.fiscal_year),
        ("issued", report.issued),
        ("pages", f"{report.pages or '-'}{' (recognised from images)' if report.ocr else ''}"),
        ("indicators", len(records.indicators)),
        ("analyses", len(records.analyses)),
    ]
    for name, value in facts:
        out.print(Text(f"{name:12} {'-' if value is None else clean(str(value))}"), soft_wrap=True)

    def table(
        title: str, columns: list[str], lines: list[list[object]], numbers: tuple[str, ...] = ()
    ) -> None:
        out.print()
        if not lines:
            out.print(Text(f"{title}: -"))
            return
        shown = Table(
            title=Text(f"{title} ({len(lines)})"), title_justify="left", show_edge=False, pad_edge=False
        )
        for column in columns:
            shown.add_column(column, justify="right" if column in numbers else "left", overflow="fold")
        for line in lines:
            shown.add_row(*("" if v is None else Text(clean(str(v))) for v in line))
        out.print(shown)

    def page(record: Any) -> object:
        return record.source.page if record.source else None

    names = {i.item or i.sub_indicator or i.indicator: i.name for i in reversed(records.indicators)}
    table(
        "scores / คะแนน",
        ["ref", "of", "what", "year", "statistic", "value", "rating", "page"],
        [
            [
                f"score/{i}",
                s.agency or s.item or s.sub_indicator or s.indicator or s.instrument or s.level,
                names.get(s.item or s.sub_indicator or s.indicator or ""),
                s.fiscal_year,
                s.statistic,
                s.value,
                s.rating,
                page(s),
            ]
            for i, s in enumerate(records.scores)
        ],
        ("value", "page"),
    )
    table(
        "measures / มาตรการ",
        ["ref", "year", "title", "indicators", "steps", "responsible", "period", "page"],
        [
            [
                f"measure/{i}",
                m.fiscal_year,
                m.title,
                " ".join([*map(str, m.indicators), *m.items]),
                len(m.steps),
                "\n".join(m.responsible),
                m.period,
                page(m),
            ]
            for i, m in enumerate(records.measures)
        ],
        ("steps", "page"),
    )
    table(
        "findings / ข้อสังเกต",
        ["severity", "code", "message", "page"],
        [
            [
                f.severity,
                f.code,
                f"{f.message.th}\n{f.message.en}",
                next((a.page for a in f.about if a.page is not None), page(f)),
            ]
            for f in records.findings
        ],
        ("page",),
    )


if __name__ == "__main__":
    main()
