"""Copies of documents, damaged as transfers, disks and programs damage them; and as nobody would but to do harm."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from random import Random

_OBJECT = re.compile(rb"\d+ \d+ obj\b.*?\bendobj\s", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_NUMBER = re.compile(rb"(?<=[ /\[])\d+(?=[ /\]>])")


def truncated(data: bytes, random: Random) -> bytes:
    """Cut short, anywhere."""
    return data[: random.randrange(len(data))]


def flipped(data: bytes, random: Random) -> bytes:
    """From one to a thousand bytes are others."""
    out = bytearray(data)
    for _ in range(random.choice((1, 10, 100, 1000))):
        out[random.randrange(len(out))] = random.randrange(256)
    return bytes(out)


def zeroed(data: bytes, random: Random) -> bytes:
    """A part of it are zeros, as after a lost block of a disk."""
    start = random.randrange(len(data))
    length = random.choice((16, 512, 4096, 65536))
    return data[:start] + bytes(len(data[start : start + length])) + data[start + length :]


def moved(data: bytes, random: Random) -> bytes:
    """A part of it stands somewhere else."""
    a, b, c = sorted(random.randrange(len(data)) for _ in range(3))
    return data[:a] + data[b:c] + data[a:b] + data[c:]


def doubled(data: bytes, random: Random) -> bytes:
    """A part of it comes twice."""
    a, b = sorted(random.randrange(len(data)) for _ in range(2))
    return data[:b] + data[a:b] + data[b:]


def object_dropped(data: bytes, random: Random) -> bytes:
    """A PDF without one of its objects."""
    found = list(_OBJECT.finditer(data))
    if not found:
        return truncated(data, random)
    gone = random.choice(found)
    return data[: gone.start()] + data[gone.end() :]


def stream_cut(data: bytes, random: Random) -> bytes:
    """A PDF with one stream that ends early; the others stand where they stood."""
    found = [match for match in _STREAM.finditer(data) if len(match[1]) > 1]
    if not found:
        return flipped(data, random)
    cut = random.choice(found)
    at = random.randrange(cut.start(1), cut.end(1))
    return data[:at] + b" " * (cut.end(1) - at) + data[cut.end(1) :]


def numbers_changed(data: bytes, random: Random) -> bytes:
    """A PDF with some numbers that are others: lengths, references, sizes, counts."""
    chosen = set(random.sample(range(400), 5))
    count = -1

    def other(match: re.Match[bytes]) -> bytes:
        nonlocal count
        count += 1
        return (
            str(random.choice((0, 1, 7, 2**15, 2**31 - 1, 2**40))).encode() if count in chosen else match[0]
        )

    return _NUMBER.sub(other, data)


def member_removed(data: bytes, random: Random) -> bytes:
    """A DOCX without one of its parts."""
    return _repacked(data, random, lambda part: None)


def member_damaged(data: bytes, random: Random) -> bytes:
    """A DOCX with one part that was damaged before it was packed."""
    return _repacked(data, random, lambda part: random.choice((truncated, flipped, moved))(part, random))


def _repacked(data: bytes, random: Random, change: Callable[[bytes], bytes | None]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = [info.filename for info in old.infolist() if info.file_size > 1]
        chosen = random.choice(names)
        for name in names:
            part: bytes | None = old.read(name)
            if name == chosen:
                part = change(part or b"")
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()


Mutation = Callable[[bytes, Random], bytes]

_ANY: tuple[Mutation, ...] = (truncated, flipped, zeroed, moved, doubled)
_BY_SUFFIX: dict[str, tuple[Mutation, ...]] = {
    ".pdf": (*_ANY, object_dropped, stream_cut, numbers_changed),
    ".docx": (*_ANY, member_removed, member_damaged),
}


def mutations(suffix: str) -> tuple[Mutation, ...]:
    """What can be done to files of this kind."""
    return _BY_SUFFIX.get(suffix, _ANY)
