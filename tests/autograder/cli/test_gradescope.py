import json
import os
import signal
import subprocess
import sys
import time

import pytest

from autograder.report.validate import problems

from ..conftest import ASSIGNMENT
from .conftest import RIGHT, linux, run

ON_TIME = {"id": 7, "created_at": "2026-03-07T17:57:40.143363-08:00", "users": [{"name": "Ann Example"}]}
GOOD = {"score": 4, "tests": [{"name": "a", "score": 4, "max_score": 5}]}
COMMAND = [sys.executable, "-m", "autograder"]


@pytest.fixture
def container(tmp_path):
    """A folder like a container's, with a right answer handed in; its results.json."""
    root = tmp_path / "container"
    for folder in ("submission", "results"):
        (root / folder).mkdir(parents=True, mode=0o700)
    (root / "submission/toy.py").write_text(RIGHT, encoding="utf-8")
    (root / "submission_metadata.json").write_text(json.dumps(ON_TIME), encoding="utf-8")
    return root


def document(container):
    found = json.loads((container / "results/results.json").read_text(encoding="utf-8"))
    assert problems(found) == []
    return found


@linux
def test_run_grades_the_hand_in_and_tells_staff(course, container, tmp_path):
    course()
    done = run("gradescope", "run", "toy", "--root", container, cwd=tmp_path)
    assert (done.returncode, document(container)["score"]) == (0, 10), done.stderr
    assert "submission_7: 10: on time" in done.stdout
    assert "all checks passed" in done.stdout
    assert "isolation: " in done.stdout


@linux
def test_run_says_what_stands_when_its_time_is_up(course, container, tmp_path):
    course()
    (container / "submission/toy.py").write_text("import time\ntime.sleep(60)\n", encoding="utf-8")
    done = run("gradescope", "run", "toy", "--root", container, "--minutes", "0.01", cwd=tmp_path)
    assert done.returncode == 3
    assert "longer than 0.01 minutes" in document(container)["output"]
    assert "[gradescope] minutes in assignment.toml allows more" in done.stderr


MISSING = "submission_metadata.json is missing: Gradescope puts it there, beside submission/; --root names the folder"


@linux
@pytest.mark.parametrize(
    ("mistake", "status", "told"),
    [
        (lambda root, _: (root / "submission_metadata.json").unlink(), 3, MISSING),
        (lambda _, course: (course / "assignments/toy/assignment.toml").write_text("x"), 2, "assignment.toml"),
        (lambda _, course: (course / "assignments/course.secret").write_text("short"), 3, "course.secret"),
    ],
    ids=["metadata", "assignment", "secret"],
)
def test_run_holds_what_our_mistakes_spoil(course, container, tmp_path, mistake, status, told):
    course()
    mistake(container, tmp_path)
    done = run("gradescope", "run", "toy", "--root", container, cwd=tmp_path)
    assert done.returncode == status
    assert told in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "grader fault: " not in done.stderr  # nothing of ours broke
    assert document(container)["extra_data"]["held"] is True


@linux
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_run_leaves_a_valid_document_whenever_it_is_ended(course, container, tmp_path, number):
    course(assignment=ASSIGNMENT.replace("seconds = 1.0", "seconds = 50.0"))
    (container / "submission/toy.py").write_text("import time\ntime.sleep(60)\n", encoding="utf-8")
    with subprocess.Popen([*COMMAND, "gradescope", "run", "toy", "--root", str(container)], cwd=tmp_path) as process:
        results = container / "results/results.json"
        deadline = time.monotonic() + 60
        while not results.exists() or not document(container)["tests"]:  # until the checks are known
            assert time.monotonic() < deadline
            time.sleep(0.05)
        os.kill(process.pid, number)
        process.wait(20)
    assert document(container)["extra_data"]["held"] is True
    if number == signal.SIGTERM:
        assert "stopped from outside" in document(container)["output"]


def validate(tmp_path, *files, stdin=None):
    command = [*COMMAND, "gradescope", "validate", *map(str, files)]
    return subprocess.run(command, cwd=tmp_path, input=stdin, capture_output=True, check=False)


def written(path, document):
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return path.name


def test_validate_says_what_is_good(tmp_path):
    names = [written(tmp_path / "a.json", GOOD), written(tmp_path / "b.json", {"score": 2.5})]
    done = validate(tmp_path, *names)
    assert done.returncode == 0
    assert done.stdout.decode().splitlines() == ["a.json: good: 4 points, 1 tests", "b.json: good: 2.5 points, 0 tests"]


def test_validate_reads_standard_input(tmp_path):
    done = validate(tmp_path, "-", stdin=json.dumps({"tests": []}).encode())
    assert done.returncode == 1
    assert done.stdout.decode() == "-: error: score: expected one at the top or on every test\n"


def test_validate_tells_errors_from_warnings(tmp_path):
    written(tmp_path / "odd.json", GOOD | {"more": 1})
    assert validate(tmp_path, "odd.json").returncode == 0
    assert validate(tmp_path, "odd.json", "--strict").returncode == 1
    written(tmp_path / "bad.json", '{"score": NaN}')
    done = validate(tmp_path, "odd.json", "bad.json")
    assert done.returncode == 1
    assert done.stdout.decode().splitlines() == [
        "odd.json: warning: more: unknown key",
        "odd.json: good: 4 points, 1 tests",
        "bad.json: error: NaN is not JSON and breaks the upload",
    ]


def test_validate_cannot_read_every_file(tmp_path):
    done = validate(tmp_path, written(tmp_path / "a.json", GOOD), "nothing.json")
    assert done.returncode == 2
    assert "nothing.json: cannot be read (No such file or directory)" in done.stderr.decode()
    assert "a.json: good" in done.stdout.decode()


def test_validate_needs_none_of_the_large_libraries(tmp_path):
    written(tmp_path / "a.json", GOOD)
    code = (
        "import sys; sys.argv = ['autograder', 'gradescope', 'validate', 'a.json']\n"
        "from autograder.cli import main\n"
        "try: main()\n"
        "except SystemExit: print(sorted({'torch', 'numpy', 'pytest', 'nbformat'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
