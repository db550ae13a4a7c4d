"""Trains the reader of numerals on made text: `python -m training.numerals --out extractors/numerals.onnx`."""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from extractors.numerals import ALPHABET, HEIGHT
from training.numerals import made
from training.numerals.badly import Badly
from training.numerals.model import HIDDEN, Likely, Reader, widened

_INDEX = {ch: number for number, ch in enumerate(ALPHABET, start=1)}
_MEMORY = 0.998
"""Each step's weights go into the mean that is kept with what is left to one."""


def train(args: argparse.Namespace) -> None:
    """Train for so many minutes and write the network."""
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    rng = random.Random(args.seed)  # noqa: S311
    reader = Reader(args.hidden).to(device, memory_format=torch.channels_last)
    if args.start is not None:
        reader.load_state_dict(widened(torch.load(args.start, map_location=device), reader))
    mean = AveragedModel(reader, multi_avg_fn=get_ema_multi_avg_fn(_MEMORY), use_buffers=True)
    print(sum(p.numel() for p in reader.parameters()), "parameters", flush=True)
    optimiser = torch.optim.AdamW(reader.parameters(), lr=args.rate, weight_decay=0.01)
    measure = nn.CTCLoss(zero_infinity=True, reduction="none")
    badly = Badly(rng)
    began, step, seen, smooth, last = time.monotonic(), 0, 0, 0.0, 0.0
    for some in made.chunks(1 + 100_000 * args.seed, args.chunk, args.fonts, args.makers, args.keep, rng):
        for pictures, part in made.batches([*some, *badly.some(len(some) // 2)], args.batch, rng):
            labels = [label for _, label in part]
            done = (time.monotonic() - began) / (60 * args.minutes)
            if done >= 1:
                break
            warm = min(1.0, (step + 1) / 100)
            # A steady rate, then a fall to nothing.
            fall = (
                1.0
                if done < args.steady
                else 0.5 * (1 + np.cos(np.pi * (done - args.steady) / (1 - args.steady))) + 0.002
            )
            for group in optimiser.param_groups:
                group["lr"] = args.rate * warm * fall
            x = (torch.from_numpy(pictures).to(device).float() / 255).to(memory_format=torch.channels_last)
            likely = reader(x).transpose(0, 1)
            lengths = torch.full((len(labels),), likely.shape[0], dtype=torch.long)
            targets = torch.tensor([_INDEX[ch] for label in labels for ch in label], dtype=torch.long)
            counts = torch.tensor([len(label) for label in labels])
            losses = measure(likely.cpu(), targets, lengths, counts)
            loss = (losses / counts).mean()
            badly.note(part, losses.tolist())
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 5.0)
            optimiser.step()
            mean.update_parameters(reader)
            step, seen = step + 1, seen + len(labels)
            smooth = loss.item() if step == 1 else 0.98 * smooth + 0.02 * loss.item()
            if step % 50 == 0:
                spent = time.monotonic() - began
                print(f"{spent / 60:.1f} min, {step} steps, {seen} samples, loss {smooth:.4f}", flush=True)
                if spent - last > 180:
                    last = spent
                    save(mean.module, args)
        if time.monotonic() - began >= 60 * args.minutes:
            break
    save(mean.module, args)


def save(reader: nn.Module, args: argparse.Namespace) -> None:
    """Write weights to go on from, and the network as ONNX."""
    torch.save(reader.state_dict(), args.out.with_suffix(".pt") if args.weights is None else args.weights)
    reader.eval()
    example = torch.zeros(2, 1, HEIGHT, 64)
    exported = args.out.with_suffix(".part")
    torch.onnx.export(
        Likely(reader).cpu(),
        (example,),
        exported,
        input_names=["pictures"],
        output_names=["likely"],
        dynamic_axes={"pictures": {0: "count", 3: "width"}, "likely": {0: "count", 1: "steps"}},
        opset_version=17,
        dynamo=False,
    )
    model = onnx.load(exported)
    onnx.helper.set_model_props(model, {"version": args.version, "alphabet": ALPHABET})
    onnx.save(model, exported)
    exported.replace(args.out)
    if torch.cuda.is_available():
        reader.cuda()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="the ONNX file to write")
    parser.add_argument(
        "--weights", type=Path, help="where to keep the weights for --start; beside --out otherwise"
    )
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--fonts", type=Path, action="append", default=[], help="a folder of more fonts")
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--batch", type=int, default=48)
    parser.add_argument("--chunk", type=int, default=1536, help="samples made at a time")
    parser.add_argument(
        "--keep", type=int, default=60, help="chunks kept to be seen again while no new one is made"
    )
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--steady", type=float, default=0.3, help="share of the time before the rate falls")
    parser.add_argument(
        "--hidden", type=int, default=HIDDEN, help="units each way; those of --start may be fewer"
    )
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--makers", type=int, default=1, help="processes that make samples")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--version", default="1")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
