"""Checking again at every save: each round runs what the saved files concern, and knows the rest from before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from autograder.collect.names import suffix_of
from autograder.errors import HandInError
from autograder.records import CheckResult
from autograder.students.checker import Checked, Checker
from autograder.students.saves import State, await_save, changed, state_of


@dataclass(frozen=True, kw_only=True)
class Round:
    """What one save led to.

    Attributes:
        saved: the files that were saved; none in the first round.
        fresh: what was checked in this round; None where nothing could be examined.
        standing: the latest of every question that was asked about.
        problem: why nothing could be examined.
    """

    standing: Checked
    saved: tuple[str, ...] = ()
    fresh: Checked | None = None
    problem: str = ""


def rounds(checker: Checker, asked: Sequence[str], wait: Callable[..., State] = await_save) -> Iterator[Round]:
    """A round at once, and one after each save that concerns what is asked about.

    It ends where the course's own files change: they are to be collected anew.

    Args:
        wait: as `await_save`.
    """
    folder = checker.workspace.exam
    weights = {suffix_of(name) for network in checker.assignment.networks for name in network.weights}
    known: dict[str, tuple[CheckResult, ...]] = {}
    seen: dict[str, str] = {}
    notes: tuple[str, ...] = ()
    saved: tuple[str, ...] = ()
    had_problem = False
    state = state_of(folder, weights)
    while not checker.is_stale:
        try:
            submission = checker.collect()
        except HandInError as error:
            had_problem = True
            yield Round(saved=saved, standing=_standing(asked, known, notes), problem=str(error))
        else:
            prints = checker.fingerprints(submission)
            concerned = [name for name in asked if prints[name] != seen.get(name)]
            if concerned or had_problem:
                fresh = checker.check(concerned, submission)
                known |= {name: _of(name, fresh.results) for name in concerned}
                seen, notes, had_problem = seen | {name: prints[name] for name in concerned}, submission.notes, False
                yield Round(saved=saved, fresh=fresh, standing=_standing(asked, known, notes))
        before, state = state, wait(folder, state, weights)
        saved = changed(before, state)


def _of(question: str, results: Sequence[CheckResult]) -> tuple[CheckResult, ...]:
    return tuple(result for result in results if result.check.question == question)


def _standing(asked: Sequence[str], known: dict[str, tuple[CheckResult, ...]], notes: tuple[str, ...]) -> Checked:
    results = tuple(result for name in asked for result in known.get(name, ()))
    return Checked(questions=tuple(asked), results=results, notes=notes)
