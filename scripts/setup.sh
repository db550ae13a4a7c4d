#!/usr/bin/env bash
# Makes .venv with Python 3.11 or newer and installs Prongsai with its pinned dependencies.
# PYTHON=/path/to/python chooses the interpreter.
set -euo pipefail
cd "$(dirname "$0")/.."

venv=${1:-.venv}
enough='import sys; sys.exit(sys.version_info < (3, 11))'

found=
for python in ${PYTHON:+"$PYTHON"} python3.11 python3.12 python3.13 python3; do
    if command -v "$python" >/dev/null && "$python" -c "$enough" 2>/dev/null; then
        found=$python
        break
    fi
done
if [ -z "$found" ]; then
    echo "setup: needs Python 3.11 or newer; found $(python3 --version 2>&1 || echo none)." >&2
    echo "setup: install it (Debian 12, Ubuntu 24.04: apt install python3 python3-venv) or set PYTHON=/path/to/python." >&2
    exit 1
fi

if ! "$venv/bin/python" -c "$enough" 2>/dev/null; then
    if ! "$found" -c 'import ensurepip, venv' 2>/dev/null; then
        echo "setup: $found cannot make a virtual environment: install its venv package" >&2
        echo "setup: (Debian, Ubuntu: apt install python3-venv) and run make again." >&2
        exit 1
    fi
    echo "setup: making $venv with $("$found" --version)"
    "$found" -m venv --clear "$venv"
fi
echo "setup: installing Prongsai and its dependencies into $venv"
install() { "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -c constraints.txt -e "$1"; }
# The extra that reads pictures of pages has wheels for the usual machines only.
if ! install '.[dev,ocr]'; then
    install '.[dev]'
    echo "setup: the extra ocr could not be installed: pages that are pictures will not be read" >&2
fi
