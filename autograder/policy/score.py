"""Points before lateness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from autograder.assignment import Assignment, Question
from autograder.errors import ExamFault, GraderFault
from autograder.policy.points import exactly, part_of
from autograder.records import CheckResult, Outcome, QuestionScore, Score


def score(assignment: Assignment, results: Sequence[CheckResult]) -> Score:
    """Points of every question, in the order of the assignment, to the hundredth.

    A question is worth its weakest check (``credit = "all"``), the mean of its checks (``"share"``), or everything as
    soon as one of its checks earns anything (``"completion"``); if any of its checks found a rule broken, it is worth
    nothing.

    Raises:
        GraderFault: a result is a fault of ours. The caller holds such a grade instead of asking for its
            score; one that asks all the same is stopped with the error that makes it hold.
        ExamFault: a question has no check, so nobody could earn its points; a check's question is not in the
            assignment; a check comes twice.
    """
    _refuse_faults(results)
    of_question: dict[str, list[CheckResult]] = {}
    for result in results:
        of_question.setdefault(result.check.question, []).append(result)
    _refuse_a_wrong_exam(assignment, of_question)
    return Score(
        questions=tuple(_question_score(each, of_question.get(each.name, ())) for each in assignment.questions)
    )


def _question_score(question: Question, own: Sequence[CheckResult]) -> QuestionScore:
    if not own:
        raise ExamFault(f"{question.name}: no check belongs to this question, so its points cannot be earned")
    earned = part_of(question.points, _share(question, own))
    return QuestionScore(question=question.name, earned=earned, possible=question.points)


def _share(question: Question, results: Sequence[CheckResult]) -> Decimal:
    """Share of the question's points, in [0, 1]."""
    not_passed = [result.outcome for result in results if result.outcome is not Outcome.PASSED]
    if Outcome.NOT_ALLOWED in not_passed:
        return Decimal(0)
    if question.credit == "completion":
        return Decimal(any(result.credit for result in results if result.check.runs))
    if not not_passed:  # most questions of most hand-ins
        return Decimal(1)
    credits = [result.credit for result in results]
    if question.credit == "all":
        return exactly(min(credits))
    return sum(map(exactly, credits), Decimal(0)) / len(credits)


def _refuse_faults(results: Sequence[CheckResult]) -> None:
    faults = [result.check.id for result in results if result.outcome is Outcome.FAULT]
    if faults:
        raise GraderFault(f"no score: the grader itself failed in {', '.join(faults)}")


def _refuse_a_wrong_exam(assignment: Assignment, of_question: Mapping[str, Sequence[CheckResult]]) -> None:
    known = {question.name for question in assignment.questions}
    seen: set[str] = set()
    for name, results in of_question.items():
        if name not in known:
            raise ExamFault(f"{results[0].check.id}: assignment.toml has no question {name!r}")
        seen.update(result.check.id for result in results)
    if len(seen) < sum(map(len, of_question.values())):
        counted = Counter(result.check.id for results in of_question.values() for result in results)
        check_id, times = counted.most_common(1)[0]
        raise ExamFault(f"{check_id}: expected one result, got {times}")
