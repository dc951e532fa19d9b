"""What a batch puts on disk: a result for each hand-in, seeded before it is known, and the summary of all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from autograder.batch.base import Batch
from autograder.collect import WeightsStore, collect
from autograder.errors import ConfigError
from autograder.grading import grade_unreadable, held
from autograder.records import FIGURE, Graded, HandIn, Isolation, Submission, Unreadable
from autograder.report.files import remove_leftovers, write_whole
from autograder.report.results_json import results, seed_results, write_results
from autograder.report.summary import SUMMARY_FILE, Line, line, unfinished, write_summary

RESULTS_FILE = "results.json"

Report = Callable[[Graded], None]


@dataclass
class Records:
    """What is on disk of a batch.

    Attributes:
        store: copies of the weights of those that are not finished.
        open: hand-ins that were begun and have no result yet, by key.
        lines: what the summary says of the others, by key.
    """

    batch: Batch
    report: Report
    store: WeightsStore
    open: dict[str, HandIn] = field(default_factory=dict)
    lines: dict[str, Line] = field(default_factory=dict)

    def readable(self, source: Path) -> Iterator[Submission]:
        """The submissions of `source`, each with its seeded result; what cannot be read is finished on the way."""
        workspace, checks = self.batch.workspace, self.batch.exam.checks
        for collected in collect(source, workspace.assignment.files, self.store):
            folder = self.batch.out / collected.hand_in.key
            folder.mkdir(mode=0o700, exist_ok=True)
            for figure in folder.glob(FIGURE.format("*")):  # of an earlier run
                figure.unlink()
            seed_results(folder / RESULTS_FILE, workspace.assignment, checks)
            self.open[collected.hand_in.key] = collected.hand_in
            if isinstance(collected, Unreadable):
                self.finish(grade_unreadable(workspace, checks, collected))
            else:
                yield collected

    def finish(self, graded: Graded) -> None:
        """Put a result on disk, then report it."""
        folder = self.batch.out / graded.hand_in.key
        for evidence in graded.evidence:
            for name, figure in evidence.figures.items():
                write_whole(folder / name, figure)
        write_results(folder / RESULTS_FILE, results(graded, self.batch.workspace.assignment))
        self.lines[graded.hand_in.key] = line(graded)
        self.open.pop(graded.hand_in.key, None)
        self.store.forget(graded.hand_in.key)
        self.report(graded)

    def hold(self, waiting: Iterator[Submission], why: str) -> None:
        """Hold everything that has no result yet, begun or not: a fault of ours is never a zero."""
        checks, nowhere = self.batch.exam.checks, Isolation(backend="none")
        for hand_in in [*self.open.values(), *(submission.hand_in for submission in waiting)]:
            self.finish(held(hand_in, checks, nowhere, why))

    def write_summary(self) -> None:
        """Write what is known of every hand-in that was begun."""
        why = "the batch was stopped before it was graded"
        begun = [unfinished(hand_in, f"held: {why}") for hand_in in self.open.values()]
        path = self.batch.out / SUMMARY_FILE
        try:
            remove_leftovers(path)
            write_summary(path, [*self.lines.values(), *begun])
        except OSError as error:
            raise ConfigError(f"{path}: the summary cannot be written there ({error.strerror})") from None
