"""CelebA, aligned and cropped, with five landmarks, read by torchvision from a folder that holds it already."""

from __future__ import annotations

from pathlib import Path

import torch

from autograder.data.description import Description
from autograder.data.files import opened, to_image
from autograder.data.keypoints import KeypointImage
from autograder.data.lazy import LazySet
from autograder.errors import DataError

_LANDMARKS = 5  # their columns: eye, eye, nose, corner of the mouth, corner of the mouth; the picture's left one first
_FILES = (
    "identity_CelebA",
    "list_attr_celeba",
    "list_bbox_celeba",
    "list_eval_partition",
    "list_landmarks_align_celeba",
)


class CelebaSet(LazySet[KeypointImage]):
    """One part of CelebA, as its file of partitions says: ``train``, ``valid`` or ``test``.

    Raises:
        DataError: the set is not under `root`, not whole, or described with other than five keypoints.
    """

    def __init__(self, root: Path, part: str, description: Description) -> None:
        from torchvision.datasets import CelebA  # a second or two

        if len(description.keypoints) != _LANDMARKS:
            raise DataError(f"{description.name}: keypoints: expected {_LANDMARKS}, found {len(description.keypoints)}")
        try:
            found = CelebA(root, split=part, target_type="landmarks", download=False)
        except (OSError, RuntimeError, ValueError) as error:
            raise DataError(
                f"{root}: expected {description.title} ({part}), in celeba/ the folder img_align_celeba and the files "
                f"{', '.join(f'{name}.txt' for name in _FILES)}, found no such set, or a broken one: {error}"
            ) from None
        self._images = [root / found.base_folder / "img_align_celeba" / name for name in found.filename]
        self._points_px = found.landmarks_align.double().sub(description.first_pixel).float().reshape(-1, _LANDMARKS, 2)
        super().__init__(len(self._images))

    def read(self, number: int) -> KeypointImage:
        """Read one image; raises `DataError`."""
        path = self._images[number]
        with opened(path) as picture:
            image = to_image(picture, str(path))
        visible = torch.ones(_LANDMARKS, dtype=torch.bool)
        return KeypointImage(path.stem, image, self._points_px[number].clone(), visible)
