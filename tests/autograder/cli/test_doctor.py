"""``autograder doctor``: the report."""

from .conftest import linux, run


@linux
def test_the_doctor_looks_at_everything():
    result = run("doctor", cwd="/")
    for subject in ("Python", "isolation", "seccomp", "landlock", "torch", "GPU"):
        assert subject in result.stdout
