"""The table of contents: lines that only say on which page something stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalizers.text import squeeze
from pipeline.structure.items import Grid, Item, Passage

_HEADING = re.compile(r"^(?:สารบัญ|สารบาญ)(?:ตาราง|ภาพ)?(?:\(?ต่อ\)?)?$")
_COLUMNS = re.compile(r"^(?:(?:บทที่|เรื่อง|เนื้อหา|รายการ|หัวข้อ)*หน้า(?:ที่)?|เรื่อง|หัวข้อ)$")
"""The line below the heading that says what stands on the left and the right."""
_ENTRY = re.compile(
    r"\S.*?(?:[.…·_]{3,}|\s)\s*-?\s*(?:[๐-๙\d]{1,3}(?:\s*[-–]\s*[๐-๙\d]{1,3})?|[ก-ฉ])\s*-?$", re.DOTALL
)
_LONGEST = 220
_WRAPPED = 2
"""So many lines of an entry may stand before the one that ends with its page."""


def without_contents(items: Sequence[Item]) -> list[Item]:
    """The items of a report without its table of contents.

    A line counts as an entry only below the heading สารบัญ, as long as entries follow each other.
    """
    out: list[Item] = []
    i = 0
    while i < len(items):
        item = items[i]
        i += 1
        if not (isinstance(item, Passage) and _heads_contents(item.text)):
            out.append(item)
            continue
        if i < len(items) and _is_list_of_pages(items[i]):
            i += 1
        while i < len(items) and (n := _lines_of_entry(items[i : i + _WRAPPED + 1])):
            i += n
    return out


def _heads_contents(text: str) -> bool:
    """True for the heading; a page may set it right before the first entry."""
    key = squeeze(text)
    return _HEADING.match(key) is not None or (key.startswith("สารบัญ") and _ENTRY.fullmatch(text) is not None)


def _is_list_of_pages(item: Item) -> bool:
    """True for a table whose last column is headed หน้า."""
    return isinstance(item, Grid) and squeeze(item.rows[0][-1].text).startswith("หน้า")


def _lines_of_entry(items: Sequence[Item]) -> int:
    """So many items make the next entry; none where they are no more of the contents."""
    for n, item in enumerate(items, 1):
        if not isinstance(item, Passage) or len(item.text) > _LONGEST:
            return 0
        if _ENTRY.fullmatch(item.text) or (n == 1 and _COLUMNS.match(squeeze(item.text))):
            return n
    return 0
