"""Hidden checks of `heatmap_network.py`: how it learns and is decoded. See also `test_hidden_heatmaps_on_cats`."""

from __future__ import annotations

import torch

from autograder.exam import Mismatch, assert_like, cases, hidden, kept, question

from .cases import heatmap_network as make_maps
from .cases import learning as make
from .learning import STEPS, check_alone, check_by_heart, check_losses, check_weights, loaded
from .oracles import learning as oracles
from .oracles.heatmap_network import belief_maps

NEAR = 0.4  # cells on each axis: argmax has 0.5, the mean of 3 cells 0.37, a quarter towards the higher neighbour 0.25
NEAR_BORDER = 1.25  # cells: there is no neighbour on the other side, and what averages is drawn inwards
BIAS = 0.05  # cells, of the mean over 200 points
BIAS_OF_HALF = 0.1  # of those in one half of the image: 0.06 for what averages all cells, 0.17 with corners on corners
FEW = 100  # points: the mean of less says little
COARSEST = 8  # pixels


@question("train_heatmaps")
@hidden(
    hint="Compare with torch.optim.Adam by hand, for several steps; also with invisible points. K + 1 maps may count."
)
@cases(make.training_maps)
def test_goes_the_steps_of_adam(submission, case):
    """Of a network that was being asked: the losses, and every weight afterwards; running statistics too."""
    model = loaded(submission, "heatmap_network", "TinyHeatmaps", case.visible.shape[1], case.weights)
    model.eval.returning(kept("model"))()
    losses = submission.heatmap_network.train_heatmaps(
        model, case.images, case.target, case.visible, case.steps, case.rate
    )
    loss = oracles.surprise(case.target, case.visible)
    tiny = oracles.tiny_heatmaps(case.weights)
    expected, weights = oracles.trained(tiny, case.images, loss, case.steps, case.rate)
    check_losses(losses, expected)
    check_weights(model, weights)


@question("train_heatmaps")
@hidden(hint="Can `train_heatmaps` bring your own network to learn two cats by heart? Try 20 times 10 steps at 0.005.")
@cases(make.two_cats)
def test_learns_two_cats_by_heart(submission, case):
    """Scores of a network of the student's are highest nearer to their points. One image alone is too few for some."""
    model = submission.heatmap_network.build_heatmap_network.returning(kept("model"))(5)
    pixels = case.images.float() / 255
    size, visible = tuple(pixels.shape[2:]), torch.ones(2, 5, dtype=torch.bool)
    cells = tuple(check_maps(model(pixels), (2, 6), size).shape[2:])
    wanted = belief_maps(case.points, visible, size, cells, 1.5)

    def train() -> object:
        return submission.heatmap_network.train_heatmaps(model, case.images, wanted, visible, STEPS, 0.005)

    def error_px() -> float:
        maps = assert_like(model(pixels), wanted, "maps")
        return float((highest(maps, size) - case.points).norm(dim=-1).mean())

    check_by_heart(model, train, error_px)


@question("decode")
@hidden(
    hint="Draw maps of points between the cells, taller and wider, take their logarithm, and find the points again."
)
@cases(make_maps.maps)
def test_finds_points_between_the_cells(submission, case):
    """Near each of them, and right on average."""
    found = assert_like(submission.heatmap_network.decode(case.scores, case.size), case.points, "points")
    off = (found - case.points) / case.cell
    worst = off.abs().flatten(0, 1).amax(dim=0)
    if not bool((worst <= NEAR).all()):
        raise Mismatch(f"points are up to {worst[0]:.2f} cells off in x, {worst[1]:.2f} in y; more than {NEAR}")
    mean = off.flatten(0, 1).mean(dim=0)
    if off[..., 0].numel() >= FEW and not bool((mean.abs() <= BIAS).all()):
        raise Mismatch(f"points are {mean[0]:+.2f} cells off in x on average, {mean[1]:+.2f} in y; more than {BIAS}")
    if off[..., 0].numel() >= FEW:
        check_halves(off, case.points < torch.tensor(case.size).flip(0) / 2)


@question("decode")
@hidden(hint="What if the highest cell is one of the first or last row or column, and has no neighbour on one side?")
@cases(make_maps.maps_at_the_border)
def test_finds_points_at_the_border(submission, case):
    """Not far from there."""
    found = assert_like(submission.heatmap_network.decode(case.scores, case.size), case.points, "points")
    worst = ((found - case.points) / case.cell).abs().max()
    if not worst <= NEAR_BORDER:
        raise Mismatch(f"points at the border are up to {worst:.2f} cells off, more than {NEAR_BORDER}")


@question("decode")
@hidden(hint="What comes out where a map is level, since nobody sees that keypoint? Any point, but no NaN.")
@cases(make_maps.maps_of_nothing)
def test_finds_something_in_maps_of_nothing(submission, case):
    """Finite for them, and right for the others."""
    found = assert_like(submission.heatmap_network.decode(case.scores, case.size), case.points, "points")
    if not bool(torch.isfinite(found).all()):
        raise Mismatch("points: some are infinite or not a number")
    worst = ((found - case.points) / case.cell)[case.visible].abs().max()
    if not worst <= NEAR:
        raise Mismatch(f"points that are visible are up to {worst:.2f} cells off, more than {NEAR}")


@question("build_heatmap_network")
@hidden(hint="Try images of 32×32, 33×47 and 61×40, alone and in a batch, with 2 and with 5 keypoints.")
@cases(make.sizes)
def test_takes_images_of_any_size(submission, case):
    """K + 1 maps, finite, and the same for an image that comes alone."""
    model = submission.heatmap_network.build_heatmap_network.returning(kept("model"))(case.points)
    model.eval.returning(kept("model"))()
    images = case.images.float() / 255
    maps = check_maps(model(images), (len(images), case.points + 1), tuple(images.shape[2:]))
    check_alone(model, images, maps, "maps")


def check_maps(maps: object, count: tuple[int, int], size: tuple[int, int]) -> torch.Tensor:
    """The maps, if they are some: so many for each image, and not too coarse.

    Args:
        count: images, and maps for each.
        size: rows and columns of the images.
    """
    least = tuple(length // COARSEST for length in size)
    wanted = f"float32 maps of shape {(*count, 'h', 'w')} with h, w from {least} to {size}".replace("'", "")
    if not isinstance(maps, torch.Tensor):
        raise Mismatch(f"maps: expected {wanted}, got {type(maps).__name__}")
    fits = maps.ndim == 4 and maps.shape[:2] == count and maps.dtype == torch.float32
    if not fits or not all(low <= found <= high for low, found, high in zip(least, maps.shape[2:], size, strict=True)):
        dtype = str(maps.dtype).removeprefix("torch.")
        raise Mismatch(f"maps: expected {wanted}, got {dtype} of shape {tuple(maps.shape)}")
    return maps


def check_halves(off: torch.Tensor, first: torch.Tensor) -> None:
    """Points are right on average on the left and on the right, above and below.

    Args:
        off: how far they are from where they should be, in cells, shape (N, K, 2).
        first: whether a point is on the left, and above, shape (N, K, 2).
    """
    for half, (x, y) in ((first, ("left", "above")), (~first, ("right", "below"))):
        mean = (off * half).sum(dim=(0, 1)) / half.sum(dim=(0, 1))
        if not bool((mean.abs() <= BIAS_OF_HALF).all()):
            told = f"{mean[0]:+.2f} cells off in x on the {x}, {mean[1]:+.2f} in y {y}"
            raise Mismatch(f"points are on average {told}; more than {BIAS_OF_HALF}")


def highest(maps: torch.Tensor, size: tuple[int, int]) -> torch.Tensor:
    """The pixel at the centre of the highest cell of each map but the last, shape (N, K, 2)."""
    h, w = maps.shape[2:]
    best = maps[:, :-1].flatten(2).argmax(dim=-1)
    return torch.stack([(best % w + 0.5) * size[1] / w - 0.5, (best // w + 0.5) * size[0] / h - 0.5], dim=-1)
