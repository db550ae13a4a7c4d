"""Each limit and each refusal, on a file that needs it: one report or one reason, in little time and memory."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from extractors import extract
from extractors.document import Document, Paragraph
from extractors.errors import (
    Damaged,
    Encrypted,
    NotADocument,
    NotRead,
    TooLarge,
    Unsupported,
)
from extractors.limits import Limits
from output.store import open_store
from pipeline.read import read_report
from pipeline.run import ingest
from pipeline.workers import Workers
from tests.extractors.made_pdf import MadePage, Text, make
from tests.safety import hostile

HIDDEN = "the secret of another file"


def said(document: Document) -> str:
    return " ".join(b.text for b in document.blocks() if isinstance(b, Paragraph))


def refused(path: Path, kind: type[NotRead], **limits: float) -> NotRead:
    with pytest.raises(kind) as caught:
        extract(path, limits=Limits(**limits))  # type: ignore[arg-type]
    assert caught.value.reason_th != caught.value.reason_en
    return caught.value


# ---- DOCX ---------------------------------------------------------------------------------


def test_entities_that_grow_without_end_are_not_opened(tmp_path: Path) -> None:
    """A billion laughs."""
    assert "DTD" in refused(hostile.billion_laughs(tmp_path / "a.docx"), Damaged).reason_en


@pytest.mark.parametrize("coding", ["utf-8", "utf-16", "utf-32", "cp037", "utf-7"])
def test_another_file_is_never_read(tmp_path: Path, coding: str) -> None:
    """In whatever letters the DTD is written."""
    secret = tmp_path / "secret.txt"
    secret.write_text(HIDDEN)
    path = hostile.reads_a_file(tmp_path / "a.docx", secret, coding)
    error = refused(path, Damaged)
    assert HIDDEN not in error.reason_en + error.reason_th


def test_ten_gigabytes_of_blanks_are_not_unpacked(tmp_path: Path) -> None:
    """What the file says of itself is enough to refuse it."""
    path = hostile.zip_bomb(tmp_path / "a.docx")
    assert path.stat().st_size < 12e6
    began = time.process_time()
    error = refused(path, TooLarge)
    assert "times its size, over the limit of 300" in error.reason_en
    assert "--limit ratio" in error.reason_th
    refused(path, TooLarge, ratio=10**6)
    assert time.process_time() - began < 2


@pytest.mark.parametrize("said", [1000, 10 * 2**20])
def test_what_an_entry_says_of_its_size_is_all_that_it_gets(tmp_path: Path, said: int) -> None:
    """A bomb that lies about its size: no more is unpacked than it says."""
    began = time.process_time()
    refused(hostile.zip_bomb(tmp_path / "a.docx", said=said), Damaged)
    assert time.process_time() - began < 2


def test_parts_together_have_a_limit(tmp_path: Path) -> None:
    """And a larger one reads them."""
    path = hostile.docx(tmp_path / "a.docx", hostile.body(hostile.paragraph("ก" * 5000)))
    refused(path, TooLarge, unpacked_bytes=9000)
    assert "ก" in said(extract(path, limits=Limits(unpacked_bytes=20_000)))


def test_an_endless_directory_is_refused_unread(tmp_path: Path) -> None:
    """Forty megabytes of entries that are all the same; zipfile would hold them at ten times their size."""
    path = hostile.endless_directory(tmp_path / "a.docx", 700_000)
    began = time.process_time()
    refused(path, Damaged)
    assert time.process_time() - began < 1


def test_a_table_of_too_many_cells_is_refused(tmp_path: Path) -> None:
    """One of as many as are allowed is read."""
    path = hostile.table_of(tmp_path / "a.docx", 20, 5)
    assert extract(path, limits=Limits(table_cells=100)).pages[0].blocks
    error = refused(path, TooLarge, table_cells=99)
    assert "99" in error.reason_th
    assert "--limit table_cells" in error.reason_en


@pytest.mark.parametrize("levels", [130, 20_000])
def test_elements_too_deep_are_refused(tmp_path: Path, levels: int) -> None:
    """By the limit, or by the parser's own."""
    assert "nest" in refused(hostile.nested(tmp_path / "a.docx", levels), TooLarge).reason_en
    assert said(extract(hostile.nested(tmp_path / "a.docx", 110))) == "ก"
    refused(tmp_path / "a.docx", TooLarge, nesting=100)


def test_a_word_file_without_its_text_is_damaged(tmp_path: Path) -> None:
    """It names what is missing."""
    assert "word/document.xml" in refused(hostile.docx(tmp_path / "a.docx", None), Damaged).reason_en


def test_strict_open_xml_is_read(tmp_path: Path) -> None:
    """Word writes it where it is asked to; it is no reason to refuse a report."""
    assert said(extract(hostile.strict(tmp_path / "a.docx"))) == "รายงานผล"


@pytest.mark.parametrize(
    ("data", "kind", "named"),
    [
        (b"<html><body><p>x</p></body></html>", Unsupported, "HTML"),
        (b"{\\rtf1\\ansi x}", Unsupported, "RTF"),
        (b"", NotADocument, "0 bytes"),
    ],
)
def test_a_doc_that_is_none_is_called_what_it_is(
    tmp_path: Path, data: bytes, kind: type[NotRead], named: str
) -> None:
    """Whatever its name says."""
    path = tmp_path / "report.doc"
    path.write_bytes(data)
    assert named in refused(path, kind).reason_en


# ---- pictures -----------------------------------------------------------------------------


def test_a_picture_of_900_million_pixels_is_not_decoded(tmp_path: Path) -> None:
    """Its file has 110 kilobytes."""
    path = tmp_path / "a.png"
    path.write_bytes(hostile.png(30_000, 30_000))
    assert "--limit pixels" in refused(path, TooLarge).reason_en


def test_a_page_with_such_a_picture_costs_only_itself(tmp_path: Path) -> None:
    """The page beside it is read."""
    path = hostile.picture_page(tmp_path / "a.pdf", 30_000, 30_000)
    began = time.process_time()
    first, second = extract(path).pages
    assert time.process_time() - began < 5
    assert not first.readable
    assert first.problem is not None
    assert "30,000 × 30,000" in first.problem[1]
    assert second.readable


# ---- PDF ----------------------------------------------------------------------------------


def test_a_page_of_a_million_letters_costs_only_itself(tmp_path: Path) -> None:
    """And is a finding of the report that says how to have it read."""
    path = hostile.pages(tmp_path / "a.pdf", [hostile.many_glyphs(1_000_000), hostile.words("still here")])
    first, second = extract(path).pages
    assert (first.readable, second.readable) == (False, True)
    records = read_report(path, shown_as="a.pdf", sha256="0" * 64)
    found = [f for f in records.findings if f.code == "page_not_read"]
    assert [[about.page for about in f.about] for f in found] == [[1]]
    assert "--limit page_characters" in found[0].message.en
    assert "--limit page_characters" in found[0].message.th


def test_a_page_of_lines_without_end_costs_only_itself(tmp_path: Path) -> None:
    """2,000 lines each way would be four million cells."""
    path = hostile.pages(
        tmp_path / "a.pdf", [hostile.ruled(2000), hostile.ruled(20), hostile.words("here")], size=6100
    )
    assert [page.readable for page in extract(path).pages] == [False, True, True]


def test_a_hundred_thousand_pages_are_refused(tmp_path: Path) -> None:
    """And read where they are asked for, as far as the limits of time and memory go."""
    path = hostile.many_pages(tmp_path / "a.pdf", 100_000)
    began = time.process_time()
    assert "100,000 pages, over the limit of 5,000" in refused(path, TooLarge).reason_en
    assert time.process_time() - began < 5
    assert len(extract(hostile.many_pages(path, 30), limits=Limits(pages=30)).pages) == 30


@pytest.mark.parametrize(
    ("kids", "readable"), [(b"3 0 R 2 0 R", [0]), (b"2 0 R 3 0 R", [0]), (b"2 0 R", None)]
)
def test_a_tree_of_pages_that_goes_round_ends(
    tmp_path: Path, kids: bytes, readable: list[int] | None
) -> None:
    """The pages that can be found are read."""
    path = hostile.page_tree_loop(tmp_path / "a.pdf", kids)
    if readable is None:
        refused(path, Damaged)
        return
    found = extract(path).pages
    assert [n for n, page in enumerate(found) if page.readable] == readable
    assert found[1].problem is not None


def test_letters_that_say_nothing_make_an_unusable_page(tmp_path: Path) -> None:
    """Fonts without a map to Unicode: their glyphs are asked; where those do not say either, nothing is concluded."""
    path = make(tmp_path / "a.pdf", [MadePage([Text(50, 700, "การทุจริต" * 20)])], mapped=False)
    (page,) = extract(path, "never").pages
    assert not page.readable or "การทุจริต" in said(extract(path, "never"))


def encrypted(path: Path, algorithm: str, user: str, owner: str) -> Path:
    """The same page under passwords."""
    plain = hostile.pages(path.with_suffix(".plain.pdf"), [hostile.words("behind a lock")])
    writer = PdfWriter(PdfReader(plain))
    writer.encrypt(user, owner, algorithm=algorithm)
    writer.write(path)
    return path


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256"])
def test_passwords_are_tried(tmp_path: Path, algorithm: str) -> None:
    """The user's and the owner's both open it; without one the message says what to do."""
    path = encrypted(tmp_path / "a.pdf", algorithm, "user", "owner")
    assert "--password-file" in refused(path, Encrypted).reason_en
    with pytest.raises(Encrypted, match="none of the passwords"):
        extract(path, passwords=["wrong", "USER"])
    for right in ("user", "owner"):
        assert said(extract(path, passwords=["wrong", right])) == "behind a lock"


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_file_that_only_its_owner_locked_is_read(tmp_path: Path, algorithm: str) -> None:
    """Anybody may open it."""
    assert said(extract(encrypted(tmp_path / "a.pdf", algorithm, "", "owner"))) == "behind a lock"


def test_a_thai_password_opens(tmp_path: Path) -> None:
    """AES-256 takes passwords in UTF-8."""
    path = encrypted(tmp_path / "a.pdf", "AES-256", "รหัสลับ", "owner")
    assert said(extract(path, passwords=["รหัสลับ"])) == "behind a lock"


def test_forms_in_xfa_are_named(tmp_path: Path) -> None:
    """A dynamic one has no pages; a static one is read as any other."""
    assert "XFA" in refused(hostile.xfa(tmp_path / "a.pdf", dynamic=True), Unsupported).reason_en
    assert said(extract(hostile.xfa(tmp_path / "b.pdf", dynamic=False))) == "a form that is there"


def test_a_portfolio_is_named_with_its_files(tmp_path: Path) -> None:
    """The cover says nothing about them."""
    path = hostile.portfolio(tmp_path / "a.pdf", "report-2568.pdf")
    assert "report-2568.pdf" in refused(path, Unsupported).reason_en
    assert said(extract(hostile.pages(path, [hostile.words("an honest file")]))) == "an honest file"


def test_a_file_of_too_many_bytes_is_not_opened(tmp_path: Path) -> None:
    """Before anything of it is read."""
    path = hostile.pages(tmp_path / "a.pdf", [hostile.words("a")])
    refused(path, TooLarge, file_bytes=path.stat().st_size - 1)
    extract(path, limits=Limits(file_bytes=path.stat().st_size))


# ---- all of them in one run ---------------------------------------------------------------

_MADE: dict[str, Callable[[Path], Path]] = {
    "laughs.docx": hostile.billion_laughs,
    "bomb.docx": hostile.zip_bomb,
    "lying-bomb.docx": lambda path: hostile.zip_bomb(path, said=1000),
    "directory.docx": lambda path: hostile.endless_directory(path, 700_000),
    "cells.docx": lambda path: hostile.table_of(path, 600, 100),
    "deep.docx": lambda path: hostile.nested(path, 50_000),
    "empty.docx": lambda path: hostile.docx(path, None),
    "loop.pdf": lambda path: hostile.page_tree_loop(path, b"2 0 R"),
    "pages.pdf": lambda path: hostile.many_pages(path, 100_000),
    "picture.pdf": lambda path: hostile.picture_page(path, 30_000, 30_000),
    "glyphs.pdf": lambda path: hostile.pages(path, [hostile.many_glyphs(1_000_000), hostile.words("here")]),
    "lines.pdf": lambda path: hostile.pages(path, [hostile.ruled(2000)] * 3, size=6100),
    "locked.pdf": lambda path: encrypted(path, "AES-256", "user", "owner"),
    "xfa.pdf": lambda path: hostile.xfa(path, dynamic=True),
    "portfolio.pdf": lambda path: hostile.portfolio(path, "a.pdf"),
}
_READ = {"picture.pdf", "glyphs.pdf"}


def test_a_run_over_all_of_them_ends_with_a_report_or_a_reason_for_each(tmp_path: Path) -> None:
    """None of them needs the limits of time and memory, and no secret comes out."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name, made in _MADE.items():
        made(folder / name)
    (folder / "locked.plain.pdf").unlink()
    (folder / "secret.txt").write_text(HIDDEN)
    hostile.reads_a_file(folder / "xxe.docx", folder / "secret.txt")
    (folder / "big.png").write_bytes(hostile.png(30_000, 30_000))
    limits = Limits(seconds=120, memory=2**30)
    with open_store(tmp_path / "s.db", create=True) as store, Workers(2, limits) as pool:
        summary = ingest([folder], store, executor=pool, at_once=4)
        outcome = json.dumps([[f.file, f.kind, f.reason_en] for f in summary.failed])
    own = {Path(f.file).name: f.kind for f in summary.failed}
    assert summary.read == len(_READ)
    assert set(own) == {*_MADE, "xxe.docx", "big.png"} - _READ
    assert set(own.values()) == {"damaged", "too_large", "encrypted", "unsupported"}
    assert HIDDEN not in outcome
    assert HIDDEN.encode() not in (tmp_path / "s.db").read_bytes()
