"""Cases for `scores`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor


@dataclass(frozen=True, eq=False)
class MapCase:
    """Predicted and true classes of some pixels, of the same shape and dtype."""

    pred: Tensor
    target: Tensor
    classes: int
    ignore: int

    def __str__(self) -> str:
        dtype = str(self.pred.dtype).removeprefix("torch.")
        return f"maps {tuple(self.pred.shape)} {dtype}, {self.classes} classes, ignore {self.ignore}"


@dataclass(frozen=True, eq=False)
class MatrixCase:
    """A confusion matrix and what it is like."""

    matrix: Tensor
    kind: str

    def __str__(self) -> str:
        return f"{self.kind}, {len(self.matrix)} classes"


def score_cases(rng: np.random.Generator) -> list[Tensor]:
    """Logits, shape (N, C, H, W): all sizes differ; all below 0, all above 1, classes far apart."""
    shapes = [(2, 3, 4, 5), (3, 5, 2, 7), (5, 2, 3, 4), (1, 7, 1, 2), (4, 6, 5, 1)]
    logits = [torch.from_numpy(rng.standard_normal(shape)) for shape in shapes]
    return [logits[0], logits[1].float() - 9, logits[2] + 9, 100 * logits[3], logits[4]]


def everyday_maps(rng: np.random.Generator) -> list[MapCase]:
    """Labels to ignore outside of the classes, below zero, and among them; maps of any shape."""
    return [
        _maps(rng, (2, 5, 7), 3, 255),
        _maps(rng, (3, 4, 6), 4, -1),
        _maps(rng, (2, 9, 4), 5, 0),
        _maps(rng, (4, 3, 8), 6, 5),
        _maps(rng, (6, 11), 2, 255, dtype=torch.uint8),
        _maps(rng, (40,), 7, 7),
    ]


def edge_maps(rng: np.random.Generator) -> list[MapCase]:
    """All ignored; one class; classes that are not there; as many as bytes hold; predictions the same everywhere."""
    nothing = _maps(rng, (2, 3, 4), 3, 255)
    nothing.target[:] = 255
    few = _maps(rng, (2, 6, 5), 8, 255)
    few.target[few.target != 255] %= 2
    few.pred[:] = few.pred % 3
    same = _maps(rng, (3, 5, 4), 4, 255, dtype=torch.uint8)
    same.pred[:] = 3
    return [
        nothing,
        _maps(rng, (2, 3, 5), 1, 255),
        few,
        _maps(rng, (2, 40, 30), 200, 255, dtype=torch.uint8),
        _maps(rng, (3, 20, 10), 17, 0, dtype=torch.uint8),
        same,
    ]


def everyday_matrices(rng: np.random.Generator) -> list[MatrixCase]:
    """Mostly right, mostly wrong, some classes much more frequent than others."""
    cases = []
    for classes in (2, 3, 6, 21):
        counts = rng.integers(1, 50, (classes, classes))
        frequent = counts * rng.integers(1, 40, (classes, 1))
        right = counts + np.diag(rng.integers(100, 900, classes))
        for kind, made in (("at random", counts), ("unequal classes", frequent), ("mostly right", right)):
            cases.append(MatrixCase(torch.from_numpy(made), kind))
    return cases


def edge_matrices(rng: np.random.Generator) -> list[MatrixCase]:
    """Classes that are missing in truth, in predictions, in both; nothing counted; one class; billions of pixels."""
    made = [rng.integers(1, 50, (5, 5)) + np.diag(rng.integers(50, 90, 5)) for _ in range(5)]
    made[0][3], made[0][:, 3] = 0, 0
    made[1][2] = 0
    made[2][:, 4] = 0
    made[3][:] = np.diag([0, 7, 0, 2, 0])
    made[4] = made[4] * 70_000_001
    kinds = "one class is missing", "one class is only predicted", "one class is never predicted", "all right"
    cases = [
        MatrixCase(torch.from_numpy(matrix), kind)
        for matrix, kind in zip(made, (*kinds, "billions of pixels"), strict=True)
    ]
    wrong = torch.tensor([[0, 3, 0], [0, 0, 5], [2, 0, 0]])
    return [
        *cases,
        MatrixCase(wrong, "all wrong"),
        MatrixCase(torch.zeros((4, 4), dtype=torch.int64), "nothing counted"),
        MatrixCase(torch.tensor([[9]]), "everything right"),
    ]


def _maps(
    rng: np.random.Generator, shape: tuple[int, ...], classes: int, ignore: int, *, dtype: torch.dtype = torch.int64
) -> MapCase:
    """Half of the predictions are right; a quarter of the pixels is ignored."""
    others = [c for c in range(classes) if c != ignore]
    target = rng.choice(others, shape)
    pred = np.where(rng.random(shape) < 0.5, target, rng.integers(classes, size=shape))
    target = np.where(rng.random(shape) < 0.25, ignore, target)
    return MapCase(torch.from_numpy(pred).to(dtype), torch.from_numpy(target).to(dtype), classes, ignore)
