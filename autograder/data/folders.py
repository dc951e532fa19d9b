"""A folder of images and a folder of labels, paired by name: how CamVid is often passed on, and what `make` writes."""

from __future__ import annotations

from pathlib import Path

from autograder.data.description import Description
from autograder.data.files import read_pair
from autograder.data.labelled import LabelledImage
from autograder.data.lazy import LazySet
from autograder.errors import DataError

_ENDINGS = {".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".ppm", ".pgm", ".webp"}  # in any case
_SHOWN = 3  # names in a message


class FolderSet(LazySet[LabelledImage]):
    """Images in `images`, labels in `labels`, in the order of their names.

    Raises:
        DataError: a folder is missing or empty, or an image has no labels, or labels have no image.
    """

    def __init__(self, images: Path, labels: Path, description: Description) -> None:
        self._description = description
        self._pairs = _pairs(pictures(images), pictures(labels), images, labels)
        super().__init__(len(self._pairs))

    def read(self, number: int) -> LabelledImage:
        """Read both files; raises `DataError`."""
        name, image, labels = self._pairs[number]
        return read_pair(name, image, labels, self._description)


def pictures(folder: Path) -> dict[str, Path]:
    """Name without its ending → file."""
    if not folder.is_dir():
        raise DataError(f"{folder}: no such folder")
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in _ENDINGS or path.name.startswith("."):
            continue
        if path.stem in found:
            raise DataError(f"{path}: expected one file of that name, found {found[path.stem].name} too")
        found[path.stem] = path
    if not found:
        raise DataError(f"{folder}: expected images ({', '.join(sorted(_ENDINGS))}), found none")
    return found


def _pairs(images: dict[str, Path], labels: dict[str, Path], image_folder: Path, label_folder: Path) -> list[
    tuple[str, Path, Path]
]:  # fmt: skip
    _require_partners(images, labels, "labels", label_folder)
    _require_partners(labels, images, "an image", image_folder)
    return [(name, images[name], labels[name]) for name in sorted(images)]


def _require_partners(these: dict[str, Path], others: dict[str, Path], what: str, folder: Path) -> None:
    alone = sorted(these.keys() - others.keys())
    if alone:
        more = f" and {len(alone) - _SHOWN} more" if len(alone) > _SHOWN else ""
        names = ", ".join(these[name].name for name in alone[:_SHOWN])
        raise DataError(f"{folder}: expected {what} of the same name for {names}{more}, found none")
