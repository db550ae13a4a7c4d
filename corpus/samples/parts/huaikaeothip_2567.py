"""Analysis 2567 with deliberate errors: a wrong mean, a wrong sum, a rating too high, names that are not its own."""

from __future__ import annotations

from corpus.samples.paper import Paper
from corpus.samples.truth import INDICATORS, Truth, thai

NAME = "เทศบาลตำบลห้วยแก้วทิพย์"
MISSPELT = "เทศบาลตำบลห้วยแก้วทิพธ์"
OTHER = "เทศบาลตำบลเวียงพลับพลา"
TITLE = "รายงานผลการวิเคราะห์ ITA ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"

OVERALL, RATING = "95.80", "ผ่านดีเยี่ยม"
INSTRUMENTS = {"IIT": "94.33", "EIT": "92.50", "OIT": "86.25"}
SCORES = {
    1: "96.20",
    2: "94.10",
    3: "95.75",
    4: "91.05",
    5: "94.55",
    6: "94.10",
    7: "91.60",
    8: "91.80",
    9: "90.00",
    10: "82.50",
}
ITEMS = {
    "I10": (
        "82.30",
        "เจ้าหน้าที่ในหน่วยงานของท่าน มีการขอยืมหรือขอใช้ ทรัพย์สินของหน่วยงาน อย่างถูกต้องตามขั้นตอน/แนวปฏิบัติ มากน้อยเพียงใด",
        "ผู้ยืมบางรายไม่ส่งคืนตามกำหนดและไม่มีการทวงถาม",
    ),
    "I11": (
        "90.45",
        "เจ้าหน้าที่ในหน่วยงานของท่าน เคยนำทรัพย์สินของหน่วยงานไปใช้เพื่อประโยชน์ส่วนตัว บ่อยครั้งมากน้อยเพียงใด",
        "มีผู้นำเครื่องตัดหญ้าไปใช้ในวันหยุดโดยไม่ลงทะเบียน",
    ),
    "I12": (
        "88.40",
        "การกำกับดูแลและตรวจสอบทรัพย์สินของหน่วยงาน สามารถป้องกันการนำทรัพย์สินของหน่วยงานไปใช้เพื่อประโยชน์ส่วนตัวได้ มากน้อยเพียงใด",
        "ยังไม่มีผู้ตรวจสอบประจำคลังพัสดุ",
    ),
}
"""Their mean is 87.05; the report states 91.05 for indicator 4."""


def build() -> tuple[Paper, Truth]:
    agency = (NAME, "เทศบาลตำบล", "ด่านซ้าย", "เลย", "TH-42")
    truth = Truth(TITLE, "analysis", 2567, agency)
    paper = Paper(font="Loma", size=11)
    paper.page_numbers("", "")
    paper.lines(TITLE, NAME, "อำเภอด่านซ้าย จังหวัดเลย", size=13)

    paper.para("๑. คะแนนในภาพรวม", bold=True, before=8, keep=True)
    paper.para(thai(f"คะแนนรวม : {OVERALL} คะแนน"), left=1)
    paper.para(f"ระดับผลการประเมิน : {RATING}", left=1)
    truth.score("overall", OVERALL, rating=RATING)
    for instrument, value in INSTRUMENTS.items():
        paper.para(thai(f"คะแนน {instrument} : {value} คะแนน"), left=1)
        truth.score(instrument, value)

    paper.para("๒. คะแนนรายตัวชี้วัด", bold=True, before=8, keep=True)
    for n, value in SCORES.items():
        paper.para(thai(f"ตัวชี้วัดที่ {n} {INDICATORS[n]} : {value} คะแนน"), left=1)
        truth.name(str(n), INDICATORS[n])
        truth.score(str(n), value)

    paper.para("๓. ข้อบกพร่องที่ต้องแก้ไข ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ", bold=True, before=8, keep=True)
    rows = [["ข้อ", "ข้อคำถาม", "คะแนน", "การวิเคราะห์"]]
    for item, (value, question, said) in ITEMS.items():
        rows.append([thai(item.lower()), question, thai(value), said])
        truth.name(item, question)
        truth.score(item, value)
        truth.analysis([item], "weakness", said)
    paper.table(rows, (1.4, 7.2, 2, 5.6), center=(0, 2), shade=None)

    paper.para("๔. แนวทางการดำเนินการในปีงบประมาณ พ.ศ. ๒๕๖๘", bold=True, before=8, keep=True)
    paper.para(f"{MISSPELT}จึงกำหนดมาตรการสำหรับผู้บริหารและบุคลากรของ{OTHER} ดังตารางนี้", first=1.5)
    rows = [["มาตรการ", "วิธีดำเนินการ", "ระยะเวลา", "ผู้รับผิดชอบ"]]
    measures: list[tuple[str, list[str], str, tuple[str, str], list[str]]] = [
        (
            "มาตรการยืมคืนพัสดุตรงเวลา",
            ["กำหนดวันคืนในใบยืม", "ทวงถามเมื่อเกินกำหนด ๓ วัน"],
            "ต.ค. ๖๗ – ก.ย. ๖๘",
            ("2024-10-01", "2025-09-30"),
            ["กองคลัง"],
        ),
        (
            "มาตรการผู้ดูแลคลังพัสดุ",
            ["แต่งตั้งผู้ดูแลคลังพัสดุ", "ตรวจนับทุกสิ้นเดือน"],
            "ม.ค. ๖๘ – มี.ค. ๖๘",
            ("2025-01-01", "2025-03-31"),
            ["กองคลัง", "กองช่าง"],
        ),
    ]
    for title, steps, period, (start, end), responsible in measures:
        lines = "\n".join(f"- {step}" for step in steps)
        rows.append([title, lines, period, "/".join(responsible)])
        truth.measure(
            title,
            fiscal_year=2568,
            steps=steps,
            responsible=responsible,
            period=period,
            start=start,
            end=end,
        )
    paper.table(rows, (4.4, 6, 3, 2.8), shade=None)
    found(truth)
    return paper, truth


def found(truth: Truth) -> None:
    """What a careful clerk must question; indexes are places in the list of scores."""
    place = {
        (s["level"], s.get("item") or s.get("indicator") or s.get("instrument")): n
        for n, s in enumerate(truth.scores)
    }
    overall = ("score", place["overall", None])
    truth.finding(
        "overall_not_weighted_sum",
        "error",
        "คะแนนรวมที่ระบุ 95.80 ไม่เท่ากับ 0.3 × 94.33 + 0.3 × 92.50 + 0.4 × 86.25 ซึ่งเท่ากับ 90.55",
        "The stated overall, 95.80, is not 0.3 × 94.33 + 0.3 × 92.50 + 0.4 × 86.25, which is 90.55.",
        overall,
    )
    truth.finding(
        "rating_not_of_score",
        "error",
        "ระดับผ่านดีเยี่ยมต้องได้ทุกแบบวัดตั้งแต่ 95 คะแนน แต่ OIT ได้ 86.25",
        "ผ่านดีเยี่ยม needs 95 in every instrument; OIT has 86.25.",
        overall,
    )
    truth.finding(
        "indicator_not_item_mean",
        "error",
        "คะแนนตัวชี้วัดที่ 4 ที่ระบุ 91.05 ไม่เท่ากับค่าเฉลี่ยของข้อ I10-I12 ซึ่งเท่ากับ 87.05",
        "The stated score of indicator 4, 91.05, is not the mean of I10-I12, which is 87.05.",
        ("score", place["indicator", 4]),
    )
    truth.finding(
        "agency_name_misspelt",
        "warning",
        f"เขียนชื่อหน่วยงานเป็น {MISSPELT} แทน {NAME}",
        f"The agency's name is printed as {MISSPELT} instead of {NAME}.",
        ("report", None),
    )
    truth.finding(
        "other_agency_named",
        "warning",
        f"ระบุชื่อหน่วยงานอื่น {OTHER} ในส่วนที่ ๔",
        f"Part 4 names another agency, {OTHER}.",
        ("report", None),
    )
