"""Which passages SQLite's index has for a question, among the reports that are wanted.

FTS5 steps through a million matches faster than their rows are looked up in the tables. So nothing is looked up: the
passages of a report have numbers in a row (`indexed_reports`), and the numbers of the matches are laid against these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, false, select

from output import schema
from output.search.tables import KINDS, indexed_reports, passages
from output.selection import Selection

_CHUNK = 10_000
"""So many matches are in memory at once."""
_FEW = 100
"""So many reports are gone to one by one."""
_K, _B = 1.2, 0.75
"""How soon a word said again counts no more, and how much length counts (Okapi BM25)."""

_Numbers = NDArray[np.int64]


def matching(
    connection: Connection,
    index: Literal["passage_words", "passage_parts"],
    match: str,
    selection: Selection,
    kinds: Sequence[str],
    most: int,
) -> tuple[list[int], bool]:
    """The passages that match, at most so many, and whether there are more."""
    starts, ends = _wanted(connection, selection, kinds)
    if not len(starts):
        return [], False
    # A few reports are gone to one by one; for many it is quicker to step through all matches.
    spans = zip(starts, ends, strict=True) if len(starts) <= _FEW else [(starts[0], ends[-1])]
    found: list[int] = []
    cursor = connection.connection.cursor()
    for start, end in spans:
        cursor.execute(
            f"SELECT rowid FROM {index} WHERE {index} MATCH ? AND rowid BETWEEN ? AND ?",  # noqa: S608
            (match, int(start), int(end) - 1),
        )
        while len(found) <= most and (rows := cursor.fetchmany(_CHUNK)):
            numbers = np.fromiter((number for (number,) in rows), np.int64, len(rows))
            ends_there = ends[
                np.searchsorted(starts, numbers, side="right") - 1
            ]  # none is before the first start
            found += numbers[numbers < ends_there].tolist()
    cursor.close()
    return found[:most], len(found) > most


def _wanted(connection: Connection, selection: Selection, kinds: Sequence[str]) -> tuple[_Numbers, _Numbers]:
    """Where the numbers of wanted passages begin, and end before; in order."""
    if kinds or replace(selection, all_readings=True) != Selection(all_readings=True):
        return _held(connection, selection.conditions(), kinds)
    # Nearly all are wanted: the others are fewer.
    others = [false()] if selection.all_readings else [schema.reports.c.same_as.is_not(None)]
    starts, ends = _held(connection, others, ())
    return np.append(0, ends), np.append(starts, np.iinfo(np.int64).max)


def _held(
    connection: Connection, conditions: Sequence[ColumnElement[bool]], kinds: Sequence[str]
) -> tuple[_Numbers, _Numbers]:
    held = indexed_reports.c
    bounds = [*(held[f"{kind}_from"] for kind in KINDS), held.end]
    places = [n for n, kind in enumerate(KINDS) if kind in kinds]
    pairs = [bound for n in places for bound in (bounds[n], bounds[n + 1])] or [bounds[0], bounds[-1]]
    query = (
        select(*(bound.label(f"bound_{n}") for n, bound in enumerate(pairs)))
        .join(schema.reports, schema.reports.c.report_id == held.report_id)
        .outerjoin(schema.agencies, schema.agencies.c.agency_id == schema.reports.c.agency_id)
        .where(*conditions)
    )
    numbers = np.fromiter(chain.from_iterable(connection.execute(query).all()), np.int64).reshape(-1, 2)
    numbers = numbers[numbers[:, 0] < numbers[:, 1]]
    numbers = numbers[np.argsort(numbers[:, 0])]
    return numbers[:, 0], numbers[:, 1]


def ranked(connection: Connection, phrases: Sequence[str], ids: Sequence[int]) -> list[int]:
    """The passages by how much they are about the phrases: how often they say them, for their length.

    This is Okapi BM25 without the rarity of words, which would count all matches in the database; each passage has
    every phrase anyhow. Phrases are words as the index has them.
    """
    query = select(passages.c.passage_id, passages.c.words).where(passages.c.passage_id.in_(ids))
    # Blanks are doubled so that a word said twice in a row is counted twice.
    words = {id_: f" {text.replace(' ', '  ')} " for id_, text in connection.execute(query).all()}
    sought = [f" {phrase.replace(' ', '  ')} " for phrase in phrases]
    length = {id_: text.count("  ") + 1 for id_, text in words.items()}
    usual = sum(length.values()) / max(1, len(length))

    def rank(id_: int) -> tuple[float, int]:
        saturation = _K * (1 - _B + _B * length[id_] / usual)
        counts = [words[id_].count(phrase) for phrase in sought]
        return -sum(count / (count + saturation) for count in counts), id_

    return sorted(words, key=rank)
