"""A qualification in the terminal: counts by question, and only what does not hold in detail."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from rich import box
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.authoring.qualify import SEEDS, Finding, Qualification, Tally
from autograder.authoring.variants import Kind
from autograder.report.text import counted, one_line

_MOST = 60  # findings that are shown
_PROMISES = {
    Kind.REFERENCE: "earn everything, with each of {seeds} seeds",
    Kind.ALTERNATE: "earn everything, with each of {seeds} seeds",
    Kind.SKELETON: "earn nothing",
    Kind.MUTANT: "lose the questions they name, and no others",
    Kind.CHEAT: "earn nothing, nor without the source rules",
    Kind.JUNK: "hold nothing up: each check passes or fails",
}
_PLURALS = {Kind.ALTERNATE: "alternates", Kind.MUTANT: "mutants", Kind.CHEAT: "cheats"}


def by_question(found: Qualification) -> Table:
    """A line for each question."""
    shown = _table("question", "points", "checks", "public", "mutants", "lost", "public catch")
    for name, tally in found.tallies.items():
        shown.add_row(Text(name), *_counts(tally), style=None if tally.lost == tally.mutants else "red")
    if len(found.tallies) > 1:
        shown.add_section()
        shown.add_row("all", *_counts(found.tally))
    return shown


def _counts(tally: Tally) -> list[str]:
    numbers = (tally.checks, tally.public_checks, tally.mutants, tally.lost, tally.public_catch)
    return [f"{tally.points:g}", *map(str, numbers)]


def by_kind(found: Qualification) -> Table:
    """A line for each kind of answer: what it must do, and how many do."""
    tried = Counter({trial.variant.name: trial.variant.kind for trial in found.examined}.values())
    wrong = Counter({finding.variant: finding.kind for finding in found.findings}.values())
    shown = _table("answers", "hold", "must")
    for kind, count in tried.items():
        holds, must = f"{count - wrong[kind]} of {count}", _PROMISES[kind].format(seeds=SEEDS)
        shown.add_row(_PLURALS.get(kind, kind.value), holds, must, style="red" if wrong[kind] else None)
    shown.columns[2].justify = "left"
    return shown


def compared(found: Qualification) -> Table | None:
    """Wrong answers that pass public checks: those of other courses, and ours; None where there are none."""
    published = [check for check in found.published if check.question in found.tallies or not found.scope.is_partial]
    if not published:
        return None
    shown = _table("public checks of", "let pass", "ours let pass", "with hidden ones")
    for check in published:
        tally = found.tallies.get(check.question)
        ours = _share(tally.survive_public, tally.wrong) if tally else "–"
        hidden = _share(tally.survive, tally.wrong) if tally else "–"
        shown.add_row(Text(f"{check.course}, {check.about}"), _share(check.survive, check.wrong), ours, hidden)
    return shown


def _share(some: int, of: int) -> str:
    return f"{some} of {of} ({100 * some / of:.0f} %)" if of else "–"


def findings(found: Qualification) -> list[RenderableType]:
    """Two lines for each thing that does not hold: what; where it is and how to mend it."""
    lines: list[RenderableType] = [line for finding in found.findings[:_MOST] for line in _lines(finding)]
    left = len(found.findings) - _MOST
    if left > 0:
        lines.append(Text(f"… and {left} more, which --json and --html list."))
    return lines


def _lines(finding: Finding) -> tuple[RenderableType, RenderableType]:
    where = " ".join(part for part in (finding.question, _with_seeds(finding)) if part)
    head = Text.assemble(
        (finding.variant, "bold red"),
        f" ({finding.kind.value})",
        f" {where}:" if where else ":",
        f" expected {finding.expected}, but it {one_line(finding.found)}",
    )
    mend = " ".join(filter(None, [_near(finding.place) and f"{_near(finding.place)}:", finding.mend]))
    return head, Padding(Text(mend, style="dim"), (0, 0, 0, 4))


def _near(place: str) -> str:
    """A path as short as it gets from here."""
    return os.path.relpath(place) if place and Path(place).is_relative_to(Path.cwd()) else place


def _with_seeds(finding: Finding) -> str:
    """Nothing for what the course's own seed shows: that is what is graded."""
    if finding.seeds == (0,):
        return ""
    return f"with {'seed' if len(finding.seeds) == 1 else 'seeds'} {', '.join(str(seed + 1) for seed in finding.seeds)}"


def verdict(found: Qualification) -> str:
    """In a sentence or two what this shows."""
    tally, name = found.tally, found.assignment.name
    variants = len({trial.variant.name for trial in found.examined})
    what = f"{counted(variants, 'variant')}, {counted(len(found.tallies), 'question')}, {found.seconds:.0f} s"
    mutants = counted(tally.mutants, "mutant")
    public = f"Public checks alone catch {tally.public_catch} of {mutants}, all checks {tally.lost}."
    if not found.holds:
        was = "was" if found.untried == 1 else "were"
        untried = f" {counted(found.untried, 'variant')} {was} not tried." if found.untried else ""
        verb = "does" if len(found.findings) == 1 else "do"
        return f"{name} is not qualified: {len(found.findings)} {verb} not hold ({what}).{untried}"
    if found.scope.is_partial:
        return f"All that was examined holds ({what}). {public} This was a part: nothing is recorded for a release."
    return f"{name} is qualified ({what}). {public}{_without_mutants(found)}"


def _without_mutants(found: Qualification) -> str:
    """Which questions no wrong answer has put to the test."""
    names = [name for name, tally in found.tallies.items() if not tally.mutants]
    whose = "its" if len(names) == 1 else "their"
    return f" No mutant loses {', '.join(names)}: nothing shows that {whose} checks notice a mistake." if names else ""


def how(found: Qualification) -> str:
    """Whether everything was run."""
    if found.scope.thorough:
        return f"Every question of every variant was run with each of {SEEDS} seeds."
    return (
        "Questions that cannot reach what a variant changes were not run again: they end as with the reference. "
        "Wrong answers were run with the course's own seed. --thorough runs everything with every seed."
    )


def _table(*columns: str) -> Table:
    shown = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for number, name in enumerate(columns):
        shown.add_column(name, justify="right" if number else "left", overflow="fold" if number else "ellipsis")
    return shown
