import sys
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.collect.imports import MAX_PARSED_CHARACTERS, imported_by
from autograder.records import SourceFile


def imported(text, module="layers", *, is_package=False):
    source = SourceFile(module=module, origin="x.py", text=textwrap.dedent(text), is_package=is_package)
    found = imported_by(source)
    return None if found is None else set(found)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("import a", {"a"}),
        ("import a.b.c as d, e", {"a", "a.b", "a.b.c", "e"}),
        ("from a import b as x, c", {"a", "a.b", "a.c"}),
        ("from a.b import (\n    c,  # a comment :)\n)", {"a", "a.b", "a.b.c"}),
        ("from a import *", {"a", "a.*"}),
        ("def f():\n    if x: import a", {"a"}),
        ("try:\n    import a\nexcept ImportError: pass", {"a"}),
        ("import ﬁlter", {"filter"}),
        ("'import a'  # import b", set()),
        ("import a\nnetwork.eval()\nself.exec = evaluate", {"a"}),  # methods of those names import nothing
    ],
)
def test_what_is_mentioned(text, names):
    assert imported(text) == names


@pytest.mark.parametrize(
    ("module", "is_package", "text", "names"),
    [
        ("blocks", True, "from . import pool", {"blocks", "blocks.pool"}),
        ("blocks", True, "from .pool import x", {"blocks", "blocks.pool", "blocks.pool.x"}),
        ("blocks.pool", False, "from . import conv", {"blocks", "blocks.conv"}),
        ("blocks.pool", False, "from ..up import x", {"up", "up.x"}),
        ("layers", False, "from . import helpers", {"helpers"}),
        ("layers", False, "from ....a import b", {"a", "a.b"}),
    ],
)
def test_relative_imports(module, is_package, text, names):
    assert imported(text, module, is_package=is_package) == names


@pytest.mark.parametrize(
    "text",
    [
        "importlib.import_module(name)",
        "__import__('a' + 'b')",
        "exec('import a')",
        "run = eval",
        "builtins.exec('import a')",
        "__builtins__.eval('a')",
        "def f(:\n",
        "#" * (MAX_PARSED_CHARACTERS + 1),
        "-" * 100_000 + "1",
        "(" * 5000,
    ],
    ids=lambda text: text[:20],
)
def test_where_it_may_be_anything(text):
    assert imported(text) is None


@given(st.text("import from a.b,*()\n\\ ", max_size=40))
@pytest.mark.filterwarnings("error")
def test_any_text_has_an_answer(text):
    before = set(sys.modules)
    found = imported(text)
    assert found is None or all(found)
    assert set(sys.modules) == before
