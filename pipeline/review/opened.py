"""A report on the desk, with all that is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select

from corpus.columns_read import TableRead
from corpus.records import ReportRecords
from extractors.errors import NotRead
from output import correction_rows, schema
from output.corrections import Correction
from output.review import additions, columns, decisions, queue, reshapes
from output.review.additions import Addition
from output.review.columns import Choice
from output.review.decisions import Decision
from output.review.reshaping import Reshape
from pipeline.review.cards import ORDER
from pipeline.review.originals import Original
from pipeline.review.pages import Place, Shown, stated
from pipeline.review.places import Ref
from pipeline.review.site import NoSuchPage, Site


@dataclass(frozen=True, slots=True)
class Opened:
    """A report on the desk."""

    records: ReportRecords
    waiting: tuple[Ref, ...]
    """What is in the queue of it, by page and as the desk shows it."""
    decisions: tuple[Decision, ...]
    corrections: tuple[Correction, ...]
    additions: tuple[Addition, ...]
    reshapes: tuple[Reshape, ...]
    tables: tuple[TableRead, ...] | None
    """None where what its tables were taken for is not known."""
    choices: tuple[Choice, ...]
    """Of columns."""
    original: Original
    shown: Shown | None
    """None where its file is not there or cannot be opened."""
    problem: NotRead | None
    same_as: str | None
    """The reading of the same report that exports prefer, where it is another."""

    @property
    def places(self) -> Mapping[Ref, Place]:
        found = dict(self.shown.places if self.shown else stated(self.records))
        for reshape in self.reshapes:
            ref: Ref = ("measure", reshape.position)
            sources = [part.source for part in reshape.parts if part.source is not None]
            if ref in found and found[ref].boxes and reshape.how == "joined":  # each part in a box of its own
                page = found[ref].page
                boxes = tuple(s.bbox for s in sources if s.bbox is not None and s.page == page)
                found[ref] = Place(page, boxes or found[ref].boxes)
        return found

    @property
    def pages(self) -> int:
        last = max((place.page for place in self.places.values()), default=1)
        return max(self.shown.pages if self.shown else 1, self.records.report.pages or 1, last)

    def page_of(self, ref: Ref) -> int:
        place = self.places.get(ref)
        return place.page if place else 1


def opened(site: Site, report_id: str) -> Opened:
    """A report with all that is known of it. Raises `NoSuchPage`."""
    with site.store.snapshot() as snapshot:
        records = snapshot.report(report_id)
        if records is None:
            raise NoSuchPage
        found = queue.of_report(snapshot.connection, report_id, queue.Wanted())
        decided = tuple(decisions.of_report(snapshot.connection, report_id))
        corrected = tuple(correction_rows.load(snapshot.connection, report_id))
        added = tuple(additions.load(snapshot.connection, report_id))
        shaped = tuple(reshapes.load(snapshot.connection, report_id))
        tables = columns.tables_of(snapshot.connection, report_id)
        chosen = tuple(columns.choices(snapshot.connection, report_id))
        preferred = select(schema.reports.c.same_as).where(schema.reports.c.report_id == report_id)
        same_as = snapshot.connection.execute(preferred).scalar()
    original = site.originals.of(report_id, records.report.file)
    shown, problem = None, None
    if original.path is not None:
        try:
            shown = site.pages.of(records, original.path)
        except NotRead as exc:
            problem = exc
    problem = problem or original.problem
    waiting = tuple((item.record, item.position) for item in found)
    out = Opened(
        records, waiting, decided, corrected, added, shaped, tables, chosen, original, shown, problem, same_as
    )
    order = sorted(waiting, key=lambda ref: (out.page_of(ref), ORDER.index(ref[0]), ref[1] or 0))
    return replace(out, waiting=tuple(order))
