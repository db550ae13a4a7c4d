"""What a careful clerk would question, and what none would: each finding with a case and its counter-case."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import LEFT, codes, report

from corpus.frame import load_frame
from corpus.records import Analysis, Finding, Measure, Report, ReportRecords, Score
from pipeline.check import check

YEARS = range(2562, 2570)


def place(key: str, year: int) -> dict[str, Any]:
    """overall, IIT, EIT1, 4, 10.1 or O3 as the fields of a score."""
    frame = load_frame(year)
    if key == "overall":
        return {"level": "overall"}
    if key.isdigit():
        number = int(key)
        return {
            "level": "indicator",
            "indicator": number,
            "instrument": frame.instrument_of_indicator(number),
        }
    if "." in key:
        number = int(key.split(".")[0])
        return {"level": "sub_indicator", "sub_indicator": key, "indicator": number, "instrument": "OIT"}
    if key[1:].isdigit():
        return {"level": "item", "item": key, "indicator": frame.indicator_of(key)}
    return {"level": "instrument", "instrument": key}


def findings(
    year: int,
    values: dict[str, str],
    rating: str | None = None,
    weighted: dict[str, str] | None = None,
    more: tuple[Score, ...] = (),
) -> list[Finding]:
    """The findings on scores that are stated for a year."""
    scores = [
        Score(value=Decimal(v), fiscal_year=year, rating=rating if k == "overall" else None, **place(k, year))
        for k, v in values.items()
    ]
    scores += [
        Score(value=Decimal(v), fiscal_year=year, statistic="weighted", **place(k, year))
        for k, v in (weighted or {}).items()
    ]
    records = ReportRecords(Report("0", "invented", "text/plain", fiscal_year=year), scores=(*scores, *more))
    return list(check(records).findings)


def found(year: int, values: dict[str, str], **more: Any) -> list[tuple[str, str]]:
    return [(f.code, f.severity) for f in findings(year, values, **more)]


ITEMS_OF_7 = {"E4": "97.26", "E5": "97.26", "E6": "97.81"}


def test_an_indicator_is_the_mean_of_its_items_within_two_hundredths() -> None:
    """97.44 and 97.46 pass, 87.44 is questioned; a missing item asks nothing."""
    for right in ("97.44", "97.46"):
        assert found(2568, {"7": right, **ITEMS_OF_7}) == []
    wrong = findings(2568, {"7": "87.44", **ITEMS_OF_7})
    assert [(f.code, f.severity, f.about[0].index) for f in wrong] == [
        ("indicator_not_item_mean", "error", 0)
    ]
    assert "97.44" in wrong[0].message.th and "97.44" in wrong[0].message.en
    assert found(2568, {"7": "87.44", "E4": "97.26", "E5": "97.26"}) == []


@given(st.lists(st.decimals(0, 100, places=2), min_size=3, max_size=3), st.sampled_from(range(1, 9)))
def test_printed_means_raise_no_question(values: list[Decimal], number: int) -> None:
    """Rounding to two decimals is never an error."""
    first = load_frame(2568).indicator(number)
    assert first is not None and first.first is not None
    letter = "I" if number <= 5 else "E"
    items = {f"{letter}{first.first + k}": str(v) for k, v in enumerate(values)}
    mean = (sum(values, Decimal()) / 3).quantize(Decimal("0.01"))
    assert found(2568, {str(number): str(mean), **items}) == []


def test_no_mean_lies_outside_what_it_is_taken_of() -> None:
    """How 9 and 10 are made of their items in 2568 is not known, but 90 of eight 100s is impossible."""
    items = {f"O{n}": "100" for n in range(21, 29)}
    assert found(2568, {"10": "90.00", **items}) == [("indicator_not_item_mean", "error")]
    assert found(2568, {"10": "90.00", **items, "O21": "0"}) == []


def test_until_2565_disclosure_is_the_mean_of_sub_indicators() -> None:
    """Stated or made of their items: 7 of 8 and 2 of 2 give 93.75."""
    items = {f"O{n}": "100" for n in range(34, 44)} | {"O38": "0"}
    assert found(2564, {"10": "93.75", **items}) == []
    assert found(2564, {"10": "93.75", "10.1": "87.50", "10.2": "100"}) == []
    assert found(2564, {"10": "90.00", **items}) == [("indicator_not_item_mean", "error")]
    assert found(2564, {"10.1": "80.00", **items}) == [("indicator_not_item_mean", "error")]


def test_an_instrument_is_the_mean_of_its_indicators_or_of_its_two_parts() -> None:
    """The parts from 2566 on, the indicators before."""
    assert found(2564, {"EIT": "90.00", "6": "89", "7": "90", "8": "91"}) == []
    assert found(2564, {"EIT": "95.00", "6": "89", "7": "90", "8": "91"}) == [
        ("instrument_not_indicator_mean", "error")
    ]
    assert found(2568, {"EIT": "95.00", "6": "89", "7": "90", "8": "91"}) == []
    assert found(2568, {"EIT": "99.73", "EIT1": "99.70", "EIT2": "99.76"}) == []
    assert found(2568, {"EIT": "99.70", "EIT1": "99.70", "EIT2": "99.76"}) == [
        ("instrument_not_indicator_mean", "error")
    ]


def test_the_overall_score_is_the_weighted_sum() -> None:
    """Stated instruments make an error, derived ones a warning."""
    assert (
        found(2568, {"overall": "86.73", "IIT": "99.38", "EIT1": "99.70", "EIT2": "99.76", "OIT": "67.50"})
        == []
    )
    stated = {"overall": "90.00", "IIT": "99.38", "EIT": "99.73", "OIT": "67.50"}
    assert found(2568, stated) == [("overall_not_weighted_sum", "error")]
    derived = {"overall": "99.58"} | {str(n): "100" for n in range(1, 6)}
    derived |= {"6": "97.20", "7": "87.44", "8": "96.94", "9": "100", "10": "90"}
    assert found(2568, derived) == [("overall_not_weighted_sum", "warning")]


def test_an_unknown_second_part_of_eit_may_be_anything() -> None:
    """99.58 follows from a part one of 97.20 where part two is 100; 100.00 follows from none."""
    parts = {"IIT": "100", "OIT": "100"} | {str(n): "97.20" for n in (6, 7, 8)}
    assert found(2568, {"overall": "99.58", **parts}) == []
    assert found(2568, {"overall": "100.00", **parts}) == [("overall_not_weighted_sum", "warning")]
    assert found(2564, {"overall": "99.58", **parts}) == [("overall_not_weighted_sum", "warning")]


def test_it_is_said_where_the_items_give_what_the_indicators_do_not() -> None:
    """87.44 for 97.44 spoils the sum that the items make."""
    values = {
        "overall": "99.58",
        "IIT": "100",
        "OIT": "100",
        "6": "97.20",
        "8": "96.94",
        "7": "67.44",
        **ITEMS_OF_7,
    }
    sums = [f for f in findings(2568, values) if f.code == "overall_not_weighted_sum"]
    assert len(sums) == 1 and "items" in sums[0].message.en


def test_parts_of_the_weighted_sum() -> None:
    """Their sum is the overall score, each its instrument's score times the weight and no more than that."""
    parts = {"IIT": "28.00", "EIT": "29.00", "OIT": "39.00"}
    assert found(2564, {"overall": "96.00"}, weighted=parts) == []
    assert found(2564, {"overall": "97.00"}, weighted=parts) == [("overall_not_weighted_sum", "error")]
    assert found(2564, {"IIT": "90.00"}, weighted={"IIT": "28.00"}) == [("overall_not_weighted_sum", "error")]
    assert found(2564, {}, weighted={"IIT": "31.00"}) == [("value_out_of_range", "error")]


@pytest.mark.parametrize(
    ("year", "values", "rating", "right"),
    [
        (2564, {"overall": "92.94"}, "A", True),
        (2564, {"overall": "92.94"}, "AA", False),
        (2568, {"overall": "99.58"}, "ผ่านดีเยี่ยม", True),
        (2568, {"overall": "86.73", "OIT": "67.50"}, "ผ่าน", True),
        (2568, {"overall": "86.73", "OIT": "67.50"}, "ผ่านดี", False),
        (2566, {"overall": "96.04"}, "AA", True),
        (2568, {"overall": "84.00"}, "ผ่าน", False),
    ],
)
def test_a_rating_follows_from_the_score_by_the_years_rule(
    year: int, values: dict[str, str], rating: str, right: bool
) -> None:
    """Letters by the overall score; names by every instrument, an unknown one leaving several; letters beside them."""
    assert found(year, values, rating=rating) == ([] if right else [("rating_not_of_score", "error")])


def test_a_frame_that_is_not_sure_only_warns() -> None:
    """The levels of 2561 are from memory."""
    assert found(2561, {"overall": "85.00"}, rating="ต่ำ") == [("rating_not_of_score", "warning")]


@pytest.mark.parametrize("year", YEARS)
def test_a_sound_result_raises_no_question_in_any_year(year: int) -> None:
    """Means, sum and rating as the year's frame has them."""
    frame = load_frame(year)
    values = {str(n): f"{90 + n}.00" for n in range(1, 11)}
    values |= {"IIT": "93.00", "EIT": "97.00", "OIT": "99.50", "overall": "96.80"}
    rating = "AA" if frame.rating_rule == "letters" else "ผ่านดี"
    assert found(year, values, rating=rating) == []


def test_a_score_outside_its_range() -> None:
    """In a table a slip of the point is kept and questioned."""
    got = report([["ตัวชี้วัด", "คะแนน"], ["การใช้อำนาจ", "978.50"], ["การใช้งบประมาณ", "97.85"]])
    assert [(f.code, f.about[0].index) for f in got.findings] == [("value_out_of_range", 0)]
    assert found(2568, {"3": "100.00", "4": "0.00"}) == []


def test_two_values_for_one_place() -> None:
    """Rounding is no conflict, nor is another year's score."""
    other = Score("indicator", Decimal("92.00"), instrument="IIT", indicator=3, fiscal_year=2568)
    assert ("conflicting_scores", "error") in found(2568, {"3": "91.00"}, more=(other,))
    assert found(2568, {"3": "92.0"}, more=(other,)) == []
    assert found(2567, {"3": "91.00"}, more=(other,)) == []


@pytest.mark.parametrize(
    ("change", "right"), [("3.99", True), ("4.00", True), ("3.50", False), ("-3.99", False)]
)
def test_a_change_is_the_difference_of_two_years(change: str, right: bool) -> None:
    """Of the later year's score and the earlier's, with its sign."""
    more = tuple(
        Score("indicator", Decimal(v), kind, "IIT", 3, fiscal_year=y)
        for v, kind, y in (("96.01", "score", 2567), (change, "change", 2568))
    )
    assert found(2568, {"3": "100"}, more=more) == ([] if right else [("change_not_difference", "error")])


def test_codes_that_the_year_does_not_have() -> None:
    """O29 in 2568; in 2566, whose items of IIT are not known, nothing is asked of I20."""
    records = ReportRecords(
        Report("0", "x", "text/plain", fiscal_year=2568),
        scores=(
            Score("item", Decimal(1), item="O29", fiscal_year=2568),
            Score("item", Decimal(1), item="I20", fiscal_year=2566),
        ),
    )
    assert [f.about[0].index for f in check(records).findings if f.code == "unknown_code"] == [0]


def test_an_item_outside_the_range_of_its_rows_indicator() -> None:
    """I9 is an item of indicator 3; its score is recorded there."""
    head = ["ตัวชี้วัด", "ข้อ", "คะแนน"]
    got = report([head, ["การปฏิบัติหน้าที่", "I9", "90.00"], ["การใช้อำนาจ", "I8", "91.00"]])
    assert [f.message.en for f in got.findings] == [
        "I9 stands in a row of indicator 1, it belongs to indicator 3"
    ]
    assert [(s.item, s.indicator) for s in got.scores] == [("I9", 3), ("I8", 3)]


def test_pasted_texts() -> None:
    """One finding for all rows that two indicators share; the same within one indicator is worth a note."""
    texts = ("จัดทำช่องทางประชาสัมพันธ์เพิ่มเติมให้หลากหลาย", "พัฒนาบุคลากรให้สื่อสารได้ชัดเจนยิ่งขึ้น")
    analyses = [Analysis(t, indicator=3, items=(f"I{7 + k}",)) for k, t in enumerate(texts)]
    analyses += [Analysis(t + " ", indicator=7, items=(f"E{4 + k}",)) for k, t in enumerate(texts)]
    analyses += [Analysis("เปิดเผยข้อมูลครบถ้วนเป็นปัจจุบัน", indicator=9, items=(f"O{k}",)) for k in (1, 2)]
    analyses += [Analysis("ดี", indicator=n) for n in (1, 2)]
    steps = ("ประชุมชี้แจงบุคลากร", "รายงานผล", "รายงานผล")
    long = "ดำเนินการแล้วเสร็จทุกกิจกรรมตามแผนที่กำหนดไว้และรายงานผลให้ผู้บริหารทราบทุกไตรมาส"
    measures = (
        Measure("มาตรการหนึ่ง", (1,), steps=steps, progress=long),
        Measure("มาตรการสอง", (2,), progress=long),
        Measure("มาตรการสาม", (3,), progress="ดำเนินการแล้ว"),
        Measure("มาตรการสี่", (4,), progress="ดำเนินการแล้ว"),
    )
    records = ReportRecords(Report("0", "x", "text/plain"), analyses=tuple(analyses), measures=measures)
    got = [(f.severity, [(a.record, a.index) for a in f.about]) for f in check(records).findings]
    assert got == [
        ("warning", [("analysis", i) for i in (0, 1, 2, 3)]),
        ("info", [("analysis", 4), ("analysis", 5)]),
        ("info", [("measure", 0)]),
        ("warning", [("measure", 0), ("measure", 1)]),
    ]


def test_numbers_and_names_of_indicators_that_disagree() -> None:
    """Number 9 with the name of 10; the number 11; both once, in headings and cells."""
    got = report(
        "ตัวชี้วัดที่ ๙ การป้องกันการทุจริต",
        [["ตัวชี้วัด", "คะแนน"], ["ตัวชี้วัดที่ ๙ การป้องกันการทุจริต", "90.00"], ["ตัวชี้วัดที่ ๑๑ ความโปร่งใส", "80.00"]],
    )
    assert codes(got).count("heading_number_mismatch") == 1
    assert codes(got).count("unknown_code") == 1
    right = report("ตัวชี้วัดที่ ๑๐ ด้านการป้องกันการทุจริต", "ตัวชี้วัดที่ ๙ การเปิดเผยข้อมูลสาธารณะ ดี")
    assert not {"heading_number_mismatch", "unknown_code"} & set(codes(right))


LEAD_IN = "จากการวิเคราะห์ดังกล่าว จึงกำหนดมาตรการส่งเสริมคุณธรรม ประจำปีงบประมาณ พ.ศ. {year} ดังนี้"


@pytest.mark.parametrize(("year", "disagrees"), [("๒๕๖๘", True), ("๒๕๖๙", False)])
@pytest.mark.parametrize("in_table", [True, False])
def test_the_year_of_a_measure_and_of_its_period(year: str, disagrees: bool, in_table: bool) -> None:
    """The sentence that leads in sets 2568, the period lies in 2569, which is recorded."""
    period = "๑ ตุลาคม ๒๕๖๘ – ๓๐ กันยายน ๒๕๖๙"
    table = [["มาตรการ", "วิธีการดำเนินการ", "ระยะเวลา"], ["บัตรคิวกลาง", "จัดซื้อตู้บัตรคิว", period]]
    block = ["๑ มาตรการ: บัตรคิวกลาง", "๒ วิธีการดำเนินการ", "- จัดซื้อตู้บัตรคิว", "๓ ระยะเวลา", period]
    got = report("ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่", LEAD_IN.format(year=year), *([table] if in_table else block))
    told = [f for f in got.findings if f.code == "measure_year_disagrees"]
    assert [m.fiscal_year for m in got.measures] == [2569]
    assert [(f.severity, f.about[0].index) for f in told] == ([("info", 0)] if disagrees else [])


def test_every_finding_speaks_thai_and_english() -> None:
    """One report with many errors: no message lacks a tongue."""
    got = report(
        "ตัวชี้วัดที่ ๙ การป้องกันการทุจริต ของเทศบาลตำบลบึงจันทร์",
        [["ผลคะแนน", LEFT, LEFT], ["ตัวชี้วัด", "คะแนน", "สีที่ชอบ"], ["การใช้อำนาจ", "978.50", "แดง"]],
        [["ข้อ", "คะแนน"], ["๗", "90.00"], ["O99", "80.00"]],
    )
    assert len(set(codes(got))) >= 5
    for f in got.findings:
        assert any("ก" <= ch <= "๛" for ch in f.message.th)
        assert any("a" <= ch <= "z" for ch in f.message.en)
