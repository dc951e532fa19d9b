"""How fast is the confusion matrix? Side by side with torchmetrics. README.md says what is compared.

python benchmarks/metrics.py
python benchmarks/metrics.py --json figures.json
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import torch
from rates import Spread, short
from rich.console import Console
from rich.table import Table
from torch import Tensor
from torchmetrics.functional.classification import multiclass_confusion_matrix

from autograder.metrics import confusion_matrix

IMAGES, SIDE, CLASSES, IGNORE = 16, 512, 21, 255
REGION = 16  # pixels, the side of a square of one label
THREADS = 2
GPU_IMAGES = 1024
Compute = Callable[[Tensor, Tensor], Tensor]


def ours(pred: Tensor, target: Tensor) -> Tensor:
    return confusion_matrix(pred, target, CLASSES, IGNORE)


def torchmetrics(pred: Tensor, target: Tensor) -> Tensor:
    return multiclass_confusion_matrix(pred, target, CLASSES, ignore_index=IGNORE)


def torchmetrics_unchecked(pred: Tensor, target: Tensor) -> Tensor:
    return multiclass_confusion_matrix(pred, target, CLASSES, ignore_index=IGNORE, validate_args=False)


SIDES: dict[str, Compute] = {
    "ours": ours,
    "torchmetrics": torchmetrics,
    "unchecked torchmetrics": torchmetrics_unchecked,
}


def main() -> int:
    """Measure, show, and store where asked for; the exit status."""
    options = _options()
    torch.set_num_threads(THREADS)
    out = Console(width=None if sys.stdout.isatty() else 100)
    table = Table("labels", *(f"{name}, ms" for name in SIDES))
    figures: dict[str, object] = {}
    targets = Table("figure", "median", "target", "")
    for name, (pred, target) in _label_maps():
        times = _side_by_side(pred, target, options.repetitions)
        table.add_row(name, *(str(times[side]) for side in SIDES))
        for side in list(SIDES)[1:]:
            figures[f"{name}, rate over {side}"] = times[side].over(times["ours"]).as_json()
        ratio = times["torchmetrics"].over(times["ours"])
        targets.add_row(f"{name}: rate over torchmetrics", str(ratio), "at least 15", _verdict(ratio.median, 15))
        figures[f"{name}, ms"] = {side: spread.as_json() for side, spread in times.items()}
    figures["share of the GPU's bandwidth"] = share = _share_of_bandwidth(options.repetitions)
    reached, verdict = ("", "skipped: no CUDA device") if share is None else (short(share), _verdict(share, 0.5))
    targets.add_row("GPU, uint8: share of its memory bandwidth", reached, "at least 0.5", verdict)
    out.print(table)
    out.print(targets)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n")
    return 0


def _label_maps() -> Iterator[tuple[str, tuple[Tensor, Tensor]]]:
    """Prediction and target: each pixel by chance, or in squares of one label, which real label maps are more like."""
    random = torch.Generator().manual_seed(5)
    for name, side in (("pixels", SIDE), ("regions", SIDE // REGION)):
        pred, target = torch.randint(CLASSES, (2, IMAGES, side, side), generator=random)
        target[torch.rand(target.shape, generator=random) < 0.05] = IGNORE
        both = torch.stack((pred, target)).repeat_interleave(SIDE // side, -1).repeat_interleave(SIDE // side, -2)
        for dtype in (torch.int64, torch.uint8):
            pred, target = both.to(dtype)
            yield f"{name}, {str(dtype).removeprefix('torch.')}", (pred, target)


def _side_by_side(pred: Tensor, target: Tensor, repetitions: int) -> dict[str, Spread]:
    """Milliseconds of each side, turn by turn, so that noise hits all alike. All must count the same."""
    expected = ours(pred, target)
    for name, side in SIDES.items():
        if not torch.equal(side(pred, target), expected):
            raise SystemExit(f"{name} counts differently.")
    times: dict[str, list[float]] = {name: [] for name in SIDES}
    for _ in range(repetitions):
        for name, side in SIDES.items():
            times[name].append(_milliseconds(lambda side=side: side(pred, target)))
    return {name: Spread(tuple(values)) for name, values in times.items()}


def _share_of_bandwidth(repetitions: int) -> float | None:
    """Bytes of labels counted a second, over the bytes that a copy on the same GPU reads and writes a second."""
    if not torch.cuda.is_available():
        return None
    shape = (GPU_IMAGES, SIDE, SIDE)
    pred, target = torch.randint(CLASSES, (2, *shape), dtype=torch.uint8, device="cuda")
    read = pred.nbytes + target.nbytes
    rates = []
    for compute, moved in ((lambda: ours(pred, target), read), (lambda: (pred.clone(), target.clone()), 2 * read)):
        compute()
        rates.append(moved / Spread(tuple(_milliseconds(compute) for _ in range(repetitions))).median)
    return rates[0] / rates[1]


def _milliseconds(compute: Callable[[], object]) -> float:
    begin = time.perf_counter()
    compute()
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return 1e3 * (time.perf_counter() - begin)


def _verdict(value: float, target: float) -> str:
    return "met" if value >= target else "MISSED"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", type=Path, metavar="FILE", help="store all figures there")
    parser.add_argument("--repetitions", type=int, default=9, help="(%(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
