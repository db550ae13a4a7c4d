"""Progress 2566: six columns on landscape pages, rows that go over the page, a repeated head, a row (ต่อ)."""

from __future__ import annotations

from corpus.samples.paper import Paper
from corpus.samples.truth import INDICATORS, Record, Truth, thai

NAME = "เทศบาลตำบลทุ่งลานดาว"
TITLE = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๖"
NAMES = {**INDICATORS, 8: "การปรับปรุงระบบการทำงาน"}
HEAD = [
    "มาตรการ/กิจกรรม",
    "วิธีการดำเนินการ",
    "ระยะเวลาดำเนินการ",
    "หน่วยงานที่รับผิดชอบ",
    "ผลการดำเนินการ",
    "ข้อเสนอแนะ",
]

ROWS: list[Record] = [
    {
        "indicator": 1,
        "steps": [
            "จัดทำผังขั้นตอนการให้บริการของทุกกองให้อยู่ในรูปแบบเดียวกัน",
            "ติดตั้งเครื่องประเมินความพึงพอใจที่จุดบริการ",
            "รายงานผลความพึงพอใจต่อผู้บริหารทุกเดือน",
        ],
        "period": "ต.ค. ๖๕ – ก.ย. ๖๖",
        "start": "2022-10-01",
        "end": "2023-09-30",
        "printed": "ทุกส่วนราชการ",
        "responsible": ["ทุกส่วนราชการ"],
        "progress": [
            "- จัดทำผังขั้นตอนแล้ว ๑๘ งานบริการ",
            "- ติดตั้งเครื่องประเมินแล้ว ๒ จุด",
            "- รายงานผลต่อผู้บริหารครบ ๑๒ เดือน",
        ],
        "suggestion": "ควรเพิ่มเครื่องประเมินที่งานทะเบียนอีก ๑ จุด",
    },
    {
        "indicator": 2,
        "steps": [
            "แจ้งแผนการใช้จ่ายงบประมาณให้บุคลากรทราบในวันประชุมประจำเดือน",
            "สรุปผลการเบิกจ่ายรายไตรมาสเป็นแผ่นภาพหน้าเดียว",
        ],
        "period": "ต.ค. ๖๕ – ก.ย. ๖๖",
        "start": "2022-10-01",
        "end": "2023-09-30",
        "printed": "กองคลัง",
        "responsible": ["กองคลัง"],
        "progress": [
            "- แจ้งแผนในการประชุมเดือนพฤศจิกายน ๒๕๖๕",
            "- จัดทำแผ่นภาพแล้ว ๓ ไตรมาส ไตรมาสสุดท้ายอยู่ระหว่างรวบรวม",
        ],
        "suggestion": "",
    },
    {
        "indicator": 4,
        "steps": [
            "ทบทวนแนวทางการยืมพัสดุให้มีแบบฟอร์มเดียว",
            "จัดทำทะเบียนคุมการยืมเป็นแฟ้มกลาง",
            "ตรวจนับพัสดุที่ถูกยืมทุกสิ้นไตรมาส",
            "ติดป้ายแสดงขั้นตอนการยืมหน้าห้องพัสดุ",
        ],
        "cut": 2,
        "period": "ม.ค. – ก.ย. ๖๖",
        "start": "2023-01-01",
        "end": "2023-09-30",
        "printed": "กองคลัง\nกองช่าง",
        "responsible": ["กองคลัง", "กองช่าง"],
        "progress": [
            "- ประกาศใช้แบบฟอร์มใบยืมพัสดุแบบใหม่ตั้งแต่วันที่ ๑ กุมภาพันธ์ ๒๕๖๖",
            "- มีทะเบียนคุมกลาง ผู้ยืมลงชื่อรับทุกครั้ง",
            "- ตรวจนับแล้ว ๒ ครั้ง พบพัสดุค้างคืน ๔ รายการ ติดตามคืนครบแล้ว",
            "- ติดป้ายเรียบร้อย",
        ],
        "suggestion": "ควรกำหนดเวลาคืนพัสดุไว้ในใบยืม",
    },
    {
        "indicator": 5,
        "steps": ["เปิดช่องทางร้องเรียนผ่านรหัสคิวอาร์", "จัดทำประกาศคุ้มครองผู้ร้องเรียน"],
        "period": "ธ.ค. ๖๕ – มี.ค. ๖๖",
        "start": "2022-12-01",
        "end": "2023-03-31",
        "printed": "สำนักปลัดเทศบาล",
        "responsible": ["สำนักปลัดเทศบาล"],
        "progress": ["- มีผู้ใช้ช่องทางใหม่ ๗ ราย ตอบกลับครบทุกราย", "- ประกาศคุ้มครองผู้ร้องเรียนลงวันที่ ๙ มกราคม ๒๕๖๖"],
        "suggestion": "",
    },
    {
        "indicator": 8,
        "steps": [
            "รวมแบบคำร้องของทุกกองไว้ในหน้าเว็บเดียว",
            "ลดสำเนาเอกสารที่เรียกจากประชาชน",
            "ประชุมรับฟังความเห็นของผู้รับบริการปีละ ๒ ครั้ง",
        ],
        "period": "ต.ค. ๖๕ – มิ.ย. ๖๖",
        "start": "2022-10-01",
        "end": "2023-06-30",
        "printed": "สำนักปลัดเทศบาล/กองช่าง",
        "responsible": ["สำนักปลัดเทศบาล", "กองช่าง"],
        "progress": [
            "- เผยแพร่แบบคำร้องออนไลน์แล้ว ๒๒ แบบ",
            "- ยกเลิกการเรียกสำเนาบัตรประชาชนใน ๙ งานบริการ",
            "- ประชุมครั้งที่ ๑ เดือนกุมภาพันธ์ ๒๕๖๖ มีผู้เข้าร่วม ๔๖ คน ส่วนครั้งที่ ๒ เลื่อนไปเดือนสิงหาคม ๒๕๖๖",
        ],
        "suggestion": "ควรจัดประชุมในวันหยุดเพื่อให้ประชาชนวัยทำงานเข้าร่วมได้",
    },
    {
        "indicator": 10,
        "steps": ["ประกาศเจตนารมณ์ No Gift Policy ต่อหน้าประชาชน", "รายงานผลตามนโยบายทุก ๖ เดือน"],
        "period": "ปีงบประมาณ พ.ศ. ๒๕๖๖",
        "start": "2022-10-01",
        "end": "2023-09-30",
        "printed": "คณะผู้บริหารและสำนักปลัดเทศบาล",
        "responsible": ["คณะผู้บริหาร", "สำนักปลัดเทศบาล"],
        "progress": ["- ประกาศเจตนารมณ์ในวันเทศบาล", "- รายงานรอบ ๖ เดือนแรกแล้ว ไม่มีผู้รับของขวัญ"],
        "suggestion": "",
    },
]


def printed(row: Record, number: int, steps: slice, more: bool) -> list[str]:
    """One printed row, or a part of it."""
    lines = [thai(f"{n}. {step}") for n, step in enumerate(row["steps"], 1)][steps]
    title = thai(f"{number}. {NAMES[row['indicator']]}") + (" (ต่อ)" if more else "")
    suggestion = row["suggestion"] if more or "cut" not in row else ""
    return [
        title,
        "\n".join(lines),
        row["period"],
        row["printed"],
        "\n".join(row["progress"][steps]),
        suggestion,
    ]


def build() -> tuple[Paper, Truth]:
    agency = (NAME, "เทศบาลตำบล", "ฝาง", "เชียงใหม่", "TH-50")
    truth = Truth(TITLE, "progress", 2566, agency)
    paper = Paper(size=15, landscape=True, margins=(1.8, 1.8, 1.5, 1.8))
    paper.page_numbers("", "", top=True)
    paper.lines(TITLE, f"{NAME} อำเภอฝาง จังหวัดเชียงใหม่", size=17)
    paper.para(
        f"ตามที่{NAME}ได้ประกาศใช้มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๖ นั้น ขอรายงานผลการดำเนินการดังนี้",
        first=1.5,
    )
    pages: list[list[list[str]]] = [[HEAD], [HEAD]]
    for number, row in enumerate(ROWS, 1):
        cut = row.get("cut")
        if cut:
            pages[0].append(printed(row, number, slice(0, cut), more=False))
            pages[1].append(printed(row, number, slice(cut, None), more=True))
        else:
            pages[number > 3].append(printed(row, number, slice(None), more=False))
        fields = {key: row[key] for key in ("steps", "responsible", "period", "start", "end", "suggestion")}
        truth.name(str(row["indicator"]), NAMES[row["indicator"]])
        truth.measure(
            NAMES[row["indicator"]],
            indicators=[row["indicator"]],
            fiscal_year=2566,
            progress="\n".join(row["progress"]),
            **fields,
        )
    widths = (3.6, 6.6, 2.8, 3.2, 6.2, 3.7)
    paper.table(pages[0], widths, size=14, shade="F2F2F2")
    paper.page_break()
    paper.table(pages[1], widths, size=14, shade="F2F2F2")
    paper.para(
        "(ลงชื่อ)........................................................ผู้รายงาน", align="right", before=14
    )
    paper.para("หัวหน้าสำนักปลัดเทศบาล", align="right")
    return paper, truth
