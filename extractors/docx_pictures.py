"""Pictures in a DOCX: how large they are shown, and those as large as a page as pages."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from docx.oxml.ns import nsmap, qn

from extractors import pictures, scan
from extractors.compose import RawPage, compose
from extractors.document import Block, Page, Recognition
from extractors.docx_package import Element, Package, Relationship, integer
from extractors.errors import NotRead
from extractors.image import lost, read
from extractors.pdf import FEW_LETTERS

EMU = 914400
"""English Metric Units to an inch."""
_TWIPS = 1440
_A4 = (8.27, 11.69)
_PAGE = 0.4
"""A picture over so much of the paper is a page; photographs between paragraphs cover a third and less."""
_UNITS = {"in": 1.0, "pt": 72.0, "px": 96.0, "cm": 2.54, "mm": 25.4, "pc": 6.0}
_LENGTH = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([\d.]+)(in|pt|px|cm|mm|pc)\s*(?=;|$)")

_VML = "urn:schemas-microsoft-com:vml"
_GROUP = "{http://schemas.microsoft.com/office/word/2010/wordprocessingGroup}grpSpPr"
_SHAPE, _IMAGE_DATA = f"{{{_VML}}}shape", f"{{{_VML}}}imagedata"
_XFRM, _EXT, _CHILD_EXT = (f"{{{nsmap['a']}}}{name}" for name in ("xfrm", "ext", "chExt"))

HOLDERS = frozenset({qn("wp:inline"), qn("wp:anchor"), _SHAPE})
"""Elements that place pictures."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture where it stands in the text."""

    reference: str
    """The id of the relationship to its part; empty where it is not in the file."""
    width: float
    """Inches, as it is shown."""
    height: float
    crop: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """The shares cut off at left, top, right and bottom."""


def drawn_in(holder: Element) -> Iterator[Drawn]:
    """The pictures of one of HOLDERS, but for those in its text boxes."""
    if holder.tag == _SHAPE:
        size = {name: float(n) / _UNITS[unit] for name, n, unit in _LENGTH.findall(holder.get("style", ""))}
        for data in holder.iterchildren(_IMAGE_DATA):
            yield Drawn(data.get(qn("r:id"), ""), size.get("width", 0.0), size.get("height", 0.0))
        return
    extent = holder.find(qn("wp:extent"))
    whole = _size(extent)
    found = list(_pictures(holder))
    for picture in found:
        blip = picture.find(f".//{qn('a:blip')}")
        if blip is None:
            continue
        shown = whole
        if len(found) > 1:
            shown = _in_group(holder, picture, whole)
        crop = _crop(picture.find(f".//{qn('a:srcRect')}"))
        yield Drawn(blip.get(qn("r:embed"), ""), *shown, crop)


def paper(body: Element) -> float:
    """Square inches of the document's paper."""
    size = body.find(f".//{qn('w:sectPr')}/{qn('w:pgSz')}")
    if size is None:
        return _A4[0] * _A4[1]
    across, down = (integer(size.get(qn(f"w:{side}")), 0) / _TWIPS for side in "wh")
    return across * down or _A4[0] * _A4[1]


def pages_of(
    items: Sequence[Block | Drawn],
    paper: float,
    package: Package,
    parts: dict[str, Relationship],
    how: Recognition,
) -> Iterator[Page]:
    """The text and the pictures as large as a page, in order: text on pages without a number, pictures with theirs."""
    wanted = [item for item in items if isinstance(item, Drawn) and item.width * item.height >= _PAGE * paper]
    number = 0
    text: list[Block] = []
    run: list[tuple[RawPage, NotRead | None]] = []
    n_pages = 0
    for item in items:
        if not isinstance(item, Drawn):
            if run:
                yield from _composed(run)
                run = []
            text.append(item)
            continue
        if item not in wanted:
            continue
        number += 1
        if scan.wanted(how):
            how.tell(number, len(wanted))
        page = _page(item, number, package, parts, how)
        if page is None:
            continue
        if text:
            yield Page(None, None, None, tuple(text))
            text = []
        run.append(page)
        n_pages += 1
    yield from _composed(run)
    if text or not n_pages:
        yield Page(None, None, None, tuple(text))


def _composed(run: list[tuple[RawPage, NotRead | None]]) -> Iterator[Page]:
    """Pictures that follow each other: what goes on over their edges is put together."""
    for page, (_, why) in zip(compose([raw for raw, _ in run]), run, strict=True):
        yield page if why is None else replace(page, problem=(why.reason_th, why.reason_en))


def _page(
    item: Drawn, number: int, package: Package, parts: dict[str, Relationship], how: Recognition
) -> tuple[RawPage, NotRead | None] | None:
    """A picture as a page; None for one with hardly a letter, a photograph."""
    part = parts.get(item.reference)
    try:
        data = None if part is None else package.data(part.part)
        if data is None:
            raise NotRead("ภาพไม่ได้อยู่ในไฟล์", "the picture is not in the file")
        _refuse_drawings(data)
        with pictures.opened(io.BytesIO(data), f"picture {number}", how.limits) as opened:
            sheet = opened.sheet(0, item.crop, (item.width, item.height))
    except NotRead as exc:
        return lost(number), exc
    page = read(sheet, number, how)
    hardly = page.layer is None or page.layer.quality.signs < FEW_LETTERS
    return None if hardly and scan.wanted(how) else (page, None)


def _refuse_drawings(data: bytes) -> None:
    """Raise for the drawing formats of Windows, which hold strokes and no picture."""
    if data[40:44] == b" EMF" or data[:4] == b"\xd7\xcd\xc6\x9a":
        raise NotRead(
            "เป็นภาพลายเส้นแบบ EMF/WMF ซึ่งอ่านไม่ได้ บันทึกไฟล์ Word เป็น PDF แล้วลองใหม่",
            "a drawing of Windows (EMF or WMF), which is not read: save the Word file as PDF and try again",
        )


def _pictures(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == qn("pic:pic"):
            yield child
        elif child.tag != qn("w:txbxContent"):
            yield from _pictures(child)


def _in_group(holder: Element, picture: Element, whole: tuple[float, float]) -> tuple[float, float]:
    """The size of one picture of a group, whose own units are those of the group."""
    own = _size(picture.find(f".//{_XFRM}/{_EXT}"))
    group = holder.find(f".//{_GROUP}/{_XFRM}/{_CHILD_EXT}")
    units = _size(group) if group is not None else whole
    if not all(units):
        return 0.0, 0.0
    return own[0] * whole[0] / units[0], own[1] * whole[1] / units[1]


def _size(element: Element | None) -> tuple[float, float]:
    """Inches of an extent."""
    if element is None:
        return 0.0, 0.0
    most = 2**31 - 1
    return tuple(integer(element.get(side), 0, highest=most) / EMU for side in ("cx", "cy"))  # type: ignore[return-value]


def _crop(element: Element | None) -> tuple[float, float, float, float]:
    if element is None:
        return 0.0, 0.0, 0.0, 0.0
    left, top, right, bottom = (integer(element.get(s), 0, highest=100_000) / 100_000 for s in "ltrb")
    sound = left + right < 1 and top + bottom < 1
    return (left, top, right, bottom) if sound else (0.0, 0.0, 0.0, 0.0)
