"""Right and wrong answers of an assignment that its exam is tried on.

``solutions/NAME/`` holds the reference, and beside it

- ``alternates/X/``: right answers in another style; files to hand in that are not there are those of the reference,
- ``mutants/MODULE/X.py``: wrong answers. A mutant is a docstring that says what is wrong, a tuple ``LOSES`` of the
  questions it must lose, and the definitions that replace those of the reference in ``MODULE.py``. Where only one file
  is handed in, ``mutants/X.py``,
- ``cheats/X/``: complete answers that solve nothing and go for points all the same.

Where networks are handed in, the reference's weights lie beside it; alternates may have their own, cheats have only
those.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from autograder.authoring.markers import strip_solution
from autograder.collect.weights import weights_in
from autograder.errors import ConfigError
from autograder.exam.reference import read_reference
from autograder.networks import Network
from autograder.records import HandIn, SourceFile, Submission, Weights
from autograder.tables import nearest
from autograder.workspace import Workspace


class Kind(Enum):
    """What a variant is for."""

    REFERENCE = "reference"
    ALTERNATE = "alternate"
    SKELETON = "skeleton"
    MUTANT = "mutant"
    CHEAT = "cheat"
    JUNK = "junk"


@dataclass(frozen=True)
class Variant:
    """An answer whose result is known beforehand.

    Attributes:
        summary: in one line, what it is.
        loses: the questions that it must lose, no more and no less.
        place: the file or folder to mend, and its line where one is known.
    """

    name: str
    kind: Kind
    summary: str
    loses: frozenset[str]
    submission: Submission
    place: str = ""


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
    for variant in _all(folder, reference, workspace.assignment.networks, everything):
        if variant.name in seen:
            raise ConfigError(f"{folder}: two variants are called {variant.name!r}")
        seen.add(variant.name)
        yield variant


def _all(
    folder: Path, reference: Submission, networks: Sequence[Network], everything: frozenset[str]
) -> Iterator[Variant]:
    yield Variant("reference", Kind.REFERENCE, "the reference", frozenset(), reference, str(folder))
    stripped = {
        s.module: _with_text(s, strip_solution(s.text, str(folder / s.origin))) for s in reference.sources.values()
    }
    skeleton = _submission("skeleton", stripped)
    yield Variant("skeleton", Kind.SKELETON, "the untouched skeleton", everything, skeleton, str(folder))
    for path in _inside(folder / "alternates"):
        yield _alternate(path, reference, networks)
    for module, path in _mutants(folder / "mutants", reference):
        yield _mutant(path, module, reference, everything)
    for path in _inside(folder / "cheats"):
        yield _cheat(path, skeleton, networks, everything)


def _mutants(folder: Path, reference: Submission) -> Iterator[tuple[str, Path]]:
    """The module of each mutant, and its file."""
    single = next(iter(reference.sources)) if len(reference.sources) == 1 else None
    for path in _inside(folder):
        if path.is_dir() and path.name in reference.sources:
            yield from ((path.name, inner) for inner in _inside(path))
        elif path.is_file() and single is not None:
            yield single, path
        else:
            modules = ", ".join(f"{folder.name}/{module}/" for module in reference.sources)
            raise ConfigError(f"{path}: expected mutants in {modules}")


def _inside(folder: Path) -> list[Path]:
    """Variants of one kind; what begins with an underscore or a dot is none."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith(("_", ".")))


def _alternate(folder: Path, reference: Submission, networks: Sequence[Network]) -> Variant:
    """The reference with some of its files written anew, and others beside them."""
    own = _modules_in(folder)
    main = next((module for module in reference.sources if module in own), None)
    if main is None:
        files = ", ".join(source.origin for source in reference.sources.values())
        raise ConfigError(f"{folder}: expected a folder with files to hand in, found none of {files} in it")
    sources = {**reference.sources, **own}
    submission = _submission(folder.name, sources, {**reference.weights, **weights_in(folder, networks)})
    return Variant(folder.name, Kind.ALTERNATE, _says(own[main], folder), frozenset(), submission, str(folder))


def _cheat(folder: Path, skeleton: Submission, networks: Sequence[Network], everything: frozenset[str]) -> Variant:
    """An answer whose other files are those of the skeleton, so that nothing in it is right."""
    own = _modules_in(folder)
    main = next((module for module in skeleton.sources if module in own), None)
    if main is None:
        files = ", ".join(source.origin for source in skeleton.sources.values())
        raise ConfigError(f"{folder}: expected a folder with files to hand in, found none of {files} in it")
    submission = _submission(folder.name, {**skeleton.sources, **own}, weights_in(folder, networks))
    return Variant(folder.name, Kind.CHEAT, _says(own[main], folder), everything, submission, str(folder))


def _modules_in(folder: Path) -> dict[str, SourceFile]:
    paths = sorted(folder.glob("*.py"))
    return {path.stem: SourceFile(module=path.stem, origin=path.name, text=_read(path)) for path in paths}


def _says(source: SourceFile, folder: Path) -> str:
    return _summary(_parse(source.text, folder / source.origin))


def _mutant(path: Path, module: str, reference: Submission, everything: frozenset[str]) -> Variant:
    """The reference with some definitions of `module` replaced: the later one holds."""
    text = _read(path)
    source = reference.sources[module]
    whole = f"{source.text}\n\n{text}"
    tree = _parse(text, path)
    try:
        compile(whole, str(path), "exec", dont_inherit=True)  # finds a __future__ import that would come too late
    except SyntaxError as error:
        raise ConfigError(f"{path}:{error.lineno}: {error.msg}") from None
    summary, (line, loses) = _summary(tree), _loses(tree, path, everything)
    if not summary:
        raise ConfigError(f"{path}: expected a docstring that says what is wrong with this mutant")
    before = source.text.count("\n") + 2
    places = [f"line {number}" for number in range(1, before + 1)]
    places += [f"line {number} of the mutant" for number in range(1, text.count("\n") + 2)]
    told = replace(_with_text(source, whole), places=tuple(places))
    sources = {**reference.sources, module: told}
    submission = _submission(path.stem, sources, reference.weights)
    return Variant(path.stem, Kind.MUTANT, summary, loses, submission, f"{path}:{line}")


def _loses(tree: ast.Module, path: Path, everything: frozenset[str]) -> tuple[int, frozenset[str]]:
    """The line that says what a mutant must lose, and what it says."""
    node = next((node for node in tree.body if isinstance(node, ast.Assign) and _names(node) == ["LOSES"]), None)
    try:
        names = ast.literal_eval(node.value) if node is not None else None
    except (ValueError, TypeError):
        names = None
    line = node.lineno if node is not None else 1
    if not isinstance(names, tuple) or not names or not all(isinstance(name, str) for name in names):
        wanted = 'LOSES = ("question", ...), the questions that this mutant must lose'
        raise ConfigError(f"{path}:{line}: expected {wanted}")
    unknown = sorted(set(names) - everything)
    if unknown:
        raise ConfigError(
            f"{path}:{line}: LOSES names {', '.join(unknown)}, but there is no such question"
            f"{nearest(unknown[0], everything)}"
        )
    return line, frozenset(names)


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


def _submission(name: str, sources: dict[str, SourceFile], weights: Mapping[str, Weights] | None = None) -> Submission:
    return Submission(hand_in=HandIn(key=name), sources=sources, weights=weights or {})
