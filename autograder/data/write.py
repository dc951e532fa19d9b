"""A set as PNG files that any program reads: images, labels in the colours of their classes, and a ``dataset.toml``."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from autograder.data.checksum import Checksum
from autograder.data.description import DATASET_FILE, Description
from autograder.data.labelled import IGNORE, LabelledImage
from autograder.data.whole import whole_folder
from autograder.errors import DataError

VOID_COLOUR = (255, 255, 255)


def write_set(
    description: Description,
    splits: Mapping[str, Sequence[LabelledImage]],
    target: Path,
    report: Callable[[str], object] | None = None,
) -> None:
    """Write `splits` into the folder `target`: whole, or not at all.

    What a split is known to be (``sha256``) is held against what was made, if it is all there.

    Args:
        report: called with the split's name after each image.

    Raises:
        DataError: `target` is in use or cannot be written, or other pixels were made than the checksum says.
    """
    palette = label_palette(description)
    sums: dict[str, str] = {}
    with whole_folder(target) as folder:
        for name, items in splits.items():
            images, labels = folder / name / "images", folder / name / "labels"
            images.mkdir(parents=True)
            labels.mkdir()
            total = Checksum()
            for item in items:
                Image.fromarray(item.image.permute(1, 2, 0).numpy()).save(images / f"{item.name}.png")
                picture = Image.fromarray(item.labels.numpy())
                picture.putpalette(palette)
                picture.save(labels / f"{item.name}.png")
                total.add(item)
                if report is not None:
                    report(name)
            sums[name] = total.hex()
            _require_known(description, name, len(items), sums[name])
        (folder / DATASET_FILE).write_text(as_folders(description, sums), encoding="utf-8")


def label_palette(description: Description) -> bytes:
    """256 RGB colours, by label."""
    colours = np.zeros((256, 3), dtype=np.uint8)
    colours[: len(description.classes)] = description.palette
    colours[IGNORE] = VOID_COLOUR
    return colours.tobytes()


def as_folders(description: Description, sums: Mapping[str, str]) -> str:
    """The ``dataset.toml`` of what was written: the same classes, in folders; split → checksum. No seed is in it."""
    lines = [
        f"name = {_quoted(description.name)}",
        f"title = {_quoted(description.title)}",
        'kind = "folders"',
        f"ignore = {description.ignore}",
        f"void = [{IGNORE}]",
        f"source = {_quoted(description.source)}",
        f"licence = {_quoted(description.licence)}",
        f"citation = {_quoted(description.citation)}",
    ]
    for each in description.classes:
        lines += ["", "[[classes]]", f"name = {_quoted(each.name)}", f"colour = {_quoted(each.colour)}"]
    for name, total in sums.items():
        folders = [f'images = "{name}/images"', f'labels = "{name}/labels"']
        lines += ["", f"[splits.{name}]", *folders, f'sha256 = "{total}"']
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A TOML string: JSON's escapes are TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _require_known(description: Description, name: str, count: int, found: str) -> None:
    split = description.splits[name]
    if split.sha256 is not None and count == split.count and found != split.sha256:
        raise DataError(
            f"{description.name}, split {name}: expected pixels with SHA-256 {split.sha256}, made {found}: "
            "this version of autograder draws another edition of the set than its dataset.toml describes"
        )
