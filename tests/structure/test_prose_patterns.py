"""How municipalities word their results, and what each wording states: facts, and what is none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.frame import load_frame
from corpus.patterns import PatternError, figure, load
from normalizers.numbers import to_arabic_digits, to_thai_digits
from pipeline.structure.items import Passage
from pipeline.structure.labels import label
from pipeline.structure.prose import printed_part, read, statements
from pipeline.structure.references import OVERALL, Place
from pipeline.structure.topics import topic

FRAME = load_frame(2568)

Fact = tuple[object, ...]
"""Where (`all`, an instrument, an indicator's number, a sub-indicator or item), value; then statistic, year
and rating as far as they are not `score`, None and None."""


def facts(text: str, near: Place = OVERALL) -> list[Fact]:
    out: list[Fact] = []
    for s in statements(text, FRAME, near):
        p = s.place
        where = p.item or p.sub_indicator or p.indicator or p.instrument or "all"
        year = "before" if s.earlier else s.fiscal_year
        fact: list[object] = [where, str(s.value), s.statistic, year, s.rating]
        for usual in (None, None, "score"):
            if fact[-1] != usual:
                break
            fact.pop()
        out.append(tuple(fact))
    return out


OF_THE_WHOLE: list[tuple[str, list[Fact]]] = [
    ("เทศบาลตำบลเขาใบไม้ได้คะแนนเฉลี่ยร้อยละ ๙๒.๙๔ อยู่ในระดับ A", [("all", "92.94", "score", None, "A")]),
    ("ผลการประเมินภาพรวมเท่ากับ 85.00 คะแนน ระดับผ่าน", [("all", "85.00", "score", None, "ผ่าน")]),
    ("เทศบาลเมืองท่าหินมีผลคะแนนการประเมิน ITA ๘๖.๗๓ คะแนน อยู่ในระดับ “ผ่าน”", [("all", "86.73", "score", None, "ผ่าน")]),
    ("ผลคะแนนรวมร้อยละ 78.41 (ระดับ B)", [("all", "78.41", "score", None, "B")]),
    ("คะแนนภาพรวมของหน่วยงาน คือ ๙๑.๒๐ ผลการประเมินระดับ ผ่านดี", [("all", "91.20", "score", None, "ผ่านดี")]),
    ("ผลการประเมิน ITA ได้คะแนน 75.5 จากคะแนนเต็ม 100 คะแนน", [("all", "75.5")]),
    ("ผลการประเมิน ITA ได้ ๘๐.๑๒ คะแนน เต็ม ๑๐๐ คะแนน", [("all", "80.12")]),
    ("คะแนนเต็ม ๑๐๐ คะแนน ได้ ๗๐.๕๕ คะแนน", [("all", "70.55")]),
    ("คะแนนเฉลี่ยของทั้ง ๓ เครื่องมือ เท่ากับ ๘๘.๑๐ คะแนน", [("all", "88.10")]),
    ("อยู่ในลำดับที่ ๕ ของจังหวัด ได้คะแนน ๙๐.๑๒ คะแนน", [("all", "90.12")]),
    ("จัดซื้อครุภัณฑ์ ๑๒.๕๐ ล้านบาท เวลา ๑๓.๓๐ น. ได้คะแนน ๘๐.๐๐", [("all", "80.00")]),
]  # fmt: skip

YEARS_AND_CHANGES: list[tuple[str, list[Fact]]] = [
    ("ปีงบประมาณ พ.ศ. ๒๕๖๗ ได้คะแนน ๗๙.๕๐ ปีงบประมาณ พ.ศ. ๒๕๖๘ ได้คะแนน ๘๔.๒๕", [("all", "79.50", "score", 2567), ("all", "84.25", "score", 2568)]),
    ("จากปี ๒๕๖๗ ที่ได้ ๘๐.๑๒ คะแนน เป็น ๘๖.๗๓ คะแนน ในปี ๒๕๖๘", [("all", "80.12", "score", 2567), ("all", "86.73", "score", 2568)]),
    ("คะแนน ITA ปี 2567 = 80.12 ปี 2568 = 86.73", [("all", "80.12", "score", 2567), ("all", "86.73", "score", 2568)]),
    ("ในปี ๒๕๖๗ ตัวชี้วัดที่ ๔ ได้คะแนน ๘๐.๑๒", [(4, "80.12", "score", 2567)]),
    ("ตัวชี้วัดที่ ๔ ได้คะแนน ๘๐.๑๒ ในปี ๒๕๖๗ และ ๘๕.๓๓ ในปี ๒๕๖๘", [(4, "80.12", "score", 2567), (4, "85.33", "score", 2568)]),
    ("O๑๓ (รายงานผลการจัดซื้อจัดจ้างปี ๒๕๖๗): ไม่ผ่านเกณฑ์ (๐.๐๐ คะแนน)", [("O13", "0.00")]),
    ("คะแนน ITA เพิ่มขึ้นจาก 80.12 เป็น 86.73", [("all", "80.12", "score", "before"), ("all", "86.73")]),
    ("ผลคะแนนภาพรวมลดลงจากเดิม ๙๐.๐๐ คะแนน เหลือ ๘๘.๒๕ คะแนน", [("all", "90.00", "score", "before"), ("all", "88.25")]),
    ("ปีที่ผ่านมาเทศบาลได้คะแนน ๘๐.๑๒ คะแนน ปีนี้ได้ ๘๖.๗๓ คะแนน", [("all", "80.12", "score", "before"), ("all", "86.73")]),
    ("คะแนนรวมเพิ่มขึ้นจากปีที่ผ่านมา ๒.๑๐ คะแนน", [("all", "2.10", "change")]),
    ("ตัวชี้วัดที่ ๔ คะแนนลดลงร้อยละ ๑.๕", [(4, "-1.5", "change")]),
    ("ผลคะแนนภาพรวมสูงกว่าปีที่ผ่านมา ๓.๐๕ คะแนน", [("all", "3.05", "change")]),
    ("ผลคะแนนภาพรวมต่ำกว่าปีงบประมาณ พ.ศ. ๒๕๖๗ จำนวน 1.20 คะแนน", [("all", "-1.20", "change")]),
    ("ตัวชี้วัดที่ ๙ คะแนนเพิ่มขึ้น ๓.๙๙ คะแนน (จาก ๙๐.๐๐ เป็น ๙๓.๙๙)", [(9, "3.99", "change"), (9, "90.00", "score", "before"), (9, "93.99")]),
    ("ตัวชี้วัดที่ ๕ ได้ ๙๐.๑๒ คะแนน เพิ่มขึ้น ๒.๐๐ คะแนน", [(5, "90.12"), (5, "2.00", "change")]),
]  # fmt: skip

OF_INSTRUMENTS: list[tuple[str, list[Fact]]] = [
    ("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (IIT) ได้ ๙๐.๑ คะแนน EIT ๘๘.๒ และ OIT ๑๐๐", [("IIT", "90.1"), ("EIT", "88.2"), ("OIT", "100")]),
    ("คะแนน IIT = 91.20, EIT = 85.44, OIT = 78.00", [("IIT", "91.20"), ("EIT", "85.44"), ("OIT", "78.00")]),
    ("คะแนน IIT 91.20/EIT 85.44/OIT 78.00", [("IIT", "91.20"), ("EIT", "85.44"), ("OIT", "78.00")]),
    ("IIT, EIT และ OIT ได้คะแนน ๙๐.๑๒, ๘๕.๑๐ และ ๗๐.๐๐ ตามลำดับ", [("IIT", "90.12"), ("EIT", "85.10"), ("OIT", "70.00")]),
    ("IIT (ร้อยละ 30) ได้คะแนน 92.11", [("IIT", "92.11")]),
    ("EIT ส่วนที่ ๑ ได้ ๘๘.๑๐ คะแนน และส่วนที่ ๒ ได้ ๙๐.๐๕ คะแนน", [("EIT1", "88.10"), ("EIT2", "90.05")]),
    ("ผู้มีส่วนได้ส่วนเสียภายนอก (EIT) ได้ ๙๙.๗๐ และ ๙๙.๗๖ คะแนน", [("EIT1", "99.70"), ("EIT2", "99.76")]),
    ("การเปิดเผยข้อมูลสาธารณะ (OIT) คะแนนเฉลี่ย 67.50", [("OIT", "67.50")]),
    ("IIT ได้ ๒๗.๐๓ คะแนน จากคะแนนเต็ม ๓๐ คะแนน", [("IIT", "27.03", "weighted")]),
    ("คะแนน OIT ๓๔ เป็นไปตามแผน", []),
]  # fmt: skip

OF_INDICATORS: list[tuple[str, list[Fact]]] = [
    ("ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่ ได้คะแนน ๘๙.๙๙", [(1, "89.99")]),
    ("ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่ (IIT) ได้คะแนน ๘๙.๙๙ คะแนน", [(1, "89.99")]),
    ("ตัวชี้วัดที่ได้คะแนนสูงสุด คือ ตัวชี้วัดที่ ๙ การเปิดเผยข้อมูล (๙๙.๓๘ คะแนน) รองลงมา คือ ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่ "
     "(๙๕.๑๐ คะแนน) และต่ำสุด คือ ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ (๗๒.๐๐ คะแนน)", [(9, "99.38"), (1, "95.10"), (4, "72.00")]),
    ("ตัวชี้วัดที่ได้คะแนนสูงสุด คือ การเปิดเผยข้อมูล (๙๙.๓๘ คะแนน) และคะแนนต่ำสุด คือ การใช้งบประมาณ (๗๑.๒๐ คะแนน)", [(9, "99.38"), (2, "71.20")]),
    ("คะแนนสูงสุด ๙๙.๓๘ คะแนน คือ ตัวชี้วัดที่ ๙ และต่ำสุด ๗๐.๑๑ คะแนน คือ ตัวชี้วัดที่ ๔", [(9, "99.38"), (4, "70.11")]),
    ("ตัวชี้วัดการใช้อำนาจ ได้คะแนน ๘๘.๐๐", [(3, "88.00")]),
    ("ด้านการใช้งบประมาณ ๗๗.๒๕ คะแนน", [(2, "77.25")]),
    ("การแก้ไขปัญหาการทุจริต มีคะแนนต่ำสุด ๖๖.๕๕", [(5, "66.55")]),
    ("ตัวชี้วัดที่ ๒ คะแนนสูงสุดรายตัวชี้วัด ๙๘.๗๗ คะแนน", [(2, "98.77", "highest")]),
    ("ข้อ i๑ – ข้อ i๓ คะแนนสูงสุดรายตัวชี้วัด ๑๐๐ คะแนนเต็ม", [(1, "100", "highest")]),
    ("ตัวชี้วัดที่ ๙ ได้คะแนนสูงสุด ๙๙.๓๘ คะแนน", [(9, "99.38")]),
    ("มีคะแนนต่ำกว่าร้อยละ ๘๕ จำนวน ๓ ตัวชี้วัด ได้แก่ ตัวชี้วัดที่ ๔ (๘๔.๓๓) ตัวชี้วัดที่ ๕ (๘๐.๑๒) และตัวชี้วัดที่ ๑๐ (๗๕.๐๐)", [(4, "84.33"), (5, "80.12"), (10, "75.00")]),
    ("ตัวชี้วัดที่ ๖, ๗ และ ๘ ได้คะแนน ๘๕.๑๐, ๘๖.๒๐ และ ๘๗.๓๐ ตามลำดับ", [(6, "85.10"), (7, "86.20"), (8, "87.30")]),
    ("ตัวชี้วัดที่ ๑ และ ๒ ได้คะแนนเท่ากัน คือ ๙๘.๐๐ คะแนน", [(1, "98.00"), (2, "98.00")]),
    ("ตัวชี้วัดที่ ๑ - ๓ ได้คะแนน ๑๐๐ คะแนน", [(1, "100"), (2, "100"), (3, "100")]),
    ("ตัวชี้วัดที่ ๗ ไม่ผ่านเกณฑ์ ได้ ๖๐ คะแนน", [(7, "60")]),
    ("ตัวชี้วัดย่อยที่ ๑๐.๑ ได้ ๘๗.๕๐ คะแนน", [("10.1", "87.50")]),
    ("ตัวชี้วัดที่ ๓ ได้คะแนน 90.12%", [(3, "90.12")]),
    ("คะแนนของตัวชี้วัดที่ ๑๐ อยู่ที่ ๖๗.๘๙", [(10, "67.89")]),
    ("ตัวชี้วัดที่ ๒ (๙๑.๐๐ คะแนน), ตัวชี้วัดที่ ๓ (๘๘.๐๐ คะแนน)", [(2, "91.00"), (3, "88.00")]),
]  # fmt: skip

OF_ITEMS: list[tuple[str, list[Fact]]] = [
    ("ข้อ i๓ เจ้าหน้าที่เรียกรับสินบนหรือไม่ ได้ ๗๕.๐๐", [("I3", "75.00")]),
    ("ข้อ E๗ ได้คะแนน ๘๒.๓๕ ไม่ผ่านเกณฑ์", [("E7", "82.35")]),
    ("O๖ ไม่ผ่านเกณฑ์ (๐.๐๐ คะแนน)", [("O6", "0.00")]),
    ("ข้อ O๑๑ และ O๑๓ ได้ ๐.๐๐ คะแนน", [("O11", "0.00"), ("O13", "0.00")]),
    ("ข้อคำถามที่ได้คะแนนต่ำสุด คือ ข้อ i๘ (๖๑.๑๑ คะแนน)", [("I8", "61.11")]),
    ("ข้อ i๘ ต่ำกว่าเกณฑ์ (๗๒.๐๐ คะแนน)", [("I8", "72.00")]),
    ("ข้อ i๑๐ จาก ๙๐.๖๓ ให้เป็น ๑๐๐ คะแนนเต็ม", [("I10", "90.63"), ("I10", "100", "target")]),
]  # fmt: skip

TARGETS: list[tuple[str, list[Fact]]] = [
    ("ตั้งเป้าหมายคะแนน ๙๕ คะแนน ในปีงบประมาณ พ.ศ. ๒๕๖๙", [("all", "95", "target", 2569)]),
    ("ตั้งเป้าหมายให้ได้คะแนนไม่ต่ำกว่าร้อยละ ๙๐", [("all", "90", "target")]),
    ("ตั้งเป้าหมายให้คะแนนตัวชี้วัดที่ ๔ เพิ่มขึ้นเป็น ๙๕ คะแนน", [(4, "95", "target")]),
    ("เพื่อยกระดับคะแนนตัวชี้วัดที่ ๘ จาก ๘๐.๑๒ เป็น ๙๐.๐๐ คะแนน", [(8, "80.12"), (8, "90.00", "target")]),
    ("ยกระดับคะแนนเป็น ๙๕ คะแนน", [("all", "95", "target")]),
]  # fmt: skip

NOTHING = [
    "ผลการประเมินภาพรวมผ่านเกณฑ์ ๘๕ คะแนน",
    "เกณฑ์การประเมินกำหนดคะแนนร้อยละ ๘๕ ขึ้นไป",
    "หน่วยงานที่ได้คะแนนตั้งแต่ ๘๕ คะแนน จะอยู่ในระดับ A",
    "ต้องมีผลคะแนน ๘๕ คะแนนขึ้นไป",
    "ระดับ A (๘๕.๐๐ – ๙๔.๙๙ คะแนน)",
    "อยู่ในช่วงคะแนน 50.00 - 64.99 คะแนน",
    "คะแนนระหว่าง ๗๕.๐๐ ถึง ๘๔.๙๙ อยู่ในระดับ B",
    "หากได้คะแนน ๙๕.๐๐ คะแนน จะอยู่ในระดับ AA",
    "คาดว่าจะได้คะแนน ๙๐.๐๐ คะแนน",
    "ผลการประเมินไม่ถึงร้อยละ ๘๕",
    "ตัวชี้วัดที่ ๑ ถึงตัวชี้วัดที่ ๕ ได้คะแนนมากกว่า ๙๐ คะแนน",
    "IIT มีน้ำหนักร้อยละ ๓๐ EIT ร้อยละ ๓๐ และ OIT ร้อยละ ๔๐ ของคะแนนรวม",
    "เทศบาลใช้งบประมาณร้อยละ ๘๕.๕๐ ของงบประมาณทั้งหมด",
    "ตัวชี้วัดที่ ๒ การใช้งบประมาณ เบิกจ่ายแล้วร้อยละ ๘๕.๕๐ ของงบประมาณ",
    "ผู้ตอบแบบวัด ๑๒๐ คน คิดเป็นร้อยละ ๙๕.๒๐",
    "หน่วยงานที่ผ่านเกณฑ์ร้อยละ ๗๐.๒๕ ของหน่วยงานทั้งหมด",
    "ไม่ได้คะแนน ๑๐๐ คะแนนเต็ม",
    "ตัวชี้วัดที่ ๙ ไม่ได้คะแนน ๑๐๐ คะแนน เนื่องจากข้อมูลไม่ครบ",
    "คะแนนเฉลี่ยระดับประเทศ ๘๔.๑๐ คะแนน",
    "คะแนนเฉลี่ยระดับจังหวัดได้ ๘๔.๑๐",
    "สูงกว่าค่าเฉลี่ยระดับประเทศ ๒.๑๐ คะแนน",
    "ข้อที่มีคะแนนต่ำกว่า ๘๕ คะแนน จำนวน ๕ ข้อ",
    "ยังไม่ได้รับการประกาศผลคะแนน",
    "รักษาระดับคะแนน ๙๕.๐๐ คะแนน",
    "ตารางที่ ๑ คะแนนจำแนกตามตัวชี้วัด",
    "คะแนนรวม (๑๐๐)",
]

FORMS = OF_THE_WHOLE + YEARS_AND_CHANGES + OF_INSTRUMENTS + OF_INDICATORS + OF_ITEMS + TARGETS


@pytest.mark.parametrize(("text", "expected"), FORMS, ids=[text[:40] for text, _ in FORMS])
def test_a_sentence_gives_the_facts_it_states(text: str, expected: list[Fact]) -> None:
    """Whose figure, how much, what kind, of which year, and the rating: all of it and nothing more."""
    assert facts(text) == expected
    assert facts(to_arabic_digits(text)) == expected


@pytest.mark.parametrize("text", NOTHING)
def test_numbers_that_are_no_results_give_no_record(text: str) -> None:
    """Pass marks, limits, ranges, weights, shares, conditions, other agencies' means, negations."""
    assert facts(text) == []
    assert read(text, FRAME).unplaced == ()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ตัวชี้วัดที่ ๑ - ๕ ได้คะแนน ๙๐.๕๐ คะแนน", ["90.50"]),
        ("ตัวชี้วัดที่ ๙ ได้คะแนน ๗๕.๐๐ และ ๖๐.๐๐ คะแนน", ["60.00"]),
        ("ผลการประเมินพบว่า มีการเปลี่ยนแปลง ๑๒.๓๔ จากคะแนนของหน่วยตรวจ", ["12.34"]),
        ("ตัวชี้วัดที่ ๔ ได้คะแนน ๘๐.๐๐", []),
    ],
)
def test_numbers_nobody_can_place_are_left_over_and_not_dropped(text: str, left: list[str]) -> None:
    """One figure after several indicators, a second one after one, a decimal without a word that tells."""
    assert [f.text for f in read(text, FRAME).unplaced] == left


@pytest.mark.parametrize(
    ("text", "near", "expected"),
    [
        ("ได้คะแนน ๘๘.๑๐ คะแนน", Place("IIT", 4), [(4, "88.10")]),
        ("ข้อ ๗ ได้คะแนน ๘๒.๓๕ ไม่ผ่านเกณฑ์", Place("IIT", 3), [("I7", "82.35")]),
        ("การใช้งบประมาณของเทศบาลมีคะแนน ๘๒.๓๕ คะแนน", Place("IIT", 3), [(3, "82.35")]),
        ("คะแนนภาพรวม ๙๐.๐๐ คะแนน", Place("IIT", 3), [("all", "90.00")]),
    ],
)
def test_what_a_sentence_does_not_name_is_told_by_its_section(
    text: str, near: Place, expected: list[Fact]
) -> None:
    """The section's indicator, unless the sentence speaks of the whole."""
    assert facts(text, near) == expected


def test_a_year_before_the_reports_is_counted_from_it() -> None:
    """จากเดิม is the year before; a year that is named is that year."""
    before, now = statements("คะแนน ITA เพิ่มขึ้นจาก 80.12 เป็น 86.73", FRAME)
    assert (before.year(2566), now.year(2566), before.year(None)) == (2565, None, None)


def test_a_record_rests_on_its_sentence_as_printed() -> None:
    """`source.text` is the sentence, with the blanks of the file, at the passage's place."""
    printed = "บทนำของ  รายงาน\nตัวชี้วัดที่ ๔  ได้คะแนน ๘๐.๑๒ ทั้งนี้ ควรพัฒนาต่อไป"
    passage = Passage(printed.replace("  ", " "), printed, 3, (1.0, 2.0, 3.0, 4.0))
    (found,) = statements(passage.text, FRAME)
    source = found.source(passage)
    assert (source.text, source.page, source.bbox) == ("ตัวชี้วัดที่ ๔  ได้คะแนน ๘๐.๑๒", 3, (1.0, 2.0, 3.0, 4.0))


def test_where_repair_changed_letters_the_whole_passage_is_kept_as_printed() -> None:
    """Offsets into repaired text mean nothing in the printed one."""
    passage = Passage("ได้คะแนน ๘๐.๑๒", "ได ้คะแนน ๘๐.๑๒!")
    assert printed_part(passage, 0, 3) == passage.printed


WRITTEN = st.decimals(0, 100, places=2, allow_nan=False, allow_infinity=False)
SHAPES = [
    "ตัวชี้วัดที่ {n} ได้คะแนน {v}",
    "ตัวชี้วัดที่ {n} ได้คะแนนร้อยละ {v} คะแนน",
    "ตัวชี้วัดที่ {n} มีผลคะแนนเท่ากับ {v} คะแนน",
    "ได้คะแนน {v} คะแนน ในตัวชี้วัดนี้",
    "ตัวชี้วัดที่ {n} ({v} คะแนน) ผ่านเกณฑ์",
    "จากการประเมินพบว่าตัวชี้วัดที่ {n} มีคะแนนเฉลี่ย {v} ซึ่งควรพัฒนา",
]


@settings(deadline=None, max_examples=150)
@given(st.integers(1, 10), WRITTEN, st.sampled_from(SHAPES), st.booleans(), st.booleans())
def test_any_value_of_any_indicator_comes_out_as_written(
    n: int, value: Decimal, shape: str, thai: bool, close: bool
) -> None:
    """The figure does not matter, nor whether digits are Thai or blanks are there."""
    text = shape.format(n=n, v=f"{value:.2f}")
    if close:
        text = text.replace(" ได้", "ได้").replace(" มี", "มี").replace(" คะแนน", "คะแนน")
    text = to_thai_digits(text) if thai else text
    near = Place(FRAME.instrument_of_indicator(n), n)
    assert facts(text, near) == [(n, f"{value:.2f}")]


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            [w for words in load().words.values() for w in words] + ["85.00", "๙๐", "\n", "ๆ", "ก็ดี"]
        ),
        max_size=14,
    )
)
def test_any_words_give_figures_that_stand_in_the_text(words: list[str]) -> None:
    """However they are put together: each figure is where it says, once for a place, 0 to 100 but for changes."""
    text = " ".join(words)
    reading = read(text, FRAME, Place("EIT", 6))
    for s in reading.statements:
        assert Decimal(to_arabic_digits(text[s.start : s.end])) == abs(s.value)
        assert s.sentence[0] <= s.start < s.end <= s.sentence[1]
        assert s.statistic == "change" or 0 <= s.value <= 100
    taken = {s.start for s in reading.statements}
    assert not taken & {f.start for f in reading.unplaced}
    assert len({(s.start, s.place) for s in reading.statements}) == len(reading.statements)


@pytest.mark.parametrize("name", sorted(load().words))
def test_every_word_of_the_data_is_found_in_a_sentence(name: str) -> None:
    """The dictionary cuts at its ends, so that its pattern can match: alone, or as part of something longer."""
    missed = []
    for word in load().words[name]:
        text = f"เทศบาล {word} เขา 85.00 คะแนน"
        at = text.index(word)
        spans = [s for sentence in label(text) for s in sentence.spans]
        if not any(s.start <= at and at + len(word) <= s.end for s in spans):
            missed.append(word)
    assert missed == []


def test_a_pattern_with_an_unknown_label_is_refused() -> None:
    """A slip in the data is told when it is read, with the pattern it stands in."""
    with pytest.raises(PatternError, match="no label POINT "):
        figure("score", "# POINT", {"POINTS": "p"})
    with pytest.raises(PatternError, match="points"):
        figure("score", "# points", {"POINTS": "p"})
    with pytest.raises(PatternError, match="2 numbers"):
        figure("score", "# POINTS #", {"POINTS": "p"})


def test_the_engine_of_the_tokens_is_kept_with_them() -> None:
    """Provenance: which program and version cut the words."""
    (sentence,) = label("ได้คะแนน ๘๐.๐๐")
    assert "pythainlp " in sentence.engine


def test_a_topic_is_the_question_between_its_words() -> None:
    """Of two wordings the later year's; a text without such words has none."""
    text = "ผลการประเมิน ITA ในหัวข้อ E๗ หน่วยงานเปิดโอกาสให้มีส่วนร่วม ปี ๒๕๖๗ ได้คะแนน ๙๐.๐๐ คะแนน"
    found = topic(text, FRAME)
    assert found is not None and found.place.item == "E7"
    assert topic("ได้คะแนน ๙๐.๐๐ คะแนน", FRAME) is None
