"""Write the weights of the cheats.

python solutions/keypoints/cheats/_weights.py
"""

from __future__ import annotations

import pickle
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor
from torch.nn.functional import adaptive_avg_pool2d

from autograder.data import cats

HERE = Path(__file__).parent
LEARNED_FROM, OF_VAL = 288, 12  # cats of `train`, and those of `val` that the public checks show
SIDE = 12  # of the thumbnails that are remembered
NETWORKS = ("regression", "heatmap_network")


class Program:
    """A pickle that does something where it is opened."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return print, ("a pickle was opened",)


def main() -> None:
    """Write them all."""
    mean, memory = mean_face(), by_heart()
    for name in NETWORKS:
        save_file({"points": mean}, HERE / "the_mean_face" / f"{name}.safetensors")
        save_file({"points": mean}, HERE / "another_answer_each_time" / f"{name}.safetensors")
        save_file(memory, HERE / "remembers_public_cats" / f"{name}.safetensors")
    save_file({"points": torch.zeros(5, 2)}, HERE / "looks_for_the_points" / "regression.safetensors")
    save_file({"level": torch.zeros(6)}, HERE / "looks_for_the_points" / "heatmap_network.safetensors")
    torch.save({"points": Program()}, HERE / "pickled_weights" / "regression.pt")
    program = torch.tensor(list(pickle.dumps(Program(), protocol=4)), dtype=torch.uint8)
    save_file({"program": program}, HERE / "pickled_weights" / "heatmap_network.safetensors")


def mean_face() -> Tensor:
    """Where the points of public cats are on average, float32 (K, 2)."""
    _, points, visible = _public()
    return torch.where(visible[..., None], points, 0).sum(dim=0) / visible.sum(dim=0)[:, None]


def by_heart() -> dict[str, Tensor]:
    """Thumbnails of public cats, and their points; one that is not known is where it is on average."""
    images, points, _ = _public()
    looks = adaptive_avg_pool2d(images.float() / 255, SIDE).flatten(1)
    return {"looks": looks.half(), "points": torch.where(points.isnan(), mean_face(), points).flatten(1).half()}


def _public() -> tuple[Tensor, Tensor, Tensor]:
    drawn = [*cats.make(LEARNED_FROM, "train"), *cats.make(OF_VAL, "val")]
    images, points, visible = (
        torch.stack([getattr(cat, part) for cat in drawn]) for part in ("image", "points_px", "visible")
    )
    return images, points, visible


if __name__ == "__main__":
    main()
