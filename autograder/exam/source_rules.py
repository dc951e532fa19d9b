"""Holds the source of a hand-in to the rules of a question, without running it.

Only code that the question's function can reach is looked at: helpers, classes, aliases and other modules of
the hand-in count; experiments beside them do not. This is the first of three witnesses: it finds the loops that people
write, in any common disguise, and all their places. What it can be kept from seeing (a star import after definitions,
a protocol that C code calls back) is left to `witness`, which counts what runs.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from autograder.assignment import Rules
from autograder.exam.source.arrays import taken_apart_in
from autograder.exam.source.effects import run_by_import
from autograder.exam.source.hiding import dispatched_in, hidden_in, rewritten_in
from autograder.exam.source.limits import not_allowed_in
from autograder.exam.source.lines import line_of
from autograder.exam.source.loops import is_fixed, loop_in
from autograder.exam.source.modules import Module, Program, read_program
from autograder.exam.source.names import Names
from autograder.exam.source.reach import Reached, reach
from autograder.exam.source.recursion import recursion_in
from autograder.exam.source.spots import Spot, spots
from autograder.records import SourceFile

_MOST_TEXT = 512 << 10  # characters: a thousand times an answer; beyond, reading it takes minutes


@dataclass(frozen=True)
class Violation:
    """A place in a hand-in that breaks a rule.

    Attributes:
        place: as the student knows it: ``layers.py, line 12``.
        line: the code there, without its indentation.
        reason: what is wrong with it, in words: ``a for loop``.
    """

    place: str
    line: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}: {self.line}"


@dataclass(frozen=True)
class _Finding:
    module: Module
    line: int
    reason: str


def violations(sources: Mapping[str, SourceFile], rules: Rules) -> list[Violation]:
    """Everything that `rules` refuse in what ``rules.function`` can reach, in the order of the source.

    A function that does not exist, or a module with a syntax error, has no violations: running it says so.
    Code that this check could be blind to (``exec``, text nested too deeply to read) is refused.
    """
    if rules.any and sum(len(source.text) for source in sources.values()) > _MOST_TEXT:
        return [Violation("the hand-in", f"more than {_MOST_TEXT} characters", "too large to be checked")]
    if not rules.any or rules.function is None:
        return []
    program = read_program(sources)
    names = Names(program)
    imported = program.imported_from(_module_of(rules.function, program))
    reached = reach(program, names, rules.function, imported)
    findings = [*_in_reached(reached, rules, names)]
    if reached.spots:
        findings += _at_import(imported, names)
    if names.gave_up:
        findings.append(_Finding(imported[0], 1, "names too tangled to be checked"))
    return _in_order(findings, program)


def _module_of(function: str, program: Program) -> str:
    """The longest part of ``blocks.pool.max_pool`` that is a module."""
    parts = function.split(".")
    names = [".".join(parts[:k]) for k in range(len(parts), 0, -1)]
    return next((name for name in names if name in program.modules), names[-1])


def _in_reached(reached: Reached, rules: Rules, names: Names) -> Iterator[_Finding]:
    for module in reached.too_deep:
        yield _Finding(module, 1, "nested too deeply to be checked")
    for spot in reached.spots:
        for reason in _reasons(spot, rules, names):
            yield _finding(spot, reason)
    for spot, reason in dispatched_in(reached.spots):
        yield _finding(spot, reason)
    if rules.watches_loops:
        for spot, reason in (*recursion_in(reached.spots), *taken_apart_in(reached.spots, names)):
            yield _finding(spot, reason)


def _reasons(spot: Spot, rules: Rules, names: Names) -> Iterator[str]:
    if rules.watches_loops and not (rules.loops == "fixed" and is_fixed(spot, names)):
        yield from loop_in(spot, names)
    yield from hidden_in(spot)
    yield from not_allowed_in(spot, rules.imports or (), rules.forbid or ())


def _at_import(imported: Iterable[Module], names: Names) -> Iterator[_Finding]:
    """What the import of the reached modules does behind the back of this check."""
    for module in imported:
        for unit in dict.fromkeys(run_by_import(module, names)):
            for spot in spots(unit, module, names):
                yield from (_finding(spot, reason) for reason in rewritten_in(spot))


def _finding(spot: Spot, reason: str) -> _Finding:
    assert isinstance(spot.node, (ast.expr, ast.stmt, ast.excepthandler, ast.pattern, ast.arg))
    return _Finding(spot.module, spot.node.lineno, reason)


def _in_order(findings: Iterable[_Finding], program: Program) -> list[Violation]:
    """One violation for each line, with all that is wrong there."""
    rank = {module: k for k, module in enumerate(program.modules.values())}
    reasons: dict[tuple[int, int], dict[str, Module]] = {}
    for finding in findings:
        reasons.setdefault((rank[finding.module], finding.line), {})[finding.reason] = finding.module
    result = []
    for (_, line), found in sorted(reasons.items()):
        source = next(iter(found.values())).source
        result.append(Violation(source.place(line), line_of(source, line), "; ".join(found)))
    return result
