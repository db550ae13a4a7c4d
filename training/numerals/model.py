"""The network: convolutions over a picture 32 pixels high, a recurrent layer along it, two answers a step."""

from __future__ import annotations

from torch import Tensor, nn

from extractors.numerals import ALPHABET

HIDDEN = 128
"""Units of the recurrent layer, each way."""


def _stage(inside: int, outside: int, pool: tuple[int, int]) -> list[nn.Module]:
    return [
        nn.Conv2d(inside, outside, 3, padding=1, bias=False),
        # Before the rest, which it makes four times cheaper: training is twice as fast.
        nn.MaxPool2d(pool),
        nn.BatchNorm2d(outside),
        nn.ReLU(inplace=True),
    ]


class Reader(nn.Module):
    """Pictures (N, 1, 32, W), W a multiple of 4, to logarithms of likelihoods (N, W / 2, classes)."""

    def __init__(self, hidden: int = HIDDEN) -> None:
        super().__init__()
        self.classes = len(ALPHABET) + 1
        self.see = nn.Sequential(
            *_stage(1, 16, (2, 2)),
            *_stage(16, 40, (2, 2)),
            *_stage(40, 80, (2, 1)),
            *_stage(80, 112, (2, 1)),
            nn.Conv2d(112, 144, (2, 3), padding=(0, 1), bias=False),
            nn.BatchNorm2d(144),
            nn.ReLU(inplace=True),
        )
        self.context = nn.GRU(144, hidden, bidirectional=True, batch_first=True)
        # A column of four pixels may hold the end of one character and the start of the next.
        self.name = nn.Linear(2 * hidden, 2 * self.classes)

    def forward(self, pictures: Tensor) -> Tensor:
        """Logarithms of the likelihood of each class, blank first, along the pictures."""
        seen = self.see(pictures).squeeze(2).transpose(1, 2)
        read, _ = self.context(seen)
        named = self.name(read)
        return named.reshape(named.shape[0], -1, self.classes).log_softmax(2)


def widened(weights: dict[str, Tensor], reader: Reader) -> dict[str, Tensor]:
    """Weights of a reader with fewer units in its recurrent layer, for this one: it reads the same at first.

    What the added units say counts nothing until it is trained.
    """
    before = weights["context.weight_hh_l0"].shape[1]
    hidden = reader.context.hidden_size
    wide = {name: value.clone() for name, value in reader.state_dict().items()}
    for name, value in weights.items():
        if name.startswith("context."):
            # Three gates, one below the other.
            old, new = value.unflatten(0, (3, before)), wide[name].unflatten(0, (3, hidden))
            if "weight_hh" in name:
                new[:, :before] = 0
                new[:, :before, :before] = old
            else:
                new[:, :before] = old
        elif name == "name.weight":
            old, new = value.unflatten(1, (2, before)), wide[name].unflatten(1, (2, hidden))
            new.zero_()
            new[:, :, :before] = old
        else:
            wide[name] = value
    return wide


class Likely(nn.Module):
    """The reader as it is exported: likelihoods, not their logarithms."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, pictures: Tensor) -> Tensor:
        """Likelihoods of each class along the pictures."""
        return self.reader(pictures).exp()
