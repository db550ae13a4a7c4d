"""`prongsai export`: the records of a database as files."""

from __future__ import annotations

import gc
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline.terminal import Database, Provinces, Years, clean, errors, opened, wrong_usage


class Format(StrEnum):
    """The exporters' names, here so that `--help` need not import them."""

    csv = "csv"
    parquet = "parquet"
    xlsx = "xlsx"
    jsonl = "jsonl"
    datapackage = "datapackage"


class Kind(StrEnum):
    """Values of `corpus.records.Kind`."""

    analysis = "analysis"
    measures = "measures"
    progress = "progress"
    results = "results"


class Record(StrEnum):
    """Names of `output.tables.record_types()`, here so that `--help` need not import them."""

    panel = "panel"
    reports = "reports"
    agencies = "agencies"
    indicators = "indicators"
    scores = "scores"
    analyses = "analyses"
    measures = "measures"
    findings = "findings"
    corrections = "corrections"
    files = "files"


def export(
    form: Annotated[
        Format,
        typer.Argument(
            metavar="{csv|parquet|xlsx|jsonl|datapackage}", help="Format. รูปแบบ", show_default=False
        ),
    ],
    dest: Annotated[
        Path,
        typer.Argument(
            metavar="DEST",
            help="csv, parquet, datapackage: a folder; xlsx: a file; jsonl: a file, or - for stdout. "
            "โฟลเดอร์หรือไฟล์ปลายทาง",
            show_default=False,
        ),
    ],
    db: Database = "prongsai.db",
    year: Years = None,
    province: Provinces = None,
    kind: Annotated[
        list[Kind] | None, typer.Option("--kind", help="Reports of this kind only. เฉพาะประเภทรายงาน")
    ] = None,
    record: Annotated[
        list[Record] | None, typer.Option("--record", help="This type of record only. เฉพาะข้อมูลชนิดนี้")
    ] = None,
    all_readings: Annotated[
        bool,
        typer.Option(
            "--all-readings",
            help="Also the worse readings of a report: its scan beside its DOCX. jsonl always has them. ทุกฉบับที่อ่าน",
        ),
    ] = False,
    licence: Annotated[
        str | None,
        typer.Option(
            "--licence",
            metavar="NAME",
            help="Licence to state in a data package: CC-BY-4.0, or an address. สัญญาอนุญาต",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write the records of a database as files.

    Comes out: csv and parquet make a folder with a file a table: panel (agency, year, indicators 1-10), reports,
    indicators, scores, analyses, measures, findings and more; datapackage adds datapackage.json and a codebook
    to the CSV; xlsx makes a workbook with a sheet a table; jsonl makes a file with one report a line. Filters
    can be given several times. What was at DEST is replaced at the end, or not at all; other files there stay.

    ส่งออกข้อมูลเป็น CSV, Parquet, XLSX (Excel), JSON Lines หรือ data package เลือกปี จังหวัด ประเภท หรือชนิดข้อมูลได้
    """
    _check(form, record or ())
    from output import jsonl
    from output.exporters import EXPORTERS
    from output.selection import Selection
    from output.wanted import Wanted

    selection = Selection(
        years=frozenset(year or ()),
        provinces=frozenset(province or ()),
        kinds=frozenset(k.value for k in kind or ()),
        all_readings=all_readings,
    )
    wanted = Wanted(selection, frozenset(r.value for r in record or ()), licence)
    # Rows are millions of small objects without cycles; to look for cycles among them takes a third of the time.
    gc.set_threshold(200_000, 20, 20)
    with errors(), opened(db, create=False) as store:
        if form is Format.jsonl and str(dest) == "-":
            with store.snapshot() as snapshot:
                jsonl.write(snapshot, sys.stdout, wanted)
                sys.stdout.flush()
            return
        for written in EXPORTERS[form](store, dest, wanted):
            print(clean(str(written)), file=sys.stderr)


def _check(form: Format, records: list[Record] | tuple[()]) -> None:
    """Refuse records that the form has not, instead of writing empty files."""
    from corpus.records import RECORD_TYPES

    if form is Format.jsonl and (
        other := [r.value for r in records if r.value not in {"reports", *RECORD_TYPES}]
    ):
        wrong_usage(
            f"JSON Lines ไม่มี {', '.join(other)} ใช้ csv หรือ parquet",
            f"JSON Lines has no {', '.join(other)}; use csv or parquet",
        )
