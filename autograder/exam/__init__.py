"""What an exam is written with. An exam is a pytest suite; `plugin` runs it, over one submission or many."""

from autograder.exam.compare import Mismatch, assert_equal, assert_like, assert_matches
from autograder.exam.gradients import with_gradient
from autograder.exam.growth import growing
from autograder.exam.marks import cases, hidden, public, question
from autograder.exam.oracles import oracle
from autograder.exam.submission import ExamSubmission, kept

__all__ = [
    "ExamSubmission",
    "Mismatch",
    "assert_equal",
    "assert_like",
    "assert_matches",
    "cases",
    "growing",
    "hidden",
    "kept",
    "oracle",
    "public",
    "question",
    "with_gradient",
]
