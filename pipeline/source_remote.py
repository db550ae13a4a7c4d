"""Files on other machines, by fsspec: `s3://bucket/folder`, `sftp://host/folder`, `https://host/report.pdf`.

fsspec comes with the extra `remote`; each protocol but a few needs a package of its own (s3fs, gcsfs, adlfs, …). Whom
they let in is settled where these packages look for it: their environment variables and files, on every machine.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast
from urllib.parse import urlsplit

from extractors.errors import NotRead
from extractors.limits import Limits
from pipeline.source import Stamp, copied, digest_of

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_USER = re.compile(r"(?<=://)[^/]*@")
_CHANGED = (
    "ETag", "etag", "md5Hash", "Content-MD5",
    "mtime", "LastModified", "last_modified", "Last-Modified", "updated", "modified", "modify", "created",
)  # fmt: skip
"""What file systems call that which changes with a file, the surest first."""


class AddressError(Exception):
    """An address that cannot be read from; `reason_th`/`reason_en` say why."""

    def __init__(self, reason_th: str, reason_en: str) -> None:
        super().__init__(reason_en)
        self.reason_th = reason_th
        self.reason_en = reason_en


@dataclass(frozen=True, slots=True)
class Remote:
    """A file on another machine."""

    address: str = field(repr=False)
    """Of its file system, as given: it may hold a password."""
    path: str
    """In its file system."""
    key: str
    """Its address without user and password."""
    size: int | None
    changed: int | None
    most: int
    """Bytes that are fetched."""

    @property
    def shown_as(self) -> str:
        return self.key

    @property
    def far(self) -> bool:
        return True

    def stamp(self) -> Stamp:
        return Stamp(self.size, self.changed)

    def open(self) -> BinaryIO:
        with _trouble():
            system, _ = _file_system(self.address)
            return cast(BinaryIO, system.open(self.path, "rb"))

    def head(self, count: int) -> bytes:
        with self.open() as file, _trouble():
            return file.read(count)

    def digest(self) -> str:
        with self.open() as file, _trouble():
            return digest_of(file)

    @contextmanager
    def local(self) -> Iterator[Path]:
        with ExitStack() as stack:
            with _trouble():
                file = stack.enter_context(self.open())
                path = stack.enter_context(copied(file, self.most))
            yield path


def is_address(text: str) -> bool:
    """Whether it is an address, and no path.

    >>> is_address("s3://bucket/folder"), is_address("C:/reports"), is_address("a.pdf")
    (True, False, False)
    """
    return _ADDRESS.match(text) is not None


def local_path(address: str) -> Path | None:
    """The path that a `file://` address means.

    >>> local_path("file:///reports/a%20b.pdf"), local_path("s3://bucket/a.pdf")
    (PosixPath('/reports/a b.pdf'), None)
    """
    parts = urlsplit(address)
    if parts.scheme.lower() != "file":
        return None
    from urllib.request import url2pathname  # it loads what speaks to servers

    return Path(url2pathname(parts.path))


def without_password(address: str) -> str:
    """The address as it may be shown.

    >>> without_password("sftp://user:secret@host/folder")
    'sftp://host/folder'
    """
    return _USER.sub("", address)


def files(address: str, limits: Limits) -> Iterator[tuple[Remote, Mapping[str, Any]]]:
    """The files below an address, or the one that it is, in order, with what their file system tells of them.

    Raises `AddressError`.
    """
    system, root = _file_system(address)
    shown = without_password(address)
    with _listing(shown):
        system.invalidate_cache()  # it would keep what an earlier run of this process saw
        about = system.info(root)
        found = {root: about}
        if about["type"] == "directory":
            found = cast(dict[str, Any], system.find(root, detail=True))
    for path, about in found.items():
        below = path[len(root) :].strip("/")
        key = f"{shown.rstrip('/')}/{below}" if below else shown
        yield Remote(address, path, key, about.get("size"), _changed(about), limits.file_bytes), about


def check(address: str) -> None:
    """Raises `AddressError` where nothing can be read from there."""
    system, root = _file_system(address)
    with _listing(without_password(address)):
        system.info(root)


@contextmanager
def _listing(shown: str) -> Iterator[None]:
    """What goes wrong when a file system is asked what it has, as `AddressError`."""
    try:
        yield
    except FileNotFoundError as exc:
        raise AddressError(f"ไม่พบ {shown} ตรวจสอบที่อยู่", f"{shown} does not exist: check the address") from exc
    except Exception as exc:
        why = _told(exc)
        raise AddressError(
            f"เปิด {shown} ไม่ได้ ({why}) ตรวจสอบที่อยู่ เครือข่าย และสิทธิ์",
            f"{shown} cannot be listed ({why}): check the address, the network, and your permissions",
        ) from exc


def _file_system(address: str) -> tuple[AbstractFileSystem, str]:
    shown = without_password(address)
    try:
        from fsspec.core import url_to_fs
    except ImportError as exc:
        raise AddressError(
            f"{shown}: อ่านจากเครื่องอื่นต้องใช้ fsspec: pip install 'prongsai[remote]'",
            f"{shown}: reading from other machines needs fsspec: pip install 'prongsai[remote]'",
        ) from exc
    if "::" in address:
        raise AddressError(
            f"{shown}: ไม่รองรับที่อยู่ที่ต่อกันด้วย ::", f"{shown}: addresses chained by :: are not read"
        )
    try:
        system, root = url_to_fs(address)
    except ImportError as exc:
        raise AddressError(
            f"{shown}: ขาดโปรแกรมสำหรับที่อยู่แบบนี้ ({exc})",
            f"{shown}: a package for this kind of address is missing ({exc})",
        ) from exc
    except ValueError as exc:
        raise AddressError(
            f"{shown}: ไม่รู้จักที่อยู่แบบนี้ ({exc})", f"{shown}: an address of an unknown kind ({exc})"
        ) from exc
    except Exception as exc:  # a file system that asks its server at once
        why = _told(exc)
        raise AddressError(f"เปิด {shown} ไม่ได้ ({why})", f"{shown} cannot be opened ({why})") from exc
    return system, root


def _changed(about: Mapping[str, Any]) -> int | None:
    """A number that changes with the file, from what its file system tells of it."""
    told = next((about[name] for name in _CHANGED if about.get(name)), None)
    if told is None:
        return None
    return int.from_bytes(hashlib.sha256(str(told).encode()).digest()[:8]) >> 1


@contextmanager
def _trouble() -> Iterator[None]:
    """Whatever a file system's library says, as `OSError`: its own errors may not go from process to process."""
    try:
        yield
    except (OSError, NotRead):
        raise
    except AddressError as exc:
        raise OSError(exc.reason_en) from exc
    except Exception as exc:
        raise OSError(_told(exc)) from exc


def _told(exc: Exception) -> str:
    return without_password(f"{type(exc).__name__}: {exc}".partition("\n")[0][:200])
