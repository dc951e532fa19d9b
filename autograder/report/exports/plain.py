"""A plain table: a line for each student and assignment, with what the grade follows from and points by question."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.records import Standing
from autograder.report.cells import harmless, lateness, number, table
from autograder.report.order import natural

_COLUMNS = (
    "assignment",
    "name",
    "sid",
    "email",
    "hand_in",
    "submitted_at",
    "status",
    "score",
    "possible",
    "lateness",
    "grade",
    "explanation",
)


def plain(standings: Sequence[Standing]) -> bytes:
    """CSV with `_COLUMNS`, then a column for each question, ``conv: pad2d`` where there are several assignments."""
    questions = _questions(standings)
    several = len({standing.assignment for standing in standings}) > 1
    names = [f"{assignment}: {name}" if several else name for assignment, name in questions]
    ordered = sorted(standings, key=lambda each: (natural(each.assignment), natural(each.student.name), each.hand_in))
    return table([[*_COLUMNS, *map(harmless, names)], *(_line(each, questions) for each in ordered)])


def _questions(standings: Sequence[Standing]) -> list[tuple[str, str]]:
    """Every question that somebody has points for, with its assignment, in the order of the assignments' own."""
    found: dict[tuple[str, str], None] = {}
    for standing in sorted(standings, key=lambda each: natural(each.assignment)):
        for question in standing.score.questions if standing.score else ():
            found.setdefault((standing.assignment, question.question))
    return list(found)


def _line(standing: Standing, questions: Sequence[tuple[str, str]]) -> list[str]:
    student, score, grade = standing.student, standing.score, standing.grade
    earned = {(standing.assignment, each.question): number(each.earned) for each in score.questions} if score else {}
    return [
        harmless(standing.assignment),
        harmless(student.name),
        harmless(student.sid),
        harmless(student.email),
        standing.hand_in,
        standing.submitted_at.isoformat() if standing.submitted_at else "",
        standing.status,
        number(score.earned) if score else "",
        number(score.possible) if score else "",
        lateness(grade.late_by) if grade else "",
        number(grade.points) if grade else "",
        harmless(grade.explanation) if grade else "",
        *(earned.get(question, "") for question in questions),
    ]
