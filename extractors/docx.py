"""DOCX to Document: the XML as it stands in the file, with python-docx's names for what is in it.

The Document has one page without a number: where pages break is for Word to say. Headers come
first, footers last, notes after the body. Pictures as large as a page are pages of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn

from extractors import scan
from extractors.detect import DOCX
from extractors.document import AUTO, Block, Document, Paragraph, Recognition, Role, Table
from extractors.docx_numbering import Numbering
from extractors.docx_package import Element, Package, body_of, switch
from extractors.docx_pictures import Drawn, pages_of, paper
from extractors.docx_styles import Styles
from extractors.docx_text import Story


def extract(path: Path, how: Recognition = AUTO) -> Document:
    """The text of a Word file: every paragraph and cell once, in order, as Word prints it.

    Pictures as large as a page stand as pages between the text, recognised where that is asked for and can be done.

    Raises `Damaged`, `Encrypted`, `Unsupported` or `TooLarge`.
    """
    with Package(path, how.limits) as package:
        reader = _Reader(package)
        items = tuple(reader.blocks())
        pages = tuple(pages_of(items, reader.paper, package, reader.parts, how))
    engine = {name: version(name) for name in ("python-docx", "lxml")}
    if any(page.layer is not None for page in pages):
        engine |= scan.engines(how.engine)
    return Document(DOCX, pages, engine)


class _Reader:
    """The parts of one file that together make its text."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self.parts = package.relationships(package.main)
        self._body = body_of(package.xml(package.main))
        self.paper = paper(self._body)
        """Square inches."""
        self._styles = Styles(self._related(RT.STYLES))
        self._numbering = self._related(RT.NUMBERING)

    def blocks(self) -> Iterator[Block | Drawn]:
        body = self._body
        yield from self._running(body, "headerReference", Role.HEADER)
        story = self._story()
        yield from story.blocks(body)
        yield from self._notes(story.notes)
        yield from self._running(body, "footerReference", Role.FOOTER)

    def _related(self, kind: str) -> Element | None:
        part = next((r.part for r in self.parts.values() if r.kind == kind), None)
        return None if part is None else self._package.xml(part)

    def _story(self) -> Story:
        return Story(self._styles, Numbering(self._numbering, self._styles), self._package.limits.table_cells)

    def _running(self, body: Element, reference: str, role: Role) -> Iterator[Paragraph]:
        """Headers or footers of all sections that are printed; the same words once."""
        taken: set[str] = set()
        settings = self._related(RT.SETTINGS)
        even = bool(switch(settings, "evenAndOddHeaders"))
        for section in body.iter(qn("w:sectPr")):
            if section.getparent().tag == qn("w:sectPrChange"):  # what it was before a change
                continue
            printed = {"default": True, "even": even, "first": bool(switch(section, "titlePg"))}
            for element in section.findall(qn("w:" + reference)):
                target = self.parts.get(element.get(qn("r:id"), ""))
                if target is None or not printed.get(element.get(qn("w:type"), "default"), True):
                    continue
                root = self._package.xml(target.part)
                for paragraph in [] if root is None else _flat(self._story().blocks(root), role):
                    if paragraph.text not in taken:
                        taken.add(paragraph.text)
                        yield paragraph

    def _notes(self, references: list[tuple[str, str]]) -> Iterator[Paragraph]:
        """The notes that the text refers to: footnotes first, then endnotes."""
        for kind, relationship in (("footnote", RT.FOOTNOTES), ("endnote", RT.ENDNOTES)):
            wanted = list(dict.fromkeys(number for k, number in references if k == kind))
            root = self._related(relationship) if wanted else None
            if root is None:
                continue
            notes = {n.get(qn("w:id"), ""): n for n in root.findall(qn("w:" + kind))}
            story = self._story()
            for number in wanted:
                if number in notes:
                    yield from _flat(story.blocks(notes[number]), Role.FOOTNOTE)


def _flat(blocks: Iterator[Block | Drawn], role: Role) -> Iterator[Paragraph]:
    """Blocks outside the body as paragraphs: each cell of a table there is one. Pictures there are letterheads."""
    for block in blocks:
        if isinstance(block, Drawn):
            continue
        if isinstance(block, Table):
            yield from (Paragraph(cell.text, role=role) for cell in block.cells if cell.text)
        else:
            yield replace(block, role=role)
