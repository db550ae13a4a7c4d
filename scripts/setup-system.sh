#!/usr/bin/env bash
# LibreOffice reads the old .doc format, and Tesseract's Thai data the pages that are pictures; everything else
# works without them. As root on Debian or Ubuntu they are installed, elsewhere a line for each says what to install.
# Never fails: what is missing becomes a finding of each file or page that wants it.
set -u

office=(libreoffice-writer-nogui fonts-thai-tlwg)
pictures=(tesseract-ocr tesseract-ocr-tha)
no_office="system: LibreOffice is not installed, so .doc files cannot be read (PDF and DOCX can): apt install ${office[*]}"
no_pictures="system: Tesseract's Thai data is not installed, so pages that are pictures cannot be read: apt install ${pictures[*]}"

has_office() { command -v soffice >/dev/null; }
has_pictures() {
    local folder
    for folder in "${TESSDATA_PREFIX:-/nowhere}" "${TESSDATA_PREFIX:-/nowhere}/tessdata" \
        /usr/share/tesseract-ocr/*/tessdata /usr/share/tessdata /usr/share/tesseract/tessdata \
        /usr/local/share/tessdata /opt/homebrew/share/tessdata; do
        [ -f "$folder/tha.traineddata" ] && return 0
    done
    return 1
}
apt() {
    DEBIAN_FRONTEND=noninteractive timeout 600 apt-get -qq \
        -o Acquire::Retries=1 -o Acquire::http::Timeout=15 -o Acquire::https::Timeout=15 -o DPkg::Lock::Timeout=60 \
        "$@" >/dev/null 2>&1
}

wanted=()
has_office || wanted+=("${office[@]}")
has_pictures || wanted+=("${pictures[@]}")
if [ ${#wanted[@]} -gt 0 ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "system: installing ${wanted[*]} to read .doc files and pictures of pages"
    apt update
    has_office || apt install -y --no-install-recommends "${office[@]}"
    has_pictures || apt install -y --no-install-recommends "${pictures[@]}"
fi
has_office || echo "$no_office"
has_pictures || echo "$no_pictures"
exit 0
