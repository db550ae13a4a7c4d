"""`prongsai show`: one report as it was read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.terminal import (
    AsJson,
    Database,
    clean,
    console,
    errors,
    opened,
    print_json,
    the_one,
    unknown_report,
)

if TYPE_CHECKING:
    from rich.console import Console

    from corpus.records import ReportRecords
    from output.store import Failure, KnownFile


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
    as_json: AsJson = False,
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
