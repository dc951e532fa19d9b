"""Take the solution out of a reference.

A solution stands between ``# BEGIN SOLUTION`` and ``# END SOLUTION``, each alone on its line, and consists of whole
statements. One that is a single line may end in ``# SOLUTION`` instead. Inside a function it gives way to
``raise NotImplementedError``; elsewhere, where the reference keeps its helpers, it disappears. Words after the marker,
``# BEGIN SOLUTION: Sum over the window.`` or ``# SOLUTION: Double it.``, stay behind as a comment.

Whatever is not exactly a marker but looks like one is refused: a guess would publish an answer.
"""

from __future__ import annotations

import ast
import difflib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.errors import MarkerError

BEGIN, END, LINE = "# BEGIN SOLUTION", "# END SOLUTION", "# SOLUTION"

_BEGINS = re.compile(rf"{BEGIN}(?:: (?P<text>\S.*))?")
_LINE = re.compile(rf"(?P<code>[^\s#].*?)\s+{LINE}(?:: (?P<text>\S.*))?")

_FEW_WORDS = 6  # a longer comment is a sentence
_WORDS_OF_A_MARKER = 3
_WORD = re.compile(r"[^\W\d_]+")
_EDGES = ("begin", "end", "start", "stop", "anfang", "ende")
_SOLUTIONS = ("solution", "solutions", "sln", "loesung", "lösung", "musterloesung", "musterlösung")
_ANSWERS = ("ANSWER", "ANSWERS")
_TELLING = 20  # characters of a line that tells more than ``return out``


@dataclass(frozen=True)
class _Block:
    """A solution; indices of lines are 0-based.

    Attributes:
        begin, end: its first and its last line: its markers, or the one line that it is.
        inner: the lines that its statements stand in.
        indent: how far it is indented.
        text: what the skeleton says in its place; empty for nothing.
    """

    begin: int
    end: int
    inner: range
    indent: str
    text: str

    def holds(self, node: ast.stmt) -> bool:
        """Whether the statement begins in here."""
        return _first_line(node) in self.inner

    def is_cut_by(self, node: ast.stmt) -> bool:
        """Whether an edge of the solution stands in the middle of the statement's own lines."""
        first, last = _first_line(node), (node.end_lineno or node.lineno) - 1
        if hasattr(node, "body"):  # its inner statements are looked at themselves
            return self.holds(node) and last > self.end
        edges = (self.begin, self.inner.stop)  # the lines that something else must have begun by
        return any(first < edge <= last for edge in edges)


def strip_solution(text: str, name: str) -> str:
    r"""The skeleton of a reference; text without markers stays as it is.

    Args:
        text: the reference, with line ends ``\n``.
        name: what to call it in messages.

    Raises:
        MarkerError: markers that are unbalanced, nested, misspelt, not where they must stand, unevenly indented or cut
            through a statement; a solution whose lines also stand elsewhere; a skeleton that would not be Python.
            Names file and line.
    """
    lines = text.split("\n")
    blocks = list(_blocks(lines, name))
    if not blocks:
        return text
    tree = _parse(text, name)
    for block in blocks:
        _require_whole(block, tree, name)
    _require_secret(lines, blocks, name)
    skeleton = _without(lines, [(block, _stub(block, tree)) for block in blocks])
    _parse(skeleton, f"{name} without its solution")
    return skeleton


def solution_lines(text: str, name: str) -> frozenset[int]:
    """The lines of all solutions of a reference, with their markers, 1-based; raises `MarkerError`."""
    blocks = _blocks(text.split("\n"), name)
    return frozenset(number + 1 for block in blocks for number in range(block.begin, block.end + 1))


def _blocks(lines: list[str], name: str) -> Iterator[_Block]:
    open_at: int | None = None
    for number, line in enumerate(lines):
        where, marker = f"{name}:{number + 1}", line.strip()
        begins, single = _BEGINS.fullmatch(marker), _LINE.fullmatch(marker)
        if open_at is not None and (begins or single):
            kind = "BEGIN SOLUTION" if begins else "SOLUTION"
            raise MarkerError(f"{where}: {kind} inside the solution that begins in line {open_at + 1}")
        if begins:
            _require_words(begins["text"], marker, where)
            open_at = number
        elif single:
            _require_words(single["text"], marker, where)
            yield _Block(number, number, range(number, number + 1), _indent(line), single["text"] or "")
        elif marker == END:
            if open_at is None:
                raise MarkerError(f"{where}: END SOLUTION without BEGIN SOLUTION")
            yield _block(lines, open_at, number, where)
            open_at = None
        elif _looks_like_a_marker(line):
            raise _not_quite(marker, where)
    if open_at is not None:
        raise MarkerError(f"{name}:{open_at + 1}: BEGIN SOLUTION without END SOLUTION")


def _block(lines: list[str], begin: int, end: int, where: str) -> _Block:
    if _indent(lines[begin]) != _indent(lines[end]):
        raise MarkerError(f"{where}: expected END SOLUTION indented like its BEGIN SOLUTION in line {begin + 1}")
    begins = _BEGINS.fullmatch(lines[begin].strip())
    text = begins["text"] if begins else ""
    return _Block(begin, end, range(begin + 1, end), _indent(lines[begin]), text or "")


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _require_words(text: str | None, marker: str, where: str) -> None:
    """What stays behind for students must not look like a marker itself."""
    if text and _looks_like_a_marker(f"# {text}"):
        raise _not_quite(marker, where)


def _not_quite(marker: str, where: str) -> MarkerError:
    expected = f"expected {BEGIN!r} or {END!r} alone on a line, or {LINE!r} after a statement"
    return MarkerError(f"{where}: not quite a marker: {marker!r}; {expected}")


def _looks_like_a_marker(line: str) -> bool:
    """A short comment that speaks of an edge and a solution, of nothing but one of them, or begins with SOLUTION.

    Or one that has SOLUTION, ANSWER or the like in capitals, or BEGIN with a word or two, as other tools' markers.
    """
    comment = line.strip() if "SOLUTION" in line and "#" not in line else line.partition("#")[2]
    words = _WORD.findall(unicodedata.normalize("NFKC", comment))
    if not words or len(words) > _FEW_WORDS:
        return False
    edge, solution = any(map(_is_edge, words)), any(map(_is_solution, words))
    glued = any(re.match("(begin|end|start|stop)_?sol", word.lower()) for word in words)
    titled = _is_solution(words[0]) and (words[0].isupper() or bool(re.match(rf"\W*{words[0]}\s*:", comment)))
    shouted = any(word.isupper() and (_is_solution(word) or word in _ANSWERS) for word in words)
    foreign = words[0] == "BEGIN" and len(words) <= _WORDS_OF_A_MARKER
    alone = len(words) == 1 and (solution or words[0].lower() in ("begin", "end"))
    return glued or titled or shouted or foreign or alone or (edge and solution)


def _is_edge(word: str) -> bool:
    return bool(difflib.get_close_matches(word.lower(), _EDGES, 1, 0.8))


def _is_solution(word: str) -> bool:
    """Whether it is SOLUTION, in English or German, shortened or misspelt: ``soln``, ``SOULTION``, ``Musterlösung``."""
    word = word.lower()
    if word.startswith("sol") or word in _SOLUTIONS:
        return True
    begins = word[0] in "slm"  # and not as resolution, isolation, convolution
    return begins and bool(difflib.get_close_matches(word, _SOLUTIONS, 1, 0.8))


def _require_whole(block: _Block, tree: ast.Module, name: str) -> None:
    """The solution is some statements, and all of each."""
    where = f"{name}:{block.begin + 1}"
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    held = [node for node in statements if block.holds(node)]
    if not held:
        raise MarkerError(
            f"{where}: no statement begins {'between these markers' if block.end > block.begin else 'here'}"
        )
    if any(block.is_cut_by(node) for node in statements):
        raise MarkerError(f"{where}: the markers cut through a statement")
    column = min(node.col_offset for node in held)
    if column != len(block.indent):
        raise MarkerError(f"{where}: expected the markers indented by {column} spaces, like what they hold")


def _require_secret(lines: list[str], blocks: list[_Block], name: str) -> None:
    """No telling line of a solution stands outside of the solutions."""
    inside = {number for block in blocks for number in range(block.begin, block.end + 1)}
    secret = {code for number in inside if len(code := _code_of(lines[number])) >= _TELLING}
    for number, line in enumerate(lines):
        if number not in inside and line.strip() in secret:
            raise MarkerError(
                f"{name}:{number + 1}: this line of a solution also stands outside of it: {line.strip()!r}"
            )


def _code_of(line: str) -> str:
    """A line without its indentation and without the marker in or after it."""
    marker = line.strip()
    if marker == END or _BEGINS.fullmatch(marker):
        return ""
    single = _LINE.fullmatch(marker)
    return single["code"] if single else marker


def _stub(block: _Block, tree: ast.Module) -> str | None:
    """What stands instead of a solution; None where it just disappears."""
    said = f"{block.indent}# {block.text}" if block.text else None
    function = _function_around(block, tree)
    if function is None:
        return said
    raises = f'{block.indent}raise NotImplementedError("{function}: not implemented yet")'
    return f"{said}\n{raises}" if said else raises


def _function_around(block: _Block, tree: ast.Module) -> str | None:
    """The innermost function or class that the solution is part of, ``Layer.forward``; None if it is no function."""
    names: list[str] = []
    node: ast.AST = tree
    innermost: ast.AST = tree
    while node is not None:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.append(node.name)
            innermost = node
        inner = [child for child in ast.iter_child_nodes(node) if _spans(child, block)]
        if not inner:
            break
        node = inner[0]
    if not isinstance(innermost, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return None
    return ".".join(names)


def _spans(node: ast.AST, block: _Block) -> bool:
    """Whether the block lies in this node; the last line of a body may be the last of the solution."""
    if not isinstance(node, (ast.stmt, ast.ExceptHandler, ast.match_case)):
        return False
    first, last = _lines_of(node)
    return first < block.begin <= last


def _lines_of(node: ast.AST) -> tuple[int, int]:
    if isinstance(node, ast.match_case):
        return node.pattern.lineno - 1, (node.body[-1].end_lineno or 0) - 1
    assert isinstance(node, (ast.stmt, ast.ExceptHandler))
    return node.lineno - 1, (node.end_lineno or node.lineno) - 1


def _without(lines: list[str], stubs: list[tuple[_Block, str | None]]) -> str:
    kept: list[str] = []
    at = 0
    for block, stub in stubs:
        kept += lines[at : block.begin]
        at = block.end + 1
        if stub is not None:
            kept.append(stub)
            continue
        before, after = _blank_before(kept), _blank_at(lines, at)
        at += after
        del kept[len(kept) - before :]
        if kept and at < len(lines):
            kept += [""] * max(before, after)
        elif kept:
            kept.append("")  # the file still ends with a line end
    return "\n".join(kept + lines[at:])


def _blank_before(kept: list[str]) -> int:
    count = 0
    while count < len(kept) and not kept[-1 - count].strip():
        count += 1
    return count


def _blank_at(lines: list[str], at: int) -> int:
    count = 0
    while at + count < len(lines) and not lines[at + count].strip():
        count += 1
    return count


def _first_line(node: ast.stmt) -> int:
    """0-based; a decorated definition begins with its first decorator."""
    decorators = getattr(node, "decorator_list", [])
    lines: list[int] = [node.lineno, *(decorator.lineno for decorator in decorators)]
    return min(lines) - 1


def _parse(text: str, name: str) -> ast.Module:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise MarkerError(f"{name}:{line}: not valid Python: {getattr(error, 'msg', error)}") from None
