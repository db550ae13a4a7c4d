"""Compares what was read with what was written: scores exactly, texts where they are 0.90 alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz

Record = dict[str, Any]

BAR = 0.90
KINDS = ("scores", "indicators", "analyses", "measures", "fields", "report")
FIELDS = (
    "indicators",
    "items",
    "fiscal_year",
    "rationale",
    "steps",
    "responsible",
    "start",
    "end",
    "monitoring",
    "progress",
    "outcome",
    "suggestion",
)
_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙–—“”", '0123456789--""')


@dataclass(slots=True)
class Count:
    """`right` of `wanted` and `given` records; a record half right counts half."""

    right: float = 0
    wanted: int = 0
    given: int = 0

    def add(self, other: Count) -> None:
        self.right += other.right
        self.wanted += other.wanted
        self.given += other.given

    @property
    def share(self) -> float:
        """F1, 1.0 where there was nothing to find."""
        total = self.wanted + self.given
        return 2 * self.right / total if total else 1.0


@dataclass(slots=True)
class Comparison:
    """How much of a report was read right, and what was not."""

    counts: dict[str, Count] = field(default_factory=lambda: {k: Count() for k in KINDS})
    misses: list[str] = field(default_factory=list)


def compare(truth: Record, got: Record) -> Comparison:
    """Both are reports as RECORDS.md writes them.

    A true record may carry `or`, a list of other right readings of it, and `optional`, where a careful
    reader may take it for a record or not. `steps_run_on` marks a measure whose steps cannot be told apart.
    """
    out = Comparison()
    _scores(truth["scores"], got["scores"], out)
    _indicators(truth["indicators"], got["indicators"], out)
    _analyses(truth["analyses"], got["analyses"], out)
    _measures(truth["measures"], got["measures"], out)
    _report({**truth["report"], "rating": _rating(truth)}, {**got["report"], "rating": _rating(got)}, out)
    return out


def squeeze(text: object) -> str:
    return re.sub(r"\s+", "", str(text or "")).translate(_ARABIC)


def alike(a: object, b: object) -> float:
    first, second = squeeze(a), squeeze(b)
    return fuzz.ratio(first, second) / 100 if first or second else 1.0


def place(record: Record) -> tuple[object, ...]:
    """The most specific place that a record names."""
    for key in ("item", "sub_indicator", "indicator", "instrument"):
        if record.get(key):
            return key, str(record[key])
    return ("overall",)


def readings(record: Record) -> list[Record]:
    return [record, *({**record, **other} for other in record.get("or", []))]


def score_key(r: Record) -> tuple[object, ...]:
    """What makes a score the same record: its year, place, statistic, agency and value."""
    value = f"{float(r['value']):.4f}"
    return (
        r.get("fiscal_year"),
        r.get("level"),
        place(r),
        r.get("statistic", "score"),
        squeeze(r.get("agency")),
        value,
    )


def _scores(truth: list[Record], got: list[Record], out: Comparison) -> None:
    left = Counter(map(score_key, got))
    count = out.counts["scores"]
    for record in truth:
        found = next((k for k in map(score_key, readings(record)) if left[k]), None)
        if found is not None:
            left[found] -= 1
            count.right += 1
        elif record.get("optional"):
            continue
        else:
            out.misses.append(f"- score {_shown(score_key(record))}")
        count.wanted += 1
        count.given += found is not None
    for key in left.elements():
        out.misses.append(f"+ score {_shown(key)}")
        count.given += 1


def _shown(key: tuple[object, ...]) -> str:
    year, _, where, statistic, agency, value = key
    return f"{' '.join(map(str, where))} {year} {statistic} {value} {agency or ''}"  # type: ignore[call-overload]


def _pairs(
    truth: list[Record], got: list[Record], name: str, same: Callable[[Record, Record], bool]
) -> list[tuple[Record, Record]]:
    """One to one, the most alike first."""
    found = []
    for i, wanted in enumerate(truth):
        for j, given in enumerate(got):
            best = max(
                (alike(r.get(name), given.get(name)) for r in readings(wanted) if same(r, given)), default=0
            )
            if best >= BAR:
                found.append((best, i, j))
    left, right, out = set(), set(), []
    for _, i, j in sorted(found, reverse=True):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            out.append((i, j))
    return [(truth[i], got[j]) for i, j in sorted(out)]


def _tally(
    kind: str,
    name: str,
    truth: list[Record],
    got: list[Record],
    pairs: list[tuple[Record, Record]],
    out: Comparison,
) -> None:
    """Count what has no counterpart."""
    matched = {id(a) for a, _ in pairs}, {id(b) for _, b in pairs}
    missing = [r for r in truth if id(r) not in matched[0] and not r.get("optional")]
    extra = [r for r in got if id(r) not in matched[1]]
    out.counts[kind].wanted += len(pairs) + len(missing)
    out.counts[kind].given += len(pairs) + len(extra)
    for mark, records in (("-", missing), ("+", extra)):
        for r in records:
            where = " ".join(map(str, place(r))) + (f" {r['items']}" if r.get("items") else "")
            out.misses.append(f"{mark} {kind} {where} {r.get('finding', '')} {str(r.get(name))[:110]!r}")


def _indicators(truth: list[Record], got: list[Record], out: Comparison) -> None:
    pairs = _pairs(truth, got, "name", lambda a, b: place(a) == place(b))
    out.counts["indicators"].right += len(pairs)
    _tally("indicators", "name", truth, got, pairs, out)


def _analyses(truth: list[Record], got: list[Record], out: Comparison) -> None:
    def about(r: Record) -> tuple[object, ...]:
        return r.get("indicator"), tuple(sorted(r.get("items") or ())), r.get("finding")

    pairs = _pairs(truth, got, "text", lambda a, b: a.get("indicator") == b.get("indicator"))
    for wanted, given in pairs:
        right = any(about(r) == about(given) for r in readings(wanted))
        out.counts["analyses"].right += 1.0 if right else 0.5
        if not right:
            out.misses.append(
                f"~ analyses {about(wanted)} read as {about(given)} {str(wanted['text'])[:80]!r}"
            )
    _tally("analyses", "text", truth, got, pairs, out)


def _measures(truth: list[Record], got: list[Record], out: Comparison) -> None:
    pairs = _pairs(truth, got, "title", lambda a, b: True)
    out.counts["measures"].right += len(pairs)
    _tally("measures", "title", truth, got, pairs, out)
    count = out.counts["fields"]
    for wanted, given in pairs:
        for name in FIELDS:
            if not wanted.get(name) and not given.get(name):
                continue
            right = any(_field_right(name, r.get(name), given.get(name)) for r in readings(wanted))
            if name == "steps" and wanted.get("steps_run_on"):
                right = right or alike("".join(wanted[name]), "".join(given.get(name) or ())) >= BAR
            count.wanted += 1
            count.given += 1
            count.right += right
            if not right:
                printed = f"{str(wanted.get(name))[:150]!r} read as {str(given.get(name))[:150]!r}"
                out.misses.append(f"~ field {name} of {str(wanted['title'])[:40]!r}: {printed}")
    matched = {id(a) for a, _ in pairs}
    lost = sum(1 for r in truth if id(r) not in matched for name in FIELDS if r.get(name))
    count.wanted += lost
    count.given += lost


def _field_right(name: str, wanted: Any, given: Any) -> bool:
    if name in ("indicators", "items"):
        return sorted(wanted or ()) == sorted(given or ())
    if name in ("fiscal_year", "start", "end"):
        return bool(wanted == given)
    if name == "responsible":
        return sorted(map(squeeze, wanted or ())) == sorted(map(squeeze, given or ()))
    if name == "steps":
        wanted, given = wanted or (), given or ()
        return len(wanted) == len(given) and all(
            alike(a, b) >= BAR for a, b in zip(wanted, given, strict=True)
        )
    return alike(wanted, given) >= BAR


def _rating(records: Record) -> str | None:
    """The level printed for the report's own year."""
    found = [
        s["rating"]
        for s in records["scores"]
        if s["level"] == "overall" and s.get("rating") and not s.get("agency")
    ]
    return found[-1] if found else None


def _report(truth: Record, got: Record, out: Comparison) -> None:
    stated = [n for n in ("issued", "rating") if truth.get(n)]
    names = ["kind", "fiscal_year", *stated]
    wanted = [(n, truth.get(n), got.get(n)) for n in names]
    own, read = truth.get("agency") or {}, got.get("agency") or {}
    wanted += [
        (f"agency.{n}", own.get(n), read.get(n))
        for n in ("name", "kind", "district", "province", "province_code")
    ]
    count = out.counts["report"]
    for name, a, b in wanted:
        right = squeeze(a) == squeeze(b)
        count.right += right
        count.wanted += 1
        count.given += 1
        if not right:
            out.misses.append(f"~ report {name}: {a!r} read as {b!r}")
