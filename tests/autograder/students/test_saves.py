"""A save is seen once, whole, in whatever way an editor writes."""

import os

import pytest

from autograder.students.saves import PAUSE, await_save, changed, state_of

OLD, NEW = "x = 1\n", "x = 2 # now\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "toy.py").write_text(OLD)
    return tmp_path


class Editor:
    """Does one step at each pause; the wait must not end before the last one."""

    def __init__(self, *steps):
        self.steps = list(steps)
        self.pauses = []

    def __call__(self, seconds):
        self.pauses.append(seconds)
        if self.steps:
            self.steps.pop(0)()
        assert len(self.pauses) < 30, "it waits although a save is over"


def in_place(folder):
    path = folder / "toy.py"
    return [lambda: path.write_text(""), lambda: path.write_text(NEW[:4]), lambda: path.write_text(NEW)]


def renamed_over(folder):
    fresh = folder / ".toy.py.swp"
    return [lambda: fresh.write_text(NEW), lambda: fresh.replace(folder / "toy.py")]


def moved_away_first(folder):
    path = folder / "toy.py"
    return [lambda: path.rename(folder / "toy.py~"), lambda: None, lambda: path.write_text(NEW)]


def deleted_first(folder):
    path = folder / "toy.py"
    return [path.unlink, lambda: path.write_text(NEW)]


@pytest.mark.parametrize("save", [in_place, renamed_over, moved_away_first, deleted_first])
def test_however_an_editor_saves_the_whole_is_seen(folder, save):
    before = state_of(folder)
    steps = [step for each in save(folder) for step in (each,)]
    editor = Editor(lambda: None, *steps)
    now = await_save(folder, before, sleep=editor)
    if save is moved_away_first and (folder / "toy.py").read_text() != NEW:
        pytest.fail("the wait ended while the file was away")
    assert (folder / "toy.py").read_text() == NEW
    assert changed(before, now) == ("toy.py",)
    assert editor.steps == []


def test_what_comes_and_goes_is_no_save(folder):
    path = folder / "new.py"
    editor = Editor(
        lambda: path.write_text(NEW), path.unlink, lambda: None, lambda: (folder / "toy.py").write_text(NEW)
    )
    now = await_save(folder, before := state_of(folder), sleep=editor)
    assert changed(before, now) == ("toy.py",)


def test_litter_and_other_files_are_not_looked_at(folder):
    before = state_of(folder, {".pt"})
    for name in ("__pycache__/toy.cpython-311.py", ".toy.py", ".venv/lib/x.py", "photo.png", "toy.pyc", "toy.py~"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")
    assert state_of(folder, {".pt"}) == before
    (folder / "weights.pt").write_bytes(b"1")
    assert changed(before, state_of(folder, {".pt"})) == ("weights.pt",)
    (folder / "sub").mkdir()
    (folder / "sub" / "part.py").write_text("x")
    assert changed(before, state_of(folder)) == ("sub/part.py",)


def test_a_file_of_the_same_size_and_time_in_its_place_is_another(folder):
    before = state_of(folder)
    times = (folder / "toy.py").stat()
    fresh = folder / "fresh"
    fresh.write_text(OLD)
    os.utime(fresh, ns=(times.st_atime_ns, times.st_mtime_ns))
    fresh.replace(folder / "toy.py")
    assert changed(before, state_of(folder)) == ("toy.py",)


def test_a_folder_that_takes_long_to_look_at_is_looked_at_less_often(folder, monkeypatch):
    from autograder.students import saves

    clock = iter(range(1000))
    monkeypatch.setattr(saves.time, "perf_counter", lambda: next(clock))
    editor = Editor(lambda: (folder / "toy.py").write_text(NEW))
    await_save(folder, state_of(folder), sleep=editor)
    assert all(pause == 20 for pause in editor.pauses)
    monkeypatch.undo()
    editor = Editor(lambda: (folder / "toy.py").write_text(OLD))
    await_save(folder, state_of(folder), sleep=editor)
    assert min(editor.pauses) == PAUSE
