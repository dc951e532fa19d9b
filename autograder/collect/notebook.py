"""A notebook → the definitions in it, as one module whose every line knows its cell.

Cells are code cells, counted from 1 at the top of the notebook: the numbers in ``In [7]`` depend on how often a cell
was run. Only the source of code cells is used, in whatever version of the format; outputs are never looked at.
"""

from __future__ import annotations

import ast
import json
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.collect.definitions import Known, is_future, needs_notebook
from autograder.collect.magics import Cell, sort_out, without_indent, without_magics
from autograder.collect.names import listed, shown
from autograder.collect.own_imports import OtherName, without_own_imports
from autograder.collect.text import say_utf8, unix_lines
from autograder.errors import HandInError

MAX_CODE_CHARACTERS = 512 << 10  # of all cells that are read: a notebook has some 50,000
MAX_CELL_CHARACTERS = 128 << 10  # of one cell: the parser takes some 800 bytes for each, and seconds for a long line
_MOST_FINALLY = 3  # the compiler copies each `finally`, nested ones over and over


@dataclass(frozen=True, kw_only=True)
class Code:
    """Text, and where each of its lines stood: ``cell 3, line 2``."""

    text: str = ""
    places: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Notebook:
    """What a notebook holds for an assignment.

    Attributes:
        definitions: imports, functions, classes and constants, from top to bottom.
        imports: those of them that are imports and stand by themselves.
        names: of its functions, classes and constants, as far as they stand by themselves.
        defines: whether there is a function or a class among these names.
        written: file name → what ``%%writefile`` puts there.
        notes: what was left out, and why.
    """

    definitions: Code
    imports: Code
    names: tuple[str, ...]
    defines: bool
    written: Mapping[str, Code]
    notes: tuple[str, ...] = ()

    @property
    def answers(self) -> bool:
        """Whether there may be an answer in it: a function, or a file that a cell writes."""
        return self.defines or bool(self.written)

    @property
    def has_code(self) -> bool:
        """Whether it defines or writes anything."""
        return bool(self.definitions.text or self.written)


def read_notebook(data: bytes, name: str, own: Sequence[str] = (), most_code: int = MAX_CODE_CHARACTERS) -> Notebook:
    """The definitions in a notebook called `name`.

    Args:
        own: the modules that it stands in for: what it imports from them is itself.
        most_code: characters, of all cells that are read.

    Raises:
        HandInError: not JSON, not a notebook, or more code than any notebook has; a cell that does not parse is only
            left out, with a note.
    """
    sources = list(_code_cells(_json(data, name), name))
    if sum(len(source) for source in sources if len(source) <= MAX_CELL_CHARACTERS) > most_code:
        raise HandInError(f"{shown(name)} has more than {most_code >> 10} KiB of code")
    reading = _Reading(name=shown(name), own=own)
    for number, source in enumerate(sources, start=1):
        reading.add_cell(f"cell {number}", unix_lines(source))
    return reading.notebook()


def _json(data: bytes, name: str) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        problem = f"expected UTF-8 text, found byte {data[error.start]:#04x} at offset {error.start}"
    except json.JSONDecodeError as error:
        problem = f"line {error.lineno}: {error.msg}" if data.strip() else "it is empty"
    except RecursionError:
        problem = "its structure is too deep"
    except ValueError as error:  # a number with thousands of digits
        problem = shown(str(error), 120)
    raise HandInError(f"{shown(name)} is not a notebook: {problem}")


def _code_cells(notebook: Any, name: str) -> Iterator[str]:
    """The source of each code cell, of format 4 (cells, source) and of 3 and older (worksheets, input)."""
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if cells is None and isinstance(notebook, dict) and isinstance(notebook.get("worksheets"), list):
        sheets = (sheet.get("cells") for sheet in notebook["worksheets"] if isinstance(sheet, dict))
        cells = [cell for sheet in sheets if isinstance(sheet, list) for cell in sheet]
    if not isinstance(cells, list):
        raise HandInError(f"{shown(name)} is not a notebook: it has no list of cells")
    for cell in cells:
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            yield _joined(cell.get("source", cell.get("input", "")))


def _joined(source: Any) -> str:
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str))


@dataclass
class _Reading:
    """A notebook read so far, cell by cell."""

    name: str
    own: Sequence[str]
    known: Known = field(default_factory=Known)
    first: list[tuple[str, str]] = field(default_factory=list)  # lines and places: `from __future__`
    lines: list[tuple[str, str]] = field(default_factory=list)
    imports: list[tuple[str, str]] = field(default_factory=list)
    names: dict[str, None] = field(default_factory=dict)  # a set that keeps its order
    defines: bool = False
    other_names: list[tuple[str, OtherName]] = field(default_factory=list)  # with the place of their cell
    written: dict[str, Code] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    tools: set[str] = field(default_factory=set)  # names of what only a notebook has, such as otter

    def add_cell(self, place: str, source: str) -> None:
        if len(source) > MAX_CELL_CHARACTERS:
            self.notes.append(f"{self.name}, {place} is left out: it is longer than {MAX_CELL_CHARACTERS >> 10} KiB")
            return
        if "\0" in source or not _is_text(source):
            self.notes.append(f"{self.name}, {place} is left out: it holds a NUL or half a character")
            return
        cell = sort_out(source)
        if cell.writes:
            self._write(place, cell)
        elif cell.magic:
            self.notes.append(f"{self.name}, {place} is left out: it starts with {shown(cell.magic)}")
        else:
            self._define(place, cell.python)

    def notebook(self) -> Notebook:
        for place, other in self.other_names:
            source = "\n" * (other.line - 1) + other.assignment
            self._add_statement(place, ast.parse(source).body[0], source.encode().split(b"\n"))
        notes = list(self.notes)
        if self.left_out:
            kept = "only imports, functions, classes and plain constants are taken"
            notes.append(f"{self.name}: {kept}; not taken: {listed(self.left_out)}")
        return Notebook(
            definitions=_code(self.first + self.lines),
            imports=_code(self.first + self.imports),
            names=tuple(self.names),
            defines=self.defines,
            written=self.written,
            notes=tuple(notes),
        )

    def _write(self, place: str, cell: Cell) -> None:
        lines = say_utf8(cell.body.lstrip("\n")).split("\n")
        skipped = len(cell.body) - len(cell.body.lstrip("\n"))
        if lines[-1] == "":
            del lines[-1]
        earlier = self.written.get(cell.writes) if cell.appends else None
        added = _code([(line, f"{place}, line {number}") for number, line in enumerate(lines, start=skipped + 1)])
        if earlier:
            added = Code(text=earlier.text + added.text, places=earlier.places + added.places)
        self.written[cell.writes] = added

    def _define(self, place: str, source: str) -> None:
        try:
            python, tree = parse_cell(source)
            python, tree, others = without_own_imports(python, tree, self.own)
        except SyntaxError as error:
            where = f", line {error.lineno}" if error.lineno else ""
            self.notes.append(f"{self.name}, {place}{where}: the cell is left out: {shown(error.msg, 120)}")
            return
        self.other_names += [(place, other) for other in others]
        lines = python.encode().split(b"\n")
        for statement in tree.body:
            self._add_statement(place, statement, lines)

    def _add_statement(self, place: str, statement: ast.stmt, lines: list[bytes]) -> None:
        line = f"{place}, line {statement.lineno}"
        if self.known.take(statement):
            self._take(statement, _segment(statement, lines, place))
        elif isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            missing = listed(self.known.missing(statement))
            self.notes.append(f"{self.name}, {line}: {shown(statement.name)} is left out: it needs {missing}")
        elif isinstance(statement, ast.Import | ast.ImportFrom) and needs_notebook(statement):
            self.tools |= {(alias.asname or alias.name).partition(".")[0] for alias in statement.names}
        elif isinstance(statement, ast.Assign) and not self._is_a_tool(statement.value):
            names = [target.id for target in statement.targets if isinstance(target, ast.Name)]
            self.left_out += [f"{name} ({line})" for name in names]

    def _is_a_tool(self, value: ast.expr) -> bool:
        """Whether it is made of what only a notebook has, as the handout's own ``grader`` is: nobody misses it."""
        while isinstance(value, ast.Call | ast.Attribute):
            value = value.func if isinstance(value, ast.Call) else value.value
        return isinstance(value, ast.Name) and value.id in self.tools

    def _take(self, statement: ast.stmt, segment: list[tuple[str, str]]) -> None:
        match statement:
            case ast.ImportFrom() if is_future(statement):
                self.first += segment
                return
            case ast.Import() | ast.ImportFrom():
                self.imports += segment
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                self.names[name] = None
                self.defines = True
            case ast.Assign(targets=targets, value=value):
                self.names.update((target.id, None) for target in targets if isinstance(target, ast.Name))
                self.defines |= isinstance(value, ast.Lambda)
        self.lines += segment


def parse_cell(source: str) -> tuple[str, ast.Module]:
    """A cell as Python without magics, and its syntax tree; both have the cell's own line numbers.

    Raises:
        SyntaxError: it is not Python, or goes beyond what Python's parser can take.
    """
    try:
        return source, _parse(source)
    except SyntaxError:
        pass
    python = without_magics(without_indent(source))
    return python, _parse(python)


def _parse(source: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "\d" and the like warn, to our own terminal
        try:
            tree = ast.parse(source)
            if sum(bool(getattr(node, "finalbody", None)) for node in ast.walk(tree)) <= _MOST_FINALLY:
                # what only the compiler finds, such as a `break` outside a loop; nothing is run
                compile(tree, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        except (RecursionError, MemoryError):
            raise SyntaxError("it is nested too deeply") from None
        except ValueError as error:
            raise SyntaxError(str(error)) from None
    return tree


def _is_text(source: str) -> bool:
    """Whether `source` can be written as UTF-8: JSON can hold half of a surrogate pair."""
    try:
        source.encode()
    except UnicodeEncodeError:
        return False
    return True


def _segment(statement: ast.stmt, lines: list[bytes], place: str) -> list[tuple[str, str]]:
    """The lines of a statement, without what shares them, and where each stood.

    Args:
        lines: of the cell in UTF-8, as the offsets of `ast` count bytes.
    """
    decorators = getattr(statement, "decorator_list", [])
    start = min([statement.lineno] + [decorator.lineno for decorator in decorators])
    end = statement.end_lineno or start
    taken = lines[start - 1 : end]
    taken[-1] = taken[-1][: statement.end_col_offset]
    if start == statement.lineno:
        taken[0] = taken[0][statement.col_offset :]
    return [(line.decode(), f"{place}, line {number}") for number, line in enumerate(taken, start=start)]


def _code(lines: list[tuple[str, str]]) -> Code:
    return Code(text="".join(line + "\n" for line, _ in lines), places=tuple(place for _, place in lines))
