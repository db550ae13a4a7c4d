"""The version of the reading."""

EXTRACTION_VERSION = "17"
"""Raise it when the same file would give other records than before: every file is then read again."""
