"""Where the parts of an assignment lie: in a course repository, or in a student's handout.

A course repository has ``assignments/course.toml``, and for an assignment ``conv`` the folders ``assignments/conv``,
``solutions/conv`` and ``tests/conv`` (the exam). A handout has everything in one folder, and only public checks.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.assignment import (
    ASSIGNMENT_FILE,
    COURSE_FILE,
    Assignment,
    Course,
    load_assignment,
    load_course,
)
from autograder.errors import ConfigError
from autograder.extensions import EXTENSIONS_FILE, NO_EXTENSIONS, Extensions, load_extensions
from autograder.tables import nearest

PUBLIC_CHECKS = "test_public*.py"  # students get these files of the exam
SECRET_FILE = "course.secret"
_SHOWN = 3  # handouts that may be meant


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """One assignment and its surroundings.

    Attributes:
        exam: the folder of the checks; a handout is one itself.
        reference: the folder of right answers, None in a handout.
        secret: the file with the course secret, None in a handout, which needs none.
        extensions: later deadlines of single students; none in a handout.
    """

    assignment: Assignment
    course: Course
    exam: Path
    reference: Path | None = None
    secret: Path | None = None
    extensions: Extensions = NO_EXTENSIONS

    @property
    def private_paths(self) -> tuple[Path, ...]:
        """What no submission may read."""
        if self.reference is None or self.secret is None:
            return ()
        extensions = self.secret.parent / self.assignment.name / EXTENSIONS_FILE
        return (self.exam, self.reference, self.secret, *([extensions] if self.extensions.rows else []))

    @property
    def exam_paths(self) -> tuple[Path, ...]:
        """What pytest collects: in a handout only the files that came with it, no tests that a student wrote.

        Raises:
            ConfigError: there is no exam; what needs none, such as a question about lateness, does not ask.
        """
        return public_checks(self.exam) if self.is_handout else (_existing(self.exam),)

    @property
    def is_handout(self) -> bool:
        """Whether this is a student's copy."""
        return self.reference is None


def open_assignment(name: str, start: Path) -> Workspace:
    """The assignment `name` of the course repository around `start`; raises `ConfigError`."""
    root = course_root(start)
    folder = root / "assignments" / name
    if not (folder / ASSIGNMENT_FILE).is_file():
        raise ConfigError(f"there is no assignment {name!r}{_known(root, name)}")
    assignment, course = load_assignment(folder), load_course(folder.parent)
    if assignment.name != name:
        raise ConfigError(f"{folder / ASSIGNMENT_FILE}: name is {assignment.name!r}, but its folder is called {name!r}")
    _require_due(assignment, course, folder / ASSIGNMENT_FILE)
    return Workspace(
        assignment=assignment,
        course=course,
        extensions=load_extensions(folder, assignment, course),
        exam=root / "tests" / name,
        reference=root / "solutions" / name,
        secret=folder.parent / SECRET_FILE,
    )


def open_handout(folder: Path) -> Workspace:
    """The handout in `folder`; raises `ConfigError`."""
    if not (folder / ASSIGNMENT_FILE).is_file():
        raise ConfigError(f"{_called(folder)} is not a handout: it has no {ASSIGNMENT_FILE}{_handouts_near(folder)}")
    if not public_checks(folder):
        raise ConfigError(f"{folder / PUBLIC_CHECKS}: the public checks are missing{_handouts_near(folder)}")
    return Workspace(assignment=load_assignment(folder), course=load_course(folder), exam=folder)


def _called(folder: Path) -> str:
    return "this folder" if folder == Path() else str(folder)


def _handouts_near(folder: Path) -> str:
    """Where else somebody may have meant to be: unpacking often puts a folder around the handout."""
    try:
        below = [path for path in sorted(folder.iterdir()) if _is_handout(path)]
    except OSError:
        below = []
    if _is_handout(folder.resolve().parent):
        below.append(folder / "..")
    more = " or another one there" if len(below) > _SHOWN else ""
    return f"; did you mean {' or '.join(f'{path}/' for path in below[:_SHOWN])}{more}?" if below else ""


def _is_handout(folder: Path) -> bool:
    try:
        return (folder / ASSIGNMENT_FILE).is_file() and bool(public_checks(folder))
    except OSError:  # of somebody else
        return False


def public_checks(folder: Path) -> tuple[Path, ...]:
    """The files in `folder` with checks that students get, by name."""
    return tuple(sorted(folder.glob(PUBLIC_CHECKS)))


def of_exam(path: Path) -> Workspace | None:
    """The workspace that a test file or folder belongs to, None if it is no exam."""
    folder = path if path.is_dir() else path.parent
    if path.match(PUBLIC_CHECKS) and (folder / ASSIGNMENT_FILE).is_file():
        return open_handout(folder)
    for parent in (folder, *folder.parents):
        if parent.parent.name == "tests" and _is_root(parent.parent.parent):
            root = parent.parent.parent
            known = (root / "assignments" / parent.name / ASSIGNMENT_FILE).is_file()
            return open_assignment(parent.name, root) if known else None
    return None


def course_root(start: Path) -> Path:
    """The nearest folder at or above `start` that is a course repository; raises `ConfigError`."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if _is_root(folder):
            return folder
    raise ConfigError(f"no course here: neither {start} nor a folder above it has assignments/{COURSE_FILE}")


def _is_root(folder: Path) -> bool:
    return (folder / "assignments" / COURSE_FILE).is_file()


def _require_due(assignment: Assignment, course: Course, path: Path) -> None:
    """A deadline that the clocks skip is told before anything is graded."""
    try:
        if assignment.due is not None:
            course.moment(assignment.due)
    except ConfigError as error:
        raise ConfigError(f"{path}: due: {error}") from None


def _existing(path: Path) -> Path:
    if not path.exists():
        raise ConfigError(f"{path}: the exam is missing")
    return path


def assignments_of(root: Path) -> list[str]:
    """The names of all assignments of the course repository `root`."""
    return sorted(path.parent.name for path in (root / "assignments").glob(f"*/{ASSIGNMENT_FILE}"))


def _known(root: Path, name: str) -> str:
    names = assignments_of(root)
    return nearest(name, names) or f"; this course has: {', '.join(names) or 'none'}"
