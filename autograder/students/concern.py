"""Which questions a change of the files concerns, told by content: a file that is saved as it was concerns none."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from pathlib import Path

from autograder.assignment import Assignment, Question
from autograder.collect.imports import imported_by
from autograder.records import Submission


def fingerprints(
    assignment: Assignment,
    submission: Submission,
    files: Mapping[str, Collection[Path]],
    evaluating: Collection[str],
) -> dict[str, str]:
    """Question → a digest of all of the submission that its checks may look at.

    That is the module of its function, the modules that its test files name, and what all these import; for a question
    about a network everything, weights included.

    Args:
        files: question → the test files of its checks.
        evaluating: the questions that ask what a network gives.
    """
    reach = {module: _reached_from(module, submission) for module in submission.sources}
    named = {path: _modules_named_in(path, assignment) for paths in files.values() for path in paths}
    digests = {}
    for question in assignment.questions:
        if question.name in evaluating:
            digests[question.name] = _digest(submission, submission.sources, weights=True)
            continue
        roots = {_module_of(assignment, question)}.union(*(named[path] for path in files.get(question.name, ())))
        modules = roots.union(*(reach.get(root, ()) for root in roots))
        digests[question.name] = _digest(submission, modules, weights=False)
    return digests


def _module_of(assignment: Assignment, question: Question) -> str:
    return (assignment.rules_of(question).function or "").rpartition(".")[0]


def _modules_named_in(path: Path, assignment: Assignment) -> frozenset[str]:
    """Those of the wanted modules whose name is a word in a test file: it may call them."""
    words = set(re.findall(r"\w+", path.read_text(encoding="utf-8", errors="replace")))
    return frozenset(file.removesuffix(".py") for file in assignment.files) & words


def _reached_from(module: str, submission: Submission) -> frozenset[str]:
    """The modules of a submission that importing `module` may bring in, itself included."""
    reached, pending = set[str](), [module]
    while pending:
        name = pending.pop()
        if name in reached or name not in submission.sources:
            continue
        reached.add(name)
        mentioned = imported_by(submission.sources[name])
        pending += submission.sources if mentioned is None else mentioned
    return frozenset(reached)


def _digest(submission: Submission, modules: Collection[str], *, weights: bool) -> str:
    digest = hashlib.sha256()
    for module in sorted(modules):
        source = submission.sources.get(module)
        text = f"{source.origin}\0{source.text}" if source else submission.missing.get(module, "")
        digest.update(f"{module}\0{text}\0".encode(errors="replace"))
    if weights:
        told = {name: found.sha256 for name, found in submission.weights.items()} | dict(submission.no_weights)
        digest.update(repr(sorted(told.items())).encode(errors="replace"))
    return digest.hexdigest()
