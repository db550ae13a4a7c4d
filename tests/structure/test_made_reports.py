"""Made reports: what goes in comes out, and the maker itself is sound.

The figures of many more are printed by `python -m benchmarks.made_reports`.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.frame import load_frame
from normalizers.dates import fiscal_year_of, parse_period
from tests.maker.compare import KINDS, Count, compare
from tests.maker.content import YEARS, items_of, results
from tests.maker.make import make
from tests.maker.reading import read_seed

SEEDS = range(1001, 1051)
BARS = {**dict.fromkeys(KINDS, 0.97), "scores": 0.99}
seeds = st.integers(0, 100_000)
some = settings(derandomize=True, deadline=None, max_examples=12, database=None)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Count]:
    """The sums over all seeds."""
    folder = tmp_path_factory.mktemp("made")
    sums = {kind: Count() for kind in KINDS}
    for seed in SEEDS:
        for kind, count in read_seed(seed, folder).comparison.counts.items():
            sums[kind].add(count)
    return sums


@pytest.mark.parametrize("kind", KINDS)
def test_what_goes_in_comes_out(read: dict[str, Count], kind: str) -> None:
    """Scores to 99 %, everything else to 97 %, over random layouts."""
    assert read[kind].wanted > len(SEEDS), "hardly anything was asked"
    assert read[kind].share >= BARS[kind]


@some
@given(seeds)
def test_a_seed_gives_the_same_truth_and_document(seed: int) -> None:
    """A failure can be made again from its seed."""
    first, second = make(seed), make(seed)
    assert first.truth_bytes() == second.truth_bytes()
    assert first.features == second.features
    assert [p.text for p in first.paper.doc.paragraphs] == [p.text for p in second.paper.doc.paragraphs]


def test_the_file_is_the_same_each_time(tmp_path: Path) -> None:
    """Not only the text: every byte."""
    paths = [tmp_path / f"{n}.docx" for n in range(2)]
    for path in paths:
        make(5).save(path)
    assert paths[0].read_bytes() == paths[1].read_bytes()


@some
@given(seeds)
def test_places_and_years_of_the_truth_are_the_frames(seed: int) -> None:
    """Items lie in their indicators, indicators in their instruments, periods in their fiscal years."""
    truth = make(seed).truth
    for record in truth["scores"]:
        frame = load_frame(record["fiscal_year"])
        assert 0 <= abs(Decimal(record["value"])) <= 100
        if record.get("indicator"):
            assert frame.instrument_of_indicator(record["indicator"]) == record["instrument"]
        if record.get("item"):
            assert frame.indicator_of(record["item"]) == record["indicator"]
    for measure in truth["measures"]:
        if measure.get("period"):
            period = parse_period(measure["period"])
            assert period is not None
            assert [str(period.start), str(period.end)] == [measure["start"], measure["end"]]
            assert fiscal_year_of(period.start or period.end) == measure["fiscal_year"]  # type: ignore[arg-type]
    assert truth["scores"] or truth["measures"]


@pytest.mark.parametrize("year", YEARS)
def test_scores_add_up_as_the_frame_says(year: int) -> None:
    """Means of items, weighted sum, and a rating that the overall score allows."""
    frame = load_frame(year)
    for seed in range(20):
        made = results(Random(seed), year)  # noqa: S311 - it only has to vary
        scores = {k: Decimal(v) for k, v in made.scores.items()}
        for n in range(1, 9):
            items = items_of(frame, n)
            if items:
                mean = sum((scores[i.code] for i in items), Decimal(0)) / len(items)
                assert abs(mean - scores[str(n)]) <= Decimal("0.01")
        total = sum((weight * scores[name] for name, weight in frame.weights.items()), Decimal(0))
        assert abs(total - scores["overall"]) <= Decimal("0.01")
        assert made.rating in frame.possible_ratings(scores["overall"])


def test_layouts_differ() -> None:
    """Every part of the layout that is chosen takes several forms within the tested seeds."""
    held: dict[str, set[str]] = {}
    for seed in range(120):
        for name, value in make(seed).features.items():
            held.setdefault(name, set()).add(value)
    for name in (
        "kind",
        "digits",
        "overall",
        "overview",
        "findings",
        "measures",
        "measure_place",
        "code_form",
    ):
        assert len(held[name]) >= (2 if name == "measures" else 3)


@some
@given(seeds)
def test_the_truth_is_like_itself_and_unlike_a_damaged_one(seed: int) -> None:
    """The comparison finds nothing amiss in the truth itself, and finds a figure or a title that was changed."""
    truth = make(seed).truth
    assert compare(truth, truth).misses == []
    if truth["scores"]:
        first, *rest = truth["scores"]
        changed = {**truth, "scores": [{**first, "value": "12.34"}, *rest]}
        assert compare(truth, changed).counts["scores"].share < 1
    if truth["measures"]:
        assert compare(truth, {**truth, "measures": truth["measures"][1:]}).counts["measures"].share < 1
        damaged = [{**truth["measures"][0], "responsible": ["กองที่ไม่มี"]}, *truth["measures"][1:]]
        assert compare(truth, {**truth, "measures": damaged}).counts["fields"].share < 1
