"""File names that are options, shell text or no text at all; links, pipes and devices: by the command itself."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from extractors import extract
from output.store import open_store
from pipeline.discover import LocalFile, Skipped, Why, discover
from tests.pipeline.test_sources_zip import zipped

PRONGSAI = Path(sys.executable).parent / "prongsai"
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
LONG = "รายงาน" * 13 + "ปี๖๘"
NAMES = {
    "an option": b"-rf",
    "a long option": b"--help",
    "a shell's command": b"$(touch pwned);`touch pwned`|touch pwned&",
    "quotes": b"a'b\"c",
    "control characters": b"a\nb\tc\x1b[31m\x07",
    "255 bytes of Thai": (LONG + "xxxx").encode(),
    "no UTF-8": b"\xa1\xa2\xa4",
    "blanks": b" a b ",
    "markup and formats": b"[red]%s{0}[b]",
    "backslashes": b"a\\..\\..\\x",
    "looks like an address": b"s3:",
}


def _docx(path: bytes, text: str) -> None:
    made = docx.Document()
    made.add_paragraph(text)
    with open(path, "wb") as file:  # noqa: PTH123 - a Path is made of text
        made.save(file)


def prongsai(folder: Path, *arguments: str | bytes) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [PRONGSAI, "ingest", "--db", "../s.db", "-j", "1", *arguments],
        cwd=folder, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    folder = tmp_path / "tree"
    folder.mkdir()
    return folder


def test_any_name_is_a_name(tree: Path) -> None:
    """In a folder and named, as files are named by scripts; nothing of them is run, and all can be stored."""
    names = [name + b".docx" for name in NAMES.values()]
    assert len(NAMES["255 bytes of Thai"]) + len(b".docx") == 255
    for number, name in enumerate(names):
        _docx(os.fsencode(tree) + b"/" + name, f"เล่ม {number}")
    done = prongsai(tree, ".")
    assert done.returncode == 0, done.stderr
    again = prongsai(tree, "--", *names)
    assert again.returncode == 0, again.stderr
    assert f"{len(names)} files were read before" in again.stderr
    assert sorted(os.fsencode(p.name) for p in tree.iterdir()) == sorted(names)
    assert "\x1b[31m" not in done.stderr + again.stderr
    with open_store(tree.parent / "s.db") as store:
        stored = {r.report.file for r in store.reports()}
    assert len(stored) == len(names)
    assert "\\xa1\\xa2\\xa4.docx" in stored


def test_an_option_among_the_names_is_an_option(tree: Path) -> None:
    """Without `--` the command cannot know; it says so, and touches nothing."""
    _docx(os.fsencode(tree) + b"/-rf.docx", "x")
    assert prongsai(tree, "-rf.docx").returncode == 2
    assert not (tree.parent / "s.db").exists()


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_old_word_files_are_converted_whatever_their_names(tree: Path) -> None:
    _docx(os.fsencode(tree) + b"/made.docx", "มาตรการ")
    subprocess.run(  # noqa: S603
        [str(OFFICE), f"-env:UserInstallation={(tree / 'profile').as_uri()}", "--headless",
         "--convert-to", "doc:MS Word 97", "--outdir", str(tree), str(tree / "made.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    for what in ("255 bytes of Thai", "no UTF-8", "control characters", "a shell's command"):
        path = Path(os.fsdecode(os.fsencode(tree) + b"/" + NAMES[what] + b".doc"))
        shutil.copy(tree / "made.doc", path)
        assert [block.text for block in extract(path).blocks()] == ["มาตรการ"], what
    assert not list(tree.glob("pwned"))


def test_pipes_sockets_and_devices_are_passed_over_even_when_named(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening one could hang, or do something."""
    os.mkfifo(tree / "pipe.pdf")
    (tree / "to_pipe.pdf").symlink_to(tree / "pipe.pdf")
    with socket.socket(socket.AF_UNIX) as listening:
        monkeypatch.chdir(tree)  # the address of a socket is short
        listening.bind("socket.pdf")
        named = prongsai(tree, "pipe.pdf", "socket.pdf", "to_pipe.pdf", "/dev/zero")
        walked = prongsai(tree, ".")
    assert (named.returncode, walked.returncode) == (0, 0)
    assert "4 pipes or devices" in named.stderr
    assert "3 pipes or devices" in walked.stderr


def _read(tree: Path, *, follow: bool) -> list[str]:
    entries = discover([tree], follow_links=follow)
    return [e.shown_as.removeprefix(f"{tree}/") for e in entries if isinstance(e, LocalFile)]


def test_links_are_followed_where_asked_and_rings_end(tree: Path) -> None:
    outside = tree.parent / "outside"
    (outside / "deep").mkdir(parents=True)
    for path in (tree / "a.pdf", outside / "b.pdf", outside / "deep" / "c.pdf"):
        path.write_bytes(b"%PDF-")
    (tree / "again").symlink_to(tree)
    (tree / "file.pdf").symlink_to(outside / "b.pdf")
    (tree / "folder").symlink_to(outside)
    (tree / "twice").symlink_to(outside / "deep")
    (tree / "ring").symlink_to(tree / "ring")
    (tree / "nothing.pdf").symlink_to(tree / "none.pdf")
    (outside / "back").symlink_to(tree)
    assert _read(tree, follow=False) == ["a.pdf"]
    assert _read(tree, follow=True) == ["a.pdf", "file.pdf", "folder/b.pdf", "folder/deep/c.pdf"]
    passed = {Path(e.key).name: e.why for e in discover([tree], follow_links=True) if isinstance(e, Skipped)}
    assert passed == dict.fromkeys(["again", "back", "nothing.pdf", "ring", "twice"], Why.SYMLINK)


def test_links_to_the_machines_own_files_are_not_followed(tree: Path) -> None:
    """A tree that was unpacked from somewhere may hold a link to anything; with the option it is read."""
    secret = tree.parent / "secret.docx"
    _docx(os.fsencode(secret), "ความลับ")
    (tree / "report.docx").symlink_to(secret)
    done = prongsai(tree, ".")
    assert (done.returncode, "1 links" in done.stderr) == (0, True)
    asked = prongsai(tree, ".", "--follow-symlinks")
    assert asked.returncode == 0
    with open_store(tree.parent / "s.db") as store:
        assert [r.report.file for r in store.reports()] == ["report.docx"]


def test_members_of_archives_are_read_by_the_command(tree: Path) -> None:
    _docx(os.fsencode(tree) + b"/x.docx", "ใน")
    zipped(tree / "-a.zip", {"--help.docx": (tree / "x.docx").read_bytes(), "y.pdf": b"hello"})
    (tree / "x.docx").unlink()
    done = prongsai(tree, "--", "-a.zip")
    assert done.returncode == 1
    assert "-a.zip!/y.pdf — " in done.stderr
    with open_store(tree.parent / "s.db") as store:
        assert [r.report.file for r in store.reports()] == ["-a.zip!/--help.docx"]
