"""Grade the hand-in of a container: the same stages as everywhere, and on disk what is known after each check."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.collect import WeightsStore, collect_one, read_earlier, read_metadata
from autograder.exam.session import Exam, with_exam
from autograder.gradescope.attempts import with_best
from autograder.gradescope.place import Place
from autograder.grading import grade, grade_unreadable
from autograder.records import CheckResult, Graded, HandIn, Unreadable
from autograder.report.results_json import interrupted, results, seed_results, write_results
from autograder.sandbox.base import Sandbox
from autograder.sandbox.choose import for_grading
from autograder.workspace import Workspace


def grade_hand_in(workspace: Workspace, place: Place) -> Graded:
    """Grade what lies at `place` and write its results.json; one that says what is known lies there all the time.

    Raises:
        ExportError: what Gradescope says of the hand-in cannot be read.
        ConfigError, ExamFault: the exam is not made as one.
        SandboxFault: candidates cannot be confined here.
        OSError: the results cannot be written.
    """
    hand_in = read_metadata(place.metadata)
    return with_exam(workspace, lambda exam: _grade(workspace, exam, place, hand_in))


def _grade(workspace: Workspace, exam: Exam, place: Place, hand_in: HandIn) -> Graded:
    assignment = workspace.assignment
    seed_results(place.results, assignment, exam.checks)

    def tell(found: Sequence[CheckResult]) -> None:
        write_results(place.results, interrupted(assignment, exam.checks, found))

    with WeightsStore(assignment.networks) as store:
        collected = collect_one(place.submission, assignment.files, hand_in, store)
        if isinstance(collected, Unreadable):
            graded = grade_unreadable(workspace, exam.checks, collected)
        else:
            with _sandbox(workspace, place) as sandbox:
                graded = grade(workspace, exam, collected, sandbox, tell)
    if assignment.gradescope.attempts == "best":
        graded = with_best(graded, read_earlier(place.metadata))
    write_results(place.results, results(graded, assignment))
    return graded


def _sandbox(workspace: Workspace, place: Place) -> Sandbox:
    assignment = workspace.assignment
    secrets = (*workspace.private_paths, *place.private)
    return for_grading(assignment.libraries, secrets, for_gpu=assignment.limits.gpu)
