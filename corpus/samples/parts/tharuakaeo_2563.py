"""Results 2563: a municipality announces a table of many agencies, weighted parts under a two-row heading."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from corpus.samples.paper import Paper
from corpus.samples.truth import Truth, thai, two

NAME = "เทศบาลเมืองท่าเรือแก้ว"
TITLE = "ประกาศเทศบาลเมืองท่าเรือแก้ว เรื่อง ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA) ประจำปีงบประมาณ พ.ศ. ๒๕๖๓"

SCORES: dict[str, tuple[str, str, str]] = {
    "เทศบาลเมืองท่าเรือแก้ว": ("27.93", "27.41", "40.00"),
    "เทศบาลตำบลเกาะชมดาว": ("28.20", "26.05", "38.75"),
    "องค์การบริหารส่วนตำบลคลองปะการัง": ("26.88", "25.97", "38.00"),
    "เทศบาลตำบลหาดทรายนวล": ("26.10", "25.36", "35.40"),
    "องค์การบริหารส่วนตำบลป่าโกงกางใหญ่": ("25.84", "24.90", "32.15"),
    "องค์การบริหารส่วนตำบลเขาหินสี": ("26.45", "24.11", "30.20"),
    "เทศบาลตำบลนาลำพู": ("24.72", "23.08", "28.60"),
    "องค์การบริหารส่วนตำบลวังหอยหลอด": ("25.03", "22.64", "24.35"),
    "องค์การบริหารส่วนตำบลบ่อน้ำใสเย็น": ("23.91", "21.77", "20.10"),
    "องค์การบริหารส่วนตำบลทุ่งกระจูดงาม": ("22.50", "20.36", "14.05"),
}
"""Weighted parts of IIT, EIT and OIT."""

LEVELS = (("95", "AA"), ("85", "A"), ("75", "B"), ("65", "C"), ("55", "D"), ("50", "E"), ("0", "F"))


def build() -> tuple[Paper, Truth]:
    agency = (NAME, "เทศบาลเมือง", "กันตัง", "ตรัง", "TH-92")
    truth = Truth(TITLE, "results", 2563, agency, issued="2020-10-14")
    paper = Paper(size=16, margins=(2.5, 1.5, 2.0, 2.0), date=dt.date(2020, 10, 14))
    subject = TITLE.removeprefix(f"ประกาศ{NAME} ")
    paper.lines(f"ประกาศ{NAME}", subject, size=17)
    paper.para("------------------------------", align="center")
    paper.para(
        thai(
            f"ด้วยสำนักงาน ป.ป.ช. ได้แจ้งผลการประเมินขององค์กรปกครองส่วนท้องถิ่นในกลุ่มพื้นที่ชายฝั่ง รวม {len(SCORES)} แห่ง "
            f"{NAME} อำเภอกันตัง จังหวัดตรัง จึงขอประกาศผลคะแนนให้ประชาชนทราบตามตารางแนบท้ายประกาศนี้"
        ),
        first=2,
    )
    paper.para("จึงประกาศมาให้ทราบโดยทั่วกัน", first=2, before=6)
    paper.para("ประกาศ ณ วันที่ ๑๔ ตุลาคม พ.ศ. ๒๕๖๓", align="center", before=10)
    paper.para("นายกเทศมนตรีเมืองท่าเรือแก้ว", align="center", before=36)

    paper.para("ตารางแนบท้ายประกาศ", bold=True, align="center", new_page=True)
    rows = [
        ["อันดับ", "หน่วยงาน", "คะแนนถ่วงน้ำหนัก", "", "", "คะแนนรวม\n(๑๐๐)", "ระดับ"],
        ["", "", "IIT\n(๓๐)", "EIT\n(๓๐)", "OIT\n(๔๐)", "", ""],
    ]
    for rank, (name, parts) in enumerate(SCORES.items(), 1):
        total = sum(map(Decimal, parts), Decimal(0))
        rating = next(letter for least, letter in LEVELS if total >= Decimal(least))
        rows.append([thai(rank), name, *map(thai, parts), thai(two(total)), rating])
        other = None if name == NAME else name
        for instrument, value in zip(("IIT", "EIT", "OIT"), parts, strict=True):
            truth.score(instrument, value, "weighted", agency=other)
        truth.score("overall", two(total), rating=rating, agency=other)
    widths = (1.8, 5.2, 2.2, 2.2, 2.2, 2.3, 1.6)
    table = paper.table(rows, widths, heads=2, center=(0, 2, 3, 4, 5, 6), size=14, shade="FFF2CC")
    for column in (0, 1, 5, 6):
        table.cell(0, column).merge(table.cell(1, column))
    table.cell(0, 2).merge(table.cell(0, 4))
    return paper, truth
