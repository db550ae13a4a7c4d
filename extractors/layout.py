"""Runs to lines, lines to paragraphs: pure steps over boxes, whatever engine saw the letters.

A line break is deliberate where the next word would still have had room on the line; else the text
goes on. Thai is written without spaces, so a word cut off by the margin is joined to the next line
without one.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, zip_longest
from operator import attrgetter
from string import ascii_letters, digits
from typing import NamedTuple

import numpy as np

from extractors.document import Bbox, Role, Word
from extractors.pdf_text import Run
from normalizers.tokens import words


class Line(NamedTuple):
    """One line of one region; boxes in points from the upper left corner of the page."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    """Distance of its baseline from the top of the page."""
    size: float
    """Font size in points."""
    page: int
    page_width: float
    page_height: float
    role: Role = Role.BODY
    bold: bool = False
    """Whether its first letter is."""
    bold_end: bool = False
    """Whether its last letter is."""
    words: tuple[Word, ...] = ()
    """Its words, where it was recognised from an image."""

    @property
    def bbox(self) -> Bbox:
        return (self.x0, self.top, self.x1, self.bottom)


@dataclass(frozen=True, slots=True)
class Measure:
    """The column that lines are set in: its edges in points, and the pitch of its lines."""

    left: float
    right: float
    pitch: float
    """Distance of baselines inside a paragraph, as a multiple of the font size."""


_LIST_MARK = re.compile(
    r"""\s*(?:
        [-–—•●▪■\*]\s*(?=\D)                            # a dash or bullet
      | \(\s*[๐-๙0-9]{1,2}\s*\)                         # (๑)
      | [๐-๙0-9]{1,2}\s*[.)](?![๐-๙0-9]{1,2}\s*(?:คะแนน|%|$))   # ๑.  1)
      | [1๑]?[๐-๙0-9](?:\.[๐-๙0-9]{1,2}){1,3}\s+(?!คะแนน)     # ๓.๑
      | [ก-ฮ]\s*[.)]\s                                  # ก.
      | (?:ตัวชี้วัด|มาตรการ|ส่วน)\s*ที่\s*[๐-๙0-9]{1,2}\b
      | (?:ข้อ\s*(?:ที่)?\s*[A-Za-z1]?|[IEOieo]\s?|[0๐])[๐-๙0-9]{1,3}\s+\S{12}   # ข้อ ๑๒, o๔๓, ๐๔๓ of a list of items
      )""",
    re.VERBOSE,
)
_NAMED_MARK = re.compile(r"\s*(?:ตัวชี้วัด|มาตรการ|ส่วน|ข้อ|[IEOieo0๐]\s?[๐-๙0-9])")
_LEADS_ON = re.compile(r"(?:และ|หรือ|กับ|ใน|ของ|ตาม|ได้แก่|คือ|,)\s*$")
"""A sentence that ends so goes on."""
_OF_FIGURE = re.compile(r"(?:ร้อยละ|เท่ากับ|(?:ได้|มี)คะแนน)\s*$")
"""What a figure stands behind."""
_MONTH = (
    "(?:มกรา|กุมภา|มีนา|เมษา|พฤษภา|มิถุนา|กรกฎา|สิงหา|กันยา|ตุลา|พฤศจิกา|ธันวา"
    r"|(?:มี|เม|มิ)\s?\.\s?[คย]|[มกพสตธ]\s?\.\s?[คพย])"
)
_DATE_ENDS = re.compile(rf"(?:[0-9๐-๙]|{_MONTH}[ก-๎]*\.?)\s*$")
_DAY_ENDS = re.compile(r"(?:^|[^0-9๐-๙.\s])(?<!คม)(?<!ยน)(?<!พันธ์)\s*(?:[12๑๒]?[0-9๐-๙]|[3๓][01๐๑])\s*$")
_MONTH_BEGINS = re.compile(rf"\s*{_MONTH}")
_NUMBERED = re.compile(r"(?:(?<!หน้า)(?<!พื้น)ที่|ข้อ)\s*$")
_NUMBER = re.compile(r"\s*[1-9๑-๙]")
_BARE_MARK = re.compile(r"\s*\(?[0-9๐-๙]{1,2}[.)]\s*$")
_DATE_GOES_ON = re.compile(
    rf"\s*(?:[-–—]\s*(?:เดือน\s*)?(?:[0-9๐-๙]{{1,2}}\s*)?{_MONTH}|(?:25|๒๕)[0-9๐-๙]{{2}}(?![0-9๐-๙]))"
)
"""The second half of a span of time, or the year of a date."""
_DATE_OR_NUMBER = re.compile(rf"\s*(?:[-–—1-9๑-๙]|{_MONTH})")
"""What a number, or a further part of a date, begins with."""
_MEMO = re.compile(r"\s*(?:ที่|วันที่|ส่วนราชการ)\s")
_SUBJECT = re.compile(r"\s*(?:เรื่อง|เรียน)\s")
_DASH = re.compile(r"\s*[-–—•●▪■*]\s")
_LABEL = re.compile(r"\s*[^:\s][^:]{1,45}\s?:\s")
"""What a line of a form begins with."""
_BEFORE_FIGURE = re.compile(r"[^:]*:\s*[0-9๐-๙]")
_THAI_LETTER = re.compile(r"[\u0e01-\u0e4e]")
_TWO_LETTERS = re.compile(r"\s*(?!ณ)[ก-ฮเ-ไ][ก-ะาำ]")
"""What a Thai word that has two letters at least begins with: all but ณ and ฯ, which stand alone."""
_LATIN_WORD_END = re.compile(r"[A-Za-z0-9,;:]$")
_LATIN_WORD_STARTS = frozenset(f"{ascii_letters}{digits}(")
_BLANKS = re.compile(r"[ \t]{2,}|\t")
_MARKS = re.compile(r"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_NO_BREAK = re.compile(r"[^\sก-ฮะ-ฺเ-ไ็-๎]+")
"""Latin letters, digits and punctuation: a line is broken in or before them only at a space."""
_WIDE = 25
"""A column of running text is wider than so many font sizes; a cell of a table is narrower."""


def starts_with_mark(text: str) -> bool:
    """True where a line begins a numbered or dashed entry, so that it cannot go on from above.

    >>> starts_with_mark("๑. จัดทำคู่มือ"), starts_with_mark("- จัดทำคู่มือ"), starts_with_mark("๓.๑ จัดประชุม")
    (True, True, True)
    >>> starts_with_mark("๒๕๖๘ ดังนี้"), starts_with_mark("๓.๙๙ คะแนน"), starts_with_mark("จัดทำคู่มือ")
    (False, False, False)
    """
    return _LIST_MARK.match(text) is not None


_OFTEN = 4
"""A watermark of words comes so many times on a page, or more."""
_LETTERS = 6
"""It has so many letters, or more."""
_UNDER = 0.25
"""At least this share of its words lies under words of the page; in a sound table no words overlap."""


def part_watermark(runs: Sequence[Run]) -> tuple[list[Run], list[Run]]:
    """The runs of a page's text, and those of words printed over and over under it."""
    phrases = [_phrase(run.text) if len(run.text) >= _LETTERS else ("", 0) for run in runs]
    often: Counter[str] = Counter()
    for phrase, times in phrases:
        often[phrase] += times
    suspects = {phrase for phrase, times in often.items() if times >= _OFTEN and len(phrase) >= _LETTERS}
    if not suspects:
        return list(runs), []
    suspects = {phrase for phrase in suspects if _lies_under(phrase, runs, [p for p, _ in phrases])}
    under = [phrase in suspects for phrase, _ in phrases]
    return (
        [run for run, is_under in zip(runs, under, strict=True) if not is_under],
        [run for run, is_under in zip(runs, under, strict=True) if is_under],
    )


def _phrase(text: str) -> tuple[str, int]:
    """The words of a run without blanks, and how many times: a run may be one phrase again and again."""
    parts = text.split()
    if len(parts) > 1 and parts.count(parts[0]) == len(parts):
        return parts[0], len(parts)
    return "".join(parts), 1


def _lies_under(phrase: str, runs: Sequence[Run], phrases: Sequence[str]) -> bool:
    """True where runs of the phrase cover others by a third of a line and half a letter's height at least."""
    boxes = np.array([(run.x0, run.top, run.x1, run.bottom, run.size) for run in runs])
    own = np.array([p == phrase for p in phrases])
    worded = np.array([bool(run.text.strip()) for run in runs])
    x0, top, x1, bottom, size = boxes[own].T[:, :, np.newaxis]
    x0s, tops, x1s, bottoms, sizes = boxes[~own & worded].T[:, np.newaxis]
    least = np.minimum(size, sizes)
    across = np.minimum(x1, x1s) - np.maximum(x0, x0s) > 0.5 * least
    down = np.minimum(bottom, bottoms) - np.maximum(top, tops) > 0.33 * least
    return bool((across & down).any(axis=1).sum() >= _UNDER * own.sum())


_DOUBLE = 2.4
"""Lines further apart, as a multiple of the font size, are no lines of one paragraph."""


_BASELINE, _LEFT = attrgetter("baseline"), attrgetter("x0")


def _width(run: Run) -> float:
    return run.x1 - run.x0


def lines_of(runs: Iterable[Run], page: int, width: float, height: float) -> list[Line]:
    """Group the runs of one region into lines from top to bottom, each read from left to right."""
    rows: list[list[Run]] = []
    for run in sorted([r for r in runs if r.text and not r.text.isspace()], key=_BASELINE):
        if rows:
            last = rows[-1]
            anchor = last[0] if len(last) == 1 else max(last, key=_width)
            if abs(anchor.baseline - run.baseline) < 0.4 * min(anchor.size, run.size):
                last.append(run)
                continue
        rows.append([run])
    out = []
    for row in rows:
        if len(row) == 1:
            text, x0, top, x1, bottom, baseline, size, _, bold, bold_end = row[0]
            place = (text, x0, top, x1, bottom, baseline, size, page, width, height)
            out.append(Line(*place, Role.BODY, bold, bold_end))
            continue
        row.sort(key=_LEFT)
        text = row[0].text
        for before, run in pairwise(row):
            gap = run.x0 - before.x1
            apart = gap > 0.2 * run.size and not text.endswith(" ") and not run.text.startswith(" ")
            text += (" " if apart else "") + run.text
        longest = max(row, key=_width)
        out.append(
            Line(
                text,
                row[0].x0,
                min(r.top for r in row),
                max(r.x1 for r in row),
                max(r.bottom for r in row),
                longest.baseline,
                longest.size,
                page,
                width,
                height,
                bold=row[0].bold,
                bold_end=row[-1].bold_end,
            )
        )
    return out


def pitch_of(*regions: Sequence[Line], otherwise: float = 1.4) -> float:
    """The usual pitch inside paragraphs: the tenth percentile of neighbouring lines' distances in each region.

    A multiple of the font size; `otherwise` where there are too few lines to tell.
    """
    found = sorted(
        (b.baseline - a.baseline) / b.size
        for lines in regions
        for a, b in pairwise(lines)
        if a.page == b.page and abs(a.size - b.size) < 0.12 * b.size and b.baseline > a.baseline
    )
    if len(found) >= 3:
        return found[len(found) // 10]
    return found[0] if found and found[0] < _DOUBLE else otherwise


def paragraphs(lines: Sequence[Line], measure: Measure) -> list[list[Line]]:
    """Cut consecutive lines of a region into paragraphs."""
    out: list[list[Line]] = []
    for line, after in zip_longest(lines, lines[1:]):
        if out and goes_on(out[-1], line, after, measure):
            out[-1].append(line)
        else:
            out.append([line])
    return out


def is_full(line: Line, measure: Measure, next_text: str = "", *, centred: bool = False) -> bool:
    """True where the next word would not have had room at the line's end.

    Word breakers differ, so in a column of running text a line that ends near the margin counts as
    full; in the narrow cell of a table only the width of the next word decides.
    """
    room = (measure.right - line.x1) * (2 if centred else 1)
    if room <= 0.5 * line.size:
        return True
    if _is_wide(measure, line):
        return room < 5 * line.size or (bool(next_text) and _lacks(room, line, next_text))
    return room <= 12 * line.size and _lacks(room, line, next_text)


def _is_wide(measure: Measure, line: Line) -> bool:
    return measure.right - measure.left > _WIDE * line.size


def _lacks(room: float, line: Line, next_text: str) -> bool:
    """True where so much room at the end of a line is less than the next word would take up."""
    width_of = _widths(line)
    if not next_text:
        return room < width_of(5)
    # To find the word takes longest: it is looked for where it has room or not by how long it is.
    if room < width_of(2 if _TWO_LETTERS.match(next_text) else 1):
        return True
    text = next_text.lstrip()[:_LOOKED_AT]
    return room < width_of(_letters(text)) and room < width_of(_letters(_first_chunk(text)))


def _needed(line: Line, next_text: str) -> float:
    """The width that the next word would take up at the end of a line, in points."""
    return _widths(line)(_letters(_first_chunk(next_text.lstrip()[:_LOOKED_AT])))


def _widths(line: Line) -> Callable[[int], float]:
    """How wide so many letters would be at the end of a line, in points."""
    own = _letters(line.text)
    per_letter = min((line.x1 - line.x0) / own, 0.65 * line.size) if own > 2 else 0.5 * line.size
    return lambda letters: letters * per_letter * 1.12 + 0.5 * line.size


_LOOKED_AT = 40
"""No line has room for more characters behind its end."""
_LONGEST_WORD = 24
"""Hardly any word has more characters."""


def join_text(lines: Sequence[str]) -> str:
    """Join the lines of one paragraph: Thai without a space, Latin words with one.

    >>> join_text(["รวมถึงการ", "วิเคราะห์"]), join_text(["Integrity and", "Transparency"])
    ('รวมถึงการวิเคราะห์', 'Integrity and Transparency')
    >>> join_text(["ประจำปี ", "งบประมาณ"]), join_text(["สถิติ E-", "Service"])
    ('ประจำปี งบประมาณ', 'สถิติ E-Service')
    """
    parts: list[str] = []
    end = ""
    for line in lines:
        if line[:1] in _LATIN_WORD_STARTS and _LATIN_WORD_END.search(end):
            parts.append(" ")
        parts.append(line)
        end = (end + line)[-2:] if len(line) < 2 else line[-2:]
    text = "".join(parts)
    if "  " in text or "\t" in text:
        text = _BLANKS.sub(" ", text)
    return text.strip()


def goes_on(paragraph: list[Line], line: Line, after: Line | None, measure: Measure) -> bool:
    """True where a paragraph goes on in the line; `after` is the line under that."""
    before = paragraph[-1]
    if before.page == line.page and (line.baseline - before.baseline) / line.size > 1.1 * measure.pitch:
        return False
    if before.role is not line.role or abs(before.size - line.size) > 0.15 * max(before.size, line.size):
        return False
    if _begins_entry(paragraph, line, measure):
        return False
    if _clings(before, line):
        return True
    centred = _is_centred(before, line, measure) and _is_centred(paragraph[0], line, measure)
    if not centred and _is_set_in(paragraph, line, after, measure):
        return False
    if _is_wide(measure, line) and (_changes_weight(before, line) or _begins_label(paragraph, line, measure)):
        return False
    following = line.text + (after.text if after is not None else "")
    if is_full(before, measure, following, centred=centred):
        return True
    return not _is_wide(measure, line) and _breaks_word(before, line)


def _begins_entry(paragraph: list[Line], line: Line, measure: Measure) -> bool:
    """True where the line begins an entry of a list, and does not merely happen to begin so."""
    before = paragraph[-1]
    if not starts_with_mark(line.text) or _is_date(before, line):
        return False
    if not _NAMED_MARK.match(line.text):
        return not _OF_FIGURE.search(before.text)
    # Under a first line that is set in, running text goes back to the left; entries stand under each other.
    returns = paragraph[0].x0 - line.x0 > 1.1 * line.size and _lacks(
        measure.right - before.x1, before, line.text
    )
    runs_on = returns and _is_wide(measure, line) and not _changes_weight(before, line)
    return not (runs_on or _LEADS_ON.search(before.text))


def _is_date(before: Line, line: Line) -> bool:
    """True where a date or a span of time goes on in the line."""
    if _MONTH_BEGINS.match(line.text):
        return _DAY_ENDS.search(before.text) is not None
    return _DATE_GOES_ON.match(line.text) is not None and _DATE_ENDS.search(before.text) is not None


def _clings(before: Line, line: Line) -> bool:
    """True where the line before cannot be an end: a date that goes on, a number's word, a mark by itself."""
    if _BARE_MARK.match(before.text):
        return True
    if not _DATE_OR_NUMBER.match(line.text):
        return False
    if _NUMBER.match(line.text) and _NUMBERED.search(before.text):
        return True
    return _is_date(before, line)


def _is_centred(before: Line, line: Line, measure: Measure) -> bool:
    """True where two lines that begin apart have the same middle."""
    if (
        abs(before.x0 - line.x0) <= 0.5 * line.size
        or abs(before.x0 + before.x1 - line.x0 - line.x1) > 0.7 * line.size
    ):
        return False
    # In a column of text a line at its left edge under a set-in one is the second of a paragraph.
    return not _is_wide(measure, line) or line.x0 - measure.left > 0.5 * line.size


def _breaks_word(before: Line, line: Line) -> bool:
    """True where letters on both sides of the line's end are one word."""
    head, tail = before.text.rstrip()[-20:], line.text.lstrip()[:20]
    if not (head and tail and _THAI_LETTER.match(head[-1]) and _THAI_LETTER.match(tail[0])):
        return False
    at = 0
    for word in words(head + tail):
        if at < len(head) < at + len(word):
            return True
        at += len(word)
    return False


def _begins_label(paragraph: list[Line], line: Line, measure: Measure) -> bool:
    """True where the line begins with a label of its own, as lines of forms and heads of letters do."""
    head, before = paragraph[0], paragraph[-1]
    if _SUBJECT.match(line.text) and _MEMO.match(before.text):
        return True
    if not _LABEL.match(line.text):
        return False
    # An entry's text may end in a figure: • … บ่อยครั้งเพียงใด : 79.76 คะแนน.
    alike = _LABEL.match(head.text) or (_DASH.match(head.text) and not _BEFORE_FIGURE.match(line.text))
    return bool(alike and abs(head.x0 - line.x0) < 0.5 * line.size) or measure.right - before.x1 > _needed(
        before, line.text
    )


def _changes_weight(before: Line, line: Line) -> bool:
    """True from a heading in bold to text, and from text to such a heading."""
    heading = before.bold and before.bold_end
    return (heading and not line.bold) or (line.bold and line.bold_end and not before.bold_end)


def _is_set_in(paragraph: list[Line], line: Line, after: Line | None, measure: Measure) -> bool:
    """True where the line begins so far to the right that it is the first of a new paragraph."""
    before, indent = paragraph[-1], 1.1 * line.size
    if len(paragraph) == 1 and after is not None and _is_first_of_two(before, line, after, measure):
        return True
    if line.x0 - before.x0 <= indent or before.page != line.page:
        return line.x0 - measure.left > indent and before.x0 - measure.left <= indent and len(paragraph) > 1
    if abs(line.x1 - before.x1) < 1.0 and abs(measure.right - line.x1) < 1.0:
        return True  # set flush right
    if len(paragraph) > 1 or not starts_with_mark(before.text):
        return True
    # Under its mark an entry goes on further to the right, in all its lines.
    alone = after is not None and after.page == line.page and line.x0 - after.x0 > indent
    return alone and not starts_with_mark(after.text if after else "")


def _is_first_of_two(before: Line, line: Line, after: Line, measure: Measure) -> bool:
    """True where two lines are set in alike and the second goes on at the left edge: both are first lines."""
    return (
        _is_wide(measure, line)
        and abs(line.x0 - before.x0) < 0.3 * line.size
        and line.page == after.page
        and line.x0 - measure.left > 1.1 * line.size
        and after.x0 - measure.left < 0.3 * line.size
        and goes_on([line], after, None, measure)
    )


@lru_cache(4096)  # each line is asked about as what goes on and as what comes next
def _letters(text: str) -> int:
    """How many letters take up width: Thai marks over and under letters do not."""
    return len(_MARKS.sub("", text.strip()))


@lru_cache(4096)  # headings of tables come again on each page, and the words of the ITA in each report
def _first_chunk(text: str) -> str:
    """What a line breaker would have moved up: the first word and what cannot be parted from it.

    >>> _first_chunk("คะแนน ได้"), _first_chunk("พ.ศ.๒๕๖๘ ดังนี้"), _first_chunk("(ถาม – ตอบ)")
    ('คะแนน', 'พ.ศ.๒๕๖๘', '(ถาม')
    """
    chunk = ""
    while len(chunk) < len(text):
        rest = text[len(chunk) :]
        clinging = _NO_BREAK.match(rest)
        if clinging:
            chunk += clinging.group()
            if chunk[-1] in ")]”,:;ๆฯ" or chunk.endswith("-"):
                break
            continue
        if rest[0].isspace() or (chunk and chunk[-1] not in "/.([“"):
            break
        chunk += next(iter(words(rest[:_LONGEST_WORD])), rest[0])
    return chunk


_PAGE_NUMBER = re.compile(
    r"^[\s\-–—|~]*(?:หน้า(?:ที่)?|page)?\s*[๐-๙0-9]{1,4}(?:\s*(?:/|จาก|of)\s*[๐-๙0-9]{1,4})?[\s\-–—|~]*$",
    re.IGNORECASE,
)
_MARGIN = 0.12
"""Running heads and page numbers stand in this share of the page at its top and bottom."""


def mark_running(pages: list[list[Line]]) -> list[list[Line]]:
    """Mark page numbers, and words that stand at the same place of several pages' margins.

    `pages` holds the lines outside tables of each page. A head counts as running from two pages on,
    and in longer files where it stands on a third of the pages. Words that stand between the margins as well
    are a label that happens to come first on a page, and so is what stands no higher than other pages begin.
    """
    seen: dict[tuple[str, bool], set[int]] = {}
    within: Counter[str] = Counter()
    margins = [{id(line): line for line in _marginal(lines)} for lines in pages]
    for number, marginal in enumerate(margins):
        for line in marginal.values():
            seen.setdefault(_running_key(line), set()).add(number)
    begin = tuple({key[0][:2] for key in seen})
    for lines, marginal in zip(pages, margins, strict=True):
        for line in lines:
            # Most lines begin with letters that no such head begins with.
            may_be_one = line.text.startswith(begin) or _NO_WORDS.search(line.text, 0, 2)
            if may_be_one and id(line) not in marginal:
                within[_running_key(line)[0]] += 1
    needed = max(2, len(pages) // 3)
    seen = {key: numbers for key, numbers in seen.items() if within[key[0]] < 2}
    begins = _body_begins(pages, {key for key, numbers in seen.items() if len(numbers) >= needed})
    marked = []
    for lines, marginal in zip(pages, margins, strict=True):
        out = []
        for line in lines:
            role = Role.BODY
            if id(line) in marginal:
                if _PAGE_NUMBER.match(line.text):
                    role = Role.PAGE_NUMBER
                elif len(seen.get(_running_key(line), ())) >= needed:
                    upper = line.bottom < line.page_height / 2
                    if not upper or line.top < begins - 0.3 * line.size:
                        role = Role.HEADER if upper else Role.FOOTER
            out.append(line if role is Role.BODY else line._replace(role=role))
        marked.append(out)
    return marked


def _body_begins(pages: Sequence[Sequence[Line]], running: set[tuple[str, bool]]) -> float:
    """How far down the page that begins highest begins, its page number and what may be a running head apart."""
    tops = [
        next(
            (x.top for x in lines if not _PAGE_NUMBER.match(x.text) and _running_key(x) not in running), None
        )
        for lines in pages
    ]
    return min((top for top in tops if top is not None), default=math.inf)


def _marginal(lines: Sequence[Line]) -> list[Line]:
    """The lines in the upper and lower margin of a page, at most two each."""
    upper = [x for x in lines if x.bottom < _MARGIN * x.page_height][:2]
    lower = [x for x in lines if x.top > (1 - _MARGIN) * x.page_height][-2:]
    return upper + lower


_NO_WORDS = re.compile(r"[๐-๙0-9\s\-–—]")


def _running_key(line: Line) -> tuple[str, bool]:
    words_only = _NO_WORDS.sub("", line.text)
    return (words_only or line.text, line.bottom < line.page_height / 2)
