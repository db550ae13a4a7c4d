"""A plan of measures 2568 under two heading rows: steps in one line, several units in a cell, periods in months."""

from __future__ import annotations

from corpus.samples.paper import Paper
from corpus.samples.truth import Record, Truth, thai

NAME = "เทศบาลตำบลสะพานรุ้ง"
TITLE = "แผนขับเคลื่อนมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๘"

MEASURES: list[Record] = [
    {
        "title": "มาตรการใช้งบประมาณอย่างเปิดเผย",
        "where": "๒ (i๔, i๖)",
        "indicators": [2],
        "items": ["I4", "I6"],
        "steps": [
            "ประชุมชี้แจงแผนการใช้จ่ายงบประมาณให้บุคลากรทุกคนทราบ",
            "เผยแพร่ร่างขอบเขตของงานก่อนจัดซื้อจัดจ้าง ๕ วันทำการ",
            "สรุปผลการเบิกจ่ายปิดประกาศทุกไตรมาส",
        ],
        "period": "ต.ค. ๒๕๖๗ – ก.ย. ๒๕๖๘",
        "start": "2024-10-01",
        "end": "2025-09-30",
        "printed": "กองคลัง/กองช่าง และสำนักปลัดเทศบาล",
        "responsible": ["กองคลัง", "กองช่าง", "สำนักปลัดเทศบาล"],
        "monitoring": "รายงานในที่ประชุมคณะผู้บริหารทุกไตรมาส",
    },
    {
        "title": "มาตรการดูแลทรัพย์สินส่วนรวม",
        "where": "๔",
        "indicators": [4],
        "steps": [
            "ทบทวนทะเบียนครุภัณฑ์ให้ตรงกับของจริง",
            "ติดสติกเกอร์ชื่อผู้ดูแลที่ครุภัณฑ์ทุกชิ้น",
            "สุ่มตรวจการใช้งานนอกเวลาราชการ",
            "รายงานผลการสุ่มตรวจต่อปลัดเทศบาล",
        ],
        "period": "ธันวาคม ๒๕๖๗ ถึง มิถุนายน ๒๕๖๘",
        "start": "2024-12-01",
        "end": "2025-06-30",
        "printed": "กองคลังและหน่วยตรวจสอบภายใน",
        "responsible": ["กองคลัง", "หน่วยตรวจสอบภายใน"],
        "monitoring": "หน่วยตรวจสอบภายในรายงานผลปีละสองครั้ง",
    },
    {
        "title": "มาตรการสื่อสารสองทาง",
        "where": "๗, ๘ (e๕, e๗)",
        "indicators": [7, 8],
        "items": ["E5", "E7"],
        "steps": ["จัดรายการถามตอบสดทางเพจเดือนละหนึ่งครั้ง", "รวบรวมข้อเสนอเข้าที่ประชุมประจำเดือน"],
        "period": "ม.ค. – มี.ค. ๒๕๖๘",
        "start": "2025-01-01",
        "end": "2025-03-31",
        "printed": "กองยุทธศาสตร์และงบประมาณ",
        "responsible": ["กองยุทธศาสตร์และงบประมาณ"],
        "monitoring": "บันทึกจำนวนคำถามและเวลาที่ใช้ตอบ",
    },
    {
        "title": "มาตรการบริการออนไลน์ครบวงจร",
        "where": "๘ (e๙)",
        "indicators": [8],
        "items": ["E9"],
        "steps": [
            "คัดเลือกงานบริการ ๖ งานเข้าสู่ระบบ",
            "ทดสอบระบบกับผู้ใช้จริง",
            "เปิดใช้งานพร้อมคลิปสอนการใช้",
        ],
        "period": "พ.ย. ๒๕๖๗ – ก.พ. ๒๕๖๘",
        "start": "2024-11-01",
        "end": "2025-02-28",
        "printed": "สำนักปลัดเทศบาล/กองช่าง/กองสาธารณสุขและสิ่งแวดล้อม",
        "responsible": ["สำนักปลัดเทศบาล", "กองช่าง", "กองสาธารณสุขและสิ่งแวดล้อม"],
        "monitoring": "สรุปสถิติผู้ใช้บริการเสนอผู้บริหารทุกเดือน",
    },
    {
        "title": "มาตรการเปิดเผยข้อมูลให้ครบทุกข้อ",
        "where": "๙, ๑๐",
        "indicators": [9, 10],
        "steps": ["แบ่งผู้รับผิดชอบข้อมูลรายข้อ", "ตรวจลิงก์ทุกวันทำการแรกของเดือน", "แก้ไขลิงก์เสียภายใน ๓ วัน"],
        "period": "ตลอดปีงบประมาณ พ.ศ. ๒๕๖๘",
        "start": "2024-10-01",
        "end": "2025-09-30",
        "printed": "ทุกกอง",
        "responsible": ["ทุกกอง"],
        "monitoring": "ผู้ดูแลเว็บไซต์รายงานผลการตรวจลิงก์ทุกเดือน",
    },
]


def build() -> tuple[Paper, Truth]:
    agency = (NAME, "เทศบาลตำบล", "ท่าศาลา", "นครศรีธรรมราช", "TH-80")
    truth = Truth(TITLE, "measures", 2568, agency)
    paper = Paper(size=16, landscape=True, margins=(2.0, 1.5, 1.5, 1.5))
    paper.lines(TITLE, f"{NAME} อำเภอท่าศาลา จังหวัดนครศรีธรรมราช", size=18)
    paper.para("", size=8)
    rows = [
        ["ที่", "มาตรการ", "ตัวชี้วัดที่\n(ข้อคำถาม)", "การดำเนินงาน", "", "", "การติดตามและประเมินผล"],
        ["", "", "", "ขั้นตอน", "ระยะเวลา", "ผู้รับผิดชอบ", ""],
    ]
    for n, measure in enumerate(MEASURES, 1):
        steps = " ".join(thai(f"{k}) {step}") for k, step in enumerate(measure["steps"], 1))
        fields = dict(measure)
        title, where, printed = fields.pop("title"), fields.pop("where"), fields.pop("printed")
        rows.append([thai(n), title, where, steps, measure["period"], printed, measure["monitoring"]])
        truth.measure(title, fiscal_year=2568, **fields)
    widths = (1.1, 4.0, 3.2, 7.5, 3.2, 3.8, 3.9)
    table = paper.table(rows, widths, heads=2, center=(0, 2), size=15, split=False, shade="E2EFD9")
    for column in (0, 1, 2, 6):
        table.cell(0, column).merge(table.cell(1, column))
    table.cell(0, 3).merge(table.cell(0, 5))
    return paper, truth
