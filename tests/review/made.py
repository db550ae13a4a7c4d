"""Records made for the desk's tests, of invented municipalities."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

from corpus.records import About, Agency, Analysis, Finding, Message, Report, ReportRecords, Score, Source
from output.csv_export import export
from output.store import FileFacts, Store, open_store
from output.wanted import Wanted

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def report(
    number: int = 0, name: str = "เทศบาลตำบลทุ่งแสงดาว", year: int = 2568, scores: int = 2
) -> ReportRecords:
    """A report with one error, one page that was not understood, and scores recognised with doubt."""
    doubtful = tuple(
        Score(
            "item",
            Decimal(60 + n % 40),
            item=f"I{n + 1}",
            fiscal_year=year,
            source=Source(f"๖{n}", 1, (100, 100 + n, 140, 112 + n), 0.5),
        )
        for n in range(scores)
    )
    return ReportRecords(
        Report(
            f"{number:016x}",
            f"รายงาน-{number}.pdf",
            "application/pdf",
            2,
            title=f"รายงานการวิเคราะห์ {SCRIPT}",
            agency=Agency(name, "เทศบาลตำบล", "เมือง", "ลำปาง", "TH-52"),
            fiscal_year=year,
            kind="analysis",
        ),
        scores=(Score("overall", Decimal("88.10"), fiscal_year=year, source=Source("๘๘.๑๐", 1)), *doubtful),
        analyses=(Analysis(f"ผลดีขึ้น {SCRIPT}", source=Source(SCRIPT, 1)),),
        findings=(
            Finding(
                "conflicting_scores",
                "error",
                Message(f"คะแนนขัดกัน {SCRIPT}", f"scores disagree {SCRIPT}"),
                (About("score", 0), About("analysis", 0)),
            ),
            Finding("unmapped_column", "warning", Message("ไม่เข้าใจ", "not understood"), (About(page=2),)),
        ),
    )


def save(store: Store, records: ReportRecords, path: str | None = None) -> None:
    file = records.report.file
    store.save(records, FileFacts(path or f"/gone/{file}", file, "1", sha256=records.report.report_id * 4))


def database(path: Path, *reports: ReportRecords) -> Path:
    with open_store(path) as store:
        for records in reports:
            save(store, records)
    return path


def exported(db: Path, to: Path, table: str) -> list[dict[str, str]]:
    """The rows of a table as the export gives them."""
    with open_store(db) as store:
        export(store, to, Wanted(records=frozenset({table})))
    with (to / f"{table}.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))
