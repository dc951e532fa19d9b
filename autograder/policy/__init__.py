"""From results to a grade: what was earned, how late it came, and what the late policy leaves of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from autograder.assignment import Assignment, Course
from autograder.extensions import NO_EXTENSIONS, Extensions
from autograder.policy.compose import policy_of
from autograder.policy.lateness import due_of, due_of_member, late_by
from autograder.policy.score import score as score_of
from autograder.records import Grade, Graded, HandIn, Outcome, Score, Student
from autograder.workspace import Workspace

__all__ = ["grade", "grades_of_members", "policy_of", "with_grade"]

_TIME_UNKNOWN = "time of handing in unknown: graded as on time"


def with_grade(workspace: Workspace, graded: Graded) -> Graded:
    """`graded` with the score and the grade that follow from its results now; held where one is a fault of ours.

    Raises:
        ExamFault: the results are of other questions than the assignment has.
        GraderFault, ConfigError: as `grade`.
    """
    if any(result.outcome is Outcome.FAULT for result in graded.results):
        return replace(graded, score=None, grade=None)
    score = score_of(workspace.assignment, graded.results)
    given = grade(workspace.assignment, workspace.course, graded.hand_in, score, workspace.extensions)
    members = _members(workspace, graded.hand_in, score)
    if members:
        excused = map(workspace.extensions.excuses, graded.hand_in.students)
        counting = [each for each, is_excused in zip(members, excused, strict=True) if not is_excused]
        given = _most(counting or members)
    return replace(graded, score=score, grade=given, members=members)


def grade(
    assignment: Assignment, course: Course, hand_in: HandIn, score: Score, extensions: Extensions = NO_EXTENSIONS
) -> Grade:
    """What the assignment's late policy makes of `score`; looks at no clock.

    A hand-in whose time is unknown is graded as on time, and its explanation says so.

    Raises:
        GraderFault: a time without a zone.
        ConfigError: a deadline that the course's clocks skip.
    """
    return _graded(assignment, course, hand_in, score, due_of(hand_in, assignment, course, extensions))


def grades_of_members(
    assignment: Assignment, course: Course, hand_in: HandIn, score: Score, extensions: Extensions = NO_EXTENSIONS
) -> tuple[tuple[Student, Grade], ...]:
    """`grade` for each member of a group by their own deadline, in the order of the hand-in; raises as `grade`."""
    return tuple(
        (
            student,
            _graded(
                assignment,
                course,
                hand_in,
                score,
                due_of_member(student, hand_in, assignment, course, extensions),
            ),
        )
        for student in hand_in.students
    )


def _members(workspace: Workspace, hand_in: HandIn, score: Score) -> tuple[Grade, ...]:
    """The grades of a group whose members have their own, in the order of the hand-in; none where all are the same."""
    assignment = workspace.assignment
    if assignment.late is None or assignment.late.group != "own":
        return ()
    found = grades_of_members(assignment, workspace.course, hand_in, score, workspace.extensions)
    grades = tuple(each for _, each in found)
    return grades if len(set(grades)) > 1 else ()


def _most(members: Sequence[Grade]) -> Grade:
    """The grade with the most points, and how all came to be; in any order of members the same.

    Nobody is named: who was granted what is not for the whole group to read.
    """
    in_order = sorted(members, key=lambda each: (-each.points, each.late_by or timedelta(0), each.explanation))
    told = "; ".join(dict.fromkeys(each.explanation for each in in_order))
    return replace(in_order[0], explanation=f"each member by their own deadline, here the most of them: {told}")


def _graded(assignment: Assignment, course: Course, hand_in: HandIn, score: Score, due: datetime | None) -> Grade:
    late = late_by(hand_in, due)
    policy = policy_of(assignment.late)
    if late is None:
        on_time = policy.apply(score, timedelta(0))
        return replace(on_time, late_by=None, explanation=_TIME_UNKNOWN)
    given = policy.apply(score, late)
    if due is None or assignment.due is None or due == course.moment(assignment.due):
        return given
    local = due.astimezone(ZoneInfo(course.timezone))
    return replace(given, explanation=f"own deadline {local:%a %Y-%m-%d %H:%M:%S %Z}: {given.explanation}")
