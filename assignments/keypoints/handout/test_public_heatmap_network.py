"""Public checks of `heatmap_network.py`: learning with the small network that is given, decoding; yours on twelve cats.

The cats are of the split `val`. Measure your network on all of them with what you wrote in `scores.py`.
"""

import torch

from autograder.data import cats
from autograder.exam import Mismatch, assert_like, assert_matches, kept, pointed, public, question

FLOAT32 = {"rtol": 1e-3, "atol": 1e-4}
IMAGES = (torch.arange(3 * 3 * 6 * 5) ** 2 % 251).reshape(3, 3, 6, 5).to(torch.uint8)
HEATMAPS = ((torch.arange(3 * 3 * 3 * 3) ** 2 % 17 + 1.0) / 17).reshape(3, 3, 3, 3)
VISIBLE = torch.tensor([[True, True], [True, False], [False, True]])
HEATMAPS[1, 1] = 0  # as the map of an invisible point is; the other one's is not, and must not count either
LOST_PX = 15.0  # the same face for all cats is 25 pixels off


def weights():
    """Of a TinyHeatmaps for 2 keypoints that has learned something; its running statistics are not the first ones."""
    return {
        "first.weight": ((torch.arange(108) ** 2 % 17 - 8) / 16).reshape(4, 3, 3, 3),
        "norm.weight": torch.tensor([1.0, 0.5, 2, 1]),
        "norm.bias": torch.tensor([0.0, 0.5, -0.5, 1]),
        "norm.running_mean": torch.tensor([0.2, -0.1, 0, 0.5]),
        "norm.running_var": torch.tensor([0.5, 2, 1, 0.25]),
        "norm.num_batches_tracked": torch.tensor(3),
        "last.weight": ((torch.arange(12) * 5 % 7 - 3) / 4).reshape(3, 4, 1, 1),
    }


def tiny():
    """The given network, made of torch's parts."""
    model = torch.nn.Sequential()
    model.add_module("first", torch.nn.Conv2d(3, 4, 3, stride=2, padding=1, bias=False))
    model.add_module("norm", torch.nn.BatchNorm2d(4))
    model.add_module("relu", torch.nn.ReLU())
    model.add_module("last", torch.nn.Conv2d(4, 3, 1, bias=False))
    model.load_state_dict(weights())
    return model


def yours(submission):
    """The TinyHeatmaps of your file with these weights."""
    model = submission.heatmap_network.TinyHeatmaps.returning(kept("model"))(2)
    model.load_state_dict.returning(kept("answer"))(weights())
    return model


def surprise(scores, counts):
    """The cross-entropy over the cells of each map that counts, and the mean of those."""
    wanted = HEATMAPS[counts].flatten(1)
    return torch.nn.functional.cross_entropy(scores[counts].flatten(1), wanted / wanted.sum(dim=1, keepdim=True))


def losses(steps, *, scale=1 / 255, forgets=True, training=True, adam=True, background=True):
    """Those of the given network, as `train_heatmaps` should find them, or with one thing wrong."""
    model = tiny().train(training)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05) if adam else torch.optim.SGD(model.parameters(), lr=0.05)
    counts = torch.cat([VISIBLE, torch.full((3, 1), background)], dim=1)
    found = []
    for _ in range(steps):
        if forgets:
            optimizer.zero_grad()
        loss = surprise(model(IMAGES * scale), counts)
        loss.backward()
        optimizer.step()
        found.append(loss.item())
    return torch.tensor(found)


@question("train_heatmaps")
@public
def test_trains_the_small_network(submission):
    """Four steps with rate 0.05; two maps of invisible keypoints do not count, that of the background does."""
    model = yours(submission)
    model.eval.returning(kept("model"))()
    found = submission.heatmap_network.train_heatmaps(model, IMAGES, HEATMAPS, VISIBLE, 4, 0.05)
    if not isinstance(found, list) or len(found) != 4 or any(type(loss) is not float for loss in found):
        raise Mismatch(f"losses: expected a list of 4 floats, got {found!r:.80}")
    suspects = {
        "gradients are never set to zero, so they add up": lambda: losses(4, forgets=False),
        "the network was not in training mode": lambda: losses(4, training=False),
        "the images were not divided by 255": lambda: losses(4, scale=1.0),
        "this is plain gradient descent, not Adam": lambda: losses(4, adam=False),
        "these are the losses after each step": lambda: losses(5)[1:],
        "the map of the background does not count": lambda: losses(4, background=False),
    }
    assert_matches(torch.tensor(found), losses(4), "losses", suspects=suspects, **FLOAT32)


@question("decode")
@public
def test_finds_points_of_a_perfect_network(submission):
    """Cells of 4 × 4 pixels, of one pixel, and of 3 × 5; the last map is that of the background."""
    for size, (h, w) in (((24, 40), (6, 10)), ((9, 7), (9, 7)), ((40, 21), (8, 7))):
        cell = torch.tensor([size[1] / w, size[0] / h])
        cells = torch.tensor([[[2.1, 3.46], [1.7, 1.8]], [[3.2, 2.54], [3.0, 2.3]]])  # (column, row)
        points = (cells + 0.5) * cell - 0.5
        found = assert_like(submission.heatmap_network.decode(scores(cells, h, w), size), points, "points")
        if float(((found - points) / cell).abs().max()) <= 0.4:
            continue
        column_first = (cells.flip(-1) + 0.5) * cell - 0.5
        suspects = {
            "rows were taken for x": column_first,
            "these are cells, not pixels": cells,
            "half a pixel is missing: the centre of the first pixel is 0": points + 0.5,
            "half a cell is missing: the centre of a cell is not its edge": cells * cell,
            "only the highest cell was found; look at its neighbours, too": (cells.round() + 0.5) * cell - 0.5,
        }
        near = [name for name, other in suspects.items() if float(((found - other) / cell).abs().max()) <= 0.3]
        raise Mismatch(
            f"maps of {h}×{w} cells, image of {size[0]}×{size[1]} pixels: expected the first point near "
            f"{shown(points)}, got {shown(found)}" + (f". It looks like {near[0]}" if near else "")
        )


def shown(points):
    """The first of them."""
    return f"({points[0, 0, 0]:.2f}, {points[0, 0, 1]:.2f})"


def scores(cells, h, w):
    """What a perfect network would answer: parabolas about points in cells, and the background last."""
    rows, columns = torch.arange(h), torch.arange(w)
    away = (columns - cells[..., 0, None])[..., None, :].square() + (rows - cells[..., 1, None])[..., None].square()
    return torch.cat([-away / 2, (1 - (-away / 2).exp().amax(dim=1, keepdim=True)).clamp(min=1e-6).log()], dim=1)


@question("build_heatmap_network")
@public
def test_builds_a_network_for_images_of_any_size(submission):
    """32×32, 33×47 and 96×96, for 5 and for 2 keypoints; float32 in, float32 scores out."""
    for keypoints, (height, width) in ((5, (32, 32)), (2, (33, 47)), (5, (96, 96))):
        model = submission.heatmap_network.build_heatmap_network.returning(kept("model"))(keypoints)
        model.eval.returning(kept("model"))()
        maps = model(torch.linspace(0, 1, 2 * 3 * height * width).reshape(2, 3, height, width))
        place = f"scores of {height}×{width} pixels"
        if not isinstance(maps, torch.Tensor) or maps.ndim != 4:
            raise Mismatch(f"{place}: expected a tensor of shape (2, {keypoints + 1}, h, w)")
        h, w = maps.shape[2:]
        assert_like(maps, torch.empty(2, keypoints + 1, h, w), place)
        if not (height // 8 <= h <= height and width // 8 <= w <= width):
            raise Mismatch(f"{place}: expected maps from an eighth of that size to all of it, got {h}×{w}")


@pointed(names=cats.KEYPOINTS, pairs=cats.PAIRS, reference="box diagonal", network="heatmaps")
def twelve_cats(rng):
    """The first of the split `val`."""
    return list(cats.make(12, "val"))


@question("build_heatmap_network")
@public
def test_your_weights_find_twelve_cats(evaluation, award):
    """With the weights beside your file and your `decode`, within the limits; whether it has learned anything."""
    if evaluation.mean_pixel_error <= LOST_PX:
        award(1.0, f"mean pixel error {evaluation.mean_pixel_error:.2f} on 12 cats of val")
        return
    found, target, visible = evaluation.predicted_px, evaluation.target_px, evaluation.visible
    suspects = {
        "left and right are swapped": found[:, [1, 0, 3, 2, 4]],
        "x and y are swapped": found.flip(-1),
        "points are in cells of 4×4 pixels, not in pixels": (found + 0.5) * 4 - 0.5,
        "the images are seen in a mirror": torch.stack([95 - found[..., 0], found[..., 1]], dim=-1)[:, [1, 0, 3, 2, 4]],
    }
    why = ["these may not be its weights, or it has learned next to nothing"]
    why += [f"it looks like {name}" for name, other in suspects.items() if error_px(other, target, visible) <= LOST_PX]
    raise Mismatch(f"points are {evaluation.mean_pixel_error:.1f} pixels off on average: {why[-1]}")


def error_px(found, target, visible):
    """The mean distance of visible points."""
    return float((found - target).norm(dim=-1)[visible].mean())
