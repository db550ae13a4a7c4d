"""Makes the pictures of the desk that stand in README: ``python -m tests.review.pictures docs/pictures``.

The desk shows a sample report, the overview a corpus of invented municipalities; both want Chromium.
"""

from __future__ import annotations

import io
import sys
import tempfile
from decimal import Decimal
from pathlib import Path
from random import Random

from PIL import Image

from corpus.frame import load_frame
from corpus.records import About, Agency, Finding, Measure, Message, Report, ReportRecords, Score, Source
from output.store import open_store
from pipeline.run import ingest
from tests.review.desk import browsing, started
from tests.review.made import save

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "corpus" / "samples" / "reports" / "huaikaeothip-2567" / "report.pdf"
AGENCIES = {
    ("ลำปาง", "TH-52"): ("เทศบาลตำบลทุ่งแสงดาว", "เทศบาลตำบลหนองจันทน์", "เทศบาลเมืองเขาลม", "เทศบาลตำบลบ้านลำดวน"),
    ("สงขลา", "TH-90"): ("เทศบาลตำบลหาดเพลิน", "เทศบาลเมืองท่าเรือแก้ว", "เทศบาลตำบลปากน้ำใส"),
    ("เลย", "TH-42"): ("เทศบาลตำบลภูหมอกงาม", "เทศบาลตำบลวังพลอย"),
}  # fmt: skip
YEARS = range(2564, 2569)
SIZE = (1280, 800)
COLOURS = 160


def corpus(seed: int = 4) -> list[ReportRecords]:
    """Reports of municipalities that there are not: most years, scores that mostly rise, a few doubts."""
    rng, found = Random(seed), []  # noqa: S311 - nothing secret
    for (province, code), names in AGENCIES.items():
        for name in names:
            level = rng.uniform(72, 88)
            for year in YEARS:
                level += rng.uniform(-1.5, 4.5)
                if rng.random() < 0.12:
                    continue
                found.append(
                    _report(rng, len(found), Agency(name, None, "เมือง", province, code), year, min(level, 98))
                )
    return found


def _report(rng: Random, number: int, agency: Agency, year: int, level: float) -> ReportRecords:
    def near(by: float) -> Decimal:
        return Decimal(str(round(min(level + rng.uniform(-by, by), 100), 2)))

    frame = load_frame(year)
    scores = [Score("overall", near(0.1), fiscal_year=year)]
    scores += [
        Score("indicator", near(9), indicator=i.number, instrument=i.instrument, fiscal_year=year)
        for i in frame.indicators
    ]
    scores += [
        Score("item", near(14), item=i.code, indicator=i.indicator, instrument="IIT", fiscal_year=year)
        for i in frame.items
        if i.code.startswith("I")
    ]
    doubt = Finding(
        "conflicting_scores", "error", Message("คะแนนขัดกัน", "scores disagree"), (About("score", 0),)
    )
    return ReportRecords(
        Report(
            f"{number + 1:016x}", f"{agency.name}-{year}.pdf", "application/pdf", 9,
            title="รายงานการวิเคราะห์ผลการประเมิน ITA", kind="analysis", agency=agency, fiscal_year=year,
        ),
        scores=tuple(scores),
        measures=tuple(
            Measure("มาตรการ", indicators=(rng.randint(1, 10),), fiscal_year=year + 1, source=Source("มาตรการ", 7))
            for _ in range(rng.randint(1, 4))
        ),
        findings=(doubt,) if rng.random() < 0.2 else (),
    )  # fmt: skip


def main(to: Path) -> None:
    to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open_store(folder / "desk.db") as store:
            ingest([SAMPLE], store)
            (records,) = store.reports()
        with open_store(folder / "overview.db") as store:
            for made in corpus():
                save(store, made)
        pages = f"/report/{records.report.report_id}/page"
        at = records.measures[0].source
        _take(folder / "desk.db", f"{pages}/1?at=score-0", to / "desk.png")
        _take(folder / "desk.db", f"{pages}/{at and at.page}?at=measure-0&columns=1", to / "measures.png")
        _take(folder / "overview.db", "/overview", to / "overview.png")


def _take(db: Path, path: str, to: Path) -> None:
    """A picture of a page, in English and by day, in few colours."""
    with started(db) as address, browsing() as browser:
        size = {"width": SIZE[0], "height": SIZE[1]}
        context = browser.new_context(
            viewport=size, locale="en-GB", color_scheme="light", device_scale_factor=1.25
        )
        page = context.new_page()
        page.goto(address)
        page.goto(address.split("/?")[0] + path, wait_until="networkidle")
        shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        context.close()
    shot.quantize(COLOURS, dither=Image.Dither.NONE).save(to, optimize=True)
    print(to, f"{to.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
