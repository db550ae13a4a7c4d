"""Which passages SQLite's index has for a question, among the reports that are wanted.

FTS5 steps through a million matches faster than their rows are looked up in the tables. So nothing is looked up: the
passages of a report have numbers in a row (`indexed_reports`), and the numbers of the matches are laid against these.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from itertools import chain
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from output import schema
from output.search.tables import KINDS, indexed_reports, passages
from output.selection import Selection

_CHUNK = 10_000
"""So many matches are in memory at once."""
_Index = Literal["passage_words", "passage_parts"]
_LOOKED_UP: dict[_Index, int] = {"passage_words": 100, "passage_parts": 500}
"""So many matches are stepped through in the time of asking for those of one report."""
_K, _B = 1.2, 0.75
"""How soon a word said again counts no more, and how much length counts (Okapi BM25)."""

Wanted = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Where the numbers of wanted passages begin, and end before; in order."""


def matching(
    connection: Connection, index: _Index, match: str, wanted: Wanted, most: int
) -> tuple[list[int], bool]:
    """The passages that match among those wanted, at most so many, and whether there are more."""
    starts, ends = wanted
    if not len(starts):
        return [], False
    query = f"SELECT rowid FROM {index} WHERE {index} MATCH ? AND rowid BETWEEN ? AND ?"  # noqa: S608
    found: list[int] = []
    done = 0
    with closing(connection.connection.cursor()) as cursor:
        if len(starts) * _LOOKED_UP[index] > _CHUNK:
            cursor.execute(query, (match, int(starts[0]), int(ends[-1]) - 1))
            stepped = 0
            while rows := cursor.fetchmany(_CHUNK):
                numbers = np.fromiter((number for (number,) in rows), np.int64, len(rows))
                at = np.searchsorted(starts, numbers, side="right") - 1  # none is before the first start
                found += numbers[numbers < ends[at]].tolist()
                stepped += len(rows)
                if len(found) > most:
                    return found[:most], True
                if _sooner_one_by_one(wanted, int(numbers[-1]), stepped, len(found), most, index):
                    done = int(numbers[-1])
                    break
            else:
                return found, False
        for start, end in zip(starts, ends, strict=True):
            if end > done + 1:
                cursor.execute(query, (match, max(int(start), done + 1), int(end) - 1))
                found += (number for (number,) in cursor.fetchmany(most + 1 - len(found)))
                if len(found) > most:
                    return found[:most], True
    return found, False


def _sooner_one_by_one(wanted: Wanted, last: int, stepped: int, found: int, most: int, index: _Index) -> bool:
    """Whether the rest is found sooner report by report than by stepping through all matches that are left.

    `last` is the number of the last match of those stepped through; the rest is taken to be as they are.
    """
    starts, ends = wanted
    begin, end = int(starts[0]), min(int(ends[-1]), last * _CHUNK)
    to_step = stepped * (end - last) / (last - begin + 1)
    passed = int(np.searchsorted(starts, last, side="right"))
    to_ask = min(len(starts) - passed, (most + 1 - found) * passed / max(1, found))
    return to_ask * _LOOKED_UP[index] < to_step


def wanted_passages(connection: Connection, selection: Selection, kinds: Sequence[str]) -> Wanted:
    """Where the numbers of the passages selected begin, and end before."""
    if kinds or replace(selection, all_readings=True) != Selection(all_readings=True):
        return _held(connection, selection, kinds)
    # Nearly all are wanted: the others are fewer.
    if selection.all_readings:
        starts = ends = np.array([], np.int64)
    else:
        starts, ends = _held(connection, None, ())
    return np.append(0, ends), np.append(starts, np.iinfo(np.int64).max)


def _held(connection: Connection, selection: Selection | None, kinds: Sequence[str]) -> Wanted:
    """The passages selected; without a selection, those of reports that there is a better reading of."""
    held, report = indexed_reports.c, schema.reports.c
    bounds = [*(held[f"{kind}_from"] for kind in KINDS), held.end]
    places = [n for n, kind in enumerate(KINDS) if kind in kinds]
    pairs = [bound for n in places for bound in (bounds[n], bounds[n + 1])] or [bounds[0], bounds[-1]]
    conditions = selection.conditions_on_reports() if selection else [report.same_as.is_not(None)]
    # Not a join: SQLite would look up the report of each row.
    of = held.report_id.in_(select(report.report_id).where(*conditions))
    query = select(*(bound.label(f"bound_{n}") for n, bound in enumerate(pairs))).where(of)
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
