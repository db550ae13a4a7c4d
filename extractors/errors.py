"""Why a file could not be read: one root, one kind each, messages in Thai and English."""

from __future__ import annotations


class NotRead(Exception):
    """A file that could not be read. `reason_th`/`reason_en` say what, why and what to do next."""

    kind = "not_read"

    def __init__(self, reason_th: str, reason_en: str) -> None:
        super().__init__(reason_th, reason_en)  # both, so that it can be sent from a worker
        self.reason_th = reason_th
        self.reason_en = reason_en

    def __str__(self) -> str:
        return self.reason_en


class Encrypted(NotRead):
    kind = "encrypted"


class Damaged(NotRead):
    kind = "damaged"


class TooLarge(NotRead):
    """More than is read of one file: pictures of too many pixels, or too many of them."""

    kind = "too_large"


class NotADocument(NotRead):
    """Its bytes are none of the formats that Prongsai reads."""

    kind = "not_a_document"


class MissingTool(NotRead):
    """A program that reads this format is not installed."""

    kind = "missing_tool"


class OutOfTime(NotRead):
    kind = "out_of_time"


class OutOfMemory(NotRead):
    kind = "out_of_memory"


class Crashed(NotRead):
    """The process that read the file ended by itself, mostly in a library's native code."""

    kind = "crashed"
