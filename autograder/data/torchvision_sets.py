"""Pascal VOC and Oxford-IIIT Pet, read by torchvision's own classes from a folder that holds them already."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PIL import Image

from autograder.data.description import Description
from autograder.data.files import require_same_size, to_image, to_labels
from autograder.data.labelled import LabelledImage
from autograder.data.lazy import LazySet
from autograder.errors import DataError

_FAILURES = (OSError, RuntimeError, ValueError, SyntaxError, Image.DecompressionBombError)


class TorchvisionSet(LazySet[LabelledImage]):
    """One part of such a set: torchvision finds the files, what is in them is held to the description.

    Raises:
        DataError: the set is not under `root`, or not whole.
    """

    def __init__(self, root: Path, part: str, description: Description) -> None:
        self._root, self._description = root, description
        try:
            self._pictures = _torchvision(description.kind, root, part)
        except _FAILURES as error:
            raise DataError(
                f"{root}: expected {description.title} ({part}), found no such set, or a broken one: {error}"
            ) from None
        super().__init__(len(self._pictures))

    def read(self, number: int) -> LabelledImage:
        """Read one image and its labels; raises `DataError`."""
        try:
            image, labels = self._pictures[number]
            place = str(getattr(labels, "filename", self._root))
            labels.load()
        except _FAILURES as error:
            raise DataError(f"{self._place(number)}: expected an image and its labels, found: {error}") from None
        pixels = to_image(image, place)
        classes = to_labels(labels, place, self._description)
        require_same_size(pixels, classes, "its image", place)
        return LabelledImage(Path(place).stem, pixels, classes)

    def _place(self, number: int) -> str:
        """The image's file, if torchvision tells; it opens images and labels itself."""
        files = getattr(self._pictures, "images", None) or getattr(self._pictures, "_images", None)
        return str(files[number]) if files else f"{self._root}, image {number}"


def _torchvision(kind: str, root: Path, part: str) -> Any:
    from torchvision import datasets  # a second or two

    if kind == "pascal-voc":
        return datasets.VOCSegmentation(root, year="2012", image_set=part)
    return datasets.OxfordIIITPet(root, split=part, target_types="segmentation")
