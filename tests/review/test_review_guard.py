"""Nobody but the desk's own pages can ask it anything: other hosts, other sites, requests without key or token."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from output.store import Store, open_store
from pipeline.review import Key, application
from tests.review.made import SCRIPT, report, save

HOST = "127.0.0.1:8765"
HERE = f"http://{HOST}"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.db") as opened:
        save(opened, report())
        yield opened


@pytest.fixture
def key() -> Key:
    return Key()


@pytest.fixture
def stranger(store: Store, key: Key) -> TestClient:
    """A browser that has not got the key."""
    app = application(store, key, [HOST, "localhost:8765"], "สมศรี")
    return TestClient(app, base_url=HERE, follow_redirects=False)


@pytest.fixture
def client(stranger: TestClient, key: Key) -> TestClient:
    """One that has."""
    assert stranger.get(f"/?key={key.key}").status_code == 303
    return stranger


def test_without_the_key_there_is_nothing_to_see(stranger: TestClient) -> None:
    for path in ("/", "/overview", "/report/0000000000000000", "/?key=wrong", "/?key="):
        answer = stranger.get(path)
        assert answer.status_code == 403, path
        assert "ทุ่งแสงดาว" not in answer.text


def test_the_key_makes_a_cookie_that_no_other_site_carries(stranger: TestClient, key: Key) -> None:
    answer = stranger.get(f"/?key={key.key}&year=2568")
    assert answer.headers["location"] == "/?year=2568", "the key does not stay in the address"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie
    assert "ทุ่งแสงดาว" in stranger.get("/").text


def test_each_start_has_its_own_key() -> None:
    assert Key().key != Key().key
    one = Key()
    assert one.key not in one.token and not Key().is_token(one.token)
    assert one.key not in repr(one)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1:80", ""])
def test_another_name_is_not_answered(client: TestClient, host: str) -> None:
    """A name that someone makes point to this machine (DNS rebinding)."""
    assert client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://127.0.0.1:8765", "http://127.0.0.1:80"]
)
def test_another_site_is_refused_even_with_cookie_and_token(
    client: TestClient, key: Key, origin: str
) -> None:
    asked = {"token": key.token, "record": "score-0"}
    for path in ("/report/0000000000000000/accept", "/report/0000000000000000/undo"):
        assert client.post(path, data=asked, headers={"origin": origin}).status_code == 403
    assert client.get("/", headers={"origin": origin}).status_code == 403


def test_a_change_wants_an_origin(client: TestClient, key: Key) -> None:
    answer = client.post("/report/0000000000000000/accept", data={"token": key.token, "record": "score-0"})
    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/", "/static/review.css", "/static/review.js", "/nothing"])
def test_nobody_may_embed_or_call_it(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-frame-options"] == "DENY"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers


def test_words_of_documents_are_only_words(client: TestClient) -> None:
    for path in ("/?view=reports", "/?infos=1"):
        page = client.get(path).text
        assert SCRIPT not in page
        assert "alert(1)" not in page or "&lt;script&gt;" in page


def test_the_language_is_the_readers(client: TestClient) -> None:
    assert '<html lang="th">' in client.get("/", headers={"accept-language": "th"}).text
    assert '<html lang="en">' in client.get("/", headers={"accept-language": "en-GB"}).text
    assert '<html lang="th">' in client.get("/?lang=th", headers={"accept-language": "en"}).text
    assert '<html lang="th">' in client.get("/", headers={"accept-language": "en"}).text, "it is kept"


def test_odd_addresses_are_no_failures(client: TestClient) -> None:
    for path in ("/?page=99999", "/?page=x", "/?year=x&kind=y&why=z&record=q", "/?agency=%25%27%22"):
        assert client.get(path).status_code == 200, path
    for path in ("/report/nothing", "/report/..%2f..%2fetc", "/static/../app.py", "/x"):
        assert client.get(path).status_code == 404, path
