"""Frozen types that cross stages. They hold facts; what is computed from them lives in the stages."""

from autograder.records.check import (
    FIGURE,
    Check,
    CheckResult,
    Evidence,
    Isolation,
    Outcome,
    Visibility,
)
from autograder.records.grade import (
    Grade,
    Graded,
    QuestionScore,
    Score,
    Standing,
    Status,
)
from autograder.records.hand_in import (
    HandIn,
    SourceFile,
    Student,
    Submission,
    Unreadable,
    Weights,
)

__all__ = [
    "FIGURE",
    "Check",
    "CheckResult",
    "Evidence",
    "Grade",
    "Graded",
    "HandIn",
    "Isolation",
    "Outcome",
    "QuestionScore",
    "Score",
    "SourceFile",
    "Standing",
    "Status",
    "Student",
    "Submission",
    "Unreadable",
    "Visibility",
    "Weights",
]
