from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.numbers import find_numbers, parse_decimal, to_arabic_digits, to_thai_digits

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("๑๐๐.๐๐", "100.00"),
        ("๙๙.๕๘.", "99.58"),
        (" ๘๖.๓๗\u00a0", "86.37"),
        ("๑,๒๓๔.๕๖", "1234.56"),
        ("1,234,567", "1234567"),
        ("๙๙.58", "99.58"),
        ("-๓.๙๙", "-3.99"),
        ("\u2212๓.๙๙", "-3.99"),
        ("+๓.๙๙", "3.99"),
        ("๐", "0"),
    ],
)
def test_one_number_is_read_with_its_decimals(printed: str, value: str) -> None:
    """Thai or Arabic digits, thousands, a sign, a full stop after it."""
    assert str(parse_decimal(printed)) == value


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "-",
        "–",
        "๑๐ ๒๐",
        "๑-๒",
        "๑๒,๓๔",
        "๑.๒.๓",
        "1๒๐",
        "i๑๐",
        "๙๙.๕๘ คะแนน",
        "ร้อยละ ๙๙",
        "๙๙%",
        ".๕",
        "1e3",
        "N/A",
    ],
)
def test_what_is_not_exactly_one_number_is_none(printed: str) -> None:
    """No guess is made at several numbers, codes, units or empty cells."""
    assert parse_decimal(printed) is None


@pytest.mark.parametrize(
    "printed", ["ร้อยละ ๙๙.๕๘", "คิดเป็นร้อยละ ๙๙.๕๘", "๙๙.๕๘ %", "99.58 คะแนน", "๙๙.๕๘ คะแนน."]
)
def test_units_pass_when_asked_for(printed: str) -> None:
    """With `units` the words around the number are allowed."""
    assert parse_decimal(printed, units=True) == Decimal("99.58")


@given(DECIMALS)
def test_a_printed_decimal_comes_back(value: Decimal) -> None:
    """In Thai digits and with thousands as well."""
    assert parse_decimal(to_thai_digits(str(value))) == value
    assert parse_decimal(to_thai_digits(f"{value:,}")) == value


@given(st.text(alphabet="0123456789 กข.a"))
def test_digits_go_round(text: str) -> None:
    """Arabic digits to Thai and back are the same text."""
    assert to_arabic_digits(to_thai_digits(text)) == text


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("ได้คะแนน ๙๙.๕๘ คะแนน", ["99.58"]),
        ("ได้๙๙.๕๘.", ["99.58"]),
        ("๕-๑๕ และ ๕ – ๑๕", ["5", "15", "5", "15"]),
        ("ลดลง -๓.๙๙ (-1)", ["-3.99", "-1"]),
        ("i๑๐ O๖ E๗ 5G COVID-19", []),
        ("ข้อ ๑๐ ข้อ๗", ["10", "7"]),
        ("๑.การ ๑.๒ ๑.๒.๓", ["1", "1.2"]),
        ("1,234.5 บาท", ["1234.5"]),
        ("ข้อ ๑,๒ และ ๓", ["1", "2", "3"]),
        ("1,234,56", ["1", "234", "56"]),
        ("1๒๐", []),
        ("พ.ศ.๒๕๖๘", ["2568"]),
        ("๑๐๐%", ["100"]),
    ],
)
def test_numbers_are_found_where_they_stand_alone(text: str, values: list[str]) -> None:
    """Thai letters may touch a number; Latin letters make it a code."""
    assert [str(n.value) for n in find_numbers(text)] == values


@given(st.text(alphabet="0๙5.,- กi\n"))
def test_places_of_numbers_are_true(text: str) -> None:
    """Each number's text stands where it says, in order and without overlap."""
    end = 0
    for number in find_numbers(text):
        assert end <= number.start < number.end
        assert text[number.start : number.end] == number.text
        assert parse_decimal(number.text) == number.value
        end = number.end
