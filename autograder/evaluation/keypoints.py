"""A place for each keypoint: what is asked, and what is counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal, get_args

import torch
from torch import Tensor

from autograder import metrics
from autograder.data.keypoints import KeypointImage, near_image
from autograder.errors import ExamFault
from autograder.evaluation.result import Evaluation, Ran
from autograder.evaluation.split import Split, described
from autograder.evaluation.variance import explained, spread
from autograder.networks import Task

MOVED_PX = 0.1
"""How far rounding may move a point, in pixels: other company on one device, and another device."""

ALPHAS = (0.05, 0.1, 0.2)
"""The tolerances of PCK that staff read, fractions of the reference length."""

ALPHA_MAX = 0.2
"""To where the area under the curve goes, for staff."""

Length = Literal["image diagonal", "box diagonal", "box longer side", "box root area"]
Reference = Length | tuple[str, str]
"""What errors are divided by: a length of the image or of the box around visible points; the distance of two points."""


@dataclass(frozen=True, eq=False)
class KeypointResult:
    """One image; all tensors on the CPU.

    Attributes:
        predicted_px, target_px: (x, y) in pixels, float32 (K, 2).
        visible: which keypoints count, bool (K,).
        size: height and width in pixels.
        seconds: see `ImageResult`.
    """

    name: str
    predicted_px: Tensor
    target_px: Tensor
    visible: Tensor
    size: tuple[int, int]
    seconds: float

    @property
    def errors_px(self) -> Tensor:
        """Pixels, float64 (K,); NaN where a keypoint does not count."""
        return metrics.pixel_errors(self.predicted_px[None], self.target_px[None], self.visible[None])[0]

    @property
    def mean_pixel_error(self) -> float:
        """Of this image alone; NaN where nothing in it counts."""
        return float(self.errors_px.nanmean())

    @property
    def badness(self) -> float:
        """Ranked by mean pixel error."""
        return self.mean_pixel_error


@dataclass(frozen=True, kw_only=True)
class PointedSplit(Split[KeypointImage, KeypointResult]):
    """Images with keypoints.

    Attributes:
        names: of the keypoints, in the order of their numbers.
        pairs: numbers of a left keypoint and of its right one.
        reference: what errors are divided by in NME and PCK.
    """

    names: tuple[str, ...]
    pairs: tuple[tuple[int, int], ...] = ()
    reference: Reference = "image diagonal"
    tasks: ClassVar[frozenset[Task]] = frozenset({"points", "heatmaps"})
    unsteady: ClassVar[str] = "your network gives the same image other points when it comes alone, or later"

    def __post_init__(self) -> None:
        require_keypoints(self.names, self.pairs, self.reference)

    @property
    def count(self) -> int:
        return len(self.names)

    def require_truth(self, item: KeypointImage) -> None:
        points, visible = item.points_px, item.visible
        if points.dtype != torch.float32 or points.shape != (self.count, 2):
            raise ExamFault(f"{item.name}: expected points float32 {(self.count, 2)}, got {described(points)}")
        if visible.dtype != torch.bool or visible.shape != (self.count,):
            raise ExamFault(f"{item.name}: expected visible bool {(self.count,)}, got {described(visible)}")
        unknown = visible & ~points.isfinite().all(1)
        if unknown.any():
            name = self.names[int(unknown.nonzero()[0])]
            raise ExamFault(f"{item.name}: {name} is visible, so expected its place, got NaN or infinity")

    def is_answer(self, answer: Tensor, pixels: Tensor) -> bool:
        return answer.dtype == torch.float32 and answer.shape == (len(pixels), self.count, 2)

    def impossible(self, item: KeypointImage, answer: Tensor) -> tuple[str, str] | None:
        """Not finite, or farther outside than the image is wide or high; invisible keypoints are no exception."""
        height, width = item.image.shape[1:]
        inside = near_image(answer, (height, width))
        if inside.all():
            return None
        number = int((~inside.all(1)).nonzero()[0])
        x, y = answer[number].tolist()
        near = f"expected points in or near {width}×{height} pixels"
        message = f"{item.name}: {near}, got ({x:g}, {y:g}) for {self.names[number]}"
        if not answer.isfinite().all():
            return message, "your network gave points that are NaN or infinite"
        return message, "your network gave a point that lies farther outside than the image is large"

    def result(self, item: KeypointImage, answer: Tensor, seconds: float) -> KeypointResult:
        height, width = item.image.shape[1:]
        return KeypointResult(item.name, answer, item.points_px, item.visible, (height, width), seconds)

    def differing(self, before: Tensor, after: Tensor) -> tuple[int, int]:
        return int(((before - after).norm(dim=1) > MOVED_PX).sum()), len(before)

    def in_words(self, differing: int, places: int) -> str:
        return f"{differing} of {places} points moved by more than {MOVED_PX} pixels"

    def measured(self, ran: Ran[KeypointImage, KeypointResult]) -> KeypointEvaluation:
        return KeypointEvaluation(**vars(ran), names=self.names, pairs=self.pairs, reference=self.reference)


@dataclass(frozen=True, kw_only=True, eq=False)
class KeypointEvaluation(Evaluation[KeypointImage, KeypointResult]):
    """A network that gave every keypoint a place. Definitions are those of `autograder.metrics.keypoints`.

    Attributes:
        names, pairs, reference: as in `PointedSplit`.
    """

    names: tuple[str, ...]
    pairs: tuple[tuple[int, int], ...]
    reference: Reference

    @cached_property
    def predicted_px(self) -> Tensor:
        """(x, y) in pixels, float32 (N, K, 2)."""
        return torch.stack([image.predicted_px for image in self.images])

    @cached_property
    def target_px(self) -> Tensor:
        """As `predicted_px`; anything where a keypoint is not visible."""
        return torch.stack([image.target_px for image in self.images])

    @cached_property
    def visible(self) -> Tensor:
        """Which keypoints count, bool (N, K)."""
        return torch.stack([image.visible for image in self.images])

    @cached_property
    def reference_px(self) -> Tensor:
        """The reference length of each image in pixels, float64 (N,); NaN where it has none."""
        if isinstance(self.reference, tuple):
            one, other = map(self.names.index, self.reference)
            return metrics.keypoint_distance(self.target_px, self.visible, one, other)
        if self.reference == "image diagonal":
            return metrics.image_diagonal(torch.tensor([image.size for image in self.images]))
        boxes = {
            "box diagonal": metrics.box_diagonal,
            "box longer side": metrics.box_longer_side,
            "box root area": metrics.box_root_area,
        }
        return boxes[self.reference](self.target_px, self.visible)

    @property
    def reference_in_words(self) -> str:
        """``the image diagonal``, ``the distance from left_eye to right_eye``."""
        if isinstance(self.reference, str):
            return f"the {self.reference}"
        return f"the distance from {self.reference[0]} to {self.reference[1]}"

    @property
    def mean_pixel_error(self) -> float:
        """Over all visible points of all images."""
        return float(metrics.mean_pixel_error(*self._points))

    @property
    def nme(self) -> float:
        """The mean of errors as fractions of the reference length."""
        return float(metrics.nme(*self._points, self.reference_px))

    def pck(self, alpha: float) -> float:
        """The share of visible points within `alpha` of the reference length."""
        return float(metrics.pck(*self._points, self.reference_px, alpha))

    def pck_curve(self, alphas: Sequence[float]) -> list[float]:
        """`pck` at each of the tolerances."""
        return metrics.pck_curve(*self._points, self.reference_px, alphas).tolist()

    def area_under_pck(self, alpha_max: float = ALPHA_MAX) -> float:
        """The mean PCK over all tolerances from 0 to `alpha_max`."""
        return float(metrics.area_under_pck(*self._points, self.reference_px, alpha_max))

    @property
    def errors_per_keypoint(self) -> Mapping[str, float]:
        """Mean pixel error of each; NaN for one that is never visible."""
        total, number = metrics.error_sums(metrics.pixel_errors(*self._points))
        return dict(zip(self.names, (total / number).tolist(), strict=True))

    @cached_property
    def swapped(self) -> Mapping[tuple[str, str], tuple[int, int]]:
        """Pair → in how many images its two were taken for each other, and in how many both are visible."""
        counts = metrics.swapped_pairs(*self._points, self.pairs).T.tolist()
        named = [(self.names[left], self.names[right]) for left, right in self.pairs]
        return {pair: (swapped, counted) for pair, (swapped, counted) in zip(named, counts, strict=True)}

    @property
    def confused(self) -> int:
        """How many left and right keypoints were taken for each other, counted in pairs over all images."""
        return sum(swapped for swapped, _ in self.swapped.values())

    @cached_property
    def spread(self) -> float:
        """How much predictions vary between images, by how much the truth does; 0 for one face for all images."""
        return float(spread(*self._points))

    @cached_property
    def explained(self) -> float:
        """The share of the truth's variance that predictions explain: 1 is perfect, the mean face has 0 or less."""
        return float(explained(*self._points))

    @property
    def measures(self) -> Mapping[str, object]:
        return {
            "mean_pixel_error": self.mean_pixel_error,
            "reference_length": self.reference_in_words,
            "nme": self.nme,
            "pck": {f"{alpha:g}": share for alpha, share in zip(ALPHAS, self.pck_curve(ALPHAS), strict=True)},
            f"area_under_pck_to_{ALPHA_MAX:g}": self.area_under_pck(),
            "pixel_error_per_keypoint": self.errors_per_keypoint,
            "pairs": sum(of for _, of in self.swapped.values()),
            "pairs_confused": self.confused,
            "pairs_confused_each": {f"{left}, {right}": n for (left, right), (n, _) in self.swapped.items() if n},
            "spread": self.spread,
            "variance_explained": self.explained,
        }

    @property
    def _points(self) -> tuple[Tensor, Tensor, Tensor]:
        return self.predicted_px, self.target_px, self.visible


def require_keypoints(names: Sequence[str], pairs: Sequence[tuple[int, int]], reference: Reference) -> None:
    """Raise `ExamFault` unless pairs and reference are those of keypoints with these names."""
    if not names or len(set(names)) != len(names):
        raise ExamFault(f"expected names of keypoints, all different, got {', '.join(names) or 'none'}")
    for pair in pairs:
        if len(pair) != 2 or pair[0] == pair[1] or not all(0 <= number < len(names) for number in pair):
            raise ExamFault(f"expected pairs of two different keypoints from 0 to {len(names) - 1}, got {pair}")
    if isinstance(reference, str):
        if reference not in get_args(Length):
            raise ExamFault(f"reference: expected one of {', '.join(get_args(Length))}, got {reference!r}")
    elif len(reference) != 2 or reference[0] == reference[1] or not set(reference) <= set(names):
        raise ExamFault(f"reference: expected two of {', '.join(names)}, got {reference}")
