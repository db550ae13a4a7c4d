"""The version of the reading."""

EXTRACTION_VERSION = "14"
"""Raise it when the same file would give other records than before: every file is then read again."""
