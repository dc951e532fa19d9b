"""What staff get to see of evaluations: numbers for ``extra_data``, and a picture of the worst and middle images."""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from PIL.Image import Image

from autograder.evaluation import keypoint_sheet, segmentation_sheet
from autograder.evaluation.keypoints import KeypointEvaluation
from autograder.evaluation.result import Evaluation
from autograder.evaluation.segmentation import SegmentationEvaluation
from autograder.records import FIGURE, Evidence


def evidence(evaluations: Sequence[Evaluation[Any, Any]]) -> tuple[Evidence, ...]:
    """The evidence of each; where a network was evaluated on several sets of images, its figures are numbered."""
    seen: Counter[str] = Counter()
    found = []
    for evaluation in evaluations:
        seen[evaluation.network] += 1
        number = seen[evaluation.network]
        picture = io.BytesIO()
        _sheet(evaluation).save(picture, "PNG")
        name = FIGURE.format(evaluation.network if number == 1 else f"{evaluation.network}-{number}")
        found.append(Evidence(facts=facts(evaluation), figures={name: picture.getvalue()}))
    return tuple(found)


def facts(evaluation: Evaluation[Any, Any]) -> dict[str, object]:
    """The numbers; nothing of a single image."""
    return _plain(
        {
            "network": evaluation.network,
            "images": len(evaluation.images),
            **evaluation.measures,
            "parameters": evaluation.parameters,
            "weights_bytes": evaluation.weights_bytes,
            "gflops_per_image": evaluation.gflops_per_image,
            "seconds_per_image": evaluation.seconds_per_image,
            "seconds": evaluation.seconds,
            "device": evaluation.device,
            "images_at_once": evaluation.batch,
            "changed_in_other_company": evaluation.changed,
        }
    )


def _sheet(evaluation: Evaluation[Any, Any]) -> Image:
    match evaluation:
        case SegmentationEvaluation():
            return segmentation_sheet.sheet(evaluation)
        case KeypointEvaluation():
            return keypoint_sheet.sheet(evaluation)
    raise TypeError(f"no picture is known of a {type(evaluation).__name__}")


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    """Numbers as JSON has them: rounded, and none for NaN and infinity."""
    return {name: _plain(value) if isinstance(value, Mapping) else _number(value) for name, value in values.items()}


def _number(value: object) -> object:
    if not isinstance(value, float):
        return value
    return round(value, 6) if math.isfinite(value) else None
