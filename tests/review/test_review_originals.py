"""Which file a report is shown from: by its content, at any place where it was seen, also inside an archive."""

from __future__ import annotations

import hashlib
import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from corpus.records import Report, ReportRecords
from output.store import FileFacts, Store, open_store
from pipeline.review import Key, application
from pipeline.review.originals import Originals
from pipeline.run import ingest

ROOT = Path(__file__).parent.parent.parent
BYTES = b"%PDF-1.4 a report"
SHA = hashlib.sha256(BYTES).hexdigest()
ID = SHA[:16]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.db") as opened:
        yield opened


def seen(store: Store, path: str) -> None:
    records = ReportRecords(Report(ID, path, "application/pdf", 1))
    store.save(records, FileFacts(path, path, "1", sha256=SHA))


def test_the_place_that_has_the_bytes_is_taken(store: Store, tmp_path: Path) -> None:
    """Not one where the file was changed since."""
    changed, good = tmp_path / "a.pdf", tmp_path / "b.pdf"
    for path in (changed, good):
        path.write_bytes(BYTES)
        seen(store, str(path))
    originals = Originals(store, tmp_path / "cache")
    assert originals.of(ID, "a.pdf").path == changed
    changed.write_bytes(b"%PDF-1.4 another")
    assert originals.of(ID, "a.pdf").path == good
    good.unlink()
    found = originals.of(ID, "a.pdf")
    assert (found.path, set(found.places)) == (None, {str(changed), str(good)})


def test_a_file_in_an_archive_is_taken_out_under_a_name_of_ours(store: Store, tmp_path: Path) -> None:
    archive = tmp_path / "คลัง.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("ปี 2568/รายงาน.pdf", BYTES)
        packed.writestr("other.pdf", b"%PDF-1.4 another")
    seen(store, f"{archive}!/ปี 2568/รายงาน.pdf")
    originals = Originals(store, tmp_path / "cache")
    found = originals.of(ID, "x")
    assert found.path == tmp_path / "cache" / f"{ID}.original"
    assert found.path.read_bytes() == BYTES
    assert not found.moved
    archive.unlink()
    assert originals.of(ID, "x").path is None, "what is gone is said to be gone"


def test_an_archive_that_is_damaged_is_no_failure(store: Store, tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    archive.write_bytes(b"PK\x03\x04 nothing")
    seen(store, f"{archive}!/a.pdf")
    assert Originals(store, tmp_path / "cache").of(ID, "x").path is None


def test_without_libreoffice_a_word_file_is_laid_out_with_its_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its text in order, the words of records leading to them."""
    sample = ROOT / "corpus" / "samples" / "reports" / "thanmokngoen-2568" / "report.docx"
    with open_store(tmp_path / "s.db") as store:
        ingest([sample], store)
        (records,) = store.reports()
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
        key = Key()
        client = TestClient(application(store, key, ["127.0.0.1:1"], "สมศรี"), base_url="http://127.0.0.1:1")
        client.headers["accept-language"] = "en"
        client.get(f"/?key={key.key}")
        page = client.get(f"/report/{records.report.report_id}/page/1").text
    assert "LibreOffice is not installed" in page
    places = re.findall(r'data-refs="([^"]*)" class="[^"]*"><mark>([^<]*)</mark>', page)
    of = {ref: text for refs, text in places for ref in refs.split()}
    scores = [(f"score-{n}", s.source.text) for n, s in enumerate(records.scores) if s.source]
    found = [ref for ref, text in scores if of.get(ref, "").strip() == html.escape(text)]
    assert len(found) > 0.9 * len(scores)


def test_a_file_on_another_machine_is_fetched_once_or_the_page_says_why_not(
    store: Store, tmp_path: Path
) -> None:
    import fsspec

    address = "memory://archive/report.pdf"
    with fsspec.open(address, "wb") as far:
        far.write(BYTES)
    seen(store, address)
    found = Originals(store, tmp_path / "cache").of(ID, address)
    assert (found.place, found.moved, found.problem) == (address, False, None)
    assert found.path
    assert found.path.read_bytes() == BYTES
    fsspec.filesystem("memory").rm("/archive/report.pdf")
    assert Originals(store, tmp_path / "cache").of(ID, address).path, "it was kept"
    gone = Originals(store, tmp_path / "other").of(ID, address)
    assert gone.path is None
    assert gone.problem
    assert "does not exist" in gone.problem.reason_en


@pytest.mark.parametrize("passwords", [(), ("ความลับ",)])
def test_an_encrypted_page_is_shown_with_its_password(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, passwords: tuple[str, ...]
) -> None:
    from pypdf import PdfWriter

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    writer = PdfWriter()
    writer.add_blank_page(200, 300)
    writer.encrypt("ความลับ", "owner", algorithm="AES-256")
    path = tmp_path / "a.pdf"
    writer.write(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    records = ReportRecords(Report(digest[:16], str(path), "application/pdf", 1))
    store.save(records, FileFacts(str(path), str(path), "1", sha256=digest))
    key = Key()
    app = application(store, key, ["testserver"], "x", passwords=passwords)
    client = TestClient(app, base_url="http://testserver", headers={"accept-language": "en"})
    client.get(f"/?key={key.key}")
    page = client.get(f"/report/{digest[:16]}/page/1").text
    assert ("<img src=" in page) == bool(passwords)
    assert ("--password-file" in page) == (not passwords)
