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
    """More than is read of one file, or of one page: a limit of `extractors.limits.Limits`."""

    kind = "too_large"

    @classmethod
    def of(cls, limit: str, most: int, th: str, en: str) -> TooLarge:
        """What is too large, and how to have it read all the same; `limit` is the name of a field of `Limits`.

        >>> print(TooLarge.of("pages", 5000, "มี 9,000 หน้า", "it has 9,000 pages"))
        it has 9,000 pages, over the limit of 5,000: split it, or run again with --limit pages=N (and --force)
        """
        return cls(
            f"{th} เกินขีดจำกัด {most:,} แบ่งไฟล์ หรือสั่งใหม่พร้อม --limit {limit}=จำนวน (และ --force)",
            f"{en}, over the limit of {most:,}: split it, or run again with --limit {limit}=N (and --force)",
        )


class Unsupported(NotRead):
    """A document of a kind that is not read; the message names it and says how to make one that is."""

    kind = "unsupported"


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
