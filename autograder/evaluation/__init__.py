"""Run a handed-in network over images, and measure it from outside.

The network runs in a candidate, which gets images and answers with the class of each pixel or the place of each
keypoint. What is true of the images never leaves this side, and every metric is computed here, from the answers.
"""

from autograder.evaluation.keypoints import KeypointEvaluation, KeypointResult, PointedSplit
from autograder.evaluation.result import Evaluation, Example
from autograder.evaluation.run import evaluate
from autograder.evaluation.segmentation import LabelledResult, LabelledSplit, SegmentationEvaluation
from autograder.evaluation.split import Split

__all__ = [
    "Evaluation",
    "Example",
    "KeypointEvaluation",
    "KeypointResult",
    "LabelledResult",
    "LabelledSplit",
    "PointedSplit",
    "SegmentationEvaluation",
    "Split",
    "evaluate",
]
