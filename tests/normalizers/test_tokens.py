import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pythainlp.corpus import thai_words

from normalizers.tokens import _newmm_cutter, _nlpo3_cutter, engine, load, words

SENTENCE = "ผลการประเมินคุณธรรมและความโปร่งใส ๙๙.๕๘ คะแนน\nระดับ A"


def test_words_come_without_blanks() -> None:
    """Every word in order, no token of white space."""
    found = words(SENTENCE)
    assert "".join(found) == "".join(SENTENCE.split())
    assert {"คุณธรรม", "และ", "๙๙.๕๘", "A"} <= set(found)


def test_further_words_are_kept_whole() -> None:
    """A name that the dictionary lacks is one word where it is given, and only there."""
    extra = frozenset({"ต้นไทรทองคำใหม่"})
    assert words("เทศบาลต้นไทรทองคำใหม่", extra)[-1] == "ต้นไทรทองคำใหม่"
    assert words("เทศบาลต้นไทรทองคำใหม่")[-1] != "ต้นไทรทองคำใหม่"


def test_a_dictionary_is_loaded_once() -> None:
    """The same words give the same cutter."""
    assert load(frozenset({"ก"})) is load(frozenset({"ก"}))


def test_both_engines_cut_a_plain_sentence_alike() -> None:
    """What is said of one engine's tokens holds for the other's on sound text."""
    pytest.importorskip("nlpo3")
    dictionary = frozenset(thai_words())
    assert _nlpo3_cutter(dictionary)(SENTENCE) == _newmm_cutter(dictionary)(SENTENCE)


def test_the_engine_is_named_with_its_version() -> None:
    """Provenance says which engine and which dictionary."""
    assert engine().split()[0] in ("nlpo3", "newmm")
    assert "pythainlp " in engine()


def test_importing_loads_no_dictionary() -> None:
    """Neither PyThaiNLP nor nlpO3 is imported before the first word is asked for."""
    code = "import sys, normalizers.tokens; assert not {'pythainlp', 'nlpo3'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603


@settings(deadline=None)  # the first example loads the dictionary
@given(st.text(alphabet="กขคมา่ี้ำะเแ ๑9aZ.\n\u00a0", max_size=60))
def test_no_character_is_lost(text: str) -> None:
    """The tokens joined are the text."""
    assert "".join(load()(text)) == text
