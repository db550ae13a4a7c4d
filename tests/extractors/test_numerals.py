"""The reader of numerals: how crops are prepared, what likelihoods mean, and how much is read right."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("cv2")
pytest.importorskip("onnxruntime")

import cv2

from extractors.numerals import HEIGHT, MODEL, OTHER, Gray, Numeral, _as_number, decide, prepare, read
from training.numerals import fonts, measure, real
from training.numerals.texts import label_of

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "reports"
SCANS = {
    "bangsaiyai-2568": "scan200.pdf",
    "banpraeng-2565": "scan300.pdf",
    "samran-2568": "scan150.pdf",
    "tonsai-2568": "scan200.pdf",
}


def paper(height: int = 40, width: int = 60) -> Gray:
    return np.full((height, width), 255, np.uint8)


def one(x: int = 26) -> Gray:
    """An upright stroke, 20 pixels high, in the middle of the height."""
    crop = paper()
    crop[10:30, x : x + 4] = 0
    return crop


def test_ink_comes_to_the_same_height_whatever_the_margin() -> None:
    tight, wide = one()[8:32, 22:34], np.pad(one(), 30, constant_values=255)
    high = [np.flatnonzero((prepare(crop).picture > 128).any(axis=1)) for crop in (tight, wide)]
    assert prepare(tight).picture.shape[0] == HEIGHT
    assert len(high[0]) == len(high[1]) == 26


def test_a_line_along_the_edge_is_taken_away_and_the_digit_stays() -> None:
    crop = one()
    crop[36:38] = 0
    crop[:, 1:3] = 0
    assert np.array_equal(prepare(crop).picture, prepare(one()).picture)


def test_an_upright_stroke_that_does_not_reach_both_ends_is_no_line() -> None:
    assert prepare(one(x=3)).picture.any()


def test_a_dash_stays_low() -> None:
    crop = paper()
    crop[19:22, 20:32] = 0
    assert (prepare(crop).picture > 128).any(axis=1).sum() < HEIGHT / 3


def test_points_stay_low() -> None:
    crop = paper()
    crop[19:23, 20:24] = crop[19:23, 30:34] = 0
    assert (prepare(crop).picture > 128).any(axis=1).sum() < HEIGHT / 3


def test_digits_that_touch_fill_the_height() -> None:
    crop = paper(width=100)
    for x in (20, 40, 60):
        cv2.rectangle(crop, (x, 10), (x + 20, 29), 0, 3)
    rows = np.flatnonzero((prepare(crop).picture > 128).any(axis=1))
    assert len(rows) == 26


def test_what_the_edge_cuts_of_another_line_is_taken_away() -> None:
    crop = paper()
    crop[10:30, 26:30] = 0
    above = crop.copy()
    above[0:6, 10:50] = 0
    assert np.array_equal(prepare(above).picture, prepare(crop).picture)


def test_a_point_over_a_stroke_is_no_other_line() -> None:
    crop = paper()
    crop[6:30, 26:30] = 0
    pointed = crop.copy()
    pointed[0:4, 26:30] = 0
    assert prepare(pointed).picture[:4].any()
    assert not prepare(crop).picture[:2].any()


def test_a_pale_line_beside_is_taken_away() -> None:
    crop = one()
    crop[:, 5] = 165
    assert np.array_equal(prepare(crop).picture, prepare(one()).picture)


def test_a_pale_point_beside_a_digit_stays() -> None:
    crop = one()
    crop[27:30, 37:40] = 155
    assert prepare(crop).picture[20:, 14:].max() > 64


def test_light_on_dark_reads_as_dark_on_light() -> None:
    assert np.array_equal(prepare(np.asarray(255 - one(), np.uint8)).picture, prepare(one()).picture)


def test_ink_over_the_edge_is_flagged() -> None:
    assert not prepare(one()).touches_edge
    assert prepare(one()[:25]).touches_edge


@pytest.mark.parametrize("crop", [paper(), paper(1, 1), paper(0, 0), np.full((20, 20), 128, np.uint8)])
def test_nothing_is_read_from_nothing(crop: Gray) -> None:
    assert read([crop]) == [Numeral("", (), False)]
    assert Numeral("", (), False).confidence == 0


def test_blanks_around_words_make_no_other_reading() -> None:
    assert decide({f"๑ {OTHER}": 0.4, f"๑{OTHER}": 0.3, f"๑{OTHER} {OTHER}": 0.2, "๑": 0.1}) == (
        f"๑{OTHER}",
        (pytest.approx(1.0), pytest.approx(0.9)),
    )


def test_a_ring_alone_is_never_sure() -> None:
    assert decide({"๐": 1.0}) == ("๐", (0.5,))
    assert decide({"๐.๐๐": 1.0})[1] == (1.0,) * 4


def test_the_kind_of_a_ring_that_leads_digits_is_never_sure() -> None:
    assert decide({"o๑๒": 1.0})[1] == (0.94, 1.0, 1.0)
    assert decide({"๑๐๐.๐๐": 1.0})[1] == (1.0,) * 6


def test_a_ring_that_leads_digits_leaves_their_number_sure() -> None:
    either = _as_number("o๑๒", {"o๑๒": 0.5, "๐๑๒": 0.4, "o๑๓": 0.1})
    assert either == pytest.approx(0.9)
    assert _as_number("o๑๒", {"o๑๒": 0.4, "๑๑๒": 0.6}) is None
    assert _as_number("๑๒", {"๑๒": 1.0}) is None


def test_blanks_between_numbers_count() -> None:
    text, confidences = decide({"๑ ๒": 0.6, "๑๒": 0.4})
    assert text == "๑ ๒"
    assert min(confidences) == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("๙๙.๕๘", "๙๙.๕๘"),
        ("I๑๐", "I๑๐"),
        ("OIT", OTHER),
        ("ข้อ ๑๒", OTHER + "๑๒"),
        ("๑ ตุลาคม ๒๕๖๘", f"๑{OTHER}๒๕๖๘"),
        ("(ปี ๖๘)", OTHER + "๖๘)"),
        ("e7–e๙", "e7-e๙"),
    ],
)
def test_words_have_one_label(text: str, label: str) -> None:
    assert label_of(text) == label


def test_the_network_is_small() -> None:
    assert MODEL.stat().st_size < 3_000_000


@cache
def kept_out() -> tuple[list[fonts.Face], list[fonts.Face]]:
    _, faces, latin = fonts.find()
    if len({face.family for face in faces}) < 2:
        pytest.skip("Debian's Thai fonts are not on this machine")
    return faces, latin


@cache
def counted(dpis: tuple[int, ...], harsh: float) -> measure.Count:
    return measure.count(measure.crops(*kept_out(), dpis, 1000, seed=5, harsh=harsh))


@pytest.mark.parametrize(("dpis", "digits", "strings"), [((200, 240, 300), 0.99, 0.97), ((150,), 0.98, 0.94)])
def test_kept_out_fonts_are_read(dpis: tuple[int, ...], digits: float, strings: float) -> None:
    found = counted(dpis, 1.0)
    assert found.digit_share >= digits
    assert found.string_share >= strings


@pytest.mark.parametrize("dpis", [(200, 240, 300), (150,)])
def test_what_it_is_sure_of_is_right(dpis: tuple[int, ...]) -> None:
    found = counted(dpis, 1.0)
    assert found.sure > 0.7 * found.strings
    assert found.sure_share >= 0.995


def test_a_crop_reads_alike_alone_and_in_company() -> None:
    crops = [crop for crop, _ in measure.crops(*kept_out(), (200,), 40, seed=9)]
    for crop, numeral in zip(crops, read(crops), strict=True):
        alone = read([crop])[0]
        assert alone.text == numeral.text
        assert alone.confidences == pytest.approx(numeral.confidences, abs=1e-4)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real reports are not beside the repository")
@pytest.mark.parametrize("report", SCANS)
def test_numbers_of_real_scans_are_read(report: str) -> None:
    found = measure.count(real.crops(SHARED / report / SCANS[report], SHARED / report / "report.pdf"))
    assert found.strings > 50
    assert found.digit_share >= 0.995
    assert found.string_share >= 0.995
    assert found.sure_share == 1


def test_ruled_lines_do_not_change_what_is_read() -> None:
    crops = [crop for crop, _ in measure.crops(*kept_out(), (200,), 60, seed=3, harsh=0.2)]
    padded = [cv2.copyMakeBorder(crop, 12, 12, 12, 12, cv2.BORDER_REPLICATE) for crop in crops]
    ruled = []
    for crop in padded:
        copy = crop.copy()
        copy[3:5], copy[-5:-3], copy[:, 3:5] = 0, 0, 0
        ruled.append(copy)
    alike = [a.text == b.text for a, b in zip(read(padded), read(ruled), strict=True)]
    assert sum(alike) >= 0.9 * len(alike)
