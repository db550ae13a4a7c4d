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
    rng: random.Random, faces: Sequence[fonts.Face], often: Sequence[float], latin: Sequence[fonts.Face], scan: Scan
) -> Sample:
    """A made sample."""
    text, label = texts.sample(rng)
    face = rng.choices(faces, often)[0]
    beside = [texts.word(rng)] if rng.random() < 0.3 else []
    return Sample(shoot(text, face, latin, scan, rng, beside), label)


def chunk(seed: int, count: int, folders: Sequence[Path]) -> list[tuple[Gray, str]]:
    """Prepared pictures with their labels."""
    rng = random.Random(seed)
    faces, _, latin = fonts.find(folders)
    often = weights(faces)
    made = []
    while len(made) < count:
        sample = one(rng, faces, often, latin, any_scan(rng))
        picture = prepare(sample.crop).picture
        if sample.label and picture.any():
            made.append((picture, sample.label))
    return made


def _work(task: tuple[int, int, tuple[Path, ...]]) -> list[tuple[Gray, str]]:
    return chunk(*task)


def _quiet() -> None:
    cv2.setNumThreads(1)
    os.nice(5)


def chunks(seed: int, count: int, folders: Sequence[Path], processes: int) -> Iterator[list[tuple[Gray, str]]]:
    """Endless chunks of samples."""
    with multiprocessing.get_context("spawn").Pool(processes, _quiet) as pool:
        ahead = [
            pool.apply_async(_work, ((seed + i, count, tuple(folders)),)) for i in range(2 * processes)
        ]
        number = seed + len(ahead)
        while True:
            yield ahead.pop(0).get()
            ahead.append(pool.apply_async(_work, ((number, count, tuple(folders)),)))
            number += 1


def batches(made: list[tuple[Gray, str]], size: int, rng: random.Random) -> Iterator[tuple[np.ndarray, list[str]]]:
    """Batches of like width."""
    made = sorted(made, key=lambda sample: sample[0].shape[1] + rng.random())
    parts = [made[i : i + size] for i in range(0, len(made), size)]
    rng.shuffle(parts)
    for part in parts:
        wide = max(picture.shape[1] for picture, _ in part)
        stacked = np.zeros((len(part), 1, part[0][0].shape[0], wide), np.uint8)
        for row, (picture, _) in enumerate(part):
            stacked[row, 0, :, : picture.shape[1]] = picture
        yield stacked, [label for _, label in part]
