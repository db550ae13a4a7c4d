"""The fields of records in forms: how they are asked for, and what was typed in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from corpus.records import ReportRecords
from output.corrections import value_of
from output.errors import CorrectionError
from output.field_values import Value, fields_of, from_text
from pipeline.review.addresses import number_of
from pipeline.review.words import Words

_FIELD = "field-"
_LONG = frozenset(
    {"text", "rationale", "monitoring", "progress", "outcome", "suggestion", "name", "title", "period"}
)


@dataclass(frozen=True, slots=True)
class Input:
    """A field that can be corrected."""

    field: str
    label: str
    text: str
    options: tuple[tuple[str, str], ...] = ()
    """(value, label), where only those may stand there."""
    lines: bool = False
    """A list: an entry a line, or parted by empty lines where entries have lines."""
    long: bool = False
    wrong: bool = False
    """What was typed may not stand there."""


class WrongField(CorrectionError):
    """What was typed in a field may not stand there."""

    def __init__(self, field: str, why: CorrectionError) -> None:
        super().__init__(why.reason_th, why.reason_en)
        self.field = field


def inputs_of(
    words: Words,
    records: ReportRecords,
    record: str,
    position: int | None,
    typed: Mapping[str, str],
    wrong: str,
) -> list[Input]:
    """The fields of a record to be corrected, with what a person typed where that was refused."""
    texts = {f: text_of(value_of(records, record, position, f)) for f in fields_of(record)}
    return inputs_for(words, record, {**texts, **typed}, wrong)


def new_inputs(
    words: Words, records: ReportRecords, record: str, typed: Mapping[str, str], wrong: str
) -> list[Input]:
    """The fields of a record to be added, with what most such records say."""
    year = records.report.fiscal_year
    usual = {"statistic": "score", "level": "item", "finding": "general", "fiscal_year": str(year or "")}
    return inputs_for(words, record, {**usual, **typed}, wrong)


def inputs_for(words: Words, record: str, texts: Mapping[str, str], wrong: str) -> list[Input]:
    """The fields of a record with these texts, the main one first; in the one called `wrong` they may not stand."""
    found = []
    for field, kind in fields_of(record).items():
        options = _options(words, record, field, kind)
        is_list = get_origin(kind) is tuple
        found.append(
            Input(
                field,
                words.field(record, field),
                texts.get(field, ""),
                options,
                is_list,
                field in _LONG and record != "score",
                field == wrong,
            )
        )
    main = {"score": "value", "analysis": "text", "measure": "title", "indicator": "name", "report": "title"}
    return sorted(found, key=lambda one: one.field != main[record])


def _options(words: Words, record: str, field: str, kind: Any) -> tuple[tuple[str, str], ...]:
    """The values that a field may have, where they are few."""
    kinds = [kind, *get_args(kind)]
    named = next((get_args(k) for k in kinds if get_origin(k) is Literal), ())
    if not named:
        return ()
    empty = (("", "–"),) if type(None) in get_args(kind) else ()
    return (*empty, *((v, words.choice(record, field, v)) for v in named))


def text_of(value: Value) -> str:
    """A value as a person types it.

    >>> text_of(("ก", "ข")), text_of(("ก\\nข", "ค")), text_of(None)
    ('ก\\nข', 'ก\\nข\\n\\nค', '')
    """
    if isinstance(value, tuple):
        entries = [str(entry) for entry in value]
        if any("\n" in entry for entry in entries):
            return "\n\n".join(entries) + ("\n\n" if len(entries) == 1 else "")
        return "\n".join(entries)
    return "" if value is None else str(value)


def entries_of(text: str) -> list[str]:
    """The entries of a list as a person types it: lines, or passages between empty lines.

    >>> entries_of("ก\\nข"), entries_of("ก\\nข\\n\\nค\\n"), entries_of(" ")
    (['ก', 'ข'], ['ก\\nข', 'ค'], [])
    """
    parts = text.split("\n\n") if "\n\n" in text else text.split("\n")
    return [part.strip() for part in parts if part.strip()]


def typed_in(form: Mapping[str, str], part: str = "") -> dict[str, str]:
    """Field -> what was typed in it; where a form makes two records, the names of its fields begin with a `part`."""
    begin = part + _FIELD
    return {name.removeprefix(begin): text for name, text in form.items() if name.startswith(begin)}


def given(record: str, field: str, text: str, part: str = "") -> str:
    """What was typed in a field, as the store takes it. Raises `WrongField`."""
    is_list = get_origin(fields_of(record)[field]) is tuple
    value = json.dumps(entries_of(text), ensure_ascii=False) if is_list else text
    try:
        from_text(record, field, value)
    except CorrectionError as exc:
        raise WrongField(part + field, exc) from exc
    return value


def record_in(form: Mapping[str, str], record: str, part: str = "") -> dict[str, str]:
    """All fields of a record as the store takes them. Raises `WrongField`."""
    typed = typed_in(form, part)
    return {field: given(record, field, typed.get(field, ""), part) for field in fields_of(record)}


def page_in(form: Mapping[str, str]) -> int:
    """The page that a form was sent from."""
    return number_of(form.get("page", "")) or 1


def note_in(form: Mapping[str, str]) -> str | None:
    return form.get("note", "").strip() or None
