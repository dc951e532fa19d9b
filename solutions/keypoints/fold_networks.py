"""Write the weights of the alternate `folded_networks`: the reference's, batch normalisation multiplied in,
as float16.

python solutions/keypoints/fold_networks.py, after each training of the reference.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn.utils import fuse_conv_bn_eval

from autograder.data import cats

HERE = Path(__file__).parent
ALTERNATE = HERE / "alternates" / "folded_networks"


def main() -> None:
    """Fold both networks."""
    for module, function in (("regression", "build_regressor"), ("heatmap_network", "build_heatmap_network")):
        reference, folded = (_built(folder, module, function) for folder in (HERE, ALTERNATE))
        reference.load_state_dict(load_file(HERE / f"{module}.safetensors"))
        convolutions = list(_folded(list(_leaves(reference))))
        for target, source in zip(_with_weights(_leaves(folded)), convolutions, strict=True):
            target.load_state_dict(source.state_dict())
        _require_equal(reference.eval(), folded.eval())
        torch.save({name: value.half() for name, value in folded.state_dict().items()}, ALTERNATE / f"{module}.pt")


def _built(folder: Path, module: str, function: str) -> nn.Module:
    sys.path.insert(0, str(folder))
    for name in ("regression", "heatmap_network"):
        sys.modules.pop(name, None)
    model: nn.Module = getattr(importlib.import_module(module), function)(len(cats.KEYPOINTS))
    sys.path.remove(str(folder))
    return model


def _leaves(model: nn.Module) -> Iterator[nn.Module]:
    """Layers in the order in which both networks list them: on the way up, rise and merge take turns."""
    if hasattr(model, "rise"):
        parts = [model.quarter, model.eighth, model.sixteenth]
        parts += [part for level in zip(model.rise, model.merge, strict=True) for part in level]
        parts.append(model.scores)
    else:
        parts = [model]
    for part in parts:
        yield from (layer for layer in part.modules() if not list(layer.children()))


def _folded(leaves: Sequence[nn.Module]) -> Iterator[nn.Module]:
    for layer, following in zip(leaves, [*leaves[1:], None], strict=True):
        if isinstance(layer, nn.Conv2d) and isinstance(following, nn.BatchNorm2d):
            yield fuse_conv_bn_eval(layer.eval(), following.eval())
        elif isinstance(layer, (nn.Conv2d, nn.Linear)):
            yield layer


def _with_weights(leaves: Iterator[nn.Module]) -> Iterator[nn.Module]:
    return (layer for layer in leaves if isinstance(layer, (nn.Conv2d, nn.Linear)))


@torch.no_grad()
def _require_equal(one: nn.Module, other: nn.Module) -> None:
    images = torch.stack([cat.image for cat in cats.make(8, "val")]).float() / 255
    torch.testing.assert_close(one(images), other(images), rtol=1e-3, atol=1e-2)


if __name__ == "__main__":
    main()
