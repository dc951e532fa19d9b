"""What ``autograder new`` writes is right, whole, and never in the place of something else."""

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from autograder.assignment import load_assignment
from autograder.authoring.handout import build_handout
from autograder.authoring.qualify import Scope, qualify
from autograder.authoring.variants import Kind, variants
from autograder.errors import ConfigError
from autograder.packaging import scaffold
from autograder.packaging.scaffold import new_assignment, new_course
from autograder.workspace import assignments_of, open_assignment

ROOT = Path(__file__).parents[3]
linux = pytest.mark.skipif(sys.platform != "linux", reason="grading needs the Linux sandbox")


def texts(root):
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in root.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def course(tmp_path):
    new_course(tmp_path / "course", "Vision", "Europe/Berlin")
    return tmp_path / "course"


def test_a_course_holds_what_every_assignment_needs(tmp_path):
    made = new_course(tmp_path / "a" / "course", 'Ann\'s "Vision" — 3D', "Europe/Berlin")
    root = tmp_path / "a" / "course"
    assert {path.relative_to(root).as_posix() for path in made} == texts(root).keys()
    said = tomllib.loads(texts(root)["assignments/course.toml"])
    assert said == {"name": 'Ann\'s "Vision" — 3D', "timezone": "Europe/Berlin"}
    ignored = texts(root)[".gitignore"].split("\n")
    assert {"assignments/course.secret", "assignments/*/extensions.csv", "dist/", ".autograder/"} <= set(ignored)
    assert assignments_of(root) == []


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_takes_nothing_that_names_students(course):
    new_assignment(course, "grey")
    subprocess.run(["git", "init", "-q", course], check=True)
    naming = [
        "roster.csv",
        "lists/Roster-2026.csv",
        "canvas.csv",
        "class.xlsx",
        "submissions.zip",
        "assignment_7_export.zip",
        "assignment_7_export/submission_metadata.yml",
        "submissions/ada/grey.py",
        "hand-ins/ada/grey.py",
        "assignments/grey/extensions.csv",
        "gradebook.sqlite",
    ]
    ours = [path.relative_to(course).as_posix() for path in course.glob("[!.]*/**/*") if path.is_file()]
    data = ["datasets/cats/points.csv", "datasets/cats/images.zip", "assignments/grey/pictures/a.png"]
    asked = "\n".join([*naming, *ours, *data])
    told = subprocess.run(
        ["git", "-C", course, "check-ignore", "--stdin"], input=asked, capture_output=True, text=True, check=False
    )
    assert told.stdout.split() == naming


def test_a_new_course_points_to_no_page_that_it_lacks(course):
    new_assignment(course, "grey")
    for path, text in texts(course).items():
        for line in text.split("\n"):
            assert "docs/" not in line or "of cv-autograder" in line, path


def test_a_folder_in_use_is_no_place_for_a_course(tmp_path):
    (tmp_path / "thesis.tex").write_text("years of work", encoding="utf-8")
    with pytest.raises(
        ConfigError, match=r"a new or an empty folder, or a fresh repository, .* in the way: thesis\.tex$"
    ):
        new_course(tmp_path, "Vision", "UTC")
    with pytest.raises(ConfigError, match="expected a folder for a course, found a file"):
        new_course(tmp_path / "thesis.tex", "Vision", "UTC")
    with pytest.raises(ConfigError, match="timezone: unknown time zone 'Europe/Berln'; did you mean 'Europe/Berlin'"):
        new_course(tmp_path / "new", "Vision", "Europe/Berln")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


REPOSITORY = {
    ".git/HEAD": "ref: refs/heads/main\n",
    "README.md": "# Ours\n",
    "LICENSE": "MIT\n",
    ".gitignore": "*.pyc\ndist/",
}


def test_a_fresh_repository_becomes_a_course_and_keeps_what_it_has(tmp_path):
    for name, text in REPOSITORY.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    before = tmp_path.stat().st_ino
    made = new_course(tmp_path, "Vision", "UTC")
    assert tmp_path.stat().st_ino == before  # whoever stands in it still does
    assert [path.relative_to(tmp_path).as_posix() for path in made] == ["assignments/course.toml", ".gitignore"]
    after = texts(tmp_path)
    assert after.keys() == {*REPOSITORY, "assignments/course.toml"}
    assert {name: after[name] for name in REPOSITORY if name != ".gitignore"} == {
        name: text for name, text in REPOSITORY.items() if name != ".gitignore"
    }
    ignored = after[".gitignore"].split("\n")
    assert ignored[:3] == ["*.pyc", "dist/", ""]
    assert ignored.count("dist/") == ignored.count("assignments/course.secret") == 1
    new_assignment(tmp_path, "edges")
    assert assignments_of(tmp_path) == ["edges"]


@pytest.mark.parametrize("name", ["readme.md", "README", "ReadMe.rst"])
def test_a_readme_by_another_name_is_the_only_one(tmp_path, name):
    (tmp_path / name).write_text("# Ours\n", encoding="utf-8")
    new_course(tmp_path, "Vision", "UTC")
    assert [path for path in texts(tmp_path) if path.lower().startswith("readme")] == [name]


def test_the_environment_that_it_runs_in_may_lie_there(tmp_path):
    for name in (".venv", ".vscode", ".idea"):
        (tmp_path / name).mkdir()
    new_course(tmp_path, "Vision", "UTC")
    assert ".venv/" in texts(tmp_path)[".gitignore"].split("\n")


def test_an_exception_does_not_publish_the_secret(tmp_path):
    (tmp_path / ".gitignore").write_text("assignments/course.secret\n!assignments/*\ndist/\n", encoding="utf-8")
    new_course(tmp_path, "Vision", "UTC")
    lines = texts(tmp_path)[".gitignore"].split("\n")
    assert lines.count("dist/") == 1
    assert lines[-1] == ""
    assert "assignments/course.secret" in lines[3:]


@linux
def test_an_ignore_file_that_is_a_link_stays_one_with_its_mode(tmp_path):
    (tmp_path / "shared").write_text("*.pyc", encoding="utf-8")
    (tmp_path / "shared").chmod(0o640)
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / ".gitignore").symlink_to("../shared")
    new_course(tmp_path / "course", "Vision", "UTC")
    assert (tmp_path / "course" / ".gitignore").readlink() == Path("../shared")
    assert (tmp_path / "shared").read_text(encoding="utf-8").startswith("*.pyc\n\n# Never published")
    assert (tmp_path / "shared").stat().st_mode & 0o777 == 0o640


def test_a_write_that_fails_leaves_nothing_in_the_way_of_the_next(tmp_path, monkeypatch):
    real = Path.replace

    def replace(path, target):
        if path.name == "README.md.new":
            raise OSError(28, "No space left on device")
        return real(path, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(OSError, match="No space"):
        new_course(tmp_path, "Vision", "UTC")
    monkeypatch.undo()
    new_course(tmp_path, "Vision", "UTC")
    assert set(texts(tmp_path)) == {".gitignore", "README.md", "assignments/course.toml"}


def test_an_empty_folder_becomes_a_course_in_its_place(tmp_path):
    before = tmp_path.stat().st_ino
    made = new_course(tmp_path, "Vision", "UTC")
    assert tmp_path.stat().st_ino == before
    assert {path.relative_to(tmp_path).as_posix() for path in made} == texts(tmp_path).keys()
    with pytest.raises(ConfigError, match="is a course already: run autograder new NAME in it, without --course"):
        new_course(tmp_path, "Vision", "UTC")


def test_an_ignore_file_that_cannot_be_read_leaves_all_as_it_was(tmp_path):
    (tmp_path / ".gitignore").write_bytes(b"caf\xe9\n")
    with pytest.raises(ConfigError, match=r"\.gitignore: cannot be read"):
        new_course(tmp_path, "Vision", "UTC")
    assert [path.name for path in tmp_path.iterdir()] == [".gitignore"]


def test_the_parts_of_an_assignment_are_there(course):
    made = new_assignment(course, "edges_2", "Finding edges")
    assert all(path.is_file() for path in made)
    workspace = open_assignment("edges_2", course)
    assert workspace.assignment.title == "Finding edges"
    kinds = [variant.kind for variant in variants(workspace)]
    assert [kinds.count(kind) for kind in Kind] == [1, 1, 1, 4, 0, 0]
    handout = build_handout(workspace)
    assert handout["edges_2.py"].count(b"not implemented yet") == 1
    assert b"# Weigh the channels" in handout["edges_2.py"]
    assert {"test_public_edges_2.py", "edges_2.ipynb", "README.md"} < handout.keys()


def test_several_live_beside_each_other(course):
    for name in ("edges", "corners"):
        new_assignment(course, name)
    assert assignments_of(course) == ["corners", "edges"]
    names = [path.name for path in (course / "tests").rglob("test_*.py")]
    assert len(set(names)) == len(names) == 4  # Python imports each name once


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("two words", "expected a name for a Python module, such as edges_2, found 'two words'"),
        ("2nd", "expected a name for a Python module"),
        ("../up", "expected a name for a Python module"),
        ("class", "expected a name for a Python module"),
        ("random", "'random' is a module of Python itself"),
        ("torch", "'torch' is a module of torch"),
        ("autograder", "'autograder' is a module of cv-autograder"),
        ("", "expected a name for a Python module"),
    ],
)
def test_a_name_that_no_module_can_have_is_refused(course, name, told):
    before = texts(course)
    with pytest.raises(ConfigError) as caught:
        new_assignment(course, name)
    assert told in str(caught.value)
    assert texts(course) == before


@pytest.mark.parametrize("taken", ["assignments/edges", "solutions/edges", "tests/Edges"])
def test_nothing_is_overwritten(course, taken):
    (course / taken).mkdir(parents=True)
    before = texts(course)
    with pytest.raises(ConfigError, match="dges exists: choose another name"):
        new_assignment(course, "edges")
    assert texts(course) == before


def test_an_assignment_is_written_whole_or_not_at_all(course, monkeypatch):
    def fails(files, folder):
        if folder.parent.name == "tests":
            raise OSError("no room")
        write(files, folder)

    write = scaffold.write_folder
    monkeypatch.setattr(scaffold, "write_folder", fails)
    before = texts(course)
    with pytest.raises(OSError, match="no room"):
        new_assignment(course, "edges")
    assert texts(course) == before


def test_the_wheel_of_students_says_that_it_has_no_templates(course, monkeypatch, tmp_path):
    monkeypatch.setattr(scaffold, "TEMPLATES", tmp_path / "none")
    with pytest.raises(ConfigError, match="there are no templates: this is the wheel for students"):
        new_assignment(course, "edges")


def test_what_is_written_is_in_form(course):
    new_assignment(course, "edges")
    for name, text in texts(course).items():
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert all(len(line) <= 120 and line == line.rstrip() for line in text.split("\n")), name
        if name.endswith(".py"):
            assert ast.get_docstring(ast.parse(text))


@linux
def test_it_is_qualified(course):
    new_assignment(course, "edges")
    found = qualify(open_assignment("edges", course), Scope(), 2, lambda *_: None)
    assert found.findings == []
    assert found.is_proof
    assert (found.tally.wrong, found.tally.survive, found.tally.survive_public) == (
        3,
        0,
        1,
    )  # the fourth is right but for its loop


def copied(name, course):
    """A built-in assignment under another name, in a course of its own."""
    skipped = shutil.ignore_patterns(
        "handout", "mutants", "cheats", "alternates", "__pycache__", "*.pt", "*.log", "*.jpg"
    )
    for place in ("assignments", "solutions", "tests"):
        shutil.copytree(ROOT / place / name, course / place / "other", ignore=skipped)
    shutil.copytree(ROOT / "datasets", course / "datasets", ignore=skipped)
    shutil.copyfile(ROOT / "assignments/course.toml", course / "assignments/course.toml")
    toml = course / "assignments/other/assignment.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace(f'name = "{name}"', 'name = "other"', 1), encoding="utf-8")
    return open_assignment("other", course)


@pytest.mark.parametrize("name", ["conv", "segmentation", "keypoints"])
def test_what_is_built_in_uses_nothing_that_a_new_assignment_cannot(name, course):
    handout = build_handout(copied(name, course))
    for file in load_assignment(ROOT / "assignments" / name).files:
        assert handout[file] == (ROOT / "assignments" / name / "handout" / file).read_bytes()
