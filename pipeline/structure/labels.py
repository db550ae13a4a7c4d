"""What the words and numbers of a sentence are called: spaCy over our own tokens, patterns from the data files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from corpus.patterns import BLANK, NUMBERS, UNNAMED, dictionary, load
from normalizers.numbers import to_arabic_digits
from normalizers.tokens import sentences, tokenizer

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Span:
    """Some words of a text and what they are called."""

    label: str
    start: int
    end: int
    text: str
    """As printed, with Arabic digits."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a text, and what it is by what stands around it."""

    start: int
    end: int
    text: str
    kinds: tuple[tuple[str, frozenset[str]], ...]
    """The patterns that fit, the first is the strongest: what it is, and what that needs (`Pattern.needs`)."""
    out_of: tuple[str, ...] = ()
    """Further numbers of the pattern: the full mark of `out_of`."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that has a number, with its words and numbers called by their names."""

    start: int
    end: int
    spans: tuple[Span, ...]
    """Words and entities in order; what has no name is left out."""
    figures: tuple[Figure, ...]
    gaps: tuple[tuple[int, int], ...]
    """Where words without a name stand."""
    engine: str
    """What cut the words, with its version."""

    def said_between(self, start: int, end: int) -> list[Span] | None:
        """The words between two offsets, None where one of them has no name."""
        if any(a < end and b > start for a, b in self.gaps):
            return None
        return [s for s in self.spans if start <= s.start and s.end <= end]


_DIGIT = re.compile(r"[0-9๐-๙]")
_DECIMAL = re.compile(r"(?<![\d.,/])\d{1,3}\.\d{1,4}(?![\d/])")


@lru_cache(maxsize=512)
def label(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text that may hold figures, labelled."""
    if not _DIGIT.search(text):
        return ()
    plain = to_arabic_digits(text)
    triggers = load().triggers
    out = []
    for start, end in sentences(plain):
        sentence = plain[start:end]
        if _DIGIT.search(sentence) and (
            _DECIMAL.search(sentence) or any(word in sentence for word in triggers)
        ):
            out.append(_labelled(sentence, start))
    return tuple(out)


def _labelled(sentence: str, offset: int) -> Sentence:
    doc = _language()(sentence)
    spans, gaps = [], []
    for begin, end, name in _runs(doc):
        a, b = doc[begin].idx, doc[end - 1].idx + len(doc[end - 1])
        if name:
            spans.append(Span(name, a + offset, b + offset, sentence[a:b]))
        elif sentence[a:b].strip():
            gaps.append((a + offset, b + offset))
    return Sentence(
        offset,
        offset + len(sentence),
        tuple(spans),
        tuple(_figures(doc, offset)),
        tuple(gaps),
        doc.user_data["engine"],
    )


def _runs(doc: Doc) -> Iterator[tuple[int, int, str]]:
    """The entities of a Doc, and between them the tokens without a name."""
    at = 0
    for entity in doc.ents:
        for i in range(at, entity.start):
            yield i, i + 1, ""
        yield entity.start, entity.end, entity.label_
        at = entity.end
    for i in range(at, len(doc)):
        yield i, i + 1, ""


def _figures(doc: Doc, offset: int) -> Iterator[Figure]:
    """The numbers, each with the patterns that fit what stands around it."""
    patterns = load()
    tokens = list(doc)
    names = [token.ent_type_ for token in tokens]
    if not any(name in NUMBERS for name in names):
        return
    signs = "".join(
        patterns.alphabet[name] if name else BLANK if token.is_space else UNNAMED
        for name, token in zip(names, tokens, strict=True)
    )
    for at, (name, token) in enumerate(zip(names, tokens, strict=True)):
        if name not in NUMBERS:
            continue
        fit = [(p, p.around(signs, at)) for p in patterns.figures if name in p.figure]
        fitting = [(p, around) for p, around in fit if around]
        others: tuple[str, ...] = ()
        if fitting:
            begin, end = fitting[0][1]
            others = tuple(tokens[i].text for i in range(begin, end) if i != at and names[i] in NUMBERS)
        yield Figure(
            token.idx + offset,
            token.idx + len(token) + offset,
            token.text,
            tuple(dict.fromkeys((p.label, p.needs) for p, _ in fitting)),
            others,
        )


_NUMBERS = {
    "DECIMAL": re.compile(r"\d{1,3}\.\d{1,4}"),
    "INTEGER": re.compile(r"\d{1,3}"),
    "YEARNUM": re.compile(r"2[45]\d\d"),
}


@cache
def _language() -> Language:
    """The pipeline: our tokens, then words and numbers, then what several of them are together."""
    import spacy

    patterns = load()
    nlp = spacy.blank("th")
    cut = tokenizer(nlp.vocab, dictionary())

    def with_numbers(text: str) -> Doc:
        doc = cut(text)
        doc.ents = tuple(_numbers(doc))
        return doc

    nlp.tokenizer = with_numbers
    words = [{"label": name, "pattern": text} for name, texts in patterns.words.items() for text in texts]
    nlp.add_pipe("entity_ruler", name="words").add_patterns(words)  # type: ignore[attr-defined]
    entities = nlp.add_pipe("entity_ruler", name="entities", config={"overwrite_ents": True})
    entities.add_patterns(  # type: ignore[attr-defined]
        [{"label": p.label, "pattern": [dict(t) for t in p.tokens]} for p in patterns.entities]
    )
    return nlp


def _numbers(doc: Doc) -> Iterator[Any]:
    """The numbers among the tokens; asked here, since spaCy takes long to ask each token for an expression."""
    from spacy.tokens import Span as Tokens

    for token in doc:
        if token.text[0].isdigit():
            for name, form in _NUMBERS.items():
                if form.fullmatch(token.text):
                    yield Tokens(doc, token.i, token.i + 1, name)
