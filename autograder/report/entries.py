"""The ``tests`` of a results.json: a heading for each question, an entry for each check, and who sees them.

Points stand in the headings alone, so that nothing is added twice. An entry without `status` would show as a
pass (0 of 0), so every entry has one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from autograder.assignment import Assignment, Question
from autograder.policy.wording import format_late, show
from autograder.records import Check, CheckResult, Grade, Outcome, QuestionScore, Score, Visibility
from autograder.report.text import counted as in_words
from autograder.report.text import one_line
from autograder.report.unanswered import is_unwritten

Entry = dict[str, Any]

_FAULT = "This check could not be run, through no fault of yours. Staff will look at it."
_HELD = "Held for staff: nothing is counted yet."
_UNWRITTEN = "Not implemented yet."
_ENDED = {  # of a hidden check; an exception's name and text are the hand-in's, and may hold what it saw
    Outcome.CRASHED: "Your code ended in an error.",
    Outcome.TIMED_OUT: "Your code did not answer in time.",
    Outcome.OUT_OF_MEMORY: "Your code needed more memory than it may have.",
    Outcome.NOT_ALLOWED: "Your code did something that is not allowed.",
}
_HIDDEN_CHECKS_ARE_SHOWN = {
    "hidden": "to staff only",
    "after_due_date": "after the due date",
    "after_published": "when grades are published",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """What a document says of one check.

    Attributes:
        output: all that may be read of it by whoever sees its entry.
        broke_rule: whether it takes the points of its whole question.
        ran: whether anything is known of it.
        held: whether the result that it is of is held: then nothing is counted, lest "0 of 4" be read as a grade.
    """

    check: Check
    passed: bool
    output: str
    broke_rule: bool = False
    ran: bool = True
    held: bool = False


def line(result: CheckResult, *, held: bool = False) -> Line:
    """What may be said of `result`: of a hidden check how it ended, and when it found something wrong its hint."""
    return Line(
        check=result.check,
        passed=result.outcome is Outcome.PASSED,
        output=_words(result),
        broke_rule=result.outcome is Outcome.NOT_ALLOWED,
        held=held,
    )


def not_run(check: Check, why: str) -> Line:
    """A check of which nothing is known."""
    return Line(check=check, passed=False, output=f"Not run: {why}.", ran=False)


def _words(result: CheckResult) -> str:
    if result.outcome is Outcome.FAULT:
        return _FAULT  # the message is about our own code and may hold answers we expect
    if is_unwritten(result):
        shown = result.check.runs and result.check.visibility is Visibility.PUBLIC
        return "\n".join([_UNWRITTEN, *([result.message] if shown else [])])
    if result.check.visibility is Visibility.HIDDEN:
        return "\n".join(filter(None, [result.told or _ENDED.get(result.outcome, ""), _hint(result)]))
    return result.message or ("" if result.outcome is Outcome.PASSED else result.outcome.value)


def _hint(result: CheckResult) -> str:
    """What the student may look at; nothing where the check never looked, for a hint accuses."""
    return result.check.hint if result.outcome is not Outcome.PASSED and result.ran else ""


def entries(
    assignment: Assignment,
    lines: Sequence[Line],
    score: Score | None,
    grade: Grade | None,
    members: Sequence[Grade] = (),
) -> list[Entry]:
    """All entries; where `grade` is None there is nothing to give, and no entry has a number.

    `members` are those of a group whose members have grades of their own.

    Where something is veiled, Gradescope may show students no total: a visible summary comes first. And the
    arithmetic of the grade comes last, as veiled as the hidden checks, because it tells what they found.
    """
    given = score if grade else None
    scores = {each.question: each for each in given.questions} if given else {}
    names = _question_names(assignment, lines)
    listed: list[Entry] = []
    for number, name in enumerate(names, start=1):
        own = [each for each in lines if each.check.question == name]
        listed += _question(assignment, str(number), name, own, scores.get(name))
    if not veiled(assignment, lines):
        return listed
    listed.insert(0, _summary(assignment, lines, members or [grade]))
    if given and grade:
        points = _entry(str(len(names) + 1), "Points and lateness", True, seen_by(assignment, lines))
        listed.append(points | {"output": arithmetic(given, grade)})
    return listed


def veiled(assignment: Assignment, lines: Sequence[Line]) -> bool:
    """Whether there is something that students do not see, or not yet."""
    return seen_by(assignment, lines) != "visible"


def seen_by(assignment: Assignment, lines: Sequence[Line]) -> str:
    """The `visibility` of an entry that tells how `lines` ended."""
    hidden = any(each.check.visibility is Visibility.HIDDEN for each in lines)
    return assignment.gradescope.hidden_checks if hidden else "visible"


def arithmetic(score: Score, grade: Grade) -> str:
    """From points earned to points given, for a student to check."""
    earned = f"{show(score.earned)} of {show(score.possible)}"
    return f"Points before lateness: {earned}\nLateness: {grade.explanation}"


def _question_names(assignment: Assignment, lines: Sequence[Line]) -> list[str]:
    """All questions, also one that only a check names: our fault, but its checks are listed all the same."""
    names = [question.name for question in assignment.questions]
    return list(dict.fromkeys([*names, *(each.check.question for each in lines)]))


def _question(
    assignment: Assignment, number: str, name: str, own: Sequence[Line], score: QuestionScore | None
) -> list[Entry]:
    """A heading and its checks. The heading tells how all of them ended, so it is seen only when they are."""
    question = next((each for each in assignment.questions if each.name == name), None)
    title = (question.title if question else "") or name
    heading = _entry(number, title, all(each.passed for each in own), seen_by(assignment, own))
    heading["output"] = _verdict(question, own)
    if score is not None:
        heading |= {"score": score.earned, "max_score": score.possible}
    return [heading, *(_check(assignment, f"{number}.{i}", each) for i, each in enumerate(own, start=1))]


def _verdict(question: Question | None, own: Sequence[Line]) -> str:
    """Why a question got the points it got."""
    if any(each.held for each in own):
        return _HELD
    if any(each.broke_rule for each in own):
        return "A rule of the assignment is broken, so this question gets no points."
    passed = sum(each.passed for each in own)  # every row below counts, that of the rules too
    text = f"{passed} of {in_words(len(own), 'check')} passed{_not_run(own)}."
    if passed < len(own) and question and question.credit == "all":
        text += " The points are for passing all of them."
    if question and question.credit == "completion":
        besides = "" if all(each.check.runs for each in own) else " besides the rules"
        text += f" The points are for having done it: one check{besides} that gives any credit is enough."
    return text


def _not_run(lines: Sequence[Line]) -> str:
    """``, 2 were not run``; empty where all were."""
    number = sum(not each.ran for each in lines)
    return f", {number} {'was' if number == 1 else 'were'} not run" if number else ""


def _check(assignment: Assignment, number: str, each: Line) -> Entry:
    entry = _entry(number, each.check.title or each.check.id, each.passed, seen_by(assignment, [each]))
    return entry | {"output": each.output}


def _summary(assignment: Assignment, lines: Sequence[Line], grades: Sequence[Grade | None]) -> Entry:
    """What students see at once; nothing in it depends on a hidden check."""
    public = [each for each in lines if each.check.visibility is Visibility.PUBLIC]
    passed = sum(each.passed for each in public)
    counts = f"{passed} of {in_words(len(public), 'public check')} passed{_not_run(public)}."
    text = _HELD if any(each.held for each in lines) else counts
    if broken := dict.fromkeys(each.check.question for each in public if each.broke_rule):
        text += f"\nA rule of the assignment is broken in {', '.join(broken)}."
    text += f"\nThe hidden checks are shown {_HIDDEN_CHECKS_ARE_SHOWN[assignment.gradescope.hidden_checks]}."
    spans = sorted({grade.late_by for grade in grades if grade is not None}, key=lambda span: (span is not None, span))
    if spans:
        own = ", by each member's own deadline" if len(spans) > 1 else ""
        text += f"\nHanded in: {' or '.join(map(format_late, spans))}{own}."
    return _entry("0", "Summary", all(each.passed for each in public), "visible") | {"output": text}


def _entry(number: str, name: str, passed: bool, visibility: str) -> Entry:
    status = "passed" if passed else "failed"
    return {"number": number, "name": one_line(name), "status": status, "visibility": visibility}
