"""How long each export takes, and how much memory: `python -m benchmarks.exports --reports 20000`.

The reports are made up record by record (no files are read), as many and as long as those of real reports:
about 10 indicators, 40 scores, 20 analyses and 8 measures of 4 steps each. Each export runs in a process of
its own. Prints a line an export: seconds, processor seconds, peak memory, size of what it wrote.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from corpus.provinces import provinces
from corpus.records import (
    About,
    Agency,
    Analysis,
    Finding,
    Indicator,
    Measure,
    Message,
    Report,
    ReportRecords,
    Score,
    Source,
)
from output.snapshot import FileFacts
from output.store import open_store

FORMS = ("csv", "parquet", "xlsx", "jsonl", "datapackage")
_PHRASES = (
    "เจ้าหน้าที่ปฏิบัติงานตามขั้นตอนและระยะเวลาที่กำหนด",
    "ควรเผยแพร่แผนการใช้จ่ายงบประมาณประจำปีให้บุคลากรทราบ",
    "คะแนนสูงกว่าเกณฑ์ที่กำหนด",
    "ผู้รับบริการยังไม่ทราบช่องทางการร้องเรียน",
    "จัดทำคู่มือการให้บริการและปิดประกาศในที่เปิดเผย",
    "ประชุมชี้แจงแนวทางการยืมทรัพย์สินของราชการ",
    "เผยแพร่ข้อมูลบนเว็บไซต์ของหน่วยงาน",
    "รายงานผลการดำเนินการต่อผู้บริหารทุกไตรมาส",
    "แต่งตั้งคณะทำงานขับเคลื่อนการประเมิน",
    "อบรมบุคลากรเรื่องประมวลจริยธรรม",
)
_NAMES = (
    "การปฏิบัติหน้าที่",
    "การใช้งบประมาณ",
    "การใช้อำนาจ",
    "การใช้ทรัพย์สินของราชการ",
    "การแก้ไขปัญหาการทุจริต",
    "คุณภาพการดำเนินงาน",
    "ประสิทธิภาพการสื่อสาร",
    "การปรับปรุงการทำงาน",
    "การเปิดเผยข้อมูล",
    "การป้องกันการทุจริต",
)
_SYLLABLES = (
    "ดอน",
    "ทุ่ง",
    "หนอง",
    "บ้าน",
    "ห้วย",
    "เขา",
    "นา",
    "คลอง",
    "แก้ว",
    "งาม",
    "ใหญ่",
    "ทอง",
    "หลวง",
    "สัก",
)
_UNITS = ("สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา", "กองสวัสดิการสังคม")


def reports(count: int, seed: int = 1) -> Iterator[ReportRecords]:
    """So many made-up reports: an agency has one for each of five years."""
    rng = random.Random(seed)  # noqa: S311 - figures for a benchmark
    agency = _agency(rng)
    for n in range(count):
        if n % 5 == 0:
            agency = _agency(rng)
        yield _report(rng, n, agency, 2564 + n % 5)


def _agency(rng: random.Random) -> Agency:
    kind = rng.choice(("เทศบาลตำบล", "เทศบาลเมือง", "เทศบาลนคร"))
    province = rng.choice(provinces())
    name = kind + "".join(rng.sample(_SYLLABLES, 3))
    return Agency(name, kind, "".join(rng.sample(_SYLLABLES, 2)), province.name, province.code)


def _report(rng: random.Random, n: int, agency: Agency, year: int) -> ReportRecords:
    def text(phrases: int) -> str:
        return " ".join(rng.choices(_PHRASES, k=phrases)) + f" ร้อยละ {rng.randrange(10000) / 100}"

    def source(words: str) -> Source:
        return Source(words, rng.randrange(1, 20), (70.8, 120.25, 510.5, 180.75))

    def value() -> Decimal:
        return Decimal(rng.randrange(6000, 10001)).scaleb(-2)

    def place(indicator: int) -> str:
        return "IIT" if indicator < 6 else "EIT" if indicator < 9 else "OIT"

    scores = [Score("overall", value(), fiscal_year=year, rating="ผ่าน", source=source("คะแนนรวม"))]
    scores += [Score("instrument", value(), instrument=i, fiscal_year=year) for i in ("IIT", "EIT", "OIT")]
    analyses, measures = [], []
    for number in range(1, 11):
        at = place(number)
        scores.append(
            Score("indicator", value(), "score", at, number, fiscal_year=year, source=source(text(1)))
        )
    for item in range(26):
        number = item % 10 + 1
        code = f"{place(number)[0]}{item + 1}"
        scores.append(
            Score("item", value(), "score", place(number), number, None, code, year, source=source(text(1)))
        )
    for entry in range(20):
        number = entry % 10 + 1
        words = text(2)
        analyses.append(
            Analysis(
                words,
                rng.choice(("strength", "weakness", "improvement", "general")),
                place(number),
                number,
                None,
                (f"{place(number)[0]}{entry + 1}",),
                source(words),
            )
        )
    for entry in range(8):
        measures.append(
            Measure(
                f"มาตรการ{rng.choice(_PHRASES)}",
                (entry + 1,),
                (f"{place(entry + 1)[0]}{entry + 1}",),
                year + 1,
                text(1),
                (),
                tuple(text(1) for _ in range(4)),
                tuple(rng.sample(_UNITS, 2)),
                f"ตุลาคม {year} - กันยายน {year + 1}",
                None,
                None,
                text(1),
                text(1),
                source=source(text(2)),
            )
        )
    findings = (
        Finding(
            "conflicting_scores", "error", Message("คะแนนไม่ตรงกัน", "scores differ"), (About("score", 3),)
        ),
        Finding("code_resolved", "info", Message("แก้รหัสข้อ", "codes resolved"), (About(page=2),)),
    )
    report = Report(
        f"{n:016x}",
        f"ปี {year}/{agency.province}/{n}.pdf",
        "application/pdf",
        12,
        title=f"รายงานการวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. {year}",
        kind="analysis",
        agency=agency,
        fiscal_year=year,
    )
    named = tuple(Indicator("indicator", name, place(i), i) for i, name in enumerate(_NAMES, 1))
    return ReportRecords(report, named, tuple(scores), tuple(analyses), tuple(measures), findings)


def fill(database: Path, count: int) -> None:
    """A database of so many made-up reports."""
    with open_store(database) as store:
        for n, records in enumerate(reports(count)):
            name = records.report.file
            store.save(
                records, FileFacts(f"/made/{name}", name, "1", f"{n:064x}", 1000, 1, "application/pdf")
            )


def measure(form: str, database: Path, dest: Path) -> None:
    """Run one export in a process of its own and print what it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    command = [sys.executable, "-m", "pipeline.cli", "export", form, str(dest), "--db", str(database)]
    # A process of its own for each, so that the peak is this export's and not the greatest so far.
    code = (
        "import resource, subprocess, sys;"
        "done = subprocess.run(sys.argv[1:], stderr=subprocess.PIPE, text=True);"
        "sys.stderr.write(done.stderr if done.returncode else '');"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(done.returncode)"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], stdout=subprocess.PIPE, text=True)  # noqa: S603
    if done.returncode:
        raise SystemExit(f"the export as {form} failed with exit code {done.returncode}")
    seconds = time.monotonic() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    written = [dest] if dest.is_file() else [p for p in dest.rglob("*") if p.is_file()]
    size = sum(p.stat().st_size for p in written) / 1e6
    peak = int(done.stdout) / 1024
    print(
        f"{form:12} {seconds:6.1f} s  {processor:6.1f} s of processor  {peak:5.0f} MB  {size:6.0f} MB written"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--database", type=Path, help="kept and used again; made where it is not there")
    parser.add_argument("--forms", nargs="+", choices=FORMS, default=FORMS)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = args.database or Path(folder) / "made.db"
        if not database.exists():
            started = time.monotonic()
            fill(database, args.reports)
            seconds = time.monotonic() - started
            print(f"{args.reports} reports stored in {seconds:.0f} s ({args.reports / seconds:.0f} a second)")
        for form in args.forms:
            dest = Path(folder) / form
            measure(form, database, dest)
            if dest.is_dir():
                shutil.rmtree(dest)
            else:
                dest.unlink()


if __name__ == "__main__":
    main()
