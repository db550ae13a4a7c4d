"""Damaged words come out as printed, and sound text stays: the cases in `cases/`."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from normalizers.repair import repair, repair_together, replay

CASES = Path(__file__).parent / "cases"


def damaged_cases() -> list[object]:
    """Every case; one that is known to fail fails strictly, so it is found out when it does not."""
    params: list[object] = []
    for name in ("wild", "made"):
        for n, case in enumerate(tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))["case"], 1):
            marks = [pytest.mark.xfail(reason=case["fails"], strict=True)] if "fails" in case else []
            params.append(pytest.param(case["damaged"], case["printed"], id=f"{name}-{n}", marks=marks))
    return params


SOUND = [
    pytest.param(text, id=f"{group['why'].split(',')[0]}-{n}")
    for group in tomllib.loads((CASES / "sound.toml").read_text("utf-8"))["text"]
    for n, text in enumerate(group["texts"], 1)
]


@pytest.mark.parametrize(("damaged", "printed"), damaged_cases())
def test_damage_is_repaired(damaged: str, printed: str) -> None:
    """The words are as printed, the steps say how, and repairing the printed words changes nothing."""
    repaired = repair(damaged)
    assert repaired.text == printed
    assert replay(damaged, repaired.steps) == printed
    assert repair(printed).steps == ()


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_stays(text: str) -> None:
    """By itself."""
    assert repair(text).text == text


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_stays_on_a_damaged_page(text: str) -> None:
    """Damage in another block of the page is no reason to change this one."""
    others = ["การด าเนินงานตามที่ก าหนด จ านวน ๓ ต าบล", "ท่ีเกี่ยวขอ้งกับกำาหนดการ"]
    texts, steps = repair_together([others[0], text, others[1]])
    assert steps
    assert texts[1] == text


@pytest.mark.parametrize(
    "name", ["ทนุชูพงษ์", "ปดิษฐ์", "กลวัชร", "ชนินทร", "วนิสรา", "อนันดา", "นาคดิลก", "ลิ้มนนทกุล", "ฉนั้น"]
)
def test_a_name_that_holds_a_damaged_form_stays(name: str) -> None:
    """One or two such forms are no damage, alone or among sound words."""
    assert repair(name).text == name
    page = [f"นาย{name} ใจดี", "ประธานกรรมการพิจารณาผลการประเมิน"]
    assert repair_together(page)[0] == page


@pytest.mark.xfail(strict=True, reason="among many late marks, one in an unknown name may be late or not")
def test_an_unknown_name_stays_among_late_marks() -> None:
    """ปนัสยา may be ปัน with its mark late."""
    late = "ขอ้มลูการจดัซื้อจดัจา้งของหนว่ยงานและผูร้บัผดิชอบ"
    assert repair_together([late, "นางสาวปนัสยา เพ็ชร์บุญมี"])[0][1] == "นางสาวปนัสยา เพ็ชร์บุญมี"


def test_unreadable_marks_beside_all_others() -> None:
    """A text that lacks one mark or none is read all the same."""
    every = "กัดกินมีถึงมือทุกคู่เป็นแต่แล้วโต๊ะเดี๋ยวสิทธิ์"
    holes = " ก\ufffdนข้าว ม\ufffdเงิน ท\ufffdกคน คู\ufffd แล\ufffdว ป\ufffdองกัน"
    for lost in ("", "\u0e4a"):
        assert "ป้องกัน" in repair(every.replace(lost, "") + holes).text
