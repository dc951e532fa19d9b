"""Hand-ins and results are not mixed up, in either direction."""

import pytest

from autograder.batch.apart import require_apart
from autograder.errors import ConfigError


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "class"
    (folder / "ada").mkdir(parents=True)
    return folder


@pytest.fixture
def results(tmp_path):
    folder = tmp_path / "results"
    (folder / "ada").mkdir(parents=True)
    (folder / "history.jsonl").touch()
    return folder


def test_a_new_folder_an_empty_one_and_earlier_results_will_do(source, results, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / ".DS_Store").touch()
    for out in (tmp_path / "new", tmp_path / "empty", results):
        require_apart(source, out)
    require_apart(tmp_path / "export.zip", results)


@pytest.mark.parametrize("out", [".", "out", "ada/out"])
def test_results_do_not_lie_among_hand_ins(source, out):
    with pytest.raises(ConfigError, match="results must not lie among the hand-ins"):
        require_apart(source, source / out)


@pytest.mark.parametrize("file", ["history.jsonl", "run.lock"])
def test_results_are_no_class(results, tmp_path, file):
    (results / "history.jsonl").rename(results / file)
    with pytest.raises(ConfigError, match=r"results: expected hand-ins, found results of autograder grade"):
        require_apart(results, tmp_path / "new")


def test_results_do_not_come_among_other_files(source, tmp_path):
    """The next class that is graded from there would have a folder more for each of these students."""
    with pytest.raises(ConfigError, match=r"--out .*class: expected a new or empty folder, .* found ada$"):
        require_apart(tmp_path / "export.zip", source)
    assert [path.name for path in source.iterdir()] == ["ada"]
