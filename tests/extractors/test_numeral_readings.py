"""The other readings of a number: digits that the network nearly took."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from extractors.numeral_readings import MOST, other_readings

ALPHABET = "๓๗0123."


def frames(*likely: dict[str, float]) -> np.ndarray:
    """A frame for each dictionary of classes, each between two frames of the blank."""
    out = np.zeros((2 * len(likely) + 1, len(ALPHABET) + 1), np.float32)
    out[:, 0] = 1.0
    for at, classes in enumerate(likely):
        out[2 * at + 1, 0] = 0.0
        for sign, share in classes.items():
            out[2 * at + 1, ALPHABET.index(sign) + 1] = share
    return out


def test_a_digit_that_nearly_came_up_gives_another_reading() -> None:
    read = frames({"1": 1.0}, {".": 1.0}, {"2": 0.6, "3": 0.3, "0": 0.1})
    assert other_readings(read, ALPHABET, "1.2") == ("1.3", "1.0")


def test_digits_stay_of_their_kind_and_signs_stay() -> None:
    read = frames({"๓": 0.5, "3": 0.3, "๗": 0.2}, {".": 0.6, "1": 0.4})
    assert other_readings(read, ALPHABET, "๓.") == ("๗.",)


def test_two_doubtful_digits_give_their_combinations_the_likeliest_first() -> None:
    read = frames({"1": 0.6, "2": 0.4}, {"1": 0.9, "0": 0.1})
    assert other_readings(read, ALPHABET, "11") == ("21", "10", "20")


def test_a_sure_number_has_no_other_reading() -> None:
    assert other_readings(frames({"1": 0.99, "2": 0.01}, {"3": 1.0}), ALPHABET, "13") == ()
    assert other_readings(frames(), ALPHABET, "") == ()


@given(
    st.lists(
        st.dictionaries(st.sampled_from("0123"), st.floats(0.01, 1.0), min_size=1), min_size=1, max_size=6
    )
)
def test_other_readings_are_as_long_and_never_the_one_taken(likely: list[dict[str, float]]) -> None:
    text = "".join(max(classes, key=lambda sign: (classes[sign], -int(sign))) for classes in likely)
    others = other_readings(frames(*likely), ALPHABET, text)
    assert len(others) <= MOST
    assert len(set(others)) == len(others)
    assert text not in others
    assert all(len(other) == len(text) for other in others)
