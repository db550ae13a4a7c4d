"""DOC (Word 97-2003) to Document: LibreOffice makes a DOCX of it, which `extractors.docx` reads."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from extractors import docx, office_guard
from extractors.detect import DOC
from extractors.document import AUTO, Document, Recognition
from extractors.docx_package import Package
from extractors.errors import Damaged, MissingTool, OutOfTime
from extractors.limits import DEFAULT

TIME_LIMIT = 120.0
"""Seconds that LibreOffice gets for one file."""
WORD_97, WORD_2007 = "MS Word 97", "MS Word 2007 XML"
DOCX_OF_WORD, PDF_OF_WORD = f"docx:{WORD_2007}", "pdf:writer_pdf_Export"

# A fresh profile for each file: two LibreOffices with one profile get in each other's way.
# Nothing in the document is run, and nothing it links to is fetched: where the system does not let the guard leave the
# network, a proxy that is not there takes its place.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def extract(path: Path, how: Recognition = AUTO, time_limit: float = TIME_LIMIT) -> Document:
    """The text of an old Word file, every paragraph and cell once, in order.

    Raises `MissingTool` where LibreOffice is not installed, `OutOfTime`, or `Damaged`.
    """
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise MissingTool(
            "อ่านไฟล์ .doc ต้องใช้ LibreOffice ซึ่งเครื่องนี้ไม่มี: ติดตั้งด้วย apt-get install libreoffice-writer-nogui "
            "หรือบันทึกไฟล์เป็น .docx ด้วย Word แล้วลองใหม่",
            "Reading a .doc needs LibreOffice, which is not installed: apt-get install "
            "libreoffice-writer-nogui, or save the file as .docx in Word.",
        )
    with tempfile.TemporaryDirectory(prefix="prongsai-doc-") as name:
        work = Path(name)
        source = work / "input.doc"  # whatever the file is called, it cannot pass for an option
        shutil.copyfile(path, source)
        converted = convert(office, source, work, time_limit, most_bytes=how.limits.unpacked_bytes)
        document = docx.extract(converted, how)
        engine = {"LibreOffice": _office_version(converted), **document.engine}
    return replace(document, media_type=DOC, engine=engine)


def convert(
    office: str,
    source: Path,
    work: Path,
    time_limit: float,
    to: str = DOCX_OF_WORD,
    by: str = WORD_97,
    *,
    most_bytes: int = DEFAULT.unpacked_bytes,
) -> Path:
    """What LibreOffice makes of a file, in the empty folder `work`; `to` and `by` name its filters for writing and reading.

    No file that it writes is larger than `most_bytes`.

    Raises `OutOfTime` and `Damaged`.
    """
    profile = work / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    command = [
        sys.executable,
        "-I",
        office_guard.__file__,
        str(most_bytes),
        office,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        # Named, so that a damaged file is not taken for plain text and its bytes for words.
        f"--infilter={by}",
        "--convert-to",
        to,
        "--outdir",
        str(work / "out"),
        str(source),
    ]
    environment = {**os.environ, "HOME": str(work), "SAL_USE_VCLPLUGIN": "svp"}
    asked, asker = os.pipe()  # the guard ends when `asker` is closed, if need be by the end of this process
    process = subprocess.Popen(  # noqa: S603 - no shell, and every argument is ours
        command,
        stdin=asked,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    )
    os.close(asked)
    try:
        _, errors = process.communicate(timeout=time_limit)
    except subprocess.TimeoutExpired as exc:
        raise OutOfTime(
            f"LibreOffice แปลงไฟล์ Word ไม่เสร็จใน {time_limit:g} วินาที เปิดด้วย Word แล้วบันทึกเป็น .docx",
            f"LibreOffice did not convert the Word file within {time_limit:g} seconds: save it as .docx in Word.",
        ) from exc
    finally:
        _end(process)
        os.close(asker)
    converted = work / "out" / f"{source.stem}.{to.partition(':')[0]}"
    # LibreOffice reports success on files that it could not load.
    if process.returncode != 0 or not converted.is_file() or converted.stat().st_size == 0:
        said = _complaint(errors)
        raise Damaged(
            f"ไฟล์ Word เสีย: LibreOffice แปลงไม่ได้ ({said or 'ไม่บอกเหตุผล'}) "
            "ลองเปิดด้วย Word แล้วบันทึกเป็น .docx หรือขอไฟล์ต้นฉบับ",
            f"A damaged Word file: LibreOffice made nothing of it ({said or 'and gave no reason'}). "
            "Save it as .docx in Word, or ask for the original.",
        )
    return converted


def _end(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice and all it started; soffice itself is only a launcher."""
    if process.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.communicate()


def _complaint(said: bytes) -> str:
    """The line of LibreOffice's messages that tells of an error, or nothing."""
    lines = said.decode("utf-8", "replace").splitlines()
    return next((line.strip()[:200] for line in lines if line.lower().startswith("error")), "")


def _office_version(converted: Path) -> str:
    """The version that LibreOffice writes into what it makes, or "unknown"."""
    with Package(converted) as package:
        properties = package.xml("/docProps/app.xml")
    named = "" if properties is None else properties.findtext("{*}Application", "")
    matched = re.search(r"LibreOffice(?:Dev)?/([\d.]+)", named)
    return matched[1] if matched else "unknown"
