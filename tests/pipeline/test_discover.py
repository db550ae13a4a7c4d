"""What is found in a tree of files."""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

import pytest

from pipeline.discover import LocalFile, Skipped, Why, discover

PDF = b"%PDF-1.7\n%\xe2\xe3\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "รายงาน"
    root.mkdir()
    return root


def put(path: Path, content: bytes = PDF) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def found(*paths: Path) -> list[Path]:
    return [entry.path for entry in discover(paths) if isinstance(entry, LocalFile)]


def skipped(*paths: Path) -> dict[str, Why]:
    return {Path(entry.key).name: entry.why for entry in discover(paths) if isinstance(entry, Skipped)}


def test_a_tree_is_walked_in_order(tree: Path) -> None:
    """Folders too, Thai names too."""
    names = ["ก/๒.pdf", "ก/๑.pdf", "b.pdf", "a.pdf"]
    for name in names:
        put(tree / name)
    assert found(tree) == [tree / n for n in ("a.pdf", "b.pdf", "ก/๑.pdf", "ก/๒.pdf")]


def test_bytes_or_name_make_a_document_in_a_folder(tree: Path) -> None:
    """A badly named PDF is one, a broken x.pdf is to be told about, a README is neither."""
    put(tree / "สแกน0001")
    put(tree / "x.pdf", b"")
    put(tree / "y.DOCX", b"hello")
    put(tree / "README.txt", b"hello")
    put(tree / "prongsai.db", b"SQLite format 3\0")
    put(tree / "r.jsonl", b"{}")
    put(tree / "Thumbs.db", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    put(tree / "locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with zipfile.ZipFile(tree / "pictures.zip", "w") as archive:
        archive.writestr("a.png", b"x")
    assert [p.name for p in found(tree)] == ["x.pdf", "y.DOCX", "สแกน0001"]
    passed_over = skipped(tree)
    assert passed_over.pop("pictures.zip") is Why.ARCHIVE  # looked into: a logo is no report
    assert set(passed_over.values()) == {Why.NOT_A_DOCUMENT}


def test_a_named_file_is_always_a_candidate(tree: Path) -> None:
    """Who names a text file wants to hear that it is none."""
    text = put(tree / "README.txt", b"hello")
    hidden = put(tree / ".hidden.pdf")
    missing = tree / "none.pdf"
    assert found(text, hidden, missing) == [text, hidden, missing]


def test_hidden_locks_links_and_pipes_are_passed_over(tree: Path, tmp_path: Path) -> None:
    """Each with its reason; a pipe is not opened, which would hang."""
    put(tree / "a.pdf")
    put(tree / ".git" / "b.pdf")
    put(tree / ".DS_Store", b"x")
    put(tree / "~$report.docx", b"x")
    outside = put(tmp_path / "outside" / "c.pdf")
    (tree / "out.pdf").symlink_to(outside)
    (tree / "nothing.pdf").symlink_to(tree / "none")
    (tree / "ring").symlink_to(tree / "ring")
    (tree / "up").symlink_to(tree, target_is_directory=True)
    os.mkfifo(tree / "pipe.pdf")
    assert found(tree) == [tree / "a.pdf"]
    assert skipped(tree) == {
        ".git": Why.HIDDEN,
        ".DS_Store": Why.HIDDEN,
        "~$report.docx": Why.OFFICE_LOCK,
        "out.pdf": Why.SYMLINK,
        "nothing.pdf": Why.SYMLINK,
        "ring": Why.SYMLINK,
        "up": Why.SYMLINK,
        "pipe.pdf": Why.NOT_REGULAR,
    }
    assert skipped(tree / "pipe.pdf") == {"pipe.pdf": Why.NOT_REGULAR}


def test_a_link_inside_the_tree_and_a_named_link_are_followed(tree: Path, tmp_path: Path) -> None:
    """They are other names of what was asked for."""
    put(tree / "a.pdf")
    (tree / "b.pdf").symlink_to(tree / "a.pdf")
    assert found(tree) == [tree / "a.pdf", tree / "b.pdf"]
    linked = tmp_path / "linked"
    linked.symlink_to(tree, target_is_directory=True)
    assert found(linked) == [linked / "a.pdf", linked / "b.pdf"]


def test_a_file_is_found_once_however_often_it_is_named(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a file, in its folder, and with another spelling."""
    put(tree / "a.pdf")
    monkeypatch.chdir(tree)
    assert found(Path("a.pdf"), tree, Path()) == [Path("a.pdf")]
    (candidate,) = discover([Path()])
    assert isinstance(candidate, LocalFile)
    assert (candidate.shown_as, candidate.key) == ("a.pdf", str(tree / "a.pdf"))


def test_a_name_that_is_no_utf8_can_be_stored(tree: Path) -> None:
    """An old archive's Thai name becomes text that a database takes."""
    name = os.fsdecode("กขค.pdf".encode("cp874"))
    put(tree / name)
    (candidate,) = discover([tree])
    assert isinstance(candidate, LocalFile)
    assert candidate.path.read_bytes() == PDF
    assert candidate.shown_as.encode("utf-8").endswith(rb"\xa1\xa2\xa4.pdf")


def test_the_hash_is_of_the_bytes(tree: Path) -> None:
    """Also of a file larger than a buffer."""
    content = os.urandom(3_000_000)
    assert LocalFile(put(tree / "a.pdf", content)).digest() == hashlib.sha256(content).hexdigest()
