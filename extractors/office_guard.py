"""Runs LibreOffice so that it reaches no network, writes no endless file, and does not outlive the process that asked.

Started as a program of its own: `python -I office_guard.py BYTES COMMAND …`, with a pipe for its standard input whose
other end that process holds: when it closes, however that process ended, the whole process group is killed.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


def main(most_bytes: int, command: list[str]) -> int:
    """The exit code of the command; no file that it writes is larger than that."""
    if sys.platform == "linux":
        _leave_network()
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as process:  # noqa: S603 - no shell; arguments are ours
        threading.Thread(target=_end_with_asker, daemon=True).start()
        code = process.wait()
    return code if code >= 0 else 128 - code


def _end_with_asker() -> None:
    """Wait for the end of standard input, then kill this group: LibreOffice's launcher has children of its own."""
    os.read(0, 1)
    os.killpg(0, signal.SIGKILL)


def _leave_network() -> None:
    """Go where there is no network, as root or in a user namespace; some systems allow neither."""
    libc = ctypes.CDLL(None)
    if libc.unshare(_NEW_NETWORK) == 0:
        return
    user, group = os.getuid(), os.getgid()
    if libc.unshare(_NEW_USER | _NEW_NETWORK) == 0:
        with suppress(OSError):
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
            Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
