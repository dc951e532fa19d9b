"""``autograder new``, and all that follows from it: a scaffold is qualified, released, handed in and graded at once."""

import csv
import json
import zipfile

from .conftest import linux, run

RIGHT = "    return 0.114 * image[..., 2] + 0.587 * image[..., 1] + 0.299 * image[..., 0]\n"
STUB = '    raise NotImplementedError("to_grey: not implemented yet")\n'


def unpack(archive, folder):
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder)
    return folder


@linux
def test_from_nothing_to_grades(tmp_path):
    root = tmp_path / "vision"
    made = run("new", "grey", "--course", root, "--course-name", "Vision", "--timezone", "Europe/Berlin", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert "vision/tests/grey/test_hidden_grey.py" in made.stdout
    assert "Next: cd " in made.stdout

    built = run("build", cwd=root)  # it is qualified on the way
    assert built.returncode == 0, built.stdout + built.stderr
    assert "grey was never qualified here: qualifying it" in built.stderr
    manifest = json.loads((root / "dist/grey/manifest.json").read_text(encoding="utf-8"))
    assert (manifest["qualified"], manifest["leaks"]["found"]) == (True, 0)

    handout = unpack(root / "dist/grey/grey-handout.zip", tmp_path / "student") / "grey"
    checked = run("check", cwd=handout)
    assert checked.returncode == 1
    assert "not implemented yet" in checked.stdout

    skeleton = (handout / "grey.py").read_text(encoding="utf-8")
    answers = {
        "ann": skeleton.replace(STUB, RIGHT),
        "bob": skeleton,
        "eve": skeleton.replace(STUB, "    return image\n"),
    }
    for name, text in answers.items():
        (tmp_path / "hand-ins" / name).mkdir(parents=True)
        (tmp_path / "hand-ins" / name / "grey.py").write_text(text, encoding="utf-8")

    bundle = unpack(root / "dist/grey/grey-instructor.zip", tmp_path / "colleague") / "grey"
    for course in (root, bundle):
        out = tmp_path / f"results-{course.name}"
        graded = run("grade", tmp_path / "hand-ins", "--assignment", "grey", "--out", out, cwd=course)
        assert graded.returncode == 0, graded.stdout + graded.stderr
        with (out / "summary.csv").open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        assert [float(row["score"]) for row in rows] == [10, 0, 0]
    results = json.loads(next((tmp_path / "results-vision").glob("bob/results.json")).read_text(encoding="utf-8"))
    failed = [test for test in results["tests"] if "." in test["number"]]
    assert len(failed) == 3
    assert all(test["status"] == "failed" and test["output"].startswith("Not implemented yet.") for test in failed)


def test_a_course_may_come_first_and_an_assignment_later(tmp_path):
    assert run("new", "--course", "vision", cwd=tmp_path).returncode == 0
    made = run("new", "edges", "--title", "Finding edges", cwd=tmp_path / "vision" / "assignments")
    assert made.returncode == 0, made.stderr
    assert "Next: autograder qualify edges && autograder build edges" in made.stdout
    text = (tmp_path / "vision/assignments/edges/assignment.toml").read_text(encoding="utf-8")
    assert 'title = "Finding edges"' in text


def test_mistakes_are_told_and_nothing_is_written(tmp_path):
    for words, told in [
        ([], "expected the name of an assignment, or --course FOLDER"),
        (["edges"], "no course here"),
        (["edges"], "autograder new edges --course FOLDER makes one"),
        (["--course"], "--course: expected a folder: autograder new --course FOLDER"),
        (["edges", "--course"], "--course: expected a folder: autograder new edges --course FOLDER"),
        (["torch", "--course", "vision"], "'torch' is a module of torch"),
    ]:
        result = run("new", *words, cwd=tmp_path)
        assert result.returncode == 2
        assert told in result.stderr
    assert list(tmp_path.iterdir()) == []
