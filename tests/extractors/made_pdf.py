"""Small PDF files whose glyphs, places and codes a test chooses one by one.

The font is made here: boxes for letters, smaller boxes over and under for marks, as Thai fonts place them. What
a glyph stands for in the PDF's own map to Unicode is the test's to say, so a file can say less than it shows,
or something else.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

EM = 1000
SIZE = 16.0
Box = tuple[int, int, int, int]

CONSONANTS = "".join(map(chr, range(0x0E01, 0x0E2F)))
LEADING = "เแโใไ"
ABOVE = "ัิีึื็ํ"
TONES = "่้๊๋์"
BELOW = "ุู"
OTHERS = (
    "ะาๆฯ" + "๐๑๒๓๔๕๖๗๘๙" + "0123456789" + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" + ".,-~^#%"
)
MOVED_TONE = "moved"
"""The glyph of MAI THO moved to the left, which the font puts in for another and no code stands for."""


def font() -> bytes:
    """A TrueType font with these letters, a character map and one substitution."""
    return _made()[0]


@cache
def _made() -> tuple[bytes, dict[str, tuple[int, int]]]:
    """The font, and by letter (or the name of one without) the number and advance of its glyph."""
    shapes: dict[str, list[Box]] = {".notdef": [], "space": []}
    advances = {".notdef": 500, "space": 300}
    codes = {0x20: "space"}

    def add(letters: str, advance: int, *boxes: Box) -> None:
        for letter in letters:
            name = f"uni{ord(letter):04X}"
            shapes[name], advances[name], codes[ord(letter)] = list(boxes), advance, name

    add(CONSONANTS + OTHERS, 500, (30, 0, 470, 500))
    add(LEADING, 300, (30, 0, 270, 700))
    add(ABOVE, 0, (-280, 560, -20, 700))
    add(TONES, 0, (-200, 720, -40, 850))
    add("ุ", 0, (-200, -220, -60, -40))
    add("ู", 0, (-340, -220, -60, -40))
    add("ำ", 500, (-280, 560, -20, 700), (30, 0, 470, 500))
    shapes[MOVED_TONE], advances[MOVED_TONE] = [(-300, 720, -140, 850)], 0
    builder = FontBuilder(EM)
    builder.setupGlyphOrder(list(shapes))
    builder.setupCharacterMap(codes)
    builder.setupGlyf({name: _outline(boxes) for name, boxes in shapes.items()})
    lefts = {name: min((b[0] for b in boxes), default=0) for name, boxes in shapes.items()}
    builder.setupHorizontalMetrics({name: (advances[name], lefts[name]) for name in shapes})
    builder.setupHorizontalHeader(ascent=900, descent=-300)
    builder.setupNameTable({"familyName": "Made", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=900, sTypoDescender=-300)
    builder.setupPost(keepGlyphNames=False)
    addOpenTypeFeaturesFromString(builder.font, f"feature ccmp {{ sub uni0E49 by {MOVED_TONE}; }} ccmp;")
    out = io.BytesIO()
    builder.save(out)
    numbers = {name: number for number, name in enumerate(shapes)}
    glyphs = {chr(code): (numbers[name], advances[name]) for code, name in codes.items()}
    return out.getvalue(), glyphs | {MOVED_TONE: (numbers[MOVED_TONE], 0)}


def _outline(boxes: Iterable[Box]) -> object:
    pen = TTGlyphPen(None)
    for x0, y0, x1, y1 in boxes:
        pen.moveTo((x0, y0))
        for point in ((x0, y1), (x1, y1), (x1, y0)):
            pen.lineTo(point)
        pen.closePath()
    return pen.glyph()


def _glyphs() -> dict[str, tuple[int, int]]:
    return _made()[1]


@dataclass(frozen=True)
class Text:
    """Glyphs one after another from a point, which is given in points from the lower left corner."""

    x: float
    y: float
    glyphs: Sequence[str]
    size: float = SIZE


def width(glyphs: Sequence[str], size: float = SIZE) -> float:
    """How far glyphs go, in points."""
    return sum(_glyphs()[glyph][1] for glyph in glyphs) * size / EM


@dataclass(frozen=True)
class MadePage:
    texts: Sequence[Text]
    picture: bool = False
    """A grey picture over the whole page, under the text."""


@dataclass
class _File:
    objects: list[bytes] = field(default_factory=list)

    def add(self, body: bytes) -> int:
        self.objects.append(body)
        return len(self.objects)

    def stream(self, data: bytes, entries: str = "") -> int:
        packed = zlib.compress(data)
        return self.add(
            f"<< {entries} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode()
            + packed
            + b"\nendstream"
        )

    def save(self, path: Path, root: int) -> None:
        out = bytearray(b"%PDF-1.7\n")
        places = []
        for number, body in enumerate(self.objects, 1):
            places.append(len(out))
            out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
        start = len(out)
        out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
        out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
        out += f"trailer\n<< /Size {len(places) + 1} /Root {root} 0 R >>\nstartxref\n{start}\n%%EOF".encode()
        path.write_bytes(bytes(out))


def make(
    path: Path, pages: Sequence[MadePage], said: Mapping[str, str] | None = None, mapped: bool = True
) -> Path:
    """Write a PDF of A4 pages. `said` is what glyphs stand for where the map to Unicode says something else
    than what they are; without `mapped` there is no such map."""
    file = _File()
    glyphs = _glyphs()
    program = font()
    embedded = file.stream(program, f"/Length1 {len(program)}")
    descriptor = file.add(
        f"<< /Type /FontDescriptor /FontName /AAAAAA+Made /Flags 4 /FontBBox [-300 -300 1000 900] /ItalicAngle 0"
        f" /Ascent 900 /Descent -300 /CapHeight 700 /StemV 80 /FontFile2 {embedded} 0 R >>".encode()
    )
    widths = " ".join(f"{number} [{advance}]" for number, advance in sorted(glyphs.values()))
    cid = file.add(
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Made /CIDToGIDMap /Identity"
        f" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        f" /FontDescriptor {descriptor} 0 R /DW 500 /W [{widths}] >>".encode()
    )
    to_unicode = ""
    if mapped:
        meant = {number: (said or {}).get(letter, letter) for letter, (number, _) in glyphs.items()}
        to_unicode = f"/ToUnicode {file.stream(_map(meant))} 0 R"
    used = file.add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Made /Encoding /Identity-H"
        f" /DescendantFonts [{cid} 0 R] {to_unicode} >>".encode()
    )
    grey = file.stream(
        b"\x90" * 100,
        "/Type /XObject /Subtype /Image /Width 10 /Height 10 /ColorSpace /DeviceGray /BitsPerComponent 8",
    )
    parent = len(file.objects) + 2 * len(pages) + 1
    kids = []
    for page in pages:
        drawn = "q 595 0 0 842 0 0 cm /P Do Q\n" if page.picture else ""
        drawn += "".join(map(_drawn, page.texts))
        content = file.stream(drawn.encode())
        kids.append(
            file.add(
                f"<< /Type /Page /Parent {parent} 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R"
                f" /Resources << /Font << /F {used} 0 R >> /XObject << /P {grey} 0 R >> >> >>".encode()
            )
        )
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    file.add(f"<< /Type /Pages /Kids [{listed}] /Count {len(kids)} >>".encode())
    file.save(path, file.add(f"<< /Type /Catalog /Pages {parent} 0 R >>".encode()))
    return path


def _drawn(text: Text) -> str:
    glyphs = _glyphs()
    codes = "".join(f"{glyphs[glyph][0]:04X}" for glyph in text.glyphs)
    return f"BT /F {text.size} Tf {text.x:.3f} {text.y:.3f} Td <{codes}> Tj ET\n"


def _map(meant: Mapping[int, str]) -> bytes:
    rows = [f"<{number:04X}> <{text.encode('utf-16-be').hex()}>" for number, text in meant.items() if text]
    blocks = [rows[i : i + 100] for i in range(0, len(rows), 100)]
    listed = "\n".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar" for b in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Made def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{listed}\nendcmap end end"
    ).encode()
