"""``grader.check`` without otter-grader, and what otter's test files call."""

import sys

import pytest

from autograder.assignment import load_assignment
from autograder.authoring.otter_tests import TESTS, otter_tests
from autograder.integrations import notebook
from autograder.integrations.notebook import Grader, grader_for, require_passed

from ..students.conftest import TOY, handout  # noqa: F401 - a fixture


@pytest.fixture
def inside(handout, monkeypatch):  # noqa: F811
    monkeypatch.chdir(handout)
    yield handout
    notebook._checks(handout).close()
    notebook._checks.cache_clear()
    notebook._handout.clear()


def test_a_check_is_shown_as_autograder_check_would_print_it(inside):
    shown = Grader().check("double")
    assert shown.passed
    assert repr(shown).startswith("✓ double (6 points)")
    assert "<pre" in shown._repr_html_()
    assert "green" in shown._repr_html_()
    (inside / "toy.py").write_text("def double(x):\n    return '<b>'\n", encoding="utf-8")
    wrong = Grader().check("double")
    assert not wrong.passed
    assert "&lt;b&gt;" in wrong._repr_html_()
    assert "<b>" not in wrong._repr_html_()
    assert repr(Grader().check("doubel")).startswith("there is no question 'doubel'")


def test_what_otter_calls_raises_our_message(inside):
    require_passed("double")
    (inside / "toy.py").write_text(TOY.replace("2 *", "3 *"), encoding="utf-8")
    with pytest.raises(AssertionError, match=r"✗ double \(6 points\)\n    failed: "):
        require_passed("double")
    (inside / "toy.py").unlink()
    (inside / "more.py").unlink()
    with pytest.raises(AssertionError, match=r"expected toy\.py and more\.py, found: "):
        require_passed("double")


@pytest.mark.parametrize("with_otter", [False, True], ids=["alone", "otter"])
def test_a_notebook_that_goes_elsewhere_is_still_checked(inside, tmp_path, monkeypatch, with_otter):
    """As after ``%cd data``."""
    if with_otter:
        pytest.importorskip("otter", reason="the extra `otter` brings otter-grader")
        for name, text in otter_tests(load_assignment(inside)).items():
            (inside / name).parent.mkdir(exist_ok=True)
            (inside / name).write_text(text, encoding="utf-8")
    grader = grader_for("none.ipynb")
    monkeypatch.chdir(tmp_path)
    assert "passed" in repr(grader.check("double")) if with_otter else grader.check("double").passed


def test_otter_is_used_where_it_is_installed_and_its_tests_are_there(inside, monkeypatch):
    otter = pytest.importorskip("otter", reason="the extra `otter` brings otter-grader")
    assert isinstance(grader_for("toy.ipynb"), Grader)
    (inside / TESTS).mkdir()
    assert isinstance(grader_for("renamed.ipynb"), otter.Notebook)
    monkeypatch.setitem(sys.modules, "otter", None)
    assert isinstance(grader_for("toy.ipynb"), Grader)


def test_every_question_has_a_test_file_that_otter_reads(inside):
    files = pytest.importorskip("otter.test_files", reason="the extra `otter` brings otter-grader")
    from otter.nbmeta_config import NBMetadataConfig

    texts = otter_tests(load_assignment(inside))
    assert set(texts) == {"tests/double.py", "tests/sextuple.py", "tests/secret.py"}
    (inside / TESTS).mkdir()
    points = {}
    for name, text in texts.items():
        (inside / name).write_text(text, encoding="utf-8")
        test = files.create_test_file(name, NBMetadataConfig())
        test.run({})
        points[test.name] = (test.score, test.possible)
    assert points == {"double": (6, 6), "sextuple": (4, 4), "secret": (1, 1)}
    (inside / "toy.py").write_text(TOY.replace("2 *", "3 *"), encoding="utf-8")
    test = files.create_test_file("tests/double.py", NBMetadataConfig())
    test.run({"double": lambda x: 4})  # what the kernel has is not looked at
    assert test.score == 0
    assert "expected 4, got 6" in test.summary()
