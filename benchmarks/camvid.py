"""A small network learns real streets, and is handed in: does the harness measure it as a bare loop does?

python benchmarks/camvid.py --root DIR
python benchmarks/camvid.py --root DIR --steps 20 --images 4    # does it run? The figures mean little

DIR has the folders train, val and test, each with images and labels, as datasets/camvid says. README.md has figures.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import torch
from rich.console import Console
from rich.table import Table
from safetensors.torch import save_file
from torch import Tensor, nn

from autograder.data.catalogue import DataSet, find_set
from autograder.data.labelled import IGNORE, LabelledImage
from autograder.evaluation import LabelledSplit, SegmentationEvaluation, evaluate
from autograder.networks import Network
from autograder.records import SourceFile, Weights
from autograder.sandbox.choose import for_grading

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "solutions" / "segmentation"
FILES = (REFERENCE / "alternates" / "scores_with_skips" / "network.py", REFERENCE / "upsampling.py")
BUDGET = Network(
    name="camvid", task="segmentation", weights=("network.safetensors",), parameters=5_000_000, weights_mb=20,
    seconds=600, gflops_per_image=20,
)  # fmt: skip
BATCH, CROP, RATE, WARM_UP = 8, (128, 128), 3e-3, 0.1


def main() -> int:
    """Train, hand in, measure, show; the exit status."""
    options = _options()
    torch.manual_seed(0)
    torch.set_num_threads(1)
    camvid = find_set("camvid", ROOT)
    classes = camvid.description.class_names
    began = time.process_time()
    model = _learned(list(_split(camvid, "train", options)), len(classes), options.steps)
    spent = time.process_time() - began
    test = list(_split(camvid, options.split, options))
    with tempfile.TemporaryDirectory() as folder:
        found = _handed_in(model, test, classes, Path(folder))
    bare = _iou(_bare(model, test, len(classes)))
    _show(found, bare, options, spent)
    if options.json:
        figures = {"mean_iou": found.mean_iou, "pixel_accuracy": found.pixel_accuracy, "bare": bare.tolist()}
        figures |= {"iou": dict(found.iou_per_class), "images": len(found.images), "steps": options.steps}
        options.json.write_text(json.dumps(figures, indent=1) + "\n")
    return 0


def _handed_in(
    model: nn.Module, images: Sequence[LabelledImage], classes: tuple[str, ...], folder: Path
) -> SegmentationEvaluation:
    """What the harness makes of it: weights in a file, code in a candidate, budgets, metrics."""
    path = folder / BUDGET.weights[0]
    save_file({name: value.contiguous() for name, value in model.state_dict().items()}, path)
    data = path.read_bytes()
    weights = Weights(name=path.name, path=path, size=len(data), sha256=hashlib.sha256(data).hexdigest())
    sources = {file.stem: SourceFile(module=file.stem, origin=file.name, text=file.read_text()) for file in FILES}
    split = LabelledSplit(images=images, classes=classes, ignore=IGNORE)
    with for_grading(("numpy", "torch", "safetensors")) as sandbox:
        found = evaluate(lambda bounds: sandbox.start(sources, bounds), BUDGET, weights, split, "cpu")
    assert isinstance(found, SegmentationEvaluation)
    return found


def _learned(images: Sequence[LabelledImage], classes: int, steps: int) -> nn.Module:
    model = _built(classes)
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=WARM_UP)
    for pixels, labels in islice(_batches(images), steps):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(pixels), labels, ignore_index=IGNORE)
        loss.backward()
        optimizer.step()
        schedule.step()
    return model.eval()


def _built(classes: int) -> nn.Module:
    """By the files that are handed in."""
    sys.path.append(str(REFERENCE))
    spec = importlib.util.spec_from_file_location("network", FILES[0])
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    model: nn.Module = module.build_model(classes)
    return model.train()


def _batches(images: Sequence[LabelledImage]) -> Iterator[tuple[Tensor, Tensor]]:
    """Windows of images chosen at random, half of them mirrored, in another light; without end."""
    while True:
        pairs = [_window(images[int(number)]) for number in torch.randint(len(images), (BATCH,))]
        yield torch.stack([pixels for pixels, _ in pairs]), torch.stack([labels for _, labels in pairs])


def _window(each: LabelledImage) -> tuple[Tensor, Tensor]:
    (height, width), (rows, columns) = each.labels.shape, CROP
    top, left = (int(torch.randint(most + 1, ())) for most in (height - rows, width - columns))
    window = slice(top, top + rows), slice(left, left + columns)
    pixels, labels = each.image[:, *window].float() / 255, each.labels[window].long()
    if torch.rand(()) < 0.5:
        pixels, labels = pixels.flip(-1), labels.flip(-1)
    return (pixels * torch.empty(()).uniform_(0.7, 1.3)).clamp(0, 1), labels


@torch.inference_mode()
def _bare(model: nn.Module, images: Sequence[LabelledImage], classes: int) -> Tensor:
    """Pixel counts (K, K) by a loop of our own, image by image; rows are true classes."""
    counts = torch.zeros(classes * classes, dtype=torch.int64)
    for each in images:
        predicted = model(each.image[None].float() / 255).argmax(1)[0]
        counted = each.labels != IGNORE
        counts += torch.bincount(each.labels[counted].long() * classes + predicted[counted], minlength=classes**2)
    return counts.reshape(classes, classes)


def _iou(counts: Tensor) -> Tensor:
    """Of each class; NaN for one that is neither there nor predicted."""
    both = counts.diagonal()
    return both / (counts.sum(0) + counts.sum(1) - both)


def _show(found: SegmentationEvaluation, bare: Tensor, options: argparse.Namespace, spent: float) -> None:
    table = Table("class", "IoU", "bare loop")
    for (name, iou), other in zip(found.iou_per_class.items(), bare.tolist(), strict=True):
        table.add_row(name, f"{iou:.3f}", f"{other:.3f}")
    table.add_section()
    table.add_row("mean", f"{found.mean_iou:.3f}", f"{bare.nanmean().item():.3f}")
    Console(width=None if sys.stdout.isatty() else 100).print(
        table,
        f"{options.steps} steps of {BATCH} windows, {spent:.0f} s of processor time with loading; "
        f"{found.parameters:,} parameters, {found.gflops_per_image:.2f} GFLOP for an image; pixel accuracy "
        f"{found.pixel_accuracy:.3f}; {len(found.images)} images of {options.split}, "
        f"{1000 * found.seconds_per_image:.0f} ms each; {found.changed:.3%} of the pixels changed in other company",
    )


def _split(camvid: DataSet, name: str, options: argparse.Namespace) -> Sequence[LabelledImage]:
    images = camvid.split(name, root=options.root)
    return images[: options.images] if options.images else images


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--root", type=Path, required=True, metavar="DIR", help="with train, val and test")
    parser.add_argument("--steps", type=int, default=800, help="of training (%(default)s)")
    parser.add_argument("--images", type=int, help="of each split; default: all")
    parser.add_argument("--split", default="test", help="to measure on (%(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="store all figures there")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
