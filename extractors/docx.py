"""DOCX to Document: the XML as it stands in the file, with python-docx's names for what is in it.

The Document has one page without a number: where pages break is for Word to say. Headers come
first, footers last, notes after the body.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn

from extractors.detect import DOCX
from extractors.document import Block, Document, Page, Paragraph, Role, Table
from extractors.docx_numbering import Numbering
from extractors.docx_package import Element, Package, body_of, switch
from extractors.docx_styles import Styles
from extractors.docx_text import Story


def extract(path: Path) -> Document:
    """The text of a Word file: every paragraph and cell once, in order, as Word prints it.

    Raises `Damaged`, `Encrypted` or `NotADocument`.
    """
    with Package(path) as package:
        blocks = tuple(_Reader(package).blocks())
    engine = {name: version(name) for name in ("python-docx", "lxml")}
    return Document(DOCX, (Page(None, None, None, blocks),), engine)


class _Reader:
    """The parts of one file that together make its text."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._parts = package.relationships(package.main)
        self._styles = Styles(self._related(RT.STYLES))
        self._numbering = self._related(RT.NUMBERING)

    def blocks(self) -> Iterator[Block]:
        body = body_of(self._package.xml(self._package.main))
        yield from self._running(body, "headerReference", Role.HEADER)
        story = self._story()
        yield from story.blocks(body)
        yield from self._notes(story.notes)
        yield from self._running(body, "footerReference", Role.FOOTER)

    def _related(self, kind: str) -> Element | None:
        part = next((r.part for r in self._parts.values() if r.kind == kind), None)
        return None if part is None else self._package.xml(part)

    def _story(self) -> Story:
        return Story(self._styles, Numbering(self._numbering, self._styles))

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
                target = self._parts.get(element.get(qn("r:id"), ""))
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


def _flat(blocks: Iterator[Block], role: Role) -> Iterator[Paragraph]:
    """Blocks outside the body as paragraphs: each cell of a table there is one."""
    for block in blocks:
        if isinstance(block, Table):
            yield from (Paragraph(cell.text, role=role) for cell in block.cells if cell.text)
        else:
            yield replace(block, role=role)
