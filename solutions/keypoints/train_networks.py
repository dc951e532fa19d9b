"""Train the reference's networks on `cat-faces` and write what they have learned beside them.

python solutions/keypoints/train_networks.py trains both, one after the other; with names, those: on two cores run
`regression` and `heatmap_network` side by side, 12 minutes. A network is trained for --steps in one thread, so that a
slow machine takes longer and gets the same. Its weights are stored with each line of the log.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from augmentation import hflip, rotate
from heatmap_network import build_heatmap_network, decode
from heatmaps import make_heatmaps
from losses import heatmap_cross_entropy
from regression import build_regressor
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from safetensors.torch import save_file
from scores import mean_pixel_error
from torch import Tensor, nn

from autograder.data import cats
from autograder.data.keypoints import KeypointImage

HERE = Path(__file__).parent
SIZE = (96, 96)
KEYPOINTS = len(cats.KEYPOINTS)
BATCH, LOOK_EVERY = 32, 500
PEAK_RATE, WARM_UP = 4e-3, 200  # of AdamW; steps
TURN, LIGHT = 15.0, 0.15  # degrees; share of brightness of each colour
SIGMA = 4.0  # pixels


@dataclass(frozen=True)
class Faces:
    """Images uint8 (N, 3, H, W), points float32 (N, K, 2), visible bool (N, K)."""

    images: Tensor
    points: Tensor
    visible: Tensor

    def __getitem__(self, chosen: Tensor) -> Faces:
        return Faces(self.images[chosen], self.points[chosen], self.visible[chosen])


@dataclass(frozen=True)
class Recipe:
    """How a network is built, how wrong an answer of it is, and what points it means."""

    build: Callable[[int], nn.Module]
    loss: Callable[[Tensor, Tensor, Tensor], Tensor]
    decode: Callable[[Tensor], Tensor]


def main() -> None:
    """Train what is asked for."""
    options = _options()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    train, val = (_faces(cats.make(count, seed)) for count, seed in ((options.images, "train"), (options.val, "val")))
    for name in options.networks or RECIPES:
        torch.manual_seed(options.seed)
        _train(name, train, val, options)


def _train(name: str, train: Faces, val: Faces, options: argparse.Namespace) -> None:
    recipe = RECIPES[name]
    model = recipe.build(KEYPOINTS).to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(model.parameters(), lr=PEAK_RATE, weight_decay=1e-2)
    log = [
        f"seed {options.seed}, {options.images} images, {options.steps} steps of {BATCH}, "
        f"{sum(p.numel() for p in model.parameters())} parameters, torch {torch.__version__}"
    ]
    began, losses = time.process_time(), []
    with Progress(TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn()) as progress:
        for step in progress.track(range(1, options.steps + 1), description=name):
            optimizer.param_groups[0]["lr"] = _rate(step, options.steps)
            losses.append(_step(model, optimizer, recipe, train))
            if step % LOOK_EVERY == 0 or step == options.steps:
                error = _error(model, recipe, val)
                seconds, loss = time.process_time() - began, sum(losses) / len(losses)
                log.append(
                    f"step {step}: {seconds:.0f} s of one core, loss {loss:.3f}, validation: {error:.2f} px mean error"
                )
                progress.console.print(log[-1])
                _save(model, log, options.out / f"{name}.safetensors")
                losses = []


def _step(model: nn.Module, optimizer: torch.optim.Optimizer, recipe: Recipe, faces: Faces) -> float:
    batch = _augmented(faces[torch.randint(len(faces.images), (BATCH,))])
    model.train()
    optimizer.zero_grad()
    output = model(batch.images.contiguous(memory_format=torch.channels_last))
    loss = recipe.loss(output, batch.points, batch.visible)
    loss.backward()
    optimizer.step()
    return loss.item()


def _augmented(faces: Faces) -> Faces:
    """Each batch is a little different; images become float32 in [0, 1]."""
    images, points, visible = faces.images.float() / 255, faces.points, faces.visible
    if torch.rand(()) < 0.5:
        images, points, visible = hflip(images, points, visible, cats.PAIRS)
    images, points, visible = rotate(images, points, visible, float(torch.empty(()).uniform_(-TURN, TURN)))
    light = torch.empty(len(images), 3, 1, 1).uniform_(1 - LIGHT, 1 + LIGHT)
    return Faces((images * light).clamp(0, 1), points, visible)


def _distance(output: Tensor, points: Tensor, visible: Tensor) -> Tensor:
    """The mean distance itself: squares would care for the few that are far off, and nobody measures squares."""
    return torch.linalg.vector_norm(output.reshape(points.shape)[visible] - points[visible], dim=-1).mean()


def _surprise(output: Tensor, points: Tensor, visible: Tensor) -> Tensor:
    cells = (output.shape[2], output.shape[3])
    target = make_heatmaps(points, cells, SIGMA, visible, stride=SIZE[0] // cells[0])
    return heatmap_cross_entropy(output, target, nn.functional.pad(visible, (0, 1), value=True))


RECIPES = {
    "regression": Recipe(build_regressor, _distance, lambda output: output.unflatten(1, (-1, 2))),
    "heatmap_network": Recipe(build_heatmap_network, _surprise, lambda output: decode(output, SIZE)),
}


def _rate(step: int, steps: int) -> float:
    """Up in a line, down in half a cosine."""
    return PEAK_RATE * min(1, step / WARM_UP) * 0.5 * (1 + math.cos(math.pi * step / (steps + 1)))


@torch.no_grad()
def _error(model: nn.Module, recipe: Recipe, faces: Faces) -> float:
    model.eval()
    found = torch.cat([recipe.decode(model(images.float() / 255)) for images in faces.images.split(BATCH)])
    return mean_pixel_error(found, faces.points, faces.visible)


def _save(model: nn.Module, log: list[str], out: Path) -> None:
    """Whole or not at all: a training that is ended early leaves its last line's weights."""
    part = out.with_suffix(".part")
    save_file({name: value.contiguous() for name, value in model.state_dict().items()}, part)
    part.replace(out)
    named = f"{out.name}: SHA-256 {hashlib.sha256(out.read_bytes()).hexdigest()}"
    out.with_suffix(".log").write_text("\n".join([*log, named]) + "\n", encoding="utf-8")


def _faces(images: cats.Cats) -> Faces:
    made: list[KeypointImage] = []
    with Progress(TextColumn("drawing cats"), BarColumn(), TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        made.extend(bar.track(images))
    return Faces(*(torch.stack([getattr(cat, name) for cat in made]) for name in ("image", "points_px", "visible")))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("networks", nargs="*", metavar="NETWORK", help=f"of {', '.join(RECIPES)}; default: all")
    parser.add_argument("--steps", type=int, default=8000, help="of training (%(default)s)")
    parser.add_argument("--images", type=int, default=6000, help="to train on (%(default)s)")
    parser.add_argument("--val", type=int, default=300, help="to look at now and then (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="(%(default)s)")
    parser.add_argument("--out", type=Path, default=HERE, metavar="DIR", help="for weights and logs; default: here")
    options = parser.parse_args()
    unknown = sorted(set(options.networks) - set(RECIPES))
    if unknown:
        parser.error(f"expected networks of {', '.join(RECIPES)}, got {', '.join(unknown)}")
    return options


if __name__ == "__main__":
    main()
