import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pythainlp.corpus import thai_words
from spacy.vocab import Vocab

from normalizers.tokens import _newmm_cutter, _nlpo3_cutter, engine, load, sentences, tokenizer, words

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
    """PyThaiNLP, nlpO3 and spaCy are not imported before the first word is asked for."""
    code = "import sys, normalizers.tokens; assert not {'pythainlp', 'nlpo3', 'spacy'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603


@settings(deadline=None)  # the first example loads the dictionary
@given(st.text(alphabet="กขคมา่ี้ำะเแ ๑9aZ.\n\u00a0", max_size=60))
def test_no_character_is_lost(text: str) -> None:
    """The tokens joined are the text."""
    assert "".join(load()(text)) == text


def test_a_doc_has_our_words_and_says_who_cut_them() -> None:
    """Blanks belong to the word before them; decimals and signs put together are tokens each."""
    doc = tokenizer(Vocab(), frozenset({"ต้นไทร"}))("เทศบาลตำบลต้นไทร (๘๐.๑๒,๘๕.๓๐)(ข้อ ๗)")
    assert [t.text for t in doc if not t.text.isspace()] == [
        *("เทศบาลตำบล", "ต้นไทร", "(", "๘๐.๑๒", ",", "๘๕.๓๐", ")", "(", "ข้อ", "๗", ")"),
    ]
    assert doc.user_data["engine"] == engine()


@settings(deadline=None)
@given(st.text(alphabet="กขคมา่ี้ำะเแ ๑9aZ.,()\n\t\u00a0", max_size=60))
def test_a_doc_is_the_text(text: str) -> None:
    """Offsets in the Doc are offsets in the text."""
    doc = tokenizer(Vocab())(text)
    assert doc.text == text
    assert all(text[t.idx : t.idx + len(t)] == t.text for t in doc)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("บรรทัดแรก\n\nบรรทัดสอง", ["บรรทัดแรก", "บรรทัดสอง"]),
        ("ได้ ๘๕.๐๐ คะแนน; ผ่าน", ["ได้ ๘๕.๐๐ คะแนน", "ผ่าน"]),
        ("ควรพัฒนา. การใช้งบประมาณ", ["ควรพัฒนา", "การใช้งบประมาณ"]),
        ("ปี พ.ศ. ๒๕๖๘ ข้อ ๘.๑ ได้ดี", ["ปี พ.ศ. ๒๕๖๘ ข้อ ๘.๑ ได้ดี"]),
        ("ผ่าน อย่างไรก็ตาม ควรปรับปรุง", ["ผ่าน", "อย่างไรก็ตาม ควรปรับปรุง"]),
        (" \n ", []),
    ],
)
def test_sentences_end_where_that_is_certain(text: str, expected: list[str]) -> None:
    """At line ends, semicolons, a full stop after a word, and before words that begin anew."""
    assert [text[a:b] for a, b in sentences(text)] == expected


@given(st.text(alphabet="กขทั้งนี้ ;.\n๑", max_size=60))
def test_sentences_leave_only_white_space_and_their_ends_out(text: str) -> None:
    """In order, apart, none blank; what is between them are blanks, semicolons and full stops."""
    found = sentences(text)
    kept = "".join(text[a:b] for a, b in found)
    assert [c for c in kept if c not in " ;.\n"] == [c for c in text if c not in " ;.\n"]
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in found)
    assert all(a[1] <= b[0] for a, b in pairwise(found))
