"""What is installed here, what that means for which files, and what to do about what is not."""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

_OLDEST = (3, 11)


class State(StrEnum):
    """How something stands."""

    OK = "ok"
    MISSING = "missing"
    """Nothing works without it, or files of some kind are not read."""
    ABSENT = "absent"
    """Not installed, and only wanted for what it is named for."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked for."""

    name: str
    name_th: str
    state: State
    found: str
    """Version, path or count; empty where nothing was found."""
    means_en: str
    """What it is for; where it is missing, what does not work."""
    means_th: str
    do: str = ""
    """What to run, where it is not there."""


def checks(db: str | None = None) -> Iterator[Check]:
    """All that is looked for; `db` only where a database is named."""
    yield _python()
    yield _packages()
    yield _pictures()
    yield _languages()
    yield _office()
    yield _fonts()
    for extra, (names, en, th) in _EXTRAS.items():
        yield _extra(extra, names, en, th)
    if db is not None:
        yield _database(db)


def _python() -> Check:
    sound = sys.version_info[:2] >= _OLDEST
    return Check(
        "Python",
        "Python",
        State.OK if sound else State.MISSING,
        platform.python_version(),
        "runs Prongsai" if sound else "too old for Prongsai",
        "ใช้ทำงาน" if sound else "เก่าเกินไป",
        "" if sound else f"install Python {_OLDEST[0]}.{_OLDEST[1]} or later",
    )


def _packages() -> Check:
    """The packages that every installation has."""
    names = _required(None)
    lost = [name for name in names if _version(name) is None]
    if lost or not names:
        return Check(
            "packages",
            "แพ็กเกจพื้นฐาน",
            State.MISSING,
            "",
            f"not installed: {', '.join(lost) or 'prongsai'}",
            f"ยังไม่ได้ติดตั้ง: {', '.join(lost) or 'prongsai'}",
            "pip install prongsai",
        )
    main = ", ".join(
        f"{name} {_version(name)}" for name in ("pypdfium2", "pdfplumber", "python-docx", "pythainlp")
    )
    found = f"prongsai {_version('prongsai')}; {main}"
    return Check(
        "packages",
        "แพ็กเกจพื้นฐาน",
        State.OK,
        found,
        "read PDF with text, and DOCX",
        "อ่าน PDF ที่มีข้อความ และ DOCX",
    )


def _pictures() -> Check:
    """The packages of the extra `ocr`."""
    names = _required("ocr")
    lost = [name for name in names if _version(name) is None]
    found = ", ".join(f"{name} {_version(name)}" for name in names if name not in lost)
    if lost:
        return Check(
            "reading pictures",
            "การอ่านภาพ",
            State.MISSING,
            found,
            "scanned pages and pictures are not read (page_not_read)",
            "หน้าที่สแกนและรูปภาพจะไม่ถูกอ่าน (page_not_read)",
            "pip install 'prongsai[ocr]'",
        )
    return Check(
        "reading pictures", "การอ่านภาพ", State.OK, found, "scanned pages and pictures", "หน้าที่สแกนและรูปภาพ"
    )


def _languages() -> Check:
    """Tesseract and its language data."""
    name, th = "Tesseract", "Tesseract"
    do = "apt-get install tesseract-ocr-tha tesseract-ocr-eng"
    try:
        from extractors.tesseract import LANGUAGES, Tesseract, languages
    except ImportError:
        en_means, th_means = "scanned pages are not read", "หน้าที่สแกนจะไม่ถูกอ่าน"
        return Check(name, th, State.MISSING, "", en_means, th_means, "pip install 'prongsai[ocr]'")
    folder, has = languages()
    lost = [language for language in LANGUAGES if language not in has.split("+")]
    if lost:
        listed = ", ".join(lost)
        return Check(
            name,
            th,
            State.MISSING,
            f"{Tesseract().version} {folder}".strip(),
            f"scanned pages are not read: no language data for {listed}",
            f"หน้าที่สแกนจะไม่ถูกอ่าน: ไม่มีข้อมูลภาษา {listed}",
            do,
        )
    found = f"{Tesseract().version.removeprefix('tesseract ')} in {folder}"
    return Check(name, th, State.OK, found, "Thai and English on scanned pages", "ภาษาไทยและอังกฤษในหน้าที่สแกน")


def _office() -> Check:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        return Check(
            "LibreOffice",
            "LibreOffice",
            State.MISSING,
            "",
            "old Word files (.doc) are not read (missing_tool)",
            "ไฟล์ Word รุ่นเก่า (.doc) จะไม่ถูกอ่าน (missing_tool)",
            "apt-get install libreoffice-writer-nogui",
        )
    with tempfile.TemporaryDirectory() as profile:
        said = _said([office, f"-env:UserInstallation={Path(profile).as_uri()}", "--version"])
    matched = re.search(r"LibreOffice ([\d.]+)", said)
    found = f"{matched[1]} in {office}" if matched else office
    return Check(
        "LibreOffice", "LibreOffice", State.OK, found, "old Word files (.doc)", "ไฟล์ Word รุ่นเก่า (.doc)"
    )


def _fonts() -> Check:
    """Fonts with Thai letters, for the pages of Word files as pictures."""
    means = "Word files shown as pages by the review desk", "หน้าเอกสาร Word ในโต๊ะตรวจ"
    if shutil.which("fc-list") is None:
        return Check(
            "Thai fonts", "ฟอนต์ไทย", State.ABSENT, "", *means, "apt-get install fontconfig fonts-thai-tlwg"
        )
    families = {
        line.partition(",")[0].strip() for line in _said(["fc-list", ":lang=th", "family"]).splitlines()
    }
    families.discard("")
    if not families:
        return Check("Thai fonts", "ฟอนต์ไทย", State.ABSENT, "", *means, "apt-get install fonts-thai-tlwg")
    shown = ", ".join(sorted(families)[:4])
    return Check("Thai fonts", "ฟอนต์ไทย", State.OK, f"{len(families)}: {shown} …", *means)


_EXTRAS = {
    "rapidocr": (("rapidocr",), "another reader of pictures: --ocr-engine rapidocr", "โปรแกรมอ่านภาพอีกตัว"),
    "postgres": (("psycopg",), "PostgreSQL as the database", "ฐานข้อมูล PostgreSQL"),
    "remote": (("fsspec",), "files on other machines (s3://, https://)", "ไฟล์บนเครื่องอื่น (s3://, https://)"),
    "dask": (("distributed",), "runs over many machines: --scheduler", "ทำงานหลายเครื่อง"),
    "report": (("jinja2", "matplotlib"), "prongsai report: one page with plots", "หน้ารายงานพร้อมกราฟ"),
    "serve": (("datasette", "uvicorn"), "prongsai serve: the database in the browser", "ฐานข้อมูลในเบราว์เซอร์"),
    "review": (
        ("jinja2", "starlette", "uvicorn"),
        "prongsai review: records beside their pages",
        "โต๊ะตรวจทาน",
    ),
}
"""The packages of each extra, as pyproject.toml names them, and what they are for."""


def _extra(extra: str, names: tuple[str, ...], en: str, th: str) -> Check:
    there = [name for name in names if _version(name) is not None]
    found = ", ".join(f"{name} {_version(name)}" for name in there)
    complete = len(there) == len(names)
    do = "" if complete else f"pip install 'prongsai[{extra}]'"
    state = State.OK if complete else State.ABSENT
    return Check(f"extra: {extra}", f"ส่วนเสริม {extra}", state, found, en, th, do)


def _database(db: str) -> Check:
    from output.errors import OutputError
    from output.store import open_store

    try:
        with open_store(db, create=False) as store:
            reports = store.counts().reports
    except OutputError as exc:
        return Check(
            "database",
            "ฐานข้อมูล",
            State.MISSING,
            "",
            exc.reason_en,
            exc.reason_th,
            "prongsai ingest FOLDER --db URL",
        )
    return Check("database", "ฐานข้อมูล", State.OK, f"{reports} reports / รายงาน", "can be opened", "เปิดได้")


def _required(extra: str | None) -> list[str]:
    """The packages that an installation wants; those of an extra where one is named."""
    try:
        wanted = requires("prongsai") or []
    except PackageNotFoundError:
        return []
    names = []
    for line in wanted:
        of = re.search(r"extra == ['\"]([\w-]+)['\"]", line)
        if (of[1] if of else None) == extra and (named := re.match(r"[\w.-]+", line)):
            names.append(named[0])
    return names


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _said(command: list[str]) -> str:
    """What a program prints; nothing where it fails or hangs."""
    try:
        ended = subprocess.run(  # noqa: S603 - no shell, and every argument is ours
            command, capture_output=True, text=True, errors="replace", timeout=30, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return ended.stdout
