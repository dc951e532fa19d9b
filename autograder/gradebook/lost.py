"""Folders of results that are gone: what the gradebook, which still knows their grades, can say and give back."""

from __future__ import annotations

from pathlib import Path

from autograder.gradebook.history import HISTORY_FILE, add
from autograder.gradebook.index import Gradebook
from autograder.gradebook.reading import given_in


def put_back(gradebook: Gradebook, out: Path, assignment: str) -> int:
    """Write into `out`, where it has no history, the grades of `assignment` that were given there.

    What is graded anew is then compared with them, as if the folder had never been away. Whoever does this has locked
    `out`.

    Returns:
        How many grades it wrote.

    Raises:
        OSError: they cannot be written.
    """
    if (out / HISTORY_FILE).exists():
        return 0
    known = [given for given in given_in(gradebook, out) if given.derived.assignment == assignment]
    add(out, known)
    return len(known)


def gone(gradebook: Gradebook, assignment: str) -> tuple[Path, ...]:
    """Folders of results in which grades of `assignment` were given, and which are not there."""
    query = "SELECT DISTINCT folder FROM given WHERE assignment = ?"
    with_grades = {folder for (folder,) in gradebook.connection.execute(query, (assignment,))}
    places = gradebook.places.items()
    return tuple(place for number, place in places if number in with_grades and not place.is_dir())
