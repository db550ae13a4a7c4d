"""The texts that likelihoods along a picture allow, held to the sum over all ways."""

from __future__ import annotations

from itertools import groupby, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import ctc

SIGNS = "12."


def all_ways(columns: np.ndarray) -> dict[str, float]:
    """Each text with its probability, by trying every way along the columns."""
    found: dict[str, float] = {}
    for way in product(range(columns.shape[1]), repeat=len(columns)):
        text = "".join(SIGNS[one - 1] for one, _ in groupby(way) if one)
        likely = float(np.prod([column[one] for column, one in zip(columns, way, strict=True)]))
        found[text] = found.get(text, 0.0) + likely
    return found


@st.composite
def some_columns(draw: st.DrawFn) -> np.ndarray:
    rows = draw(
        st.lists(
            st.lists(st.sampled_from([0.02, 0.2, 0.5, 1.0]), min_size=4, max_size=4), min_size=1, max_size=5
        )
    )
    made = np.array(rows, np.float32)
    return made / made.sum(axis=1, keepdims=True)


@given(some_columns())
def test_a_text_is_as_likely_as_all_of_its_ways(columns: np.ndarray) -> None:
    true = all_ways(columns)
    found = ctc.texts(columns, SIGNS)
    assert sum(found.values()) <= 1 + 1e-5
    for text, probability in found.items():
        assert probability <= true[text] + 1e-5
    # Among few texts none is left out.
    if len(columns) == 1:
        assert {text: pytest.approx(one, abs=1e-4) for text, one in true.items()} == found


def test_many_ways_outweigh_the_likeliest_one() -> None:
    columns = np.array([[0.05, 0.95, 0, 0], [0.4, 0.3, 0.3, 0], [0.05, 0.95, 0, 0]], np.float32)
    assert max(ctc.texts(columns, SIGNS), key=ctc.texts(columns, SIGNS).__getitem__) == "11"
    almost = np.array([[0.05, 0.95, 0, 0], [0.4, 0.6, 0, 0], [0.05, 0.95, 0, 0]], np.float32)
    assert ctc.likeliest(ctc.texts(almost, SIGNS))[0] == "1"


@given(some_columns())
def test_signs_are_as_sure_as_the_texts_that_hold_them(columns: np.ndarray) -> None:
    found = ctc.texts(columns, SIGNS)
    text, sure = ctc.likeliest(found)
    assert len(text) == len(sure)
    share = found[text] / sum(found.values())
    assert all(share - 1e-6 <= one <= 1 + 1e-6 for one in sure)


def test_nothing_is_likely_of_nothing() -> None:
    assert ctc.likeliest({}) == ("", ())
    assert ctc.texts(np.zeros((0, 4), np.float32), SIGNS) == {"": 1.0}
