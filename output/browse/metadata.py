"""What Datasette shows beside the data: titles and meanings in Thai and English, facets, queries."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from output.tables import Table, tables

DATABASE = "prongsai"
"""The database's name in addresses."""

_FACETS = {
    "reports": ["fiscal_year", "kind", "ocr"],
    "scores": ["level", "instrument", "indicator", "fiscal_year", "statistic"],
    "analyses": ["finding", "instrument", "indicator"],
    "measures": ["fiscal_year"],
    "findings": ["severity", "code"],
    "files": ["outcome", "media_type", "reason"],
    "agencies": ["kind", "province"],
    "score_facts": ["province", "fiscal_year", "level", "indicator", "statistic"],
}
_SIZE = 50


def metadata() -> dict[str, Any]:
    """Datasette's metadata for a database named `DATABASE`."""
    described = {name: _table(table) for name, table in tables().items()}
    for name, facets in _FACETS.items():
        described.setdefault(name, {})["facets"] = facets
    described["score_facts"] |= {
        "title": "คะแนนพร้อมหน่วยงาน · Scores with their agencies",
        "description": "หนึ่งแถวต่อหนึ่งคะแนน มีทุกอย่างที่ใช้จัดกลุ่ม · One row a score, with all one groups by",
    }
    # The index of letters: what a person types is found as it is, without being cut into words.
    described["passages"] = {
        "title": "ข้อความ · Texts that can be searched",
        "fts_table": "passage_parts",
        "fts_pk": "passage_id",
        "facets": ["record"],
    }
    of_programs = (
        "alembic_version",
        "reading_shingles",
        "measures_read",
        "tables_read",
        "indexed_reports",
        "search_index",
    )
    for name in (*of_programs, "passage_words", "passage_parts"):
        described[name] = {"hidden": True}
    return {
        "title": "โปร่งใส Prongsai: รายงาน ITA",
        "description": "คะแนน ตัวชี้วัด การวิเคราะห์ และมาตรการจากรายงาน ITA · Records of ITA reports",
        "databases": {
            DATABASE: {
                "title": "รายงาน ITA · ITA reports",
                "tables": {name: {"size": _SIZE, **table} for name, table in described.items()},
                "queries": tomllib.loads(
                    files("output.browse").joinpath("queries.toml").read_text(encoding="utf-8")
                ),
            }
        },
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "title": f"{table.title.th} · {table.title.en}",
        "description": f"{table.means.th} · {table.means.en}",
        "columns": {
            column.name: f"{column.title.th}: {column.means.th} · {column.means.en}"
            for column in table.columns
        },
    }
