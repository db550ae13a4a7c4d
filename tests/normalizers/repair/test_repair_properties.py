"""What holds of repair whatever the text: nothing is lost, nothing sound is changed, twice is once."""

from __future__ import annotations

import itertools
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pythainlp.corpus import thai_words
from pythainlp.corpus.tnc import word_freqs

from benchmarks.damage import DAMAGES
from benchmarks.repair import Score, blocks_of, chunks_of, measure
from normalizers.repair import SEPARATOR, repair, repair_together, replay
from normalizers.text import clean

SAMPLES = Path(__file__).parents[3] / "corpus" / "samples" / "reports"
THAI = "".join(map(chr, [*range(0x0E01, 0x0E3B), *range(0x0E40, 0x0E4F)]))
WORDS = sorted(word for word in thai_words() if word == clean(word) and set(word) <= set(THAI))
IN_USE = sorted(frozenset(WORDS) & {word for word, count in word_freqs() if count > 500})
"""Words of the Thai National Corpus: rare ones (กระป่ำ) are made of what damage makes of others, and text of rare
ones alone (ยำยาสูบ ยำกกยำกก) reads better as damaged text of common ones (ยาก)."""

unhurried = settings(deadline=None)  # the first text waits for the dictionaries
letters = st.text(alphabet=THAI, max_size=8)
pieces = st.one_of(
    letters,
    st.sampled_from(WORDS),
    st.sampled_from(["ก าหนด", "ขอ้มลู", "ท ี่", "กำา", "เเ", "ด้ำนกำร", "\uf70a", "\ufffd", "ฯ ล ฯ", "ๆ", "¡ÒÃ"]),
    st.text(alphabet=" \n\t๐๑๙09aZ.-()\u200b\u00a0\x1eéÒÃ¡", max_size=3),
)
thai_text = st.lists(pieces, max_size=12).map("".join)


@unhurried
@given(thai_text)
def test_repairing_twice_is_repairing_once(text: str) -> None:
    """What is repaired is left alone."""
    repaired = repair(text)
    assert repair(repaired.text).text == repaired.text
    assert not repair(repaired.text).steps


@unhurried
@given(thai_text)
def test_steps_replay_to_the_same_text(text: str) -> None:
    """Each step begins where the one before ended, and they give the text again."""
    repaired = repair(text)
    at = text
    for step in repaired.steps:
        assert step.before == at != step.after
        at = step.after
    assert at == repaired.text == replay(text, repaired.steps)


@unhurried
@given(st.lists(thai_text, max_size=6))
def test_texts_of_a_page_stay_as_many(texts: list[str]) -> None:
    """However they are damaged."""
    repaired, steps = repair_together(texts)
    assert len(repaired) == len(texts)
    if not steps:
        assert [text.replace(SEPARATOR, " ") for text in texts] == repaired


@unhurried
@given(st.lists(st.one_of(pieces, st.from_regex("[0-9๐-๙A-Za-z.,%-]{1,8}", fullmatch=True)), max_size=12))
def test_digits_and_latin_letters_stay(parts: list[str]) -> None:
    """All of them, in their order; letters of other Western languages may be misread Thai."""
    text = " ".join(part for part in parts if part.isascii() or not set(part) & set("éÒÃ¡"))
    kept = re.compile("[^0-9๐-๙A-Za-z]")
    assert kept.sub("", repair(text).text) == kept.sub("", text)


def test_every_word_of_the_dictionary_stays() -> None:
    """Each by itself."""
    assert [(word, repair(word).text) for word in WORDS if repair(word).text != word] == []


@cache
def known() -> frozenset[str]:
    return frozenset(WORDS)


@settings(unhurried, max_examples=300)
@given(st.lists(st.lists(st.sampled_from(IN_USE), min_size=1, max_size=4), min_size=1, max_size=5))
def test_sound_phrases_stay(phrases: list[list[str]]) -> None:
    """Words in use one after the other, and blanks between phrases, except where a word lies across a blank."""
    for before, after in itertools.pairwise(phrases):
        left, right = "".join(before), "".join(after)
        assume(not any(left[-i:] + right[:j] in known() for i in range(1, 12) for j in range(1, 12)))
    text = " ".join("".join(phrase) for phrase in phrases)
    assume(text == clean(text))
    assert repair(text).text == text


@cache
def pages() -> tuple[str, ...]:
    return tuple(
        chunk for report in sorted(SAMPLES.glob("*/report.docx")) for chunk in chunks_of(blocks_of(report))
    )


def test_the_sample_reports_stay() -> None:
    """But for blanks inside words; and once repaired they are left alone."""
    for page in pages():
        repaired = repair(page).text
        assert repaired.replace(" ", "") == page.replace(" ", "")
        assert page.count(" ") - repaired.count(" ") <= 2
        assert not repair(repaired).steps


_OPEN = {
    "am_without_nikhahit": "นาลำพู, an invented name, reads as นำลำพู where NIKHAHIT is lost",
    "am_space_after": "นาลำพู, an invented name, reads as นำลำพู where NIKHAHIT is lost",
    "marks_late_and_blank": "which of the blanks behind late marks are real is not told where both words are words",
    "marks_unknown_here_and_there": "more than one word fits some holes",
    "spaces_at_line_ends": "a blank between words that are words by themselves may be real",
}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.xfail(strict=True, reason=_OPEN[name]) if name in _OPEN else ())
        for name in DAMAGES
    ],
)
def test_damaged_reports_are_given_back(name: str) -> None:
    """At least 99 of 100 damaged words, whatever the damage; and no other word is changed."""
    score: Score = measure([repair(page).text for page in pages()], DAMAGES[name], rounds=1)
    misses = [(miss.damaged, miss.after) for miss in score.misses if miss.kind != "blank"]
    assert score.harmed == 0, misses[:5]
    if score.back_share is None:
        pytest.skip("the samples have nothing that could be so damaged")
    assert score.back_share >= 0.99, misses[:5]
