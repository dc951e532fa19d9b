"""Label maps for tests of metrics, and the definitions written slowly: these share no code with what they test."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import torch
from hypothesis import strategies as st
from torch import Tensor

SIGNED = (torch.int8, torch.int16, torch.int32, torch.int64)
UNSIGNED = (torch.uint8, torch.uint16, torch.uint32, torch.uint64)
needs_cuda = pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device here")


@dataclass(frozen=True)
class Maps:
    """A prediction and a target, int64, of the same shape; the target holds `ignore` in places."""

    pred: Tensor
    target: Tensor
    classes: int
    ignore: int | None

    @property
    def arguments(self) -> tuple[Tensor, Tensor, int, int | None]:
        return self.pred, self.target, self.classes, self.ignore


IMAGES = st.integers(0, 3)
CLASSES = st.integers(1, 6)
IGNORED = st.sampled_from((None, 255, -1, -100, 7))


@st.composite
def maps(draw, images=IMAGES, classes=CLASSES, ignored=IGNORED):
    """Often with classes that are absent, and often mostly right, as good predictions are."""
    number, ignore = draw(classes), draw(ignored)
    shape = (draw(images), draw(st.integers(1, 5)), draw(st.integers(1, 5)))
    random = torch.Generator().manual_seed(draw(st.integers(0, 2**32)))
    present = draw(st.integers(1, number))
    target = torch.randint(present, shape, generator=random)
    pred = torch.where(
        torch.rand(shape, generator=random) < draw(st.sampled_from((0.0, 0.5, 1.0))),
        target,
        torch.randint(draw(st.integers(1, number)), shape, generator=random),
    )
    if ignore is not None:
        target[torch.rand(shape, generator=random) < draw(st.sampled_from((0.0, 0.3, 1.0)))] = ignore
    return Maps(pred, target, number, ignore)


def slow_confusion(pred: Tensor, target: Tensor, classes: int, ignore: int | None) -> list[list[int]]:
    """Pixel by pixel."""
    counts = [[0] * classes for _ in range(classes)]
    for predicted, true in zip(pred.flatten().tolist(), target.flatten().tolist(), strict=True):
        if true != ignore:
            counts[true][predicted] += 1
    return counts
