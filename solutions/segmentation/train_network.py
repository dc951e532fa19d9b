"""Train a network on `scenes`, and write what it has learned beside it, with a log.

python solutions/segmentation/train_network.py
python solutions/segmentation/train_network.py --network solutions/segmentation/alternates/scores_with_skips/network.py

It goes by steps, not by the clock, with a fixed seed and number of threads: machines of one kind get the same network,
however busy they are. The log has a line for each look at the validation scenes, and names the weights by SHA-256.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import math
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import torch
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from safetensors.torch import save_file
from torch import Tensor, nn

from autograder.data import scenes
from autograder.metrics import confusion_matrix, mean_iou, pixel_accuracy

HERE = Path(__file__).parent
CLASSES, IGNORE = len(scenes.CLASSES), 255
THREADS = 1  # with another number sums are made in another order; two are no quicker while others use the machine
BATCH = 16
PEAK_RATE, WARM_UP = 4e-3, 0.1  # of AdamW; share of the steps
LOOKS = 10  # at the validation scenes
TRAIN_SEED, VAL_SEED = "train", "val"


@dataclass(frozen=True)
class Pictures:
    """Images (N, 3, H, W) and labels (N, H, W), uint8."""

    images: Tensor
    labels: Tensor


@dataclass
class Clock:
    """What has passed since it was made; only the log knows."""

    wall: float = field(default_factory=time.monotonic)
    processor: float = field(default_factory=time.process_time)

    def __str__(self) -> str:
        return f"{time.monotonic() - self.wall:.0f} s, processor {time.process_time() - self.processor:.0f} s"


def main() -> None:
    """Train; print, log and store."""
    options = _options()
    torch.manual_seed(options.seed)
    torch.set_num_threads(THREADS)
    torch.use_deterministic_algorithms(True)
    clock = Clock()
    train, val = (_pictures(count, seed) for count, seed in ((options.images, TRAIN_SEED), (options.val, VAL_SEED)))
    model = _built(options.network).to(memory_format=torch.channels_last)
    log = [
        f"seed {options.seed}, {options.steps} steps of {BATCH}, {options.images} scenes to learn from, {options.val} "
        f"to look at, {THREADS} threads, torch {torch.__version__}",
        f"{sum(p.numel() for p in model.parameters()):,} parameters; {clock} for drawing scenes",
    ]
    with Progress(TextColumn("training"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()) as bar:
        for line in _trained(model, train, val, options.steps, bar):
            log.append(f"{line}; {clock}")
            bar.console.print(log[-1])
    _save(model, options.out)
    log.append(f"{options.out.name}: SHA-256 {hashlib.sha256(options.out.read_bytes()).hexdigest()}")
    options.out.with_suffix(".log").write_text("\n".join(log) + "\n", encoding="utf-8")


def _trained(model: nn.Module, train: Pictures, val: Pictures, steps: int, bar: Progress) -> Iterator[str]:
    """Let `model` learn; a line for each look at `val`."""
    weights = _class_weights(train.labels)
    optimizer = torch.optim.AdamW(model.parameters(), lr=PEAK_RATE, weight_decay=1e-2)
    task, losses = bar.add_task("training", total=steps), []
    for number, (images, labels) in zip(range(1, steps + 1), _batches(train), strict=False):
        for group in optimizer.param_groups:
            group["lr"] = _rate(number / steps)
        losses.append(_step(model, optimizer, images, labels, weights))
        bar.advance(task)
        if number % max(1, steps // LOOKS) == 0 or number == steps:
            accuracy, iou = _scores(model, val)
            mean = sum(losses) / len(losses)
            yield f"step {number}: loss {mean:.3f}, pixel accuracy {accuracy:.3f}, mean IoU {iou:.3f}"
            losses.clear()


def _step(model: nn.Module, optimizer: torch.optim.Optimizer, images: Tensor, labels: Tensor, weights: Tensor) -> float:
    model.train()
    optimizer.zero_grad()
    scores = model(images.contiguous(memory_format=torch.channels_last))
    loss = nn.functional.cross_entropy(scores, labels.long(), weight=weights, ignore_index=IGNORE)
    loss.backward()
    optimizer.step()
    return loss.item()


def _rate(done: float) -> float:
    """Up in a line, down in half a cosine."""
    if done < WARM_UP:
        return PEAK_RATE * done / WARM_UP
    return PEAK_RATE * max(0.5 * (1 + math.cos(math.pi * (done - WARM_UP) / (1 - WARM_UP))), 1e-3)


def _class_weights(labels: Tensor) -> Tensor:
    """Rare classes count more: the root of one over their frequency, 1 on average."""
    counts = torch.bincount(labels.flatten().long(), minlength=256)[:CLASSES].float()
    weights = (counts.sum() / counts.clamp(min=1)).sqrt()
    return weights / weights.mean()


def _batches(pictures: Pictures) -> Iterator[tuple[Tensor, Tensor]]:
    """Without end: through all of them in random order, again and again, each a little different from how it is."""
    while True:
        for chosen in torch.randperm(len(pictures.images)).split(BATCH):
            images, labels = pictures.images[chosen].float() / 255, pictures.labels[chosen]
            flip = torch.rand(len(chosen)) < 0.5
            images[flip], labels[flip] = images[flip].flip(-1), labels[flip].flip(-1)
            colour = torch.empty(len(chosen), 3, 1, 1).uniform_(0.85, 1.15)
            light = torch.empty(len(chosen), 1, 1, 1).uniform_(0.8, 1.2)
            yield (images * colour * light).clamp(0, 1), labels


@torch.inference_mode()
def _scores(model: nn.Module, pictures: Pictures) -> tuple[float, float]:
    model.eval()
    counts = torch.zeros(CLASSES, CLASSES, dtype=torch.int64)
    for images, labels in zip(pictures.images.split(BATCH), pictures.labels.split(BATCH), strict=True):
        counts += confusion_matrix(model(images.float() / 255).argmax(1), labels, CLASSES, IGNORE)
    return float(pixel_accuracy(counts)), float(mean_iou(counts))


def _pictures(count: int, seed: str) -> Pictures:
    made = list(scenes.make(count, seed))
    return Pictures(torch.stack([each.image for each in made]), torch.stack([each.labels for each in made]))


def _built(file: Path) -> nn.Module:
    """The network of `file`, which may import other files of the reference."""
    sys.path.append(str(HERE))
    spec = importlib.util.spec_from_file_location("network", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    model: nn.Module = module.build_model(CLASSES)
    return model


def _save(model: nn.Module, out: Path) -> None:
    weights = {name: value.contiguous() for name, value in model.state_dict().items()}
    if out.suffix == ".safetensors":
        save_file(weights, out)
    else:
        torch.save(weights, out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--network", type=Path, default=HERE / "network.py", metavar="FILE", help="with build_model")
    parser.add_argument("--out", type=Path, metavar="FILE", help="*.safetensors, or *.pt; default: beside the network")
    parser.add_argument("--steps", type=int, default=1600, help="of 16 scenes (%(default)s)")
    parser.add_argument("--images", type=int, default=2000, help="to train on (%(default)s)")
    parser.add_argument("--val", type=int, default=200, help="to look at now and then (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="(%(default)s)")
    options = parser.parse_args()
    options.out = options.out or options.network.with_suffix(".safetensors")
    return options


if __name__ == "__main__":
    main()
