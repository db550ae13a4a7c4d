"""Damaged copies of real reports in one run: it ends, every file has one outcome, and the sound ones are as alone.

    python -m benchmarks.mutated FOLDER --count 2000

`FOLDER` holds reports (PDF, DOCX, DOC). Copies of them are damaged (`tests/safety/mutations.py`), put beside the sound
ones, and read by `prongsai ingest --ocr never`. Exit code 0 where all that is promised holds.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random
from shutil import copyfile

from output.store import open_store
from pipeline.source import report_id_of
from tests.safety.mutations import mutations

_SUFFIXES = {".pdf", ".docx", ".doc"}
_RARE = {".doc": 0.1}
"""LibreOffice takes seconds for each: a smaller share of them is made."""
_OURS = {"internal_error", "crashed", "out_of_time", "out_of_memory", "unreadable"}
"""Outcomes that damage alone does not excuse."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A run that is over."""

    code: int
    seconds: float
    largest: int
    """Bytes that the largest process held."""
    said: str


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--count", type=int, default=2000, help="damaged copies")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--keep", type=Path, help="put the copies here, and leave them")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = options.keep or Path(temporary)
        sys.exit(0 if check(options.folder, work, options.count, options.seed) else 1)


def check(folder: Path, work: Path, count: int, seed: int) -> bool:
    """Make the copies below `work`, read them, print what came of them; whether all is as promised."""
    tree = work / "tree"
    sound = make(folder, tree, count, seed)
    alone = run(tree / "sound", work / "alone.db")
    whole = run(tree, work / "all.db")
    outcomes, problems = outcomes_of(tree, work / "all.db")
    same = same_records(work, sound)
    print(f"{count} damaged copies, {len(sound)} sound files")
    print(f"exit code {whole.code} (sound ones alone {alone.code}), {whole.seconds:.0f} s")
    print(f"largest process {whole.largest / 2**20:.0f} MB")
    for how in sorted({how for how, _ in outcomes}):
        listed = ", ".join(f"{kind} {n}" for (of, kind), n in sorted(outcomes.items()) if of == how)
        print(f"  {how:16} {listed}")
    for problem in problems[:50]:
        print(f"  ! {problem}")
    print(f"sound reports with the same records as alone: {same} of {len(sound)}")
    if whole.code not in (0, 1):
        print(whole.said)
    return whole.code == 1 and not problems and same == len(sound)


def make(folder: Path, tree: Path, count: int, seed: int) -> list[Path]:
    """Sound copies in `tree/sound`, damaged ones beside; comes out: the sound ones."""
    random = Random(seed)  # noqa: S311 - the same copies from the same seed
    files = sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES)
    (tree / "sound").mkdir(parents=True)
    sound = []
    for number, path in enumerate(files):
        sound.append(tree / "sound" / f"{number:02}-{path.name}")
        copyfile(path, sound[-1])
    weights = [_RARE.get(path.suffix, 1.0) for path in files]
    for number in range(count):
        path = random.choices(files, weights)[0]
        mutation = random.choice(mutations(path.suffix))
        place = tree / mutation.__name__
        place.mkdir(exist_ok=True)
        (place / f"{number:05}{path.suffix}").write_bytes(mutation(path.read_bytes(), random))
    return sound


def run(path: Path, db: Path) -> Ended:
    """`prongsai ingest` over a folder, as a process of its own."""
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as said:
        command = [
            sys.executable,
            "-m",
            "pipeline.cli",
            "ingest",
            str(path),
            "--db",
            str(db),
            "--ocr",
            "never",
        ]
        process = subprocess.Popen(command, stderr=said)  # noqa: S603 - our own program
        largest = 0
        while process.poll() is None:
            largest = max([largest, *(_peak(pid) for pid in _below(process.pid))])
            time.sleep(0.5)
        said.seek(0)
        return Ended(process.returncode, time.monotonic() - began, largest, said.read())


def _below(pid: int) -> Iterator[int]:
    """The processes that a process started, and those that they did."""
    parents: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):  # noqa: PTH208 - no path is wanted
        if entry.isdecimal():
            try:
                after_name = Path("/proc", entry, "stat").read_text().rpartition(")")[2]
            except OSError:  # it ended meanwhile
                continue
            parents.setdefault(int(after_name.split()[1]), []).append(int(entry))
    todo = [pid]
    while todo:
        found = parents.get(todo.pop(), [])
        yield from found
        todo += found


def _peak(pid: int) -> int:
    """The most bytes that a process has held; 0 where it is gone."""
    try:
        status = Path("/proc", str(pid), "status").read_text()
    except OSError:
        return 0
    lines = [line.split() for line in status.splitlines() if line.startswith("VmHWM")]
    return int(lines[0][1]) * 1024 if lines else 0


def outcomes_of(tree: Path, db: Path) -> tuple[Counter[tuple[str, str]], list[str]]:
    """How many files of each damage had which outcome; and each file that has none, or one that it should not have."""
    outcomes: Counter[tuple[str, str]] = Counter()
    problems = []
    files = [path for path in sorted(tree.rglob("*")) if path.is_file()]
    with open_store(str(db)) as store:
        known = store.known(str(path) for path in files)
        for path in files:
            file = known.get(str(path))
            if file is None:
                problems.append(f"{path.relative_to(tree)}: no outcome")
                continue
            failure = store.failure(str(path)) if file.outcome != "read" else None
            kind = file.reason or "" if file.outcome != "read" else "read"
            outcomes[path.parent.name, kind] += 1
            if (file.report_id is None) == (failure is None):
                problems.append(f"{path.relative_to(tree)}: {kind}, report {file.report_id}")
            if kind in _OURS and failure is not None:
                problems.append(f"{path.relative_to(tree)}: {kind}: {failure.finding.message.en}")
    return outcomes, problems


def same_records(work: Path, sound: list[Path]) -> int:
    """How many of the sound reports have the same records in both databases."""
    alone, together = (_exported(work, name) for name in ("alone", "all"))
    ids = [report_id_of(sha256(path.read_bytes()).hexdigest()) for path in sound]
    return sum(id_ in alone and alone[id_] == together.get(id_) for id_ in ids)


def _exported(work: Path, name: str) -> dict[str, str]:
    """The records of each report of a database, by its id; without what other files have a say in."""
    dest = work / f"{name}.jsonl"
    command = [sys.executable, "-m", "pipeline.cli", "export", "jsonl", str(dest)]
    subprocess.run([*command, "--db", str(work / f"{name}.db"), "--all-readings"], check=True)  # noqa: S603
    found = {}
    with dest.open(encoding="utf-8") as lines:
        for line in lines:
            records = json.loads(line)
            report = records["report"]
            for name_of_many in ("same_as", "file"):  # the best of many readings, the first of many copies
                report.pop(name_of_many, None)
            found[report["report_id"]] = json.dumps(records, sort_keys=True)
    return found


if __name__ == "__main__":
    main()
