"""Figures that arithmetic decides: only where one reading is left."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from pipeline.inferred import decide
from pipeline.relations import Relation

D = Decimal


def mean_of(whole: int, *parts: int) -> Relation:
    return Relation(whole, tuple((part, D(1) / len(parts)) for part in parts), ("ค่าเฉลี่ย", "mean"))


def test_the_one_reading_that_gives_the_mean_is_taken() -> None:
    readings = [[D("90.00")], [D("85.00")], [D("93.00"), D("95.00"), D("98.00")]]
    relation = mean_of(0, 1, 2)
    assert decide(readings, [relation]).taken == {2: (D("95.00"), relation)}


def test_two_readings_that_fit_are_left_as_recognised() -> None:
    readings = [[D("90.00")], [D("85.00")], [D("94.90"), D("95.00"), D("95.01")]]
    assert decide(readings, [mean_of(0, 1, 2)]).taken == {}


def test_what_was_recognised_stays_where_it_fits() -> None:
    readings = [[D("90.00")], [D("85.00")], [D("95.00"), D("93.00")]]
    decided = decide(readings, [mean_of(0, 1, 2)])
    assert decided.taken == {} and decided.doubted == {}


def test_two_relations_decide_what_one_leaves_open() -> None:
    readings = [[D("90.00")], [D("85.00"), D("86.00")], [D("94.00"), D("95.00")], [D("92.50")], [D("90.00")]]
    of_both, of_third = mean_of(0, 1, 2), mean_of(3, 2, 4)
    assert decide(readings, [of_both]).taken == {}
    assert {n: value for n, (value, _) in decide(readings, [of_both, of_third]).taken.items()} == {
        2: D("95.00")
    }


def test_one_inferred_value_lets_the_next_follow() -> None:
    readings = [[D("80.00")], [D("90.00"), D("80.00")], [D("70.00"), D("80.00")], [D("80.00")]]
    first, second = mean_of(0, 1, 3), mean_of(3, 1, 2)
    assert decide(readings, [second]).taken == {}
    assert decide(readings, [first, second]).taken == {1: (D("80.00"), first), 2: (D("80.00"), second)}


def test_scores_that_no_readings_bring_together_are_doubted() -> None:
    relation = mean_of(0, 1, 2)
    decided = decide([[D("90.00")], [D("85.00")], [D("85.00"), D("86.00")]], [relation])
    assert decided.taken == {}
    assert set(decided.doubted) == {0, 1, 2}


def test_a_point_that_was_put_in_is_taken_where_it_fits() -> None:
    relation = mean_of(0, 1)
    assert decide([[D("86.73")], [D("86.73")]], [relation], {1}).taken == {1: (D("86.73"), relation)}
    assert decide([[D("86.73")], [D("16.73")]], [relation], {1}).taken == {}


def test_too_many_combinations_decide_nothing() -> None:
    many = [[D(n) for n in range(9)] for _ in range(6)]
    assert decide(many, [mean_of(*range(6))]) == decide(many, [])


values = st.integers(0, 400).map(lambda n: D(n) / 4)
readings_of = st.lists(st.lists(values, min_size=1, max_size=3, unique=True), min_size=3, max_size=5)


@given(readings_of, st.data())
def test_never_replaced_where_two_readings_fit(readings: list[list[D]], data: st.DataObject) -> None:
    indices = st.lists(st.integers(0, len(readings) - 1), min_size=2, max_size=4, unique=True)
    relations = [mean_of(*own) for own in data.draw(st.lists(indices, min_size=1, max_size=3))]
    taken = decide(readings, relations).taken
    for score, (value, by) in taken.items():
        assert value in readings[score] and value != readings[score][0]
        assert score in by.scores
        fitting = {
            values[score]
            for values in product(*readings)
            if all(
                abs(values[r.whole] - sum(values[part] * weight for part, weight in r.parts)) <= r.tolerance
                for r in relations
            )
        }
        assert fitting <= {value}


@given(readings_of)
def test_without_relations_nothing_is_taken(readings: list[list[D]]) -> None:
    decided = decide(readings, [])
    assert decided.taken == {} and decided.doubted == {}


def test_a_relation_that_holds_vouches_for_its_scores() -> None:
    sure = [[D("90.00")], [D("85.00")], [D("95.00"), D("93.00")]]
    assert decide(sure, [mean_of(0, 1, 2)]).vouched == {0, 1, 2}


def test_what_other_readings_or_relations_call_in_question_is_not_vouched_for() -> None:
    open_still = [[D("90.00")], [D("85.00")], [D("95.00"), D("95.01")]]
    assert decide(open_still, [mean_of(0, 1, 2)]).vouched == frozenset()
    against = [[D("90.00")], [D("85.00")], [D("95.00")], [D("70.00")]]
    assert decide(against, [mean_of(0, 1, 2), mean_of(3, 1, 2)]).vouched == {0}
    inferred = [[D("90.00")], [D("85.00")], [D("93.00"), D("95.00")]]
    assert decide(inferred, [mean_of(0, 1, 2)]).vouched == frozenset()
