"""How near does the reference's heatmap network come to 68 points of real faces? README.md says what is compared.

python benchmarks/faces.py --root DIR
python benchmarks/faces.py --root DIR --steps 12 --images 3    # does it run? The figures mean little
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import torch
from rich.console import Console
from rich.progress import track
from rich.table import Table
from safetensors.torch import save

from autograder.data.catalogue import find_set
from autograder.data.keypoints import KeypointImage
from autograder.evaluation import KeypointEvaluation, PointedSplit, evaluate
from autograder.networks import Network
from autograder.records import SourceFile, Weights
from autograder.sandbox.choose import for_grading

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "solutions" / "keypoints"
sys.path.insert(0, str(REFERENCE))

from augmentation import hflip, rotate  # noqa: E402
from heatmap_network import build_heatmap_network, decode  # noqa: E402
from heatmaps import make_heatmaps  # noqa: E402
from losses import heatmap_cross_entropy  # noqa: E402

BATCH, RATE, TURN = 16, 4e-3, 15.0
STRIDE, SIGMA = 4, 4.0  # pixels
ALPHAS = (0.05, 0.1)
NETWORK = Network(
    name="faces",
    task="heatmaps",
    module="heatmap_network",
    function="build_heatmap_network",
    weights=("faces.safetensors",),
    decode="heatmap_network.decode",
    seconds=600,
)


def main() -> None:
    """Train, grade as a hand-in is graded, show."""
    options = _options()
    torch.manual_seed(0)
    torch.set_num_threads(1)
    found = find_set("faces-68", ROOT)
    names, pairs = found.description.keypoint_names, found.description.pairs
    train, test = (list(found.split(name, root=options.root))[: options.images] for name in ("train", "test"))
    began = time.process_time()
    network = _trained(train, pairs, options.steps)
    seconds = time.process_time() - began
    table = Table(
        "", "mean pixel error", "bare loop", "NME", *(f"PCK at {alpha}" for alpha in ALPHAS), "left for right"
    )
    figures: dict[str, object] = {"images": len(train), "steps": options.steps, "processor_seconds": round(seconds)}
    split = partial(PointedSplit, seed=0, names=names, pairs=pairs, reference="box diagonal")
    for name, images in (("train", train[: len(test)]), ("test", test)):
        measured = _graded(network, split(images=images))
        bare_px = _bare_px(network, images)
        figures[name] = {**measured.measures, "bare_px": bare_px}
        _add(table, name, measured, bare_px)
    Console().print(f"{len(train)} faces, {options.steps} steps of {BATCH}, {seconds:.0f} s of one core", table)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n")


def _trained(train: list[KeypointImage], pairs: tuple[tuple[int, int], ...], steps: int) -> torch.nn.Module:
    images, points, visible = (
        torch.stack([getattr(face, name) for face in train]) for name in ("image", "points_px", "visible")
    )
    model = build_heatmap_network(points.shape[1])
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    for _ in track(range(steps), "training"):
        chosen = torch.randint(len(images), (BATCH,))
        x, target, seen = images[chosen].float() / 255, points[chosen], visible[chosen]
        if torch.rand(()) < 0.5:
            x, target, seen = hflip(x, target, seen, pairs)
        x, target, seen = rotate(x, target, seen, float(torch.empty(()).uniform_(-TURN, TURN)))
        scores = model(x)
        maps = make_heatmaps(target, (scores.shape[2], scores.shape[3]), SIGMA, seen, stride=STRIDE)
        loss = heatmap_cross_entropy(scores, maps, torch.nn.functional.pad(seen, (0, 1), value=True))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return model


def _graded(network: torch.nn.Module, split: PointedSplit) -> KeypointEvaluation:
    """In a candidate, as `autograder grade` does it."""
    sources = {
        path.stem: SourceFile(module=path.stem, origin=path.name, text=path.read_text(encoding="utf-8"))
        for path in (REFERENCE / "heatmap_network.py", REFERENCE / "losses.py")
    }
    with tempfile.TemporaryDirectory() as folder, for_grading(("numpy", "torch", "safetensors")) as sandbox:
        data, path = save(network.state_dict()), Path(folder) / NETWORK.weights[0]
        path.write_bytes(data)
        weights = Weights(name=path.name, path=path, size=len(data), sha256=hashlib.sha256(data).hexdigest())
        found = evaluate(partial(sandbox.start, sources), NETWORK, weights, split, "cpu")
    assert isinstance(found, KeypointEvaluation)
    return found


@torch.inference_mode()
def _bare_px(network: torch.nn.Module, images: list[KeypointImage]) -> float:
    """The mean distance by a loop of our own, face by face."""
    distances: list[float] = []
    for face in images:
        points = decode(network.eval()(face.image[None].float() / 255), (face.image.shape[1], face.image.shape[2]))[0]
        pairs = zip(points.tolist(), face.points_px.tolist(), face.visible.tolist(), strict=True)
        distances += [math.dist(found, right) for found, right, counts in pairs if counts]
    return sum(distances) / len(distances)


def _add(table: Table, name: str, measured: KeypointEvaluation, bare_px: float) -> None:
    shares = [f"{share:.3f}" for share in measured.pck_curve(ALPHAS)]
    error, nme = f"{measured.mean_pixel_error:.2f}", f"{measured.nme:.4f}"
    table.add_row(name, error, f"{bare_px:.2f}", nme, *shares, str(measured.confused))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--root", type=Path, required=True, metavar="DIR", help="with the splits of faces-68")
    parser.add_argument("--steps", type=int, default=1500, help="of training (%(default)s)")
    parser.add_argument("--images", type=int, help="of each split; default: all")
    parser.add_argument("--json", type=Path, metavar="FILE", help="store all figures there")
    return parser.parse_args()


if __name__ == "__main__":
    main()
