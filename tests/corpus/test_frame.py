"""The frames hold what is known of each fiscal year, and refuse data that contradicts itself."""

import copy
import json
from collections.abc import Callable
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest

from corpus.frame import CERTAINTIES, FrameError, frame_from_json, instrument_variants, load_frame

YEARS = range(2561, 2570)
TEN_INDICATORS = range(2562, 2570)


def raw_frame(year: int) -> dict[str, Any]:
    """The content of a year's data file."""
    text = files("corpus").joinpath("frames", f"{year}.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


@pytest.mark.parametrize("year", YEARS)
def test_every_year_loads_as_itself(year: int) -> None:
    """Each data file is sound and names its own year."""
    assert load_frame(year).fiscal_year == year


@pytest.mark.parametrize(("asked", "given"), [(2540, 2561), (2570, 2569), (2600, 2569)])
def test_a_year_without_a_frame_gets_the_nearest(asked: int, given: int) -> None:
    """The frame tells which year it really is."""
    assert load_frame(asked).fiscal_year == given


@pytest.mark.parametrize(
    ("year", "code", "indicator"),
    [
        (2568, "I9", 3),
        (2568, "I10", 4),
        (2568, "I12", 4),
        (2568, "I13", 5),
        (2568, "E7", 8),
        (2568, "O20", 9),
        (2568, "O21", 10),
        (2564, "I20", 4),
        (2564, "E5", 6),
        (2564, "O33", 9),
        (2564, "O38", 10),
        (2566, "O30", 9),
        (2566, "O31", 10),
        (2569, "O20", 10),
    ],
)
def test_a_code_belongs_to_the_indicator_of_its_range(year: int, code: str, indicator: int) -> None:
    """The ranges of the years differ."""
    assert load_frame(year).indicator_of(code) == indicator


@pytest.mark.parametrize("code", ["I16", "E10", "O29", "I0", "I010", "X1", "", "I", "i10", "I๑๐", "I1.5"])
def test_what_is_no_code_of_the_year_has_no_indicator(code: str) -> None:
    """Out of range, not canonical or no code at all."""
    assert load_frame(2568).indicator_of(code) is None


def test_an_oit_item_of_2564_knows_its_sub_indicator() -> None:
    """O38 stands under 10.1."""
    item = load_frame(2564).item("O38")
    assert item is not None
    assert (item.indicator, item.sub_indicator, item.wording) == (10, "10.1", "การเสริมสร้างวัฒนธรรมองค์กร")


def test_2562_has_seven_separate_measures_and_48_disclosures() -> None:
    """Only that year goes on to O48."""
    frame = load_frame(2562)
    assert frame.item_count("OIT") == 48
    assert len([i for i in frame.items if i.instrument == "OIT"]) == 48
    assert [i.code for i in frame.items if i.sub_indicator == "10.2"] == [f"O{n}" for n in range(42, 49)]


@pytest.mark.parametrize(
    ("year", "counts"),
    [
        (2563, (30, 15, 43)),
        (2565, (30, 15, 43)),
        (2566, (None, None, 43)),
        (2567, (15, 9, 35)),
        (2568, (15, 9, 28)),
        (2569, (None, None, 26)),
        (2561, (None, None, None)),
    ],
)
def test_unknown_counts_stay_unknown(year: int, counts: tuple[int | None, ...]) -> None:
    """A count nobody has read is None, not a guess."""
    assert tuple(load_frame(year).item_count(i) for i in ("IIT", "EIT", "OIT")) == counts


def test_the_known_range_serves_where_no_question_is_listed() -> None:
    """The questions of 2567 are unknown, their number is not."""
    frame = load_frame(2567)
    assert frame.items_of(4) == ()
    assert frame.indicator_of("I10") == 4


def test_where_ranges_are_unknown_a_code_has_no_indicator() -> None:
    """IIT of 2566."""
    frame = load_frame(2566)
    assert frame.items_of(1) == ()
    assert frame.indicator_of("I1") is None
    assert frame.item_count("IIT") is None


def test_items_of_an_indicator_come_in_order() -> None:
    """Indicator 4 of 2568 asks I10 to I12."""
    assert [i.code for i in load_frame(2568).items_of(4)] == ["I10", "I11", "I12"]


def test_years_between_carry_the_questions_of_2564_but_less_surely() -> None:
    """2563 and 2565 inherit them, marked as inferred; O34 of 2565 is another one."""
    read, carried = load_frame(2564), load_frame(2565)
    for code in ("I1", "I30", "O1", "O43"):
        before, after = read.item(code), carried.item(code)
        assert before is not None and after is not None
        assert before.wording == after.wording
    one = carried.item("I1")
    assert one is not None and one.certainty == "inferred"
    no_gift = carried.item("O34")
    assert no_gift is not None and no_gift.wording is not None and "No Gift Policy" in no_gift.wording


@pytest.mark.parametrize("year", TEN_INDICATORS)
def test_weights_are_exact_and_sum_to_one(year: int) -> None:
    """0.3, 0.3 and 0.4, as decimals."""
    weights = load_frame(year).weights
    assert dict(weights) == {"IIT": Decimal("0.3"), "EIT": Decimal("0.3"), "OIT": Decimal("0.4")}


@pytest.mark.parametrize("year", TEN_INDICATORS)
def test_there_are_ten_indicators_under_three_instruments(year: int) -> None:
    """1-5 IIT, 6-8 EIT, 9-10 OIT."""
    frame = load_frame(year)
    instruments = [frame.instrument_of_indicator(n) for n in range(1, 12)]
    assert instruments == ["IIT"] * 5 + ["EIT"] * 3 + ["OIT"] * 2 + [None]


def test_2561_is_an_older_scheme_without_indicators() -> None:
    """No indicator, item or weight of it is pretended."""
    frame = load_frame(2561)
    assert (frame.indicators, frame.items, dict(frame.weights)) == ((), (), {})
    assert frame.rating_rule == "old"


@pytest.mark.parametrize(("year", "name"), [(2564, "การปรับปรุงระบบการทำงาน"), (2568, "การปรับปรุงการทำงาน")])
def test_indicator_eight_changed_its_name_and_keeps_both_wordings(year: int, name: str) -> None:
    """Reports of any year print either."""
    indicator = load_frame(year).indicator(8)
    assert indicator is not None
    assert indicator.name == name
    assert {"การปรับปรุงระบบการทำงาน", "การปรับปรุงการทำงาน"} <= set(indicator.variants)


@pytest.mark.parametrize("year", TEN_INDICATORS)
def test_slips_are_no_variants(year: int) -> None:
    """Misprints stand apart from right wordings, and no wording begins with ด้าน."""
    for indicator in load_frame(year).indicators:
        assert not set(indicator.slips) & set(indicator.variants)
        assert not any(v.startswith("ด้าน") for v in indicator.variants)
    first = load_frame(year).indicator(1)
    assert first is not None and first.slips == ("การการปฏิบัติหน้าที่",)


def test_a_wording_names_one_indicator_only() -> None:
    """Names and their variants tell the ten apart."""
    wordings = [v for i in load_frame(2568).indicators for v in (*i.variants, *i.slips)]
    assert len(wordings) == len(set(wordings))


def test_the_rule_for_nine_and_ten_is_stated_only_where_known() -> None:
    """Means of sub-indicators in 2563-2565; neither mean fits from 2566."""
    for year in TEN_INDICATORS:
        rules = [load_frame(year).indicators[n - 1].mean_of for n in (1, 8, 9, 10)]
        known = "sub_indicators" if 2563 <= year <= 2565 else None
        assert rules == ["items", "items", known, known]


def test_eit_has_two_parts_from_2566() -> None:
    """One before; 2569 is unknown."""
    parts = {year: load_frame(year).eit_parts for year in YEARS}
    assert (parts[2565], parts[2566], parts[2568], parts[2569]) == (1, 2, 2, None)


def test_the_items_that_ask_for_these_reports_are_known() -> None:
    """The plan of measures and the report on them."""
    frame = load_frame(2568)
    assert (frame.documents["measures"], frame.documents["progress"]) == (("O27",), ("O28",))


@pytest.mark.parametrize(
    ("year", "score", "level"),
    [(2562, "65.38", "C"), (2564, "92.94", "A"), (2564, "95.62", "AA"), (2565, "49.99", "F")],
)
def test_letters_follow_from_the_overall_score(year: int, score: str, level: str) -> None:
    """Up to 2565 one score has one level."""
    assert load_frame(year).possible_ratings(Decimal(score)) == (level,)


@pytest.mark.parametrize(
    ("score", "instruments", "levels"),
    [
        ("99.58", ("100", "97.20", "100", "100"), ("ผ่านดีเยี่ยม",)),
        ("96.04", ("97", "96", "98", "94.99"), ("ผ่านดี",)),
        ("86.73", ("99.38", "99.70", "99.76", "67.50"), ("ผ่าน",)),
        ("86.73", (None, None, None, "90"), ("ผ่านดี", "ผ่าน")),
        ("86.73", ("99", "99", "99"), ("ผ่านดี", "ผ่าน")),
        ("77.70", (), ("ต้องปรับปรุง",)),
        ("58.80", (), ("ต้องปรับปรุงโดยด่วน",)),
    ],
)
def test_names_depend_on_every_instrument(
    score: str, instruments: tuple[str | None, ...], levels: tuple[str, ...]
) -> None:
    """From 2566 an unknown instrument leaves several levels possible."""
    known = [Decimal(s) if s is not None else None for s in instruments]
    assert load_frame(2568).possible_ratings(Decimal(score), known) == levels


@pytest.mark.parametrize("year", TEN_INDICATORS)
def test_every_fact_says_how_certain_it_is(year: int) -> None:
    """Counts, ranges, weights and ratings each have a word."""
    certainty = load_frame(year).certainty
    assert {"item_counts.IIT", "indicator_ranges", "weights", "ratings", "sub_indicators"} <= set(certainty)
    assert set(certainty.values()) <= set(CERTAINTIES)


def test_frames_hold_no_addresses() -> None:
    """Sources are words, not links."""
    for year in YEARS:
        assert "http" not in json.dumps(raw_frame(year), ensure_ascii=False)


def test_instrument_names_cover_both_parts_of_eit() -> None:
    """The official names stand first."""
    names = instrument_variants()
    assert set(names) == {"IIT", "EIT", "OIT", "EIT1", "EIT2"}
    assert names["IIT"][0] == "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน"
    assert "แบบตรวจการเปิดเผยข้อมูลสาธารณะ" in names["OIT"]
    everything = [n for variants in names.values() for n in variants]
    assert len(everything) == len(set(everything))


def _twice(data: dict[str, Any]) -> None:
    data["items"].append(copy.deepcopy(data["items"][0]))


def _weights(data: dict[str, Any]) -> None:
    data["weights"]["IIT"] = "0.4"


def _range(data: dict[str, Any]) -> None:
    data["indicators"][3]["first"] = 9


def _orphan(data: dict[str, Any]) -> None:
    data["items"][0]["indicator"] = 11


def _stray(data: dict[str, Any]) -> None:
    data["items"][0]["code"] = "I99"


def _no_code(data: dict[str, Any]) -> None:
    data["items"][0]["code"] = "๐๑"


def _count(data: dict[str, Any]) -> None:
    data["item_counts"]["EIT"] = 10


def _certainty(data: dict[str, Any]) -> None:
    data["items"][0]["certainty"] = "surely"


def _missing(data: dict[str, Any]) -> None:
    del data["weights"]


def _sub(data: dict[str, Any]) -> None:
    data["sub_indicators"][1]["last"] = 30


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (_twice, "items, I1"),
        (_weights, "weights"),
        (_range, "indicators, 4"),
        (_orphan, "items, I1"),
        (_stray, "items, I99"),
        (_no_code, "๐๑"),
        (_count, "item_counts, EIT"),
        (_certainty, "items, I1"),
        (_missing, "weights"),
        (_sub, "sub_indicators, 9.2"),
    ],
)
def test_data_that_contradicts_itself_is_refused_by_year_and_place(
    spoil: Callable[[dict[str, Any]], None], place: str
) -> None:
    """The message says where to look."""
    data = raw_frame(2568)
    spoil(data)
    with pytest.raises(FrameError, match=r"frame 2568") as caught:
        frame_from_json(data, 2568)
    assert place in str(caught.value)


def test_a_frame_under_the_wrong_year_is_refused() -> None:
    """A copied file must change its year."""
    with pytest.raises(FrameError, match="fiscal_year"):
        frame_from_json(raw_frame(2568), 2567)
