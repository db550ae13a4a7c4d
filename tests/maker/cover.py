"""The first page: a memo in some reports, the title, the agency and its place."""

from __future__ import annotations

import datetime as dt

from tests.maker import words
from tests.maker.desk import Desk

TITLES = {
    "analysis": (
        "รายงานการวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ ประจำปีงบประมาณ พ.ศ. {year}",
        "รายงานผลการวิเคราะห์การประเมินคุณธรรมและความโปร่งใส (ITA) ประจำปีงบประมาณ พ.ศ. {year}",
        "การวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (Integrity and Transparency Assessment : ITA) ประจำปีงบประมาณ พ.ศ. {year}",
        "รายงานการวิเคราะห์ผลการประเมิน ITA ปีงบประมาณ {year}",
        "การนำผลการประเมิน ITA ไปสู่การพัฒนาองค์กร ประจำปีงบประมาณ พ.ศ. {year}",
    ),
    "measures": (
        "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. {year}",
        "แผนขับเคลื่อนมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. {year}",
        "มาตรการส่งเสริมคุณธรรมและความโปร่งใส ปีงบประมาณ {year}",
    ),
    "results": (
        "ประกาศผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานขององค์กรปกครองส่วนท้องถิ่น ประจำปีงบประมาณ พ.ศ. {year}",
        "ผลคะแนนการประเมิน ITA ขององค์กรปกครองส่วนท้องถิ่น ประจำปีงบประมาณ พ.ศ. {year}",
    ),
    "progress": (
        "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. {year}",
        "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. {year}",
        "รายงานผลการดำเนินงานตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ปีงบประมาณ พ.ศ. {year}",
    ),
}


def memo(desk: Desk) -> None:
    """A cover memo with its date; names and telephone numbers are no records."""
    date = issued(desk)
    day = f"{desk.n(date.day)}  {words.MONTHS[date.month][0]}  "
    era = desk.rng.choice(["", "พ.ศ. "])
    paper = desk.paper
    if desk.chance("memo_word", 0.7):
        paper.para("บันทึกข้อความ", bold=True, align="center", size=24)
    paper.para(f"ส่วนราชการ  สำนักปลัด  {desk.agency.name}")
    paper.para(f"ที่  {desk.n('สร 59901/142')}\t\t\tวันที่  {day}{era}{desk.n(date.year + 543, 'year')}")
    subject = {
        "analysis": "รายงานการวิเคราะห์ผลการประเมิน ITA",
        "measures": "ขออนุมัติมาตรการส่งเสริมคุณธรรมและความโปร่งใส",
        "progress": "รายงานผลการดำเนินการตามมาตรการ",
        "results": "ขอส่งผลการประเมิน ITA",
    }[desk.truth.report["kind"]]
    paper.para(f"เรื่อง  {subject}")
    chief = "นายกเทศมนตรี" if desk.agency.kind.startswith("เทศบาล") else "นายกองค์การบริหารส่วนตำบล"
    paper.para(f"เรียน  {chief}", before=6)
    paper.para(
        "ตามที่สำนักงาน ป.ป.ช. ได้ดำเนินการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐแล้ว "
        "สำนักปลัดจึงจัดทำเอกสารตามที่แนบมาพร้อมนี้",
        first=2.5,
        before=6,
    )
    paper.para("จึงเรียนมาเพื่อโปรดพิจารณา", first=2.5, before=6)
    paper.para("(..........................................................)", align="right", before=30)
    paper.para("หัวหน้าสำนักปลัด", align="right")
    desk.truth.report["issued"] = date.isoformat()


def issued(desk: Desk) -> dt.date:
    """A day after the assessment's results are out."""
    year = int(desk.truth.report["fiscal_year"]) - 543
    month = desk.rng.randint(1, 12)
    late = desk.truth.report["kind"] == "analysis" and month >= 8
    return dt.date(
        year if late else year + (desk.truth.report["kind"] != "measures"), month, desk.rng.randint(1, 28)
    )


def cover(desk: Desk, title: str, new_page: bool) -> None:
    paper, agency = desk.paper, desk.agency
    size = desk.rng.choice([None, 18, 20])
    if desk.truth.report["kind"] == "measures" and not new_page and desk.chance("announcement", 0.25):
        _announcement(desk, title, size)
        return
    form = desk.pick("cover", "lines", "one_line", "short", "split")
    lines = [title]
    if form == "split" and " ประจำปี" in title:
        lines = [title[: title.index(" ประจำปี")], title[title.index("ประจำปี") :]]
    paper.para(lines[0], bold=True, align="center", size=size, new_page=new_page)
    district, province = f"อำเภอ{agency.district}", f"จังหวัด{agency.province}"
    if form == "one_line":
        lines.append(f"{agency.name} {district} {province}")
    elif form == "short":
        lines += [agency.name, f"อ.{agency.district} จ.{agency.province}"]
    else:
        lines += [agency.name, f"{district} {province}"]
    paper.lines(*lines[1:], size=size)
    if desk.chance("cover_page", 0.2):
        paper.page_break()


def _announcement(desk: Desk, title: str, size: float | None) -> None:
    """A plan that is put into force by an announcement, with its day."""
    date, agency, paper = issued(desk), desk.agency, desk.paper
    paper.lines(f"ประกาศ{agency.name}", f"เรื่อง {title}", size=size)
    paper.para(
        f"ด้วย{agency.name} อำเภอ{agency.district} จังหวัด{agency.province} "
        "ได้กำหนดมาตรการเพื่อเป็นแนวทางปฏิบัติของบุคลากร จึงประกาศให้ทราบโดยทั่วกัน",
        first=1.5,
        before=6,
    )
    month = words.MONTHS[date.month][0]
    day = f"{desk.n(date.day)} {month} พ.ศ. {desk.n(date.year + 543, 'year')}"
    paper.para(f"ประกาศ ณ วันที่ {day}", align="center", before=6)
    chief = "นายกเทศมนตรี" if agency.kind.startswith("เทศบาล") else "นายกองค์การบริหารส่วนตำบล"
    paper.para(chief, align="center", before=24)
    desk.truth.report["issued"] = date.isoformat()


def preface(desk: Desk) -> None:
    """Words on the assessment as such: no record."""
    if not desk.chance("preface", 0.4):
        return
    desk.paper.para(
        "การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ เป็นเครื่องมือที่สำนักงาน ป.ป.ช. "
        "ใช้ให้หน่วยงานได้ทราบสถานะและนำผลไปปรับปรุงการทำงาน ประกอบด้วยเครื่องมือ "
        f"{desk.n(3)} เครื่องมือ ผู้ตอบแบบวัดไม่น้อยกว่าร้อยละ {desk.n(10)} ของจำนวนผู้มีส่วนได้ส่วนเสีย",
        first=1.5,
        before=6,
    )


def closing(desk: Desk) -> None:
    if desk.chance("signature", 0.3):
        desk.paper.para(
            "(ลงชื่อ)......................................................ผู้รายงาน", align="right", before=14
        )
        desk.paper.para("หัวหน้าสำนักปลัด", align="right")
