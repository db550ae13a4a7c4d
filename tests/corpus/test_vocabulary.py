"""The vocabularies are data: each phrase has one role, and says where it was seen."""

import pytest

from corpus.vocabulary import Phrase, load, squeezed

NAMES = ("columns", "parts", "findings", "kinds", "documents", "names")


def role_of(name: str, text: str) -> str | None:
    """The first role with a phrase that the text contains."""
    return next(
        (role for role, phrases in load(name).items() if any(p.found_in(text) for p in phrases)), None
    )


def column(heading: str) -> str | None:
    """The role whose heading equals this one, white space aside."""
    key = squeezed(heading)
    return next((role for role, phrases in load("columns").items() if key in {p.key for p in phrases}), None)


@pytest.mark.parametrize("name", NAMES)
def test_a_phrase_has_one_role(name: str) -> None:
    """No wording stands twice in a file."""
    keys = [p.key for phrases in load(name).values() for p in phrases]
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize("name", NAMES)
def test_every_role_has_phrases(name: str) -> None:
    """An empty role would be a slip."""
    assert all(load(name).values())


def test_the_roles_of_columns() -> None:
    """Those the structuring stage asks for."""
    assert set(load("columns")) == {
        *("instrument", "indicator", "item", "score", "full_score", "highest", "lowest", "change", "rating"),
        *("analysis", "measure", "method", "responsible", "period", "monitoring", "progress", "outcome"),
        *("suggestion", "number", "budget", "agency", "remark", "url", "data", "explanation"),
        *("weighted", "target", "year", "aside", "rationale"),
    }


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("ระยะเวลา ในการ ดำเนินการ", "period"),
        ("มาตรการ/ โครงการ/กิจกรรม", "measure"),
        ("คะแนน", "score"),
        ("คะแนนเต็ม", "full_score"),
        ("คะแนนสูงสุดรายตัวชี้วัด", "highest"),
        ("ผลต่าง", "change"),
        ("ข้อความคำถาม", "item"),
        ("การติดตามผล", "monitoring"),
        ("ผลการดำเนินงาน", "progress"),
        ("ผลลัพธ์หรือผลสัมฤทธิ์ในการดำเนินการ", "outcome"),
        ("เรื่องอื่น", None),
    ],
)
def test_headings_of_real_tables_have_their_role(heading: str, role: str | None) -> None:
    """Broken over lines or not."""
    assert column(heading) == role


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("ประเด็นที่เป็นจุดแข็งที่จะต้องรักษาไว้", "strength"),
        ("จุดที่เป็นข้อบกพร่องหรือจุดอ่อนที่จะต้องแก้ไข ของตัวชี้วัดที่ ๑", "weakness"),
        ("ได้คะแนน ๘๔.๔๓ คะแนน ไม่ผ่านเกณฑ์", "weakness"),
        ("ได้คะแนน ๘๗.๑๑ คะแนน ผ่านเกณฑ์ประเมินเล็กน้อย", "improvement"),
        ("แต่มีคะแนนน้อยสุดรายตัวชี้วัด", "improvement"),
        ('กลุ่มตัวชี้วัดที่ "ควรพัฒนาปรับปรุงเพิ่มเติม"', "improvement"),
        ("รักษาระดับมาตรฐานไว้", "strength_in_heading"),
        ("มีการเปิดเผยข้อมูลครบถ้วน", None),
    ],
)
def test_a_passage_tells_its_finding(text: str, finding: str | None) -> None:
    """A weakness goes before an improvement, an improvement before a strength."""
    assert role_of("findings", text) == finding


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ปีงบประมาณ พ.ศ. ๒๕๖๕", "progress"),
        ("รายงานผลดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน", "progress"),
        ("รายงานการวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใส", "analysis"),
        ("มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน", "measures"),
        ("ประกาศผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. ๒๕๖๖", "results"),
        ("ประกาศเทศบาล เรื่อง ตลาดนัด", None),
    ],
)
def test_a_title_tells_the_kind(title: str, kind: str | None) -> None:
    """Progress goes before measures."""
    assert role_of("kinds", title) == kind


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("ขั้นตอนหรือวิธีการดำเนินการ", "steps"),
        ("การกำหนดผู้รับผิดชอบหรือผู้ที่เกี่ยวข้อง", "responsible"),
        ("ช่วงระยะเวลาการดำเนินการ", "period"),
        ("วิธีการนำผลการวิเคราะห์ไปสู่การปฏิบัติ", "title"),
        ("การกำหนดวิธีการนำผลการวิเคราะห์แต่ละประเด็นไปสู่การปฏิบัติ", "block"),
    ],
)
def test_headings_of_a_measure_block_have_their_part(heading: str, part: str) -> None:
    """The five components and the older form."""
    found = [role for role, phrases in load("parts").items() if squeezed(heading) in {p.key for p in phrases}]
    assert found == [part]


def test_a_gap_is_short() -> None:
    """Pieces of a phrase must stand near each other."""
    phrase = Phrase("ผ่านเกณฑ์…เล็กน้อย", "report")
    assert phrase.found_in("ผ่านเกณฑ์เล็กน้อย")
    assert not phrase.found_in("ผ่านเกณฑ์" + "ก" * 60 + "เล็กน้อย")
