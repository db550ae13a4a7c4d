"""The text of a DOCX story (body, header, note) in the order in which it is read.

Whatever holds other content (content controls, insertions, links, shapes …) is walked through
unless it is named here as not printed, so an element nobody thought of loses no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.oxml.ns import nsmap, qn

from extractors.document import Block, Paragraph, Table
from extractors.docx_numbering import Numbering
from extractors.docx_package import Element, integer, value
from extractors.docx_pictures import HOLDERS, Drawn, drawn_in
from extractors.docx_styles import Styles
from extractors.docx_tables import Grid, nested_text
from extractors.limits import DEFAULT

_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_VML = "urn:schemas-microsoft-com:vml"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_P, _R, _TBL, _TR, _TC = (qn("w:" + n) for n in ("p", "r", "tbl", "tr", "tc"))
_TEXT = {qn("w:t"), f"{{{_MATH}}}t", f"{{{nsmap['a']}}}t"}
_NOT_PRINTED = {
    *(qn("w:" + n) for n in ("del", "moveFrom", "delText", "instrText", "delInstrText")),
    *(qn("w:" + n) for n in ("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr")),
    *(qn("w:" + n) for n in ("sectPr", "ffData", "rt")),  # rt: what ruby says above the line
}
_PLAIN = {
    qn("w:tab"): " ",
    qn("w:ptab"): " ",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_PAGE_FIELDS = {"PAGE", "NUMPAGES", "SECTIONPAGES"}

# Characters of the fonts Symbol and Wingdings (without F0 in front) that have one of their own.
_BULLETS = {"Symbol": "\xb7\xa8\xb0", "Wingdings": "lmnq\x9f\xa7\xd8vwz{|"}
_SIGNS = {
    "Symbol": {0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xAE: "→", 0x2D: "-"},
    "Wingdings": {0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0xA8: "☐", 0x6F: "☐", 0xE0: "→", 0xE8: "→"},
}


@dataclass(slots=True)
class _Line:
    """A paragraph while its runs are walked."""

    style: str | None
    text: list[str] = field(default_factory=list)
    size: float | None = None
    boxes: list[Element | str] = field(default_factory=list)
    """Text boxes (and words set as a picture, WordArt) that are anchored in it."""
    page_field: bool = False
    drawn: list[Drawn] = field(default_factory=list)
    """Pictures, those before its first letter too."""
    drawn_before: int = 0
    """So many of them stand before its first letter."""


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction comes first, then its result."""

    instruction: str = ""
    result: bool = False

    @property
    def is_page(self) -> bool:
        """Whether it prints a page's number or their count."""
        return self.instruction.strip().partition(" ")[0].upper() in _PAGE_FIELDS


class Story:
    """Walks the content of one story. `notes` fills with the notes it refers to, in order."""

    def __init__(self, styles: Styles, numbering: Numbering, most_cells: int = DEFAULT.table_cells) -> None:
        self._styles = styles
        self._numbering = numbering
        self._most_cells = most_cells
        self._fields: list[_Field] = []
        self.notes: list[tuple[str, str]] = []
        self._in_cells: list[Drawn] = []
        """Pictures of the table that is walked: cells hold text alone."""

    def blocks(self, container: Element, in_cell: bool = False) -> Iterator[Block | Drawn]:
        """The paragraphs, tables and pictures in an element, text boxes after the paragraph that holds them."""
        for child in _children(container):
            if child.tag == _P:
                yield from self._paragraph(child, in_cell)
            elif child.tag == _TBL:
                table = self._table(child)
                if table.cells:
                    yield table
                if not in_cell:
                    yield from self._in_cells
                    self._in_cells = []
            else:
                yield from self.blocks(child, in_cell)

    # ---- paragraphs ----------------------------------------------------------------------

    def _paragraph(self, element: Element, in_cell: bool) -> Iterator[Block | Drawn]:
        line = _Line(self._styles.of(element))
        self._walk(element, line, hidden=False)
        # An instruction that does not end here was never ended: it must not swallow the rest.
        self._fields = [f for f in self._fields if f.result and not f.is_page]
        text = re.sub(r" *\n *", "\n", "".join(line.text)).strip()
        if line.page_field and not any(c.isalnum() for c in text):
            text = ""  # the dashes around a page number
        if in_cell:
            self._in_cells += line.drawn
            line.drawn = []
        yield from line.drawn[: line.drawn_before]
        mark = ""
        if text or not self._mark_gone(element, line.style):
            mark = self._numbering.mark(element)
        if text or (mark and in_cell):
            yield Paragraph(
                text=(mark + text).strip(),
                style=self._styles.name(line.style),
                font_size=line.size,
                centred=self._styles.centred(element),
            )
        yield from line.drawn[line.drawn_before :]
        for box in line.boxes:
            if isinstance(box, str):
                yield Paragraph(text=box)
            else:
                outer, self._fields = self._fields, []
                yield from self.blocks(box, in_cell)
                self._fields = outer

    def _mark_gone(self, element: Element, style: str | None) -> bool:
        """Whether the paragraph mark is deleted or hidden: without text it is then no paragraph."""
        properties = element.find(qn("w:pPr"))
        if properties is None:
            return self._styles.hidden(element, style)
        deleted = properties.find(f"{qn('w:rPr')}/{qn('w:del')}") is not None
        return deleted or self._styles.hidden(properties, style)

    def _walk(self, element: Element, line: _Line, hidden: bool) -> None:
        """Gather the text of everything inside an element of a paragraph."""
        for child in _children(element, instructions=True):
            tag = child.tag
            if tag == _R:
                self._run(child, line, hidden)
            elif tag == qn("w:instrText"):
                if self._fields and not self._fields[-1].result:
                    self._fields[-1].instruction += child.text or ""
            elif tag == qn("w:fldChar"):
                self._field_char(child.get(qn("w:fldCharType")), line)
            elif tag == qn("w:fldSimple"):
                self._fields.append(_Field(child.get(qn("w:instr"), ""), result=True))
                line.page_field |= self._fields[-1].is_page
                depth = len(self._fields)
                self._walk(child, line, hidden)
                del self._fields[depth - 1 :]
            elif hidden or not all(f.result and not f.is_page for f in self._fields):
                self._walk(child, line, hidden)
            elif tag in _TEXT:
                line.text.append(_text(child))
            elif tag in _PLAIN:
                line.text.append(_PLAIN[tag])
            elif tag == qn("w:br"):
                if child.get(qn("w:type"), "textWrapping") == "textWrapping":
                    line.text.append("\n")
            elif tag == qn("w:sym"):
                line.text.append(symbol(child.get(qn("w:font"), ""), child.get(qn("w:char"), "")))
            elif tag in (qn("w:footnoteReference"), qn("w:endnoteReference")):
                kind = "footnote" if tag == qn("w:footnoteReference") else "endnote"
                self.notes.append((kind, child.get(qn("w:id"), "")))
            elif tag == qn("w:txbxContent"):
                line.boxes.append(child)
            elif tag in HOLDERS:
                line.drawn += drawn_in(child)
                if not "".join(line.text).strip():
                    line.drawn_before = len(line.drawn)
                self._walk(child, line, hidden)
            elif tag == f"{{{_VML}}}textpath":
                if child.get("string", "").strip():
                    line.boxes.append(child.get("string").strip())
            else:
                self._walk(child, line, hidden)

    def _run(self, run: Element, line: _Line, hidden: bool) -> None:
        before = len(line.text)
        self._walk(run, line, hidden or self._styles.hidden(run, line.style))
        if line.size is None:
            text = "".join(line.text[before:])
            if any(c.isalnum() for c in text):
                line.size = self._styles.size(run, line.style, text)

    def _field_char(self, kind: str | None, line: _Line) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].result = True
            line.page_field |= self._fields[-1].is_page
        elif kind == "end" and self._fields:
            line.page_field |= self._fields.pop().is_page

    # ---- tables --------------------------------------------------------------------------

    def _table(self, element: Element) -> Table:
        grid = Grid(self._most_cells)
        for row in _found(element, _TR):
            properties = row.find(qn("w:trPr"))
            if properties is not None and properties.find(qn("w:del")) is not None:
                continue
            cells = list(_found(row, _TC))
            if not cells:
                continue
            grid.begin_row(integer(value(row, "trPr/gridBefore"), 0, highest=255))
            for cell in cells:
                grid.add(
                    self._cell_text(cell),
                    column_span=integer(value(cell, "tcPr/gridSpan"), 1, lowest=1, highest=255),
                    vertical=_merge(cell, "vMerge"),
                    horizontal=_merge(cell, "hMerge"),
                )
        return grid.table()

    def _cell_text(self, cell: Element) -> str:
        parts: list[str] = []
        for block in self.blocks(cell, in_cell=True):
            if isinstance(block, Drawn):
                self._in_cells.append(block)
            else:
                parts.append(block.text if isinstance(block, Paragraph) else nested_text(block))
        return "\n".join(p for p in parts if p)


def _children(element: Element, instructions: bool = False) -> Iterator[Element]:
    """The children whose content is printed; of alternatives the first choice only."""
    if element.tag == f"{{{_MC}}}AlternateContent":
        chosen = element.find(f"{{{_MC}}}Choice")
        if chosen is None:
            chosen = element.find(f"{{{_MC}}}Fallback")
        if chosen is not None:
            yield chosen
        return
    for child in element:
        if child.tag not in _NOT_PRINTED or (instructions and child.tag == qn("w:instrText")):
            yield child


def _found(element: Element, tag: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also those inside content controls and the like."""
    for child in _children(element):
        if child.tag == tag:
            yield child
        elif child.tag not in (_P, _TBL, _TC):
            yield from _found(child, tag)


def _merge(cell: Element, name: str) -> str | None:
    """ "restart" or "continue" where the cell is part of a merge, else None."""
    if cell.find(f"{qn('w:tcPr')}/{qn('w:' + name)}") is None:
        return None
    return "restart" if value(cell, f"tcPr/{name}") == "restart" else "continue"


def _text(element: Element) -> str:
    text = re.sub(r"[\t\r\n]+", " ", element.text or "")
    if text[:1] != " " and text[-1:] != " ":
        return text
    # Word leaves out space at the ends unless it is told to keep it, here or further up.
    space = element.get(_XML_SPACE)
    if space is None:
        space = next((a.get(_XML_SPACE) for a in element.iterancestors() if a.get(_XML_SPACE)), None)
    return text if space == "preserve" or element.tag not in (qn("w:t"),) else text.strip(" ")


def symbol(font: str, code: str) -> str:
    """A character of a symbol font as Unicode; one that has no match stays as it is coded.

    >>> symbol("Symbol", "F0B7"), symbol("Wingdings", "F0FC"), symbol("TH SarabunPSK", "0E01")
    ('•', '✓', 'ก')
    """
    try:
        number = int(code, 16)
        character = chr(number)
    except (ValueError, OverflowError):
        return ""
    low = number - 0xF000 if 0xF000 <= number <= 0xF0FF else number
    if low > 0xFF or font not in _SIGNS:
        return "" if 0xD800 <= number <= 0xDFFF else character
    return _SIGNS[font].get(low) or ("•" if chr(low) in _BULLETS[font] else character)
