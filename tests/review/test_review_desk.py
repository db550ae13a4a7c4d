"""The desk in a browser: from the queue to a page, a score put right, and what the export then says."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from output.store import open_store
from pipeline.run import ingest
from tests.review.desk import WHY, WITHOUT, started
from tests.review.made import SCRIPT, database, exported, report

pytestmark = pytest.mark.skipif(WITHOUT, reason=WHY)


def test_from_the_queue_to_a_score_put_right_in_the_export(db: Path, page: Any, tmp_path: Path) -> None:
    before = exported(db, tmp_path / "before", "scores")
    with started(db) as address:
        page.goto(address)
        assert "?key" not in page.url, "the key does not stay in the address"
        page.click('.row:has-text("not the weighted sum")')
        assert page.locator(".card.lit .figure").inner_text() == "95.80"
        assert "๙๕.๘๐" in page.locator(".card.lit .printed").inner_text()
        assert "weighted sum" in page.locator(".card.lit .finding").first.inner_text()
        page.click(".card.lit >> text=Correct")
        page.fill("[name=field-value]", "๙๐.๕๕")
        page.fill("[name=note]", "ตามผลรวม")
        page.click("text=Save")
        assert page.locator(".said").inner_text() == "Corrected."
        page.click("#score-0 h3 a")
        assert page.locator("#score-0 .figure").inner_text() == "90.55"
        assert "95.80" in page.locator("#score-0 .was").inner_text()
        assert page.locator("#score-0 .marks").inner_text() == "Corrected"
    after = exported(db, tmp_path / "after", "scores")
    assert (before[0]["value"], before[0]["corrected"]) == ("95.8", "") or before[0]["value"].startswith(
        "95.8"
    )
    assert float(after[0]["value"]) == 90.55
    assert after[0]["corrected"] == "value"
    assert after[1:] == before[1:]
    with open_store(db) as store:
        (made,) = store.corrections()
    assert (made.corrected_by, made.note, made.read_value) == ("สมศรี", "ตามผลรวม", "95.80")


def test_what_may_not_stand_in_a_field_is_said_and_nothing_is_changed(db: Path, page: Any) -> None:
    """The words are those of `prongsai correct`, and what was typed stays."""
    with started(db) as address:
        page.goto(address)
        page.click('.row:has-text("not the weighted sum")')
        page.wait_for_selector(".card.lit")
        page.keyboard.press("e")
        page.fill("[name=field-value]", "ร้อย")
        page.keyboard.press("Enter")
        assert "value must be a number from -100 to 100, like 99.58, not ร้อย" in page.inner_text(
            "[role=alert]"
        )
        assert page.input_value("[name=field-value]") == "ร้อย"
        assert page.get_attribute("[name=field-value]", "aria-invalid") == "true"
        page.keyboard.press("Escape")
        page.wait_for_url("**/page/1?at=score-0#score-0")
        assert page.locator(".edit").count() == 0
    with open_store(db) as store:
        assert store.corrections(in_force=False) == []


def test_by_keyboard_alone(db: Path, page: Any) -> None:
    """From the queue by Tab and Enter, then keys: next, right, wrong, undo, the next page, help."""
    with started(db) as address:
        page.goto(address)
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.classList.contains('row')"):
                break
        page.keyboard.press("Enter")
        page.wait_for_selector(".card.lit")
        lit = page.locator(".card.lit")
        assert lit.get_attribute("id") == "score-0"
        page.keyboard.press("j")
        assert lit.get_attribute("id") == "score-1"
        assert page.evaluate("document.activeElement.id") == "score-1"
        page.keyboard.press("k")
        page.keyboard.press("a")
        page.wait_for_url("**ok=accepted")
        assert page.locator("#score-0.accepted").count() == 1
        assert lit.get_attribute("id") == "score-7", "on to what waits next on the page"
        page.keyboard.press("w")
        page.wait_for_url("**ok=wrong")
        assert page.locator("#score-7.wrong").count() == 1
        page.keyboard.press("u")
        page.wait_for_url("**ok=undone")
        assert page.locator("#score-7.open").count() == 1
        page.keyboard.press("n")
        page.wait_for_url("**/page/2")
        page.keyboard.press("p")
        page.wait_for_url("**/page/1")
        page.keyboard.press("?")
        assert page.locator("dialog[open]").count() == 1
        page.keyboard.press("Escape")
        assert page.locator("dialog[open]").count() == 0
    with started(db) as address:  # a second start has another key, and what is done stays done
        page.goto(address)
        page.click("text=Done")
        assert "95.80" in page.inner_text(".list")


def test_what_the_reading_missed_is_added_and_stays(folder: Path, db: Path, page: Any) -> None:
    """Refused as a correction is where a value may not stand; kept over a new reading; undone by a key."""
    with started(db) as address:
        page.goto(address)
        page.goto(address.split("/?")[0] + "/report/2f2102385176c181/page/2")
        page.click(".adding >> text=measure")
        page.fill("[name=field-title]", "อบรมผู้ดูแลพัสดุ")
        page.fill("[name=field-steps]", "ประชุม\nอบรม")
        page.fill("[name=field-indicators]", "๑๑")
        page.click("text=Save")
        assert "from 1 to 10" in page.inner_text("[role=alert]")
        assert page.input_value("[name=field-steps]") == "ประชุม\nอบรม"
        page.fill("[name=field-indicators]", "๔")
        page.click("text=Save")
        assert page.inner_text(".said") == "Added."
        assert "อบรมผู้ดูแลพัสดุ" in page.inner_text("#measure-2.lit")
        with open_store(db) as store:
            ingest([folder / "รายงาน.pdf"], store, force=True)
            (records,) = store.reports()
            assert (records.measures[2].steps, records.measures[2].indicators) == (("ประชุม", "อบรม"), (4,))
            assert records.measures[2].source and records.measures[2].source.page == 2
        page.reload()
        assert page.inner_text("#measure-2 .marks") == "Added"
        page.keyboard.press("u")
        page.wait_for_url("**ok=undone")
        assert page.locator("#measure-2").count() == 0


def test_keys_are_told_by_their_place_on_a_thai_keyboard(db: Path, page: Any) -> None:
    with started(db) as address:
        page.goto(address)
        page.click('.row:has-text("not the weighted sum")')
        page.wait_for_selector(".card.lit")
        page.evaluate(
            "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: '่', code: 'KeyJ', bubbles: true}))"
        )
        assert page.locator(".card.lit").get_attribute("id") == "score-1"


def test_a_box_and_its_record_light_each_other(db: Path, page: Any) -> None:
    with started(db) as address:
        page.goto(address)
        page.click('.row:has-text("not the weighted sum")')
        box = page.locator('.boxes a[data-refs~="score-2"]')
        box.click()
        assert page.locator(".card.lit").get_attribute("id") == "score-2"
        page.click("#score-7 h3 a")
        assert page.locator(".boxes a.lit").get_attribute("data-refs").split()[0] == "score-7"
        assert "at=score-7" in page.url


def test_it_works_without_scripts(db: Path, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    with started(db) as address:
        page.goto(address)
        page.click('.row:has-text("not the weighted sum")')
        page.click("#score-3 h3 a")
        assert page.locator(".card.lit").get_attribute("id") == "score-3"
        page.click(".card.lit .accept")
        assert page.locator("#score-3.accepted").count() == 1
        page.click(".undo button")
        assert page.locator("#score-3.accepted").count() == 0
    context.close()


@pytest.mark.parametrize("width", [1280, 800])
def test_nothing_is_wider_than_the_window(db: Path, browser: Any, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 860})
    page = context.new_page()
    with started(db) as address:
        page.goto(address)
        for path in ("/", "/report/2f2102385176c181/page/1?edit=1", "/overview"):
            page.goto(address.split("/?")[0] + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()


def test_words_of_a_document_are_only_words(tmp_path: Path, page: Any) -> None:
    """A report with a script in a cell, in its title and in a finding: shown, and nothing is run or loaded."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with started(database(tmp_path / "s.db", report())) as address:
        here = address.split("/?")[0]
        page.goto(address)
        page.goto(here + "/report/0000000000000000/page/1?at=analysis-0")
        assert SCRIPT in page.inner_text("#analysis-0")
        page.goto(here + "/report/0000000000000000/page/1?at=report&edit=1")
        assert page.input_value("[name=field-title]").endswith(SCRIPT)
        assert page.evaluate("document.querySelectorAll('main script, main img').length") == 0
    assert all(url.startswith(here + "/") for url in asked), "nothing comes from elsewhere"


def test_a_file_that_is_gone_is_said_to_be_and_one_that_moved_is_found(
    folder: Path, db: Path, page: Any
) -> None:
    original = folder / "รายงาน.pdf"
    before = hashlib.sha256(original.read_bytes()).hexdigest()
    with started(db) as address:
        page.goto(address)
        page.click('.row:has-text("not the weighted sum")')
        page.wait_for_load_state()  # its picture too
        assert page.locator(".leaf img").evaluate("image => image.naturalWidth") > 1000
        page.keyboard.press("a")
        page.wait_for_url("**ok=accepted")
        moved = folder / "ย้าย.pdf"
        original.rename(moved)
        try:
            page.reload()
            assert page.locator(".no-page").count() == 1
            assert str(original) in page.inner_text(".no-page")
            assert "The original is not there" in page.inner_text(".no-page")
            assert page.locator("#score-0").count() == 1, "its records are there all the same"
            with open_store(db) as store:
                ingest([moved], store)
            page.reload()
            assert page.locator(".leaf img").count() == 1
            assert str(moved) in page.inner_text(".notice")
        finally:
            moved.rename(original)
    assert hashlib.sha256(original.read_bytes()).hexdigest() == before, "the original is never changed"


def test_an_empty_database_says_what_to_do(tmp_path: Path, page: Any) -> None:
    with started(database(tmp_path / "s.db")) as address:
        page.goto(address)
        assert "prongsai ingest" in page.inner_text("main")
        page.goto(address.split("/?")[0] + "/overview")
        assert "prongsai ingest" in page.inner_text("main")


def test_another_site_cannot_make_a_form_of_ours_go_through(db: Path, page: Any, tmp_path: Path) -> None:
    """A page of another origin posts to the desk in the browser that has the desk open."""
    with started(db) as address:
        page.goto(address)
        here = address.split("/?")[0]
        answers: list[int] = []
        page.on("response", lambda answer: answers.append(answer.status) if "/accept" in answer.url else None)
        page.goto("about:blank")
        page.set_content(
            f'<form action="{here}/report/2f2102385176c181/accept" method="post">'
            '<input name="record" value="score-0"></form>'
        )
        with page.expect_navigation():
            page.evaluate("document.forms[0].submit()")
        assert answers == [403]
        page.goto(here)
        assert "0 Done" in page.inner_text(".tally")
