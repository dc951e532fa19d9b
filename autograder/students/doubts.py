"""What may be wrong with a hand-in before it is packed: forgotten files, names that went, a notebook that is older.

A notebook that is open in a browser and not saved cannot be seen from here; what it leaves behind can: a notebook on
disk without the answers, or one that is older than another with the same ones.
"""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from autograder.assignment import Assignment
from autograder.collect.imports import imported_by
from autograder.collect.names import listed, suffix_of
from autograder.collect.notebook import read_notebook
from autograder.errors import HandInError
from autograder.records import SourceFile, Submission
from autograder.workspace import public_checks

_NOTEBOOK = ".ipynb"
_NOT_HANDED_IN, _NOT_HERE = "not handed in", "is not in this folder"
_CHECKPOINTS = ".ipynb_checkpoints"
_CAME_WITH_THE_HANDOUT = "tests."  # otter's files, which nobody but otter imports


def doubts(folder: Path, assignment: Assignment, submission: Submission) -> Iterator[str]:
    """What should be mended before `submission`, collected from the handout in `folder`, is handed in."""
    for module, why in submission.missing.items():
        yield _here(why) if module in why else f"{module}.py: {_here(why)}"
    yield from submission.no_weights.values()
    yield from absent_imports(submission)
    checks = _texts_of_checks(folder)
    wanted = {file.removesuffix(".py"): _asked_of(assignment, file, checks) for file in assignment.files}
    for module, source in submission.sources.items():
        yield from _unreadable(source)
        if module in wanted:
            yield from _gone(source, f"{module}.py", wanted[module])
            yield from _newer(folder, source, wanted[module])


def as_it_lies_here(folder: Path, assignment: Assignment, submission: Submission) -> Submission:
    """`submission` in the words of somebody at home: a file is not in this folder, whatever notebook lies there.

    The handout's own notebook would stand in for a file that was deleted, and has no answer: that is told of the file.
    """
    checks = _texts_of_checks(folder)
    gone = {module: _here(why) for module, why in submission.missing.items()}
    blank = set[str]()
    for file in assignment.files:
        module = file.removesuffix(".py")
        source, asked = submission.sources.get(module), _asked_of(assignment, file, checks)
        names = None if source is None or suffix_of(source.origin) != _NOTEBOOK else _names_in(source)
        if source is not None and names is not None and names.isdisjoint(asked):
            blank.add(module)
            gone[module] = next(_gone(source, file, asked), f"{file} is not in this folder")
    origins = tuple(f"{submission.sources[module].origin}: " for module in blank)
    own = f"{assignment.name}{_NOTEBOOK}: no definitions"  # as in every handout
    notes = [note for note in submission.notes if not note.startswith((*origins, own)) and _NOT_HANDED_IN not in note]
    return replace(
        submission,
        sources={module: source for module, source in submission.sources.items() if module not in blank},
        missing=gone,
        notes=(*notes, *_others(folder, assignment, gone)),
    )


def _here(why: str) -> str:
    return why.replace(f"was {_NOT_HANDED_IN}", _NOT_HERE)


def _others(folder: Path, assignment: Assignment, gone: Collection[str]) -> Iterator[str]:
    """Files that may be those that are missing, under another name."""
    known = {*assignment.files, *(path.name for path in public_checks(folder))}
    others = sorted(path.name for path in folder.glob("*.py") if path.name not in known)
    if gone and others:
        yield f"in this folder instead: {listed(others)}"


def _texts_of_checks(folder: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in public_checks(folder))


def _asked_of(assignment: Assignment, file: str, checks: str) -> tuple[str, ...]:
    """The functions and classes of a file that questions ask for, as far as a handout says.

    Args:
        checks: the texts of the public checks. What none of them calls may be the name of a question alone.
    """
    module = file.removesuffix(".py")
    functions = [assignment.rules_of(question).function or "" for question in assignment.questions]
    inside = [name.split(".")[1] for name in functions if name.startswith(f"{module}.")]
    called = [name for name in inside if re.search(rf"\.{name}\b", checks)]
    networks = [network.function for network in assignment.networks if network.module == module]
    return tuple(dict.fromkeys([*called, *networks]))


def _unreadable(source: SourceFile) -> Iterator[str]:
    try:
        ast.parse(source.text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        place = source.place(error.lineno or 1) if isinstance(error, SyntaxError) else source.origin
        yield f"{place}: {getattr(error, 'msg', None) or error}: nothing in this file can run"


def absent_imports(submission: Submission) -> Iterator[str]:
    """Modules that it imports, and that are neither handed in nor installed: they lie in another folder."""
    known = {module.partition(".")[0] for module in (*submission.sources, *submission.missing)}
    own = [source for module, source in submission.sources.items() if not module.startswith(_CAME_WITH_THE_HANDOUT)]
    for source in own:
        names = {name.partition(".")[0] for name in imported_by(source) or ()} - {""}
        for name in sorted(names - sys.stdlib_module_names - known):
            if not _is_installed(name):
                yield f"{source.origin} imports {name}, which neither lies in this folder nor is installed"


def _is_installed(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def _gone(source: SourceFile, file: str, names: tuple[str, ...]) -> Iterator[str]:
    """Names that are asked for and not there any more, or not yet: a notebook that was never saved has none."""
    there = _names_in(source)
    gone = [name for name in names if there is not None and name not in there]
    if gone:
        told = f"{source.origin} does not define {', '.join(gone)}"
        stands_in = suffix_of(source.origin) == _NOTEBOOK
        yield f"{file} {_NOT_HERE}, and {told}. Was the notebook saved?" if stands_in else told


def _names_in(source: SourceFile) -> set[str] | None:
    """What it defines; None where it does not parse."""
    try:
        return _bound(ast.parse(source.text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _bound(tree: ast.Module) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Name(id=name, ctx=ast.Store()):
                names.add(name)
            case ast.alias(name=name, asname=asname):
                names.add(asname or name)
    return names


def _newer(folder: Path, source: SourceFile, names: tuple[str, ...]) -> Iterator[str]:
    """Notebooks with the same answers that were saved after the file that is to be handed in."""
    own = folder / source.origin
    if not own.is_file():
        return
    saved = own.stat().st_mtime
    yield from _elsewhere(folder, source, names)
    unanswered = _unanswered(source)
    for path, book in _notebooks(folder).items():
        found = [name for name in names if name in book]
        if path != own and found and unanswered.isdisjoint(found) and path.stat().st_mtime > saved:
            yield (
                f"{source.origin}, saved {_when(own)}, is what would be handed in; "
                f"{path.relative_to(folder).as_posix()}, saved later, {_when(path)}, has {', '.join(found)} too. "
                "Which one is right? Move the other away"
            )


def elsewhere(folder: Path, assignment: Assignment, submission: Submission) -> Iterator[str]:
    """Notebooks in `folder` that answer what a file of `submission` leaves as the handout has it."""
    functions = [assignment.rules_of(question).function or "" for question in assignment.questions]
    for file in assignment.files:
        module = file.removesuffix(".py")
        names = tuple(name.split(".")[1] for name in functions if name.startswith(f"{module}."))
        if module in submission.sources:
            yield from _elsewhere(folder, submission.sources[module], names)


def _elsewhere(folder: Path, source: SourceFile, names: tuple[str, ...]) -> Iterator[str]:
    unanswered = _unanswered(source)
    if unanswered.isdisjoint(names) or suffix_of(source.origin) == _NOTEBOOK:
        return
    for path, book in _notebooks(folder).items():
        found = [name for name in names if name in book and name in unanswered]
        if found:
            told = path.relative_to(folder).as_posix()
            yield f"{told} defines {', '.join(found)}, too; {source.origin} is what counts, and has no answer yet"


def _unanswered(source: SourceFile) -> set[str]:
    """The functions that still raise NotImplementedError, as the handout's do."""
    try:
        tree = ast.parse(source.text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(each, ast.Raise) and "NotImplementedError" in ast.dump(each) for each in node.body)
    }


def _notebooks(folder: Path) -> Mapping[Path, frozenset[str]]:
    """Notebooks in the folder, and the copies that Jupyter makes of them → the names that they define."""
    found = {}
    for path in sorted([*folder.glob(f"*{_NOTEBOOK}"), *folder.glob(f"{_CHECKPOINTS}/*{_NOTEBOOK}")]):
        try:
            found[path] = frozenset(read_notebook(path.read_bytes(), path.name).names)
        except (HandInError, OSError):
            continue
    return found


def _when(path: Path) -> str:
    return f"{datetime.fromtimestamp(path.stat().st_mtime):%Y-%m-%d %H:%M:%S}"
