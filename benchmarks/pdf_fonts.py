"""Whether Thai text comes out of a PDF as it was written, font by font.

    python -m benchmarks.pdf_fonts
    python -m benchmarks.pdf_fonts --font Laksaman --font Loma --seed 7

Every consonant with every vowel and tone, in random order and company, is set in each Thai font of this machine
(regular and bold, in several sizes and alignments), made a PDF by LibreOffice, and read. Fonts differ in where
they draw marks, and producers in how they say so. White space aside the text must be the same; the exit code is
1 where it is not.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from random import Random

from docx.enum.text import WD_ALIGN_PARAGRAPH
from rapidfuzz.distance import Indel

from corpus.samples.paper import Paper
from extractors import extract
from extractors.document import Paragraph
from tests.maker.reading import to_pdf

CONSONANTS = "".join(map(chr, range(0x0E01, 0x0E2F)))
VOWELS = ["", *"ัิีึืุูาำ"]
TONES = ["", *"่้๊๋"]
OTHERS = ["์", "็", "ิ์", "ุ์"]
LEADING = ["", "", *"เแโใไ"]
FINALS = ["", *"นงกวลยทฟป"]
SIZES = (16.0, 15.0, 13.0, 11.0)
ALIGNMENTS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "justified": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "thai": WD_ALIGN_PARAGRAPH.THAI_JUSTIFY,
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a text is set."""

    font: str
    size: float
    bold: bool
    align: str
    seed: int

    def __str__(self) -> str:
        return f"{self.font} {self.size:g}{' bold' if self.bold else ''} {self.align}"


def paragraphs(seed: int) -> list[str]:
    """Each consonant with each vowel and each tone, with and without letters before and after, as paragraphs."""
    rng = Random(seed)  # noqa: S311 - it only has to vary
    syllables = [
        consonant + (tone + vowel if vowel in ("า", "ำ") else vowel + tone)
        for consonant, vowel, tone in product(CONSONANTS, VOWELS, TONES)
    ]
    syllables += [consonant + other for consonant, other in product(CONSONANTS, OTHERS)]
    rng.shuffle(syllables)
    out: list[str] = []
    while syllables:
        taken, syllables = syllables[: (n := rng.randint(20, 60))], syllables[n:]
        words = [
            rng.choice(LEADING) + s + rng.choice(FINALS) + rng.choice(["", "", "", "", " "]) for s in taken
        ]
        out.append("".join(words).strip())
    return out


def write(look: Look, path: Path) -> None:
    paper = Paper(font=look.font, size=look.size)
    for text in paragraphs(look.seed):
        paragraph = paper.doc.add_paragraph()
        paragraph.alignment = ALIGNMENTS[look.align]
        paper.fill(paragraph, text, bold=look.bold)
    paper.save(path)


def differences(looks: Sequence[Look], folder: Path) -> Iterator[tuple[Look, list[tuple[str, str]]]]:
    """What was written and what was read, with some letters around it, wherever they differ."""
    paths = [folder / f"{number}.docx" for number in range(len(looks))]
    for look, path in zip(looks, paths, strict=True):
        write(look, path)
    to_pdf(paths, folder)
    for look, path in zip(looks, paths, strict=True):
        document = extract(path.with_suffix(".pdf"), "never")
        read = _solid("".join(block.text for block in document.blocks() if isinstance(block, Paragraph)))
        written = _solid("".join(paragraphs(look.seed)))
        yield (
            look,
            [
                (
                    written[max(0, s.src_start - 4) : s.src_end + 4],
                    read[max(0, s.dest_start - 4) : s.dest_end + 4],
                )
                for s in Indel.opcodes(written, read)
                if s.tag != "equal"
            ],
        )


def _solid(text: str) -> str:
    return "".join(text.split())


def installed() -> list[str]:
    """The families that fontconfig has for Thai."""
    listed = subprocess.run(
        ["fc-list", ":lang=th", "family"],  # noqa: S607 - fontconfig's own tool
        check=True,
        capture_output=True,
        text=True,
    )
    return sorted({line.split(",")[0] for line in listed.stdout.splitlines() if line})


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--font", action="append", help="a family; all that know Thai unless told")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    looks = [
        Look(font, SIZES[n % len(SIZES)], bold, align, options.seed + n)
        for n, (font, bold, align) in enumerate(
            product(options.font or installed(), (False, True), ALIGNMENTS)
        )
    ]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for look, found in differences(looks, Path(folder)):
            wrong += len(found)
            print(f"{look!s:40} {len(found) or ''} {found[:3] or ''}")
    print(f"{len(looks)} files, {wrong} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
