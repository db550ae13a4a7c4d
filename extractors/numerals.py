"""Reads numbers and item codes in Thai and Arabic digits from small pictures of them.

A small network, trained by `training.numerals` on made text, since Tesseract's Thai models lack five of
the ten Thai digits. Words around numbers are read as `OTHER`, so that they give no digits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors import ctc
from extractors.numeral_readings import LEAST, MOST, differ_in_digits, other_readings

if TYPE_CHECKING:
    import onnxruntime

Gray = NDArray[np.uint8]

OTHER = "…"
"""What stands in a text for letters and words: anything that is no number, code or mark of one."""
ALPHABET = "๐๑๒๓๔๕๖๗๘๙0123456789.,:/-%()iIeEoO " + OTHER
"""The network's classes from 1 on; class 0 is the blank of CTC."""
HEIGHT = 32
"""Height in pixels of what the network reads."""
MODEL = Path(__file__).with_name("numerals.onnx")

_INK_HEIGHT = 26
_SIDE = 6
"""Pixels of paper left and right of the ink."""
_STEP = 16
"""Widths are multiples of it, so that crops of like width go together and read as they do alone."""
_MAX_WIDTH = 640
_BATCH = 32
_DOUBTFUL = 0.95
"""Less sure than this of its least sure sign, a crop is looked at again."""
_ANOTHER_LOOK = ((0.97, 0.93, 0.0, 0.0), (1.0, 1.0, 1.5, 0.7))
"""Widths, heights and places of the picture that a doubtful crop is read in as well; the answers are added."""
_WORDS = re.compile(rf" *{OTHER}[ {OTHER}]*")
_RINGS = frozenset("๐0oO")
_LEADING_RING = re.compile("(?<![๐-๙0-9.,:/])[๐0oO](?=[๐-๙0-9])")
_RING = 0.5
"""Most confidence for one of these alone."""
_LEADS = 0.94
"""Most confidence for the kind of one that leads digits."""
_FAINT = 32
"""Grey levels between ink and paper below which a crop counts as empty."""
_REACH = 0.6
"""How far beside the ink, in heights of it, pale signs are looked for."""
_FAINT_INK = 64
"""Of 255, after a little blur: what pale points and signs have at least."""
_INK = 110
"""Of 255: darker than so much of the way from paper to ink is ink."""
_LINE_INK = 70
"""Of 255: a ruled line may be paler than the digits, and is told by going on from end to end."""
_DASH, _POINT = 0.6, 0.76
"""What a dash and a point fill of their box; digits that touch each other, and heavy ones, leave more white."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """What one crop says."""

    text: str
    """Digits as written, Thai or Arabic; `OTHER` for each stretch of other text; empty where nothing is read."""
    confidences: tuple[float, ...]
    """For each character of `text`, 0 to 1: the share of the likely readings that agree on it. Doubt about a
    character left out beside it lowers it too."""
    touches_edge: bool
    """Whether ink runs over the crop's edge: what was read may be part of more, or a cut digit."""
    others: tuple[str, ...] = ()
    """What it may say besides: digits that nearly came up, the likeliest reading first."""
    as_number: float | None = None
    """The confidence where a ring that leads digits is left open: o๓ and ๐๓ are one code, 07 and o7 one number.
    None is that of the characters."""

    @property
    def confidence(self) -> float:
        """The smallest of the characters; 0 where nothing was read. The mean hides the one wrong digit."""
        return min(self.confidences, default=0.0)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A crop as the network takes it: 32 pixels high, ink bright on black."""

    picture: Gray
    touches_edge: bool


def read(crops: Sequence[Gray]) -> list[Numeral]:
    """Read grey pictures of one line of text each, dark on light (or light on dark), upright.

    A crop should hold all of the ink with a margin of some pixels: a tail that is cut off makes another digit.
    Remains of ruled lines along the edges do no harm. The same crop gives the same answer in any company.
    """
    prepared = [prepare(crop) for crop in crops]
    columns = _columns([item.picture for item in prepared])
    found = [ctc.texts(one, ALPHABET) for one in columns]
    decided = [decide(one) for one in found]
    doubtful = [i for i, (_, sure) in enumerate(decided) if min(sure, default=0.0) < _DOUBTFUL]
    for change in _ANOTHER_LOOK if doubtful else ():
        again = _columns([_changed(prepared[i].picture, *change) for i in doubtful])
        for i, one in zip(doubtful, again, strict=True):
            for text, probability in ctc.texts(one, ALPHABET).items():
                found[i][text] = found[i].get(text, 0.0) + probability
    for i in doubtful:
        decided[i] = decide(found[i])
    return [
        Numeral(text, sure, item.touches_edge, _others(text, texts, likely), _as_number(text, texts))
        for (text, sure), item, texts, likely in zip(decided, prepared, found, columns, strict=True)
    ]


def _others(text: str, found: Mapping[str, float], columns: NDArray[np.float32]) -> tuple[str, ...]:
    """What differs from the text in digits alone: whole readings first, then digits that nearly were taken."""
    plain = {other.strip(): probability for other, probability in found.items()}
    least = LEAST * plain.get(text, 1.0)
    likely = sorted(plain, key=lambda other: -plain[other])
    whole = [other for other in likely if plain[other] >= least and differ_in_digits(text, other)]
    return tuple(dict.fromkeys([*whole, *other_readings(columns, ALPHABET, text)]))[:MOST]


def _as_number(text: str, found: Mapping[str, float]) -> float | None:
    """How sure a text is of all but the kind of the rings that lead its digits."""
    if not _LEADING_RING.search(text):
        return None
    same: dict[str, float] = {}
    for other, probability in _without_blanks(found).items():
        plain = _LEADING_RING.sub("0", other)
        same[plain] = same.get(plain, 0.0) + probability
    best, sure = ctc.likeliest(same)
    return min(sure, default=0.0) if best == _LEADING_RING.sub("0", text) else None


def _columns(pictures: Sequence[Gray]) -> list[NDArray[np.float32]]:
    """What the network says of each picture: for each column the probabilities of the classes."""
    by_width: dict[int, list[int]] = {}
    for index, picture in enumerate(pictures):
        by_width.setdefault(picture.shape[1], []).append(index)
    found: dict[int, NDArray[np.float32]] = {}
    for indices in by_width.values():
        for start in range(0, len(indices), _BATCH):
            batch = indices[start : start + _BATCH]
            stacked = np.stack([pictures[index] for index in batch])[:, None].astype(np.float32) / 255
            likely: NDArray[np.float32] = _session().run(None, {"pictures": stacked})[0]
            found.update(zip(batch, likely, strict=True))
    return [found[index] for index in range(len(pictures))]


def _changed(picture: Gray, wide: float, high: float, right: float, down: float) -> Gray:
    """A picture narrowed, made lower about its middle, and moved by so many pixels."""
    shift = np.array([[wide, 0, right], [0, high, down + HEIGHT / 2 * (1 - high)]])
    return cv2.warpAffine(picture, shift, picture.shape[::-1], flags=cv2.INTER_LINEAR).astype(np.uint8)


@cache
def _session() -> onnxruntime.InferenceSession:
    import onnxruntime  # takes long to load, and most files need none of it

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # Batches of all shapes: what is kept for each adds up over a long file.
    options.enable_mem_pattern = options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(str(MODEL), options, providers=["CPUExecutionProvider"])


def decide(found: Mapping[str, float]) -> tuple[str, tuple[float, ...]]:
    """The likeliest of texts and the confidences of its signs; what differs in blanks around words is the same."""
    text, sure = ctc.likeliest(_without_blanks(found))
    # A ring by itself is a zero of either script or the letter of a code: nothing beside it tells which, and
    # little where it leads digits.
    if text in _RINGS:
        return text, tuple(min(one, _RING) for one in sure)
    leading = {match.start() for match in _LEADING_RING.finditer(text)}
    return text, tuple(min(one, _LEADS) if n in leading else one for n, one in enumerate(sure))


def _without_blanks(found: Mapping[str, float]) -> dict[str, float]:
    same: dict[str, float] = {}
    for text, probability in found.items():
        plain = _WORDS.sub(OTHER, text.strip())
        same[plain] = same.get(plain, 0.0) + probability
    return same


def prepare(crop: Gray) -> Prepared:
    """Bring a crop to the network's height: even paper, no ruled lines at the edges, ink of full height."""
    ink = _even(crop)
    if ink is None:
        return Prepared(np.zeros((HEIGHT, 2 * _STEP), np.uint8), False)
    _strip_lines(ink)
    box = _ink_box(ink)
    if box is None:
        return Prepared(np.zeros((HEIGHT, 2 * _STEP), np.uint8), False)
    x0, y0, x1, y1, touches = box
    scale = _INK_HEIGHT / (y1 - y0)
    width = min(max(round((x1 - x0) * scale), 1), _MAX_WIDTH - 2 * _SIDE)
    # Paper around the ink beyond the crop's edge is added; ink outside the box within the margin stays.
    above = (HEIGHT - _INK_HEIGHT) / 2
    shift = np.array(
        [
            [width / (x1 - x0), 0, _SIDE - x0 * width / (x1 - x0)],
            [0, scale, above - y0 * scale],
        ]
    )
    full = -(-(width + 2 * _SIDE) // _STEP) * _STEP
    if scale < 1:
        # warpAffine does not average; blur to what the smaller picture can hold.
        ink = cv2.GaussianBlur(ink, (0, 0), 0.4 / scale).astype(np.uint8)
    # Pixel centres lie half a pixel in.
    shift[0, 2] += 0.5 * shift[0, 0] - 0.5
    shift[1, 2] += 0.5 * shift[1, 1] - 0.5
    picture = cv2.warpAffine(ink, shift, (full, HEIGHT), flags=cv2.INTER_LINEAR)
    picture[:, width + 2 * _SIDE :] = 0
    return Prepared(picture.astype(np.uint8), touches)


def _even(crop: Gray) -> Gray | None:
    """Ink as 255, paper as 0; None where there is no ink."""
    if min(crop.shape) < 2:
        return None
    levels = np.sort(crop, axis=None)
    count = len(levels)
    dark, light = float(levels[max(count // 500, min(3, count - 1))]), float(levels[count - 1 - count // 100])
    if light - dark < _FAINT:
        return None
    if float(levels[count // 2]) < (dark + light) / 2 and _border_mean(crop) < (dark + light) / 2:
        crop = np.asarray(255 - crop, np.uint8)
        dark, light = 255 - light, 255 - dark
        levels = 255 - levels[::-1]
    paper = float(levels[int(count * 0.85)]) - 0.08 * (light - dark)
    if paper <= dark:
        paper = light
    even: Gray = np.clip((paper - crop.astype(np.float32)) * (255 / (paper - dark)), 0, 255).astype(np.uint8)
    return even


def _border_mean(crop: Gray) -> float:
    return float(np.concatenate([crop[0], crop[-1], crop[:, 0], crop[:, -1]]).mean())


def _strip_lines(ink: Gray) -> None:
    """Take remains of ruled lines away: thin, along an edge, from one end of the crop to the other."""
    if min(ink.shape) < 12:
        return
    _strip_along(ink, outer=0.25, covered=0.9)
    # Upright lines must reach both ends: a 1 nearly does.
    _strip_along(ink.T, outer=0.2, covered=0.97)


def _strip_along(ink: Gray, outer: float, covered: float) -> None:
    height, width = ink.shape
    dark = ink > _INK
    # A line a little askew steps over a row.
    spread = cv2.dilate((ink > _LINE_INK).astype(np.uint8), np.ones((3, 1), np.uint8)).astype(bool)
    full = spread.sum(axis=1) >= covered * width
    full &= spread[:, :2].any(axis=1) & spread[:, -2:].any(axis=1)
    if not full.any():
        return
    edges = np.flatnonzero(np.diff(np.concatenate([[False], full, [False]]).astype(np.int8)))
    thickest = max(5, round(0.12 * height))
    for top, bottom in zip(edges[::2], edges[1::2], strict=True):
        at_edge = top == 0 or bottom == height
        if bottom - top > (outer * height if at_edge else thickest + 2):
            continue
        if outer * height < top and bottom < (1 - outer) * height:
            continue
        upper = top + bottom < height
        inward = min(bottom + 1, height - 1) if upper else max(top - 2, 0)
        first, last = (0, min(bottom + 1, height)) if upper else (max(top - 1, 0), height)
        # What goes on inward is a digit that touches the line.
        crossing = cv2.dilate(dark[inward].astype(np.uint8)[None], np.ones((1, 3), np.uint8))[0].astype(bool)
        ink[first:last, ~crossing] = 0


def _ink_box(ink: Gray) -> tuple[float, float, float, float, bool] | None:
    """Left, top, right, bottom of the ink that counts, and whether some of it runs over the edge."""
    height, width = ink.shape
    count, _, stats, _ = cv2.connectedComponentsWithStats((ink > _INK).astype(np.uint8), connectivity=8)
    if count < 2:
        return None
    parts = stats[1:]
    area = parts[:, cv2.CC_STAT_AREA]
    parts = parts[area >= max(2, 0.02 * area.max())]
    if not len(parts):
        return None
    parts = _of_one_line(ink, parts)
    left, top, wide, tall = parts[:, 0], parts[:, 1], parts[:, 2], parts[:, 3]
    large = tall >= 0.3 * tall.max()
    y0, y1 = float(top[large].min()), float((top + tall)[large].max())
    middle = top + tall / 2
    near = (middle >= y0) & (middle <= y1)
    x0, x1 = float(left[near].min()), float((left + wide)[near].max())
    x0, x1 = _with_faint(ink, x0, y0, x1, y1)
    inside = near & ((left == 0) | (left + wide == width) | (top == 0) | (top + tall == height))
    filled = float((parts[near, cv2.CC_STAT_AREA] / (wide[near] * tall[near])).min())
    # Dashes and points keep to their size: without this a dash would fill the height as a 1 does.
    least = 8.0
    if filled >= _DASH and (tall[near] < 0.6 * wide[near]).all():
        least = max(least, 1.5 * float(wide[near].max()))
    elif filled >= _POINT and (tall[near] < 1.7 * wide[near]).all():
        least = max(least, 3.5 * float(tall[near].max()))
    if y1 - y0 < least:
        y0, y1 = (y0 + y1 - least) / 2, (y0 + y1 + least) / 2
    return x0, y0, x1, y1, bool(inside.any())


def _of_one_line(ink: Gray, parts: NDArray[np.int32]) -> NDArray[np.int32]:
    """The parts without those of the lines above and below, which the crop's edge cuts; their ink goes."""
    bands: list[list[int]] = []
    for top, bottom in sorted((int(part[1]), int(part[1] + part[3])) for part in parts):
        if bands and top <= bands[-1][1]:
            bands[-1][1] = max(bands[-1][1], bottom)
        else:
            bands.append([top, bottom])
    whole = [bottom - top for top, bottom in bands if top > 0 and bottom < ink.shape[0]]
    for top, bottom in bands:
        inside = (parts[:, 1] >= top) & (parts[:, 1] < bottom)
        at_edge = top == 0 or bottom == ink.shape[0]
        wide = (parts[inside, 0] + parts[inside, 2]).max() - parts[inside, 0].min()
        # A point or a mark that is cut has no such width.
        if at_edge and wide > 1.5 * (bottom - top) and 2 * max(whole, default=0) > bottom - top:
            ink[top:bottom] = 0
            parts = parts[~inside]
    return parts


def _with_faint(ink: Gray, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float]:
    """Left and right with points and signs beside that are paler or smaller than what counts."""
    reach = _REACH * (y1 - y0)
    left, right = max(round(x0 - reach), 0), min(round(x1 + reach), ink.shape[1])
    band = cv2.GaussianBlur(ink[round(y0) : round(y1), left:right], (0, 0), 0.8)
    count, _, parts, _ = cv2.connectedComponentsWithStats(
        (band > _FAINT_INK).astype(np.uint8), connectivity=8
    )
    for part in range(1, count):
        x, wide, area = (
            parts[part, cv2.CC_STAT_LEFT],
            parts[part, cv2.CC_STAT_WIDTH],
            parts[part, cv2.CC_STAT_AREA],
        )
        # What reaches the crop's edge there is a neighbour or a line.
        if area >= 4 and left + x > 0 and left + x + wide < ink.shape[1]:
            x0, x1 = min(x0, float(left + x)), max(x1, float(left + x + wide))
    return x0, x1


def engine() -> dict[str, str]:
    """Name and version of what reads the numbers, to be kept with what it read."""
    return {"numerals": _session().get_modelmeta().custom_metadata_map.get("version", "")}
