"""The review desk: a page of a report beside the records that were made of it, in a browser on this machine.

`application` is a web application for one person and one database. Without a browser nothing here is imported.
"""

from pipeline.review.app import application
from pipeline.review.guard import Key

__all__ = ["Key", "application"]
