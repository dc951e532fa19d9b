"""``autograder build``: what is proved and gives nothing away is released, and the rest is told."""

import itertools
import json
import re
from types import SimpleNamespace

import pytest

from autograder.authoring.qualify.record import fingerprint, write_record
from autograder.cli import build
from autograder.errors import ConfigError
from autograder.packaging import wheel
from autograder.packaging.scaffold import new_assignment, new_course
from autograder.packaging.wheel import students_wheel

from ..authoring.qualify.conftest import FORGETS
from .conftest import linux, run
from .test_authoring import KEPT, with_variants


def manifest(root):
    return json.loads((root / "dist/toy/manifest.json").read_text(encoding="utf-8"))


@linux
def test_what_is_not_proved_is_proved_first_and_only_once(course):
    root = with_variants(course())
    first = run("build", "toy", cwd=root)
    assert first.returncode == 0, first.stdout + first.stderr
    assert (
        "toy was never qualified here: qualifying it, which may take minutes (--no-qualify: without)." in first.stderr
    )
    assert re.search(r"13 of 13\n", first.stderr), first.stderr
    assert manifest(root)["qualified"] is True
    assert "\ndist/toy:\n" in first.stdout  # as it is called from here
    assert re.search("toy-gradescope.zip  to upload as Gradescope's autograder, [0-9,]+ kB", first.stdout)
    before = {path: path.read_bytes() for path in (root / "dist").rglob("*") if path.is_file()}

    second = run("build", "toy", cwd=root)
    assert second.returncode == 0
    assert "qualif" not in second.stderr
    assert {path: path.read_bytes() for path in (root / "dist").rglob("*") if path.is_file()} == before

    (root / "solutions/toy/mutants/forgets.py").write_text(FORGETS + "\n# better\n", encoding="utf-8")
    unproved = run("build", "toy", "--no-qualify", "--handout-only", cwd=root)
    assert unproved.returncode == 0
    told = r"Built without the proof, as --no-qualify says: toy has changed since it was qualified \(.* UTC\)"
    assert re.search(told, unproved.stdout)


@linux
def test_what_does_not_hold_is_not_released(course):
    root = with_variants(course(), **{"mutants/forgets.py": KEPT})
    result = run("build", "toy", "--handout-only", cwd=root)
    assert result.returncode == 1
    assert "keeps all 4: no check notices" in " ".join(result.stdout.split())
    assert not (root / "assignments/toy/handout").exists()
    assert not (root / "dist").exists()


@pytest.mark.parametrize(
    ("path", "added"),
    [("solutions/toy/toy.py", "# saved meanwhile"), ("assignments/course.toml", "[slip]\nbudget =")],
)
def test_what_is_saved_while_it_is_built_is_not_released(course, monkeypatch, path, added):
    workspace = course()
    file = workspace.exam.parents[1] / path
    before, numbers = file.read_text(encoding="utf-8"), itertools.count(1)

    def proved(*_):
        file.write_text(f"{before}\n{added} {next(numbers)}\n", encoding="utf-8")
        return True

    monkeypatch.setattr(build, "_is_qualified", proved)
    monkeypatch.setattr(build, "_require_exam", lambda _: None)  # Python imports an exam of a name once
    for target in (None, workspace.exam.parents[1] / "dist/toy"):
        with pytest.raises(ConfigError, match="toy was changed while it was built: build it again"):
            build._build(workspace, target, students_wheel, unqualified=False, with_secret=False, workers=1)
    assert not (workspace.exam.parents[1] / "dist").exists()
    assert not (workspace.exam.parents[1] / "assignments/toy/handout").exists()


def test_what_is_saved_while_it_is_proved_is_not_called_proved(course, monkeypatch):
    workspace = course()
    mutant = workspace.reference / "mutants" / "forgets.py"
    mutant.parent.mkdir()

    def examined(workspace, *_, **__):
        write_record(workspace, fingerprint(workspace), holds=True, seconds=2.5)
        mutant.write_text(FORGETS + "\n# better\n", encoding="utf-8")
        return SimpleNamespace(holds=True, seconds=2.5)

    monkeypatch.setattr(build, "examined", examined)
    with pytest.raises(ConfigError, match="toy was changed while it was qualified: build it again"):
        build._is_qualified(workspace, unqualified=False, workers=1)


def test_what_gives_something_away_is_not_released(course):
    workspace = course()
    root = workspace.exam.parents[1]
    check = workspace.exam / "test_public.py"
    check.write_text(check.read_text(encoding="utf-8") + "# from /home/ada/course\n" * 30, encoding="utf-8")
    result = run("build", "toy", "--no-qualify", cwd=root)
    assert result.returncode == 1
    told = result.stderr
    assert "toy-handout.zip!toy/test_public.py, line " in told
    assert ": of this machine: a path of Linux: /home/ada\n" in told
    assert "… and 40 more.\n" in told
    assert "of this machine (60): Write a path relative to the handout, and no name of a user or machine.\n" in told
    assert "toy is not released: students would get what they must not.\n" in told
    assert not (root / "dist").exists()
    assert not (root / "assignments/toy/handout").exists()


def test_a_folder_with_other_things_is_not_overwritten(course, tmp_path):
    root = course().exam.parents[1]
    (tmp_path / "out" / "toy").mkdir(parents=True)
    (tmp_path / "out" / "toy" / "thesis.tex").write_text("years of work", encoding="utf-8")
    result = run("build", "toy", "--no-qualify", "--out", tmp_path / "out", cwd=root)
    assert result.returncode == 2
    assert "toy: not a release, and not empty: choose another folder" in result.stderr
    assert not (root / "assignments/toy/handout").exists()


def test_a_handout_that_is_out_of_step_is_told(course):
    workspace = course()
    root = workspace.exam.parents[1]
    assert run("build", "toy", "--no-qualify", "--handout-only", cwd=root).returncode == 0
    assert not (root / "dist").exists()
    assert run("build", "--check", cwd=root).returncode == 0
    (root / "assignments/toy/handout/toy.py").write_text("", encoding="utf-8")
    result = run("build", "toy", "--check", cwd=root)
    assert result.returncode == 1
    assert "toy.py: not as it would be built now" in result.stderr


def test_an_exam_that_gradescope_would_cut_off_is_told_of(course):
    workspace = course()
    write_record(workspace, "of something else", holds=True, seconds=401)
    result = run("build", "toy", "--no-qualify", cwd=workspace.exam.parents[1])
    assert result.returncode == 0
    assert "warning: The checks of toy take 6.7 min for the reference here" in result.stderr
    assert "grading there stops after 9 min" in result.stderr


def test_several_assignments_share_one_wheel(tmp_path, monkeypatch):
    """Made once, and of the same bytes: students install it once per course."""
    root = tmp_path / "vision"
    new_course(root, "Vision", "UTC")
    for name in ("edges", "corners"):
        new_assignment(root, name)
    made = []

    def counted():
        made.append(students_wheel())
        return made[-1]

    monkeypatch.setattr(wheel, "students_wheel", counted)
    monkeypatch.setattr(build, "_require_exam", lambda _: None)  # Python imports an exam of a name once
    monkeypatch.chdir(root)
    build.build(
        assignment=None,
        folder=None,
        only_check=False,
        only_handout=False,
        unqualified=True,
        with_secret=False,
        workers=1,
    )
    assert len(made) == 1
    name, data = made[0]
    assert all((root / "dist" / each / name).read_bytes() == data for each in ("edges", "corners"))
