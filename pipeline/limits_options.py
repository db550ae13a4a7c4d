"""Options of the commands that read files: limits, and passwords to try."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.terminal import wrong_usage

if TYPE_CHECKING:
    from extractors.limits import Limits

LimitOptions = Annotated[
    list[str] | None,
    typer.Option(
        "--limit",
        metavar="NAME=N",
        help="What one file may take: pages=9000, pixels, unpacked_bytes … ขีดจำกัดต่อไฟล์",
        show_default=False,
    ),
]
LimitsFile = Annotated[
    Path | None,
    typer.Option(
        "--limits", metavar="FILE", help="Limits from a TOML file. ขีดจำกัดจากไฟล์", show_default=False
    ),
]
PasswordFile = Annotated[
    Path | None,
    typer.Option(
        "--password-file",
        metavar="FILE",
        help="Passwords to try on encrypted PDFs, one a line. รหัสผ่านที่จะลองกับ PDF บรรทัดละหนึ่ง",
        show_default=False,
    ),
]


def limits_from(
    file: Path | None,
    options: list[str] | None,
    *,
    seconds: float | None = None,
    memory: float | None = None,
) -> Limits:
    """The limits of a command; `seconds` and bytes of `memory` are options of their own, and win."""
    from pipeline.limits import WrongLimit, limits_of

    named = [] if seconds is None else [f"seconds={seconds:f}"]
    named += [] if memory is None else [f"memory={memory:f}"]
    try:
        return limits_of(file, options=[*(options or ()), *named])
    except WrongLimit as exc:
        wrong_usage(exc.reason_th, exc.reason_en)


def passwords_from(file: Path | None) -> tuple[str, ...]:
    """The lines of a file of passwords, as they stand."""
    if file is None:
        return ()
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except OSError as exc:
        wrong_usage(f"อ่าน {file} ไม่ได้: {exc.strerror}", f"cannot read {file}: {exc.strerror}")
    except UnicodeDecodeError:
        wrong_usage(f"{file} ไม่ใช่ข้อความ UTF-8", f"{file} is not text in UTF-8")
    return tuple(line for line in lines if line)
