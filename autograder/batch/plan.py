"""What is to be graded, and what of it is not known yet: a batch begins and goes on in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from zoneinfo import ZoneInfo

from autograder.batch.attempts import Attempts
from autograder.batch.job import Job
from autograder.batch.roster import everybody
from autograder.batch.strangers import is_stranger, refusal
from autograder.collect import WeightsDigests, collect, keys_in
from autograder.collect.attendance import identifier
from autograder.errors import ConfigError, StoredError
from autograder.gradebook import (
    HAND_IN_FILE,
    Content,
    Examined,
    HandedIn,
    Keys,
    find_examined,
    path_of,
    read_hand_in,
    write_hand_in,
)
from autograder.records import HandIn, Unreadable
from autograder.tables import nearest


class State(Enum):
    """How far an examination is."""

    MISSING = "missing"
    DONE = "done"  # its result file is there
    HELD = "held"  # tried so often in vain that it is left to a human


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A hand-in of a batch and the examination that is its own.

    Attributes:
        folder: of its results.
        is_readable: whether anything of it can be examined.
        is_stranger: whether it has nothing that the assignment asks for.
    """

    hand_in: HandIn
    content: Content
    notes: tuple[str, ...]
    folder: Path
    is_readable: bool = True
    is_stranger: bool = False

    @property
    def attempts(self) -> Attempts:
        """The tries of its examination."""
        return Attempts(self.folder, self.content)

    @property
    def is_known(self) -> bool:
        """Whether an earlier run has put down who handed it in."""
        return (self.folder / HAND_IN_FILE).exists()

    @property
    def examined(self) -> Examined:
        """What its examination found out.

        Raises:
            StoredError: the result file is damaged, or is not there.
        """
        examined = find_examined(self.folder, self.content)
        if examined is None:
            raise StoredError(f"{path_of(self.folder, self.content)}: the result file is not there any more")
        return examined

    @property
    def state(self) -> State:
        """How far its examination is, as the disk says."""
        if path_of(self.folder, self.content).exists():
            return State.DONE
        return State.HELD if self.attempts.is_over else State.MISSING


Plan = Mapping[str, Planned]
"""By key, in the order of the source."""


def require_own(job: Job) -> None:
    """Raise `ConfigError` where results of another assignment lie: hand-ins of both may have the same keys."""
    expected = job.workspace.assignment.name
    for path in job.out.glob(f"*/{HAND_IN_FILE}"):
        try:
            found = read_hand_in(path.parent)
        except StoredError:
            continue  # it will be written anew
        if found.assignment != expected:
            told = f"those of {found.assignment} ({path.parent.name})"
            raise ConfigError(
                f"{job.out}: expected results of {expected}, found {told}: choose another folder for --out"
            )
        return  # a folder holds those of one


def survey(job: Job, keys: Keys) -> dict[str, Planned]:
    """Read every hand-in once, and make room for its results; nothing is examined.

    Raises:
        ExportError: the source cannot be read.
        ConfigError: results cannot be written, a hand-in that is asked for is not there, no hand-in of several has
            anything that the assignment asks for, or an extension is nobody's only because zeros of a SID are lost.
    """
    known = keys_in(job.source, job.workspace.assignment.files) if job.only else []
    for key in sorted(job.only.difference(known)):
        raise ConfigError(f"--only {key}: {job.source} has no such hand-in{nearest(key, known)}")
    plan = {planned.hand_in.key: planned for planned in _planned(job, keys)}
    if len(plan) > 1 and not job.only and all(planned.is_stranger for planned in plan.values()):
        raise ConfigError(f"{job.source}: {refusal(len(plan), job.workspace.assignment)}")
    hand_ins = [planned.hand_in for planned in plan.values()]
    job.workspace.extensions.require_zeros(everybody(hand_ins, job.out))
    for planned in plan.values():
        _make_room(planned.folder)
    return plan


def missing(plan: Plan) -> list[str]:
    """The keys of what is to be examined, what was tried least first: what always fails keeps nobody waiting."""
    found = [planned for planned in plan.values() if planned.state is State.MISSING]
    return [planned.hand_in.key for planned in sorted(found, key=lambda planned: planned.attempts.count)]


def _planned(job: Job, keys: Keys) -> Iterator[Planned]:
    assignment = job.workspace.assignment
    identified = identifier(job.out, ZoneInfo(job.workspace.course.timezone))
    for collected in collect(job.source, assignment.files, WeightsDigests(assignment.networks), _only(job)):
        hand_in, content = identified(collected.hand_in), keys.content(collected)
        yield Planned(
            hand_in=hand_in,
            content=content,
            notes=() if isinstance(collected, Unreadable) else collected.notes,
            folder=job.out / hand_in.key,
            is_readable=not isinstance(collected, Unreadable),
            is_stranger=is_stranger(collected, assignment),
        )


def put_down(planned: Planned, assignment: str) -> None:
    """Write who handed it in, and which examination is its own; raises `ConfigError`."""
    handed_in = HandedIn(
        hand_in=planned.hand_in, assignment=assignment, content=planned.content.key, notes=planned.notes
    )
    with _telling(planned.folder):
        write_hand_in(planned.folder, handed_in)


def _make_room(folder: Path) -> None:
    with _telling(folder):
        folder.mkdir(mode=0o700, exist_ok=True)


@contextmanager
def _telling(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ConfigError(f"{folder}: results cannot be written there ({error.strerror})") from error


def _only(job: Job) -> Iterable[str] | None:
    return job.only or None
