"""A plan of measures 2569 on landscape pages: blocks in five parts, several for one indicator, nested lists."""

from __future__ import annotations

from corpus.samples.paper import Paper
from corpus.samples.truth import INDICATORS, Record, Truth, thai

NAME = "เทศบาลเมืองบึงแสงจันทร์"
TITLE = "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๙"

BLOCKS: list[tuple[int, list[Record]]] = [
    (
        3,
        [
            {
                "title": "โครงการแบบบันทึกการมอบหมายงานรายสัปดาห์",
                "rationale": "บุคลากรร้อยละ ๑๒ ยังรู้สึกว่าการมอบหมายงานไม่เท่าเทียมกัน จึงควรทำให้ภาระงานของแต่ละคนมองเห็นได้",
                "steps": [
                    "จัดทำแบบบันทึกการมอบหมายงานที่ทุกคนในฝ่ายเปิดดูได้",
                    "หัวหน้าฝ่ายสรุปภาระงานทุกวันจันทร์ โดยแยกเป็น\n- งานประจำตามคำสั่ง\n- งานเร่งด่วนที่ได้รับมอบหมายเพิ่ม\n- งานค้างจากสัปดาห์ก่อน",
                    "นำผลสรุปเสนอที่ประชุมหัวหน้าส่วนราชการ",
                ],
                "period": "๑ ตุลาคม ๒๕๖๘ – ๓๑ มีนาคม ๒๕๖๙",
                "start": "2025-10-01",
                "end": "2026-03-31",
                "printed": "สำนักปลัดเทศบาล",
                "responsible": ["สำนักปลัดเทศบาล"],
            }
        ],
    ),
    (
        7,
        [
            {
                "title": "โครงการหมุดข่าวชุมชน",
                "rationale": "ผู้มาติดต่อจำนวนมากรู้ข่าวของเทศบาลจากเพื่อนบ้านมากกว่าจากเทศบาลเอง จึงตั้งเป้าหมายคะแนนตัวชี้วัดที่ ๗ ปี ๒๕๖๙ ให้ได้ ๙๒.๐๐ คะแนน",
                "target": "92.00",
                "steps": [
                    "ติดตั้งป้ายข่าวที่ตลาดสดและท่ารถ",
                    "เปลี่ยนข่าวบนป้ายทุกวันพุธ",
                    "ถ่ายภาพป้ายข่าวลงเพจของเทศบาลเป็นหลักฐาน",
                ],
                "period": "ตลอดปีงบประมาณ พ.ศ. ๒๕๖๙",
                "start": "2025-10-01",
                "end": "2026-09-30",
                "printed": "กองยุทธศาสตร์และงบประมาณ ร่วมกับ กองสวัสดิการสังคม",
                "responsible": ["กองยุทธศาสตร์และงบประมาณ", "กองสวัสดิการสังคม"],
            },
            {
                "title": "กิจกรรมอาสาสื่อสารประจำชุมชน",
                "rationale": "ชุมชนริมบึงอยู่ห่างจากสำนักงานและรับสัญญาณเสียงไร้สายไม่ชัด",
                "steps": [
                    "คัดเลือกอาสาสมัครชุมชนละหนึ่งคน",
                    "อบรมการใช้กลุ่มไลน์ของเทศบาล",
                ],
                "period": "พฤศจิกายน ๒๕๖๘ – เมษายน ๒๕๖๙",
                "start": "2025-11-01",
                "end": "2026-04-30",
                "printed": "กองสวัสดิการสังคม",
                "responsible": ["กองสวัสดิการสังคม"],
            },
            {
                "title": "มาตรการตอบคำถามภายในหนึ่งวันทำการ",
                "rationale": "คำถามในกล่องข้อความของเพจมีผู้ตอบช้ากว่าสามวัน",
                "steps": ["จัดทำคำตอบมาตรฐานสำหรับคำถามที่พบบ่อย", "กำหนดผู้ตอบหลักและผู้ตอบสำรองของทุกกอง"],
                "period": "๑ มกราคม ๒๕๖๙ – ๓๐ กันยายน ๒๕๖๙",
                "start": "2026-01-01",
                "end": "2026-09-30",
                "printed": "ทุกสำนัก/กอง",
                "responsible": ["ทุกสำนัก/กอง"],
            },
        ],
    ),
    (
        10,
        [
            {
                "title": "โครงการเวทีเล่าความเสี่ยง ปิดช่องสินบน",
                "rationale": "การประเมินความเสี่ยงเดิมครอบคลุมเฉพาะงานพัสดุ ยังไม่รวมงานอนุญาตก่อสร้าง",
                "steps": [
                    "ประชุมวิเคราะห์ความเสี่ยงของงานอนุญาตทุกประเภท",
                    "จัดทำแผนที่ความเสี่ยงและผู้รับผิดชอบ",
                    "เผยแพร่ผลการจัดการความเสี่ยงบนเว็บไซต์",
                ],
                "period": "๑๕ ธันวาคม ๒๕๖๘ – ๑๕ กุมภาพันธ์ ๒๕๖๙",
                "start": "2025-12-15",
                "end": "2026-02-15",
                "printed": "กองช่างและหน่วยตรวจสอบภายใน",
                "responsible": ["กองช่าง", "หน่วยตรวจสอบภายใน"],
            }
        ],
    ),
]


def build() -> tuple[Paper, Truth]:
    agency = (NAME, "เทศบาลเมือง", "ศรีประจันต์", "สุพรรณบุรี", "TH-72")
    truth = Truth(TITLE, "measures", 2569, agency)
    paper = Paper(font="Garuda", size=11, landscape=True, margins=(2.0, 2.0, 1.8, 2.5))
    paper.running_head(f"มาตรการส่งเสริมคุณธรรมฯ {NAME}", size=9)
    paper.page_numbers("", "")
    paper.lines(TITLE, NAME, "อำเภอศรีประจันต์ จังหวัดสุพรรณบุรี", size=13)
    paper.para(
        f"{NAME}จัดทำมาตรการฉบับนี้ขึ้นเพื่อใช้เป็นกรอบการทำงานของทุกกองในปีงบประมาณ พ.ศ. ๒๕๖๙ มีรายละเอียดดังต่อไปนี้",
        first=1.5,
        before=6,
    )
    parts = (
        "๑. มาตรการ/โครงการ/กิจกรรม",
        "๒. ผลการวิเคราะห์ตัวชี้วัดที่สอดคล้อง",
        "๓. ขั้นตอนหรือวิธีการดำเนินการ",
        "๔. ช่วงระยะเวลาการดำเนินการ",
        "๕. ผู้รับผิดชอบ",
    )
    count = 0
    for number, measures in BLOCKS:
        paper.para(thai(f"ตัวชี้วัดที่ {number} {INDICATORS[number]}"), bold=True, size=12, before=8, keep=True)
        truth.name(str(number), INDICATORS[number])
        for measure in measures:
            count += 1
            fields = dict(measure)
            title, printed, target = fields.pop("title"), fields.pop("printed"), fields.pop("target", None)
            paper.para(thai(f"มาตรการที่ {count}"), bold=True, left=0.8, before=4, keep=True)
            paper.para(f"{parts[0]} : {title}", left=1.6)
            paper.para(f"{parts[1]} : {measure['rationale']}", left=1.6)
            paper.para(parts[2], left=1.6, keep=True)
            for n, step in enumerate(measure["steps"], 1):
                first, *nested = step.split("\n")
                paper.para(thai(f"๓.{n} {first}"), left=2.6)
                for line in nested:
                    paper.para(line, left=3.6)
            paper.para(f"{parts[3]} : {measure['period']}", left=1.6)
            paper.para(f"{parts[4]} : {printed}", left=1.6)
            if target:
                truth.score(str(number), target, "target")
            truth.measure(title, indicators=[number], fiscal_year=2569, **fields)
    return paper, truth
