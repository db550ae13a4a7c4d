"""Made samples in batches, from processes of their own."""

from __future__ import annotations

import multiprocessing
import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from extractors.numerals import Gray, prepare
from training.numerals import fonts, texts
from training.numerals.scans import Scan, any_scan, shoot


@dataclass(frozen=True, slots=True)
class Sample:
    """A crop and what it says."""

    crop: Gray
    label: str


_KIN = ("Sarabun", "TH Sarabun", "Laksaman", "Norasi")
"""Families that reports are set in; taken three times as often."""


def weights(faces: Sequence[fonts.Face]) -> list[float]:
    """How often each face is taken: families alike, but those that reports are set in more often."""
    cuts: dict[str, int] = {}
    for face in faces:
        cuts[face.family] = cuts.get(face.family, 0) + 1
    return [(3 if face.family.startswith(_KIN) else 1) / cuts[face.family] for face in faces]


def one(
    rng: random.Random,
    faces: Sequence[fonts.Face],
    often: Sequence[float],
    latin: Sequence[fonts.Face],
    scan: Scan,
    tries: int = 0,
) -> Sample:
    """A made sample; `tries` as `scans.shoot` has it."""
    text, label = texts.sample(rng)
    face = rng.choices(faces, often)[0]
    beside = [texts.word(rng)] if rng.random() < 0.3 else []
    return Sample(shoot(text, face, latin, scan, rng, beside, tries), label)


def chunk(seed: int, count: int, folders: Sequence[Path]) -> list[tuple[Gray, str]]:
    """Prepared pictures with their labels."""
    rng = random.Random(seed)  # noqa: S311
    faces, _, latin = fonts.find(folders)
    often = weights(faces)
    made = []
    while len(made) < count:
        sample = one(rng, faces, often, latin, any_scan(rng), rng.choice([0, 3]))
        picture = prepare(sample.crop).picture
        if sample.label and picture.any():
            made.append((picture, sample.label))
    return made


def _work(task: tuple[int, int, tuple[Path, ...]]) -> list[tuple[Gray, str]]:
    return chunk(*task)


def _quiet() -> None:
    cv2.setNumThreads(1)
    os.nice(3)


def chunks(
    seed: int, count: int, folders: Sequence[Path], processes: int, keep: int, rng: random.Random
) -> Iterator[list[tuple[Gray, str]]]:
    """Endless chunks of samples: new ones as they come, and while none has come one of the last so many."""
    with multiprocessing.get_context("spawn").Pool(processes, _quiet) as pool:
        number = seed
        coming = []
        store: list[list[tuple[Gray, str]]] = []
        while True:
            while len(coming) < 2 * processes:
                coming.append(pool.apply_async(_work, ((number, count, tuple(folders)),)))
                number += 1
            ready = [one for one in coming if one.ready()]
            if ready or len(store) < 4:
                first = ready[0] if ready else coming[0]
                coming.remove(first)
                store = [*store[-keep:], first.get()]
                yield store[-1]
            else:
                yield rng.choice(store)


def batches(
    made: list[tuple[Gray, str]], size: int, rng: random.Random
) -> Iterator[tuple[np.ndarray, list[tuple[Gray, str]]]]:
    """Batches of like width: the pictures, a little changed, and the samples that they are of."""
    made = sorted(made, key=lambda sample: sample[0].shape[1] + rng.random())
    parts = [made[i : i + size] for i in range(0, len(made), size)]
    rng.shuffle(parts)
    for part in parts:
        wide = max(picture.shape[1] for picture, _ in part)
        stacked = np.zeros((len(part), 1, part[0][0].shape[0], wide), np.uint8)
        for row, (picture, _) in enumerate(part):
            stacked[row, 0, :, : picture.shape[1]] = _otherwise(picture, rng)
        if rng.random() < 0.3:
            noise = np.random.default_rng(rng.getrandbits(32)).standard_normal(stacked.shape, np.float32)
            stacked = np.clip(stacked + noise * rng.uniform(0, 14), 0, 255).astype(np.uint8)
        yield stacked, part


def _otherwise(picture: Gray, rng: random.Random) -> Gray:
    """Moved, narrowed and bleached a little, so that a picture seen again is another one."""
    narrow, high = rng.uniform(0.9, 1), rng.uniform(0.96, 1.04)
    shift = np.array(
        [
            [narrow, rng.gauss(0, 0.03), rng.uniform(-2, 2)],
            [0, high, rng.uniform(-1, 1) + picture.shape[0] / 2 * (1 - high)],
        ]
    )
    moved = cv2.warpAffine(picture, shift, picture.shape[::-1], flags=cv2.INTER_LINEAR)
    return np.minimum(moved * rng.uniform(0.85, 1.1), 255).astype(np.uint8)
