"""A docstring in this project's style → Markdown: its text, its pictures as code, its sections as lists."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

_SECTION = re.compile(r"[A-Z]\w+:")
_ENTRY = re.compile(r"(\*{0,2}\w+(?:, \*{0,2}\w+)*):\s+(.*)", re.DOTALL)


def to_markdown(docstring: str) -> str:
    r"""The Markdown of a docstring without indentation, as `ast.get_docstring` gives it.

    What is indented below a paragraph that ends in ``::`` is a picture or a formula; below ``Args:`` and the like it is
    ``name: text``, or just text. ``>>>`` begins an example.

    >>> print(to_markdown("Put a border around ``x``::\n\n    0 1 0\n\nArgs:\n    x: an image.").replace("\n\n", "\n"))
    Put a border around `x`:
    ```text
    0 1 0
    ```
    **Args**
    - `x`: an image.
    """
    return "\n\n".join(_blocks(docstring))


def _blocks(docstring: str) -> Iterator[str]:
    above = ""
    for block in _paragraphs(docstring):
        indented = block.startswith(" ")
        if indented and _SECTION.fullmatch(above):
            yield _list(textwrap.dedent(block))
        elif indented:
            yield _code(textwrap.dedent(block), "text")
        elif block.startswith(">>>"):
            yield _code(block, "python")
        elif _SECTION.fullmatch(block):
            yield f"**{block.removesuffix(':')}**"
        elif block != "::":
            yield _inline(re.sub(r" ::$|(?<=:):$", "", block))
        above = block


def _paragraphs(text: str) -> Iterator[str]:
    """What blank lines and changes of indentation divide; indented text holds blank lines of its own."""
    block: list[str] = []
    for line in text.split("\n"):
        indented = bool(block) and block[0].startswith(" ")
        ends = line.startswith(" ") != indented if line else not indented
        if block and ends:
            yield "\n".join(block).rstrip()
            block = []
        if block or line:
            block.append(line)
    yield "\n".join(block).rstrip()


def _list(text: str) -> str:
    """The entries of a section, each with what is indented below it; where there are no names, the text itself."""
    entries = re.split(r"\n(?=\S)", text)
    if not all(map(_ENTRY.fullmatch, entries)):
        return to_markdown(text)
    return "\n".join(map(_entry, entries))


def _entry(entry: str) -> str:
    names, text = _ENTRY.fullmatch(entry).groups()  # type: ignore[union-attr]
    first, _, rest = text.partition("\n")
    body = to_markdown("\n".join(filter(None, [first, textwrap.dedent(rest)])))
    called = ", ".join(f"`{name}`" for name in names.split(", "))
    return f"- {called}: {textwrap.indent(body, '  ').lstrip()}"


def _code(text: str, language: str) -> str:
    return f"```{language}\n{text}\n```"


def _inline(text: str) -> str:
    return re.sub(r"``(.+?)``", r"`\1`", text, flags=re.DOTALL)
