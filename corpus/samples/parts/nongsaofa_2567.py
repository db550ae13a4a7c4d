"""Analysis 2567: two years side by side, prose by indicator under จุดแข็ง and จุดอ่อน, measures in bands."""

from __future__ import annotations

from decimal import Decimal

from corpus.samples.paper import Paper
from corpus.samples.truth import INDICATORS, Record, Truth, thai, two

NAME = "เทศบาลตำบลหนองสาวฟ้า"
TITLE = "รายงานผลการวิเคราะห์การประเมินคุณธรรมและความโปร่งใส (ITA) ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"

SCORES = {
    1: ("91.80", "95.25"),
    2: ("88.45", "89.30"),
    3: ("92.10", "91.60"),
    4: ("85.70", "90.15"),
    5: ("87.95", "91.20"),
    6: ("93.40", "94.10"),
    7: ("90.05", "88.75"),
    8: ("86.60", "90.90"),
    9: ("78.50", "82.50"),
    10: ("75.00", "75.00"),
}
"""Scores of 2566 and 2567."""

ANALYSES: list[tuple[int, list[tuple[str, str, str]]]] = [
    (
        1,
        [
            (
                "จุดแข็ง",
                "1",
                "ประชาชนและบุคลากรเห็นตรงกันว่าการให้บริการเป็นไปตามกรอบเวลาที่ติดประกาศไว้ และเทศบาลได้ปรับเคาน์เตอร์บริการให้เสร็จในจุดเดียว คะแนนจึงสูงกว่าปีที่ผ่านมา",
            )
        ],
    ),
    (
        2,
        [
            ("จุดแข็ง", "2", "มีการติดประกาศแผนการจัดซื้อจัดจ้างและผลการเบิกจ่ายที่ศาลาประชาคมของทุกหมู่บ้าน"),
            (
                "จุดอ่อน",
                "I5",
                "ข้อ i๕ เจ้าหน้าที่ในหน่วยงานของท่าน มีการเบิกจ่ายเงินเป็นเท็จ เช่น ค่าทำงานล่วงเวลา ค่าวัสดุอุปกรณ์ หรือค่าเดินทาง ฯลฯ มากน้อยเพียงใด ได้คะแนน ๘๓.๖๕ คะแนน เพราะบุคลากรบางส่วนไม่เข้าใจหลักเกณฑ์การเบิกค่าตอบแทนนอกเวลา",
            ),
        ],
    ),
    (
        4,
        [
            (
                "จุดแข็ง",
                "4",
                "กองคลังจัดทำบัญชีคุมครุภัณฑ์ครบทุกกองและติดรหัสครุภัณฑ์ด้วยคิวอาร์โค้ด ทำให้ตรวจสอบผู้ครอบครองได้ทันที",
            )
        ],
    ),
    (
        7,
        [
            (
                "จุดอ่อน",
                "7",
                "เว็บไซต์ของเทศบาลปรับปรุงข่าวไม่สม่ำเสมอในไตรมาสที่สอง ผู้รับบริการจึงได้รับข่าวสารล่าช้า และไม่มีผู้ตอบคำถามในช่องทางออนไลน์ช่วงวันหยุด",
            )
        ],
    ),
    (
        9,
        [
            (
                "จุดอ่อน",
                "9",
                "ข้อมูลที่เปิดเผยบนเว็บไซต์บางรายการเป็นข้อมูลของปีก่อน และหน้าเว็บบางหน้าเปิดไม่ได้ในวันที่ผู้ตรวจเข้าตรวจ",
            ),
        ],
    ),
    (
        10,
        [
            (
                "จุดอ่อน",
                "10",
                "รายงานผลตามนโยบาย No Gift Policy ยังขาดสถิติรายเดือน จึงไม่ผ่านการตรวจในตัวชี้วัดนี้ต่อเนื่องเป็นปีที่สอง",
            ),
        ],
    ),
]
I5 = "เจ้าหน้าที่ในหน่วยงานของท่าน มีการเบิกจ่ายเงินเป็นเท็จ เช่น ค่าทำงานล่วงเวลา ค่าวัสดุอุปกรณ์ หรือค่าเดินทาง ฯลฯ มากน้อยเพียงใด"

BANDS: list[tuple[int, list[Record]]] = [
    (
        2,
        [
            {
                "title": "จัดทำคู่มือการเบิกค่าตอบแทนฉบับย่อ",
                "steps": ["รวบรวมข้อทักท้วงจากการตรวจใบสำคัญ", "จัดทำคู่มือฉบับย่อหน้าเดียว", "ซักซ้อมความเข้าใจกับทุกกอง"],
                "printed_responsible": "กองคลัง",
                "responsible": ["กองคลัง"],
                "period": "ต.ค. ๖๗ – ธ.ค. ๖๗",
                "start": "2024-10-01",
                "end": "2024-12-31",
                "monitoring": "รายงานจำนวนใบสำคัญที่ถูกทักท้วงทุกไตรมาส",
            }
        ],
    ),
    (
        7,
        [
            {
                "title": "ปฏิทินข่าวประจำสัปดาห์บนเว็บไซต์",
                "steps": ["มอบหมายผู้ส่งข่าวประจำกอง", "นำข่าวขึ้นเว็บไซต์ทุกวันศุกร์"],
                "printed_responsible": "สำนักปลัดเทศบาลร่วมกับทุกกอง",
                "responsible": ["สำนักปลัดเทศบาล", "ทุกกอง"],
                "period": "ต.ค. ๖๗ – ก.ย. ๖๘",
                "start": "2024-10-01",
                "end": "2025-09-30",
                "monitoring": "ตรวจนับข่าวที่เผยแพร่ทุกสิ้นเดือน",
            },
            {
                "title": "เวรตอบคำถามออนไลน์ในวันหยุด",
                "steps": ["จัดทำคำสั่งเวรประจำเดือน", "รวบรวมคำถามที่พบบ่อยไว้หน้าแรกของเว็บไซต์"],
                "printed_responsible": "สำนักปลัดเทศบาล",
                "responsible": ["สำนักปลัดเทศบาล"],
                "period": "พ.ย. ๖๗ – มี.ค. ๖๘",
                "start": "2024-11-01",
                "end": "2025-03-31",
                "monitoring": "สุ่มตรวจเวลาตอบคำถามเดือนละสิบรายการ",
            },
        ],
    ),
    (
        10,
        [
            {
                "title": "บันทึกการรับของขวัญประจำเดือน",
                "steps": ["ทุกกองส่งแบบรายงานภายในวันที่ ๕ ของเดือน", "เผยแพร่สรุปรายเดือนบนเว็บไซต์"],
                "printed_responsible": "ทุกสำนัก / กอง",
                "responsible": ["ทุกสำนัก / กอง"],
                "period": "ม.ค. ๖๘ – ก.ย. ๖๘",
                "start": "2025-01-01",
                "end": "2025-09-30",
                "monitoring": "ปลัดเทศบาลลงนามรับรองสรุปทุกเดือน",
            }
        ],
    ),
]


def overall(year: int) -> str:
    values = [pair[year] for pair in SCORES.values()]
    parts = (values[:5], values[5:8], values[8:])
    weights = (Decimal("0.3"), Decimal("0.3"), Decimal("0.4"))
    sums = [sum(map(Decimal, part), Decimal(0)) / len(part) for part in parts]
    return two(sum((w * s for w, s in zip(weights, sums, strict=True)), Decimal(0)))


def difference(old: str, new: str) -> str:
    return f"{Decimal(new) - Decimal(old):+.2f}" if old != new else "0.00"


def build() -> tuple[Paper, Truth]:
    agency = (NAME, "เทศบาลตำบล", "โนนไทย", "นครราชสีมา", "TH-30")
    truth = Truth(TITLE, "analysis", 2567, agency)
    paper = Paper(font="Norasi", size=13)
    paper.page_numbers(top=True)
    paper.lines("รายงานผลการวิเคราะห์การประเมินคุณธรรมและความโปร่งใส (ITA)", "ประจำปีงบประมาณ พ.ศ. ๒๕๖๗", size=15)
    paper.lines(f"{NAME} อำเภอโนนไทย จังหวัดนครราชสีมา", size=15)

    paper.para("ส่วนที่ ๑ ผลการประเมินเปรียบเทียบ ๒ ปี", bold=True, before=10, keep=True)
    rows = [["ตัวชี้วัด", "ปี ๒๕๖๖", "ปี ๒๕๖๗", "เพิ่ม/ลด"]]
    pairs = [(str(n), f"{n}. {INDICATORS[n]}", *pair) for n, pair in SCORES.items()]
    for where, name, old, new in [*pairs, ("overall", "คะแนนภาพรวม", overall(0), overall(1))]:
        change = difference(old, new)
        rows.append([thai(name), thai(old), thai(new), thai(change)])
        if where != "overall":
            truth.name(where, INDICATORS[int(where)])
        truth.score(where, old, year=2566)
        truth.score(where, new)
        truth.score(where, change, "change")
    paper.table(rows, (7.5, 2.8, 2.8, 2.8), center=(1, 2, 3), shade=None)
    rating = "ระดับผลการประเมิน ปี ๒๕๖๗ : ผ่าน"
    paper.para(rating, before=6)
    truth.score("overall", overall(1), rating="ผ่าน")

    paper.para("ส่วนที่ ๒ การวิเคราะห์รายตัวชี้วัด", bold=True, before=10, keep=True)
    for number, said in ANALYSES:
        paper.para(thai(f"ตัวชี้วัดที่ {number} {INDICATORS[number]}"), bold=True, before=4, keep=True)
        for heading, where, text in said:
            paper.para(heading, bold=True, left=0.8, keep=True)
            paper.para(text, first=1.6)
            if where == "I5":
                truth.name("I5", I5)
                truth.score("I5", "83.65")
            truth.analysis(where, "strength" if heading == "จุดแข็ง" else "weakness", text)

    paper.para("ส่วนที่ ๓ มาตรการส่งเสริมคุณธรรมและความโปร่งใส ปีงบประมาณ พ.ศ. ๒๕๖๘", bold=True, new_page=True)
    head = ["มาตรการ", "ขั้นตอนการดำเนินการ", "หน่วยงานที่รับผิดชอบ", "ระยะเวลาดำเนินการ", "การกำกับติดตาม"]
    rows, bands, count = [head], [], 0
    for number, measures in BANDS:
        bands.append(len(rows))
        rows.append([thai(f"ตัวชี้วัดที่ {number} {INDICATORS[number]}"), "", "", "", ""])
        for measure in measures:
            count += 1
            steps = "\n".join(thai(f"{n}. {step}") for n, step in enumerate(measure["steps"], 1))
            fields = dict(measure)
            title, responsible = fields.pop("title"), fields.pop("printed_responsible")
            rows.append(
                [thai(f"{count}. {title}"), steps, responsible, measure["period"], measure["monitoring"]]
            )
            truth.measure(title, indicators=[number], fiscal_year=2568, **fields)
    table = paper.table(rows, (3.4, 5.0, 2.9, 2.5, 3.0), size=12, shade=None)
    for row in bands:
        merged = table.cell(row, 0).merge(table.cell(row, 4))
        merged.paragraphs[0].runs[0].bold = True
    return paper, truth
