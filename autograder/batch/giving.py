"""From result files to grades that are given: new ones at once, changed ones only when somebody has seen what changes.

What is given of a hand-in is its ``results.json`` with the figures beside it, a line of ``history.jsonl`` and one of
``summary.csv``. The history comes first: whoever is killed after it goes on with the others the next time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count as count_from
from itertools import islice
from pathlib import Path
from typing import TypeVar

from autograder.batch.job import Job
from autograder.batch.plan import Plan, Planned, State
from autograder.batch.putting import catch_up, put, put_results, seconds, standing, worth
from autograder.errors import ConfigError, StoredError
from autograder.gradebook import (
    Change,
    Comparison,
    Derived,
    Examined,
    Given,
    HandedIn,
    add,
    compare,
    derive,
    derived_of,
    path_of,
    read_history,
)
from autograder.grading import held
from autograder.records import Check, Graded, Isolation
from autograder.report.files import remove_leftovers
from autograder.report.results_json import RESULTS_FILE
from autograder.report.summary import SUMMARY_FILE, Line, excused, line, points, read_summary, unfinished, write_summary
from autograder.report.terminal import Row, row

T = TypeVar("T")

_AT_ONCE = 16  # hand-ins whose results are in memory together


@dataclass
class Giving:
    """What is given, and what would be.

    Attributes:
        checks: those of the exam, where it was collected: a held result lists them.
        stopped: why what is missing is missing, in words that follow "held: ".
        rows, lines: what table and summary say, by key.
        changed: grades that were given and would be others now; they stand until `replace_all`.
        held: keys of hand-ins without a grade that are left to a human.
        notes: what else somebody is to be told.
    """

    job: Job
    plan: Plan
    checks: Sequence[Check] = ()
    stopped: str = "the batch was stopped before it was graded"
    rows: dict[str, Row] = field(default_factory=dict)
    lines: dict[str, Line] = field(default_factory=dict)
    changed: list[Change] = field(default_factory=list)
    reworded: int = 0
    held: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._given = read_history(self.job.out).last
        self._unread: dict[str, str] = {}
        self._summary = self.job.out / SUMMARY_FILE
        self._before: dict[str, Line] = {}
        self._foreign = ""
        self._is_part = self.job.is_part(len(self.plan))
        try:
            self._before = read_summary(self._summary)
        except StoredError as error:
            self._foreign = str(error)

    def give_new(self) -> None:
        """Give what has no grade yet, renew what is worth the same, and find out what would change.

        Raises:
            OSError: something cannot be written.
        """
        done = [planned for planned in self.plan.values() if planned.state is State.DONE]
        for some in _together(done, _AT_ONCE):
            graded = dict(self._derivable(some))
            self._give(graded, compare(self._given, [self._derived(each) for each in graded.values()]))
        for key, planned in self.plan.items():
            if key not in self.rows:
                self._hold(planned)
        self._write_summary()

    def replace_all(self) -> None:
        """Give what would change; raises as `give_new`."""
        when = datetime.now().astimezone()
        for some in _together(self.changed, _AT_ONCE):
            add(self.job.out, [change.given(when) for change in some])
            for change in some:
                planned = self.plan[change.new.key]
                self._put(self._derive(planned, planned.examined))
        self.changed.clear()
        self._write_summary()

    def _derivable(self, some: Iterable[Planned]) -> Iterator[tuple[str, Graded]]:
        """What follows for each; whoever has a damaged result file is held, and the others need not wait."""
        for planned in some:
            key = planned.hand_in.key
            try:
                examined = planned.examined
            except StoredError as error:
                path = path_of(planned.folder, planned.content)
                self._unread[key] = f"{path.name} is damaged, {_set_aside(path)}: {error}"
                continue
            try:
                yield key, self._derive(planned, examined)
            except StoredError as error:
                self._unread[key] = str(error)

    def _derive(self, planned: Planned, examined: Examined) -> Graded:
        handed_in = HandedIn(
            hand_in=planned.hand_in,
            assignment=self.job.workspace.assignment.name,
            content=planned.content.key,
            notes=planned.notes,
        )
        return derive(self.job.workspace, handed_in, examined, seconds(planned.folder, planned.content))

    def _derived(self, graded: Graded) -> Derived:
        return derived_of(self.job.workspace, graded, self.plan[graded.hand_in.key].content)

    def _give(self, graded: dict[str, Graded], found: Comparison) -> None:
        when = datetime.now().astimezone()
        new = [Given(derived=derived, when=when) for derived in found.new]
        add(self.job.out, [*new, *(change.given(when) for change in found.reworded)])
        for change in found.changed:
            self._leave(change, graded.pop(change.new.key))
        for each in graded.values():
            self._put(each)
        self.reworded += len(found.reworded)

    def _put(self, graded: Graded) -> None:
        """Write what is given of a hand-in; what is there already stays untouched."""
        key = graded.hand_in.key
        planned = self.plan[key]
        put(planned.folder, graded, self.job.workspace.assignment, planned.content, planned.examined)
        if self.job.workspace.extensions.excuses_all(graded.hand_in.students):
            self.rows[key], self.lines[key] = _excused(graded, "excused: no grade")
        else:
            self.rows[key], self.lines[key] = row(graded), line(graded)

    def _catch_up(self, planned: Planned, old: Derived) -> None:
        """Where a kill came between the history and results.json, that file is one behind."""
        note = catch_up(planned.folder, old, planned.hand_in, planned.notes, self.job.workspace.assignment)
        self.notes.extend(filter(None, [note]))

    def _leave(self, change: Change, graded: Graded) -> None:
        """Let a grade stand that would be another now."""
        old, key = change.old, change.new.key
        planned = self.plan[key]
        would_be = "excused" if change.new.is_excused else f"{worth(change.new)} ({change.why})"
        why = f"not replaced: would be {would_be}"
        self.changed.append(change)
        self._catch_up(planned, old)
        if old.is_excused:
            self.rows[key], self.lines[key] = _excused(graded, why)
            return
        stands = standing(graded, old)
        self.rows[key] = replace(row(stands), why=why)
        before = self._before.get(key)
        is_said = before is not None and (before.status, before.grade) == (old.status, points(old.grades))
        self.lines[key] = before if before and is_said else replace(line(stands), status=old.status, why=why)

    def _hold(self, planned: Planned) -> None:
        """Say of a hand-in without a result why it has none; a grade that was given before is not taken away."""
        key, is_held = planned.hand_in.key, planned.state is State.HELD
        why = self._unread.get(key) or (planned.attempts.verdict() if is_held else self.stopped)
        if key in self._given:
            self._catch_up(planned, self._given[key].derived)
            why = f"{why}; the grade given before, {worth(self._given[key].derived)}, stands"
        graded = held(planned.hand_in, self.checks, Isolation(backend="none"), why)
        if key not in self._given and self.checks:
            remove_leftovers(planned.folder / RESULTS_FILE)
            put_results(planned.folder, graded, self.job.workspace.assignment)
        self.rows[key], self.lines[key] = row(graded), unfinished(planned.hand_in, f"held: {why}")
        self.held.append(key)

    def _write_summary(self) -> None:
        """Of some hand-ins only, what is said of the others stays, and so do columns that somebody added."""
        others = self._before if self._is_part else {}
        own = {
            key: replace(each, more=self._before[key].more) if key in self._before else each
            for key, each in self.lines.items()
        }
        try:
            remove_leftovers(self._summary)
            self._keep_foreign()
            write_summary(self._summary, {**others, **own}.values())
        except OSError as error:
            raise ConfigError(f"{self._summary}: the summary cannot be written there ({error.strerror})") from error

    def _keep_foreign(self) -> None:
        """What is no summary of ours is kept under another name: nothing in it is lost."""
        if self._foreign:
            aside = _free_name(self._summary, "kept")
            self._summary.rename(aside)
            missing = " It had the others, too: grade all hand-ins, and the new one has them." if self._is_part else ""
            self.notes.append(f"{self._foreign}. It is kept as {aside.name}, and a new one is written.{missing}")
            self._foreign = ""


def _free_name(path: Path, word: str) -> Path:
    names = (path.with_name(f"{word}-{count}-{path.name}") for count in count_from(1))
    return next(name for name in names if not name.exists())


def _set_aside(path: Path) -> str:
    """Give a damaged file another name, so that its hand-in is examined anew; what came of that."""
    aside = _free_name(path, "damaged")
    try:
        path.rename(aside)
    except OSError as error:
        return f"and cannot be set aside ({error.strerror}): delete it, and grade again: the hand-in is examined anew"
    return f"and was set aside as {aside.name}: grade again, and the hand-in is examined anew"


def _excused(graded: Graded, why: str) -> tuple[Row, Line]:
    """What table and summary say where nobody gets a grade."""
    nothing = replace(row(graded), earned=None, possible=None, late_by=None, points=None, members=(), why=why)
    return replace(nothing, excused=True), excused(graded.hand_in, why)


def _together(every: Iterable[T], size: int) -> Iterator[list[T]]:
    """`every` in lists of at most `size`."""
    rest = iter(every)
    while some := list(islice(rest, size)):
        yield some
