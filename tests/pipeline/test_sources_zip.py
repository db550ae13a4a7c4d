"""Archives in a tree: their members are files like others, whatever they are called and however they are packed."""

from __future__ import annotations

import io
import os
import random
import stat
import struct
import tempfile
import tracemalloc
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.errors import NotRead
from extractors.limits import Limits
from output.store import Store, open_store
from pipeline.discover import Skipped, Why, discover
from pipeline.run import ingest
from pipeline.source import Unreadable
from pipeline.source_names import decoded, harmless
from pipeline.summary import Summary
from pipeline.workers import Workers
from tests.pipeline.killed_run import read


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "คลัง"
    root.mkdir()
    return root


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.db") as opened:
        yield opened


@pytest.fixture(autouse=True)
def temporary(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for temporary files, which is empty afterwards."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.glob("prongsai-*")) == []


def report(word: str) -> bytes:
    return f"%PDF-\n{word}\n".encode()


def zipped(path: Path, members: dict[str, bytes], method: int = ZIP_DEFLATED) -> Path:
    with ZipFile(path, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def packed(members: dict[bytes, bytes], *, flags: int = 0, extra: bytes = b"") -> bytes:
    """An archive whose names are these bytes, which zipfile would not write."""
    parts, listed, at = [], [], 0
    for name, data in members.items():
        deflate = zlib.compressobj(wbits=-15)
        body = deflate.compress(data) + deflate.flush()
        fields = (flags, 8, 0, 0x5A21, zlib.crc32(data), len(body), len(data), len(name), len(extra))
        parts.append(struct.pack("<4s5H3L2H", b"PK\3\4", 20, *fields) + name + extra + body)
        listed.append(struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, *fields, 0, 0, 0, 0, at) + name + extra)
        at += len(parts[-1])
    directory = b"".join(listed)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, len(listed), len(listed), len(directory), at, 0)
    return b"".join(parts) + directory + end


def found(path: Path, limits: Limits | None = None) -> dict[str, str]:
    """What is to be read, or why not, by its name in the tree."""
    told = {}
    for entry in discover([path], limits or Limits()):
        name = entry.shown_as.removeprefix(f"{path}/")
        if isinstance(entry, Skipped):
            if entry.why is not Why.ARCHIVE:
                told[name] = f"passed over: {entry.why}"
        elif isinstance(entry, Unreadable):
            told[name] = entry.why.kind
        else:
            told[name] = "read"
    return told


def titles(store: Store) -> list[str | None]:
    return sorted(r.report.title or "" for r in store.reports())


def counts(summary: Summary) -> tuple[int, int, int, int]:
    return summary.read, summary.unchanged, summary.copies, len(summary.failed)


def test_members_are_read_like_files(tree: Path, store: Store) -> None:
    """By their bytes or names, in folders or not; the same bytes under two names are one report."""
    members = {
        "ปี 2568/รายงาน.pdf": report("ก"),
        "สแกน0001": report("ข"),
        "ซ้ำ.pdf": report("ก"),
        "README.txt": b"hello",
        "ตาราง.xlsx": b"PK\3\4 of no use",
        ".hidden/x.pdf": report("ซ่อน"),
        "__MACOSX/._a.pdf": b"x",
        "~$a.docx": b"x",
        "เสีย.pdf": report("เสีย"),
    }
    zipped(tree / "รวม.zip", members)
    (tree / "เดี่ยว.pdf").write_bytes(report("ก"))
    summary = ingest([tree], store, read=read)
    assert titles(store) == ["ก", "ข"]
    assert counts(summary) == (2, 0, 2, 1)
    assert summary.failed[0].file == f"{tree}/รวม.zip!/เสีย.pdf"
    assert summary.skipped == {"not_a_document": 2, "hidden": 2, "office_lock": 1}
    known = store.file(f"{tree}/รวม.zip!/ปี 2568/รายงาน.pdf")
    assert known is not None
    assert known.facts.size == len(report("ก"))
    again = ingest([tree], store, read=read)
    assert counts(again) == (0, 4, 0, 1)


def test_a_named_archive_is_read_and_a_second_way_there_is_none(tree: Path, store: Store) -> None:
    path = zipped(tree / "a.zip", {"x.pdf": report("ก")})
    assert counts(ingest([path, tree], store, read=read)) == (1, 0, 0, 0)


def test_only_what_changed_in_an_archive_is_read_again(tree: Path, store: Store) -> None:
    """Packed anew, with another time, or one member changed; a member's time counts for nothing."""
    path = tree / "a.zip"
    zipped(path, {"x.pdf": report("ก"), "y.pdf": report("ข")})
    ingest([tree], store, read=read)
    zipped(path, {"y.pdf": report("ข"), "x.pdf": report("ก")}, ZIP_STORED)
    os.utime(path, ns=(1, 1))
    assert counts(ingest([tree], store, read=read)) == (0, 2, 0, 0)
    zipped(path, {"x.pdf": report("ก"), "y.pdf": report("ค")})
    assert counts(ingest([tree], store, read=read)) == (1, 1, 0, 0)
    assert titles(store) == ["ก", "ค"]


def test_workers_read_members(tree: Path, store: Store) -> None:
    """Each opens the archive itself."""
    zipped(tree / "a.zip", {f"{n}.pdf": report(f"เล่ม{n}") for n in range(20)})
    with Workers(2, preload=["tests.pipeline.killed_run"]) as pool:
        summary = ingest([tree], store, read=read, executor=pool, at_once=4)
    assert counts(summary) == (20, 0, 0, 0)


def test_office_files_are_no_archives(tree: Path) -> None:
    zipped(tree / "a", {"[Content_Types].xml": b"<Types/>", "x.pdf": report("ก")})
    zipped(tree / "b.odx", {"mimetype": b"application/vnd.oasis.opendocument.text", "x.pdf": report("ก")})
    zipped(tree / "c.jar", {"META-INF/MANIFEST.MF": b"", "x.pdf": report("ก")})
    zipped(tree / "d.docx", {"x.pdf": report("ก")})
    zipped(tree / "e", {"x.pdf": report("ก")})
    other = "passed over: not_a_document"
    assert found(tree) == {"a": other, "b.odx": other, "c.jar": other, "d.docx": "read", "e!/x.pdf": "read"}


# ---- names -------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["cp874", "utf-8"])
def test_thai_names_are_read_however_they_were_written(tree: Path, encoding: str) -> None:
    name = "ปี ๒๕๖๘/รายงานการวิเคราะห์ผล ITA.pdf"
    (tree / "a.zip").write_bytes(packed({name.encode(encoding): report("ก")}))
    assert found(tree) == {f"a.zip!/{name}": "read"}


def test_the_flag_and_the_extra_field_say_what_a_name_is(tree: Path, store: Store) -> None:
    raw, name = b"?????.pdf", "รายงาน.pdf"
    said = struct.pack("<BL", 1, zlib.crc32(raw)) + name.encode()
    extra = struct.pack("<HH", 0x7075, len(said)) + said
    (tree / "a.zip").write_bytes(packed({raw: report("ก")}, extra=extra))
    (tree / "b.zip").write_bytes(packed({name.encode(): report("ก")}, flags=0x800))
    assert found(tree) == {f"a.zip!/{name}": "read", f"b.zip!/{name}": "read"}
    assert counts(ingest([tree], store, read=read)) == (1, 0, 1, 0)


def test_a_name_that_is_no_utf8_in_spite_of_its_flag_costs_nothing_else(tree: Path, store: Store) -> None:
    (tree / "a.zip").write_bytes(packed({b"\xff\xfe.pdf": report("ก"), b"y.pdf": report("ข")}, flags=0x800))
    ingest([tree], store, read=read)
    assert "ข" in titles(store)


@given(st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E2E), min_size=2))
def test_thai_of_windows_comes_back(name: str) -> None:
    assert decoded(name.encode("cp874"), is_utf8=False) == name


@given(st.binary(max_size=60), st.booleans(), st.binary(max_size=40))
def test_any_bytes_are_a_name(raw: bytes, is_utf8: bool, extra: bytes) -> None:
    """That can be stored, and leads nowhere else."""
    name = harmless(decoded(raw, is_utf8=is_utf8, extra=extra))
    name.encode("utf-8")
    assert os.path.normpath(f"/a.zip!/{name}").startswith("/a.zip!")
    assert "\0" not in name


def test_names_that_lead_elsewhere_are_harmless(tree: Path, tmp_path: Path, store: Store) -> None:
    """Nothing is written under a name from an archive; what was told apart by its folders still is."""
    members = {
        b"../../x.pdf": report("ก"),
        b"/etc/x.pdf": report("ข"),
        b"C:\\Windows\\x.pdf": report("ค"),
        b"x.pdf": report("ง"),
        b"-rf.pdf": report("จ"),
        b"\x1b[31m$(id).pdf": report("ฉ"),
        b"..": report("ช"),
    }
    (tree / "a.zip").write_bytes(packed(members))
    before = sorted(tmp_path.rglob("*.pdf"))
    ingest([tree], store, read=read)
    assert sorted(tmp_path.rglob("*.pdf")) == before
    assert titles(store) == ["ก", "ข", "ค", "ง", "จ", "ฉ", "ช"]
    names = {r.report.file.removeprefix(f"{tree}/a.zip!/") for r in store.reports()}
    assert names == {"-rf.pdf", "?", "Windows/x.pdf", "\x1b[31m$(id).pdf", "etc/x.pdf", "x (2).pdf", "x.pdf"}


def test_links_and_folders_in_archives_are_no_files(tree: Path) -> None:
    with ZipFile(tree / "a.zip", "w") as archive:
        archive.writestr(ZipInfo("folder.pdf/"), b"")
        link = ZipInfo("passwords.pdf")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, b"/etc/passwd")
    assert found(tree) == {"a.zip!/passwords.pdf": "passed over: symlink"}


# ---- what is wrong with them -------------------------------------------------------------


def test_encrypted_members_are_told_about(tree: Path, store: Store) -> None:
    data = bytearray(packed({b"x.pdf": report("ก"), b"x.txt": b"hello", b"y.pdf": report("ข")}))
    for at in (data.find(b"PK\3\4") + 6, data.find(b"PK\1\2") + 8):
        data[at] |= 1
    (tree / "a.zip").write_bytes(data)
    summary = ingest([tree], store, read=read)
    assert [(f.file, f.kind) for f in summary.failed] == [(f"{tree}/a.zip!/x.pdf", "encrypted")]
    assert titles(store) == ["ข"]
    assert ingest([tree], store, read=read).failed[0].known


def test_an_archive_in_an_archive_is_passed_over_with_a_finding(tree: Path, store: Store) -> None:
    inner = zipped(tree / "inner.zip", {"x.pdf": report("ก")})
    zipped(tree / "a.zip", {"inner.zip": inner.read_bytes(), "เล่ม": inner.read_bytes(), "y.pdf": report("ข")})
    inner.unlink()
    summary = ingest([tree], store, read=read)
    assert [f.file.rpartition("!/")[2] for f in summary.failed] == ["inner.zip", "เล่ม"]
    assert "unpack it" in summary.failed[0].reason_en
    assert titles(store) == ["ข"]


@pytest.mark.parametrize("method", [ZIP_DEFLATED, ZIP_STORED])
@pytest.mark.parametrize("streamed", [False, True])
def test_an_archive_that_broke_off_gives_what_is_there(
    tree: Path, store: Store, method: int, streamed: bool
) -> None:
    """Its directory stood at the end; written by a program that could not seek, sizes are told after the members."""
    if streamed and method == ZIP_STORED:
        pytest.skip("where a stored member of unknown size ends nobody knows")
    whole = io.BytesIO()
    target = _Unseekable(whole) if streamed else whole
    with ZipFile(target, "w", method) as archive:
        for n in range(5):
            noise = random.Random(n).randbytes(3000).hex()  # noqa: S311
            archive.writestr(f"รายงาน {n}.pdf", report(f"เล่ม{n}\n{noise}"))
    data = whole.getvalue()
    (tree / "a.zip").write_bytes(data[: len(data) // 2])
    summary = ingest([tree], store, read=read)
    assert titles(store) == ["เล่ม0", "เล่ม1"]
    assert [(f.file.removeprefix(f"{tree}/"), f.kind) for f in summary.failed] == [
        ("a.zip", "damaged"),
        ("a.zip!/รายงาน 2.pdf", "damaged"),
    ]
    again = ingest([tree], store, read=read)
    assert counts(again) == (0, 2, 0, 2)
    assert all(f.known for f in again.failed)


def test_an_archive_that_was_mended_is_no_longer_told_about(tree: Path, store: Store) -> None:
    """What was known of it as a file goes; its members stay as they were read."""
    data = packed({b"x.pdf": report("ก")})
    (tree / "a.zip").write_bytes(data[:-10])
    assert [f.kind for f in ingest([tree], store, read=read).failed] == ["damaged"]
    (tree / "a.zip").write_bytes(data)
    assert counts(ingest([tree], store, read=read)) == (0, 1, 0, 0)
    assert list(store.failures()) == []


def test_what_a_file_was_before_it_became_an_archive_is_forgotten(tree: Path, store: Store) -> None:
    (tree / "a.zip").write_bytes(report("ก"))
    ingest([tree], store, read=read)
    zipped(tree / "a.zip", {"x.pdf": report("ข")})
    assert counts(ingest([tree], store, read=read)) == (1, 0, 0, 0)
    assert titles(store) == ["ข"]


class _Unseekable(io.RawIOBase):
    def __init__(self, target: io.BytesIO) -> None:
        self._target = target

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        return self._target.write(data)


def test_a_damaged_member_costs_itself(tree: Path, store: Store) -> None:
    path = zipped(tree / "a.zip", {f"{n}.pdf": report(f"เล่ม{n}") for n in range(3)}, ZIP_STORED)
    data = path.read_bytes().replace("เล่ม1".encode(), "เล่ม9".encode())
    path.write_bytes(data)
    summary = ingest([tree], store, read=read)
    assert titles(store) == ["เล่ม0", "เล่ม2"]
    assert [(f.file.removeprefix(f"{tree}/"), f.kind) for f in summary.failed] == [
        ("a.zip!/1.pdf", "damaged")
    ]


def test_what_is_no_archive_at_all_is_told_about(tree: Path) -> None:
    (tree / "a.zip").write_bytes(b"PK\3\4" + b"x" * 500)
    (tree / "b.zip").write_bytes(b"<html>404 not found</html>")
    zipped(tree / "empty.zip", {})
    assert found(tree) == {"a.zip": "damaged", "b.zip": "passed over: not_a_document"}


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_damage_is_told_and_never_a_fault(tree: Path, data: st.DataObject) -> None:
    """Bytes changed or cut: every entry is a file, passed over, or says why it cannot be read."""
    members = {f"{n}.pdf".encode(): report(f"เล่ม{n}" * 20) for n in range(4)} | {b"x": b"PK\3\4"}
    whole = bytearray(packed(members))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = tree / "a.zip"
    path.write_bytes(whole[: data.draw(st.integers(4, len(whole)))])
    for entry in discover([path]):
        if isinstance(entry, Skipped):
            continue
        try:
            entry.digest()
            with entry.local() as copy:
                copy.read_bytes()
        except NotRead as why:
            assert why.kind in {"damaged", "encrypted", "unsupported", "too_large", "not_a_document"}


# ---- limits ------------------------------------------------------------------------------


def test_limits_hold_for_each_member_and_for_the_whole(tree: Path) -> None:
    zipped(tree / "a.zip", {"a.pdf": report("ก"), "b.pdf": bytes(3 << 20), "c.pdf": os.urandom(2 << 20)})
    assert found(tree)["a.zip!/b.pdf"] == "too_large", "one byte unpacks to a thousand"
    assert found(tree, Limits(ratio=2000))["a.zip!/b.pdf"] == "read"
    assert found(tree, Limits(file_bytes=1 << 20))["a.zip!/c.pdf"] == "too_large"
    assert found(tree, Limits(archive_bytes=4 << 20, ratio=2000)) == {
        "a.zip!/a.pdf": "read",
        "a.zip!/b.pdf": "read",
        "a.zip": "too_large",
    }
    assert found(tree, Limits(archive_members=1)) == {"a.zip!/a.pdf": "read", "a.zip": "too_large"}


def test_a_member_that_lies_about_its_size_unpacks_to_no_more(tree: Path, store: Store) -> None:
    data = bytearray(packed({b"x.pdf": bytes(5 << 20)}))
    for signature, place in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        struct.pack_into("<L", data, data.find(signature) + place, 1000)
    (tree / "a.zip").write_bytes(data)
    tracemalloc.start()
    summary = ingest([tree], store, read=read)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [f.kind for f in summary.failed] == ["damaged"]
    assert peak < 3 << 20


def test_other_ways_of_packing_are_named(tree: Path) -> None:
    """bzip2 and LZMA unpack a kilobyte to a gigabyte at one step."""
    zipped(tree / "a.zip", {"x.pdf": report("ก")}, zipfile.ZIP_BZIP2)
    zipped(tree / "b.zip", {"x.pdf": report("ก")}, zipfile.ZIP_LZMA)
    assert found(tree) == {"a.zip!/x.pdf": "unsupported", "b.zip!/x.pdf": "unsupported"}


def test_an_archive_with_a_made_up_directory_is_refused(tree: Path) -> None:
    data = packed({b"x.pdf": report("ก")})
    huge = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, 300 << 20, 0, 0)
    with (tree / "a.zip").open("wb") as file:
        file.write(data[: data.find(b"PK\1\2")])
        file.truncate(300 << 20)
        file.seek(0, io.SEEK_END)
        file.write(huge)
    tracemalloc.start()
    assert found(tree)["a.zip"] == "damaged"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 30 << 20


def test_an_archive_that_changed_since_it_was_listed_is_read_in_the_next_run(tree: Path) -> None:
    path = zipped(tree / "a.zip", {"x.pdf": report("ก")})
    (source,) = (entry for entry in discover([tree]) if not isinstance(entry, Skipped))
    zipped(path, {"x.pdf": report("อื่น")})
    with pytest.raises(OSError, match="changed"), source.local():
        pass
