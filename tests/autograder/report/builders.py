"""Records to report on, in a few words each."""

from datetime import timedelta

from autograder.assignment import Assignment, Question
from autograder.gradescope_table import Gradescope
from autograder.policy import policy_of
from autograder.policy.score import score
from autograder.records import Check, CheckResult, Graded, HandIn, Isolation, Outcome, Student, Visibility

ISOLATION = Isolation(backend="linux", layers=("landlock", "seccomp"), missing={"uid": "not root"})


def assignment(*names, hidden_checks="after_published", late=None, **question):
    questions = [Question(name=name, points=10, **question) for name in names or ("q",)]
    return Assignment(
        name="hw",
        title="Homework",
        files=("layers.py",),
        questions=tuple(questions),
        late=late,
        gradescope=Gradescope(hidden_checks=hidden_checks),
    )


def check(question="q", name="test", *, hidden=False, **more):
    visibility = Visibility.HIDDEN if hidden else Visibility.PUBLIC
    return Check(id=f"{question}/{name}", question=question, title=name, visibility=visibility, **more)


def result(of, outcome=Outcome.PASSED, message="", detail="", flag="", told="", ran=True):
    credit = 1.0 if outcome is Outcome.PASSED else 0.0
    more = {"detail": detail, "flag": flag, "told": told, "ran": ran}
    return CheckResult(check=of, outcome=outcome, message=message, credit=credit, **more)


def graded(task, *results, late_by=timedelta(0), name="Ada", **more):
    """A hand-in that was graded, or is held if one of `results` is a fault."""
    held = any(each.outcome is Outcome.FAULT for each in results)
    scored = None if held else score(task, results)
    return Graded(
        hand_in=HandIn(key="1", students=(Student(name=name),)),
        results=results,
        score=scored,
        grade=policy_of(task.late).apply(scored, late_by) if scored else None,
        isolation=ISOLATION,
        **more,
    )
