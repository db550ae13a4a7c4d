"""Thai words: the text cut by PyThaiNLP's dictionary, quickly where nlpO3 is installed.

Nothing is loaded at import; each dictionary is loaded once a process, at its first use.
"""

from __future__ import annotations

import hashlib
import tempfile
import threading
from collections.abc import Callable
from functools import partial
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

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
    """What cuts text by PyThaiNLP's dictionary and these further words; loaded once a process."""
    with _lock:
        if extra not in _loaded:
            from pythainlp.corpus import thai_words

            dictionary = frozenset(thai_words()) | extra
            make = _nlpo3_cutter if _has_nlpo3() else _newmm_cutter
            _loaded[extra] = make(dictionary)
        return _loaded[extra]


def words(text: str, extra: frozenset[str] = frozenset()) -> list[str]:
    """The words of the text in order, without blanks.

    >>> words("ผลการประเมิน ๙๙.๕๘ คะแนน")
    ['ผล', 'การประเมิน', '๙๙.๕๘', 'คะแนน']
    >>> words("เทศบาลตำบลต้นไทร", extra=frozenset({"ต้นไทร"}))
    ['เทศบาลตำบล', 'ต้นไทร']

    Damaged text falls into pieces, and the two engines cut it differently: keep `engine` with the words.
    """
    return [token for token in load(extra)(text) if not token.isspace()]


def engine() -> str:
    """The engine and the versions that `words` come from, as `nlpo3 1.4.0, pythainlp 5.4.0`."""
    name = "nlpo3 " + metadata.version("nlpo3") if _has_nlpo3() else "newmm"
    return f"{name}, pythainlp {metadata.version('pythainlp')}"
