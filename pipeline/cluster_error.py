"""What goes wrong with a cluster as a whole; apart from it, since most runs have none."""

from __future__ import annotations


class ClusterError(Exception):
    """The cluster cannot be used, or was lost. What was stored before stays."""

    def __init__(self, reason_th: str, reason_en: str) -> None:
        super().__init__(reason_en)
        self.reason_th = reason_th
        self.reason_en = reason_en
