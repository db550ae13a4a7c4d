"""The log of a run for programs: one JSON object a line.

Each has `time` (UTC), `level`, `event` and, as far as there is one, `file`, `kind`, `seconds` and `trace`. Events:
`run_begins`, `read` (with the number of records of each type), `unchanged`, `copy`, `not_read` (with its `kind` and
`reason`), `internal_error` (with its `trace`), `run_ends`, and `message`, what a library says.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any


def told(
    logger: logging.Logger,
    event: str,
    level: int = logging.INFO,
    *,
    trace: BaseException | None = None,
    **facts: Any,
) -> None:
    """Log an event with its facts, those that are None left out, and the trace of an error."""
    named = {
        name: round(value, 3) if isinstance(value, float) else value
        for name, value in facts.items()
        if value is not None
    }
    said = " ".join(f"{name}={value!r}" for name, value in named.items())
    logger.log(level, "%s %s", event, said, exc_info=trace, extra={"event": event, "facts": named})


class JsonLines(logging.Formatter):
    """A log record as one line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": getattr(record, "event", "message"),
            **getattr(record, "facts", {"logger": record.name, "message": record.getMessage()}),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
