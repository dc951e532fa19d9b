"""What IPython adds to Python in a notebook's cells, taken out again; line numbers never change."""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNWRAPPED = frozenset({"capture", "memit", "prun", "time", "timeit"})  # their body is ordinary Python
_WRITERS = frozenset({"file", "writefile"})

_MOST_STACKED = 8  # %%capture above %%time is common

_CELL_MAGIC = re.compile(r"\s*%%(\w+)[ \t]*([^\n]*)")

# at the start of a logical line, each up to the line's end; none of these is Python
_LINE_MAGIC = re.compile(
    r"""(?P<indent>[ \t]*)(?:
        [%!?]                                                    # %matplotlib inline, !ls, ?x
      | [A-Za-z_][\w, \t.]*+=[ \t]*[%!](?!=)                     # files = !ls
      | [A-Za-z_][\w.*]*+\?{1,2}[ \t;]*(?=\n|\Z)                 # x?
      | (?:pip3?|conda|cd|ls)[ \t]+[\w./~-][^\n=]*+(?=\n|\Z)     # pip install x, without the %
    )(?:[^\n\\]|\\\n|\\)*+""",
    re.VERBOSE,
)
# one piece of Python: only enough of its grammar to know where a logical line ends; possessive, so that no text
# makes it go back and forth
_PIECE = re.compile(
    r'''(?P<quiet>\#[^\n]*+
      | """(?:[^"\\]++|\\.|"(?!""))*+(?:"""|\Z) | \'\'\'(?:[^'\\]++|\\.|'(?!''))*+(?:\'\'\'|\Z)
      | "(?:[^"\\\n]++|\\.)*+"? | '(?:[^'\\\n]++|\\.)*+'?
      | \\\n | [^\n\\"'#()\[\]{}]++ | \\)
      | (?P<open>[(\[{]) | (?P<close>[)\]}]) | (?P<end>\n)''',
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A code cell, sorted out.

    Attributes:
        python: the cell as Python, as many lines as it had; "" where it is not Python at all.
        magic: the cell magic that makes it something else, such as ``%%bash``; else empty.
        writes: the file that ``%%writefile`` names; else empty.
        appends: whether it adds to that file.
        body: what is written there, with blank lines above it so that its lines keep their numbers.
    """

    python: str = ""
    magic: str = ""
    writes: str = ""
    appends: bool = False
    body: str = ""


def sort_out(source: str) -> Cell:
    """Read a cell's source: unwrap magics like ``%%time``, recognise ``%%writefile``, set others aside."""
    for _ in range(_MOST_STACKED):
        found = _CELL_MAGIC.match(source)
        if found is None:
            return Cell(python=source)
        body = "\n" * found[0].count("\n") + source[found.end() :]
        name, arguments = found[1], found[2].split()
        if name in _WRITERS and arguments:
            return Cell(writes=arguments[-1].strip("\"'"), appends="-a" in arguments[:-1], body=body)
        if name not in _UNWRAPPED:
            return Cell(magic=f"%%{name}")
        source = body
    return Cell(magic="more cell magics than any cell has")


def without_magics(source: str) -> str:
    """`source` with each line that only IPython understands replaced by ``pass``.

    Lines inside strings or brackets are left alone, so that ``x = (a`` / ``% b)`` stays what it is.
    """
    kept: list[str] = []
    position = 0
    while position < len(source):
        if found := _LINE_MAGIC.match(source, position):
            kept.append(f"{found['indent']}pass" + "\n" * found[0].count("\n"))
            position = found.end()
        end = _logical_end(source, position)
        kept.append(source[position:end])
        position = end
    return "".join(kept)


def _logical_end(source: str, position: int) -> int:
    """Where the logical line that starts at `position` ends, behind its line end."""
    depth = 0
    while found := _PIECE.match(source, position):
        position = found.end()
        if found["open"]:
            depth += 1
        elif found["close"]:
            depth = max(depth - 1, 0)
        elif found["end"] and depth == 0:
            break
    return position


def without_indent(source: str) -> str:
    """`source` with the indentation of its first line taken from every line, as IPython does."""
    first = next((line for line in source.split("\n") if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip(" \t"))]
    return "\n".join(line.removeprefix(indent) for line in source.split("\n"))
