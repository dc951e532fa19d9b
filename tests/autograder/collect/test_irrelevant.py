"""What an assignment does not want and nothing imports takes nothing from a right answer: in a folder and in a zip."""

import os
import socket
import stat
import sys

import pytest

from autograder.collect import collect_one

from .making import FILES, GOOD, make_folder, make_zip, member, notebook, reason, texts

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes need a privilege on Windows")
MANY = {f"images/{number}.png": "" for number in range(2412)}
LITTER = {
    "a helper of 5 MiB": ({"table.py": b"#" * (5 << 20)}, ["not needed, so left out: 1 .py file"]),
    "many images": (MANY, ["not needed, so left out: 2,412 images"]),
    "twins in case": ({"Utils.py": "U = 1", "utils.py": "u = 1"}, ["not needed, so left out: 2 .py files"]),
    "a twin of what is wanted": ({"Layers.py": "broken("}, ["not needed, so left out: 1 .py file"]),
    "helpers of 40 MiB": ({f"m{i}.py": b"#" * (4 << 20) for i in range(10)}, ["not needed, so left out: 10 .py files"]),
    "an environment": ({"env/pyvenv.cfg": "", "env/lib/python3.11/random.py": "", "env/bin/activate": ""}, []),
    "an odd name": ({"Q: and A.txt": "?"}, []),
    "another encoding": ({"old.py": b"\xff"}, ["not needed, so left out: 1 .py file"]),
}


@pytest.mark.parametrize("name", LITTER)
def test_in_a_folder(tmp_path, name):
    files, notes = LITTER[name]
    found = collect_one(make_folder(tmp_path / "ada", {"hw/layers.py": GOOD} | files), FILES)
    assert texts(found) == {"layers": GOOD}
    assert list(found.notes) == notes


@pytest.mark.parametrize("name", LITTER)
def test_in_a_zip(tmp_path, name):
    files, notes = LITTER[name]
    found = collect_one(make_zip(tmp_path / "ada.zip", {"hw/layers.py": GOOD} | files), FILES)
    assert texts(found) == {"layers": GOOD}
    assert list(found.notes) == notes


@needs_links
def test_links_pipes_and_sockets_in_a_folder(tmp_path, monkeypatch):
    folder = make_folder(tmp_path / "ada", {"layers.py": GOOD, "env/bin/activate": ""})
    (folder / "env/bin/python").symlink_to("/usr/bin/python3")
    (folder / "data").symlink_to("/usr")
    os.mkfifo(folder / "pipe")
    monkeypatch.chdir(folder)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        found = collect_one(folder, FILES)
    assert texts(found) == {"layers": GOOD}
    assert found.notes == ("not needed, so left out: 2 links and 2 special files",)


def test_links_and_devices_in_a_zip(tmp_path):
    kinds = {"env/bin/python": stat.S_IFLNK, "pipe": stat.S_IFIFO, "disk": stat.S_IFBLK}
    members = [("layers.py", GOOD), *((member(name, kind), "/etc/passwd") for name, kind in kinds.items())]
    found = collect_one(make_zip(tmp_path / "ada.zip", members), FILES)
    assert texts(found) == {"layers": GOOD}
    assert found.notes == ("not needed, so left out: 1 link and 2 special files",)


def test_hundreds_of_megabytes_are_never_read(tmp_path):
    folder = make_folder(tmp_path / "ada", {"layers.py": GOOD})
    with (folder / "data.bin").open("wb") as file:
        file.truncate(3 << 30)  # a hole: it takes no room
    assert texts(collect_one(folder, FILES)) == {"layers": GOOD}


@needs_links
@pytest.mark.parametrize("target", ["/etc/passwd", "elsewhere.py"])
def test_a_wanted_file_that_is_a_link_is_refused(tmp_path, target):
    folder = make_folder(tmp_path / "ada", {"elsewhere.py": GOOD})
    (folder / "layers.py").symlink_to(target)
    assert reason(collect_one(folder, FILES)) == "layers.py is a link; hand in the file itself"


@needs_links
def test_a_linked_folder_with_the_wanted_file_is_not_followed_and_told(tmp_path):
    make_folder(tmp_path / "secret", {"layers.py": GOOD})
    folder = make_folder(tmp_path / "ada", {"notes.txt": ""})
    (folder / "hw").symlink_to(tmp_path / "secret")
    assert reason(collect_one(folder, FILES)) == "expected layers.py, found: hw (a link), notes.txt"


@pytest.mark.parametrize("name", ["../layers.py", "/layers.py", "x/../../y.png"])
def test_a_name_that_leads_out_is_refused_whatever_it_is(tmp_path, name):
    assert "the file name" in reason(collect_one(make_zip(tmp_path / "a.zip", {"layers.py": GOOD, name: ""}), FILES))


def test_in_an_unpacked_handout_nothing_is_said_of_what_is_in_every_one(tmp_path):
    own = {"conv.ipynb": notebook("def show(x): return x"), "mine.ipynb": notebook(GOOD)}
    make_folder(tmp_path, {"layers.py": GOOD, **MANY, **own})
    told = collect_one(tmp_path, FILES, handout="conv").notes
    assert told == ("mine.ipynb was not looked at, because layers.py is there",)  # it may hold the answers
    assert collect_one(tmp_path, FILES).notes == (
        "conv.ipynb, mine.ipynb were not looked at, because layers.py is there",
        "not needed, so left out: 2,412 images",
    )
