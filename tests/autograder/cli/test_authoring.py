"""``autograder build``: the handout is made, and said to be in step or not."""

from .conftest import run


def test_a_handout_that_is_out_of_step_is_told(course):
    workspace = course()
    root = workspace.exam.parents[1]
    assert run("build", "toy", "--check", cwd=root).returncode == 1
    assert run("build", "toy", cwd=root).returncode == 0
    assert run("build", "toy", "--check", cwd=root).returncode == 0
    (root / "assignments/toy/handout/toy.py").write_text("", encoding="utf-8")
    result = run("build", "toy", "--check", cwd=root)
    assert result.returncode == 1
    assert "toy.py: not as it would be built now" in result.stderr
