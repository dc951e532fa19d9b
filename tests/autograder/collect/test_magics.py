import ast
import sysconfig
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.collect.magics import sort_out, without_indent, without_magics

LIBRARY = Path(sysconfig.get_paths()["stdlib"])
ORDINARY = sorted(
    path for folder in ("json", "email", "unittest", "asyncio") for path in (LIBRARY / folder).glob("*.py")
)


@pytest.mark.parametrize(
    "line",
    [
        "%matplotlib inline",
        "%load_ext autoreload",
        "  %time f()",
        "!pip install torch",
        "!echo \"it's (open",
        "?np.pad",
        "??f",
        "np.pad?",
        "f??",
        "f? ",
        "files = !ls",
        "a, b = %timeit -o f()",
        "x.y=!ls",
        "pip install numpy",
        "cd /content/drive",
        "ls -la",
        "%%time",
    ],
)
def test_a_magic_line_becomes_pass(line):
    indent = line[: len(line) - len(line.lstrip())]
    assert without_magics(f"a = 1\n{line}\nb = 2\n") == f"a = 1\n{indent}pass\nb = 2\n"


@pytest.mark.parametrize(
    "source",
    [
        "x = (a\n% b)\n",
        "x = a \\\n% b\n",
        's = """\n%time\n!ls\n"""\n',
        "s = '''\n?x\n'''\n",
        "s = 'it\\'s (' # ( \" '''\nx = 1\n",
        "x %= 3\nx != 3\n",
        "d = {\n'a': 1,  # }\n!x\n}\n",
        "ls = 1\ncd = ls\n",
        'f"{x!r}"\n',
        "",
        "x = 1",
    ],
)
def test_what_is_no_magic_line_stays(source):
    assert without_magics(source) == source


@pytest.mark.parametrize("path", ORDINARY, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_ordinary_python_is_left_alone(path):
    source = path.read_text(encoding="utf-8")
    assert without_magics(source) == source


def test_a_magic_continued_on_the_next_line():
    assert without_magics("!pip install \\\n  torch\nx = 1\n") == "pass\n\nx = 1\n"


def test_a_block_of_only_a_magic_is_still_a_block():
    ast.parse(without_magics("try:\n    import torch\nexcept ImportError:\n    !pip install torch\n"))


fragments = st.sampled_from(
    ["%x", "!", "?", "x?", "\\", '"', "'", '"""', "'''", "(", ")", "[", "#", "\n", "\n", " ", "a", "=", "ls "]
)


@given(st.lists(fragments, max_size=25).map("".join))
def test_lines_are_never_added_or_lost(source):
    assert without_magics(source).count("\n") == source.count("\n")


@given(st.lists(fragments, max_size=25).map("".join))
def test_taking_magics_out_twice_changes_nothing_more(source):
    once = without_magics(source)
    assert without_magics(once) == once


@pytest.mark.parametrize("magic", ["%%time", "%%capture out", "%%timeit -n 3", "%%prun", "%%memit"])
def test_timing_magics_are_unwrapped(magic):
    assert sort_out(f"{magic}\nx = 1\n").python == "\nx = 1\n"


def test_stacked_and_late_cell_magics():
    assert sort_out("\n\n%%capture\n%%time\nx = 1").python == "\n\n\n\nx = 1"


@pytest.mark.parametrize("magic", ["bash", "html", "javascript", "latex", "R", "python2", "writefile"])
def test_other_cell_magics_are_set_aside(magic):
    cell = sort_out(f"%%{magic}\nx = 1")
    assert (cell.python, cell.writes, cell.magic) == ("", "", f"%%{magic}")


@pytest.mark.parametrize(
    ("line", "name", "appends"),
    [
        ("%%writefile layers.py", "layers.py", False),
        ("%%writefile -a layers.py", "layers.py", True),
        ('%%file "my layers.py"', "layers.py", False),
        ("%%writefile src/layers.py  ", "src/layers.py", False),
    ],
)
def test_writefile(line, name, appends):
    cell = sort_out(f"{line}\nx = 1\n")
    assert (cell.writes, cell.appends, cell.body) == (name, appends, "\nx = 1\n")


def test_endless_stacks_of_magics_end():
    assert sort_out("%%time\n" * 50_000).python == ""


def test_an_indented_cell():
    assert without_indent("\n  x = 1\n  if x:\n    y = 2\n") == "\nx = 1\nif x:\n  y = 2\n"
    assert without_indent("x = 1\n  y") == "x = 1\n  y"
