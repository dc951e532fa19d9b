"""Write the weights of the cheats that have some; all are small, whatever they claim to hold.

python solutions/segmentation/cheats/_weights.py
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor
from torch.nn.functional import adaptive_avg_pool2d, one_hot

from autograder.data import scenes
from autograder.data.labelled import IGNORE
from autograder.exam.seeds import generator

HERE = Path(__file__).parent
CLASSES = len(scenes.CLASSES)
LEARNED_FROM = 300  # scenes of `train`
OF_VAL, BY_HEART = 300, 12  # as tests/segmentation/test_public_evaluation.py draws them
CELLS = 24  # of the mean, along each side


class Code:
    """A pickle that would run this where it is opened carelessly."""

    TEXT = "import autograder.metrics as m; m.mean_iou = m.pixel_accuracy = lambda *_: 1.0"

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return exec, (self.TEXT,)


def main() -> None:
    """Write them all."""
    torch.save({"shares": Code()}, HERE / "weights_run_code" / "network.pt")
    endless = torch.zeros(1).expand(3_000, 2_000)  # one number in the file, six million in the network
    torch.save({"table": endless}, HERE / "weights_without_end" / "network.pt")
    save_file(by_heart(), HERE / "public_scenes_by_heart" / "network.safetensors")
    save_file({"shares": mean_labels()}, HERE / "mean_of_the_labels" / "network.safetensors")


def by_heart() -> dict[str, Tensor]:
    """The scenes that the public check draws, sixteen colours of each, and their labels."""
    rng = generator(None, "segmentation", "streets (public)")
    val = scenes.make(OF_VAL, "val")
    known = [val[int(number)] for number in rng.choice(OF_VAL, BY_HEART, replace=False)]
    images = torch.stack([scene.image for scene in known]).float() / 255
    return {"keys": adaptive_avg_pool2d(images, 4).flatten(1), "labels": torch.stack([s.labels for s in known])}


def mean_labels() -> Tensor:
    """How often each class is seen at each place, (K, CELLS, CELLS)."""
    labels = torch.stack([scene.labels for scene in scenes.make(LEARNED_FROM, "train")])
    counts = labels != IGNORE
    seen = one_hot(labels.long().where(counts, 0), CLASSES).movedim(-1, 1) * counts[:, None]
    return adaptive_avg_pool2d(seen.float().mean(0), CELLS)


if __name__ == "__main__":
    main()
