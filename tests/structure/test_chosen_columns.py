"""Columns that a person says the meaning of: read so, noted, and left alone where they are others by now."""

from __future__ import annotations

from invented import AGENCY, TITLE, document

from corpus.columns_read import ChosenRole, ColumnAt
from corpus.records import Report, ReportRecords
from pipeline.chosen import chosen_told
from pipeline.structure.build import structure
from pipeline.structure.roles import Roles

MEASURES = [
    ["มาตรการ", "ขั้นตอน", "คนทำ", "ระยะเวลา"],
    ["อบรมเจ้าหน้าที่", "๑. ประชุม\n๒. อบรม", "สำนักปลัด", "ต.ค. ๖๘ – มี.ค. ๖๙"],
    ["เผยแพร่ข้อมูล", "ลงเว็บไซต์", "กองคลัง", "ต.ค. ๖๘ – ก.ย. ๖๙"],
]
UNKNOWN = [
    ["สิ่งที่จะทำ", "ลงมืออย่างไร", "ใคร"],
    ["จัดทำคู่มือการให้บริการ", "ประชุมทุกกอง", "สำนักปลัด"],
    ["ติดประกาศค่าธรรมเนียม", "ปิดประกาศหน้าสำนักงาน", "กองคลัง"],
]
WHO = {ColumnAt(None, 0, 2): ChosenRole("responsible", "คนทำ")}


def read(rows: list[list[str]], roles: Roles) -> ReportRecords:
    made = document(TITLE.format(year=2568), AGENCY, rows)
    report = Report("0" * 16, "invented", "text/plain")
    return chosen_told(structure(made, report, roles), structure(made, report), roles)


def test_what_columns_were_taken_for_is_told() -> None:
    (table,) = read(MEASURES, {}).tables
    assert [(c.heading, c.role, c.chosen) for c in table.columns] == [
        ("มาตรการ", "measure", False),
        ("ขั้นตอน", "method", False),
        ("คนทำ", None, False),
        ("ระยะเวลา", "period", False),
    ]
    assert (table.page, table.number, table.understood) == (None, 0, True)


def test_a_chosen_role_is_read_and_said_of_the_records_that_changed() -> None:
    plain, chosen = read(MEASURES, {}), read(MEASURES, WHO)
    assert [m.responsible for m in plain.measures] == [(), ()]
    assert [m.responsible for m in chosen.measures] == [("สำนักปลัด",), ("กองคลัง",)]
    assert "unmapped_column" in [f.code for f in plain.findings]
    (told,) = chosen.findings
    assert (told.code, told.severity) == ("column_role_chosen", "info")
    assert [(a.record, a.index) for a in told.about] == [("measure", 0), ("measure", 1)]
    assert "คนทำ" in told.message.th
    assert [c.chosen for c in chosen.tables[0].columns] == [False, False, True, False]


def test_a_table_that_nothing_was_known_of_is_read_by_what_was_chosen() -> None:
    """Its first row is taken for the headings."""
    plain = read(UNKNOWN, {})
    assert (plain.measures, plain.tables[0].understood) == ((), False)
    roles = {
        ColumnAt(None, 0, i): ChosenRole(role, UNKNOWN[0][i])
        for i, role in enumerate(("measure", "method", "responsible"))
    }
    found = read(UNKNOWN, roles).measures
    assert [(m.title, m.steps, m.responsible) for m in found] == [
        ("จัดทำคู่มือการให้บริการ", ("ประชุมทุกกอง",), ("สำนักปลัด",)),
        ("ติดประกาศค่าธรรมเนียม", ("ปิดประกาศหน้าสำนักงาน",), ("กองคลัง",)),
    ]


def test_another_column_at_that_place_is_left_as_it_was_read() -> None:
    other = [["มาตรการ", "ขั้นตอน", "หมายเลข", "ระยะเวลา"], *MEASURES[1:]]
    found = read(other, WHO)
    assert [m.responsible for m in found.measures] == [(), ()]
    lost = [f for f in found.findings if f.code == "choice_not_applied"]
    assert len(lost) == 1
    assert "คนทำ" in lost[0].message.en
    assert [c.chosen for c in found.tables[0].columns] == [False] * 4


def test_a_role_can_be_chosen_away() -> None:
    """A column that is nothing of the records stands aside, and nobody asks about it."""
    found = read(MEASURES, {ColumnAt(None, 0, 2): ChosenRole("aside", "คนทำ")})
    assert [f.code for f in found.findings] == ["column_role_chosen"]
    assert found.measures == read(MEASURES, {}).measures
