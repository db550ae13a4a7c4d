"""Files that appear whole or not at all: written beside their place, renamed at the end."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from output.errors import ExportError


@contextmanager
def written_beside(targets: Sequence[Path]) -> Iterator[list[Path]]:
    """Paths to write to, in the order of `targets`; each takes its target's place when the block ends well.

    A missing folder is made. When the block fails, nothing is published and nothing is left behind.
    """
    parts = [target.with_name(f".{target.name}.{os.getpid()}.part") for target in targets]
    try:
        for target in targets:
            if target.is_dir():
                raise ExportError(
                    f"{target} เป็นโฟลเดอร์ จึงเขียนไฟล์ทับไม่ได้ ระบุชื่อไฟล์อื่น",
                    f"{target} is a folder, so no file can be written there. Name another file",
                )
            target.parent.mkdir(parents=True, exist_ok=True)
        yield parts
        for part in parts:
            with part.open("rb") as written:
                os.fsync(written.fileno())
        for part, target in zip(parts, targets, strict=True):
            part.replace(target)
    except OSError as exc:
        where, why = exc.filename or targets[0], exc.strerror or exc
        raise ExportError(
            f"เขียน {where} ไม่ได้ ({why}) ตรวจสอบสิทธิ์และเนื้อที่ดิสก์ หรือส่งออกไปที่อื่น",
            f"cannot write {where} ({why}). Check its permissions and the space on the disk, "
            "or export elsewhere",
        ) from exc
    finally:
        for part in parts:
            with suppress(OSError):  # most are gone: they are in their places
                part.unlink()
