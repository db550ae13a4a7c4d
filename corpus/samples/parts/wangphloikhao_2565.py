"""Analysis 2565 with a letter rating: indicator scores in two half tables, one paragraph an item, failed OIT items."""

from __future__ import annotations

from decimal import Decimal

from corpus.samples.paper import Paper
from corpus.samples.truth import INDICATORS, Truth, mean, thai, two

NAME = "เทศบาลเมืองวังพลอยขาว"
TITLE = "รายงานการวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ ประจำปีงบประมาณ พ.ศ. ๒๕๖๕"
NAMES = {**INDICATORS, 8: "การปรับปรุงระบบการทำงาน"}
ITEMS_1 = {"I1": "84.10", "I2": "85.30", "I3": "90.72", "I4": "98.90", "I5": "97.45", "I6": "98.20"}
ITEMS_6 = {"E1": "82.60", "E2": "85.15", "E3": "88.40", "E4": "99.10", "E5": "89.35"}
SCORES = {
    1: mean(list(ITEMS_1.values())),
    2: "84.90",
    3: "89.66",
    4: "83.74",
    5: "87.11",
    6: mean(list(ITEMS_6.values())),
    7: "86.28",
    8: "84.55",
    9: "88.93",
    10: "81.25",
}

NOTES = {
    "IIT": "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (IIT) เป็นแบบวัดที่ให้บุคลากรซึ่งปฏิบัติงานไม่น้อยกว่าหนึ่งปีเลือกตอบตามการรับรู้ของตนเอง",
    "EIT": "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก (EIT) เป็นแบบวัดที่ให้ผู้มาติดต่อและผู้รับบริการเลือกตอบตามการรับรู้ของตนเอง",
    "OIT": "แบบวัดการเปิดเผยข้อมูลสาธารณะ (OIT) เป็นแบบวัดที่คณะที่ปรึกษาตรวจข้อมูลบนเว็บไซต์ของหน่วยงาน",
}

PASS, FAIL, BARELY = "ผ่านเกณฑ์", "ไม่ผ่านเกณฑ์", "ผ่านเกณฑ์เพียงเล็กน้อย"
FINDINGS = {PASS: "general", FAIL: "weakness", BARELY: "improvement"}
QUESTIONS: dict[str, tuple[str, str, str]] = {
    "I1": (
        ITEMS_1["I1"],
        FAIL,
        "บุคลากรในหน่วยงานของท่าน ปฏิบัติงาน/ให้บริการแก่ผู้มาติดต่อ ตามประเด็นดังต่อไปนี้ มากน้อยเพียงใด",
    ),
    "I2": (
        ITEMS_1["I2"],
        BARELY,
        "บุคลากรในหน่วยงานของท่าน ปฏิบัติงาน/ให้บริการ แก่ผู้มาติดต่อทั่ว ๆ ไป กับผู้มาติดต่อที่รู้จักเป็นการส่วนตัวอย่างเท่าเทียมกัน มากน้อยเพียงใด",
    ),
    "I3": (
        ITEMS_1["I3"],
        PASS,
        "บุคลากรในหน่วยงานของท่าน มีพฤติกรรมในการปฏิบัติงาน ตามประเด็นดังต่อไปนี้ อย่างไร",
    ),
    "I4": (
        ITEMS_1["I4"],
        PASS,
        "บุคลากรในหน่วยงานของท่าน มีการเรียกรับสิ่งดังต่อไปนี้ จากผู้มาติดต่อ เพื่อแลกกับการปฏิบัติงาน การอนุมัติ อนุญาต หรือให้บริการ หรือไม่",
    ),
    "I5": (
        ITEMS_1["I5"],
        PASS,
        "นอกเหนือจากการรับจากญาติหรือจากบุคคล ที่ให้กันในโอกาสต่าง ๆ โดยปกติตามขนบธรรมเนียม ประเพณี หรือวัฒนธรรม หรือให้กันตามมารยาทที่ปฏิบัติกันในสังคมแล้ว บุคลากรในหน่วยงานของท่าน มีการรับสิ่งดังต่อไปนี้ หรือไม่",
    ),
    "I6": (
        ITEMS_1["I6"],
        PASS,
        "บุคลากรในหน่วยงานของท่าน มีการให้สิ่งดังต่อไปนี้ แก่บุคคลภายนอกหรือภาคเอกชน เพื่อสร้างความสัมพันธ์ที่ดีและคาดหวังให้มีการตอบแทนในอนาคต หรือไม่",
    ),
    "I7": (
        "78.40",
        FAIL,
        "ท่านรู้เกี่ยวกับแผนการใช้จ่ายงบประมาณประจำปี ของหน่วยงานของท่าน มากน้อยเพียงใด",
    ),
    "I20": (
        "76.95",
        FAIL,
        "ขั้นตอนการขออนุญาตเพื่อยืมทรัพย์สินของราชการ ไปใช้ปฏิบัติงานในหน่วยงานของท่าน มีความสะดวกมากน้อยเพียงใด",
    ),
    "I23": (
        "80.25",
        FAIL,
        "ท่านรู้แนวปฏิบัติของหน่วยงานของท่าน เกี่ยวกับการใช้ทรัพย์สินของราชการที่ถูกต้อง มากน้อยเพียงใด",
    ),
    "E1": (
        ITEMS_6["E1"],
        FAIL,
        "เจ้าหน้าที่ของหน่วยงานที่ท่านติดต่อ ปฏิบัติงาน/ให้บริการ แก่ท่าน ตามประเด็นดังต่อไปนี้ มากน้อยเพียงใด",
    ),
    "E2": (
        ITEMS_6["E2"],
        BARELY,
        "เจ้าหน้าที่ของหน่วยงานที่ท่านติดต่อ ปฏิบัติงาน/ให้บริการ แก่ท่าน กับผู้มาติดต่อคนอื่น ๆ อย่างเท่าเทียมกัน มากน้อยเพียงใด",
    ),
    "E3": (
        ITEMS_6["E3"],
        PASS,
        "เจ้าหน้าที่ของหน่วยงานที่ท่านติดต่อ ให้ข้อมูลเกี่ยวกับการดำเนินการ/ให้บริการแก่ท่านอย่างตรงไปตรงมา ไม่ปิดบังหรือบิดเบือนข้อมูล มากน้อยเพียงใด",
    ),
    "E4": (
        ITEMS_6["E4"],
        PASS,
        "ในระยะเวลา ๑ ปีที่ผ่านมา ท่านเคยถูกเจ้าหน้าที่ของหน่วยงานที่ท่านติดต่อ ร้องขอให้จ่ายหรือให้สิ่งดังต่อไปนี้ เพื่อแลกกับการปฏิบัติงาน การอนุมัติ อนุญาต หรือให้บริการ หรือไม่",
    ),
    "E5": (
        ITEMS_6["E5"],
        PASS,
        "หน่วยงานที่ท่านติดต่อ มีการดำเนินงาน โดยคำนึงถึงประโยชน์ของประชาชนและส่วนรวมเป็นหลัก มากน้อยเพียงใด",
    ),
}

SECTIONS: list[tuple[str, str, list[tuple[int, list[str], str, str]]]] = [
    (
        "๒.๑ แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (Internal Integrity and Transparency Assessment : IIT)",
        "IIT",
        [
            (
                1,
                ["I1", "I2", "I3", "I4", "I5", "I6"],
                "1",
                "จากคะแนนข้างต้น เทศบาลควรปรับปรุงการให้บริการตามระยะเวลาที่กำหนด โดยติดประกาศเวลามาตรฐานของแต่ละงานให้ผู้มาติดต่อเห็นได้ชัด",
            ),
            (
                2,
                ["I7"],
                "I7",
                "ทั้งนี้ เนื่องจากแผนการใช้จ่ายงบประมาณติดประกาศเฉพาะที่กองคลัง บุคลากรของกองอื่นจึงไม่ได้รับทราบ",
            ),
            (
                4,
                ["I20", "I23"],
                "4",
                "ทั้งสองข้อเป็นปัญหาจากการไม่มีคู่มือการยืมพัสดุ จึงต้องจัดทำคู่มือและแจ้งเวียนให้บุคลากรถือปฏิบัติ",
            ),
        ],
    ),
    (
        "๒.๒ แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก (External Integrity and Transparency Assessment : EIT)",
        "EIT",
        [
            (
                6,
                ["E1", "E2", "E3", "E4", "E5"],
                "6",
                "เทศบาลควรพัฒนาระบบคิวให้ผู้มาติดต่อทุกคนได้รับบริการตามลำดับและทราบเวลารอคอย",
            )
        ],
    ),
]

FAILED = {
    "O11": (
        "รายงานการกำกับติดตามการดำเนินงานประจำปี รอบ 6 เดือน",
        "ไม่ผ่านเกณฑ์ เนื่องจากรายงานไม่ระบุความก้าวหน้าของแต่ละโครงการ",
    ),
    "O17": ("E-Service", "ไม่ผ่านเกณฑ์ เนื่องจากเป็นเพียงแบบฟอร์มสำหรับพิมพ์ ผู้รับบริการยังต้องเดินทางมายื่นด้วยตนเอง"),
    "O37": ("การดำเนินการเพื่อจัดการความเสี่ยงการทุจริต", "ไม่ผ่านเกณฑ์ เนื่องจากกิจกรรมที่รายงานเป็นกิจกรรมของปีก่อน"),
}


def overall() -> str:
    values = [Decimal(value) for value in SCORES.values()]
    parts = (values[:5], values[5:8], values[8:])
    weights = (Decimal("0.3"), Decimal("0.3"), Decimal("0.4"))
    return two(
        sum((w * sum(p, Decimal(0)) / len(p) for w, p in zip(weights, parts, strict=True)), Decimal(0))
    )


def build() -> tuple[Paper, Truth]:
    agency = (NAME, "เทศบาลเมือง", "ท่าใหม่", "จันทบุรี", "TH-22")
    truth = Truth(TITLE, "analysis", 2565, agency)
    paper = Paper(font="Kinnari", size=12)
    paper.page_numbers("", "", top=True)
    paper.lines(TITLE, NAME, "อำเภอท่าใหม่ จังหวัดจันทบุรี", size=14)

    paper.para("๑. ผลการประเมินในภาพรวม", bold=True, before=8)
    value = overall()
    text = thai(f"{NAME}ได้รับผลการประเมินในภาพรวม {value} คะแนน อยู่ในระดับ A โดยมีคะแนนรายตัวชี้วัดดังตารางต่อไปนี้")
    paper.para(text, first=1.5, keep=True)
    truth.score("overall", value, rating="A")
    truth.analysis("overall", "general", text)
    rows = [["ตัวชี้วัด", "คะแนน", "ตัวชี้วัด", "คะแนน"]]
    for n in range(1, 6):
        cells = []
        for number in (n, n + 5):
            cells += [thai(f"{number}. {NAMES[number]}"), thai(SCORES[number])]
            truth.name(str(number), NAMES[number])
            truth.score(str(number), SCORES[number])
        rows.append(cells)
    paper.table(rows, (5.6, 2.2, 5.6, 2.2), center=(1, 3), shade=None)

    paper.para("๒. การวิเคราะห์ผลการประเมินรายข้อ", bold=True, before=8, keep=True)
    for heading, instrument, indicators in SECTIONS:
        paper.para(heading, bold=True, before=4, keep=True)
        paper.para(NOTES[instrument], first=1.5)
        for number, items, about, closing in indicators:
            paper.para(thai(f"ตัวชี้วัดที่ {number} {NAMES[number]}"), bold=True, left=0.8, before=3, keep=True)
            said = ""
            for item in items:
                score, level, question = QUESTIONS[item]
                said = f"ข้อ {item} {question} ได้คะแนน {thai(score)} คะแนน {level}"
                paper.para(said, first=1.5)
                truth.name(item, question)
                truth.score(item, score)
                if about != item:
                    truth.analysis([item], FINDINGS[level], said)
            paper.para(closing, first=1.5)
            if about in items:
                truth.analysis([about], FINDINGS[QUESTIONS[about][1]], f"{said}\n{closing}")
            else:
                truth.analysis(about, "weakness" if "ปัญหา" in closing else "improvement", closing)
    paper.para(
        "๒.๓ แบบวัดการเปิดเผยข้อมูลสาธารณะ (Open Data Integrity and Transparency Assessment : OIT)",
        bold=True,
        before=4,
        keep=True,
    )
    paper.para(NOTES["OIT"], first=1.5)
    for item, (name, reason) in FAILED.items():
        text = f"ข้อ {item} {name} {reason}"
        paper.para(text, first=1.5)
        truth.name(item, name)
        truth.analysis([item], "weakness", text)
    return paper, truth
