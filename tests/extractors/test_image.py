"""Picture files are scanned pages: told by their bytes, read like any other, refused with a reason."""

from __future__ import annotations

import io
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from extractors import extract, pictures, scan
from extractors.detect import BMP, JPEG, PNG, TIFF, WEBP, media_type
from extractors.errors import Damaged, NotRead, TooLarge
from extractors.limits import Limits
from pipeline.discover import LocalFile, Skipped, Why, discover
from pipeline.read import read_report
from tests.extractors.made_pages import page_of_lines, said, text_of

recognises = pytest.mark.skipif(scan.missing() is not None, reason=f"recognition wants {scan.missing()}")


def blank(width: int = 1654, height: int = 2339, mode: str = "L") -> Image.Image:
    """An empty page at 200 dpi."""
    return Image.new(mode, (width, height), "white")


def bytes_of(picture: Image.Image, form: str, **how: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, form, **how)
    return file.getvalue()


def sheet(data: bytes, index: int = 0) -> pictures.Sheet:
    with pictures.opened(io.BytesIO(data), "x") as found:
        return found.sheet(index)


def letters(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.mark.parametrize(
    ("form", "expected"), [("PNG", PNG), ("JPEG", JPEG), ("TIFF", TIFF), ("BMP", BMP), ("WEBP", WEBP)]
)
def test_a_picture_is_told_by_its_bytes_and_has_a_page(tmp_path: Path, form: str, expected: str) -> None:
    """Whatever it is called; without recognition its page is named, with what to do."""
    path = tmp_path / "รายงาน.pdf"
    path.write_bytes(bytes_of(blank(), form))
    assert media_type(path) == expected
    document = extract(path, "never")
    assert document.media_type == expected
    (page,) = document.pages
    assert (page.number, page.has_text, page.blocks) == (1, False, ())
    assert (page.width, page.height) == pytest.approx((595.4, 842.0), abs=1)


def test_pages_that_were_not_read_are_named_with_advice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them, as of a scanned PDF."""
    path = tmp_path / "scan.tif"
    blank().save(path, save_all=True, append_images=[blank(), blank()])
    monkeypatch.setattr(scan, "missing", lambda _: "packages")
    monkeypatch.setattr("pipeline.read.missing", lambda _: "packages")
    records = read_report(path, shown_as="scan.tif", sha256="0" * 64)
    (finding,) = records.findings
    assert (finding.code, [about.page for about in finding.about]) == ("page_not_read", [1, 2, 3])
    assert "pip install 'prongsai[ocr]'" in finding.message.th
    assert (records.report.pages, records.report.ocr, records.report.media_type) == (3, False, TIFF)


@recognises
def test_the_pages_of_a_tiff_are_read(tmp_path: Path) -> None:
    """Compressed as faxes are, in black and white; a small copy of a page is none."""
    path = tmp_path / "scan.tif"
    page = page_of_lines()
    page.point(lambda level: 255 if level > 140 else 0).convert("1").save(
        path, save_all=True, append_images=[blank(mode="1")], compression="group4", dpi=(200, 200)
    )
    seen: list[tuple[int, int]] = []
    document = extract(path, on_page=lambda page, of: seen.append((page, of)))
    assert [p.number for p in document.pages] == [1, 2]
    assert seen == [(1, 2), (2, 2)]
    first, second = document.pages
    assert SequenceMatcher(None, letters(said()), letters(text_of(document)), False).ratio() > 0.85
    assert first.layer is not None and first.layer.recognised
    assert (second.blocks, second.has_text) == ((), False)
    assert "tesserocr" in document.engine


@recognises
def test_a_phone_picture_without_resolution_is_read(tmp_path: Path) -> None:
    """Taken sideways, as its EXIF says, in colour, with a resolution that cannot be."""
    turned = page_of_lines().convert("RGB").rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it clockwise
    path = tmp_path / "IMG_0001.jpg"
    turned.save(path, exif=exif, dpi=(72, 72), quality=90)
    document = extract(path)
    assert SequenceMatcher(None, letters(said()), letters(text_of(document)), False).ratio() > 0.85
    (page,) = document.pages
    assert (page.width, page.height) == pytest.approx((595, 842), abs=3)


@pytest.mark.parametrize(
    ("size", "stated", "dpi", "inches"),
    [
        ((1654, 2339), (200, 200), 200, (8.27, 11.69)),
        ((1654, 2339), None, 200, (8.27, 11.69)),
        ((1654, 2339), (72, 72), 200, (8.27, 11.69)),  # 72 would make a sheet of 23 × 32 inches
        ((2339, 1654), None, 200, (11.69, 8.27)),
        ((2480, 3508), (600, 600), 300, (4.13, 5.85)),  # a small sheet, finer than is of use
        ((827, 1169), None, 200, (8.27, 11.69)),
        ((1728, 1145), (204, 98), 200, (8.47, 11.68)),  # a fax: lines lie farther apart than points
    ],
)
def test_the_resolution_is_the_files_where_it_makes_a_sheet(
    size: tuple[int, int], stated: tuple[int, int] | None, dpi: float, inches: tuple[float, float]
) -> None:
    """Else that of A4; what is read has 200 to 300 dpi."""
    how = {} if stated is None else {"dpi": stated}
    got = sheet(bytes_of(blank(*size), "TIFF", **how))
    assert got.dpi == pytest.approx(dpi, rel=0.02)
    height, width = got.gray.shape
    assert (width / got.dpi, height / got.dpi) == pytest.approx(inches, abs=0.1)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_picture_becomes_dark_ink_on_white_paper(mode: str) -> None:
    """What shows through is paper."""
    gray = np.full((2339, 1654), 255, dtype=np.uint8)
    gray[1000:1200, 400:800] = 0
    picture = Image.fromarray(gray)
    if mode == "I;16":
        picture = Image.fromarray(gray.astype(np.uint16) * 257)
    elif mode in ("LA", "RGBA"):
        ink = Image.new(mode, picture.size, "black")
        ink.putalpha(Image.fromarray(255 - gray))
        picture = ink
    else:
        picture = picture.convert(mode)
    got = sheet(bytes_of(picture, "TIFF" if mode == "CMYK" else "PNG")).gray
    assert (got[1100, 600], got[500, 600]) == (0, 255)


def test_a_picture_cut_short_is_damaged(tmp_path: Path) -> None:
    """Its name and what to do are said."""
    noisy = Image.effect_noise((1654, 2339), 90).filter(ImageFilter.BLUR)
    path = tmp_path / "scan.jpg"
    path.write_bytes(bytes_of(noisy, "JPEG")[:60_000])
    with pytest.raises(Damaged) as caught:
        extract(path, "never")
    assert "scan.jpg" in caught.value.reason_th
    assert "ask for the original" in caught.value.reason_en


def test_a_damaged_page_costs_only_itself(tmp_path: Path) -> None:
    """The other pages of a TIFF are there."""
    noisy = Image.effect_noise((1654, 2339), 90).convert("L")
    data = bytearray(bytes_of(noisy, "TIFF", save_all=True, append_images=[blank()], compression="tiff_lzw"))
    data[2000:400_000] = bytes(398_000)
    path = tmp_path / "scan.tif"
    path.write_bytes(bytes(data))
    first, second = extract(path, "never").pages
    assert (first.width, first.has_text) == (0.0, False)
    assert second.width and second.width > 500


def test_too_many_pixels_are_refused_before_they_are_decoded(tmp_path: Path) -> None:
    """A file of a few kilobytes that unpacks to a gigabyte."""
    path = tmp_path / "bomb.png"
    path.write_bytes(bytes_of(Image.new("1", (18_000, 10_000)), "PNG"))
    with pytest.raises(TooLarge):
        extract(path)
    path.write_bytes(bytes_of(Image.new("1", (9_100, 9_000)), "PNG"))
    with pytest.raises(TooLarge) as caught:
        extract(path)
    assert "9100 × 9000" in caught.value.reason_th


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    """Counted without decoding them."""
    path = tmp_path / "scan.tif"
    tiny = blank(20, 30)
    tiny.save(path, save_all=True, append_images=[tiny] * 3)
    with pytest.raises(TooLarge):
        extract(path, limits=Limits(pages=3))


_WHOLE = {form: bytes_of(blank(60, 90), form) for form in ("PNG", "JPEG", "TIFF", "BMP", "WEBP")}


@settings(max_examples=300, deadline=None)
@given(
    form=st.sampled_from(sorted(_WHOLE)),
    at=st.integers(0, 600),
    bytes_=st.binary(min_size=1, max_size=8),
    cut=st.integers(0, 400),
)
def test_no_bytes_break_the_reading(
    tmp_path_factory: pytest.TempPathFactory, form: str, at: int, bytes_: bytes, cut: int
) -> None:
    """A changed or cut picture gives pages, or a reason."""
    data = _WHOLE[form]
    at %= len(data)
    path = tmp_path_factory.getbasetemp() / "any.picture"
    path.write_bytes((data[:at] + bytes_ + data[at + len(bytes_) :])[: len(data) - cut % len(data)])
    try:
        assert extract(path, "never").pages
    except NotRead as reason:
        assert reason.reason_th and reason.reason_en


def test_pictures_of_pages_are_found_in_folders_and_logos_are_not(tmp_path: Path) -> None:
    """A damaged one is to be told about; who names a logo means it."""
    blank().save(tmp_path / "a.jpg")
    blank(200, 200).save(tmp_path / "logo.png")
    (tmp_path / "b.png").write_bytes(bytes_of(blank(), "PNG")[:20])
    found = list(discover([tmp_path]))
    assert [e.path.name for e in found if isinstance(e, LocalFile)] == ["a.jpg", "b.png"]
    assert [e.why for e in found if isinstance(e, Skipped)] == [Why.SMALL_PICTURE]
    assert list(discover([tmp_path / "logo.png"])) == [LocalFile(tmp_path / "logo.png")]
