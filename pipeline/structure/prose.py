"""Figures stated in running text: whose they are, of which year, and what kind of figure.

`labels` says what each number is; here the numbers that are figures of the assessment get their place and year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.frame import Frame
from corpus.patterns import load
from corpus.records import Source, Statistic
from normalizers.dates import FoundYear, find_fiscal_years
from normalizers.numbers import to_arabic_digits
from pipeline.structure.items import Passage
from pipeline.structure.labels import Figure, Sentence, Span, label
from pipeline.structure.references import OVERALL, Place, Reference, indicator_place, references
from pipeline.structure.vocabulary import rating_in


@dataclass(frozen=True, slots=True)
class Statement:
    """One figure on the 0-100 scale, as a text states it."""

    place: Place
    value: Decimal
    statistic: Statistic
    fiscal_year: int | None
    """The year the text gives it for, where it gives one."""
    start: int
    end: int
    from_context: bool
    """The text itself names no place; it was told by the section."""
    earlier: bool = False
    """Of the year before the report's (จากเดิม, ปีที่ผ่านมา), which the text does not name."""
    rating: str | None = None
    """The level that the sentence gives with an overall score, as printed."""
    sentence: tuple[int, int] = (0, 0)
    """Where the sentence that states it begins and ends."""

    def year(self, of_report: int | None) -> int | None:
        """The year it was achieved in, the report's where the text does not say otherwise."""
        if self.fiscal_year is None and self.earlier and of_report is not None:
            return of_report - 1
        return self.fiscal_year

    def source(self, p: Passage) -> Source:
        """The sentence as printed, at the passage's place."""
        return Source(printed_part(p, *self.sentence), p.page, p.bbox)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text states, and what it might state."""

    statements: tuple[Statement, ...]
    unplaced: tuple[Figure, ...]
    """Numbers in sentences about scores of which nobody can say what they are."""


_STATISTIC: dict[str, Statistic] = {
    "score": "score", "earlier": "score", "score_after": "score", "whole_score": "score", "out_of": "score",
    "highest": "highest", "target": "target", "rise": "change", "fall": "change",
}  # fmt: skip
_SPEAKS_OF_SCORES = frozenset({"POINTS", "SCORE", "TOTAL", "RESULT", "HIGHEST", "LOWEST", "FULL"})
_BEFORE_ITS_FIGURE = frozenset(
    {"GOT", "HAVE", "POINTS", "SCORE", "TOTAL", "RESULT", "LINK", "OPEN", "CLOSE", "MEAN", "AGENCY", "AGENCY_WORD",
     "FILLER", "WHOLE", "PERCENT", "IN", "HIGHEST", "LOWEST", "INSTRUMENT", "INDICATOR", "NAME", "SUB", "UP", "DOWN", "AIM",
     "GOAL", "ASPECT"}
)  # fmt: skip
"""What may stand between a year and a figure that was achieved in it."""
_IN_A_LIST = frozenset({"AND", "POINTS", "OPEN", "CLOSE", "IN", "YEAR"})


def statements(text: str, frame: Frame, near: Place = OVERALL) -> list[Statement]:
    """The scores, changes and targets that a text states, in order; see `read`."""
    return list(read(text, frame, near).statements)


def read(text: str, frame: Frame, near: Place = OVERALL) -> Reading:
    """The scores, changes and targets that a text states, in order, and the numbers left over.

    Pass marks (๘๕ คะแนนขึ้นไป), full marks (คะแนนเต็ม ๑๐๐), ranges and shares are none. A figure belongs to what
    is named last before it, else to `near`, the place that the section is about. Figures listed after as many
    places belong to them one by one; one figure after several places says nothing of each.
    """
    sentences = label(text)
    if not any(s.figures for s in sentences):
        return Reading((), ())
    named = references(text, frame, near)
    named = _named(sentences, named, frame)
    years = find_fiscal_years(text)
    speaks = any(s.label in _SPEAKS_OF_SCORES for sentence in sentences for s in sentence.spans)
    found: list[Statement] = []
    unplaced: list[Figure] = []
    heads = _number_of_heading(text)
    for sentence in sentences:
        numbers = [
            f
            for f in sentence.figures
            if f.start >= heads and not any(r.start <= f.start < r.end for r in named)
        ]
        kinds = {f.start: _kind(f, frame, near, named, speaks) for f in numbers}
        for run in _runs(sentence, numbers, kinds):
            taken = _placed(run, kinds[run[0].start] or "", sentence, named, near, frame)
            for figure, (places, kind) in zip(run, taken, strict=True):
                if not places:
                    unplaced.append(figure)
                for place, from_context in places:
                    found.append(_statement(figure, kind, place, from_context, sentence, years))
        unplaced += [f for f in numbers if kinds[f.start] is None and _is_left_over(f, sentence, found)]
    found = _two_parts_of_eit(sorted(found, key=lambda s: s.start), text)
    return Reading(tuple(found), tuple(sorted(unplaced, key=lambda f: f.start)))


_HEADED = re.compile(r"\s*[(]?(?:1?\d)\.\d{1,2}(?:\.\d{1,2})*[.)]?\s+(?=\S)")


def _number_of_heading(text: str) -> int:
    """Where the text begins behind a number as ๒.๑ that heads it: a score that opens a passage is not so low."""
    m = _HEADED.match(to_arabic_digits(text))
    return m.end() if m else 0


def printed_part(p: Passage, start: int, end: int) -> str:
    """Part of a passage's text as printed; all that is printed where repair changed more than white space."""
    if p.printed == p.text:
        return p.text[start:end]
    if "".join(p.printed.split()) != "".join(p.text.split()):
        return p.printed
    first, last = (len("".join(p.text[:at].split())) for at in (start, end))
    at = [i for i, ch in enumerate(p.printed) if not ch.isspace()]
    return p.printed[at[first] : at[last - 1] + 1] if first < last else p.printed


def _statement(
    figure: Figure,
    kind: str,
    place: Place,
    from_context: bool,
    sentence: Sentence,
    years: Sequence[FoundYear],
) -> Statement:
    value = Decimal(figure.text)
    statistic = _STATISTIC[kind]
    if kind == "out_of" and figure.out_of and Decimal(figure.out_of[0]) != 100:
        statistic = "weighted"
    if statistic == "highest" and place.level == "item":
        place = replace(place, item=None, is_item=False)
    year = _year(sentence, figure, years, statistic == "change")
    rating = _rating(sentence, figure) if place.level == "overall" and statistic == "score" else None
    return Statement(
        place,
        -value if kind == "fall" else value,
        statistic,
        year,
        figure.start,
        figure.end,
        from_context,
        kind == "earlier" and year is None,
        rating,
        (sentence.start, sentence.end),
    )


def _kind(figure: Figure, frame: Frame, near: Place, named: Sequence[Reference], speaks: bool) -> str | None:
    """What a number is: one of the words of figures.toml, None where no pattern fits."""
    given = {"scores"} if speaks else set()
    given |= {"place"} if near.level != "overall" or named else set()
    for kind, needs in figure.kinds:
        if not needs <= given:
            continue
        if kind == "whole_score" and not _is_more_than_a_code(figure):
            continue
        if kind == "out_of" and not _is_full_mark(figure, frame, named):
            return "part"
        return kind if Decimal(figure.text) <= 100 else "too_large"
    return None


_HIGHEST_CODE = 60
"""No year's instrument has more items."""


def _is_more_than_a_code(figure: Figure) -> bool:
    """OIT ๓๔ may be an item, OIT ๑๐๐ is none."""
    return int(figure.text) > _HIGHEST_CODE


def _is_full_mark(figure: Figure, frame: Frame, named: Sequence[Reference]) -> bool:
    """The full mark of a score is 100, that of a weighted part the weight of its instrument."""
    if not figure.out_of:
        return False
    full = Decimal(figure.out_of[0])
    before = [r.place.instrument for r in named if r.end <= figure.start and r.place.instrument]
    weight = frame.weights.get(str(before[-1])[:3]) if before else None
    return full == 100 or (weight is not None and full == weight * 100)


def _named(
    sentences: Sequence[Sentence], references_found: Sequence[Reference], frame: Frame
) -> list[Reference]:
    """What a text names: by code and number, by name where a figure follows, and second parts of EIT."""
    out = list(references_found)
    for sentence in sentences:
        for i, span in enumerate(sentence.spans):
            if any(r.start < span.end and span.start < r.end for r in references_found):
                continue
            before = sentence.spans[i - 1] if i else None
            if span.label == "PART":
                earlier = [r for r in references_found if r.end <= span.start and r.place.instrument]
                number = span.text[-1]
                if earlier and str(earlier[-1].place.instrument).startswith("EIT") and number in "12":
                    out.append(Reference(span.start, span.end, Place("EIT" + number), span.text))
            elif span.label == "NAME" and not (
                (before and before.label == "INDICATOR") or _words_an_item(sentence, span, references_found)
            ):
                number_of = load().names["".join(span.text.split())]
                called = before is not None and before.label in ("INDICATOR_WORD", "ASPECT")
                called = called and before is not None and span.start - before.end <= 1
                if frame.indicator(number_of) and (called or _has_figure(sentence, span)):
                    place = indicator_place(number_of, frame)
                    out.append(Reference(span.start, span.end, place, span.text))
    out.sort(key=lambda r: (r.start, r.place.item or ""))
    return _without_qualifiers(sentences, out)


def _words_an_item(sentence: Sentence, name: Span, found: Sequence[Reference]) -> bool:
    """A name in the wording of an item is none: o39 แผนปฏิบัติการป้องกันการทุจริต."""
    codes = [r.end for r in found if r.place.is_item and sentence.start <= r.start and r.end <= name.start]
    return bool(codes) and not any(max(codes) <= f.start < name.start for f in sentence.figures)


_BETWEEN_NAME_AND_FIGURE = _BEFORE_ITS_FIGURE - {"PERCENT", "INDICATOR", "INSTRUMENT", "NAME"} | {
    "EXTREME",
    "PASSED",
}


def _has_figure(sentence: Sentence, name: Span) -> bool:
    """A name alone (การใช้งบประมาณ) may be plain words; with its figure right after it it is an indicator."""
    for figure in sentence.figures:
        if figure.start >= name.end:
            between = sentence.said_between(name.end, figure.start)
            if between is None or not figure.kinds or figure.kinds[0][0] not in _STATISTIC:
                return False
            labels = {s.label for s in between}
            return labels <= _BETWEEN_NAME_AND_FIGURE | ({"PERCENT"} if labels & _SPEAKS_OF_SCORES else set())
    return False


def _without_qualifiers(sentences: Sequence[Sentence], named: Sequence[Reference]) -> list[Reference]:
    """An instrument in brackets after one of its indicators only says where that belongs."""
    out: list[Reference] = []
    for r in named:
        last = out[-1] if out else None
        if (
            last is not None
            and r.place.level == "instrument"
            and last.place.indicator
            and last.place.instrument == str(r.place.instrument)[:3]
            and (between := _between(sentences, last.end, r.start)) is not None
            and "OPEN" in between
            and set(between) <= {"OPEN", "NAME", "IN", "POINTS"}
        ):
            continue
        out.append(r)
    return out


def _between(sentences: Sequence[Sentence], start: int, end: int) -> list[str] | None:
    """What the words between two offsets of one sentence are called; None where some are called nothing."""
    for sentence in sentences:
        if sentence.start <= start and end <= sentence.end:
            said = sentence.said_between(start, end)
            return None if said is None else [s.label for s in said]
    return None


def _runs(
    sentence: Sentence, numbers: Sequence[Figure], kinds: dict[int, str | None]
) -> Iterator[list[Figure]]:
    """Figures of the assessment; those that only และ, a comma or / part from the one before come with it."""
    run: list[Figure] = []
    for figure in numbers:
        if run:
            between = sentence.said_between(run[-1].end, figure.start)
            labels = [s.label for s in between] if between is not None else []
            listed = "AND" in labels and set(labels) <= _IN_A_LIST and "." in figure.text
            kind = kinds[figure.start]
            if listed and (
                kind in (None, "share") or _STATISTIC.get(kind or "") == _STATISTIC[kinds[run[0].start] or ""]
            ):
                kinds[figure.start] = kinds[run[0].start]
                if "YEAR" not in labels:
                    run.append(figure)
                    continue
            yield run
            run = []
        if kinds[figure.start] in _STATISTIC:
            run = [figure]
    if run:
        yield run


_EXTREMES = (Decimal(0), Decimal(100))
"""What several places have on average each of them has."""

_Placed = tuple[list[tuple[Place, bool]], str]


def _placed(
    run: Sequence[Figure],
    kind: str,
    sentence: Sentence,
    named: Sequence[Reference],
    near: Place,
    frame: Frame,
) -> list[_Placed]:
    """For each figure of a run the places that it is stated of, none where that cannot be told."""
    first = run[0]
    if kind == "score_after":
        after = [r for r in named if r.start >= first.end]
        return [([(after[0].place, False)] if after else [], kind) for _ in run]
    before = [r for r in named if r.start < first.start]
    group = _group(before, sentence)
    if len(run) > 1 and len(group) == len(run):
        return [([(place, False)], kind) for place in group]
    if len(group) > 1:
        each = any(s.label == "EACH" and s.start >= before[-1].end for s in sentence.spans)
        each = each or (len(run) == 1 and Decimal(first.text) in _EXTREMES)
        whole = _STATISTIC[kind] == "score"
        places = [(place, False) for place in group] if each else []
        return [(places if whole else [(before[-1].place, False)], kind) for _ in run]
    place = before[-1].place if before else near
    if len(run) == 1 and (told := _total_of(before, first)):
        place = told
    if before and place.level == "overall" and near.level != "overall" and not _about_whole(sentence, first):
        place = near
    if len(run) > 1 and place.instrument != "EIT":
        return [([(place, not before)], kind)] + [([], kind) for _ in run[1:]]
    return [([(place, not before)], kind) for _ in run]


def _total_of(before: Sequence[Reference], figure: Figure) -> Place | None:
    """The instrument whose total a figure is: (IIT) ได้คะแนนรวม ๙๐.๐๕ is none of the whole."""
    if len(before) < 2 or before[-1].printed not in _TOTALS:
        return None
    named = before[-2]
    near = before[-1].start - named.end <= _TOTAL_APART and figure.start - before[-1].end <= _TOTAL_APART
    return named.place if near and named.place.level == "instrument" else None


_TOTALS = frozenset({"คะแนนรวม", "คะแนนเฉลี่ยรวม", "ผลคะแนนรวม", "มีผลคะแนน"})
_TOTAL_APART = 12


def _group(before: Sequence[Reference], sentence: Sentence) -> list[Place]:
    """The last place named, with those that are listed with it."""
    if not before:
        return []
    group = [before[-1]]
    for r in reversed(before[:-1]):
        next_one = group[0]
        if r.start == next_one.start:
            group.insert(0, r)
            continue
        between = sentence.said_between(r.end, next_one.start) if r.start >= sentence.start else None
        labels = [s.label for s in between] if between is not None else []
        same = r.place == next_one.place
        if (
            not (same or "AND" in labels)
            or between is None
            or not set(labels) <= {"AND", "NAME", "OPEN", "CLOSE", "INSTRUMENT", "INDICATOR_WORD"}
        ):
            break
        group.insert(0, r)
    return list(dict.fromkeys(r.place for r in group))


def _about_whole(sentence: Sentence, figure: Figure) -> bool:
    return any(
        s.label in ("WHOLE", "TOTAL") and s.end <= figure.start and figure.start - s.start <= 60
        for s in sentence.spans
    )


def _year(sentence: Sentence, figure: Figure, years: Sequence[FoundYear], is_change: bool) -> int | None:
    """The year said with a figure: just before it, or after it with ใน. A change is of the later year."""
    before = [y for y in years if sentence.start <= y.start and y.end <= figure.start]
    if before:
        found = before[-1]
        between = sentence.said_between(found.end, figure.start)
        led = [s for s in sentence.spans if s.end <= found.start]
        compared = is_change and led and led[-1].label in ("FROM", "MORE", "LESS")
        if between is not None and {s.label for s in between} <= _BEFORE_ITS_FIGURE and not compared:
            return found.year
    after = next((y for y in years if figure.end <= y.start), None)
    if after is None or is_change or after.end > sentence.end:
        return None
    between = sentence.said_between(figure.end, after.start)
    labels = [s.label for s in between] if between is not None else []
    if "IN" not in labels or not set(labels) <= {"POINTS", "IN", "CLOSE"}:
        return None
    later = next(
        (f for f in sentence.figures if f.start >= after.end and f.kinds and f.kinds[0][0] in _STATISTIC),
        None,
    )
    between = sentence.said_between(after.end, later.start) if later else None
    if between is not None and {s.label for s in between} <= _BEFORE_ITS_FIGURE:
        return None  # it is the year of the figure that follows
    return after.year


def _rating(sentence: Sentence, figure: Figure) -> str | None:
    """The level said with an overall score: after it and before the next one, else before all of them."""
    levels = [s for s in sentence.spans if s.label == "RATING"]
    following = [s for s in levels if s.start >= figure.end]
    scores = [f.start for f in sentence.figures if f.kinds and f.kinds[0][0] in _STATISTIC]
    if following:
        if not any(figure.end <= start < following[0].start for start in scores):
            return rating_in(following[0].text)
    elif len(levels) == 1 and not any(start < levels[0].start for start in scores):
        return rating_in(levels[0].text)
    return None


def _is_left_over(figure: Figure, sentence: Sentence, found: Sequence[Statement]) -> bool:
    """A decimal in a sentence about scores that is neither at its beginning, as the number of a heading, nor taken."""
    return (
        "." in figure.text
        and figure.start > sentence.start
        and Decimal(figure.text) <= 100
        and any(s.label in _SPEAKS_OF_SCORES for s in sentence.spans)
        and not any(s.start == figure.start for s in found)
    )


def _two_parts_of_eit(found: list[Statement], text: str) -> list[Statement]:
    """Two figures after one EIT (๙๙.๗๐ และ ๙๙.๗๖) are those of its two parts, in the order given."""
    out = list(found)
    for i in range(len(out) - 1):
        a, b = out[i], out[i + 1]
        same = a.place == b.place == Place("EIT") and a.statistic == b.statistic == "score"
        if same and re.fullmatch(r"\s*(?:คะแนน)?\s*(?:และ|,|/)\s*", text[a.end : b.start]):
            out[i] = replace(a, place=Place("EIT1"))
            out[i + 1] = replace(b, place=Place("EIT2"))
    return out
