"""Finding the parts of an assignment on disk."""

import shutil
from pathlib import Path

import pytest

from autograder.errors import ConfigError
from autograder.workspace import course_root, of_exam, open_assignment, open_handout

COURSE = 'name = "CV"\ntimezone = "UTC"\n'
ASSIGNMENT = 'name = "toy"\ntitle = "Toy"\nfiles = ["toy.py"]\n[[questions]]\nname = "double"\npoints = 1\n'


@pytest.fixture
def course(tmp_path):
    for folder in ("assignments/toy", "solutions/toy", "tests/toy", "tests/other"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "assignments/course.toml").write_text(COURSE, encoding="utf-8")
    (tmp_path / "assignments/toy/assignment.toml").write_text(ASSIGNMENT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def handout(tmp_path):
    (tmp_path / "course.toml").write_text(COURSE, encoding="utf-8")
    (tmp_path / "assignment.toml").write_text(ASSIGNMENT, encoding="utf-8")
    (tmp_path / "test_public.py").write_text("", encoding="utf-8")
    return tmp_path


def test_an_assignment_is_found_from_anywhere_in_the_course(course):
    workspace = open_assignment("toy", course / "solutions" / "toy")
    assert workspace.exam == course / "tests/toy"
    assert workspace.reference == course / "solutions/toy"
    assert not workspace.is_handout
    assert set(workspace.private_paths) == {workspace.exam, workspace.reference, workspace.secret}


def test_an_assignment_is_called_as_its_folder_is(course):
    (course / "assignments/toy").rename(course / "assignments/toys")
    with pytest.raises(ConfigError, match=r"toys/assignment\.toml: name is 'toy', but its folder is called 'toys'$"):
        open_assignment("toys", course)


def test_extensions_are_read_with_the_assignment_and_hidden_from_submissions(course):
    assert not open_assignment("toy", course).extensions.rows
    assignment = course / "assignments/toy/assignment.toml"
    assignment.write_text(ASSIGNMENT.replace("files", "due = 2026-03-07T23:59:00\nfiles"), encoding="utf-8")
    extensions = course / "assignments/toy/extensions.csv"
    extensions.write_text("email,due\nann@example.edu,2026-03-10 23:59\n", encoding="utf-8")
    workspace = open_assignment("toy", course)
    assert [row.email for row in workspace.extensions.rows] == ["ann@example.edu"]
    assert extensions in workspace.private_paths
    extensions.write_text("email,due\nann@example.edu,tomorrow\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"extensions\.csv, line 2: due: expected"):
        open_assignment("toy", course)


def test_a_deadline_that_the_clocks_skip_is_told_at_once(course):
    assignment = course / "assignments/toy/assignment.toml"
    assignment.write_text(ASSIGNMENT.replace("files", "due = 2026-03-08T02:30:00\nfiles"), encoding="utf-8")
    pacific = COURSE.replace("UTC", "America/Los_Angeles")
    (course / "assignments/course.toml").write_text(pacific, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"assignment\.toml: due: .* does not exist"):
        open_assignment("toy", course)


def test_a_misspelt_assignment_is_told_the_nearest(course):
    with pytest.raises(ConfigError, match="did you mean 'toy'"):
        open_assignment("toi", course)


def test_an_unknown_assignment_is_told_what_there_is(course):
    with pytest.raises(ConfigError, match="this course has: toy"):
        open_assignment("segmentation", course)


def test_outside_of_a_course_is_an_error(tmp_path):
    with pytest.raises(ConfigError, match="no course here"):
        course_root(tmp_path)


def test_an_assignment_without_an_exam_is_an_error_for_who_asks_for_it(course):
    (course / "tests/toy").rmdir()
    workspace = open_assignment("toy", course)
    with pytest.raises(ConfigError, match="the exam is missing"):
        _ = workspace.exam_paths


def test_a_test_file_belongs_to_the_assignment_of_its_folder(course):
    assert of_exam(course / "tests/toy/test_hidden.py").assignment.name == "toy"
    assert of_exam(course / "tests/toy/deep/test_hidden.py").assignment.name == "toy"


def test_tests_of_no_assignment_are_left_alone(course, tmp_path):
    assert of_exam(course / "tests/other/test_x.py") is None
    assert of_exam(tmp_path / "test_x.py") is None


def test_a_handout_is_one_folder_with_public_checks_and_no_secret(handout):
    workspace = open_handout(handout)
    assert workspace.is_handout
    assert workspace.secret is None
    assert workspace.private_paths == ()
    assert of_exam(handout / "test_public.py").is_handout


def test_a_handout_has_the_checks_that_came_with_it_and_no_tests_of_the_student(handout):
    for name in ("test_public_more.py", "test_mine.py"):
        (handout / name).write_text("", encoding="utf-8")
    assert [path.name for path in open_handout(handout).exam_paths] == ["test_public.py", "test_public_more.py"]
    assert of_exam(handout / "test_mine.py") is None


def test_a_handout_without_checks_says_so(handout):
    (handout / "test_public.py").unlink()
    with pytest.raises(ConfigError, match="the public checks are missing"):
        open_handout(handout)


def test_a_folder_that_is_no_handout_says_what_is_missing(tmp_path):
    with pytest.raises(ConfigError, match=r"not a handout: it has no assignment.toml"):
        open_handout(tmp_path)


def test_who_is_one_folder_too_high_or_too_low_is_told_where_handouts_are(handout, tmp_path, monkeypatch):
    course = tmp_path / "course"
    for name in ("edges", "corners", "notes"):
        (course / name).mkdir(parents=True)
    (course / "notes" / "assignment.toml").write_text("of something else", encoding="utf-8")
    for name in ("edges", "corners"):
        for file in ("course.toml", "assignment.toml", "test_public.py"):
            (course / name / file).write_bytes((handout / file).read_bytes())
    for file in ("course.toml", "assignment.toml", "test_public.py"):
        (handout / file).unlink()
    monkeypatch.chdir(course)
    told = r"this folder is not a handout: it has no assignment.toml; did you mean corners/ or edges/\?$"
    with pytest.raises(ConfigError, match=told):
        open_handout(Path())
    for name in ("a", "b"):
        shutil.copytree(course / "edges", course / name)
    with pytest.raises(ConfigError, match=r"did you mean a/ or b/ or corners/ or another one there\?$"):
        open_handout(Path())
    (course / "edges" / "tests").mkdir()
    with pytest.raises(ConfigError, match=r"edges/tests is not a handout: .*; did you mean .*edges/tests/\.\./\?$"):
        open_handout(course / "edges" / "tests")


def test_who_is_beside_the_handout_of_a_course_is_told(course):
    handout = course / "assignments/toy/handout"
    handout.mkdir()
    for file in (course / "assignments/course.toml", course / "assignments/toy/assignment.toml"):
        (handout / file.name).write_bytes(file.read_bytes())
    (handout / "test_public.py").write_text("", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"the public checks are missing; did you mean .*toy/handout/\?$"):
        open_handout(course / "assignments/toy")


def test_a_folder_near_by_that_cannot_be_entered_is_none(tmp_path, monkeypatch):
    real = Path.is_file

    def is_file(path):
        if path.parent in (tmp_path / "private", tmp_path.parent):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    (tmp_path / "private").mkdir()
    monkeypatch.setattr(Path, "is_file", is_file)
    with pytest.raises(ConfigError, match=r"is not a handout: it has no assignment.toml$"):
        open_handout(tmp_path)
