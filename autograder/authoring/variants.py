"""Right and wrong answers of an assignment that its exam is tried on.

``solutions/NAME/`` holds the reference, and beside it

- ``alternates/X/``: complete right answers in another style,
- ``mutants/X.py``: wrong answers. A mutant is a docstring that says what is wrong, a tuple ``LOSES`` of the questions
  it must lose, and the definitions that replace those of the reference,
- ``cheats/X/``: complete answers that solve nothing and go for points all the same.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from autograder.authoring.markers import strip_solution
from autograder.errors import ConfigError
from autograder.exam.reference import read_reference
from autograder.records import HandIn, SourceFile, Submission
from autograder.workspace import Workspace


class Kind(Enum):
    """What a variant is for."""

    REFERENCE = "reference"
    ALTERNATE = "alternate"
    SKELETON = "skeleton"
    MUTANT = "mutant"
    CHEAT = "cheat"


@dataclass(frozen=True)
class Variant:
    """An answer whose result is known beforehand.

    Attributes:
        summary: in one line, what it is.
        loses: the questions that it must lose, no more and no less.
    """

    name: str
    kind: Kind
    summary: str
    loses: frozenset[str]
    submission: Submission


def variants(workspace: Workspace) -> Iterator[Variant]:
    """The reference, the skeleton, then alternates, mutants and cheats by name.

    Raises:
        ConfigError: a variant that is not made as one, or two of the same name.
        MarkerError: the reference cannot be stripped.
    """
    folder, reference = workspace.reference, read_reference(workspace)
    assert folder is not None  # the reference was just read from it
    everything = frozenset(question.name for question in workspace.assignment.questions)
    seen: set[str] = set()
    for variant in _all(folder, reference, everything):
        if variant.name in seen:
            raise ConfigError(f"{folder}: two variants are called {variant.name!r}")
        seen.add(variant.name)
        yield variant


def _all(folder: Path, reference: Submission, everything: frozenset[str]) -> Iterator[Variant]:
    yield Variant("reference", Kind.REFERENCE, "the reference", frozenset(), reference)
    stripped = {s.module: _with_text(s, strip_solution(s.text, s.origin)) for s in reference.sources.values()}
    yield Variant("skeleton", Kind.SKELETON, "the untouched skeleton", everything, _submission("skeleton", stripped))
    main = next(iter(reference.sources))
    for path in _inside(folder / "alternates"):
        yield _complete(path, Kind.ALTERNATE, frozenset(), main)
    for path in _inside(folder / "mutants"):
        yield _mutant(path, reference, everything)
    for path in _inside(folder / "cheats"):
        yield _complete(path, Kind.CHEAT, everything, main)


def _inside(folder: Path) -> list[Path]:
    """Variants of one kind; what begins with an underscore or a dot is none."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith(("_", ".")))


def _complete(folder: Path, kind: Kind, loses: frozenset[str], main: str) -> Variant:
    """A variant with all its files; each .py becomes a module, and `main` says what it is."""
    sources = {}
    for path in sorted(folder.glob("*.py")):
        sources[path.stem] = SourceFile(module=path.stem, origin=path.name, text=_read(path))
    if main not in sources:
        raise ConfigError(f"{folder}: expected a folder with the files to hand in, found no {main}.py in it")
    summary = _summary(_parse(sources[main].text, folder / sources[main].origin))
    return Variant(folder.name, kind, summary, loses, _submission(folder.name, sources))


def _mutant(path: Path, reference: Submission, everything: frozenset[str]) -> Variant:
    """The reference with some definitions replaced: in a module, the later one holds."""
    text = _read(path)
    module, source = next(iter(reference.sources.items()))
    whole = f"{source.text}\n\n{text}"
    tree = _parse(text, path)
    try:
        compile(whole, str(path), "exec", dont_inherit=True)  # finds a __future__ import that would come too late
    except SyntaxError as error:
        raise ConfigError(f"{path}:{error.lineno}: {error.msg}") from None
    summary, loses = _summary(tree), _loses(tree, path, everything)
    if not summary:
        raise ConfigError(f"{path}: expected a docstring that says what is wrong with this mutant")
    sources = {**reference.sources, module: _with_text(source, whole)}
    return Variant(path.stem, Kind.MUTANT, summary, loses, _submission(path.stem, sources))


def _loses(tree: ast.Module, path: Path, everything: frozenset[str]) -> frozenset[str]:
    value = next((node.value for node in tree.body if isinstance(node, ast.Assign) and _names(node) == ["LOSES"]), None)
    try:
        names = ast.literal_eval(value) if value is not None else None
    except (ValueError, TypeError):
        names = None
    if not isinstance(names, tuple) or not names or not all(isinstance(name, str) for name in names):
        raise ConfigError(f'{path}: expected LOSES = ("question", ...), the questions that this mutant must lose')
    unknown = set(names) - everything
    if unknown:
        raise ConfigError(f"{path}: LOSES names {', '.join(sorted(unknown))}, but there is no such question")
    return frozenset(names)


def _names(node: ast.Assign) -> list[str]:
    return [target.id for target in node.targets if isinstance(target, ast.Name)]


def _summary(tree: ast.Module) -> str:
    return (ast.get_docstring(tree) or "").partition("\n")[0]


def _parse(text: str, path: Path) -> ast.Module:
    try:
        return ast.parse(text)
    except SyntaxError as error:
        raise ConfigError(f"{path}:{error.lineno}: {error.msg}") from None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from None


def _with_text(source: SourceFile, text: str) -> SourceFile:
    return SourceFile(module=source.module, origin=source.origin, text=text)


def _submission(name: str, sources: dict[str, SourceFile]) -> Submission:
    return Submission(hand_in=HandIn(key=name), sources=sources)
