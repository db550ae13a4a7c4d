"""Thai words: the text cut by PyThaiNLP's dictionary, quickly where nlpO3 is installed; and its sentences.

Nothing is loaded at import; each dictionary is loaded once a process, at its first use, and spaCy only by
whoever makes a `tokenizer` for it.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
import threading
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import cache, partial
from importlib import metadata
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

Cutter = Callable[[str], list[str]]
"""What cuts a text into tokens that, joined, are the text again; blanks are tokens too."""

_lock = threading.Lock()
_loaded: dict[frozenset[str], Cutter] = {}


def _has_nlpo3() -> bool:
    return find_spec("nlpo3") is not None


def _nlpo3_cutter(dictionary: frozenset[str]) -> Cutter:
    """nlpO3 with these words. It keeps dictionaries by name, and takes them from files only."""
    import nlpo3

    lines = "\n".join(sorted(dictionary))
    name = "prongsai-" + hashlib.sha256(lines.encode()).hexdigest()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "words.txt")
        file.write_text(lines, encoding="utf-8")
        nlpo3.load_dict(str(file), name)  # False only where the name, so the same words, is loaded already
    # Not `safe`: on long texts nlpO3 1.4.0 then repeats some passages and drops others.
    return partial(nlpo3.segment, dict_name=name)


def _newmm_cutter(dictionary: frozenset[str]) -> Cutter:
    from pythainlp.tokenize import newmm
    from pythainlp.util import Trie

    return partial(newmm.segment, custom_dict=Trie(dictionary))


def load(extra: frozenset[str] = frozenset()) -> Cutter:
    """What cuts text by PyThaiNLP's dictionary and these further words; loaded once a process.

    The dictionary itself is loaded but once, at 60 MB; further words are looked for beside it (`joined_cutter`).
    """
    with _lock:
        if _EMPTY not in _loaded:
            make = _nlpo3_cutter if _has_nlpo3() else _newmm_cutter
            _loaded[_EMPTY] = make(_dictionary())
        if extra not in _loaded:
            _loaded[extra] = joined_cutter(_loaded[_EMPTY], extra - _dictionary())
        return _loaded[extra]


_EMPTY: frozenset[str] = frozenset()


def _dictionary() -> frozenset[str]:
    from pythainlp.corpus import thai_words

    return frozenset(thai_words())


def joined_cutter(cut: Cutter, further: frozenset[str]) -> Cutter:
    """What cuts as `cut` does, but leaves the further words whole where that makes no more tokens.

    So does a search for the fewest tokens over both dictionaries; where several ways have as few, this one may take
    another.

    >>> joined_cutter(list, frozenset({"กข", "กขค"}))("กกขคง")
    ['ก', 'กขค', 'ง']
    """
    if not further:
        return cut
    head = min(map(len, further))
    by_head: dict[str, list[str]] = {}
    for word in sorted(further, key=len, reverse=True):
        by_head.setdefault(word[:head], []).append(word)

    def found(text: str) -> Iterator[tuple[int, int]]:
        """Where further words begin and end, one after another, the longest at each place."""
        at = 0
        for start in range(len(text) - head + 1):
            if start < at or (begin := text[start : start + head]) not in by_head:
                continue
            word = next((w for w in by_head[begin] if text.startswith(w, start)), "")
            if word:
                at = start + len(word)
                yield start, at

    def make(text: str) -> list[str]:
        tokens = cut(text)
        bounds: list[int] = []
        out: list[str] = []
        done = 0
        for start, end in found(text):
            bounds = bounds or [0, *accumulate(map(len, tokens))]
            first, last = bisect_right(bounds, start) - 1, bisect_left(bounds, end)
            if first < done:
                continue
            before, after = text[bounds[first] : start], text[end : bounds[last]]
            pieces = [*(cut(before) if before else ()), text[start:end], *(cut(after) if after else ())]
            if len(pieces) <= last - first:
                out += tokens[done:first] + pieces
                done = last
        return out + tokens[done:] if done else tokens

    return make


def words(text: str, extra: frozenset[str] = frozenset()) -> list[str]:
    """The words of the text in order, without blanks.

    >>> words("ผลการประเมิน ๙๙.๕๘ คะแนน")
    ['ผล', 'การประเมิน', '๙๙.๕๘', 'คะแนน']
    >>> words("เทศบาลตำบลต้นไทร", extra=frozenset({"ต้นไทร"}))
    ['เทศบาลตำบล', 'ต้นไทร']

    Damaged text falls into pieces, and the two engines cut it differently: keep `engine` with the words.
    """
    return [token for token in load(extra)(text) if not token.isspace()]


def tokenizer(vocab: Vocab, extra: frozenset[str] = frozenset()) -> Callable[[str], Doc]:
    """A tokenizer for spaCy: a `Doc` of these words, its text the text itself, offset by offset.

    A single blank after a word belongs to the word; line ends and further blanks are tokens. The `Doc` keeps
    in `user_data["engine"]` which engine cut it.

    >>> from spacy.vocab import Vocab
    >>> [token.text for token in tokenizer(Vocab())("ได้ ๙๙.๕๘ คะแนน")]
    ['ได้', '๙๙.๕๘', 'คะแนน']
    """
    from spacy.tokens import Doc

    cut = load(extra)
    made_by = engine()

    def make(text: str) -> Doc:
        pieces: list[str] = []
        spaces: list[bool] = []
        for piece in (part for cut_off in cut(text) for part in _parted(cut_off)):
            if piece == " " and pieces and not spaces[-1]:
                spaces[-1] = True
            else:
                pieces.append(piece)
                spaces.append(False)
        return Doc(vocab, words=pieces, spaces=spaces, user_data={"engine": made_by})

    return make


_LISTED = re.compile(r"[0-9๐-๙]+\.[0-9๐-๙]+(?:,[0-9๐-๙]+\.[0-9๐-๙]+)+")
_SIGNS = re.compile(r"[^\w\s\u0e01-\u0e5b]{2,}")


def _parted(token: str) -> list[str]:
    """Decimals listed without blanks (๘๐.๑๒,๘๕.๓๐), and signs in a row, are tokens each."""
    if len(token) < 2:
        return [token]
    if _LISTED.fullmatch(token):
        return re.split("(,)", token)
    return list(token) if _SIGNS.fullmatch(token) else [token]


_BEGIN = (
    "ทั้งนี้", "นอกจากนี้", "นอกจากนั้น", "อย่างไรก็ตาม", "อย่างไรก็ดี", "ดังนั้น", "สำหรับ", "ในขณะที่", "ขณะที่", "ขณะเดียวกัน",
    "โดยภาพรวม", "เมื่อพิจารณา", "เมื่อเปรียบเทียบ", "ในส่วนของ", "จึงขอ", "จากผลการ", "จากการ",
)  # fmt: skip
"""Words that after a blank begin a new sentence; Thai has no sign for its end."""
_SENTENCE_END = re.compile(rf"\n+|;\s*|(?<=[\u0e01-\u0e5b]{{3}})\.\s+|(?<=\S) +(?={'|'.join(_BEGIN)})")


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text begin and end, white space around them left out.

    They are parted by line ends, semicolons, a full stop after a word, and blanks before words that begin
    a new sentence; elsewhere a blank says nothing, so a sentence may hold several clauses.

    >>> text = "ได้ ๘๕.๐๐ คะแนน ทั้งนี้ ปีที่ผ่านมาได้ ๘๐.๐๐ คะแนน\\nระดับ ผ่าน"
    >>> [text[start:end] for start, end in sentences(text)]
    ['ได้ ๘๕.๐๐ คะแนน', 'ทั้งนี้ ปีที่ผ่านมาได้ ๘๐.๐๐ คะแนน', 'ระดับ ผ่าน']
    """
    ends = [(m.start(), m.end()) for m in _SENTENCE_END.finditer(text)]
    bounds = zip([0, *(end for _, end in ends)], [*(start for start, _ in ends), len(text)], strict=True)
    out = []
    for start, end in bounds:
        piece = text[start:end]
        if bare := piece.strip():
            first = start + len(piece) - len(piece.lstrip())
            out.append((first, first + len(bare)))
    return out


@cache
def engine() -> str:
    """The engine and the versions that `words` come from, as `nlpo3 1.4.0, pythainlp 5.4.0`."""
    name = "nlpo3 " + metadata.version("nlpo3") if _has_nlpo3() else "newmm"
    return f"{name}, pythainlp {metadata.version('pythainlp')}"
