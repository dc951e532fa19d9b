"""What an exam is written with. An exam is a pytest suite; `plugin` runs it, over one submission or many."""

from autograder.data.keypoints import KeypointImage
from autograder.data.labelled import LabelledImage
from autograder.exam.compare import Mismatch, assert_equal, assert_like, assert_matches
from autograder.exam.evaluated import labelled, pointed
from autograder.exam.gradients import with_gradient
from autograder.exam.growth import growing
from autograder.exam.marks import cases, hidden, public, question
from autograder.exam.oracles import oracle
from autograder.exam.submission import ExamSubmission, kept

__all__ = [
    "ExamSubmission",
    "KeypointImage",
    "LabelledImage",
    "Mismatch",
    "assert_equal",
    "assert_like",
    "assert_matches",
    "cases",
    "growing",
    "hidden",
    "kept",
    "labelled",
    "oracle",
    "pointed",
    "public",
    "question",
    "with_gradient",
]
