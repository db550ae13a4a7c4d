"""Marks and SARA AM: damage that the letters themselves show, without a dictionary."""

from __future__ import annotations

_PRIVATE_USE = str.maketrans(
    {
        "\uf700": "\u0e10",
        **dict(zip("\uf701\uf702\uf703\uf704", "\u0e34\u0e35\u0e36\u0e37", strict=True)),
        **dict(zip("\uf705\uf706\uf707\uf708\uf709", "\u0e48\u0e49\u0e4a\u0e4b\u0e4c", strict=True)),
        **dict(zip("\uf70a\uf70b\uf70c\uf70d\uf70e", "\u0e48\u0e49\u0e4a\u0e4b\u0e4c", strict=True)),
        "\uf70f": "\u0e0d",
        **dict(zip("\uf710\uf711\uf712", "\u0e31\u0e4d\u0e47", strict=True)),
        **dict(zip("\uf713\uf714\uf715\uf716\uf717", "\u0e48\u0e49\u0e4a\u0e4b\u0e4c", strict=True)),
        **dict(zip("\uf718\uf719\uf71a", "\u0e38\u0e39\u0e3a", strict=True)),
    }
)


def private_use(text: str) -> str:
    """Marks that old Windows and Mac fonts keep in the Private Use Area, U+F700 to U+F71A, moved or narrowed
    to clear a tall letter.

    >>> private_use("ด\\uf702เย\\uf702\\uf70aยม"), private_use("จ\\uf711านวน")
    ('ดีเยี่ยม', 'จํานวน')

    Each code is one letter, so nothing is lost or moved; other Private Use codes (bullets of Symbol fonts)
    are left alone. One `str.translate`.
    """
    return text.translate(_PRIVATE_USE)
