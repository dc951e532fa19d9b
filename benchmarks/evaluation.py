"""What does it cost to evaluate a network in a candidate, over a bare loop? README.md says what is compared.

python benchmarks/evaluation.py
python benchmarks/evaluation.py --usual-memory      # a bare loop as most are, which gives memory back
python benchmarks/evaluation.py --json figures.json
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import torch
from rates import Spread, short
from rich.console import Console
from rich.table import Table
from safetensors.torch import save

from autograder.data.keypoints import KeypointImage
from autograder.data.labelled import LabelledImage
from autograder.evaluation import LabelledSplit, PointedSplit, Split
from autograder.evaluation.asking import Asked
from autograder.evaluation.batches import Answered, Batches
from autograder.networks import Network, Task
from autograder.records import SourceFile, Weights
from autograder.sandbox import heap
from autograder.sandbox.answers import highest
from autograder.sandbox.base import Bounds
from autograder.sandbox.confine import gpu
from autograder.sandbox.linux import LinuxSandbox, confines

CLASSES = ("sky", "building", "road", "vegetation", "car", "person")
KEYPOINTS = ("left_ear", "right_ear", "left_eye", "right_eye", "nose")  # as many maps as classes, with the background
SIZE = 96
IGNORE = 255
TARGETS = {"cpu": 0.90, "cuda": 0.95}
BOUNDS = Bounds(seconds=3600, memory_mb=4096, reply_mb=64)
TEXT = """
import torch
from torch import nn


def block(inputs, outputs, stride=1):
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU())


class Net(nn.Module):
    def __init__(self, classes, width):
        super().__init__()
        self.fine = nn.Sequential(block(3, width), block(width, width))
        self.middle = nn.Sequential(block(width, 2 * width, 2), block(2 * width, 2 * width))
        self.quarter = nn.Sequential(block(2 * width, 4 * width, 2), block(4 * width, 4 * width))
        self.up = nn.Conv2d(4 * width, 2 * width, 1)
        self.upper = nn.Conv2d(2 * width, width, 1)
        self.head = nn.Conv2d(width, classes, 1)

    def forward(self, x):
        fine = self.fine(x)
        half = self.middle(fine)
        wide = nn.functional.interpolate(self.up(self.quarter(half)), half.shape[2:])
        return self.head(fine + nn.functional.interpolate(self.upper(half + wide), fine.shape[2:]))


def build_model(count):
    return Net(count + MORE, WIDTH)
"""


AnySplit = Split[Any, Any]
Answers = Callable[[torch.Tensor], torch.Tensor]


@dataclass
class Spent:
    """Seconds for all images.

    Attributes:
        wall: on the clock.
        processor: of all processes together.
    """

    wall: float = 0.0
    processor: float = 0.0


@dataclass
class Turns:
    """One entry a turn.

    Attributes:
        ours: in a candidate: sent, run, looked at, received, counted.
        bare: ``network(images.float() / 255)`` here, in the same batches, made into the same answers, nothing counted.
    """

    ours: list[Spent] = field(default_factory=list)
    bare: list[Spent] = field(default_factory=list)

    def ratio(self, of: str) -> Spread:
        """Our throughput over the bare one, by ``wall`` or ``processor`` time."""
        pairs = zip(self.ours, self.bare, strict=True)
        return Spread(tuple(getattr(bare, of) / getattr(ours, of) for ours, bare in pairs))


def main() -> int:
    """Measure, show, and store where asked for; the exit status."""
    options = _options()
    if not options.usual_memory:
        heap.keep()  # as candidates do
    out = Console(width=None if sys.stdout.isatty() else 100)
    table = Table("device", "task", "parameters", "bare, images/s", "ours over bare: wall", "processor", "target", "")
    figures: dict[str, object] = {}
    for device, target in TARGETS.items():
        if device == "cuda" and not (gpu.devices() and torch.cuda.is_available()):
            table.add_row(device, "", "", "", "", "", f"wall {target:g}", "skipped: no GPU here")
            continue
        for task, width in product(TASKS, options.widths):
            turns = _measure(device, task, width, options.images, options.turns)
            wall, processor = turns.ratio("wall"), turns.ratio("processor")
            counted = "wall" if device == "cuda" else "processor"
            verdict = "met" if turns.ratio(counted).median >= target else "MISSED"
            rate = short(Spread(tuple(options.images / spent.wall for spent in turns.bare)).median)
            name = f"{_parameters(width):,}"
            table.add_row(device, task, name, rate, str(wall), str(processor), f"{counted} {target:g}", verdict)
            figures[f"{device}, {task}, {name} parameters"] = {"wall": wall.as_json(), "processor": processor.as_json()}
    out.print(table)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n")
    return 0


def _measure(device: str, task: Task, width: int, count: int, turns: int) -> Turns:
    split, found = TASKS[task].split(count), Turns()
    asks = Network(name="bench", task=task, weights=("network.safetensors",))
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # as candidates have
    with tempfile.TemporaryDirectory() as folder, _candidates(device) as sandbox:
        weights, network = _weights(Path(folder), width), _network(width).to(device)
        candidate = sandbox.start(_hand_in(width, len(CLASSES) - split.count), BOUNDS)
        asked = Asked(candidate)
        asked.open_weights(weights.name, weights.path.read_bytes(), device)
        asked.build(asks, split.count)
        for turn in range(turns + 1):
            ours, bare = _turn(asked, split, lambda images: TASKS[task].answer(network(images)), device)
            if turn:  # the first one warms up
                found.ours.append(ours)
                found.bare.append(bare)
        candidate.close()
    torch.set_num_threads(threads)
    return found


def _turn(asked: Asked, split: AnySplit, answer_to: Answers, device: str) -> tuple[Spent, Spent]:
    """Ours and bare, batch by batch so that noise hits both alike."""
    ours, bare = Spent(), Spent()
    answers = _counted(Batches(asked, split))
    while True:
        with _added(ours, asked):
            answer = next(answers, None)
        if answer is None:
            return ours, bare
        with _added(bare, asked):
            expected = _bare(answer_to, answer, device)
        _require_equal(split, answer, expected)


@contextmanager
def _added(spent: Spent, asked: Asked) -> Iterator[None]:
    """Add what passes meanwhile."""
    wall, processor = time.perf_counter(), _processor_seconds(asked)
    yield
    spent.wall += time.perf_counter() - wall
    spent.processor += _processor_seconds(asked) - processor


def _processor_seconds(asked: Asked) -> float:
    return time.process_time() + (asked.candidate.processor_seconds() or 0.0)


def _counted(batches: Batches[Any, Any]) -> Iterator[Answered[Any]]:
    """The answers, each counted as an evaluation does."""
    for some in batches.run(range(len(batches.split))):
        for item, answer in zip(some.items, some.answers, strict=True):
            batches.split.result(item, answer, 0.0)
        yield some


def _bare(answer_to: Answers, some: Answered[Any], device: str) -> torch.Tensor:
    with torch.inference_mode():
        images = torch.stack([item.image for item in some.items])
        return answer_to(images.to(device).float() / 255).cpu()


def _require_equal(split: AnySplit, some: Answered[Any], expected: torch.Tensor) -> None:
    for own, bare in zip(some.answers, expected, strict=True):
        differing, places = split.differing(own, bare)
        if differing > max(1, 1e-3 * places):
            raise SystemExit(f"Beside the bare loop, {split.in_words(differing, places)} in the candidate.")


def _candidates(device: str) -> LinuxSandbox:
    sandbox = LinuxSandbox(("numpy", "torch", "safetensors"), for_gpu=device == "cuda")
    if not confines(sandbox.isolation):
        raise SystemExit(f"Candidates cannot be confined here: {dict(sandbox.isolation.missing)}")
    return sandbox


def _labelled(count: int) -> AnySplit:
    generator = torch.Generator().manual_seed(0)
    labels = torch.randint(0, len(CLASSES), (count, SIZE, SIZE), dtype=torch.uint8, generator=generator)
    images = [LabelledImage(f"{n}", *both) for n, both in enumerate(zip(_pixels(count), labels, strict=True))]
    return LabelledSplit(images=images, classes=CLASSES, ignore=IGNORE)


def _pointed(count: int) -> AnySplit:
    points = SIZE * torch.rand(count, len(KEYPOINTS), 2, generator=torch.Generator().manual_seed(0))
    visible = torch.ones(len(KEYPOINTS), dtype=torch.bool)
    images = [KeypointImage(f"{n}", *both, visible) for n, both in enumerate(zip(_pixels(count), points, strict=True))]
    return PointedSplit(images=images, names=KEYPOINTS, pairs=((0, 1), (2, 3)), reference="image diagonal")


def _pixels(count: int) -> torch.Tensor:
    generator = torch.Generator().manual_seed(1)
    return torch.randint(0, 256, (count, 3, SIZE, SIZE), dtype=torch.uint8, generator=generator)


@dataclass(frozen=True)
class Kind:
    """Images of a task, and what makes answers of the network's output in the bare loop."""

    split: Callable[[int], AnySplit]
    answer: Answers


TASKS: dict[Task, Kind] = {
    "segmentation": Kind(_labelled, lambda scores: scores.argmax(1).to(torch.uint8)),
    "heatmaps": Kind(_pointed, lambda maps: highest(maps[:, :-1], (SIZE, SIZE))),
}


def _text(width: int, more: int = 0) -> str:
    return TEXT.replace("WIDTH", str(width)).replace("MORE", str(more))


def _hand_in(width: int, more: int) -> dict[str, SourceFile]:
    """A network for so many more maps than it is built for."""
    return {"network": SourceFile(module="network", origin="network.py", text=_text(width, more))}


def _network(width: int) -> torch.nn.Module:
    scope: dict[str, object] = {}
    exec(_text(width), scope)
    torch.manual_seed(0)
    network: torch.nn.Module = scope["build_model"](len(CLASSES))  # type: ignore[operator]
    return network.eval()


def _parameters(width: int) -> int:
    return sum(parameter.numel() for parameter in _network(width).parameters())


def _weights(folder: Path, width: int) -> Weights:
    name = "network.safetensors"
    data = save(_network(width).state_dict())
    (folder / name).write_bytes(data)
    return Weights(name=name, path=folder / name, size=len(data), sha256=hashlib.sha256(data).hexdigest())


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", type=Path, metavar="FILE", help="store all figures there")
    parser.add_argument(
        "--usual-memory", action="store_true", help="the bare loop does not keep the memory that it frees"
    )
    parser.add_argument("--images", type=int, default=128, help="of 96 × 96 pixels (%(default)s)")
    parser.add_argument("--turns", type=int, default=7, help="of each kind (%(default)s)")
    parser.add_argument("--widths", type=int, nargs="+", default=[8, 32], help="channels of the network (%(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
