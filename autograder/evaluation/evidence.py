"""What staff get to see of an evaluation: numbers for ``extra_data``, and a sheet of its worst and middle images."""

from __future__ import annotations

import io
import math

from autograder.evaluation.result import Evaluation
from autograder.evaluation.sheet import sheet
from autograder.records import FIGURE, Evidence


def evidence(evaluation: Evaluation, number: int = 1) -> Evidence:
    """The evidence of one evaluation.

    Args:
        number: from 1, where a submission was evaluated on several sets of images.
    """
    picture = io.BytesIO()
    sheet(evaluation).save(picture, "PNG")
    return Evidence(
        facts=facts(evaluation), figures={FIGURE.format("" if number == 1 else f"_{number}"): picture.getvalue()}
    )


def facts(evaluation: Evaluation) -> dict[str, object]:
    """The numbers; nothing of a single image."""
    return {
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
