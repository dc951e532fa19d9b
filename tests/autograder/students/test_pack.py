"""The zip that is handed in."""

import json
import zipfile

import pytest

from autograder.assignment import load_assignment
from autograder.collect import WeightsStore, collect_one
from autograder.errors import ConfigError, GraderFault
from autograder.students.pack import pack, require_same

from .conftest import HELPER, MORE, TOY
from .test_doubts import NETWORK, book


def packed(folder, target=None, look=lambda path: None):
    assignment = load_assignment(folder)
    with WeightsStore(assignment.networks) as store:
        submission = collect_one(folder, assignment.files, store=store, handout="toy")
        done = pack(folder, assignment, submission, target or folder / "toy-hand-in.zip", look)
    return done, contents(done.path)


def contents(path):
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def read_again(folder, path):
    assignment = load_assignment(folder)
    return collect_one(path, assignment.files)


def test_it_holds_what_the_grader_wants_and_nothing_else(handout):
    (handout / "notes.txt").write_text("mine")
    (handout / "scratch.py").write_text("import toy")
    done, found = packed(handout)
    assert found == {"helper.py": HELPER, "more.py": MORE, "toy.py": TOY}
    assert dict(done.sizes) == {name: len(text) for name, text in found.items()}
    assert list(found) == sorted(found)


def test_the_same_files_give_the_same_bytes(handout, tmp_path):
    first = packed(handout)[0].path.read_bytes()
    for path in handout.glob("*.py"):
        path.chmod(0o600)
        path.touch()
    assert packed(handout, tmp_path / "again.zip")[0].path.read_bytes() == first  # the first zip lies in the folder now
    (handout / "toy.py").write_text(TOY + "\n")
    assert packed(handout)[0].path.read_bytes() != first


def test_files_under_other_names_and_in_a_folder_get_their_place(handout):
    (handout / "src" / "parts").mkdir(parents=True)
    (handout / "src" / "parts" / "__init__.py").write_text(HELPER)
    for name in ("more.py", "helper.py"):
        (handout / name).unlink()
    (handout / "toy.py").rename(handout / "src" / "Toy (1).py")
    (handout / "src" / "more.py").write_text(MORE.replace("helper", "parts"))
    _, found = packed(handout)
    assert found == {"more.py": MORE.replace("helper", "parts"), "parts/__init__.py": HELPER, "toy.py": TOY}


def test_a_notebook_that_stands_in_goes_as_it_is(handout):
    (handout / "toy.py").unlink()
    text = book("import math", TOY, "double(4)")
    (handout / "toy.ipynb").write_text(text, encoding="utf-8")
    done, found = packed(handout)
    assert json.loads(found["toy.ipynb"]) == json.loads(text)
    assert set(found) == {"toy.ipynb", "more.py", "helper.py"}
    require_same(collect_one(handout, ("toy.py", "more.py"), handout="toy"), read_again(handout, done.path))


def test_weights_lie_beside_the_sources(handout):
    settings = handout / "assignment.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + NETWORK, encoding="utf-8")
    (handout / "net.pt").write_bytes(b"weights")
    _, found = packed(handout)
    assert found["net.pt"] == "weights"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_bytes_go_as_they_are(handout, line_end):
    data = ("# größer\n" + TOY).replace("\n", line_end).encode()
    (handout / "toy.py").write_bytes(data)
    done, _ = packed(handout)
    with zipfile.ZipFile(done.path) as archive:
        assert archive.read("toy.py") == data


def test_what_stops_it_leaves_the_zip_before_it_and_nothing_else(handout):
    before = packed(handout)[0].path.read_bytes()
    (handout / "toy.py").write_text(TOY + "\n")

    def refuse(path):
        assert contents(path)["toy.py"] == TOY + "\n"
        raise KeyboardInterrupt

    listing = sorted(handout.iterdir())
    with pytest.raises(KeyboardInterrupt):
        packed(handout, look=refuse)
    assert (handout / "toy-hand-in.zip").read_bytes() == before
    assert sorted(handout.iterdir()) == listing


def test_a_place_that_cannot_be_written_is_named(handout, tmp_path):
    (tmp_path / "taken.zip").mkdir()
    (tmp_path / "taken.zip" / "x").touch()
    with pytest.raises(ConfigError, match=r"taken\.zip: cannot be written"):
        packed(handout, tmp_path / "taken.zip")


def test_a_zip_that_says_something_else_is_a_fault_of_ours(handout):
    done, _ = packed(handout)
    here = collect_one(handout, ("toy.py", "more.py"), handout="toy")
    require_same(here, read_again(handout, done.path))
    with zipfile.ZipFile(done.path, "w") as archive:
        archive.writestr("toy.py", "def double(x): ...")
        archive.writestr("more.py", MORE)
    with pytest.raises(GraderFault, match=r"the zip does not say what this folder says: helper, toy"):
        require_same(here, read_again(handout, done.path))
