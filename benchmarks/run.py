"""How fast a run over many files is: ``python -m benchmarks.run --count 2000``.

Reports are made from seeds (`tests.maker`) and ingested by the command itself, start to end: with one worker, with two,
again where nothing has changed, and on a Dask cluster of two workers on this machine. Printed are the times and their
ratios; the exit code is 1 where one misses its bar. The ratios need a machine that does nothing else, with two cores;
the load of the machine is printed beside them.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from tests.maker.make import make

_BIN = Path(sys.executable).parent
_TWO_WORKERS, _DASK, _SECOND = 1.7, 1.5, 0.02


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=2000, help="how many files")
    parser.add_argument("--without-dask", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tree = folder / "reports"
        tree.mkdir()
        with ProcessPoolExecutor(2) as makers:
            list(makers.map(partial(_made, tree), range(options.count), chunksize=8))
        print(f"{options.count} files; load before the first run: {os.getloadavg()[0]:.1f}")
        one = _ingest("one worker", tree, folder / "one.db", "-j", "1")
        two = _ingest("two workers", tree, folder / "two.db", "-j", "2")
        again = _ingest("two workers, nothing changed", tree, folder / "two.db", "-j", "2")
        reached = [
            _bar("two workers / one", one / two, at_least=_TWO_WORKERS),
            _bar("second run / first", again / two, at_most=_SECOND),
        ]
        if options.without_dask or not find_spec("distributed"):
            print("Dask: left out")
        else:
            with _cluster(folder) as address:
                dask = _ingest("Dask, two workers", tree, folder / "dask.db", "--scheduler", address)
            reached.append(_bar("Dask / one worker", one / dask, at_least=_DASK))
        print(f"load after the last run: {os.getloadavg()[0]:.1f}")
    return 0 if all(reached) else 1


def _made(tree: Path, seed: int) -> None:
    make(seed).save(tree / f"{seed:05}.docx")


def _ingest(what: str, tree: Path, db: Path, *more: str) -> float:
    """Seconds of wall-clock time."""
    begun = time.perf_counter()
    command = [str(_BIN / "prongsai"), "ingest", str(tree), "--db", str(db), *more]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)  # noqa: S603
    took = time.perf_counter() - begun
    if done.returncode != 0:
        raise SystemExit(f"{what}: {done.stderr}")
    print(f"{what:30} {took:8.2f} s")
    return took


def _bar(what: str, ratio: float, at_least: float | None = None, at_most: float | None = None) -> bool:
    reached = (at_least is None or ratio >= at_least) and (at_most is None or ratio <= at_most)
    bar = f"at least {at_least:g}" if at_least is not None else f"at most {at_most:g}"
    print(f"{what:30} {ratio:8.3f}   bar: {bar}, {'reached' if reached else 'MISSED'}")
    return reached


@contextmanager
def _cluster(folder: Path) -> Iterator[str]:
    """A scheduler and two workers with a thread each; its address."""
    told = folder / "scheduler.json"
    scheduler = ("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(told))
    worker = ("worker", "--scheduler-file", str(told), "--nthreads", "1", "--no-nanny")
    with ExitStack() as stack:
        stack.enter_context(_dask(*scheduler))
        while not told.exists() or not told.read_text(encoding="utf-8"):
            time.sleep(0.1)
        for _ in range(2):
            stack.enter_context(_dask(*worker, "--local-directory", str(folder)))
        address = str(json.loads(told.read_text(encoding="utf-8"))["address"])
        from distributed import Client

        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield address


@contextmanager
def _dask(*arguments: str) -> Iterator[None]:
    command = [str(_BIN / "dask"), *arguments, "--no-dashboard"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        try:
            yield
        finally:
            process.terminate()


if __name__ == "__main__":
    raise SystemExit(main())
