"""``autograder doctor``: what this machine can do, and whether its sandboxes keep their promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from autograder.cli.console import FAULT, NOT_PASSED, OK, out, progress

if TYPE_CHECKING:
    from rich.table import Table

    from autograder.doctor import Finding
    from autograder.sandbox.self_check import Open, Result


def doctor(
    self_check: Annotated[
        bool, typer.Option("--self-check", help="Try every promise of the sandbox on this machine: some minutes.")
    ] = False,
) -> None:
    """Say what this machine can do: isolation, torch, GPU."""
    from autograder.doctor import Health, back_ends, examine

    if self_check:
        kept = [_self_check(name, open_sandbox) for name, open_sandbox in back_ends()]
        raise typer.Exit(OK if all(kept) else FAULT)
    is_bad = False
    for finding in examine():
        out.print(_row(finding))
        is_bad = is_bad or finding.health is Health.BAD
    raise typer.Exit(NOT_PASSED if is_bad else OK)


def _row(finding: Finding) -> Table:
    """One finding, in the columns of all others."""
    from rich.table import Table

    from autograder.doctor import Health

    styles = {Health.GOOD: "green", Health.NOTE: "yellow", Health.BAD: "red"}
    row = Table.grid(padding=(0, 2, 0, 0))
    for column in (14, 7, 54):  # 80 columns with what lies between
        row.add_column(width=column, overflow="fold")
    state = Text(finding.state, style=styles[finding.health])
    row.add_row(Text(finding.subject, style="bold"), state, Text("\n".join(finding.lines)))
    return row


def _self_check(name: str, open_sandbox: Open) -> bool:
    """Self-check one back end and print what it breaks; whether it keeps its promises."""
    from autograder.doctor import summary
    from autograder.sandbox.self_check import CONTRACT, State, self_check

    results: list[Result] = []
    with progress(transient=True) as bar:
        task = bar.add_task(f"Self-check: {name}", total=len(CONTRACT))
        for result in self_check(open_sandbox):
            if result.state is State.BROKEN:
                known = any(other.words == result.words for other in results)
                out.print(Text(f"✗ {name}: {result.check.name}", style="red"), soft_wrap=True)
                out.print(Text(f"    {'the same' if known else result.words}"), soft_wrap=True)
            results.append(result)
            bar.advance(task)
    out.print(Text(summary(name, results)), soft_wrap=True)
    return not any(result.state is State.BROKEN for result in results)
