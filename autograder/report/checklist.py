"""What a student sees of their own checks in the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from rich.text import Text

from autograder.assignment import Assignment, Question
from autograder.records import CheckResult, Outcome
from autograder.report.text import clean, counted
from autograder.report.unanswered import is_unwritten

_CASE = "\n(with "  # what the exam adds to a message that came of one case among several
_AS_ABOVE = "as said at the top"


def checklist(assignment: Assignment, results: Sequence[CheckResult], asked: Sequence[str]) -> Iterator[Text]:
    """What stops several checks, once; question by question what went wrong; then how much is done and what decides.

    Args:
        asked: names of the questions that were to be checked; some may have hidden checks only.
    """
    shared = _shared(results)
    yield from map(_stop, shared.values())
    for question in assignment.questions:
        own = _of(question.name, results)
        if any(map(_says_something, own)):
            yield _heading(question, _passed(own))
            remarks = [_remark(result, shared) for result in own]
            yield from (Text(told) for told in dict.fromkeys(filter(None, remarks)))
    yield from summary(assignment, results, asked)


def summary(assignment: Assignment, results: Sequence[CheckResult], asked: Sequence[str]) -> Iterator[Text]:
    """The end of a checklist: what only hidden checks look at, and how many questions pass.

    Args:
        asked: as of `checklist`.
    """
    told = [result for result in results if _says_something(result)]
    seen = [question.name for question in assignment.questions if _of(question.name, told)]
    unseen = [name for name in asked if name not in seen]
    if unseen:
        yield Text(f"\nOnly hidden checks look at {', '.join(unseen)}.")
    if seen:
        done = sum(_passed(_of(name, results)) for name in seen)
        verb = "passes its" if len(seen) == 1 else "pass their"
        total = counted(len(seen), "question")
        yield Text(f"\n{done} of {total} {verb} public checks. Hidden checks decide the points.")


def _of(question: str, results: Sequence[CheckResult]) -> list[CheckResult]:
    return [result for result in results if result.check.question == question]


def _passed(results: Sequence[CheckResult]) -> bool:
    return all(result.outcome is Outcome.PASSED for result in results)


def _shared(results: Sequence[CheckResult]) -> Mapping[str, Sequence[CheckResult]]:
    """Crashes that say the same word for word, such as a syntax error, by what they say."""
    crashes: dict[str, list[CheckResult]] = {}
    for result in results:
        if result.outcome is Outcome.CRASHED and not is_unwritten(result):
            crashes.setdefault(_told(result), []).append(result)
    return {message: alike for message, alike in crashes.items() if len(alike) > 1}


def _told(result: CheckResult) -> str:
    """The message, without the case at hand."""
    return result.message.partition(_CASE)[0].strip("\n")


def _stop(alike: Sequence[CheckResult]) -> Text:
    told = "\n".join(filter(None, [_told(alike[0]), alike[0].detail]))
    return Text("✗ ", style="red") + Text(f"{len(alike)} checks stop here:\n") + Text(_indented(told))


def _says_something(result: CheckResult) -> bool:
    """Whether it tells how far someone is: a rule that is kept does not, for an empty file keeps it."""
    return result.check.runs or result.outcome is not Outcome.PASSED


def _heading(question: Question, passed: bool) -> Text:
    mark = Text("✓ ", style="green") if passed else Text("✗ ", style="red")
    return mark + Text(question.name, style="bold") + Text(f" ({counted(question.points, 'point')})")


def _remark(result: CheckResult, shared: Mapping[str, Sequence[CheckResult]]) -> str:
    """What went wrong; of a check that passed, what it measured, if anything."""
    return _indented(result.message) if result.outcome is Outcome.PASSED else _problem(result, shared)


def _problem(result: CheckResult, shared: Mapping[str, Sequence[CheckResult]]) -> str:
    if is_unwritten(result):
        return _indented("not implemented yet")
    alike = shared.get(_told(result), ())
    if result not in alike:
        head, parts = result.outcome.value, [result.message, result.detail]
    else:
        printed = result.detail if result.detail != alike[0].detail else ""
        head, parts = f"{result.outcome.value}, {_AS_ABOVE}", [printed]
    return _indented("\n".join([f"{head}: {result.check.title}", *filter(None, parts)]))


def _indented(text: str) -> str:
    return textwrap.indent(clean(text).rstrip(), "    ")
