#!/usr/bin/env bash
# LibreOffice reads the old .doc format; everything else works without it. As root on Debian or Ubuntu it is
# installed, elsewhere one line says what to install. Never fails: what is missing becomes a finding of each .doc.
set -u

packages=(libreoffice-writer-nogui fonts-thai-tlwg)
advice="system: LibreOffice is not installed, so .doc files cannot be read (PDF and DOCX can): apt install ${packages[*]}"

command -v soffice >/dev/null && exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "$advice"
    exit 0
fi

echo "system: installing ${packages[*]} to read .doc files"
apt() {
    DEBIAN_FRONTEND=noninteractive timeout 600 apt-get -qq \
        -o Acquire::Retries=1 -o Acquire::http::Timeout=15 -o Acquire::https::Timeout=15 -o DPkg::Lock::Timeout=60 \
        "$@" >/dev/null 2>&1
}
apt update
if ! apt install -y --no-install-recommends "${packages[@]}" || ! command -v soffice >/dev/null; then
    echo "$advice"
fi
exit 0
