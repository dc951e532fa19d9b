"""``python -m autograder.batch.work RUN_FOLDER CHUNK [WORKERS]``: work on one chunk of a batch, on any machine.

Every hand-in of the chunk that has no result yet is tried once. The driver, which may be anywhere, looks at the files.
"""

from __future__ import annotations

import signal
import sys
from contextlib import closing
from pathlib import Path

from autograder.batch.chunks import Run
from autograder.batch.closed import close_to_others
from autograder.batch.examining import Here
from autograder.batch.job import Job
from autograder.batch.plan import Planned, missing, survey
from autograder.batch.rehearsal import rehearse
from autograder.batch.tries import Batch
from autograder.errors import AutograderError, ConfigError, GraderFault
from autograder.exam.session import Exam, with_exam
from autograder.gradebook import Keys

_FAULT = 3


def main() -> int:
    """Work on the chunk that is named; the exit status."""
    _die_with_parent()
    close_to_others()
    run, name = Run(Path(sys.argv[1])), sys.argv[2]
    workers = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    try:
        work(run, name, workers)
    except AutograderError as error:
        run.put_fault(name, str(error))
        return _FAULT
    return 0


def work(run: Run, name: str, workers: int) -> None:
    """Try every hand-in of a chunk that has no result yet.

    Raises:
        GraderFault: nothing can be examined here, or something else would be than the driver wants to know.
    """
    written = run.read()
    job = Job.read(written["job"], workers, frozenset(run.chunk(name)))
    keys = Keys.of(job.workspace, job.device, unsafe=job.unsafe)
    _require_same(written["shared"], keys)
    plan = survey(job, keys)
    waiting = [key for key in missing(plan) if _is_same(plan[key], written["contents"])]
    if waiting:

        def body(exam: Exam) -> None:
            _try_each(_rehearsed(Batch(job, exam.on(job.device), keys, plan)), waiting, run, name)

        with_exam(job.workspace, body)


def _rehearsed(batch: Batch) -> Here:
    with batch.sandbox() as sandbox:
        rehearse(batch.job.workspace, batch.exam, sandbox)
    return Here(batch)


def _try_each(place: Here, waiting: list[str], run: Run, name: str) -> None:
    """Try what is waiting as long as the driver wants it."""
    with closing(place.examine(waiting)) as tried:
        for _ in tried:
            if not run.is_wanted(name):
                return


def _require_same(shared: dict[str, str], keys: Keys) -> None:
    """What is found out on another machine must mean what it would have meant on the driver's."""
    different = [part for part in keys.shared if keys.shared[part] != shared.get(part)]
    if different:
        raise GraderFault(
            f"{' and '.join(different)}: not the same here as where the batch was started. Every machine must have the "
            "same files of the course, the same secret, Python and libraries; and where some have a GPU and some have "
            "none, --device says which are to be used"
        )


def _is_same(planned: Planned, contents: dict[str, str]) -> bool:
    if contents[planned.hand_in.key] != planned.content.key:
        raise ConfigError(f"{planned.hand_in.key} has changed since the batch was started: grade once more")
    return True


def _die_with_parent() -> None:
    """Whoever started this is waiting for it, or was killed."""
    if sys.platform == "linux":
        from autograder.sandbox.confine.libc import PR_SET_PDEATHSIG, prctl

        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
