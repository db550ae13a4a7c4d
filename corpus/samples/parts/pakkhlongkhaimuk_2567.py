"""Progress 2567 in prose: each measure a block with its result, problems and suggestions; dashed steps."""

from __future__ import annotations

from corpus.samples.paper import Paper
from corpus.samples.truth import Record, Truth, thai

NAME = "องค์การบริหารส่วนตำบลปากคลองไข่มุก"
TITLE = "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"

MEASURES: list[Record] = [
    {
        "title": "การจัดทำคู่มือขอรับบริการฉบับประชาชน",
        "printed_indicator": "ตัวชี้วัดที่ ๖ คุณภาพการดำเนินงาน",
        "name": (6, "คุณภาพการดำเนินงาน"),
        "steps": [
            "สำรวจงานบริการที่ประชาชนติดต่อบ่อยสิบอันดับแรก",
            "เรียบเรียงคู่มือด้วยภาษาที่เข้าใจง่ายพร้อมภาพประกอบ",
            "แจกคู่มือผ่านผู้ใหญ่บ้านและวางไว้ที่จุดบริการ",
        ],
        "period": "ตุลาคม ๒๕๖๖ – มีนาคม ๒๕๖๗",
        "start": "2023-10-01",
        "end": "2024-03-31",
        "printed": "สำนักปลัด",
        "responsible": ["สำนักปลัด"],
        "progress": "ได้จัดทำคู่มือจำนวน ๑๐ งานบริการ พิมพ์ ๖๐๐ เล่ม และแจกครบทั้ง ๕ หมู่บ้านแล้วเมื่อเดือนกุมภาพันธ์ ๒๕๖๗",
        "problem": "ผู้อ่านสูงอายุแจ้งว่าตัวหนังสือเล็กเกินไป",
        "suggestion": "ในการพิมพ์ครั้งต่อไปควรใช้ตัวอักษรขนาดใหญ่ขึ้น และทำฉบับเสียงเผยแพร่ทางหอกระจายข่าว",
    },
    {
        "title": "การเผยแพร่ผลการจัดซื้อจัดจ้างทุกสัปดาห์",
        "printed_indicator": "ตัวชี้วัดที่ ๙ การเปิดเผยข้อมูล",
        "name": (9, "การเปิดเผยข้อมูล"),
        "steps": ["รวบรวมสัญญาที่ลงนามในแต่ละสัปดาห์", "นำขึ้นเว็บไซต์และปิดประกาศหน้าสำนักงานภายในวันศุกร์"],
        "period": "ปีงบประมาณ พ.ศ. ๒๕๖๗",
        "start": "2023-10-01",
        "end": "2024-09-30",
        "printed": "กองคลังและสำนักปลัด",
        "responsible": ["กองคลัง", "สำนักปลัด"],
        "progress": "เผยแพร่ครบ ๕๒ สัปดาห์ รวม ๑๔๓ สัญญา\nมีประชาชนสอบถามรายละเอียดเพิ่มเติม ๙ ราย และได้ตอบครบทุกราย",
        "problem": "ระบบเว็บไซต์ขัดข้องสองครั้งในเดือนพฤษภาคม",
        "suggestion": "ควรสำรองข้อมูลไว้ในเพจของหน่วยงานอีกช่องทางหนึ่ง",
    },
    {
        "title": "กิจกรรมผู้บริหารพบประชาชนทุกวันอังคาร",
        "printed_indicator": "ตัวชี้วัดที่ ๘ การปรับปรุงการทำงาน",
        "name": (8, "การปรับปรุงการทำงาน"),
        "steps": ["ประกาศวันและสถานที่ล่วงหน้าหนึ่งสัปดาห์", "บันทึกข้อเสนอของประชาชนและแจ้งผลกลับภายใน ๑๕ วัน"],
        "period": "ม.ค. ๖๗ ถึง ก.ย. ๖๗",
        "start": "2024-01-01",
        "end": "2024-09-30",
        "printed": "นายกองค์การบริหารส่วนตำบล/ หัวหน้าส่วนราชการ",
        "responsible": ["นายกองค์การบริหารส่วนตำบล", "หัวหน้าส่วนราชการ"],
        "progress": "จัดกิจกรรมแล้ว ๓๑ ครั้ง ได้รับข้อเสนอ ๖๔ เรื่อง ดำเนินการแล้วเสร็จ ๕๘ เรื่อง",
        "problem": "ไม่มี",
        "suggestion": "ควรหมุนเวียนสถานที่ให้ครบทุกหมู่บ้าน",
    },
    {
        "title": "การแสดงเจตนารมณ์งดรับของขวัญ",
        "printed_indicator": "ตัวชี้วัดที่ ๑๐ การป้องกันการทุจริต",
        "name": (10, "การป้องกันการทุจริต"),
        "steps": ["จัดทำประกาศสองภาษา", "ติดป้ายหน้าห้องทำงานของผู้บริหารและทุกกอง", "รายงานการรับของขวัญเป็นรายไตรมาส"],
        "period": "ธันวาคม ๒๕๖๖ – กันยายน ๒๕๖๗",
        "start": "2023-12-01",
        "end": "2024-09-30",
        "printed": "หน่วยตรวจสอบภายใน",
        "responsible": ["หน่วยตรวจสอบภายใน"],
        "progress": "ติดป้ายครบทุกห้อง และไม่ปรากฏการรับของขวัญในทั้งสามไตรมาส",
        "problem": "ไม่มี",
        "suggestion": "ควรเชิญชวนร้านค้าในพื้นที่ร่วมแสดงเจตนารมณ์ด้วย",
    },
]


def build() -> tuple[Paper, Truth]:
    agency = (NAME, "องค์การบริหารส่วนตำบล", "บ้านแหลม", "เพชรบุรี", "TH-76")
    truth = Truth(TITLE, "progress", 2567, agency)
    paper = Paper(font="Umpush", size=13)
    paper.page_numbers("~ ", " ~")
    paper.lines(TITLE, NAME, "อำเภอบ้านแหลม จังหวัดเพชรบุรี", size=15)
    paper.para(
        f"{NAME} ขอรายงานผลการดำเนินการตามมาตรการที่ประกาศไว้ รวม {thai(len(MEASURES))} มาตรการ ดังนี้",
        first=1.5,
        before=8,
    )
    for n, measure in enumerate(MEASURES, 1):
        fields = dict(measure)
        title, printed, problem = fields.pop("title"), fields.pop("printed"), fields.pop("problem")
        indicator, name = fields.pop("name")
        heading = fields.pop("printed_indicator")
        paper.para(thai(f"มาตรการที่ {n} {title}"), bold=True, before=10, keep=True)
        paper.para(f"({heading})", keep=True, left=0.8)
        for label, value in (
            ("วิธีการดำเนินการ", [f"- {step}" for step in measure["steps"]]),
            ("ระยะเวลา", [measure["period"]]),
            ("ผู้รับผิดชอบ", [printed]),
            ("ผลการดำเนินการ", measure["progress"].split("\n")),
            ("ปัญหา/อุปสรรค", [problem]),
            ("ข้อเสนอแนะ", [measure["suggestion"]]),
        ):
            paper.para(label, bold=True, left=0.8, keep=True)
            for line in value:
                paper.para(line, left=1.6)
        truth.name(str(indicator), name)
        truth.measure(title, indicators=[indicator], fiscal_year=2567, **fields)
    return paper, truth
