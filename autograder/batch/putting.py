"""What is given of a hand-in, on disk: ``results.json`` and the figures beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from autograder.assignment import Assignment
from autograder.errors import StoredError
from autograder.gradebook import Content, Derived, Examined, figure_path, find_examined, graded_of, read_took
from autograder.records import FIGURE, Graded, HandIn
from autograder.report.files import write_whole
from autograder.report.results_json import RESULTS_FILE, encoded, results, says


def put(folder: Path, graded: Graded, assignment: Assignment, content: Content, examined: Examined) -> None:
    """Write results.json, and the figures of the examination and of no other; what is there already stays untouched.

    Raises:
        OSError: something cannot be written.
    """
    document = encoded(results(graded, assignment))
    names = examined.figures if assignment.networks else {}
    for old in folder.glob(FIGURE.format("*")):
        if old.name not in names:
            old.unlink()
    for name in names:
        _write(folder / name, figure_path(folder, content, name).read_bytes())
    _write(folder / RESULTS_FILE, document)


def put_results(folder: Path, graded: Graded, assignment: Assignment) -> None:
    """Write results.json alone; raises as `put`."""
    _write(folder / RESULTS_FILE, encoded(results(graded, assignment)))


def catch_up(folder: Path, stands: Derived, hand_in: HandIn, notes: Sequence[str], assignment: Assignment) -> str:
    """Write results.json anew where it does not give the grade that `stands`: a kill came before it was written.

    Returns:
        what somebody is to be told where that cannot be done; "" as a rule.

    Raises:
        OSError: it cannot be written.
    """
    path = folder / RESULTS_FILE
    if says(path, stands.score, stands.grade):
        return ""
    content = Content(dict(stands.basis.content))
    try:
        examined = find_examined(folder, content)
    except StoredError as error:
        return f"{path} is from before the grade that stands, {worth(stands)}: {error}"
    if examined is None:
        return f"{path} is from before the grade that stands, {worth(stands)}, whose examination is no longer there"
    graded = graded_of(examined, hand_in, tuple(notes), seconds(folder, content))
    put(folder, standing(graded, stands), assignment, content, examined)
    return ""


def standing(graded: Graded, old: Derived) -> Graded:
    """`graded` with what was given; whoever joined the group since then has nothing yet."""
    if not old.members:
        return replace(graded, score=old.score, grade=old.grade, members=())
    own = [(student, old.of(student)) for student in graded.hand_in.students]
    had = [(student, derived.grade) for student, derived in own if derived is not None]
    hand_in = replace(graded.hand_in, students=tuple(student for student, _ in had))
    members = tuple(grade for _, grade in had)
    return replace(graded, hand_in=hand_in, score=old.score, grade=old.grade, members=members)


def worth(derived: Derived) -> str:
    """Its points: of each member where they have their own."""
    return "; ".join(f"{each.points:g}" for each in derived.grades)


def seconds(folder: Path, content: Content) -> float:
    """What its examination took; no grade waits for a file that only tells this."""
    try:
        took = read_took(folder, content)
    except StoredError:
        return 0.0
    return took.seconds if took else 0.0


def _write(path: Path, data: bytes) -> None:
    """Put `data` there unless it is."""
    if not (path.is_file() and path.read_bytes() == data):
        write_whole(path, data)
