"""``autograder late``: what lateness costs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from autograder.cli.console import errors_in_words, out
from autograder.errors import ConfigError
from autograder.records import HandIn, Student

if TYPE_CHECKING:
    from datetime import datetime

    from autograder.assignment import Course
    from autograder.late_table import Late

_POLICY = "What \\[late] would say, on one line: 'per = { every = \"24 h\", percent = 10 }, cap = 0.7'."

app = typer.Typer(no_args_is_help=True, help="Say what lateness costs.")


@app.callback()
def _late() -> None:
    """Say what lateness costs."""


@app.command()
def explain(
    submitted: Annotated[str, typer.Option(help="When it was handed in: 2026-03-08T00:30, with or without offset.")],
    due: Annotated[str | None, typer.Option(help="The deadline; default: the assignment's.")] = None,
    assignment: Annotated[str | None, typer.Option("--assignment", "-a", help="Whose policy and deadline.")] = None,
    policy: Annotated[str | None, typer.Option(help=_POLICY)] = None,
    zone: Annotated[str | None, typer.Option(help="Of times without an offset; default: the course's.")] = None,
    who: Annotated[
        str | None, typer.Option(help="SID, login, e-mail address or name, for an extension of their own.")
    ] = None,
    roster: Annotated[
        Path | None,
        typer.Option(help="The list of the class, for --who; default: those that grade was given.", dir_okay=False),
    ] = None,
    score: Annotated[
        list[str] | None,
        typer.Option(metavar="POINTS", help="85, 85/100, or QUESTION=20 for each question; default: all points."),
    ] = None,
) -> None:
    """Answer a student: how late, by which rule, and the arithmetic from the points earned to the points given."""
    with errors_in_words():
        from zoneinfo import ZoneInfo

        from autograder.cli.asked_points import score_of
        from autograder.cli.asked_time import moment
        from autograder.policy.explain import explain as explained

        case = _case(assignment, policy, due, zone, who, roster)
        if case.excused:
            out.print(Text(f"{who} is excused: no grade."), soft_wrap=True)
            return
        handed_in = moment(submitted, "--submitted", case.course, deadline=False)
        scored = score_of(score or [], case.possible, case.late.questions if case.late else ())
        shown = ZoneInfo(case.course.timezone if case.course else "UTC")
        told = explained(handed_in, case.due, case.late, scored, shown)
        for label, text in (told | ({"Slip days": case.slip} if case.slip else {})).items():
            out.print(Text(f"{label:<11} {text}"), soft_wrap=True)


@dataclass(frozen=True, kw_only=True)
class _Case:
    """What is asked about.

    Attributes:
        course: whose zone it is in; None: times need offsets.
        possible: points of each question; empty where there is no assignment.
        excused: whoever is asked about gets no grade, whenever it was handed in.
        slip: what is to be said of slip days; "" where there are none.
    """

    course: Course | None
    due: datetime | None
    late: Late | None
    possible: dict[str, float]
    excused: bool = False
    slip: str = ""


def _case(
    assignment: str | None,
    policy: str | None,
    due: str | None,
    zone: str | None,
    who: str | None,
    roster: Path | None,
) -> _Case:
    if (assignment is None) == (policy is None):
        raise ConfigError("expected either --assignment NAME or --policy '…'")
    if assignment is not None:
        return _of_assignment(assignment, due, zone, who, roster)
    if due is None:
        raise ConfigError("--due: expected a deadline: without --assignment there is none")
    if who is not None:
        raise ConfigError("--who: expected --assignment NAME too: extensions are those of an assignment")
    return _of_policy(policy or "", due, zone)


def _of_assignment(name: str, due: str | None, zone: str | None, who: str | None, roster: Path | None) -> _Case:
    from autograder.cli.asked_time import in_zone, moment
    from autograder.cli.asked_who import asked_who
    from autograder.identity import described
    from autograder.policy.lateness import due_of
    from autograder.policy.slip import said_of
    from autograder.workspace import open_assignment

    if who is not None and (due is not None or not who.strip()):
        raise ConfigError(
            "--who: expected a SID, a login, an e-mail address or a name, and no --due: it finds the deadline itself"
        )
    workspace = open_assignment(name, Path.cwd())
    course = in_zone(zone) or workspace.course
    student = asked_who(who, workspace, roster) if who is not None else Student(name="")
    excused = who is not None and workspace.extensions.excuses(student)
    if who and not excused and workspace.extensions.due(student) is None:
        out.print(Text(f"{described(student)} has no extension."), soft_wrap=True)
    granted = due_of(
        HandIn(key="asked", students=(student,)), workspace.assignment, workspace.course, workspace.extensions
    )
    return _Case(
        course=course,
        due=granted if due is None else moment(due, "--due", course, deadline=True),
        late=workspace.assignment.late,
        possible={question.name: question.points for question in workspace.assignment.questions},
        excused=excused,
        slip=said_of(workspace.course.slip, workspace.assignment),
    )


def _of_policy(policy: str, due: str, zone: str | None) -> _Case:
    from autograder.cli.asked_time import in_zone, moment
    from autograder.late_table import late_of

    course = in_zone(zone)
    return _Case(
        course=course,
        due=moment(due, "--due", course, deadline=True),
        late=late_of(policy, "--policy"),
        possible={},
    )
