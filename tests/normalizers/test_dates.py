import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.dates import (
    FoundYear,
    Period,
    find_fiscal_years,
    fiscal_year_of,
    fiscal_year_span,
    parse_date,
    parse_period,
)
from normalizers.numbers import to_thai_digits

FULL = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
]
SHORT = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]
BARE = [month.replace(".", "") for month in SHORT]
HALF = [month.removesuffix(".") for month in SHORT]
DATES = st.dates(dt.date(2000, 1, 1), dt.date(2050, 12, 31))
STYLES = st.sampled_from([FULL, SHORT, BARE, HALF])


def days(start: str | None, end: str | None) -> Period:
    return Period(
        dt.date.fromisoformat(start) if start else None,
        dt.date.fromisoformat(end) if end else None,
    )


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("๓๐ มีนาคม ๒๕๖๕", "2022-03-30"),
        ("๑๑ ต.ค. ๒๕๖๔", "2021-10-11"),
        ("๑ ต.ค. ๖๔", "2021-10-01"),
        ("๑ ต.ค ๖๔", "2021-10-01"),
        ("๑ ตค ๖๔", "2021-10-01"),
        ("๑ตค.๖๔", "2021-10-01"),
        ("7/7/2564", "2021-07-07"),
        ("๗-๗-๒๕๖๔", "2021-07-07"),
        ("วันศุกร์ที่ ๑ ตุลาคม ๒๕๖๔", "2021-10-01"),
        ("วันที่ ๓๐ มีนาคม พ.ศ. ๒๕๖๕", "2022-03-30"),
        ("๓๐ มีนาคม\nพ.ศ.๒๕๖๕", "2022-03-30"),
        ("1 ตุลาคม 2021", "2021-10-01"),
        ("๕ กรกฏาคม ๒๕๖๗", "2024-07-05"),
        ("๒๙ ก.พ. ๒๕๖๗", "2024-02-29"),
    ],
)
def test_a_date_is_read(printed: str, iso: str) -> None:
    """Months in full or short, years of both eras, Thai or Arabic digits."""
    assert parse_date(printed) == dt.date.fromisoformat(iso)


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "๒๙ ก.พ. ๒๕๖๖",
        "๓๑ กันยายน ๒๕๖๘",
        "31/13/2564",
        "มีนาคม ๒๕๖๕",
        "๓๐ มีนาคม",
        "๑ ต.ค. ๓๐๐๐",
        "เมื่อ ๑ ต.ค. ๖๔ นั้น",
        "๑ ต.ค. ๒๑",
    ],
)
def test_what_is_no_date_is_none(printed: str) -> None:
    """Impossible days, missing parts and sentences are not dates."""
    assert parse_date(printed) is None


@given(DATES, STYLES)
def test_a_formatted_date_comes_back(date: dt.date, months: list[str]) -> None:
    """Every date in every style of month."""
    text = f"{date.day} {months[date.month - 1]} {date.year + 543}"
    assert parse_date(text) == parse_date(to_thai_digits(text)) == date


@given(DATES)
def test_a_date_lies_in_its_fiscal_year(date: dt.date) -> None:
    """The year that a date is of spans it."""
    first, last = fiscal_year_span(fiscal_year_of(date))
    assert first <= date <= last
    assert fiscal_year_of(last + dt.timedelta(days=1)) == fiscal_year_of(date) + 1


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("ปีงบประมาณ พ.ศ. ๒๕๖๘", [(2568, True)]),
        ("ประจำปีงบประมาณ ๒๕๖๙", [(2569, True)]),
        ("ประจำปี งบประมาณ พ.ศ. ๒๕๖๘ ดังนี้", [(2568, True)]),
        ("ประจำปี บประมาณ พ.ศ. ๒๕๖๘", [(2568, True)]),
        ("ปี\nงบประมาณ พ.ศ.\n๒๕๖๘", [(2568, True)]),
        ("ปีงบประมาณ 2567-2568", [(2567, True), (2568, True)]),
        ("ปีงบประมาณ ๖๘", [(2568, True)]),
        ("ปี พ.ศ.๒๕๖๔", [(2564, False)]),
        ("ปี๒๕๖๗", [(2567, False)]),
        ("ITA ๒๕๖๘", [(2568, False)]),
        ("ITA2568", [(2568, False)]),
        ("(พ.ศ. ๒๕๖๐ - ๒๕๖๔)", [(2560, False), (2564, False)]),
        ("๒๕๖๘", [(2568, False)]),
        ("๑ ต.ค. ๒๕๖๔", []),
        ("๓๐ มีนาคม พ.ศ. ๒๕๖๕", []),
        ("๗/๗/๒๕๖๔", []),
        ("โทร 044-2568", []),
        ("๒๕๖๘.๕๐ ๒,๕๖๘ ๒๕๖๘ บาท O2568 ๒๕๐๐", []),
    ],
)
def test_years_are_found(text: str, years: list[tuple[int, bool]]) -> None:
    """Fiscal years, years of other words and bare years; not parts of dates, codes or amounts."""
    assert [(y.year, y.is_fiscal) for y in find_fiscal_years(text)] == years


def test_a_year_is_placed_by_its_digits() -> None:
    """Start and end frame the digits alone."""
    assert find_fiscal_years("ปีงบประมาณ พ.ศ. ๒๕๖๘ ได้") == [FoundYear(16, 20, 2568, True)]


@pytest.mark.parametrize(
    ("printed", "start", "end"),
    [
        ("๑ ตุลาคม ๒๕๖๘ – ๓๐ กันยายน ๒๕๖๙", "2025-10-01", "2026-09-30"),
        ("- ๑ ตุลาคม ๒๕๖๘ –\n๓๐ กันยายน\n๒๕๖๙", "2025-10-01", "2026-09-30"),
        ("มี.ค. – ก.ย. ๖๕", "2022-03-01", "2022-09-30"),
        ("มี.ค. – ก.ย.\n๖๕", "2022-03-01", "2022-09-30"),
        ("ต.ค ๖๔ ถึง มี.ค. ๖๕", "2021-10-01", "2022-03-31"),
        ("ต.ค ๖๔ ถึง\nมี.ค.๖๕ มี.ค. – ก.ย. ๖๕", "2021-10-01", "2022-09-30"),
        ("๑ ต.ค. ๒๕๖๔ – ๓๑ มี.ค.๖๕", "2021-10-01", "2022-03-31"),
        ("๑ - ๓๐ พ.ย. ๒๕๖๔", "2021-11-01", "2021-11-30"),
        ("๑ ต.ค.\n๒๕๖๔ –\n๓๑ มี.ค.๖๕\n๑ - ๓๐ พ.ย. ๒๕๖๕", "2021-10-01", "2022-11-30"),
        ("๑๒ ต.ค. ๒๕๖๔", "2021-10-12", "2021-10-12"),
        ("ตุลาคม ๒๕๖๘ – มีนาคม ๒๕๖๙ (จัดทำ)", "2025-10-01", "2026-03-31"),
        ("ตุลา คม ๒๕๖๘ – มีนา คม ๒๕๖๙", "2025-10-01", "2026-03-31"),
        ("พฤศจิกายน ๒๕๖๘ (จัดทำ)", "2025-11-01", "2025-11-30"),
        ("ตุลาคม - มีนาคม ๒๕๖๙", "2025-10-01", "2026-03-31"),
        ("ต.ค., ธ.ค. ๒๕๖๗ และ ม.ค. ๒๕๖๘", "2024-10-01", "2025-01-31"),
        ("ต.ค. ๖๗ - ก.ย. ๖๘", "2024-10-01", "2025-09-30"),
        ("ตค 64 - มีค 65", "2021-10-01", "2022-03-31"),
        ("1/10/2567 - 30/9/2568", "2024-10-01", "2025-09-30"),
        ("๑. ต.ค. ๖๔ – มี.ค. ๖๕\n๒. เม.ย. ๖๕", "2021-10-01", "2022-04-30"),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๘", "2024-10-01", "2025-09-30"),
        ("ปีงบประมาณ พ.ศ.๒๕๖๘", "2024-10-01", "2025-09-30"),
        ("ตลอดปีงบประมาณ พ.ศ. ๒๕๖๙ (ประเมินทุกไตรมาส)", "2025-10-01", "2026-09-30"),
        ("ปีงบประมาณ ๒๕๖๘ - ๒๕๗๐", "2024-10-01", "2027-09-30"),
        ("ตุลาคม - ธันวาคม ปีงบประมาณ ๒๕๖๘", "2024-10-01", "2024-12-31"),
        ("ไตรมาส ๑ ปีงบประมาณ ๒๕๖๘", "2024-10-01", "2024-12-31"),
        ("ไตรมาสที่ 2/2568", "2025-01-01", "2025-03-31"),
        ("ไตรมาสที่ ๑-๔ ปีงบประมาณ พ.ศ. ๒๕๖๘", "2024-10-01", "2025-09-30"),
        ("ไตรมาส ๓ (เม.ย. - มิ.ย. ๒๕๖๘)", "2025-04-01", "2025-06-30"),
        ("ภายใน ๓๐ กันยายน ๒๕๖๘", None, "2025-09-30"),
        ("ภายในเดือนกุมภาพันธ์ ๒๕๖๗", None, "2024-02-29"),
        ("ตั้งแต่วันที่ ๑ ตุลาคม ๒๕๖๗ เป็นต้นไป", "2024-10-01", None),
        ("มกราคม - ธันวาคม 2021", "2021-01-01", "2021-12-31"),
    ],
)
def test_a_period_is_read(printed: str, start: str | None, end: str | None) -> None:
    """Days, months, quarters, fiscal years and deadlines, cut by the layout or not."""
    assert parse_period(printed) == days(start, end)


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "ตลอดปี",
        "ทุกเดือน",
        "ปี ๒๕๖๘",
        "ต.ค. - มี.ค.",
        "ไตรมาสที่ ๑-๔",
        "๑ - ๓๑ ก.ย. ๒๕๖๘",
        "ตุลาคม ๒๕๖๙ - กันยายน ๒๕๖๘",
        "สำนักงาน ก.พ. ๒๕๖๘",
        "ส.ค.ส. ๒๕๖๘",
        "งบประมาณ ๒๕๖๘ บาท",
    ],
)
def test_what_gives_no_dates_is_none(printed: str) -> None:
    """A year missing, a span that runs backwards, a day off the calendar: no guess."""
    assert parse_period(printed) is None


@given(
    DATES,
    st.integers(0, 364),
    STYLES,
    st.sampled_from([" - ", "–", " ถึง ", "\nถึงวันที่ ", " —\n"]),
    st.booleans(),
    st.booleans(),
)
def test_a_formatted_span_of_days_comes_back(
    first: dt.date, length: int, months: list[str], dash: str, short_year: bool, thai: bool
) -> None:
    """From day to day, in every style of month, year and dash."""
    last = first + dt.timedelta(days=length)

    def one(date: dt.date) -> str:
        year = date.year + 543
        return f"{date.day} {months[date.month - 1]} {year % 100 if short_year else year}"

    text = one(first) + dash + one(last)
    assert parse_period(to_thai_digits(text) if thai else text) == Period(first, last)


@given(DATES, st.integers(0, 11), STYLES, st.booleans())
def test_a_formatted_span_of_months_comes_back(
    first: dt.date, length: int, months: list[str], both_years: bool
) -> None:
    """From month to month, where the first year is printed or left to the second."""
    start = first.replace(day=1)
    year, month = divmod(start.year * 12 + start.month - 1 + length, 12)
    following = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    left = f"{months[start.month - 1]} {start.year + 543 if both_years else ''}".strip()
    text = f"{left} - {months[month]} {year + 543}"
    assert parse_period(text) == Period(start, following - dt.timedelta(days=1))


@given(st.integers(2540, 2600))
def test_a_fiscal_year_is_its_quarters(year: int) -> None:
    """The year, its four quarters together and its months are one span."""
    whole = Period(*fiscal_year_span(year))
    assert parse_period(f"ปีงบประมาณ พ.ศ. {year}") == whole
    assert parse_period(f"ไตรมาสที่ 1 - 4/{year}") == whole
    quarters = [parse_period(f"ไตรมาส {q} ปีงบประมาณ {year}") for q in (1, 2, 3, 4)]
    assert [q and q.start for q in quarters[1:]] == [
        q and q.end and q.end + dt.timedelta(days=1) for q in quarters[:3]
    ]


@given(st.text(alphabet="๑๒๓๕๖0149.,-–/<>{} ตคมีนาถึงปบระณภพศไส\n", max_size=50))
def test_no_text_breaks_the_readers(text: str) -> None:
    """Whatever stands there, there is an answer, and a period's ends are in order."""
    parse_date(text)
    find_fiscal_years(text)
    period = parse_period(text)
    if period and period.start and period.end:
        assert period.start <= period.end
