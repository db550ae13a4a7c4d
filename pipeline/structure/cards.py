"""Tables whose cells each hold a name with its figure, as slides and posters have them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from corpus.frame import Frame
from normalizers.numbers import to_arabic_digits
from normalizers.text import squeeze
from pipeline.structure.collect import Collected
from pipeline.structure.heading_words import heading_place
from pipeline.structure.items import Box, Grid, distinct
from pipeline.structure.marks import STATED
from pipeline.structure.references import OVERALL, Place, leading_indicator
from pipeline.structure.score_rows import is_total
from pipeline.structure.vocabulary import is_rating, rating_in


@dataclass(frozen=True, slots=True)
class _Card:
    box: Box
    place: Place
    value: Decimal
    rating: str | None
    name: str | None
    """The indicator's name as printed."""


_LONGEST = 90
"""Letters of a card; a cell of more is text, as is one that states its figure with a verb."""
_FIGURE = re.compile(r"(?<![\d.])\d{1,3}\.\d{1,2}(?![\d.])")


def read_cards(grid: Grid, out: Collected) -> bool:
    """Take a score a cell; False, and nothing taken, where not every cell that has a figure is such a card.

    ::

        การปฏิบัติหน้าที่   การใช้งบประมาณ
        97.10            92.44
    """
    boxes = distinct(box for row in grid.rows for box in row)
    figured = [b for b in boxes if _FIGURE.search(to_arabic_digits(b.text))]
    cards = [card for b in figured if (card := _card(b, out.frame)) is not None]
    if not cards or len(cards) != len(figured) or len(cards) * 2 < len(boxes):
        return False
    for card in cards:
        if card.name:
            out.name(card.place, card.name, card.box.source())
        out.score(card.place, card.value, card.box.source(), rating=card.rating)
    return True


def _card(box: Box, frame: Frame) -> _Card | None:
    """The card that a cell is: what is assessed, its one figure, perhaps the level."""
    plain = to_arabic_digits(box.text)
    figures = list(_FIGURE.finditer(plain))
    if len(figures) != 1 or len(squeeze(plain)) > _LONGEST or STATED.search(box.text):
        return None
    label, rest = box.text[: figures[0].start()].strip(" :=(\n"), box.text[figures[0].end() :].strip(" )\n")
    level = rating_in(rest) or (rest if is_rating(rest) else None)
    if not level and re.sub(r"คะแนน|%|ร้อยละ", "", rest).strip(" )"):
        return None
    place = OVERALL if is_total(label) else heading_place(label, frame)
    value = Decimal(figures[0].group())
    if place is None or value > 100:
        return None
    named = leading_indicator(label, frame)
    return _Card(box, place, value, level if place == OVERALL else None, named[1] if named else None)
