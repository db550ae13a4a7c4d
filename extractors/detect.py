"""What a file is, told from its bytes and never from its name.

Old Word files are looked for first: an OLE file can carry bytes that pass for a ZIP.
"""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO, NamedTuple

from lxml import etree

from extractors import packed
from extractors.errors import Damaged, Encrypted

PDF = "application/pdf"
DOC = "application/msword"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PNG, JPEG, TIFF, BMP, WEBP = (f"image/{name}" for name in ("png", "jpeg", "tiff", "bmp", "webp"))
PICTURES = frozenset({PNG, JPEG, TIFF, BMP, WEBP})

_HEAD = 4096
_PDF_WINDOW = 1024  # what comes before "%PDF-" in honest files fits in here
_MAX_CONTENT_TYPES = 1 << 20
_MAX_CHAIN = 4096  # sectors; a directory of 16,000 entries
_NO_SECTOR = 0xFFFFFFFA

ZIP_ERRORS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    EOFError, NotImplementedError, OSError, OverflowError, ValueError,
)  # fmt: skip
"""What zipfile raises on broken archives: besides its own error those of what it calls."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_CONTENT_TYPES = "[Content_Types].xml"
_WORD_MAIN = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "application/vnd.ms-word.document.macroenabled.main+xml",
    "application/vnd.ms-word.template.macroenabledtemplate.main+xml",
}

_ENCRYPTED = (
    "ไฟล์ Word นี้ตั้งรหัสผ่านไว้ เปิดด้วย Word แล้วเอารหัสผ่านออก หรือขอไฟล์ที่ไม่มีรหัสจากหน่วยงาน",
    "This Word file is protected by a password: remove it in Word, or ask for a file without one.",
)
_BROKEN_OLE = (
    "ไฟล์ Word รุ่นเก่า (.doc) เสียหรือขาดหาย: อ่านสารบัญภายในไฟล์ไม่ได้ ดาวน์โหลดใหม่หรือขอไฟล์ต้นฉบับ",
    "An old Office file (.doc) that is cut short or damaged: its directory cannot be read. Fetch it again.",
)
_BROKEN_ZIP = (
    "ไฟล์ Word (.docx) เสียหรือขาดหาย: เปิดเป็น ZIP ไม่ได้ ดาวน์โหลดใหม่หรือขอไฟล์ต้นฉบับ",
    "A Word file (.docx) that is cut short or damaged: it does not open as a ZIP. Fetch it again.",
)
_BOMB = (
    "ไฟล์ Word ผิดปกติ: ส่วน [Content_Types].xml ใหญ่เกิน 1 MB จึงไม่เปิด ตรวจที่มาของไฟล์",
    "A Word file that is not as it should be: its [Content_Types].xml is over 1 MB. Ask where it came from.",
)


def media_type(path: Path) -> str | None:
    """The media type of a file that Prongsai reads, or None for anything else.

    Raises `Encrypted` for a Word file behind a password and `Damaged` for one whose
    container is broken, so that neither is mistaken for "not a document".
    """
    with path.open("rb") as file:
        return media_type_of(file)


def media_type_of(file: BinaryIO) -> str | None:
    """As `media_type`, of an opened file that stands at its beginning and can be sought in."""
    head = file.read(_HEAD)
    if head.startswith(_OLE):
        return _ole_type(file, head)
    if head.startswith(_ZIP):
        return DOCX if _content_types(file, head) & _WORD_MAIN else None
    return PDF if b"%PDF-" in head[:_PDF_WINDOW] else _picture_type(head)


_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
)
_BMP_HEADERS = (12, 40, 52, 56, 64, 108, 124)
"""Sizes of the header that follows the first 14 bytes: two letters alone may begin any text."""


def _picture_type(head: bytes) -> str | None:
    for magic, name in _PICTURES:
        if head.startswith(magic):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    is_bmp = head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BMP_HEADERS
    return BMP if is_bmp else None


# ---- OLE ---------------------------------------------------------------------------------


class _Entry(NamedTuple):
    """One entry of an OLE directory."""

    name: str
    left: int
    right: int
    child: int
    start: int


def _ole_type(file: BinaryIO, head: bytes) -> str | None:
    streams = _root_streams(file, head)
    if "EncryptedPackage" in streams:
        raise Encrypted(*_ENCRYPTED)
    if "WordDocument" not in streams:
        return None
    # The file information block at the start of the stream: bit 8 of the flags is fEncrypted.
    size = 1 << int.from_bytes(head[30:32], "little")
    file.seek((streams["WordDocument"].start + 1) * size)
    fib = file.read(12)
    word_magic = fib[:2] in (b"\xec\xa5", b"\xdc\xa5")
    if word_magic and int.from_bytes(fib[10:12], "little") & 0x0100:
        raise Encrypted(*_ENCRYPTED)
    return DOC


def _root_streams(file: BinaryIO, head: bytes) -> dict[str, _Entry]:
    """The names right under the root: a Word file embedded in a workbook does not count."""
    entries = _directory(file, head)
    if not entries:
        raise Damaged(*_BROKEN_OLE)
    found: dict[str, _Entry] = {}
    seen: set[int] = set()
    todo = [entries[0].child]
    while todo:
        at = todo.pop()
        if at in seen or at >= len(entries):
            continue
        seen.add(at)
        found[entries[at].name] = entries[at]
        todo += [entries[at].left, entries[at].right]
    return found


def _directory(file: BinaryIO, head: bytes) -> list[_Entry]:
    """The entries of the directory, as far as its chain of sectors can be followed."""
    shift = int.from_bytes(head[30:32], "little")
    if shift not in (9, 12) or len(head) < 512:
        return []
    size = 1 << shift
    table = _allocation_sectors(file, head, size)
    sector = int.from_bytes(head[48:52], "little")
    entries: list[_Entry] = []
    seen: set[int] = set()
    while sector < _NO_SECTOR and sector not in seen and len(seen) < _MAX_CHAIN:
        seen.add(sector)
        file.seek((sector + 1) * size)
        data = file.read(size)
        entries += [_entry(data[i : i + 128]) for i in range(0, len(data) - 127, 128)]
        part, place = divmod(sector, size // 4)
        if part >= len(table) or table[part] >= _NO_SECTOR:
            break
        file.seek((table[part] + 1) * size + place * 4)
        sector = int.from_bytes(file.read(4).ljust(4, b"\xff"), "little")
    return entries if entries and entries[0].name == "Root Entry" else []


def _allocation_sectors(file: BinaryIO, head: bytes, size: int) -> list[int]:
    """Where the sectors of the allocation table lie: 109 in the header, the rest in a chain."""
    table = list(struct.unpack_from("<109I", head, 76))
    sector = int.from_bytes(head[68:72], "little")
    seen: set[int] = set()
    while sector < _NO_SECTOR and sector not in seen and len(seen) < _MAX_CHAIN:
        seen.add(sector)
        file.seek((sector + 1) * size)
        data = file.read(size)
        if len(data) < size:
            break
        *more, sector = struct.unpack(f"<{size // 4}I", data)
        table += more
    return table


def _entry(data: bytes) -> _Entry:
    length = min(int.from_bytes(data[64:66], "little"), 64)
    name = data[: max(length - 2, 0)].decode("utf-16-le", "replace")
    left, right, child = struct.unpack_from("<3I", data, 68)
    return _Entry(name, left, right, child, struct.unpack_from("<I", data, 116)[0])


# ---- ZIP ---------------------------------------------------------------------------------


def _content_types(file: BinaryIO, head: bytes) -> set[str]:
    """The content types that the package names, in lower case; nothing else is unpacked."""
    try:
        with packed.opened(file) as archive:
            names = {n.lower(): n for n in archive.namelist()}
            if _CONTENT_TYPES.lower() not in names:
                return set()
            info = archive.getinfo(names[_CONTENT_TYPES.lower()])
            if info.flag_bits & 1:
                raise Encrypted(*_ENCRYPTED)
            if info.file_size > _MAX_CONTENT_TYPES:
                raise Damaged(*_BOMB)
            with archive.open(info) as part:
                data = part.read(info.file_size + 1)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        root = etree.fromstring(data, parser)
    except (*ZIP_ERRORS, etree.XMLSyntaxError) as exc:
        if b"[Content_Types].xml" in head or b"word/" in head:
            raise Damaged(*_BROKEN_ZIP) from exc
        return set()
    return {element.get("ContentType", "").lower() for element in root.iter("{*}Override", "{*}Default")}


# ---- for messages ------------------------------------------------------------------------


class Described(NamedTuple):
    """What bytes look like, in Thai and English, as nouns for a message."""

    th: str
    en: str
    document: bool = False
    """People write reports in such files; they can be saved as one that is read."""


_RTF = b"{\\rtf"
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (_RTF, "ไฟล์ RTF", "an RTF file"),
    (b"\x89PNG\r\n\x1a\n", "รูปภาพ PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "รูปภาพ JPEG", "a JPEG picture"),
    (b"II*\x00", "รูปภาพ TIFF", "a TIFF picture"),
    (b"MM\x00*", "รูปภาพ TIFF", "a TIFF picture"),
    (b"GIF8", "รูปภาพ GIF", "a GIF picture"),
    (b"Rar!\x1a\x07", "ไฟล์บีบอัด RAR", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "ไฟล์บีบอัด 7z", "a 7z archive"),
    (b"\x1f\x8b", "ไฟล์บีบอัด gzip", "a gzip archive"),
    (b"PK\x05\x06", "ไฟล์ ZIP ว่าง", "an empty ZIP archive"),
    (b"MZ", "โปรแกรม Windows (.exe)", "a Windows program"),
    (b"\x7fELF", "โปรแกรม", "a program"),
    (b"%!PS", "ไฟล์ PostScript", "a PostScript file"),
)
_OOXML: tuple[tuple[str, str, str], ...] = (
    ("spreadsheetml", "ตารางคำนวณ Excel (.xlsx)", "an Excel workbook (XLSX)"),
    ("ms-excel", "ตารางคำนวณ Excel (.xlsx)", "an Excel workbook (XLSX)"),
    ("presentationml", "งานนำเสนอ PowerPoint (.pptx)", "a PowerPoint presentation (PPTX)"),
    ("wordprocessingml", "เอกสาร Word (.docx)", "a Word document (DOCX)"),
)
_OLE_STREAMS: tuple[tuple[str, str, str], ...] = (
    ("WordDocument", "เอกสาร Word รุ่นเก่า (.doc)", "an old Word document (DOC)"),
    ("Workbook", "ตารางคำนวณ Excel รุ่นเก่า (.xls)", "an old Excel workbook (XLS)"),
    ("Book", "ตารางคำนวณ Excel รุ่นเก่า (.xls)", "an old Excel workbook (XLS)"),
    ("PowerPoint Document", "งานนำเสนอ PowerPoint รุ่นเก่า (.ppt)", "an old PowerPoint presentation (PPT)"),
    ("__properties_version1.0", "อีเมล Outlook (.msg)", "an Outlook message (MSG)"),
    ("EncryptedPackage", "ไฟล์ Office ที่มีรหัสผ่าน", "an Office file behind a password"),
)
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<table[\s>]", re.IGNORECASE)


def describe(path: Path) -> Described:
    """What a file is, by its bytes."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if not head:
            return Described("ไฟล์ว่าง (0 ไบต์)", "an empty file (0 bytes)")
        if head.startswith(_OLE):
            return _describe_ole(file, head)
        if head.startswith(_ZIP):
            return _describe_zip(file, head)
    for magic, th, en in _MAGIC:
        if head.startswith(magic):
            return Described(th, en, magic == _RTF)
    if (picture := _picture_type(head)) is not None:
        name = {BMP: "BMP", WEBP: "WebP"}.get(picture, "")
        return Described(f"รูปภาพ {name}".strip(), f"a {name} picture")
    if b"%PDF-" in head[:_PDF_WINDOW]:
        return Described("เอกสาร PDF", "a PDF document")
    return _describe_text(head)


def _describe_ole(file: BinaryIO, head: bytes) -> Described:
    try:
        streams = _root_streams(file, head)
    except Damaged:
        return Described("ไฟล์ Office รุ่นเก่าที่เสีย", "a damaged old Office file (OLE)")
    for name, th, en in _OLE_STREAMS:
        if name in streams:
            return Described(th, en, True)
    return Described("ไฟล์ OLE ที่ไม่ใช่เอกสาร Word", "an OLE file that is no Word document")


def _describe_zip(file: BinaryIO, head: bytes) -> Described:
    if head[30:38] == b"mimetype" and b"opendocument" in head[38:120]:
        return Described("เอกสาร OpenDocument (LibreOffice)", "an OpenDocument file (LibreOffice)", True)
    try:
        types = " ".join(_content_types(file, head))
    except (Damaged, Encrypted):
        return Described("ไฟล์ ZIP ที่เสียหรือมีรหัสผ่าน", "a ZIP archive that is damaged or locked")
    for word, th, en in _OOXML:
        if word in types:
            return Described(th, en, True)
    return Described("ไฟล์ ZIP", "a ZIP archive")


def _describe_text(head: bytes) -> Described:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    if _HTML.search(head):
        return Described("หน้าเว็บ HTML", "a web page (HTML)", True)
    if b'progid="Word.Document"' in head or b"schemas.microsoft.com/office/word/2003/wordml" in head:
        return Described("เอกสาร Word 2003 แบบ XML", "a Word 2003 XML document", True)
    if head[:64].lower().startswith(b"mime-version:"):
        return Described("หน้าเว็บแบบ MHTML", "a web archive (MHTML)", True)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"):
        return Described("ไฟล์ XML", "an XML file")
    if not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", head):
        return Described("ไฟล์ข้อความธรรมดา", "a plain text file")
    first = head[:4].hex(" ").upper()
    return Described(f"ไฟล์ที่ไม่รู้จัก (ขึ้นต้นด้วย {first})", f"an unknown kind of file (it begins with {first})")
