"""Writes a DOCX as a municipal office would: a Thai font, ruled tables, repeated heads, Thai page numbers."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "thai": WD_ALIGN_PARAGRAPH.THAI_JUSTIFY,
}
EPOCH = (1980, 1, 1, 0, 0, 0)


def element(tag: str, **attributes: object) -> Any:
    """An OOXML element of the w: namespace."""
    made = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def _rule(table: Any, sides: Sequence[str]) -> None:
    """Draw only these lines of a table."""
    borders = element("tblBorders")
    for side in sides:
        borders.append(element(side, val="single", sz=4, space=0, color="auto"))
    properties = table._tbl.tblPr
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


class Paper:
    """One document that is being written."""

    def __init__(
        self,
        font: str = "Laksaman",
        size: float = 16,
        landscape: bool = False,
        margins: tuple[float, float, float, float] = (2.5, 2.0, 2.0, 2.5),
        date: dt.date = dt.date(2025, 10, 1),
    ) -> None:
        """`margins` are top, right, bottom and left in centimetres; `date` goes into the properties."""
        self.doc: Any = docx.Document()
        self.date = dt.datetime(date.year, date.month, date.day, 9, 0)
        section = self.doc.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        if landscape:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Cm(29.7), Cm(21)
        section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(
            Cm, margins
        )
        normal = self.doc.styles["Normal"]
        normal.font.name, normal.font.size = font, Pt(size)
        normal.paragraph_format.space_after = Pt(0)
        properties = normal.element.get_or_add_rPr()
        for name in ("cs", "eastAsia"):
            properties.rFonts.set(qn(f"w:{name}"), font)
        properties.append(element("szCs", val=int(size * 2)))
        properties.append(element("lang", val="en-US", bidi="th-TH"))

    # Paragraphs

    def fill(self, paragraph: Any, text: str, bold: bool = False, size: float | None = None) -> Any:
        """Put text into a paragraph; Thai needs the complex-script twins of bold and size."""
        run = paragraph.add_run(text)
        if bold:
            run.bold = True
            run._r.get_or_add_rPr().append(element("bCs"))
        if size:
            run.font.size = Pt(size)
            run._r.get_or_add_rPr().append(element("szCs", val=int(size * 2)))
        return paragraph

    def para(
        self,
        text: str,
        bold: bool = False,
        align: str = "left",
        first: float = 0,
        left: float = 0,
        size: float | None = None,
        before: float = 0,
        new_page: bool = False,
        keep: bool = False,
    ) -> Any:
        """`first` and `left` are indents in centimetres, `before` is space in points."""
        paragraph = self.fill(self.doc.add_paragraph(), text, bold, size)
        form = paragraph.paragraph_format
        form.alignment = ALIGN[align]
        form.first_line_indent, form.left_indent = Cm(first), Cm(left)
        form.space_before = Pt(before)
        form.page_break_before, form.keep_with_next = new_page, keep
        return paragraph

    def lines(self, *texts: str, align: str = "center", bold: bool = True, size: float | None = None) -> None:
        for text in texts:
            self.para(text, bold=bold, align=align, size=size)

    def page_break(self) -> None:
        self.doc.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    # Numbering that Word generates

    def numbering(self, text: str = "%1.", left: float = 0.8, hanging: float = 0.8) -> int:
        """A new list with Thai digits; its paragraphs get their number from Word."""
        root = self.doc.part.numbering_part.element
        number = 100 + len(root.findall(qn("w:abstractNum")))
        abstract = element("abstractNum", abstractNumId=number)
        level = element("lvl", ilvl=0)
        level.append(element("start", val=1))
        level.append(element("numFmt", val="thaiNumbers"))
        level.append(element("suff", val="tab"))
        level.append(element("lvlText", val=text))
        level.append(element("lvlJc", val="left"))
        indent = element("pPr")
        indent.append(element("ind", left=int(left * 567), hanging=int(hanging * 567)))
        level.append(indent)
        abstract.append(level)
        first = root.find(qn("w:num"))
        if first is None:
            root.append(abstract)
        else:
            first.addprevious(abstract)
        instance = element("num", numId=number)
        instance.append(element("abstractNumId", val=number))
        root.append(instance)
        return number

    def number(self, paragraph: Any, numbering: int) -> Any:
        properties = paragraph._p.get_or_add_pPr()
        for old in properties.findall(qn("w:ind")):
            properties.remove(old)
        held = element("numPr")
        held.append(element("ilvl", val=0))
        held.append(element("numId", val=numbering))
        properties.insert_element_before(
            held, *(f"w:{n}" for n in ("spacing", "ind", "jc", "outlineLvl", "rPr", "sectPr"))
        )
        return paragraph

    # Tables

    def table(
        self,
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        heads: int = 1,
        center: Sequence[int] = (),
        size: float | None = None,
        repeat: bool = True,
        split: bool = True,
        shade: str | None = "D9E2F3",
        ruled: str = "yes",
    ) -> Any:
        """A table; entries of a cell are parted by newlines, `center` are column numbers.

        `repeat` repeats the heading rows on each page, `split` lets a row go on over the page. `ruled` says
        which lines are drawn: `yes` all, `horizontal` those across, `three` those over and under the heading
        and at the end, `none` none.
        """
        table = self.doc.add_table(rows=len(rows), cols=len(widths))
        table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
        if ruled != "yes":
            table.style = "Normal Table"
            _rule(
                table,
                {"horizontal": ("top", "bottom", "insideH"), "three": ("top", "bottom"), "none": ()}[ruled],
            )
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for r, texts in enumerate(rows):
            row = table.rows[r]
            properties = row._tr.get_or_add_trPr()
            if not split:
                properties.append(element("cantSplit"))
            if r < heads and repeat:
                properties.append(element("tblHeader"))
            for c, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
                cell.width = Cm(widths[c])
                self.write(cell, text, r < heads, size, "center" if r < heads or c in center else "left")
                if ruled == "three" and r == heads - 1:
                    borders = element("tcBorders")
                    borders.append(element("bottom", val="single", sz=4, space=0, color="auto"))
                    cell._tc.get_or_add_tcPr().append(borders)
                if r < heads and shade:
                    cell._tc.get_or_add_tcPr().append(element("shd", val="clear", color="auto", fill=shade))
        return table

    def write(
        self, cell: Any, text: str, bold: bool = False, size: float | None = None, align: str = "left"
    ) -> None:
        """Fill a cell, one paragraph an entry."""
        for n, line in enumerate(text.split("\n")):
            paragraph = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
            paragraph.alignment = ALIGN[align]
            if line:
                self.fill(paragraph, line, bold, size)

    # Running heads

    def field(self, paragraph: Any, code: str) -> None:
        for kind in ("begin", None, "end"):
            run = paragraph.add_run()
            if kind:
                run._r.append(element("fldChar", fldCharType=kind))
            else:
                text = element("instrText")
                text.text = code
                run._r.append(text)

    def page_numbers(
        self, before: str = "- ", after: str = " -", top: bool = False, thai: bool = True
    ) -> None:
        section = self.doc.sections[0]
        paragraph = (section.header if top else section.footer).paragraphs[0]
        paragraph.alignment = ALIGN["center"]
        if thai:
            section._sectPr.find(qn("w:pgMar")).addnext(element("pgNumType", fmt="thaiNumbers"))
        self.fill(paragraph, before)
        self.field(paragraph, "PAGE \\* THAIARABIC" if thai else "PAGE")
        self.fill(paragraph, after)

    def running_head(self, text: str, top: bool = True, size: float = 12) -> None:
        section = self.doc.sections[0]
        paragraph = (section.header if top else section.footer).paragraphs[0]
        paragraph.alignment = ALIGN["right"]
        self.fill(paragraph, text, size=size)

    # The file

    def save(self, path: Path) -> None:
        """The same bytes each time: fixed properties, fixed times in the archive."""
        core = self.doc.core_properties
        core.author = core.last_modified_by = core.comments = core.keywords = ""
        core.title, core.revision = "", 1
        core.created = core.modified = self.date
        held = io.BytesIO()
        self.doc.save(held)
        with zipfile.ZipFile(held) as old, zipfile.ZipFile(path, "w") as new:
            for name in old.namelist():
                entry = zipfile.ZipInfo(name, EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                new.writestr(entry, old.read(name))
