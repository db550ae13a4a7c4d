"""A memo and an analysis 2568 in one file: Word's own Thai numbering, merged cells, two columns of analysis."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from corpus.samples.paper import Paper
from corpus.samples.truth import INDICATORS, Record, Truth, thai, two

NAME = "เทศบาลตำบลโคกเมขลา"
TITLE = "รายงานการวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ ประจำปีงบประมาณ พ.ศ. ๒๕๖๘"

ROWS: dict[int, tuple[str, str, str]] = {
    1: ("98.40", "เจ้าหน้าที่ให้บริการครบตามขั้นตอนและออกใบรับคำขอทุกครั้ง", ""),
    2: ("96.15", "สรุปการใช้จ่ายรายไตรมาสติดไว้หน้าห้องประชุม", "ควรอธิบายเหตุผลเมื่อโอนงบประมาณระหว่างหมวด"),
    3: ("97.30", "มีคำสั่งแบ่งงานที่ชัดเจนและทบทวนทุกปี", ""),
    4: ("95.05", "", "ควรลงทะเบียนการใช้รถส่วนกลางให้ครบทุกเที่ยว"),
    5: ("95.60", "ผู้บริหารร่วมอบรมต่อต้านการทุจริตพร้อมบุคลากร", ""),
    6: ("97.75", "ผู้รับบริการพึงพอใจความเสมอภาคของเจ้าหน้าที่", ""),
    7: ("95.90", "มีเพจและเสียงตามสายรายงานข่าวทุกเช้า", "ควรเพิ่มป้ายภาษามือสำหรับผู้พิการทางการได้ยิน"),
    8: ("95.35", "", "ควรเปิดให้ประชาชนร่วมออกแบบจุดบริการแห่งใหม่"),
    9: ("97.50", "ข้อมูลบนเว็บไซต์เป็นปัจจุบันและดาวน์โหลดได้", ""),
    10: ("100.00", "เผยแพร่แผนและรายงานผลการป้องกันการทุจริตครบทุกหัวข้อ", ""),
}
"""Indicator: score, strength, what should be developed."""

MEASURES: list[Record] = [
    {
        "title": "ทะเบียนการใช้รถส่วนกลางรายเที่ยว",
        "where": 4,
        "steps": ["จัดทำสมุดบันทึกประจำรถทุกคัน", "หัวหน้างานยานพาหนะตรวจเลขไมล์ทุกวันศุกร์", "รายงานการใช้น้ำมันรายเดือน"],
        "printed": "กองช่างและกองคลัง",
        "responsible": ["กองช่าง", "กองคลัง"],
        "period": "๑ มกราคม ๒๕๖๙ – ๓๐ กันยายน ๒๕๖๙",
        "start": "2026-01-01",
        "end": "2026-09-30",
    },
    {
        "title": "ข่าวเทศบาลพร้อมล่ามภาษามือ",
        "where": 7,
        "steps": ["ประสานสมาคมคนหูหนวกในจังหวัด", "ผลิตคลิปข่าวเดือนละสองตอน"],
        "printed": "สำนักปลัดเทศบาล",
        "responsible": ["สำนักปลัดเทศบาล"],
        "period": "๑ กุมภาพันธ์ ๒๕๖๙ – ๓๑ สิงหาคม ๒๕๖๙",
        "start": "2026-02-01",
        "end": "2026-08-31",
    },
    {
        "title": "ประชาชนร่วมออกแบบจุดบริการ",
        "where": 8,
        "steps": ["รับสมัครตัวแทนผู้รับบริการสิบสองคน", "ประชุมออกแบบร่วมกับผู้รับจ้าง", "ทดลองใช้และปรับแบบ"],
        "printed": "กองช่าง/กองสวัสดิการสังคม",
        "responsible": ["กองช่าง", "กองสวัสดิการสังคม"],
        "period": "๑๕ มกราคม ๒๕๖๙ – ๑๕ พฤษภาคม ๒๕๖๙",
        "start": "2026-01-15",
        "end": "2026-05-15",
    },
]


def memo(paper: Paper) -> None:
    paper.para("บันทึกข้อความ", bold=True, align="center", size=24)
    paper.para("ส่วนราชการ  สำนักปลัดเทศบาล  งานนโยบายและแผน")
    paper.para("ที่  สร ๕๙๙๐๑/๑๔๒\t\t\t\tวันที่  ๑๕  ธันวาคม  ๒๕๖๘")
    paper.para("เรื่อง  ขอรายงานการวิเคราะห์ผลการประเมิน ITA และเสนอมาตรการ")
    paper.para("เรียน  นายกเทศมนตรีตำบลโคกเมขลา", before=6)
    paper.para(
        "ตามที่สำนักงาน ป.ป.ช. ได้ประกาศผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐแล้ว สำนักปลัดเทศบาลได้จัดทำรายงานการวิเคราะห์และมาตรการตามเอกสารที่แนบมาพร้อมนี้",
        first=2.5,
        align="thai",
        before=6,
    )
    paper.para("จึงเรียนมาเพื่อโปรดพิจารณา", first=2.5, before=6)
    paper.para("(..........................................................)", align="right", before=30)
    paper.para("หัวหน้าสำนักปลัดเทศบาล", align="right")


def build() -> tuple[Paper, Truth]:
    agency = (NAME, "เทศบาลตำบล", "ปราสาท", "สุรินทร์", "TH-32")
    truth = Truth(TITLE, "analysis", 2568, agency, issued="2025-12-15")
    paper = Paper(size=16, date=dt.date(2025, 12, 15))
    paper.running_head(f"{NAME} อำเภอปราสาท จังหวัดสุรินทร์")
    paper.page_numbers("หน้า ", "", thai=True)
    memo(paper)
    paper.para(TITLE, bold=True, align="center", size=18, new_page=True)
    paper.lines(NAME, "อำเภอปราสาท จังหวัดสุรินทร์", size=18)
    sections = paper.numbering("%1.")

    paper.number(paper.para("ผลการประเมิน", bold=True, before=8, keep=True), sections)
    values = [Decimal(row[0]) for row in ROWS.values()]
    iit, eit, oit = (sum(part, Decimal(0)) / len(part) for part in (values[:5], values[5:8], values[8:]))
    overall = two(Decimal("0.3") * iit + Decimal("0.3") * eit + Decimal("0.4") * oit)
    rating = "ผ่านดีเยี่ยม"
    text = thai(
        f"ในปีงบประมาณ พ.ศ. 2568 {NAME}มีคะแนนภาพรวม {overall} คะแนน ระดับ{rating} ซึ่งทุกแบบวัดมีคะแนนไม่ต่ำกว่าร้อยละ 95"
    )
    paper.para(text, first=1.5, align="thai")
    truth.score("overall", overall, rating=rating)
    truth.analysis("overall", "general", text)

    paper.number(paper.para("ข้อค้นพบจากการวิเคราะห์", bold=True, before=8, keep=True), sections)
    rows = [["แบบวัด", "ตัวชี้วัด", "คะแนน", "ข้อค้นพบ", ""], ["", "", "", "จุดแข็ง", "จุดที่ควรพัฒนา"]]
    first = {1: "IIT", 6: "EIT", 9: "OIT"}
    for n, (value, good, poor) in ROWS.items():
        rows.append([first.get(n, ""), thai(f"ตัวชี้วัดที่ {n} {INDICATORS[n]}"), thai(value), good, poor])
        truth.name(str(n), INDICATORS[n])
        truth.score(str(n), value)
        if good:
            truth.analysis(str(n), "strength", good)
        if poor:
            truth.analysis(str(n), "improvement", poor)
    table = paper.table(rows, (1.5, 3.9, 2.3, 4.5, 4.3), heads=2, center=(0, 2), size=14, split=False)
    for top, left, bottom, right in (
        (0, 0, 1, 0),
        (0, 1, 1, 1),
        (0, 2, 1, 2),
        (0, 3, 0, 4),
        (2, 0, 6, 0),
        (7, 0, 9, 0),
        (10, 0, 11, 0),
    ):
        table.cell(top, left).merge(table.cell(bottom, right))

    paper.number(
        paper.para("มาตรการส่งเสริมคุณธรรมและความโปร่งใส ปีงบประมาณ พ.ศ. ๒๕๖๙", bold=True, before=10, keep=True),
        sections,
    )
    head = ["มาตรการ", "ตัวชี้วัดที่สอดคล้อง", "ขั้นตอน/วิธีการดำเนินการ", "ผู้รับผิดชอบ", "ระยะเวลา"]
    rows = [head]
    for measure in MEASURES:
        where = thai(f"ตัวชี้วัดที่ {measure['where']}")
        rows.append(
            [measure["title"], where, "\n".join(measure["steps"]), measure["printed"], measure["period"]]
        )
    table = paper.table(rows, (3.4, 2.2, 5.4, 2.7, 2.8), size=14, split=False)
    titles = paper.numbering("%1)", left=0.6, hanging=0.6)
    for n, measure in enumerate(MEASURES, 1):
        paper.number(table.cell(n, 0).paragraphs[0], titles)
        steps = paper.numbering("(%1)", left=0.8, hanging=0.8)
        for paragraph in table.cell(n, 2).paragraphs:
            paper.number(paragraph, steps)
        keys = ("steps", "responsible", "period", "start", "end")
        fields = {key: measure[key] for key in keys}
        truth.measure(measure["title"], indicators=[measure["where"]], fiscal_year=2569, **fields)
    return paper, truth
