"""Stripping: nothing of a solution gets out, and what is not understood is refused."""

import ast
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.authoring.markers import BEGIN, END, LINE, solution_lines, strip_solution
from autograder.errors import MarkerError

REFERENCE = '''
"""What students read first."""

import numpy as np

# BEGIN SOLUTION
def helper(x):
    return x


# END SOLUTION


def double(x):
    """Twice `x`."""
    # BEGIN SOLUTION
    y = helper(2 * x)

    return y
    # and that is all
    # END SOLUTION


class Layer:
    """Given in part."""

    def forward(self, x):
        scale = 3
        # BEGIN SOLUTION
        return scale * x
        # END SOLUTION

    # BEGIN SOLUTION
    def spare(self):
        return 0

    # END SOLUTION
    def given(self):
        return 1
'''.lstrip("\n")

SKELETON = '''
"""What students read first."""

import numpy as np


def double(x):
    """Twice `x`."""
    raise NotImplementedError("double: not implemented yet")


class Layer:
    """Given in part."""

    def forward(self, x):
        scale = 3
        raise NotImplementedError("Layer.forward: not implemented yet")

    def given(self):
        return 1
'''.lstrip("\n")


def strip(text):
    return strip_solution(textwrap.dedent(text), "layers.py")


def refused(text):
    with pytest.raises(MarkerError) as caught:
        strip(text)
    return str(caught.value)


def test_a_reference_becomes_a_skeleton():
    assert strip(REFERENCE) == SKELETON


def test_a_skeleton_stays_as_it_is():
    assert strip(SKELETON) == SKELETON


@pytest.mark.parametrize("text", ["", "\n", "x = 1", "not Python at all (", "x\r\n"])
def test_text_without_markers_stays_as_it_is(text):
    assert strip_solution(text, "a.py") == text


def test_each_part_of_a_function_says_that_it_is_missing():
    text = """
        def f(x):
            if x:
                # BEGIN SOLUTION
                return 1
                # END SOLUTION
            else:
                # BEGIN SOLUTION
                return 2
                # END SOLUTION
    """
    lines = strip(text).split("\n")
    stub = 'raise NotImplementedError("f: not implemented yet")'
    assert lines == ["", "def f(x):", "    if x:", f"        {stub}", "    else:", f"        {stub}", ""]


def test_a_single_line_is_marked_where_it_stands():
    text = f"import math\n\nEDGE = 3  {LINE}\n\n\ndef f(x):\n    y = x\n    return y + EDGE  {LINE}\n\n\nz = 1\n"
    stub = 'raise NotImplementedError("f: not implemented yet")'
    assert strip(text) == f"import math\n\n\ndef f(x):\n    y = x\n    {stub}\n\n\nz = 1\n"


def test_a_single_line_at_the_end_of_the_file_is_in_its_function():
    assert strip(f"def f(x): \n    return x  {LINE}") == (
        'def f(x): \n    raise NotImplementedError("f: not implemented yet")'
    )


def test_words_after_a_marker_stay_for_students():
    text = (
        f"{BEGIN}: Choose a size.\nSIZE = 3\n{END}\ndef f(x):\n    return SIZE * x  {LINE}: Scale: x times its size.\n"
    )
    stub = 'raise NotImplementedError("f: not implemented yet")'
    assert strip(text) == f"# Choose a size.\ndef f(x):\n    # Scale: x times its size.\n    {stub}\n"
    assert strip(strip(text)) == strip(text)


def test_a_marked_line_may_not_stand_outside_either():
    line = "out = np.tensordot(patches, w)"
    assert refused(f"{line}\ndef f():\n    {line}  {LINE}\n") == (
        f"layers.py:1: this line of a solution also stands outside of it: {line!r}"
    )


def test_the_lines_of_solutions_are_those_that_go():
    text = f"a = 1\n{BEGIN}\nb = 2\n{END}\nc = 3  {LINE}\n"
    assert solution_lines(text, "a.py") == {2, 3, 4, 5}
    assert solution_lines("a = 1\n", "a.py") == set()


def test_a_solution_at_the_end_leaves_one_line_end():
    assert strip("x = 1\n\n\n# BEGIN SOLUTION\ny = 2\n# END SOLUTION\n") == "x = 1\n"


def test_a_solution_at_the_start_leaves_no_blank_lines():
    assert strip("# BEGIN SOLUTION\ny = 2\n# END SOLUTION\n\n\nx = 1\n") == "x = 1\n"


def test_two_solutions_in_a_row_leave_one_run_of_blank_lines():
    block = "# BEGIN SOLUTION\ny = 2\n# END SOLUTION\n"
    assert strip(f"x = 1\n\n\n{block}\n{block}\n\nz = 3\n") == "x = 1\n\n\nz = 3\n"


NEAR_MISSES = [
    "# Begin Solution",
    "# begin solution",
    "#BEGIN SOLUTION",
    "#  BEGIN SOLUTION",
    "# BEGIN  SOLUTION",
    "## BEGIN SOLUTION",
    "### END SOLUTION",
    "# END SOLUTON",
    "# END SOLUTIONS",
    "# BEGN SOLUTION",
    "# BEGIN SOLUTION of part a",
    "# BEGIN SOLUTION:",
    "# BEGIN_SOLUTION",
    "# BEGINSOLUTION",
    "# BEGIN SOL",
    "# END",
    "# BEGIN",
    "# SOLUTION",
    "# START SOLUTION",
    "# SOLUTION END",
    "# end of solution",
    "x = 1  # BEGIN SOLUTION",
    "x = 1  #SOLUTION",
    "x = 1  # SOLUTION:",
    "x = 1  # SOLUTION double it",
    "x = 1  # SOLUTON",
    "x = 1  # Solution: Double it.",
    "x = 1  # SOLUTION: END",
    "# SOLUTION: Double it.",
    "# BEGIN SOLUTION: END",
    "# END SOLUTION: Double it.",
    "BEGIN SOLUTION",
    "# BEGIN SOULTION",
    "# END SOLUITON",
    "# EDN SOLUTION",
    "# BEG SOLUTION",
    "# BEGIN S\N{CYRILLIC SMALL LETTER O}LUTION",
    "# BEGIN\N{NO-BREAK SPACE}SOLUTION",
    "# BEGIN SLN",
    "# SOLN",
    "x = 1  # SOLN",
    "colour = '#fff'  # SOLN",
    "# BEGIN LOESUNG",
    "# Anfang Lösung",
    "# Musterlösung",
    "# Lösung: Verdopple.",
    "# BEGIN ANSWER",
    "x = 1  # ANSWER",
    "# BEGIN HIDDEN TESTS",
    "# BEGIN PROMPT",
]


@pytest.mark.parametrize("line", NEAR_MISSES)
def test_what_is_not_quite_a_marker_is_refused_with_its_place(line):
    assert refused(f"y = 2\n{line}\n").startswith(f"layers.py:2: not quite a marker: {line!r}")


@pytest.mark.parametrize(
    "line",
    [
        "# in the end, x is zero",
        "# begins at the first pixel",
        "# a solution of the linear system, by Cramer's rule, exact for small ones",
        "beginning = end = 1",
        "# TODO: your code",
        "# start at the full resolution",
        "# end of the isolation, begin of options",
        "# begin with convolutions",
        "# END OF YOUR CODE",
        "# the answer",
        "# the solution",
    ],
)
def test_ordinary_comments_are_no_markers(line):
    assert strip(line) == line


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{END}\n", "layers.py:1: END SOLUTION without BEGIN SOLUTION"),
        (f"x = 1\n{BEGIN}\n", "layers.py:2: BEGIN SOLUTION without END SOLUTION"),
        (f"{BEGIN}\nx = 1\n{BEGIN}\ny = 1\n{END}\n{END}\n", "layers.py:3: BEGIN SOLUTION inside"),
        (f"def f():\n    {BEGIN}\n    x = 1\n{END}\n", "layers.py:4: expected END SOLUTION indented"),
        (f"{BEGIN}\n{END}\n", "layers.py:1: no statement begins"),
        (f"{BEGIN}\n# only words\n{END}\n", "layers.py:1: no statement begins"),
        (f"def f():\n{BEGIN}\n    x = 1\n{END}\n", "layers.py:2: expected the markers indented by 4 spaces"),
        (f"x = (\n{BEGIN}\n1\n{END}\n)\n", "layers.py:2: no statement begins"),
        (f"x = (\n{BEGIN}\n1)\ny = 2\n{END}\n", "layers.py:2: the markers cut through a statement"),
        (f"{BEGIN}\nx = [\n{END}\n1]\n", "layers.py:1: the markers cut through a statement"),
        (f'{BEGIN}\nx = """\n{END}\n"""\n', "layers.py:1: the markers cut through a statement"),
        (f'"""\n{BEGIN}\nx\n{END}\n"""\n', "layers.py:2: no statement begins"),
        (f"{BEGIN}\ndef f(:\n{END}\n", "layers.py:2: not valid Python"),
        (f"{BEGIN}: Words.\nx = 1\n{BEGIN}: Words.\ny = 1\n{END}\n{END}\n", "layers.py:3: BEGIN SOLUTION inside"),
        (f"{BEGIN}\nx = 1  {LINE}\n{END}\n", "layers.py:2: SOLUTION inside the solution that begins in line 1"),
        (f"x = (  {LINE}\n1)\n", "layers.py:1: the markers cut through a statement"),
        (f"x = (\n1)  {LINE}\n", "layers.py:2: no statement begins here"),
        (f"x = (1,\n2); y = 3  {LINE}\n", "layers.py:2: the markers cut through a statement"),
        (f'"""\nx = 1  {LINE}\n"""\n', "layers.py:2: no statement begins here"),
        (f"def f():  {LINE}\n    return 1\n", "layers.py:1: the markers cut through a statement"),
        (f"if x: y = 1\nelse: y = 2  {LINE}\n", "layers.py:2: expected the markers indented by 6 spaces"),
        (f"class A:\n    x = 1  {LINE}\n", "layers.py without its solution:1: not valid Python"),
        (f"class A:\n    {BEGIN}\n    x = 1\n    {END}\n", "layers.py without its solution:1: not valid Python"),
    ],
)
def test_markers_that_hold_no_whole_statements_are_refused(text, message):
    assert refused(text).startswith(message)


def test_a_line_of_the_solution_may_not_stand_outside_of_it():
    line = "out = np.tensordot(patches, w)"
    text = f"def f():\n    {BEGIN}\n    {line}\n    {END}\n\n\ndef g():\n    {line}\n"
    assert refused(text) == f"layers.py:8: this line of a solution also stands outside of it: {line!r}"


def test_a_short_line_may_stand_on_both_sides():
    assert strip(f"def f():\n    {BEGIN}\n    return out\n    {END}\n\n\ndef g():\n    return out\n")


@given(st.lists(st.sampled_from([BEGIN, END, "x = 1"]), max_size=8))
def test_markers_are_taken_in_pairs_or_refused(lines):
    """Against a count: depth goes 0, 1, 0, 1, …, with code in each pair."""
    marks = [line for line in lines if line != "x = 1"]
    paired = marks == [BEGIN, END] * (len(marks) // 2)
    filled = f"{BEGIN}\n{END}" not in "\n".join(lines)
    try:
        result = strip_solution("\n".join(lines), "a.py")
    except MarkerError:
        assert not (paired and filled)
    else:
        assert paired
        assert filled
        assert BEGIN not in result


SECRET = st.sampled_from(["secret = 1", "return secret", "secret += 2  # secret"])
FUNCTION = st.lists(SECRET, min_size=1, max_size=3)
KINDS = ["function", "method", "module", "line"]
PARTS = st.lists(st.tuples(st.sampled_from(KINDS), FUNCTION, st.integers(0, 3)), max_size=5)


def reference_of(parts):
    """A reference whose solutions, and nothing else, speak of a secret."""
    lines = []
    for number, (kind, code, blank) in enumerate(parts):
        if kind == "module":
            lines += [BEGIN, *(line for line in code if not line.startswith("return")), "secret = 0", END]
        elif kind == "line":
            lines += [f"def f{number}(x):", "    given = x", *(f"    return secret  {LINE}" for _ in code)]
        else:
            head = [f"class C{number}:", f"    def f{number}(x):"] if kind == "method" else [f"def f{number}(x):"]
            indent = "        " if kind == "method" else "    "
            lines += [*head, f"{indent}given = x", *(indent + line for line in (BEGIN, *code, END))]
        lines += [""] * blank
    return "\n".join([*lines, "last = 1", ""])


@given(PARTS)
def test_nothing_secret_is_left_and_the_rest_stays(parts):
    text = reference_of(parts)
    skeleton = strip_solution(text, "a.py")
    ast.parse(skeleton)
    assert "secret" not in skeleton
    stubs = text.count(BEGIN) - sum(kind == "module" for kind, _, _ in parts) + text.count(f"  {LINE}")
    assert skeleton.count("given = x") == text.count("given = x")
    assert skeleton.count("raise NotImplementedError") == stubs
    assert skeleton.endswith("last = 1\n")
    assert strip_solution(skeleton, "a.py") == skeleton
