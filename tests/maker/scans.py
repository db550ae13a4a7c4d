"""Makes scans of reports: pages as pictures, damaged as printers and scanners damage them, from a seed."""

from __future__ import annotations

import io
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image

Gray = NDArray[np.uint8]

FONTS = (
    "Laksaman",
    "Norasi",
    "Garuda",
    "Kinnari",
    "Umpush",
    "Loma",
    "Arundina Sans",
    "Arundina Serif",
    "Waree",
)
"""Of Debian's fonts-thai-tlwg and fonts-sipa-arundina."""


@dataclass(frozen=True, slots=True)
class Damage:
    """How a page comes out of printer and scanner."""

    dpi: int = 200
    skew: float = 0.0
    """Degrees."""
    blur: float = 0.0
    """Standard deviation in pixels."""
    noise: float = 0.0
    """Standard deviation in levels of gray."""
    ink: int = 0
    """Level of the darkest ink."""
    paper: int = 255
    """Level of the paper."""
    specks: int = 0
    """Grains of dust a page."""
    bolder: float = 0.0
    """Pixels that strokes are thicker (or, below 0, thinner) by: also rules, which then touch letters."""
    turn: int = 0
    """Quarters that the paper lay turned by, anticlockwise."""
    jpeg: int = 0
    """Quality; 0 for none."""
    bilevel: bool = False

    def shown(self) -> dict[str, str]:
        return {name: str(value) for name, value in asdict(self).items()}


def damage_of(rng: Random, dpi: int | None = None) -> Damage:
    """What a scanner of an office does, at random; one setting for all pages of a report."""
    dpi = dpi or rng.choice([150, 200, 200, 300, 300])
    bilevel = rng.random() < 0.25 and dpi >= 200
    return Damage(
        dpi,
        skew=round(rng.choice([0.0, rng.uniform(-0.7, 0.7), rng.uniform(-2.0, 2.0)]), 2),
        blur=round(rng.choice([0.0, 0.4, 0.7]) * dpi / 200, 2),
        noise=rng.choice([0.0, 3.0, 7.0]),
        ink=rng.choice([0, 20, 60]),
        paper=rng.choice([255, 245, 225]),
        specks=rng.choice([0, 0, 20, 60]),
        bolder=round(rng.choice([0.0, 0.0, 0.5, -0.3]) * dpi / 200, 2),
        turn=rng.choice([0, 0, 0, 0, 0, 1, 2, 3]),
        jpeg=0 if bilevel else rng.choice([0, 85, 60, 40]),
        bilevel=bilevel,
    )


def scanned(page: Gray, damage: Damage, noise: np.random.Generator) -> Image.Image:
    """A clean page as it comes out of a scanner."""
    picture: Any = page.astype(np.float32)
    if damage.bolder:
        spread = cv2.GaussianBlur(picture, (0, 0), abs(damage.bolder) + 0.3)
        shift = 90.0 if damage.bolder > 0 else -30.0
        # Where ink has run (or run dry), gray turns to ink (or to paper).
        picture = np.clip(
            (np.minimum if damage.bolder > 0 else np.maximum)(picture, spread * 1.35 - shift), 0, 255
        )
    height, width = picture.shape
    if damage.skew:
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), damage.skew, 1.0)
        picture = cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=255.0)
    for _ in range(damage.specks):
        x, y = int(noise.integers(width)), int(noise.integers(height))
        cv2.circle(picture, (x, y), int(noise.integers(1, max(2, damage.dpi // 150 + 1))), 60.0, -1)
    if damage.blur:
        picture = cv2.GaussianBlur(picture, (0, 0), damage.blur)
    picture = damage.ink + np.clip(picture, 0, 255) * ((damage.paper - damage.ink) / 255.0)
    if damage.noise:
        picture = picture + noise.normal(0, damage.noise, picture.shape).astype(np.float32)
    gray = np.rot90(np.clip(picture, 0, 255).astype(np.uint8), damage.turn)
    if damage.bilevel:
        return Image.fromarray(
            np.where(gray > (damage.paper + damage.ink) // 2, 255, 0).astype(np.uint8)
        ).convert("1")
    image = Image.fromarray(np.ascontiguousarray(gray))
    if not damage.jpeg:
        return image
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=damage.jpeg)
    return Image.open(packed)


def scan(source: Path, to: Path, damage: Damage, seed: int = 0, pages: list[int] | None = None) -> Path:
    """A PDF of nothing but the damaged pictures of a PDF's pages (`pages`: numbers, from 1)."""
    noise = np.random.default_rng(seed)
    pictures: list[Image.Image] = []
    with pdfium.PdfDocument(source) as pdf:
        for number in pages or range(1, len(pdf) + 1):
            page = pdf[number - 1]
            clean = page.render(scale=damage.dpi / 72, grayscale=True).to_numpy()
            page.close()
            pictures.append(
                scanned(clean.reshape(clean.shape[0], clean.shape[1], -1)[:, :, 0], damage, noise)
            )
    # Pillow packs gray pictures as JPEG; at this quality nothing more is lost.
    packing = {} if damage.bilevel else {"quality": damage.jpeg or 95}
    pictures[0].save(to, "PDF", save_all=True, append_images=pictures[1:], resolution=damage.dpi, **packing)
    return to


def set_in(paper: Any, font: str) -> None:
    """Set a report (`corpus.samples.paper.Paper`) in another font before it is saved."""
    fonts = paper.doc.styles["Normal"].element.get_or_add_rPr().rFonts
    for name in list(fonts.attrib):
        fonts.set(name, font)
