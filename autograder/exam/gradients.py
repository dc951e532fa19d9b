"""Whether gradients come back through a function of a hand-in, and which."""

from __future__ import annotations

from autograder.exam.compare import Mismatch
from autograder.exam.submission import ExamFunction, kept
from autograder.records import Outcome
from autograder.sandbox.base import CandidateFailure

_STOPPED = (
    "no gradient comes back from it: is there .item(), .detach(), NumPy, a comparison or argmax on the way from the "
    "first argument?"
)


def with_gradient(
    function: ExamFunction,
    at: object,
    *others: object,
    name: str = "loss",
    upstream: object = None,
    **options: object,
) -> tuple[object, object]:
    """What `function` gives for `at` and `others`, and the gradient of that with respect to `at`.

    Args:
        function: of the submission; gives one number as a tensor, or more where `upstream` is given.
        at: a tensor, the function's first argument.
        name: what the student knows the result by.
        upstream: a tensor of the result's shape, by which the gradients of its numbers are multiplied and added up.

    Returns:
        The result and the gradient, as the candidate sends them: both may be anything.

    Raises:
        Mismatch: autograd finds no way back.
    """
    submission = function.submission
    leaf = submission.keep(at)
    leaf.requires_grad_.returning(kept("leaf"))()
    result = function.returning(kept(name))(leaf, *others, **options)
    try:
        result.backward(upstream)
        gradient = submission.fetch(leaf, "grad")
    except CandidateFailure as failure:
        if failure.outcome not in (Outcome.CRASHED, Outcome.FAILED):
            raise
        raise Mismatch(f"{name}: {_STOPPED}\n{failure.message}") from None
    if gradient is None:
        raise Mismatch(f"{name}: {_STOPPED}")
    return submission.fetch(result), gradient
