"""``autograder qualify``: an exam is proved, or what does not hold is told."""

import json
import re

from autograder.authoring.qualify.record import State, known
from autograder.workspace import open_assignment

from ..authoring.qualify.conftest import FILES, FORGETS
from .conftest import linux, run

KEPT = FORGETS.replace('("double",)', '("double", "triple")')


def with_variants(workspace, **replaced):
    for name, text in (FILES | replaced).items():
        path = workspace.reference / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return workspace.exam.parents[1]


@linux
def test_what_is_qualified_is_told_and_written(course, tmp_path):
    root = with_variants(course())
    result = run("qualify", "toy", "--json", tmp_path / "found.json", "--html", tmp_path / "found.html", cwd=root)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "toy is qualified (10 variants, 2 questions" in result.stdout
    assert json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))["qualified"]
    assert (tmp_path / "found.html").read_text(encoding="utf-8").startswith("<!doctype html>")


@linux
def test_what_does_not_hold_is_told_and_proves_nothing(course):
    root = with_variants(course(), **{"mutants/forgets.py": KEPT})
    result = run("qualify", "toy", cwd=root)
    assert result.returncode == 1
    told = " ".join(result.stdout.split())
    assert "forgets (mutant) triple: expected to lose points, but it keeps all 4: no check notices" in told
    assert "toy is not qualified: 1 does not hold" in told
    assert "solutions/toy/mutants/forgets.py:3: Add a case that this answer gets wrong" in told
    assert "Collecting the exam …" in result.stderr
    assert re.search(r"13 of 13\n", result.stderr), result.stderr


@linux
def test_a_part_is_examined_and_proves_nothing(course):
    root = with_variants(course())
    result = run("qualify", "toy", "--only", "forgets", "--question", "double", cwd=root)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "This was a part: nothing is recorded for a release." in " ".join(result.stdout.split())
    assert known(open_assignment("toy", root)).state is State.NEVER


@linux
def test_a_check_that_breaks_is_a_fault(course):
    workspace = course()
    exam = workspace.exam / "test_public.py"
    text = exam.read_text(encoding="utf-8").replace(
        "assert_equal(submission.toy.triple(2), 6)", "1 / (submission.toy.triple(2) - 7)"
    )
    exam.write_text(text, encoding="utf-8")
    breaks = FORGETS.replace('("double",)', '("triple",)').replace(
        "def double(x):\n    return x", "def triple(x):\n    return 7"
    )
    root = with_variants(workspace, **{"mutants/breaks.py": breaks})
    result = run("qualify", "toy", cwd=root)
    assert result.returncode == 3
    assert "held: test_three: ZeroDivisionError" in " ".join(result.stdout.split())


def test_a_mistake_is_told_before_the_work_begins(course, tmp_path):
    root = with_variants(course())
    for words, message in [
        (["--json", tmp_path / "none" / "found.json"], "there is no folder"),
        (["--question", "duble"], "did you mean 'double'?"),
        (["--only", "forgts"], "did you mean 'forgets'?"),
        ([], "mutants/wrong.py:2: LOSES names duble, but there is no such question; did you mean 'double'?"),
    ]:
        if not words:
            (root / "solutions/toy/mutants/wrong.py").write_text('"""x"""\nLOSES = ("duble",)\n', encoding="utf-8")
        result = run("qualify", "toy", *words, cwd=root)
        assert result.returncode == 2
        assert message in result.stderr
