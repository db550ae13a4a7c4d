"""The tables of the store: named like the records, the same in SQLite and PostgreSQL.

Every record row has its report (`report_id`), its place in the report's list (`position`, from 0) and the
`source_…` columns: the words it rests on, their page and box, and how sure the recognition was.

Lists are child tables in the order of their `position`. Numbers that must stay as printed are kept twice:
`scores.value_stated` is the decimal as stated ("100.00"), `scores.value` the number to calculate with.
Record tables hold the values to go by: where people corrected one, the corrected value; `corrections` keeps
what was read, who corrected it and when.

Times are UTC. Keys are made of content, so two runs over the same files give the same rows.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

SCHEMA_VERSION = "0013"
"""The last step in `output.migrations`; a database of an earlier one is brought here, a later one refused."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


PATH = Text().with_variant(Text(collation="C"), "postgresql")
"""Sorted by code points in both engines."""


def _source() -> list[Column[Any]]:
    """Where a record stands in its file. `source_text` is NULL where the record has no source."""
    return [
        Column("source_text", Text),
        Column("source_page", Integer),
        Column("source_x0", Double),
        Column("source_top", Double),
        Column("source_x1", Double),
        Column("source_bottom", Double),
        Column("source_confidence", Double),
    ]


def _of_report() -> Column[Any]:
    return Column("report_id", ForeignKey("reports.report_id", ondelete="CASCADE"), primary_key=True)


def _position() -> Column[Any]:
    return Column("position", Integer, primary_key=True, autoincrement=False)


def _record(name: str, *columns: Column[Any]) -> Table:
    return Table(name, metadata, _of_report(), _position(), *columns, *_source())


def _list(name: str, owner: str, value: Column[Any]) -> Table:
    """A child table: the values of one list of one record, in order."""
    return Table(
        name,
        metadata,
        Column("report_id", Text, primary_key=True),
        Column(f"{owner}_position", Integer, primary_key=True, autoincrement=False),
        _position(),
        value,
        ForeignKeyConstraint(
            ["report_id", f"{owner}_position"],
            [f"{_PARENTS[owner]}.report_id", f"{_PARENTS[owner]}.position"],
            ondelete="CASCADE",
        ),
        sqlite_with_rowid=False,  # small rows that are only asked for by their key: half the pages to write
    )


_PARENTS = {"measure": "measures", "analysis": "analyses"}

agencies = Table(
    "agencies",
    metadata,
    Column("agency_id", Text, primary_key=True),  # see output.agencies.agency_id
    Column("name", Text, nullable=False),
    Column("kind", Text),
    Column("district", Text),
    Column("province", Text),
    Column("province_code", Text),
)

agency_names = Table(
    "agency_names",
    metadata,
    Column("name_id", Text, primary_key=True),  # a hash of the name and place as printed
    Column("agency_id", ForeignKey("agencies.agency_id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("kind", Text),
    Column("district", Text),
    Column("province", Text),
    Column("province_code", Text),
    Column("plain_kind", Text),  # spelled out: names of one kind and province are looked at together
    Column("plain_province", Text),
    Column("joined_by", Text),  # why it is of that agency: output.agencies.JoinedBy
    Column("apart", Text),  # why it stays by itself: output.agencies.Apart
)
Index(None, agency_names.c.plain_province, agency_names.c.plain_kind)

reports = Table(
    "reports",
    metadata,
    Column("report_id", Text, primary_key=True),
    Column("file", PATH, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("pages", Integer),
    Column("ocr", Boolean, nullable=False),
    Column("title", Text),
    Column("kind", Text),
    Column("agency_id", ForeignKey("agencies.agency_id")),
    Column("fiscal_year", Integer),
    Column("issued", Date),
    *_source(),
    Column("agency_name_id", ForeignKey("agency_names.name_id"), index=True),
    Column("same_as", Text),  # of another reading of the same report: the id of the preferred one
)
Index(None, reports.c.agency_id, reports.c.fiscal_year, reports.c.kind)

files = Table(
    "files",
    metadata,
    Column("path", PATH, primary_key=True),  # absolute, so that a run from another folder means the same file
    Column("file", PATH, nullable=False),  # as the run was given it
    Column("sha256", Text, index=True),  # NULL where not even the bytes could be had
    Column("size", BigInteger),
    Column("mtime_ns", BigInteger),
    Column("media_type", Text),
    Column("outcome", Text, nullable=False),
    Column("reason", Text),  # of a file that was not read: encrypted, damaged, out_of_time …
    Column("report_id", ForeignKey("reports.report_id"), index=True),
    Column("extraction_version", Text, nullable=False),
    Column("settings", Text, nullable=False, server_default=""),  # that change what is read: ocr=auto
    Column("engines", Text, nullable=False, server_default=""),  # what read it, with versions
    Column("read_at", DateTime, nullable=False),  # UTC
    CheckConstraint("outcome IN ('read', 'not_read')", name="outcome"),
    CheckConstraint("(outcome = 'read') = (report_id IS NOT NULL)", name="report"),
)

reading_shingles = Table(  # of reports that are not alone with their agency, year and kind
    "reading_shingles",
    metadata,
    _of_report(),
    Column("rank", Text, nullable=False),  # see output.readings.Reading
    Column("shingles", LargeBinary, nullable=False),
)

indicators = _record(
    "indicators",
    Column("level", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("instrument", Text),
    Column("indicator", Integer),
    Column("sub_indicator", Text),
    Column("item", Text),
)

scores = _record(
    "scores",
    Column("level", Text, nullable=False),
    Column("value_stated", Text, nullable=False),
    Column("value", Double, nullable=False),
    Column("statistic", Text, nullable=False),
    Column("instrument", Text),
    Column("indicator", Integer),
    Column("sub_indicator", Text),
    Column("item", Text),
    Column("fiscal_year", Integer),
    Column("agency", Text),  # only where it is another agency's than the report's own
    Column("rating", Text),
)

analyses = _record(
    "analyses",
    Column("text", Text, nullable=False),
    Column("finding", Text, nullable=False),
    Column("instrument", Text),
    Column("indicator", Integer),
    Column("sub_indicator", Text),
)
analysis_items = _list("analysis_items", "analysis", Column("item", Text, nullable=False))

measures = _record(
    "measures",
    Column("title", Text, nullable=False),
    Column("fiscal_year", Integer),
    Column("rationale", Text),
    Column("period", Text),
    Column("start", Date),
    Column("end", Date),
    Column("monitoring", Text),
    Column("progress", Text),
    Column("outcome", Text),
    Column("suggestion", Text),
)
measure_indicators = _list("measure_indicators", "measure", Column("indicator", Integer, nullable=False))
measure_items = _list("measure_items", "measure", Column("item", Text, nullable=False))
measure_activities = _list("measure_activities", "measure", Column("text", Text, nullable=False))
measure_steps = _list("measure_steps", "measure", Column("text", Text, nullable=False))
measure_responsible = _list("measure_responsible", "measure", Column("unit", Text, nullable=False))

findings = Table(
    "findings",
    metadata,
    Column("finding_id", Text, primary_key=True),  # report_id-position, or file-<hash of its path>
    Column("report_id", ForeignKey("reports.report_id", ondelete="CASCADE"), index=True),
    Column("path", PATH, ForeignKey("files.path", ondelete="CASCADE")),  # of a file that was not read
    Column("position", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("message_th", Text, nullable=False),
    Column("message_en", Text, nullable=False),
    *_source(),
    CheckConstraint("(report_id IS NULL) <> (path IS NULL)", name="report_or_file"),
)
_OF_FILES = findings.c.path.is_not(None)  # the least of them
Index(None, findings.c.path, sqlite_where=_OF_FILES, postgresql_where=_OF_FILES)

finding_about = Table(
    "finding_about",
    metadata,
    Column("finding_id", ForeignKey("findings.finding_id", ondelete="CASCADE"), primary_key=True),
    _position(),
    Column("record", Text),
    Column("record_index", Integer),  # position of that record in its table
    Column("page", Integer),
    sqlite_with_rowid=False,
)

corrections = Table(
    "corrections",
    metadata,
    Column("correction_id", Integer, primary_key=True),
    Column("report_id", Text, nullable=False, index=True),  # also of a report that is gone, and may come back
    Column("record", Text, nullable=False),  # report, indicator, score, analysis, measure
    Column("position", Integer),  # of the record; NULL of a report, and where no record fits
    Column("field", Text, nullable=False),
    Column("value", Text),  # what stands in the record's table now; lists as JSON, NULL is unknown
    Column("read_value", Text),  # what the latest reading says
    Column("state", Text, nullable=False),
    Column("corrected_by", Text, nullable=False),
    Column("corrected_at", DateTime, nullable=False),  # UTC
    Column("note", Text),
    Column("anchor", Text, nullable=False),  # how the record is known again: see output.corrections
    Column("occurrence", Integer, nullable=False),
    Column("among", Integer, nullable=False),
    Column("stood_at", Integer),
    Column("words", Text),
    CheckConstraint("state IN ('applied', 'confirmed', 'orphan', 'replaced', 'undone')", name="state"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("review_id", Integer, primary_key=True),
    Column("report_id", Text, nullable=False, index=True),  # also of a report that is gone, and may come back
    Column("record", Text, nullable=False),  # report, indicator, score, analysis, measure, finding
    Column("position", Integer),  # of the record; NULL of a report, and where no record fits
    Column("decision", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reviewed_by", Text, nullable=False),
    Column("reviewed_at", DateTime, nullable=False),  # UTC
    Column("note", Text),
    Column("content", Text, nullable=False),  # a hash of what was looked at: see output.review
    Column("occurrence", Integer, nullable=False),  # which of the records of that content
    CheckConstraint("decision IN ('accepted', 'wrong')", name="decision"),
    CheckConstraint("state IN ('applied', 'orphan', 'replaced', 'undone')", name="state"),
)

additions = Table(
    "additions",
    metadata,
    Column("addition_id", Integer, primary_key=True),
    Column("report_id", Text, nullable=False, index=True),  # also of a report that is gone, and may come back
    Column("record", Text, nullable=False),  # indicator, score, analysis, measure
    Column("position", Integer),  # of the record; NULL where it stands nowhere
    Column("fields", Text, nullable=False),  # JSON
    Column("page", Integer),
    Column("words", Text, nullable=False),  # as printed
    Column("state", Text, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("added_at", DateTime, nullable=False),  # UTC
    Column("note", Text),
    CheckConstraint("state IN ('applied', 'confirmed', 'orphan', 'undone')", name="state"),
)

reshapes = Table(
    "reshapes",
    metadata,
    Column("reshape_id", Integer, primary_key=True),
    Column("report_id", Text, nullable=False, index=True),  # also of a report that is gone, and may come back
    Column("how", Text, nullable=False),  # measures of which one was made, or one of which two were
    Column("position", Integer),  # of what was made, among the measures; NULL where it does not stand
    Column("second", Integer),  # of the second half
    Column("parts", Text, nullable=False),  # JSON: the measures as they were read
    Column("made", Text, nullable=False),  # JSON: those that stand instead
    Column("stood_at", Text, nullable=False),  # JSON: positions of the parts before
    Column("set_aside", Text, nullable=False),  # JSON: corrections of the parts, which are in what was made
    Column("state", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", DateTime, nullable=False),  # UTC
    Column("note", Text),
    CheckConstraint("how IN ('joined', 'split')", name="how"),
    CheckConstraint("state IN ('applied', 'confirmed', 'orphan', 'undone')", name="state"),
)

measures_read = Table(
    "measures_read",  # of reports with reshapes: what the last reading said
    metadata,
    Column("report_id", Text, primary_key=True),
    Column("measures", Text, nullable=False),  # JSON
    Column("about", Text, nullable=False),  # JSON: what each finding was about
)

column_choices = Table(
    "column_choices",
    metadata,
    Column("choice_id", Integer, primary_key=True),
    Column("report_id", Text, nullable=False, index=True),  # also of a report that is gone, and may come back
    Column("page", Integer),  # where the table begins; NULL in a file without pages
    Column("table_number", Integer, nullable=False),  # of those that begin there, from 0
    Column("column_number", Integer, nullable=False),  # from 0
    Column("heading", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("chosen_by", Text, nullable=False),
    Column("chosen_at", DateTime, nullable=False),  # UTC
    Column("note", Text),
    CheckConstraint("state IN ('applied', 'replaced', 'undone')", name="state"),
)

tables_read = Table(
    "tables_read",
    metadata,
    Column("report_id", ForeignKey("reports.report_id", ondelete="CASCADE"), primary_key=True),
    Column("tables", Text, nullable=False),  # JSON: what the columns of its tables were taken for
)

SCORE_FACTS = """
CREATE VIEW score_facts AS
SELECT
    CASE WHEN s.agency IS NULL THEN a.name ELSE s.agency END AS agency,
    CASE WHEN s.agency IS NULL THEN a.kind END AS agency_kind,
    CASE WHEN s.agency IS NULL THEN a.district END AS district,
    CASE WHEN s.agency IS NULL THEN a.province END AS province,
    CASE WHEN s.agency IS NULL THEN a.province_code END AS province_code,
    r.report_id AS report_id,
    r.file AS file,
    r.kind AS report_kind,
    s.position AS position,
    s.fiscal_year AS fiscal_year,
    s.level AS level,
    s.instrument AS instrument,
    s.indicator AS indicator,
    (SELECT i.name FROM indicators i
      WHERE i.report_id = s.report_id AND i.level = 'indicator' AND i.indicator = s.indicator
      ORDER BY i.position LIMIT 1) AS indicator_name,
    s.sub_indicator AS sub_indicator,
    s.item AS item,
    (SELECT i.name FROM indicators i
      WHERE i.report_id = s.report_id AND i.level = 'item' AND i.item = s.item
      ORDER BY i.position LIMIT 1) AS item_name,
    s.statistic AS statistic,
    s.value AS value,
    s.rating AS rating,
    s.source_page AS page
FROM scores s
JOIN reports r ON r.report_id = s.report_id
LEFT JOIN agencies a ON a.agency_id = r.agency_id
WHERE r.same_as IS NULL
"""
"""One row for each score, with all that an analyst groups by; of several readings of one report the preferred one's.

The place of another agency's score (a row of a table of many agencies) is unknown, so its kind, district and
province are NULL rather than those of the report's agency.
"""
