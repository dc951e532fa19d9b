"""A release wants a proof of the assignment as it is now."""

import re
from dataclasses import replace

import pytest

from autograder.authoring.qualify.record import State, fingerprint, known, write_record
from autograder.networks import Network
from autograder.workspace import open_assignment


@pytest.fixture
def recorded(variant_course):
    workspace = variant_course()
    write_record(workspace, fingerprint(workspace), holds=True, seconds=2.5)
    assert known(workspace).state is State.QUALIFIED
    return workspace


def test_without_a_record_nothing_is_qualified(variant_course):
    assert known(variant_course()).state is State.NEVER


@pytest.mark.parametrize(
    "path",
    [
        "assignments/course.secret",
        "solutions/toy/toy.py",
        "solutions/toy/mutants/forgets.py",
        "solutions/toy/alternates/shift/toy.py",
        "solutions/toy/cheats/lies/toy.py",
        "solutions/toy/mutants/another.py",
        "tests/toy/cases.py",
        "tests/conftest.py",
    ],
)
def test_whatever_matters_makes_it_stale(recorded, path):
    file = recorded.exam.parents[1] / path
    file.write_text((file.read_text(encoding="utf-8") if file.exists() else "") + "\n# more", encoding="utf-8")
    if path.endswith("secret"):
        file.write_text("quite another secret", encoding="utf-8")
    assert known(recorded).state is State.CHANGED


def changed(workspace, old, new):
    """The workspace as it is read once `old` in its assignment.toml is `new`."""
    path = workspace.exam.parents[1] / "assignments/toy/assignment.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return open_assignment("toy", workspace.exam.parents[1])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("points = 4", "points = 5"),
        ("points = 4", 'points = 4\ncredit = "share"'),
        ("loops = false", "loops = true"),
        ("seconds = 1.0", "seconds = 9.0"),
    ],
)
def test_what_an_examination_takes_from_the_assignment_makes_it_stale(recorded, old, new):
    assert known(changed(recorded, old, new)).state is State.CHANGED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[[questions]]", "# a comment\n[[questions]]"),
        ("keep = 0.5", "keep = 0.7"),
        ("2026-03-07", "2031-03-07"),
        ('name = "triple"\n', 'name = "triple"\ntitle = "Thrice"\n'),
    ],
)
def test_deadline_titles_and_lateness_leave_it(recorded, old, new):
    assert known(changed(recorded, old, new)).state is State.QUALIFIED


@pytest.mark.parametrize("path", ["datasets/scenes/dataset.toml", "datasets/scenes/hidden/1.png"])
def test_another_data_set_of_a_network_makes_it_stale(recorded, path):
    file = recorded.exam.parents[1] / path
    file.parent.mkdir(parents=True)
    file.write_text("one", encoding="utf-8")
    networks = (Network.model_construct(name="net", data="scenes", weights=()),)
    workspace = replace(recorded, assignment=recorded.assignment.model_copy(update={"networks": networks}))
    write_record(workspace, fingerprint(workspace), holds=True, seconds=2.5)
    assert known(workspace).state is State.QUALIFIED
    file.write_text("two", encoding="utf-8")
    assert known(workspace).state is State.CHANGED


def test_what_did_not_hold_says_so_and_when(recorded):
    write_record(recorded, fingerprint(recorded), holds=False, seconds=2.5)
    found = known(recorded)
    assert found.state is State.FAILED
    assert re.fullmatch(r"did not hold when it was qualified last \(\d{4}-\d\d-\d\d \d\d:\d\d UTC\)", str(found))


def test_a_file_that_moves_makes_it_stale(recorded):
    mutants = recorded.reference / "mutants"
    (mutants / "forgets.py").rename(mutants / "forgot.py")
    assert known(recorded).state is State.CHANGED


@pytest.mark.parametrize("path", ["tests/toy/__pycache__/x.pyc", "solutions/toy/notes.md", "solutions/toy/mutants/.x"])
def test_what_does_not_matter_leaves_it(recorded, path):
    file = recorded.exam.parents[1] / path
    file.parent.mkdir(exist_ok=True)
    file.write_text("x", encoding="utf-8")
    assert known(recorded).state is State.QUALIFIED


def test_another_grader_makes_it_stale(recorded, monkeypatch, tmp_path):
    (tmp_path / "grader").mkdir()
    monkeypatch.setattr("autograder.authoring.qualify.record._PACKAGE", tmp_path / "grader")
    assert known(recorded).state is State.CHANGED


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"fingerprint": 1}', "\x00"])
def test_a_damaged_record_proves_nothing(recorded, text):
    [record] = (recorded.exam.parents[1] / ".autograder/qualified").iterdir()
    record.write_text(text, encoding="utf-8")
    assert known(recorded).state in (State.NEVER, State.CHANGED)


def test_git_does_not_see_the_record(recorded):
    assert (recorded.exam.parents[1] / ".autograder/.gitignore").read_text(encoding="utf-8") == "*\n"
