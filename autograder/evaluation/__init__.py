"""Run a handed-in network over labelled images, and measure it from outside.

The network runs in a candidate, which gets images and gives the class of each pixel. Labels never leave this side, and
every metric is computed here, from the answers.
"""

from autograder.evaluation.result import Evaluation, Example, ImageResult
from autograder.evaluation.run import evaluate
from autograder.evaluation.split import Split

__all__ = ["Evaluation", "Example", "ImageResult", "Split", "evaluate"]
