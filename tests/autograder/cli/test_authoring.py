"""``autograder qualify`` and ``build``: an exam is proved, the handout made, and said to be in step or not."""

import json
import re

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
def test_what_is_qualified_can_be_built_until_it_changes(course, tmp_path):
    root = with_variants(course())
    refused = run("build", "toy", cwd=root)
    assert refused.returncode == 1
    assert "toy was never qualified here: run autograder qualify toy" in refused.stderr
    assert not (root / "assignments/toy/handout").exists()

    result = run("qualify", "toy", "--json", tmp_path / "found.json", "--html", tmp_path / "found.html", cwd=root)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "toy is qualified (5 variants, 2 questions" in result.stdout
    assert json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))["qualified"]
    assert (tmp_path / "found.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert run("build", "toy", cwd=root).returncode == 0

    (root / "solutions/toy/mutants/forgets.py").write_text(FORGETS + "\n# better\n", encoding="utf-8")
    refused = run("build", "toy", cwd=root)
    assert refused.returncode == 1
    assert re.search(r"toy has changed since it was qualified \(.* UTC\): run autograder qualify toy", refused.stderr)
    built = run("build", "toy", "--no-qualify", cwd=root)
    assert built.returncode == 0
    assert "Not proved: toy has changed since it was qualified (" in built.stdout


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
    assert re.search(r"8 of 8\n", result.stderr), result.stderr
    refused = run("build", "toy", cwd=root)
    assert refused.returncode == 1
    assert "toy did not hold when it was qualified last (20" in refused.stderr


@linux
def test_a_part_is_examined_and_proves_nothing(course):
    root = with_variants(course())
    result = run("qualify", "toy", "--only", "forgets", "--question", "double", cwd=root)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "This was a part: nothing is recorded for a release." in " ".join(result.stdout.split())
    assert run("build", "toy", cwd=root).returncode == 1


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


def test_a_handout_that_is_out_of_step_is_told(course):
    workspace = course()
    root = workspace.exam.parents[1]
    assert run("build", "toy", "--check", cwd=root).returncode == 1
    assert run("build", "toy", "--no-qualify", cwd=root).returncode == 0
    assert run("build", "toy", "--check", cwd=root).returncode == 0
    (root / "assignments/toy/handout/toy.py").write_text("", encoding="utf-8")
    result = run("build", "toy", "--check", cwd=root)
    assert result.returncode == 1
    assert "toy.py: not as it would be built now" in result.stderr
