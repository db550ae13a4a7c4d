"""Sections as offices write them: what their headings end, what their entries are about, who a name means."""

from __future__ import annotations

import pytest
from invented import AGENCY, TITLE, codes, read, report, scores

from corpus.frame import load_frame
from pipeline.structure.lists import units
from pipeline.structure.prose import statements

WEAK = "๑) ประเด็นที่เป็นข้อบกพร่องหรือจุดอ่อนที่จะต้องแก้ไขโดยเร่งด่วน"


def test_an_entry_names_its_indicator_and_its_item() -> None:
    """Each is an analysis of its own, and words the item."""
    plan = "แผนและความก้าวหน้าในการดำเนินงานและการใช้งบประมาณประจำปี"
    got = report(
        WEAK,
        f"๑.๑ ตัวชี้วัดที่ ๙ การเปิดเผยข้อมูล ข้อ O๘ {plan} ไม่ได้คะแนน เพราะไม่แสดงความก้าวหน้ารายโครงการ",
        "๑.๒ ตัวชี้วัดที่ ๙ การเปิดเผยข้อมูล ข้อ O๑๒ ข้อมูลสถิติการให้บริการ ไม่ได้คะแนน เนื่องจากไม่ครบทุกงาน",
        year=2567,
    )
    assert [(a.indicator, a.items, a.finding) for a in got.analyses] == [
        (9, ("O8",), "weakness"),
        (9, ("O12",), "weakness"),
    ]
    assert [(i.item, i.name) for i in got.indicators if i.item] == [
        ("O8", plan),
        ("O12", "ข้อมูลสถิติการให้บริการ"),
    ]


def test_a_heading_over_results_ends_what_the_one_before_says() -> None:
    """What stands under it is no strength."""
    got = report(
        "๓) ประเด็นที่เป็นจุดแข็งที่จะต้องรักษาระดับไว้",
        "๓.๑ ตัวชี้วัดที่ ๓ การใช้อำนาจ ผู้บังคับบัญชามอบหมายงานอย่างเป็นธรรมและประเมินผลงานตามจริง",
        "๔) ผลคะแนนการประเมิน",
        "โดยจำแนกตามเครื่องมือได้ดังนี้ IIT = 90.76 คะแนน และ OIT = 90.00 คะแนน",
    )
    assert [a.finding for a in got.analyses] == ["strength", "general"]


def test_a_reason_is_no_heading_over_measures() -> None:
    """Though it is numbered and speaks of measures; a sub-indicator tells its indicator."""
    got = report(
        "๒. การวิเคราะห์จุดอ่อนและแนวทางแก้ไข",
        "๒.๑ แบบตรวจ OIT ไม่พบการเผยแพร่มาตรการภายใน ทำให้ตัวชี้วัดย่อยที่ ๑๐.๒ ไม่ได้คะแนนแม้แต่ข้อเดียว",
        "๓. มาตรการส่งเสริมความโปร่งใส",
        year=2562,
    )
    assert [(a.indicator, a.finding) for a in got.analyses] == [(10, "weakness")]


def test_the_title_of_a_measure_names_its_indicator() -> None:
    """In brackets behind it."""
    got = report(
        "๕.๑ มาตรการปรับปรุงการเปิดเผยข้อมูล (ตัวชี้วัดที่ ๙)", "วิธีดำเนินการ", "๑. แต่งตั้งคณะทำงาน", "ผู้รับผิดชอบ กองคลัง"
    )
    assert [m.indicators for m in got.measures] == [(9,)]


def test_a_numbered_line_below_who_is_responsible_ends_the_block() -> None:
    """It heads the next one; numbered units go on."""
    block = ["๑) มาตรการ : ยืมง่ายคืนครบ", "๒) ขั้นตอนการดำเนินการ", "๑. จัดทำทะเบียน", "๓) ผู้รับผิดชอบ : กองคลัง"]
    got = report(*block, "๒. ประเด็นการพัฒนาที่ ๒", *block)
    assert [m.responsible for m in got.measures] == [("กองคลัง",), ("กองคลัง",)]
    listed = report(*block[:3], "๓) ผู้รับผิดชอบ", "๑. กองคลัง", "๒. สำนักปลัดเทศบาล")
    assert [m.responsible for m in listed.measures] == [("กองคลัง", "สำนักปลัดเทศบาล")]


def test_an_abbreviation_keeps_its_stop() -> None:
    """At the end of a unit's name; a stop at the end of a list is none of it."""
    assert units(["- สำนักปลัด อบต.", "- กองคลัง"]) == ("สำนักปลัด อบต.", "กองคลัง")
    assert units(["สำนักปลัด, กองคลัง."]) == ("สำนักปลัด", "กองคลัง")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("โครงการ อบต. สีขาว ปลอดสินบน", False),
        ("ปรับปรุงเว็บไซต์ อบต. ใหม่ทั้งหมด", False),
        ("องค์การบริหารส่วนตำบลมูโนะ ได้ดำเนินการ", True),
        ("อบต. หนองไผ่ล้อม ได้ดำเนินการ", True),
    ],
)
def test_a_word_behind_the_abbreviation_is_no_name(text: str, named: bool) -> None:
    """อบต. and what it is like."""
    own = "องค์การบริหารส่วนตำบลดงพะยอมไพร อำเภอนามน จังหวัดกาฬสินธุ์"
    assert ("other_agency_named" in codes(read(TITLE.format(year=2568), own, text))) is named


@pytest.mark.parametrize(
    "text",
    [
        "ได้คะแนนรวม 67.88 คะแนน ระดับ C ต่ำกว่าค่าเป้าหมายที่กำหนดไว้ที่ 85 คะแนน",
        "บรรลุเป้าหมายตามแผน 85 คะแนน โดยได้คะแนนรวม 67.88 คะแนน",
        "คะแนนรวม 67.88 คะแนน ซึ่งไม่ถึงเป้าหมาย ร้อยละ 85",
    ],
)
def test_a_goal_that_the_result_is_compared_with_is_no_figure(text: str) -> None:
    """Neither a score nor a target of another year."""
    assert [(s.statistic, str(s.value)) for s in statements(text, load_frame(2565))] == [("score", "67.88")]


def test_scores_of_a_report_keep_their_place() -> None:
    """The headings added above take no score from what stands under them."""
    got = report(AGENCY, "๔. ผลคะแนนในภาพรวม", "๑. การใช้อำนาจ (๙๒.๑๓ คะแนน)")
    assert scores(got) == [("3", "92.13", "score")]


def test_lines_with_labels_under_an_indicator_and_its_score() -> None:
    """What is strong, what is weak, what to do: each line by itself, until the next indicator."""
    got = report(
        "๑. การปฏิบัติหน้าที่ ได้ ๙๕.๒๐ คะแนน",
        "จุดแข็ง : เจ้าหน้าที่ให้บริการตามขั้นตอนและระยะเวลาที่กำหนดไว้",
        "จุดอ่อน : ยังไม่มีระบบคิวออนไลน์ทำให้ประชาชนรอนาน",
        "แนวทางการปรับปรุง : จัดทำระบบคิวออนไลน์",
        "๒. การใช้งบประมาณ ได้ ๘๑.๑๐ คะแนน",
        "จุดแข็ง : -",
        "จุดอ่อน : บุคลากรไม่ทราบแผนการใช้จ่ายงบประมาณ",
        "แนวทางการปรับปรุง : -",
    )
    assert scores(got) == [("1", "95.20", "score"), ("2", "81.10", "score")]
    assert [(a.indicator, a.finding) for a in got.analyses] == [
        (1, "general"),
        (1, "strength"),
        (1, "weakness"),
        (2, "general"),
        (2, "weakness"),
    ]
    assert [(m.title, m.indicators) for m in got.measures] == [("จัดทำระบบคิวออนไลน์", (1,))]


def test_the_score_of_an_item_in_brackets_behind_what_is_said_of_it() -> None:
    """(i๑ = ๙๘.๑๐)."""
    got = report("๑. จุดแข็ง", "๑) เจ้าหน้าที่ให้บริการตามขั้นตอนและระยะเวลาที่กำหนดไว้ (i๑ = ๙๘.๑๐)")
    assert scores(got) == [("I1", "98.10", "score")]
    assert [(a.items, a.finding) for a in got.analyses] == [(("I1",), "strength")]


def test_measures_listed_under_the_names_of_indicators() -> None:
    """A heading announces them, each indicator has its own."""
    got = report(
        "๓. แนวทางการแก้ไขปรับปรุง",
        "ตัวชี้วัดที่ ๗ ประสิทธิภาพการสื่อสาร",
        "- เพิ่มช่องทางการประชาสัมพันธ์ข้อมูลทางไลน์ของเทศบาล",
        "- จัดทำวารสารรายเดือนแจกทุกครัวเรือน",
        "๓.๒ ตัวชี้วัดที่ ๘ การปรับปรุงระบบการทำงาน",
        "- ลดขั้นตอนการให้บริการด้านทะเบียน",
        "๔. คณะผู้จัดทำ",
    )
    assert [(m.title, m.indicators, m.steps) for m in got.measures] == [
        ("เพิ่มช่องทางการประชาสัมพันธ์ข้อมูลทางไลน์ของเทศบาล", (7,), ()),
        ("จัดทำวารสารรายเดือนแจกทุกครัวเรือน", (7,), ()),
        ("ลดขั้นตอนการให้บริการด้านทะเบียน", (8,), ()),
    ]


def test_results_under_the_names_of_indicators_are_no_measures() -> None:
    """Where a list of measures was before them."""
    got = report(
        "๓. แนวทางการแก้ไขปรับปรุง",
        "- จัดทำวารสารรายเดือนแจกทุกครัวเรือน",
        "ตัวชี้วัดที่ ๗ ประสิทธิภาพการสื่อสาร",
        "- ผู้รับบริการไม่ทราบช่องทางการร้องเรียนของเทศบาล",
    )
    assert [m.title for m in got.measures] == ["จัดทำวารสารรายเดือนแจกทุกครัวเรือน"]
