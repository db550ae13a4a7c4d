"""Files on other machines: fsspec's file systems in memory and, for other processes, on this disk."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("fsspec", reason="the extra remote is not installed")

import fsspec

from extractors.limits import Limits
from output.store import Store, open_store
from pipeline.discover import Skipped, discover
from pipeline.run import ingest
from pipeline.source import Unreadable
from pipeline.source_remote import AddressError, Remote
from pipeline.summary import Summary
from pipeline.workers import Workers
from tests.pipeline.killed_run import read
from tests.pipeline.test_sources_zip import packed

PRONGSAI = Path(sys.executable).parent / "prongsai"


@pytest.fixture
def bucket() -> Iterator[fsspec.AbstractFileSystem]:
    """An empty file system in memory."""
    system = fsspec.filesystem("memory")
    system.store.clear()
    system.pseudo_dirs[:] = [""]
    yield system
    system.store.clear()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.db") as opened:
        yield opened


@pytest.fixture(autouse=True)
def temporary(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing of what was fetched is left."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield
    assert list(folder.glob("prongsai-*")) == []


def report(word: str) -> bytes:
    return f"%PDF-\n{word}\n".encode()


def titles(store: Store) -> list[str | None]:
    return sorted(r.report.title or "" for r in store.reports())


def counts(summary: Summary) -> tuple[int, int, int, int]:
    return summary.read, summary.unchanged, summary.copies, len(summary.failed)


def test_a_tree_elsewhere_is_read_like_one_here(bucket: fsspec.AbstractFileSystem, store: Store) -> None:
    """Names decide, and bytes where a name says nothing; archives are looked into; nothing is read twice."""
    for name, data in {
        "ปี 2568/รายงาน.pdf": report("ก"),
        "ปี 2568/สแกน": report("ข"),
        "ซ้ำ.pdf": report("ก"),
        "เสีย.pdf": report("เสีย"),
        "a.zip": packed({b"x.pdf": report("ค"), b"y.txt": b"hello"}),
        "README.txt": b"hello",
        ".hidden/x.pdf": report("ซ่อน"),
        "~$a.docx": b"x",
    }.items():
        bucket.pipe(f"/คลัง/{name}", data)
    summary = ingest(["memory://คลัง"], store, read=read)
    assert titles(store) == ["ก", "ข", "ค"]
    assert counts(summary) == (3, 0, 1, 1)
    assert summary.failed[0].file == "memory://คลัง/เสีย.pdf"
    assert summary.skipped == {"not_a_document": 2, "hidden": 1, "office_lock": 1}
    again = ingest(["memory://คลัง"], store, read=read)
    assert counts(again) == (0, 4, 0, 1)
    assert again.failed[0].known


def test_what_changed_elsewhere_is_read_again(bucket: fsspec.AbstractFileSystem, store: Store) -> None:
    """Where only its time changed, it is fetched, and found to be as it was."""
    bucket.pipe("/a/x.pdf", report("ก"))
    bucket.pipe("/a/y.pdf", report("ข"))
    ingest(["memory://a"], store, read=read)
    bucket.pipe("/a/x.pdf", report("ค"))
    bucket.pipe("/a/y.pdf", report("ข"))
    assert counts(ingest(["memory://a"], store, read=read)) == (1, 1, 0, 0)
    assert titles(store) == ["ข", "ค"]
    assert counts(ingest(["memory://a"], store, read=read)) == (0, 2, 0, 0)


def test_one_file_may_be_named(bucket: fsspec.AbstractFileSystem, store: Store) -> None:
    bucket.pipe("/a/download.php", report("ก"))
    assert counts(ingest(["memory://a/download.php"], store, read=read)) == (1, 0, 0, 0)


def test_a_file_larger_than_the_limit_is_not_fetched(
    bucket: fsspec.AbstractFileSystem, tmp_path: Path
) -> None:
    """Nor fetched whole where its size was not told, or was told wrong."""
    bucket.pipe("/a/x.pdf", report("ก") + bytes(5000))
    (entry,) = discover(["memory://a"], Limits(file_bytes=1000))
    assert isinstance(entry, Unreadable)
    assert entry.why.kind == "too_large"
    unknown = Remote("memory://a", "/a/x.pdf", "memory://a/x.pdf", None, None, 1000)
    with pytest.raises(type(entry.why)), unknown.local():
        pass


def test_a_file_that_vanished_costs_itself(bucket: fsspec.AbstractFileSystem, store: Store) -> None:
    bucket.pipe("/a/x.pdf", report("ก"))
    bucket.pipe("/a/y.pdf", report("ข"))
    entries = list(discover(["memory://a"]))
    bucket.rm("/a/x.pdf")
    first = entries[0]
    assert not isinstance(first, Skipped)
    with pytest.raises(FileNotFoundError), first.local():
        pass


def test_workers_fetch_for_themselves(tmp_path: Path, store: Store) -> None:
    """Each by its own connection; fsspec's `local` reads this disk as if it were another machine's."""
    tree = tmp_path / "ไกล"
    tree.mkdir()
    for n in range(12):
        (tree / f"{n}.pdf").write_bytes(report(f"เล่ม{n}"))
    (tree / "a.zip").write_bytes(packed({b"x.pdf": report("เล่ม0"), b"y.pdf": report("ใน")}))
    address = f"local://{tree}"
    with Workers(2, preload=["tests.pipeline.killed_run"]) as pool:
        summary = ingest([address], store, read=read, executor=pool, at_once=4)
    assert counts(summary) == (13, 0, 1, 0)
    assert {r.report.file.partition("://")[0] for r in store.reports()} == {"local"}
    assert counts(ingest([address], store, read=read)) == (0, 14, 0, 0)


def test_links_elsewhere_are_not_followed_unless_asked(tmp_path: Path) -> None:
    tree = tmp_path / "ไกล"
    tree.mkdir()
    (tmp_path / "x.pdf").write_bytes(report("ก"))
    (tree / "y.pdf").symlink_to(tmp_path / "x.pdf")
    assert [type(e) for e in discover([f"local://{tree}"])] == [Skipped]
    assert [type(e) for e in discover([f"local://{tree}"], follow_links=True)] == [Remote]


def test_an_address_of_this_disk_is_a_path(tmp_path: Path, store: Store) -> None:
    (tmp_path / "รายงาน ๑.pdf").write_bytes(report("ก"))
    address = (tmp_path / "รายงาน ๑.pdf").as_uri()
    assert counts(ingest([address], store, read=read)) == (1, 0, 0, 0)
    assert counts(ingest([tmp_path / "รายงาน ๑.pdf"], store, read=read)) == (0, 1, 0, 0)


def test_nothing_secret_is_shown_or_stored() -> None:
    remote = Remote("sftp://user:secret@host/a", "/a/x.pdf", "sftp://host/a/x.pdf", 1, 1, 10)
    assert "secret" not in repr(remote) + remote.key + remote.shown_as


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("memory://none", "does not exist"),
        ("nosuch://x/y", "unknown kind"),
        ("zip://x.pdf::memory://a.zip", "chained"),
    ],
)
def test_an_address_that_leads_nowhere_says_so(
    bucket: fsspec.AbstractFileSystem, store: Store, address: str, said: str
) -> None:
    with pytest.raises(AddressError, match=said) as caught:
        ingest([address], store, read=read)
    assert caught.value.reason_th


def prongsai(*arguments: str, path: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": path}
    return subprocess.run(  # noqa: S603
        [PRONGSAI, *arguments], capture_output=True, text=True, timeout=120, env=environment, check=False
    )


def test_the_command_reads_from_elsewhere(tmp_path: Path) -> None:
    """A file that is no PDF is told about under its address; a second time nothing is new."""
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "x.pdf").write_bytes(b"hello")
    arguments = ("ingest", f"local://{tmp_path}/tree", "--db", f"{tmp_path}/s.db", "--lang", "en", "-j", "1")
    done = prongsai(*arguments)
    assert done.returncode == 1
    assert f"local://{tmp_path}/tree/x.pdf — " in done.stderr


def test_the_command_says_what_is_missing(tmp_path: Path) -> None:
    """The extra, or a protocol's package; no database is made of a wrong address."""
    hidden = tmp_path / "hidden" / "fsspec"
    hidden.mkdir(parents=True)
    (hidden / "__init__.py").write_text("raise ImportError('not installed')")
    without = prongsai("ingest", "s3://bucket/a", "--db", f"{tmp_path}/s.db", path=str(hidden.parent))
    assert (without.returncode, "prongsai[remote]" in without.stderr) == (2, True)
    unknown = prongsai("ingest", "nosuch://a/b", "--db", f"{tmp_path}/s.db")
    assert (unknown.returncode, "unknown kind" in unknown.stderr) == (2, True)
    assert not (tmp_path / "s.db").exists()
