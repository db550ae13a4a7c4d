"""How well and how fast `normalizers.repair` mends what `benchmarks.damage` breaks.

    python -m benchmarks.repair                       # the reports in ../shared/reports
    python -m benchmarks.repair corpus/samples/reports
    python -m benchmarks.repair --only marks_late --misses 20
    python -m benchmarks.repair --short --misses 5    # of the short blocks
    python -m benchmarks.repair --list                # what each damage is

The text is that of every FOLDER/*/report.docx as our own extractor reads it, in chunks of about a page, and
repaired once: the blanks that layout left inside words there are real damage. They are counted and can be read. A
chunk is damaged in one way, repaired, and compared with what it was, word by word (a word and the blanks
after it). `back` is the share of damaged words that came back exactly; `harmed` is the share of the other
words whose letters changed; `blanks` is how many blanks beside such words were put in or taken out: most of
them stood inside words as the report was typed, so `--misses` is for judging them by eye. Short blocks (cells
and headings) are damaged and repaired one by one. Comparing, runs of blanks are one, and a blank before ๆ counts
for nothing, for both ways are printed and right. The exit code is 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import _lru_cache_wrapper, partial
from itertools import pairwise
from pathlib import Path
from random import Random

from pythainlp.util import normalize
from rapidfuzz.distance import Levenshtein
from rich.console import Console
from rich.table import Table
from rich.text import Text

from benchmarks.damage import DAMAGES, Damage, Edit, apply
from extractors import extract
from extractors.document import Paragraph
from normalizers import tokens
from normalizers.repair import SEPARATOR, displaced, reading, repair, sara_am, spaces
from normalizers.text import clean

CHUNK = 2_000
"""Characters, about a page."""
SHORT = 60
"""Characters: a longer block is not short."""
ROUNDS = 3

BACK_BAR = 0.995
HARMED_BAR = 0.0001
CLEAN_BAR = 2_000_000
DAMAGED_BAR = 300_000

_SPACED_SIGN = re.compile(" +ฯ(?!ล)")
_BLANKS = re.compile(" *([ \n\x1e]) *")
_WORD = re.compile("[ก-ฮ]")


def blocks_of(report: Path) -> list[str]:
    """The texts of a report's paragraphs and cells, in order; ฯ follows its word, as the rule is."""
    texts = []
    for block in extract(report, "never").blocks():
        texts += [block.text] if isinstance(block, Paragraph) else [cell.text for cell in block.cells]
    return [_SPACED_SIGN.sub("ฯ", text) for text in map(clean, texts) if text]


def chunks_of(blocks: Sequence[str]) -> Iterator[str]:
    """Blocks one after the other up to a page, joined as `repair_together` joins them."""
    chunk: list[str] = []
    for block in blocks:
        if chunk and sum(map(len, chunk)) + len(block) > CHUNK:
            yield SEPARATOR.join(chunk)
            chunk = []
        chunk.append(block)
    if chunk:
        yield SEPARATOR.join(chunk)


def word_starts(text: str) -> list[int]:
    """Where the words begin, and the end of the text. Blanks belong to the word before them."""
    starts, at = [0], 0
    for token in tokens.load()(text):
        if not token.isspace() and at:
            starts.append(at)
        at += len(token)
    return [*starts, len(text)]


@dataclass(slots=True)
class Miss:
    """A word that did not come back (lost), or that was sound and changed (harmed, or its blank alone)."""

    kind: str
    before: str
    damaged: str
    after: str


@dataclass(slots=True)
class Score:
    """What became of the words of all texts."""

    damaged: int = 0
    back: int = 0
    sound: int = 0
    harmed: int = 0
    blanks: int = 0
    characters: int = 0
    seconds: float = 0.0
    misses: list[Miss] = field(default_factory=list)

    @property
    def back_share(self) -> float | None:
        return self.back / self.damaged if self.damaged else None

    @property
    def harmed_share(self) -> float:
        return self.harmed / self.sound if self.sound else 0.0

    @property
    def speed(self) -> float:
        return self.characters / self.seconds


def _shift(at: int, changes: Sequence[tuple[int, int, int]]) -> int:
    """Where a place of the text is after changes (start, end, new length), in order."""
    moved = at
    for start, end, length in changes:
        if at < end or (start == end == at):
            return moved if at <= start else min(moved, moved - (at - start) + length)
        moved += length - (end - start)
    return moved


def _touched(starts: Sequence[int], spans: Sequence[tuple[int, int]], prefer: set[int]) -> set[int]:
    """The words that spans touch. An insertion between two words is the preferred one's, or the first's."""
    words = set()
    last = len(starts) - 2
    for start, end in spans:
        first = min(bisect_right(starts, start) - 1, last)
        if start < end:
            words |= {w for w in range(first, last + 1) if starts[w] < end}
        elif start == starts[first] and first and (first - 1 in prefer or first not in prefer):
            words.add(first - 1)
        else:
            words.add(first)
    return words


def _differences(text: str, after: str) -> list[tuple[int, int, int, bool]]:
    """What to change of the text to have the other: start, end, new length, and whether it is but a blank.

    Blanks before ๆ are no difference.
    """
    changes = []
    for op in Levenshtein.opcodes(text, after):
        if op.tag == "equal":
            continue
        was, now = text[op.src_start : op.src_end], after[op.dest_start : op.dest_end]
        blank = not (was + now).strip(" \n")
        if blank and text[op.src_end : op.src_end + 1] == "ๆ":
            continue
        changes.append((op.src_start, op.src_end, len(now), blank))
    return changes


def compare(score: Score, text: str, edits: Sequence[Edit], broken: str, after: str) -> None:
    """Add what became of the text's words, damaged by the edits and then repaired."""
    starts = word_starts(text)
    damaged = _touched(starts, [(e.start, e.end) for e in edits], set())
    changes = _differences(text, after)
    wrong = _touched(starts, [(start, end) for start, end, *_ in changes], damaged)
    respelt = _touched(starts, [(start, end) for start, end, _, blank in changes if not blank], damaged)
    edited = [(e.start, e.end, len(e.new)) for e in edits]
    # Two texts can be aligned in several ways, so a difference can seem to lie in the word beside its own:
    # harm is only where the repair changed the word's own letters as well.
    moved = [_shift(at, edited) for at in starts]
    by_repair = _touched(moved, [(start, end) for start, end, *_ in _differences(broken, after)], damaged)
    changed = wrong & by_repair - damaged
    words = {i for i, (start, end) in enumerate(pairwise(starts)) if _WORD.search(text, start, end)}
    score.damaged += len(damaged)
    score.back += len(damaged - wrong)
    score.sound += len(words - damaged)
    score.harmed += len(changed & respelt)
    score.blanks += len(changed - respelt)
    repaired = [change[:3] for change in changes]
    for word in sorted(wrong & damaged | changed):
        start, end = max(starts[word] - 12, 0), min(starts[word + 1] + 12, len(text))
        kind = "lost" if word in damaged else "harmed" if word in respelt else "blank"
        score.misses.append(
            Miss(
                kind,
                text[start:end],
                broken[_shift(start, edited) : _shift(end, edited)],
                after[_shift(start, repaired) : _shift(end, repaired)],
            )
        )


def _forget() -> None:
    """Empty the caches of readings, which have a limit; those of tables have none."""
    for module in (displaced, reading, sara_am, spaces):
        for value in vars(module).values():
            if isinstance(value, _lru_cache_wrapper) and value.cache_parameters()["maxsize"]:
                value.cache_clear()


def measure(texts: Sequence[str], damage: Damage | None, rounds: int = ROUNDS) -> Score:
    """Every text damaged (or not), repaired and compared; the repair timed, the best of some rounds.

    Each round begins without the readings of the one before; the dictionaries stay loaded.
    """
    score = Score(seconds=float("inf"))
    cases = []
    for number, text in enumerate(texts):
        edits = damage(text, Random(number)) if damage else []  # noqa: S311 (not for secrets)
        if damage and not edits:
            continue
        cases.append((text, edits, apply(text, edits)))
    if not cases:
        return Score(seconds=1.0)
    for _ in range(rounds):
        _forget()
        begun = time.process_time()
        repaired = [repair(broken).text for _, _, broken in cases]
        score.seconds = min(score.seconds, time.process_time() - begun)
    for (text, edits, broken), after in zip(cases, repaired, strict=True):
        score.characters += len(broken)
        compare(score, text, edits, broken, _BLANKS.sub(r"\1", after).strip(" "))
    return score


def speed_of(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """Characters a second of the processor's time, the best of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        _forget()
        begun = time.process_time()
        for text in texts:
            work(text)
        best = min(best, time.process_time() - begun)
    return sum(map(len, texts)) / best


def _shown(value: str, good: bool) -> Text:
    return Text(value, style="green" if good else "bold red") + Text("" if good else " ✗")


def _row(name: str, score: Score, bar: float | None) -> tuple[list[str | Text], bool]:
    back, harmed = score.back_share, score.harmed_share
    good = [back is None or back >= BACK_BAR, harmed < HARMED_BAR, bar is None or score.speed >= bar]
    cells: list[str | Text] = [
        name,
        f"{score.damaged:,}",
        _shown("–" if back is None else f"{back:.2%}", good[0]),
        f"{score.sound:,}",
        _shown(f"{score.harmed} = {harmed:.3%}", good[1]),
        f"{score.blanks}",
        _shown(f"{score.speed / 1e6:.2f} M", good[2]),
    ]
    return cells, all(good)


def _print_misses(out: Console, name: str, score: Score, limit: int) -> None:
    for miss in score.misses[:limit]:
        out.print(
            f"  {name} {miss.kind:6} {miss.before!r}\n      damaged  {miss.damaged!r}\n      repaired {miss.after!r}"
        )


def explained(damage: Damage) -> str:
    """The first paragraph of what is said of a damage."""
    function = damage.func if isinstance(damage, partial) else damage
    return " ".join((function.__doc__ or "").split("\n\n")[0].split())


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.repair", description=__doc__.split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path("../shared/reports"))
    parser.add_argument("--only", nargs="+", choices=sorted(DAMAGES), help="these damages alone")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="show the first N misses of each")
    parser.add_argument("--short", action="store_true", help="the short blocks alone")
    parser.add_argument("--pages", action="store_true", help="the page-like chunks alone")
    parser.add_argument("--list", action="store_true", help="say what each damage is")
    options = parser.parse_args(arguments)
    out = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 120)
    if options.list:
        for name, listed in DAMAGES.items():
            out.print(f"{name}: {explained(listed)}")
        return 0
    reports = sorted(options.folder.glob("*/report.docx"))
    if not reports:
        parser.error(f"there is no */report.docx in {options.folder}")
    blocks = [blocks_of(report) for report in reports]
    printed = [chunk for report in blocks for chunk in chunks_of(report)]
    pages = [repair(chunk).text for chunk in printed]
    short = sorted(
        {repair(b).text for report in blocks for b in report if len(b) <= SHORT and _WORD.search(b)}
    )
    out.print(
        f"{len(reports)} reports, {sum(map(len, pages)):,} characters, {len(pages)} chunks, {len(short)} short blocks"
    )
    as_they_are = measure(printed, None, rounds=1)
    out.print(
        f"in the reports as they are, repair takes {as_they_are.blanks} blanks out of words and changes "
        f"{as_they_are.harmed} words otherwise; what it leaves is the sound text below"
    )
    _print_misses(out, "(as they are)", as_they_are, options.misses)

    good = True
    for title, texts, bars in (("pages", pages, True), ("short blocks, one by one", short, False)):
        if (options.short and bars) or (options.pages and not bars):
            continue
        table = Table(title=title, title_justify="left", show_edge=False, pad_edge=False)
        for column in ("damage", "damaged words", "back", "other words", "harmed", "blanks", "characters/s"):
            table.add_column(column, justify="left" if column == "damage" else "right")
        shown = []
        clean_bar, damaged_bar = (CLEAN_BAR, DAMAGED_BAR) if bars else (None, None)
        cases: list[tuple[str, Damage | None, float | None]] = [("(clean)", None, clean_bar)]
        cases += [(n, d, damaged_bar) for n, d in DAMAGES.items() if not options.only or n in options.only]
        for name, damage, bar in cases:
            score = measure(texts, damage)
            cells, met = _row(name, score, bar)
            table.add_row(*cells)
            good &= met
            shown.append((name, score))
        out.print(table)
        for name, score in shown:
            _print_misses(out, name, score, options.misses)
    ours = speed_of(lambda text: repair(text).text, pages)
    for name, work in (
        ("pythainlp.util.normalize", normalize),
        (f"word tokens ({tokens.engine()})", tokens.load()),
    ):
        theirs = speed_of(work, pages)
        out.print(
            f"{name}: {theirs / 1e6:.2f} M characters/s; repair on clean text is {ours / theirs:.2f} times that"
        )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
