"""A qualification as one HTML page that needs nothing else: every variant beside every question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from autograder.authoring.qualify import SEEDS, Finding, Qualification, Trial, tables
from autograder.authoring.variants import Kind, Variant
from autograder.records import Outcome
from autograder.report.text import clean, one_line

_TEMPLATE = "page.html.j2"
_TITLES = {
    Kind.REFERENCE: "Reference",
    Kind.ALTERNATE: "Alternates: right answers in another style",
    Kind.SKELETON: "Skeleton",
    Kind.MUTANT: "Mutants: wrong answers",
    Kind.CHEAT: "Cheats",
    Kind.JUNK: "Junk: what no check may break on",
}


@dataclass(frozen=True)
class Cell:
    """What one variant does with one question.

    Attributes:
        state: ``kept``, ``lost``, ``wrong`` (not as it must be), ``held`` or ``untried``.
        known: whether it was not run, because it follows from the reference.
        title: what is told of it where someone points at it.
    """

    state: str
    known: bool
    title: str

    @property
    def sign(self) -> str:
        """What is readable without colours."""
        return {"kept": "·", "lost": "●", "wrong": "✗", "held": "!", "untried": ""}[self.state]


@dataclass(frozen=True)
class Row:
    """A variant and its cells, in the order of the questions."""

    name: str
    summary: str
    holds: bool
    cells: tuple[Cell, ...]


def page(found: Qualification) -> str:
    """The page, with everything in it escaped."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(_TEMPLATE).render(
        found=found,
        seeds=SEEDS,
        verdict=tables.verdict(found),
        how=tables.how(found),
        groups=[(_TITLES[kind], rows) for kind, rows in _groups(found)],
        share=lambda some, of: f"{100 * some / of:.0f} %" if of else "–",
    )


def _groups(found: Qualification) -> list[tuple[Kind, list[Row]]]:
    trials: dict[str, list[Trial]] = {}
    for trial in found.trials:
        trials.setdefault(trial.variant.name, []).append(trial)
    wrong: dict[str, list[Finding]] = {}
    for finding in found.findings:
        wrong.setdefault(finding.variant, []).append(finding)
    rows: dict[Kind, list[Row]] = {}
    for variant in found.variants:
        row = _row(variant, trials.get(variant.name, []), wrong.get(variant.name, []), list(found.tallies))
        rows.setdefault(variant.kind, []).append(row)
    return list(rows.items())


def _row(variant: Variant, trials: Sequence[Trial], wrong: Sequence[Finding], questions: Sequence[str]) -> Row:
    cells = tuple(_cell(question, trials, wrong) for question in questions)
    return Row(variant.name, one_line(variant.summary), not wrong, cells)


def _cell(question: str, trials: Sequence[Trial], wrong: Sequence[Finding]) -> Cell:
    if not trials:
        return Cell("untried", False, f"{question}: not tried")
    known = not any(question in trial.ran for trial in trials)
    own = [f"expected {finding.expected}, but it {finding.found}" for finding in wrong if finding.question == question]
    failed = [
        f"{result.check.id.partition('/')[2]}: {result.outcome.value}"
        for result in trials[0].graded.results
        if result.check.question == question and result.outcome is not Outcome.PASSED
    ]
    told = "\n".join([question, *own, *failed, *(["as with the reference, not run"] if known else [])])
    if own:
        return Cell("wrong", known, clean(told))
    if trials[0].graded.score is None:
        return Cell("held", known, clean(told))
    return Cell("lost" if failed else "kept", known, clean(told))
