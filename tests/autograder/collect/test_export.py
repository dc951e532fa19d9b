import random
import tracemalloc
import zipfile

import pytest

from autograder.collect import collect, keys_in
from autograder.errors import ExportError
from autograder.records import Student, Submission, Unreadable

from .making import (
    FILES,
    GOOD,
    ROOT,
    damage,
    make_export,
    make_folder,
    make_zip,
    member,
    metadata,
    notebook,
    reason,
    texts,
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "export.zip"


def found(source):
    """key → what was collected."""
    every = list(collect(source, FILES))
    assert keys_in(source, FILES) == [each.hand_in.key for each in every]
    return {each.hand_in.key: each for each in every}


def test_an_export(path):
    make_export(path, {"submission_1/layers.py": GOOD, "submission_2/hw/nb.ipynb": notebook(GOOD)})
    first, second = found(path).values()
    assert texts(first) == texts(second) == {"layers": GOOD}
    assert first.hand_in.students == (Student(name="Student 1", sid="0001", email="s1@example.edu"),)
    assert second.sources["layers"].origin == "hw/nb.ipynb"


def test_an_export_without_its_folder(path):
    make_zip(path, {"submission_7/layers.py": GOOD, "submission_metadata.yml": metadata(7)})
    assert texts(found(path)["submission_7"]) == {"layers": GOOD}


def test_hand_ins_come_by_number(path):
    numbers = (10, 9, 2, 100)
    make_export(path, {f"submission_{number}/layers.py": GOOD for number in numbers}, numbers)
    assert list(found(path)) == ["submission_2", "submission_9", "submission_10", "submission_100"]


def test_a_folder_that_the_metadata_does_not_know_is_kept_with_a_note(path):
    make_export(path, {"submission_1/layers.py": GOOD, "submission_3/layers.py": GOOD}, listed=(1,))
    third = found(path)["submission_3"]
    assert texts(third) == {"layers": GOOD}
    assert third.hand_in.submitted_at is None
    assert third.notes == ("not in submission_metadata.yml: who handed it in, and when, is unknown",)


@pytest.mark.parametrize("members", [{}, {"submission_2/": ""}, {"submission_2/.DS_Store": "x"}])
def test_an_entry_without_files_is_kept(path, members):
    make_export(path, {"submission_1/layers.py": GOOD} | members)
    second = found(path)["submission_2"]
    assert reason(second) == "no files were handed in"
    assert second.hand_in.label == "Student 2"


def test_an_empty_export(path):
    make_zip(path, {f"{ROOT}/submission_metadata.yml": "--- {}\n"})
    assert found(path) == {}


HOSTILE = [
    ([("submission_1/../submission_2/layers.py", "x")], "climbs out"),
    ([("submission_1/a/../../../../etc/passwd", "x")], "climbs out"),
    ([("submission_1//etc/passwd", "x")], "absolute"),
    ([("submission_1/C:/x.py", "x")], "absolute"),
    ([(member(f"{ROOT}/submission_1/layers.py", 0o120000), "/etc/passwd")], "layers.py is a link"),
    ([("submission_1/layers.py", GOOD), ("submission_1/layers.py", "x")], "layers.py is there twice"),
    ([("submission_1/layers.py", b"#" * (3 << 20))], "times its size"),
    ([("submission_1/layers.py", b"\xff")], "layers.py, line 1: expected utf-8"),
    ([("submission_1/layers.txt", GOOD)], "expected layers.py, found: layers.txt"),
    ([("submission_1/hw.zip", b"no zip")], "hw.zip is damaged"),
]


@pytest.mark.parametrize(("members", "message"), HOSTILE, ids=[message for _, message in HOSTILE])
def test_one_hostile_hand_in_leaves_its_neighbours_alone(path, members, message):
    make_export(path, [*members, ("submission_2/layers.py", GOOD)])
    first, second = found(path).values()
    assert message in reason(first)
    assert texts(second) == {"layers": GOOD}


def test_one_damaged_member_leaves_its_neighbours_alone(path):
    members = {"submission_1/layers.py": "x = 'first'\n", "submission_2/layers.py": GOOD}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(f"{ROOT}/{name}", content)
        archive.writestr(f"{ROOT}/submission_metadata.yml", metadata(1, 2))
    first, second = found(damage(path, b"'first'", b"'FIRST'")).values()
    assert reason(first).startswith("layers.py is damaged and cannot be unpacked: hand it in again")
    assert texts(second) == {"layers": GOOD}


@pytest.mark.parametrize("name", ["../evil.py", "/etc/passwd", "a/../../x", "..\\x", "C:\\x", f"{ROOT}/../x"])
def test_a_name_that_escapes_outside_of_any_hand_in_spoils_the_export(path, name):
    make_export(path, [(member(name), "x"), ("submission_1/layers.py", GOOD)])
    with pytest.raises(ExportError, match="the file name"):
        list(collect(path, FILES))


@pytest.mark.parametrize(
    "name",
    [
        "readme.txt",
        "__MACOSX/._x",
        "submission_9/layers.py",
        f"{ROOT}/.DS_Store",
        f"{ROOT}/notes/x.py",
        f"__MACOSX/{ROOT}/submission_1/._a",
    ],
)
def test_harmless_files_outside_of_any_hand_in_are_ignored(path, name):
    make_export(path, [(member(name), "x"), ("submission_1/layers.py", GOOD)], listed=(1,))
    assert list(found(path)) == ["submission_1"]


def test_a_students_own_metadata_file_is_theirs(path):
    make_export(path, {"submission_1/layers.py": GOOD, "submission_1/submission_metadata.yml": "x: ["}, listed=(1,))
    assert texts(found(path)["submission_1"]) == {"layers": GOOD}


def test_a_zip_in_a_hand_in_is_opened_once(path, tmp_path):
    inner = make_zip(tmp_path / "hw.zip", {"hw/layers.py": GOOD}).read_bytes()
    deeper = make_zip(tmp_path / "up.zip", {"hw.zip": inner}).read_bytes()
    make_export(path, {"submission_1/hw.zip": inner, "submission_2/up.zip": deeper})
    first, second = found(path).values()
    assert texts(first) == {"layers": GOOD}
    assert reason(second) == "up.zip holds another zip, hw.zip; hand in the files themselves"


def test_a_nested_zip_is_guarded_alike(path, tmp_path):
    inner = make_zip(tmp_path / "hw.zip", {"layers.py": GOOD, "../up.py": "x"}).read_bytes()
    make_export(path, {"submission_1/hw.zip": inner}, listed=(1,))
    assert "climbs out" in reason(found(path)["submission_1"])


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"submission_1/layers.py": GOOD}, "expected a Gradescope export with submission_metadata.yml"),
        ({f"{ROOT}/submission_metadata.yml": "submission_1: ["}, "not valid YAML"),
        ({f"{ROOT}/submission_metadata.yml": "x: 1"}, "expected a key such as"),
        ([("submission_metadata.yml", "--- {}")] * 2, "expected one submission_metadata.yml, found 2"),
    ],
)
def test_an_export_without_sound_metadata(path, members, message):
    make_zip(path, members)
    with pytest.raises(ExportError, match=message):
        list(collect(path, FILES))


def test_an_export_with_damaged_metadata(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{ROOT}/submission_metadata.yml", metadata(1))
    with pytest.raises(ExportError, match=r"submission_metadata.yml is damaged and cannot be unpacked$"):
        list(collect(damage(path, b"Student 1", b"Student 2"), FILES))


@pytest.mark.parametrize("keep", [0, 10, -1, -30])
def test_a_truncated_export(path, keep):
    make_export(path, {"submission_1/layers.py": GOOD})
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(ExportError, match=r"export.zip is damaged"):
        list(collect(path, FILES))


def test_packed_or_not_the_same_comes_out(path, tmp_path):
    files = {
        "submission_1/hw/layers.py": GOOD,
        "submission_1/hw/blocks/pool.py": "p = 1\r\n",
        "submission_2/nb.ipynb": notebook("import os", GOOD),
        "submission_4/readme.txt": "x",
        "submission_metadata.yml": metadata(1, 2, 3),
    }
    make_zip(path, {f"{ROOT}/{name}": content for name, content in files.items()})
    make_folder(tmp_path / "in" / ROOT, files)
    packed = list(collect(path, FILES))
    assert list(collect(tmp_path / "in" / ROOT, FILES)) == list(collect(tmp_path / "in", FILES)) == packed
    assert [type(each) for each in packed] == [Submission, Submission, Unreadable, Unreadable]


def test_an_unpacked_export_with_a_link_for_a_hand_in(tmp_path):
    make_folder(tmp_path / "secret", {"layers.py": GOOD})
    folder = make_folder(tmp_path / "export", {"submission_metadata.yml": metadata(1)})
    (folder / "submission_1").symlink_to(tmp_path / "secret")
    assert reason(found(folder)["submission_1"]) == "submission_1 is a link; hand in the file itself"


def test_an_unpacked_export_with_a_file_for_a_hand_in(tmp_path):
    files = {"submission_metadata.yml": metadata(1, 2), "submission_1": "x", "submission_2/layers.py": GOOD}
    first, second = found(make_folder(tmp_path, files)).values()
    assert reason(first).endswith("found: submission_1")
    assert texts(second) == {"layers": GOOD}


def test_hand_ins_are_opened_one_at_a_time(path, monkeypatch):
    make_export(path, {f"submission_{number}/layers.py": GOOD for number in range(50)}, range(50))
    opened = []
    monkeypatch.setattr("autograder.collect.resolve", lambda pending, files, store: opened.append(pending) or pending)
    steps = collect(path, FILES)
    next(steps)
    next(steps)
    assert len(opened) == 2


def test_memory_does_not_grow_with_the_number_of_hand_ins(path):
    size = 200_000
    # A comment, because from Python 3.12 on a name that was parsed once stays in memory.
    members = {f"submission_{n}/layers.py": "# " + random.Random(n).randbytes(size // 2).hex() for n in range(40)}
    make_export(path, members, range(40))
    tracemalloc.start()
    for each in collect(path, FILES):
        assert isinstance(each, Submission)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 * size
