"""What the exam of `keypoints` takes for a right `decode`: as near as the docstring says, however it is found."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import Tensor

from autograder.exam import Mismatch
from tests.keypoints import test_hidden_heatmap_network as hidden
from tests.keypoints.cases import heatmap_network as make

SEEDS = range(4)
CHECKS = (
    (make.maps, hidden.test_finds_points_between_the_cells),
    (make.maps_at_the_border, hidden.test_finds_points_at_the_border),
    (make.maps_of_nothing, hidden.test_finds_something_in_maps_of_nothing),
)


@pytest.fixture(scope="module")
def tried():
    return [(check, case) for seed in SEEDS for maker, check in CHECKS for case in maker(np.random.default_rng(seed))]


@pytest.mark.parametrize("radius", [1, 2, 3, 100], ids=["3x3", "5x5", "7x7", "all"])
def test_a_mean_of_cells_is_right_whatever_the_secret(tried, radius):
    for check, case in tried:
        check(_handing_in(lambda scores, size: _mean(scores, size, radius)), case)


def test_a_third_of_a_cell_is_right_whatever_the_secret(tried):
    for check, case in tried:
        check(_handing_in(lambda scores, size: _moved(scores, size, 1 / 3)), case)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_highest_cell_alone_is_wrong(seed):
    with pytest.raises(Mismatch, match="cells off in x"):
        _try_between(seed, lambda scores, size: _moved(scores, size, 0))


@pytest.mark.parametrize("seed", SEEDS)
def test_corners_on_corners_are_wrong_however_near(seed):
    def decode(scores: Tensor, size: tuple[int, int]) -> Tensor:
        x, y = _cells(scores, 2)
        (H, W), (h, w) = size, scores.shape[2:]
        return torch.stack([x * (W - 1) / (w - 1), y * (H - 1) / (h - 1)], dim=-1)

    with pytest.raises(Mismatch, match="on the left"):
        _try_between(seed, decode)


def _try_between(seed, decode):
    for case in make.maps(np.random.default_rng(seed)):
        hidden.test_finds_points_between_the_cells(_handing_in(decode), case)


def _handing_in(decode):
    return SimpleNamespace(heatmap_network=SimpleNamespace(decode=decode))


def _mean(scores: Tensor, size: tuple[int, int], radius: int) -> Tensor:
    return _pixels(*_cells(scores, radius), scores, size)


def _cells(scores: Tensor, radius: int) -> tuple[Tensor, Tensor]:
    """Mean column and row of the cells up to `radius` from the highest, by a softmax."""
    maps = scores[:, :-1]
    h, w = maps.shape[2:]
    best = maps.flatten(2).argmax(dim=-1)[..., None, None]
    rows, columns = torch.arange(h)[:, None], torch.arange(w)
    near = ((rows - best // w).abs() <= radius) & ((columns - best % w).abs() <= radius)
    likely = maps.masked_fill(~near, -torch.inf).flatten(2).softmax(dim=-1).view_as(maps)
    return (likely * columns).sum(dim=(2, 3)), (likely * rows).sum(dim=(2, 3))


def _moved(scores: Tensor, size: tuple[int, int], step: float) -> Tensor:
    """The highest cell, moved by a step towards the side where the mean of its neighbours lies."""
    column, row = _cells(scores, 0)
    x, y = _cells(scores, 1)
    return _pixels(column + step * (x - column).sign(), row + step * (y - row).sign(), scores, size)


def _pixels(x: Tensor, y: Tensor, scores: Tensor, size: tuple[int, int]) -> Tensor:
    h, w = scores.shape[2:]
    return torch.stack([(x + 0.5) * size[1] / w - 0.5, (y + 0.5) * size[0] / h - 0.5], dim=-1)
