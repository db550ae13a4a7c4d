"""A report that was read several times has its scores once in `score_facts`."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"

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


def upgrade() -> None:
    op.execute("DROP VIEW score_facts")
    op.execute(SCORE_FACTS)
