"""Announcements with a table of many agencies' scores."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from invented import LEFT, UP, codes, read, scores

TITLE = "ประกาศผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ ประจำปีงบประมาณ พ.ศ. ๒๕๖๔"
HEAD = [
    ["ลำดับ", "หน่วยงาน", "คะแนนถ่วงน้ำหนัก", LEFT, LEFT, "คะแนนรวม", "ระดับ"],
    [UP, UP, "IIT (๓๐)", "EIT (๓๐)", "OIT (๔๐)", UP, UP],
]
ROWS = [
    ["๑", "เทศบาลตำบลบึงจันทร์", "๒๘.๐๐", "๒๙.๐๐", "๓๙.๐๐", "๙๖.๐๐", "AA"],
    ["๒", "องค์การบริหารส่วนตำบลดอนแสงเงิน", "๒๗.๐๐", "๒๖.๐๐", "๓๕.๐๐", "๘๘.๐๐", "A"],
    ["๓", "เทศบาลเมืองเขาแก้วกลาง", "๒๐.๐๐", "๒๐.๐๐", "๒๐.๐๐", "๖๐.๐๐", "D"],
]


def test_each_figure_is_one_score_with_its_agency() -> None:
    """Parts are weighted, the total is the overall score, with its rating; kind results."""
    got = read(TITLE, "จังหวัดลำปาง", [*HEAD, *ROWS])
    name = "เทศบาลตำบลบึงจันทร์"
    assert got.report.kind == "results"
    assert got.report.agency is None
    assert scores(got)[:4] == [
        ("IIT", "28.00", f"weighted {name}"),
        ("EIT", "29.00", f"weighted {name}"),
        ("OIT", "39.00", f"weighted {name}"),
        ("overall", "96.00", f"score {name}"),
    ]
    assert len(got.scores) == 12
    assert [s.rating for s in got.scores if s.level == "overall"] == ["AA", "A", "D"]
    assert codes(got) == []


def test_the_sum_and_the_rating_of_every_agency_are_checked() -> None:
    """97 is not 28 + 29 + 39, and 60.00 is no C."""
    wrong = [[*ROWS[0][:5], "๙๗.๐๐", "AA"], ROWS[1], [*ROWS[2][:6], "C"]]
    found = [f for f in read(TITLE, [*HEAD, *wrong]).findings if f.severity == "error"]
    assert [(f.code, f.about[0].index) for f in found] == [
        ("overall_not_weighted_sum", 3),
        ("rating_not_of_score", 11),
    ]
    assert "บึงจันทร์" in found[0].message.th and "บึงจันทร์" in found[0].message.en


@pytest.mark.parametrize(
    "parts",
    [
        ["IIT (ร้อยละ 30)", "EIT (ร้อยละ 30)", "OIT (ร้อยละ 40)"],
        ["IIT\n30 คะแนน", "EIT\n30 คะแนน", "OIT\n40 คะแนน"],
        ["IIT", "EIT", "OIT"],
    ],
)
def test_weighted_parts_are_known_by_their_heading_or_by_adding_up(parts: list[str]) -> None:
    """Where no heading gives the weights, the sums do."""
    head = [["ที่", "ชื่อหน่วยงาน", *parts, "รวม", "ระดับ"]]
    found = {s.statistic for s in read(TITLE, [*head, *ROWS]).scores if s.level == "instrument"}
    assert found == {"weighted"}


def test_full_scores_of_instruments_are_no_parts() -> None:
    """Scores of 0-100 whose weighted sum is the total stay scores."""
    rows: list[Sequence[str]] = [["หน่วยงาน", "IIT", "EIT", "OIT", "คะแนน ITA"]]
    rows += [
        ["อบต.ดอนแสงเงิน", "90.00", "80.00", "95.00", "89.00"],
        ["ทต.บึงจันทร์", "80.00", "80.00", "80.00", "80.00"],
    ]
    got = read(TITLE, rows)
    assert {s.statistic for s in got.scores} == {"score"}
    assert codes(got) == []


def test_the_reports_own_row_carries_no_agency() -> None:
    """Also where the table abbreviates its name."""
    rows: list[Sequence[str]] = [["หน่วยงาน", "คะแนนรวม"], ["ทต.บึงจันทร์", "90.00"], ["อบต.ดอนแสงเงิน", "80.00"]]
    got = read(TITLE, "เทศบาลตำบลบึงจันทร์ อำเภอเมือง จังหวัดลำปาง", rows)
    assert [s.agency for s in got.scores] == [None, "อบต.ดอนแสงเงิน"]


def test_all_ten_indicators_of_several_agencies() -> None:
    """Numbers of indicators as headings; rows of averages and columns of places are none."""
    head = ["อันดับ", "อำเภอ", "อปท.", *(f"ตัวชี้วัดที่ {n}" for n in range(1, 11)), "ผลคะแนน ITA"]
    rows = [head]
    for n, name in enumerate(("เทศบาลตำบลบึงจันทร์", "เทศบาลเมืองเขาแก้วกลาง"), 1):
        rows.append([str(n), "เมือง", name, *(f"{80 + k}.00" for k in range(10)), "85.00"])
    rows.append(["", "", "ค่าเฉลี่ย", *(f"{80 + k}.00" for k in range(10)), "85.00"])
    got = read(TITLE, rows)
    assert len(got.scores) == 22
    assert ("10", "89.00", "score เทศบาลตำบลบึงจันทร์") in scores(got)
    assert "unmapped_column" not in codes(got)


def test_units_of_one_agency_are_no_agencies() -> None:
    """A column หน่วยงาน that lists the own divisions makes no announcement."""
    got = read(
        "รายงานการวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. ๒๕๖๘",
        "เทศบาลตำบลบึงจันทร์",
        [["หน่วยงาน", "คะแนน"], ["กองคลัง", "90.00"], ["กองช่าง", "91.00"], ["สำนักปลัด", "92.00"]],
    )
    assert got.report.kind != "results"
    assert [s for s in got.scores if s.agency] == []
