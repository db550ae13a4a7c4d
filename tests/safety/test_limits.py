"""The limits of a run: where they come from, and what a wrong one says."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.limits import DEFAULT, Limits
from pipeline.limits import WrongLimit, limits_of


def test_options_win_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    """Each may name some and leave the others as they are."""
    file = tmp_path / "limits.toml"
    file.write_text('[limits]\npages = 1\npixels = 2\nseconds = 3\nmemory = "1.5 GiB"\n')
    found = limits_of(file, {"PRONGSAI_PIXELS": "20", "PRONGSAI_SECONDS": "30"}, ["seconds=0.5"])
    assert found == Limits(pages=1, pixels=20, seconds=0.5, memory=3 * 2**29)


def test_the_users_own_file_is_found(tmp_path: Path) -> None:
    """Where a desktop keeps settings; nothing is asked of who has none."""
    assert limits_of(environment={"HOME": str(tmp_path)}) == DEFAULT
    (tmp_path / "prongsai").mkdir()
    (tmp_path / "prongsai" / "limits.toml").write_text("[limits]\nnesting = 9\n")
    assert limits_of(environment={"XDG_CONFIG_HOME": str(tmp_path)}).nesting == 9


@pytest.mark.parametrize(
    "wrong", ["pages=", "pages=0", "pages=0.5", "pages=-1", "pages=many", "pages=1 GB 2", "page=3", "pages"]
)
def test_a_wrong_limit_is_said_with_its_place(wrong: str) -> None:
    """A limit that is misspelt would hold nothing."""
    with pytest.raises(WrongLimit) as caught:
        limits_of(environment={}, options=[wrong])
    assert f"--limit {wrong}" in caught.value.reason_en
    assert f"--limit {wrong}" in caught.value.reason_th


@pytest.mark.parametrize(
    "text", ["", "pages = 3", "[limits\n", "[limits]\npages = true", "[limits]\nsheets = 1"]
)
def test_a_wrong_file_is_named(tmp_path: Path, text: str) -> None:
    """Also where TOML itself is broken."""
    file = tmp_path / "limits.toml"
    file.write_text(text)
    with pytest.raises(WrongLimit, match=r"limits\.toml"):
        limits_of(file, {})
