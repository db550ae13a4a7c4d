"""Measures in forms that are no table with headings above: labels at the side, marked months, lists, blocks by name."""

from __future__ import annotations

import datetime as dt

from invented import LEFT, UP, codes, read, report

from corpus.records import ReportRecords


def titles(records: ReportRecords) -> list[str]:
    return [m.title for m in records.measures]


def test_labels_in_the_first_column() -> None:
    """A table a measure, or several below each other: each label's cell is that part of the measure."""
    one = [
        ["มาตรการที่ ๑", "มาตรการเสริมสร้างการให้บริการ"],
        ["ตัวชี้วัดที่เกี่ยวข้อง", "ตัวชี้วัดที่ ๖ คุณภาพการดำเนินงาน"],
        ["ขั้นตอนการดำเนินงาน", "๑. จัดทำคู่มือ\n๒. อบรมเจ้าหน้าที่"],
        ["ผู้รับผิดชอบ", "สำนักปลัดเทศบาล และกองช่าง"],
        ["ระยะเวลาดำเนินการ", "ตุลาคม ๒๕๖๗ - กันยายน ๒๕๖๘"],
    ]
    two = [
        ["มาตรการที่ ๒", "มาตรการประหยัดทรัพย์สิน"],
        ["วิธีดำเนินการ", "๑. ประกาศแนวปฏิบัติ"],
        ["ผู้รับผิดชอบ", "กองคลัง"],
    ]
    for tables in ([one, two], [one + two]):
        got = report(*tables)
        assert titles(got) == ["มาตรการเสริมสร้างการให้บริการ", "มาตรการประหยัดทรัพย์สิน"]
        first, second = got.measures
        assert (first.indicators, first.steps) == ((6,), ("จัดทำคู่มือ", "อบรมเจ้าหน้าที่"))
        assert first.responsible == ("สำนักปลัดเทศบาล", "กองช่าง")
        assert (first.start, first.end) == (dt.date(2024, 10, 1), dt.date(2025, 9, 30))
        assert (second.steps, second.responsible) == (("ประกาศแนวปฏิบัติ",), ("กองคลัง",))


def test_marked_months_are_the_period() -> None:
    """Months without a year are those of the plan's fiscal year; an arrow may lie across several."""
    got = read(
        "แผนปฏิบัติการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. ๒๕๖๖",
        [
            ["ที่", "กิจกรรม", "ผู้รับผิดชอบ", "ต.ค.", "พ.ย.", "ธ.ค.", "ม.ค."],
            ["๑", "จัดทำประกาศนโยบาย", "สำนักปลัด", "✓", "✓", "", ""],
            ["๒", "อบรมคุณธรรม", "สำนักปลัด", "", "←→", LEFT, LEFT],
        ],
    )
    assert titles(got) == ["จัดทำประกาศนโยบาย", "อบรมคุณธรรม"]
    assert [m.period for m in got.measures] == ["ต.ค. – พ.ย.", "พ.ย. – ม.ค."]
    assert [(m.start, m.end) for m in got.measures] == [
        (dt.date(2022, 10, 1), dt.date(2022, 11, 30)),
        (dt.date(2022, 11, 1), dt.date(2023, 1, 31)),
    ]


def test_clauses_of_an_announcement() -> None:
    """Numbered measures with their clauses below; the closing words are no step."""
    got = read(
        "ประกาศองค์การบริหารส่วนตำบลคลองใสงาม",
        "เรื่อง มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๗",
        "ได้วิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใส ปีงบประมาณ พ.ศ. ๒๕๖๖ จึงกำหนดมาตรการ ดังนี้",
        "๑. มาตรการเผยแพร่ข้อมูลต่อสาธารณะ",
        "(๑) ให้ทุกส่วนราชการเผยแพร่ข้อมูลบนเว็บไซต์",
        "(๒) ให้ปรับปรุงข้อมูลทุกเดือน",
        "๒. มาตรการจัดการเรื่องร้องเรียน",
        "(๑) จัดให้มีช่องทางร้องเรียน",
        "ประกาศ ณ วันที่ ๑๐ มกราคม พ.ศ. ๒๕๖๗",
    )
    assert titles(got) == ["มาตรการเผยแพร่ข้อมูลต่อสาธารณะ", "มาตรการจัดการเรื่องร้องเรียน"]
    assert got.measures[0].steps == ("ให้ทุกส่วนราชการเผยแพร่ข้อมูลบนเว็บไซต์", "ให้ปรับปรุงข้อมูลทุกเดือน")
    assert got.measures[1].steps == ("จัดให้มีช่องทางร้องเรียน",)
    assert {m.fiscal_year for m in got.measures} == {2567}


def test_dashes_below_a_heading() -> None:
    """They are the measures of a report that tells none otherwise, until a heading speaks of results again."""
    heading = ["ผลการประเมิน ITA ปี ๒๕๖๕", "แนวทางแก้ไข/ปรับปรุง", "- จัดประชุมชี้แจงแผน", "- เปิดช่องทางออนไลน์"]
    assert titles(report(*heading, "จุดอ่อนที่ต้องแก้ไข", "- ขาดการประชาสัมพันธ์")) == [
        "จัดประชุมชี้แจงแผน",
        "เปิดช่องทางออนไลน์",
    ]
    table = [["มาตรการ", "วิธีดำเนินการ", "ผู้รับผิดชอบ"], ["มาตรการหลัก", "๑. ประชุม", "กองคลัง"]]
    assert titles(report(*heading, table)) == ["มาตรการหลัก"]


def test_blocks_that_only_their_parts_tell() -> None:
    """The line right above the first part is the measure's name, though no word before it says so."""
    got = report(
        "แนวทางการปรับปรุง ประจำปีงบประมาณ พ.ศ. ๒๕๖๕",
        "๑. มาตรการมอบหมายงานอย่างเป็นธรรม",
        "วิธีดำเนินการ  ๑) จัดทำคำสั่งแบ่งงาน ๒) ประเมินผลอย่างเปิดเผย",
        "ผู้รับผิดชอบ  สำนักปลัด",
        "ระยะเวลา  ตุลาคม ๒๕๖๔ ถึง กันยายน ๒๕๖๕",
        "๒. มาตรการงดรับของขวัญ",
        "วิธีดำเนินการ  ๑) ประกาศนโยบาย",
        "ผู้รับผิดชอบ  ทุกกอง",
    )
    assert titles(got) == ["มาตรการมอบหมายงานอย่างเป็นธรรม", "มาตรการงดรับของขวัญ"]
    assert got.measures[0].steps == ("จัดทำคำสั่งแบ่งงาน", "ประเมินผลอย่างเปิดเผย")
    assert got.measures[0].responsible == ("สำนักปลัด",)
    assert got.measures[1].responsible == ("ทุกกอง",)


def test_what_got_in_the_way_is_no_reason() -> None:
    """ปัญหา/อุปสรรค behind the progress is kept in the source; before the measure it is why there is one."""
    row = ["มาตรการเผยแพร่แผน", "๑. จัดทำแผน", "ดำเนินการแล้ว"]
    head = ["มาตรการ", "ขั้นตอน", "ผลการดำเนินงาน"]
    behind = report([[*head, "ปัญหา/อุปสรรค"], [*row, "งบประมาณไม่พอ"]]).measures[0]
    before = report([["ปัญหา/อุปสรรค", *head], ["ประชาชนไม่ทราบแผน", *row]]).measures[0]
    assert behind.rationale is None
    assert behind.source is not None and "งบประมาณไม่พอ" in behind.source.text
    assert before.rationale == "ประชาชนไม่ทราบแผน"


def test_nothing_found_is_said() -> None:
    """A plan in a form that is not understood does not pass for an empty one."""
    title = "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"
    text = "เทศบาลตำบลทุ่งแสงดาวขอให้ทุกส่วนราชการถือปฏิบัติตามที่ได้ตกลงกันไว้ในที่ประชุมประจำเดือนโดยเคร่งครัดต่อไป"
    assert "nothing_found" in codes(read(title, text))
    assert "nothing_found" not in codes(read(title, "๑. มาตรการงดรับของขวัญ"))


def test_labels_with_their_text_behind_them() -> None:
    """Below an indicator with its score: what is said of it, what is to be done, by whom; the next one ends it."""
    got = report(
        "ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่ (คะแนน 95.32)",
        "ผลการวิเคราะห์: บุคลากรปฏิบัติงานตามขั้นตอนและระยะเวลาที่กำหนด",
        "แนวทางการพัฒนา: จัดทำแผนผังขั้นตอนการให้บริการ",
        "ผู้รับผิดชอบ: สำนักปลัด",
        "ระยะเวลา: ตุลาคม 2566 – มีนาคม 2567",
        "ตัวชี้วัดที่ 2 การใช้งบประมาณ (คะแนน 83.10)",
        "แนวทางการพัฒนา: เปิดโอกาสให้บุคลากรมีส่วนร่วม",
        "ผู้รับผิดชอบ: กองคลัง",
    )
    assert titles(got) == ["จัดทำแผนผังขั้นตอนการให้บริการ", "เปิดโอกาสให้บุคลากรมีส่วนร่วม"]
    assert [m.indicators for m in got.measures] == [(1,), (2,)]
    assert got.measures[0].period == "ตุลาคม 2566 – มีนาคม 2567"
    assert [(a.indicator, a.finding) for a in got.analyses] == [(1, "general")]
    assert [str(s.value) for s in got.scores] == ["95.32", "83.10"]


def test_a_dash_says_that_there_is_nothing() -> None:
    """Neither a measure nor a suggestion; what has no field is kept in the source."""
    got = read(
        "สรุปผลการประเมิน OIT ปีงบประมาณ พ.ศ. 2567 และแนวทางแก้ไข",
        [
            [
                "ข้อ",
                "ประเด็นการประเมิน",
                "คะแนน",
                "สาเหตุที่ไม่ได้คะแนน",
                "แนวทางแก้ไข",
                "ผู้รับผิดชอบ",
                "ข้อเสนอแนะ",
                "หลักฐาน",
            ],
            ["O1", "โครงสร้าง", "100", "-", "-", "สำนักปลัด", "-", "-"],
            [
                "O11",
                "แผนการใช้จ่ายงบประมาณประจำปี",
                "0",
                "ไม่แสดงแหล่งงบประมาณ",
                "ปรับปรุงแผน",
                "กองคลัง",
                "-",
                "ภาพถ่าย",
            ],
            ["O26", "การมีส่วนร่วมของผู้บริหาร", "0", "ไม่พบภาพ", "จัดกิจกรรม", "สำนักปลัด", "-", "-"],
        ],
    )
    assert [(m.title, m.items, m.suggestion) for m in got.measures] == [
        ("ปรับปรุงแผน", ("O11",), None),
        ("จัดกิจกรรม", ("O26",), None),
    ]
    assert [a.text for a in got.analyses] == ["ไม่แสดงแหล่งงบประมาณ", "ไม่พบภาพ"]
    source = got.measures[0].source
    assert source is not None and "ภาพถ่าย" in source.text


def test_quarters_below_the_progress_are_no_period() -> None:
    """Figures under ผลการดำเนินการ say how far it is, not when it is done."""
    got = report(
        [
            ["มาตรการ/โครงการ", "ผลการดำเนินการ (ร้อยละ)", LEFT, "รายละเอียดผลการดำเนินการ"],
            [UP, "ไตรมาส 1", "ไตรมาส 2", UP],
            ["โครงการอบรมคุณธรรม", "50", "100", "แล้วเสร็จเมื่อวันที่ 15 มีนาคม 2567"],
        ]
    )
    assert [m.period for m in got.measures] == [None]
    assert "แล้วเสร็จ" in (got.measures[0].progress or "")
