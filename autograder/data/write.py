"""A set as files that any program reads: PNG images, PNG labels in colours or a CSV of keypoints, ``dataset.toml``."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
from PIL import Image

from autograder.data.checksum import Checksum
from autograder.data.description import DATASET_FILE, Description
from autograder.data.keypoints import KeypointImage
from autograder.data.labelled import IGNORE
from autograder.data.lazy import SetItem
from autograder.data.points import as_row, header
from autograder.data.whole import whole_folder
from autograder.errors import DataError

VOID_COLOUR = (255, 255, 255)
_IMAGES, _LABELS, _POINTS = "images", "labels", "keypoints.csv"  # in the folder of a split


def write_set(
    description: Description,
    splits: Mapping[str, Sequence[SetItem]],
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
    sums: dict[str, str] = {}
    with whole_folder(target) as folder:
        for name, items in splits.items():
            total = Checksum()
            with _open_split(description, folder / name) as write:
                for item in items:
                    write(item)
                    total.add(item)
                    if report is not None:
                        report(name)
            sums[name] = total.hex()
            _require_known(description, name, len(items), sums[name])
        (folder / DATASET_FILE).write_text(as_files(description, sums), encoding="utf-8")


@contextmanager
def _open_split(description: Description, folder: Path) -> Iterator[Callable[[SetItem], None]]:
    """A function that writes an image and what belongs to it into the folder of a split."""
    images, labels, palette = folder / _IMAGES, folder / _LABELS, label_palette(description)
    images.mkdir(parents=True)
    with ExitStack() as stack:
        if description.keypoints:
            file = stack.enter_context((folder / _POINTS).open("w", encoding="utf-8", newline=""))
            table = csv.writer(file, lineterminator="\n")
            table.writerow(header(len(description.keypoints)))
        else:
            labels.mkdir()

        def write(item: SetItem) -> None:
            name = f"{item.name}.png"
            Image.fromarray(item.image.permute(1, 2, 0).numpy()).save(images / name)
            if isinstance(item, KeypointImage):
                table.writerow(as_row(name, item))
            else:
                picture = Image.fromarray(item.labels.numpy())
                picture.putpalette(palette)
                picture.save(labels / name)

        yield write


def label_palette(description: Description) -> bytes:
    """256 RGB colours, by label."""
    colours = np.zeros((256, 3), dtype=np.uint8)
    colours[: len(description.classes)] = np.array(description.palette, dtype=np.uint8).reshape(-1, 3)
    colours[IGNORE] = VOID_COLOUR
    return colours.tobytes()


def as_files(description: Description, sums: Mapping[str, str]) -> str:
    """The ``dataset.toml`` of what was written, split → checksum: the same set in files. No seed is in it."""
    lines = [f"{key} = {_quoted(getattr(description, key))}" for key in ("name", "title")]
    if description.keypoints:
        lines += ['kind = "points"']
    else:
        lines += ['kind = "folders"', f"ignore = {description.ignore}", f"void = [{IGNORE}]"]
    lines += [f"{key} = {_quoted(getattr(description, key))}" for key in ("source", "licence", "citation")]
    for each in description.classes:
        lines += ["", "[[classes]]", f"name = {_quoted(each.name)}", f"colour = {_quoted(each.colour)}"]
    for point in description.keypoints:
        lines += ["", "[[keypoints]]", f"name = {_quoted(point.name)}"]
        lines += [f"mirror = {_quoted(point.mirror)}"] if point.mirror else []
    key, place = ("points", _POINTS) if description.keypoints else ("labels", _LABELS)
    for name, total in sums.items():
        files = [f'images = "{name}/{_IMAGES}"', f'{key} = "{name}/{place}"']
        lines += ["", f"[splits.{name}]", *files, f'sha256 = "{total}"']
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
