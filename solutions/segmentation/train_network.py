"""Train the reference's network on `scenes` and write what it has learned beside it, `network.safetensors`.

python solutions/segmentation/train_network.py takes --minutes on any machine, and the learning rate is spent by then: a
slow one gets a somewhat worse network rather than none. The log beside the weights has a line for each epoch.
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from safetensors.torch import save_file
from torch import nn

from autograder.data import scenes
from autograder.metrics import confusion_matrix, mean_iou, pixel_accuracy

HERE = Path(__file__).parent
CLASSES, IGNORE = 6, 255
BATCH = 16
PEAK_RATE, WARM_UP = 4e-3, 0.1  # of AdamW; share of the time
TRAIN_SEED, VAL_SEED = "train", "val"


@dataclass(frozen=True)
class Pictures:
    """Images (N, 3, H, W) and labels (N, H, W), uint8."""

    images: torch.Tensor
    labels: torch.Tensor


def main() -> None:
    """Train until the time is up; print, log and store."""
    options = _options()
    torch.manual_seed(options.seed)
    if options.threads:
        torch.set_num_threads(options.threads)
    train, val = (_pictures(count, seed) for count, seed in ((options.images, TRAIN_SEED), (options.val, VAL_SEED)))
    model = _built(options.network).to(memory_format=torch.channels_last)
    rates = _class_weights(train.labels)
    optimizer = torch.optim.AdamW(model.parameters(), lr=PEAK_RATE, weight_decay=1e-2)
    log = [f"seed {options.seed}, {len(train.images)} images, {sum(p.numel() for p in model.parameters())} parameters"]
    columns = TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn()
    begin, epoch, done = time.monotonic(), 0, 0.0
    with Progress(*columns) as progress:
        bar = progress.add_task("training", total=1.0)
        while done < 1:
            epoch, losses = epoch + 1, []
            for images, labels in _batches(train):
                done = (time.monotonic() - begin) / (60 * options.minutes)
                if done >= 1:
                    break
                for group in optimizer.param_groups:
                    group["lr"] = _rate(done)
                losses.append(_step(model, optimizer, images, labels, rates))
                progress.update(bar, completed=done)
            accuracy, iou = _scores(model, val)
            log.append(
                f"epoch {epoch}: {60 * options.minutes * min(done, 1):.0f} s, loss {sum(losses) / len(losses):.3f}, "
                f"validation: pixel accuracy {accuracy:.3f}, mean IoU {iou:.3f}"
            )
            progress.console.print(log[-1])
    _save(model, options.out)
    options.out.with_suffix(".log").write_text("\n".join(log) + "\n", encoding="utf-8")


def _built(file: Path) -> torch.nn.Module:
    spec = importlib.util.spec_from_file_location("network", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    model: torch.nn.Module = module.build_model(CLASSES)
    return model


def _save(model: torch.nn.Module, out: Path) -> None:
    weights = {name: value.contiguous() for name, value in model.state_dict().items()}
    if out.suffix == ".safetensors":
        save_file(weights, out)
    else:
        torch.save(weights, out)


def _step(
    model: torch.nn.Module,
    optimizer: torch.optim.Optimizer,
    images: torch.Tensor,
    labels: torch.Tensor,
    weights: torch.Tensor,
) -> float:
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
        return PEAK_RATE * max(done / WARM_UP, 0.01)
    return PEAK_RATE * max(0.5 * (1 + math.cos(math.pi * (done - WARM_UP) / (1 - WARM_UP))), 1e-3)


def _class_weights(labels: torch.Tensor) -> torch.Tensor:
    """Rare classes count more: the root of one over their frequency, 1 on average."""
    counts = torch.bincount(labels.flatten().long(), minlength=256)[:CLASSES].float()
    weights = (counts.sum() / counts.clamp(min=1)).sqrt()
    return weights / weights.mean()


def _batches(pictures: Pictures) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Once through all of them, in random order, each a little different from how it is."""
    for chosen in torch.randperm(len(pictures.images)).split(BATCH):
        images, labels = pictures.images[chosen].float() / 255, pictures.labels[chosen]
        flip = torch.rand(len(chosen)) < 0.5
        images[flip], labels[flip] = images[flip].flip(-1), labels[flip].flip(-1)
        light = torch.empty(len(chosen), 3, 1, 1).uniform_(0.85, 1.15) * torch.empty(len(chosen), 1, 1, 1).uniform_(
            0.8, 1.2
        )
        yield (images * light).clamp(0, 1), labels


@torch.inference_mode()
def _scores(model: torch.nn.Module, pictures: Pictures) -> tuple[float, float]:
    model.eval()
    counts = torch.zeros(CLASSES, CLASSES, dtype=torch.int64)
    for images, labels in zip(pictures.images.split(BATCH), pictures.labels.split(BATCH), strict=True):
        counts += confusion_matrix(model(images.float() / 255).argmax(1), labels, CLASSES, IGNORE)
    return float(pixel_accuracy(counts)), float(mean_iou(counts))


def _pictures(count: int, seed: str) -> Pictures:
    made = list(scenes.make(count, seed))
    return Pictures(torch.stack([each.image for each in made]), torch.stack([each.labels for each in made]))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=18, help="of training (%(default)s)")
    parser.add_argument("--images", type=int, default=2000, help="to train on (%(default)s)")
    parser.add_argument("--val", type=int, default=200, help="to look at after each epoch (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="(%(default)s)")
    parser.add_argument("--threads", type=int, help="of torch; default: all cores")
    parser.add_argument("--network", type=Path, default=HERE / "network.py", metavar="FILE", help="with build_model")
    parser.add_argument("--out", type=Path, metavar="FILE", help="*.safetensors, or *.pt; default: beside the network")
    options = parser.parse_args()
    options.out = options.out or options.network.with_suffix(".safetensors")
    return options


if __name__ == "__main__":
    main()
