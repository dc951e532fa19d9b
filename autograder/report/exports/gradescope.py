"""Tables with the columns of Gradescope's own downloads, for scripts that read those.

The total is the grade, after lateness: Gradescope itself has no penalty that scripts could take off.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from autograder.identity import People, Person
from autograder.records import Standing, Student
from autograder.report.cells import harmless, lateness, number, table
from autograder.report.order import natural

_STATUS = {
    "graded": "Graded",
    "unreadable": "Graded",
    "held": "Ungraded",
    "missing": "Missing",
    "excused": "Excused",
}
_WHO = ("First Name", "Last Name", "SID", "Email", "Sections", "section_name")

NO_PEOPLE = People([])


def gradescope_assignment(standings: Sequence[Standing], zone: ZoneInfo, people: People = NO_PEOPLE) -> bytes:
    """Gradescope's table of one assignment: a line for each student, a column for each question.

    Args:
        zone: in which times are written.
        people: who knows first and last names and sections.

    Raises:
        ValueError: there are several assignments.
    """
    if len({standing.assignment for standing in standings}) > 1:
        raise ValueError("expected the standings of one assignment")
    scores = [standing.score for standing in standings if standing.score]
    questions = [] if not scores else [(each.question, each.possible) for each in scores[0].questions]
    names = [f"{place}: {name} ({number(most)} pts)" for place, (name, most) in enumerate(questions, start=1)]
    head = ("Total Score", "Max Points", "Status", "Submission ID", "Submission Time", "Lateness (H:M:S)")
    rows = [_line(each, questions, zone, people) for each in _ordered(standings)]
    return table([[*_WHO, *head, "View Count", "Submission Count", *map(harmless, names)], *rows])


def gradescope_course(standings: Sequence[Standing], zone: ZoneInfo, people: People = NO_PEOPLE) -> bytes:
    """Gradescope's table of a course: a line for each student, four columns for each assignment.

    Whoever has several hand-ins of an assignment has several lines: which one counts is not for a table to say.
    """
    assignments = sorted({standing.assignment for standing in standings}, key=natural)
    possible = {each.assignment: each.score.possible for each in standings if each.score}
    lines = _lines(standings)
    suffixes = ("", " - Max Points", " - Submission Time", " - Lateness (H:M:S)")
    head = [harmless(f"{name}{suffix}") for name in assignments for suffix in suffixes]
    rows = [
        [
            *_who(student, people),
            *(cell for name in assignments for cell in _four(stands.get(name), possible.get(name), zone)),
            lateness(sum((_late(each) for each in stands.values()), timedelta(0))),
        ]
        for (student, _), stands in lines.items()
    ]
    return table([[*_WHO, *head, "Total Lateness (H:M:S)"], *rows])


def _lines(standings: Sequence[Standing]) -> Mapping[tuple[Student, int], Mapping[str, Standing]]:
    """For each student, and the how many-th hand-in of an assignment: assignment → standing."""
    seen: Counter[tuple[Student, str]] = Counter()
    lines: dict[tuple[Student, int], dict[str, Standing]] = defaultdict(dict)
    for standing in _ordered(standings):
        student = _identity(standing.student)
        lines[student, seen[student, standing.assignment]][standing.assignment] = standing
        seen[student, standing.assignment] += 1
    return lines


def _line(standing: Standing, questions: Sequence[tuple[str, float]], zone: ZoneInfo, people: People) -> list[str]:
    score, grade = standing.score, standing.grade
    earned: Mapping[str, str] = {each.question: number(each.earned) for each in score.questions} if score else {}
    return [
        *_who(standing.student, people),
        number(grade.points) if grade else "",
        number(score.possible if score else sum(most for _, most in questions)) if score or questions else "",
        _STATUS[standing.status],
        standing.hand_in.removeprefix("submission_"),
        _written(standing.submitted_at, zone),
        lateness(grade.late_by) if grade else "",
        "",
        "",
        *(earned.get(question, "") if grade else "" for question, _ in questions),
    ]


def _four(standing: Standing | None, possible: float | None, zone: ZoneInfo) -> list[str]:
    """Points, possible points, time and lateness; lateness of what was not handed in is ``0:00:00`` there."""
    grade = standing.grade if standing else None
    return [
        number(grade.points) if grade else "",
        number(possible) if possible is not None else "",
        _written(standing.submitted_at, zone) if standing else "",
        lateness(grade.late_by if grade else timedelta(0)),
    ]


def _who(student: Student, people: People) -> list[str]:
    found = people.find(student)
    person = found if isinstance(found, Person) else None
    section = harmless(person.section) if person else ""
    return [*map(harmless, (*_names(student.name, person), student.sid, student.email)), section, section]


def _names(name: str, person: Person | None) -> tuple[str, str]:
    """First and last name: what a list says, else the last word is the last name."""
    if person and person.last_name:
        return person.student.name.removesuffix(person.last_name).strip(), person.last_name
    first, _, last = name.strip().rpartition(" ")
    return first, last


def _ordered(standings: Sequence[Standing]) -> list[Standing]:
    return sorted(standings, key=lambda each: (natural(each.student.name), each.student.sid, natural(each.hand_in)))


def _identity(student: Student) -> Student:
    """What is the same in all assignments; Moodle's numbers and deadlines are not."""
    return Student(name=student.name, sid=student.sid, email=student.email)


def _late(standing: Standing) -> timedelta:
    return (standing.grade.late_by if standing.grade else None) or timedelta(0)


def _written(moment: datetime | None, zone: ZoneInfo) -> str:
    """``2020-07-06 17:13:14 -0700``."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S %z") if moment else ""
