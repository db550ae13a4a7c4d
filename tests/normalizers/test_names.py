import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.names import NAMES_WITH_STOP_WORDS, find_agencies, find_place, parse_agency

KINDS = {
    "องค์การบริหารส่วนตำบล": "องค์การบริหารส่วนตำบล",
    "องค์การบริหารส่วนจังหวัด": "องค์การบริหารส่วนจังหวัด",
    "เทศบาลตำบล": "เทศบาลตำบล",
    "เทศบาลเมือง": "เทศบาลเมือง",
    "เทศบาลนคร": "เทศบาลนคร",
    "อบต.": "องค์การบริหารส่วนตำบล",
    "อบต ": "องค์การบริหารส่วนตำบล",
    "อ.บ.ต. ": "องค์การบริหารส่วนตำบล",
    "อบจ.": "องค์การบริหารส่วนจังหวัด",
    "ทต.": "เทศบาลตำบล",
    "ทม. ": "เทศบาลเมือง",
    "ทน.": "เทศบาลนคร",
}


@pytest.mark.parametrize(("printed", "kind"), KINDS.items())
@pytest.mark.parametrize("name", ["บ้านแปรง", "ต้นไทร", "จันทบุรี", "ในเมือง", "เชียงของ"])
def test_every_kind_is_known_spelt_out_and_short(printed: str, kind: str, name: str) -> None:
    """The kind comes back spelt out, with the name beside it."""
    agency = parse_agency(printed + name)
    assert agency is not None
    assert (agency.kind, agency.name, agency.full) == (kind, name, kind + name)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("เทศบาลเมืองจันทบุรียังคงต้องพัฒนา", ["เทศบาลเมืองจันทบุรี"]),
        ("เทศบาลเมืองจันทบุรีในปี พ.ศ.๒๕๖๔", ["เทศบาลเมืองจันทบุรี"]),
        ("เทศบาลเมืองจันทบุรีอย่างทั่วถึง", ["เทศบาลเมืองจันทบุรี"]),
        ("เทศบาล\nเมืองจันทบุรีได้", ["เทศบาลเมืองจันทบุรี"]),
        ("เทศบาลตำบลสำราญจึงต้องจัดทำ", ["เทศบาลตำบลสำราญ"]),
        ("เทศบาลตำบลต้นไทร : ๙๙.๕๘", ["เทศบาลตำบลต้นไทร"]),
        ("เทศบาลตําบลต้นไทร เทศบาลตำาบลต้นไทร เทศบาลต าบลต้นไทร", ["เทศบาลตำบลต้นไทร"] * 3),
        ("องค์การ บริหารส่วนตำบลมูโนะ", ["องค์การบริหารส่วนตำบลมูโนะ"]),
        ("อบต.บางจะเกร็งจะดำเนินการ", ["องค์การบริหารส่วนตำบลบางจะเกร็ง"]),
        ("เมืองพัทยาและกรุงเทพมหานคร", ["เมืองพัทยา", "กรุงเทพมหานคร"]),
        ("เทศบาลตำบลทุกแห่ง เทศบาลฯ เทศบาลตำบลได้", []),
        ("จากคำถามที่ตอบตามการรับรู้", []),
        ("องค์การบริหารส่วนตำบล\nนายก", []),
        ("เทศบาลตำบล นายมานพ", []),
    ],
)
def test_agencies_are_found_in_a_sentence(text: str, names: list[str]) -> None:
    """The name ends where the sentence goes on; a kind alone names nobody."""
    assert [m.full for m in find_agencies(text)] == names


def test_a_mention_is_placed_from_kind_to_name() -> None:
    """Start and end frame the words as printed."""
    text = "ของอบต.บ้านแปรงได้"
    (mention,) = find_agencies(text)
    assert text[mention.start : mention.end] == "อบต.บ้านแปรง"


def test_known_names_decide_before_the_rules() -> None:
    """A name cut by a blank is whole where it is known, also under a damaged kind."""
    text = "เทศบาลตำบลบางทราย ใหญ่ได้"
    assert [m.name for m in find_agencies(text)] == ["บางทราย"]
    (mention,) = find_agencies(text, known={"บางทราย", "บางทรายใหญ่"})
    assert mention.name == "บางทรายใหญ่"
    assert text[mention.start : mention.end] == "เทศบาลตำบลบางทราย ใหญ่"


@pytest.mark.parametrize("name", NAMES_WITH_STOP_WORDS)
def test_places_that_hold_a_stop_word_are_whole(name: str) -> None:
    """An exception is found whole, and the sentence after it is not taken in."""
    assert [m.name for m in find_agencies(f"เทศบาลตำบล{name}ได้คะแนน")] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "เทศบาล",
        "เทศบาลตำบล",
        "เทศบาลตำบล ๑",
        "เทศบาลตำบลต้นไทร A",
        "เทศบาลตำบลต้นไทรได้คะแนน",
        "ต้นไทร",
        "กองคลัง",
    ],
)
def test_what_is_not_the_name_of_an_agency_is_none(text: str) -> None:
    """Kinds without a name, sentences, other words."""
    assert parse_agency(text) is None


def test_a_name_alone_may_be_cut_and_may_have_an_address() -> None:
    """Blanks in a field belong to its layout; district and province are not the name."""
    agency = parse_agency("เทศบาลตำบลบางทราย ใหญ่ อำเภอเมืองมุกดาหาร จังหวัดมุกดาหาร")
    assert agency is not None
    assert agency.name == "บางทรายใหญ่"


@pytest.mark.parametrize(
    ("text", "district", "province"),
    [
        ("อำเภอบาเจาะ จังหวัดนราธิวาส", "บาเจาะ", "นราธิวาส"),
        ("อำเภอบาเจาะจังหวัดนราธิวาส", "บาเจาะ", "นราธิวาส"),
        ("อ.เมือง จ.นครราชสีมา", "เมือง", "นครราชสีมา"),
        ("อําเภอเมืองจันทบุรี จังหวัด\nจันทบุรี", "เมืองจันทบุรี", "จันทบุรี"),
        ("อำเภอเมืองยโสธร จังหวัดยโสธร ไปสู่", "เมืองยโสธร", "ยโสธร"),
        ("อำเภอเมืองมุกดาหาร จังหวัดมุกดาหาร", "เมืองมุกดาหาร", "มุกดาหาร"),
        ("ทุกอำเภอได้ ทุกจังหวัดได้", None, None),
        ("เขตบางรัก กรุงเทพมหานคร", None, "กรุงเทพมหานคร"),
        ("พ.อ.สมชาย อบจ.", None, None),
    ],
)
def test_district_and_province_are_found(text: str, district: str | None, province: str | None) -> None:
    """Spelt out or short, parted by blanks or not."""
    assert find_place(text, "district") == district
    assert find_place(text, "province") == province


@given(st.text(alphabet="เทศบาลตำมืองนคร์กร.วัดจหอ \nได้ต1", max_size=60))
def test_places_of_mentions_are_true(text: str) -> None:
    """Mentions are in order, do not overlap, and hold their name."""
    end = 0
    for mention in find_agencies("เทศบาลตำบล" + text):
        assert end <= mention.start < mention.end
        assert mention.full.endswith(mention.name)
        end = mention.end
