"""The content key changes with whatever an examination depends on, and with nothing else."""

import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from autograder.errors import ConfigError
from autograder.gradebook import keys
from autograder.gradebook.keys import Keys, digest, exam_digest, submission_digest
from autograder.records import HandIn, SourceFile, Student, Unreadable, Weights
from tests.autograder.conftest import ASSIGNMENT, REFERENCE

SECRET = "a secret of sixteen characters"


@pytest.fixture
def course(toy_course, tmp_path):
    def make(**parts):
        workspace = toy_course(**parts)
        exam = next(workspace.exam.glob("test_toy_*.py"))
        exam.rename(exam.with_name("test_always.py"))  # so that two courses differ in nothing but their parts
        workspace.secret.write_text(SECRET, encoding="ascii")
        return workspace

    return make


@pytest.fixture
def submission(hand_in_of):
    return hand_in_of("def double(x): return 2 * x\n")


def changed(before, after):
    return {part for part in before.parts if before.parts[part] != after.parts[part]}


def test_it_is_the_same_whoever_hands_in_and_whenever_it_is_made(course, submission):
    first = Keys.of(course()).content(submission)
    someone = HandIn(key="other", students=(Student(name="Ada"),), submitted_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert Keys.of(course()).content(replace(submission, hand_in=someone, notes=("junk was left out",))) == first


def _with_source(submission, **more):
    return replace(submission, sources={"toy": replace(submission.sources["toy"], **more)})


@pytest.mark.parametrize(
    "change",
    [
        lambda each: _with_source(each, text="x"),
        lambda each: _with_source(each, origin="hw/toy.py"),
        lambda each: _with_source(each, places=("cell 1, line 1",)),
        lambda each: _with_source(each, is_package=True),
        lambda each: replace(each, sources={**each.sources, "b": SourceFile(module="b", origin="b.py", text="")}),
        lambda each: replace(each, missing={"toy": "not handed in"}),
        lambda each: replace(each, no_weights={"net": "not handed in"}),
        lambda each: Unreadable(hand_in=each.hand_in, reason="damaged"),
    ],
)
def test_it_changes_with_the_submission(submission, change):
    assert submission_digest(change(submission)) != submission_digest(submission)


def test_weights_count_by_their_bytes_and_not_by_where_they_lie(submission, tmp_path):
    def of(path, **more):
        weights = Weights(name="net.pt", path=path, size=3, sha256="ab")
        return submission_digest(replace(submission, weights={"net": replace(weights, **more)}))

    assert of(tmp_path / "a") == of(tmp_path / "b") != of(tmp_path, sha256="cd")


def test_two_reasons_are_two_contents():
    read = [submission_digest(Unreadable(hand_in=HandIn(key="1"), reason=reason)) for reason in ("a", "b")]
    assert len(set(read)) == 2


@pytest.mark.parametrize(
    "old_and_new",
    [
        ("seconds = 1.0", "seconds = 2.0"),
        ("loops = false", "loops = true"),
        ("[limits]", '[rules]\nforbid = ["numpy.pad"]\n[limits]'),
        ('["toy.py"]', '["toy.py", "more.py"]'),
        ('name = "double"\npoints = 6', 'name = "double"\ncredit = "share"\npoints = 6'),
        ('name = "triple"\npoints = 4', 'name = "triple"\npoints = 4\ncurve = [[0, 0], [1, 4]]'),
    ],
)
def test_the_exam_changes_with_what_it_takes_from_the_assignment(course, submission, old_and_new):
    before = Keys.of(course()).content(submission)
    after = Keys.of(course(assignment=ASSIGNMENT.replace(*old_and_new))).content(submission)
    assert changed(before, after) == {"exam"}
    assert before.key != after.key


@pytest.mark.parametrize(
    "old_and_new",
    [
        ("points = 6", "points = 60"),
        ("2026-03-07", "2026-03-09"),
        ("keep = 0.5", "keep = 0.25"),
        ("Doubling and tripling", "Arithmetic"),
        ("[late]", '[gradescope]\nhidden_checks = "visible"\n[late]'),
    ],
)
def test_what_only_decides_about_points_and_words_changes_nothing(course, submission, old_and_new):
    before = Keys.of(course()).content(submission)
    assert old_and_new[0] in ASSIGNMENT
    assert Keys.of(course(assignment=ASSIGNMENT.replace(*old_and_new))).content(submission) == before


@pytest.mark.parametrize(
    "path",
    [
        "tests/toy/test_always.py",
        "tests/toy/cases/data.npy",
        "tests/conftest.py",
        "tests/common.py",
        "solutions/toy/toy.py",
    ],
)
def test_the_exam_changes_with_its_files(course, tmp_path, path):
    workspace = course()
    before = exam_digest(workspace)
    (tmp_path / path).parent.mkdir(exist_ok=True)
    with (tmp_path / path).open("a", encoding="ascii") as file:
        file.write("# changed\n")
    assert exam_digest(workspace) != before


@pytest.mark.parametrize(
    "path", ["tests/toy/__pycache__/a.pyc", "tests/toy/.pytest_cache/b", "solutions/toy/mutants/c.py", "tests/other/d"]
)
def test_the_exam_does_not_change_with_what_lies_beside_them(course, tmp_path, path):
    workspace = course()
    before = exam_digest(workspace)
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text("x", encoding="ascii")
    assert exam_digest(workspace) == before


def test_it_changes_with_the_secret_and_does_not_show_it(course, submission):
    workspace = course()
    before = Keys.of(workspace).content(submission)
    workspace.secret.write_text(f"another {SECRET}", encoding="ascii")
    after = Keys.of(workspace).content(submission)
    assert changed(before, after) == {"secret"}
    assert SECRET not in str(before)


def test_it_changes_with_the_libraries(course, submission, monkeypatch):
    workspace = course()
    before = Keys.of(workspace).content(submission)
    monkeypatch.setattr(keys, "version", lambda name: "99")
    assert changed(before, Keys.of(workspace).content(submission)) == {"environment"}


def test_it_changes_with_libraries_of_the_assignment_whatever_their_packages_are_called(
    course, submission, monkeypatch
):
    more = ASSIGNMENT.replace("memory_mb = 256", 'memory_mb = 256\nlibraries = ["numpy", "yaml"]')
    assert "yaml" in more
    workspace, real = course(assignment=more), keys.version
    before = Keys.of(workspace).content(submission)
    monkeypatch.setattr(keys, "version", lambda name: "99" if name == "PyYAML" else real(name))
    assert changed(before, Keys.of(workspace).content(submission)) == {"environment"}
    other = course()
    before = Keys.of(other).content(submission)
    monkeypatch.setattr(keys, "version", real)
    assert Keys.of(other).content(submission) == before


def test_it_changes_with_our_own_version(course, submission, monkeypatch):
    workspace = course()
    before = Keys.of(workspace).content(submission)
    monkeypatch.setattr(keys, "__version__", "99")
    assert changed(before, Keys.of(workspace).content(submission)) == {"grader"}


@pytest.fixture
def sources(tmp_path, monkeypatch):
    """A package of one file in the place of ours."""
    monkeypatch.setattr(keys, "_PACKAGE", tmp_path)
    monkeypatch.setattr(keys, "_graders", [])
    (tmp_path / "exam").mkdir()
    (tmp_path / "exam/a.py").write_text("x = 1\n", encoding="ascii")
    return tmp_path / "exam"


def _write_with_the_old_time(path):
    facts = path.stat()
    while path.stat().st_ctime_ns == facts.st_ctime_ns:  # clocks of file systems tick every few milliseconds
        path.write_text("x = 2\n", encoding="ascii")
        os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def _put_another_in_its_place(path):
    other = path.with_name("b.py")
    other.write_text("x = 2\n", encoding="ascii")
    shutil.copystat(path, other)
    other.replace(path)


@pytest.mark.parametrize(
    "upgrade",
    [
        _write_with_the_old_time,
        _put_another_in_its_place,
        lambda path: path.with_name("b.py").touch(),
        lambda path: path.unlink(),
        lambda path: path.rename(path.with_name("c.py")),
    ],
)
def test_every_change_of_our_sources_is_seen_in_the_same_process(sources, upgrade):
    before = keys.grader_digest()
    assert keys.grader_digest() == before
    upgrade(sources / "a.py")
    assert keys.grader_digest() != before


def test_our_sources_are_read_once_as_long_as_they_are_the_same(sources, monkeypatch):
    before = keys.grader_digest()
    monkeypatch.setattr(keys, "_file_digest", None)
    (sources / "__pycache__").mkdir()
    (sources / "__pycache__/a.pyc").touch()
    assert keys.grader_digest() == before


def test_a_library_that_is_taken_away_while_a_batch_runs_is_another_environment(monkeypatch):
    monkeypatch.setattr(keys, "_packages", lambda: {"cv2": ["no-such-package"]})
    assert keys._version("cv2") == "no-such-package none"


def test_what_was_found_without_isolation_counts_for_nothing_else(course, submission):
    workspace = course()
    found = [Keys.of(workspace, unsafe=unsafe).content(submission) for unsafe in (False, True)]
    assert changed(*found) == {"environment"}


NETWORK = """
[[networks]]
name = "net"
task = "segmentation"
module = "toy"
function = "double"
weights = ["net.pt"]
data = "streets"
"""


def test_the_device_counts_only_where_networks_may_use_a_gpu(course, monkeypatch):
    monkeypatch.setattr(keys.gpu, "devices", lambda: ("nvidia0",))
    without = course(assignment=ASSIGNMENT + NETWORK).assignment
    with_gpu = course(assignment=ASSIGNMENT.replace("[limits]", "[limits]\ngpu = true") + NETWORK).assignment
    assert keys.environment(without, "auto")["device"] == "cpu"
    assert [keys.environment(with_gpu, device)["device"] for device in ("auto", "cpu", "cuda:1")] == [
        "cuda",
        "cpu",
        "cuda:1",
    ]


def test_the_exam_changes_with_its_weights_and_the_description_of_its_data(course, tmp_path):
    workspace = course(assignment=ASSIGNMENT + NETWORK)
    seen = {exam_digest(workspace)}
    for path in ("solutions/toy/net.pt", "datasets/streets/dataset.toml"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x", encoding="ascii")
        seen.add(exam_digest(workspace))
    assert len(seen) == 3


def test_a_handout_has_a_key_too(course, tmp_path):
    workspace = replace(course(), reference=None, secret=None, exam=tmp_path / "handout")
    workspace.exam.mkdir()
    for name, text in (("test_public.py", ""), ("assignment.toml", ""), ("test_mine.py", "a")):
        (workspace.exam / name).write_text(text, encoding="ascii")
    before = exam_digest(workspace)
    (workspace.exam / "test_mine.py").write_text("b", encoding="ascii")
    assert exam_digest(workspace) == before
    (workspace.exam / "test_public.py").write_text("b", encoding="ascii")
    assert exam_digest(workspace) != before


def test_a_file_that_cannot_be_read_is_told(course, monkeypatch):
    workspace = course()

    def fail(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(keys.hashlib, "file_digest", fail)
    with pytest.raises(ConfigError, match=r"test_always.py: cannot be read \(Permission denied\)"):
        exam_digest(workspace)


def test_a_canonical_form_is_one_whatever_the_order():
    assert digest({"a": 1, "b": [2, "é"]}) == digest({"b": [2, "é"], "a": 1}) != digest({"a": 1, "b": ["é", 2]})


def test_the_reference_counts_without_its_mutants(course):
    workspace = course()
    before = exam_digest(workspace)
    (workspace.reference / "toy.py").write_text(REFERENCE + "# changed\n", encoding="ascii")
    assert exam_digest(workspace) != before
