"""What students are shown beyond the exercises: how to get the data, train, and measure themselves.

It is ``assignments/NAME/guide.md``, if there is one: Markdown that begins with a heading of the second level. The
handout's README has it word for word. In the notebook, blocks fenced as ``python`` are cells to run, and so are those
fenced as ``sh``, a line a command.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from autograder.errors import ConfigError

GUIDE = "guide.md"

_FENCE = "```"
_COMMAND = "autograder "
_RUN = ("python", "sh")


@dataclass(frozen=True)
class Part:
    """A piece of a guide.

    Attributes:
        line: where it begins, 1-based.
        language: ``python`` or ``sh`` for what is run, "" for Markdown.
    """

    line: int
    language: str
    text: str

    @property
    def cell(self) -> str:
        """What stands in a notebook's cell."""
        return "\n".join(map(_command, self.text.split("\n"))) if self.language == "sh" else self.text


def read_guide(text: str, name: str, answers: Collection[str] = ()) -> tuple[Part, ...]:
    """The parts of a guide.

    Args:
        name: what to call it in messages.
        answers: functions that students write, which the guide must not define.

    Raises:
        ConfigError: a fence that is never closed, Python that is none, an answer, or a comment, which whoever opens the
            file could read. Names file and line.
    """
    if not text.startswith("## "):
        raise ConfigError(f"{name}:1: expected a heading of the second level, '## …', as it stands inside a README")
    parts = tuple(part for part in _parts(text.split("\n"), name) if part.text.strip())
    for part in parts:
        if part.language == "python":
            _require_harmless(part, name, answers)
        elif not part.language:
            _require_no_comment(part, name)
    return parts


def _parts(lines: list[str], name: str) -> Iterator[Part]:
    begin, language, inside = 1, "", False  # `inside` of any fence; only those of `_RUN` end the Markdown
    for number, line in enumerate(lines, start=1):
        if not line.startswith(_FENCE):
            continue
        if inside and line.strip() == _FENCE:
            if language:
                yield Part(begin, language, "\n".join(lines[begin - 1 : number - 1]))
                begin, language = number + 1, ""
            inside = False
        elif not inside:
            opened, inside = line.removeprefix(_FENCE).strip(), True
            if opened in _RUN:
                yield Part(begin, "", "\n".join(lines[begin - 1 : number - 1]).strip("\n"))
                begin, language = number + 1, opened
    if inside:
        raise ConfigError(f"{name}:{begin - 1 if language else begin}: a block of code that is never closed")
    yield Part(begin, "", "\n".join(lines[begin - 1 :]).strip("\n"))


def _require_harmless(part: Part, name: str, answers: Collection[str]) -> None:
    """Refuse what cannot run, and what would stand in the place of an answer when the notebook is handed in."""
    try:
        tree = ast.parse(part.text)
    except SyntaxError as error:
        line = part.line + (error.lineno or 1) - 1
        raise ConfigError(f"{name}:{line}: not valid Python: {error.msg}") from None
    for statement in tree.body:
        for bound in sorted(_bound_by(statement) & set(answers)):
            line = part.line + statement.lineno - 1
            raise ConfigError(f"{name}:{line}: {bound} is what students write: choose another name")


def _require_no_comment(part: Part, name: str) -> None:
    """Refuse what a browser does not show and students get all the same."""
    before, comment, _ = part.text.partition("<!--")
    if comment:
        line = part.line + before.count("\n")
        raise ConfigError(f"{name}:{line}: a comment (<!-- …), which students could read: take it out")


def _bound_by(statement: ast.stmt) -> set[str]:
    """The names that it gives another meaning."""
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case _:
            nodes = (node for node in ast.walk(statement) if isinstance(node, ast.Name))
            return {node.id for node in nodes if isinstance(node.ctx, ast.Store)}


def _command(line: str) -> str:
    """A command as a notebook runs it: ours with the Python that the notebook has."""
    if line.startswith(_COMMAND):
        return f'!"{{sys.executable}}" -m {line}'
    return f"!{line}" if line.strip() else line
