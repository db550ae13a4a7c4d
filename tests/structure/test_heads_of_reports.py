"""What stands before a report and above its pages: contents, running heads, the year that a plan rests on."""

from __future__ import annotations

import pytest
from invented import AGENCY, TITLE, codes, read, report, scores

from extractors.document import Paragraph, Role

CONTENTS = [
    "คำนำ......................................................ก",
    "๑. ผลการประเมิน...........................................๑",
    "๒. ประเด็นที่เป็นข้อบกพร่องหรือจุดอ่อนที่จะต้องแก้ไขโดยเร่งด่วน",
    "ของเทศบาลตำบลทุ่งแสงดาว....................................๓",
    "๓. มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน........๔",
]
STATED = "เทศบาลตำบลทุ่งแสงดาว ได้คะแนนในภาพรวม ๘๗.๖๕ คะแนน อยู่ในระดับ ผ่าน"


@pytest.mark.parametrize(
    "contents",
    [
        ["สารบัญ", *CONTENTS],
        ["สารบัญ" + CONTENTS[0], *CONTENTS[1:]],
        ["สารบัญ", "เรื่อง หน้า", *(line.replace(".....", " ").replace(". .", " ") for line in CONTENTS)],
        ["สารบัญ", [["เรื่อง", "หน้า"], ["มาตรการส่งเสริมคุณธรรม", "๔"], ["ตัวชี้วัด", "๕"]]],
    ],
)
def test_contents_say_nothing(contents: list[str]) -> None:
    """No measure, no heading; what follows them is read."""
    got = report(*contents, STATED)
    assert scores(got) == [("overall", "87.65", "score")] and not got.measures
    assert [a.finding for a in got.analyses] == ["general"] and "unmapped_column" not in codes(got)


def test_lines_with_dots_elsewhere_are_no_contents() -> None:
    """Leaders may lead to scores too."""
    got = report("๑. การปฏิบัติหน้าที่ ................ ๙๕.๒๐", "๒. การใช้งบประมาณ ................ ๑๐๐")
    assert scores(got) == [("1", "95.20", "score"), ("2", "100", "score")]


PLAN = "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๘"
DEVELOPMENT = "การนำผลการประเมินคุณธรรมและความโปร่งใส (ITA) ไปสู่การพัฒนาองค์กร ประจำปีงบประมาณ พ.ศ. ๒๕๖๘"
RESTS_ON = "จากผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. ๒๕๖๗ " + STATED
BLOCK = ["๑) มาตรการ : จัดทำคู่มือ", "๒) ขั้นตอนการดำเนินการ", "๑. รวบรวมระเบียบ"]


@pytest.mark.parametrize("title", [PLAN, DEVELOPMENT])
def test_a_plan_rests_on_the_result_of_the_year_before(title: str) -> None:
    """Its title names the year that it is for; the report's year is that of the result."""
    got = read(title, AGENCY, RESTS_ON, *BLOCK)
    assert got.report.fiscal_year == 2567 and [s.fiscal_year for s in got.scores] == [2567]
    assert [m.fiscal_year for m in got.measures] == [2568]


@pytest.mark.parametrize(
    "told",
    [
        [PLAN, AGENCY, RESTS_ON, "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. ๒๕๖๘ สูงขึ้นจากเดิม"],
        [DEVELOPMENT, STATED, "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. ๒๕๖๗", "ได้คะแนนรวม ๘๐.๐๐ คะแนน"],
        [DEVELOPMENT, "ได้ ๘๗.๖๕ คะแนน เพิ่มขึ้นจากผลการประเมิน ITA ปี ๒๕๖๗"],
        [PLAN, AGENCY, "มาตรการของปีงบประมาณ พ.ศ. ๒๕๖๗ ได้ดำเนินการแล้ว"],
        [TITLE.format(year=2568), AGENCY, RESTS_ON],
        ["รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. ๒๕๖๘", RESTS_ON],
    ],
)
def test_the_title_s_year_stays(told: list[str]) -> None:
    """Where its own result is spoken of, and for analyses and reports of progress."""
    assert read(*told).report.fiscal_year == 2568


def test_the_place_stands_in_the_running_head() -> None:
    """Only where the text below does not tell it."""
    head = Paragraph("เทศบาลตำบลทุ่งแสงดาว อำเภอเกาะคา จังหวัดลำปาง", role=Role.HEADER)
    got = read(head, TITLE.format(year=2568), "เทศบาลตำบลทุ่งแสงดาว", STATED).report.agency
    assert got and (got.name, got.district, got.province) == ("เทศบาลตำบลทุ่งแสงดาว", "เกาะคา", "ลำปาง")
    other = Paragraph("อำเภอแม่ทะ จังหวัดลำปาง", role=Role.HEADER)
    told = read(other, TITLE.format(year=2568), "เทศบาลตำบลทุ่งแสงดาว อำเภอเกาะคา จังหวัดลำปาง").report.agency
    assert told and told.district == "เกาะคา"
    named = read(head, TITLE.format(year=2568), "ได้คะแนนในภาพรวม ๘๗.๖๕ คะแนน").report.agency
    assert named and named.name == "เทศบาลตำบลทุ่งแสงดาว"
