"""Tables whose headings stand in the first column: each measure turned into a table with headings above."""

from __future__ import annotations

from corpus.frame import Frame
from pipeline.structure.cells import figure
from pipeline.structure.columns import is_measure_role
from pipeline.structure.items import Box, Grid, Row, distinct
from pipeline.structure.references import leading_indicator
from pipeline.structure.vocabulary import column_role, part_heading

_FEWEST = 3
"""Labels below each other that make a table of them; two are a table of two rows."""


def turned(grid: Grid) -> list[Grid]:
    """The measures of a table that has their labels in its first column, a table each; none where it has not.

    ::

        มาตรการที่ ๑   | เสริมสร้างการให้บริการ          มาตรการที่ ๑ | ผู้รับผิดชอบ | …
        ผู้รับผิดชอบ    | สำนักปลัด               →      เสริมสร้าง…  | สำนักปลัด   | …
        …
    """
    rows = [row for row in grid.rows if distinct(row)]
    if grid.n_columns < 2 or len(rows) < _FEWEST:
        return []
    roles = [_role(row) for row in rows]
    known = [r for r in roles if r]
    if len(known) * 5 < len(rows) * 4 or len({r for r in known if is_measure_role(r)}) < _FEWEST:
        return []
    begin = roles[0] if is_measure_role(roles[0]) else None
    cuts = [i for i, role in enumerate(roles) if i == 0 or (begin and role == begin)]
    parts = [rows[a:b] for a, b in zip(cuts, [*cuts[1:], len(rows)], strict=True)]
    if any(
        len({r for r in roles[a : a + len(p)] if is_measure_role(r)}) < _FEWEST
        for a, p in zip(cuts, parts, strict=True)
    ):
        return []
    return [Grid(_turn(part), grid.page, grid.bbox, 0, grid.last_page) for part in parts]


_CARD = ("ตัวชี้วัด", "คะแนน")
"""Headings over an indicator and its score, where its card has none."""
_OF_CARDS = frozenset({"analysis", "suggestion", "rationale", "aside", "budget", "remark"})


def cards_of_indicators(grid: Grid, frame: Frame) -> tuple[list[Grid], list[Row]]:
    """The indicators of a table that has each with its score, and below them what its labels say, a table each.

    ::

        ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่ | ๙๔.๑๐          ตัวชี้วัด   | คะแนน  | บทวิเคราะห์ | …
        บทวิเคราะห์                 | ให้บริการดี   →   ตัวชี้วัดที่ ๑… | ๙๔.๑๐ | ให้บริการดี  | …

    Rows whose labels say something else are given back as they are; nothing is where the table is no such.
    """
    rows = [row for row in grid.rows if distinct(row)]
    if grid.n_columns < 2 or any(len(distinct(row)) > 2 for row in rows):
        return [], []
    cuts = [i for i, row in enumerate(rows) if _is_scored(row, frame)]
    if not cuts or cuts[0] != 0 or len(rows) < 2 * len(cuts):
        return [], []
    tables, rest = [], []
    for begin, end in zip(cuts, [*cuts[1:], len(rows)], strict=True):
        pairs = [(Box(_CARD[0], ""), rows[begin][0]), (Box(_CARD[1], ""), rows[begin][-1])]
        for row in rows[begin + 1 : end]:
            role = _role(row)
            if role and (role in _OF_CARDS or is_measure_role(role)):
                pairs.append((row[0], row[-1]))
            else:
                rest.append(row)
        if len(pairs) < _FEWEST:
            return [], []
        tables.append(Grid(tuple(zip(*pairs, strict=True)), grid.page, grid.bbox, 0, grid.last_page))
    return tables, rest


def _is_scored(row: Row, frame: Frame) -> bool:
    return leading_indicator(row[0].text, frame) is not None and figure(row[-1].text) is not None


def _role(row: Row) -> str | None:
    """The role of a row's label; None where its first cell is more than a label."""
    label, values = row[0], [b for b in row[1:] if b.text and b is not row[0]]
    if not label.text or not values:
        return None
    part = part_heading(label.text)
    return column_role(label.text) or (part[0] if part and not part[1] else None)


def _turn(rows: list[Row]) -> tuple[Row, ...]:
    columns: list[tuple[Box, ...]] = []
    for i in range(len(rows[0])):
        column = tuple(row[i] for row in rows)
        same = columns and all(a is b for a, b in zip(columns[-1], column, strict=True))
        if not same and distinct(column):
            columns.append(column)
    return tuple(columns)
