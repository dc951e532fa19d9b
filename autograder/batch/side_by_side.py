"""Many submissions, worked on side by side on the cores of this machine."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator

from autograder.batch.base import DoneT, Work
from autograder.batch.crew import Crew
from autograder.records import Submission


def work_on(work: Work[DoneT], submissions: Iterator[Submission], workers: int) -> Generator[tuple[Submission, DoneT]]:
    """What comes of each submission, in no particular order: by forked workers, or here where there is no fork.

    A worker that dies costs only the submission that it held; one that cannot open a sandbox stops everything, because
    no other would fare better. Closing the generator ends the workers.

    Raises:
        SandboxFault: there is no isolation here, or no more.
    """
    if workers < 1 or not _can_fork():
        with work.sandbox() as sandbox:
            for submission in submissions:
                yield submission, work.do(submission, sandbox)
        return
    with Crew(work, workers) as crew:
        yield from crew.work_on(submissions)


def _can_fork() -> bool:
    """MacOS has fork, but its own libraries do not survive it."""
    return sys.platform == "linux"
