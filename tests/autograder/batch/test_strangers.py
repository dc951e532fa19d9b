"""A class that handed in another assignment is refused before anybody gets a zero."""

import pytest

from autograder.batch.grading import opened
from autograder.batch.job import Job
from autograder.errors import ConfigError

from ..collect.making import make_folder, make_zip, notebook

OTHER = {"ada/edges.py": "def sobel(x): return x\n", "bo/edges.py": "def sobel(x): return -x\n"}
BOOK = {"ada/edges.ipynb": notebook("def sobel(x): return x"), "bo/edges.py": ""}


@pytest.fixture
def plan(toy_course, tmp_path):
    """A function that plans the grading of a folder with these files, and gives the keys."""

    def plan(files, **options):
        source = make_folder(tmp_path / "class", files)
        with opened(Job(workspace=toy_course(), source=source, out=tmp_path / "out", **options)) as it:
            return list(it.plan)

    return plan


@pytest.mark.parametrize("files", [OTHER, BOOK])
def test_a_class_of_another_assignment_is_refused_and_nothing_is_put_down(plan, tmp_path, files):
    with pytest.raises(ConfigError, match=r"none of the 2 hand-ins has toy\.py: is this the export of another assign"):
        plan(files)
    assert not list((tmp_path / "out").glob("*/hand-in.json"))


@pytest.mark.parametrize(
    "one",
    [
        {"cy/toy.py": "def nothing(): ..."},
        {"cy/toy.py": "def double(x:"},
        {"cy/toy.py": b"\xff\xfe\x00"},
        {"cy.zip": "no zip"},
        {"cy/mine.ipynb": notebook("def double(x): return x")},
    ],
)
def test_one_who_has_a_file_or_cannot_be_read_is_enough(plan, one):
    assert len(plan(OTHER | one)) == 3


def test_one_alone_is_graded_and_so_is_whoever_is_asked_for(plan):
    assert plan(dict([*OTHER.items()][:1])) == ["ada"]
    assert plan(OTHER, only=frozenset({"bo"})) == ["bo"]


def test_the_zip_of_another_assignment(toy_course, tmp_path):
    members = {
        f"{name}_{number}_{number}_edges.py": "def sobel(x): ..." for number, name in enumerate(("ada", "bo"), 11)
    }
    source = make_zip(tmp_path / "in.zip", members)
    with (
        pytest.raises(ConfigError, match=r"in\.zip: none of the 2 hand-ins has toy\.py"),
        opened(Job(workspace=toy_course(), source=source, out=tmp_path / "out")),
    ):
        pass
