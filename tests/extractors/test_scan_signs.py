"""Signs and names that are told by their shape: a plus before a number, IIT, EIT and OIT."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors import scan

pytestmark = pytest.mark.skipif(
    scan.missing() is not None, reason=f"recognition wants {scan.missing()}: see scripts/setup-system.sh"
)

FONTS = ("Garuda", "Loma", "Laksaman", "Norasi", "Umpush")


def picture_of(text: str, font: str, size: int) -> Any:
    from extractors.scan_image import prepare

    path = Path(f"/usr/share/fonts/truetype/tlwg/{font}.ttf")
    if not path.is_file():
        path = path.with_suffix(".otf").parents[2] / "opentype/tlwg" / f"{font}.otf"
    if not path.is_file():
        pytest.skip("needs fonts-thai-tlwg")
    page = Image.new("L", (900, 400), 250)
    ImageDraw.Draw(page).text((100, 100), text, font=ImageFont.truetype(str(path), size), fill=10)
    return prepare(np.asarray(page, np.uint8), 200)


def pieces_of(picture: Any) -> list[int]:
    found = np.flatnonzero(picture.boxes[:, 2] > 0)
    return sorted(found.tolist(), key=lambda piece: int(picture.boxes[piece, 0]))


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("text", ["+3.35", "+๑.๒๗", "3.35", "43.35", "๔๑.๒๗", "-3.35", "-1.20", "-๑.๒๗"])
def test_sign_before_a_number(text: str, font: str) -> None:
    from extractors.scan_signs import read

    picture = picture_of(text, font, 44)
    (numeral,) = read(picture, [pieces_of(picture)])
    assert numeral.text == text


@pytest.mark.parametrize("font", ["Garuda", "Laksaman"])
@pytest.mark.parametrize("size", [24, 44])
@pytest.mark.parametrize("name", ["IIT", "EIT", "OIT"])
def test_name_of_an_instrument_by_its_strokes(name: str, size: int, font: str) -> None:
    from extractors.scan_names import by_strokes

    picture = picture_of(name, font, size)
    assert by_strokes(picture, pieces_of(picture)) == name


@pytest.mark.parametrize("font", ["Loma", "Umpush"])
@pytest.mark.parametrize("name", ["EIT", "OIT"])
def test_name_of_an_instrument_with_serifs(name: str, font: str) -> None:
    from extractors.scan_names import by_strokes

    picture = picture_of(name, font, 44)
    assert by_strokes(picture, pieces_of(picture)) == name


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize(
    "text", ["ITA", "117", "111", "011", "แก", "เกา", "กาก", "FIT", "BIT", "TIT", "IIE", "OTT"]
)
def test_other_letters_are_no_instrument(text: str, font: str) -> None:
    from extractors.scan_names import by_strokes

    picture = picture_of(text, font, 44)
    assert by_strokes(picture, pieces_of(picture)) is None
