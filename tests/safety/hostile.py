"""Files that would harm a careless reader, made by code: none of them lies in the repository."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="m" Type="{_OFFICE}/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)

# ---- DOCX ---------------------------------------------------------------------------------


def body(content: str, before: str = "") -> bytes:
    """A main part with this content; `before` stands in front of its root."""
    return f'{before}<w:document xmlns:w="{_W}"><w:body>{content}</w:body></w:document>'.encode()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def docx(path: Path, document: bytes | None, more: dict[str, bytes] | None = None) -> Path:
    """A DOCX of this main part; None leaves it out."""
    parts = {"[Content_Types].xml": _TYPES.encode(), "_rels/.rels": _RELS.encode(), **(more or {})}
    if document is not None:
        parts["word/document.xml"] = document
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def billion_laughs(path: Path) -> Path:
    """Ten entities, each ten times the one before: a gigabyte of laughs."""
    tens = (f'<!ENTITY l{n} "' + f"&l{n - 1};" * 10 + '">' for n in range(1, 10))
    entities = '<!ENTITY l0 "lol">' + "".join(tens)
    return docx(path, body(paragraph("&l9;"), f"<!DOCTYPE d [{entities}]>"))


def reads_a_file(path: Path, secret: Path, coding: str = "utf-8") -> Path:
    """An external entity that is another file of the machine."""
    text = body(paragraph("&e;"), f'<!DOCTYPE d [<!ENTITY e SYSTEM "{secret.as_uri()}">]>').decode()
    return docx(path, f'<?xml version="1.0" encoding="{coding}"?>{text}'.encode(coding))


def strict(path: Path) -> Path:
    """What Word saves as Strict Open XML Document."""
    transitional = "http://schemas.openxmlformats.org/"
    text = body(paragraph("รายงานผล")).decode()
    main = text.replace(_W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    rels = _RELS.replace(
        f"{_OFFICE}/relationships/", "http://purl.oclc.org/ooxml/officeDocument/relationships/"
    )
    assert transitional not in main
    return docx(path, main.encode(), {"_rels/.rels": rels.encode()})


def table_of(path: Path, rows: int, columns: int) -> Path:
    row = "<w:tr>" + f"<w:tc>{paragraph('ก')}</w:tc>" * columns + "</w:tr>"
    return docx(path, body(f"<w:tbl>{row * rows}</w:tbl>"))


def nested(path: Path, levels: int) -> Path:
    return docx(
        path, body("<w:sdt><w:sdtContent>" * levels + paragraph("ก") + "</w:sdtContent></w:sdt>" * levels)
    )


def zip_bomb(path: Path, size: int = 10 * 2**30, said: int | None = None) -> Path:
    """A DOCX whose main part unpacks to so many bytes of blanks; `said` is what its header says instead."""
    block = 1 << 20
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(b" " * block) + packer.flush(zlib.Z_FULL_FLUSH)  # such blocks can be repeated
    data = packed * (size // block) + packer.flush()
    return _with_entry(docx(path, None), "word/document.xml", data, size if said is None else said)


def _with_entry(path: Path, name: str, data: bytes, size: int) -> Path:
    """Put a packed entry into an archive as it is; its sizes are written as large archives write them."""
    old = path.read_bytes()
    at = old.rindex(b"PK\x05\x06")
    count, length, start = struct.unpack_from("<HLL", old, at + 10)
    encoded = name.encode()
    extra = struct.pack("<HHQQ", 1, 16, size, len(data))
    common = struct.pack(
        "<HHHHHLLLHH", 45, 0, 8, 0, 0x21, 0, 0xFFFFFFFF, 0xFFFFFFFF, len(encoded), len(extra)
    )
    entry = b"PK\x03\x04" + common + encoded + extra + data
    more = b"PK\x01\x02" + struct.pack("<H", 45) + common
    more += struct.pack("<HHHLL", 0, 0, 0, 0, start) + encoded + extra
    end = b"PK\x05\x06" + struct.pack(
        "<4H2LH", 0, 0, count + 1, count + 1, length + len(more), start + len(entry), 0
    )
    path.write_bytes(old[:start] + entry + old[start : start + length] + more + end)
    return path


def endless_directory(path: Path, entries: int) -> Path:
    """A ZIP of so many empty entries, all of them the same bytes of the file, with a Word file's first name."""
    name = b"[Content_Types].xml"
    common = struct.pack("<HHHHHLLLHH", 20, 0, 0, 0, 0x21, 0, 0, 0, len(name), 0)
    entry = b"PK\x03\x04" + common + name
    listed = b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHLL", 0, 0, 0, 0, 0) + name
    directory = listed * entries
    end = b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 0xFFFF, 0xFFFF, len(directory), len(entry), 0)
    path.write_bytes(entry + directory + end)
    return path


# ---- pictures -----------------------------------------------------------------------------


def png(width: int, height: int) -> bytes:
    """A white picture of one bit a pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    row = b"\0" + b"\xff" * -(-width // 8)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">LLBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


# ---- PDF ----------------------------------------------------------------------------------

_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"


def pdf(path: Path, objects: Iterable[bytes]) -> Path:
    """A PDF of these objects, numbered from 1; the first is its catalog."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, start)
    path.write_bytes(bytes(out))
    return path


def stream(data: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    head = b"<< %s /Filter /FlateDecode /Length %d >>\nstream\n" % (entries, len(packed))
    return head + packed + b"\nendstream"


def pages(path: Path, contents: Sequence[bytes], catalog: bytes = CATALOG, size: int = 1000) -> Path:
    """A PDF with a square page for each of these contents, in points; its font is /F."""
    count = len(contents)
    kids = b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(count))
    objects = [catalog, b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count), _FONT]
    for n, content in enumerate(contents):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Resources << /Font << /F 3 0 R >> >> "
            b"/Contents %d 0 R >>" % (size, size, 5 + 2 * n),
            stream(content),
        ]
    return pdf(path, objects)


def words(text: str) -> bytes:
    """The content of a page that says this, in Latin letters."""
    return b"BT /F 12 Tf 72 720 Td (%s) Tj ET" % text.encode("latin-1")


def many_glyphs(count: int) -> bytes:
    """The content of a page with so many letters, a point each."""
    line = b"(" + b"abcdefghi " * 100 + b") Tj 0 -1 Td\n"
    return b"BT /F 1 Tf 10 999 Td " + line * (count // 1000) + b"ET"


def ruled(lines: int) -> bytes:
    """The content of a page with so many lines each way, and a word."""
    at = [b"%d" % (3 * n) for n in range(lines)]
    end = b"%d" % (3 * lines)
    level = b"".join(b"0 %s m %s %s l S\n" % (y, end, y) for y in at)
    upright = b"".join(b"%s 0 m %s %s l S\n" % (x, x, end) for x in at)
    return words("a table") + b"\n" + level + upright


def many_pages(path: Path, count: int) -> Path:
    kids = b" ".join(b"%d 0 R" % (3 + n) for n in range(count))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    return pdf(path, [CATALOG, b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count), *[page] * count])


def page_tree_loop(path: Path, kids: bytes) -> Path:
    """Pages whose kids (`2 0 R` is their own node) go round."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 4 0 R >> >> /Contents 5 0 R >>"
    tree = b"<< /Type /Pages /Kids [%s] /Count 5 >>" % kids
    return pdf(path, [CATALOG, tree, page, _FONT, stream(words("still here"))])


def picture_page(path: Path, width: int, height: int) -> Path:
    """A page that is one picture of so many pixels, beside a page of words."""
    row = b"\xff" * -(-width // 8)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    image = b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 1 " % (width, height)
    image += b"/ColorSpace /DeviceGray /Filter /FlateDecode /Length %d >>\nstream\n" % len(data)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << %s >> /Contents %d 0 R >>"
    return pdf(
        path,
        [
            CATALOG,
            b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
            page % (b"/XObject << /I 7 0 R >>", 5),
            page % (b"/Font << /F 8 0 R >>", 6),
            stream(b"q 595 0 0 842 0 0 cm /I Do Q"),
            stream(words("a page of words")),
            image + data + b"\nendstream",
            _FONT,
        ],
    )


def xfa(path: Path, *, dynamic: bool) -> Path:
    """A form in XFA: a dynamic one holds no pages but a plea to open another program."""
    form = b"/AcroForm << /Fields [] /XFA (<xdp/>) >>" + (b" /NeedsRendering true" if dynamic else b"")
    catalog = b"<< /Type /Catalog /Pages 2 0 R %s >>" % form
    return pages(path, [words("Please wait" if dynamic else "a form that is there")], catalog)


def portfolio(path: Path, name: str) -> Path:
    """A cover around another file."""
    listed = b"/Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >>"
    catalog = b"<< /Type /Catalog /Pages 2 0 R /Collection << /Type /Collection >> %s >>" % listed
    cover = pages(path, [words("Open this in Acrobat")], catalog)
    data = cover.read_bytes()
    objects = [
        part.partition(b" obj\n")[2] for part in data[: data.rindex(b"xref\n0")].split(b"\nendobj\n")[:-1]
    ]
    file = b"<< /Type /Filespec /F (%s) /UF (%s) /EF << /F 7 0 R >> >>" % (name.encode(), name.encode())
    return pdf(path, [*objects, file, stream(b"%PDF-1.4", b"/Type /EmbeddedFile")])
