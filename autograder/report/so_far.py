"""How far a student is: what to look at first, the points so far, and what handing in now would cost.

Only public checks are known here, and nothing is decided: hidden checks decide, and what counts is the time at which a
hand-in arrives.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from autograder.assignment import Assignment, Course
from autograder.policy import policy_of
from autograder.policy.score import score as score_of
from autograder.policy.slip import said_of
from autograder.records import CheckResult, Outcome, QuestionScore, Score
from autograder.report.text import counted, first_line
from autograder.report.unanswered import is_not_handed_in, is_unwritten

_NOW = timedelta(0)


def look_first(assignment: Assignment, results: Sequence[CheckResult]) -> str:
    """Where to begin: what is wrong already, as the assignment has it, before what is not written; "" if all passed.

    Questions build on those before them, so the first that is wrong may be why others are.
    """
    place = {question.name: number for number, question in enumerate(assignment.questions)}
    failed = [result for result in results if result.outcome is not Outcome.PASSED]
    failed.sort(key=lambda result: (_is_empty(result), place[result.check.question]))
    if not failed:
        return ""
    first = failed[0]
    if is_unwritten(first):
        points = counted(assignment.question(first.check.question).points, "point")
        return f"Next: {first.check.question} ({points}) is not written yet."
    return f"Look first at {first.check.question}: {first_line(first.message) or first.outcome.value}"


def _is_empty(result: CheckResult) -> bool:
    return is_unwritten(result) or is_not_handed_in(result)


def score_so_far(assignment: Assignment, results: Sequence[CheckResult]) -> Score | None:
    """Points of the questions with results, as if hidden checks found what these did; None after a fault of ours."""
    seen = {result.check.question for result in results}
    if not seen or any(result.outcome is Outcome.FAULT for result in results):
        return None
    known = [question for question in assignment.questions if question.name in seen]
    return score_of(assignment.model_copy(update={"questions": tuple(known)}), results)


def points_so_far(assignment: Assignment, score: Score, asked: Sequence[str]) -> str:
    """What the public checks speak for, and what only hidden ones can give."""
    of = "" if len(asked) == len(assignment.questions) else " of what was checked"
    told = f"So far public checks speak for {show_points(score.earned)} of {show_points(score.possible)} points{of}."
    seen = {question.question for question in score.questions}
    unseen = [assignment.question(name) for name in asked if name not in seen]
    if unseen:
        points = counted(sum(question.points for question in unseen), "point")
        told += f" Hidden checks alone give {points}: {', '.join(question.name for question in unseen)}."
    return f"{told} {_worth_of_hidden(assignment, score)}"


def _worth_of_hidden(assignment: Assignment, score: Score) -> str:
    """What hidden checks may still take."""
    if score.earned == 0:
        return "Hidden checks try other inputs."
    whole = sum(each.earned for each in score.questions if assignment.question(each.question).credit == "all")
    parts = score.earned - whole
    worth = [f"{show_points(whole)} count only if they pass too" if whole else ""]
    worth.append(f"{show_points(parts)} shrink with each that fails" if parts else "")
    return f"Hidden checks try other inputs: of these points {', '.join(filter(None, worth))}."


def show_points(points: float) -> str:
    """Points as short as they are: ``28``, ``7.5``."""
    return f"{round(points, 2):g}"


def handed_in_now(assignment: Assignment, course: Course, score: Score | None, now: datetime) -> Iterator[str]:
    """How long there is, or what lateness costs, were it handed in at `now`; and slip days. Nothing where none is due.

    Args:
        score: what is earned so far; None or nothing: what all points would become.
        now: zone-aware, by the student's own clock.
    """
    if assignment.due is None:
        return
    yield from _until(assignment, course, course.moment(assignment.due), score, now)
    yield from filter(None, [said_of(course.slip, assignment)])


def _until(assignment: Assignment, course: Course, due: datetime, score: Score | None, now: datetime) -> Iterator[str]:
    local = due.astimezone(ZoneInfo(course.timezone))
    when = f"{local:%a %Y-%m-%d %H:%M:%S %Z}"
    late = now - due
    if late <= _NOW:
        yield f"Due {when}: {_roughly(-late)} left by this computer's clock. On time, nothing is lost."
        return
    counted_on = score if score is not None and score.earned > 0 else _everything(assignment)
    grade = policy_of(assignment.late).apply(counted_on, late)
    whose = "your" if counted_on is score else "all"
    yield f"Due {when}: by this computer's clock, handing in now would be {_roughly(late)} late."
    yield (
        f"Of {whose} {show_points(counted_on.earned)} points, {show_points(grade.points)} would stay: "
        f"{grade.explanation}. What counts is when it arrives; an extension of your own is not known here."
    )


def _everything(assignment: Assignment) -> Score:
    return Score(
        questions=tuple(
            QuestionScore(question=each.name, earned=each.points, possible=each.points) for each in assignment.questions
        )
    )


def _roughly(span: timedelta) -> str:
    """``3 days 4 h``; the last hours in minutes."""
    if span < timedelta(minutes=1):
        return "less than a minute"
    days, rest = divmod(span, timedelta(days=1))
    hours, minutes = divmod(rest // timedelta(minutes=1), 60)
    parts = [counted(days, "day") if days else "", f"{hours} h" if hours else "", f"{minutes} min" if not days else ""]
    return " ".join(filter(None, parts)).removesuffix(" 0 min")
