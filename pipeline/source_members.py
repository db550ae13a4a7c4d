"""Members of a ZIP archive, each a file of its own: `archive.zip!/folder/report.pdf`."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple, cast
from zipfile import ZipInfo

from extractors.detect import ZIP_ERRORS
from extractors.errors import Damaged, Encrypted, NotRead, TooLarge, Unsupported
from extractors.limits import Limits
from pipeline.source import Source, Stamp, copied, digest_of, too_large
from pipeline.source_names import decoded, harmless
from pipeline.source_zip import METHODS, Archive, opened

SEPARATOR = "!/"
_ENCRYPTED, _UTF8 = 0x1, 0x800
_LOOKED_AT = 1 << 20
"""Bytes; a member that is larger unpacked may not be too many times as large as it is packed."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive. Read from there, and never written under its own name."""

    archive: Source
    name: str
    """As in messages: unlike any other in its archive, and leading nowhere else."""
    place: int
    """In the archive's directory."""
    size: int
    crc: int
    most: int
    """Members that are looked for where the directory is gone."""

    @property
    def key(self) -> str:
        return self.archive.key + SEPARATOR + self.name

    @property
    def shown_as(self) -> str:
        return self.archive.shown_as + SEPARATOR + self.name

    @property
    def far(self) -> bool:
        return self.archive.far

    def stamp(self) -> Stamp:
        """The CRC-32 that the directory gives stands for the time: it changes with the bytes, and only then."""
        return Stamp(self.size, self.crc)

    def open(self) -> BinaryIO:
        with _damage():
            archive = archive_of(self.archive, self.archive.stamp(), self.most)
            members = archive.infolist()
            info = members[self.place] if self.place < len(members) else None
            if info is None or (info.file_size, info.CRC) != (self.size, self.crc):
                raise OSError("the archive has changed meanwhile")
            return cast(BinaryIO, archive.open(info))

    def head(self, count: int) -> bytes:
        with _damage(), self.open() as file:
            return file.read(count)

    def digest(self) -> str:
        with _damage(), self.open() as file:
            return digest_of(file)

    @contextmanager
    def local(self) -> Iterator[Path]:
        with ExitStack() as stack:
            with _damage():
                file = stack.enter_context(self.open())
                path = stack.enter_context(copied(file, self.size))
            yield path


class Found(NamedTuple):
    """A member, and why it is not to be read, where that is known."""

    member: Member
    why: NotRead | None
    is_link: bool


@lru_cache(maxsize=2)
def archive_of(source: Source, stamp: Stamp, most: int) -> Archive:
    """The archive at a source, kept open: reading its directory for each member would take as long as all members.

    Raises what `pipeline.source_zip.opened` does, and `OSError`.
    """
    return opened(source.open(), most)


def members(source: Source, limits: Limits) -> Iterator[Found | NotRead]:
    """The files in an archive, in the order of its directory; and what is wrong with the archive itself."""
    try:
        with _damage():
            archive = archive_of(source, source.stamp(), limits.archive_members)
    except NotRead as why:
        yield why
        return
    infos = archive.infolist()
    if not archive.is_whole:
        yield Damaged(
            f"ไฟล์ ZIP เสียหายหรือไม่ครบ (ไม่มีสารบัญท้ายไฟล์) อ่านเฉพาะไฟล์ภายในที่ยังพบ {len(infos)} ไฟล์ "
            "ดาวน์โหลดใหม่หรือขอไฟล์ต้นฉบับ",
            f"a ZIP archive that is cut short or damaged (its directory cannot be read); the {len(infos)} members that "
            "were found in it are read: fetch it again",
        )
    names: dict[str, int] = {}
    unpacked = 0
    for place, info in enumerate(infos):
        if info.filename.endswith("/"):
            continue
        if place >= limits.archive_members:
            yield _too_many(len(infos), limits)
            return
        unpacked += info.file_size
        if unpacked > limits.archive_bytes:
            yield _too_much(place, limits)
            return
        member = Member(source, _name(info, names), place, info.file_size, info.CRC, limits.archive_members)
        yield Found(member, _refused(info, limits), stat.S_ISLNK(info.external_attr >> 16))


def _name(info: ZipInfo, taken: dict[str, int]) -> str:
    """Its name; told apart from earlier members of the same name."""
    raw = info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437")
    name = harmless(decoded(raw, is_utf8=bool(info.flag_bits & _UTF8), extra=info.extra)) or "?"
    taken[name] = taken.get(name, 0) + 1
    if taken[name] == 1:
        return name
    path = PurePosixPath(name)
    again = str(path.with_name(f"{path.stem} ({taken[name]}){path.suffix}"))
    return again if again not in taken else f"{name}#{info.header_offset}"


def _refused(info: ZipInfo, limits: Limits) -> NotRead | None:
    """Why a member is not unpacked."""
    if info.flag_bits & _ENCRYPTED:
        return Encrypted(
            "ไฟล์นี้ใน ZIP ตั้งรหัสผ่านไว้ แตกไฟล์ด้วยรหัสผ่านแล้วสั่งใหม่ หรือขอไฟล์ที่ไม่มีรหัส",
            "this member of the archive is protected by a password: unpack it, or ask for an archive without one",
        )
    if info.compress_type not in METHODS:
        return Unsupported(
            f"ไฟล์นี้ใน ZIP บีบอัดด้วยวิธีที่ไม่รองรับ (หมายเลข {info.compress_type}) แตกไฟล์แล้วสั่งใหม่",
            f"this member of the archive is packed in a way that is not read (method {info.compress_type}): unpack it",
        )
    if info.file_size > limits.file_bytes:
        return too_large(info.file_size, limits.file_bytes)
    if info.file_size > _LOOKED_AT and info.file_size > limits.ratio * info.compress_size:
        return TooLarge.of(
            "ratio",
            limits.ratio,
            f"แตกออกแล้วใหญ่ขึ้น {info.file_size // max(1, info.compress_size):,} เท่า",
            f"unpacked it is {info.file_size // max(1, info.compress_size):,} times as large",
        )
    return None


def _too_many(count: int, limits: Limits) -> NotRead:
    return TooLarge.of(
        "archive_members",
        limits.archive_members,
        f"มีไฟล์ภายใน {count:,} ไฟล์ อ่านเฉพาะไฟล์แรก ๆ",
        f"it has {count:,} members, of which the first were read",
    )


def _too_much(place: int, limits: Limits) -> NotRead:
    return TooLarge.of(
        "archive_bytes",
        limits.archive_bytes,
        f"แตกออกแล้วใหญ่เกินไป อ่านเฉพาะ {place:,} ไฟล์แรก",
        f"unpacked it is too large; its first {place:,} members were read",
    )


@contextmanager
def _damage() -> Iterator[None]:
    """What zipfile says of broken archives, as `Damaged`."""
    try:
        yield
    except OSError:
        raise
    except (*ZIP_ERRORS, RuntimeError) as exc:
        why = (str(exc) or type(exc).__name__).partition("\n")[0][:120]
        raise Damaged(
            f"ข้อมูลใน ZIP เสียหาย ({why}) ดาวน์โหลดใหม่หรือขอไฟล์ต้นฉบับ",
            f"its data in the ZIP archive is damaged ({why}): fetch the archive again",
        ) from exc
