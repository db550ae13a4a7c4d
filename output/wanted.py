"""What an export is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field

from output.selection import Selection
from output.tables import Table, tables


@dataclass(frozen=True, slots=True)
class Wanted:
    """All there is, where nothing is said."""

    selection: Selection = field(default_factory=Selection)
    records: frozenset[str] = frozenset()
    """Record types: `scores`, `measures` …; all where none is named."""
    licence: str | None = None
    """An SPDX name (CC-BY-4.0) or an address, for the data package."""

    def tables(self) -> tuple[Table, ...]:
        """The tables of those record types, in their order.

        >>> [table.name for table in Wanted(records=frozenset({"analyses"})).tables()]
        ['analyses', 'analysis_items']
        """
        return tuple(t for t in tables().values() if not self.records or t.record in self.records)
