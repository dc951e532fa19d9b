"""Whether weights open as they will when they are graded: in a candidate, and within their budget."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

from autograder.assignment import Assignment
from autograder.records import Submission
from autograder.sandbox.base import Bounds, CandidateFailure, Sandbox

_REPLY_MB = 1


def unfit_weights(assignment: Assignment, submission: Submission, sandbox: Callable[[], Sandbox]) -> Iterator[str]:
    """What is wrong with the weights of each network; whether they fit the network is for the public checks to say.

    Args:
        sandbox: gives the sandbox, where one is needed.
    """
    if not submission.weights:
        return
    from autograder.evaluation.asking import Asked  # torch
    from autograder.evaluation.budgets import require_within

    for network in assignment.networks:
        if network.name not in submission.weights:
            continue
        weights = submission.weights[network.name]
        bounds = Bounds(seconds=network.seconds, memory_mb=network.memory_mb, reply_mb=_REPLY_MB)
        try:
            with closing(sandbox().start(submission.sources, bounds)) as candidate:
                numbers, _ = Asked(candidate).open_weights(weights.name, weights.path.read_bytes(), "cpu")
            require_within(f"numbers in {weights.name}", numbers, network.parameters)
        except CandidateFailure as failure:
            yield failure.message
