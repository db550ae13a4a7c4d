"""Documents written in a test: paragraphs as they are, tables as rows of words."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.records import Report, ReportRecords
from extractors.document import Block, Cell, Document, Page, Paragraph, Table
from pipeline.check import check
from pipeline.structure.build import structure

LEFT, UP = "<", "^"
"""In a table's rows: the cell to the left, the cell above goes on here."""

Rows = Sequence[Sequence[str]]

TITLE = "รายงานการวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงาน ประจำปีงบประมาณ พ.ศ. {year}"
AGENCY = "เทศบาลตำบลทุ่งแสงดาว อำเภอเมือง จังหวัดลำปาง"


def table(rows: Rows, page: int | None = None, repeated: int = 0) -> Table:
    """A table; `<` and `^` merge a place with the cell to its left or above it."""
    origin: dict[tuple[int, int], tuple[int, int]] = {}
    ends: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            at = origin[r, c - 1] if text == LEFT else origin[r - 1, c] if text == UP else (r, c)
            origin[r, c], ends[at] = at, (r, c)
    cells = tuple(
        Cell(r, c, rows[r][c], ends[r, c][0] - r + 1, ends[r, c][1] - c + 1, page) for r, c in sorted(ends)
    )
    return Table(cells, page, repeated_rows=repeated)


def document(*blocks: str | Rows | Block) -> Document:
    """A document of one page without number, as DOCX gives it."""
    made = [Paragraph(b) if isinstance(b, str) else b if isinstance(b, Block) else table(b) for b in blocks]
    return Document("text/plain", (Page(None, None, None, tuple(made)),))


def read(*blocks: str | Rows | Block) -> ReportRecords:
    """What the pipeline makes of a document, findings and all."""
    return check(structure(document(*blocks), Report("0" * 16, "invented", "text/plain")))


def report(*blocks: str | Rows | Block, year: int = 2568) -> ReportRecords:
    """The same under the title and agency of an analysis of `year`."""
    return read(TITLE.format(year=year), AGENCY, *blocks)


def scores(records: ReportRecords) -> list[tuple[str, str, str]]:
    """Place, value and statistic of every score; another year or agency stands behind the statistic."""
    out = []
    for s in records.scores:
        place = s.item or s.sub_indicator or str(s.indicator or s.instrument or "overall")
        other = [str(s.fiscal_year)] if s.fiscal_year != records.report.fiscal_year else []
        out.append((place, str(s.value), " ".join([s.statistic, *other, *([s.agency] if s.agency else [])])))
    return out


def codes(records: ReportRecords) -> list[str]:
    """The codes of all findings."""
    return [f.code for f in records.findings]
