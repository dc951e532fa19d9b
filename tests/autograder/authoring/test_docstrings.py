import doctest

import pytest

from autograder.authoring import docstrings
from autograder.authoring.docstrings import to_markdown

PICTURE = """Pad ``x``, as *torch* does.

It grows::

    1 2
      3

    4

then shrinks.

::

    a

Args:
    x: shape (N, C),
        float64::

            0 1

    *others, w: more.

Returns:
    The size, an `int`.

>>> pad(1)
2
"""
MARKDOWN = """Pad `x`, as *torch* does.

It grows:

```text
1 2
  3

4
```

then shrinks.

```text
a
```

**Args**

- `x`: shape (N, C),
  float64:

  ```text
  0 1
  ```
- `*others`, `w`: more.

**Returns**

The size, an `int`.

```python
>>> pad(1)
2
```"""


def test_text_pictures_sections_and_examples():
    assert to_markdown(PICTURE.strip()) == MARKDOWN


@pytest.mark.parametrize(
    ("docstring", "markdown"),
    [
        ("", ""),
        ("One line.", "One line."),
        ("Note:\n\nA sentence: no section.", "**Note**\n\nA sentence: no section."),
        ("Args:\n    Nothing is needed. See: above.", "**Args**\n\nNothing is needed. See: above."),
        ("With\n    an indent", "With\n\n```text\nan indent\n```"),
        ("Before ::\n\n    x", "Before\n\n```text\nx\n```"),
    ],
)
def test_edges(docstring, markdown):
    assert to_markdown(docstring) == markdown


def test_the_example_in_the_docstring():
    assert doctest.testmod(docstrings).failed == 0
