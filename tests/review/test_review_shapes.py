"""At the desk: measures joined and split, another meaning of a column and the report read again; all of it undone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from output.review import columns
from output.store import open_store
from pipeline.review.columns import roles
from pipeline.review.words import LANGUAGES, Words
from pipeline.run import ingest
from tests.review.desk import WHY, WITHOUT, started
from tests.review.made import exported

in_browser = pytest.mark.skipif(WITHOUT, reason=WHY)

REPORT = "/report/2f2102385176c181"


def read_again(folder: Path, db: Path) -> None:
    with open_store(db) as store:
        ingest([folder / "รายงาน.pdf"], store, force=True)


@in_browser
def test_two_measures_become_one_by_key(folder: Path, db: Path, page: Any, tmp_path: Path) -> None:
    """Also in the export; it stays over a new reading, and one key brings both back."""
    before = exported(db, tmp_path / "before", "measures")
    with started(db) as address:
        page.goto(address)
        page.goto(address.split("/?")[0] + REPORT + "/page/2?at=measure-0")
        page.keyboard.press("m")
        page.wait_for_url("**join=next**")
        assert before[1]["title"] in page.inner_text(".shape")
        page.wait_for_selector("[name='1-field-title']:focus")
        assert len(page.input_value("[name='1-field-steps']").split("\n")) >= 4, "the steps of both"
        page.fill(".shape [name=note]", "ตัดหน้า")
        page.keyboard.press("Enter")
        page.wait_for_url("**ok=joined")
        assert page.inner_text(".said") == "Joined."
        assert page.inner_text("#measure-0 .marks") == "Joined"
        assert "สมศรี" in page.get_attribute("#measure-0 .marks .badge.good", "title")
        assert page.locator("#measure-1").count() == 0
        assert page.locator(".boxes a[data-refs~='measure-0']").count() == 2, "both places are shown"
        read_again(folder, db)
        (one,) = exported(db, tmp_path / "joined", "measures")
        assert (one["title"], one["review"]) == (before[0]["title"], "joined")
        assert "steps" in one["corrected"]
        page.reload()
        page.keyboard.press("u")
        page.wait_for_url("**ok=undone")
        assert page.locator("#measure-1").count() == 1
    assert exported(db, tmp_path / "after", "measures") == before


@in_browser
def test_a_measure_becomes_two_at_the_step_that_is_chosen(
    folder: Path, db: Path, page: Any, tmp_path: Path
) -> None:
    before = exported(db, tmp_path / "before", "measures")
    with started(db) as address:
        page.goto(address)
        page.goto(address.split("/?")[0] + REPORT + "/page/2?at=measure-1")
        page.keyboard.press("s")
        page.wait_for_url("**split=middle**")
        page.select_option("[name=split]", "1")
        page.click("text=Choose")
        page.wait_for_url("**split=1**")
        page.fill("[name='2-field-title']", "")
        page.click("form.two >> text=Split")
        assert "title must not be empty" in page.inner_text("[role=alert]")
        assert page.get_attribute("[name='2-field-title']", "aria-invalid") == "true"
        assert page.get_attribute("[name='1-field-title']", "aria-invalid") is None
        page.fill("[name='2-field-title']", "รายงานผลทุกไตรมาส")
        page.click("form.two >> text=Split")
        page.wait_for_url("**ok=split")
        assert [page.inner_text(f"#measure-{n} .marks") for n in (1, 2)] == ["Split", "Split"]
        read_again(folder, db)
        two = exported(db, tmp_path / "split", "measures")
        assert [m["review"] for m in two] == ["", "split", "split"]
        assert two[2]["title"] == "รายงานผลทุกไตรมาส"
        assert two[2]["responsible"] == before[1]["responsible"]
        page.reload()
        page.click(".undo button")
        page.wait_for_url("**ok=undone")
    assert exported(db, tmp_path / "after", "measures") == before


@in_browser
def test_another_role_of_a_column_has_the_report_read_again(
    folder: Path, db: Path, page: Any, tmp_path: Path
) -> None:
    """The records change, are marked, and what was corrected stays; also when the file is read again; undone by a key."""
    before = exported(db, tmp_path / "before", "measures")
    with started(db) as address:
        page.goto(address)
        page.goto(address.split("/?")[0] + REPORT + "/page/2?at=measure-0")
        page.keyboard.press("c")
        assert page.locator("details.columns[open]").count() == 1
        chosen = page.locator(".columns select").nth(3)
        assert chosen.input_value() == "responsible"
        chosen.select_option("monitoring")
        page.click("text=Read again with these")
        page.wait_for_url("**ok=reread**", timeout=90_000)
        assert page.locator(".columns select").nth(3).input_value() == "monitoring"
        assert page.inner_text(".columns .badge.good") == "chosen"
        after = exported(db, tmp_path / "chosen", "measures")
        assert [m["responsible"] for m in after] == ["", ""]
        assert [m["monitoring"] for m in after] != [m["monitoring"] for m in before]
        assert "a person chose what these columns hold" in page.inner_text("#measure-0")
        read_again(folder, db)
        assert exported(db, tmp_path / "again", "measures") == after
        page.keyboard.press("u")
        page.wait_for_url("**ok=undone**", timeout=90_000)
        assert page.locator(".columns select").nth(3).input_value() == "responsible"
    assert exported(db, tmp_path / "undone", "measures") == before
    with open_store(db) as store, store.snapshot() as snapshot:
        assert list(columns.choices(snapshot.connection, REPORT.split("/")[-1])) == []


@in_browser
def test_a_report_whose_file_is_gone_is_not_read_again_and_nothing_is_changed(
    folder: Path, db: Path, page: Any, tmp_path: Path
) -> None:
    before, original = exported(db, tmp_path / "before", "measures"), folder / "รายงาน.pdf"
    with started(db) as address:
        page.goto(address)
        page.goto(address.split("/?")[0] + REPORT + "/page/2?columns=1")
        original.rename(folder / "ไม่อยู่.pdf")
        try:
            page.locator(".columns select").nth(3).select_option("monitoring")
            page.click("text=Read again with these")
            assert "the original is not there" in page.inner_text("main")
        finally:
            (folder / "ไม่อยู่.pdf").rename(original)
    assert exported(db, tmp_path / "after", "measures") == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_role_of_a_column_has_a_name(language: str) -> None:
    names = [Words(language).role(role) for role in roles()]
    assert len(set(names)) == len(names)
