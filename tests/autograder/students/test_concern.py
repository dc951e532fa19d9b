"""Equal fingerprints mean that a check would find the same; what a question never looks at changes none."""

from pathlib import Path

import pytest

from autograder.assignment import Assignment
from autograder.records import HandIn, SourceFile, Submission, Weights
from autograder.students.concern import fingerprints

ASSIGNMENT = Assignment.model_validate(
    {
        "name": "toy",
        "title": "Toy",
        "files": ["a.py", "b.py", "c.py"],
        "questions": [
            {"name": "one", "points": 1},
            {"name": "two", "points": 1, "file": "b.py"},
            {"name": "three", "points": 1, "file": "c.py"},
            {"name": "measured", "points": 1, "file": "c.py"},
        ],
    }
)
A, B, C = "def one(): return 1", "from parts import tool\ndef two(): return tool.f()", "def three(): return 3"
PARTS = {"parts": "", "parts.tool": "import parts.deep", "parts.deep": "F = 1", "other": "x = 1"}


@pytest.fixture
def files(tmp_path):
    """Question → its test files: that of `three` names module a, too."""
    texts = {
        "one": "submission.a.one()",
        "two": "submission.b.two()",
        "three": "submission.c.three(submission.a.one())",
    }
    paths = {}
    for name, text in texts.items():
        paths[name] = frozenset({tmp_path / f"test_{name}.py"})
        (tmp_path / f"test_{name}.py").write_text(text)
    return paths


def submission(a=A, b=B, c=C, missing=None, weights="0" * 64, **parts):
    texts = {"a": a, "b": b, "c": c, **PARTS, **{name.replace("__", "."): text for name, text in parts.items()}}
    texts = {name: text for name, text in texts.items() if name not in (missing or {})}
    sources = {
        name: SourceFile(module=name, origin=f"{name}.py", text=text, is_package=name == "parts")
        for name, text in texts.items()
    }
    one = Weights(name="w.pt", path=Path("w.pt"), size=1, sha256=weights)
    return Submission(hand_in=HandIn(key="x"), sources=sources, missing=missing or {}, weights={"net": one})


def concerned(files, **change):
    before = fingerprints(ASSIGNMENT, submission(), files, {"measured"})
    after = fingerprints(ASSIGNMENT, submission(**change), files, {"measured"})
    return {name for name in before if before[name] != after[name]}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, set()),
        ({"a": A + "\n"}, {"one", "three", "measured"}),
        ({"b": B + "\n"}, {"two", "measured"}),
        ({"c": C + "\n"}, {"three", "measured"}),
        ({"parts__deep": "F = 2"}, {"two", "measured"}),
        ({"other": "x = 2"}, {"measured"}),
        ({"weights": "1" * 64}, {"measured"}),
        ({"missing": {"a": "a.py was not handed in"}}, {"one", "three", "measured"}),
        ({"a": "import importlib"}, {"one", "three", "measured"}),
    ],
)
def test_a_change_concerns_what_may_look_at_it(files, change, expected):
    assert concerned(files, **change) == expected


def test_who_may_import_anything_depends_on_everything(files):
    def prints(**parts):
        return fingerprints(ASSIGNMENT, submission(a="import importlib", **parts), files, {"measured"})

    before, after = prints(), prints(other="x = 2")
    assert {name for name in before if before[name] != after[name]} == {"one", "three", "measured"}
