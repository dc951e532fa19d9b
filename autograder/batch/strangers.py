"""Hand-ins of another assignment: a class of them is somebody's mistake, and would be graded zero from end to end."""

from __future__ import annotations

import re

from autograder.assignment import Assignment
from autograder.collect.names import suffix_of
from autograder.collect.wanted import joined
from autograder.records import Submission, Unreadable


def is_stranger(collected: Submission | Unreadable, assignment: Assignment) -> bool:
    """Whether a hand-in has none of the files that are asked for, nor a notebook that names a function of theirs.

    What cannot be opened may have them: it is no stranger.
    """
    if isinstance(collected, Unreadable):
        return collected.reason.startswith(f"expected {joined(assignment.files)}, found: ")
    sources = [collected.sources[module] for module in _modules(assignment) if module in collected.sources]
    if any(suffix_of(source.origin) != ".ipynb" for source in sources):
        return False
    names = re.compile(rf"\b(?:{'|'.join(map(re.escape, _functions(assignment)))})\b")
    return not any(names.search(source.text) for source in sources)


def refusal(count: int, assignment: Assignment) -> str:
    """What to say where all of `count` hand-ins are strangers."""
    wanted = assignment.files[0] if len(assignment.files) == 1 else f"any of {joined(assignment.files)}"
    return (
        f"none of the {count} hand-ins has {wanted}: is this the export of another assignment? "
        "--only KEY grades one of them all the same"
    )


def _modules(assignment: Assignment) -> list[str]:
    return [file.removesuffix(".py") for file in assignment.files]


def _functions(assignment: Assignment) -> set[str]:
    """What questions and networks ask for, by the last part of its name."""
    asked = [assignment.rules_of(question).function or question.name for question in assignment.questions]
    return {name.rpartition(".")[2] for name in [*asked, *(network.function for network in assignment.networks)]}
