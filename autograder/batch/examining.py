"""Pass after pass over what is missing, until nothing is: each pass tries each examination once."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Protocol

from autograder.batch.plan import Plan, State, missing
from autograder.batch.progress import Tally, Tell
from autograder.batch.side_by_side import work_on
from autograder.batch.tries import Batch
from autograder.batch.workshop import workshop
from autograder.collect import WeightsStore
from autograder.errors import GraderFault


class Place(Protocol):
    """Where examinations are made. Whatever comes of them is on the disk, and nowhere else."""

    def examine(self, keys: Sequence[str]) -> Generator[str]:
        """Try each of these hand-ins once; the key of each after its try. Closing the generator ends what is going on.

        Raises:
            GraderFault: nothing can be examined here, or no more.
        """
        ...


def examine_all(plan: Plan, place: Place, tell: Tell, what: str) -> None:
    """Try what is missing until it is there, or held; raises `GraderFault` if that leads nowhere."""
    tally = Tally(plan.values())
    while keys := missing(plan):
        before = _standing(plan, keys)
        tell(tally.progress(what))
        with closing(place.examine(keys)) as tried:
            for key in tried:
                tally.see(plan[key])
                tell(tally.progress(what))
        if _standing(plan, keys) == before:
            raise GraderFault(f"none of {len(keys)} hand-ins could be examined, and none said why")


def _standing(plan: Plan, keys: Sequence[str]) -> Mapping[str, tuple[State, int]]:
    return {key: (plan[key].state, plan[key].attempts.count) for key in keys}


class Here:
    """A `Place`: the cores of this machine, with an exam that is collected and rehearsed."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch

    def examine(self, keys: Sequence[str]) -> Generator[str]:
        """Try each of these hand-ins once."""
        job, settled = self._batch.job, list[str]()
        networks = job.workspace.assignment.networks
        with WeightsStore(networks, workshop(job.out)) as store:
            readable = self._batch.submissions(keys, store, settled)
            with closing(work_on(self._batch, readable, job.workers)) as done:
                for submission, _ in done:
                    store.forget(submission.hand_in.key)
                    yield from _emptied(settled)
                    yield submission.hand_in.key
            yield from _emptied(settled)


def _emptied(keys: list[str]) -> Iterator[str]:
    while keys:
        yield keys.pop()
