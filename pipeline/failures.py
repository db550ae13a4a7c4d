"""Files that could not be read: of what kind the failure is, and the finding that says why."""

from __future__ import annotations

from corpus.records import Finding, Message
from extractors.errors import NotRead

LASTING = frozenset({"encrypted", "damaged", "not_a_document", "unsupported"})
"""Kinds of failure that lie in the file's bytes: the same bytes would fail again. What is too large may be read with
other limits."""


class _Unreadable(NotRead):
    kind = "unreadable"


class _InternalError(NotRead):
    kind = "internal_error"


_NOT_READ_TH = "อ่าน {} ไม่ได้: "
_NOT_READ_EN = "{} was not read: "


def file_not_read(file: str, why: NotRead) -> Finding:
    """The finding about a file that could not be read: what, where, why, and what to do next."""
    message = Message(
        th=_NOT_READ_TH.format(file) + why.reason_th, en=_NOT_READ_EN.format(file) + why.reason_en
    )
    return Finding("file_not_read", "error", message)


def reasons(file: str, finding: Finding) -> tuple[str, str]:
    """Why that file was not read, in Thai and English, without its name."""
    return (
        finding.message.th.removeprefix(_NOT_READ_TH.format(file)),
        finding.message.en.removeprefix(_NOT_READ_EN.format(file)),
    )


def unreadable(exc: OSError) -> NotRead:
    """The failure of a file that cannot be opened."""
    why = exc.strerror or str(exc)
    return _Unreadable(
        f"เปิดไฟล์ไม่ได้ ({why}) ตรวจสอบว่าไฟล์ยังอยู่และมีสิทธิ์อ่าน แล้วสั่งใหม่",
        f"it cannot be opened ({why}): check that it is there and that you may read it, and run again",
    )


def unlisted() -> NotRead:
    """The failure of a folder."""
    return _Unreadable("เปิดโฟลเดอร์ไม่ได้ ตรวจสอบสิทธิ์", "this folder cannot be listed: check its permissions")


def internal_error(exc: Exception) -> NotRead:
    """The failure of a file that our own code failed with."""
    what = f"{type(exc).__name__}: {exc}".partition("\n")[0][:200]
    return _InternalError(
        f"โปรแกรมทำงานผิดพลาดกับไฟล์นี้ ({what}) สั่งใหม่พร้อม --log ไฟล์.log แล้วส่งบันทึกนั้นให้ผู้พัฒนา",
        f"internal error, a fault of this program ({what}): run again with --log FILE and report it",
    )
