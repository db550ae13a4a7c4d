"""Whatever bytes or text come in: a Document or a reason comes out, and from the rest of the way records.

The seeds are our samples; what is done to them is in `mutations`.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.mutated import check as check_run
from corpus.records import Report
from extractors import extract
from extractors.document import Cell, Document, Page, Paragraph, Table
from extractors.errors import NotRead
from extractors.limits import Limits
from normalizers.repair import repair
from pipeline.check import check
from pipeline.normalise import normalise
from pipeline.structure.build import structure
from pipeline.workers import Workers
from tests.safety.mutations import mutations

SEEDS = sorted((Path(__file__).parents[2] / "corpus" / "samples" / "reports").glob("*/report.*"))


def outcome(path: Path) -> str:
    """In a worker: "read", or the kind of the reason. Any other error goes through."""
    try:
        return "read" if extract(path, "never").pages else "no pages"
    except NotRead as exc:
        return exc.kind


@pytest.fixture(scope="module")
def pool() -> Iterator[Workers]:
    with Workers(1, Limits(seconds=60, memory=2**30), preload=("tests.safety.test_fuzzing",)) as pool:
        yield pool


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.sampled_from(SEEDS), random=st.randoms(use_true_random=False), times=st.integers(1, 3))
def test_a_damaged_file_gives_pages_or_a_reason(
    pool: Workers, tmp_path: Path, seed: Path, random: Random, times: int
) -> None:
    """In a process of its own, for what native code may do; none of our own code fails, and no limit is needed."""
    data = seed.read_bytes()
    for _ in range(times):
        try:
            data = random.choice(mutations(seed.suffix))(data, random) or b" "
        except Exception:  # what is damaged already may be no PDF or ZIP to take apart
            break
    path = tmp_path / f"damaged{seed.suffix}"
    path.write_bytes(data)
    assert pool.submit(outcome, path).result(timeout=120) in {
        "read", "damaged", "not_a_document", "encrypted", "too_large", "unsupported",
    }  # fmt: skip


_LETTERS = st.text(
    st.one_of(
        st.characters(min_codepoint=0x0E00, max_codepoint=0x0E7F),
        st.sampled_from("0123456789๐๑๒๓๔๕๖๗๘๙.%:-–/() \n\t\u200b\ufeff\ufffd\x00\uf70a\u0e4d"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=80,
)
_WORDS = st.sampled_from(
    [
        "ตัวชี้วัดที่ ๑",
        "คะแนน ๙๙.๕๘",
        "ปีงบประมาณ พ.ศ. 2568",
        "i๑๐",
        "O38",
        "มาตรการ",
        "เทศบาลตำบล",
        "ผลการวิเคราะห์",
        "(ต่อ)",
        "IIT",
    ]
)
_TEXTS = st.lists(st.one_of(_WORDS, _LETTERS), max_size=6).map("".join)


@settings(max_examples=100, deadline=None)
@given(_TEXTS)
def test_any_text_is_repaired_to_text_that_stays(text: str) -> None:
    """And what was repaired needs no more repair."""
    repaired = repair(text).text
    assert repair(repaired).text == repaired


@st.composite
def tables(draw: st.DrawFn) -> Table:
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    return Table(
        tuple(
            Cell(row, column, draw(_TEXTS), draw(st.integers(1, 3)), draw(st.integers(1, 3)), page=1)
            for row in range(rows)
            for column in range(columns)
            if draw(st.booleans())
        ),
        page=1,
    )


@settings(max_examples=50, deadline=None)
@given(st.lists(st.one_of(_TEXTS.map(lambda text: Paragraph(text, 1)), tables()), max_size=8))
def test_any_page_makes_records(blocks: list[Paragraph | Table]) -> None:
    """Whatever stands on it, the rest of the way goes to its end."""
    document = normalise(Document("application/pdf", (Page(1, 595.0, 842.0, tuple(blocks)),)))
    report = Report("0" * 16, "a.pdf", "application/pdf", 1)
    records = check(structure(document, report), ())
    assert json.loads(json.dumps(records.to_json(), allow_nan=False))["report"]["report_id"] == "0" * 16


def test_damaged_files_cost_sound_ones_nothing(tmp_path: Path) -> None:
    """60 damaged copies in one run; 2,000 by `python -m benchmarks.mutated`."""
    for seed in SEEDS[:4]:
        shutil.copyfile(seed, tmp_path / f"{seed.parent.name}{seed.suffix}")
    assert check_run(tmp_path, tmp_path / "work", 60, 8)
