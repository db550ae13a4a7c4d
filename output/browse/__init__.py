"""The database in the browser, with Datasette: Thai titles, facets, the search index and ready-made queries."""

from output.browse.application import application
from output.browse.metadata import metadata

__all__ = ["application", "metadata"]
