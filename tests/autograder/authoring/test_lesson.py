"""What students read of a reference, and that what is not quite a text for them is refused with its line."""

import pytest

from autograder.authoring.lesson import Exercise, Text, read_lesson
from autograder.errors import MarkerError

REFERENCE = '''"""About layers.

More.
"""

import math

# BEGIN SOLUTION
def helper():
    """Secret."""
# END SOLUTION

# %% [markdown]
# ## Pooling
#
# Keep $x$:
#     the *largest*.
#no space
# %%
def pool(x):
    """Keep the largest.

    # %% [markdown]
    """
    # BEGIN SOLUTION
    return max(x)
    # END SOLUTION


# %% [markdown]
# The end.
'''


def test_texts_and_exercises_in_their_order():
    lesson = read_lesson(REFERENCE, "layers.py")
    assert lesson.docstring == "About layers.\n\nMore."
    assert [(type(part), getattr(part, "markdown", None) or part.docstring) for part in lesson.parts] == [
        (Text, "## Pooling\n\nKeep $x$:\n    the *largest*.\nno space"),
        (Exercise, "Keep the largest.\n\n# %% [markdown]"),
        (Text, "The end."),
    ]
    assert [(part.name, part.is_open) for part in lesson.parts if isinstance(part, Exercise)] == [("pool", True)]


def test_a_file_without_texts():
    assert read_lesson("def f(): pass\n\n\nclass A:\n    pass\n", "a.py").parts == (
        Exercise(1, "f", "", is_open=False),
        Exercise(4, "A", "", is_open=False),
    )


def test_a_picture_right_below_the_first_line_keeps_its_indentation():
    (exercise,) = read_lesson('def f():\n    """Twice::\n\n        1 -> 2\n    """\n', "a.py").parts
    assert exercise.docstring == "Twice::\n\n    1 -> 2"
    (method,) = read_lesson('class A:\n    """\n  odd\n    Args:\n        x: y"""\n', "a.py").parts
    assert method.docstring == "odd\nArgs:\n    x: y"


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("x = 1\n#%% [markdown]\n# Text", "a.py:2: not quite a cell: '#%% [markdown]'; expected '# %% [markdown]' or"),
        ("# %% [md]\n# Text", "a.py:1: not quite a cell"),
        ("# %% [markdown] Title\n# Text", "a.py:1: not quite a cell"),
        ("# %% [markdown] \n# Text", "a.py:1: not quite a cell"),
        ("# %%markdown\n# Text", "a.py:1: not quite a cell"),
        ("## %%\n", "a.py:1: not quite a cell"),
        ("x = 1  # %% [markdown]\n# Text", "a.py:1: not quite a cell: 'x = 1  # %% [markdown]'"),
        ("def f():\n    # %% [markdown]\n    # Text\n    pass", "a.py:2: not quite a cell"),
        ("def f():\n    x = 1\n# %% [markdown]\n# Text\n    return x", "a.py:3: a cell inside of a definition"),
        ("# %% [markdown]\n\n# Text", "a.py:1: a text without words"),
        ("# %% [markdown]\n#\n#  \nx = 1", "a.py:1: a text without words"),
        ("# %% [markdown]\n# %%\n", "a.py:1: a text without words"),
        ("# BEGIN SOLUTION\nx = 1\n# %% [markdown]\n# Text\n# END SOLUTION", "a.py:3: a text for students inside a"),
        ("def f(:\n", "a.py:1: not valid Python"),
    ],
)
def test_what_is_not_quite_a_text_is_refused_with_its_line(source, problem):
    with pytest.raises(MarkerError) as caught:
        read_lesson(source, "a.py")
    assert str(caught.value).startswith(problem)
