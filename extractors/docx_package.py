"""The parts of a DOCX file: ZIP entries as XML trees, and how they refer to each other.

python-docx's own opening refuses honest files (macro-enabled ones, Strict ones, links to parts
that are missing) and puts no limit on what it unpacks, so the parts are read here; its names for
tags, relationships and parts are used throughout.
"""

from __future__ import annotations

import re
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.oxml.ns import qn
from lxml import etree

from extractors import packed
from extractors.detect import ZIP_ERRORS
from extractors.errors import Damaged, Encrypted, TooLarge, Unsupported
from extractors.limits import DEFAULT, Limits

Element = Any
"""An lxml element; lxml ships no types."""

_SMALL = 2**20
"""Whatever its ratio, a part of fewer bytes harms nobody."""

_DTD = tuple("<!DOCTYPE".encode(coding) for coding in ("ascii", "utf-16-le", "utf-16-be"))
"""Word writes none; what it could do is read other files and grow without end."""

_TRANSITIONAL = {
    b"wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    b"officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    b"drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
    b"drawingml/picture": b"http://schemas.openxmlformats.org/drawingml/2006/picture",
    b"drawingml/wordprocessingDrawing": (
        b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    ),
}
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(" + b"|".join(_TRANSITIONAL) + rb")(?=[\"'/])")

_AGAIN_TH = "ลองเปิดด้วย Word แล้วบันทึกใหม่ หรือขอไฟล์ต้นฉบับจากหน่วยงาน"
_AGAIN_EN = "Open it in Word and save it again, or ask for the original."


class Relationship(NamedTuple):
    """A reference from one part to another."""

    kind: str
    """The relationship type, a URL."""
    part: str
    """Name of the part that is meant: "/word/header1.xml"."""


class Package:
    """A DOCX file opened for reading. Use it in a `with` statement."""

    def __init__(self, path: Path, limits: Limits = DEFAULT) -> None:
        self.limits = limits
        self._file = path.open("rb")
        try:
            self._zip = packed.opened(self._file)
        except ZIP_ERRORS as exc:
            self._file.close()
            raise Damaged(
                f"ไฟล์ Word (.docx) เสียหรือขาดหาย: เปิดเป็น ZIP ไม่ได้ {_AGAIN_TH}",
                f"A damaged Word file (.docx): it does not open as a ZIP. {_AGAIN_EN}",
            ) from exc
        # Some producers write "word\document.xml" or another case.
        self._names = {"/" + n.replace("\\", "/").lower(): n for n in self._zip.namelist()}
        self._left = limits.unpacked_bytes
        self._too_deep = etree.XPath("/*" * (limits.nesting + 1))
        try:
            self.main = self._main_part()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def xml(self, part: str) -> Element | None:
        """The root element of a part, or None where the file has no such part."""
        name = self._names.get(part.lower())
        if name is None:
            return None
        data = self._read(name)
        if any(mark in data for mark in _DTD):
            raise _with_dtd(name)
        data = _STRICT.sub(lambda m: _TRANSITIONAL[m[1]], data)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as exc:
            if "depth" in exc.msg:
                raise self._nested(name) from exc
            raise Damaged(
                f"ไฟล์ Word เสีย: ส่วน {name} ไม่ใช่ XML ที่ถูกต้อง ({exc.msg}) {_AGAIN_TH}",
                f"A damaged Word file: its part {name} is not sound XML ({exc.msg}). {_AGAIN_EN}",
            ) from exc
        if root.getroottree().docinfo.internalDTD is not None:  # in a coding that was not thought of
            raise _with_dtd(name)
        if self._too_deep(root):
            raise self._nested(name)
        return root

    def _nested(self, name: str) -> TooLarge:
        most = self.limits.nesting
        return TooLarge.of(
            "nesting",
            most,
            f"ไฟล์ Word: ส่วน {name} ซ้อนกันลึก",
            f"a Word file: its part {name} is nested deeply",
        )

    def data(self, part: str) -> bytes | None:
        """The bytes of a part that is no XML, or None where the file has no such part."""
        name = self._names.get(part.lower())
        return None if name is None else self._read(name)

    def relationships(self, part: str) -> dict[str, Relationship]:
        """What a part ("/" for the package) refers to inside the file, by relationship id."""
        uri = PackURI(part)
        root = self.xml(uri.rels_uri)
        found: dict[str, Relationship] = {}
        if root is None:
            return found
        for rel in root.iter("{*}Relationship"):
            target = rel.get("Target", "")
            if target and rel.get("TargetMode") != "External":
                found[rel.get("Id", "")] = Relationship(
                    rel.get("Type", ""), PackURI.from_rel_ref(uri.baseURI, target)
                )
        return found

    def related(self, part: str, kind: str) -> Element | None:
        """The root of the first part of this relationship type that `part` refers to."""
        for rel in self.relationships(part).values():
            if rel.kind == kind:
                return self.xml(rel.part)
        return None

    def _main_part(self) -> str:
        """Name of the main document: where the package says, else where Word puts it."""
        named = [r.part for r in self.relationships("/").values() if r.kind == RT.OFFICE_DOCUMENT]
        for part in (*named, "/word/document.xml"):
            if part.lower() in self._names:
                return part
        raise Damaged(
            f"ไฟล์ Word เสีย: ไม่มีเนื้อเอกสาร (word/document.xml) {_AGAIN_TH}",
            f"A damaged Word file: its text (word/document.xml) is missing. {_AGAIN_EN}",
        )

    def _read(self, name: str) -> bytes:
        info = self._zip.getinfo(name)
        if info.flag_bits & 1:
            raise Encrypted(
                "ไฟล์ Word นี้ถูกเข้ารหัสแบบ ZIP ขอไฟล์ที่ไม่มีรหัสจากหน่วยงาน",
                "This Word file is encrypted as a ZIP: ask for a file without a password.",
            )
        if info.file_size > _SMALL and info.file_size > info.compress_size * self.limits.ratio:
            raise TooLarge.of(
                "ratio",
                self.limits.ratio,
                f"ไฟล์ Word ผิดปกติ: ส่วน {name} ขยายออกเป็น {info.file_size / max(info.compress_size, 1):,.0f} เท่า",
                f"a Word file that is not as it should be: its part {name} unpacks to "
                f"{info.file_size / max(info.compress_size, 1):,.0f} times its size",
            )
        self._left -= info.file_size
        if self._left < 0:
            raise TooLarge.of(
                "unpacked_bytes",
                self.limits.unpacked_bytes,
                f"ไฟล์ Word ใหญ่เกินไปเมื่อแตกออก (ที่ {name})",
                f"a Word file that unpacks to too many bytes (at {name})",
            )
        return self._unpacked(name)

    def _unpacked(self, name: str) -> bytes:
        info = self._zip.getinfo(name)
        try:
            with self._zip.open(info) as entry:
                # With a size, zipfile unpacks no more than that, whatever the entry really holds.
                return entry.read(info.file_size + 1)
        except ZIP_ERRORS as exc:
            raise Damaged(
                f"ไฟล์ Word เสีย: แตกส่วน {name} ไม่ได้ {_AGAIN_TH}",
                f"A damaged Word file: its part {name} cannot be unpacked. {_AGAIN_EN}",
            ) from exc


def _with_dtd(name: str) -> Damaged:
    return Damaged(
        f"ไฟล์ Word ผิดปกติ: ส่วน {name} มี DTD ซึ่ง Word ไม่เคยเขียน จึงไม่เปิด ตรวจที่มาของไฟล์",
        f"A Word file that is not as it should be: its part {name} has a DTD, which Word never writes. "
        "It was not opened: ask where it came from.",
    )


def body_of(root: Element | None) -> Element:
    """The body of a main document part."""
    body = None if root is None else root.find(qn("w:body"))
    if body is not None:
        return body
    if root is not None and "purl.oclc.org" in root.tag:
        raise Unsupported(
            "เอกสาร Word แบบ Strict Open XML รุ่นที่อ่านไม่ได้ เปิดด้วย Word แล้วบันทึกเป็น .docx ธรรมดา",
            "A Strict Open XML document of a kind that is not read: save it as a plain .docx in Word.",
        )
    raise Damaged(
        f"ไฟล์ Word เสีย: word/document.xml ไม่มีเนื้อเอกสาร (w:body) {_AGAIN_TH}",
        f"A damaged Word file: word/document.xml has no w:body. {_AGAIN_EN}",
    )


def value(element: Element | None, path: str) -> str | None:
    """The w:val of the element at a path of w: names ("pPr/jc"), or None."""
    for name in path.split("/"):
        if element is None:
            return None
        element = element.find(qn("w:" + name))
    return None if element is None else element.get(qn("w:val"))


def integer(text: str | None, default: int, lowest: int = 0, highest: int = 32767) -> int:
    """An attribute as a number within bounds; `default` where it is none."""
    try:
        number = int(text) if text is not None else default
    except ValueError:
        return default
    return min(max(number, lowest), highest)


def switch(parent: Element | None, name: str) -> bool | None:
    """An on/off property such as w:vanish: None where it is not given at all."""
    element = None if parent is None else parent.find(qn("w:" + name))
    if element is None:
        return None
    return element.get(qn("w:val"), "1") not in ("0", "false", "off")
