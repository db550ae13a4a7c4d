"""A Document's body as plain items in reading order: passages of text, and grids of cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.records import Source
from extractors.document import Bbox, Cell, Document, Paragraph, Role, Table
from normalizers.text import clean


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, its text repaired."""

    text: str
    printed: str
    """As the file has it."""
    page: int | None = None
    bbox: Bbox | None = None
    font_size: float | None = None
    centred: bool = False

    def source(self) -> Source:
        return Source(self.printed, self.page, self.bbox)


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """One cell of a grid. A merged cell is one object at several places."""

    text: str
    printed: str
    """As the file has it."""
    lines: tuple[str, ...] = ()
    """As set, where known; else its paragraphs."""
    page: int | None = None
    bbox: Bbox | None = None
    open_end: bool = False

    def source(self) -> Source:
        return Source(self.printed, self.page, self.bbox)

    def passages(self) -> list[Passage]:
        """Its paragraphs; each with its own printed text where those are as many, else with the cell's."""
        texts, printed = self.text.split("\n"), [x for x in self.printed.split("\n") if x.strip()]
        own = printed if len(printed) == len(texts) else [self.printed] * len(texts)
        return [Passage(text, p, self.page, self.bbox) for text, p in zip(texts, own, strict=True)]


EMPTY = Box("", "")

Row = tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as rows of equal length; a merged cell stands at each place it covers."""

    rows: tuple[Row, ...]
    page: int | None = None
    bbox: Bbox | None = None
    repeated_rows: int = 0
    last_page: int | None = None
    """The page it ends on."""

    @property
    def n_columns(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def source(self) -> Source:
        first = next((b.printed for row in self.rows for b in row if b.text), "")
        return Source(first, self.page, self.bbox)


Item = Passage | Grid


def items_of(document: Document) -> list[Item]:
    """Body paragraphs and tables of all pages; running heads and page numbers are left out."""
    return [item for block in document.blocks() for item in _items(block)]


def running_heads(document: Document) -> list[Passage]:
    """The running heads and feet of the pages, each wording once."""
    texts: dict[str, Passage] = {}
    for block in document.blocks():
        if isinstance(block, Paragraph) and block.role in (Role.HEADER, Role.FOOTER):
            text = clean(block.text)
            texts.setdefault(text, Passage(text, _printed(block), block.page, block.bbox))
    return [p for text, p in texts.items() if text]


def _items(block: Paragraph | Table) -> Iterator[Item]:
    if isinstance(block, Table):
        yield _grid(block)
    elif block.role is Role.BODY:
        text = clean(block.text)
        if text:
            yield Passage(text, _printed(block), block.page, block.bbox, block.font_size, block.centred)


def _printed(block: Paragraph | Cell) -> str:
    return block.text if block.printed is None else block.printed


def _grid(table: Table) -> Grid:
    rows = [[EMPTY] * table.n_columns for _ in range(table.n_rows)]
    for cell in table.cells:
        lines = tuple(t for t in (clean(x) for x in cell.lines or cell.text.split("\n")) if t)
        box = Box(clean(cell.text), _printed(cell), lines, cell.page, cell.bbox, cell.open_end)
        for r in range(cell.row, cell.row + cell.row_span):
            for c in range(cell.column, cell.column + cell.column_span):
                rows[r][c] = box
    return Grid(tuple(tuple(row) for row in rows), table.page, table.bbox, table.repeated_rows, table.page)


def distinct(cells: Iterable[Box]) -> list[Box]:
    """The cells of a row (or more of a table), a merged one once, blank ones left out."""
    return list({id(box): box for box in cells if box.text}.values())
