"""What staff get to see of an evaluation: numbers for ``extra_data``, and a sheet of its worst and middle images."""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Sequence

from autograder.evaluation.result import Evaluation
from autograder.evaluation.sheet import sheet
from autograder.records import FIGURE, Evidence


def evidence(evaluations: Sequence[Evaluation]) -> tuple[Evidence, ...]:
    """The evidence of each; where a network was evaluated on several sets of images, its figures are numbered."""
    seen: Counter[str] = Counter()
    found = []
    for evaluation in evaluations:
        seen[evaluation.network] += 1
        number = seen[evaluation.network]
        picture = io.BytesIO()
        sheet(evaluation).save(picture, "PNG")
        name = FIGURE.format(evaluation.network if number == 1 else f"{evaluation.network}-{number}")
        found.append(Evidence(facts=facts(evaluation), figures={name: picture.getvalue()}))
    return tuple(found)


def facts(evaluation: Evaluation) -> dict[str, object]:
    """The numbers; nothing of a single image."""
    return {
        "network": evaluation.network,
        "images": len(evaluation.images),
        "pixel_accuracy": _number(evaluation.pixel_accuracy),
        "mean_iou": _number(evaluation.mean_iou),
        "iou_per_class": {name: _number(iou) for name, iou in evaluation.iou_per_class.items()},
        "parameters": evaluation.parameters,
        "weights_bytes": evaluation.weights_bytes,
        "gflops_per_image": _number(evaluation.gflops_per_image),
        "seconds_per_image": _number(evaluation.seconds_per_image),
        "seconds": _number(evaluation.seconds),
        "device": evaluation.device,
        "images_at_once": evaluation.batch,
        "pixels_changed_in_other_company": _number(evaluation.changed),
    }


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 6)
