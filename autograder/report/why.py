"""The one short line that says why a grade is what it is, for staff who read hundreds of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from autograder.records import CheckResult, Graded, Outcome, Visibility
from autograder.report.text import counted, first_line, one_line
from autograder.report.unanswered import is_not_handed_in, is_unwritten

_NOT_HANDED_IN = "not handed in"
_NOT_IMPLEMENTED = "not implemented"
_MOST_TELLING_FIRST = (
    Outcome.FAULT.value,
    Outcome.NOT_ALLOWED.value,
    _NOT_HANDED_IN,
    _NOT_IMPLEMENTED,
    Outcome.CRASHED.value,
    Outcome.TIMED_OUT.value,
    Outcome.OUT_OF_MEMORY.value,
    Outcome.FAILED.value,
)
_SPEAKS_FOR_ITSELF = {_NOT_IMPLEMENTED, Outcome.TIMED_OUT.value, Outcome.OUT_OF_MEMORY.value}
_MOST_NAMES = 3
_EXCEPTION = re.compile(
    r"([A-Za-z_]{0,40}(?:Error|Exception|Exit|Interrupt))(?=:|$)"
)  # the usual names, without digits


def why(graded: Graded) -> str:
    """One line, without lateness and safe to show; it may quote hidden checks, so it is for staff.

    What an exception says that was raised in a hidden check is left out: the answer wrote it, and may have put hidden
    inputs into it, whole images even; who wants to read it finds it in the result file.

    Questions that failed in the same way are named together, the most telling way first. A question that
    failed in several ways is counted under the most telling one.
    """
    if graded.held:
        return one_line(f"held: {_fault(graded)}")
    if graded.reason:
        return one_line(graded.reason) or "the hand-in could not be read"
    if not graded.results:
        return "no checks were run"
    worst = _worst_of_each_question(graded.results)
    if not worst:
        return "all checks passed"
    total = len({result.check.question for result in graded.results})
    alike = {kind: [each for each in worst.values() if _kind(each) == kind] for kind in _MOST_TELLING_FIRST}
    groups = [(kind, members) for kind, members in alike.items() if members]
    if len(groups) == 1:
        return one_line("; ".join([_in_full(*groups[0], total), *_which_file(graded, groups[0][0])]))
    return one_line("; ".join(_in_brief(kind, members, total) for kind, members in groups))


def _which_file(graded: Graded, kind: str) -> Sequence[str]:
    """Where a skeleton was handed in: the answers may be in another file, which a note then names."""
    return graded.notes[:1] if kind == _NOT_IMPLEMENTED else ()


def _fault(graded: Graded) -> str:
    faults = [result for result in graded.results if result.outcome is Outcome.FAULT]
    broke = [fault for fault in faults if fault.ran]
    if graded.reason and not broke:  # nothing was run, so no question says more than the others
        return one_line(first_line(graded.reason))
    faults = broke or faults
    if not faults:
        return Outcome.FAULT.value
    questions = dict.fromkeys(fault.check.question for fault in faults)
    message = first_line(faults[0].message)
    return one_line(f"{Outcome.FAULT.value} in {', '.join(questions)}" + (f": {message}" if message else ""))


def _worst_of_each_question(results: Sequence[CheckResult]) -> Mapping[str, CheckResult]:
    """Question → its most telling result that did not pass; questions without one are left out."""
    worst: dict[str, CheckResult] = {}
    for result in results:
        if result.outcome is not Outcome.PASSED:
            question = result.check.question
            worst[question] = min(worst.get(question, result), result, key=_rank)
    return worst


def _rank(result: CheckResult) -> int:
    return _MOST_TELLING_FIRST.index(_kind(result))


def _kind(result: CheckResult) -> str:
    if is_not_handed_in(result):
        return _NOT_HANDED_IN
    return _NOT_IMPLEMENTED if is_unwritten(result) else result.outcome.value


def _in_brief(kind: str, members: Sequence[CheckResult], total: int) -> str:
    return _files(members) if kind == _NOT_HANDED_IN else f"{_names(members, total)}: {kind}"


def _files(members: Sequence[CheckResult]) -> str:
    """The file that is missing, or how many are, and what that costs."""
    reasons = list(dict.fromkeys(first_line(member.message) for member in members))
    told = reasons[0] if len(reasons) == 1 else f"{counted(len(reasons), 'file')} {_NOT_HANDED_IN}"
    return f"{told}: {counted(len(members), 'question')}"


def _in_full(kind: str, members: Sequence[CheckResult], total: int) -> str:
    """The only kind of failure there is, with what was said about all of `members`, or else about the first."""
    if kind == _NOT_IMPLEMENTED:
        return f"{kind}: {len(members)} of {counted(total, 'question')}"
    if kind == _NOT_HANDED_IN:
        return _files(members)
    said = [_said(member) for member in members]
    if kind in _SPEAKS_FOR_ITSELF or not said[0]:
        return f"{_names(members, total)}: {kind}"
    if len(set(said)) == 1:
        return _after_names(_names(members, total), said[0])
    return f"{_after_names(members[0].check.question, said[0]).rstrip('.')}; {_names(members[1:], total)}: {kind}"


def _said(result: CheckResult) -> str:
    """The first line of what a check said; of an exception that may quote hidden inputs only the name."""
    message = first_line(result.message)
    if result.outcome is not Outcome.CRASHED or result.check.visibility is not Visibility.HIDDEN:
        return message
    exception = _EXCEPTION.match(message)
    return f"{exception[1] if exception else result.outcome.value} in a hidden check"


def _after_names(names: str, message: str) -> str:
    return message if message.startswith(f"{names}: ") else f"{names}: {message}"


def _names(members: Sequence[CheckResult], total: int) -> str:
    names = [member.check.question for member in members]
    return ", ".join(names) if len(names) <= _MOST_NAMES else f"{len(names)} of {counted(total, 'question')}"
