"""What does not hold, in words: which answer, which question, what was expected, what was found, how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.assignment import Assignment
from autograder.authoring.qualify.junk import JUNK
from autograder.authoring.qualify.trials import Trial
from autograder.authoring.variants import Kind
from autograder.policy.score import score
from autograder.records import CheckResult, Outcome, QuestionScore
from autograder.report.results_json import results
from autograder.report.text import counted, one_line
from autograder.report.unanswered import is_unwritten
from autograder.report.validate import problems

_RIGHT_LOSES = "If the answer is right, the check is too strict; otherwise mend the answer."
_REFERENCE_LOSES = "Mend the reference or the check: until then nothing else was tried."
_WRONG_EARNS = {
    Kind.SKELETON: "Some check passes for a function that is not written: let it ask for an answer.",
    Kind.CHEAT: "Ask for an answer that this cannot know: hidden cases, compared by value.",
}
_NOT_SAID = "Let the skeleton be imported, and the check ask for what is between the markers."
_RULES_ALONE = "Let a check that runs the answer refuse it too: the rules read the source, and can be got around."
_KEPT = "Add a case that this answer gets wrong, or take the question out of its LOSES."
_LOST_TOO = "Let the mutant leave this question alone, or add the question to its LOSES."
_SLOW = "Limits are wall clock: on a busy machine, try it again alone. Otherwise allow more time, or make it quicker."
_HELD = "Mend the check: it broke by itself, whatever the answer was. Students' results would be held."
_BREAKS = (
    'Unpack with .returning("a", "b"), and compare with assert_matches before anything else is done with an answer: '
    "both fail what does not fit. As it is, such an answer of a student would be held."
)
_NOT_VALID = "This is a mistake in the grader: please report it."


_FRAME = re.compile(r'^ *File "(?P<file>[^"\n]+)", line (?P<line>[0-9]+), in (?P<function>.+)$', re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that does not hold.

    Attributes:
        question: empty where it is about the whole answer.
        seeds: with which it was seen; 0 is the course's own.
        place: the file or folder of the variant, with its line where one is known.
        is_fault: the grader or the exam broke, so nothing is known of the answer.
    """

    variant: str
    kind: Kind
    question: str = ""
    seeds: tuple[int, ...] = (0,)
    expected: str
    found: str
    mend: str
    place: str = ""
    is_fault: bool = False


def findings_of(trials: Iterable[Trial], assignment: Assignment) -> list[Finding]:
    """Everything that does not hold, in the order of the trials; what several seeds show is told once."""
    merged: dict[tuple[str, str, str], list[Finding]] = {}
    for trial in trials:
        for finding in _of_trial(trial, assignment):
            merged.setdefault((finding.variant, finding.question, finding.expected), []).append(finding)
    return [_merged(same) for same in merged.values()]


def _merged(same: Sequence[Finding]) -> Finding:
    first = same[0]
    seeds = tuple(seed for finding in same for seed in finding.seeds)
    return Finding(**{**vars(first), "seeds": seeds})


def _of_trial(trial: Trial, assignment: Assignment) -> Iterator[Finding]:
    faults = [result for result in trial.graded.results if result.outcome is Outcome.FAULT]
    if trial.variant.kind is Kind.JUNK and faults:
        yield from _breaks(trial, faults)
    elif trial.graded.score is None:
        yield _held(trial, faults)
    elif trial.variant.kind is not Kind.JUNK:  # whose points are no matter
        for question in trial.graded.score.questions:
            yield from _JUDGES[trial.variant.kind](trial, question)
        if trial.variant.kind in _WRONG_EARNS:
            yield from _earns_without_rules(trial, assignment)
    yield from _not_valid(trial, assignment)


def _held(trial: Trial, faults: Sequence[CheckResult]) -> Finding:
    told = _told(faults[0]) if faults else trial.graded.reason
    finding = _finding(trial, "", "a result", f"held: {told}{_and_more(faults)}", _HELD, is_fault=True)
    return replace(finding, place=(_line_of(faults[0]) if faults else "") or finding.place)


def _breaks(trial: Trial, faults: Sequence[CheckResult]) -> Iterator[Finding]:
    """Question by question, the first check that breaks, with the line where it does."""
    for question in dict.fromkeys(result.check.question for result in faults):
        own = [result for result in faults if result.check.question == question]
        name = own[0].check.id.partition("/")[2]
        found = f"breaks {name} with {JUNK[trial.variant.name]}: {one_line(own[0].message)}{_and_more(own)}"
        finding = _finding(trial, question, "each check to pass or fail", found, _BREAKS, is_fault=True)
        yield replace(finding, place=_line_of(own[0]) or finding.place)


def _and_more(faults: Sequence[CheckResult]) -> str:
    return f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""


def _line_of(fault: CheckResult) -> str:
    """File and line of the check that broke, from our own traceback; empty where it did not come so far."""
    function = fault.check.id.partition("/")[2].partition("[")[0]
    frames = [frame for frame in _FRAME.finditer(fault.detail) if frame["function"] == function]
    return f"{frames[-1]['file']}:{frames[-1]['line']}" if frames else ""


def _right(trial: Trial, question: QuestionScore) -> Iterator[Finding]:
    if question.earned < question.possible:
        otherwise = _REFERENCE_LOSES if trial.variant.kind is Kind.REFERENCE else _RIGHT_LOSES
        mend = _mend_of_loss(trial, question, otherwise)
        yield _finding(trial, question.question, _all(question), _loses(trial, question), mend)


def _wrong(trial: Trial, question: QuestionScore) -> Iterator[Finding]:
    if question.earned > 0:
        yield _finding(
            trial, question.question, "0 points", f"earns {_points(question)}", _WRONG_EARNS[trial.variant.kind]
        )


def _skeleton(trial: Trial, question: QuestionScore) -> Iterator[Finding]:
    """It earns nothing, and tells whoever tries it why: it can be imported, and nothing in it is written yet."""
    yield from _wrong(trial, question)
    results = [result for result in trial.graded.results if result.check.question == question.question]
    odd = [result for result in results if result.check.runs and not _says_why(result)]
    if odd and question.earned == 0:
        expected = "each check to end in 'not implemented yet'"
        yield _finding(trial, question.question, expected, _told(odd[0]), _NOT_SAID)


def _says_why(result: CheckResult) -> bool:
    return is_unwritten(result) or "not handed in" in result.message  # the weights of a network


def _mutant(trial: Trial, question: QuestionScore) -> Iterator[Finding]:
    name, loses = question.question, question.earned < question.possible
    if name in trial.variant.loses and not loses:
        yield _finding(trial, name, "to lose points", f"keeps all {question.possible:g}: no check notices", _KEPT)
    if name not in trial.variant.loses and loses:
        mend = _mend_of_loss(trial, question, _LOST_TOO)
        yield _finding(trial, name, _all(question), _loses(trial, question), mend)


def _all(question: QuestionScore) -> str:
    return f"all {counted(question.possible, 'point')}" if question.possible != 1 else "its point"


def _mend_of_loss(trial: Trial, question: QuestionScore, otherwise: str) -> str:
    """Of points that should not be lost; a check that ran out of time may say nothing of the answer."""
    ends = {result.outcome for result in trial.graded.results if result.check.question == question.question}
    return _SLOW if Outcome.TIMED_OUT in ends else otherwise


_JUDGES = {
    Kind.REFERENCE: _right,
    Kind.ALTERNATE: _right,
    Kind.SKELETON: _skeleton,
    Kind.CHEAT: _wrong,
    Kind.MUTANT: _mutant,
}


def _earns_without_rules(trial: Trial, assignment: Assignment) -> Iterator[Finding]:
    """What only the source rules keep from earning points, question by question."""
    assert trial.graded.score is not None
    ran = score(assignment, [result for result in trial.graded.results if result.check.runs])
    for with_rules, without in zip(trial.graded.score.questions, ran.questions, strict=True):
        if with_rules.earned == 0 and without.earned > 0:
            found = f"would earn {_points(without)}"
            yield _finding(trial, without.question, "0 points without the source rules too", found, _RULES_ALONE)


def _not_valid(trial: Trial, assignment: Assignment) -> Iterator[Finding]:
    wrong = problems(results(trial.graded, assignment))
    if wrong:
        yield _finding(trial, "", "a results.json that Gradescope takes", wrong[0], _NOT_VALID, is_fault=True)


def _finding(trial: Trial, question: str, expected: str, found: str, mend: str, *, is_fault: bool = False) -> Finding:
    return Finding(
        variant=trial.variant.name,
        kind=trial.variant.kind,
        question=question,
        seeds=(trial.seed,),
        expected=expected,
        found=found,
        mend=mend,
        place=_place(trial, question),
        is_fault=is_fault,
    )


def _place(trial: Trial, question: str) -> str:
    """Of a reference or a folder, the file of the question, and the line of its function."""
    variant = trial.variant
    if not variant.place or variant.kind is Kind.MUTANT:
        return variant.place
    for source in variant.submission.sources.values():
        before, found, _ = f"\n{source.text}".partition(f"\ndef {question}(")
        if found:
            return f"{Path(variant.place) / source.origin}:{before.count(chr(10)) + 1}"
    return variant.place


def _points(question: QuestionScore) -> str:
    return f"{question.earned:g} of {counted(question.possible, 'point')}"


def _loses(trial: Trial, question: QuestionScore) -> str:
    own = [result for result in trial.graded.results if result.check.question == question.question]
    failed = [result for result in own if result.outcome is not Outcome.PASSED]
    return f"earns {question.earned:g}: {_told(failed[0])}"


def _told(result: CheckResult) -> str:
    name = result.check.id.partition("/")[2]
    return f"{name}: {one_line(result.message) or result.outcome.value}"
