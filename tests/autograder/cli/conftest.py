"""The command as its users run it: what it prints, writes and exits with."""

import subprocess
import sys

import pytest

RIGHT = "def double(x): return 2 * x\ndef triple(x): return 3 * x\n"
linux = pytest.mark.skipif(sys.platform != "linux", reason="grading needs the Linux sandbox")


def run(*arguments, cwd):
    command = [sys.executable, "-m", "autograder", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture
def course(toy_course):
    """A course in which one exam file is public and one is hidden, as on disk."""

    def make(**parts):
        workspace = toy_course(**parts)
        exam = next(workspace.exam.glob("test_toy_*.py"))
        hidden = '@question("double")\n@hidden'
        text = exam.read_text(encoding="utf-8")
        head, _, rest = text.partition(hidden)
        body, _, tail = rest.partition('@question("triple")')
        if parts == {}:
            public = head.replace("hidden, ", "").replace("cases, ", "").replace(", assert_matches", "")
            (workspace.exam / "test_public.py").write_text(public + '@question("triple")' + tail, encoding="utf-8")
            imports = "from autograder.exam import assert_matches, cases, hidden, question\n\n"
            exam.write_text(imports + hidden + body, encoding="utf-8")
        return workspace

    return make
