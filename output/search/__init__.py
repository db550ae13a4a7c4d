"""Thai words found inside running text of the records.

`refresh` brings the index up to date, `search` asks it. Thai is written without blanks, so the index holds the words
that `normalizers.tokens` cuts (digits in Arabic form, letters small); parts of words are found by their letters.
"""

from output.search.index import refresh
from output.search.query import Found, Hit, search
from output.search.tables import KINDS

__all__ = ["KINDS", "Found", "Hit", "refresh", "search"]
